"""Who is in the market: Little's law, geometric waits, lognormal values."""

import numpy as np
import pytest

from tests.theory.harness import (
    SILENT,
    deviation_lies_at,
    history,
    mean_lies_at,
    share_lies_at,
)

pytestmark = pytest.mark.compiled


@pytest.mark.parametrize(("hazard", "patience"), [(0.02, 20), (0.005, 40)])
def test_the_share_in_the_market_is_entries_times_the_time_spent_there(hazard, patience):
    # whole weeks between 1/2 and 3/2 of the mean: patience - 1/2 of them; 1 / hazard weeks outside
    inside = patience - 0.5
    share = inside / (inside + 1.0 / hazard)
    count, accounts = 0, 2400
    for seed in (1, 2, 3):
        world = history(
            *SILENT, f"demand.entry_hazard={hazard}", f"demand.patience={patience}",
            "demand.patience_spread=0.5", "run.weeks=1000", f"market.accounts={accounts}",
            seed=seed,
        )._world  # fmt: skip
        count += int(world.counters[0]["active"])
        assert int((world.accounts["in_market"] == 1).sum()) == world.counters[0]["active"]
    assert share_lies_at(count, 3 * accounts, share), (count, 3 * accounts * share)


@pytest.mark.parametrize("hazard", [0.004, 0.05])
def test_the_wait_for_the_market_is_geometric(hazard):
    weeks, accounts = 120, 5000
    world = history(
        *SILENT, f"demand.entry_hazard={hazard}", "demand.patience=200",
        "demand.patience_spread=0", f"run.weeks={weeks}", f"market.accounts={accounts}",
    )._world  # fmt: skip
    entered = world.accounts["entered_week"][world.accounts["entries"] > 0]
    assert entered.min() >= 1
    for week in (1, 10, 40, weeks - 1):
        count = int((entered <= week).sum())
        assert share_lies_at(count, accounts, 1.0 - (1.0 - hazard) ** week), (week, count)


def test_list_values_are_lognormal_around_the_median_of_their_segment():
    run = history(*SILENT, "market.value_spread=1.2", "market.accounts=5000", "run.weeks=1")
    accounts = run._world.accounts
    medians = [entry["list_value"] for entry in run.scenario.values["market"]["segments"]]
    logs = np.log(accounts["list_value"] / np.array(medians)[accounts["segment"]])
    assert deviation_lies_at(logs, 1.2)
    assert mean_lies_at(logs, 0.0, 1.2)


def test_groups_have_their_mean_size():
    run = history(
        *SILENT, "market.members=6.5", "market.members_power=0", "market.accounts=5000",
        "run.weeks=1",
    )  # fmt: skip
    # one, and twelve more with chance 5.5 / 12 each
    p = 5.5 / 12.0
    assert mean_lies_at(run._world.accounts["members"], 6.5, np.sqrt(12.0 * p * (1.0 - p)))
