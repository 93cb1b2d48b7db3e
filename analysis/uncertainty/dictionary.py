"""What the columns mean of the tables that drawn worlds add to a result."""

from __future__ import annotations

WORLDS: dict[str, dict[str, tuple[str, str]]] = {
    "worlds": {
        "replicate": ("count", "number of the replicate that drew this world"),
        "<setting>": ("the setting's", "one column per setting drawn, by its dotted key"),
    },
    "turning": {
        "scenario": ("word", "name of the scenario"),
        "baseline": ("word", "what it is compared with"),
        "measure": ("word", "whose paired difference is meant"),
        "setting": ("word", "a setting that was drawn; the most surely telling first"),
        "n": ("count", "worlds in which both have a value"),
        "correlation": ("correlation", "rank correlation (Spearman) with the difference"),
        "p_value": ("share", "two-sided p-value of no correlation"),
        "p_adjusted": ("share", "the same, adjusted by Holm over the settings drawn"),
        "above_low": ("share", "worlds above the baseline in the setting's lowest third"),
        "above_high": ("share", "worlds above the baseline in the setting's highest third"),
    },
}
"""The tables that a comparison with `--worlds` has besides."""
