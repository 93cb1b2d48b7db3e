"""The answer of a comparison, as three sentences a board can act on.

    from analysis import answer
    answer.sentences(result)      # what is best; how sure, and what would flip it; what it costs

The terminal, the report and the page for the room print the same three. Each says only what the
verdicts carry: schemes that cannot be told apart are not ranked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import wording
from analysis.called import titled
from analysis.flips import LED, each, flips, known, trial
from analysis.price import price
from analysis.standing import Standing, between, standing
from analysis.statistics import FEWEST
from analysis.verdicts import FAR, Difference, leaning, runs_wanted

if TYPE_CHECKING:
    from analysis.compare import Comparison

MONEY = {"gross_profit_y3": 3, "gross_profit_y1": 1}
"""What decides, and over how many years; the first that the runs can tell."""
FRONT = ("gross_profit_y3", "gross_profit_y1", "new_gross_profit_y3", "hours_lost", "resignations")
"""The five measures that stand in front; all others follow when asked for."""
SHORT = "These runs are too short to measure profit: ask for 52 weeks at least."
OVER = {1: "in the first year", 3: "over three years"}
LABELS = ("What is best", "How sure, and what would flip it", "What it costs, and what to watch")
"""What each of the three sentences is about, in few words."""


def sentences(result: Comparison) -> list[str]:
    """Return three statements: what is best, how sure and what flips it, what it costs.

    Schemes are called by their titles, and every difference is one from the baseline where the
    baseline is one of the two.
    """
    told = titled(result)
    found = decided(told)
    if found is None:
        pair = (told.contrasts[0][0], told.baseline)
        unknown = f"Without profit nothing is best. {LED} {'; '.join(known(result, pair))}."
        return [SHORT, unknown, price(told, *pair)]
    pair = two(told, found)
    return [
        best(told, found),
        f"{sure(told, found)} {flips(result, found, pair)}",
        price(told, *beside(told, found)),
    ]


def aside(result: Comparison) -> str:
    """Return what the second sentence rests on and how to try it, for a smaller line below."""
    told = titled(result)
    found = decided(told)
    if found is None:
        return trial(result)
    behind = [text for text in each(result, found, two(told, found)) if " (" in text]
    rests = f"What that rests on: {'; '.join(behind)}. " if behind else ""
    return f"{rests}{trial(result)}"


def decided(result: Comparison) -> Standing | None:
    """Return who leads on the longest gross profit there is; None without any."""
    found = (standing(result, measure) for measure in MONEY)
    return next((item for item in found if item is not None), None)


def two(result: Comparison, found: Standing) -> tuple[str, str]:
    """Return the scheme and what it is set against: the baseline stands second where it is in."""
    base = result.baseline
    others = list(found.close or found.level or found.behind)
    other = base if base in others else others[0]
    return (other, base) if found.leader == base else (found.leader, other)


def beside(result: Comparison, found: Standing) -> tuple[str, str]:
    """Return the scheme of which the cost is told, and the baseline."""
    scheme, other = two(result, found)
    return scheme if other == result.baseline else found.leader, result.baseline


def best(result: Comparison, found: Standing) -> str:
    """Return what is best and by how much in euros a year; nobody, where nobody is."""
    if found.close:
        return _undecided(result, found)
    if found.level:
        return _level(result, found)
    other = next(name for name in two(result, found) if name != found.leader)
    rest = tuple(name for name in found.behind if name != other)
    item, years = found.differences[other], MONEY[found.measure]
    low, mean, high = (wording.euros(each / years) for each in (item.low, item.mean, item.high))
    return (
        f"{found.leader} earns {_most(found)}: about {mean} a year ({low} to {high}"
        f"{_share(result, item)}) more gross profit {OVER[years]} than {other}"
        f"{_rest(found, rest)}."
    )


def _share(result: Comparison, item: Difference) -> str:
    """Return a difference from the baseline as a share of what that earns, as in the table."""
    base = result.baseline
    if base not in (item.scenario, item.baseline):
        return ""
    earned = abs(item.base if item.baseline == base else item.base + item.mean)
    return f"; {wording.percent(abs(item.mean) / earned)}" if earned > 0 else ""


def _undecided(result: Comparison, found: Standing) -> str:
    years = MONEY[found.measure]
    item = between(result, found.measure, *two(result, found))
    names = wording.listed([found.leader, *found.close, *found.level], "or")
    return (
        f"Cannot tell yet whether {names} earns {_most(found)} {OVER[years]}: "
        f"{_lead(result, item, years)} so far, and {_would_tell(item)}.{_sure_behind(found)}"
    )


def _level(result: Comparison, found: Standing) -> str:
    years = MONEY[found.measure]
    names = wording.listed([found.leader, *found.level], "and")
    apart = [found.differences[name] for name in found.level]
    if all(item.is_identical for item in apart):
        return f"{names} earn the same {OVER[years]}, to the cent{_rest(found, found.behind)}."
    lead = _lead(result, between(result, found.measure, *two(result, found)), years)
    return (
        f"{names} earn about the same {OVER[years]}, less than "
        f"{wording.percent(result.meaningful)} either way: {lead}{_rest(found, found.behind)}."
    )


def _most(found: Standing) -> str:
    return "most" if len(found.differences) > 1 else "more"


def _lead(result: Comparison, item: Difference, years: int) -> str:
    """Return how far one is ahead of the other, or behind, by its mean, in euros a year."""
    words = ("ahead", "behind") if item.mean >= 0 else ("behind", "ahead")
    ends = sorted((item.low, item.high), reverse=item.mean < 0)
    far, near = (wording.euros(abs(each) / years) for each in reversed(ends))
    of = " of" if item.mean >= 0 else ""
    between_ends = f"{near} to {far}"
    if item.low < 0 < item.high:
        between_ends = f"between {near} {words[1]} and {far} {words[0]}"
    return (
        f"{item.scenario} is {wording.euros(abs(item.mean) / years)} a year {words[0]}{of} "
        f"{item.baseline} ({between_ends}{_share(result, item)})"
    )


def sure(result: Comparison, found: Standing) -> str:
    """Return how sure the first sentence is."""
    item = between(result, found.measure, *two(result, found))
    n = f"{item.n} simulated copies of the firm, same luck for all schemes"
    share = wording.of_firms(item.better, item.n)
    if result.drawn is not None:
        n = f"{item.n} worlds drawn from {result.drawn.name}, same world and luck for all"
        share = wording.firms(item.better, item.n, "world")
    tied = f" and the same in {wording.of_firms(item.tied, item.n)}" if 0 < item.tied < 1 else ""
    often = f"{item.scenario} earned more than {item.baseline} in {share}{tied}"
    if item.tied == 1:
        often = f"{item.scenario} and {item.baseline} earned the same in every one"
    first = "A first look only" if result.replicates < FEWEST else "How sure"
    lean = f" ({leaning(item)})" if found.close and leaning(item) else ""
    world = " Careful: they are not the same firm in the same market." if result.worlds else ""
    return f"{first}: in {n}, {often}{lean}.{world}"


def _rest(found: Standing, names: tuple[str, ...]) -> str:
    """Return how much less each of these earns, to end a sentence with."""
    years = MONEY[found.measure]
    each = [
        f"{wording.euros(found.differences[name].mean / years)} less under {name}" for name in names
    ]
    return f"; about {wording.listed(each, 'and')}" if each else ""


def _sure_behind(found: Standing) -> str:
    """Return which schemes earn less for sure, where who is first is not known."""
    years = MONEY[found.measure]
    each = [
        f"{name} about {wording.euros(found.differences[name].mean / years)} a year"
        for name in found.behind
    ]
    return f" Sure to earn less than {found.leader}: {wording.listed(each, 'and')}." if each else ""


def _would_tell(item: Difference) -> str:
    if item.mean == 0 or item.needed > FAR * item.n:
        return "if there is a difference, it is far below what these runs can show"
    return f"about {runs_wanted(item):,} runs would tell a difference of this size"
