"""Whether a PDF page shows a ruled grid. PDFium tells in well under a millisecond."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium_c

# A ruled table of two rows and two columns shows lines at three heights and at three places across; some leave out the
# outer ones. A box around a text has two of each.
MIN_RULES = 3
# A ruled line is at least this long and at most this thick, in points. Shorter ones underline a word or draw a box.
MIN_LENGTH, MAX_THICKNESS = 24.0, 3.0
# Drawings have thousands of lines. After this many objects the page has been looked at long enough.
MAX_OBJECTS = 2000
MAX_SEGMENTS = 400  # in one of them


def is_ruled(pdf: pypdfium2.PdfDocument, number: int) -> bool:
    """Whether the page, counted from 1, has lines across and lines down at several places, as a table has."""
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
