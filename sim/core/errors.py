"""The exceptions people may meet.

CounterpointError
├── ScenarioError      one or more problems in scenario files; `.problems` lists them all
├── RoomError          one or more problems in rooms from outside; `.problems` lists them all
├── InputError         a wrong argument, folder or data file
├── RunError           a run whose numbers left what the model can carry; no result is kept
└── ResultsError       a result folder that cannot be written, read or continued
"""

from __future__ import annotations

from dataclasses import dataclass


class CounterpointError(Exception):
    """Something the user can put right; the command line ends with exit code 2."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a file.

    Attributes:
        file: the path as the user gave it.
        line, column: where, counted from 1; 0 when the place is the whole file.
        key: dotted path of the setting, or "".
        text: what is wrong, what is allowed, and a way out.
    """

    file: str
    line: int
    column: int
    key: str
    text: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.key}: {self.text}" if self.key else f"{place}: {self.text}"


class ScenarioError(CounterpointError):
    """All problems found in the scenario files, together."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class RoomError(CounterpointError):
    """All problems found in rooms from outside, together."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class InputError(CounterpointError):
    """A wrong argument, folder or data file."""


class RunError(CounterpointError):
    """A run whose numbers left what the model can carry: its settings are beyond it."""


class ResultsError(CounterpointError):
    """A result folder that cannot be written, read or continued."""
