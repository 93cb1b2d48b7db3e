"""The type of options and prompts that take numbers as people write them: 45k, 20 %, 0,2."""

from __future__ import annotations

from typing import Any

import click

from sim.core.numerals import asked_back, meant


class Numeral(click.ParamType[float]):
    """A number from `low` to `high`; `whole` for whole ones. A text with two readings is asked."""

    name = "number"

    def __init__(self, low: float, high: float, *, whole: bool = False) -> None:
        self.low, self.high, self.whole = low, high, whole

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the number a text means; fails with what to write instead."""
        found = meant(value, self.low, self.high, whole=self.whole) if _is_text(value) else (value,)
        if not found:
            self.fail(
                f"{value!r} is not a number; write it like 45000, 45k, 20% or 0.2", param, ctx
            )
        if len(found) == 2:
            self.fail(asked_back(value, found), param, ctx)
        number = float(found[0])
        if not self.low <= number <= self.high:
            self.fail(f"{number:.15g} is not in the range {self.range}", param, ctx)
        if self.whole and number != int(number):
            self.fail(f"{number:.15g} is not a whole number", param, ctx)
        return number

    @property
    def range(self) -> str:
        """Return the bounds in words."""
        return f"{self.low:,.15g} to {self.high:,.15g}"


class Optionally(click.ParamType[Any]):
    """A number, or nothing."""

    name = "number"

    def __init__(self, kind: Numeral) -> None:
        self.kind = kind

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return nothing for nothing, else what the kind makes of it."""
        return value if value == "" else self.kind.convert(value, param, ctx)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)
