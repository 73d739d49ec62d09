"""Long tables -> rows. A table has no sentence ends: read as one sentence, a long one would take minutes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise

from contractcheck.model import Table

MAX_WORDS = 400
"""Words of a sentence from which on it is cut where the rows of a table begin."""

Sentence = tuple[int, int, list[int], bool]
"""First and last word, the words that begin list items, and whether the end is open."""


def row_starts(tables: Iterable[Table]) -> list[int]:
    """Return the offsets at which the rows of tables begin, in order."""
    starts = (min((cell.start for cell in row if cell.text), default=-1) for table in tables for row in table.rows)
    return sorted({start for start in starts if start >= 0})


def by_rows(sentences: Iterable[Sentence], starts: list[int], rows: list[int]) -> Iterator[Sentence]:
    """Cut long sentences where rows begin. ``starts`` are the offsets of the words, ``rows`` those of the rows."""
    for sentence in sentences:
        first, last, items, open_end = sentence
        if not rows or last - first <= MAX_WORDS:
            yield sentence
            continue
        inside = rows[bisect_right(rows, starts[first]) : bisect_right(rows, starts[last - 1])]
        cuts = [first, *dict.fromkeys(bisect_left(starts, offset, first, last) for offset in inside), last]
        for at, (begin, end) in enumerate(pairwise(cuts)):
            if begin < end:
                own = [item for item in items if begin <= item < end]
                yield begin, end, own, open_end and at == len(cuts) - 2
