"""Whether the scenarios of a comparison describe the same firm in the same market.

Schemes differ in levers (contracts, organisation, information, practices) and in what held before.
Whatever else differs makes another world, and then a difference in results may come from the world,
not from the scheme.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.words.wording import plain
from sim.scenario import shipped
from sim.scenario.declared import flattened, is_lever

if TYPE_CHECKING:
    from sim.scenario import Scenario

NAMED = 6
"""Keys that a sentence names."""
ENDINGS = (".yaml", ".yml")
MARKETS = f"{shipped.LABEL}/markets/"
"""How the names of the shipped markets' files begin."""


@dataclass(frozen=True)
class WorldDifference:
    """What makes the world of a scenario another than the baseline's.

    Attributes:
        scenario, baseline: names.
        keys: dotted keys outside the levers that differ, at the start or by a dated change.
        sentence: the same in words, with values.
        file: the file that gives most of them; None if it is a shipped one or there is none.
    """

    scenario: str
    baseline: str
    keys: tuple[str, ...]
    sentence: str
    file: str | None


def world_differences(loaded: Sequence[Scenario], baseline: str) -> list[WorldDifference]:
    """Return, for each scenario that lives in another world than the baseline, what differs."""
    base = next(item for item in loaded if item.name == baseline)
    found = [_compared(item, base) for item in loaded if item is not base]
    return [item for item in found if item is not None]


def shipped_market(scenario: Scenario) -> str | None:
    """Return the shipped market that gives a firm's facts, or None where a file of its own does."""
    origin = getattr(scenario, "origin", {})
    files = {place.rpartition(":")[0] for key, place in origin.items() if _is_fact(key)}
    known = {shipped.label(path): name for name, path in shipped.files().items()}
    if any(file.endswith(ENDINGS) and file not in known for file in files):
        return None
    markets = [known[file] for file in files if file.startswith(MARKETS)]
    return markets[0] if len(markets) == 1 else None


def remedy(item: WorldDifference, command: str | None) -> str:
    """Return how to give both the same world; with the whole command, if one was typed."""
    lent = f"--market {shlex.quote(item.file)}" if item.file else "--market with a market's name"
    if command is None or item.file is None:
        return f"To compare them as schemes of one firm, add {lent}."
    return f"To compare them as schemes of one firm: {command} {lent}"


def _compared(item: Scenario, base: Scenario) -> WorldDifference | None:
    ours, theirs = _world(item), _world(base)
    keys = tuple(key for key in {**theirs, **ours} if ours.get(key) != theirs.get(key))
    if not keys:
        return None
    named = [
        f"{key} ({_shown(ours.get(key))} against {_shown(theirs.get(key))})" for key in keys[:NAMED]
    ]
    more = f" and {len(keys) - NAMED} more" if len(keys) > NAMED else ""
    sentence = (
        f"{item.name} and {base.name} are not the same firm in the same market. They differ in "
        f"{', '.join(named)}{more}. What differs in the results may come from that, not from the "
        "scheme."
    )
    return WorldDifference(item.name, base.name, keys, sentence, _source(keys, (item, base)))


def _world(scenario: Scenario) -> dict[str, Any]:
    """Return every setting that is no lever, and dated changes of such settings."""
    world = {key: value for key, value in flattened(scenario.values).items() if _is_fact(key)}
    for week, change in getattr(scenario, "timeline", ()):
        world |= {
            f"{key} from week {week}": value for key, value in change.items() if _is_fact(key)
        }
    return world


def _is_fact(key: str) -> bool:
    return key == "run.burn_in" or not (is_lever(key) or key.startswith("run."))


def _source(keys: Sequence[str], scenarios: Sequence[Scenario]) -> str | None:
    """Return the file of the user's that gives most of these keys."""
    places = [
        place.rpartition(":")[0]
        for scenario in scenarios
        for place in (getattr(scenario, "origin", {}).get(key, "") for key in keys)
    ]
    shipped_ones = {shipped.label(path) for path in shipped.files().values()}
    own = Counter(
        place for place in places if place.endswith(ENDINGS) and place not in shipped_ones
    )
    return own.most_common(1)[0][0] if own else None


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return f"{len(value)} entries"
    return plain(value) if isinstance(value, float) else str(value)
