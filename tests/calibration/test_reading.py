"""A table of opportunities: every line is read, refused or ignored, with a reason."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.calibration.ledger import read_all
from analysis.calibration.reading import read
from analysis.calibration.table import How
from sim.core.errors import InputError
from tests.calibration.exports import HEAD, LINES, csv_of, reading, rows


def kept(found):
    """Return what became of each line: reason → lines, all of them."""
    return {**found.lines.refused, **found.lines.ignored}


def test_dates_become_weeks_since_the_first_deal(tmp_path):
    deals = reading(tmp_path, HEAD + LINES).deals
    assert deals.created.tolist() == [0.0, 1.0, 4.0]
    assert deals.closed[:2].tolist() == [2.0, 8.0]
    assert np.isnan(deals.closed[2])  # a date expected is no date closed
    assert deals.is_won.tolist() == [True, False, False]
    assert deals.is_lost.tolist() == [False, True, False]
    assert np.isnan(deals.amount[1])
    assert deals.owner.tolist() == [0, 1, 0]
    assert deals.weeks == 9.0


def test_every_line_is_used_or_left_out_with_a_reason(tmp_path):
    bad = (
        "2026-01-12,2026-01-05,Closed Won,1,Ann\n"
        "2026-01-12,,Closed Lost,1,Ann\n"
        ",2026-01-12,Closed Won,1,Ann\n"
        "2026-01-12,2026-01-19,Maybe,1,Ann\n"
        "soon,2026-01-19,Closed Won,1,Ann\n"
        "2026-02-31,2026-03-19,Closed Won,1,Ann\n"
    )
    found = reading(tmp_path, HEAD + LINES + bad)
    assert found.left_out == {
        "closed before it was created": [5],
        "closed without a date": [6],
        "no date of creation": [7],
        "outcome not known": [8],
        "a date of creation that cannot be read": [9, 10],
    }
    assert found.lines.counts == (3, 6, 1)
    assert found.lines.total == 10
    assert found.unknown == {"Maybe": 1}


def test_preamble_footer_repeated_heads_and_blank_lines_are_taken_off_and_said(tmp_path):
    text = (
        "Opportunity Report\nAs of 2026-05-01\n\n"
        + HEAD + LINES + "\n" + HEAD + LINES
        + ",,,,\nGrand Totals,,,3000,\n\n"
        + '"Confidential Information - Do Not Distribute"\n'
        + '"Copyright (c) 2000-2026 salesforce.com, inc."\nAcme GmbH\n'
    )  # fmt: skip
    found = reading(tmp_path, text)
    assert kept(found) == {
        "above the head": [1, 2],
        "the head": [4],
        "blank": [3, 8, 13, 15],
        "the head again": [9],
        "a total of the report": [14],
        "a note of the report": [16, 17, 18],
    }
    assert found.lines.counts == (6, 0, 12)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_mark_between_cells_is_found(tmp_path, mark):
    found = reading(tmp_path, (HEAD + LINES).replace(",", mark))
    assert len(found.deals) == 3


def test_a_line_that_says_which_mark_it_is_is_believed(tmp_path):
    found = reading(tmp_path, "sep=;\r\n" + (HEAD + LINES).replace(",", ";"))
    assert len(found.deals) == 3
    assert kept(found)["above the head"] == [1]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", ()), ("utf-8-sig", ()), ("utf-16", ("text read as utf-16",)),
     ("cp1252", ("text read as cp1252",))],
)  # fmt: skip
def test_encodings_are_found_and_said(tmp_path, encoding, said):
    text = (HEAD + LINES).replace("Ann", "Zo\u00eb")
    found = reading(tmp_path, text, encoding=encoding)
    assert len(found.deals) == 3
    assert found.said == said


def test_other_encodings_are_asked_about_and_taken(tmp_path):
    text = (HEAD + LINES).replace("Ann", "\u0141ukasz \u010d\u015d").encode("utf-16-le")
    with pytest.raises(InputError, match=r"neither UTF-8 nor .*--encoding NAME"):
        reading(tmp_path, text)
    assert len(read(tmp_path / "deals.csv", How(encoding="utf-16-le")).deals) == 3
    with pytest.raises(InputError, match="is not utf-32; try another --encoding"):
        read(tmp_path / "deals.csv", How(encoding="utf-32"))


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("klingon", "there are cp1250"),
        ("latn1", "did you mean latin1"),
        ("hex", "there are cp1250"),
    ],
)
def test_an_encoding_that_is_none_is_told_from_one_that_does_not_read(tmp_path, name, way):
    reading(tmp_path, HEAD + LINES)
    with pytest.raises(InputError, match=f"--encoding {name}: no text encoding .*; {way}"):
        read(tmp_path / "deals.csv", How(encoding=name))


def test_a_stray_quote_swallows_no_row(tmp_path):
    bad = '2026-01-05,2026-01-19,"Closed Won,1000,Ann\n'
    found = reading(tmp_path, HEAD + LINES + bad + LINES + LINES)
    assert found.left_out == {"a quote that is never closed": [5]}
    assert len(found.deals) == 9
    assert sum(found.lines.counts) == found.lines.total == 11


def test_two_stray_quotes_far_apart_swallow_no_row_either(tmp_path):
    bad = '2026-01-05,2026-01-19,Closed Won,1000,"Ann\n'
    found = reading(tmp_path, HEAD + LINES * 300 + bad + LINES * 300 + bad + LINES * 300)
    assert found.left_out == {"a quote that is never closed": [902, 1803]}
    assert len(found.deals) == 2700


def test_a_note_over_several_lines_is_one_row_and_all_its_lines_count(tmp_path):
    head = HEAD.replace("\n", ",Note\n")
    text = (
        head + '2026-01-05,2026-01-19,Closed Won,1000,Ann,"met them,\nthey liked it,\nand signed"\n'
    )
    text += '2026-01-05,2026-01-01,Closed Won,1000,Ann,"no\ndate"\n'
    found = reading(tmp_path, text)
    assert len(found.deals) == 1
    assert found.lines.read == 3
    assert found.left_out == {"closed before it was created": [5, 6]}
    assert sum(found.lines.counts) == found.lines.total == 6


def test_rows_of_another_width_are_refused(tmp_path):
    found = reading(tmp_path, HEAD + LINES + "2026-01-05,2026-01-19,Closed Won,1,000,Ann\n")
    assert found.left_out == {"more or fewer cells than the head": [5]}


def test_empty_cells_behind_the_last_heading_do_no_harm(tmp_path):
    text = "".join(f"{line},,\n" for line in (HEAD + LINES).splitlines())
    assert len(reading(tmp_path, text).deals) == 3


@given(st.lists(st.sampled_from([
    "2026-01-05,2026-01-19,Closed Won,1000,Ann", "", '"', 'a,"b', '"x\ny",1,2,3,4', ",,,,",
    "Total,,,5,", HEAD.strip(), "2026-02-05,,Proposal,7,Bob", '1,2,3,"4"",5', "a,b,c", '"""',
]), max_size=30))  # fmt: skip
def test_lines_always_add_up(tmp_path_factory, parts):
    folder = tmp_path_factory.mktemp("lines")
    text = HEAD + LINES + "\n".join(parts)
    found = reading(folder, text)
    lines = text.split("\n")
    assert found.lines.total == len(lines) - (lines[-1] == "")
    found.lines.check()


