"""new: a starter file from ten facts."""

import numpy as np
import pytest

from analysis.measures import measured
from counterpoint.terminal.facts import KNOWN, SALES_TEXT
from counterpoint.terminal.questions import FACTS
from sim import run_many
from sim.scenario import load_scenario

ANSWERS = {
    "accounts": "900",
    "looking": "0.3",
    "reps": "24",
    "marketers": "9",
    "value": "40000",
    "members": "8",
    "rivals": "0.5",
    "churn": "0.2",
    "budget": "90000",
    "pay": "100000",
}
OPTIONS = [part for key, value in ANSWERS.items() for part in (f"--{key}", value)]


def test_there_are_ten_facts():
    assert [fact.option for fact in FACTS] == list(ANSWERS)


def test_options_answer_the_questions(call, folder):
    result = call("new", "acme", "--from", "hybrid_pay", *OPTIONS)
    assert result.exit_code == 0, result.output
    assert result.stderr == "Wrote acme.yaml. Next: counterpoint show acme.yaml --funnel\n"
    # an average of 40,000, spread 1.2: half lie below 40,000 exp(-.72)
    assert result.stdout == (
        "Deals of 40,000 on average: half of them below 19,470.\n"
        "By arithmetic only: no run was held against your numbers.\n"
    )
    values = load_scenario("acme.yaml").values
    market = values["market"]
    assert market["accounts"] == 900
    assert market["pods"] * market["reps"] == 24
    assert market["pods"] * market["marketers"] == 9
    assert market["members"] == 8.0
    assert market["rival_present"] == 0.5
    assert market["pay_level"] == 100_000.0
    assert [item["list_value"] for item in market["segments"]] == [19_470.0]
    # three in ten start looking in a year; odds of one in four to leave
    assert 1.0 - (1.0 - values["demand"]["entry_hazard"]) ** 52 == pytest.approx(0.3, abs=1e-3)
    assert values["delivery"]["churn_odds"] == pytest.approx(0.25)
    assert values["planning"]["budget"] == pytest.approx(100.0)
    assert values["contracts"]["rep"]["accepted_leads"] == 0.2


def test_the_file_explains_itself_and_is_a_company(call, folder):
    call("new", "acme", *OPTIONS)
    text = (folder / "acme.yaml").read_text()
    assert "kind: company\nextends: [siloed_metrics, mid_market]" in text
    assert text.count("#") > 20
    assert max(len(line) for line in text.splitlines()) <= 100


def test_a_shipped_scheme_runs_in_the_new_company(call, folder):
    call("new", "acme", *OPTIONS)
    scenario = load_scenario("shared_revenue", market="acme.yaml")
    assert scenario.values["market"]["accounts"] == 900
    assert scenario.values["contracts"]["rep"]["shared_revenue"] == 0.7


def test_without_a_terminal_the_usual_answers_are_taken(call, folder):
    assert call("new", "acme").exit_code == 0
    acme, usual = load_scenario("acme.yaml").values, load_scenario("siloed_metrics").values
    assert acme["market"]["accounts"] == usual["market"]["accounts"]
    assert acme["planning"]["budget"] == pytest.approx(usual["planning"]["budget"], rel=1e-3)
    assert acme["delivery"]["churn_odds"] == pytest.approx(
        usual["delivery"]["churn_odds"], rel=0.01
    )


def test_in_a_terminal_it_asks_for_what_is_missing(call, folder, monkeypatch):
    asked = []

    def prompt(text, default, type, **_options):  # noqa: A002 - click's name
        asked.append(text)
        return default

    monkeypatch.setattr("click.prompt", prompt)
    monkeypatch.setattr("counterpoint.cli.new.is_asking", lambda: True)
    assert call("new", "acme", "--accounts", "900").exit_code == 0
    assert asked[: len(FACTS) - 1] == [fact.question for fact in FACTS[1:]]
    rest = [text.removesuffix(" (Enter: not known)") for text in asked[len(FACTS) - 1 :]]
    assert rest == [*(text for text, _kind in KNOWN.values()), SALES_TEXT]


def test_other_markets_can_be_the_ground(call, folder):
    call("new", "acme", "--market", "velocity", "--from", "unified_cro")
    scenario = load_scenario("acme.yaml")
    assert scenario.origin["demand.patience"].startswith("scenarios/markets/velocity.yaml:")
    assert scenario.values["organisation"]["budget_owner"] == "cro"


def test_a_file_is_not_replaced_unless_told(call, folder, refused):
    call("new", "acme")
    before = (folder / "acme.yaml").read_text()
    assert refused("new", "acme", "--accounts", "50") == [
        "acme.yaml: the file is there already; choose another name or --overwrite"
    ]
    assert (folder / "acme.yaml").read_text() == before
    assert call("new", "acme", "--accounts", "50", "--overwrite").exit_code == 0
    assert load_scenario("acme.yaml").values["market"]["accounts"] == 50


