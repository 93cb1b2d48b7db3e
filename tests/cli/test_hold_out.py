"""calibrate DATA --hold-out: table, report, JSON, refusals, and going on after a stop."""

import json
import re

import pytest
from click.testing import CliRunner

from analysis.calibration import saved as saving
from analysis.calibration.heldout import HELD
from counterpoint.cli.main import cli

pytestmark = pytest.mark.compiled
SMALL = ("market.accounts=1600", "run.weeks=104", "run.burn_in=26")
SET = [part for text in SMALL for part in ("--set", text)]


def call(*arguments):
    return CliRunner().invoke(cli, list(arguments), prog_name="counterpoint")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with a run, and what calibrate made of it with and without the option."""
    place = tmp_path_factory.mktemp("hold_out")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        made = call("run", "siloed_metrics", *SET, "--seed", "900", "--dates", "2026-01-05",
                    "--out", "r")  # fmt: skip
        assert made.exit_code == 0
        (place / "plain").mkdir()
        for where, more in (("plain/like.yaml", []), ("like.yaml", ["--hold-out"])):
            result = call("calibrate", "r", *SET, "--runs", "128", "--out", where, *more)
            assert result.exit_code == 0, result.output
            (place / f"{where}.txt").write_text(result.stdout)
    return place


def test_the_option_adds_and_changes_nothing_else(folder):
    for name in ("like.yaml", "like_posterior.parquet"):
        assert (folder / name).read_bytes() == (folder / "plain" / name).read_bytes()
    without = (folder / "plain/like.yaml.txt").read_text()
    assert (folder / "like.yaml.txt").read_text().startswith(without[: without.index("\nReport: ")])
    assert sorted(p.name for p in (folder / "plain").iterdir()) == [
        "like.yaml", "like.yaml.txt", "like_data.html", "like_data.json", "like_posterior.parquet",
        "like_report.html", "like_report.json",
    ]  # fmt: skip


def test_terminal_report_and_json_say_the_same(folder):
    said = (folder / "like.yaml.txt").read_text()
    html = (folder / "like_report.html").read_text()
    content = json.loads((folder / "like_report.json").read_text())
    held = content["hold_out"]
    assert held["first_week_left_out"] == 73
    assert held["weeks"] == 104
    assert "Fit again on weeks 0 to 72 alone" in said
    inside = sum(line["inside_90"] for line in held["statistics"])
    assert f"{inside} of {len(held['statistics'])} statistics lie inside" in said
    assert html.count("<svg") == 2
    for line in held["statistics"]:
        (shown,) = [row for row in said.splitlines() if row.startswith(f"  {line['meaning']}  ")]
        part = html[html.index('id="left-out"') :]
        found = re.search(rf"<th scope=\"row\">{re.escape(line['meaning'])}</th>(.*?)</tr>", part)
        cells = re.findall(r"<td[^>]*>(.*?)</td>", found[1])
        assert re.split(r"\s{2,}", shown.strip())[1:] == cells
        assert (cells[-1].startswith("no")) == (not line["inside_90"])
    for sentence in held["said"]:
        assert sentence in said
        assert sentence in html
    assert {line["key"] for line in held["statistics"]} | set(held["not_compared"]) == set(HELD)
    assert "http" not in html.replace("http://www.w3.org", "").replace("http-equiv", "")


def test_the_whole_table_stands_beside_a_hundred_runs_of_its_fit(folder):
    said = (folder / "plain/like.yaml.txt").read_text()
    html = (folder / "plain/like_report.html").read_text()
    check = json.loads((folder / "plain/like_report.json").read_text())["check"]
    assert check["runs"] == 100
    for line in check["statistics"]:
        (low, high), (lowest, highest) = line["interval_50"], line["interval_90"]
        assert lowest <= low <= line["median"] <= high <= highest
        assert line["inside_90"] == (lowest - 1e-9 <= line["table"] <= highest + 1e-9)
        assert f'<th scope="row">{line["meaning"]}</th>' in html
    for number, share in ((50, 0.5), (90, 0.9)):
        expected = check[f"expected_{number}"] / len(check["statistics"])
        assert expected == pytest.approx(share, abs=0.05)
    for sentence in check["said"]:
        assert sentence in said
        assert sentence in html
    assert html.count("<svg") == 1


def test_a_fit_that_was_stopped_goes_on_and_ends_the_same(folder, monkeypatch):
    monkeypatch.chdir(folder)
    usual, made = saving.in_order, []

    def stopping(work, jobs, workers):
        for result in usual(work, jobs, workers):
            made.append(1)
            if len(made) == 150:
                raise KeyboardInterrupt
            yield result

    words = ("calibrate", "r", *SET, "--runs", "128", "--hold-out", "--out", "again.yaml")
    monkeypatch.setattr(saving, "in_order", stopping)
    stopped = call(*words)
    assert stopped.exit_code == 130
    assert "Stopped after 149 runs, kept in again_runs.npz: the same command" in stopped.stderr
    assert not (folder / "again.yaml").exists()
    assert (folder / "again_runs.npz").exists()
    monkeypatch.setattr(saving, "in_order", usual)
    done = call(*words)
    assert done.exit_code == 0, done.output
    assert "Went on from 149 runs made before." in done.stderr
    assert not (folder / "again_runs.npz").exists()
    one, two = (folder / f"{name}_posterior.parquet" for name in ("like", "again"))
    assert one.read_bytes() == two.read_bytes()
    one, two = (folder / f"{name}_report.json" for name in ("like", "again"))
    assert re.sub(r"\blike([_.])", r"again\1", one.read_text()) == two.read_text()


def test_what_cannot_be_is_refused_with_a_way_out(folder, monkeypatch):
    monkeypatch.chdir(folder)

    def refused(*arguments):
        result = call("calibrate", *arguments)
        assert result.exit_code == 2, result.output
        return result.stderr

    assert "--hold-out leaves out the last part of DATA: give DATA" in refused("--hold-out")
    assert "0.6 is not in the range 0.1 to 0.5" in refused(
        "r", "--hold-out", "0.6", "--out", "x.yaml"
    )
    assert "r is a file: DATA stands first" in refused("--hold-out", "r")
    (folder / "new_report.html").write_text("")
    taken = refused("r", "--out", "new.yaml", "--hold-out")
    assert "new_report.html: the file is there already" in taken
    lines = (folder / "r" / "opportunities.csv").read_text().splitlines()
    (folder / "few.csv").write_text("\n".join(lines[:45]) + "\n")
    said = refused("few.csv", "--hold-out", "--out", "x.yaml")
    assert "--hold-out 0.3: " in said or "calibrate --facts" in said
