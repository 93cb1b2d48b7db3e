"""Declare a parameter once: default, bounds, unit, source, meaning.

A mechanism lists its parameters in a subclass of `Block`. From that one declaration come the
scenario schema, the compiled record, the reference page and the sweep ranges.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import numpy as np


@dataclass(frozen=True)
class Parameter:
    """One declared setting.

    Attributes:
        default: the value used when no file sets it; a tuple for vectors; a word for choices.
        low, high: inclusive bounds of every number in it.
        unit: the unit, as it is printed in the reference.
        source: a row of the evidence table, or an assumption number such as "assumption 12".
        meaning: one line for people.
        sweep: the range worth exploring, or None when only the default makes sense.
        around: the same as a factor, where it goes with the value: from value / around to
            value × around, within the bounds; 0 where `sweep` says the range.
        choices: the allowed words (the compiled record holds their position).
        labels: names of the entries of a vector; in YAML the vector is a mapping with these keys.
        market: whether market files may set it (a fact about buyers, not about the firm).
        integer: whether the number must be whole.
        word: a word allowed in place of the number (the compiled record then holds -1).
        lever: whether a firm may pull it, in a block that otherwise holds facts; what a practice
            declares is a lever unless it is a fact about buyers.
        form: whether its words name published laws for one thing, the default first; see `forms`.
    """

    default: float | int | str | tuple[float, ...]
    low: float = 0.0
    high: float = 1.0
    unit: str = "1"
    source: str = ""
    meaning: str = ""
    sweep: tuple[float, float] | None = None
    choices: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    market: bool = False
    integer: bool = False
    word: str = ""
    lever: bool = False
    form: bool = False
    around: float = 0.0
    name: str = field(default="", compare=False)

    def dtype(self) -> Any:
        """Return the numpy dtype of the entry in the compiled record."""
        if self.labels:
            return ("f8", (len(self.labels),))
        return "i8" if self.choices or self.integer else "f8"

    def range_of(self, value: float) -> tuple[float, float] | None:
        """Return the range worth exploring for something that has this value now.

        None where nothing is declared, and where a factor has nothing to work on.
        """
        if not self.around:
            return self.sweep
        low, high = max(self.low, value / self.around), min(self.high, value * self.around)
        if self.integer:
            low, high = float(math.floor(low)), float(math.ceil(high))
        return (low, high) if low < high else None

    @property
    def is_in_code(self) -> bool:
        """Return whether a compiled record stores something else than its value."""
        return bool(self.choices or self.word or self.labels)

    def encoded(self, value: Any) -> Any:
        """Return `value` as the compiled record stores it (choices become their position)."""
        if self.choices:
            return self.choices.index(value)
        if self.word and value == self.word:
            return -1.0
        if self.labels and isinstance(value, dict):
            return tuple(float(value[label]) for label in self.labels)
        return value

    def plain(self) -> Any:
        """Return the default as YAML would write it (vectors become mappings)."""
        if self.labels:
            assert isinstance(self.default, tuple)
            return dict(zip(self.labels, self.default, strict=True))
        return self.default


def param(
    default: float | int | str | tuple[float, ...],
    low: float = 0.0,
    high: float = 1.0,
    *,
    unit: str = "1",
    source: str,
    meaning: str,
    sweep: tuple[float, float] | None = None,
    choices: tuple[str, ...] = (),
    labels: tuple[str, ...] = (),
    market: bool = False,
    integer: bool = False,
    word: str = "",
    lever: bool = False,
    around: float = 0.0,
) -> Any:
    """Return the declaration of one parameter, to be assigned in a `Block`.

    Its range worth exploring is `sweep`, or a factor `around` whatever value somebody has.

    >>> class Example(Block):
    ...     gain: float = param(0.02, 0, 1, source="A26", meaning="trust gained by a kept promise")
    >>> Example.parameters["gain"].default
    0.02
    """
    made = Parameter(
        default,
        low,
        high,
        unit,
        source,
        meaning,
        sweep,
        choices,
        labels,
        market,
        integer,
        word,
        lever,
        around=around,
    )
    if isinstance(default, (int, float)) and around:
        return replace(made, sweep=made.range_of(float(default)))
    return made


def forms(choices: tuple[str, ...], *, source: str, meaning: str, market: bool = False) -> Any:
    """Return the declaration of a law that the literature writes in several ways.

    The first word is the default. All agree at a reference point that the docstring of their rule
    states, so that a comparison is one of form and not of level; `audit` tries them in turn.

    >>> class Example(Block):
    ...     form: str = forms(("linear", "power"), source="A26", meaning="law of learning")
    >>> Example.parameters["form"].default
    'linear'
    """
    return Parameter(
        choices[0], choices=choices, source=source, meaning=meaning, market=market, form=True
    )


@dataclass(frozen=True)
class Due:
    """Hours of a practice that come round by the calendar.

    Attributes:
        every: the parameter that says how many weeks lie between two times; 0 is never.
        hours: the parameters whose sum one time takes of a person.
        of: whose hours: "everybody", "marketers" or "reps".
    """

    every: str
    hours: tuple[str, ...]
    of: str = "everybody"


def due(every: str, *hours: str, of: str = "everybody") -> Due:
    """Return what a practice takes that comes round: `hours` of some people `every` few weeks."""
    if of not in ("everybody", "marketers", "reps"):
        raise ValueError(f"of={of!r}: a practice takes hours of everybody, marketers or reps")
    return Due(every, hours, of)


class Block:
    """The parameters of one mechanism, in the order in which they are declared.

    A block that names a `practice` is something a firm does or leaves, under the title people read.
    `takes` says which hours come round by the calendar; without it the calendar's room books them.
    `together` says that both sides of a pod come, and talk. `in_code` are the parameters, each with
    its place, that a compiled record does not store as they are.
    """

    parameters: ClassVar[dict[str, Parameter]] = {}
    in_code: ClassVar[tuple[tuple[int, Parameter], ...]] = ()
    practice: ClassVar[str] = ""
    takes: ClassVar[Due | None] = None
    together: ClassVar[bool] = False

    def __init_subclass__(
        cls, practice: str = "", takes: Due | None = None, together: bool = False
    ) -> None:
        cls.practice, cls.takes, cls.together = practice, takes, together
        declared = {
            name: value for name, value in vars(cls).items() if isinstance(value, Parameter)
        }
        for name, value in declared.items():
            object.__setattr__(value, "name", name)
        cls.parameters = {**cls.parameters, **declared}
        cls.in_code = tuple(
            (place, item) for place, item in enumerate(cls.parameters.values()) if item.is_in_code
        )

    @classmethod
    def dtype(cls) -> np.dtype[Any]:
        """Return the structured dtype of the compiled record."""
        return np.dtype([_entry(name, item) for name, item in cls.parameters.items()])

    @classmethod
    def defaults(cls) -> dict[str, Any]:
        """Return every default, as YAML would write it."""
        return {name: item.plain() for name, item in cls.parameters.items()}

    @classmethod
    def encoded(cls, values: dict[str, Any]) -> tuple[Any, ...]:
        """Return `values` (one per declared parameter) as a compiled record of this block."""
        record = [values[name] for name in cls.parameters]
        for place, item in cls.in_code:
            record[place] = item.encoded(record[place])
        return tuple(record)


def _entry(name: str, item: Parameter) -> Any:
    kind = item.dtype()
    return (name, *kind) if isinstance(kind, tuple) else (name, kind)
