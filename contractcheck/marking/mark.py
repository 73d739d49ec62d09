"""Marks a PDF: highlights and notes on the evidence, a list of the gaps in front, the original kept where possible."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pypdfium2
import pypdfium2.raw as pdfium_c

from contractcheck.contract import Contract
from contractcheck.errors import ContractcheckError, UnreadableError
from contractcheck.marking.annotations import Painter
from contractcheck.marking.frontpages import add_list
from contractcheck.marking.margins import print_begins
from contractcheck.marking.notes import Note, notes, spans
from contractcheck.marking.pagespace import page_space
from contractcheck.marking.signing import Signing, signing
from contractcheck.marking.update import NotUpdatableError, Update, reading_pdf
from contractcheck.model import Report
from contractcheck.reading.pdf.boxes import boxes
from contractcheck.reading.pdfium import without_lock

PDF = "application/pdf"


@dataclass(frozen=True)
class Marked:
    """A marked copy.

    ``data`` is the whole file; it begins with the bytes of the original unless ``rewritten`` says why it does not.
    ``notes`` are what was marked, in the order of the text; those without boxes stand in a corner of their page.
    ``added`` counts the pages of the list in front. ``remarks`` are lines that the user must read.
    """

    data: bytes
    notes: tuple[Note, ...]
    added: int
    rewritten: str = ""
    remarks: tuple[str, ...] = ()


def mark_pdf(
    contract: Contract,
    reports: Sequence[Report],
    *,
    passwords: Sequence[str] = (),
    with_list: bool = True,
) -> Marked:
    """Mark a PDF with what reports say about it. The same input gives the same bytes.

    Args:
        contract: the contract, with the file that it was read from.
        reports: the reports on it, one a playbook.
        passwords: what may open a locked file. The copy stays locked as the original is.
        with_list: whether the list of gaps is added in front.

    Raises:
        UnreadableError: the file is not a PDF, or its owner does not allow notes.
        ContractcheckError: no copy could be made that reads as the original does.
    """
    document, source = contract.document, contract.source
    if document.media != PDF or source is None:
        raise UnreadableError("no-pdf", f"{document.name}: only PDF files can be marked")
    data = source.data
    password = _password(data, document.name, passwords) if source.was_locked else None
    found = notes(reports)
    placed = boxes(source, document, spans(found))
    found = tuple(replace(note, boxes=spots) for note, spots in zip(found, placed, strict=True))
    before = _texts(data, password)
    rewritten = ""
    try:
        made, added, signed = _updated(data, password, document.name, reports, found, with_list)
        if not _same(before, made, password, added):
            raise NotUpdatableError("its structure is unusual")
    except NotUpdatableError as error:
        rewritten = str(error)
        try:
            anew = _rewritten(data, password)
            made, added, signed = _updated(anew, password, document.name, reports, found, with_list)
        except NotUpdatableError as again:
            raise ContractcheckError(f"{document.name}: this PDF cannot be marked: {again}") from None
        if not _same(before, made, password, added):
            raise ContractcheckError(f"{document.name}: this PDF cannot be marked: its copy has other words") from None
    return Marked(made, found, added, rewritten, _remarks(signed, rewritten, added, found))


def _updated(
    data: bytes,
    password: str | None,
    name: str,
    reports: Sequence[Report],
    found: Sequence[Note],
    with_list: bool,
) -> tuple[bytes, int, Signing]:
    """Return the file with its notes and its list, how many pages the list has, and how the file is signed."""
    with reading_pdf():
        update = Update(data, password)
        if not update.may_annotate():
            line = "its owner does not allow notes; ask for a copy that allows them"
            raise UnreadableError("locked", f"{name}: this PDF cannot be marked: {line}")
        painter = Painter(update)
        pages = {number: update.page(number) for number in sorted({note.passage.page for note in found})}
        spaces = {number: page_space(page) for number, (_, page) in pages.items()}
        with pypdfium2.PdfDocument(data, password=password) as pdf:
            edges = print_begins(pdf, spaces)
        for number, (reference, page) in pages.items():
            here = [note for note in found if note.passage.page == number]
            update.annotate(reference, page, painter.annotate(reference, spaces[number], here, edges[number]))
        added = add_list(update, reports, found) if with_list else 0
        return update.written(), added, signing(update.reader)


def _remarks(signed: Signing, rewritten: str, added: int, found: Sequence[Note]) -> tuple[str, ...]:
    remarks = []
    if rewritten:
        lost = "; its signatures are not valid for the copy" if signed.signatures or signed.certified else ""
        remarks.append(f"the PDF was rewritten because {rewritten}: its bytes are not those of the original{lost}")
    elif words := signed.remark(pages=added):
        remarks.append(words)
    lost_places = sum(not note.boxes for note in found)
    if lost_places:
        what = "1 passage" if lost_places == 1 else f"{lost_places} passages"
        remarks.append(f"{what} could not be placed on the page: the note is in its upper left corner")
    return tuple(remarks)


def _password(data: bytes, name: str, passwords: Sequence[str]) -> str:
    """Return the password that opens a locked file: the copy is locked as the original is."""
    for password in passwords:
        if without_lock(data, name, password) is not None:
            return password
    raise UnreadableError("locked", f"{name}: the PDF is protected by a password")


def _rewritten(data: bytes, password: str | None) -> bytes:
    """The file as PDFium writes it: every object anew, with a lock if there was one."""
    with pypdfium2.PdfDocument(data, password=password) as pdf:
        return _saved(pdf, pdfium_c.FPDF_NO_INCREMENTAL)


def _saved(pdf: pypdfium2.PdfDocument, flags: int) -> bytes:
    out = io.BytesIO()
    pdf.save(out, flags=flags)
    return out.getvalue()


def _texts(data: bytes, password: str | None) -> list[str]:
    """The text of each page, None-safe: a page that does not load has none."""
    found: list[str] = []
    with pypdfium2.PdfDocument(data, password=password) as pdf:
        for index in range(len(pdf)):
            try:
                page = pdf[index]
            except pypdfium2.PdfiumError:
                found.append("")
                continue
            try:
                textpage = page.get_textpage()
                found.append(str(textpage.get_text_range()))
                textpage.close()
            except pypdfium2.PdfiumError:
                found.append("")
            finally:
                page.close()
    return found


def _same(before: list[str], made: bytes, password: str | None, added: int) -> bool:
    """Whether the copy opens and every page of the original reads as it did."""
    try:
        return _texts(made, password)[added:] == before
    except pypdfium2.PdfiumError:
        return False
