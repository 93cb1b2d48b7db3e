"""counterpoint schema: the JSON Schema of scenario files."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import click

from counterpoint.terminal.tables import notice


@click.command("schema", short_help="JSON Schema, so that an editor completes keys.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file instead."
)
def command(out: Path | None) -> None:
    """Print the JSON Schema of scenario files.

    \b
    Example, and the line at the top of a scenario that makes an editor use it:
      counterpoint schema --out counterpoint.schema.json
      # yaml-language-server: $schema=counterpoint.schema.json
    """
    from analysis.results.whole import put
    from sim.core.errors import InputError
    from sim.scenario.jsonschema import json_schema

    text = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        put(out, text.encode())
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise
        raise InputError(f"{out}: cannot be written: {error.strerror}") from error
    notice(f"Wrote {out}.")
