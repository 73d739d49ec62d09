"""Marks of footnotes: small raised figures right behind a word or a number, which are no part of it.

"30" with a raised 1 is thirty, not three hundred and one. The mark is written as the page shows it ("30¹") and is
furniture: rules step over it.
"""

from __future__ import annotations

import ctypes
import re
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium_c

from contractcheck.reading.pdf.order import Rect
from contractcheck.reading.pdf.pieces import units
from contractcheck.reading.pdf.rewriting import Edit

# A mark is lower than what it stands behind, its foot is raised by so much of that height, and it is narrow.
LOWER, RAISED, NARROW = 0.82, 0.14, 22.0
# It follows within so many points.
NEAR = 2.5

_SMALL = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MARK = re.compile(r"\d{1,3}(?:[,–-]\d{1,3})*|[*†‡§]{1,3}")
_GAP = re.compile(r"\r?\n ?(?=\S)")


def raised(textpage: pypdfium2.PdfTextPage, text: str, rects: list[Rect]) -> list[Edit]:
    """The changes that part the marks of a page from the words before them."""
    found: list[Edit] = []
    plain = len(text) == units(text)
    for one, other in pairwise(rects):
        if -1.0 < other[0] - one[2] < NEAR and _is_raised(one, other) and other[2] - other[0] < NARROW:
            edit = _edit(textpage, text, other, plain)
            if edit is not None and (not found or found[-1].end <= edit.start):
                found.append(edit)
    return found


def _is_raised(one: Rect, other: Rect) -> bool:
    height = one[3] - one[1]
    return other[3] - other[1] < LOWER * height and other[1] > one[1] + RAISED * height and other[1] < one[3]


def _edit(textpage: pypdfium2.PdfTextPage, text: str, rect: Rect, plain: bool) -> Edit | None:
    middle = (rect[1] + rect[3]) / 2
    index = pdfium_c.FPDFText_GetCharIndexAtPos(textpage, rect[0] + 0.5, middle, 1.5, 1.0)
    unit = pdfium_c.FPDFText_GetTextIndexFromCharIndex(textpage, index) if index >= 0 else -1
    if unit < 1:
        return None
    start = unit if plain else len(text.encode("utf-16-le")[: 2 * unit].decode("utf-16-le", "ignore"))
    mark = _MARK.match(text, start)
    before = text[start - 1 : start]
    if mark is None or not before.strip() or before in "([/" or not _is_small(textpage, text, start, mark.end()):
        return None
    end = mark.end()
    if before.isdigit() and end < len(text) and (text[end].isalnum() or text[end : end + 2] in (".5", ",5")):
        return None
    words = mark[0].translate(_SMALL)
    gap = _GAP.match(text, end)
    if gap and _same_line(textpage, text, start - 1, gap.end()):
        # PDFium ends the line at the mark, and the line goes on.
        return Edit(
            start, gap.end(), words + (" " if " " in gap[0] or text[gap.end()].isalnum() else ""), furniture=True
        )
    return Edit(start, end, words, furniture=True)


def _box(textpage: pypdfium2.PdfTextPage, text: str, offset: int) -> tuple[float, float, float]:
    """The base line and the height of a letter, and where it begins."""
    index = pdfium_c.FPDFText_GetCharIndexFromTextIndex(textpage, units(text[:offset]))
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    pdfium_c.FPDFText_GetCharBox(textpage, index, left, right, bottom, top)
    pdfium_c.FPDFText_GetCharOrigin(textpage, index, x, y)
    return y.value, top.value - bottom.value, left.value


def _is_small(textpage: pypdfium2.PdfTextPage, text: str, start: int, end: int) -> bool:
    """Whether the mark stands higher than what is before it, and all of it does."""
    before = start - 1
    base, height, _ = _box(textpage, text, before)
    if not text[before].isdigit():
        height = max(
            height, *(_box(textpage, text, at)[1] for at in range(max(0, start - 8), start) if text[at].isalnum()), 1.0
        )
    first, last = _box(textpage, text, start), _box(textpage, text, end - 1)
    return all(row[0] > base + RAISED * height for row in (first, last)) and first[1] < 0.9 * max(height, 1.0)


def _same_line(textpage: pypdfium2.PdfTextPage, text: str, before: int, after: int) -> bool:
    one, other = _box(textpage, text, before), _box(textpage, text, after)
    return abs(one[0] - other[0]) < 1.0 and other[2] > one[2]
