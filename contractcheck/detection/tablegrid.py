"""A table made plain: its head in one row, its title apart, turned upright where its heads stand at the left."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from contractcheck.language.durations import TO_THE_DAY
from contractcheck.model import Cell, Table

# A figure with its unit, money, or a blank to be filled: what a target or a credit is made of.
FIGURE = re.compile(
    r"\d\s*(?:%|per\s?cent|percent\b|(?:business|working|calendar|clear)?\s*"
    rf"(?:{TO_THE_DAY}"
    r"|weeks?|wks?|months?|years?|[smhd])\b|\))|[$€£]\s?\d|\b(?:usd|eur|gbp)\s?\d|next business day|\[[\s*•●_.…]+\]",
    re.IGNORECASE,
)
# "99.9" under "Target (%)", "4" under "Response (hours)".
BARE = re.compile(r"[<>≤≥=~]*\s*\d+(?:[.,]\d+)?")
UNIT = re.compile(rf"%|per\s?cent|percent|\b(?:{TO_THE_DAY})\b", re.IGNORECASE)
# A head is a name. What is longer is a sentence of the table's body.
MAX_HEAD_WORDS = 14
MAX_HEAD_ROWS = 3
MOSTLY = 0.5


Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Heads:
    """The words of heads: ``any`` knows all, ``plain`` those that head a column and never name a level themselves."""

    any: Callable[[str], bool]
    plain: Callable[[str], bool]


@dataclass(frozen=True)
class Grid:
    """A table without its head and its title: ``rows`` with their ``numbers`` in the table.

    ``heads`` is empty where the table names no columns. Where the table was turned upright, ``turned`` says so, and
    rows were its columns.
    """

    heads: tuple[str, ...]
    head_cells: Row
    rows: tuple[Row, ...]
    numbers: tuple[int, ...]
    caption: str
    turned: bool

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0])

    def head(self, column: int) -> str:
        """The head of a column, "" without heads."""
        return self.heads[column] if self.heads else ""

    def figures(self, column: int) -> float:
        """The share of a column's filled cells that hold a figure with its unit."""
        bare = bool(UNIT.search(self.head(column)))
        filled = [row[column].text for row in self.rows if row[column].text]
        held = [text for text in filled if FIGURE.search(text) or (bare and BARE.fullmatch(text))]
        return len(held) / len(filled) if filled else 0.0

    def share(self, column: int, words: re.Pattern[str]) -> float:
        """The share of a column's filled cells that hold these words."""
        filled = [row[column].text for row in self.rows if row[column].text]
        return sum(bool(words.search(text)) for text in filled) / len(filled) if filled else 0.0


def grid_of(table: Table, known: Heads, *, headless: bool = False) -> Grid | None:
    """Return a table made plain, or None where nothing is left.

    ``headless`` takes every row for one of the body.
    """
    filled = [(number, row) for number, row in enumerate(table.rows) if any(cell.text for cell in row)]
    caption = []
    while len(filled) > 2 and is_one(filled[0][1]):
        caption.append(filled.pop(0)[1][0].text)
    if len(filled) < 2 or len(filled[0][1]) < 2:
        return None
    numbers, rows = [number for number, _ in filled], [row for _, row in filled]
    turned = not headless and _lies(rows, known)
    if turned:
        rows = list(zip(*rows, strict=True))
        numbers = list(range(len(rows)))
    count = 0 if headless else _head_rows(rows, known, table.heads)
    top, below = rows[:count], list(zip(numbers, rows, strict=True))[count:]
    body = [(number, row) for number, row in below if not any(_same(row, head) for head in top)]
    if not body:
        return None
    heads = tuple(" ".join(dict.fromkeys(row[at].text for row in top if row[at].text)) for at in range(len(rows[0])))
    return Grid(
        heads if count else (),
        top[-1] if count else (),
        tuple(row for _, row in body),
        tuple(number for number, _ in body),
        " ".join(caption),
        turned,
    )


def is_one(row: Row) -> bool:
    """Whether a row is one cell over all columns, or words in its first cell and nothing beside it."""
    merged = len({(cell.start, cell.text) for cell in row}) == 1
    return merged or (bool(row[0].text) and not any(cell.text for cell in row[1:]))


def _head_rows(rows: Sequence[Row], known: Heads, told: int) -> int:
    """How many rows at the top name the columns: one, and those below cells that the first row merges."""
    if not _names(rows[0]) or not any(known.any(cell.text) for cell in rows[0]):
        return 0
    count = 1
    while count < min(MAX_HEAD_ROWS, len(rows) - 1) and _names(rows[count]):
        above = rows[count - 1]
        spread = any(one.text and one == other for one, other in pairwise(above))
        if not spread and count >= told:
            break
        count += 1
    return count


def _names(row: Row) -> bool:
    """Whether a row holds names and no figures."""
    return all(not FIGURE.search(cell.text) and len(cell.text.split()) <= MAX_HEAD_WORDS for cell in row)


def _lies(rows: Sequence[Row], known: Heads) -> bool:
    """Whether the heads stand at the left, and none in the first row that heads a column rather than names a level."""
    left = [row[0].text for row in rows]
    if any(FIGURE.search(text) for text in left):
        return False
    for is_head in (known.any, known.plain):
        named = [text for text in left if is_head(text)]
        if len(named) >= max(2, len(left) * MOSTLY) and not any(is_head(cell.text) for cell in rows[0][1:]):
            return True
    return False


def _same(row: Row, head: Row) -> bool:
    return [cell.text.casefold() for cell in row] == [cell.text.casefold() for cell in head]
