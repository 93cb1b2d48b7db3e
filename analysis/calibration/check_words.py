"""What a check of a fit says, in cells of a table and in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.calibration.heldout_words import where
from analysis.calibration.told import KNOWN

if TYPE_CHECKING:
    from analysis.calibration.check import Check

HEADS = ("statistic", "table", "runs", "50 % interval", "90 % interval", "inside?")


def sentences(found: Check) -> list[str]:
    """Return how many statistics of the table lie inside what runs of the fit say."""
    of_50, of_90 = found.inside
    first = (
        f"Whole table beside {found.runs} runs of draws of the fit: {of_90} of {len(found.lines)} "
        f"statistics lie inside the 90 % interval and {of_50} inside that of 50 %; in these runs "
        f"themselves {found.expected[1]:.1f} and {found.expected[0]:.1f} do."
    )
    said = [first]
    outside = [f"{KNOWN[line.key][0]} ({where(line)[4:]})" for line in found.lines
               if not line.inside[1]]  # fmt: skip
    if outside:
        said.append(f"Outside of 90 %: {', '.join(outside)}.")
    return said


def content(found: Check) -> dict[str, Any]:
    """Return a check as JSON has it."""
    return {
        "runs": found.runs,
        "statistics": [
            {
                "key": line.key,
                "meaning": KNOWN[line.key][0],
                "table": line.observed,
                "median": line.middle,
                "interval_50": list(line.ends[0]),
                "interval_90": list(line.ends[1]),
                "inside_50": line.inside[0],
                "inside_90": line.inside[1],
                "runs_vary": not line.is_fixed,
            }
            for line in found.lines
        ],
        "inside_50": found.inside[0],
        "inside_90": found.inside[1],
        "expected_50": found.expected[0],
        "expected_90": found.expected[1],
        "said": sentences(found),
    }
