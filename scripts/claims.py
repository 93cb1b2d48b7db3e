"""Ask the claims of our own findings again: the page on what each of them carries.

Long: `python -m scripts.measured audit` takes half an hour on two cores.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate

import pandas as pd

from analysis.claims.audit import Audit, audit
from analysis.claims.claims import FRAGILE, OPEN, PLAIN, ROBUST, SAME, SHIFTED, SHIPPED, read_claims
from analysis.claims.words import sentences
from analysis.measures import MEASURES
from analysis.words import wording
from scripts.markdown import head, row

PAIRS = ((2, 60), (4, 20), (1, 30), (1, 12))
"""So many claims of the file, and pairs for each of their challenges; fewer where runs are long."""
COUNTED = (ROBUST, SHIFTED, FRAGILE, OPEN, SAME)
TABLE = ("claim", "verdict", "left − right, as it stands", "pairs", *COUNTED)
OPENED = ("group", "challenge", "left − right", "95 % interval", "verdict", "pairs to decide")
FAR = 100_000
"""Pairs beyond which none are named."""


def audited() -> str:
    """Return the page, after asking every claim under every challenge."""
    claims = read_claims(SHIPPED)
    ends = [*accumulate(number for number, _pairs in PAIRS)]
    return text([
        audit(claims[end - number : end], replicates=pairs)
        for end, (number, pairs) in zip(ends, PAIRS, strict=True)
    ])  # fmt: skip


def text(audits: Sequence[Audit]) -> str:
    """Return the page on audits."""
    lines = [
        "The claims of `analysis/claims/findings.yaml`, as `counterpoint audit --replicates PAIRS`",
        "asks them: each with nothing changed and under every challenge ([what is tried, what",
        "verdicts mean](../../how-to/audit-a-claim.md)). The last five columns count challenges.",
        "*Unmoved*: every run is the same as without the challenge, which is no test. With so many",
        "intervals at 95 % a few miss by chance.",
        "",
        *head(TABLE),
    ]
    for found in audits:
        lines += [_counted(found, *each) for each in found.verdicts.itertuples(index=False)]
    for found in audits:
        for claim, part in found.results.groupby("claim", sort=False):
            told = _said(found, str(claim))
            lines += ["", f"## {claim}", "", *told, "", *_open(part)]
    return "\n".join(lines)


def _counted(found: Audit, claim: str, verdict: str) -> str:
    """Return the line of a claim in the table of all."""
    part = found.results[found.results["claim"] == claim]
    is_plain = part["group"] == PLAIN
    kinds = part.loc[~is_plain, "verdict"].value_counts()
    effect, interval = _effect(part[is_plain].iloc[0])
    counts = [str(kinds.get(kind, 0)) for kind in COUNTED]
    return row([f"`{claim}`", verdict, f"{effect} ({interval})", str(found.replicates), *counts])


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
    lines = head(OPENED)
    for _place, item in shown.sort_values("verdict", kind="stable").iterrows():
        needed = float(item["needed"])
        pairs = "" if math.isnan(needed) else f"{math.ceil(needed):,}"
        pairs = pairs if math.isnan(needed) or needed < FAR else "out of sight"
        cells = (str(item["group"]), str(item["challenge"]), *_effect(item), str(item["verdict"]))
        lines.append(row([*cells, pairs]))
    return lines


def _effect(item: pd.Series) -> tuple[str, str]:
    """Return an effect and its interval in words."""
    measure, base = MEASURES[str(item["measure"])], float(item["base"])
    effect = wording.difference(float(item["effect"]), base, measure)
    return effect, wording.span(float(item["ci_low"]), float(item["ci_high"]), base, measure)
