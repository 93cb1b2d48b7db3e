"""The answer of a comparison, as three sentences a board can act on.

    from analysis import answer
    answer.answered(result)       # what is best; how sure, and what would flip it; what it costs

The terminal, the report and the page for the room print the same three, and below each in small
what it rests on. Each says only what the verdicts carry: schemes that cannot be told apart are not
ranked, and a lead that is not proven is called that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.comparison import flips
from analysis.comparison.price import price
from analysis.comparison.standing import MONEY, Standing, between, standing
from analysis.comparison.verdicts import Difference, leaning, more_wanted
from analysis.runs.statistics import FEWEST
from analysis.words import wording
from analysis.words.called import titled

if TYPE_CHECKING:
    from analysis.comparison.comparison import Comparison

FRONT = ("gross_profit_y3", "gross_profit_y1", "new_gross_profit_y3", "hours_lost", "resignations")
"""The five measures that stand in front; all others follow when asked for."""
SHORT = "These runs are too short to measure profit: ask for 52 weeks at least."
OVER = {1: "in the first year", 3: "over three years"}
NAMED = 3
"""Schemes that a sentence names."""
BEST, SURE, COST = (
    "What is best",
    "How sure, and what would flip it",
    "What it costs, and what to watch",
)


@dataclass(frozen=True)
class Statement:
    """One of the three sentences.

    Attributes:
        about: what it is about, in few words.
        sentence: short enough to be repeated.
        below: what it rests on, for a smaller line.
    """

    about: str
    sentence: str
    below: str


def answered(result: Comparison) -> tuple[Statement, Statement, Statement]:
    """Return what is best; how sure and what flips it; what it costs and what to watch.

    Schemes are called by their titles, and every difference is one from the baseline where the
    baseline is one of the two.
    """
    told = titled(result)
    found = decided(told)
    if found is None:
        pair = (told.contrasts[0][0], told.baseline)
        turning = flips.known(result, pair)
        unknown = f"Without profit nothing is best. {flips.said(turning)}"
        return (
            Statement(BEST, SHORT, ""),
            Statement(SURE, unknown, flips.behind(result, turning)),
            Statement(COST, *price(told, *pair)),
        )
    pair = two(told, found)
    turning = flips.each(result, found, pair)
    return (
        Statement(BEST, *best(told, found, pair)),
        Statement(
            SURE,
            f"{sure(told, found, pair)} {flips.said(turning)}",
            f"{rests(told)} {flips.behind(result, turning)}",
        ),
        Statement(COST, *price(told, *beside(told, found, pair))),
    )


def sentences(result: Comparison) -> list[str]:
    """Return the three sentences alone."""
    return [each.sentence for each in answered(result)]


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


def beside(result: Comparison, found: Standing, pair: tuple[str, str]) -> tuple[str, str]:
    """Return the scheme of which the cost is told, and the baseline."""
    scheme, other = pair
    return scheme if other == result.baseline else found.leader, result.baseline


def best(result: Comparison, found: Standing, pair: tuple[str, str]) -> tuple[str, str]:
    """Return what is best and by how much in euros a year, or that nobody is; and the rest."""
    if found.close:
        return _undecided(result, found, pair)
    if found.level:
        return _level(result, found, pair)
    other = next(name for name in pair if name != found.leader)
    item, years = found.differences[other], MONEY[found.measure]
    low, mean, high = (wording.euros(each / years) for each in (item.low, item.mean, item.high))
    others = [name for name in found.behind if name != other]
    share = _share(result, item, " (", ")")
    first = (
        f"{found.leader} earns {_most(found)}: about {mean} a year{share} more gross profit "
        f"{OVER[years]} than {other}."
    )
    return (
        first,
        f"95{wording.SPACE}% interval: {low} to {high} a year.{_behind(found, others)}",
    )


def _share(result: Comparison, item: Difference, before: str, after: str = "") -> str:
    """Return a difference from the baseline as a share of what that earns, as in the table."""
    base = result.baseline
    if base not in (item.scenario, item.baseline):
        return ""
    earned = abs(item.base if item.baseline == base else item.base + item.mean)
    return f"{before}{wording.percent(abs(item.mean) / earned)}{after}" if earned > 0 else ""


def _undecided(result: Comparison, found: Standing, pair: tuple[str, str]) -> tuple[str, str]:
    """Return that nobody is proven best: who looks so, or who may be, and how many runs tell."""
    years = MONEY[found.measure]
    item = between(result, found.measure, *pair)
    running = [found.leader, *found.close, *found.level]
    mean = f"{wording.euros(abs(item.mean) / years)} a year"
    lost = _sure_behind(found)
    if leaning(item) and len(running) == 2:
        word = "more" if item.mean > 0 else "less"
        first = (
            f"Not proven, but {item.scenario} leans {'better' if item.mean > 0 else 'worse'}: "
            f"about {mean}{_share(result, item, ' (', ')')} {word} gross profit {OVER[years]} than "
            f"{item.baseline}; {more_wanted(item, 'settle it')}."
        )
        return f"{first}{lost}", _lead(result, item, years) + _behind(found, list(found.behind))
    behind = f"{item.scenario} {mean} {'ahead of' if item.mean > 0 else 'behind'} {item.baseline}"
    apart = f"{mean} apart" if len(running) == 2 else f"so far {behind}"
    first = (
        f"Cannot tell yet whether {_named(running, 'or', 'one of ')} earns {_most(found)} "
        f"{OVER[years]} ({apart}; {more_wanted(item, 'tell')})."
    )
    return f"{first}{lost}", " ".join(
        [_lead(result, item, years), *_leanings(found, item)]
    ) + _behind(found, list(found.behind))


def _leanings(found: Standing, item: Difference) -> list[str]:
    """Return which other schemes look worse than the leader, not proven, and what would settle."""
    told = {item.scenario, item.baseline}
    apart = [found.differences[name] for name in found.close if {name, found.leader} != told]
    return [
        f"{each.baseline} leans worse than {each.scenario}, not proven; "
        f"{more_wanted(each, 'settle it')}."
        for each in apart
        if leaning(each)
    ]


def _level(result: Comparison, found: Standing, pair: tuple[str, str]) -> tuple[str, str]:
    years = MONEY[found.measure]
    names = _named([found.leader, *found.level], "and")
    apart = [found.differences[name] for name in found.level]
    rest = _behind(found, list(found.behind))
    if all(item.is_identical for item in apart):
        return f"{names} earn the same {OVER[years]}, to the cent.{_sure_behind(found)}", rest
    lead = _lead(result, between(result, found.measure, *pair), years)
    margin = wording.percent(result.meaningful)
    first = f"{names} earn about the same {OVER[years]}: less than {margin} either way."
    return f"{first}{_sure_behind(found)}", f"{lead}{rest}"


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
        f"{item.baseline} so far ({between_ends}{_share(result, item, '; ')})."
    )


def sure(result: Comparison, found: Standing, pair: tuple[str, str]) -> str:
    """Return how sure the first sentence is."""
    item = between(result, found.measure, *pair)
    noun = "simulated firm" if result.drawn is None else "world"
    tied = f" and the same in {wording.of_firms(item.tied, item.n)}" if 0 < item.tied < 1 else ""
    often = (
        f"{item.scenario} earned more than {item.baseline} in "
        f"{wording.firms(item.better, item.n, noun)}{tied}"
    )
    if item.tied == 1:
        often = f"{item.scenario} and {item.baseline} earned the same in every {noun}"
    first = "A first look only: " if result.replicates < FEWEST else ""
    lean = f" ({leaning(item)})" if found.close and leaning(item) else ""
    return f"{first}{often}{lean}."


def rests(result: Comparison) -> str:
    """Return which copies of the firm the second sentence counts."""
    copies = f"{result.replicates} simulated copies of the firm, same luck for all schemes."
    if result.drawn is not None:
        copies = (
            f"{result.replicates} worlds drawn from {result.drawn.name}, same world and luck for "
            "all."
        )
    careful = " Careful: they are not the same firm in the same market." if result.worlds else ""
    return f"{copies}{careful}"


def _behind(found: Standing, names: list[str]) -> str:
    """Return how much less each of these earns than the leader, as a sentence of its own."""
    years = MONEY[found.measure]
    each = [f"{name} about {wording.euros(found.differences[name].mean / years)}" for name in names]
    return f" Less than {found.leader}, a year: {wording.listed(each, 'and')}." if each else ""


def _sure_behind(found: Standing) -> str:
    """Return which schemes earn less for sure, where who is first is not known."""
    names = list(found.behind)
    if not names:
        return ""
    who = wording.listed(names, "and") if len(names) <= NAMED else f"{len(names)} others"
    return f" {who} earn{'s' if len(names) == 1 else ''} less for sure."


def _named(names: list[str], word: str, one_of: str = "") -> str:
    """Return who they are, the first alone where they are too many to be repeated."""
    if len(names) <= NAMED:
        return wording.listed(names, word)
    return f"{names[0]} {word} {one_of}{len(names) - 1} others"
