"""Words on a page to lines in reading order: rows from top to bottom, and columns one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, quantiles

from contractcheck.reading.scan.words import Word

# Words on one row share this much of the lower one's height.
SAME_ROW = 0.5
# A gap as wide as this many letters are high parts a row: a number from its text, a cell from the next, two columns.
WIDE_GAP = 1.5
# Two columns: so many rows beside each other, each side at least this share of the width of the text, its lines of so
# many words, and most of them full: they end in the last part of the column's width. The cells of a table are shorter.
MIN_ROWS, MIN_SIDE, MIN_WORDS, FULL, MIN_FULL = 5, 0.3, 3.0, 0.75, 0.6
# The space between two columns, in heights of a letter.
MIN_GUTTER = 0.8
# A row follows the one above at this many times the usual distance: a paragraph begins.
PARAGRAPH = 1.35


@dataclass(frozen=True, slots=True)
class Piece:
    """Words beside each other with no wide gap between them."""

    words: tuple[Word, ...]

    @property
    def left(self) -> float:
        """Pixels from the left edge of the page."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """The right end, in pixels from the left edge of the page."""
        return max(word.right for word in self.words)

    @property
    def middle(self) -> float:
        """Where the piece stands from the top."""
        return sum(word.middle for word in self.words) / len(self.words)


@dataclass(frozen=True, slots=True)
class Laid:
    """A line in reading order; ``gap`` tells that a paragraph begins with it."""

    words: tuple[Word, ...]
    gap: bool


Row = list[Piece]


def lines(words: Sequence[Word]) -> tuple[Laid, ...]:
    """Return the lines of a page in reading order. The words of an upright page, in any order."""
    found: list[Laid] = []
    if not words:
        return ()
    height = median(word.height for word in words)
    for block in _blocks(_rows(words, height), height):
        found.extend(_laid(block, height))
    return tuple(found)


def _rows(words: Sequence[Word], height: float) -> list[Row]:
    """Sort words into rows, and each row into pieces. Lines that the engine saw apart may stand on one row."""
    seen: dict[int, list[Word]] = {}
    for word in words:
        seen.setdefault(word.line, []).append(word)
    rows: list[list[Word]] = []
    for line in sorted(seen.values(), key=_middle):
        line.sort(key=lambda word: word.left)
        beside = next((row for row in reversed(rows[-4:]) if _beside(row, line, height)), None)
        if beside is None:
            rows.append(line)
        else:
            beside.extend(line)
            beside.sort(key=lambda word: word.left)
    rows.sort(key=_middle)
    return [_pieces(row, height) for row in rows]


def _middle(words: Sequence[Word]) -> float:
    return median(word.middle for word in words)


def _beside(row: Sequence[Word], line: Sequence[Word], height: float) -> bool:
    """Tell whether a line goes on a row, to its left, to its right, or in a gap of it."""
    # The words nearest to each other count: a line that is still a little askew or bent goes on where they stand.
    one, other = min(((one, other) for one in row for other in line), key=_space)
    if _space((one, other)) < -0.5 * height:
        return False
    # A rule or a stain may be taken for a word as tall as a paragraph: it must not draw rows together.
    low, high = sorted((min(one.height, 2 * height), min(other.height, 2 * height)))
    return (low + high) / 2 - abs(one.middle - other.middle) >= SAME_ROW * low


def _space(pair: tuple[Word, Word]) -> float:
    """Return the space between two words that stand beside each other; below 0 where they overlap."""
    one, other = pair
    return max(one.left - other.right, other.left - one.right)


def _pieces(row: list[Word], height: float) -> Row:
    row.sort(key=lambda word: word.left)
    pieces: list[list[Word]] = []
    for word in row:
        # What the engine saw apart is apart: it may stand in two columns.
        same = bool(pieces) and pieces[-1][-1].line == word.line
        if same and word.left - max(other.right for other in pieces[-1]) < WIDE_GAP * height:
            pieces[-1].append(word)
        else:
            pieces.append([word])
    return [Piece(tuple(piece)) for piece in pieces]


def _blocks(rows: list[Row], height: float) -> list[list[Row]]:
    """Cut the rows into blocks to be read one after the other: where there are two columns, the left one first."""
    left = min(piece.left for row in rows for piece in row)
    right = max(piece.right for row in rows for piece in row)
    blocks: list[list[Row]] = []
    single: list[Row] = []
    at = 0
    while at < len(rows):
        end, gutter = _columns(rows, at, left, right, height)
        if end > at:
            blocks.append(single)
            single = []
            for side in (0, 1):
                column = _side(rows[at:end], gutter, side)
                blocks.extend(_blocks(column, height) if column else [])
            at = end
        else:
            single.append(rows[at])
            at += 1
    return [block for block in [*blocks, single] if block]


def _columns(rows: list[Row], at: int, left: float, right: float, height: float) -> tuple[int, float]:
    """Return the end of the rows from ``at`` on that stand in two columns, and where the second one begins.

    The end is ``at`` where there are no two columns. Of several places for the gutter the one that goes on longest is
    taken: a number that hangs before its text looks like a column for some lines.
    """
    width = right - left
    best, gutter = at, 0.0
    # The lines of the two columns need not stand at the same height: their ends are looked at, not their rows.
    spaces = {
        round((one.right + other.left) / 2 / height): (one.right + other.left) / 2
        for above, below in pairwise(rows[at:])
        for one, other in pairwise(sorted([*above, *below], key=lambda piece: piece.left))
        if other.left - one.right >= MIN_GUTTER * height
    }
    for cut in spaces.values():
        if min(cut - left, right - cut) < MIN_SIDE * width:
            continue
        end = _end(rows, at, cut, height)
        if end > best and all(_is_column(_side(rows[at:end], cut, side)) for side in (0, 1)):
            best, gutter = end, cut
    return best, gutter


def _end(rows: list[Row], at: int, cut: float, height: float) -> int:
    """Return the end of the rows from ``at`` on that leave a space free at ``cut``."""
    low, high = float("-inf"), float("inf")
    for end in range(at, len(rows)):
        for piece in rows[end]:
            if piece.left >= cut:
                high = min(high, piece.left)
            else:
                low = max(low, piece.right)
        if low > cut or high - low < MIN_GUTTER * height:
            return end
    return len(rows)


def _side(rows: list[Row], gutter: float, side: int) -> list[Row]:
    """Return what stands left (0) or right (1) of the gutter, row by row."""
    found = ([piece for piece in row if (piece.left >= gutter) == bool(side)] for row in rows)
    return [row for row in found if row]


def _is_column(rows: list[Row]) -> bool:
    """Tell whether rows are the lines of running text."""
    if len(rows) < MIN_ROWS:
        return False
    left = min(row[0].left for row in rows)
    ends = [row[-1].right - left for row in rows]
    full = sum(end >= FULL * max(ends) for end in ends)
    words = sum(len(word.text.split()) for row in rows for piece in row for word in piece.words)
    return full >= MIN_FULL * len(rows) and words >= MIN_WORDS * len(rows)


def _laid(block: list[Row], height: float) -> list[Laid]:
    middles = [sum(piece.middle for piece in row) / len(row) for row in block]
    steps = [below - above for above, below in pairwise(middles)]
    close = [step for step in steps if step < 4 * height]
    usual = quantiles(close, n=4)[0] if len(close) > 1 else 1.6 * height
    found = []
    for at, row in enumerate(block):
        gap = at == 0 or steps[at - 1] > PARAGRAPH * usual
        found.append(Laid(tuple(word for piece in row for word in piece.words), gap))
    return found
