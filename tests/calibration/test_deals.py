"""Deals of a run, and what a table must hold for a fit."""

import numpy as np
import pytest

from analysis.calibration.deals import of_run
from analysis.calibration.summaries import SUMMARIES, check_enough, summaries
from sim.core.errors import InputError
from sim.world.vectors import NEVER
from tests.analysis.builder import History, code
from tests.calibration.exports import HEAD, LINES, csv_of, reading, rows


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
    deals = reading(tmp_path, HEAD + LINES).deals
    with pytest.raises(
        InputError, match=r"2 closed deals, 1 of them won.*calibrate --win-rate 50%"
    ):
        check_enough(deals)
    open_ones = reading(tmp_path, HEAD + LINES.splitlines()[2] + "\n").deals
    with pytest.raises(InputError, match=r"no deal of it is closed.*calibrate --facts"):
        check_enough(open_ones)
    table = csv_of(rows(40)[::2])
    with pytest.raises(InputError, match=r"--won .* --win-rate .*% --cycle .* --deal .*--leads"):
        check_enough(reading(tmp_path, table).deals)
