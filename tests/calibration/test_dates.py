"""Dates in any order are read where it is proven, else the question is asked."""

import numpy as np
import pytest

from analysis.calibration.reading import read
from analysis.calibration.table import How
from sim.core.errors import InputError

HEAD = "engage_date,close_date,deal_stage,close_value,sales_agent\n"


def table(folder, lines, **options):
    file = folder / "pipeline.csv"
    file.write_text(HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return read(file, How(**options))


def test_days_above_twelve_prove_an_order_and_it_is_said(tmp_path):
    found = table(tmp_path, ["20-10-16,01-03-17,Won,10,Ann", "03-11-16,,Engaging,,Bob"])
    deals = found.deals
    assert deals.created.tolist() == [0.0, 2.0]
    assert deals.closed[0] == pytest.approx(132 / 7)
    assert found.said == ("dates read as day, month, year: 20-10-16 is 2016-10-20",)


@pytest.mark.parametrize(
    ("text", "order"), [("1/31/2026", "mdy"), ("31.1.2026", "dmy"), ("2026/1/31", "ymd")]
)
def test_each_order_and_mark_is_read(tmp_path, text, order):
    deals = table(tmp_path, [f"{text},,Engaging,,Ann", f"{text},{text},Won,1,Ann"]).deals
    assert deals.closed[1] == 0.0
    told = table(tmp_path, [f"{text},,Engaging,,Ann"], order=order)
    assert "2026-01-31" in told.said[0]


def test_deals_that_would_close_before_they_began_prove_an_order_too(tmp_path):
    lines = [f"2{n}-10-16,0{n + 1}-03-17,Won,1,Ann" for n in range(8)]
    assert "day, month, year" in table(tmp_path, lines).said[0]


def test_two_readings_are_asked_about_and_the_answer_is_taken(tmp_path):
    lines = ["05/02/2026,06/03/2026,Won,1,Ann"]
    with pytest.raises(InputError) as caught:
        table(tmp_path, lines)
    said = str(caught.value)
    assert "which day is 05/02/2026: 2026-02-05 (--date-order dmy), 2026-05-02" in said
    assert len(said.splitlines()) == 1
    assert table(tmp_path, lines, order="dmy").deals.closed[0] == pytest.approx(29 / 7)
    assert table(tmp_path, lines, order="mdy").deals.closed[0] == pytest.approx(32 / 7)


def test_orders_that_change_within_a_file_are_refused_with_lines(tmp_path):
    lines = ["31/01/2026,,Engaging,,Ann", "01/31/2026,,Engaging,,Ann"]
    with pytest.raises(InputError, match=r"pipeline.csv:2: created: '31/01/2026' can only be day"):
        table(tmp_path, lines)
    with pytest.raises(InputError, match=r"no date in the order day, month, year(.|\n)*leave out"):
        table(tmp_path, lines, order="dmy")


def test_a_column_with_both_kinds_of_dates_is_refused_and_two_columns_are_not(tmp_path):
    lines = ["2026-01-05,,Engaging,,Ann", "31/01/2026,,Engaging,,Ann"]
    with pytest.raises(
        InputError, match=r"3: created: '31/01/2026' can only (.|\n)*export it again"
    ):
        table(tmp_path, lines)
    found = table(tmp_path, ["2026-01-05,26/01/2026,Won,1,Ann", "2026-01-05,05/02/2026,Won,1,Bob"])
    assert found.deals.closed.tolist() == pytest.approx([3.0, 31 / 7])


@pytest.mark.parametrize(
    ("first", "second"),
    [("5-Jan-26", "9-M\u00e4r-26"), ("Jan 5, 2026", "Mar 9, 2026"), ("5 ene 2026", "9 marzo 2026"),
     ("05. Januar 2026", "9. M\u00e4rz 2026"), ("5 janv. 2026", "9 mars 2026 10:30"),
     ("5/gen/2026", "9/mar/2026"), ("January 5 2026", "2026-03-09")],
)  # fmt: skip
def test_months_in_words_need_no_order(tmp_path, first, second):
    found = table(tmp_path, [f'"{first}","{second}",Won,1,Ann'])
    assert found.deals.closed.tolist() == [9.0]


def test_an_order_that_is_told_does_not_touch_dates_that_are_clear(tmp_path):
    found = table(tmp_path, ["2026-01-31,2026-02-07,Won,1,Ann"], order="dmy")
    assert found.deals.closed[0] == 1.0


def test_a_run_with_dates_begins_at_its_own_week_0(tmp_path):
    folder = tmp_path / "run"
    folder.mkdir()
    text = "created_week,closed_week,outcome,list_value,rep_id\n"
    text += "2026-01-05,2026-02-02,won,10,1\n2025-12-29,2026-02-02,won,10,1\n"
    (folder / "opportunities.csv").write_text(text.replace("2026-01-05", "2026-01-19"))
    assert read(folder / "opportunities.csv").deals.created.tolist() == [3.0, 0.0]
    (folder / "manifest.json").write_text('{"dates": "2026-01-05"}')
    found = read(folder / "opportunities.csv")
    deals = found.deals
    assert deals.created.tolist() == [2.0]
    assert deals.closed.tolist() == [4.0]
    assert found.left_out == {"created before week 0": [3]}
    assert not np.isnan(deals.amount).any()


def test_days_first_and_months_first_in_one_file_are_shown_beside_each_other(tmp_path):
    with pytest.raises(InputError) as caught:
        table(tmp_path, ["16/07/2021,17/08/2021,Won,1,Ann", "06/20/2021,07/21/2021,Won,1,Ann"])
    assert "2: created: '16/07/2021' can only be day, month, year" in str(caught.value)
    assert "3: created: '06/20/2021' can only be month, day, year" in str(caught.value)
    assert "the rest may be either" in str(caught.value)
