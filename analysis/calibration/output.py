"""What a fit to tables writes: the company file, and beside it draws and both reports."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analysis.calibration.data_report import content as data_content
from analysis.calibration.data_report import data_report
from analysis.calibration.report import fit_report
from analysis.results.manifest import command, environment
from analysis.results.place import REPORT
from analysis.results.protocol import Results

if TYPE_CHECKING:
    import pandas as pd

    from analysis.calibration.check import Check
    from analysis.calibration.crm import Calibration
    from analysis.calibration.ledger import Ledger
    from analysis.calibration.prediction import Prediction

DRAWS = "posterior"
"""Table of the draws of a fit."""
DATA, DATA_PLAIN, REPORT_PLAIN = "data.html", "data.json", "report.json"
"""The report of the data, and both reports for programs."""
FILES = (f"{DRAWS}.parquet", DATA, DATA_PLAIN, REPORT, REPORT_PLAIN)
"""What lies beside the company file."""


def company_results(name: str, text: str) -> Results:
    """Return a company file alone, as a fit to known numbers writes it."""
    return Results(facts=_facts(), tables={}, texts={name: text})


def data_results(ledger: Ledger, table: str) -> Results:
    """Return the report of tables that were read, `table` being the name of the first."""
    facts = _facts()
    texts = {
        DATA: data_report(table, ledger, _told(facts)),
        DATA_PLAIN: _plain(data_content(ledger)),
    }
    return Results(facts=facts, tables={}, texts=texts)


def fit_results(
    fit: Calibration,
    check: Check,
    found: Prediction | None,
    company: tuple[str, str],
    data: Results,
    content: Mapping[str, Any],
    *,
    accounts: Sequence[str],
    parameters: tuple[Sequence[str], Sequence[Sequence[str]]],
    believed: Sequence[str],
) -> Results:
    """Return all files of a fit.

    Args:
        fit: what was found.
        check: the whole table beside runs of the fit.
        found: the part left out, predicted; None where nothing was.
        company: name and text of the company file.
        data: what `data_results` says of the tables.
        content: the report of the fit for programs.
        accounts, parameters, believed: sentences and rows of the report, as `fit_report` has them.
    """
    name, text = company

    def report(results: Results) -> str:
        return fit_report(
            name, check, found, accounts=accounts, parameters=parameters, believed=believed,
            facts=_told(results.facts),
        )  # fmt: skip

    return Results(
        facts=data.facts,
        tables={DRAWS: draws(fit)},
        texts={name: text, **data.texts, REPORT_PLAIN: _plain(content)},
        report=report,
        fmt="parquet",
    )


def draws(fit: Calibration) -> pd.DataFrame:
    """Return the draws of a fit, a row each: weight, and a column per parameter."""
    import pandas as pd

    frame = pd.DataFrame(fit.draws, columns=[item.key for item in fit.found])
    frame.insert(0, "weight", fit.weights)
    return frame


def checks(check: Check, found: Prediction | None) -> dict[str, Any]:
    """Return for programs what runs say of the whole table, and of the part left out if any."""
    from analysis.calibration.check_words import content as whole
    from analysis.calibration.heldout_words import content as part

    return {"check": whole(check), **({} if found is None else {"hold_out": part(found)})}


def _facts() -> dict[str, Any]:
    return {"kind": "calibrate", "command": command(), **environment()}


def _told(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what a report says of how it was made."""
    return [(key, str(facts[key])) for key in ("command", "version", "platform")]


def _plain(content: Mapping[str, Any]) -> str:
    return json.dumps(content, indent=2) + "\n"
