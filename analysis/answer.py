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
from analysis.price import price
from analysis.standing import Standing, standing
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
OTHERS = (
    "What would flip it was not tried here: other markets (--market, regimes) and other "
    "assumptions (--worlds)."
)


def sentences(result: Comparison) -> list[str]:
    """Return three statements: what is best, how sure and what flips it, what it costs.

    Schemes are called by their titles.
    """
    result = titled(result)
    found = decided(result)
    if found is None:
        pair = (result.contrasts[0][0], result.baseline)
        return [SHORT, f"Without profit nothing is best. {OTHERS}", price(result, *pair)]
    return [
        best(found, result.meaningful),
        f"{sure(result, found)} {flips(result, found)}",
        price(result, *two(found)),
    ]


def decided(result: Comparison) -> Standing | None:
    """Return who leads on the longest gross profit there is; None without any."""
    found = (standing(result, measure) for measure in MONEY)
    return next((item for item in found if item is not None), None)


def two(found: Standing) -> tuple[str, str]:
    """Return the leader and whom it is set against: the next best, the likeliest to be chosen."""
    return found.leader, next(iter(found.differences))


def best(found: Standing, meaningful: float) -> str:
    """Return what is best and by how much in euros a year; nobody, where nobody is."""
    if found.close:
        return _undecided(found)
    if found.level:
        return _level(found, meaningful)
    leader, other = two(found)
    item, years = found.differences[other], MONEY[found.measure]
    low, mean, high = (wording.euros(each / years) for each in (item.low, item.mean, item.high))
    return (
        f"{leader} earns {_most(found)}: about {mean} a year ({low} to {high}) more gross profit "
        f"{OVER[years]} than {other}{_rest(found, found.behind[1:])}."
    )


def _undecided(found: Standing) -> str:
    years = MONEY[found.measure]
    item = found.differences[found.close[0]]
    names = listed([found.leader, *found.close, *found.level], "or")
    return (
        f"Cannot tell yet whether {names} earns {_most(found)} {OVER[years]}: {_lead(item, years)} "
        f"so far, and {_would_tell(item)}.{_sure_behind(found)}"
    )


def _level(found: Standing, meaningful: float) -> str:
    years = MONEY[found.measure]
    names = listed([found.leader, *found.level], "and")
    apart = [found.differences[name] for name in found.level]
    if all(item.is_identical for item in apart):
        return f"{names} earn the same {OVER[years]}, to the cent{_rest(found, found.behind)}."
    return (
        f"{names} earn about the same {OVER[years]}, less than {wording.percent(meaningful)} "
        f"either way: {_lead(apart[0], years)}{_rest(found, found.behind)}."
    )


def _most(found: Standing) -> str:
    return "most" if len(found.differences) > 1 else "more"


def _lead(item: Difference, years: int) -> str:
    """Return how far the leader is ahead by its mean, in euros a year."""
    low, mean, high = (wording.euros(each / years) for each in (item.low, item.mean, item.high))
    return f"{item.scenario} is {mean} a year ahead of {item.baseline} ({low} to {high})"


def sure(result: Comparison, found: Standing) -> str:
    """Return how sure the first sentence is."""
    leader, other = two(found)
    item = found.differences[found.close[0] if found.close else other]
    n = f"{item.n} simulated copies of the firm, same luck for each scheme"
    share = wording.of_firms(item.better, item.n)
    if result.drawn is not None:
        n = f"{item.n} worlds drawn from {result.drawn.name}, same world and luck for each scheme"
        share = wording.firms(item.better, item.n, "world")
    tied = f" and the same in {wording.of_firms(item.tied, item.n)}" if 0 < item.tied < 1 else ""
    often = f"{leader} earned more than {item.baseline} in {share}{tied}"
    if item.tied == 1:
        often = f"{leader} and {item.baseline} earned the same in every one"
    first = "A first look only" if result.replicates < FEWEST else "How sure"
    lean = f" ({leaning(item)})" if found.close and leaning(item) else ""
    world = " Careful: they are not the same firm in the same market." if result.worlds else ""
    return f"{first}: in {n}, {often}{lean}.{world}"


def flips(result: Comparison, found: Standing) -> str:
    """Return what in these runs would change the order: a shorter horizon, new business alone."""
    said = []
    if found.measure == "gross_profit_y3":
        said.append(_horizon(found, standing(result, "gross_profit_y1")))
    new = standing(result, found.measure.replace("gross", "new_gross"))
    if new is not None and new.leader != found.leader and new.is_won:
        said.append(f"On new business alone {new.leader} is ahead; renewals hide it.")
    return " ".join([*said, others(result, found)])


def others(result: Comparison, found: Standing) -> str:
    """Return what was not tried; of worlds that were drawn, what turns the order in them."""
    if result.drawn is None:
        return OTHERS
    from analysis.uncertainty.words import turns

    leader, other = two(found)
    return turns(result, leader, found.close[0] if found.close else other, found.measure)


def listed(names: list[str], word: str) -> str:
    """Return names as people list them.

    >>> listed(["a", "b", "c"], "or")
    'a, b or c'
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"


def _rest(found: Standing, names: tuple[str, ...]) -> str:
    """Return how much less each of these earns, to end a sentence with."""
    years = MONEY[found.measure]
    each = [
        f"{wording.euros(found.differences[name].mean / years)} less under {name}" for name in names
    ]
    return f"; about {listed(each, 'and')}" if each else ""


def _sure_behind(found: Standing) -> str:
    """Return which schemes earn less for sure, where who is first is not known."""
    said = _rest(found, found.behind).removeprefix("; about ")
    return f" Sure: about {said}." if said else ""


def _would_tell(item: Difference) -> str:
    if item.mean == 0 or item.needed > FAR * item.n:
        return "if there is a difference, it is far below what these runs can show"
    return f"about {runs_wanted(item):,} runs would tell a difference of this size"


def _horizon(found: Standing, first: Standing | None) -> str:
    """Return whether the first year alone says the same as three."""
    if first is None:
        return ""
    if first.close:
        return "Year 1 alone: cannot tell yet."
    is_same = first.leader == found.leader and first.level == found.level
    if is_same or (first.is_level and found.is_level):
        return "Year 1 alone says the same."
    if first.level:
        names = listed([first.leader, *first.level], "and")
        return f"The horizon matters: in year 1 alone {names} earn about the same."
    return f"The horizon matters: in year 1 alone {first.leader} is ahead."
