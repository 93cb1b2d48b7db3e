"""How many published patterns the shipped firm meets, as last measured.

`python -m scripts.measured patterns` writes the record; `counterpoint patterns` measures it anew,
for any firm.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from analysis.words import called

RECORD = Path(__file__).with_name("recorded.json")


def bands_met() -> str:
    """Return how many published patterns are met, to stand wherever numbers are quoted."""
    found = record()
    scheme, market = called.scheme(found["scenario"]), called.scheme(found["market"])
    return (
        f"Held against what is published, {scheme} in {market} meets "
        f"{found['inside']} of {found['patterns']} bands ({found['replicates']} runs; "
        "counterpoint patterns measures your firm)."
    )


@cache
def record() -> dict[str, Any]:
    """Return the record: scenario, market, replicates, seed, inside, patterns."""
    found: dict[str, Any] = json.loads(RECORD.read_text(encoding="utf-8"))
    return found
