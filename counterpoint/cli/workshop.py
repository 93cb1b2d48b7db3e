"""counterpoint workshop: the live page, and the workshop of a pack on it."""

from __future__ import annotations

import importlib.util
import ipaddress
import socket
from pathlib import Path

import click

from counterpoint.terminal.completing import complete_scenario
from counterpoint.terminal.kinds import check_scenarios
from counterpoint.terminal.tables import notice

NEEDED = ("starlette", "uvicorn", "segno", "markdown_it")
PORT = 8137
SHOWN = ("siloed_metrics", "shared_revenue")
MOST_SHOWN = 3
HOME = "127.0.0.1"
ROOM = Path("results") / "workshop.sqlite"


@click.command("workshop", short_help="The live page, and workshops on it.")
@click.argument("names", metavar="[PACK|SCENARIO]...", nargs=-1, shell_complete=complete_scenario)
@click.option(
    "--port", type=click.IntRange(1, 65535), default=PORT, show_default=True, help="Port to use."
)
@click.option(
    "--share",
    metavar="ADDRESS",
    help="Address of this machine under which others may reach the page, such as 192.168.1.20.  "
    "[default: only this machine]",
)
@click.option(
    "--room",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    default=ROOM,
    show_default=True,
    help="Where a workshop is kept; one that is there is gone on with.",
)
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
def command(
    names: tuple[str, ...], port: int, share: str | None, room: Path, no_browser: bool
) -> None:
    """Open a page on which schemes are set with sliders and compared at once.

    With a PACK it opens a workshop: teams predict on their phones, see what happens, redesign.

    Everything runs on this machine; nothing leaves it. Ctrl-C ends it.

    \b
    Examples:
      counterpoint workshop
      counterpoint workshop siloed_metrics unified_cro our_firm.yaml
      counterpoint workshop siloed_or_shared --share 192.168.1.20
    """
    from counterpoint.terminal.progress import compiled

    _check_extra()
    from counterpoint.workshop.opening import Page

    address = _address(share)
    packs, scenarios = _sorted(names)
    check_scenarios(*scenarios)
    bases = _bases(scenarios)
    shown = [_short(name) for name in scenarios][:MOST_SHOWN] or list(SHOWN)
    with _listening(address, port) as listening:
        compiled()
        page = Page(bases, shown, packs, room, listening)
        with page.opened() as first:
            _say_who(address)
            notice(f"Open this address (it is yours alone): {first}\nCtrl-C ends it.")
            page.serve(opens=not no_browser)


def _sorted(names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the packs and the scenarios among the names; packs are checked.

    Raises: InputError, ScenarioError with every problem.
    """
    from counterpoint.workshop.rounds.pack import find_pack
    from counterpoint.workshop.rounds.pack_file import load_pack
    from sim.core.errors import InputError

    packs = tuple(name for name in names if find_pack(name) is not None)
    if len(packs) > 1:
        raise InputError(f"one pack at a time, not {' and '.join(packs)}")
    for name in packs:
        load_pack(name)
    return packs, tuple(name for name in names if name not in packs)


def _check_extra() -> None:
    """Raises: InputError when the page's libraries are not installed."""
    from sim.core.errors import InputError

    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise InputError(
            f"the live page needs {', '.join(missing)}; install with: "
            "pip install 'counterpoint[workshop]'"
        )


def _address(share: str | None) -> str:
    """Return the address to listen on. Raises: InputError."""
    from sim.core.errors import InputError

    if share is None:
        return HOME
    try:
        found = ipaddress.ip_address(share)
    except ValueError:
        text = f"--share: {share!r} is no address; name one of this machine, such as 192.168.1.20"
        raise InputError(text) from None
    if found.is_unspecified:
        raise InputError("--share: name one address, so that it is clear who can reach the page")
    return share


def _listening(address: str, port: int) -> socket.socket:
    """Return a socket that listens: who comes early waits until the page is served.

    Raises: InputError when nobody can listen there.
    """
    from sim.core.errors import InputError

    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        return socket.create_server((address, port), family=family)
    except OSError as error:
        raise InputError(
            f"cannot listen on {address}, port {port}: {error.strerror}; is the page open "
            "already? Another port: --port 8138"
        ) from None


def _short(name: str) -> str:
    return Path(name).stem if name.endswith((".yaml", ".yml")) else name.rsplit("/", 1)[-1]


def _bases(names: tuple[str, ...]) -> dict[str, str]:
    """Return what may be chosen as a scheme: those given, then the shipped ones.

    Raises: ScenarioError with every problem, InputError.
    """
    from sim.core.errors import InputError
    from sim.scenario import load_scenario
    from sim.scenario.shipped import summaries

    given = {_short(name): name for name in names}
    if len(given) < len(names):
        raise InputError("two scenarios have the same name; give each file its own")
    for name in names:
        load_scenario(name)
    shipped = {item.name: item.name for item in summaries() if item.kind == "scheme"}
    return given | {name: name for name in shipped if name not in given}


def _say_who(address: str) -> None:
    if address == HOME:
        notice("Only this machine can reach the page.")
        return
    notice(
        f"Everybody who can reach {address} can open the page: all on the same network, as a rule. "
        "They cannot steer without the address below. Messages travel unencrypted.",
        colour="yellow",
    )
