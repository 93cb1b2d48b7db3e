"""Results that are called after a file and lie beside it: `acme.yaml`, `acme_report.html`."""

from __future__ import annotations

from pathlib import Path

from analysis.results.place import Place
from analysis.results.whole import put
from sim.core.errors import InputError


class Beside(Place):
    """The files of one file, each whole or absent; the file itself is among them.

    Attributes:
        path: the file after which the others are called.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def at(self, name: str) -> Path:
        """Return where a file goes.

        >>> str(Beside(Path("ours/acme.yaml")).at("report.html"))
        'ours/acme_report.html'
        """
        own = self.path.name
        return self.path.with_name(own if name == own else f"{self.path.stem}_{name}")

    def write(self, name: str, data: bytes | str) -> None:
        """Write one of them. Raises: InputError."""
        path = self.at(name)
        try:
            put(path, data.encode() if isinstance(data, str) else data)
        except OSError as error:
            raise InputError(f"{path}: cannot be written: {error.strerror}") from error
