"""What people put upon the pages of a PDF: strokes through words, notes, typed words, the fields of a form.

Nothing of an annotation is run, followed or opened: only its kind, its place and its words are taken.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium_c

from contractcheck.reading.pdf.look import Cover, Frame

# Annotations of a page that are looked at, in the whole file as well, and the length of a note that is kept.
MAX_ON_PAGE, MAX_IN_FILE, MAX_NOTE = 2000, 20_000, 4000
# contractcheck's own marks are by this author.
OWN = "contractcheck"

_HIDDEN = pdfium_c.FPDF_ANNOT_FLAG_HIDDEN | pdfium_c.FPDF_ANNOT_FLAG_NOVIEW
_SILENT = (pdfium_c.FPDF_ANNOT_LINK, pdfium_c.FPDF_ANNOT_POPUP)
_TYPED = (pdfium_c.FPDF_ANNOT_WIDGET, pdfium_c.FPDF_ANNOT_FREETEXT)
_COVERING = (pdfium_c.FPDF_ANNOT_SQUARE, pdfium_c.FPDF_ANNOT_STAMP, pdfium_c.FPDF_ANNOT_REDACT)


@dataclass(frozen=True, slots=True)
class Note:
    """A comment, or a proposal to put in words: who wrote it, what it says, and where it stands."""

    author: str
    text: str
    frames: tuple[Frame, ...]
    inserts: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A stroke through words: who made it, and over which boxes."""

    author: str
    frames: tuple[Frame, ...]


@dataclass
class Annotated:
    """The annotations of a page.

    ``typed`` tells that it has fields or typed words, ``files`` that files hang on it, ``more`` how many were left.
    """

    strokes: list[Stroke] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    lines: list[Frame] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)
    typed: bool = False
    files: bool = False
    more: int = 0


def annotated(page: pypdfium2.PdfPage, left: int) -> Annotated | None:
    """The annotations of a page, at most ``left`` of them; None where it has none but links."""
    count = pdfium_c.FPDFPage_GetAnnotCount(page)
    if count <= 0:
        return None
    found = Annotated(more=max(0, count - min(left, MAX_ON_PAGE)))
    for one in each(page, min(count, left, MAX_ON_PAGE)):
        _take(one, found)
    known = found.strokes or found.notes or found.lines or found.covers or found.typed or found.files or found.more
    return found if known else None


def each(page: pypdfium2.PdfPage, count: int) -> Iterator[Any]:
    """The handles of annotations, each closed after its turn."""
    for index in range(count):
        one = pdfium_c.FPDFPage_GetAnnot(page, index)
        if not one:
            continue
        try:
            yield one
        finally:
            pdfium_c.FPDFPage_CloseAnnot(one)


def is_shown(one: Any) -> bool:
    """Whether a person sees the annotation on the page."""
    return not pdfium_c.FPDFAnnot_GetFlags(one) & _HIDDEN


def _take(one: Any, found: Annotated) -> None:
    kind = pdfium_c.FPDFAnnot_GetSubtype(one)
    if kind in _SILENT:
        return
    if kind in _TYPED:
        found.typed |= is_shown(one)
        return
    found.files |= kind == pdfium_c.FPDF_ANNOT_FILEATTACHMENT
    author = string(one, "T")
    if author == OWN or string(one, "StateModel"):
        return
    words = string(one, "Contents")
    frames = _quads(one) or (rectangle(one),)
    if kind == pdfium_c.FPDF_ANNOT_STRIKEOUT and is_shown(one):
        found.strokes.append(Stroke(author, frames))
    elif kind == pdfium_c.FPDF_ANNOT_LINE and is_shown(one):
        found.lines.extend(_line(one))
    elif kind in _COVERING and is_shown(one):
        found.covers.append(Cover(2**31, rectangle(one), None))
    if words:
        found.notes.append(Note(author, words, frames, kind == pdfium_c.FPDF_ANNOT_CARET))


def string(one: Any, key: str) -> str:
    """An entry of an annotation that is text, on one line and not endless."""
    return wide(lambda buffer, size: pdfium_c.FPDFAnnot_GetStringValue(one, key.encode(), buffer, size))


def wide(get: Callable[[Any, int], int]) -> str:
    """What a function of PDFium's writes as UTF-16."""
    size = get(None, 0)
    if not 2 < size <= 8 * MAX_NOTE:
        return ""
    buffer = ctypes.create_string_buffer(size)
    get(ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    text = buffer.raw[: size - 2].decode("utf-16-le", "replace").replace("\0", " ")
    return " ".join(text.split())[:MAX_NOTE]


def rectangle(one: Any) -> Frame:
    """Where an annotation stands."""
    box = pdfium_c.FS_RECTF()
    pdfium_c.FPDFAnnot_GetRect(one, box)
    low, high = sorted((float(box.bottom), float(box.top)))
    return float(box.left), low, float(box.right), high


def _quads(one: Any) -> tuple[Frame, ...]:
    found = []
    for index in range(min(200, pdfium_c.FPDFAnnot_CountAttachmentPoints(one))):
        quad = pdfium_c.FS_QUADPOINTSF()
        if pdfium_c.FPDFAnnot_GetAttachmentPoints(one, index, quad):
            across = (quad.x1, quad.x2, quad.x3, quad.x4)
            upward = (quad.y1, quad.y2, quad.y3, quad.y4)
            found.append((min(across), min(upward), max(across), max(upward)))
    return tuple(found)


def _line(one: Any) -> list[Frame]:
    """A drawn line that runs across."""
    start, end = pdfium_c.FS_POINTF(), pdfium_c.FS_POINTF()
    if not pdfium_c.FPDFAnnot_GetLine(one, start, end) or abs(start.y - end.y) > 3:
        return []
    return [(min(start.x, end.x), min(start.y, end.y), max(start.x, end.x), max(start.y, end.y))]
