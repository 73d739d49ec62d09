"""Where the letters of a PDF page stand, in pdfplumber's coordinates, and which of them make up a cell."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium_c

from contractcheck.model import Cell, Document, Page

# A word broken at a line end: PDFium leaves U+FFFE where the hyphen stood, other programs a soft hyphen.
_BROKEN = re.compile("[\ufffe\u00ad\x02]\\s*")


class Glyph(NamedTuple):
    """A visible letter: its offset in ``Document.text`` and its middle, in points from the top left of the page."""

    offset: int
    x: float
    y: float


def glyphs(
    pdf: pypdfium2.PdfDocument, document: Document, number: int, mediabox: tuple[float, ...], height: float
) -> list[Glyph]:
    """The letters of a page, counted from 1, in the order of the text.

    ``mediabox`` and ``height`` are those of pdfplumber's page: it turns rotated pages upright, PDFium does not.
    """
    page = document.pages[number - 1]
    loaded = pdf[number - 1]
    textpage = loaded.get_textpage()
    found = []
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    try:
        turned = loaded.get_rotation()
        box = loaded.get_mediabox()
        for offset, first in _units(page, document.text):
            if document.text[offset].isspace():
                continue
            index = pdfium_c.FPDFText_GetCharIndexFromTextIndex(textpage, first)
            if index < 0 or not pdfium_c.FPDFText_GetCharBox(textpage, index, left, right, bottom, top):
                continue
            x, y = _upright((left.value + right.value) / 2, (bottom.value + top.value) / 2, box, turned)
            found.append(Glyph(offset, x + mediabox[0], height - y + mediabox[1]))
    finally:
        textpage.close()
        loaded.close()
    return found


def _units(page: Page, text: str) -> Iterator[tuple[int, int]]:
    """Each character of a page, and where PDFium has it: PDFium counts UTF-16 units, Python counts characters."""
    for at, length, unit in page.moved or ((0, page.end - page.start, 0),):
        for offset in range(page.start + at, page.start + at + length):
            yield offset, unit
            unit += 1 + (text[offset] > "\uffff")


def _upright(x: float, y: float, box: tuple[float, ...], turned: int) -> tuple[float, float]:
    """A point of the page as it is shown, from the bottom left."""
    left, bottom, right, top = box
    if turned == 90:
        return y - bottom, right - x
    if turned == 180:
        return right - x, top - y
    if turned == 270:
        return top - y, x - left
    return x - left, y - bottom


def cell_of(offsets: list[int], text: str) -> Cell:
    """The cell that these letters make up. Its place is empty where other letters stand between them."""
    offsets = sorted(offsets)
    start, end = offsets[0], offsets[-1] + 1
    between = len("".join(text[start:end].split()))
    if between == len(offsets):
        return Cell(_words(text[start:end]), start, end)
    pieces = []
    first = previous = offsets[0]
    for offset in [*offsets[1:], -1]:
        if offset < 0 or text[previous + 1 : offset].strip():
            pieces.append(text[first : previous + 1])
            first = offset
        previous = offset
    return Cell(_words(" ".join(pieces)), start, start)


def _words(text: str) -> str:
    return " ".join(_BROKEN.sub("", text).split())
