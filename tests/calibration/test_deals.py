"""A table of opportunities: every line is used, or left out with a reason."""

import numpy as np
import pytest

from analysis.calibration.deals import of_run, read_deals
from analysis.calibration.summaries import SUMMARIES, check_enough, summaries
from sim.core.errors import InputError
from sim.world import NEVER
from tests.analysis.builder import History, code

HEAD = "Created Date,Close Date,Stage,Amount,Owner\n"
LINES = (
    "2026-01-05,2026-01-19,Closed Won,1000,Ann\n"
    "2026-01-12,2026-03-02,Closed Lost,,Bob\n"
    "2026-02-02,2026-06-30,Proposal,500,Ann\n"
)


def table(folder, text, name="deals.csv", **options):
    (folder / name).write_text(text, encoding=options.pop("encoding", "utf-8"))
    return read_deals(folder / name, **options)


def test_dates_become_weeks_since_the_first_deal(tmp_path):
    deals = table(tmp_path, HEAD + LINES)
    assert deals.created.tolist() == [0.0, 1.0, 4.0]
    assert deals.closed[:2].tolist() == [2.0, 8.0]
    assert np.isnan(deals.closed[2])  # a date expected is no date closed
    assert deals.is_won.tolist() == [True, False, False]
    assert deals.is_lost.tolist() == [False, True, False]
    assert np.isnan(deals.amount[1])
    assert deals.owner.tolist() == [0, 1, 0]
    assert deals.weeks == 9.0
    assert deals.refused == {}


def test_every_line_is_used_or_left_out_with_a_reason(tmp_path):
    bad = (
        "2026-01-12,2026-01-05,Closed Won,1,Ann\n"
        "2026-01-12,,Closed Lost,1,Ann\n"
        ",2026-01-12,Closed Won,1,Ann\n"
        "2026-01-12,2026-01-19,Maybe,1,Ann\n"
    )
    deals = table(tmp_path, HEAD + LINES + bad)
    assert deals.refused == {
        "closed before it was created": [5],
        "closed without a date": [6],
        "no date of creation": [7],
        "outcome not known": [8],
    }
    assert len(deals) + sum(map(len, deals.refused.values())) == 7


def test_marks_and_semicolons_of_spreadsheets_are_taken(tmp_path):
    text = (HEAD + LINES).replace(",", ";")
    assert len(table(tmp_path, text, encoding="utf-8-sig")) == 3


def test_a_column_under_another_heading_can_be_named(tmp_path):
    text = (HEAD + LINES).replace("Created Date", "Opened")
    with pytest.raises(InputError, match=r"no column holds created; name it: --column created="):
        table(tmp_path, text)
    assert len(table(tmp_path, text, columns={"created": "opened"})) == 3


def test_other_dates_are_refused_with_file_and_line(tmp_path):
    text = HEAD + LINES + "05/02/2026,2026-03-02,Closed Won,1,Ann\n"
    with pytest.raises(InputError, match=r"deals.csv:5: created: '05/02/2026' is no date as 2026"):
        table(tmp_path, text)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is no table"),
        ("Cr\u00e9\u00e9,b\n1,2\n".encode("latin-1"), "is not UTF-8"),
        (b'a,b\n"1,2\n3,4,5\n', "is no table"),
    ],
)
def test_what_is_no_table_is_one_clear_line(tmp_path, content, says):
    (tmp_path / "x.csv").write_bytes(content)
    with pytest.raises(InputError, match=says) as caught:
        read_deals(tmp_path / "x.csv")
    assert len(str(caught.value).splitlines()) == 1


def test_a_run_keeps_the_deals_of_its_counted_weeks():
    won, lost, still = (
        code("opportunities", "outcome", word) for word in ("won", "no_decision", "open")
    )
    run = History(
        weeks=104,
        tables={
            "opportunities": {
                "opportunity_id": [1, 2, 3, 4],
                "rep_id": [5, 5, 6, 6],
                "outcome": [won, lost, still, won],
                "created_week": [0, 4, 100, -3],
                "closed_week": [6, 9, NEVER, 5],
                "net_value": [90.0, 0.0, 0.0, 7.0],
                "list_value": [100.0, 80.0, 60.0, 7.0],
            }
        },
    )
    deals = of_run(run)
    assert deals.created.tolist() == [0.0, 4.0, 100.0]
    assert deals.amount.tolist() == [90.0, 80.0, 60.0]
    found = dict(zip(SUMMARIES, summaries(deals), strict=True))
    assert found["opened"] == pytest.approx(np.log(3.5 / 2.0))
    assert found["odds"] == 0.0
    assert found["won_middle"] == pytest.approx(np.log(7.0))
    assert found["lost_middle"] == pytest.approx(np.log(6.0))
    assert found["value_won"] == pytest.approx(np.log(90.0 / 80.0))


def test_too_little_data_is_refused_with_a_way_out(tmp_path):
    deals = table(tmp_path, HEAD + LINES)
    with pytest.raises(InputError, match=r"2 closed deals, 1 of them won.*calibrate --facts"):
        check_enough(deals)
