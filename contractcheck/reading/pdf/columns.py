"""Columns of running text that a file draws row by row: the left one is read to its end, then the next one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from contractcheck.reading.pdf.pieces import Piece

# Two columns: so many rows on each side, each side at least this share of the width, its lines of so many words and
# most of them full: they end in the last part of the column's width. The cells of a table are shorter.
MIN_ROWS, MIN_SIDE, MIN_WORDS, FULL, MIN_FULL = 5, 0.22, 3.0, 0.75, 0.6
# So many of its lines begin in small letters.
MIN_SMALL = 0.3
# The space between two columns, in sizes of the type.
MIN_GUTTER = 0.8
# Gaps between words may stand below each other by chance for some rows: fewer rows than these are columns only where
# no full line follows on them as their next line, at this many of their steps.
SURE_ROWS, NEXT_LINE = 10, 1.3
# So many lines of the right column begin at one place, within so many points: gaps in a single column do not.
MIN_FLUSH, SAME_EDGE = 0.6, 3.0
# In columns drawn row by row the text changes sides at every row; where it does so at this share of them it is wrong.
CHANGES = 0.5

_WORD = re.compile(r"[^\W\d_]{2,}")

Row = list[Piece]


def in_columns(pieces: list[Piece], text: str) -> list[Piece]:
    """Return pieces with columns that were drawn row by row one after the other; all else stays where it is."""
    rows = _rows(pieces)
    if len(rows) < MIN_ROWS:
        return pieces
    order = {piece: at for at, piece in enumerate(pieces)}
    at = 0
    while at < len(rows):
        end, gutter = _columns(rows, at, text)
        if end == at:
            at += 1
            continue
        sides = [
            [piece for row in rows[at:end] for piece in row if (piece.left >= gutter) == right]
            for right in (False, True)
        ]
        if _is_torn(sides, order, end - at):
            read = [piece for side in sides for piece in in_columns(side, text)]
            first = min(order[piece] for piece in read)
            moved = set(read)
            before = [piece for piece in pieces[:first] if piece not in moved]
            after = [piece for piece in pieces[first:] if piece not in moved]
            pieces = [*before, *read, *after]
            order = {piece: place for place, piece in enumerate(pieces)}
        at = end
    return pieces


def _rows(pieces: Sequence[Piece]) -> list[Row]:
    """Sort pieces into rows from top to bottom, each from left to right."""
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda one: one.y):
        if rows and piece.y - rows[-1][0].y < 0.5 * piece.height:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda one: one.left)
    return rows


def _is_torn(sides: Sequence[Sequence[Piece]], order: dict[Piece, int], rows: int) -> bool:
    """Whether the text changes from side to side again and again, or has the right side first."""
    placed = sorted((order[piece], right) for right in (0, 1) for piece in sides[right])
    changes = sum(one[1] != other[1] for one, other in pairwise(placed))
    return changes > CHANGES * rows or (changes == 1 and placed[0][1] == 1)


def _columns(rows: list[Row], at: int, text: str) -> tuple[int, float]:
    """Return the end of the rows from ``at`` on that stand in two columns, and where the second one begins.

    The end is ``at`` where there are none. Of several places for the gap the one that goes on longest is taken.
    """
    left = min(piece.left for row in rows for piece in row)
    right = max(piece.right for row in rows for piece in row)
    height = rows[at][0].height
    best, gutter = at, 0.0
    # The lines of the two columns need not stand at the same height: two rows are looked at together.
    beside = sorted((piece for row in rows[at : at + 2] for piece in row), key=lambda piece: piece.left)
    reach = beside[0].right
    for one, other in pairwise(beside):
        reach = max(reach, one.right)
        if other.left - reach < MIN_GUTTER * height:
            continue
        cut = other.left - 0.1
        if min(cut - left, right - cut) < MIN_SIDE * (right - left):
            continue
        end, cut = _end(rows, at, reach, other.left, height)
        if (
            end > best
            and not _in_paragraph(rows, at, end)
            and all(_is_text(rows[at:end], cut, bool(side), text) for side in (0, 1))
        ):
            best, gutter = end, cut
    return best, gutter


def _end(rows: list[Row], at: int, low: float, high: float, height: float) -> tuple[int, float]:
    """Return the end of the rows from ``at`` on that leave a space free between ``low`` and ``high``, and its place."""
    for end in range(at, len(rows)):
        first, last = low, high
        for piece in rows[end]:
            if piece.right <= (low + high) / 2 or piece.left < low:
                first = max(first, piece.right)
            else:
                last = min(last, piece.left)
        if last - first < MIN_GUTTER * height:
            return end, (low + high) / 2
        low, high = first, last
    return len(rows), (low + high) / 2


def _is_text(rows: list[Row], cut: float, right: bool, text: str) -> bool:
    """Whether what stands on one side of a gap is the lines of running text."""
    side = [found for row in rows if (found := [piece for piece in row if (piece.left >= cut) == right])]
    if len(side) < MIN_ROWS:
        return False
    left = min(row[0].left for row in side)
    if right and _flush([row[0].left for row in side]) < MIN_FLUSH * len(side):
        return False
    ends = [row[-1].right - left for row in side]
    full = sum(end >= FULL * max(ends) for end in ends)
    # Sentences run on from line to line; a cell begins with a capital or a figure.
    small = sum(text[row[0].start].islower() for row in side)
    if small < MIN_SMALL * len(side):
        return False
    words = sum(len(_WORD.findall(text, piece.start, piece.end)) for row in side for piece in row)
    return full >= MIN_FULL * len(side) and words >= MIN_WORDS * len(side)


def _in_paragraph(rows: list[Row], at: int, end: int) -> bool:
    """Whether a few rows are a part of a paragraph over the whole width."""
    if end - at >= SURE_ROWS or end - at < 2:
        return False
    step = (rows[end - 1][0].y - rows[at][0].y) / (end - 1 - at)
    width = max(row[-1].right for row in rows[at:end]) - min(row[0].left for row in rows[at:end])
    around = [(rows[at - 1], rows[at])] if at else []
    around += [(rows[end], rows[end - 1])] if end < len(rows) else []
    return any(
        len(row) == 1 and row[0].width > 0.6 * width and abs(row[0].y - near[0].y) <= NEXT_LINE * step
        for row, near in around
    )


def _flush(edges: Sequence[float]) -> int:
    """How many of the places are the same."""
    return max(sum(abs(one - other) <= SAME_EDGE for other in edges) for one in edges)
