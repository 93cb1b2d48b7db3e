"""Make a module of the text of a room from outside, by whichever names it asks for the house."""

from __future__ import annotations

import ast
import importlib.abc
from types import CodeType
from typing import Any

from sim.core.spelling import ABOVE, here, is_short

LOADED = here("sim.outside.loaded")
"""Below this name stand the modules made of texts."""


class Text(importlib.abc.SourceLoader):
    """Makes a module of a text, under the name of a file that holds it."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text

    def get_filename(self, fullname: str) -> str:
        """Return the file that holds the text."""
        del fullname
        return self.path

    def get_data(self, path: str | bytes) -> bytes:
        """Return the text; `path` is no other file's."""
        if str(path) != self.path:
            raise OSError(path)
        return self.text.encode()

    @staticmethod
    def source_to_code(data: Any, path: Any = "", *_more: Any, **_options: Any) -> CodeType:
        """Return the text compiled, with its imports by the names that modules have here."""
        tree = by_names_here(ast.parse(data, str(path)), ABOVE)
        return compile(tree, str(path), "exec", dont_inherit=True)


def by_names_here(tree: ast.Module, above: str) -> ast.Module:
    """Return a text in which imports of `sim.x` and `analysis.x` ask for `above` and that name.

    >>> print(ast.unparse(by_names_here(ast.parse("import sim.week"), "counterpoint.")))
    import counterpoint.sim.week
    from counterpoint import sim
    """
    return ast.fix_missing_locations(_Renamed(above).visit(tree)) if above else tree


class _Renamed(ast.NodeTransformer):
    """Puts `above` before the short names in imports; every line stays where it is."""

    def __init__(self, above: str) -> None:
        self.above = above

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.ImportFrom:
        """Rename what something is imported from."""
        if node.level == 0 and node.module and is_short(node.module):
            node.module = self.above + node.module
        return node

    def visit_Import(self, node: ast.Import) -> list[ast.stmt]:
        """Rename what is imported; without another name, its package keeps its short one."""
        found: list[ast.stmt] = [node]
        for each in node.names:
            if is_short(each.name):
                top = each.name.partition(".")[0]
                each.name = self.above + each.name
                if each.asname is None:
                    package = self.above.removesuffix(".")
                    short = ast.ImportFrom(package, [ast.alias(top)], 0)
                    found.append(ast.copy_location(short, node))
        return found
