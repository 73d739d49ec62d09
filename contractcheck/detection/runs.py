"""A run: the words of one passage, with its lead-in before it, and where the chunks of phrases stand in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Protocol

from contractcheck.detection.passages import Passage, Stream
from contractcheck.detection.quantities import quantities
from contractcheck.model import Dimension, Quantity
from contractcheck.rulebook.phrases import Hit, PhraseBook

KeyPlaces = dict[int, list[Hit]]
"""Key of the phrase book -> where its chunks stand, in order."""


class Hits:
    """Where the groups of chunks stand in a run. Places are looked up when a phrase asks for them, and only once."""

    __slots__ = ("_book", "_extra", "_lead", "_moved", "_own", "_places", "groups")

    def __init__(
        self,
        book: PhraseBook,
        own: KeyPlaces,
        lead: KeyPlaces | None = None,
        moved: int = 0,
        extra: dict[int, list[Hit]] | None = None,
    ) -> None:
        """``lead`` are the places in the lead-in, to be ``moved`` before the run; ``extra`` places of single groups."""
        self._book = book
        self._own = own
        self._lead = lead or {}
        self._moved = moved
        self._extra = extra or {}
        self._places: dict[int, list[Hit]] = {}
        groups_of = book.groups_of
        self.groups: set[int] = set(self._extra).union(
            *(groups_of[key] for key in own), *(groups_of[key] for key in self._lead)
        )

    def has_all(self, groups: frozenset[int]) -> bool:
        """Tell whether a chunk of each of these groups stands in the run."""
        return groups <= self.groups

    def get(self, group: int, default: list[Hit], /) -> list[Hit]:
        """Return the places of a group in the run, in order, or ``default``."""
        if group not in self.groups:
            return default
        places = self._places.get(group)
        if places is None:
            places = self._places[group] = self._read(group)
        return places

    def _read(self, group: int) -> list[Hit]:
        own, lead, moved = self._own, self._lead, self._moved
        found = list(self._extra.get(group, ()))
        for key in self._book.keys_of[group]:
            if key in own:
                found.extend(own[key])
            if key in lead:
                found.extend((start + moved, end + moved) for start, end in lead[key])
        found.sort()
        return found


class Source(Protocol):
    """What a run reads from: the stream, the text without furniture, and the agreement's date."""

    stream: Stream
    text: str

    @property
    def agreement_date(self) -> Quantity | None:
        """The first date of the opening words, or None."""


class View:
    """The words of one passage as one run: the lead-in, moved to stand directly before the passage's own words."""

    __slots__ = ("_quantities", "_source", "hits", "index", "items", "passage")

    def __init__(
        self, index: int, passage: Passage, hits: Hits, source: Source, items: tuple[tuple[int, int], ...] = ()
    ) -> None:
        self.index = index
        self.passage = passage
        self.hits = hits
        self.items = items
        self._source = source
        self._quantities: dict[Dimension, list[tuple[int, int, Quantity]]] = {}

    @property
    def first(self) -> int:
        """The first position of the run, the lead-in included."""
        lead = self.passage.lead
        return self.passage.first - (lead[1] - lead[0]) if lead else self.passage.first

    def real(self, position: int) -> int:
        """Return the place in the stream of a position in the run."""
        if position >= self.passage.first or self.passage.lead is None:
            return position
        return self.passage.lead[1] - (self.passage.first - position)

    def word(self, position: int) -> str:
        """Return the word at a position of the run."""
        return self._source.stream.words[self.real(position)]

    def slots(self, dimension: Dimension) -> list[Hit]:
        """Return the ranges of the quantities of one dimension in the run."""
        return [(start, end) for start, end, _ in self.amounts(dimension)]

    def amounts(self, dimension: Dimension) -> list[tuple[int, int, Quantity]]:
        """Return the quantities of one dimension in the run, with their positions."""
        if dimension not in self._quantities:
            self._quantities[dimension] = list(self._read(dimension))
        return self._quantities[dimension]

    @property
    def agreement_date(self) -> Quantity | None:
        """The first date of the document's opening words, which is the agreement's own."""
        return self._source.agreement_date

    def _read(self, dimension: Dimension) -> Iterator[tuple[int, int, Quantity]]:
        stream, text = self._source.stream, self._source.text
        ranges = [(self.passage.first, self.passage.last, 0)]
        if self.passage.lead:
            ranges.insert(0, (*self.passage.lead, self.passage.first - self.passage.lead[1]))
        for first, last, moved in ranges:
            if first >= last:
                continue
            for quantity in quantities(text, stream.starts[first], stream.ends[last - 1], dimension):
                start = bisect_left(stream.starts, quantity.start)
                end = max(bisect_left(stream.starts, quantity.end), start + 1)
                yield start + moved, end + moved, quantity
