"""Reads the runs of a paragraph: its words, tabs, fields, symbols, and the changes that somebody tracked in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from contractcheck.language.numerals import roman
from contractcheck.model import MarkKind
from contractcheck.reading.options import Revisions
from contractcheck.reading.word.drawings import chosen, outermost, unread_in
from contractcheck.reading.word.line import Change, Event, Line, Note
from contractcheck.reading.word.names import MC, Element, M, V, W, switch, value
from contractcheck.reading.word.signs import (
    content_box,
    dingbats,
    form_field,
    formula,
    shows_placeholder,
    symbol,
    text_of,
    words_of,
)
from contractcheck.reading.word.styles import Style, Styles, is_strong, is_struck, is_underlined

# Which kind of change each wrapper stands for. A move is a deletion here and an insertion there.
CHANGES = {
    W + "ins": MarkKind.INSERTION,
    W + "moveTo": MarkKind.INSERTION,
    W + "del": MarkKind.DELETION,
    W + "moveFrom": MarkKind.DELETION,
}
# Wrappers that hold runs and say nothing about them.
_WRAPPERS = frozenset(
    W + name for name in ("hyperlink", "smartTag", "sdtContent", "fldSimple", "customXml", "dir", "bdo")
)
_PLAIN = {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "\u2011"}
_WORDS = frozenset({W + "t", W + "delText"})
_NOTES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
# What Word shows for a text field of an old form that is empty.
EMPTY_FIELD = "\u2002" * 5
# Underlined spaces, so many or a tab, are a line to write on.
MIN_RULE = 4
_UP = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_UP_ROMAN = str.maketrans("ivxlcdm", "ⁱᵛˣˡᶜᵈᵐ")


@dataclass
class Tally:
    """What was met and not read, counted for the notes of the document. ``names`` are those of imported parts."""

    hidden: int = 0
    struck: int = 0
    pictures: int = 0
    drawings: int = 0
    embedded: int = 0
    imported: int = 0
    names: list[str] = field(default_factory=list)


@dataclass
class Runs:
    """Reads runs in the state of the document that was asked for. ``notes``: elements by kind and id."""

    styles: Styles
    state: Revisions
    notes: dict[str, dict[str, Element]] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    mark: str = ""
    _fields: list[bool] = field(default_factory=list)
    _forms: list[int | None] = field(default_factory=list)
    _struck_on: bool = False
    _counts: dict[str, int] = field(default_factory=dict)

    def gather(self, parent: Element, line: Line, style: str) -> None:
        """Add what a paragraph holds to ``line``. ``style`` is the id of the paragraph's style."""
        self._walk(parent, line, self.styles.get(style), None)
        # A field whose code never ends must not swallow the rest of the contract.
        self._fields = [shown for shown in self._fields if shown]
        self._forms = [None] * len(self._fields)

    def shows(self, kind: MarkKind) -> bool:
        """Tell whether words that were put in or taken out are there in the state that is read."""
        return kind is (MarkKind.DELETION if self.state is Revisions.ORIGINAL else MarkKind.INSERTION)

    def is_gone(self, parent: Element | None) -> bool:
        """Tell whether what these properties (of a row, of a paragraph's end) belong to is absent in that state."""
        return any(not self.shows(kind) for kind in changes_of(parent))

    def properties(self, parent: Element, name: str) -> Element | None:
        """Return the properties ``w:pPr`` or ``w:rPr`` as they were in the state that is read."""
        found = parent.find(W + name)
        if self.state is Revisions.ORIGINAL and found is not None:
            before = found.find(f"{W}{name}Change/{W}{name}")
            return found if before is None else before
        return found

    def is_hidden(self, rpr: Element | None, paragraph: Style) -> bool:
        """Tell whether type is set as hidden."""
        if rpr is None:
            return bool(paragraph.hidden)
        direct = switch(rpr, "vanish")
        if direct is not None:
            return direct
        character = self.styles.get(value(rpr, "rStyle") or "").hidden
        return bool(paragraph.hidden) != bool(character)

    def is_struck(self, rpr: Element | None, paragraph: Style) -> bool:
        """Tell whether type is struck out."""
        return self._set(is_struck(rpr), rpr, paragraph, "struck")

    def _set(self, direct: bool | None, rpr: Element | None, paragraph: Style, name: str) -> bool:
        """What holds of a run: what is set for it, else by its own style, else by that of its paragraph."""
        if direct is None and rpr is not None:
            direct = getattr(self.styles.get(value(rpr, "rStyle") or ""), name)
        return bool(getattr(paragraph, name) if direct is None else direct)

    def _control(self, control: Element, line: Line, style: Style, gone: MarkKind | None) -> None:
        """A content control: a box to tick, a field that shows what is to be filled in, or words like others."""
        box = content_box(control)
        start = line.size
        if box and gone is None and self._shown():
            line.add(box)
        else:
            self._walk(control, line, style, gone)
        if shows_placeholder(control) and line.size > start:
            line.blanks.append((start, line.size))

    def _walk(self, parent: Element, line: Line, style: Style, gone: MarkKind | None) -> None:
        for child in parent:
            tag = child.tag
            if tag == W + "r":
                self._run(child, line, style, gone)
            elif tag in CHANGES:
                self._change(child, line, style, gone)
            elif tag == W + "sdt":
                self._control(child, line, style, gone)
            elif tag in _WRAPPERS:
                self._walk(child, line, style, gone)
            elif tag == MC + "AlternateContent":
                self._walk(chosen(child), line, style, gone)
            elif tag in (W + "commentRangeStart", W + "commentRangeEnd"):
                event = Event.COMMENT_START if tag.endswith("Start") else Event.COMMENT_END
                line.happen(event, child.get(W + "id", ""))
            elif tag in (M + "oMath", M + "oMathPara"):
                if gone is None and self._shown():
                    line.add(formula(child))
            elif tag == W + "subDoc":
                self.tally.imported += 1
                self.tally.names.append("a linked document")

    def _change(self, wrapper: Element, line: Line, style: Style, gone: MarkKind | None) -> None:
        kind = CHANGES[wrapper.tag]
        author = " ".join(wrapper.get(W + "author", "").split())
        start, before = line.size, len(line.pieces)
        hidden = gone if self.shows(kind) else kind
        if hidden is None:
            self._walk(wrapper, line, style, None)
            words = "".join(line.pieces[before:])
        else:
            # Notes, comments and page breaks in words that are not there still say where they stand.
            self._walk(wrapper, line, style, hidden)
            # What one person put in and another took out again is told as taken out.
            words = words_of(wrapper, deleted=kind is MarkKind.DELETION)
        if gone is None and words.strip():
            line.changes.append(Change(kind, author, start, line.size, words))

    def _shown(self) -> bool:
        return all(self._fields)

    def _run(self, run: Element, line: Line, style: Style, gone: MarkKind | None) -> None:
        rpr = self.properties(run, "rPr")
        hidden = gone is not None or self.is_hidden(rpr, style)
        if hidden and gone is None and self._shown() and words_of(run).strip():
            self.tally.hidden += 1
        if not hidden and self.is_struck(rpr, style):
            hidden = True
            words = words_of(run) if self._shown() else ""
            self.tally.struck += bool(words.strip()) and not self._struck_on
            self._struck_on = True
            line.gap |= words != words.strip()
        elif not hidden and words_of(run):
            self._struck_on = False
        strong = is_strong(rpr)
        if strong is None and rpr is not None:
            strong = self.styles.get(value(rpr, "rStyle") or "").bold
        strong = style.bold if strong is None else strong
        start, before = line.size, len(line.pieces)
        for child in run:
            if hidden:
                self._unseen(child, line)
            else:
                self._piece(child, line, strong=bool(strong), font=_font(rpr))
        if line.size > start and self._set(is_underlined(rpr), rpr, style, "underlined"):
            words = "".join(line.pieces[before:])
            if words.isspace() and (len(words) >= MIN_RULE or "\t" in words) and "\n" not in words:
                line.blanks.append((start, line.size))  # a line to write on

    def _unseen(self, child: Element, line: Line) -> None:
        """What counts even where the words around it are not read."""
        if child.tag == W + "lastRenderedPageBreak":
            line.happen(Event.RENDERED)
        elif child.tag == W + "commentReference":
            line.happen(Event.COMMENT, child.get(W + "id", ""))

    def _piece(self, child: Element, line: Line, *, strong: bool, font: str = "") -> None:
        tag = child.tag
        if tag == W + "fldChar":
            self._field(child, line)
        elif tag == W + "lastRenderedPageBreak":
            line.happen(Event.RENDERED)
        elif tag == W + "commentReference":
            line.happen(Event.COMMENT, child.get(W + "id", ""))
        elif not self._shown():
            return
        elif tag in _WORDS:
            line.add(dingbats(text_of(child), font), strong=strong)
        elif tag in _PLAIN:
            line.add(_PLAIN[tag])
        elif tag == W + "br":
            if child.get(W + "type") == "page":
                line.happen(Event.BREAK)
            line.add("\n")
        elif tag == W + "sym":
            line.add(symbol(child))
        elif tag in _NOTES:
            self._note(child, line)
        elif tag in (W + "footnoteRef", W + "endnoteRef"):
            line.add(self.mark)
        elif tag == MC + "AlternateContent":
            for inner in chosen(child):
                self._piece(inner, line, strong=strong)
        elif tag == W + "ruby":
            for inner in child.iterfind(f"{W}rubyBase/{W}r"):
                for piece in inner:
                    self._piece(piece, line, strong=strong)
        elif tag in (W + "drawing", W + "pict", W + "object"):
            self._drawing(child, line)

    def _field(self, char: Element, line: Line) -> None:
        """A field has a code, which is not read, and a result, which is. Fields may stand in each other."""
        kind = char.get(W + "fldCharType")
        if kind == "begin":
            if self._shown():
                line.add(form_field(char))
            self._fields.append(False)
            self._forms.append(line.size if char.find(f"{W}ffData/{W}textInput") is not None else None)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()
            start = self._forms.pop() if self._forms else None
            if start is not None and self._shown() and start <= line.size and not line.text[start:].strip():
                if line.size == start:
                    line.add(EMPTY_FIELD)
                line.blanks.append((start, line.size))

    def _note(self, reference: Element, line: Line) -> None:
        kind = _NOTES[reference.tag]
        # Each note is read once: a note that refers to itself would never end.
        element = self.notes.get(kind, {}).pop(reference.get(W + "id", ""), None)
        if element is None:
            return
        mark = ""
        if reference.get(W + "customMarkFollows", "0") in ("0", "false", "off"):
            count = self._counts[kind] = self._counts.get(kind, 0) + 1
            mark = str(count).translate(_UP) if kind == "footnotes" else roman(count).translate(_UP_ROMAN)
        line.add(mark)
        line.notes.append(Note(mark, element))

    def _drawing(self, drawing: Element, line: Line) -> None:
        line.boxes.extend(outermost(drawing, W + "txbxContent"))
        line.boxes.extend(path.get("string", "") for path in drawing.iter(V + "textpath"))
        unread = unread_in(drawing)
        if unread:
            setattr(self.tally, unread, getattr(self.tally, unread) + 1)


def _font(rpr: Element | None) -> str:
    """Return the font that is set for a run, "" where none is."""
    fonts = None if rpr is None else rpr.find(W + "rFonts")
    return "" if fonts is None else fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or ""


def changes_of(parent: Element | None) -> list[MarkKind]:
    """Return the kinds of open change that these properties name."""
    if parent is None:
        return []
    cells = {W + "cellIns": MarkKind.INSERTION, W + "cellDel": MarkKind.DELETION}
    return [kind for tag, kind in (CHANGES | cells).items() if parent.find(tag) is not None]
