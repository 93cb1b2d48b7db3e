"""Every command of README, tutorial and how-tos runs as printed, where the page has led to."""

import re

import pytest

from scripts.pages import HOW_TO, ROOT, Step, done, printed, refreshed, scripted, steps

pytestmark = pytest.mark.compiled

FEWER = {"--replicates": "2", "--candidates": "8", "--check": "2"}
"""What options say here in place of what the page says, so that it is quick."""
SAMPLED = ("compare", "explain", "practices", "patterns")
"""Commands that are given --replicates where the page leaves it out."""
SHORTENED = ("compare", "practices", "run")
"""Commands that are given --weeks where the page shows nothing of what they print."""
QUICK = {
    "optimise": ("--population", "4", "--final-replicates", "2"),
    "explain": ("--causes", "2"),
    "new": ("--yes", "--overwrite"),  # asks nothing; the page shows the same file written by hand
}
"""Options that are added here."""
LEFT_OUT = {
    ("audit",): "hundreds of runs; tests/analysis/test_audit.py and tests/cli/test_audit.py",
    ("workshop",): "a page that serves until it is stopped; tests/workshop",
    ("merge",): "folders of a cluster; tests/study/test_runs.py",
    ("calibrate",): "minutes; tests/calibration",
}
ELSEWHERE = {"--scheduler", "--workers", "--shard"}
"""Options of commands on a cluster, which tests/study/test_cluster.py gives."""
PAGES = {"README": ROOT / "README.md", "first-finding": ROOT / "docs/tutorial/first-finding.md"} | {
    path.stem: path for path in sorted(HOW_TO.glob("*.md"))
}
LONG = {
    "README", "first-finding", "ask-what-a-practice-does", "find-where-a-scheme-wins",
    "meet-your-own-numbers", "tell-the-story-of-an-account", "write-a-scenario-file",
}  # fmt: skip
"""Pages whose commands take more than ten seconds together."""
HOLDING = {name: path for name, path in PAGES.items() if "counterpoint " in path.read_text("utf-8")}


def quickly(step: Step) -> tuple[str, ...]:
    """Return the command of a step with fewer runs, and shorter ones where nothing is shown."""
    words = list(step.command)
    for option, value in FEWER.items():
        if option in words:
            words[words.index(option) + 1] = value
    if words[0] in SAMPLED and "--replicates" not in words:
        words += ["--replicates", FEWER["--replicates"]]
    if words[0] in SHORTENED and step.shown is None:
        words += ["--weeks", "60"]
    return (*words, *QUICK.get(words[0], ()))


def is_run(step: Step) -> bool:
    return step.command[:1] not in LEFT_OUT and not ELSEWHERE & set(step.command)


def masked(text: str) -> str:
    return " ".join(re.sub(r"\d[\d,.]*", "#", text).split())


def headings(shown: str) -> list[str]:
    """Return the lines of an output that stand at its edge and do not depend on the numbers."""
    lines = [line for line in shown.splitlines() if line[:1].strip(" …") and len(line) < 70]
    return [masked(line) for line in lines if not re.search(r"[.:;,]$|[%€]|\b(is|are)\b", line)]


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if name in LONG else ()) for name in HOLDING]
)
def test_every_command_of_a_page_runs_as_printed(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for step in steps(HOLDING[name].read_text(encoding="utf-8")):
        if step.file:
            done(step)
            continue
        if not is_run(step):
            continue
        code, said = scripted(step.script) if step.script else printed(quickly(step))
        assert "Traceback" not in said
        shown = headings(step.shown or "")
        assert [line for line in shown if line not in masked(said)] == [], said
        assert code == 0 or step.shown, f"{' '.join(step.command)}: {said}"


def test_a_page_is_read_as_its_reader_does():
    page = (
        "```yaml\nschema_version: 1\nname: a\n```\n\n```sh\ncounterpoint run x  # a comment\n"
        "make demo\ncounterpoint compare a \\\n  b\n```\n\n```text\nsaid\n```\n"
        "<!-- in a.yaml: one becomes two -->\n```console\n$ counterpoint list\nfirst\n$ ls\n```\n"
    )
    found = steps(page)
    assert [step.command for step in found] == [
        (),
        ("run", "x"),
        ("compare", "a", "b"),
        (),
        ("list",),
    ]
    assert [step.shown for step in found] == [None, None, "said\n", None, "first\n"]
    assert [step.file for step in found] == ["a.yaml", "", "", "a.yaml", ""]
    assert found[3].change == ("one", "two")
    assert [page[slice(*step.place)] for step in found if step.shown] == ["said\n", "first\n"]


def test_outputs_are_refreshed_where_they_stand():
    page = (
        "Look:\n\n```console\n$ counterpoint --version\nold\n"
        "$ counterpoint validate smoke\n```\nEnd\n"
    )
    after = refreshed(page)
    assert re.fullmatch(
        r"Look:\n\n```console\n\$ counterpoint --version\ncounterpoint [\d.]+\n"
        r"\$ counterpoint validate smoke\n```\nEnd\n", after,
    )  # fmt: skip
    assert refreshed(after) == after
