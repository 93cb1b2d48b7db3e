"""Rules in words for when a scheme is best, kept only if they hold on points they never saw.

Rules are found on one part of the environments (PRIM boxes, and the leaves of a small decision
tree; Breiman et al. 1984) and judged on the rest. Environments count with the chance that the
scheme is best there, so luck does not pass for a regime. A rule stands when its density on the
hold-out beats the base rate there in a permutation test, adjusted by Holm over all rules.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.insight.discovery.boxes import Range, best_box
from analysis.insight.discovery.rule import Rule, one_of_each
from analysis.parameters.axes import MARKET, Axis, Condition, condition, features
from analysis.runs import statistics

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

HOLD_OUT = 1 / 3
DEPTH = 3
SMALLEST_LEAF = 0.05
FEWEST_IN_LEAF = 8
LEAST_GAIN = 0.01
"""Fall of the Gini impurity below which a branch of the tree is not grown."""
FEWEST_HELD = 5
"""Hold-out environments inside a rule without which it is not judged."""
PERMUTATIONS = 4_999
SIGNIFICANT = 0.05
CELLS = 4_000_000
Z = 1.959963984540054


def rule_table(
    points: pd.DataFrame,
    chance: Floats,
    schemes: Sequence[str],
    known: dict[str, Axis],
    *,
    seed: int = 0,
) -> pd.DataFrame:
    """Return every rule that was found, with what became of it on the hold-out.

    A setting that was run in several markets is held out in all of them or in none.

    Args:
        points: the environments.
        chance: points × schemes: chance of being best.
        schemes: names.
        known: the parameters.
        seed: of the split and of the permutations.

    Columns: method, scenario, rule, conditions (number), environments (hold-out, inside), of
    (hold-out), base_rate, density, density_low, density_high, coverage (all hold-out),
    train_density, train_coverage, p_adjusted, accepted, reason.
    """
    import pandas as pd

    rng = np.random.default_rng(seed)
    owner = settings_of(points)
    order = rng.permutation(int(owner.max()) + 1)
    held = np.isin(owner, order[: round(HOLD_OUT * order.size)])
    found = _found(points[~held], chance[~held], known, seed)
    rows = [_judged(rule, points, chance, held, schemes, rng) for rule in found]
    table = pd.DataFrame(rows, columns=list(_judged_columns()))
    adjusted = statistics.holm(table["p_adjusted"].to_numpy(dtype=np.float64))
    table["p_adjusted"] = adjusted
    reasons = [_reason(row) for row in table.to_dict("records")]
    return table.assign(accepted=[not reason for reason in reasons], reason=reasons)


def settings_of(points: pd.DataFrame) -> NDArray[np.int64]:
    """Return for each point the number of its sampled setting, shared by points of all markets."""
    keys = [name for name in points.columns if name not in ("point", MARKET)]
    return np.asarray(points.groupby(keys, sort=False).ngroup().to_numpy(), dtype=np.int64)


def _found(points: pd.DataFrame, chance: Floats, known: dict[str, Axis], seed: int) -> list[Rule]:
    """Return the rules that the training part suggests, those that say the same as one."""
    table, owners = features(points, known)
    rules = [
        Rule(method, scheme, _conditions(ranges, table, owners, known))
        for method, scheme, ranges in _candidates(table, chance, seed)
    ]
    return one_of_each([rule for rule in rules if rule.conditions], points)


def _candidates(
    table: pd.DataFrame, chance: Floats, seed: int
) -> Iterator[tuple[str, int, tuple[Range, ...]]]:
    for scheme in range(chance.shape[1]):
        yield "box", scheme, best_box(table, chance[:, scheme])
    for scheme, ranges in tree_leaves(table, chance, seed):
        yield "tree", scheme, ranges


def tree_leaves(
    table: pd.DataFrame, chance: Floats, seed: int
) -> list[tuple[int, tuple[Range, ...]]]:
    """Return the leaves of a small tree: the scheme most likely best, and the way there.

    Args:
        table: points × columns of positions.
        chance: points × schemes; every point counts for each scheme with its chance.
        seed: breaks ties between equally good splits.
    """
    from sklearn.tree import DecisionTreeClassifier

    size, schemes = chance.shape
    tree = DecisionTreeClassifier(
        max_depth=DEPTH,
        min_weight_fraction_leaf=min(0.5, max(SMALLEST_LEAF, FEWEST_IN_LEAF / size)),
        min_impurity_decrease=LEAST_GAIN,
        random_state=seed,
    )
    values = np.repeat(table.to_numpy(), schemes, axis=0)
    tree.fit(values, np.tile(np.arange(schemes), size), sample_weight=chance.ravel())
    return _merged(tree, [str(name) for name in table.columns], 0, {})


def _merged(
    tree: Any, names: list[str], node: int, path: dict[str, Range]
) -> list[tuple[int, tuple[Range, ...]]]:
    """Return the leaves below a node; two sides that agree become one."""
    inner = tree.tree_
    winner = int(tree.classes_[int(np.argmax(inner.value[node][0]))])
    left, right = inner.children_left[node], inner.children_right[node]
    if left < 0:
        return [(winner, tuple(path.values()))]
    name, cut = names[inner.feature[node]], float(inner.threshold[node])
    old = path.get(name, Range(name, -math.inf, math.inf))
    leaves = [
        *_merged(tree, names, left, {**path, name: Range(name, old.low, min(old.high, cut))}),
        *_merged(tree, names, right, {**path, name: Range(name, max(old.low, cut), old.high)}),
    ]
    if len({scheme for scheme, _ in leaves}) == 1:
        return [(leaves[0][0], tuple(path.values()))]
    return leaves


def _conditions(
    ranges: Sequence[Range], table: pd.DataFrame, owners: list[str], known: dict[str, Axis]
) -> tuple[Condition, ...]:
    """Return restrictions of columns as conditions on parameters."""
    owner = dict(zip(map(str, table.columns), owners, strict=True))
    found: list[Condition] = []
    words: dict[str, tuple[str, ...]] = {}
    for each in ranges:
        axis = known[owner[each.column]]
        if not axis.words:
            made = condition(axis, each.low, each.high)
            found += [] if made is None else [made]
            continue
        word = each.column.removeprefix(f"{axis.key}=")
        is_it = each.low > 0
        left = words.get(axis.key, axis.words)
        words[axis.key] = tuple(item for item in left if (item == word) == is_it)
    found += [Condition(known[key], words=left) for key, left in words.items()]
    return tuple(found)


def _judged_columns() -> tuple[str, ...]:
    return (
        "method", "scenario", "rule", "conditions", "environments", "of", "base_rate", "density",
        "density_low", "density_high", "coverage", "train_density", "train_coverage", "p_adjusted",
    )  # fmt: skip


def _judged(
    rule: Rule,
    points: pd.DataFrame,
    chance: Floats,
    held: Bools,
    schemes: Sequence[str],
    rng: np.random.Generator,
) -> dict[str, Any]:
    """Return what a rule is worth on the hold-out; p is not adjusted yet."""
    is_in, won = rule.holds(points), chance[:, rule.scheme]
    density, coverage = _worth(is_in[held], won[held])
    trained = _worth(is_in[~held], won[~held])
    count = int(is_in[held].sum())
    low, high = wilson(density, count)
    return {
        "method": rule.method,
        "scenario": schemes[rule.scheme],
        "rule": str(rule),
        "conditions": len(rule.conditions),
        "environments": count,
        "of": int(held.sum()),
        "base_rate": float(won[held].mean()),
        "density": density,
        "density_low": low,
        "density_high": high,
        "coverage": coverage,
        "train_density": trained[0],
        "train_coverage": trained[1],
        "p_adjusted": permutation_p(is_in[held], won[held], rng),
    }


def _worth(is_in: Bools, won: Floats) -> tuple[float, float]:
    """Return density and coverage."""
    inside = float(won[is_in].sum())
    density = inside / is_in.sum() if is_in.any() else float("nan")
    return density, inside / float(won.sum()) if won.sum() > 0 else float("nan")


def permutation_p(is_in: Bools, won: Floats, rng: np.random.Generator) -> float:
    """Return the chance that so many wins fall inside when they fall anywhere (one-sided)."""
    size, count = is_in.size, int(is_in.sum())
    if not 0 < count < size:
        return 1.0
    seen = float(won[is_in].sum())
    block, reached = max(1, CELLS // size), 0
    for start in range(0, PERMUTATIONS, block):
        draws = min(block, PERMUTATIONS - start)
        shuffled = rng.permuted(np.broadcast_to(won, (draws, size)), axis=1)
        reached += int((shuffled[:, :count].sum(axis=1) >= seen - 1e-9).sum())
    return (1 + reached) / (1 + PERMUTATIONS)


def wilson(share: float, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927, JASA 22:209).

    >>> [round(end, 3) for end in wilson(0.5, 20)]
    [0.299, 0.701]
    """
    if not count:
        return float("nan"), float("nan")
    square = Z**2
    centre = (share + square / (2 * count)) / (1 + square / count)
    half = Z * math.sqrt(share * (1 - share) / count + square / (4 * count**2))
    half /= 1 + square / count
    return max(0.0, centre - half), min(1.0, centre + half)


def _reason(row: dict[Any, Any]) -> str:
    """Return why a rule does not stand; empty when it does."""
    if row["environments"] < FEWEST_HELD:
        return f"fewer than {FEWEST_HELD} hold-out environments inside"
    if not row["density"] > row["base_rate"]:
        return "no better than the base rate on the hold-out"
    if not row["p_adjusted"] < SIGNIFICANT:
        return "better than the base rate on the hold-out, but not beyond chance"
    return ""
