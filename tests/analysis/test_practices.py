"""Effects of practices: switches, pairing, interactions, what is written."""

import json
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from markupsafe import escape

from analysis import practices
from analysis.comparison.verdicts import too_few
from analysis.practice.effects import HOURS, MEASURED
from analysis.practice.figure import effect_against_cost
from analysis.practice.opening import opening
from analysis.practice.output import COLUMNS, place, rows, tables, write_practices
from analysis.practice.switches import all_practices, has, practice, switched
from analysis.runs.statistics import FEWEST
from analysis.uncertainty.turning import gaps
from analysis.uncertainty.words import said_of
from analysis.words import called, titles, wording
from sim.core.errors import InputError
from sim.scenario import load_scenario, shipped
from sim.scenario.declared import flat
from tests.analysis.builder import Named, invented

FEW = ["meetings_working", "ride_alongs"]


def runner(scenario, seed, replicate=0):
    """Return an invented run: a meeting adds, a ride-along takes; together they are worth more."""
    _, values = scenario.epochs()[-1]
    meets = values["meetings"]["every"] > 0
    rides = values["ride_alongs"]["every"] > 0
    effect = 0.1 * meets - 0.05 * rides + 0.2 * (meets and rides)
    history = invented(Named(scenario.name, effect=0.0), seed, replicate)
    weekly = history.tables["weekly"]
    return replace(
        history,
        tables={
            **history.tables,
            "weekly": {**weekly, "gross_profit": (1 + effect) * np.abs(weekly["gross_profit"])},
        },
    )


@pytest.fixture(scope="module")
def found():
    return practices(
        "siloed_metrics", only=FEW, pairs=[tuple(FEW)], replicates=12, runner=runner, workers=1
    )


def effect(found, name, measure="gross_profit_y3"):
    part = found.effects[found.effects["practice"] == name].set_index("measure")
    return part.loc[measure]


@pytest.mark.parametrize("item", all_practices(), ids=lambda item: item.name)
def test_every_shipped_practice_can_be_switched_on_and_off_again(item):
    firm = load_scenario("siloed_metrics")
    assert not has(firm, item)
    (_, before), (week, after) = switched(firm, [item]).epochs()
    assert week == 0
    assert before == firm.values
    assert after != firm.values
    practised = load_scenario("siloed_metrics", overlays=[item.name])
    assert has(practised, item)
    undone = switched(practised, [item]).epochs()[-1][1]
    assert undone == firm.values


def test_the_other_kind_of_meeting_is_another_practice():
    firm = load_scenario("siloed_metrics", overlays=["meetings_reporting"])
    assert has(firm, practice("meetings_reporting"))
    assert not has(firm, practice("meetings_working"))
    assert switched(firm, [practice("meetings_working")]).epochs()[-1][1]["meetings"]["agenda"] == (
        "working"
    )


def test_a_firm_that_changes_anyway_keeps_its_later_changes():
    firm = load_scenario("maturing_in_one_leap")
    weeks = [week for week, _ in switched(firm, [practice("exchange")]).timeline]
    assert weeks == [week for week, _ in firm.timeline]
    assert switched(firm, [practice("exchange")]).timeline[0][1]["handoff_rules.every"] == 2


def test_effects_are_paired_differences_from_the_firm(found):
    base = found.measures[found.measures["scenario"] == "siloed_metrics"]
    profit = base.loc[base["measure"] == "gross_profit_y3", "value"].mean()
    assert effect(found, "meetings_working")["mean_difference"] == pytest.approx(0.1 * profit)
    assert effect(found, "ride_alongs")["mean_difference"] == pytest.approx(-0.05 * profit)
    assert list(found.effects["practice"].unique()) == FEW
    assert set(found.verdicts["verdict"]) == {"helps", "hurts"}


def test_an_interaction_is_what_two_practices_do_beyond_the_sum(found):
    base = found.measures[found.measures["scenario"] == "siloed_metrics"]
    profit = base.loc[base["measure"] == "gross_profit_y3", "value"].mean()
    row = found.interactions.set_index("measure").loc["gross_profit_y3"]
    assert row["interaction"] == pytest.approx(0.2 * profit)
    assert row["ci_low"] <= row["interaction"] <= row["ci_high"]
    assert "better than the sum" in row["sentence"]


def test_off_gives_the_opposite_of_on():
    firm = load_scenario("siloed_metrics", overlays=["meetings_working"])
    found = practices(firm, only=["meetings_working"], replicates=4, runner=runner, workers=1)
    row = effect(found, "meetings_working")
    assert row["switched"] == "off"
    assert row["mean_difference"] < 0
    assert found.verdicts["sentence"][0].startswith("Without working meetings: hurts")


def test_the_firm_is_run_once_for_all_practices():
    calls = []

    def counting(scenario, seed, replicate):
        calls.append((scenario.name, seed, replicate))
        return runner(scenario, seed, replicate)

    practices("siloed_metrics", only=FEW, replicates=3, runner=counting, workers=1)
    assert len(calls) == len(set(calls)) == 3 * (1 + len(FEW))


