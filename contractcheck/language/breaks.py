"""Where a stretch of text may be cut: ranges to skip, ends of sentences, items of lists, new paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from contractcheck.model import Span


class Noise:
    """Walks the ranges to skip alongside the text, both in order."""

    def __init__(self, spans: tuple[Span, ...]) -> None:
        self._spans = spans
        self._ends = [span.end for span in spans]

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


def starts_sentence(text: str, offset: int) -> bool:
    """Tell whether what follows begins a sentence: then the dot before it ends one, and belongs to no abbreviation."""
    following = text[offset : offset + 40].lstrip()
    return bool(
        re.match(
            r"(?:The|This|Each|Either|Neither|If|In|Any|All|No|Upon|Such|For|Provider|Customer|Supplier|Company|It|Where|\d+\.\d)\b",
            following,
        )
    )


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
