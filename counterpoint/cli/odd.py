"""counterpoint odd: the ODD+D document of a scenario."""

from __future__ import annotations

import json
from pathlib import Path

import click

from counterpoint.terminal.completing import complete_scenario
from counterpoint.terminal.options import json_option, resolve, scenario_options
from counterpoint.terminal.tables import notice


@click.command("odd", short_help="The ODD+D document of a scenario.")
@click.argument("scenario", metavar="SCENARIO", shell_complete=complete_scenario)
@scenario_options
@click.option("--out", type=click.Path(path_type=Path), help="File to write to; never replaced.")
@json_option
def command(
    scenario: str,
    market: str | None,
    overlays: tuple[str, ...],
    overrides: tuple[str, ...],
    out: Path | None,
    as_json: bool,
) -> None:
    """Write the description of the model after the ODD+D protocol, for this very scenario.

    It is generated from the code and the scenario, so it cannot drift; no language model has a
    part in it.

    \b
    Examples:
      counterpoint odd shared_revenue --market enterprise
      counterpoint odd company.yaml --out company-odd.md
    """
    from analysis.odd.document import document

    if out is not None and out.exists():
        raise click.UsageError(f"--out {out}: exists already; choose another file")
    loaded = resolve(scenario, market, overlays, overrides)
    text = document(loaded)
    if out is not None:
        from analysis.results.whole import write_whole

        write_whole(out, text.encode())
        notice(f"Written: {out}")
    elif as_json:
        content = {"scenario": loaded.name, "hash": loaded.hash, "markdown": text}
        click.echo(json.dumps(content, indent=2, ensure_ascii=False))
    else:
        click.echo(text, nl=False)
