"""new and calibrate meet what is known of a firm: options, files, prompts, tables, refusals."""

import json

import pytest

from analysis.calibration import fit as fitting
from sim.scenario import load_scenario
from tests.calibration.pretend import firm_facts

FILE = "won: 40\nwin_rate: 35%\ncycle: 30\ndeal: 1M\nsales: one_off\n"


@pytest.fixture(autouse=True)
def arithmetic(monkeypatch):
    monkeypatch.setattr(fitting, "firm_facts", firm_facts)
    monkeypatch.setattr("counterpoint.terminal.progress.compiled", lambda: None)


def test_new_shows_yours_beside_runs_on_screen_and_in_the_file(call, folder):
    known = ("--won", "40", "--win-rate", "35%", "--cycle", "30", "--sales", "one_off")
    result = call("new", "acme", "--value", "1M", *known, "--yes")
    assert result.exit_code == 0, result.output
    head, won, rate, weeks, deal, note, met = result.stdout.splitlines()[1:8]
    assert head.split() == ["yours", "simulated", "off", "by", "met?"]
    assert won.split()[:5] == ["deals", "won", "a", "year", "40"]
    assert rate.split()[2] == "35%"
    assert "30" in weeks.split()
    assert deal.startswith("average deal signed, EUR")
    assert "two standard errors" in note
    assert "within 5%" in met
    text = (folder / "acme.yaml").read_text()
    for line in (head, won, rate, weeks, deal, note):
        assert f"# {line}" in text
    values = load_scenario("acme.yaml").values
    assert values["delivery"]["recurring"] == 0.0
    assert values["closing"]["usual_cycle"] == 30.0
    assert firm_facts(load_scenario("acme.yaml"), range(9)).mean["won"] == pytest.approx(
        40, rel=0.1
    )


def test_new_quick_does_not_run_but_still_refuses_what_cannot_be(call, refused, folder):
    quick = call("new", "acme", "--won", "40", "--quick")
    assert "By arithmetic only" in quick.stdout
    lines = refused("new", "other", "--accounts", "100", "--customers", "150", "--quick")
    assert "150 customers among 100 firms" in lines[-1]
    assert not (folder / "other.yaml").exists()


def test_calibrate_takes_a_file_of_facts_and_options_win_over_it(call, folder):
    (folder / "facts.yaml").write_text(FILE)
    result = call(
        "calibrate", "--facts", "facts.yaml", "--won", "20", "--out", "acme.yaml", "--json"
    )
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert {row["fact"]: row["yours"] for row in found["facts"]} == {
        "won": 20.0, "win_rate": 0.35, "cycle": 30.0, "deal": 1e6,
    }  # fmt: skip
    assert all(row["met"] for row in found["facts"])
    scenario = load_scenario("acme.yaml")
    assert scenario.values["delivery"]["recurring"] == 0.0
    for key, value in found["settings"].items():
        if "." in key and key.count(".") == 1 and key != "market.segments":
            section, name = key.split(".")
            assert scenario.values[section][name] == value


def test_the_written_file_can_be_the_market_of_another_scheme(call, folder):
    assert call("calibrate", "--deal", "90k", "--out", "acme.yaml").exit_code == 0
    other = load_scenario("shared_revenue", market="acme.yaml").values["market"]["segments"]
    assert other == load_scenario("acme.yaml").values["market"]["segments"]


def test_what_cannot_be_met_is_named_in_a_sentence(call, folder):
    result = call("calibrate", "--won", "30000", "--out", "acme.yaml")
    assert result.exit_code == 0
    assert "Not met: deals won a year: you say 30,000, the nearest this market" in result.stdout


def test_every_problem_of_a_file_of_facts_is_said_at_once(refused, folder):
    (folder / "facts.yaml").write_text("cycel: 20\ndeal: lots\nsales: none\nwin_rate: 3\n")
    assert refused("calibrate", "--facts", "facts.yaml") == [
        "facts.yaml:1: cycel: is no fact; did you mean cycle?",
        "facts.yaml:2: deal: 'lots' is not a number; write it like 45000, 45k, 20% or 0.2",
        "facts.yaml:3: sales: must be one of recurring, one_off",
        "facts.yaml:4: win_rate: 3 is not in the range 0.01 to 0.95",
    ]


def test_without_facts_it_says_how_to_give_them(refused, folder):
    (line,) = refused("calibrate")
    assert line.startswith(
        "no facts are given; give DATA, --facts FILE or some of --deal, --customers,"
    )
    assert list(folder.iterdir()) == []


def test_a_file_that_is_there_is_kept(refused, folder):
    (folder / "acme.yaml").write_text("mine")
    lines = refused("calibrate", "--won", "40", "--out", "acme.yaml")
    assert lines == ["acme.yaml: the file is there already; choose another name or --overwrite"]
    assert (folder / "acme.yaml").read_text() == "mine"


def test_in_a_terminal_it_asks_and_nothing_is_an_answer(call, folder, monkeypatch):
    monkeypatch.setattr("counterpoint.cli.calibrate.is_asking", lambda: True)
    answers = "90k\n\n\n40\nsome\n35%\n\n"
    result = call("calibrate", "--out", "acme.yaml", input=answers)
    assert result.exit_code == 0, result.output
    assert "Deals won in a year (Enter: not known): 40" in result.stdout
    assert "'some' is not a number" in result.output
    assert "\nwin rate " in result.stdout
    assert "\nweeks from" not in result.stdout
