"""The table of readers: one row a kind of file, with the test of its content and what reads it, or says what to do.

The rows are asked in order: a PDF may lie near the start of a message, and a web page is text as well. A reader is
imported only where its kind is met, so that help comes up without any of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from contractcheck.errors import UnreadableError
from contractcheck.model import Document
from contractcheck.reading import kinds
from contractcheck.reading.options import Nested, ReadOptions
from contractcheck.reading.source import Source


@dataclass(frozen=True, slots=True)
class Reader:
    """One kind of file. ``read`` takes an open file and returns the document. It may raise UnreadableError."""

    kind: str
    is_kind: Callable[[bytes], bool]
    read: Callable[[Source, ReadOptions, Nested], Document]


def _outlook(source: Source, reading: ReadOptions, nested: Nested) -> Document:
    from contractcheck.reading.mail.outlook import read_outlook

    return read_outlook(source.plain, source.path, source.name, reading, nested)


def _mail(source: Source, reading: ReadOptions, nested: Nested) -> Document:
    from contractcheck.reading.mail.mail import read_mail

    return read_mail(source.plain, source.path, source.name, reading, nested)


def _pdf(source: Source, reading: ReadOptions, nested: Nested) -> Document:
    from contractcheck.reading.pdf.pdf import read_pdf

    return read_pdf(source, reading, nested)


def _word(source: Source, reading: ReadOptions, nested: Nested) -> Document:
    from contractcheck.reading.word.docx import read_docx

    return read_docx(source.plain, source.path, source.name, reading)


def _image(source: Source, reading: ReadOptions, nested: Nested) -> Document:
    from contractcheck.reading.scan.images import read_image

    return read_image(source.plain, source.path, source.name, reading)


def _advised(source: Source, reading: ReadOptions, nested: Nested) -> Document:
    kind, advice = kinds.named_kind(source.plain), kinds.advice(source.plain)
    raise UnreadableError("unknown-kind", f"{source.name}: this is {kind}, which is not read: {advice}")


def _web_page(source: Source, reading: ReadOptions, nested: Nested) -> Document:
    from contractcheck.reading.web.html import read_html

    return read_html(source.plain, source.path, source.name, reading)


def _text(source: Source, reading: ReadOptions, nested: Nested) -> Document:
    from contractcheck.reading.text.text import read_text

    return read_text(source.plain, source.path, source.name)


READERS: tuple[Reader, ...] = (
    Reader("Outlook message", kinds.is_outlook, _outlook),
    Reader("e-mail message", kinds.is_mail, _mail),
    Reader("PDF", kinds.is_pdf, _pdf),
    Reader("Word file", kinds.is_docx, _word),
    Reader("image of a page", kinds.is_image, _image),
    Reader("known and not read", lambda data: bool(kinds.named_kind(data)), _advised),
    Reader("web page", kinds.is_html, _web_page),
    Reader("text", lambda data: True, _text),
)


def reader_of(data: bytes) -> Reader:
    """Return the row of the table that some bytes belong to. The last row takes whatever is left."""
    return next(reader for reader in READERS if reader.is_kind(data))
