"""list, show, diff, validate, schema."""

import json

import pytest

from counterpoint.cli import diff, show
from sim.scenario import load_scenario
from sim.scenario.jsonschema import json_schema
from sim.scenario.shipped import files, studies
from tests.cli.conftest import HEAD


@pytest.fixture
def company(folder):
    (folder / "company.yaml").write_text(HEAD + "run: {weeks: 26}\n")
    return "company.yaml"


def test_list_names_every_shipped_file(call):
    text = call("list").stdout
    assert [name for name in files() if f"  {name} " not in text] == []
    assert "Markets (--market)" in text


def test_list_speaks_json(call):
    found = json.loads(call("list", "--json").stdout)
    assert {item["name"] for item in found} == {*files(), *studies()}
    assert set(found[0]) == {"name", "title", "kind", "description", "file"}


def test_show_prints_values_units_and_places(call):
    text = call("show", "shared_revenue").stdout
    assert text.startswith(
        "One revenue number for both  shared_revenue\nBoth functions carry one revenue target."
    )
    rows = {line.split()[0]: line.split()[1:] for line in text.splitlines()[3:]}
    assert rows["contracts.rep.shared_revenue"] == ["0.7", "scenarios/shared_revenue.yaml:11"]
    assert rows["demand.entry_hazard"][1:] == ["1/week", "default"]
    assert "contracts.rep.margin" not in rows
    assert rows["buying_group.weights"][:4] == [
        "36", "numbers", "(--only", "buying_group.weights)",
    ]  # fmt: skip


def test_show_follows_the_options(call, company):
    arguments = ["--market", "enterprise", "--with", "null_model", "--set", "run.weeks=13"]
    text = call("show", company, *arguments).stdout
    rows = {line.split()[0]: line.split()[1:] for line in text.splitlines()[3:]}
    assert rows["run.weeks"] == ["13", "weeks", "--set"]
    assert rows["choices.timing"][0] == "frozen"
    assert rows["market.reps"][-1].startswith("scenarios/markets/enterprise.yaml:")


def test_show_can_be_limited(call):
    only = call("show", "siloed_metrics", "--only", "contracts.rep").stdout.splitlines()[3:]
    assert all(line.startswith("contracts.rep.") for line in only)
    assert len(only) == 17
    changed = call("show", "siloed_metrics", "--changed").stdout
    assert "default" not in changed


def test_show_only_suggests(refused):
    assert refused("show", "siloed_metrics", "--only", "contracts.reps") == [
        "--only contracts.reps: no such setting; did you mean contracts.rep?"
    ]


def test_show_writes_one_file_that_needs_no_other(call, folder):
    text = call("show", "unified_cro", "--market", "velocity", "--yaml").stdout
    (folder / "y.yaml").write_text(text)
    again = load_scenario("y.yaml")
    assert again.hash == load_scenario("unified_cro", market="velocity").hash


def test_show_speaks_json(call):
    found = json.loads(call("show", "siloed_metrics", "--json").stdout)
    assert found["hash"] == load_scenario("siloed_metrics").hash
    assert found["values"]["contracts"]["rep"]["own_revenue"] == 0.7
    assert found["origin"]["run.weeks"].startswith("scenarios/base.yaml:")


def test_show_prints_the_timeline(call, folder):
    (folder / "t.yaml").write_text(HEAD + "timeline: [{week: 5, contracts: {rep: {margin: 1}}}]\n")
    text = call("show", "t.yaml").stdout
    assert "from week 5:" in text
    assert "  contracts.rep.margin: 1.0" in text


def test_show_prints_the_funnel(call):
    text = call("show", "siloed_metrics", "--funnel").stdout
    for words in ("accounts entering a week", "opportunities a year", "win rate", "hours a rep"):
        assert words in text
    found = json.loads(call("show", "siloed_metrics", "--funnel", "--json").stdout)
    assert 0.0 < found["win_rate"] < 1.0


def test_show_says_that_the_funnel_is_no_run_and_how_to_hold_it_against_runs(call):
    last = call("show", "siloed_metrics", "--funnel").stdout.splitlines()[-1]
    assert last.startswith("Arithmetic, no run")
    assert "--check 10 holds it against runs" in last


