"""The sheet that the text of a Word file is put on: its offsets, paragraphs, pages, marks and headings."""

from __future__ import annotations

from dataclasses import dataclass, field

from contractcheck.model import Heading, Mark, MarkKind, Page, Span, State, StateKind
from contractcheck.reading.word.line import Event, Line

# Between paragraphs stands a blank line, as in a text file: so the structure readers see them.
PARAGRAPH = "\n\n"
# A page of dense print holds 5,000 characters. What has fewer than this fits on one for certain.
FITS_ON_A_PAGE = 2500


@dataclass
class Sheet:
    """Text in the order of reading. ``gap`` is what goes before the next words, if any words stand there yet."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    gap: str = ""
    paragraphs: list[int] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    bold: list[int] = field(default_factory=list)
    furniture: list[Span] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    # Where pages begin, and whether Word said so when it laid the file out.
    breaks: list[tuple[int, bool]] = field(default_factory=list)
    _waiting: list[bool] = field(default_factory=list)
    _changed: list[Mark] = field(default_factory=list)
    _said: list[Mark] = field(default_factory=list)
    _comments: dict[str, int] = field(default_factory=dict)

    def put(self, line: Line, comments: dict[str, tuple[str, str]], label: str = "", *, own: bool = True) -> Span:
        """Put a paragraph down, after its number. Returns its range; empty where it holds no words.

        ``comments`` holds author and words by id. ``own`` tells that it counts as a paragraph of the contract, which
        running heads and feet do not.
        """
        text = line.text
        if not text.strip():
            if not label:
                self._happen(line, self.length, self.length, comments, shown=0)
                return Span(self.length, self.length)
            text = ""
        # Before the first words there is nothing to keep apart; the tabs of empty cells stay.
        gap = self.gap if self.length else self.gap.lstrip("\n")
        opens = "\n" in gap or not self.length
        row = self.length + gap.rfind("\n") + 1
        self._write(gap)
        self.gap = ""
        start = self.length
        if opens and own:
            self.paragraphs.append(row)
        for rendered in self._waiting:
            self.break_at(row if opens else start, rendered)
        self._waiting.clear()
        self._write(label)
        base = self.length
        self._write(text)
        self._happen(line, base, start, comments, shown=len(text))
        if text:
            self.states += [State(StateKind.BLANK, base + left, base + right) for left, right in line.blanks]
        return Span(start, self.length)

    def turn(self, *, rendered: bool = False) -> None:
        """Begin a new page with the next words."""
        self._waiting.append(rendered)

    def break_at(self, place: int, rendered: bool) -> None:
        """Begin a page. A break that somebody put there and the one that Word found there are the same."""
        if rendered and self.breaks and self.breaks[-1] == (place, False):
            self.breaks[-1] = (place, True)
        else:
            self.breaks.append((place, rendered))

    def _write(self, text: str) -> None:
        if text:
            self.pieces.append(text)
            self.length += len(text)

    def _happen(self, line: Line, base: int, start: int, comments: dict[str, tuple[str, str]], *, shown: int) -> None:
        text = line.text if shown else ""
        for place, event, what in line.events:
            at = base + min(place, shown)
            if event in (Event.BREAK, Event.RENDERED):
                rendered = event is Event.RENDERED
                if not text[place:].strip():
                    self.turn(rendered=rendered)
                else:
                    self.break_at(at if text[:place].strip() else start, rendered)
            elif event is Event.COMMENT_START:
                self._comments[what] = at
            elif event is Event.COMMENT_END:
                self._comment(what, self._comments.pop(what, at), at, comments)
            else:
                # A comment without a range stands at its own sign; so does one whose range never ends.
                self._comment(what, self._comments.pop(what, at), at, comments)
        for change in line.changes:
            left, right = base + min(change.start, shown), base + min(change.end, shown)
            self.change(Mark(change.kind, change.author, change.words, left, right))

    def _comment(self, key: str, start: int, end: int, comments: dict[str, tuple[str, str]]) -> None:
        if key in comments:
            author, words = comments.pop(key)
            self._said.append(Mark(MarkKind.COMMENT, author, words, start, end))

    def change(self, mark: Mark) -> None:
        """Add a change. What one author put in or took out in one place is one change, however many pieces it has."""
        last = self._changed[-1] if self._changed else None
        if last is not None and (last.kind, last.author) == (mark.kind, mark.author):
            between = self._text(last.end, mark.start)
            if mark.start >= last.end and not between.strip():
                glue = " " if between and not last.text.endswith(" ") else ""
                # What is not in the text stays at one place.
                end = mark.end if mark.end > mark.start else last.end
                self._changed[-1] = Mark(mark.kind, mark.author, last.text + glue + mark.text, last.start, end)
                return
        self._changed.append(mark)

    def _text(self, start: int, end: int) -> str:
        """The characters of a range near the end of what was written."""
        tail: list[str] = []
        at = self.length
        for piece in reversed(self.pieces):
            if at <= start:
                break
            tail.append(piece)
            at -= len(piece)
        text = "".join(reversed(tail))
        return text[max(0, start - at) : max(0, end - at)]

    @property
    def changes(self) -> int:
        """The number of open changes so far."""
        return len(self._changed)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The comments and changes in the order of their places."""
        return tuple(sorted((*self._changed, *self._said), key=lambda mark: mark.start))

    def pages(self, told: int | None) -> tuple[Page, ...]:
        """Return the pages; all text is one page where the file does not say for certain where pages begin.

        ``told`` is the number of pages that the program that wrote the file noted, where it did. Breaks that somebody
        put there say where a page begins, not how many pages lie between two of them.
        """
        places = [place for place, _ in self.breaks]
        ends = [*places, self.length]
        starts = [0, *places]
        certain = (
            any(rendered for _, rendered in self.breaks)
            or told == len(starts)
            or all(end - start <= FITS_ON_A_PAGE for start, end in zip(starts, ends, strict=True))
        )
        if not certain:
            return (Page(1, 0, self.length),)
        return tuple(
            Page(number, start, max(start, end))
            for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
        )