def test_rows_that_repeat_are_told_from_a_history(tmp_path):
    head = "Opportunity ID,Created Date,Close Date,Stage,Amount,Owner\n"
    text = head + (
        "1,2026-01-05,2026-03-31,Prospecting,900,Ann\n"
        "1,2026-02-09,2026-03-31,Proposal,900,Ann\n"
        "2,2026-01-12,2026-02-02,Closed Lost,500,Bob\n"
        "2,2026-01-12,2026-02-02,Closed Lost,500,Bob\n"
        "1,2026-03-02,2026-03-09,Closed Won,1000,Cid\n"
        ",2026-03-02,2026-03-09,Closed Won,1000,Cid\n"
        ",2026-03-02,2026-03-09,Closed Won,1000,Cid\n"
    )
    found = reading(tmp_path, text)
    assert found.lines.ignored["the same deal at an earlier stage"] == [2, 3]
    assert found.lines.ignored["the same row again"] == [5]
    assert found.deals.created.tolist() == [1.0, 0.0, 8.0, 8.0]
    assert found.deals.closed[1] == 9.0
    assert found.said == (
        "1 rows stand there twice; 1 deals have several rows, of which the last counts",
    )
    assert sum(found.lines.counts) == found.lines.total == 8


def test_dates_far_from_all_others_are_left_out(tmp_path):
    table = rows(300)
    table[7][0], table[9][1], table[9][2] = "1970-01-01", "2099-12-31", "lost"
    found = reading(tmp_path, csv_of(table))
    assert found.left_out == {"a date more than two years from all others": [9, 11]}
    assert found.deals.weeks < 120


def test_days_of_a_spreadsheet_and_seconds_are_dates(tmp_path):
    text = HEAD.replace("\n", "\n") + "46027,46041,Closed Won,1,Ann\n46034,,Proposal,1,Bob\n"
    found = reading(tmp_path, text)
    assert found.deals.closed[0] == 2.0
    assert found.said == ("dates read as days of a spreadsheet: 46053 is 2026-01-31",)
    text = HEAD + "1767571200000,1768780800000,Closed Won,1,Ann\n"
    assert reading(tmp_path, text).deals.closed[0] == 2.0


