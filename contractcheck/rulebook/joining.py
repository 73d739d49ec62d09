"""Joins chunks into matches: whether those of a phrase stand in its order, and near enough to one another."""

from __future__ import annotations

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
        found = [
            Match(min(one.start, other.start), max(one.end, other.end), one.slots + other.slots)
            for one in found
            for other in others
            if other.start - one.end <= phrase.near and one.start - other.end <= phrase.near
        ]
    return found


def _ordered(part: tuple[Element, ...], hits: Places, slots: Slots) -> list[Match]:
    first, rest = part[0], part[1:]
    found = []
    for start, end in _places(first, hits, slots):
        read = ((first.slot, start, end),) if first.slot else ()
        match = _extend(rest, start, end, read, hits, slots)
        if match is not None:
            found.append(match)
    return found


def _extend(
    rest: tuple[Element, ...],
    start: int,
    end: int,
    read: tuple[tuple[Dimension, int, int], ...],
    hits: Places,
    slots: Slots,
) -> Match | None:
    if not rest:
        return Match(start, end, read)
    element = rest[0]
    for at, until in _places(element, hits, slots):
        if at < end:
            continue
        if at - end > element.gap:
            break
        now = (*read, (element.slot, at, until)) if element.slot else read
        match = _extend(rest[1:], start, until, now, hits, slots)
        if match is not None:
            return match
    return None


def _places(element: Element, hits: Places, slots: Slots) -> list[WordRange]:
    if element.slot is not None:
        return slots(element.slot)
    return hits.get(element.group, [])
