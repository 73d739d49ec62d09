"""The letters of a page one by one: where each stands, and which object draws it. Slow: for pages that need it."""

from __future__ import annotations

import ctypes
from collections.abc import Container
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium_c

from contractcheck.reading.pdf.look import Frame
from contractcheck.reading.pdf.pieces import units
from contractcheck.reading.pdf.quick import address, box_of_char, char_of_text, object_of_char, origin_of_char, places

# A page with more letters than this is not looked at letter by letter beyond them.
MAX_LETTERS = 60_000


@dataclass(slots=True)
class Letter:
    """A visible sign of the text: its offset, its box, its base line, and the address of the object that draws it."""

    offset: int
    frame: Frame
    base: float
    address: int
    index: int

    @property
    def x(self) -> float:
        """The middle, across."""
        return (self.frame[0] + self.frame[2]) / 2

    @property
    def y(self) -> float:
        """The middle, upward."""
        return (self.frame[1] + self.frame[3]) / 2


def char_index(textpage: pypdfium2.PdfTextPage, text: str, offset: int) -> int:
    """Where PDFium has a character of a page's text; -1 where it has none of its own."""
    return int(pdfium_c.FPDFText_GetCharIndexFromTextIndex(textpage, units(text[:offset])))


def letters(textpage: pypdfium2.PdfTextPage, text: str, only: Container[int] | None = None) -> list[Letter]:
    """All letters of a page in the order of its text, or those at some offsets; spaces and line ends are none."""
    raw = address(textpage.raw)
    values, origin = (ctypes.c_double * 4)(), (ctypes.c_double * 2)()
    to_left, to_bottom, to_right, to_top = places(values)
    to_x, to_y = places(origin)
    alike = len(text) == units(text) == pdfium_c.FPDFText_CountChars(textpage)
    found: list[Letter] = []
    unit = 0
    for offset, sign in enumerate(text[:MAX_LETTERS]):
        at = unit
        unit += 1 + (sign > "\uffff")
        if only is not None and offset not in only:
            continue
        index = offset if alike else char_of_text(raw, at)
        if sign.isspace() or index < 0 or not box_of_char(raw, index, to_left, to_right, to_bottom, to_top):
            continue
        one = object_of_char(raw, index)
        if not one:
            continue
        origin_of_char(raw, index, to_x, to_y)
        left, bottom, right, top = values
        found.append(Letter(offset, (left, bottom, right, top), origin[1], one, index))
    return found
