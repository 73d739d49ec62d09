"""Reads what stands one below the other: paragraphs with their numbers, tables, text boxes, notes."""

from __future__ import annotations

from dataclasses import dataclass, field

from contractcheck.model import Heading, Span, State, StateKind, Table
from contractcheck.reading.options import Revisions
from contractcheck.reading.word.drawings import chosen
from contractcheck.reading.word.grids import Grid, read_grid
from contractcheck.reading.word.imported import Imports
from contractcheck.reading.word.line import Event, Line, Note
from contractcheck.reading.word.names import BODY_WRAPPERS, MC, Element, R, W, number, switch, value
from contractcheck.reading.word.numbering import Numbering
from contractcheck.reading.word.runs import Runs
from contractcheck.reading.word.sheet import PARAGRAPH, Sheet
from contractcheck.reading.word.signs import shows_placeholder
from contractcheck.reading.word.styles import LEVELS, Style

# What may stand after the end of a sentence, marks of notes included.
_AFTER = " \t\n\"'”’)]⁰¹²³⁴⁵⁶⁷⁸⁹ⁱᵛˣˡ"


@dataclass(frozen=True)
class Placed:
    """A paragraph's range on the sheet, the number in front of its words, and the element that ends it."""

    span: Span
    label: str
    element: Element


@dataclass(frozen=True)
class _Setting:
    """How a paragraph is set."""

    style: Style
    name: str
    ppr: Element | None


