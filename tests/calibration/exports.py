"""Small exports to be read: as CRMs write them, and as people spoil them."""

from datetime import date, datetime, timedelta

import numpy as np

from analysis.calibration.reading import read
from analysis.calibration.table import How

HEAD = "Created Date,Close Date,Stage,Amount,Owner\n"
LINES = (
    "2026-01-05,2026-01-19,Closed Won,1000,Ann\n"
    "2026-01-12,2026-03-02,Closed Lost,,Bob\n"
    "2026-02-02,2026-06-30,Proposal,500,Ann\n"
)
START = date(2024, 1, 1)


def reading(folder, text, name="deals.csv", encoding="utf-8", **how):
    """Return a text as it is read from a file."""
    content = text if isinstance(text, bytes) else text.encode(encoding)
    (folder / name).write_bytes(content)
    return read(folder / name, How(**how))


def rows(size=400, seed=1, owners=9):
    """Return rows that look like sales: created, closed, outcome, amount, owner."""
    luck = np.random.default_rng(seed)
    found = []
    talent = luck.uniform(0.1, 0.6, owners)
    for day in np.sort(luck.integers(0, 728, size)):
        created = START + timedelta(days=int(day))
        created -= timedelta(days=max(created.weekday() - 4, 0))
        closed = created + timedelta(days=int(luck.lognormal(3.3, 0.9)) + 1)
        closed += timedelta(days=(7 - closed.weekday()) % 7 if closed.weekday() > 4 else 0)
        owner = int(luck.integers(0, owners))
        is_open = closed > START + timedelta(days=730)
        won = luck.random() < talent[owner]
        outcome = "open" if is_open else "won" if won else "lost"
        amount = round(float(luck.lognormal(9, 1)), 2)
        found.append([created, None if is_open else closed, outcome, amount, f"Person {owner}"])
    return found


def csv_of(table, head="created,closed,outcome,amount,owner", mark=","):
    """Return rows as the text of a file."""
    lines = [mark.join("" if cell is None else str(cell) for cell in row) for row in table]
    return "\n".join([head.replace(",", mark), *lines]) + "\n"


def workbook(path, sheets, hidden=()):
    """Write rows as sheets of a workbook, by name."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, table in sheets.items():
        sheet = book.create_sheet(name)
        for row in table:
            sheet.append(
                [datetime(c.year, c.month, c.day) if isinstance(c, date) else c for c in row]
            )
        for letter in hidden:
            sheet.column_dimensions[letter].hidden = True
    book.save(path)
