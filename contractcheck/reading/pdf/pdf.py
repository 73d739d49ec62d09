"""PDF: text by PDFium, page by page, exactly as PDFium gives it.

Nothing is replaced, not even the "\\r\\n" at line ends, so anyone who extracts the text with PDFium finds every quote.
Only pages that are drawn out of order are put into reading order, line by line (see ``order``).
PDFium is not safe to call from several threads at once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium_c

from contractcheck.errors import UnreadableError
from contractcheck.model import Document, Page, Span
from contractcheck.reading.options import AS_IT_IS, ReadOptions
from contractcheck.reading.pdf.added import NOT_READ, is_added, not_read
from contractcheck.reading.pdf.order import Ordered, ordered
from contractcheck.reading.source import Source

if TYPE_CHECKING:
    from contractcheck.reading.scan.recognise import Recognised

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


def read_pdf(source: Source, reading: ReadOptions = AS_IT_IS) -> Document:
    """Read a PDF. Pages without text are recognised, or marked as not read. Raises UnreadableError."""
    pdf, name = source.pdf, source.name
    texts, laid = _texts(pdf, name)
    added = {number for number, (text, _) in enumerate(texts, start=1) if is_added(text)}
    texts = [("", False) if number in added else found for number, found in enumerate(texts, start=1)]
    unread = [number for number, (_, is_read) in enumerate(texts, start=1) if not is_read and number not in added]
    scans: dict[int, Recognised] = {}
    said: tuple[str, ...] = ()
    if unread:
        from contractcheck.reading.scan.scans import read_scans

        scans, said = read_scans(pdf, unread, source.sha256, reading)
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
        path=source.path,
        name=name,
        sha256=source.sha256,
        media="application/pdf",
        text="\n".join(text for text, _ in texts),
        pages=tuple(pages),
        furniture=tuple(furniture),
        notes=said,
    )


def _no_text(pages: int) -> str:
    return "its one page has no text" if pages == 1 else f"none of its pages (1 to {pages}) has text"


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
