"""Tables of PDF pages, cell by cell. Slow, so never part of reading: ask for them where cells matter.

PDFium tells in well under a millisecond whether a page has ruled lines; only such pages go to pdfplumber, which takes
a hundred times longer.
"""

from __future__ import annotations

import ctypes
import io
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium_c

from contractcheck.model import Document
from contractcheck.readers.pdf import opened

# A ruled table of two rows and two columns shows lines at three heights and at three places across; some leave out the
# outer ones. A box around a text has two of each.
MIN_RULES = 3
# A ruled line is at least this long and at most this thick, in points. Shorter ones underline a word or draw a box.
MIN_LENGTH, MAX_THICKNESS = 24.0, 3.0
# Drawings have thousands of lines. After this many objects the page has been looked at long enough.
MAX_OBJECTS = 2000
MAX_SEGMENTS = 400  # in one of them
# Pages that are read for tables in one document, at a tenth of a second or more each.
MAX_TABLE_PAGES = 60


@dataclass(frozen=True)
class Table:
    """A table: its page, counted from 1, and its rows from top to bottom.

    Every row has the same number of cells. A cell is its words with single spaces, "" where it is empty or belongs to
    a cell beside it.
    """

    page: int
    rows: tuple[tuple[str, ...], ...]


def read_tables(data: bytes, document: Document, pages: Iterable[int] | None = None) -> tuple[Table, ...]:
    """The ruled tables of a PDF in the order of their pages.

    ``data`` is the file that ``document`` was read from; ``pages`` narrows the search to these page numbers. Text
    files have no tables of this kind. A page that cannot be analysed gives none. Raises UnreadableError where ``data``
    is not readable as a PDF.
    """
    if document.media != "application/pdf":
        return ()
    wanted = [page.number for page in document.pages if page.read]
    if pages is not None:
        asked = set(pages)
        wanted = [number for number in wanted if number in asked]
    with opened(data, document.name) as pdf:
        ruled = [number for number in wanted if _is_ruled(pdf, number)][:MAX_TABLE_PAGES]
    return tuple(_tables(data, ruled)) if ruled else ()


def _is_ruled(pdf: pypdfium2.PdfDocument, number: int) -> bool:
    """Whether the page has lines across and lines down at several places, as a table has."""
    across: set[int] = set()
    down: set[int] = set()
    try:
        page = pdf[number - 1]
    except pypdfium2.PdfiumError:
        return False
    try:
        for at, path in enumerate(page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH])):
            left, bottom, right, top = path.get_bounds()
            width, height = right - left, top - bottom
            if height <= MAX_THICKNESS:
                across.update([round(bottom)] if width >= MIN_LENGTH else [])
            elif width <= MAX_THICKNESS:
                down.add(round(left))
            elif _is_outlined(path):
                for begin, end in _strokes(path):
                    if begin[1] == end[1]:
                        across.add(begin[1])
                    elif begin[0] == end[0]:
                        down.add(begin[0])
            if len(across) >= MIN_RULES and len(down) >= MIN_RULES:
                return True
            if at >= MAX_OBJECTS:
                return False
    except pypdfium2.PdfiumError:
        return False
    finally:
        page.close()
    return False


def _is_outlined(path: pypdfium2.PdfObject) -> bool:
    """Whether a path's outline is drawn. Pages made from web pages lie on filled boxes that nobody sees."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke)) and bool(stroke.value)


def _strokes(path: pypdfium2.PdfObject) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The straight lines of a cell drawn as a box, or of a grid drawn as one path: from where to where."""
    x, y = ctypes.c_float(), ctypes.c_float()
    begin = first = (0, 0)
    for at in range(min(MAX_SEGMENTS, pdfium_c.FPDFPath_CountSegments(path))):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, at)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        end = (round(x.value), round(y.value))
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            first = end
        elif kind == pdfium_c.FPDF_SEGMENT_LINETO:
            yield begin, end
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            yield end, first
        begin = end


def _tables(data: bytes, numbers: list[int]) -> Iterator[Table]:
    import pdfplumber

    with _quiet(), pdfplumber.open(io.BytesIO(data), pages=numbers) as pdf:
        for page in pdf.pages:
            try:
                found = page.extract_tables()
            except Exception:  # noqa: S112  pdfminer fails in many ways on odd pages; the text is read already
                continue
            finally:
                page.close()
            for rows in found:
                table = _table(page.page_number, rows)
                if table:
                    yield table


def _table(page: int, rows: list[list[Any]]) -> Table | None:
    """A table with at least two rows and two columns that hold something; a frame around a text is none."""
    cells = [tuple(" ".join((cell or "").split()) for cell in row) for row in rows]
    filled = [row for row in cells if any(row)]
    columns = {at for row in filled for at, cell in enumerate(row) if cell}
    return Table(page, tuple(filled)) if len(filled) > 1 and len(columns) > 1 else None


@contextmanager
def _quiet() -> Iterator[None]:
    """pdfminer warns about each oddity of a file on stderr, where nobody can act on it."""
    logger = logging.getLogger("pdfminer")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
