"""A firm by arithmetic in place of runs, so that the fit is tested whatever the model does."""

from __future__ import annotations

import numpy as np

from analysis.runs.firm import Simulated


def firm_facts(scenario, replicates, *, seed=1, workers=2):
    """Return facts that follow from parameters alone, with an error of 2 %."""
    del workers, seed
    values = scenario.values
    market, group = values["market"], values["buying_group"]
    entering = market["accounts"] * values["demand"]["entry_hazard"] * 52.0
    ends = group["rival_base"] + values["closing"]["kill"]
    rate = 1.0 / (1.0 + 8.0 * ends)
    weeks = 3.0 / (group["gain"] + group["decay"])
    mean = {
        "leads": 3e4 * sum(values["campaigns"]["rate_in"].values()),
        "won": 0.5 * entering * rate,
        "win_rate": rate,
        "cycle": weeks,
        "deal": 2.0 * float(np.mean([item["list_value"] for item in market["segments"]])),
        "customers": market["accounts"] * market["customers"],
    }
    assert len(replicates) >= 3
    return Simulated(mean, {key: 0.02 * value for key, value in mean.items()})
