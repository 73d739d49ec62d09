"""DOCX: a Word file to a ``Document``: its words in the order of reading, with Word's automatic numbers as printed.

Sources: ECMA-376 (Office Open XML), parts 1 and 3, and what Word and LibreOffice write. Nothing in the file is run.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from contractcheck.errors import UnreadableError
from contractcheck.language.draftnotes import opens_note
from contractcheck.model import Cell, Document, MarkKind, Span, State, StateKind, Table
from contractcheck.reading.options import AS_IT_IS, ReadOptions, Revisions
from contractcheck.reading.word.blocks import Blocks
from contractcheck.reading.word.grids import Grid
from contractcheck.reading.word.imported import Imports
from contractcheck.reading.word.names import Element, R, W, switch, value, whole
from contractcheck.reading.word.numbering import Numbering
from contractcheck.reading.word.package import Package
from contractcheck.reading.word.runs import Runs
from contractcheck.reading.word.sheet import PARAGRAPH, Sheet
from contractcheck.reading.word.signs import words_of
from contractcheck.reading.word.styles import Styles

MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Sections whose pages go on where the last one ended.
_NO_TURN = frozenset({"continuous", "nextColumn"})
_PROPERTIES = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph: its ``start`` and ``end`` in the text, and its ``index`` among all ``w:p`` of the main part.

    ``label`` is the automatic number that the text begins with, "" where Word gives none.
    """

    index: int
    start: int
    end: int
    label: str


def read_docx(data: bytes, path: str, name: str, reading: ReadOptions = AS_IT_IS) -> Document:
    """Read a Word file in the state that ``reading`` asks for. Raises UnreadableError.

    Tracked changes are read as accepted, or as rejected where the original is asked for. Comments and open changes are
    ``marks``. There are pages where the file says for certain where they begin.
    """
    try:
        with Package(data, name) as package:
            return _Word(package, path, name, hashlib.sha256(data).hexdigest(), reading).document()
    except RecursionError:
        raise UnreadableError("broken-docx", f"{name}: the Word file is broken: it is nested too deep") from None


def paragraph_places(data: bytes, name: str, reading: ReadOptions = AS_IT_IS) -> tuple[Place, ...]:
    """Return where the paragraphs of the main part stand in the text that ``read_docx`` gives. Raises UnreadableError.

    Text boxes and cells of tables are among them; notes and running heads are not.
    """
    with Package(data, name) as package:
        word = _Word(package, name, name, "", reading)
        word.document()
        return word.places()


