"""Ask the claims of our own findings again: the page on what each of them carries.

Long: `python -m scripts.measured audit` takes half an hour on two cores.
"""

from __future__ import annotations

import math

import pandas as pd

from analysis import wording
from analysis.claims.audit import Audit, audit
from analysis.claims.claims import FRAGILE, OPEN, PLAIN, ROBUST, SAME, SHIFTED, SHIPPED, read_claims
from analysis.claims.words import sentences
from analysis.measures import MEASURES
from scripts.markdown import head, row

REPLICATES = 60
COUNTED = (ROBUST, SHIFTED, FRAGILE, OPEN, SAME)
TABLE = ("claim", "verdict", "left − right, as it stands", *COUNTED)
TURNED = ("group", "challenge", "left − right", "95 % interval", "verdict", "pairs to decide")
FAR = 100_000
"""Pairs beyond which none are named."""


def audited() -> str:
    """Return the page, after asking every claim under every challenge."""
    return text(audit(read_claims(SHIPPED), replicates=REPLICATES))


def text(found: Audit) -> str:
    """Return the page on an audit."""
    lines = [
        f"`counterpoint audit --replicates {found.replicates}`: the claims of",
        "`analysis/claims/findings.yaml`, each with nothing changed and under every challenge",
        "([what is tried, what verdicts mean](../../how-to/audit-a-claim.md)). Columns count",
        "challenges. *Unmoved*: every run is the same as without the challenge, which is no test.",
        "With so many intervals at 95 % a few miss by chance.",
        "",
        *head(TABLE),
    ]
    parts = dict(tuple(found.results.groupby("claim", sort=False)))
    for claim, verdict in found.verdicts.itertuples(index=False):
        part = parts[claim]
        plain = part[part["group"] == PLAIN].iloc[0]
        kinds = part.loc[part["group"] != PLAIN, "verdict"].value_counts()
        counts = [str(kinds.get(kind, 0)) for kind in COUNTED]
        shown = " (".join(_effect(plain)) + ")"
        lines.append(row([f"`{claim}`", verdict, shown, *counts]))
    for claim, part in parts.items():
        lines += ["", f"## {claim}", "", *_said(found, claim), "", *_open(part)]
    return "\n".join(lines)


def _said(found: Audit, claim: str) -> list[str]:
    """Return the sentences of one claim, as a list."""
    told = sentences(found)
    start = next(i for i, line in enumerate(told) if line.startswith(f"{claim}: "))
    after = (i for i in range(start + 1, len(told)) if not told[i].startswith(" "))
    mine = told[start : next(after, len(told))]
    return [f"- {line.removeprefix(f'{claim}: ').strip()}" for line in mine]


def _open(part: pd.DataFrame) -> list[str]:
    """Return a table of the challenges that turn a claim or leave it open."""
    shown = part[part["verdict"].isin((FRAGILE, OPEN)) & (part["group"] != PLAIN)]
    lines = head(TURNED)
    for item in shown.sort_values("verdict", kind="stable").to_dict("records"):
        needed = float(item["needed"])
        pairs = "" if math.isnan(needed) else f"{needed:,.0f}" if needed < FAR else "out of sight"
        lines.append(
            row([item["group"], item["challenge"], *_effect(item), item["verdict"], pairs])
        )
    return lines if len(shown) else ["Every challenge that moves anything is decided, and holds."]


def _effect(item: pd.Series | dict[str, object]) -> tuple[str, str]:
    """Return an effect and its interval in words."""
    measure = MEASURES[str(item["measure"])]
    base = item["base"]
    effect = wording.difference(item["effect"], base, measure)
    return effect, wording.span(item["ci_low"], item["ci_high"], base, measure)
