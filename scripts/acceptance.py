"""Measure whether what is asked of the model's people and markets holds, condition by condition.

`python -m scripts.measured acceptance` takes some ten minutes on two cores.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.runs.collect import collect
from analysis.runs.hours import ROLES
from scripts.incentives import ACCOUNTS_EACH, NAMED_REPLICATES, Incentives, incentives
from scripts.incentives import SEED as PAY_SEED
from scripts.judged import HOLDS, NOT, OPEN, Judged, judged
from scripts.markdown import bold, head, row
from scripts.schemes import BASELINE, MARKETS
from scripts.splits import splits
from scripts.staffing import SEED as STAFF_SEED
from scripts.staffing import Staffed, staffing
from sim import load_scenario
from sim.scenario import shipped
from sim.world.names import RepTask

SEED = 3_100_002
"""Used for nothing else."""
REPLICATES = 60
FEWER = {"velocity": 24}
"""Replicates for splits of the week where a run takes long and luck is small."""
CORNERS = (0.01, 0.6)
WHOLE = 2.5
"""Bands that end above this are shown with one digit."""
JUDGED_IN = "mid_market"
Floats = NDArray[np.float64]
BELIEVABLE = {
    "wins a rep and year": (8.0, 15.0),
    "win rate": (0.2, 0.35),
    "unworked leads": (0.3, 0.7),
    "quarter-end ratio": (1.2, 2.0),
    "churn a year": (0.08, 0.12),
}
"""Measure → the band asked of it in mid_market; about a tenth is read as 8 to 12 %."""
NAMES = ("wins", "win_rate", "unworked_lead_share", "quarter_end_ratio", "gross_retention")
ABOUT = (
    f"{REPLICATES} runs of each firm ({FEWER['velocity']} in velocity for splits of the week), ±",
    f"half a 95 % interval; seeds {SEED} (splits, baseline), {PAY_SEED} (effort) and {STAFF_SEED}",
    "(reps), used for nothing else; made once. *Holds*: all of the interval lies in the band asked",
    "for; *does not*: none of it; *not told*: it reaches both. Elasticities of bookings to buyers",
    "and to hours, and twice the buyers, stand in [signs](signs.md); what an hour is thought to",
    "bring, against what it brings, in [hours](hours.md).",
)
ABOUT_CORNERS = (
    "Hours of a task over those of all tasks and slack, all people of a role, three years, schemes",
    "as they are shipped. Outside: cells whose whole interval lies outside 1 to 60 %.",
)
ABOUT_BASELINE = (
    f"`{BASELINE}`; **bold** is not wholly inside the band asked in {JUDGED_IN}. The ratio of late",
    "to early deals is a mean over runs, which is too high where few deals are won.",
)
ABOUT_RIDING = (
    "Everybody is paid by one revenue that all share (mid_market; three reps for two marketers,",
    f"{ACCOUNTS_EACH} accounts a rep). Effort per head: the part of the week that is not slack.",
    "*No pay varies at all* shows the effort that is left without any, and as elasticity what it",
    "would be if the many gave no more than that. Pay is diluted by the number who share it, and",
    "where none sees whose part is whose a job itself asks less of each (`effort.loafing`).",
)
ABOUT_LEVELS = (
    "The part of pay that varies, for reps and marketers at once; the split is that of hours",
    "worked. A logit takes differences of pull, so where tasks bring unlike amounts, more pay also",
    "sharpens the choice among them.",
)
ABOUT_NAMES = (
    f"{NAMED_REPLICATES} runs each, all result tables but the one that names metrics. Two names",
    "that count the same euros among the same people are one result, whatever a boss is paid by,",
    "and people mind the ups and downs of their pay in all.",
)
ABOUT_STAFF = (
    f"`{BASELINE}` with `run.before=same`; marketers, accounts and references of pay stay where",
    "they are, reps are paid out of profit. Profit over three years knows nothing of what the",
    "customers then won will still bring. **Bold**: the highest mean of several, which looks",
    "better than it is.",
)
TESTED = (
    ("scaling all weights scales all worths alike",
     "`test_scaling_all_pay_scales_all_worths_alike`, `test_scaling_all_pay_scales_all_worths`"),
    ("scaling all weights leaves the order of leads",
     "`test_scaling_all_pay_scales_what_leads_are_worth_and_leaves_their_order`"),
    ("scaling pay for equal tasks moves effort alone",
     "`test_scaling_all_pay_for_equal_tasks_moves_effort_and_not_its_split`"),
    ("the same euros are worth the same whatever they are called",
     ("`test_the_same_euros_are_worth_the_same_under_another_name`, "
      "`test_two_names_of_one_result_give_the_same_bytes`")),
    ("a task whose results are not paid gets only its habit",
     "`test_only_what_is_paid_brings_anything_and_the_rest_keeps_its_habit`"),
    ("with experience the own book says more than the facts",
     "`test_with_experience_the_own_book_says_more_than_the_facts`"),
)  # fmt: skip
"""What tests prove, and their names."""


@dataclass(frozen=True)
class Corner:
    """The share of the week of one task in one scheme and market."""

    scheme: str
    market: str
    share: Judged


def corners() -> dict[tuple[str, str], list[Corner]]:
    """Return the share of the week of every task in all shipped schemes and markets."""
    found: dict[tuple[str, str], list[Corner]] = {}
    for market in MARKETS:
        for scheme in (each.name for each in shipped.summaries() if each.kind == "scheme"):
            week = splits(load_scenario(scheme, market=market), SEED, FEWER.get(market, REPLICATES))
            for role, tasks in ROLES.items():
                for place, task in enumerate(tasks[: RepTask.SLACK]):
                    share = judged(week[role][:, place], CORNERS)
                    found.setdefault((role, task), []).append(Corner(scheme, market, share))
    return found


def extremes(found: dict[tuple[str, str], list[Corner]]) -> list[str]:
    """Return the table of the least and the most of every task, and where."""
    lines = head(["role", "task", "least of the week, %", "where", "most, %", "where", "outside"])
    for (role, task), cells in found.items():
        least = min(cells, key=lambda cell: cell.share.mean)
        most = max(cells, key=lambda cell: cell.share.mean)
        outside = sum(cell.share.so == NOT for cell in cells)
        told: list[str] = []
        for cell in (least, most):
            told += [cell.share.told(".1f", 100.0), f"{cell.scheme}, {cell.market}"]
        lines.append(row([role, task, *told, f"{outside} of {len(cells)}"]))
    return lines


def baselines() -> dict[str, dict[str, Judged]]:
    """Return what is asked of the baseline, in every market."""
    found = {}
    for market in MARKETS:
        base = load_scenario(BASELINE, market=market)
        runs = collect([base], seed=SEED, replicates=REPLICATES, measures=NAMES)
        values = np.array([replicate.runs[0].values for replicate in runs])
        values[:, 0] /= base.values["market"]["reps"]
        values[:, -1] = 1.0 - values[:, -1]
        found[market] = {
            words: judged(column, band)
            for (words, band), column in zip(BELIEVABLE.items(), values.T, strict=True)
        }
    return found


def believed(found: dict[str, dict[str, Judged]]) -> list[str]:
    """Return the table of the baseline; bold lies outside the band of mid_market."""
    lines = head(["measure", "asked in mid_market", *MARKETS])
    for words, (low, high) in BELIEVABLE.items():
        cells = [found[market][words] for market in MARKETS]
        shown = (bold(cell.told(digits(high)), cell.so != HOLDS) for cell in cells)
        lines.append(row([words, f"{low:g} to {high:g}", *shown]))
    return lines


def all_of(verdicts: list[str]) -> str:
    """Return whether all hold, some do not, or some are not told."""
    return NOT if NOT in verdicts else OPEN if OPEN in verdicts else HOLDS


def summary(
    cells: dict[tuple[str, str], list[Corner]], base: dict[str, Judged], pay: Incentives,
    staff: dict[str, Staffed],
) -> list[str]:  # fmt: skip
    """Return the table of conditions."""
    every = [cell.share for task in cells.values() for cell in task]
    told = [100.0 * share.mean for share in every]
    out = sum(share.so == NOT for share in every)
    words = f"{min(told):.2f} to {max(told):.1f} %; {out} of {len(every)} cells outside"
    verdict = all_of([share.so for share in every])
    lines = head(["condition", "asked", "measured", "so"])
    lines.append(row(["each task's share of the week, everywhere", "1 to 60 %", words, verdict]))
    for name, (low, high) in BELIEVABLE.items():
        told_so = base[name].told(digits(high)), base[name].so
        lines.append(row([f"{JUDGED_IN}: {name}", f"{low:g} to {high:g}", *told_so]))
    lines += [row(line) for line in pay.conditions()]
    for market, each in staff.items():
        gain = each.against(each.shipped, each.best)
        more = each.against(each.shipped, each.shipped + 1)
        words = f"best: {each.best}, {gain.told('+.1f')} %; one more: {more.told('+.1f')} %"
        asked = f"{each.shipped} as shipped"
        lines.append(row([f"reps that earn most in {market}", asked, words, each.so]))
    return lines


def digits(most: float) -> str:
    """Return how a value is shown whose band ends at `most`."""
    return ".1f" if most > WHOLE else ".3f"


def acceptance() -> str:
    """Return the page of conditions."""
    cells, base, pay = corners(), baselines(), incentives()
    staff, reps = staffing()
    parts = {
        "Condition by condition": summary(cells, base[JUDGED_IN], pay, staff),
        "No corner": [*ABOUT_CORNERS, "", *extremes(cells)],
        "The baseline": [*ABOUT_BASELINE, "", *believed(base)],
        "Free riding": [*ABOUT_RIDING, "", *pay.riding],
        "The level of pay": [*ABOUT_LEVELS, "", *pay.levels],
        "Names of what is paid": [*ABOUT_NAMES, "", *pay.names],
        "What tests prove": [*head(["what", "tests"]), *(row(pair) for pair in TESTED)],
        "Profit by number of reps": [*ABOUT_STAFF, "", *reps],
    }
    text = [*ABOUT]
    for title, lines in parts.items():
        text += ["", f"## {title}", "", *lines]
    return "\n".join(text)
