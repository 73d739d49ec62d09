"""PDF: text by PDFium, page by page, as PDFium gives it wherever that is what a person sees.

Sound pages are not touched, not even the "\\r\\n" at line ends, so anyone who extracts the text with PDFium finds every
quote. Pages that are drawn out of order are put into reading order (``order``); words that nobody sees or that are
struck out are left out, what was filled in is put in (``pages``); damage is repaired where that is sure (``damage``).
PDFium is not safe to call from several threads at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium_c

from contractcheck.errors import UnreadableError
from contractcheck.model import Document, LeftOut, Mark, MarkKind, Page, Span
from contractcheck.model.pagenames import pages as page_names
from contractcheck.reading.options import AS_IT_IS, ReadOptions
from contractcheck.reading.pdf import told
from contractcheck.reading.pdf.added import NOT_READ, is_added, not_read
from contractcheck.reading.pdf.attached import XFA, XFA_NOTE, is_xfa, stands_in, with_attached
from contractcheck.reading.pdf.damage import Damage, mended
from contractcheck.reading.pdf.fields import Typed
from contractcheck.reading.pdf.joined import Joined
from contractcheck.reading.pdf.layers import Layers
from contractcheck.reading.pdf.pages import WORD, PageReader, Raw
from contractcheck.reading.pdf.rewriting import rewritten
from contractcheck.reading.source import Source

if TYPE_CHECKING:
    from contractcheck.reading.options import Nested
    from contractcheck.reading.scan.recognise import Recognised

# A page of print holds some 3,000 characters; more than this in a whole file is an attack or no contract.
MAX_CHARACTERS = 50_000_000
SCRIPTS = "The file holds scripts. None was run."
# Above this share of characters without a meaning the fonts do not say what their shapes are.
MAX_GARBAGE_SHARE = 0.3

_GARBAGE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\uffff]")


@dataclass
class _Read:
    """What the pages gave: their texts side by side, and what is said of the whole."""

    pages: list[Page] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    furniture: list[Span] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)
    at: int = 0


def read_pdf(source: Source, reading: ReadOptions = AS_IT_IS, nested: Nested | None = None) -> Document:
    """Read a PDF. Pages without text are recognised, or marked as not read. Raises UnreadableError.

    ``nested`` reads the files inside it; without it they are not read.
    """
    pdf, name = source.pdf, source.name
    typed = Typed(source.plain)
    try:
        raws = _raws(pdf, name, PageReader(pdf, typed, Layers(source.plain)))
    finally:
        typed.close()
    xfa = is_xfa(pdf)
    if xfa and stands_in("\n".join(raw.text for raw in raws), for_xfa=True):
        raise UnreadableError("no-text", f"{name}: {XFA}")
    added = {number for number, raw in enumerate(raws, start=1) if is_added(raw.text)}
    damage = mended(raws, Joined(pdf))
    unread = [
        number
        for number, raw in enumerate(raws, start=1)
        if number not in added and (number in damage.unread or not _is_read(raw))
    ]
    scans, said = _recognised(source, unread, reading)
    read = _written(raws, scans, added, {number: damage.unread.get(number, "") for number in unread})
    said = (*said, *not_read(added), *_notes(raws, read, typed, xfa=xfa), *_scripts(source, typed))
    said += tuple(_damage_notes(damage, scans, reading))
    document = Document(
        path=source.path,
        name=name,
        sha256=source.sha256,
        media="application/pdf",
        text="\n".join(read.texts),
        pages=tuple(read.pages),
        furniture=tuple(read.furniture),
        marks=tuple(read.marks),
        notes=said,
        left_out=tuple(read.left),
    )
    hung = [number for number, raw in enumerate(raws, start=1) if raw.has_files]
    joined = with_attached(document, pdf, hung, reading, nested) if nested is not None else document
    if not any(page.read and WORD.search(joined.text, page.start, page.end) for page in joined.pages):
        raise UnreadableError("no-text", f"{name}: {'; '.join(joined.notes) or _no_text(len(read.pages))}")
    return joined


def _no_text(pages: int) -> str:
    return "its one page has no text" if pages == 1 else f"none of its pages (1 to {pages}) has text"


def _raws(pdf: pypdfium2.PdfDocument, name: str, reader: PageReader) -> list[Raw]:
    """All pages before their texts are written. A page that does not load is not read."""
    found: list[Raw] = []
    size = 0
    for number in range(1, len(pdf) + 1):
        found.append(reader.read(number))
        size += len(found[-1].text)
        if size > MAX_CHARACTERS:
            message = f"{name}: the PDF holds more than {MAX_CHARACTERS:,} characters, the most that is read"
            raise UnreadableError("too-large", message)
    if not any(raw.opened for raw in found):
        raise UnreadableError("broken-pdf", f"{name}: the PDF is broken: none of its pages can be opened")
    return found


def _recognised(
    source: Source, unread: Sequence[int], reading: ReadOptions
) -> tuple[dict[int, Recognised], tuple[str, ...]]:
    """What recognition makes of the pages that were not read, and notes on it."""
    if not unread:
        return {}, ()
    from contractcheck.reading.scan.scans import read_scans

    return read_scans(source.pdf, unread, source.sha256, reading)


def _written(raws: Sequence[Raw], scans: dict[int, Recognised], added: set[int], unread: dict[int, str]) -> _Read:
    """Write the text of each page below the other, with all that has a place in it."""
    read = _Read()
    for number, raw in enumerate(raws, start=1):
        scan = scans.get(number)
        if scan is not None and not scan.why_unread:
            page = Page(number, 0, len(scan.text), ocr=scan.confidence, words=scan.words)
            _add(read, page, scan.text)
            # Places in the file's text mean nothing in the recognised one. What is struck is recognised all the same.
            comments = [mark for mark in raw.marks if mark.kind is MarkKind.COMMENT]
            read.marks.extend(replace(mark, start=read.at, end=read.at) for mark in comments)
            read.left.extend(row for row in raw.left if row.start < 0 and not row.was_seen)
        elif number in added:
            _add(read, Page(number, 0, 0, read=False, why_unread=NOT_READ, foreign_to_it=True), "")
        else:
            why = unread.get(number, "") or (scan.why_unread if scan is not None else "")
            if unread.get(number):  # what damaged letters spell is not text
                raw = Raw(opened=raw.opened, marks=[replace(mark, start=0, end=0) for mark in raw.marks])
            _add_raw(read, raw, Page(number, 0, 0, read=number not in unread, why_unread=why))
        read.at += len(read.texts[-1]) + 1
    return read


def _add(read: _Read, page: Page, text: str) -> None:
    read.pages.append(replace(page.shift(read.at), end=read.at + len(text)))
    read.texts.append(text)


def _add_raw(read: _Read, raw: Raw, page: Page) -> None:
    """Add a page with the text of the file: as it is where nothing is to be changed."""
    text = raw.order.text if raw.order is not None else raw.text
    moved = raw.order.moved if raw.order is not None else ()
    furniture = raw.order.furniture if raw.order is not None else ()
    if not (raw.edits or raw.marks or raw.left):
        read.furniture.extend(span.shift(read.at) for span in furniture)
        _add(read, replace(page, moved=moved), text)
        return
    new = rewritten(raw.text, text, moved, furniture, raw.edits)
    read.furniture.extend(span.shift(read.at) for span in new.furniture)
    for mark in raw.marks:
        start = new.place(mark.start)
        end = max(start, new.place(mark.end)) if mark.end > mark.start else start
        read.marks.append(replace(mark, start=read.at + start, end=read.at + end))
    for row in raw.left:
        if row.start < 0:
            read.left.append(row)
        else:
            start, end = read.at + new.place(row.start), read.at + new.place(row.end)
            read.left.append(replace(row, start=start, end=max(start, end)))
    _add(read, replace(page, moved=new.moved if raw.edits else moved), new.text)


def _notes(raws: Sequence[Raw], read: _Read, typed: Typed, *, xfa: bool) -> list[str]:
    """What is to be said of the pages that were read."""
    found = [XFA_NOTE] if xfa else []
    if typed.filled:
        found.append(f"Read as filled in: {typed.filled} {'field' if typed.filled == 1 else 'fields'} of the form.")
    if any(raw.compares for raw in raws):
        found.append(told.COMPARISON)
    found += told.left_out_notes(read.left)
    found += told.marks_notes(read.marks)
    more = [number for number, raw in enumerate(raws, start=1) if raw.more]
    if more:
        count = sum(raw.more for raw in raws)
        found.append(f"Not looked at: {count:,} annotations on {page_names(more)}, too many for a contract.")
    return found


def _scripts(source: Source, typed: Typed) -> tuple[str, ...]:
    named = b"/JavaScript" in source.plain or pdfium_c.FPDFDoc_GetJavaScriptActionCount(source.pdf) > 0
    return (SCRIPTS,) if named or typed.has_scripts else ()


def _damage_notes(damage: Damage, scans: dict[int, Recognised], reading: ReadOptions) -> list[str]:
    """What was repaired, and which pages are too damaged to read, and what to do about these."""
    found = list(damage.notes)
    for why in dict.fromkeys(damage.unread.values()):
        lost = [number for number, reason in damage.unread.items() if reason == why]
        read = [number for number in lost if number in scans and not scans[number].why_unread]
        if read:
            found.append(f"Read as an image: {page_names(read)}, because {why}.")
        if left := [number for number in lost if number not in read]:
            from contractcheck.reading.scan.scans import advice

            hint = f": {advice(reading)}" if not scans else ""
            found.append(f"Not read: {page_names(left)}, because {why}{hint}.")
    return found


def _is_read(raw: Raw) -> bool:
    """Whether the text is what the page says: words, not a stray number, not a stamp on a scan, not garbage."""
    text = raw.seen
    if raw.is_blank:
        return True
    if not raw.opened or raw.unread_scan or not WORD.search(text):
        return False
    visible = len(text) - text.count(" ") - text.count("\r") - text.count("\n")
    return len(_GARBAGE.findall(text)) <= MAX_GARBAGE_SHARE * visible
