"""Words on a page to lines in reading order: rows from top to bottom, and columns one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, quantiles

from contractcheck.recognition.words import Word

# Words on one row share this much of the lower one's height.
SAME_ROW = 0.5
# A gap as wide as this many letters are high parts a row: a number from its text, a cell from the next, two columns.
WIDE_GAP = 1.5
# Two columns: so many rows beside each other, each side at least this share of the width of the text, and most of its
# lines full. A table has cells of all widths, and one column is often narrow.
MIN_ROWS, MIN_SIDE, FULL, MIN_FULL = 5, 0.3, 0.75, 0.6
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
        if pieces and word.left - max(other.right for other in pieces[-1]) < WIDE_GAP * height:
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
                column = [[piece for piece in row if (piece.left >= gutter) == bool(side)] for row in rows[at:end]]
                column = [row for row in column if row]
                blocks.extend(_blocks(column, height) if column else [])
            at = end
        else:
            single.append(rows[at])
            at += 1
    return [block for block in [*blocks, single] if block]


def _columns(rows: list[Row], at: int, left: float, right: float, height: float) -> tuple[int, float]:
    """Return the end of the rows from ``at`` on that stand in two columns, and where the second one begins.

    The end is ``at`` where there are no two columns.
    """
    width = right - left
    if len(rows) - at < MIN_ROWS:
        return at, 0.0
    # The lines of the two columns need not stand at the same height.
    first = sorted([*rows[at], *rows[at + 1]], key=lambda piece: piece.left)
    for one, other in pairwise(first):
        space = (one.right, other.left)
        end = at
        for row in rows[at:]:
            narrowed = _narrowed(row, space)
            if narrowed[1] - narrowed[0] < MIN_GUTTER * height:
                break
            space, end = narrowed, end + 1
        gutter = (space[0] + space[1]) / 2
        if min(gutter - left, right - gutter) < MIN_SIDE * width:
            continue
        sides = [
            [piece for row in rows[at:end] for piece in row if (piece.left >= gutter) == bool(side)] for side in (0, 1)
        ]
        if all(_is_column(side, end - at) for side in sides):
            return end, gutter
    return at, 0.0


def _narrowed(row: Row, space: tuple[float, float]) -> tuple[float, float]:
    """Return what a row leaves free of a space between two columns."""
    low, high = space
    centre = (low + high) / 2
    for piece in row:
        if piece.right <= centre:
            low = max(low, piece.right)
        elif piece.left >= centre:
            high = min(high, piece.left)
        elif piece.right - centre < centre - piece.left:
            low = max(low, piece.right)
        else:
            high = min(high, piece.left)
    return low, high


def _is_column(pieces: list[Piece], rows: int) -> bool:
    if len(pieces) < max(MIN_ROWS, rows // 2):
        return False
    width = max(piece.right for piece in pieces) - min(piece.left for piece in pieces)
    full = sum(piece.right - piece.left >= FULL * width for piece in pieces)
    return full >= MIN_FULL * len(pieces)


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
