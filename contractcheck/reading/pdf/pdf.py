"""PDF: text by PDFium, page by page, exactly as PDFium gives it.

Nothing is replaced, not even the "\\r\\n" at line ends, so anyone who extracts the text with PDFium finds every quote.
Only pages that are drawn out of order are put into reading order, line by line (see ``order``).
PDFium is not safe to call from several threads at once.
"""

from __future__ import annotations

import ctypes
import hashlib
import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium_c

from contractcheck.errors import UnreadableError
from contractcheck.model import Box, Document, Page, Span
from contractcheck.reading.options import AS_IT_IS, Reading
from contractcheck.reading.pdf.added import NOT_READ, is_added, not_read
from contractcheck.reading.pdf.order import Ordered, ordered, stretches

if TYPE_CHECKING:
    from contractcheck.reading.scan.recognise import Recognised

# No contract has more pages; a hostile file can claim millions.
MAX_PAGES = 5000
# A page of print holds some 3,000 characters; more than this in a whole file is an attack or no contract.
MAX_CHARACTERS = 50_000_000
# What stands on the page of a scan besides the image: a head, a page number, a stamp. A page with more text was read.
MAX_FURNITURE = 200
# A scan covers its page. Logos and signatures do not.
MIN_SCAN_SHARE = 0.4
# Above this share of characters without a meaning the fonts do not say what their shapes are.
MAX_GARBAGE_SHARE = 0.3

# A word, or a redaction: a page of nothing but "[***]" was read.
_WORD = re.compile(r"[^\W\d_]{2}|\*{2}")
_GARBAGE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\uffff]")
_NEEDS_PASSWORD = (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)
_OBJECT = re.compile(rb"\d+[ \t\r\n]+\d+[ \t\r\n]+obj\b")


def read_pdf(data: bytes, path: str, name: str, reading: Reading = AS_IT_IS) -> Document:
    """Read a PDF. Pages without text are recognised, or marked as not read. Raises UnreadableError."""
    sha256 = hashlib.sha256(data).hexdigest()
    with opened(data, name) as pdf:
        texts, laid = _texts(pdf, name)
        added = {number for number, (text, _) in enumerate(texts, start=1) if is_added(text)}
        texts = [("", False) if number in added else found for number, found in enumerate(texts, start=1)]
        unread = [number for number, (_, is_read) in enumerate(texts, start=1) if not is_read and number not in added]
        scans: dict[int, Recognised] = {}
        said: tuple[str, ...] = ()
        if unread:
            from contractcheck.reading.scan.scans import read_scans

            scans, said = read_scans(pdf, unread, sha256, reading)
        said += not_read(added)
    pages: list[Page] = []
    furniture: list[Span] = []
    start = 0
    for number, (text, is_read) in enumerate(texts, start=1):
        scan = scans.get(number)
        if scan is not None and not scan.why_unread:
            texts[number - 1] = (text, is_read) = (scan.text, True)
        sure, words, why = (scan.confidence, scan.words, scan.why_unread) if scan is not None else (None, (), "")
        why = NOT_READ if number in added else why
        order = laid.get(number) if scan is None and number not in added else None
        if order is not None:
            furniture.extend(Span(start + span.start, start + span.end) for span in order.furniture)
        moved = order.moved if order is not None else ()
        pages.append(Page(number, start, start + len(text), is_read, sure, why, words, moved))
        start += len(text) + 1
    if not any(page.read and page.end > page.start for page in pages):
        raise UnreadableError("no-text", f"{name}: {'; '.join(said) or _no_text(len(pages))}")
    return Document(
        path=path,
        name=name,
        sha256=sha256,
        media="application/pdf",
        text="\n".join(text for text, _ in texts),
        pages=tuple(pages),
        furniture=tuple(furniture),
        notes=said,
    )


def _no_text(pages: int) -> str:
    return "its one page has no text" if pages == 1 else f"none of its pages (1 to {pages}) has text"


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


