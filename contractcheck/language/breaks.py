"""Where a stretch of text may be cut: ranges to skip, ends of sentences, items of lists, new paragraphs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from sys import maxsize

from contractcheck.model import Span, State, StateKind


class Noise:
    """Walks the ranges to skip alongside the text, both in order."""

    def __init__(self, spans: tuple[Span, ...]) -> None:
        self._spans = spans
        self._ends = [span.end for span in spans]

    @classmethod
    def of(cls, spans: Iterable[Span]) -> Noise:
        """Make it of ranges in any order, which may overlap."""
        joined: list[Span] = []
        for span in sorted(spans, key=lambda one: (one.start, one.end)):
            if joined and span.start <= joined[-1].end:
                joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
            else:
                joined.append(span)
        return cls(tuple(joined))

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield what is left of a range without them."""
        at = bisect_left(self._ends, start + 1)
        while at < len(self._spans) and self._spans[at].start < end:
            span = self._spans[at]
            if span.start > start:
                yield start, span.start
            start = max(start, span.end)
            at += 1
        if start < end:
            yield start, end


def after_break(text: str, offset: int) -> bool:
    """Tell whether an item may begin here: after a mark, or after "and" and "or"."""
    before = text[max(0, offset - 6) : offset].rstrip()
    return not before or before[-1] in ",;:." or before.endswith((" and", " or"))


def opens_item(text: str, offset: int) -> bool:
    """Tell whether a mark such as "(a)" stands apart from the word before it."""
    return offset == 0 or text[offset - 1] in " \n\r\t\xa0:;,—*"


def new_paragraph(text: str, offset: int) -> bool:
    """Tell whether what follows an empty line goes on with nothing before it."""
    following = text[offset : offset + 12].lstrip()
    return bool(following) and not following[0].islower() and not following.startswith("(")


class Parts:
    """Cuts ranges at options, and tells where in them blanks stand."""

    def __init__(self, states: Sequence[State]) -> None:
        options = [one for one in states if one.kind not in (StateKind.BLANK, StateKind.NOTE)]
        self._options = [(one.start, one.end) for one in options]
        self._cuts = sorted({at for option in self._options for at in option})
        self._blanks = [one for one in states if one.kind is StateKind.BLANK]
        self._blank_ends = [one.end for one in self._blanks]

    def of(self, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """Yield the parts of a range: where each begins and ends, and whether it is an option."""
        inside = self._cuts[bisect_right(self._cuts, start) : bisect_left(self._cuts, end)] if self._cuts else []
        for left, right in pairwise((start, *inside, end)):
            at = bisect_right(self._options, (left, maxsize)) - 1
            yield left, right, at >= 0 and self._options[at][1] > left

    def with_blanks(self, pieces: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, bool]]:
        """Yield the same ranges with the blanks taken out of them, and after each the blank, which is marked."""
        for start, end in pieces:
            at = bisect_right(self._blank_ends, start)
            while at < len(self._blanks) and self._blanks[at].start < end:
                blank = self._blanks[at]
                if blank.start >= start:
                    yield start, blank.start, False
                    yield blank.start, min(blank.end, end), True
                start = min(blank.end, end)
                at += 1
            if start < end:
                yield start, end, False
