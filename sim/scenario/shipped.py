"""The scenario files that come with the package, in a checkout and in an installed wheel."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sim.rooms import per_house
from sim.rooms import practices as practice_blocks
from sim.scenario.nodes import Problems
from sim.scenario.reader import read_file
from sim.scenario.switches import overlays

BASE = "base"
"""The name of the file that lies under every scenario."""
DEFAULT_MARKET = "mid_market"
LABEL = "scenarios"
"""How the folder is called in messages, wherever it lies."""
STUDIES = "studies"
"""The folder of the shipped studies, which are no scenarios."""
PRACTICES = "practices"
"""The folder of the overlays that each switch one practice on."""
_PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Summary:
    """What a shipped file says about itself; `title` is empty when it gives none.

    A practice without a title of its own has that of the block it switches.
    """

    name: str
    kind: str
    description: str
    file: str
    title: str = ""

    @property
    def is_practice(self) -> bool:
        """Return whether it is an overlay that switches one practice on."""
        return self.file.startswith(f"{LABEL}/{PRACTICES}/") or self.name in overlays()


def folder() -> Path:
    """Return the folder of the shipped files: in the wheel, or at the top of a checkout."""
    installed = _PACKAGE / "_scenarios"
    return installed if installed.is_dir() else _PACKAGE.parent / "scenarios"


@per_house
def files() -> dict[str, Path]:
    """Return the path of every shipped file by its short name, such as `mid_market`.

    The practices of rooms from outside, which say themselves what switches them on, come last.
    """
    top = folder()
    found = sorted(top.glob("*.yaml")) + sorted(top.glob("*/*.yaml"))
    known = {path.stem: path for path in found if path.parent.name != STUDIES}
    return {**known, **{name: overlay.path for name, overlay in overlays().items()}}


@cache
def studies() -> dict[str, Path]:
    """Return the path of every shipped study by its short name, such as `smoke`."""
    return {path.stem: path for path in sorted((folder() / STUDIES).glob("*.yaml"))}


def find_study(name: str) -> Path | None:
    """Return the shipped study called `name` (with or without folder and `.yaml`), or None.

    >>> find_study("studies/smoke.yaml") == find_study("smoke")
    True
    """
    short = name.removesuffix(".yaml")
    path = studies().get(short.removeprefix(f"{STUDIES}/"))
    return path if path is not None and short in (path.stem, f"{STUDIES}/{path.stem}") else None


def find(name: str) -> Path | None:
    """Return the shipped file called `name` (with or without folder and `.yaml`), or None.

    >>> find("markets/mid_market.yaml") == find("mid_market")
    True
    """
    path = files().get(name.rsplit("/", 1)[-1].removesuffix(".yaml"))
    if path is None or name.removesuffix(".yaml") == path.stem:
        return path
    relative = path.relative_to(folder()).as_posix()
    return path if name.removesuffix(".yaml") == relative.removesuffix(".yaml") else None


def label(path: Path) -> str | None:
    """Return how a shipped file is called in messages, or None for other files."""
    for overlay in overlays().values():
        if path == overlay.path:
            return overlay.file
    try:
        return f"{LABEL}/{path.relative_to(folder()).as_posix()}"
    except ValueError:
        return None


def summaries() -> list[Summary]:
    """Return name, title, kind and description of every shipped file; base first, then by kind."""
    found = [_summary(path) for path in files().values()]
    order = ("scheme", "market", "overlay", "company")
    return sorted(found, key=lambda item: (item.name != BASE, order.index(item.kind), item.name))


def practices() -> list[str]:
    """Return the names of the overlays that each switch one practice on."""
    return [name for name, path in files().items() if _is_practice(name, path)]


def practice_title(name: str) -> str:
    """Return what people call a shipped practice; empty for anything else.

    >>> practice_title("lead_sla"), practice_title("meetings_working"), practice_title("base")
    ('Lead service level agreement', 'Working meetings', '')
    """
    path = files().get(name)
    return "" if path is None or not _is_practice(name, path) else _summary(path).title


def title(name: str) -> str:
    """Return what people call a shipped file; empty where it has no title, or there is none.

    >>> title("siloed_metrics"), title("enterprise"), title("our_own_pay")
    ('Each on own numbers', 'Large firms, long cycles', '')
    """
    path = files().get(name)
    return "" if path is None else _summary(path).title


def study_summaries() -> list[Summary]:
    """Return name and description of every shipped study."""
    return [_summary(path, "study") for path in studies().values()]


def _summary(path: Path, kind: str = "company") -> Summary:
    problems = Problems()
    name = label(path) or path.name
    node = read_file(path, name, problems)
    problems.stop_if_any()
    says = {key: item.value for key, item in node.items()} if node else {}
    description = " ".join(str(says.get("description", "")).split())
    title = " ".join(str(says.get("title", "")).split()) or _practice_title(path, says)
    return Summary(str(says["name"]), str(says.get("kind", kind)), description, name, title)


def _is_practice(name: str, path: Path) -> bool:
    """Return whether a file is an overlay that switches one practice on."""
    return path.parent.name == PRACTICES or name in overlays()


def _practice_title(path: Path, says: Iterable[str]) -> str:
    """Return the title of the block that a practice switches."""
    if not _is_practice(path.stem, path):
        return ""
    return next((title for key, title in practice_blocks().items() if key in says), "")
