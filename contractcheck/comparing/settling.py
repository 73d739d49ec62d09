"""The edges of changes: which of two equal words at the edge of a change was there before.

Works on an alignment: for each word of one stream the place of its word in the other, or ``NOWHERE``.
"""

from __future__ import annotations

from collections.abc import Sequence

from contractcheck.comparing.words import Words

NOWHERE = -1


def grow(old: Words, new: Words, found: list[int], taken: list[bool]) -> None:
    """Match the neighbours of matched words where they are the same and stand in the same clause."""
    for step in (1, -1):
        places = range(len(found)) if step > 0 else range(len(found) - 1, -1, -1)
        for at in places:
            to, next_ = found[at], at + step
            if to == NOWHERE or not (0 <= next_ < len(old.keys) and 0 <= to + step < len(new.keys)):
                continue
            if found[next_] != NOWHERE or taken[to + step] or old.keys[next_] != new.keys[to + step]:
                continue
            if old.clauses[at] == old.clauses[next_] and new.clauses[to] == new.clauses[to + step]:
                found[next_] = to + step
                taken[to + step] = True


def inverse(found: Sequence[int], size: int) -> list[int]:
    """Return the alignment seen from the other side, which has ``size`` words."""
    back = [NOWHERE] * size
    for at, to in enumerate(found):
        if to != NOWHERE:
            back[to] = at
    return back


def slide(words: Words, found: list[int]) -> None:
    """Shift runs of words that have no match to where a clause begins.

    Of "a b | a c" without "a b" or without "b | a" the same is left. The first is what an editor did.
    """
    keys, clauses = words.keys, words.clauses
    first = 0
    while first < len(keys):
        if found[first] != NOWHERE:
            first += 1
            continue
        last = first
        while last < len(keys) and found[last] == NOWHERE:
            last += 1
        # How far the run can be shifted: the word that comes in is the word that goes out.
        left = right = 0
        while (at := first - left - 1) >= 0 and found[at] != NOWHERE and keys[at] == keys[last - left - 1]:
            left += 1
        while (at := last + right) < len(keys) and found[at] != NOWHERE and keys[at] == keys[first + right]:
            right += 1
        steps = sorted(range(-left, right + 1), key=abs)

        def edges(step: int, a: int = first, b: int = last) -> int:
            opens = a + step == 0 or clauses[a + step - 1] != clauses[a + step]
            closes = b + step == len(keys) or clauses[b + step - 1] != clauses[b + step]
            return opens + closes

        step = max(steps, key=edges)
        for _ in range(-step if step < 0 else 0):
            first, last = first - 1, last - 1
            found[last], found[first] = found[first], NOWHERE
        for _ in range(step if step > 0 else 0):
            found[first], found[last] = found[last], NOWHERE
            first, last = first + 1, last + 1
        first = last