def test_flags_of_won_and_closed_win_over_stages(tmp_path):
    head = "Created Date,Close Date,Stage,Amount,Opportunity Owner,Won,Closed\n"
    text = head + (
        "2026-01-05,2026-01-19,Signed,1,Ann,true,true\n"
        "2026-01-05,2026-01-19,Dead,1,Ann,false,true\n"
        "2026-01-05,2026-01-19,Our own stage,1,Ann,false,false\n"
        "2026-01-05,2026-01-19,Closed Won,1,Ann,,\n"
    )
    deals = reading(tmp_path, text).deals
    assert deals.is_won.tolist() == [True, False, False, True]
    assert deals.is_lost.tolist() == [False, True, False, False]


def test_exchanged_dates_are_asked_about(tmp_path):
    text = HEAD + "2026-01-19,2026-01-05,Closed Won,1,Ann\n" * 3 + LINES
    assert "are the columns exchanged?" not in str(reading(tmp_path, text).said)
    text = HEAD + "2026-01-19,2026-01-05,Closed Won,1,Ann\n" * 4 + LINES
    assert "are the columns exchanged?" in str(reading(tmp_path, text).said)


def test_words_are_given_a_meaning(tmp_path):
    text = (HEAD + LINES).replace("Closed Lost", "Dead")
    assert reading(tmp_path, text).unknown == {"Dead": 1}
    assert reading(tmp_path, text, kinds={"dead": "lost"}).deals.is_lost.sum() == 1
    with pytest.raises(InputError, match=r"no word of the column 'Owner' says won.*--outcome"):
        reading(tmp_path, HEAD + LINES, columns={"outcome": "Owner", "owner": "Stage"})


def test_no_name_is_in_what_is_read(tmp_path):
    found = reading(tmp_path, (HEAD + LINES).replace("Ann", "Annabel Secret"))
    assert "Secret" not in repr(found)


def test_currencies_are_asked_about_and_one_is_kept(tmp_path):
    text = HEAD + (
        "2026-01-05,2026-01-19,Closed Won,EUR 1000,Ann\n"
        "2026-01-12,2026-03-02,Closed Won,$ 700,Bob\n"
        "2026-01-12,2026-03-02,Closed Won,\u20ac 800,Bob\n"
    )
    with pytest.raises(InputError, match=r"several currencies \(EUR 2, USD 1\).*--currency EUR\?"):
        reading(tmp_path, text)
    found = reading(tmp_path, text, currency="eur")
    assert found.deals.amount[[0, 2]].tolist() == [1000.0, 800.0]
    assert np.isnan(found.deals.amount[1])
    with pytest.raises(InputError, match=r"no amount is in CHF; .* choose of: EUR, USD"):
        reading(tmp_path, text, currency="CHF")


def test_a_column_of_currencies_counts_too(tmp_path):
    text = HEAD.replace("Owner", "Owner,Currency") + (
        "2026-01-05,2026-01-19,Closed Won,1000,Ann,EUR\n"
        "2026-01-12,2026-03-02,Closed Won,700,Bob,usd\n"
    )
    with pytest.raises(InputError, match=r"EUR 1, USD 1"):
        reading(tmp_path, text)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty; export the opportunities again"),
        (b"\n\n", "is empty"),
        (HEAD.encode(), r"has no rows below its head \(line 1\); export it again"),
        (b"2026-01-05,2026-01-19,Closed Won,1,Ann\n", "1: headings are missing"),
        (b"\xd0\xcf\x11\xe0rest", r"an old \(.xls\) or a protected workbook; save it as .xlsx"),
        (b"PK\x03\x04rest", "is a damaged workbook; save it again"),
        (b"a,b\x00\xff\xfe\n", "is neither UTF-8 nor"),
    ],
)
def test_what_is_no_table_is_said_with_the_next_step(tmp_path, content, says):
    with pytest.raises(InputError, match=says):
        reading(tmp_path, content)


def test_what_is_not_there_is_said_with_the_next_step(tmp_path):
    with pytest.raises(InputError, match=r"cannot be read: No such file.*check the name"):
        read(tmp_path / "none.csv")
    (tmp_path / "sales.csv").write_text("a")
    with pytest.raises(InputError, match=r"no file in it has the headings.*there are: sales.csv"):
        read_all(tmp_path)


def test_a_damaged_head_shows_no_name(tmp_path):
    text = "created, cl,Annabel Secret\n" + LINES.replace("Ann", "Annabel Secret")
    with pytest.raises(InputError) as caught:
        reading(tmp_path, text)
    assert "Secret" not in str(caught.value)


def test_many_columns_are_listed_in_part(tmp_path):
    head = ",".join(f"field {n}" for n in range(300)) + "\n"
    with pytest.raises(InputError) as caught:
        reading(tmp_path, head + ",".join("x" * 300) + "\n")
    said = str(caught.value).splitlines()
    assert len(said) == 6
    assert said[-1].endswith("field 11 and 288 more; --guess proposes which is which")
