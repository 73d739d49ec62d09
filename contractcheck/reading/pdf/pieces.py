"""Where the words of a PDF page stand: its text in pieces, each a stretch of one printed line without a wide gap."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, degrees
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium_c

from contractcheck.reading.pdf.quick import address, box_of_char, char_of_text, origin_of_char, places

# A gap of this many sizes of the type parts a line: the space between columns, or a note from its clause.
WIDE_GAP = 1.5
# The same between a number at the end of a line and its words: it may count the line.
NUMBER_GAP = 0.8
# Print that leans by more degrees than this from upright or from a quarter turn is a stamp across the page.
MAX_LEAN = 4.0
# Fewer letters than these do not tell which way they run.
MIN_RUN = 3
# A line of so few words is too short for its words to tell its way by where they stand.
FEW_WORDS = 3
# A letter this high, in points, may be one of a stamp that PDFium has on one line with other words.
TALL = 30.0
# The capitals of most types are this high, of the size of the type.
CAPITALS = 0.72
_WORD = re.compile(r"\S+")
# The way of a line that does not run in a quarter turn.
ASKEW = -1


class Word(NamedTuple):
    """A word: ``start`` to ``end`` in the page's text, the boxes of its first and last letter, and their origins.

    Boxes are left, bottom, right and top in points from the bottom left of the page. The origin of the last letter is
    that of the first in lines of many words, which tell their way without it, save for large letters.
    """

    start: int
    end: int
    first: tuple[float, ...]
    last: tuple[float, ...]
    x: float
    y: float
    to_x: float
    to_y: float
    number: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch ``start`` to ``end`` of the page's text, as a reader sees it who holds the page so that it reads.

    ``left`` and ``right`` run along the line, ``y`` is its base line, counted downwards; ``height`` is the size of its
    type. All in points. ``row`` is the line of PDFium's text that it is a part of. ``turned`` tells that it runs in
    another direction than most of the page.
    """

    start: int
    end: int
    row: int
    left: float
    right: float
    y: float
    height: float
    turned: bool = False

    @property
    def width(self) -> float:
        """Points along the line."""
        return self.right - self.left


def pieces(textpage: pypdfium2.PdfTextPage, text: str) -> list[Piece]:
    """Return the pieces of a page in the order of its text."""
    rows = word_rows(textpage, text)
    ways = [_way(row) for row in rows]
    counts = Counter[int]()
    for row, way in zip(rows, ways, strict=True):
        if way is not None and way != ASKEW:
            counts[way] += sum(word.end - word.start for word in row)
    main = max(counts, key=lambda way: counts[way], default=0)
    found: list[Piece] = []
    for number, (row, way) in enumerate(zip(rows, ways, strict=True)):
        if way is None or way == main:
            found.extend(_cut(row, main, number))
        else:
            found.append(_piece(row, main, number, True, [_along(word, main) for word in row]))
    return found


