"""Tells whether a change only follows the renumbering: "under Section 4.2" that is now "under Section 5.2"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contractcheck.comparing.pairing import Hunk, Pairs, number_of
from contractcheck.model import Clause

_LABELS = re.compile(r"[0-9]+|[a-z]+")


class References:
    """Follows the numbers of clauses from one draft to the other."""

    def __init__(self, pairs: Pairs) -> None:
        self._pairs = pairs
        self._old = _by_number(pairs.old.outline)
        self._new = _by_number(pairs.new.outline)

    def follow(self, hunks: Sequence[Hunk]) -> bool:
        """Tell whether all changes are references, each to the clause that it named before."""
        return bool(hunks) and all(self._follows(hunk) for hunk in hunks)

    def _follows(self, hunk: Hunk) -> bool:
        old, new = self._pairs.old, self._pairs.new
        before, now = range(*hunk.old), range(*hunk.new)
        if len(before) != len(now):
            return False
        for at, to in zip(before, now, strict=True):
            if at in old.references and to in new.references:
                if not self._same(old.keys[at], new.keys[to]):
                    return False
            elif old.keys[at] != new.keys[to]:
                return False
        return True

    def _same(self, before: str, now: str) -> bool:
        """Tell whether two numbers name the same clause, or the same item of it. "4.2(b)" may be no clause itself."""
        old, new = _LABELS.findall(before), _LABELS.findall(now)
        rest: list[str] = []
        while old and new:
            clause, other = self._old.get(".".join(old)), self._new.get(".".join(new))
            if clause is not None and other is not None:
                return self._pairs.partner.get(clause) == other
            if old[-1] != new[-1]:
                return False
            rest.append(old.pop())
            new.pop()
        return False


def _by_number(outline: Sequence[Clause]) -> dict[str, int]:
    """Return the clauses by their full numbers; a number that occurs twice names the first."""
    found: dict[str, int] = {}
    for index, clause in enumerate(outline):
        if clause.number:
            found.setdefault(".".join(_LABELS.findall(number_of(clause))), index)
    return found