def test_p_values_are_adjusted_over_practices_and_measures(found):
    from analysis.runs.statistics import holm

    table = found.effects.sort_values(["practice", "measure"])
    raw = table["p_value"].to_numpy()
    assert holm(raw) == pytest.approx(table["p_adjusted"].to_numpy())
    assert len(table) == len(FEW) * len(MEASURED)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"only": ["exchang"]}, "did you mean exchange?"),
        ({"only": ["shared_revenue"]}, "no practice"),
        ({"pairs": [("meetings_working", "meetings_reporting")]}, "exclude each other"),
        ({"replicates": 1}, "too few"),
    ],
)
def test_mistakes_are_refused_before_anything_runs(options, words):
    def never(scenario, seed, replicate):
        raise AssertionError("ran")

    with pytest.raises(InputError, match=words):
        practices("siloed_metrics", **{"only": ["exchange"], **options}, runner=never)


def test_the_folder_holds_what_its_dictionary_says(found, tmp_path):
    report = write_practices(found, tmp_path / "x")
    folder = report.parent
    for name, table in tables(found).items():
        written = pd.read_csv(folder / f"{name}.csv")
        assert list(written.columns) == list(table.columns)
        assert set(written.columns) == set(COLUMNS[name])
    assert json.loads((folder / "manifest.json").read_text())["kind"] == "practices"
    text = report.read_text(encoding="utf-8")
    assert all(row["title"] in text for row in rows(found))
    assert (folder / "figures" / "practices.png").stat().st_size > 10_000
    again = load_scenario(folder / "scenarios" / "with_ride_alongs.yaml")
    (firm,) = (each for each in found.firms if each.name == "with_ride_alongs")
    assert again.hash == firm.hash


def test_the_figure_names_every_practice(found):
    figure = effect_against_cost(found.effects, found.headline, place(found), 0.02)
    words = {text.get_text() for text in figure.axes[0].texts}
    assert {"Working meetings", "Ride-alongs"} <= words


@pytest.mark.parametrize("count", [1, 2])
def test_the_figure_can_be_read_whatever_is_drawn(found, count):
    shown = found.effects[found.effects["practice"].isin(FEW[:count])]
    figure = effect_against_cost(shown, found.headline, place(found), found.meaningful)
    figure.canvas.draw()
    axes, bar = figure.axes
    assert "“Each on own numbers” in “Mid-market subscriptions”" in figure.get_suptitle()
    assert "with 95 % interval" in axes.get_ylabel()
    ticks = [text.get_text() for text in axes.get_yticklabels()]
    assert all(re.fullmatch(r"[+−]?\d+(\.\d*[1-9])?\xa0%", tick) for tick in ticks), ticks
    low, high = axes.get_xlim()
    marks = [line.get_xdata()[0] for line in axes.lines if len(line.get_xdata()) == 1]
    assert low < min(0.0, *marks)
    assert high > max(0.0, *marks)
    most = np.abs(shown.query("measure == 'relationship_conflict'")["mean_difference"]).max()
    left, right = bar.get_xlim()
    assert -left == right >= max(found.meaningful, most)
    assert [text.get_text() for text in bar.get_xticklabels()] == [
        "−2\xa0%", "−1\xa0%", "0\xa0%", "+1\xa0%", "+2\xa0%",
    ]  # fmt: skip


LINE = {"title": "Lead SLA", "effect": "+3.1 %*", "interval": "+1.0 to +5.2 %", "hours": "+0.30"}


def test_a_report_opens_with_what_helps_how_sure_and_what_it_takes():
    lines = [
        {**LINE, "verdict": "helps"},
        {**LINE, "title": "Ride-alongs", "verdict": "helps"},
        {**LINE, "title": "Battles", "verdict": "hurts"},
        {**LINE, "title": "Colocation", "verdict": "too noisy"},
    ]
    best, sure, costs = opening(lines, "Gross profit, year 1", 40, has_worlds=False)
    assert best == (
        "4 practices were tried, on gross profit, year 1: lead SLA (+3.1 %; +1.0 to +5.2 %) and "
        "ride-alongs (+3.1 %; +1.0 to +5.2 %) help; battles (+3.1 %; +1.0 to +5.2 %) hurts; "
        "1 not to be told yet."
    )
    assert sure.startswith("From 40 simulated copies of the firm")
    assert "+0.30 h for lead SLA and +0.30 h for ride-alongs" in costs


def test_where_nothing_is_told_the_opening_says_so(found, tmp_path):
    best, _, costs = opening(
        [{**LINE, "verdict": "too noisy"}], "Gross profit, year 1", 2, has_worlds=True
    )
    assert "none can be told from nothing; 1 not to be told yet" in best
    assert costs.startswith("No practice is shown to be worth its hours")
    page = write_practices(found, tmp_path / "out").read_text(encoding="utf-8")
    said = opening(rows(found), wording.title(found.headline), found.replicates, has_worlds=False)
    answer = page.split("<h2>The answer</h2>")[1].split("<table>")[0]
    assert all(str(escape(text)) in answer for text in said)


