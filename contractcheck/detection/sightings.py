"""Sightings: where the chunks of phrases stand in one document, and which of its runs hold them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from contractcheck.rulebook.phrases import Phrase, PhraseBook, WordRange

if TYPE_CHECKING:
    from spacy.tokens import Doc

_PIECE = 64  # bytes of a long row of bits that are gone through at a time: each bit costs a look at all of them


class Sightings:
    """Where the groups of chunks stand in a document. Found in one pass; a group is gathered when it is asked for.

    The sightings are numbered in the order of their places. A group is a list of these numbers, which are sorted and
    searched more quickly than the places.
    """

    __slots__ = ("_book", "_ends", "_groups", "_keys", "_order", "_places", "_starts")

    def __init__(self, book: PhraseBook, doc: Doc) -> None:
        self._book = book
        self._order, self._starts, self._ends = book.found(doc)
        self._places: list[WordRange] = list(zip(self._starts, self._ends, strict=True))
        self._keys: defaultdict[int, list[int]] = defaultdict(list)
        keys = self._keys
        for number, key in enumerate(self._order):
            keys[key].append(number)
        self._groups: dict[int, list[int]] = {}

    def keys_in(self, first: int, last: int) -> set[int]:
        """Return the keys of the chunks that lie wholly within a range of words."""
        low, high = self.numbers_in(first, last)
        if max(self._ends[low:high], default=0) <= last:
            return set(self._order[low:high])
        return {self._order[at] for at in range(low, high) if self._ends[at] <= last}

    def numbers_in(self, first: int, last: int) -> tuple[int, int]:
        """Return the half-open range of the numbers of the sightings that begin within a range of words."""
        low = bisect_left(self._starts, first)
        return low, bisect_left(self._starts, last, low)

    def within(self, group: int, numbers: tuple[int, int], last: int) -> list[WordRange]:
        """Return the places of a group among some sightings that end by ``last``, in order."""
        found = self._groups.get(group)
        if found is None:
            found = self._groups[group] = self._gathered(group)
        low = bisect_left(found, numbers[0])
        high = bisect_left(found, numbers[1], low)
        places = self._places
        return [place for at in found[low:high] if (place := places[at])[1] <= last]

    def _gathered(self, group: int) -> list[int]:
        keys = self._keys
        found: list[int] = []
        for key in self._book.keys_of.get(group, set()) & keys.keys():
            found.extend(keys[key])
        found.sort()
        return found


class Holdings:
    """Which runs of a document hold which groups of chunks: one bit a run, so that phrases are tried on all at once.

    Runs are numbered from 0 to ``count`` - 1. Nothing here takes longer than in proportion to the document: a long one
    has a hundred thousand runs.
    """

    __slots__ = ("_any", "_bits", "_count", "_known", "_marks")

    def __init__(self, bits: dict[int, int], count: int) -> None:
        """``bits``: group -> the runs that hold a chunk of it."""
        self._bits = bits
        self._count = count
        self._known: dict[frozenset[int], int] = {}
        self._marks: dict[frozenset[int] | int, bytes] = {}
        self._any: dict[int, tuple[bytes, Sequence[Phrase]]] = {}

    def of(self, group: int) -> int:
        """Return the runs that hold a group."""
        return self._bits.get(group, 0)

    def all_of(self, groups: frozenset[int]) -> int:
        """Return the runs that hold each of these groups."""
        runs = self._known.get(groups)
        if runs is None:
            runs = -1
            for group in groups:
                runs &= self._bits.get(group, 0)
                if not runs:
                    break
            self._known[groups] = runs
        return runs

    def has(self, run: int, groups: frozenset[int] | int) -> bool:
        """Tell whether a run holds a group, or each of several."""
        marks = self._marks.get(groups)
        if marks is None:
            runs = self.of(groups) if isinstance(groups, int) else self.all_of(groups)
            marks = self._marks[groups] = self._bytes(runs)
        return bool(marks) and bool(marks[run >> 3] >> (run & 7) & 1)

    def has_any(self, run: int, phrases: Sequence[Phrase]) -> bool:
        """Tell whether a run holds all groups of one of these phrases. To ask for each of them takes ten times as long.

        ``phrases`` are known by their identity, and kept so that no others can take it.
        """
        known = self._any.get(id(phrases))
        if known is None:
            runs = 0
            for phrase in phrases:
                runs |= self.all_of(phrase.needs)
            known = self._any[id(phrases)] = (self._bytes(runs), phrases)
        marks = known[0]
        return bool(marks) and bool(marks[run >> 3] >> (run & 7) & 1)

    def _bytes(self, runs: int) -> bytes:
        return runs.to_bytes(self._count // 8 + 1, "little") if runs else b""


def bits_of(runs: list[int], count: int) -> int:
    """Return the bits of some runs of ``count``."""
    marks = bytearray(count // 8 + 1)
    for run in runs:
        marks[run >> 3] |= 1 << (run & 7)
    return int.from_bytes(marks, "little")


def numbers(runs: int) -> Iterator[int]:
    """Yield the numbers of the runs whose bits are set, in order."""
    marks = runs.to_bytes(runs.bit_length() // 8 + 1, "little")
    for first in range(0, len(marks), _PIECE):
        piece = int.from_bytes(marks[first : first + _PIECE], "little")
        while piece:
            lowest = piece & -piece
            yield 8 * first + lowest.bit_length() - 1
            piece ^= lowest
