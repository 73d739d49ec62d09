"""Positions in the stream -> quotes a reader can check: verbatim, on one page, with clause number and heading."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace

from contractcheck.contract import Contract
from contractcheck.model import Evidence, Page, Part

MAX_QUOTE = 600
"""Characters of a quote. A longer sentence is cut around the words that matched."""

_MIN_PIECE = 12  # characters: a rest of a sentence shorter than this, on the next page, proves nothing
_CLOSING = ".;:!?\"”’')]"
# Articles and quotation marks are no words of the stream, but a reader wants the sentence from its beginning.
_OPENING = re.compile(
    r"(?<![A-Za-z])(?:(?:the|an?|this|that|these|those|such|said|its|their|our|your|his|her)\s+|[\"“‘'(\[])+\Z",
    re.IGNORECASE,
)
_OPENING_REACH = 24


class Quoter:
    """Cuts quotes from one document."""

    def __init__(self, contract: Contract) -> None:
        document = contract.document
        self._document = document
        self._text = document.text
        self._pages = document.pages
        self._page_starts = [page.start for page in document.pages]
        self._paragraphs = document.paragraphs
        self._paged = document.paged
        self._outline = contract.outline
        self._noise = contract.noise
        self._noise_starts = [span.start for span in contract.noise]

    def quote(self, clause: int, start: int, end: int, core: tuple[int, int]) -> tuple[Evidence, ...]:
        """Quote a passage: one piece a page, best piece (the one with the core words) first.

        ``start``/``end`` are the passage's characters, ``core`` those of the words that matched.
        """
        opening = _OPENING.search(self._text, max(0, start - _OPENING_REACH), start)
        if opening:
            start = opening.start()
        while end < len(self._text) and self._text[end] in _CLOSING:
            end += 1
        if end - start > MAX_QUOTE:
            start, end = self._window(start, end, core)
        row = self._outline.clauses[clause]
        pieces = [
            self.cite(left, right, row.path or row.number, row.heading) for left, right in self._pieces(start, end)
        ]
        pieces.sort(key=lambda piece: -_shared(piece, core))
        return tuple(pieces)

    def cite(self, start: int, end: int, clause: str, heading: str) -> Evidence:
        """Make the evidence of exactly these characters, which lie on one page of one paragraph or several."""
        at = max(bisect_right(self._page_starts, start) - 1, 0)
        page = self._pages[at]
        evidence = Evidence(
            page.number,
            clause,
            heading,
            self._text[start:end],
            start,
            end,
            paragraph=None if self.in_furniture(start) else bisect_right(self._paragraphs, start) or None,
            paged=self._paged,
            ocr=_sureness(page, start - page.start, end - page.start),
        )
        part = self._document.part_at(start)
        return evidence if part is None else self._in_its_file(evidence, part, at)

    def in_furniture(self, place: int) -> bool:
        """Tell whether a place stands in a running head or foot, which belongs to no paragraph and to no clause."""
        return any(span.start <= place < span.end for span in self._document.furniture)

    def _in_its_file(self, evidence: Evidence, part: Part, at: int) -> Evidence:
        """Count page and paragraph in the file that the words come from, and name it."""
        first = max(bisect_right(self._page_starts, part.start) - 1, 0)
        last = max(bisect_right(self._page_starts, part.end) - 1, 0)
        before = bisect_left(self._paragraphs, part.start)
        inside = bisect_right(self._paragraphs, part.end) - before
        return replace(
            evidence,
            page=at - first + 1,
            file=part.name,
            paragraph=evidence.paragraph - before if inside and evidence.paragraph else None,
            paged=not inside or last > first,
        )

    def _window(self, start: int, end: int, core: tuple[int, int]) -> tuple[int, int]:
        room = max(MAX_QUOTE - (core[1] - core[0]), 120)
        left = max(start, core[0] - room // 3)
        right = min(end, core[1] + room - (core[0] - left), left + 2 * MAX_QUOTE)
        while left > start and not self._text[left - 1].isspace():
            left -= 1
        while right < end and not self._text[right - 1].isspace():
            right += 1
        while right > left and self._text[right - 1].isspace():
            right -= 1
        return left, right

    def _pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        """Split at page ends, and where furniture stands at a page's edge step over it."""
        pieces = []
        at = max(bisect_right(self._page_starts, start) - 1, 0)
        while at < len(self._pages) and self._pages[at].start < end:
            left, right = self._trim(max(start, self._pages[at].start), min(end, self._pages[at].end))
            if right - left >= min(_MIN_PIECE, end - start):
                pieces.append((left, right))
            at += 1
        return pieces or [(start, end)]

    def _trim(self, left: int, right: int) -> tuple[int, int]:
        changed = True
        while changed and left < right:
            changed = False
            while left < right and self._text[left].isspace():
                left += 1
            while right > left and self._text[right - 1].isspace():
                right -= 1
            at = bisect_right(self._noise_starts, left) - 1
            if at >= 0 and self._noise[at].end > left:
                left, changed = min(self._noise[at].end, right), True
                continue
            at = bisect_right(self._noise_starts, right - 1) - 1
            if at >= 0 and self._noise[at].start >= left and self._noise[at].end >= right:
                right, changed = self._noise[at].start, True
        return left, right


def _sureness(page: Page, start: int, end: int) -> float | None:
    """Return the mean confidence of the recognised words from ``start`` to ``end`` of a page; None for plain text."""
    if page.ocr is None or not page.words:
        return page.ocr
    first = max(0, bisect_right(page.words, start, key=lambda word: word[0]) - 1)
    last = max(first + 1, bisect_left(page.words, end, key=lambda word: word[0]))
    ends = [word[0] for word in page.words[first + 1 : last + 1]] + [page.end - page.start]
    sizes = [max(1, after - word[0]) for word, after in zip(page.words[first:last], ends, strict=False)]
    return sum(word[1] * size for word, size in zip(page.words[first:last], sizes, strict=True)) / sum(sizes)


def _shared(piece: Evidence, core: tuple[int, int]) -> int:
    return min(piece.end, core[1]) - max(piece.start, core[0])
