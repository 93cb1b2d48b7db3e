"""What would flip the answer of a comparison: what is known without running anything more.

From these runs: a shorter horizon, new business alone, and where worlds were drawn what turns the
order in them. From our own studies, where they hold schemes like these: the market and the
assumption that turned the order (`analysis.uncertainty.studied`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.comparison.standing import Standing, standing
from analysis.uncertainty import studied
from analysis.uncertainty.words import turner
from analysis.words import wording
from analysis.words.called import quoted, titled

if TYPE_CHECKING:
    from analysis.comparison.comparison import Comparison

LED = "What would flip it:"
NOT = "not "
"""How a text begins about something that would not."""


def said(every: list[str]) -> str:
    """Return what would change an order in few words, of all that is known; never nothing.

    What was looked at in vain is left out where something else would change it.
    """
    short = [text.split(" (", 1)[0] for text in every]
    turning = [text for text in short if not text.startswith(NOT)]
    return f"{LED} {'; '.join(turning or short)}."


def behind(result: Comparison, every: list[str]) -> str:
    """Return what that rests on, and how to try it, for a smaller line."""
    held = [text for text in every if " (" in text]
    rests = f"What would flip it, from what: {'; '.join(held)}. " if held else ""
    return f"{rests}{trial(result)}"


def each(result: Comparison, found: Standing, pair: tuple[str, str]) -> list[str]:
    """Return all that is known of what would change the order, with what it rests on in brackets.

    Args:
        result: with schemes by their names.
        found: who leads, with schemes by their titles.
        pair: the two that the answer is about, by their titles.
    """
    told = titled(result)
    horizon, said = _horizon(told, found), []
    new = standing(told, found.measure.replace("gross", "new_gross"))
    if new is not None and new.leader != found.leader and new.is_won:
        said.append(f"counting new business alone ({new.leader} is ahead; renewals hide it)")
    if horizon:
        said.append(horizon)
    if result.drawn is not None:
        said.append(turner(told, *pair, found.measure))
    return sorted([*said, *known(result, pair)], key=lambda text: text.startswith(NOT))


def known(result: Comparison, pair: tuple[str, str]) -> list[str]:
    """Return what our studies found on a pair, or else the assumptions that matter most."""
    names = quoted(result.loaded)
    base = studied.record()["baseline"]
    ours = {names[each.name]: each for each in result.loaded if studied.known_scheme(each)}
    held = base in names and names[base] in ours
    scheme = next((name for name in pair if name in ours and ours[name].name != base), None)
    if not held or scheme is None:
        return [studied.sensitive()] if result.drawn is None else []
    each = ours[scheme]
    here = "" if result.drawn else studied.turned_by(studied.kind_of_firm(each), each.name, names)
    markets = studied.turned_by_market(each.name, names, again=bool(here))
    return [text for text in (here, markets) if text] or [studied.sensitive()]


def trial(result: Comparison) -> str:
    """Return how to try what would flip it, for a smaller line below the sentences."""
    people = "" if result.drawn else ", --worlds behaviour lets people be other than assumed"
    return (
        f"To try it: --market takes another market{people}, and counterpoint regimes "
        "environments says where each scheme wins."
    )


def _horizon(result: Comparison, found: Standing) -> str:
    """Return whether the first year alone says the same as three; empty without three years."""
    first = standing(result, "gross_profit_y1")
    if found.measure != "gross_profit_y3" or first is None:
        return ""
    if first.close:
        return "perhaps a shorter horizon (in year 1 alone cannot tell yet)"
    is_same = first.leader == found.leader and first.level == found.level
    if is_same or (first.is_level and found.is_level):
        return "not a shorter horizon (year 1 alone says the same)"
    if first.level:
        names = wording.listed([first.leader, *first.level], "and")
        return f"a shorter horizon (in year 1 alone {names} earn about the same)"
    return f"a shorter horizon (in year 1 alone {first.leader} is ahead)"
