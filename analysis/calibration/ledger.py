"""All tables of a firm as they were read: opportunities, and what stands beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from analysis.calibration.besides import Beside, Frame, read_customers, read_leads
from analysis.calibration.books import Books
from analysis.calibration.folder import STAGES, Folder, kind_of, sorted_out
from analysis.calibration.reading import Reading, read
from analysis.calibration.specs import CUSTOMERS, LEADS, MORE, OPPORTUNITIES, SPECS
from analysis.calibration.specs import STAGES as WHY_NO_STAGES
from analysis.calibration.table import How
from sim.core.errors import InputError

READERS = {LEADS.name: read_leads, CUSTOMERS.name: read_customers}


@dataclass(frozen=True)
class Ledger:
    """What was read.

    Attributes:
        file: of the opportunities. reading: these. besides: other tables, by kind.
        folder: how a folder was sorted out; None for files that were named.
    """

    file: Path
    reading: Reading
    besides: dict[str, Beside]
    folder: Folder | None = None

    @property
    def books(self) -> Books:
        """Return the tables for a fit."""
        leads, customers = (self.besides.get(each.name) for each in (LEADS, CUSTOMERS))
        return Books(
            self.reading.deals,
            None if leads is None else leads.leads,
            None if customers is None else customers.customers,
        )


def read_all(
    path: Path, how: dict[str, How] | None = None, given: dict[str, Path] | None = None
) -> Ledger:
    """Return the tables in a file of opportunities or in a folder, and in further files.

    how: by kind of table; given: further files, by kind. Raises: InputError, with all that is
    wrong in each table at once.
    """
    how = how or {name: How(spec=spec) for name, spec in SPECS.items()}
    _check(how, given or {})
    folder = sorted_out(path, how, given or {}) if path.is_dir() else None
    tables = dict(given or {}) if folder is None else folder.tables
    file = path if folder is None else tables[OPPORTUNITIES.name]
    reading = read(file, how[OPPORTUNITIES.name])
    frame = Frame(reading.first, reading.deals.weeks, reading.is_dated)
    found, wrong = {}, []
    for spec in MORE:
        if spec.name in tables:
            mine = replace(how[spec.name], spec=spec)
            try:
                found[spec.name] = READERS[spec.name](tables[spec.name], mine, frame)
            except InputError as error:
                wrong.append(str(error))
    if wrong:
        raise InputError("\n".join(wrong))
    return Ledger(file, reading, found, folder)


def _check(how: dict[str, How], given: dict[str, Path]) -> None:
    """Raise InputError for files that are named as one table and have the headings of another."""
    wrong = []
    for name, file in given.items():
        kind = kind_of(file, how) if file.is_file() else ""
        if kind == STAGES:
            wrong.append(f"--{name} {file}: is a {WHY_NO_STAGES}")
        elif kind == OPPORTUNITIES.name:
            wrong.append(
                f"--{name} {file}: has the headings of opportunities, not of {name}; give it as "
                f"DATA, or name the columns: --column {name}.FIELD=HEADING"
            )
    if wrong:
        raise InputError("\n".join(wrong))
