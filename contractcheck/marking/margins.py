"""How much room a page has beside its print, as a reader sees the page."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping

import pypdfium2
import pypdfium2.raw as pdfium_c

from contractcheck.marking.pagespace import PageSpace


def print_begins(pdf: pypdfium2.PdfDocument, spaces: Mapping[int, PageSpace]) -> dict[int, float]:
    """Return where the print of each page begins on its left, in points as ``PageSpace.along`` counts them.

    Pages without text of their own (scans) have no room that is known to be free: they begin at their edge.
    """
    return {number: _begins(pdf, number, space) for number, space in spaces.items()}


def _begins(pdf: pypdfium2.PdfDocument, number: int, space: PageSpace) -> float:
    edge, end = space.along(space.visible, space.right)
    sides = (ctypes.c_double(), ctypes.c_double(), ctypes.c_double(), ctypes.c_double())
    page = pdf[number - 1]
    textpage = page.get_textpage()
    found: list[float] = []
    try:
        for index in range(pdfium_c.FPDFText_CountRects(textpage, 0, -1)):
            left, top, right, bottom = sides
            pdfium_c.FPDFText_GetRect(textpage, index, left, top, right, bottom)
            first, last = space.along((left.value, bottom.value, right.value, top.value), space.right)
            if last > edge and first < end:  # what lies outside the page is not seen
                found.append(first)
    finally:
        textpage.close()
        page.close()
    return max(edge, min(found, default=edge))
