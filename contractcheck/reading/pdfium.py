"""Opens PDFs, and refuses those that are locked, cut short, broken, without pages or too long.

PDFium is not safe to call from several threads at once.
"""

from __future__ import annotations

import io
import re

import pypdfium2
import pypdfium2.raw as pdfium_c

from contractcheck.errors import UnreadableError

# No contract has more pages; a hostile file can claim millions.
MAX_PAGES = 5000
_NEEDS_PASSWORD = (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)
_OBJECT = re.compile(rb"\d+[ \t\r\n]+\d+[ \t\r\n]+obj\b")


def opened(data: bytes, name: str, password: str | None = None) -> pypdfium2.PdfDocument:
    """Open a PDF for a `with` block, and refuse it where it is locked, cut short, broken, without pages or too long."""
    try:
        pdf = pypdfium2.PdfDocument(data, password=password)
    except pypdfium2.PdfiumError as error:
        if error.err_code in _NEEDS_PASSWORD:
            # Locked files were unlocked before they came here: this one is locked in a way that PDFium does not know.
            raise UnreadableError("locked", f"{name}: the PDF is protected, and no password given opens it") from None
        raise UnreadableError("broken-pdf", f"{name}: {_broken(data)}") from None
    fault = ("broken-pdf", "the PDF has no pages") if len(pdf) < 1 else None
    if len(pdf) > MAX_PAGES:
        fault = ("too-large", f"the PDF has {len(pdf)} pages; at most {MAX_PAGES} are read")
    elif _is_cut_short(data):
        # PDFium mends such a file and shows what is left of it. A gap report on half a contract would mislead.
        fault = ("broken-pdf", _broken(data))
    if fault:
        pdf.close()
        raise UnreadableError(fault[0], f"{name}: {fault[1]}")
    return pdf


def is_locked(data: bytes) -> bool:
    """Whether a PDF opens with a password only."""
    if b"/Encrypt" not in data:
        return False
    try:
        pypdfium2.PdfDocument(data).close()
    except pypdfium2.PdfiumError as error:
        return error.err_code in _NEEDS_PASSWORD
    return False


def without_lock(data: bytes, name: str, password: str) -> bytes | None:
    """The same PDF without its lock, or None where the password is not the one. Raises UnreadableError."""
    try:
        pdf = opened(data, name, password)
    except UnreadableError as error:
        if error.code == "locked":
            return None
        raise
    except UnicodeEncodeError:  # a password of bytes that are no characters
        return None
    plain = io.BytesIO()
    try:
        pdf.save(plain, flags=pdfium_c.FPDF_REMOVE_SECURITY)
    finally:
        pdf.close()
    return plain.getvalue()


def _broken(data: bytes) -> str:
    if _is_cut_short(data):
        return "the PDF is cut short: its end is missing"
    return "the PDF is broken and cannot be opened"


def _is_cut_short(data: bytes) -> bool:
    """Whether the end of the file is missing: no end mark, or objects after the last one."""
    end = data.rfind(b"%%EOF")
    return end < 0 or _OBJECT.search(data, end) is not None
