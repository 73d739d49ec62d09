"""Reads the tables of a Word file: a row on a line, its cells separated by a tab, and where each cell stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from contractcheck.model import Mark, MarkKind, Span
from contractcheck.reading.word.names import Element, W, number, switch, through, value
from contractcheck.reading.word.runs import Runs, changes_of
from contractcheck.reading.word.sheet import PARAGRAPH, Sheet
from contractcheck.reading.word.signs import words_of

# Word makes no table wider.
MAX_COLUMNS = 63
# A cell with several paragraphs is a list of values as long as it is this short. A longer one lays out a text: there
# each paragraph keeps a line of its own.
MAX_VALUES, MAX_VALUE_CHARS = 6, 300
# The same for a cell with one paragraph, where another cell follows it.
MAX_CELL_CHARS = 400


@dataclass
class Grid:
    """A table: the ranges of its cells, row by row, and how many rows head it. Merged cells stand in each place."""

    rows: list[list[Span]] = field(default_factory=list)
    heads: int = 0

    @property
    def columns(self) -> int:
        """The number of columns of the widest row."""
        return max((len(row) for row in self.rows), default=0)


class Blocks(Protocol):
    """What reads the blocks inside a cell, and knows that it is in one."""

    runs: Runs
    sheet: Sheet
    cell: bool | None
    row_turned: bool

    def walk(self, parent: Element) -> None:
        """Read the blocks inside an element, in order."""


def read_grid(table: Element, blocks: Blocks) -> Grid:
    """Put a table on the sheet, and return where its cells stand."""
    grid = Grid()
    sheet, runs = blocks.sheet, blocks.runs
    outer = blocks.cell, blocks.row_turned
    heading = True
    sheet.gap = PARAGRAPH
    for row in through(table, W + "tr"):
        properties = row.find(W + "trPr")
        if runs.is_gone(properties):
            sheet.change(_change(properties, words_of(row), sheet.length, sheet.length))
            continue
        if switch(properties, "hidden"):
            runs.tally.hidden += 1
            continue
        heading = heading and bool(switch(properties, "tblHeader"))
        grid.heads += heading
        start, seen = sheet.length, sheet.changes
        grid.rows.append(_row(row, properties, blocks, grid))
        if changes_of(properties) and seen == sheet.changes and sheet.length > start:
            sheet.change(_change(properties, words_of(row), min(start + len(PARAGRAPH), sheet.length), sheet.length))
        if sheet.gap != PARAGRAPH:
            sheet.gap = "\n"
    blocks.cell, blocks.row_turned = outer
    sheet.gap = PARAGRAPH
    # Where none is marked, the first row is taken for the head: that is what people mean.
    grid.heads = min(max(grid.heads, 1), max(len(grid.rows) - 1, 0)) if grid.rows else 0
    return grid


def _row(row: Element, properties: Element | None, blocks: Blocks, grid: Grid) -> list[Span]:
    sheet = blocks.sheet
    begin = sheet.length
    above = grid.rows[-1] if grid.rows else []
    empty = Span(begin, begin)
    spans: list[Span] = [empty] * min(number(properties, "gridBefore") or 0, MAX_COLUMNS)
    blocks.row_turned = False
    first = True
    for cell in through(row, W + "tc"):
        settings = cell.find(W + "tcPr")
        if blocks.runs.is_gone(settings) or len(spans) >= MAX_COLUMNS:
            continue
        if not first and not (sheet.gap == PARAGRAPH and sheet.length > begin):
            sheet.gap += "\t"
        first = False
        wide = min(max(number(settings, "gridSpan") or 1, 1), MAX_COLUMNS - len(spans))
        merged = None if settings is None else settings.find(W + "vMerge")
        if merged is not None and (value(settings, "vMerge") or "continue") == "continue":
            span = above[len(spans)] if len(spans) < len(above) else empty
        elif value(settings, "hMerge") == "continue" and spans:
            span = spans[-1]
        else:
            span = _cell(cell, blocks)
        spans.extend([span] * wide)
    return spans


def _cell(cell: Element, blocks: Blocks) -> Span:
    sheet = blocks.sheet
    blocks.cell = _is_short(cell)
    before, turned = sheet.length, len(sheet.breaks)
    blocks.walk(cell)
    if sheet.length == before:
        return Span(before, before)
    sheet.gap = "" if blocks.cell or _is_label(cell) else PARAGRAPH
    blocks.row_turned = blocks.row_turned or len(sheet.breaks) > turned
    # The range begins before the gap; whoever makes the cell strips the white space at its ends.
    return Span(before, sheet.length)


def _texts(cell: Element) -> list[str]:
    return [text for text in (words_of(paragraph).strip() for paragraph in cell.iter(W + "p")) if text]


def _is_short(cell: Element) -> bool:
    """Tell whether all words of a cell go on one line."""
    if cell.find(f".//{W}tbl") is not None:
        return False
    texts = _texts(cell)
    if len(texts) < 2:
        return sum(map(len, texts)) <= MAX_CELL_CHARS
    listed = cell.find(f".//{W}numPr") is not None
    return len(texts) <= MAX_VALUES and sum(map(len, texts)) <= MAX_VALUE_CHARS and not listed


def _is_label(cell: Element) -> bool:
    """Tell whether a cell holds a few words or a number that the next cell belongs to."""
    return len(_texts(cell)) < 2 and sum(map(len, _texts(cell))) <= MAX_CELL_CHARS


def _change(properties: Element, words: str, start: int, end: int) -> Mark:
    """The insertion or deletion of a row."""
    kind = changes_of(properties)[0]
    tag = "ins" if kind is MarkKind.INSERTION else "del"
    author = " ".join(properties.find(W + tag).get(W + "author", "").split())
    return Mark(kind, author, " ".join(words.split()), start, end)
