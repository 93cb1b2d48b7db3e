"""What the text of a room from outside says, line by line, before any of it is executed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sim.blocks import class_name

MARKS = ("rule", "act", "phase")


@dataclass(frozen=True)
class Written:
    """The text of a room, taken apart."""

    name: str
    tree: ast.Module

    @cached_property
    def functions(self) -> dict[str, ast.FunctionDef]:
        """Return its functions by name."""
        return {node.name: node for node in self.tree.body if isinstance(node, ast.FunctionDef)}

    @cached_property
    def block(self) -> ast.ClassDef | None:
        """Return the class of its parameters: that of the file's name."""
        wanted = class_name(self.name)
        classes = [node for node in self.tree.body if isinstance(node, ast.ClassDef)]
        return next((node for node in classes if node.name == wanted), None)

    @cached_property
    def parameters(self) -> dict[str, ast.Call]:
        """Return the declarations in its block by name."""
        found = {}
        for node in self.block.body if self.block else ():
            match node:
                case ast.AnnAssign(ast.Name(name), _, ast.Call() as call):
                    found[name] = call
                case ast.Assign([ast.Name(name)], ast.Call() as call):
                    found[name] = call
        return found

    def assigned(self, name: str) -> ast.expr | None:
        """Return what is assigned to a name of the module."""
        for node in self.tree.body:
            match node:
                case ast.Assign([ast.Name(found)], value) if found == name:
                    return value
                case ast.AnnAssign(ast.Name(found), _, value) if found == name:
                    return value
        return None

    def phases(self) -> Iterator[tuple[ast.FunctionDef, dict[str, str]]]:
        """Yield each phase with what its mark says of its place."""
        for function in self.functions.values():
            for mark in function.decorator_list:
                match mark:
                    case ast.Name("phase"):
                        yield function, {}
                    case ast.Call(ast.Name("phase"), _, keywords):
                        yield function, {str(each.arg): text(each.value) or "" for each in keywords}

    def columns(self) -> Iterator[tuple[str, ast.expr, list[ast.Call]]]:
        """Yield each table that gets columns, the place of its name, and their declarations."""
        found = self.assigned("COLUMNS")
        if not isinstance(found, ast.Dict):
            return
        for key, value in zip(found.keys, found.values, strict=True):
            if key is not None:
                items = value.elts if isinstance(value, (ast.Tuple, ast.List)) else [value]
                yield (
                    text(key) or "", key, [each for each in items if isinstance(each, ast.Call)],
                )  # fmt: skip

    def moves(self) -> Iterator[tuple[str, ast.expr]]:
        """Yield each column of another room that it says it writes, and where it says so."""
        found = self.assigned("MOVES")
        for each in found.elts if isinstance(found, (ast.Tuple, ast.List)) else ():
            yield text(each) or "", each

    def asked(self) -> Iterator[tuple[str, ast.Subscript, bool]]:
        """Yield each text by which rows or settings are asked, and whether that is written to."""
        for function in self.functions.values():
            targets = set()
            for node in ast.walk(function):
                if isinstance(node, ast.Assign):
                    targets |= {id(each) for target in node.targets for each in _stored(target)}
                elif isinstance(node, (ast.AugAssign, ast.AnnAssign)):
                    targets |= {id(each) for each in _stored(node.target)}
            for node in ast.walk(function):
                if isinstance(node, ast.Subscript) and (key := text(node.slice)) is not None:
                    yield key, node, id(node) in targets


def text(node: ast.expr | None) -> str | None:
    """Return the text that stands there, or None when it is anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _stored(target: ast.expr) -> Iterator[ast.expr]:
    """Yield the subscripts through which an assignment reaches what it changes."""
    if isinstance(target, (ast.Tuple, ast.List)):
        for each in target.elts:
            yield from _stored(each)
    while isinstance(target, ast.Subscript):
        yield target
        target = target.value
