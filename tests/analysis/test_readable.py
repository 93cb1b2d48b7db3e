"""Tables of a report: parameters by their titles, numbers with their units."""

from __future__ import annotations

import pandas as pd

from analysis.report.readable import readable
from analysis.wording import SPACE

KEY = "demand.entry_hazard"
OWN = "the measure's"


def test_a_parameter_stands_by_its_title_and_an_effect_in_the_unit_of_its_measure():
    table = pd.DataFrame(
        {
            "measure": ["gross_profit_y3", "gross_profit_y3"],
            "parameter": [KEY, KEY],
            "index": ["mu_star", "ST"],
            "value": [2_000_000.0, 0.25],
            "noise_share": [0.5, 0.5],
        }
    )
    shown = readable(table, {"value": OWN, "noise_share": "share"})
    assert list(shown["parameter"]) == ["accounts that start looking in a year"] * 2
    assert list(shown["value"]) == [f"€2.00{SPACE}M", "0.25"]
    assert list(shown["noise share"]) == [f"50.0{SPACE}%"] * 2


def test_a_column_of_settings_is_headed_by_the_title_and_shows_what_people_say():
    table = pd.DataFrame({KEY: [0.0045], "win_rate_gain": [0.1], "win_rate": [float("nan")]})
    shown = readable(table, {"win_rate_gain": OWN, "win_rate": OWN})
    title = "accounts that start looking in a year"
    assert list(shown.columns) == [title, "win rate gain", "win rate"]
    assert list(shown.iloc[0]) == [f"20.9{SPACE}%", f"10.0{SPACE}%", ""]


def test_two_columns_never_become_one():
    table = pd.DataFrame({"a_b": ["1"], "a b": ["2"]})
    assert list(readable(table, {}).columns) == ["a_b", "a b"]
