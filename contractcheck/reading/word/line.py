"""A paragraph as it is gathered, and what happens between its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from contractcheck.model import MarkKind
from contractcheck.reading.word.names import Element


class Event(StrEnum):
    """What stands between the words of a paragraph."""

    BREAK = "break"  # a page break that somebody put there
    RENDERED = "rendered"  # a page began here when Word last laid the file out
    COMMENT_START = "comment-start"
    COMMENT_END = "comment-end"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Change:
    """An open change: what kind, whose, its place among the words, and its own words."""

    kind: MarkKind
    author: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote: the mark that is printed in the text, and the element that holds its words."""

    mark: str
    element: Element


@dataclass
class Line:
    """The words of one paragraph. Places are characters from its start.

    ``blanks`` are what nobody filled in. ``strong`` is None until a first word was seen. ``boxes`` are the text boxes
    that are anchored in it, or the words of a watermark. ``gap`` tells that a space was struck with the words that
    stood here, which kept the words around them apart.
    """

    pieces: list[str] = field(default_factory=list)
    size: int = 0
    strong: bool | None = None
    events: list[tuple[int, Event, str]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    boxes: list[Element | str] = field(default_factory=list)
    blanks: list[tuple[int, int]] = field(default_factory=list)
    gap: bool = False

    def add(self, text: str, *, strong: bool = False) -> None:
        """Add words."""
        if text:
            if self.gap and text[0].isalnum() and self.pieces and self.pieces[-1][-1].isalnum():
                self.pieces.append(" ")
                self.size += 1
            self.gap = False
            if self.strong is None and text.strip():
                self.strong = strong
            self.pieces.append(text)
            self.size += len(text)

    def happen(self, event: Event, what: str = "") -> None:
        """Note that something stands at the end of the words so far."""
        self.events.append((self.size, event, what))

    @property
    def text(self) -> str:
        """The words."""
        return "".join(self.pieces)

    @property
    def empty(self) -> bool:
        """Whether there is no word to see."""
        return not any(piece.strip() for piece in self.pieces)
