"""One page for each room, from its docstring, its parameters, its rules and its columns."""

from __future__ import annotations

import ast
import inspect
import textwrap
from types import ModuleType

from analysis.odd.access import access, foreign, listed
from analysis.odd.fragments import module_of, parts, room_names, sentence, summary
from analysis.odd.markdown import number, page, section, table
from sim.blocks import BLOCKS
from sim.core.params import Block, Parameter
from sim.scenario.declared import PRACTICES
from sim.world.state import STATE


def pages() -> dict[str, str]:
    """Return file name → text for every room and for the list of rooms."""
    texts = {f"{name}.md": room_page(name) for name in room_names()}
    rows = [(f"[{name}]({name}.md)", summary(name)) for name in room_names()]
    texts["README.md"] = page("Mechanisms", table(("mechanism", "what it is"), rows))
    return texts


def room_page(name: str) -> str:
    """Return the page of one room."""
    found = parts(name)
    module = module_of(name)
    folder = module.__name__.split(".")[1]
    lead, _, rest = found.pop("What it says").partition("\n\n")
    return page(
        PRACTICES.get(name) or name.replace("_", " ").capitalize(),
        f"**{_line(lead)}**",
        rest,
        section("What it takes", found.get("Takes", "")),
        section("Counter-force", found.get("Counter-force", "")),
        section("Neutral setting", sentence(found.get("Neutral", ""))),
        section("In the week", _listed(module, "phase")),
        section("Rules", _listed(module, "rule")),
        *(section(*_block(title, block)) for title, block in _blocks(name, module)),
        section("Reads", _read(name)),
        section("Writes", _written(name)),
        section("Sources", f"{sentence(found.get('Sources', ''))}\n\nLetters and numbers refer to"
                " [the evidence](../evidence.md); assumptions are listed in"
                " [the assumptions](../../reference/assumptions.md)."),
        f"Code: `sim/{folder}/{name}.py`. Tests: `tests/{folder}/test_{name}.py`.",
    )  # fmt: skip


def parameter_table(parameters: dict[str, Parameter]) -> str:
    """Return the table of some parameters."""
    headings = ("name", "default", "unit", "bounds", "worth sweeping", "market", "meaning",
                "source")  # fmt: skip
    return table(headings, [_parameter_row(name, item) for name, item in parameters.items()])


def _parameter_row(name: str, item: Parameter) -> tuple[str, ...]:
    numbers = f"{number(item.low)} to {number(item.high)}"
    bounds = ", ".join(item.choices) or " or ".join(filter(None, (item.word, numbers)))
    sweep = f"{number(item.sweep[0])} to {number(item.sweep[1])}" if item.sweep else ""
    if item.around:
        sweep = f"value ÷ {number(item.around)} to × {number(item.around)}"
    default = item.plain()
    if isinstance(default, dict):
        shown = ", ".join(f"{key} {number(value)}" for key, value in default.items())
    else:
        shown = number(default)
    market = "yes" if item.market else ""
    return (f"`{name}`", shown, item.unit, bounds, sweep, market, item.meaning, item.source)


def _blocks(name: str, module: ModuleType) -> list[tuple[str, type[Block]]]:
    own = BLOCKS.get(name)
    others = [
        value
        for value in vars(module).values()
        if inspect.isclass(value)
        and issubclass(value, Block)
        and value.__module__ == module.__name__
        and value is not own
    ]
    named = [(f"Parameters of a {block.__name__.lower()}", block) for block in others]
    return named if own is None else [("Parameters", own), *named]


def _block(title: str, block: type[Block]) -> tuple[str, str]:
    return title, f"{inspect.getdoc(block) or ''}\n\n{parameter_table(block.parameters)}"


def _listed(module: ModuleType, kind: str) -> str:
    tree = ast.parse(inspect.getsource(module))
    lines = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and _is(node, kind):
            text = ast.get_docstring(node) or ""
            head, _, rest = text.partition("\n\n")
            arguments = ", ".join(argument.arg for argument in node.args.args)
            shown = f"`{node.name}({arguments})`" if kind == "rule" else f"`{node.name}`"
            lines.append(f"- {shown}: {_line(head)}")
            if rest:
                lines.append(textwrap.indent(f"\n{_fenced(rest)}\n", "  "))
    return "\n".join(lines)


def _fenced(text: str) -> str:
    """Return text with its doctest, if any, set as code."""
    words, mark, code = text.partition(">>>")
    return f"{words}```python\n{mark}{code}\n```" if mark else text


def _is(node: ast.FunctionDef, kind: str) -> bool:
    return any(isinstance(mark, ast.Name) and mark.id == kind for mark in node.decorator_list)


def _read(name: str) -> str:
    """Return the columns of others that a room reads, found in its code."""
    columns = foreign(name)
    return f"Columns that others write: {listed(columns)}." if columns else ""


def _written(name: str) -> str:
    """Return the columns that a room writes, found in its code."""
    written = access(name).writes
    rows = [
        (f"`{each.name}.{column.name}`", column.unit, column.meaning)
        for each in STATE
        for column in each.columns
        if (each.name, column.name) in written
    ]
    return table(("column", "unit", "meaning"), rows) if rows else ""


def _line(text: str) -> str:
    return " ".join(text.split())