def test_a_wrong_name_is_refused(refused, folder):
    assert refused("new", "../acme") == [
        (
            "NAME: must be 1 to 60 letters (a-z), digits, dots, dashes or underscores, "
            "not '../acme'; say it in your own words with --title"
        )
    ]
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(refused, folder):
    assert refused("new", "acme", "--out", "gone/acme.yaml") == [
        "gone/acme.yaml: cannot be written: No such file or directory"
    ]


def test_an_answer_out_of_range_is_refused(refused, folder):
    assert "2 is not in the range 0 to 1" in refused("new", "acme", "--rivals", "2")[-1]


def test_large_numbers_are_written_out(call, folder):
    large = ("--value", "40000000", "--accounts", "10", "--budget", "2469140")
    assert "e+" not in call("new", "acme", *OPTIONS, *large).output
    text = (folder / "acme.yaml").read_text()
    assert "list_value: 19470000}" in text
    assert "budget: 246900 #" in text
    assert "e+" not in text
    assert "(100 to 1,000,000,000)" in " ".join(call("new", "--help").stdout.split())


def test_an_unknown_scheme_is_suggested(refused):
    assert refused("new", "acme", "--from", "shared_revenu") == [
        (
            "shared_revenu: no shipped scenario is called 'shared_revenu'; "
            "did you mean shared_revenue?"
        )
    ]


def test_a_name_with_the_suffix_of_a_file_is_that_file(call, folder):
    assert call("new", "saas12.yaml", "--yes").exit_code == 0
    assert [item.name for item in folder.iterdir()] == ["saas12.yaml"]
    assert load_scenario("saas12.yaml").name == "saas12"


def test_title_currency_and_one_off_sales_stand_in_the_file(call, folder):
    words = ("--title", "Größe & Söhne: 各自", "--currency", "CHF", "--sales", "one_off")
    assert call("new", "acme", "--yes", *words).exit_code == 0
    scenario = load_scenario("acme.yaml")
    assert (scenario.title, scenario.currency) == ("Größe & Söhne: 各自", "CHF")
    assert scenario.values["delivery"]["recurring"] == 0.0


def test_numbers_are_asked_back_or_taken_and_what_is_odd_is_said(call, refused, folder):
    assert "can be read as 600000 or as 600" in refused("new", "acme", "--budget", "600.000")[-1]
    result = call("new", "acme", "--budget", "600", "--looking", "20%", "--value", "45k")
    assert result.exit_code == 0
    assert result.stderr.startswith("Careful: --budget: 600 a year")
    entry = load_scenario("acme.yaml").values["demand"]["entry_hazard"]
    assert 1.0 - (1.0 - entry) ** 52 == pytest.approx(0.2, abs=1e-3)


def test_what_is_known_of_the_firm_becomes_what_targets_reckon_with(call, folder):
    known = ("--won", "40", "--win-rate", "25%", "--leads", "800", "--cycle", "9", "--quick")
    result = call("new", "acme", "--reps", "4", "--marketers", "2", *known)
    assert result.exit_code == 0, result.output
    values = load_scenario("acme.yaml").values
    # 160 closed a year, 4 quarters, 4 reps; 800 leads, 4 quarters, 2 marketers
    assert (values["pay"]["deals"], values["pay"]["leads"]) == (10.0, 100.0)
    assert (values["pay"]["close_rate"], values["closing"]["usual_cycle"]) == (0.25, 9.0)


FEW_LARGE_DEALS = (
    "--market", "enterprise", "--accounts", "400", "--reps", "4", "--marketers", "2",
    "--value", "308000", "--members", "9", "--rivals", "0.4", "--looking", "0.2",
    "--budget", "160000",
)  # fmt: skip


@pytest.mark.compiled
def test_references_of_a_firm_with_few_large_slow_deals_are_near_what_it_achieves(call, folder):
    call("new", "acme", *FEW_LARGE_DEALS)
    scenario = load_scenario("acme.yaml")
    pay, reps = scenario.values["pay"], 4
    runs = [measured(history) for history in run_many(scenario, range(1, 11))]

    def usual(measure):
        return np.median([run[measure] for run in runs])

    # three counted years, twelve quarters
    assert pay["revenue"] == pytest.approx(usual("bookings_net_y3") / 12.0 / reps, rel=0.3)
    assert pay["close_rate"] == pytest.approx(usual("win_rate"), rel=0.3)
    assert pay["deals"] == pytest.approx(usual("opportunities") / 4.0 / reps, rel=0.3)
