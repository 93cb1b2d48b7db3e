"""The three sentences that open a report on practices: what helps, how sure, what it costs."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.words import wording

NAMED = 3
"""How many practices a sentence names; further ones are counted."""


Line = dict[str, str]
"""One practice as the table shows it: title, verdict, effect, interval, hours."""


def opening(
    lines: Sequence[Line], headline: str, replicates: int, *, has_worlds: bool
) -> list[str]:
    """Return what a board wants to know first.

    Args:
        lines: the lines of the table, the best first.
        headline: title of the measure that decides.
        replicates: simulated copies of the firm.
        has_worlds: whether each copy lives in a world of its own.
    """
    return [_best(lines, wording.lowered(headline)), _sure(replicates, has_worlds), _costs(lines)]


def _best(lines: Sequence[Line], measure: str) -> str:
    whole = "One practice was tried" if len(lines) == 1 else f"{len(lines)} practices were tried"
    said = []
    for verdict, one, several in (("helps", "helps", "help"), ("hurts", "hurts", "hurt")):
        found = _of(lines, verdict)
        if found:
            said.append(f"{_names(found)} {one if len(found) == 1 else several}")
    said = said or ["none can be told from nothing"]
    for verdict, words in (("nothing visible", "changing nothing visible"),
                           ("too noisy", "not to be told yet")):  # fmt: skip
        found = _of(lines, verdict)
        if found:
            said.append(f"{len(found)} {words}")
    return f"{whole}, on {measure}: {'; '.join(said)}."


def _of(lines: Sequence[Line], verdict: str) -> list[Line]:
    return [line for line in lines if line["verdict"] == verdict]


def _names(lines: Sequence[Line]) -> str:
    """Return who they are, with their effects; further ones are counted.

    >>> _names([{"title": "Lead SLA", "effect": "+3.1 %*", "interval": "+1 to +5 %"}])
    'lead SLA (+3.1 %; +1 to +5 %)'
    """
    named = [
        f"{wording.lowered(line['title'])} ({line['effect'].strip(' *')}; {line['interval']})"
        for line in lines[:NAMED]
    ]
    more = [f"{len(lines) - NAMED} more"] if len(lines) > NAMED else []
    return wording.listed([*named, *more], "and")


def _sure(replicates: int, has_worlds: bool) -> str:
    copies = f"{replicates} simulated copies of the firm, same luck with and without each"
    if has_worlds:
        return f"From {copies}, each in a world of its own; what turns a practice stands below."
    return (
        f"From {copies}. Only this firm in this market was tried, with people as assumed: another "
        "market, or other people, may turn it."
    )


def _costs(lines: Sequence[Line]) -> str:
    helping = _of(lines, "helps")
    if not helping:
        return "No practice is shown to be worth its hours here; the table says what each takes."
    hours = wording.listed(
        [f"{line['hours']} h for {wording.lowered(line['title'])}" for line in helping[:NAMED]],
        "and",
    )
    return (
        f"What it takes per person and week: {hours}. In the first two quarters watch whether "
        "those hours are kept."
    )
