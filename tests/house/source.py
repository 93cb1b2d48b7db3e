"""Read the rooms as text: what they declare, write, read, draw and call."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = tuple(ROOT / "sim" / name for name in ("mechanisms", "practices"))
DRAWS = {"uniform": 1, "normal": 1, "poisson": 1}
"""Functions that draw, and the position of their stream."""


@dataclass(frozen=True)
class Place:
    """One spot in a file."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def short(self) -> str:
        inside = self.path.is_relative_to(ROOT)
        return str(self.path.relative_to(ROOT)) if inside else self.path.name

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def docstring(self) -> str:
        return ast.get_docstring(self.tree) or ""

    def place(self, node: ast.AST, what: str) -> Place:
        return Place(self.short, getattr(node, "lineno", 0), what)

    def functions(self, *decorators: str) -> Iterator[ast.FunctionDef]:
        """Yield the functions carrying one of the decorators (all of them without any)."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef):
                marks = {mark.id for mark in node.decorator_list if isinstance(mark, ast.Name)}
                if not decorators or marks & set(decorators):
                    yield node

    def strings_read(self) -> set[str]:
        """Return every name that stands in brackets and is read: `block["name"]`."""
        return {
            key
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load)
            for key in [text_key(node)]
            if key is not None
        }

    def writes(self) -> Iterator[tuple[str, str, Place]]:
        """Yield (variable, column, place) for every assignment to a column."""
        for function in self.functions():
            aliases = _aliases(function)
            for node in ast.walk(function):
                for target in _targets(node):
                    for variable, column in _columns(target, aliases):
                        yield variable, column, self.place(target, f'{variable}["{column}"]')

    def draws(self) -> Iterator[tuple[str, ast.Call]]:
        """Yield (name of the stream, call) for every draw, also through a helper's argument."""
        for function in self.functions():
            arguments = [argument.arg for argument in function.args.args]
            for node in ast.walk(function):
                name = called(node)
                if name not in DRAWS or not isinstance(node, ast.Call):
                    continue
                stream = ast.unparse(node.args[DRAWS[name]])
                if stream in arguments:
                    yield from self._passed(function.name, arguments.index(stream))
                else:
                    yield stream, node

    def _passed(self, function: str, position: int) -> Iterator[tuple[str, ast.Call]]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and called(node) == function:
                yield ast.unparse(node.args[position]), node

    def constants(self) -> dict[str, object]:
        """Return the module's literal constants, also those assigned in one line as a tuple."""
        found: dict[str, object] = {}
        for node in self.tree.body:
            if not isinstance(node, ast.Assign):
                continue
            value = _value(node.value)
            for target in node.targets:
                if isinstance(target, ast.Name):
                    found[target.id] = value
                elif isinstance(target, ast.Tuple) and isinstance(value, tuple | range):
                    found.update(zip((ast.unparse(each) for each in target.elts), value,
                                     strict=True))  # fmt: skip
        return found


def rooms() -> list[Source]:
    """Return every room, in alphabetical order."""
    found = (path for folder in ROOMS for path in folder.glob("*.py") if path.stem != "__init__")
    return [Source(path) for path in sorted(found, key=lambda path: path.stem)]


def files(*folders: str) -> list[Source]:
    """Return every Python file below the folders."""
    return [Source(path) for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def called(node: ast.AST) -> str:
    """Return the bare name of the function a call calls, or ""."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Name):
        return node.func.id
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def text_key(node: ast.Subscript) -> str | None:
    """Return the string in the brackets of `x["string"]`, or None."""
    key = node.slice
    return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else None


def table_name(tables: list[str], variable: str) -> list[str]:
    """Return the tables a variable may stand for: `lead` and `leads` both mean leads."""
    plural = {variable, f"{variable}s", f"{variable.removesuffix('y')}ies"}
    return [name for name in tables if name in plural]


def literals(node: ast.AST) -> Iterator[tuple[ast.AST, float]]:
    """Yield (place, value) for every number below `node`; 10**9 is one, a position is none."""
    match node:
        case ast.Subscript():
            yield from literals(node.value)
        case ast.BinOp(ast.Constant(int() as base), ast.Pow(), ast.Constant(int() as power)):
            yield node, float(base**power)
        case ast.Constant(int() | float() as value) if not isinstance(value, bool):
            yield node, float(value)
        case _:
            for child in ast.iter_child_nodes(node):
                yield from literals(child)


def _value(node: ast.expr) -> object:
    """Return the value of a literal or of `range(literals)`, else None."""
    try:
        if called(node) == "range" and isinstance(node, ast.Call):
            return range(*(ast.literal_eval(each) for each in node.args))
        return ast.literal_eval(node)
    except ValueError:
        return None


def _targets(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else []


def _columns(target: ast.expr, aliases: dict[str, tuple[str, str]]) -> Iterator[tuple[str, str]]:
    if isinstance(target, ast.Tuple):
        for each in target.elts:
            yield from _columns(each, aliases)
        return
    column = None
    node: ast.expr = target
    while isinstance(node, ast.Subscript | ast.Attribute):
        if isinstance(node, ast.Subscript):
            column = text_key(node) or column
        node = node.value
    if not isinstance(target, ast.Subscript) or not isinstance(node, ast.Name):
        return
    if column is not None:
        yield node.id, column
    elif node.id in aliases:
        yield aliases[node.id]


def _aliases(function: ast.FunctionDef) -> dict[str, tuple[str, str]]:
    """Return local names bound to a column: `needs = segment["needs"]`."""
    found = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript):
            pairs = list(_columns(node.value, {}))
            for target in node.targets:
                if isinstance(target, ast.Name) and pairs:
                    found[target.id] = pairs[0]
    return found
