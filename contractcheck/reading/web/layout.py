"""Blocks -> text: paragraphs with a blank line between them, rows of tables on one line each, and their places.

The offsets of paragraphs, headings, tables and marks are those of the text that comes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from contractcheck.model import Cell, Heading, Mark, MarkKind, Span, Table
from contractcheck.reading.web.shapes import (
    DELETED,
    INSERTED,
    INSERTED_END,
    Block,
    Grid,
    Paragraph,
    TableCell,
)

# Two cells of a row with more than this many characters are columns of text (a page laid out as a table, or the two
# languages of a contract), no values: each is set as paragraphs of its own.
MAX_CELL = 240
# So is a cell with several paragraphs and more than this in all.
MAX_PARAGRAPHS = 480
# "4.2" in a cell of its own is the number of the text in the next one.
MAX_NUMBER = 12
# Cells of one table, after those that cover several places are repeated.
MAX_CELLS = 200_000

_MARK = re.compile(f"[{INSERTED}{INSERTED_END}{DELETED}]")


@dataclass
class Layout:
    """The text of a page as it grows. Use ``write`` once for all blocks, then read the fields."""

    struck: Sequence[str] = ()
    length: int = 0
    parts: list[str] = field(default_factory=list)
    paragraphs: list[int] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    furniture: list[Span] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    bold: list[int] = field(default_factory=list)
    _inserted: tuple[int, int] | None = None
    _deleted: int = 0

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(self.parts)

    def write(self, blocks: Sequence[Block], prefix: str = "") -> None:
        """Set blocks one below the other. ``prefix`` stands before the first of them."""
        for block in blocks:
            if isinstance(block, Grid):
                self._table(block, prefix)
            else:
                start, end = self._line(block, "\n\n", prefix)
                if block.level:
                    self.headings.append(Heading(block.level, start, end))
                if block.furniture:
                    self.furniture.append(Span(start, end))
            prefix = ""

    def _line(self, block: Paragraph, gap: str, prefix: str = "") -> tuple[int, int]:
        """Set a paragraph after a gap, and return where it stands."""
        if self.length:
            self._put(gap)
        start = self.length
        self.paragraphs.append(start)
        if block.bold:
            self.bold.append(start)
        numbers = " ".join(marker.text for marker in block.markers if marker.text)
        if prefix:
            self._put(f"{prefix}\t")
        if numbers:
            self._put(f"{numbers} ")
        self._words(block.words)
        return start, self.length

    def _words(self, words: str) -> None:
        """Set words, taking out the marks of changes and noting where they stood."""
        done = 0
        for found in _MARK.finditer(words):
            self._put(words[done : found.start()])
            done = found.end()
            if found[0] == INSERTED:
                self._inserted = (self.length, len(self.parts))
            elif found[0] == DELETED:
                self._delete(words[done : done + 1])
            elif self._inserted is not None:
                self._insert(*self._inserted)
            if done < len(words) and words[done] == " " and self.parts and self.parts[-1].endswith(" "):
                done += 1  # the mark stood between two spaces
        self._put(words[done:])

    def _delete(self, following: str) -> None:
        text = self.struck[self._deleted] if self._deleted < len(self.struck) else ""
        self._deleted += 1
        # A space that was struck with the words kept the words around them apart.
        if text != text.strip() and following.isalnum() and self.parts and self.parts[-1][-1:].isalnum():
            self._put(" ")
        self.marks.append(Mark(MarkKind.DELETION, "", " ".join(text.split()), self.length, self.length))

    def _insert(self, start: int, part: int) -> None:
        text = " ".join("".join(self.parts[part:]).split())
        if text:
            self.marks.append(Mark(MarkKind.INSERTION, "", text, start, self.length))
        self._inserted = None

    def _put(self, words: str) -> None:
        if words:
            self.parts.append(words)
            self.length += len(words)

    # -- tables

    def _table(self, grid: Grid, prefix: str) -> None:
        at: dict[int, Cell] = {}
        gap = "\n\n"
        for row in grid.rows:
            filled = [cell for cell in row if cell.blocks]
            if not filled:
                continue
            if _is_laid_out(filled):
                self._columns(filled, at, prefix)
                gap = "\n\n"
            else:
                self._values(row, at, gap, prefix)
                gap = "\n"
            prefix = ""
        rows = _places(grid, at)
        if _is_table(rows) and not any(isinstance(block, Grid) for cell in _cells(grid) for block in cell.blocks):
            self.tables.append(Table(1, rows, _heads(grid)))

    def _columns(self, row: list[TableCell], at: dict[int, Cell], prefix: str) -> None:
        """Set each cell as blocks of its own. A number stands before the text in the next cell."""
        number = prefix
        for place, cell in enumerate(row):
            only = cell.blocks[0] if len(cell.blocks) == 1 else None
            if isinstance(only, Paragraph) and len(only.words) <= MAX_NUMBER and place + 1 < len(row) and not number:
                number = _said(only)
                continue
            start = self.length + 2 * bool(self.length) + (len(number) + 1 if number else 0)
            self.write(cell.blocks, number)
            number = ""
            words = " ".join(_said(block) for block in cell.blocks if isinstance(block, Paragraph))
            whole = len(cell.blocks) == 1 and self.length - start == len(words)
            at[id(cell)] = Cell(words, start, self.length if whole else start)
        if number:
            self.write([Paragraph(number)])

    def _values(self, row: list[TableCell], at: dict[int, Cell], gap: str, prefix: str) -> None:
        """Set a row on one line, its cells parted by tabs."""
        begun = False
        for cell in row:
            blocks = [block for block in cell.blocks if isinstance(block, Paragraph)]
            if not begun:
                head = next((block for block in blocks), Paragraph(""))
                self._line(Paragraph("", kept=head.kept, bold=head.bold), gap, prefix)
                begun = True
            else:
                self._put("\t")
            start = self.length
            for number, block in enumerate(blocks):
                if number:
                    self._put(" ")
                numbers = " ".join(marker.text for marker in block.markers if marker.text)
                self._put(f"{numbers} " if numbers else "")
                self._words(" ".join(block.words.split()))
            words = " ".join(_said(block) for block in blocks)
            at[id(cell)] = Cell(words, start, start + len(words) if self.length - start == len(words) else start)
            if blocks and all(block.furniture for block in blocks):
                self.furniture.append(Span(start, self.length))


def _said(block: Paragraph) -> str:
    """The words of a paragraph with its number, single spaces, and no marks of changes."""
    numbers = [marker.text for marker in block.markers if marker.text]
    return " ".join([*numbers, *_MARK.sub("", block.words).split()])


def _is_laid_out(row: list[TableCell]) -> bool:
    """Whether the cells of a row hold text as a page does, not values: tables, headings, or much text."""
    long = 0
    for cell in row:
        if any(isinstance(block, Grid) or (block.level and not cell.head) for block in cell.blocks):
            return True
        size = sum(len(block.words) for block in cell.blocks if isinstance(block, Paragraph))
        if len(cell.blocks) > 1 and size > MAX_PARAGRAPHS:
            return True
        long += size > MAX_CELL
    return long > 1


def _cells(grid: Grid) -> Iterator[TableCell]:
    for row in grid.rows:
        yield from row


def _places(grid: Grid, at: dict[int, Cell]) -> tuple[tuple[Cell, ...], ...]:
    """The cells in their places: one that covers several rows or columns stands in each of them."""
    blank = Cell("", 0, 0)
    spans = sum(cell.rows * cell.columns for cell in _cells(grid)) <= MAX_CELLS
    rows: list[dict[int, Cell]] = [{} for _ in grid.rows]
    for number, row in enumerate(grid.rows):
        column = 0
        for cell in row:
            while column in rows[number]:
                column += 1
            deep, wide = (cell.rows, cell.columns) if spans else (1, 1)
            for below in range(number, min(number + deep, len(rows))):
                for across in range(column, column + wide):
                    rows[below].setdefault(across, at.get(id(cell), blank))
            column += wide
    width = max((max(row) + 1 for row in rows if row), default=0)
    if width * len(rows) > MAX_CELLS:
        return ()
    return tuple(tuple(row.get(column, blank) for column in range(width)) for row in rows)


def _is_table(rows: tuple[tuple[Cell, ...], ...]) -> bool:
    """Whether two rows and two columns hold something: a frame around a text is no table."""
    filled = [row for row in rows if any(cell.text for cell in row)]
    columns = {column for row in filled for column, cell in enumerate(row) if cell.text}
    return len(filled) > 1 and len(columns) > 1


def _heads(grid: Grid) -> int:
    """How many of the first rows name the columns: those that the page says, else the first."""
    if 0 < grid.heads < len(grid.rows):
        return grid.heads
    count = 0
    for row in grid.rows:
        if not row or not all(cell.head or not cell.blocks for cell in row) or not any(cell.blocks for cell in row):
            break
        count += 1
    return max(1, count)
