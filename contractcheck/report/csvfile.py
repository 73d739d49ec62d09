"""Reports as CSV, one finding a row, for spreadsheets and scripts. Text that would be a formula is marked as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from contractcheck.model import Assessed, ContractFacts, Evidence, Report, Value
from contractcheck.model.oneline import one_line
from contractcheck.report.cells import csv_cell
from contractcheck.report.coverage import coverage_lines, other_notes

COLUMNS = (
    *("file", "playbook", "playbook_version", "status", "error"),
    *("requirement", "title", "family", "severity", "verdict", "found", "side"),
    *("value", "unit", "value_words", "usual"),
    *("document", "page", "clause", "heading", "quote", "passages"),
    *("nearest_page", "nearest_clause", "nearest_quote"),
    *("message", "why", "suggestion", "sources"),
    *("waived", "waived_by", "waived_until", "pages_not_read", "sha256", "coverage"),
)
# Spreadsheet programs take a file for UTF-8 when it begins with this.
_MARK = "\ufeff"
Cell = str | int | float


def to_csv(reports: Sequence[Report]) -> str:
    """Return reports as CSV with a header. A file that was not checked has one row, with its error and no finding.

    Where a finding has several passages, the row quotes the first that holds the value, and counts them.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for report in reports:
        for row in _rows(report):
            writer.writerow([csv_cell(row.get(name, "")) for name in COLUMNS])
    return _MARK + out.getvalue()


def _rows(report: Report) -> Iterable[dict[str, Cell]]:
    facts: dict[str, Cell] = {
        "file": report.contract.path,
        "playbook": report.playbook,
        "playbook_version": report.playbook_version,
        "status": report.status.value,
        "error": report.error.message if report.error else "",
        "pages_not_read": " ".join(str(page) for page in report.contract.unread_pages),
        "sha256": report.contract.sha256,
        "coverage": "; ".join((*_sentences(report.contract), *other_notes(report.contract))),
    }
    # A playbook without rows still says that the file was checked.
    if report.error is not None or not report.shown:
        yield facts
    for item in report.shown:
        yield facts | _finding(item)


def _sentences(facts: ContractFacts) -> Iterable[str]:
    return (line.sentence for line in coverage_lines(facts))


def _finding(item: Assessed) -> dict[str, Cell]:
    finding = item.finding
    row: dict[str, Cell] = {
        "requirement": finding.requirement,
        "title": item.title,
        "family": item.family,
        "severity": item.severity.value,
        "verdict": item.verdict.value,
        "found": finding.found.value,
        "side": finding.side.value,
        "usual": item.threshold,
        "passages": len(finding.evidence),
        "message": item.message,
        "why": item.why,
        "suggestion": item.suggestion,
        "sources": "; ".join(item.sources),
    }
    if finding.value is not None:
        row |= _value(finding.value)
    if finding.evidence:
        first = min(finding.evidence, key=lambda passage: not _holds(finding.value, passage))
        row |= _passage(first)
        row["heading"] = first.heading
    elif finding.nearest is not None:
        row |= {f"nearest_{name}": cell for name, cell in _passage(finding.nearest).items()}
    if item.waiver is not None:
        row |= {
            "waived": item.waiver.reason,
            "waived_by": item.waiver.who,
            "waived_until": item.waiver.until.isoformat() if item.waiver.until else "",
        }
    return row


def _value(value: Value) -> dict[str, Cell]:
    amount: Cell = "" if value.amount is None else value.amount
    if isinstance(amount, float) and amount.is_integer():
        amount = int(amount)
    return {"value": amount, "unit": value.unit, "value_words": value.text}


def _passage(passage: Evidence) -> dict[str, Cell]:
    page: Cell = passage.page if passage.paged else ""
    return {"document": passage.file, "page": page, "clause": passage.clause, "quote": passage.quote}


def _holds(value: Value | None, passage: Evidence) -> bool:
    return value is not None and one_line(value.text) in one_line(passage.quote)
