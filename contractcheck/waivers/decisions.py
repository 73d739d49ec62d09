"""The decisions that a reviewer wrote into the workbook of ``--format xlsx`` -> waivers."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator
from datetime import date, datetime
from glob import escape
from pathlib import Path
from typing import Any

from contractcheck.errors import ContractcheckError, RuleError
from contractcheck.model import Waiver
from contractcheck.waivers.entries import BY_CONTENT, WaiverEntry

ACCEPT = "accept"
# What else a reviewer may decide. A word that is none of these may be an "accept" that would go unseen.
OTHERS = ("negotiate", "reject", "")
_NEEDED = ("requirement", "decision", "reason")
# A checklist of ten thousand contracts would not be decided by hand.
MAX_ROWS = 200_000


def read_decisions(path: Path, known: Collection[str]) -> tuple[WaiverEntry, ...]:
    """Read the rows whose decision is "accept". Each is for the contract whose content the row names.

    Raises:
        RuleError: rows hold faults (an unknown decision or requirement, a day that is none); the error names each row.
        ContractcheckError: the file is no workbook, or not one that ``--format xlsx`` made.
    """
    entries: list[WaiverEntry] = []
    faults: list[str] = []
    for number, row in _rows(path):
        place = f"{path.name}:{number}"
        decision = _line(row.get("decision"))
        if decision.lower() in OTHERS:
            continue
        if decision.lower() != ACCEPT:
            faults.append(f"{path}:{number}: '{decision}' is not a decision (accept, negotiate or reject)")
            continue
        id_ = str(row.get("requirement") or "").strip()
        if id_ not in known:
            faults.append(f"{path}:{number}: no requirement is called '{id_}'")
            continue
        try:
            until = _day(row.get("until"))
        except ValueError:
            faults.append(f"{path}:{number}: '{row.get('until')}' is not a date (write it as 2027-03-31)")
            continue
        waiver = Waiver(id_, _line(row.get("reason")), _line(row.get("who")), until)
        content = str(row.get("sha256") or "").strip()
        contract = BY_CONTENT + content if content else escape(str(row.get("contract") or ""))
        entries.append(WaiverEntry(waiver, contract, place, path.parent))
    if faults:
        raise RuleError(tuple(faults))
    return tuple(entries)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each row of the first sheet with its number, by the names in the first row."""
    import openpyxl

    try:
        with warnings.catch_warnings():
            # Lists to choose from, and the like, are of no use here: that they are not read is no news.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            rows = book.worksheets[0].iter_rows(values_only=True, max_row=MAX_ROWS)
            head = [str(name or "").strip().lower() for name in next(rows, ())]
            lost = [name for name in _NEEDED if name not in head]
            if lost:
                missing = ", ".join(lost)
                raise ContractcheckError(f"{path}: its first row does not name the column {missing}")
            found = [(at, dict(zip(head, row, strict=False))) for at, row in enumerate(rows, start=2)]
            book.close()
    except ContractcheckError:
        raise
    except Exception as error:  # what openpyxl raises on a file that is no workbook depends on where it stumbles
        raise ContractcheckError(f"{path}: this is not a workbook that can be read ({type(error).__name__})") from None
    yield from found


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    words = str(value or "").strip()
    return date.fromisoformat(words) if words else None


def _line(value: object) -> str:
    return " ".join(str(value or "").split())
