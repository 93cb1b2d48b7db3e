"""counterpoint practices."""

import json

import pytest

TINY = (
    "--replicates", "2", "--weeks", "13", "--set", "market.accounts=60", "--set", "run.burn_in=13",
    "--workers", "1",
)  # fmt: skip


def test_unknown_practices_are_refused(refused):
    (line,) = refused("practices", "--only", "exchang")
    assert line == "no practice is called exchang; did you mean exchange?"


@pytest.mark.parametrize("text", ["", " ", ","])
def test_naming_no_practice_is_refused_instead_of_running_all(call, text):
    result = call("practices", "--only", text)
    assert result.exit_code == 2
    assert "--only names no practice" in result.stderr


@pytest.mark.parametrize("text", ["exchange", "exchange+", "exchange+exchange", "a+b+c"])
def test_a_pair_is_two_practices(call, text):
    result = call("practices", "--pairs", text)
    assert result.exit_code == 2
    assert "write two practices" in result.stderr


def test_practices_stand_in_a_group_of_their_own(call):
    lines = call("list").stdout.splitlines()
    title = next(line for line in lines if line.startswith("Practices"))
    start = lines.index(title)
    group = lines[start : lines.index("", start)]
    assert any(line.startswith("  ride_alongs") for line in group)
    assert not any("null_model" in line for line in group)


@pytest.mark.parametrize("name", ["ride_alongs", "practices/ride_alongs"])
def test_a_practice_can_be_laid_over_any_firm(call, name):
    result = call("show", "siloed_metrics", "--with", name, "--json")
    assert result.exit_code == 0, result.output
    assert "ride_alongs" in result.stdout


def test_practices_validate(call):
    result = call("validate", "practices/ride_alongs")
    assert result.exit_code == 0, result.output


@pytest.mark.compiled
def test_practices_of_a_tiny_firm(call, folder):
    result = call(
        "practices", "--only", "ride_alongs,meetings_working", "--pairs",
        "ride_alongs+meetings_working", *TINY, "--out", "x", "--json",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert {row["practice"] for row in found["practices"]} == {"ride_alongs", "meetings_working"}
    hours = {row["practice"]: row["hours"] for row in found["practices"]}
    assert hours["meetings_working"] > 0
    assert len(found["interactions"]) > 0
    assert found["market"] == "mid_market"
    assert [text.split(":")[0] for text in found["warnings"]] == ["Only 2 replicates"]
    assert (folder / "x" / "report.html").is_file()
    assert call("practices", *TINY, "--out", "x").exit_code == 2
