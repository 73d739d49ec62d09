"""Files -> one agreement: the body first, then the attachments under the names that it gives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from contractcheck.agreements.naming import label_key, names_in, titles_for
from contractcheck.cleaning.clean import clean
from contractcheck.errors import ContractcheckError, UnreadableError
from contractcheck.model import Attachment, Clause, ClauseKind, Cleaned, Document, Outline, Span
from contractcheck.reading import read
from contractcheck.reading.joining import GAP, File, join
from contractcheck.reading.options import AS_IT_IS, Reading
from contractcheck.structure.clauses import outline

# A folder with more files is an archive, not an agreement.
MAX_FILES = 100


@dataclass(frozen=True)
class Piece:
    """One file of a package with its own structure, and where it begins in the whole."""

    document: Document
    cleaned: Cleaned
    outline: Outline
    title: str
    start: int


@dataclass(frozen=True)
class Package:
    """An agreement in several files, as one document. ``lost`` holds the sentence on each file that was not read."""

    document: Document
    cleaned: Cleaned
    outline: Outline
    pieces: tuple[Piece, ...]
    lost: tuple[str, ...]


def read_package(main: str | Path, attachments: Sequence[str | Path], reading: Reading = AS_IT_IS) -> Package:
    """Read the body and its attachments as one agreement.

    An attachment that cannot be read is named, and casts doubt on what is not found. Raises UnreadableError where the
    body cannot be read.
    """
    body = read(main, None, reading)
    documents, lost = [], []
    for path in attachments:
        try:
            documents.append(read(path, None, reading))
        except UnreadableError as error:
            lost.append((Path(path).name, str(error)))
    return build(body, documents, lost)


def build(body: Document, attachments: Sequence[Document], lost: Sequence[tuple[str, str]] = ()) -> Package:
    """Join documents that were read. ``lost`` holds name and reason of each file that could not be."""
    documents = [body, *attachments]
    cleaned = [clean(document) for document in documents]
    outlines = [outline(document, one) for document, one in zip(documents, cleaned, strict=True)]
    titles = ("", *titles_for(names_in(outlines[0], body.text), attachments))
    notes = list(_notes(attachments, titles[1:])) + [f"Not read: {reason}." for _, reason in lost]
    files = [File(document, title) for document, title in zip(documents, titles, strict=True)]
    joined = join(files, notes=notes)
    joined = replace(joined, unread_files=(*joined.unread_files, *(name for name, _ in lost)))
    starts = [0]
    for document in documents[:-1]:
        starts.append(starts[-1] + len(document.text) + len(GAP))
    pieces = tuple(Piece(*row) for row in zip(documents, cleaned, outlines, titles, starts, strict=True))
    return Package(joined, clean(joined), _outline(pieces), pieces, tuple(reason for _, reason in lost))


def find_main(paths: Sequence[Path], reading: Reading = AS_IT_IS) -> Path:
    """Tell which of several files is the body: the one that names most of the others, and is signed.

    Raises ContractcheckError where two would do, or none can be read.
    """
    if len(paths) > MAX_FILES:
        raise ContractcheckError(f"{paths[0].parent}: holds {len(paths)} files; an agreement has at most {MAX_FILES}")
    read_ones: list[tuple[Path, Document, Outline]] = []
    for path in paths:
        try:
            document = read(path, None, reading)
        except UnreadableError:
            continue
        read_ones.append((path, document, outline(document, clean(document))))
    if not read_ones:
        raise ContractcheckError(f"{paths[0].parent if paths else '.'}: none of the files can be read")
    scores = {path: _likeness(path, document, own, read_ones) for path, document, own in read_ones}
    best = max(scores.values())
    first = [path for path, score in scores.items() if score == best]
    if len(first) > 1:
        names = " or ".join(path.name for path in first)
        raise ContractcheckError(f"{first[0].parent}: the body may be {names}: name it with --main")
    return first[0]


def _likeness(path: Path, document: Document, own: Outline, all_: Sequence[tuple[Path, Document, Outline]]) -> float:
    """How much a file is like a body: by the others that it names, by its signatures, and by its size."""
    others = [other for at, other, _ in all_ if at != path]
    named = sum(1 for title in titles_for(names_in(own, document.text), others) if title)
    signed = any(clause.kind is ClauseKind.SIGNATURE for clause in own.clauses)
    headed = bool(own.clauses and label_key(own.clauses[0].number))
    size = len(document.text) / sum(len(one.text) for _, one, _ in all_)
    return 4 * named + 1.5 * signed - 2 * headed + size


def _notes(attachments: Sequence[Document], titles: Sequence[str]) -> list[str]:
    pairs = zip(attachments, titles, strict=True)
    said = [
        f"{document.name} is {title}" if title else f"{document.name} (the body names none that fits)"
        for document, title in pairs
    ]
    return [f"Read as one agreement with {'; '.join(said)}."] if said else []


def _outline(pieces: Sequence[Piece]) -> Outline:
    """Put the structures behind one another. What stands in an attachment is an annex, under its own numbers."""
    clauses: list[Clause] = []
    terms: dict[str, Span] = {}
    attached: dict[str, Attachment] = {}
    given = {piece.title.casefold() for piece in pieces if piece.title}
    labels = {label_key(piece.title) for piece in pieces if piece.title} - {""}
    pages = 0
    for number, piece in enumerate(pieces):
        before = len(clauses)
        clauses += [_moved(clause, piece.start, pages, before, attached=number > 0) for clause in piece.outline.clauses]
        for term, span in piece.outline.terms.items():
            terms.setdefault(term, Span(span.start + piece.start, span.end + piece.start))
        for row in piece.outline.attachments:
            present = row.present or row.name.casefold() in given or label_key(row.name) in labels
            # In an attachment "the Agreement" is the body, which is here.
            present = present or (number > 0 and row.name.endswith("Agreement"))
            moved = Attachment(row.name, present, row.start + piece.start, row.end + piece.start)
            attached.setdefault(row.name.casefold(), moved)
        pages += len(piece.document.pages)
    return Outline(tuple(clauses), terms, tuple(sorted(attached.values(), key=lambda row: row.start)))


def _moved(clause: Clause, by: int, pages: int, before: int, *, attached: bool) -> Clause:
    kind = clause.kind
    if attached and kind in (ClauseKind.BODY, ClauseKind.PREAMBLE):
        kind = ClauseKind.ANNEX
    return replace(
        clause,
        start=clause.start + by,
        body=clause.body + by,
        end=clause.end + by,
        page=clause.page + pages,
        kind=kind,
        parent=clause.parent + before if clause.parent >= 0 else -1,
    )
