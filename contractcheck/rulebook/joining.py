"""Joins chunks into matches: whether those of a phrase stand in its order, and near enough to one another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from contractcheck.model import Dimension
from contractcheck.rulebook.phrases import Element, Phrase, WordRange


@dataclass(frozen=True, slots=True)
class Match:
    """Where a phrase lies: word positions, and the position ranges of the slots it read."""

    start: int
    end: int
    slots: tuple[tuple[Dimension, int, int], ...] = ()


Slots = Callable[[Dimension], list[WordRange]]
"""Gives the word ranges of the quantities of one dimension in the passage at hand."""


class Places(Protocol):
    """Where the chunks of each group stand, in order."""

    def get(self, group: int, default: list[WordRange], /) -> list[WordRange]:
        """Return the places of a group."""


def find(phrase: Phrase, hits: Places, slots: Slots) -> list[Match]:
    """Return the shortest match from each place where the phrase begins in a passage.

    ``hits`` holds, for each group of the phrase, its ranges in the passage, in order.
    """
    if len(phrase.parts) == 1:
        return _ordered(phrase.parts[0], hits, slots)
    found = _ordered(phrase.parts[0], hits, slots)
    for part in phrase.parts[1:]:
        others = _ordered(part, hits, slots)
        starts = [other.start for other in others]
        longest = max((other.end - other.start for other in others), default=0)
        # Of a sentence as long as a book only those near enough are looked at.
        found = [
            Match(min(one.start, other.start), max(one.end, other.end), one.slots + other.slots)
            for one in found
            for other in others[
                bisect_left(starts, one.start - phrase.near - longest) : bisect_right(starts, one.end + phrase.near)
            ]
            if one.start - other.end <= phrase.near
        ]
    return found


def _ordered(part: tuple[Element, ...], hits: Places, slots: Slots) -> list[Match]:
    first = part[0]
    begins = slots(first.slot) if first.slot is not None else hits.get(first.group, [])
    if len(part) == 1:
        return [Match(start, end, ((first.slot, start, end),) if first.slot else ()) for start, end in begins]
    joiner = _Joiner(part, hits, slots)
    found = []
    for start, end in begins:
        match = joiner.extend(1, start, end, ((first.slot, start, end),) if first.slot else ())
        if match is not None:
            found.append(match)
    return found


class _Joiner:
    """Joins the elements of one part of a phrase. An element's places are asked for when it is reached, and once."""

    __slots__ = ("_hits", "_part", "_places", "_slots")

    def __init__(self, part: tuple[Element, ...], hits: Places, slots: Slots) -> None:
        self._part = part
        self._hits = hits
        self._slots = slots
        self._places: list[list[WordRange]] = []  # of the elements from the second on

    def extend(self, number: int, start: int, end: int, read: tuple[tuple[Dimension, int, int], ...]) -> Match | None:
        """Return the first match that begins at ``start``, has come to ``end``, and goes on with an element."""
        element = self._part[number]
        slot = element.slot
        if len(self._places) < number:
            self._places.append(self._slots(slot) if slot is not None else self._hits.get(element.group, []))
        furthest = end + element.gap
        is_last = number + 1 == len(self._part)
        places = self._places[number - 1]
        for index in range(bisect_left(places, (end,)), len(places)):
            at, until = places[index]
            if at > furthest:
                break
            now = (*read, (slot, at, until)) if slot else read
            match = Match(start, until, now) if is_last else self.extend(number + 1, start, until, now)
            if match is not None:
                return match
        return None
