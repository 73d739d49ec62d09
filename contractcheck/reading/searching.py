"""A search for the tables of a document that was read before: its file is opened again only when somebody asks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from contractcheck.errors import UnreadableError
from contractcheck.model import Cell, Document, Page, Part, Table
from contractcheck.reading.locked import unlocked
from contractcheck.reading.options import AS_IT_IS, Reading

PDF = "application/pdf"


def table_search(
    document: Document, path: str | Path, data: bytes | None = None, reading: Reading = AS_IT_IS
) -> Callable[[Iterable[int]], tuple[Table, ...]] | None:
    """Return what finds the tables with a row on given pages; None where reading met all tables that there are.

    ``path`` and ``data`` are what the document was read from. Of a file that has changed since, or that only a person
    could open, no table is found. Nobody is asked for a password again.
    """
    parts = document.parts or (_whole(document, str(path)),)
    if all(part.media != PDF for part in parts):
        return None

    def found(pages: Iterable[int]) -> tuple[Table, ...]:
        asked = set(pages)
        known = data if not document.parts else None
        return tuple(table for part in parts for table in _tables(document, part, asked, known, reading))

    return found


def _whole(document: Document, path: str) -> Part:
    return Part(path, document.name, document.sha256, document.media, 0, len(document.text))


def _tables(document: Document, part: Part, asked: set[int], data: bytes | None, reading: Reading) -> Iterator[Table]:
    """The tables of one file, in the offsets and the page numbers of the whole document."""
    pages = [page for page in document.pages if part.start <= page.start <= part.end]
    wanted = [at for at, page in enumerate(pages, start=1) if page.number in asked]
    if part.media != PDF or not wanted:
        return
    from contractcheck.reading.pdf.tables import read_tables

    try:
        data = Path(part.path).read_bytes() if data is None else data
        if hashlib.sha256(data).hexdigest() != part.sha256:
            return
        data = unlocked(data, part.name, replace(reading, ask=AS_IT_IS.ask))
        own = replace(
            document,
            text=document.text[part.start : part.end],
            media=PDF,
            pages=tuple(_moved(page, at, -part.start) for at, page in enumerate(pages, start=1)),
        )
        tables = read_tables(data, own, wanted)
    except (OSError, ValueError, UnreadableError):
        return
    for table in tables:
        rows = tuple(tuple(_shifted(cell, part.start) for cell in row) for row in table.rows)
        yield Table(pages[table.page - 1].number, rows, table.heads)


def _moved(page: Page, number: int, by: int) -> Page:
    return replace(page, number=number, start=page.start + by, end=page.end + by)


def _shifted(cell: Cell, by: int) -> Cell:
    return Cell(cell.text, cell.start + by, cell.end + by)
