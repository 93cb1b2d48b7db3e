"""Fonts for names in any script: what figures can draw, and what they call a scenario then.

matplotlib's own font has Latin, Greek and Cyrillic letters. Chinese, Japanese and Korean ones need
a font of the machine; where none has them, a figure says the a-z name rather than draw boxes.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from functools import cache

from sim.scenario import shipped

OWN = "DejaVu Sans"
"""The font that comes with matplotlib."""
SIDE = 22
"""Letters of a line beside an axis."""
WIDE = (
    "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans CJK KR", "Noto Sans SC", "Noto Sans JP",
    "Source Han Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback",
    "IPAGothic", "Microsoft YaHei", "SimHei", "Yu Gothic", "Malgun Gothic", "PingFang SC",
    "Hiragino Sans", "Heiti SC", "Apple SD Gothic Neo", "Arial Unicode MS",
)  # fmt: skip
"""Fonts with many scripts that machines often have, in the order in which they are tried."""


@cache
def families() -> tuple[str, ...]:
    """Return the fonts of this machine for `font.family`; the later ones fill what is missing."""
    from matplotlib.font_manager import fontManager

    there = set(fontManager.get_font_names())
    return (OWN, *(name for name in WIDE if name in there))


@cache
def is_drawable(text: str) -> bool:
    """Return whether these fonts have every letter of a text.

    >>> is_drawable("Größe ändern")
    True
    """
    return all(ord(letter) in _letters() or letter.isspace() for letter in text)


def drawn(title: str, name: str) -> str:
    """Return what a figure calls a scenario: its title if it can be drawn, else its name.

    A dollar sign is escaped: it would begin a formula.

    >>> drawn("Price in $", "usd"), drawn("", "acme")
    ('Price in \\\\$', 'acme')
    """
    return (title if title and is_drawable(title) else name).replace("$", r"\$")


def known(names: Iterable[str]) -> dict[str, str]:
    """Return name → what a figure calls a scheme of which only the name is at hand.

    >>> known(["siloed_metrics", "our_pay"])
    {'siloed_metrics': 'Each on own numbers', 'our_pay': 'our_pay'}
    """
    return {name: drawn(shipped.title(name), name) for name in names}


def labels(names: Iterable[str]) -> list[str]:
    """Return what a figure calls schemes: what a mapping of names says, else the names.

    >>> labels(("a", "b")), labels({"a": "Own numbers"})
    (['a', 'b'], ['Own numbers'])
    """
    return list(names.values()) if isinstance(names, Mapping) else list(names)


def wrapped(names: Iterable[str]) -> list[str]:
    """Return the same for the side of an axis: long ones in several lines."""
    return [textwrap.fill(text, SIDE) for text in labels(names)]


@cache
def _letters() -> frozenset[int]:
    from matplotlib.font_manager import findfont, get_font

    found: set[int] = set()
    for family in families():
        found.update(get_font(findfont(family, fallback_to_default=False)).get_charmap())
    return frozenset(found)
