"""Files that build upon files."""

import pytest

from sim.core.errors import ScenarioError
from sim.scenario import load_scenario
from sim.scenario.shipped import files
from tests.scenario.conftest import HEAD

NEITHER = "is neither a shipped scenario nor a file below this file's folder"


def named(name: str, rest: str) -> str:
    return f"schema_version: 1\nname: {name}\n{rest}"


def test_a_file_states_only_what_differs(written):
    written(named("a", "run: {weeks: 26, burn_in: 13}\ndemand: {entry_hazard: 0.01}\n"), "a.yaml")
    written(named("b", "extends: a.yaml\nrun: {weeks: 39}\n"), "b.yaml")
    scenario = load_scenario("b.yaml")
    assert scenario.name == "b"
    assert scenario.values["run"]["weeks"] == 39
    assert scenario.values["run"]["burn_in"] == 13
    assert scenario.origin["run.weeks"] == "b.yaml:4"
    assert scenario.origin["run.burn_in"] == "a.yaml:3"
    assert scenario.origin["demand.entry_hazard"] == "a.yaml:4"
    assert scenario.origin["demand.patience_spread"] == "default"


def test_a_file_may_extend_a_shipped_scheme_and_a_shipped_market(written):
    written(HEAD + "extends: [shared_revenue, markets/enterprise]\n")
    scenario = load_scenario("x.yaml")
    enterprise = load_scenario("shared_revenue", market="enterprise")
    assert scenario.hash == enterprise.hash


def test_a_file_below_the_folder_may_be_extended(written):
    written(named("a", "run: {weeks: 26}\n"), "parts/a.yaml")
    written(HEAD + "extends: parts/a.yaml\n")
    assert load_scenario("x.yaml").origin["run.weeks"] == "parts/a.yaml:3"


def test_paths_count_from_the_file_that_says_them(written):
    written(named("a", "run: {weeks: 26}\n"), "parts/a.yaml")
    written(named("b", "extends: a.yaml\n"), "parts/b.yaml")
    written(HEAD + "extends: parts/b.yaml\n")
    assert load_scenario("x.yaml").values["run"]["weeks"] == 26


def test_the_same_file_twice_is_no_cycle(written):
    written(named("a", "run: {weeks: 26}\n"), "a.yaml")
    written(named("b", "extends: a.yaml\n"), "b.yaml")
    written(named("c", "extends: a.yaml\n"), "c.yaml")
    written(HEAD + "extends: [b.yaml, c.yaml]\n")
    assert load_scenario("x.yaml").values["run"]["weeks"] == 26


def test_later_files_of_a_list_win(written):
    written(named("a", "run: {weeks: 26}\n"), "a.yaml")
    written(named("b", "run: {weeks: 39}\n"), "b.yaml")
    written(HEAD + "extends: [a.yaml, b.yaml]\n")
    assert load_scenario("x.yaml").values["run"]["weeks"] == 39


def test_a_file_cannot_extend_itself(problems_of):
    assert problems_of(HEAD + "extends: x.yaml\n") == [
        "x.yaml:3: extends: x.yaml leads back to this file; a chain of extends must end"
    ]


def test_a_cycle_is_found(written, problems_of):
    written(named("a", "extends: x.yaml\n"), "a.yaml")
    assert problems_of(HEAD + "extends: a.yaml\n") == [
        "a.yaml:3: extends: x.yaml leads back to this file; a chain of extends must end"
    ]


def test_a_missing_file_is_named_with_the_nearest(written, problems_of):
    written(named("acme", ""), "acme.yaml")
    assert problems_of(HEAD + "extends: acmee.yaml\n") == [
        f"x.yaml:3: extends: 'acmee.yaml' {NEITHER}; did you mean acme.yaml?"
    ]


def test_a_misspelt_shipped_name_is_suggested(problems_of):
    assert problems_of(HEAD + "extends: shared_revenu\n") == [
        f"x.yaml:3: extends: 'shared_revenu' {NEITHER}; did you mean shared_revenue?"
    ]


@pytest.mark.parametrize("path", ["../a.yaml", "/etc/passwd", "sub/../../a.yaml"])
def test_a_path_may_not_escape(path, written, problems_of):
    written(named("a", ""), "a.yaml")
    assert problems_of(HEAD + f"extends: {path}\n", "inner/x.yaml") == [
        (
            f"inner/x.yaml:3: extends: {path!r} leads out of the file's own folder; "
            "move the file below it"
        )
    ]


def test_a_link_may_not_escape(written, problems_of, folder):
    written(named("a", ""), "a.yaml")
    (folder / "inner").mkdir()
    (folder / "inner" / "link.yaml").symlink_to(folder / "a.yaml")
    assert problems_of(HEAD + "extends: link.yaml\n", "inner/x.yaml") == [
        (
            "inner/x.yaml:3: extends: 'link.yaml' leads out of the file's own folder; "
            "move the file below it"
        )
    ]


@pytest.mark.parametrize("value", ["5", "{a: b}", "[a.yaml, 5]", "''"])
def test_extends_must_be_names(value, written, problems_of):
    written(named("a", ""), "a.yaml")
    assert problems_of(HEAD + f"extends: {value}\n") == [
        "x.yaml:3: extends: must be a shipped name, a path, or a list of these"
    ]


def test_a_very_long_chain_is_refused(written):
    written(named("n0", ""), "n0.yaml")
    for number in range(1, 60):
        written(named(f"n{number}", f"extends: n{number - 1}.yaml\n"), f"n{number}.yaml")
    with pytest.raises(ScenarioError) as caught:
        load_scenario("n59.yaml")
    assert str(caught.value) == "n8.yaml: extends: more than 50 files in one chain"


def test_a_broken_file_of_a_chain_is_named_itself(written, problems_of):
    written(named("a", "run: {weeks: lots}\n"), "a.yaml")
    assert problems_of(HEAD + "extends: a.yaml\nrun: {burn_in: 1}\n") == [
        "a.yaml:3: run.weeks: must be a whole number from 1 to 5200 (weeks), not the text 'lots'",
        "x.yaml:4: run.burn_in: 1 is not a multiple of 13; write 0 or 13",
    ]


def test_a_local_file_comes_before_a_shipped_one_of_that_name(written):
    written(named("mine", "run: {weeks: 26}\n"), "siloed_metrics.yaml")
    written(HEAD + "extends: siloed_metrics.yaml\n")
    assert load_scenario("x.yaml").values["run"]["weeks"] == 26
    assert load_scenario("siloed_metrics").name == "siloed_metrics"


def test_every_shipped_name_loads_by_path_too():
    path = files()["shared_revenue"]
    assert load_scenario(path).hash == load_scenario("shared_revenue").hash
