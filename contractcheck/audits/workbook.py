"""The tables of an audit as one workbook: contracts by requirements, key dates, worst gaps, files not checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from contractcheck.audits import selections
from contractcheck.audits.ledger import Ledger, Run
from contractcheck.audits.tables import DATES, FACTS, GAPS, contract_rows, date_rows
from contractcheck.audits.tasks import About
from contractcheck.model import Verdict
from contractcheck.report.cells import cell, is_formula

# A sheet holds no more rows than this, its head included.
MAX_ROWS = 1_048_576
WORST = ("severity", "requirement", "verdict", "file", "message", "page", "clause")
_COLOURS = {"met": "#d8efdf", "weak": "#fff0c9", "missing": "#f9d5cc", "unfavourable": "#f9d5cc", "unsure": "#e6e6e6"}
_WIDTHS = {
    "file": 48,
    "reason": 40,
    "kind": 22,
    "provider": 28,
    "customer": 28,
    "date": 12,
    "message": 70,
    "coverage": 60,
}
_WIDTHS |= {"requirement": 30, "how it was computed": 70, "why it is not known": 50, "quote": 60}


class _Sheet:
    """A sheet that is written row by row: nothing of it stays in memory."""

    def __init__(self, book: Any, name: str, head: Sequence[str], styles: dict[str, Any]) -> None:
        self._sheet = book.add_worksheet(name)
        self._styles = styles
        self._row = 0
        self._sheet.freeze_panes(1, 1)
        for column, title in enumerate(head):
            self._sheet.set_column(column, column, _WIDTHS.get(title, 14))
        self.add(head, bold=True)
        self._columns = len(head)

    def add(self, values: Iterable[object], *, bold: bool = False) -> None:
        """Add a row. Numbers are numbers; all else is text, and never a formula, a link or a number in disguise."""
        if self._row >= MAX_ROWS:
            return
        for column, value in enumerate(values):
            if isinstance(value, int | float):
                self._sheet.write_number(self._row, column, value)
                continue
            text = cell(value)
            style = "head" if bold else "quoted" if is_formula(text) else text
            if text:
                self._sheet.write_string(self._row, column, text, self._styles.get(style))
        self._row += 1

    def end(self) -> None:
        """Let the reader filter by every column."""
        self._sheet.autofilter(0, 0, max(self._row - 1, 0), self._columns - 1)


def write_workbook(ledger: Ledger, run: Run, about: About, path: Path) -> None:
    """Write the workbook. The same results give the same cells."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(path), options | {"strings_to_numbers": False, "tmpdir": str(path.parent)})
    styles = {name: book.add_format({"bg_color": colour}) for name, colour in _COLOURS.items()}
    styles["head"] = book.add_format({"bold": True, "text_wrap": True})
    styles["quoted"] = book.add_format({"quote_prefix": True})
    wanted = list(selections.requirements(ledger, run))
    titles = [about.titles.get(requirement, requirement) for requirement in wanted]
    sheets: tuple[tuple[str, Sequence[str], Iterable[Iterable[object]]], ...] = (
        ("Contracts", [*FACTS, *GAPS, *titles], contract_rows(ledger, run, wanted)),
        ("Key dates", DATES, date_rows(ledger, run)),
        ("Worst gaps", WORST, _gaps(ledger, run, about)),
        ("Not checked", ("file", "reason"), _lost(ledger, run, refused=False)),
        ("Not contracts", ("file", "reason"), _lost(ledger, run, refused=True)),
    )
    for name, head, rows in sheets:
        sheet = _Sheet(book, name, head, styles)
        for row in rows:
            sheet.add(row)
        sheet.end()
    book.close()


def _gaps(ledger: Ledger, run: Run, about: About) -> Iterable[Iterable[object]]:
    for gap in selections.worst(ledger, run):
        title = about.titles.get(gap.requirement, gap.requirement)
        page = gap.page if gap.page is not None else ""
        yield gap.severity, title, Verdict(gap.verdict).words, gap.path, gap.message, page, gap.clause


def _lost(ledger: Ledger, run: Run, *, refused: bool) -> Iterable[Iterable[object]]:
    rows = (row for row in selections.contracts(ledger, run) if not row.checked and row.refused == refused)
    return ((row.path, row.message) for row in rows)
