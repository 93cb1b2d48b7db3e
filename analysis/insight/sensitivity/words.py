"""What moves an outcome, as sentences."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from analysis.insight.sensitivity.noise import Noise
from analysis.measures import named
from analysis.parameters.axes import NAMED, joined
from analysis.words import wording
from analysis.words.called import scheme
from analysis.words.titles import titles

NEGLIGIBLE = 0.001
"""Part of the largest effect below which one moves nothing, however surely it is told from luck."""
KINDS = {"ST": "total effect", "mu_star": "mean absolute effect"}


def subject(measure: str, scenario: str, baseline: str) -> str:
    """Return what a finding is about.

    >>> subject("win_rate", "b", "a")
    'Win rate, b minus a'
    """
    name = wording.title(measure)
    if not baseline:
        return f"{name} under {scheme(scenario)}"
    return f"{name}, {scheme(scenario)} minus {scheme(baseline)}"


def sensitivity_sentences(
    measure: str,
    scenario: str,
    baseline: str,
    noise: Noise,
    rows: Sequence[dict[str, Any]],
    index: str,
) -> list[str]:
    """Return what the indices of one outcome say: first what matters, then the noise."""
    about = subject(measure, scenario, baseline)
    if noise.is_constant:
        return [f"{about}: never varies; every run has the same value."]
    if not rows:
        return [f"{about}: the same at every point; none of the parameters moves it."]
    ranked = [row for row in rows if row["index"] == index]
    largest = max((float(row["value"]) for row in ranked), default=0.0)
    clear = [
        row
        for row in ranked
        if row["flag"] in ("clear", "noise unknown") and row["value"] >= NEGLIGIBLE * largest
    ]
    first = _leaders(about, measure, clear, len(ranked), index)
    return [first, f"{about}: {_noise_sentence(noise)}"]


def _leaders(
    about: str, measure: str, clear: Sequence[dict[str, Any]], total: int, index: str
) -> str:
    if not clear:
        return f"{about}: noise swamps it; of {total} parameters none of weight stands clear of it."
    names = titles(str(row["parameter"]) for row in clear)
    shown = [
        f"{names[row['parameter']]} ({KINDS[index]} {_value(row['value'], measure, index)}, "
        f"{_value(row['ci_low'], measure, index)} to {_value(row['ci_high'], measure, index)})"
        for row in clear[:NAMED]
    ]
    verb = "moves" if len(shown) == 1 else "move"
    count = "1 stands" if len(clear) == 1 else f"{len(clear)} stand"
    where = "clear of noise"
    if any(row["flag"] == "noise unknown" for row in clear):
        where = "above zero, but what noise gives is not known"
    return f"{about}: {joined(shown)} {verb} it most; {count} {where}, of {total}."


def _value(value: float, measure: str, index: str) -> str:
    return f"{value:.2f}" if index == "ST" else wording.amount(value, named(measure).unit)


def _noise_sentence(noise: Noise) -> str:
    if math.isnan(noise.share):
        return (
            "the share of noise cannot be estimated from one replicate; sweep with two, or repeat "
            "some blocks (--noise-blocks), before believing an index."
        )
    how = (
        f"{noise.points} points repeated in whole blocks, {noise.runs} runs each"
        if noise.source == "repeats"
        else f"{noise.replicates} replicates of {noise.points} points"
    )
    text = f"{wording.percent(noise.share)} of its variance between points is noise ({how})"
    wanted = noise.replicates_for()
    if wanted is not None and wanted > noise.replicates:
        text += f"; about {wanted} replicates a point bring it to 10{wording.SPACE}%"
    elif wanted is None:
        text += "; no effect of any parameter is visible behind it"
    return text + "."
