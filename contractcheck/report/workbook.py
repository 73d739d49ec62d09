"""The checklist as a workbook: one requirement a row, with columns for the reviewer's decision.

``contractcheck check --waivers FILE.xlsx`` reads the decisions back; ``waivers/decisions.py`` knows the columns.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from contractcheck.model import Assessed, Report, Status, Verdict
from contractcheck.model.findings import EXCLUDED
from contractcheck.report.cells import MAX_CELL, cell, is_formula
from contractcheck.report.coverage import coverage_lines, other_notes
from contractcheck.report.view import family_title
from contractcheck.report.where import place

SHEET, COVERAGE_SHEET = "Checklist", "Coverage"
DECISIONS = ("accept", "negotiate", "reject")
# Name -> width in characters. The decisions stand on the right, in cells of another colour.
COLUMNS = {
    "contract": 24,
    "requirement": 26,
    "title": 34,
    "family": 16,
    "severity": 10,
    "verdict": 14,
    "message": 44,
    "place": 28,
    "quote": 60,
    "value": 10,
    "unit": 10,
    "usual": 22,
    "wording to propose": 60,
    "decision": 14,
    "reason": 40,
    "who": 20,
    "until": 12,
    "sha256": 12,
}
BY_REVIEWER = ("decision", "reason", "who", "until")
_COLOURS = {
    Verdict.MET: "#d8efdf",
    Verdict.WEAK: "#fff0c9",
    Verdict.MISSING: "#f9d5cc",
    Verdict.UNWANTED: "#f9d5cc",
    Verdict.UNSURE: "#e6e6e6",
}
# Fixed, so that the same report gives the same bytes.
_MADE = datetime(2000, 1, 1)


def workbook(reports: Sequence[Report]) -> bytes:
    """Return the workbook of some reports. Numbers are numbers and days are days; all else is text, never a formula."""
    import xlsxwriter

    stream = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **plain})
    book.set_properties({"title": "Contract checklist", "created": _MADE})
    sheet = book.add_worksheet(SHEET)
    styles = _styles(book)
    for at, (name, width) in enumerate(COLUMNS.items()):
        sheet.set_column(at, at, width, None, {"hidden": name == "sha256"})
        sheet.write_string(0, at, name, styles["head for the reviewer" if name in BY_REVIEWER else "head"])
    rows = list(_rows(reports))
    for number, row in enumerate(rows, start=1):
        for at, (name, value) in enumerate(zip(COLUMNS, row, strict=True)):
            _write(sheet, number, at, value, _style(styles, name, row[5]))
    _add_coverage(book, reports, styles)
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
    _offer(sheet, max(len(rows), 1))
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return stream.getvalue()


def _add_coverage(book: Any, reports: Sequence[Report], styles: dict[str, Any]) -> None:
    """Add a sheet on what was not read, where there is any such thing."""
    rows = [
        (report.contract.name, line.label, line.words) for report in reports for line in coverage_lines(report.contract)
    ]
    rows += [(report.contract.name, "Note", note) for report in reports for note in other_notes(report.contract)]
    if not rows:
        return
    sheet = book.add_worksheet(COVERAGE_SHEET)
    for at, (name, width) in enumerate({"contract": 24, "what": 12, "coverage": 90}.items()):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, name, styles["head"])
    for number, row in enumerate(dict.fromkeys(rows), start=1):
        for at, value in enumerate(row):
            _write(sheet, number, at, value, styles[""])


def _rows(reports: Sequence[Report]) -> Iterator[tuple[object, ...]]:
    for report in reports:
        if report.status is not Status.CHECKED:
            why = report.error.message if report.error else ""
            yield (report.contract.name, "", "", "", "", "not checked", why, *[""] * (len(COLUMNS) - 7))
            continue
        for item in report.shown:
            yield _row(report, item)


def _row(report: Report, item: Assessed) -> tuple[object, ...]:
    finding, waiver = item.finding, item.waiver
    passage = finding.evidence[0] if finding.evidence else None
    value = finding.value
    accepted = ("accept", waiver.reason, waiver.who, waiver.until or "") if waiver else ("", "", "", "")
    return (
        report.contract.name,
        finding.requirement,
        item.title,
        family_title(item.family),
        item.severity.value,
        item.verdict_name,
        item.message,
        place(passage) if passage else "",
        passage.quote if passage else "",
        value.amount if value and value.amount is not None else "",
        value.unit if value else "",
        item.threshold,
        item.suggestion,
        *accepted,
        report.contract.sha256,
    )


def _write(sheet: Any, row: int, column: int, value: object, styles: tuple[Any, Any, Any]) -> None:
    plain, quoted, day = styles
    if isinstance(value, int | float):
        sheet.write_number(row, column, value, plain)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), day)
    else:
        text = cell(value)[:MAX_CELL]
        if text:
            sheet.write_string(row, column, text, quoted if is_formula(text) else plain)
        else:
            sheet.write_blank(row, column, None, day)


def _styles(book: Any) -> dict[str, Any]:
    base = {"text_wrap": True, "valign": "top"}
    made = {
        "head": book.add_format({**base, "bold": True, "bg_color": "#e8edf2", "bottom": 1}),
        "head for the reviewer": book.add_format({**base, "bold": True, "bg_color": "#fdf3d0", "bottom": 1}),
    }
    by_verdict = {verdict.words: colour for verdict, colour in _COLOURS.items()}
    colours = {"": None, "reviewer": "#fffbea", EXCLUDED: _COLOURS[Verdict.UNWANTED]} | by_verdict
    for name, colour in colours.items():
        looks = base | ({"bg_color": colour} if colour else {})
        made[name] = (
            book.add_format(looks),
            book.add_format(looks | {"quote_prefix": True}),
            book.add_format(looks | {"num_format": "yyyy-mm-dd"}),
        )
    return made


def _style(styles: dict[str, Any], column: str, verdict: object) -> tuple[Any, Any, Any]:
    key = "reviewer" if column in BY_REVIEWER else str(verdict) if column == "verdict" else ""
    found: tuple[Any, Any, Any] = styles.get(key, styles[""])
    return found


def _offer(sheet: Any, last: int) -> None:
    """Offer the decisions as a list, and ask for a day where a day belongs."""
    names = list(COLUMNS)
    decision, until = names.index("decision"), names.index("until")
    sheet.data_validation(
        1,
        decision,
        last,
        decision,
        {
            "validate": "list",
            "source": list(DECISIONS),
            "input_title": "Decision",
            "input_message": "accept waives the gap and needs a reason.",
        },
    )
    sheet.data_validation(
        1,
        until,
        last,
        until,
        {
            "validate": "date",
            "criteria": ">=",
            "value": date(2000, 1, 1),
            "error_title": "Not a day",
            "error_message": "Write a day, such as 2027-03-31, or leave it empty.",
        },
    )