def _texts(pdf: pypdfium2.PdfDocument, name: str) -> tuple[list[tuple[str, bool]], dict[int, Ordered]]:
    """The text of each page and whether it was read, and the pages, by number, that were drawn out of order.

    A page that does not load is not read.
    """
    found: list[tuple[str, bool]] = []
    laid: dict[int, Ordered] = {}
    size = loaded = 0
    for index in range(len(pdf)):
        try:
            page = pdf[index]
        except pypdfium2.PdfiumError:
            found.append(("", False))
            continue
        try:
            text, order = _page_text(page)
            found.append((text, _is_read(page, text)))
            if order is not None:
                laid[index + 1] = order
            loaded += 1
        except pypdfium2.PdfiumError:
            found.append(("", False))
        finally:
            page.close()
        size += len(found[-1][0])
        if size > MAX_CHARACTERS:
            message = f"{name}: the PDF holds more than {MAX_CHARACTERS:,} characters, the most that is read"
            raise UnreadableError("too-large", message)
    if not loaded:
        raise UnreadableError("broken-pdf", f"{name}: the PDF is broken: none of its pages can be opened")
    return found, laid


def _page_text(page: pypdfium2.PdfPage) -> tuple[str, Ordered | None]:
    textpage = page.get_textpage()
    try:
        text = str(textpage.get_text_range())
        order = ordered(textpage, text)
        return (order.text if order is not None else text), order
    finally:
        textpage.close()


def _is_read(page: pypdfium2.PdfPage, text: str) -> bool:
    """Whether the text is what the page says: words, not a stray number, not a stamp on a scan, not garbage."""
    if not _WORD.search(text):
        return False
    visible = len(text) - text.count(" ") - text.count("\r") - text.count("\n")
    if len(_GARBAGE.findall(text)) > MAX_GARBAGE_SHARE * visible:
        return False
    return visible > MAX_FURNITURE or not _is_scan(page)


def _is_scan(page: pypdfium2.PdfPage) -> bool:
    """Whether images cover much of the page."""
    width, height = page.get_size()
    covered = 0.0
    for image in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = image.get_bounds()
        covered += max(0.0, right - left) * max(0.0, top - bottom)
    return bool(covered >= MIN_SCAN_SHARE * width * height)


def boxes(data: bytes, document: Document, spans: Iterable[Span]) -> tuple[tuple[Box, ...], ...]:
    """Where passages stand on their pages: for each span its boxes, one a printed line, in PDF points.

    ``data`` is the file that ``document`` was read from. Ask for evidence only: all boxes cost more than reading.
    A passage without visible characters has no boxes, nor has one on a scanned page.
    """
    with opened(data, document.name) as pdf:
        return tuple(
            tuple(
                box
                for page in document.pages
                if page.start < span.end and span.start < page.end and page.ocr is None
                for box in _page_boxes(pdf, page, max(span.start, page.start), min(span.end, page.end), document.text)
            )
            for span in spans
        )


def _page_boxes(pdf: pypdfium2.PdfDocument, page: Page, start: int, end: int, text: str) -> list[Box]:
    loaded = pdf[page.number - 1]
    textpage = loaded.get_textpage()
    found: list[Box] = []
    try:
        for first, count in stretches(page, start, end, text):
            chars = [
                pdfium_c.FPDFText_GetCharIndexFromTextIndex(textpage, index) for index in (first, first + count - 1)
            ]
            if min(chars) < 0:
                continue
            rects = pdfium_c.FPDFText_CountRects(textpage, chars[0], chars[1] - chars[0] + 1)
            found.extend(_rectangle(textpage, index, page.number) for index in range(rects))
        return _by_line(found)
    finally:
        textpage.close()
        loaded.close()


def _rectangle(textpage: pypdfium2.PdfTextPage, index: int, number: int) -> Box:
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    pdfium_c.FPDFText_GetRect(textpage, index, left, top, right, bottom)
    return Box(number, left.value, bottom.value, right.value, top.value)


def _by_line(found: list[Box]) -> list[Box]:
    """Join neighbours that stand on one printed line: more than half of the lower one's height is shared."""
    merged: list[Box] = []
    for box in found:
        if merged:
            last = merged[-1]
            shared = min(last.top, box.top) - max(last.bottom, box.bottom)
            if shared > 0.5 * min(last.top - last.bottom, box.top - box.bottom):
                merged[-1] = Box(
                    box.page,
                    min(last.left, box.left),
                    min(last.bottom, box.bottom),
                    max(last.right, box.right),
                    max(last.top, box.top),
                )
                continue
        merged.append(box)
    return merged
