"""Files inside a PDF: those embedded in it, attached to a page, or the members of a portfolio; and forms of XFA."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pypdfium2
import pypdfium2.raw as pdfium_c

from contractcheck.model import Document
from contractcheck.reading.options import ReadOptions
from contractcheck.reading.pdf.annotations import MAX_ON_PAGE, each, wide

if TYPE_CHECKING:
    from contractcheck.reading.mail.messages import Attached, Open

# Embedded files that are looked at, and the bytes of all of them together.
MAX_FILES, MAX_BYTES = 101, 200 * 1024 * 1024
XFA = "this is an XFA form, whose words only Adobe's programs show: print or save it as an ordinary PDF and check that"
XFA_NOTE = "The file is an XFA form as well: what its pages show was read."
# A page that stands in for a form or a portfolio says no more than this many words.
STAND_IN = 120

_WAIT = re.compile(r"please wait|viewer may not be able to display|latest version of (?:the )?(?:adobe )?reader", re.I)
_COVER = re.compile(r"pdf portfolio|open this (?:pdf|document|file) in|supports? (?:pdf )?portfolios|pdf package", re.I)
_WORD = re.compile(r"\w+")
# What a form, a picture or an invoice carries for machines: no words of a contract.
_FOR_MACHINES = re.compile(r"\.(?:xml|json|xsd|xsl|css|js|csv|joboptions|p7s|ttf|otf|icc)$", re.IGNORECASE)


def is_xfa(pdf: pypdfium2.PdfDocument) -> bool:
    """Whether the file holds a form of XFA."""
    return pdfium_c.FPDF_GetFormType(pdf) in (pdfium_c.FORMTYPE_XFA_FULL, pdfium_c.FORMTYPE_XFA_FOREGROUND)


def stands_in(text: str, *, for_xfa: bool) -> bool:
    """Whether the words of all pages only say that another program is needed, or say nothing."""
    words = len(_WORD.findall(text[:20_000]))
    return words <= STAND_IN and (words < 5 or bool((_WAIT if for_xfa else _COVER).search(text)))


def with_attached(
    document: Document, pdf: pypdfium2.PdfDocument, hung: Sequence[int], reading: ReadOptions, open_: Open
) -> Document:
    """Join the files inside a PDF to its own pages. Raises UnreadableError as the reader of messages does.

    ``hung`` are the pages that files hang on as annotations.
    """
    from contractcheck.reading.mail.messages import gather

    found = list(_files(pdf, hung))
    if not found:
        return document
    bodies = [] if stands_in(document.text, for_xfa=False) else [document]
    whole = replace(document, text="", pages=())
    joined = gather(bodies, found, whole, reading, open_, "PDF")
    if joined.parts and len(joined.parts) == 1 and bodies:
        # Nothing was read besides the pages: they are the document, as a PDF of its own.
        said = tuple(note for note in joined.notes if note not in document.notes)
        return replace(document, notes=(*document.notes, *said), unread_files=joined.unread_files)
    return joined


def _files(pdf: pypdfium2.PdfDocument, hung: Sequence[int]) -> Iterator[Attached]:
    """The files, embedded ones first, each once."""
    from contractcheck.reading.mail.messages import Attached

    seen: set[tuple[str, int]] = set()
    left = MAX_BYTES
    number = 0
    for handle in _handles(pdf, hung):
        name = wide(partial(pdfium_c.FPDFAttachment_GetName, handle))
        number += 1
        size = ctypes.c_ulong()
        known = number < MAX_FILES and pdfium_c.FPDFAttachment_GetFile(handle, None, 0, size)
        if (name, size.value) in seen:
            continue
        seen.add((name, size.value))
        if _FOR_MACHINES.search(name):
            yield Attached(name, b"", "data for programs, which is not read")
        elif not known or not size.value:
            yield Attached(name, b"", "it cannot be taken out of the PDF")
        elif size.value > left:
            yield Attached(name, b"", "the files inside the PDF are too large")
        else:
            left -= size.value
            buffer = ctypes.create_string_buffer(size.value)
            pdfium_c.FPDFAttachment_GetFile(handle, buffer, size.value, size)
            yield Attached(name, buffer.raw)


def _handles(pdf: pypdfium2.PdfDocument, hung: Sequence[int]) -> Iterator[Any]:
    for index in range(min(MAX_FILES, max(0, pdfium_c.FPDFDoc_GetAttachmentCount(pdf)))):
        if handle := pdfium_c.FPDFDoc_GetAttachment(pdf, index):
            yield handle
    for number in hung[:MAX_FILES]:
        page = pdf[number - 1]
        try:
            count = min(MAX_ON_PAGE, max(0, pdfium_c.FPDFPage_GetAnnotCount(page)))
            for one in each(page, count):
                if handle := pdfium_c.FPDFAnnot_GetFileAttachment(one):
                    yield handle
        finally:
            page.close()