def test_show_says_where_the_funnel_does_not_follow_the_form_of_a_law(call):
    usual = call("show", "siloed_metrics", "--funnel").stdout
    bass = call("show", "siloed_metrics", "--funnel", "--set", "demand.form=bass").stdout
    assert "only when half of all have looked" in " ".join(bass.split())
    assert "only when half of all" not in " ".join(usual.split())


def test_check_without_the_funnel_is_refused(refused):
    assert "give --funnel with it" in refused("show", "siloed_metrics", "--check", "3")[-1]


@pytest.mark.compiled
def test_show_holds_the_funnel_against_runs_and_says_what_not_to_rely_on(call):
    small = ("show", "siloed_metrics", "--set", "market.accounts=300", "--set", "run.weeks=52")
    text = call(*small, "--funnel", "--check", "2").stdout.splitlines()
    assert text[0].endswith("beside 2 runs of it")
    assert text[1].split() == ["file", "runs", "off", "by"]
    assert all("±" in line for line in text[2:-2])
    rows = json.loads(call(*small, "--funnel", "--check", "2", "--json").stdout)
    near = sum(row["near"] for row in rows)
    assert f"the arithmetic is near on {near} of {len(rows)} lines" in text[-1]
    assert ("Take these from the runs:" in text[-1]) == (near < len(rows))


def test_diff_prints_what_differs(call):
    text = call("diff", "siloed_metrics", "shared_revenue").stdout
    rows = [line.split() for line in text.splitlines()]
    assert rows[0] == ["siloed_metrics", "shared_revenue"]
    assert ["contracts.rep.own_revenue", "0.7", "0.3"] in rows
    assert not any(row[0].startswith("before.") for row in rows[1:])


def test_titles_are_shown_beside_the_names(call, folder):
    (folder / "a.yaml").write_text("schema_version: 1\nname: a\ntitle: 各自为政\n")
    (folder / "b.yaml").write_text("schema_version: 1\nname: b\ntitle: Wir alle\n")
    assert call("show", "a.yaml").stdout.splitlines()[0] == "各自为政  a"
    assert json.loads(call("show", "a.yaml", "--json").stdout)["title"] == "各自为政"
    assert "Each on own numbers." in call("list").stdout
    same = call("diff", "a.yaml", "b.yaml").stdout
    assert same == "a and b hold the same numbers; only their titles differ.\n"
    schemes = call("diff", "siloed_metrics", "shared_revenue").stdout.splitlines()
    assert schemes[1].split(maxsplit=1)[0] == "title"


def test_money_is_shown_in_the_currency_of_the_file(call, folder):
    (folder / "a.yaml").write_text("schema_version: 1\nname: a\ncurrency: CHF\n")
    shown = call("show", "a.yaml", "--only", "market.pay_level").stdout
    assert "CHF" in shown
    assert "EUR" not in shown


def test_diff_of_equal_scenarios_says_so(call, company):
    text = call("diff", "siloed_metrics", "siloed_metrics").stdout
    assert text == "siloed_metrics and siloed_metrics hold the same numbers.\n"


def test_diff_sees_the_past_and_the_timeline(call, folder):
    (folder / "a.yaml").write_text(HEAD + "extends: shared_revenue\nrun: {before: same}\n")
    text = call("diff", "shared_revenue", "a.yaml").stdout
    rows = [line.split() for line in text.splitlines()]
    assert ["before.contracts.rep.shared_revenue", "0.0", "0.7"] in rows
    (folder / "b.yaml").write_text(HEAD + "timeline: [{week: 5, trust: {gain: 0.03}}]\n")
    text = call("diff", "base", "b.yaml").stdout
    assert "timeline.week 5.trust.gain" in text


