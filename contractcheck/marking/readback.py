"""Reads a marked copy as a viewer does: which words stand under each highlight. Proof that marks lie on their words."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterable, Mapping

import pypdfium2
import pypdfium2.raw as pdfium_c

from contractcheck.marking.pagespace import Rectangle

# A name is short. What is longer is not ours.
_MAX_NAME = 200
# PDFium gives this for a character that it made up for a hyphen at a line end.
_MADE_UP = {0xFFFE, 0x2}


def words_under(data: bytes, names: Iterable[str], password: str | None = None) -> Mapping[str, str]:
    """Return the characters under each annotation of these names (``/NM``), without white space.

    A character is under an annotation if its middle lies in one of the annotation's quadrilaterals. Names that no
    annotation has are left out.
    """
    wanted = set(names)
    found: dict[str, str] = {}
    with pypdfium2.PdfDocument(data, password=password) as pdf:
        for index in range(len(pdf)):
            page = pdf[index]
            try:
                areas = {name: quads for name, quads in _annotations(page) if name in wanted}
                if areas:
                    middles = _middles(page)
                    for name, quads in areas.items():
                        found[name] = "".join(char for x, y, char in middles if _inside(x, y, quads))
            finally:
                page.close()
    return found


def bare(text: str) -> str:
    """Return text as ``words_under`` gives it: without white space and what cannot be seen."""
    return "".join(char for char in text if not _unseen(char))


def _annotations(page: pypdfium2.PdfPage) -> Iterable[tuple[str, list[Rectangle]]]:
    for at in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, at)
        try:
            yield _name(annotation), _quads(annotation)
        finally:
            pdfium_c.FPDFPage_CloseAnnot(annotation)


def _name(annotation: object) -> str:
    size = pdfium_c.FPDFAnnot_GetStringValue(annotation, b"NM", None, 0)
    if not 2 < size <= 2 * _MAX_NAME:
        return ""
    buffer = (pdfium_c.FPDF_WCHAR * (size // 2))()
    pdfium_c.FPDFAnnot_GetStringValue(annotation, b"NM", buffer, size)
    return bytes(buffer).decode("utf-16-le").rstrip("\0")


def _quads(annotation: object) -> list[Rectangle]:
    found: list[Rectangle] = []
    points = pdfium_c.FS_QUADPOINTSF()
    for at in range(pdfium_c.FPDFAnnot_CountAttachmentPoints(annotation)):
        if pdfium_c.FPDFAnnot_GetAttachmentPoints(annotation, at, points):
            across = (points.x1, points.x2, points.x3, points.x4)
            upward = (points.y1, points.y2, points.y3, points.y4)
            found.append((min(across), min(upward), max(across), max(upward)))
    return found


def _middles(page: pypdfium2.PdfPage) -> list[tuple[float, float, str]]:
    """The middle of each printed character of a page, and the character."""
    textpage = page.get_textpage()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    found = []
    try:
        for index in range(pdfium_c.FPDFText_CountChars(textpage)):
            code = pdfium_c.FPDFText_GetUnicode(textpage, index)
            if code in _MADE_UP or _unseen(chr(code)):
                continue
            if pdfium_c.FPDFText_GetCharBox(textpage, index, left, right, bottom, top):
                found.append(((left.value + right.value) / 2, (bottom.value + top.value) / 2, chr(code)))
    finally:
        textpage.close()
    return found


def _inside(x: float, y: float, quads: list[Rectangle]) -> bool:
    return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in quads)


def _unseen(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in ("Cc", "Cf", "Cs", "Cn")
