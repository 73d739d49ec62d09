"""Tables of PDF pages, cell by cell. Slow, so never part of reading: ask for them where cells matter.

Only pages with ruled lines go to pdfplumber, which takes a hundred times as long as PDFium. It finds the grid; the
words of a cell are those of ``Document.text`` that PDFium places inside it, so every cell knows where it stands.
"""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2

from contractcheck.model import Cell, Document, Table
from contractcheck.reading.pdf.glyphs import Glyph, cell_of, glyphs
from contractcheck.reading.pdf.ruled import is_ruled
from contractcheck.reading.source import Source

# Pages that are read for tables in one document, at a tenth of a second or more each.
MAX_TABLE_PAGES = 60
# A drawing of a plan has thousands of cells; no table of words has.
MAX_SLOTS = 4000
# What stands this near the edge of a page, in points, is its head or foot: a table goes on over the page across it.
MARGIN = 80.0
# The columns of a table that goes on over the page stand in the same places, in points.
SAME_PLACE = 4.0


@dataclass(frozen=True)
class _Grid:
    """A table as it stands on one page: where its columns begin, and whether it reaches the page's head and foot."""

    table: Table
    edges: tuple[float, ...]
    opens: bool
    closes: bool


def read_tables(source: Source, document: Document, pages: Iterable[int] | None = None) -> tuple[Table, ...]:
    """The ruled tables of a PDF in the order of their pages. A table that goes on over the page is one table.

    ``source`` is the file that ``document`` was read from; ``pages`` narrows the search to tables with a row on these
    pages. A page that cannot be analysed gives none and is noted in ``source.tables_lost``. A page whose text was
    recognised from an image gives none either. Other files have no tables of this kind. Raises UnreadableError where it
    is not readable as a PDF.
    """
    if document.media != "application/pdf":
        return ()
    known = [page.number for page in document.own_pages if page.read and page.ocr is None]
    asked = set(known) if pages is None else set(known) & set(pages)
    if not asked:
        return ()
    pdf = source.pdf
    ruled = {number for number in asked if is_ruled(pdf, number)}
    # A table may have begun on the page before, or go on over the next one.
    beside = {number for one in ruled for number in (one - 1, one + 1)} & set(known) - asked
    ruled |= {number for number in beside if is_ruled(pdf, number)}
    grids = list(_grids(source, pdf, document, sorted(ruled)[:MAX_TABLE_PAGES])) if ruled else []
    starts = [page.start for page in document.pages]
    return tuple(table for table in _joined(grids) if asked & _pages_of(table, document, starts))


def _pages_of(table: Table, document: Document, starts: list[int]) -> set[int]:
    """The numbers of the pages that a table has words on."""
    found = {table.page}
    for row in table.rows:
        for cell in row:
            if cell.end > cell.start:
                found.add(document.pages[bisect_right(starts, cell.start) - 1].number)
    return found


def _grids(source: Source, pdf: pypdfium2.PdfDocument, document: Document, numbers: list[int]) -> Iterator[_Grid]:
    import pdfplumber

    try:
        plumbed = pdfplumber.open(io.BytesIO(source.plain), pages=numbers)
        found_pages = plumbed.pages
    except Exception:  # PDFium mends files that pdfminer does not open; the text is read already
        source.tables_lost.update(numbers)
        return
    with plumbed:
        for page in found_pages:
            try:
                found = page.find_tables()
                if found:
                    letters = glyphs(pdf, document, page.page_number, page.mediabox, page.height)
                    made = [_grid(page, one, letters, document.text) for one in found]
                else:
                    made = []
            except Exception:  # pdfminer fails in many ways on odd pages; the text is read already
                source.tables_lost.add(page.page_number)
                continue
            finally:
                page.close()
            yield from sorted((one for one in made if one), key=lambda one: _place(one.table))


def _place(table: Table) -> int:
    return min((cell.start for row in table.rows for cell in row if cell.end > cell.start), default=0)


def _grid(page: Any, found: Any, letters: list[Glyph], text: str) -> _Grid | None:
    """A table with at least two rows and two columns that hold something; a frame around a text is none."""
    boxes = list(found.cells)
    lefts = sorted({box[0] for box in boxes})
    tops = sorted({box[1] for box in boxes})
    if len(lefts) * len(tops) > MAX_SLOTS:
        return None
    owner = _owners(boxes, lefts, tops)
    held: dict[int, list[int]] = {}
    left, top, right, bottom = found.bbox
    above = below = False
    for letter in letters:
        if left <= letter.x < right and top <= letter.y < bottom:
            slot = (bisect_right(tops, letter.y) - 1, bisect_right(lefts, letter.x) - 1)
            if slot in owner:
                held.setdefault(owner[slot], []).append(letter.offset)
        elif MARGIN <= letter.y < top:
            above = True
        elif bottom <= letter.y <= page.height - MARGIN:
            below = True
    cells = {box: cell_of(offsets, text) for box, offsets in held.items()}
    empty = Cell("", 0, 0)
    rows = tuple(
        tuple(cells.get(owner.get((row, column), -1), empty) for column in range(len(lefts)))
        for row in range(len(tops))
    )
    filled = tuple(row for row in rows if any(cell.text for cell in row))
    columns = [at for at in range(len(lefts)) if any(row[at].text for row in filled)]
    if len(filled) < 2 or len(columns) < 2:
        return None
    table = Table(page.page_number, tuple(tuple(row[at] for at in columns) for row in filled))
    return _Grid(table, tuple(lefts[at] for at in columns), not above, not below)


def _owners(boxes: list[Any], lefts: list[float], tops: list[float]) -> dict[tuple[int, int], int]:
    """The cell that each place of the grid belongs to: a merged cell has several places."""
    owner: dict[tuple[int, int], int] = {}
    for number, (left, top, right, bottom) in enumerate(boxes):
        for row in range(bisect_right(tops, top) - 1, len(tops)):
            if tops[row] >= bottom:
                break
            for column in range(bisect_right(lefts, left) - 1, len(lefts)):
                if lefts[column] >= right:
                    break
                owner.setdefault((row, column), number)
    return owner


def _joined(grids: list[_Grid]) -> Iterator[Table]:
    """Put together what goes on over the page: same columns, nothing between, and no head of its own."""
    at = 0
    while at < len(grids):
        whole, last = grids[at].table, grids[at]
        page = whole.page
        at += 1
        while at < len(grids) and _goes_on(whole, last, grids[at], page):
            last = grids[at]
            page = last.table.page
            whole = replace(whole, rows=whole.rows + last.table.rows[_repeated(whole, last.table) :])
            at += 1
        yield whole


def _goes_on(whole: Table, last: _Grid, following: _Grid, page: int) -> bool:
    if following.table.page != page + 1 or not last.closes or not following.opens:
        return False
    if len(last.edges) != len(following.edges):
        return False
    if any(abs(one - other) > SAME_PLACE for one, other in zip(last.edges, following.edges, strict=True)):
        return False
    # A first row without a figure is the head of another table, unless it repeats this one's.
    first = following.table.rows[0]
    return _repeated(whole, following.table) > 0 or any(letter.isdigit() for cell in first for letter in cell.text)


def _repeated(whole: Table, following: Table) -> int:
    """How many rows at the top say what the first rows of the table say."""
    count = 0
    for one, other in zip(whole.rows, following.rows, strict=False):
        if [cell.text.casefold() for cell in one] != [cell.text.casefold() for cell in other]:
            break
        count += 1
    return count
