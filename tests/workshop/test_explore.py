"""Explore: moves give numbers, and they are the command line's."""

import json

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from analysis.figures.palette import look
from counterpoint.cli.main import cli
from counterpoint.workshop.desk import colours
from counterpoint.workshop.farm import HEADLINE, Farm, NotWantedError
from counterpoint.workshop.plan import read_plan, scenario_of, with_shared
from sim.core.errors import InputError
from tests.workshop.conftest import BASES

PLANS = [
    {"base": "siloed_metrics"},
    {
        "base": "shared_revenue",
        "practices": ["lead_sla"],
        "settings": {
            "contracts.rep": {"own_revenue": 0.35, "shared_revenue": 0.65},
            "organisation.horizon.cmo": 26,
        },
    },
]


def asked(plans=PLANS, replicates=4, turn=1, client="one"):
    return {"client": client, "turn": turn, "plans": plans, "replicates": replicates}


@pytest.mark.slow
def test_the_saved_files_give_the_same_numbers_on_the_command_line(
    facilitator, tmp_path, monkeypatch
):
    seen = facilitator.post("/api/picture", json=asked()).json()
    saved = facilitator.post("/api/yaml", json=asked()).json()
    monkeypatch.chdir(tmp_path)
    for name, text in saved["files"].items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    words = saved["command"].split()[1:]
    done = CliRunner().invoke(cli, [*words, "--out", "found"])
    assert done.exit_code == 0, done.output
    summary = pd.read_csv(tmp_path / "found" / "summary.csv").set_index(["scenario", "measure"])
    for scheme in seen["schemes"]:
        for measure in HEADLINE:
            row = summary.loc[scheme["name"], measure]
            shown = scheme["measures"][measure]
            assert (shown["mean"], shown["low"], shown["high"]) == (
                row["mean"], row["ci_low"], row["ci_high"],
            )  # fmt: skip


def test_a_picture_has_differences_in_words(facilitator):
    seen = facilitator.post("/api/picture", json=asked()).json()
    (gap,) = seen["differences"]
    assert set(gap["measures"]) == set(HEADLINE)
    assert all(item["verdict"] for item in gap["measures"].values())
    assert seen["replicates"] == 4


def test_a_scheme_beside_itself_is_about_the_same_and_never_parts(facilitator):
    plan = {"base": "siloed_metrics"}
    seen = facilitator.post("/api/picture", json=asked([plan, plan])).json()
    gap = seen["differences"][0]["measures"]["gross_profit_y3"]
    assert (gap["mean"], gap["sure"]) == (0.0, False)
    assert "about the same" in gap["verdict"]
    assert seen["twins"]["parts"] == [{"week": None, "first": None, "signed": None}]


def test_two_schemes_share_their_luck_until_a_counted_week(facilitator):
    found = facilitator.post("/api/twins", json={"plans": PLANS, "replicate": 2}).json()
    signed, first = found["parts"][0]["signed"], found["first"]
    one, other = (np.array(line) for line in found["lines"])
    assert found["parts"][0]["week"] <= signed
    until = max(0, signed - first + 1)
    assert np.array_equal(one[:until], other[:until])
    assert not np.array_equal(one, other)


def test_schemes_have_the_colours_of_figures_and_twins_are_told_apart():
    assert colours(["shared_revenue"])[0]["day"] == look("shared_revenue").colour
    assert len({each["day"] for each in colours(["siloed_metrics"] * 3)}) == 3


def test_an_overtaken_question_is_dropped(facilitator):
    facilitator.post("/api/picture", json=asked(turn=8, replicates=2))
    assert facilitator.post("/api/picture", json=asked(turn=7, replicates=200)).json() is None


def test_a_farm_stops_when_nobody_waits():
    farm = Farm(1)
    scenario = scenario_of(read_plan(PLANS[0], BASES), "a", BASES)
    with pytest.raises(NotWantedError):
        farm.firms([scenario], 50, 1, lambda: False)
    farm.close()


@pytest.mark.parametrize(
    ("plan", "word"),
    [
        ({"base": "/etc/passwd"}, "base"),
        ({"base": ["siloed_metrics"]}, "base"),
        ({"base": "siloed_metrics", "market": "../mid_market"}, "market"),
        ({"base": "siloed_metrics", "practices": ["x"]}, "practices"),
        ({"base": "siloed_metrics", "practices": [["lead_sla"]]}, "practices"),
        ({"base": "siloed_metrics", "practices": ["lead_sla"] * 2}, "practices"),
        ({"base": "siloed_metrics", "settings": {"trust.gain": 1}}, "settings"),
        ({"base": "siloed_metrics", "shared": {"rep": 2}}, "shared"),
        ("siloed_metrics", "plan"),
    ],
)
def test_a_plan_that_the_page_does_not_offer_is_refused(plan, word):
    with pytest.raises(InputError, match=word):
        read_plan(plan, BASES)


def test_weights_that_do_not_sum_to_one_are_told(facilitator):
    plan = {"base": "siloed_metrics", "settings": {"contracts.rep": {"own_revenue": 0.5}}}
    answer = facilitator.post("/api/picture", json=asked([plan]))
    assert answer.status_code == 400
    assert "contracts.rep" in answer.json()["problem"]


@pytest.mark.parametrize("share", [0.0, 0.33, 1 / 3, 0.7, 1.0])
def test_shared_weights_sum_to_one_and_keep_the_others_in_proportion(share):
    made = with_shared({"own_revenue": 0.7, "close_rate": 0.3}, share)
    assert sum(made.values()) == pytest.approx(1, abs=1e-12)
    assert made.get("own_revenue", 0) == pytest.approx(0.7 * (1 - share))


def test_the_page_offers_schemes_markets_practices_and_what_may_be_paid_for(facilitator):
    found = facilitator.get("/api/choices").json()
    assert [item["name"] for item in found["bases"]] == list(BASES)
    assert {"lead_sla", "codesign"} <= {item["name"] for item in found["practices"]}
    assert "shared_revenue" in [item["name"] for item in found["metrics"]]
    ground = facilitator.post("/api/ground", json=PLANS[1]).json()
    assert ground["weights"]["rep"] == {"own_revenue": 0.35, "shared_revenue": 0.65}
    assert json.dumps(ground["horizon"]).count("26") == 1
