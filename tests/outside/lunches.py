"""The room of the page that shows how to add one from outside, as it stands there."""

import re
from functools import cache

from tests.house.source import ROOT

PAGE = ROOT / "docs" / "how-to" / "add-a-room-from-outside.md"
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)


@cache
def blocks():
    """Return the code of the page: the room, and how it is used from Python."""
    return BLOCK.findall(PAGE.read_text(encoding="utf-8"))


def text(*changes):
    """Return the room's text, each (old, new) of `changes` made in it."""
    found = blocks()[0]
    for old, new in changes:
        assert old in found, old
        found = found.replace(old, new)
    return found


def written(folder, *changes, name="lunches"):
    """Return the path of the room in a folder; another name is changed throughout."""
    found = text(*changes)
    if name != "lunches":
        found = found.replace("lunches", name).replace("Lunches", name.title())
    path = folder / f"{name}.py"
    path.write_text(found, encoding="utf-8")
    return path
