"""PDFium's functions that pages ask a hundred or a thousand times, by addresses: half the cost of handles."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium_c


def address(one: Any) -> int:
    """What tells a handle of PDFium's from all others."""
    return ctypes.cast(one, ctypes.c_void_p).value or 0


def places(values: ctypes.Array[Any]) -> list[int]:
    """The addresses of the places of an array. It must outlive them."""
    first, size = ctypes.addressof(values), ctypes.sizeof(values) // len(values)
    return [first + at * size for at in range(len(values))]


def quick(function: Any, result: Any, *arguments: Any) -> Any:
    """A function of PDFium's that takes and gives addresses: half the cost of one that takes handles."""
    kind = ctypes.PYFUNCTYPE(result, *arguments)
    return kind(ctypes.cast(function, ctypes.c_void_p).value or 0)


AT, INT = ctypes.c_void_p, ctypes.c_int

box_of_char = quick(pdfium_c.FPDFText_GetCharBox, INT, AT, INT, AT, AT, AT, AT)
origin_of_char = quick(pdfium_c.FPDFText_GetCharOrigin, INT, AT, INT, AT, AT)
object_of_char = quick(pdfium_c.FPDFText_GetTextObject, AT, AT, INT)
char_of_text = quick(pdfium_c.FPDFText_GetCharIndexFromTextIndex, INT, AT, INT)
rect_of_text = quick(pdfium_c.FPDFText_GetRect, INT, AT, INT, AT, AT, AT, AT)
