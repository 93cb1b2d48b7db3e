"""Tables of a report: parameters by their titles, numbers with their units."""

from __future__ import annotations

import pandas as pd

from analysis.results.readable import folded, readable, turned
from analysis.words.wording import SPACE

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


def test_what_all_rows_share_is_said_once_above_the_table():
    table = pd.DataFrame({"market": ["m", "m"], "value": ["1", "2"]})
    assert folded(table)[1] == "market: m"
    assert list(folded(table)[0].columns) == ["value"]
    assert folded(table.head(1))[1] == ""


def test_a_table_of_many_columns_stands_on_its_side_and_loses_no_cell():
    wide = pd.DataFrame({"name": ["a", "b"]} | {f"x{n}": [f"{n}a", f"{n}b"] for n in range(20)})
    tall = turned(wide)
    assert sorted(tall[["a", "b"]].to_numpy().ravel()) == sorted(
        wide.iloc[:, 1:].to_numpy().ravel()
    )
    assert tall.loc[tall["name"] == "x7", "b"].item() == "7b"
    assert turned(wide.iloc[:, :5]).equals(wide.iloc[:, :5])
