"""Consoles that cannot show every letter get plain ones, in every command.

A stream keeps the letters its encoding has; the others become plain: "×" an "x", "→" an "->",
"ü" an "u", and what has no plain form a "?".
"""

from __future__ import annotations

import codecs
import io
import sys
import unicodedata
from typing import TextIO

PLAIN = {
    "×": "x", "·": "*", "•": "*", "−": "-", "–": "-", "—": "-", "‑": "-", "→": "->", "←": "<-",
    "↑": "^", "↓": "v", "≤": "<=", "≥": ">=", "≈": "~", "≠": "!=", "±": "+/-", "∞": "inf",
    "…": "...", "€": "EUR", "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "²": "2", "³": "3",
    "½": "1/2", "✓": "yes", "✗": "no", "●": "*", "■": "#", "█": "#", "▏": "|", "░": ".",
    "▲": "^", "▼": "v", "▶": ">", "◀": "<", "÷": "/", "£": "GBP", "¥": "JPY", "√": "sqrt ",
    "†": "+", "ß": "ss", "æ": "ae", "ø": "o", "µ": "u",
}  # fmt: skip
"""What stands for a letter that a console lacks; accents are dropped, lines become - | +."""
HANDLER = "counterpoint.plain"
LINES = (0x2500, 0x257F)
"""The box drawings of Unicode."""
LATIN = "latin-1"


class AsciiStream(io.TextIOWrapper):
    """A stream that writes plain letters only.

    It calls itself Latin-1, of which ASCII is a part: click takes streams that call themselves
    ASCII for a mistake, and writes UTF-8 to them.
    """

    def write(self, text: str) -> int:
        """Write text in plain letters."""
        super().write(text.encode("ascii", HANDLER).decode("ascii"))
        return len(text)


def plain(letter: str) -> str:
    """Return a letter in ASCII.

    >>> [plain(letter) for letter in "×üé─│┼→⊕"]
    ['x', 'u', 'e', '-', '|', '+', '->', '?']
    """
    if letter in PLAIN:
        return PLAIN[letter]
    if LINES[0] <= ord(letter) <= LINES[1]:
        name = unicodedata.name(letter)
        if " AND " in name:
            return "+"
        return "|" if name.endswith("VERTICAL") else "-"
    bare = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode("ascii")
    return bare or "?"


def use_plain_letters() -> None:
    """Let standard output and standard error fall back to plain letters where they must."""
    codecs.register_error(HANDLER, _replaced)
    sys.stdout = _able(sys.stdout)
    sys.stderr = _able(sys.stderr)


def spelled(text: str, stream: TextIO) -> str:
    """Return a text in the letters that a stream of this program writes, as long as it is there."""
    if isinstance(stream, AsciiStream):
        return text.encode("ascii", HANDLER).decode("ascii")
    if stream.errors == HANDLER and stream.encoding:
        return text.encode(stream.encoding, HANDLER).decode(stream.encoding)
    return text


def _able(stream: TextIO) -> TextIO:
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    encoding = codecs.lookup(stream.encoding).name
    if encoding == "ascii":
        return AsciiStream(stream.detach(), LATIN, HANDLER, line_buffering=stream.line_buffering)
    if not encoding.startswith("utf"):
        stream.reconfigure(errors=HANDLER)
    return stream


def _replaced(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    return "".join(map(plain, letters)), error.end
