"""The result folder of `audit`: results, verdicts, a specification curve for each claim."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analysis.claims.lived import FOUND
from analysis.claims.words import lines, sentences
from analysis.results.manifest import manifest
from analysis.results.protocol import Results, captions, dictionary_of, paged, picture, write
from analysis.results.store import VERDICTS
from analysis.uncertainty.dictionary import WORLDS
from analysis.words.called import said

if TYPE_CHECKING:
    from analysis.claims.audit import Audit
    from analysis.figures.picture import Picture

OWN = "the measure's"
COLUMNS: dict[str, dict[str, tuple[str, str]]] = {
    "results": {
        "claim": ("text", "the claim"),
        "group": ("word", "kind of challenge"),
        "challenge": ("word", "what was changed in both scenarios"),
        "words": ("text", "the same for people"),
        "measure": ("word", "what was measured; see `measures`"),
        "n": ("count", "pairs"),
        "effect": (OWN, "mean of the left side minus the right side"),
        "ci_low": (OWN, "lower end of the 95 % interval"),
        "ci_high": (OWN, "upper end of the 95 % interval"),
        "base": (OWN, "mean of the right side"),
        "verdict": (
            "word",
            "robust, shifted, fragile, inconclusive, or unmoved: every run the same",
        ),
        "needed": ("count", "pairs that would decide an inconclusive one of the size seen"),
    },
    "verdicts": {
        "claim": ("text", "the claim"),
        "verdict": ("word", "robust, shifted, fragile or inconclusive"),
    },
    "worlds": {
        "claim": ("text", "the claim"),
        "challenge": ("word", "what each pair drew: its market, behaviour, or both"),
        "n": ("count", "worlds in which both sides have a value"),
        "left_above": ("share", "worlds in which the left side is above the right one"),
        **{name: WORLDS["turning"][name] for name in FOUND},
        "sentence": ("text", "the same in words, with what is told from chance alone"),
    },
}
"""Table → column → unit and meaning."""


def write_audit(
    found: Audit, folder: Path, *, overwrite: bool = False, seconds: float = 0.0
) -> Path:
    """Write tables, figures, sentences, scenarios, report, manifest; return the report's path.

    Raises:
        ResultsError: the folder is taken or cannot be written.
    """
    pictures = _curves(found)
    facts = manifest(
        "audit",
        found.scenarios,
        seed=found.seed,
        replicates=found.replicates,
        durations={"runs": seconds},
        extra={
            "claims": [claim.text for claim in found.claims],
            "interrupted": found.interrupted,
            "captions": captions(pictures),
        },
    )
    made = Results(
        facts=facts,
        tables={name: getattr(found, name) for name in COLUMNS},
        dictionary=dictionary_of(COLUMNS),
        pictures=pictures,
        scenarios=found.scenarios,
        texts={VERDICTS: "\n".join(sentences(found)) + "\n"},
        report=paged,
    )
    return write(made, folder, overwrite=overwrite)


def _curves(found: Audit) -> list[Picture]:
    """Return a specification curve for each claim."""
    import pandas as pd

    from analysis.claims.specification import specification_curve

    return [
        picture(
            f"claim-{number}", f"{said(str(claim))}: the effect under every challenge, sorted.",
            specification_curve(part), pd.DataFrame(lines(part)),
        )
        for number, (claim, part) in enumerate(found.results.groupby("claim", sort=False), 1)
    ]  # fmt: skip
