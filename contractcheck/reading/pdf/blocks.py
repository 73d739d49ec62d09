"""Blocks that a file draws too early or too late, such as a foot before its page, moved to where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from contractcheck.reading.pdf.margins import WORD, is_label
from contractcheck.reading.pdf.pieces import Piece

# Of two pieces the upper one comes first where they share this much of the narrower one's width.
SHARED = 0.3
# Base lines nearer than this, of the size of the type, are one row.
ONE_ROW = 0.5
# The number of a clause hangs at most so many sizes of the type before its words.
MAX_HANG = 6.0
# How much of the size of the type stands above the base line.
ASCENT = 0.7
# Print this far above the line before it, of the size of the type, has gone up the page.
UP = 0.5

# A line with the number of its page is no longer than this.
MAX_FOOT = 100
_PAGE_NUMBER = re.compile(r"\bpage\W*\d+\b|(?:[|/–—-]\s*|^\W*)\d+\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that follow each other down the page, and the space that they take: ``top`` above ``base``."""

    rows: tuple[tuple[Piece, ...], ...]
    left: float
    right: float
    top: float
    base: float

    @property
    def width(self) -> float:
        """Points from its left end to its right end."""
        return self.right - self.left


def shared(one: Piece | Block, other: Piece | Block) -> float:
    """Return how much of the narrower one's width the two share: 0 or less where they stand side by side."""
    width = min(one.width, other.width)
    return (min(one.right, other.right) - max(one.left, other.left)) / max(width, 1.0)


def labels_first(pieces: list[Piece], text: str) -> list[Piece]:
    """Return pieces with the numbers of clauses that were drawn apart from their words before those words."""
    place = {piece: at for at, piece in enumerate(pieces)}
    moving: dict[Piece, Piece] = {}
    for label in (piece for piece in pieces if is_label(piece, text)):
        before = pieces[place[label] - 1] if place[label] else None
        if before is not None and before.right <= label.left and level(before, label):
            continue  # a cell of a row
        beside = [
            piece for piece in pieces if 0 <= piece.left - label.right < MAX_HANG * label.height and level(label, piece)
        ]
        first = min(beside, key=lambda piece: piece.left, default=None)
        if first is None or is_label(first, text) or place[label] + 1 == place[first]:
            continue
        if first not in moving:
            moving[first] = label
    late = set(moving.values())
    order: list[Piece] = []
    for piece in pieces:
        if piece in moving:
            order.append(moving[piece])
        if piece not in late:
            order.append(piece)
    return order


def downwards(pieces: list[Piece], text: str) -> list[Piece]:
    """Return pieces with the blocks that stand below each other in that order.

    Blocks that stand side by side keep the order in which they were drawn: cells of a table, columns.
    """
    runs = _runs(_rows(pieces))
    if len(runs) < 2:
        return pieces
    blocks = [block for at, run in enumerate(runs) for block in _split(run, [*runs[:at], *runs[at + 1 :]])]
    worded = [_has_words(block, text) for block in blocks]
    waiting = [
        {
            other
            for other in range(len(blocks))
            if other != at and worded[other] and worded[at] and _is_above(blocks[other], blocks[at])
        }
        for at in range(len(blocks))
    ]
    order: list[int] = []
    left = list(range(len(blocks)))
    while left:
        # None is free only where blocks lie over each other: then the one that was drawn first.
        at = next((at for at in left if not waiting[at]), left[0])
        left.remove(at)
        order.append(at)
        for others in waiting:
            others.discard(at)
    if order == sorted(order):
        return pieces
    return [piece for at in order for row in blocks[at].rows for piece in row]


def _has_words(block: Block, text: str) -> bool:
    """Whether a block has words, and is more than a page number, which does no harm where it comes too early."""
    words = " ".join(text[piece.start : piece.end] for row in block.rows for piece in row)
    if len(block.rows) == 1 and len(words) <= MAX_FOOT and _PAGE_NUMBER.search(words):
        return False
    return bool(WORD.search(words))


def _rows(pieces: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """Pieces that follow each other from left to right on one row go together."""
    rows: list[list[Piece]] = []
    for piece in pieces:
        last = rows[-1][-1] if rows else None
        if last is not None and piece.left > last.left and level(last, piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [tuple(row) for row in rows]


def level(one: Piece, other: Piece) -> bool:
    """Return whether two pieces stand on one row."""
    return abs(one.y - other.y) < ONE_ROW * max(one.height, other.height)


def _runs(rows: Sequence[tuple[Piece, ...]]) -> list[Block]:
    """Rows in the order in which they were drawn, cut wherever print goes up the page."""
    runs: list[list[tuple[Piece, ...]]] = []
    for row in rows:
        if runs and row[0].y > runs[-1][-1][-1].y - UP * row[0].height:
            runs[-1].append(row)
        else:
            runs.append([row])
    return [_block(run) for run in runs]


def _block(rows: Sequence[tuple[Piece, ...]]) -> Block:
    found = [piece for row in rows for piece in row]
    return Block(
        tuple(rows),
        min(piece.left for piece in found),
        max(piece.right for piece in found),
        min(piece.y - ASCENT * piece.height for piece in found),
        max(piece.y for piece in found),
    )


def _split(run: Block, others: Sequence[Block]) -> list[Block]:
    """Cut a run where rows of another one stand between two of its rows."""
    strangers = [
        block
        for other in others
        if other.base > run.top and other.top < run.base
        for row in other.rows
        if shared(block := _block([row]), run) > SHARED
    ]
    found: list[list[tuple[Piece, ...]]] = [[run.rows[0]]]
    for above, below in pairwise(run.rows):
        base, top = max(piece.y for piece in above), min(piece.y - ASCENT * piece.height for piece in below)
        slack = 0.3 * below[0].height
        if any(block.top > base - slack and block.base < top + slack for block in strangers):
            found.append([below])
        else:
            found[-1].append(below)
    return [_block(rows) for rows in found]


def _is_above(one: Block, other: Block) -> bool:
    """Whether a block stands wholly above another, over the same width of the page."""
    height = min(one.rows[-1][-1].height, other.rows[0][0].height)
    return one.base - other.top < 0.3 * height and shared(one, other) > SHARED
