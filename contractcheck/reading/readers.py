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
from contractcheck.reading.options import Reading

Nested = Callable[[bytes, str, Reading], Document]
"""What reads a file inside a file, such as an attachment of a message."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One kind of file. ``read`` takes bytes, the path and the name for the report. It may raise UnreadableError."""

    kind: str
    is_kind: Callable[[bytes], bool]
    read: Callable[[bytes, str, str, Reading, Nested], Document]


def _outlook(data: bytes, path: str, name: str, reading: Reading, nested: Nested) -> Document:
    from contractcheck.reading.mail.outlook import read_outlook

    return read_outlook(data, path, name, reading, nested)


def _mail(data: bytes, path: str, name: str, reading: Reading, nested: Nested) -> Document:
    from contractcheck.reading.mail.mail import read_mail

    return read_mail(data, path, name, reading, nested)


def _pdf(data: bytes, path: str, name: str, reading: Reading, nested: Nested) -> Document:
    from contractcheck.reading.pdf.pdf import read_pdf

    return read_pdf(data, path, name, reading)


def _word(data: bytes, path: str, name: str, reading: Reading, nested: Nested) -> Document:
    from contractcheck.reading.word.docx import read_docx

    return read_docx(data, path, name, reading)


def _image(data: bytes, path: str, name: str, reading: Reading, nested: Nested) -> Document:
    from contractcheck.reading.scan.images import read_image

    return read_image(data, path, name, reading)


def _advised(data: bytes, path: str, name: str, reading: Reading, nested: Nested) -> Document:
    kind, advice = kinds.named_kind(data), kinds.advice(data)
    raise UnreadableError("unknown-kind", f"{name}: this is {kind}, which is not read: {advice}")


def _web_page(data: bytes, path: str, name: str, reading: Reading, nested: Nested) -> Document:
    from contractcheck.reading.web.html import read_html

    return read_html(data, path, name, reading)


def _text(data: bytes, path: str, name: str, reading: Reading, nested: Nested) -> Document:
    from contractcheck.reading.text.text import read_text

    return read_text(data, path, name)


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
