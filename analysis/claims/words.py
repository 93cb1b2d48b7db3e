"""What an audit says: a verdict per claim, and what would have to be true for it to fail."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from analysis.claims.claims import FRAGILE, OPEN, PLAIN, ROBUST, SAME, SHIFTED
from analysis.measures import MEASURES
from analysis.words import wording

if TYPE_CHECKING:
    import pandas as pd

    from analysis.claims.audit import Audit

NAMED = 6
"""Challenges that a sentence names."""
SAYS = {
    ROBUST: "robust wherever it is decided",
    SHIFTED: "robust in its sign wherever it is decided, shifted in its size in places",
    FRAGILE: "fragile: there are assumptions under which the opposite is true",
    OPEN: "inconclusive: these runs cannot tell even as it stands",
}
DIFFER = "fragile: there are assumptions under which they differ"
"""Of a claim that there is no difference."""


DRAWN = {
    "market": "Each pair in a market of its own",
    "behaviour": "Each pair with people of its own",
    "both": "Each pair with market and people of its own",
}
"""Challenge that draws worlds → what its sentence begins with."""


def sentences(found: Audit) -> list[str]:
    """Return for every claim its verdict, and what would have to be true for it to fail."""
    said = []
    for row in found.verdicts.to_dict("records"):
        part = found.results[found.results["claim"] == row["claim"]]
        is_equal = " = " in row["claim"] and row["verdict"] == FRAGILE
        verdict = f"{DIFFER if is_equal else SAYS[row['verdict']]} ({counted(part)})"
        said += [f"{row['claim']}: {verdict}.", f"  {to_fail(part)}"]
        lives = found.worlds[found.worlds["claim"] == row["claim"]].to_dict("records")
        said += [f"  {DRAWN[each['challenge']]}: {each['sentence']}" for each in lives]
    return said


def counted(part: pd.DataFrame) -> str:
    """Return how many challenges got which verdict, without what the claim is as it stands."""
    kinds = part.loc[part["group"] != PLAIN, "verdict"].value_counts()
    shown = [f"{int(kinds.get(kind, 0))} {kind}" for kind in (ROBUST, SHIFTED, FRAGILE, OPEN)]
    moving, same = int(kinds.drop(SAME, errors="ignore").sum()), int(kinds.get(SAME, 0))
    tail = f"; {same} more without effect" if same else ""
    return f"challenges: {moving}, of which {', '.join(shown)}{tail}"


def to_fail(part: pd.DataFrame) -> str:
    """Return what would have to be true for a claim to fail, from its rows."""
    rows = part.to_dict("records")
    asked = [row for row in rows if row["group"] != PLAIN and row["verdict"] != SAME]
    turned = [row for row in asked if row["verdict"] == FRAGILE]
    undecided = [row for row in asked if row["verdict"] == OPEN]
    if any(row["verdict"] == FRAGILE and row["group"] == PLAIN for row in rows):
        first = f"It fails as it stands, and with {len(turned)} of {len(asked)} challenges."
    elif turned:
        first = f"For it to fail it is enough to have {_names(turned)}."
    else:
        first = "Nothing tried turns it round."
    tail = f" Not decided with {_names(undecided)}." if undecided else ""
    return first + tail


def lines(part: pd.DataFrame) -> list[dict[str, str]]:
    """Return the lines of the table of one claim."""
    result = []
    for row in part.to_dict("records"):
        measure = MEASURES[str(row["measure"])]
        needed = float(row["needed"])
        result.append(
            {
                "group": str(row["group"]),
                "challenge": str(row["challenge"]),
                "effect": wording.difference(row["effect"], row["base"], measure),
                "interval": wording.span(row["ci_low"], row["ci_high"], row["base"], measure),
                "n": str(row["n"]),
                "verdict": str(row["verdict"]) + _needs(needed),
            }
        )
    return result


def _needs(needed: float) -> str:
    if math.isnan(needed):
        return ""
    return " (out of sight)" if needed > 1e5 else f" (about {math.ceil(needed):,} would decide)"


def _names(rows: list[dict[Any, Any]]) -> str:
    names = [str(row["words"]) for row in rows[:NAMED]]
    more = len(rows) - len(names)
    return "; or ".join(names) + (f"; or {more} more" if more else "")