def test_the_market_is_named_unless_the_firm_is_its_own(tmp_path):
    def market(name, **options):
        loaded = practices(name, only=FEW[:1], replicates=2, runner=runner, workers=1, **options)
        return loaded.market

    own = tmp_path / "own.yaml"
    own.write_text(
        "schema_version: 1\nname: own\nextends: [siloed_metrics, velocity]\n"
        "market: {accounts: 900}\n"
    )
    assert market("siloed_metrics") == "mid_market"
    assert market("siloed_metrics", market="markets/enterprise.yaml") == "enterprise"
    assert market("siloed_metrics", overrides=["market.accounts=900"]) == "mid_market"
    assert market(own) is None
    assert market("siloed_metrics", market=str(own)) == "own"


def test_few_replicates_are_said_to_be_few(found, tmp_path):
    few = practices("siloed_metrics", only=FEW[:1], replicates=4, runner=runner, workers=1)
    text = write_practices(few, tmp_path / "few").read_text(encoding="utf-8")
    assert too_few(4) in text
    assert "Only 4 replicates: below 10" in text
    enough = write_practices(found, tmp_path / "enough").read_text(encoding="utf-8")
    assert "below 10" not in enough
    assert too_few(FEWEST) is None


def test_what_is_too_noisy_says_how_many_replicates_would_settle_it():
    def noisy(scenario, seed, replicate):
        luck = np.random.default_rng([seed + replicate, len(scenario.name)]).normal(1.0, 0.3)
        history = runner(scenario, seed, replicate)
        weekly = history.tables["weekly"]
        weekly = {**weekly, "gross_profit": luck * weekly["gross_profit"]}
        return replace(history, tables={**history.tables, "weekly": weekly})

    found = practices("siloed_metrics", only=FEW, replicates=12, runner=noisy, workers=1)
    said = found.verdicts.set_index("verdict").loc[["too noisy"], "sentence"]
    assert len(said)
    assert said.str.contains(r"; (?:about [\d,]+ runs would tell|if there is a difference)").all()


def test_practices_set_declared_levers_only_and_state_what_they_answer():
    for name in shipped.practices():
        item = practice(name)
        assert item.question.strip()
        assert set(item.settings) <= set(flat())
    assert HOURS in MEASURED


def test_people_read_the_title_that_a_practice_declares():
    assert titles.practice("lead_sla") == "Lead service level agreement"
    assert titles.practice("meetings_working") == "Working meetings", "its file has its own"
    shown = {item.name: item.title for item in shipped.summaries() if item.is_practice}
    assert all(shown.values())
    assert shown["lead_sla"] == "Lead service level agreement"


@pytest.fixture(scope="module")
def lived():
    return practices(
        "siloed_metrics",
        only=FEW,
        replicates=12,
        runner=runner,
        workers=1,
        worlds="behaviour",
        all_worlds=True,
    )


def test_every_practice_lives_in_the_worlds_that_the_firm_lives_in():
    seen = {}

    def watched(scenario, seed, replicate=0):
        _, values = scenario.epochs()[-1]
        seen.setdefault(replicate, set()).add(
            (values["effort"]["temper"], values["ledger"]["memory"])
        )
        return runner(scenario, seed, replicate)

    found = practices(
        "siloed_metrics",
        only=FEW,
        replicates=4,
        runner=watched,
        workers=1,
        worlds="behaviour",
        all_worlds=True,
    )
    assert [len(worlds) for _, worlds in sorted(seen.items())] == [1, 1, 1, 1]
    assert len(set.union(*seen.values())) == 4
    drawn = found.drawn.table["effort.temper"]
    assert sorted(drawn) == sorted(world[0] for worlds in seen.values() for world in worlds)


def test_it_says_in_how_many_worlds_a_practice_helps_and_what_turns_that(lived):
    said = said_of(lived, lived.headline)
    assert said[0].startswith("Each replicate is a world of its own")
    for sentence, (firm, base) in zip(said[1:], lived.contrasts, strict=True):
        share = gaps(lived, firm, base, lived.headline)
        expected = "more" if share.mean() > 0 else "less"
        title = wording.lowered(wording.title(lived.headline))
        against = f"{firm} against {called.scheme(base)}"
        assert sentence.startswith(f"{against}: {expected} {title} in the mean")
    assert said_of(replace(lived, drawn=None), lived.headline) == []


def test_the_worlds_stand_beside_the_practices_and_in_the_report(lived, tmp_path):
    report = write_practices(lived, tmp_path / "lived")
    told = json.loads((report.parent / "data_dictionary.json").read_text())["tables"]
    for name in ("worlds", "turning"):
        assert (report.parent / f"{name}.csv").exists()
        assert name in told
    facts = json.loads((report.parent / "manifest.json").read_text())
    assert facts["worlds"]["from"] == "behaviour"
    text = report.read_text()
    assert all(escape(sentence) in text for sentence in said_of(lived, lived.headline))


def test_worlds_that_nobody_knows_are_refused_before_anything_runs():
    with pytest.raises(InputError, match="neither prior nor behaviour"):
        practices("siloed_metrics", only=FEW, worlds="behavior", runner=runner)