@pytest.mark.parametrize("width", [40, 80, 120])
def test_diff_fits_the_terminal_and_cuts_nothing(call, folder, monkeypatch, width):
    long = "A title that is much longer than a column of a narrow terminal"
    for name in ("a", "b"):
        (folder / f"{name}.yaml").write_text(
            f"schema_version: 1\nname: {name}\ntitle: {long} {name}\n"
            f"contracts: {{rep: {{bonus: 0.{ord(name)}}}}}\n"
        )
    monkeypatch.setattr(diff, "room", lambda: width)
    monkeypatch.setattr("counterpoint.terminal.tables.room", lambda: width)
    text = call("diff", "a.yaml", "b.yaml").stdout
    assert max(map(len, text.splitlines())) <= width
    joined = " ".join(text.split())
    assert f"{long} a" in joined
    assert f"{long} b" in joined
    assert "0.97" in joined
    assert "0.98" in joined


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_show_says_where_values_come_from_on_a_terminal_of_any_width(call, monkeypatch, width):
    def at(width, *arguments):
        monkeypatch.setattr(show, "room", lambda: width)
        monkeypatch.setattr("counterpoint.terminal.tables.room", lambda: width)
        return call("show", "siloed_metrics", *arguments).stdout

    narrow = at(width)
    assert max(map(len, narrow.splitlines())) <= width
    assert narrow.count("siloed_metrics.yaml:") == at(1000).count("siloed_metrics.yaml:") > 5
    assert "named without their folders at this width" in " ".join(narrow.split())
    assert "without their folders" not in at(200)
    assert "scenarios/siloed_metrics.yaml:" in at(80, "--only", "contracts.rep")


def test_diff_speaks_json(call):
    found = json.loads(call("diff", "siloed_metrics", "shared_revenue", "--json").stdout)
    row = next(item for item in found if item["key"] == "contracts.rep.own_revenue")
    assert row == {
        "key": "contracts.rep.own_revenue",
        "siloed_metrics": 0.7,
        "shared_revenue": 0.3,
    }


def test_validate_takes_files_of_every_kind(call, company):
    result = call("validate", company, "mid_market", "null_model", "hybrid_pay")
    assert result.exit_code == 0
    count = len(load_scenario("hybrid_pay").origin)
    assert result.stdout.splitlines()[0] == f"company.yaml: fine ({count} settings)"
    assert len(result.stdout.splitlines()) == 4


def test_validate_prints_all_problems_of_all_files(call, folder, company):
    (folder / "a.yaml").write_text(HEAD + "run: {weeks: 0}\ntrst: {gain: 1}\n")
    (folder / "b.yaml").write_text("")
    result = call("validate", "a.yaml", company, "b.yaml")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        "a.yaml:3: run.weeks: 0 is out of bounds; allowed: a whole number from 1 to 5200 (weeks)",
        "a.yaml:4: trst: unknown setting; did you mean trust?",
        "b.yaml: the file is empty; a scenario begins with schema_version",
    ]
    assert result.stdout.startswith("company.yaml: fine")


def test_validate_speaks_json(call, folder):
    (folder / "a.yaml").write_text(HEAD + "run: {weeks: 0}\n")
    result = call("validate", "a.yaml", "--json")
    assert result.exit_code == 2
    ((problem,),) = [item["problems"] for item in json.loads(result.stdout)]
    assert (problem["file"], problem["line"], problem["key"]) == ("a.yaml", 3, "run.weeks")
    assert problem["message"].startswith("a.yaml:3: run.weeks: 0 is out of bounds")


def test_validate_writes_nothing(call, folder):
    call("validate", "siloed_metrics")
    assert list(folder.iterdir()) == []


def test_schema_is_printed_or_written(call, folder):
    assert json.loads(call("schema").stdout) == json_schema()
    result = call("schema", "--out", "s.json")
    assert result.stderr == "Wrote s.json.\n"
    assert json.loads((folder / "s.json").read_text()) == json_schema()


def test_schema_says_when_it_cannot_be_written(refused):
    assert refused("schema", "--out", "gone/s.json") == [
        "gone/s.json: cannot be written: No such file or directory"
    ]


@pytest.mark.parametrize("command", ["show", "diff", "validate"])
def test_a_broken_file_is_refused_by_every_command(command, refused, folder):
    (folder / "a.yaml").write_text("- 1\n")
    arguments = ["a.yaml", "a.yaml"] if command == "diff" else ["a.yaml"]
    assert refused(command, *arguments) == [
        "a.yaml:1: a scenario is a mapping, lines of the form key: value"
    ]
