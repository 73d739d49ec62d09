"""The tables of an audit as CSV: contracts by requirements, and key dates."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from contractcheck.audits import selections
from contractcheck.audits.ledger import Ledger, Run
from contractcheck.audits.tasks import About
from contractcheck.model import Severity
from contractcheck.report.cells import csv_cell

# What stands behind the verdict on a gap that a person accepted.
WAIVED = " (waived)"
CHECKED, NOT_CHECKED, REFUSED = "checked", "not checked", "not a contract"
FACTS = ("file", "status", "reason", "kind", "provider", "customer", "pages", "pages not read", "coverage")
GAPS = tuple(f"{severity.value} gaps" for severity in Severity)
DATES = (
    *("date", "what", "file", "how it was computed", "why it is not known"),
    *("page", "clause", "quote", "repeats (months)"),
)


def contract_rows(ledger: Ledger, run: Run, requirements: Iterable[str]) -> Iterator[list[str | int]]:
    """Yield a row a file: what it is, its gaps by severity, and the verdict on each requirement."""
    wanted = list(requirements)
    verdicts, waived = selections.verdicts(ledger, run), selections.waivers(ledger, run)
    path, found = next(verdicts, ("", {}))
    for contract in selections.contracts(ledger, run):
        while path and path < contract.path:
            path, found = next(verdicts, ("", {}))
        row: list[str | int] = [
            contract.path,
            CHECKED if contract.checked else REFUSED if contract.refused else NOT_CHECKED,
            contract.message,
            contract.kind,
            contract.provider,
            contract.customer,
        ]
        if contract.checked:
            own = found if path == contract.path else {}
            row += [contract.pages, contract.unread, "; ".join(contract.not_read)]
            row += [contract.gaps.get(severity, 0) for severity in Severity]
            accepted = waived.get(contract.path, {})
            row += [
                own.get(requirement, ("", ""))[0] + (WAIVED if requirement in accepted else "")
                for requirement in wanted
            ]
        yield row


def date_rows(ledger: Ledger, run: Run) -> Iterator[list[str | int]]:
    """Yield a row a key date, then one for each file that was not checked: its dates are not known either."""
    for date in selections.dates(ledger, run):
        yield [
            *(date.day, date.what, date.path, date.arithmetic, date.reason),
            *(date.page if date.page is not None else "", date.clause, date.quote, date.repeats or ""),
        ]
    for contract in selections.contracts(ledger, run):
        if not contract.checked:
            yield ["", "all", contract.path, "", f"the file was not checked: {contract.message}", "", "", "", ""]


def write_contracts_csv(ledger: Ledger, run: Run, about: About, path: Path) -> None:
    """Write contracts by requirements."""
    wanted = list(selections.requirements(ledger, run))
    _write(path, [*FACTS, *GAPS, *wanted], contract_rows(ledger, run, wanted))


def write_dates_csv(ledger: Ledger, run: Run, about: About, path: Path) -> None:
    """Write the key dates."""
    _write(path, DATES, date_rows(ledger, run))


def _write(path: Path, head: Iterable[str], rows: Iterator[list[str | int]]) -> None:
    # The mark at the start tells spreadsheet programs that the file is UTF-8.
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(head)
        for row in rows:
            writer.writerow([csv_cell(value) for value in row])
