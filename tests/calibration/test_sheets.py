"""Workbooks: typed cells, sheets, hidden columns, the same account of lines."""

import zipfile
from datetime import date

import numpy as np
import pytest

from analysis.calibration.reading import read
from analysis.calibration.table import How
from sim.core.errors import InputError
from tests.calibration.exports import csv_of, reading, rows, workbook

HEAD = ["Created Date", "Close Date", "Stage", "Amount", "Owner"]


@pytest.fixture
def book(tmp_path):
    def made(sheets, **options):
        workbook(tmp_path / "deals.xlsx", sheets, **options)
        return tmp_path / "deals.xlsx"

    return made


def test_a_workbook_says_what_the_same_table_says_as_text(tmp_path, book):
    table = rows(200)
    one = read(book({"Deals": [HEAD, *table]}))
    two = reading(tmp_path, csv_of(table))
    for name in ("created", "closed", "amount", "is_won", "is_lost", "owner"):
        assert np.array_equal(
            getattr(one.deals, name),
            getattr(two.deals, name),
            equal_nan=name in ("closed", "amount"),
        )
    assert one.said == ("sheet 'Deals'",)
    assert one.lines.counts == two.lines.counts


def test_lines_are_rows_of_the_sheet_notes_and_blanks_too(book):
    day = date(2026, 1, 5)
    found = read(book({"Sheet1": [
        ["Opportunities of 2026"], [], HEAD,
        [day, date(2026, 1, 19), "Closed Won", 1.125, "Ann"],
        [],
        [day, date(2026, 1, 1), "Closed Won", 7, "Ann"],
        ["soon", date(2026, 1, 19), "Closed Won", 7, "Ann"],
        ["Total", None, None, 14],
    ]}))  # fmt: skip
    assert found.deals.amount.tolist() == [1.125]
    assert found.left_out == {
        "closed before it was created": [6],
        "a date of creation that cannot be read": [7],
    }
    assert found.lines.ignored == {
        "above the head": [1], "blank": [2, 5], "the head": [3], "a total of the report": [8],
    }  # fmt: skip
    assert sum(found.lines.counts) == found.lines.total == 8


def test_the_sheet_is_asked_for_where_there_are_several(book):
    table = [HEAD, *rows(20)]
    path = book({"Deals": table, "Notes": [["x"]], "Empty": []})
    with pytest.raises(InputError, match=r"several sheets.*--sheet NAME\? There are: 'Deals', 'N"):
        read(path)
    assert len(read(path, How(sheet="Deals")).deals) == 20
    with pytest.raises(InputError, match=r"has no sheet 'Deal'; did you mean Deals\?"):
        read(path, How(sheet="Deal"))
    with pytest.raises(InputError, match="its sheets are empty; give the file"):
        read(book({"Empty": []}))


def test_an_empty_sheet_beside_the_table_is_no_question(book):
    assert len(read(book({"Deals": [HEAD, *rows(20)], "Empty": []})).deals) == 20


def test_hidden_columns_are_read_and_said(book):
    found = read(book({"Deals": [HEAD, *rows(20)]}, hidden=("D", "E")))
    assert found.said[1] == "hidden columns read like the others: D, E"
    assert not np.isnan(found.deals.amount).all()


def test_formulas_are_not_evaluated(book):
    found = read(book({"Deals": [HEAD, [date(2026, 1, 5), None, "Proposal", "=1+1", "Ann"]]}))
    assert np.isnan(found.deals.amount).all()  # no program has computed it


def test_a_text_has_no_sheets_and_a_zip_is_no_workbook(tmp_path):
    with pytest.raises(InputError, match="is text and has no sheets; leave out --sheet"):
        reading(tmp_path, csv_of(rows(20)), sheet="Deals")
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as packed:
        packed.writestr("a.txt", "a")
    with pytest.raises(InputError, match="is no workbook that can be read; open and save it"):
        read(tmp_path / "x.xlsx")


def test_without_the_library_it_says_how_to_get_it(book, monkeypatch):
    path = book({"Deals": [HEAD, *rows(20)]})
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"needs openpyxl; install with.*counterpoint\[xlsx\]"):
        read(path)


def test_a_file_that_is_only_called_a_workbook_is_refused(tmp_path):
    (tmp_path / "x.xlsx").write_text("created,closed\n")
    with pytest.raises(InputError, match="is called a workbook and is none"):
        read(tmp_path / "x.xlsx")
