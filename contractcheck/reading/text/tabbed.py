"""Tables of plain text: rows of cells between tabs, as a word processor saves them, or between bars without a ruler."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from contractcheck.model import Cell, Page, Table

_BETWEEN = re.compile(r"[ ]*\t\s*|[ ]+\|[ ]+")
# A head names its columns in few words.
_HEAD_CHARS = 60
# The number of a clause or of an item, which a tab parts from its words.
_LABEL = re.compile(
    r"\(?(?:\d+(?:\.\d+)*|[A-Za-z]|[ivxlcIVXLC]+)[.)]*|(?:Section|Clause|Article)\b.*|[-*\u2022]", re.IGNORECASE
)
# The last column of a list of contents.
_PAGE_NUMBER = re.compile(r"\d{1,3}|[ivxl]+")


def tabbed_tables(text: str, pages: tuple[Page, ...]) -> tuple[Table, ...]:
    """The tables of a plain text, in order: lines one below the other with the same number of cells, two or more.

    Numbered clauses and lists of contents, which have tabs too, are none.
    """
    if "\t" not in text and " | " not in text:
        return ()
    starts = [page.start for page in pages]
    tables = []
    for rows in _blocks(text):
        words = [[cell.text for cell in row] for row in rows]
        head = words[0]
        if len(rows) < 2 or not all(head) or max(map(len, head)) > _HEAD_CHARS:
            continue
        if all(_LABEL.fullmatch(row[0]) for row in words) or all(_PAGE_NUMBER.fullmatch(row[-1]) for row in words):
            continue
        tables.append(Table(pages[max(bisect_right(starts, rows[0][0].start) - 1, 0)].number, rows))
    return tuple(tables)


def _blocks(text: str) -> Iterator[tuple[tuple[Cell, ...], ...]]:
    """Runs of lines that have as many cells as the line before each."""
    block: list[tuple[Cell, ...]] = []
    start = 0
    for line in text.splitlines(keepends=True):
        row = _cells(line, start) if "\t" in line or " | " in line else ()
        start += len(line)
        if block and len(row) != len(block[0]):
            yield tuple(block)
            block = []
        if len(row) > 1:
            block.append(row)
    if block:
        yield tuple(block)


def _cells(line: str, offset: int) -> tuple[Cell, ...]:
    begin = len(line) - len(line.lstrip())
    end = len(line.rstrip())
    cells = []
    for gap in (*_BETWEEN.finditer(line, begin, end), None):
        stop = gap.start() if gap else end
        cells.append(Cell(" ".join(line[begin:stop].split()), offset + begin, offset + stop))
        begin = gap.end() if gap else end
    return tuple(cells)
