"""One page of a PDF: what PDFium gives of it, what of that a person sees, and what people put upon it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import pypdfium2

from contractcheck.model import LeftOut, LeftOutKind, Mark, MarkKind
from contractcheck.reading.pdf import struck
from contractcheck.reading.pdf.annotations import MAX_IN_FILE, Annotated, Note, annotated
from contractcheck.reading.pdf.fields import Typed
from contractcheck.reading.pdf.hidden import hidden, needs_looking, passages
from contractcheck.reading.pdf.layers import Layers
from contractcheck.reading.pdf.letters import Letter, letters
from contractcheck.reading.pdf.look import Frame, Look, looked
from contractcheck.reading.pdf.order import Ordered, ordered, printed
from contractcheck.reading.pdf.raised import raised
from contractcheck.reading.pdf.rewriting import Edit, left_out
from contractcheck.reading.pdf.scanned import is_unread_scan, shows_nothing

# A word, or a redaction: a page of nothing but "[***]" was read.
WORD = re.compile(r"[^\W\d_]{2}|\*{2}")
# Words of a passage that was left out are kept up to this length.
MAX_KEPT = 4000
# An inserted passage of a comparison stands no further from a struck one than this, in characters.
BESIDE = 120


@dataclass
class Raw:
    """A page before its text is written: PDFium's text, its order, the changes to it. Places are in PDFium's text."""

    text: str = ""
    order: Ordered | None = None
    edits: list[Edit] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    opened: bool = True
    unread_scan: bool = False
    is_blank: bool = False
    has_files: bool = False
    compares: bool = False
    more: int = 0

    @property
    def seen(self) -> str:
        """PDFium's text without what is left out."""
        if not self.edits:
            return self.text
        parts, at = [], 0
        for edit in sorted(self.edits):
            if edit.start >= at:
                parts += [self.text[at : edit.start], edit.text]
                at = edit.end
        return "".join([*parts, self.text[at:]])


class PageReader:
    """Reads the pages of one file. ``layers`` tells whether it has layers that may be off."""

    def __init__(self, pdf: pypdfium2.PdfDocument, typed: Typed, layers: Layers) -> None:
        self._pdf = pdf
        self._typed = typed
        self._layers = layers
        self._annotations = MAX_IN_FILE

    def read(self, number: int) -> Raw:
        """Read a page, counted from 1. One that does not open is said to be so."""
        try:
            page = self._pdf[number - 1]
        except pypdfium2.PdfiumError:
            return Raw(opened=False)
        try:
            textpage = page.get_textpage()
            try:
                return self._read(number, page, textpage)
            finally:
                textpage.close()
        except pypdfium2.PdfiumError:
            return Raw(opened=False)
        finally:
            page.close()

    def _read(self, number: int, page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage) -> Raw:
        text = str(textpage.get_text_range())
        print_ = printed(textpage)
        rects: Sequence[Frame] = print_.rects  # type: ignore[assignment]
        raw = Raw(text, ordered(textpage, text, print_))
        upon = annotated(page, self._annotations)
        if upon is not None:
            raw.more, raw.has_files = upon.more, upon.files
            self._annotations -= len(upon.notes) + len(upon.strokes)
        look = looked(page, rects, upon.covers if upon is not None else (), layers=self._layers.may_be)
        layers = bool(look.on_layer) or (look.forms_with_text and self._layers.are)
        strange = False
        if (
            upon is not None
            or needs_looking(look, page, rects, layers)
            or struck.may_be_struck(look.lines, rects)
            or _has_two_colours(look)
        ):
            strange = _seen(raw, number, page, look, letters(textpage, text), upon or Annotated(), layers)
        raw.edits.extend(raised(textpage, text, print_.rects))
        if upon is not None and upon.typed:
            raw.edits.extend(self._typed.edits(number, textpage, text))
        raw.unread_scan = bool(rects) and (strange or is_unread_scan(page, look, rects, text))
        if not WORD.search(seen := raw.seen):
            raw.is_blank = shows_nothing(page, look, rects, seen)
        return raw


def _has_two_colours(look: Look) -> bool:
    colours = {words.colour for words in look.texts}
    if len(colours) < 3:
        return False
    return len(set(struck.in_colour(look).values())) > 1


def _seen(
    raw: Raw,
    number: int,
    page: pypdfium2.PdfPage,
    look: Look,
    signs: Sequence[Letter],
    upon: Annotated,
    layers: bool,
) -> bool:
    """Find what is hidden and struck on a page. Returns whether its text upon an image is not that of the image."""
    unseen, strange = hidden(page, look, signs, layers)
    for start, end, kind in passages(raw.text, unseen):
        _leave_out(raw, number, start, end, kind)
    visible = [one for one in signs if one.offset not in unseen]
    places = struck.Places(visible)
    by_note: dict[int, str] = {}
    for stroke in upon.strokes:
        by_note.update(dict.fromkeys(places.within(stroke.frames), stroke.author))
    by_line = struck.struck_by_lines([*look.lines, *upon.lines], visible)
    crossed = dict.fromkeys([*by_note, *by_line], LeftOutKind.STRUCK)
    out = passages(raw.text, crossed, known={one.offset for one in signs})
    for start, end, _ in out:
        _leave_out(raw, number, start, end, LeftOutKind.STRUCK)
        author = next((by_note[at] for at in range(start, end) if at in by_note), "")
        raw.marks.append(Mark(MarkKind.DELETION, author, _words(raw.text, start, end), start, start))
    kept = [one for one in visible if one.offset not in crossed]
    _compare(raw, number, look, kept, out, bool(by_line))
    raw.marks.extend(_mark(note, places, len(raw.text)) for note in upon.notes)
    return strange


def _compare(
    raw: Raw,
    number: int,
    look: Look,
    kept: Sequence[Letter],
    out: Sequence[tuple[int, int, LeftOutKind]],
    by_line: bool,
) -> None:
    """Say whether a page shows a comparison of two versions: inserted words beside struck ones, or two colours."""
    colours = struck.in_colour(look)
    if by_line:
        inserted = struck.underlined(look.lines, kept) | {one.offset for one in kept if one.address in colours}
        places = sorted(inserted)
        raw.compares = any(start - BESIDE <= at <= end + BESIDE for start, end, _ in out for at in places)
    elif len(set(colours.values())) > 1:
        for start, end in struck.side_by_side(raw.text, kept, colours):
            raw.left.append(LeftOut(LeftOutKind.DOUBTFUL, number, _words(raw.text, start, end), start, end))


def _leave_out(raw: Raw, number: int, start: int, end: int, kind: LeftOutKind) -> None:
    raw.edits.append(left_out(raw.text, start, end))
    raw.left.append(LeftOut(kind, number, _words(raw.text, start, end)))


def _words(text: str, start: int, end: int) -> str:
    return " ".join(text[start : min(end, start + MAX_KEPT)].split())


def _mark(note: Note, places: struck.Places, size: int) -> Mark:
    """A note at the words that it stands on, or at the nearest ones."""
    kind = MarkKind.INSERTION if note.inserts else MarkKind.COMMENT
    if on := places.within(note.frames):
        return Mark(kind, note.author, note.text, on[0], on[-1] + 1)
    left, bottom, right, top = note.frames[0]
    near = places.nearest((left + right) / 2, (bottom + top) / 2)
    at = size if near is None else near
    return Mark(kind, note.author, note.text, at, at)
