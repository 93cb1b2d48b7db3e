"""What docs/ says follows from the code, and its links lead somewhere."""

import re
from pathlib import Path

import click
import pytest

from analysis.odd.markdown import filled, number, table
from counterpoint.cli.main import cli
from scripts.docs.__main__ import stale
from scripts.docs.reference import assumed, resting_on_assumptions
from sim.scenario.declared import forms
from tests.house.source import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
COMMAND = re.compile(r"(?:^|[`$ ])counterpoint ([a-z-]+)([^\n`]*)", re.MULTILINE)
OPTION = re.compile(r"(?<!\w)--[a-z-]+")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def test_the_generated_pages_are_fresh():
    assert [str(path.relative_to(ROOT)) for path in stale()] == [], "run make docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path):
    links = LINK.findall(page.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in local if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_in_a_page_has_the_options_it_is_given(page: Path):
    text = page.read_text(encoding="utf-8").replace("\\\n", " ")
    unknown = []
    for name, rest in COMMAND.findall(text):
        command = cli.get_command(click.Context(cli), name)
        if command is not None:
            known = {option for item in command.params for option in item.opts} | {"--help"}
            unknown += [
                f"{name} {option}" for option in OPTION.findall(rest) if option not in known
            ]
    assert unknown == []


def test_every_assumption_says_in_one_sentence_what_would_show_it_wrong():
    said = assumed()
    assert said.keys() == resting_on_assumptions().keys()
    wrong = [
        n for n, text in said.items() if not text.endswith((" show it wrong.", "shows it wrong."))
    ]
    assert wrong == []
    assert [n for n, text in said.items() if ". " in text] == []


def test_every_form_of_a_law_stands_on_the_page_of_forms():
    page = (ROOT / "docs/explanation/forms.md").read_text(encoding="utf-8")
    wanted = set(forms()) | {word for item in forms().values() for word in item.choices}
    assert [name for name in sorted(wanted) if f"`{name}`" not in page] == []


def test_a_table_escapes_what_would_break_it():
    assert table(("a", "b"), [("x|y", 1)]) == "| a | b |\n| --- | --- |\n| x\\|y | 1 |"


def test_a_fragment_replaces_what_stood_between_its_marks():
    text = "head\n<!-- begin one -->\nold\n<!-- end one -->\ntail\n"
    assert filled(text, {"one": "new"}) == (
        "head\n<!-- begin one -->\n\nnew\n\n<!-- end one -->\ntail\n"
    )


def test_a_fragment_without_a_place_is_an_error():
    with pytest.raises(KeyError, match="two"):
        filled("", {"two": "new"})


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0, "0"), (1 / 3, "0.3333"), (25_000.0, "25000"), (40, "40"), ("rep", "rep")],
)
def test_numbers_are_shown_without_needless_digits(value, shown):
    assert number(value) == shown


def test_no_empty_line_breaks_a_table_of_a_page():
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("scenarios/*.md")]
    broken = [
        path.relative_to(ROOT).as_posix()
        for path in pages
        if re.search(r"^\|.*\|\n\n+\|(?!.*\n\|\s*:?-)", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert broken == []
