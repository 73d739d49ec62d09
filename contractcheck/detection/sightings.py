"""Sightings: where the chunks of phrases stand in one document, and which of its runs hold them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from contractcheck.rulebook.phrases import Hit, PhraseBook


class Sightings:
    """Where the groups of chunks stand in a document. Found in one pass; a group is gathered when it is asked for."""

    __slots__ = ("_book", "_found", "_groups", "_keys", "_starts")

    def __init__(self, book: PhraseBook, words: list[str]) -> None:
        self._book = book
        self._found = book.found(words)
        self._starts = [start for _, start, _ in self._found]
        self._keys: dict[int, list[Hit]] = {}
        keys = self._keys
        for key, start, end in self._found:
            if key in keys:
                keys[key].append((start, end))
            else:
                keys[key] = [(start, end)]
        self._groups: dict[int, list[Hit]] = {}

    def keys_in(self, first: int, last: int) -> set[int]:
        """Return the keys of the chunks that lie wholly within a range of words."""
        low, high = bisect_left(self._starts, first), bisect_left(self._starts, last)
        return {key for key, _, end in self._found[low:high] if end <= last}

    def groups_in(self, first: int, last: int) -> set[int]:
        """Return the groups of the chunks that lie wholly within a range of words."""
        groups_of = self._book.groups_of
        return set().union(*(groups_of[key] for key in self.keys_in(first, last)))

    def within(self, group: int, first: int, last: int) -> list[Hit]:
        """Return the places of a group that lie wholly within a range of words, in order."""
        places = self._groups.get(group)
        if places is None:
            places = self._groups[group] = self._gathered(group)
        low = bisect_left(places, (first,))
        high = bisect_left(places, (last,), low)
        found = places[low:high]
        # Only chunks near the end can reach beyond it, and hardly ever one does.
        if found and max(end for _, end in found) > last:
            found = [place for place in found if place[1] <= last]
        return found

    def _gathered(self, group: int) -> list[Hit]:
        keys = self._keys
        found: list[Hit] = []
        for key in self._book.keys_of.get(group, set()) & keys.keys():
            found.extend(keys[key])
        found.sort()
        return found


class Holdings:
    """Which runs of a document hold which groups of chunks: one bit a run, so that phrases are tried on all at once."""

    __slots__ = ("_bits", "_known")

    def __init__(self, bits: dict[int, int]) -> None:
        """``bits``: group -> the runs that hold a chunk of it."""
        self._bits = bits
        self._known: dict[frozenset[int], int] = {}

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


def numbers(runs: int) -> Iterator[int]:
    """Yield the numbers of the runs whose bits are set, in order."""
    while runs:
        lowest = runs & -runs
        yield lowest.bit_length() - 1
        runs ^= lowest
