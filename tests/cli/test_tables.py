"""Tables on a terminal: the same columns in all, and a word on what does not fit."""

from pathlib import Path

import pytest

from counterpoint.terminal import tables
from counterpoint.terminal.tables import Block, Column, notice, say, show

COLUMNS = (
    Column("", is_left=True),
    Column("baseline", spare=2),
    Column("95 % interval", spare=1),
    Column("verdict", is_left=True),
)
BLOCKS = (
    Block("one", [("profit", "€1 M", "+1 to +2 %", "better")]),
    Block("two", [("a measure with a long name", "€1,000.00 M", "+1 to +2 %", "worse")]),
)


@pytest.fixture
def printed(monkeypatch, capsys):
    def at(width, blocks=BLOCKS):
        monkeypatch.setattr(tables, "room", lambda: width)
        show(COLUMNS, blocks)
        return capsys.readouterr().out.splitlines()

    return at


def test_every_table_of_an_output_shows_the_same_columns(printed):
    lines = printed(60)
    rows = [line for line in lines if "€" in line or "better" in line or "worse" in line]
    assert len(rows) == 2
    assert {line.index("better") if "better" in line else line.index("worse") for line in rows} == {
        lines[0].index("verdict")
    }
    assert "€" not in "".join(lines)
    assert "+1 to +2 %" in lines[3]


def test_what_a_narrow_terminal_leaves_out_is_named(printed):
    text = " ".join(" ".join(line.split()) for line in printed(40))
    assert "Not shown at this width: baseline, 95 % interval." in text


def test_words_that_do_not_fit_stand_in_several_lines(printed):
    block = Block("", [("half-life of what trust is away from it", "€1 M", "+1 to +2 %", "worse")])
    lines = printed(42, [block])
    assert lines[1:4] == [
        "  half-life of what trust is away  worse",
        "    from it",
        "  Not shown at this width: baseline, 95 %",
    ]
    assert max(map(len, lines)) <= 42


def test_a_wide_terminal_shows_all_and_says_nothing(printed):
    assert not any("Not shown" in line for line in printed(200))


def test_sentences_are_wrapped_to_the_terminal_but_not_in_a_pipe(monkeypatch, capsys):
    text = "a sentence of several words that is longer than forty columns of a narrow terminal"
    monkeypatch.setattr(tables, "room", lambda: 40)
    say(text, indent="  1. ", hanging="     ")
    lines = capsys.readouterr().out.splitlines()
    assert all(len(line) < 40 for line in lines)
    assert [line[:5] for line in lines[:2]] == ["  1. ", "     "]
    monkeypatch.setattr(tables, "room", lambda: tables.PLENTY)
    say(text)
    assert capsys.readouterr().out == f"  {text}\n"


def test_long_blocks_repeat_their_head_and_their_columns(monkeypatch, capsys):
    monkeypatch.setattr(tables, "room", lambda: 60)
    noted = [Block(each.title, each.rows, notes=["a word on it"]) for each in BLOCKS]
    show(COLUMNS, noted, again=True)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "one"
    heads = [line for line in lines if "verdict" in line]
    assert len(heads) == 2
    assert heads[0] == heads[1]
    assert lines.count("  a word on it") == 2
    assert "Not shown at this width: baseline." in lines[-2] + lines[-1]


def test_what_is_told_beside_the_answer_is_wrapped_to_the_terminal_too(monkeypatch, capsys):
    monkeypatch.setattr(tables, "room", lambda stream: 40 if stream else tables.PLENTY)
    notice("a.yaml:3: needs.drif: no such key; did you mean needs.drift?\nb.yaml: not found")
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        "a.yaml:3: needs.drif: no such key; did",
        "  you mean needs.drift?",
        "b.yaml: not found",
    ]


def test_nothing_is_told_past_the_wrapping():
    copied = {"rerun.py"}  # a command, to be copied
    sources = Path(tables.__file__).parents[1].rglob("*.py")
    past = {path.name for path in sources if ", err=True)" in path.read_text(encoding="utf-8")}
    assert past - copied == {"tables.py"}
