"""A scheme's name is never read."""

import pytest

from sim.drivers.compiled import run
from sim.scenario import shipped
from tests.histories import SCHEMES, differing, small

pytestmark = pytest.mark.compiled


@pytest.mark.parametrize("name", SCHEMES)
def test_another_name_changes_no_byte(name):
    scenario = small(name)
    renamed = scenario.renamed("unified_cro" if name != "unified_cro" else "siloed_metrics", "?")
    assert renamed.name != scenario.name
    assert differing(run(scenario, 2), run(renamed, 2)) == []


@pytest.mark.parametrize("name", ["siloed_metrics", "cmo_reports_to_cso"])
def test_a_file_that_differs_in_words_only_gives_the_same_bytes(tmp_path, name):
    text = shipped.files()[name].read_text(encoding="utf-8")
    path = tmp_path / "the_best_of_all.yaml"
    path.write_text(text.replace(f"name: {name}", "name: the_best_of_all"), encoding="utf-8")
    copied = small(path)
    assert copied.name == "the_best_of_all"
    assert differing(run(small(name), 2), run(copied, 2)) == []


def test_two_schemes_with_the_same_name_keep_their_own_bytes():
    one, other = small("siloed_metrics"), small("shared_revenue").renamed("siloed_metrics")
    assert differing(run(one, 2), run(other, 2))
