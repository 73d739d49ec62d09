"""What was read: a document, its pages and tables, and its structure.

Offsets are character positions in ``Document.text``: ``text[start:end]`` is the passage, verbatim.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self


class Placed:
    """Something with a place in a text, from ``start`` up to ``end``, that can stand in a longer text."""

    __slots__ = ()

    start: int
    end: int

    def shift(self, by: int) -> Self:
        """Return the same, ``by`` characters further on."""
        return replace(self, start=self.start + by, end=self.end + by)  # type: ignore[type-var]  # all are dataclasses


class ClauseKind(StrEnum):
    """What part of the document a clause is. Contents and furniture are never evidence."""

    BODY = "body"
    CONTENTS = "contents"
    DEFINITION = "definition"
    ANNEX = "annex"
    PREAMBLE = "preamble"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Span(Placed):
    """A half-open range of characters in ``Document.text``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page(Placed):
    """One page: its number as a reader counts it (from 1), its characters, and whether it was read.

    ``ocr`` is the mean confidence of optical character recognition, 0 to 1, or None where the page has text of its own.
    ``words`` are those of a recognised page: where each begins, counted from the page's start, and its confidence.
    ``why_unread`` says in a few words why a page was not read, where it is not just an image without text. A page that
    is ``foreign_to_it`` was not read because it is no page of the contract.
    ``moved`` is empty unless the page was put into reading order: for each stretch of the file's own text where it
    begins, counted from the page's start, its length, and where it begins in that text, in UTF-16 units.
    """

    number: int
    start: int
    end: int
    read: bool = True
    ocr: float | None = None
    why_unread: str = ""
    words: tuple[tuple[int, float], ...] = ()
    moved: tuple[tuple[int, int, int], ...] = ()
    foreign_to_it: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page in PDF points, origin at the bottom left."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Cell(Placed):
    """A cell of a table: its words with single spaces, and where they stand in ``Document.text``.

    ``start`` equals ``end`` where the cell is empty, or its words do not stand in one piece.
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Table:
    """A table: the page that it starts on, and its rows from top to bottom, each with the same number of cells.

    The first ``heads`` rows name the columns. A cell that covers several rows or columns stands in each of them.
    """

    page: int
    rows: tuple[tuple[Cell, ...], ...]
    heads: int = 1

    def shift(self, by: int, *, pages: int = 0) -> Table:
        """Return the same table, ``by`` characters and ``pages`` pages further on."""
        rows = tuple(tuple(cell.shift(by) for cell in row) for row in self.rows)
        return replace(self, page=self.page + pages, rows=rows)


class MarkKind(StrEnum):
    """What an editor left in a document that is not its text."""

    COMMENT = "comment"
    INSERTION = "insertion"
    DELETION = "deletion"


@dataclass(frozen=True, slots=True)
class Mark(Placed):
    """A comment, or a tracked change that nobody has accepted or rejected yet.

    ``text`` is the comment, or the words put in or taken out. ``start``/``end`` is the place in ``Document.text`` that
    it stands at; the two are equal for words that are not in the text.
    """

    kind: MarkKind
    author: str
    text: str
    start: int
    end: int


class LeftOutKind(StrEnum):
    """Why words of a file are no words of the contract, or may not be."""

    STRUCK = "struck"  # crossed out, by an annotation, a drawn line or the type itself
    HIDDEN = "hidden"  # in the colour of the paper, or not painted at all
    COVERED = "covered"  # under a box or a picture that was drawn over them
    CROPPED = "cropped"  # outside what the page shows
    SWITCHED_OFF = "switched-off"  # on a layer that is off
    UNREADABLE = "unreadable"  # seen, but what they say cannot be made out
    DOUBTFUL = "doubtful"  # kept in the text, but struck and inserted words could not be told apart


@dataclass(frozen=True, slots=True)
class LeftOut(Placed):
    """Words that a file holds and rules do not see, on a page counted from 1.

    ``text`` are the words. ``start``/``end`` is their place in ``Document.text`` where they stand in it (as furniture,
    or kept as doubtful); both are -1 where they do not.
    """

    kind: LeftOutKind
    page: int
    text: str
    start: int = -1
    end: int = -1

    def shift(self, by: int, *, pages: int = 0) -> LeftOut:
        """Return the same, ``by`` characters and ``pages`` pages further on."""
        by = by if self.start >= 0 else 0
        return replace(self, page=self.page + pages, start=self.start + by, end=self.end + by)

    @property
    def was_seen(self) -> bool:
        """Whether a person sees the words on the page: they were struck, or cannot be made out."""
        return self.kind in (LeftOutKind.STRUCK, LeftOutKind.UNREADABLE, LeftOutKind.DOUBTFUL)


@dataclass(frozen=True, slots=True)
class Foreign(Placed):
    """A passage that is not in English: nothing is looked for in it. ``language`` is its English name ("German")."""

    language: str
    start: int
    end: int


class StateKind(StrEnum):
    """Whether words are agreed. What no state covers is."""

    TICKED = "ticked"  # an option that was chosen
    UNTICKED = "unticked"  # an option that was not chosen, beside one that was
    OPEN = "open"  # an option among several of which none was chosen
    BLANK = "blank"  # something is still to be filled in here
    NOTE = "note"  # a note or an instruction to whoever drafts


@dataclass(frozen=True, slots=True)
class State(Placed):
    """Words that are agreed only under a condition, or not at all."""

    kind: StateKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Heading(Placed):
    """A paragraph that the file itself calls a heading (Word, web pages). ``level`` is 1 for the highest."""

    level: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part(Placed):
    """One file of an agreement that came as several: the main body, or an attachment. It covers ``start`` to ``end``.

    ``title`` is the name that the body gives it ("Schedule 2"), "" for the body and where it names none.
    """

    path: str
    name: str
    sha256: str
    media: str
    start: int
    end: int
    title: str = ""


@dataclass(frozen=True)
class Document:
    """A contract as it was read.

    ``text`` is the reader's text, verbatim: no character is removed or moved, so every offset holds.
    ``pages`` cover it in order. ``tables`` are those that the reader met without searching (Word, web pages).
    ``paragraphs`` are the offsets at which its paragraphs start, where the file has paragraphs; a table's row is one.
    ``bold`` are those of them that begin in bold or underlined type, as run-in headings do. ``headings``
    are the paragraphs that the file calls headings, ``furniture`` the ranges that the reader knows to be no words of
    the contract (running heads, the menu of a web page): they stay in the text and are never evidence.
    ``notes`` are short sentences for the head of the report. ``parts`` is empty unless several files were read as one
    agreement. ``unread_files`` names those of them that could not be read and may hold terms. ``left_out`` are the
    words that the file holds and rules do not see: struck, hidden, covered, or damaged beyond reading. ``states`` are
    what the file itself says of words that are not agreed (fields that nobody filled in); what the words show is found
    later.
    """

    path: str
    name: str
    sha256: str
    media: str
    text: str
    pages: tuple[Page, ...]
    tables: tuple[Table, ...] = ()
    paragraphs: tuple[int, ...] = ()
    headings: tuple[Heading, ...] = ()
    furniture: tuple[Span, ...] = ()
    marks: tuple[Mark, ...] = ()
    foreign: tuple[Foreign, ...] = ()
    parts: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()
    bold: tuple[int, ...] = ()
    unread_files: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    states: tuple[State, ...] = ()

    def shift(self, by: int, *, pages: int = 0) -> Document:
        """Return the document with every place moved, as part of a longer text. ``text`` stays its own."""
        return replace(
            self,
            pages=tuple(replace(page.shift(by), number=page.number + pages) for page in self.pages),
            tables=tuple(table.shift(by, pages=pages) for table in self.tables),
            paragraphs=tuple(at + by for at in self.paragraphs),
            headings=tuple(row.shift(by) for row in self.headings),
            furniture=tuple(row.shift(by) for row in self.furniture),
            marks=tuple(row.shift(by) for row in self.marks),
            foreign=tuple(row.shift(by) for row in self.foreign),
            parts=tuple(row.shift(by) for row in self.parts),
            bold=tuple(at + by for at in self.bold),
            left_out=tuple(row.shift(by, pages=pages) for row in self.left_out),
            states=tuple(row.shift(by) for row in self.states),
        )

    def part_at(self, offset: int) -> Part | None:
        """The file that a character comes from; None where the document is one file."""
        return next((part for part in self.parts if part.start <= offset <= part.end), None)

    @property
    def own_pages(self) -> tuple[Page, ...]:
        """The pages of the file itself, without those of files that came inside it."""
        if len(self.parts) < 2:
            return self.pages if not self.parts or self.parts[0].sha256 == self.sha256 else ()
        body = self.parts[0]
        return tuple(page for page in self.pages if page.end <= body.end) if body.sha256 == self.sha256 else ()

    @property
    def paged(self) -> bool:
        """Whether the pages are those of the file. A file of paragraphs without page breaks counts as one page."""
        return not self.paragraphs or len(self.pages) > 1

    @property
    def unread_pages(self) -> tuple[int, ...]:
        """Numbers of the pages that held no text."""
        return tuple(page.number for page in self.pages if not page.read)


@dataclass(frozen=True, slots=True)
class Line(Placed):
    """A printed line without its line end. ``blank_before`` tells a paragraph gap above it, where one is known."""

    start: int
    end: int
    page: int
    blank_before: bool = False


@dataclass(frozen=True)
class Cleaned:
    """What cleaning learned about a document: its lines without furniture, and the ranges that are no words of it.

    ``noise`` holds furniture, markup and legends in order, without overlap. Matching steps over them.
    """

    lines: tuple[Line, ...]
    noise: tuple[Span, ...]

    def shift(self, by: int, *, pages: int = 0) -> Cleaned:
        """Return the same, ``by`` characters and ``pages`` pages further on."""
        lines = tuple(replace(line.shift(by), page=line.page + pages) for line in self.lines)
        return Cleaned(lines, tuple(span.shift(by) for span in self.noise))


@dataclass(frozen=True, slots=True)
class Clause(Placed):
    """A numbered or headed part of the contract.

    ``number`` is as printed ("12.3", "(a)", "ARTICLE IV"), or "" for unnumbered text. ``path`` is the full place
    ("12.3(a)"). ``heading`` is "" where there is none. ``start``/``end`` cover number, heading and own text, not the
    sub-clauses. ``body`` is where the own text begins, after number and heading. ``parent`` is an index into the
    same tuple, or -1.
    """

    number: str
    path: str
    heading: str
    level: int
    start: int
    body: int
    end: int
    page: int
    kind: ClauseKind
    parent: int = -1

    def shift(self, by: int) -> Self:
        """Return the same clause, ``by`` characters further on."""
        return replace(self, start=self.start + by, body=self.body + by, end=self.end + by)


@dataclass(frozen=True, slots=True)
class Attachment(Placed):
    """An annex, schedule or exhibit that the text names; ``present`` tells whether it is in the document."""

    name: str
    present: bool
    start: int
    end: int


@dataclass(frozen=True)
class Outline:
    """The structure of a document: its clauses in order, the defined terms, the attachments it names."""

    clauses: tuple[Clause, ...]
    terms: dict[str, Span]
    attachments: tuple[Attachment, ...]

    def shift(self, by: int, *, pages: int = 0) -> Outline:
        """Return the same, ``by`` characters and ``pages`` pages further on."""
        return Outline(
            tuple(replace(clause.shift(by), page=clause.page + pages) for clause in self.clauses),
            {term: span.shift(by) for term, span in self.terms.items()},
            tuple(row.shift(by) for row in self.attachments),
        )
