"""Builds the schedule of service levels in three kinds of file from one source, with the same bytes on every run.

Run ``python -m sample_contracts.schedule`` in the root of the checkout. ``source.yaml`` tells how it is written. Its
tables have merged cells and heads of two rows, and in the PDF one of them runs over two pages.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import yaml
from docx.oxml import OxmlElement
from docx.shared import Pt
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

HERE = Path(__file__).resolve().parent / "service-levels"
STEM = "schedule"
# The first day that a zip archive can name: no file differs by when it was built.
NO_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Placed:
    """A cell of a table: where it begins, and how many rows and columns it covers."""

    text: str
    row: int
    column: int
    rows: int
    columns: int


def source() -> dict[str, Any]:
    """The source file."""
    loaded: dict[str, Any] = yaml.safe_load((HERE / "source.yaml").read_text(encoding="utf-8"))
    return loaded


def placed(table: dict[str, Any]) -> list[Placed]:
    """The cells of a table, each in its place. Raises ValueError where a row has too many or too few."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for number, row in enumerate(table["rows"]):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            form = cell if isinstance(cell, dict) else {"text": cell}
            one = Placed(form["text"], number, column, form.get("rows", 1), form.get("columns", 1))
            cells.append(one)
            taken |= {(number + down, column + right) for down in range(one.rows) for right in range(one.columns)}
    if len(taken) != len(table["rows"]) * len(table["widths"]):
        raise ValueError("the rows of a table do not have the same number of places")
    return cells


def pdf(form: dict[str, Any]) -> bytes:
    """The schedule as a PDF."""
    target = BytesIO()
    plain = ParagraphStyle("plain", fontName="Helvetica", fontSize=10, leading=14, spaceAfter=8)
    bold = ParagraphStyle("bold", parent=plain, fontName="Helvetica-Bold", spaceBefore=8, keepWithNext=1)
    title = ParagraphStyle("title", parent=bold, fontSize=14, leading=18, spaceAfter=12)
    cell = ParagraphStyle("cell", parent=plain, fontSize=9, leading=12, spaceAfter=0)

    def flowables() -> Iterator[Flowable]:
        yield Paragraph(escape(form["title"]), title)
        for block in form["blocks"]:
            if "table" in block:
                yield ruled(block["table"], cell)
                yield Spacer(1, 10)
            elif "heading" in block:
                yield Paragraph(escape(block["heading"]), bold)
            else:
                yield Paragraph(escape(block["text"]), plain)

    def foot(canvas: Any, _document: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawCentredString(A4[0] / 2, 38, f"Schedule 4, page {canvas.getPageNumber()}")

    document = SimpleDocTemplate(
        target, pagesize=A4, invariant=1, pageCompression=0, title=form["title"], author="contractcheck samples"
    )
    document.build(list(flowables()), onFirstPage=foot, onLaterPages=foot)
    return target.getvalue()


def ruled(table: dict[str, Any], style: ParagraphStyle) -> Table:
    """A ruled table. Its head is said again on each page."""
    grid: list[list[Any]] = [[""] * len(table["widths"]) for _ in table["rows"]]
    commands: list[Any] = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    for one in placed(table):
        grid[one.row][one.column] = Paragraph(escape(one.text), style)
        last = (one.column + one.columns - 1, one.row + one.rows - 1)
        if last != (one.column, one.row):
            commands.append(("SPAN", (one.column, one.row), last))
    return Table(grid, colWidths=table["widths"], repeatRows=table["heads"], style=TableStyle(commands))


def word(form: dict[str, Any]) -> bytes:
    """The schedule as a Word file."""
    document = docx.Document()
    document.add_heading(form["title"], level=1)
    for block in form["blocks"]:
        if "table" in block:
            fill(document, block["table"])
        elif "heading" in block:
            document.add_heading(block["heading"], level=2)
        else:
            document.add_paragraph(block["text"])
    written = BytesIO()
    document.save(written)
    return same_every_time(written.getvalue())


def fill(document: Any, table: dict[str, Any]) -> None:
    """Add a table to a Word file, its head marked as one."""
    grid = document.add_table(len(table["rows"]), len(table["widths"]), style="Table Grid")
    for column, width in zip(grid.columns, table["widths"], strict=True):
        column.width = Pt(width)
    for one in placed(table):
        cell = grid.cell(one.row, one.column)
        if one.rows > 1 or one.columns > 1:
            cell = cell.merge(grid.cell(one.row + one.rows - 1, one.column + one.columns - 1))
        cell.text = one.text
    for row in list(grid.rows)[: table["heads"]]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def same_every_time(data: bytes) -> bytes:
    """A zip archive without the time at which it was written."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as made, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as kept:
        for entry in made.infolist():
            fixed = zipfile.ZipInfo(entry.filename, NO_TIME)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(fixed, made.read(entry))
    return target.getvalue()


def html(form: dict[str, Any]) -> bytes:
    """The schedule as a web page."""
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        f'<head><meta charset="utf-8"><title>{escape(form["title"])}</title>',
    ]
    lines += ["<style>table { border-collapse: collapse } td, th { border: 1px solid; padding: 4px }</style></head>"]
    lines += ["<body>", f"<h1>{escape(form['title'])}</h1>"]
    for block in form["blocks"]:
        if "table" in block:
            lines += marked(block["table"])
        elif "heading" in block:
            lines.append(f"<h2>{escape(block['heading'])}</h2>")
        else:
            lines.append(f"<p>{escape(block['text'])}</p>")
    return "\n".join([*lines, "</body>", "</html>", ""]).encode()


def marked(table: dict[str, Any]) -> Iterator[str]:
    """The lines of a table."""
    cells = placed(table)
    yield "<table>"
    for number in range(len(table["rows"])):
        head = number < table["heads"]
        opening = {0: "<thead>", table["heads"]: "<tbody>"}.get(number, "")
        tag = "th" if head else "td"
        row = "".join(
            f"<{tag}"
            + (f' rowspan="{one.rows}"' if one.rows > 1 else "")
            + (f' colspan="{one.columns}"' if one.columns > 1 else "")
            + f">{escape(one.text)}</{tag}>"
            for one in cells
            if one.row == number
        )
        yield f"{opening}<tr>{row}</tr>" + ("</thead>" if number == table["heads"] - 1 else "")
    yield "</tbody></table>"


KINDS = {"pdf": pdf, "docx": word, "html": html}


def main() -> None:
    """Build the three files."""
    form = source()
    for ending, make in KINDS.items():
        (HERE / f"{STEM}.{ending}").write_bytes(make(form))


if __name__ == "__main__":
    main()