class _Word:
    """One Word file while it is read."""

    def __init__(self, package: Package, path: str, name: str, sha256: str, reading: ReadOptions) -> None:
        self._package = package
        self._path, self._name, self._sha256 = path, name, sha256
        self._original = reading.revisions is Revisions.ORIGINAL
        self._related = package.related(package.main)
        styles = Styles(self._part("styles"))
        notes = {kind: _by_id(self._part(kind)) for kind in ("footnotes", "endnotes")}
        state = Revisions.ORIGINAL if self._original else Revisions.FINAL
        self._runs = Runs(styles, state, notes)
        self._sheet = Sheet()
        self._body = _body(package, name)
        sections = list(_sections(self._body))
        self._blocks = Blocks(
            self._runs,
            Numbering(self._part("numbering"), styles),
            self._sheet,
            {key: _comment(element) for key, element in _by_id(self._part("comments")).items()},
            [value(section, "type") not in _NO_TURN for section in sections],
            imports=Imports(package, self._related, reading),
        )
        self._edges = list(self._heads_and_feet(sections))

    def document(self) -> Document:
        """Read the file."""
        sheet = self._sheet
        self._furniture("header")
        self._blocks.walk(self._body)
        self._blocks.finish()
        self._furniture("footer")
        text = "".join(sheet.pieces)
        if not sheet.paragraphs or not any(letter.isalnum() for letter in text):
            raise UnreadableError("no-text", f"{self._name}: {self._no_text()}")
        pages = sheet.pages(self._pages_told())
        starts = [page.start for page in pages]
        return Document(
            path=self._path,
            name=self._name,
            sha256=self._sha256,
            media=MEDIA,
            text=text,
            pages=pages,
            tables=(
                *(_table(grid, text, starts) for grid in self._blocks.grids if _is_table(grid)),
                *(_paged(table, starts) for table in self._blocks.tables),
            ),
            paragraphs=tuple(sheet.paragraphs),
            headings=tuple(sheet.headings),
            furniture=tuple(sheet.furniture),
            marks=sheet.marks,
            notes=tuple(self._notes()),
            bold=tuple(sheet.bold),
            unread_files=tuple(self._runs.tally.names),
            states=tuple(sorted((*sheet.states, *self._guidance(text)), key=lambda one: (one.start, one.end))),
        )

    def _guidance(self, text: str) -> Iterator[State]:
        """The frames (text boxes, tables of one cell) that begin by saying that they guide whoever drafts."""
        alone = [span for grid in self._blocks.grids if grid.columns == 1 for row in grid.rows for span in row]
        for span in (*self._blocks.frames, *alone):
            if span.end > span.start and opens_note(text[span.start : span.end]):
                yield State(StateKind.NOTE, span.start, span.end)

    def places(self) -> tuple[Place, ...]:
        """Where the paragraphs stand, once the file was read."""
        order = {element: at for at, element in enumerate(self._body.getroottree().iter(W + "p"))}
        return tuple(
            Place(order[one.element], one.span.start, one.span.end, one.label)
            for one in self._blocks.placed
            if one.element in order
        )

    def _part(self, kind: str) -> Element | None:
        """The root of the part of a kind ("styles") that the main part points at."""
        found = (part for relation, part in self._related.values() if relation == kind)
        return next((root for root in map(self._package.parse, found) if root is not None), None)

    def _heads_and_feet(self, sections: list[Element]) -> Iterator[tuple[str, Element]]:
        """Each running head and foot that is shown, once: "header" or "footer", and its root."""
        settings = self._part("settings")
        even = bool(switch(settings, "evenAndOddHeaders"))
        seen: set[str] = set()
        for section in sections:
            for kind in ("header", "footer"):
                for reference in section.iterfind(f"{W}{kind}Reference"):
                    where = reference.get(W + "type", "default")
                    shown = where == "default" or (even if where == "even" else bool(switch(section, "titlePg")))
                    _, part = self._related.get(reference.get(R + "id", ""), ("", ""))
                    root = self._package.parse(part) if shown and part and part not in seen else None
                    seen.add(part)
                    if root is not None:
                        yield kind, root

    def _furniture(self, wanted: str) -> None:
        """Put running heads (or feet) on the sheet. They stand there once, and are no words of the contract."""
        sheet = self._sheet
        told: set[str] = set()
        self._blocks.own = False
        for kind, root in self._edges:
            words = " ".join(words_of(root).split())
            if kind != wanted or (words in told and words):
                continue
            told.add(words)
            start = sheet.length
            self._blocks.walk(root)
            if sheet.length > start:
                sheet.furniture.append(Span(start, sheet.length))
                sheet.gap = PARAGRAPH
        self._blocks.own = True

    def _pages_told(self) -> int | None:
        """The number of pages that the program noted when it saved the file."""
        related = self._package.related("").values()
        part = next((part for kind, part in related if kind == "extended-properties"), "")
        root = self._package.parse(part) if part else None
        return None if root is None else whole(root.findtext(_PROPERTIES + "Pages"))

    def _no_text(self) -> str:
        if self._runs.tally.pictures:
            return "the Word file holds no words, only pictures: save it as PDF and check that"
        return "the Word file holds no words"

    def _notes(self) -> Iterator[str]:
        """Short sentences about what was read in which state, and what was not read."""
        changes = [mark for mark in self._sheet.marks if mark.kind is not MarkKind.COMMENT]
        comments = len(self._sheet.marks) - len(changes)
        if changes:
            state = "rejected" if self._original else "accepted"
            yield f"It holds {_count(len(changes), 'open change')}. The text was read as if all were {state}."
        if comments:
            yield f"It holds {_count(comments, 'comment')}."
        tally = self._runs.tally
        if tally.hidden:
            yield f"Hidden text was not read ({_count(tally.hidden, 'passage')})."
        if tally.struck:
            yield f"Words that are struck out were not read ({_count(tally.struck, 'passage')})."
        for count, noun in (
            (tally.pictures, "large picture"),
            (tally.drawings, "chart or diagram"),
            (tally.embedded, "embedded file"),
            (tally.imported, "imported part"),
        ):
            if count:
                yield f"Words in {_count(count, noun)} were not read."


def _body(package: Package, name: str) -> Element:
    root = package.parse(package.main)
    body = None if root is None or root.tag != W + "document" else root.find(W + "body")
    if body is None:
        raise UnreadableError("broken-docx", f"{name}: this zip archive holds no Word document")
    return body


def _sections(body: Element) -> Iterator[Element]:
    """The settings of the sections, in order; not those that a tracked change has replaced."""
    for section in body.iter(W + "sectPr"):
        if section.getparent().tag in (W + "body", W + "pPr"):
            yield section


def _by_id(root: Element | None) -> dict[str, Element]:
    """The notes or comments of a part by their ids, without the lines that separate notes from text."""
    if root is None:
        return {}
    return {child.get(W + "id", ""): child for child in root if child.get(W + "type", "normal") == "normal"}


def _comment(element: Element) -> tuple[str, str]:
    words = " ".join(words_of(paragraph) for paragraph in element.iter(W + "p"))
    return " ".join(element.get(W + "author", "").split()), " ".join(words.split())


def _is_table(grid: Grid) -> bool:
    """A frame around a text is no table."""
    return grid.columns > 1 and any(span.end > span.start for row in grid.rows for span in row)


def _table(grid: Grid, text: str, starts: list[int]) -> Table:
    """The cells of a table with their words, each row as long as the longest."""
    rows = [tuple(_cell(span, text) for span in row) for row in grid.rows]
    wide = grid.columns
    filled = tuple((*row, *([Cell("", row[-1].end, row[-1].end)] * (wide - len(row)))) if row else () for row in rows)
    first = min(span.start for row in grid.rows for span in row if span.end > span.start)
    return Table(max(bisect_right(starts, first), 1), tuple(row for row in filled if row), grid.heads)


def _paged(table: Table, starts: list[int]) -> Table:
    """The same table on the page that it stands on here."""
    first = min((cell.start for row in table.rows for cell in row if cell.text), default=0)
    return replace(table, page=max(bisect_right(starts, first), 1))


def _cell(span: Span, text: str) -> Cell:
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    end = max(start, span.start + len(words.rstrip()))
    return Cell(" ".join(words.split()), start, end)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
