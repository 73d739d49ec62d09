"""Several documents as one: the files of an agreement, or a message and its attachments, one text below the other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from contractcheck.model import Document, Part

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
    moved = list(_moved(documents, offsets))
    return Document(
        path=head.path,
        name=head.name,
        sha256=head.sha256,
        media=head.media,
        text=GAP.join(document.text for document in documents),
        pages=tuple(page for one in moved for page in one.pages),
        tables=tuple(table for one in moved for table in one.tables),
        paragraphs=tuple(at for one in moved for at in one.paragraphs),
        bold=tuple(at for one in moved for at in one.bold),
        headings=tuple(row for one in moved for row in one.headings),
        furniture=tuple(row for one in moved for row in one.furniture),
        marks=tuple(row for one in moved for row in one.marks),
        foreign=tuple(row for one in moved for row in one.foreign),
        states=tuple(row for one in moved for row in one.states),
        parts=tuple(parts),
        notes=(*notes, *_notes(documents)),
        unread_files=tuple(name for document in documents for name in document.unread_files),
        left_out=tuple(row for one in moved for row in one.left_out),
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


def _moved(documents: Sequence[Document], offsets: Sequence[int]) -> Iterator[Document]:
    """Yield the documents with their places in the whole. Pages are numbered anew: some files number theirs oddly."""
    before = 0
    for document, by in zip(documents, offsets, strict=True):
        counted = tuple(replace(page, number=at) for at, page in enumerate(document.pages, start=1))
        yield replace(document, pages=counted).shift(by, pages=before)
        before += len(document.pages)


def _parts(file: File, by: int) -> Iterator[Part]:
    document = file.document
    if not document.parts:
        end = by + len(document.text)
        yield Part(document.path, document.name, document.sha256, document.media, by, end, file.title)
    for part in document.parts:
        name = part.name if part.name == document.name else f"{part.name} (in {document.name})"
        yield replace(part.shift(by), name=name)


def _notes(documents: Sequence[Document]) -> Iterator[str]:
    for number, document in enumerate(documents):
        yield from (f"{document.name}: {note}" if number else note for note in document.notes)
        if document.unread_pages and not document.parts and len(documents) > 1:
            pages = ", ".join(map(str, document.unread_pages))
            yield f"{document.name}: not read, counted in this file: page {pages}."
