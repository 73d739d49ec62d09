"""Changes to the text of a page that PDFium gave: words left out, and words put in at their place.

Every change names its place in PDFium's text. Where a page was put into another order, changes follow its stretches.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contractcheck.model import Span
from contractcheck.reading.pdf.pieces import units

Moved = tuple[int, int, int]


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """PDFium's text from ``start`` to ``end`` gives way to ``text``.

    ``furniture`` tells that the new words are no words of the contract, such as the mark of a footnote.
    """

    start: int
    end: int
    text: str = ""
    furniture: bool = False


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The text of a page after its changes. ``places`` are stretches kept: in PDFium's text, here, and how long."""

    text: str
    moved: tuple[Moved, ...]
    furniture: tuple[Span, ...]
    places: tuple[tuple[int, int, int], ...]

    def place(self, offset: int) -> int:
        """Where a character of PDFium's text stands here; one that was left out gives the place where it stood."""
        at = bisect_right(self.places, offset, key=lambda row: row[0]) - 1
        if at < 0:
            return 0
        start, here, length = self.places[at]
        return here + min(offset - start, length)


def apart(edits: Iterable[Edit]) -> list[Edit]:
    """Changes in their order, without those that touch what an earlier one takes out; ranges left out are joined."""
    found: list[Edit] = []
    for edit in sorted(edits):
        last = found[-1] if found else None
        if last is None or edit.start >= last.end:
            found.append(edit)
        elif not edit.text and not last.text and edit.end > last.end:
            found[-1] = Edit(last.start, edit.end)
    return found


def left_out(text: str, start: int, end: int) -> Edit:
    """Leave out a passage with the space beside it, and with the end of its line where nothing else stands there."""
    line, stop = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    stop = len(text) if stop < 0 else stop + 1
    before, after = text[line:start].strip(), text[end:stop].strip()
    if not before and not after:
        return Edit(line, stop)
    if before and after:
        while end < stop and text[end] == " " and text[start - 1 : start].isspace():
            end += 1
    elif before:
        while start > line and text[start - 1] == " ":
            start -= 1
    else:
        while end < stop and text[end] == " ":
            end += 1
    return Edit(start, end)


def rewritten(
    source: str, ordered: str, moved: Sequence[Moved], furniture: Sequence[Span], edits: Iterable[Edit]
) -> Rewritten:
    """Make the changes. ``ordered``, ``moved`` and ``furniture`` are those of the page as it was put into order."""
    changes = apart(edits)
    plain = source.isascii() or len(source) == units(source)
    stretches = [(at, length, _offset(source, unit, plain)) for at, length, unit in moved] or [(0, len(source), 0)]
    writer = _Writer(source)
    used = [False] * len(changes)
    last = 0
    for at, length, begin in stretches:
        size = len(writer.text)
        writer.add(ordered[last:at])
        kept = writer.stretch(begin, begin + length, changes, used)
        if not kept and size:
            writer.cut(size)
        last = at + length
    for at, edit in enumerate(changes):
        if edit.text and not used[at]:
            writer.add("\r\n")
            writer.put(edit)
    spans = [*_spans(furniture, stretches, writer), *writer.furniture]
    return Rewritten(writer.text, writer.moved(plain), tuple(spans), tuple(sorted(writer.kept)))


def _offset(source: str, unit: int, plain: bool) -> int:
    """The character at which a unit of PDFium's begins."""
    if plain:
        return unit
    return len(source.encode("utf-16-le", "surrogatepass")[: 2 * unit].decode("utf-16-le", "surrogatepass"))


def _spans(furniture: Sequence[Span], stretches: Sequence[Moved], writer: _Writer) -> list[Span]:
    """Where furniture of the ordered page stands after the changes."""
    places = sorted(writer.kept)
    found = []
    for span in furniture:
        for at, length, begin in stretches:
            first, last = max(span.start, at) - at + begin, min(span.end, at + length) - at + begin
            if first < last:
                for start, here, size in places:
                    one, other = max(first, start), min(last, start + size)
                    if one < other:
                        found.append(Span(here + one - start, here + other - start))
    return found


class _Writer:
    """Writes the new text and notes what stands where."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._parts: list[str] = []
        self._size = 0
        self.kept: list[tuple[int, int, int]] = []
        self.furniture: list[Span] = []

    @property
    def text(self) -> str:
        if len(self._parts) > 1:
            self._parts = ["".join(self._parts)]
        return self._parts[0] if self._parts else ""

    def add(self, words: str) -> None:
        self._parts.append(words)
        self._size += len(words)

    def cut(self, size: int) -> None:
        self._parts = [self.text[:size]]
        self._size = size

    def put(self, edit: Edit) -> None:
        if edit.furniture:
            self.furniture.append(Span(self._size, self._size + len(edit.text)))
        self.add(edit.text)

    def stretch(self, begin: int, end: int, changes: Sequence[Edit], used: list[bool]) -> bool:
        """Write a stretch of the source with its changes. Returns whether anything is left of it."""
        size = self._size
        at = begin
        first = max(0, bisect_right(changes, begin, key=lambda edit: edit.start) - 1)
        for number in range(first, len(changes)):
            edit = changes[number]
            if edit.start > end or (edit.start == end and edit.end > end):
                break
            if edit.end < begin or (edit.end == begin and edit.start < begin) or (edit.start == edit.end < at):
                continue
            self._keep(at, max(at, edit.start))
            if not used[number]:
                self.put(edit)
            used[number] = True
            at = max(at, min(edit.end, end))
        self._keep(at, end)
        return self._size > size

    def _keep(self, start: int, end: int) -> None:
        if start < end:
            self.kept.append((start, self._size, end - start))
            self.add(self._source[start:end])

    def moved(self, plain: bool) -> tuple[Moved, ...]:
        source = self._source
        return tuple(
            (here, length, start if plain else units(source[:start]))
            for start, here, length in sorted(self.kept, key=lambda row: row[1])
        )
