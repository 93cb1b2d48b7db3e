"""Every command of README, tutorial and how-tos runs as printed, where the page has led to."""

import re
from pathlib import Path

import pytest

from analysis.claims.claims import SHIPPED
from scripts.pages import HOW_TO, ROOT, SAID_ONCE, Step, done, refreshed, scripted, steps
from tests.packaging.shrunk import ENDS, opened, quickly, shrink_claims, with_few_claims
from tests.packaging.terminal import plainly, seen, too_long
from tests.system import posix_only

pytestmark = pytest.mark.compiled

APART = {"run-on-a-cluster"}
"""Pages of shell scripts; tests/packaging/test_cluster_page.py runs them."""
PAGES = {"README": ROOT / "README.md", "first-finding": ROOT / "docs/tutorial/first-finding.md"} | {
    path.stem: path for path in sorted(HOW_TO.glob("*.md"))
}
LONG = {
    "README",
    "add-a-room-from-outside",
    "ask-what-a-practice-does",
    "audit-a-claim",
    "explore-on-a-live-page",
    "find-where-a-scheme-wins",
    "first-finding",
    "meet-your-own-numbers",
    "tell-the-story-of-an-account",
    "write-a-scenario-file",
}
"""Pages whose commands take more than ten seconds together."""
HOLDING = {
    name: path
    for name, path in PAGES.items()
    if "counterpoint " in path.read_text("utf-8") and name not in APART
}


WIDE, NARROW = 120, 80
"""Columns of the terminals on which commands are run: as the page shows them, and a small one."""


def ended(step: Step) -> tuple[int, str]:
    """Return exit code and output of what a reader does."""
    if step.script:
        return scripted(step.script)
    if step.command[:1] == ("workshop",):
        code, said = opened(step.command)
        assert "<html" in said
        return code, said
    columns = WIDE if step.shown else NARROW
    code, said = seen(quickly(step), columns)
    assert too_long(step.command, said, columns) == []
    return code, said


def few_findings(folder: Path) -> Path:
    """Return a shorter copy of the claims of our own findings."""
    path = folder / ".findings"
    path.write_text(with_few_claims(SHIPPED.read_text("utf-8")), encoding="utf-8")
    return path


def masked(text: str) -> str:
    return " ".join(re.sub(r"\d[\d,.]*", "#", text).split())


def headings(shown: str) -> list[str]:
    """Return the lines of an output that stand at its edge and do not depend on the numbers."""
    lines = [line for line in shown.splitlines() if line[:1].strip(" …") and len(line) < 70]
    return [masked(line) for line in lines if not re.search(r"[.:;,]$|[%€]|\b(is|are)\b", line)]


def marks(name: str) -> list[pytest.MarkDecorator]:
    """Return what a page needs: time, or that its live page can be ended as by Ctrl-C."""
    found = steps(HOLDING[name].read_text(encoding="utf-8"))
    is_stopped = any(step.command[:1] == ("workshop",) for step in found)
    return [pytest.mark.slow] * (name in LONG) + [posix_only] * is_stopped


@pytest.mark.parametrize("name", [pytest.param(name, marks=marks(name)) for name in HOLDING])
def test_every_command_of_a_page_runs_as_printed(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("analysis.claims.claims.SHIPPED", few_findings(tmp_path))
    for step in steps(HOLDING[name].read_text(encoding="utf-8")):
        if step.file:
            done(step)
            shrink_claims(tmp_path)
            continue
        code, said = ended(step)
        assert "Traceback" not in said
        shown = headings(plainly(step.shown or ""))
        assert [line for line in shown if line not in masked(said)] == [], said
        allowed = ENDS.get("".join(step.command[:1]), (0,))
        assert code in allowed or step.shown, f"{' '.join(step.command)}: {said}"


def test_a_page_is_read_as_its_reader_does():
    page = (
        "```yaml\nschema_version: 1\nname: a\n```\n\n```sh\ncounterpoint run x  # a comment\n"
        "make demo\npip install x && counterpoint compare a \\\n  b\n```\n\n```text\nsaid\n```\n"
        "```yaml\n# facts.yaml: what is known\nwon: 6\n```\n"
        "<!-- in a.yaml: one becomes two -->\n```console\n$ counterpoint list\nfirst\n$ ls\n```\n"
    )
    found = steps(page)
    assert [step.command for step in found] == [
        (),
        (),
        ("run", "x"),
        ("compare", "a", "b"),
        (),
        ("list",),
    ]
    assert [step.shown for step in found] == [None, None, None, "said\n", None, "first\n"]
    assert [step.file for step in found] == [
        "a.yaml", "facts.yaml", "", "", "a.yaml", "",
    ]  # fmt: skip
    assert found[4].change == ("one", "two")
    assert [page[slice(*step.place)] for step in found if step.shown] == ["said\n", "first\n"]


def test_a_line_that_does_not_fit_its_terminal_would_be_noticed():
    said = (
        "short\na sentence of some length\nReport:  results/a_long_name\n  counterpoint run a b c"
    )
    assert too_long(("run",), said, 15) == ["a sentence of some length"]
    assert too_long(("odd",), said, 15) == []


def test_letters_and_widths_are_those_of_the_terminal(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = "schema_version: 1\nname: own\ndescription: from a → b, ≥ 2 ×\nextends: base.yaml\n"
    Path("own.yaml").write_text(text, encoding="utf-8")
    code, said = seen(("show", "own.yaml", "--market", "enterprise"), NARROW)
    assert code == 0
    assert "from a -> b, >= 2 ×" in said
    assert max(map(len, said.splitlines())) <= NARROW


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


def test_what_a_command_says_of_its_progress_is_no_part_of_a_page():
    said = "Preparing, once: 59 parts\nSimulating: 1,383 of 2,576, about 1 min left\nStore: x\n"
    assert SAID_ONCE.sub("", said) == "Store: x\n"
