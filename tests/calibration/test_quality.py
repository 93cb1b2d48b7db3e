"""Each finding where it was planted, and not in sales that look like sales."""

import json
from datetime import date, timedelta

import numpy as np
import pytest

from analysis.calibration.data_report import content, data_report, line_rows
from analysis.calibration.ledger import Ledger
from analysis.calibration.quality import Finding
from analysis.calibration.quality_sales import all_findings
from tests.calibration.exports import START, csv_of, reading, rows


def found(folder, table):
    """Return findings by key."""
    return {each.key: each for each in all_findings(reading(folder, csv_of(table)))}


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return found(tmp_path_factory.mktemp("plain"), rows(1200))


def test_sales_that_look_like_sales_are_not_called_odd(plain):
    assert [key for key, each in plain.items() if each.group == "unlike"] == []
    assert {"open", "none"} >= set(plain) - {"stale", "immature", "same_day"}
    assert "right-censored" in plain["open"].said


def test_a_gap_is_found(tmp_path):
    table = [row for row in rows(1200) if not date(2024, 6, 1) <= row[0] < date(2024, 9, 1)]
    said = found(tmp_path, table)["gaps"].said
    assert said.startswith("No deal was created for 13 weeks from 2024-05-31")


def test_same_day_and_backwards_are_counted_with_lines(tmp_path, plain):
    table = rows(400)
    closed = [n for n, row in enumerate(table) if row[1]]
    for n in closed[:30]:
        table[n][1] = table[n][0]
    for n in closed[30:40]:
        table[n][1] = table[n][0] - timedelta(days=3)
    every = found(tmp_path, table)
    assert every["same_day"].count == 30 + plain.get("same_day", Finding("", "", "", 0, 0)).count
    assert every["same_day"].lines[0] == closed[0] + 2
    assert every["back_dated"].count == 10
    assert every["back_dated"].lines == tuple(n + 2 for n in closed[30:40])


def month_end(day):
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def test_closing_dates_that_a_crm_proposes_are_found(tmp_path, plain):
    table = rows(400)
    for row in table[:120]:
        row[1], row[2] = month_end(row[0]), "lost"
    every = found(tmp_path, table)
    assert every["month_of_creation"].count >= 120
    assert "HubSpot" in every["month_of_creation"].said
    assert every["month_end"].count >= 120
    assert "Salesforce" in every["month_end"].said
    assert not {"month_of_creation", "month_end"} & set(plain)


def test_imports_and_clean_ups_are_found_with_their_days(tmp_path):
    table = rows(400)
    for row in table[:60]:
        row[0] = START
    for row in [row for row in table if row[1]][-70:]:
        row[1], row[2] = date(2025, 12, 30), "lost"
    every = found(tmp_path, table)
    assert "60 of 400 deals were created on 2024-01-01" in every["bulk_created"].said
    assert "on 2025-12-30" in every["bulk_closed"].said


def test_amounts_missing_round_repeated_and_enormous_are_found(tmp_path):
    table = rows(400)
    for n, row in enumerate(table):
        row[3] = None if n < 20 else 0 if n < 50 else 5000 if n < 150 else round(row[3], -3) or 1000
    table[200][3] = 90_000_000
    every = found(tmp_path, table)
    assert every["none"].count == 50
    assert "30 of them 0 or less" in every["none"].said
    assert every["round"].count >= 300
    assert "amounts are 5,000" in every["repeated"].said
    assert every["enormous"].lines == (202,)


def test_a_table_chosen_by_day_of_closing_is_found(tmp_path):
    table = [row for row in rows(1200) if not row[1] or row[1] >= date(2024, 7, 1)]
    said = found(tmp_path, table)["truncated"].said
    assert "left-truncated" in said
    assert said.startswith("0 deals closed in the first ")


def test_records_that_begin_by_and_by_are_found(tmp_path):
    table = rows(1200)
    table = [row for n, row in enumerate(table) if n % 4 == 0 or row[0] > date(2024, 7, 1)]
    assert "the first 24 weeks" in found(tmp_path, table)["edges"].said


def spoiled(change):
    """Return rows of which each closed one is changed: by luck, row."""
    luck = np.random.default_rng(3)
    table = rows(1500, seed=4)
    for row in table:
        if row[1]:
            change(luck, row)
    return table


def test_equal_lengths_and_missing_tails_are_found(tmp_path):
    def even(luck, row):
        row[1] = row[0] + timedelta(days=int(luck.integers(1, 91)))

    every = found(tmp_path, spoiled(even))
    assert "All lengths between 1 and 90 days are about equally likely" in every["uniform"].said
    assert "no deal took longer than 90 days" in every["no_tail_of_lengths"].said


def test_amounts_without_a_tail_are_found(tmp_path):
    def even(luck, row):
        row[3] = float(luck.uniform(1000, 2000))

    assert "no deal won is above 1,99" in found(tmp_path, spoiled(even))["no_tail_of_amounts"].said


def test_one_outcome_and_one_owner_are_found(tmp_path):
    def same(luck, row):
        row[2], row[4] = "lost" if luck.random() < 5 / 87 else "won", "Somebody"

    every = found(tmp_path, spoiled(same))
    assert "closed deals are won (9" in every["one_outcome"].said
    assert "One owner has" in every["one_owner"].said
    assert "Somebody" not in str(every)


def test_people_who_are_all_alike_and_weekends_are_found(tmp_path):
    def dice(luck, row):
        row[1] = row[0] + timedelta(days=int(luck.integers(1, 8)) + 7 * int(luck.exponential(5)))
        row[2] = "won" if luck.random() < 0.3 else "lost"

    every = found(tmp_path, spoiled(dice))
    assert "no more apart than luck makes equals" in every["all_alike"].said
    assert 0.2 < every["weekends"].count / every["weekends"].of < 0.35


def test_outcomes_that_follow_the_calendar_are_found(tmp_path):
    def quarter(luck, row):
        row[2] = "won" if luck.random() < (0.8 if row[1].month % 3 == 0 else 0.3) else "lost"

    assert "outcomes follow the calendar" in found(tmp_path, spoiled(quarter))["by_month"].said


def test_tables_of_weeks_are_not_asked_for_days(tmp_path):
    text = "created,closed,outcome,amount,owner\n"
    text += "".join(f"{n % 50},{n % 50},won,{n},{n % 3}\n" for n in range(200))
    keys = {each.key for each in all_findings(reading(tmp_path, text))}
    assert not keys & {"same_day", "weekends", "bulk_created", "month_end"}


def test_the_report_adds_up_and_holds_no_name(tmp_path):
    table = rows(300)
    table[3][2], table[4][0] = "Perhaps", "soon"
    table[5][4] = "<b>Evelina</b> & Söhne"
    made = reading(tmp_path, "Made on Monday\n" + csv_of(table) + "\nGrand Total,,,5,\n")
    ledger = Ledger(tmp_path / "deals.csv", made, {})
    shown = line_rows(made.lines)
    assert (
        sum(int(count.replace(",", "")) for _, count, _ in shown[:-1]) == int(shown[-1][1]) == 304
    )
    html = data_report("deals.csv", ledger, [("version", "1")])
    plain = content(ledger)
    for text in (html, json.dumps(plain)):
        assert "Person 1" not in text
        assert "Evelina" not in text
    assert plain["lines"]["read"] + plain["lines"]["refused"] + plain["lines"]["ignored"] == 304
    assert plain["outcomes_not_known"] == {"Perhaps": 1}
    assert "--outcome &#34;Perhaps=KIND&#34; (KIND: won, lost or open)" in html
    assert "<script" not in html
    assert "http" not in html.split("</style>")[1]