@dataclass
class Blocks:
    """Puts the blocks of a Word file on a sheet. ``own`` is False in running heads and feet.

    ``turns`` says of each section whether it begins on a new page. ``cell`` is None outside of tables; in a cell it
    tells whether all its words go on one line.
    """

    runs: Runs
    numbering: Numbering
    sheet: Sheet
    comments: dict[str, tuple[str, str]]
    turns: list[bool]
    own: bool = True
    cell: bool | None = None
    # Word notes a page break once for each cell of a row that it goes through.
    row_turned: bool = False
    grids: list[Grid] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)
    imports: Imports | None = None
    tables: list[Table] = field(default_factory=list)
    frames: list[Span] = field(default_factory=list)
    _section: int = 0
    _carried: tuple[Line, _Setting] | None = None
    _notes: list[Note] = field(default_factory=list)

    def walk(self, parent: Element) -> None:
        """Read the blocks inside an element, in order."""
        self._blocks(parent)
        self._put_carried()

    def finish(self) -> None:
        """Put down the notes that are still waiting for the end of a sentence."""
        self._put_notes()

    def _blocks(self, parent: Element) -> None:
        for child in parent:
            tag = child.tag
            if tag == W + "p":
                self._paragraph(child)
            elif tag == W + "tbl":
                self._put_carried()
                self.grids.append(read_grid(child, self))
            elif tag in BODY_WRAPPERS:
                start = self.sheet.length
                self._blocks(child)
                if tag == W + "sdt" and shows_placeholder(child) and self.sheet.length > start:
                    self.sheet.states.append(State(StateKind.BLANK, start, self.sheet.length))
            elif tag == MC + "AlternateContent":
                self._blocks(chosen(child))
            elif tag == W + "altChunk":
                self._put_carried()
                self._import(child.get(R + "id", ""))

    def _paragraph(self, paragraph: Element) -> None:
        ppr = self.runs.properties(paragraph, "pPr")
        name = value(ppr, "pStyle") or self.runs.styles.default
        style = self.runs.styles.get(name)
        line, setting = self._carried or (Line(), None)
        self._carried = None
        if setting is None or line.empty:
            # Where paragraphs run together, the first that has words gives the number.
            setting = _Setting(style, name, ppr)
        before = switch(ppr, "pageBreakBefore")
        if style.break_before if before is None else before:
            line.happen(Event.BREAK)
        self.runs.gather(paragraph, line, name)
        own = paragraph.find(W + "pPr")
        end = None if own is None else own.find(W + "rPr")
        hidden = self.runs.is_hidden(end, style)
        if self.runs.is_gone(end) or hidden:
            # Without its end a paragraph runs on into the next one. Word hides the end of a heading to that purpose.
            if hidden and not line.empty and not line.pieces[-1][-1:].isspace():
                line.add(" ")
            self._carried = (line, setting)
        else:
            self._put(line, setting, paragraph)
        if own is not None and own.find(W + "sectPr") is not None:
            self._section += 1
            if self._section < len(self.turns) and self.turns[self._section]:
                self.sheet.turn()

    def _put_carried(self) -> None:
        if self._carried:
            line, setting = self._carried
            self._carried = None
            if not line.empty:
                self._put(line, setting)
            else:
                self.sheet.put(line, self.comments, own=self.own)

    def _put(self, line: Line, setting: _Setting, paragraph: Element | None = None) -> None:
        if self.cell:
            line.pieces = [line.text.replace("\n", " ")]
        if self.row_turned:
            line.events = [row for row in line.events if row[1] is not Event.RENDERED]
        label = self._label(setting)
        if line.empty and self.cell is None:
            label = ""  # counted, as Word does, but a number without words says nothing
        span = self.sheet.put(line, self.comments, label, own=self.own)
        if span.end > span.start:
            self._style(span, line, setting)
            if self.own and paragraph is not None:
                self.placed.append(Placed(span, label, paragraph))
            self.sheet.gap = " " if self.cell else PARAGRAPH
        for box in line.boxes:
            self._box(box)
        self._notes.extend(line.notes)
        if self.cell is None and self._notes and line.text.rstrip(_AFTER)[-1:] in (".", "!", "?"):
            self._put_notes()

    def _style(self, span: Span, line: Line, setting: _Setting) -> None:
        if not self.own or self.cell:
            return
        outline = number(setting.ppr, "outlineLvl")
        outline = setting.style.outline if outline is None else outline
        if setting.style.title:
            outline = 0
        if outline is not None and 0 <= outline < LEVELS:
            self.sheet.headings.append(Heading(outline + 1, span.start, span.end))
        if line.strong:
            self.sheet.bold.append(span.start)

    def _label(self, setting: _Setting) -> str:
        found = None if setting.ppr is None else setting.ppr.find(W + "numPr")
        if found is not None and self.runs.state is Revisions.ORIGINAL and found.find(W + "ins") is not None:
            found = None
        list_, level = number(found, "numId"), number(found, "ilvl")
        if list_ is None:
            list_ = setting.style.list_
            if list_ and level is None:
                level = self.numbering.level_of(list_, setting.name)
                level = setting.style.level if level is None else level
        return self.numbering.label(list_, level or 0) if list_ and self.own else ""

    def _box(self, box: Element | str) -> None:
        if isinstance(box, str):
            line = Line()
            line.add(box)
            if self.sheet.put(line, self.comments, own=self.own).end:
                self.sheet.gap = " " if self.cell else PARAGRAPH
        else:
            start = self.sheet.length
            self.walk(box)
            self.frames.append(Span(start, self.sheet.length))

    def _import(self, key: str) -> None:
        """Put down what an imported part says, or count it and keep its name."""
        document = None if self.imports is None else self.imports.read(key)
        if document is None:
            self.runs.tally.imported += 1
            self.runs.tally.names.append("an imported part" if self.imports is None else self.imports.name(key))
            return
        sheet = self.sheet
        sheet.gap = sheet.gap or PARAGRAPH
        span = sheet.put(_line(document.text), {}, own=self.own)
        moved = document.shift(span.start)
        sheet.paragraphs += [at for at in moved.paragraphs if at > span.start]
        sheet.headings += moved.headings
        sheet.bold += moved.bold
        sheet.furniture += moved.furniture
        sheet.states += moved.states
        self.tables += moved.tables
        self.runs.tally.names += document.unread_files
        sheet.gap = PARAGRAPH

    def _put_notes(self) -> None:
        waiting, self._notes = self._notes, []
        for note in waiting:
            printed = any(note.element.find(f".//{W}{name}") is not None for name in ("footnoteRef", "endnoteRef"))
            self.runs.mark = note.mark
            if not printed and note.mark:
                self.sheet.put(_line(note.mark), self.comments)
                self.sheet.gap = " "
            self.walk(note.element)


def _line(text: str) -> Line:
    line = Line()
    line.add(text)
    return line
