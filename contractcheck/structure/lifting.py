"""Lifts a contract's own numbering out of a list that seemed to hold it.

Recitals "(A)" to "(E)", or a list in the first clause, come before "1." on the page just as an item comes before the
list within it. Which of the two it was shows only at the end: a list within an item gives the word back to the list
that it stands in; the numbering of the contract never does.
"""

from __future__ import annotations

from contractcheck.model import ClauseKind
from contractcheck.structure.headings import is_title
from contractcheck.structure.starts import Start

# A list within an item may be the last thing in a contract, and then looks the same. It is seldom so long.
_LONG = 6


def lift(starts: list[Start]) -> None:
    """Take the numbering of the contract out from under a lettered item, with all that stands under it."""
    children: dict[int, list[int]] = {}
    for index, start in enumerate(starts):
        if start.parent >= 0 and _is_plain(start):
            children.setdefault(start.parent, []).append(index)
    for parent, own in children.items():
        if _is_lettered(starts[parent]) and _is_own_numbering(starts, parent, own):
            _raise(starts, parent, own)


def _is_own_numbering(starts: list[Start], parent: int, own: list[int]) -> bool:
    titled = sum(is_title(starts[index].heading) for index in own)
    if len(own) < _LONG or 2 * titled < len(own):
        return False
    above = _ancestors(starts, parent)
    after = (start for start in starts[own[-1] + 1 :] if start.kind is not ClauseKind.ANNEX)
    return not any(start.entry is not None and start.parent in above for start in after)


def _ancestors(starts: list[Start], index: int) -> set[int]:
    """The numbered clauses that an item stands under, and whose next item would go on with one of their lists."""
    found: set[int] = set()
    while index >= 0 and starts[index].entry is not None:
        index = starts[index].parent
        if index >= 0:
            found.add(index)
    return found


def _raise(starts: list[Start], parent: int, own: list[int]) -> None:
    outermost = parent
    while starts[outermost].entry is not None and starts[outermost].parent >= 0:
        outermost = starts[outermost].parent
    home = starts[outermost].parent if starts[outermost].entry is not None else outermost
    prefix, by = f"{starts[parent].path}, ", starts[parent].level - starts[outermost].level + 1
    lifted = set(own)
    for index in own:
        starts[index].parent = home
    for index in range(own[0], len(starts)):
        start = starts[index]
        if index in lifted or start.parent in lifted:
            lifted.add(index)
            start.level -= by
            start.path = start.path.removeprefix(prefix)


def _is_plain(start: Start) -> bool:
    """Whether a number is a plain one ("8", "8."), as the clauses of a contract have."""
    return start.entry is not None and start.entry.number.style == "dec" and len(start.entry.number.value) == 1


def _is_lettered(start: Start) -> bool:
    return start.entry is not None and start.entry.number.style not in ("dec", "article", "heading", "I.")
