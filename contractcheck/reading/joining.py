"""Several documents as one: the files of an agreement, or a message and its attachments, one text below the other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from contractcheck.model import Cell, Document, Foreign, Heading, Mark, Page, Part, Span, Table

Placed = TypeVar("Placed", Page, Part, Heading, Span, Mark, Foreign)

GAP = "\n\n"
"""What stands between two files: a line end, and a blank line, so that no sentence runs on from one into the other."""


@dataclass(frozen=True, slots=True)
class File:
    """A document that becomes a part. ``title`` is the name that the body gives it ("Schedule 2"), or ""."""

    document: Document
    title: str = ""


def join(files: Sequence[File], whole: Document | None = None, notes: Sequence[str] = ()) -> Document:
    """Join documents into one, in their order. The first is the body.

    Every offset (pages, paragraphs, tables, marks, foreign passages, parts of parts) is moved to the joined text. Pages
    are counted on from file to file; evidence names the file and its own page. ``whole`` gives path, name, sha256 and
    media of the whole where it is a file of its own (an e-mail); otherwise they are those of the body, with a sha256
    over all. Notes of the files follow ``notes``, those of attachments with their names.
    """
    documents = [file.document for file in files]
    head = whole or replace(documents[0], sha256=_digest(documents))
    offsets = _offsets(documents)
    parts = [part for file, offset in zip(files, offsets, strict=True) for part in _parts(file, offset)]
    return Document(
        path=head.path,
        name=head.name,
        sha256=head.sha256,
        media=head.media,
        text=GAP.join(document.text for document in documents),
        pages=tuple(_pages(documents, offsets)),
        tables=tuple(_tables(documents, offsets)),
        paragraphs=tuple(at + by for one, by in zip(documents, offsets, strict=True) for at in one.paragraphs),
        bold=tuple(at + by for one, by in zip(documents, offsets, strict=True) for at in one.bold),
        headings=tuple(_moved(row, by) for one, by in zip(documents, offsets, strict=True) for row in one.headings),
        furniture=tuple(_moved(row, by) for one, by in zip(documents, offsets, strict=True) for row in one.furniture),
        marks=tuple(_moved(row, by) for one, by in zip(documents, offsets, strict=True) for row in one.marks),
        foreign=tuple(_moved(row, by) for one, by in zip(documents, offsets, strict=True) for row in one.foreign),
        parts=tuple(parts),
        notes=(*notes, *_notes(documents)),
        unread_files=tuple(name for document in documents for name in document.unread_files),
    )


def _digest(documents: Sequence[Document]) -> str:
    if len(documents) == 1:
        return documents[0].sha256
    return hashlib.sha256("\n".join(document.sha256 for document in documents).encode()).hexdigest()


def _offsets(documents: Sequence[Document]) -> list[int]:
    offsets = [0]
    for document in documents[:-1]:
        offsets.append(offsets[-1] + len(document.text) + len(GAP))
    return offsets


def _moved(row: Placed, by: int) -> Placed:
    return replace(row, start=row.start + by, end=row.end + by)


def _parts(file: File, by: int) -> Iterator[Part]:
    document = file.document
    if not document.parts:
        end = by + len(document.text)
        yield Part(document.path, document.name, document.sha256, document.media, by, end, file.title)
    for part in document.parts:
        name = part.name if part.name == document.name else f"{part.name} (in {document.name})"
        yield replace(_moved(part, by), name=name)


def _pages(documents: Sequence[Document], offsets: Sequence[int]) -> Iterator[Page]:
    number = 0
    for document, by in zip(documents, offsets, strict=True):
        for page in document.pages:
            number += 1
            yield replace(_moved(page, by), number=number)


def _tables(documents: Sequence[Document], offsets: Sequence[int]) -> Iterator[Table]:
    before = 0
    for document, by in zip(documents, offsets, strict=True):
        for table in document.tables:
            rows = tuple(tuple(Cell(cell.text, cell.start + by, cell.end + by) for cell in row) for row in table.rows)
            yield replace(table, page=table.page + before, rows=rows)
        before += len(document.pages)


def _notes(documents: Sequence[Document]) -> Iterator[str]:
    for number, document in enumerate(documents):
        yield from (f"{document.name}: {note}" if number else note for note in document.notes)
        if document.unread_pages and not document.parts and len(documents) > 1:
            pages = ", ".join(map(str, document.unread_pages))
            yield f"{document.name}: not read, counted in this file: page {pages}."
