"""Tables of text documents: rows of cells between bars, with a ruler under the head, as Markdown writes them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from contractcheck.model import Cell, Page, Table

# "|---|:--:|", "--- | ---": the line that makes the lines around it a table.
# Runs of spaces are taken whole ("*+"): trying each cut of a long one would take minutes.
_RULER = re.compile(
    r"^[ \t]*+\|?[ \t]*+:?[-+]{2,}+:?[ \t]*+(?:\|[ \t]*+:?[-+]*+:?[ \t]*+)+\r?$",
    re.MULTILINE,
)
_BAR = re.compile(r"(?<!\\)\|")
# Marks in a cell that are no words of it.
_MARKS = re.compile(r"<br\s*/?>|\*\*|__|`|\\(?=[!-/:-@\[-`{-~])", re.IGNORECASE)
_EDGES = re.compile(r"(?:\s|<br\s*/?>|\*\*|__|`)+", re.IGNORECASE)
_CLOSING = ("**", "__", "`", "<br>", "<br/>", "<br />")
# A list with more columns is a drawing made of letters.
MAX_COLUMNS = 40


def pipe_tables(text: str, pages: tuple[Page, ...]) -> tuple[Table, ...]:
    """The tables of a text, in order. Each row has as many cells as the head: more are cut, missing ones are empty."""
    starts = [page.start for page in pages]
    tables: list[Table] = []
    done = 0
    for ruler in _RULER.finditer(text):
        if ruler.start() < done:
            continue
        head_end = ruler.start() - 1
        head_start = text.rfind("\n", 0, max(head_end, 0)) + 1
        head = list(_cells(text, head_start, head_end))
        if head_end < done or not 2 <= len(head) <= MAX_COLUMNS:
            continue
        rows, done = [tuple(head)], ruler.end()
        for start, end in _lines_after(text, ruler.end()):
            if not _BAR.search(text, start, end):
                break
            cells = list(_cells(text, start, end))[: len(head)]
            cells += [Cell("", end, end)] * (len(head) - len(cells))
            rows.append(tuple(cells))
            done = end
        if len(rows) > 1:
            tables.append(Table(pages[max(bisect_right(starts, head_start) - 1, 0)].number, tuple(rows)))
    return tuple(tables)


def _lines_after(text: str, offset: int) -> Iterator[tuple[int, int]]:
    start = text.find("\n", offset) + 1
    while 0 < start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def _cells(text: str, start: int, end: int) -> Iterator[Cell]:
    """The cells of a line. A bar at its beginning or end is its frame."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    bars = [found.start() for found in _BAR.finditer(text, start, end)]
    if bars and bars[0] == start:
        start, bars = start + 1, bars[1:]
    if bars and bars[-1] == end - 1:
        end, bars = end - 1, bars[:-1]
    for left, right in zip([start, *(bar + 1 for bar in bars)], [*bars, end], strict=True):
        yield _cell(text, left, right)


def _cell(text: str, start: int, end: int) -> Cell:
    opening = _EDGES.match(text, start, end)
    start = opening.end() if opening else start
    while end > start:
        closing = next((mark for mark in _CLOSING if text.endswith(mark, start, end)), "")
        if not closing and not text[end - 1].isspace():
            break
        end -= len(closing) or 1
    words = " ".join(_MARKS.sub(lambda mark: " " if mark[0].startswith("<") else "", text[start:end]).split())
    return Cell(words, start, end if words else start)
