"""Reading order: pages of a PDF whose text does not come in the order in which a person reads it.

PDFium gives the text as the file draws it. Most files draw it as it is read, and their pages stay as they are, byte
for byte. A cheap look at where the print stands marks the others; only those are looked at letter by letter.
Nothing is left out and no word is changed: whole stretches of PDFium's text are put into another order.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium_c

from contractcheck.model import Page, Span
from contractcheck.reading.pdf.blocks import SHARED, level
from contractcheck.reading.pdf.flow import arranged
from contractcheck.reading.pdf.margins import MIN_NUMBERS, STEPS
from contractcheck.reading.pdf.pieces import Piece, pieces, units
from contractcheck.reading.pdf.quick import address, places, rect_of_text

# A page with more stretches of print is a drawing.
MAX_RECTS = 1500
# So many stretches are looked at for other reasons.
MOST_RECTS = 20_000
# So many lines with a gap at the same place may be columns, or a table.
MIN_GAPS = 4
# So many lines beside words in the margin may have side notes.
MIN_NOTES = 2
# A note in the margin is this wide, of the width of the print; less is the number of a clause or of a line.
MIN_NOTE, MAX_NOTE = 0.06, 0.3
# The number of a line is narrower than this, in points.
NUMBER = 25.0
# Less than this between two stretches, in points, is the space between two words.
MIN_GAP = 5.0
# Print this high, in points, runs up the page or is very large.
TALL = 40.0
# A page number among the first stretches, no wider than this in points, does no harm where it comes too early.
FIRST, NARROW = 3, 120.0
# Gaps this near to each other are at the same place, in points.
SAME_PLACE = 14.0
# What stands between two stretches that PDFium has apart.
LINE_END = "\r\n"

# A number at the end or the beginning of a line, without the point of a clause.
_LONE_NUMBER = re.compile(r"^\d{1,4}(?=\s|\Z)|(?<= )\d{1,4}(?=\s*$)", re.MULTILINE)

Rect = tuple[float, ...]
Moved = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Ordered:
    """The text of a page in reading order, and the ranges in it that are no words of the contract.

    ``moved`` holds for each stretch where it begins in ``text``, its length, and where it begins in PDFium's text,
    counted in UTF-16 units.
    """

    text: str
    moved: tuple[Moved, ...]
    furniture: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Print:
    """The stretches of print of a page: left, bottom, right, top in points, in the order of its text.

    ``up`` are those that are higher than the one before, ``beside`` those beside it; ``tall`` and ``narrow`` how many
    run up or down the page, and how many are as narrow as a number.
    """

    rects: list[Rect]
    up: list[int]
    beside: list[int]
    tall: int
    narrow: int


def ordered(textpage: pypdfium2.PdfTextPage, text: str, printed: Print) -> Ordered | None:
    """Return a page's text in reading order; None where PDFium's text is in that order."""
    if not is_suspect(printed, text):
        return None
    laid = pieces(textpage, text)
    found = arranged(laid, text)
    if found is None:
        return None
    if found.order == laid:
        spans = tuple(Span(piece.start, piece.end) for piece in found.furniture)
        return Ordered(text, (), tuple(sorted(spans, key=lambda span: span.start)))
    return _written(text, found.order, found.furniture)


def stretches(page: Page, start: int, end: int, text: str) -> list[tuple[int, int]]:
    """Return where ``start`` to ``end`` of a document stand in PDFium's text of their page: first unit and count."""
    found = []
    for at, length, source in page.moved or ((0, page.end - page.start, 0),):
        first, last = max(start, page.start + at), min(end, page.start + at + length)
        if first < last:
            found.append((source + units(text[page.start + at : first]), units(text[first:last])))
    return found


