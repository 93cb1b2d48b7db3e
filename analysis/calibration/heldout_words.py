"""What a prediction of the part left out says, in cells of a table and in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.calibration.books import MEANINGS
from analysis.calibration.told import KNOWN, cell

if TYPE_CHECKING:
    from analysis.calibration.prediction import Line, Prediction

HEADS = ("left out", "observed", "predicted", "80 % interval", "90 % interval", "inside?")
FIXED = "runs never vary"
USUAL = (
    "So the fit describes what came after about as well as it describes runs of its own: nothing "
    "here speaks against it for a period like this one."
)
UNUSUAL = (
    "So what came after is not what the fit expects: the firm or its market changed, or something "
    "moves them that the model does not hold (it knows no seasons and no trend of its own). Do not "
    "rely on the fit for what lies outside."
)

ALREADY = (
    "The first part already lies outside of what runs near it do, in {names}: such a fit is no "
    "description of this firm, whatever came after; start from another firm or market."
)


def row(line: Line) -> tuple[str, ...]:
    """Return a line under `HEADS`."""
    key = line.key
    ends = [
        FIXED if line.is_fixed else f"{cell(key, low)} to {cell(key, high)}"
        for low, high in line.ends
    ]
    first = (KNOWN[key][0], cell(key, line.observed), cell(key, line.middle))
    return (*first, *ends, where(line))


def where(line: Line) -> str:
    """Return where the table lies: inside of which interval, or on which side of both."""
    if line.is_fixed and line.inside[1]:
        return "the same"
    if line.inside[1]:
        return "yes" if line.inside[0] else "of 90 % only"
    return "no, above" if line.observed > line.ends[1][1] else "no, below"


def sentences(found: Prediction) -> list[str]:
    """Return what was done, how many statistics lie inside, and what that means."""
    cut, (known, later) = found.cut, found.deals
    lines, (of_80, of_90) = found.lines, found.inside
    done = (
        f"Fit again on weeks 0 to {cut.week - 1} alone, to the {known:,} deals known then; weeks "
        f"{cut.week} to {cut.end - 1} ({cut.share:.0%}) were left out: {later:,} deals open then "
        f"or created since. {found.runs:,} runs of that fit, continued, predict them."
    )
    meaning = UNUSUAL if found.is_surprising else "" if found.fit.strange else USUAL
    meant = (
        f"{of_90} of {len(lines)} statistics lie inside their 90 % interval and {of_80} inside "
        f"that of 80 %; in runs of the fitted market itself {found.expected[1]:.1f} and "
        f"{found.expected[0]:.1f} do, and {found.as_few:.0%} of these runs have {of_90} or fewer "
        f"inside that of 90 %. {meaning}"
    ).rstrip()
    said = [done, meant]
    outside = [f"{KNOWN[line.key][0]} ({where(line)[4:]})" for line in lines if not line.inside[1]]
    if outside:
        said.append(f"Outside: {', '.join(outside)}.")
    if found.fit.strange:
        names = ", ".join(MEANINGS[key] for key in found.fit.strange)
        said.append(ALREADY.format(names=names))
    if found.dropped:
        names = ", ".join(KNOWN[key][0] for key in found.dropped)
        said.append(f"Not compared, for the table says too little of it: {names}.")
    return said


def content(found: Prediction) -> dict[str, Any]:
    """Return a prediction as JSON has it."""
    return {
        "first_week_left_out": found.cut.week,
        "weeks": found.cut.end,
        "deals_known": found.deals[0],
        "deals_left_out": found.deals[1],
        "runs": found.runs,
        "statistics": [
            {
                "key": line.key,
                "meaning": KNOWN[line.key][0],
                "observed": line.observed,
                "predicted": line.middle,
                "interval_80": list(line.ends[0]),
                "interval_90": list(line.ends[1]),
                "inside_80": line.inside[0],
                "inside_90": line.inside[1],
                "runs_vary": not line.is_fixed,
            }
            for line in found.lines
        ],
        "inside_80": found.inside[0],
        "inside_90": found.inside[1],
        "expected_80": found.expected[0],
        "expected_90": found.expected[1],
        "as_few_or_fewer": found.as_few,
        "surprising": found.is_surprising,
        "not_compared": list(found.dropped),
        "said": sentences(found),
    }