def units(text: str) -> int:
    """Return how many of PDFium's units a text is: PDFium counts UTF-16, Python counts characters."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def word_rows(textpage: pypdfium2.PdfTextPage, text: str) -> list[list[Word]]:
    """The words of each line of the text; lines without any are left out."""
    box, origin = (ctypes.c_double * 4)(), (ctypes.c_double * 2)()
    to_left, to_bottom, to_right, to_top = places(box)
    to_x, to_y = places(origin)
    raw = address(textpage.raw)
    # Where the text has as many units as the page has characters, the two are counted alike.
    alike = len(text) == units(text) == pdfium_c.FPDFText_CountChars(textpage)
    rows: list[list[Word]] = []
    at = 0
    for line in text.split("\n"):
        row: list[Word] = []
        words = list(_WORD.finditer(line))
        for found in words:
            start, end = at + found.start(), at + found.end()
            first, last = start, end - 1
            if not alike:
                first, last = (char_of_text(raw, units(text[:place])) for place in (start, end - 1))
            if first < 0 or last < 0 or not box_of_char(raw, first, to_left, to_right, to_bottom, to_top):
                continue
            opening = tuple(box)
            box_of_char(raw, last, to_left, to_right, to_bottom, to_top)
            origin_of_char(raw, first, to_x, to_y)
            from_x, from_y = origin
            if len(words) <= FEW_WORDS or opening[3] - opening[1] > TALL:
                origin_of_char(raw, last, to_x, to_y)
            row.append(Word(start, end, opening, tuple(box), from_x, from_y, origin[0], origin[1], found[0].isdigit()))
        if row:
            rows.append(row)
        at += len(line) + 1
    return rows


def _way(row: Sequence[Word]) -> int | None:
    """The quarter turns, counterclockwise, in which a line runs; None where it is too short to tell."""
    if sum(word.end - word.start for word in row) < MIN_RUN:
        return None
    if len(row) <= FEW_WORDS:
        # Words of a stamp or of a signature may stand anywhere: each tells its way by its own letters.
        steps = [(word.to_x - word.x, word.to_y - word.y) for word in row if word.end - word.start >= MIN_RUN]
    else:
        steps = [(other.x - one.x, other.y - one.y) for one, other in pairwise(row)]
    if not steps:
        return None
    counts = Counter[int]()
    for across, upward in steps:
        angle = degrees(atan2(upward, across)) % 360
        turns = round(angle / 90)
        counts[turns % 4 if abs(angle - 90 * turns) <= MAX_LEAN else ASKEW] += 1
    # A single word may stand anywhere: PDFium keeps the mark of a broken word where it likes.
    return max(counts, key=lambda way: (counts[way], way != ASKEW))


def _seen(x: float, y: float, way: int) -> tuple[float, float]:
    """A point in the frame of lines that run this way: along the line, and down."""
    return ((x, -y), (y, x), (-x, y), (-y, -x))[way]


def _along(word: Word, way: int) -> tuple[float, float, float]:
    """Where a word begins and ends along its line, and how high its higher letter is."""
    if way == 0:
        left, bottom, _, top = word.first
        _, under, right, over = word.last
        return left, right, max(top - bottom, over - under)
    ends: list[float] = []
    tall = 0.0
    for left, bottom, right, top in (word.first, word.last):
        one, other = _seen(left, bottom, way), _seen(right, top, way)
        ends += (one[0], other[0])
        tall = max(tall, abs(one[1] - other[1]))
    return min(ends), max(ends), tall


def _cut(row: Sequence[Word], way: int, number: int) -> list[Piece]:
    """Cut a line at its wide gaps, and where it steps back."""
    places = [_along(word, way) for word in row]
    height = _height(places)
    cuts = [0]
    end = places[0][1]
    for at, (begins, ends, _) in enumerate(places):
        counted = (at == 1 and row[0].number) or (at == len(row) - 1 and row[-1].number)
        if -2 * height < begins - end < (NUMBER_GAP if counted else WIDE_GAP) * height:
            end = max(end, ends)
        elif at:
            cuts.append(at)
            end = ends
    return [
        _piece(row[one:other], way, number, _is_turned(row[one:other], way), places[one:other])
        for one, other in pairwise([*cuts, len(row)])
    ]


def _is_turned(part: Sequence[Word], way: int) -> bool:
    """Whether large words in the middle of a line run another way."""
    if len(part) > FEW_WORDS or any((word.x, word.y) == (word.to_x, word.to_y) for word in part):
        return False
    return _way(part) not in (way, None)


def _height(places: Sequence[tuple[float, float, float]]) -> float:
    """The size of the type, from its capitals; a stray tall letter does not count."""
    tall = sorted(place[2] for place in places)
    return max(1.0, tall[min(len(tall) - 1, len(tall) * 9 // 10)] / CAPITALS)


def _piece(
    row: Sequence[Word], way: int, number: int, turned: bool, places: Sequence[tuple[float, float, float]]
) -> Piece:
    middle = row[len(row) // 2]
    base = _seen(middle.x, middle.y, way)[1]
    left, right = min(place[0] for place in places), max(place[1] for place in places)
    return Piece(row[0].start, row[-1].end, number, left, right, base, _height(places), turned)