def _written(text: str, order: Sequence[Piece], dropped: Iterable[Piece]) -> Ordered:
    """Write the pieces one below the other; neighbours on a line of PDFium's stay together as they are."""
    runs: list[list[Piece]] = []
    following = {before.end: after.start for before, after in _neighbours(order)}
    for piece in order:
        last = runs[-1][-1] if runs else None
        if last is not None and last.row == piece.row and following.get(last.end) == piece.start:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    parts: list[str] = []
    moved: list[Moved] = []
    places: dict[int, int] = {}
    at = 0
    for before, run in zip([None, *runs], runs, strict=False):
        start, end = run[0].start, run[-1].end
        if before is not None:
            # A number that was drawn apart from its clause comes before it on one line.
            beside = level(before[-1], run[0]) and before[-1].right <= run[0].left and not before[-1].turned
            parts.append(" " if beside and before[-1].row != run[0].row else LINE_END)
            at += len(parts[-1])
        moved.append((at, end - start, units(text[:start])))
        for piece in run:
            places[piece.start] = at + piece.start - start
        parts.append(text[start:end])
        at += end - start
    spans = [Span(places[piece.start], places[piece.start] + piece.end - piece.start) for piece in dropped]
    return Ordered("".join(parts), tuple(moved), tuple(sorted(spans, key=lambda span: span.start)))


def _neighbours(order: Iterable[Piece]) -> list[tuple[Piece, Piece]]:
    known = sorted(order, key=lambda piece: piece.start)
    return list(pairwise(known))


def is_suspect(printed: Print, text: str) -> bool:
    """Whether a page may be out of order: print goes up again, stands beside print, or runs another way."""
    rects = printed.rects
    if not 1 < len(rects) <= MAX_RECTS:
        return False
    if printed.tall == len(rects):  # the whole page runs up or down: look at it as a reader does who turns it
        return True
    # Columns go up to the right. What goes up to the left comes after what stands right of it.
    if printed.tall or any(rects[at][2] < rects[at - 1][0] or _is_over(rects, at) for at in printed.up):
        return True
    return _has_gaps(rects, printed.beside) or (printed.narrow >= MIN_NUMBERS and _has_numbers(text))


def printed(textpage: pypdfium2.PdfTextPage) -> Print:
    """Return where the print of a page stands.

    This is done for every page of every file: it is one loop for the sake of speed.
    """
    count = min(max(0, pdfium_c.FPDFText_CountRects(textpage, 0, -1)), MOST_RECTS)
    values = (ctypes.c_double * 4)()
    to_left, to_bottom, to_right, to_top = places(values)
    get, raw = rect_of_text, address(textpage.raw)
    rects: list[Rect] = []
    up: list[int] = []
    beside: list[int] = []
    tall = narrow = 0
    base = head = end = 0.0
    for index in range(count):
        get(raw, index, to_left, to_top, to_right, to_bottom)
        left, bottom, right, top = rect = tuple(values)
        if index:
            if bottom > head:
                up.append(index)
            elif left - end > MIN_GAP and bottom < head and top > base:
                beside.append(index)
        if top - bottom > TALL or top - bottom > 20 + 2 * (right - left):
            tall += 1
        elif right - left < NUMBER:
            narrow += 1
        base, head, end = bottom, top, right
        rects.append(rect)
    return Print(rects, up, beside, tall, narrow)


def _is_over(rects: Sequence[Rect], at: int) -> bool:
    """Whether a stretch stands above print that was drawn before it, over the same width of the page."""
    left, bottom, right, _ = rects[at]
    for place, other in enumerate(rects[:at]):
        if other[3] < bottom and not (place < FIRST and other[2] - other[0] < NARROW):
            shared = min(right, other[2]) - max(left, other[0])
            if shared > SHARED * min(right - left, other[2] - other[0]):
                return True
    return False


def _has_gaps(rects: Sequence[Rect], beside: Sequence[int]) -> bool:
    """Whether enough lines have print on both sides of a gap: two columns, or a margin with notes."""
    if len(beside) < MIN_NOTES:
        return False
    width = max(rect[2] for rect in rects) - min(rect[0] for rect in rects)
    columns = Counter[int]()
    notes = 0
    for at in beside:
        one, other = rects[at - 1], rects[at]
        low, high = sorted((one[2] - one[0], other[2] - other[0]))
        if low > 0.2 * width:
            columns[int(one[2] / SAME_PLACE)] += 1
            columns[int(other[0] / SAME_PLACE) - 1] += 1
        elif MIN_NOTE * width < low < MAX_NOTE * width and high > 0.4 * width:
            notes += 1
    return notes >= MIN_NOTES or max(columns.values(), default=0) >= MIN_GAPS


def _has_numbers(text: str) -> bool:
    """Whether enough numbers count on that may be those of lines."""
    found = [int(number) for number in _LONE_NUMBER.findall(text)]
    return sum(below - above in STEPS for above, below in pairwise(found)) >= MIN_NUMBERS - 1
