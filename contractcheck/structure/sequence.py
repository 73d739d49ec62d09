"""Keeps the running numbers of a contract, so that "4.8" in a sentence is told from "4.8" before a clause."""

from __future__ import annotations

from dataclasses import dataclass

from contractcheck.structure.numbering import Number, begins_under, follows, skips

# Only in Markdown and plain text does indentation tell lists apart; less than this is no indentation.
_INDENT = 2
# A first number above this begins no list, unless the next number is there too.
_LATE_FIRST = 3


@dataclass(slots=True)
class OpenList:
    """An open list: the number it has reached, the clause that carries it, and how far it is indented."""

    number: Number
    clause: int
    indent: int


# Lists in one another.
_DEEPEST = 40
_HEADING = Number("heading", (0,))


class Sequence:
    """The lists that are open at a place in the text, outermost first."""

    def __init__(self) -> None:
        self._open: list[OpenList] = []

    def clear(self) -> None:
        """Forget all lists: a new part of the document begins."""
        self._open.clear()

    def top(self) -> OpenList | None:
        """Return the innermost open entry."""
        return self._open[-1] if self._open else None

    def parent_of(self, entry: OpenList) -> OpenList | None:
        """Return the entry that ``entry`` stands under."""
        place = self._open.index(entry)
        return self._open[place - 1] if place else None

    def heading(self) -> None:
        """Close the lettered lists and the heading before an unnumbered heading; decimal numbering goes on."""
        while self._open and self._open[-1].number.style not in ("dec", "article"):
            self._open.pop()

    def push_heading(self, clause: int) -> None:
        """Open an unnumbered heading."""
        self._open.append(OpenList(_HEADING, clause, 0))

    def awaits(self, number: Number) -> bool:
        """Tell whether ``number`` is the very next one of an open list."""
        return any(
            entry.number.style == number.style and follows(entry.number.value, number.value) for entry in self._open
        )

    def place(
        self, number: Number, *, fresh: bool, titled: bool, inside: bool, indent: int, sure: bool = False
    ) -> OpenList | None:
        """Fit ``number`` into the open lists, closing those that it ends. None where it fits nowhere.

        ``fresh``: it follows the end of a sentence. ``titled``: a title follows. ``inside``: it stands within a line.
        ``sure``: the number that comes after it is there too.
        """
        depth = self._depth(number, fresh, titled, inside, indent)
        if depth is None and sure and fresh:
            depth = self._anew(number)
        if depth is None:
            return None
        # No contract nests so deep: what would, stands beside what stands there.
        del self._open[min(depth, _DEEPEST - 1) :]
        entry = OpenList(number, -1, indent)
        self._open.append(entry)
        return entry

    def _depth(self, number: Number, fresh: bool, titled: bool, inside: bool, indent: int) -> int | None:
        value, style = number.value, number.style
        same = [(depth, entry) for depth, entry in enumerate(self._open) if entry.number.style == style]
        if style in ("dec", "article"):
            return self._decimal(number, same, fresh, titled, inside, indent)
        for depth, entry in reversed(same):
            if follows(entry.number.value, value):
                return depth if fresh or depth == len(self._open) - 1 else None
        if not fresh or (inside and not same and value != (1,)):
            return None
        if value == (1,):
            if inside and not titled:
                return None
            top = self._open[-1] if self._open else None
            if top is not None and top.number.style == style:
                return len(self._open) - 1
            return len(self._open)
        if not inside and same and skips(same[-1][1].number.value, value):
            return same[-1][0]
        return None

    def _decimal(
        self, number: Number, same: list[tuple[int, OpenList]], fresh: bool, titled: bool, inside: bool, indent: int
    ) -> int | None:
        value = number.value
        strong = fresh and titled
        for exact in (True, False):
            for depth, entry in reversed(same):
                alike = abs(entry.indent - indent) < _INDENT
                if alike is exact and follows(entry.number.value, value) and (fresh or titled or len(value) > 1):
                    return self._above(depth, len(value))
        for depth, entry in reversed(same):
            if begins_under(entry.number.value, value) and (fresh or titled):
                return depth + 1 if value[:-1] == entry.number.value else self._above(depth, 1)
        if number.style == "dec":
            for depth in range(len(self._open) - 1, -1, -1):
                entry = self._open[depth]
                # "7.00" reads as 7; under "VII." it is the first section of that part all the same.
                above = entry.number.style == "I." or (entry.number.style == "article" and len(value) > 1)
                if above and entry.number.value[0] == value[0] and fresh:
                    return depth + 1
        if inside:
            return None
        if value == (1,) and fresh:
            # "1." under "A." under "IX." begins a third level.
            if len(self._open) > 1 and [entry.number.style for entry in self._open[-2:]] == ["I.", "A."]:
                return len(self._open)
            # "1." under "1." may open a list under the first clause; a third one below it begins the list again.
            if [entry.number for entry in self._open[-2:]] == [number, number]:
                return len(self._open) - 1
            indented = any(abs(entry.indent - indent) >= _INDENT for _, entry in same)
            if indented or (same and not titled):
                return len(self._open)
            return len(self._open) if same and same[-1][1].number.value[0] <= 2 else self._root()
        if value in ((1, 1), (1, 1, 1)) and strong:
            return self._root()
        for depth, entry in reversed(same):
            if strong and skips(entry.number.value, value):
                return depth + 1 if len(value) > len(entry.number.value) else self._above(depth, len(value))
        # A contract or a part of one that begins with a later number; a street number is no such beginning.
        if strong and not same and len(value) <= 2 and value[0] <= _LATE_FIRST:
            return self._root()
        return None

    def _anew(self, number: Number) -> int:
        """Where a list goes on whose earlier numbers were not seen, though its next number is there."""
        for depth in range(len(self._open) - 1, -1, -1):
            other = self._open[depth].number
            if other.style == number.style:
                shared = sum(1 for one, two in zip(other.value, number.value, strict=False) if one == two)
                return depth + 1 if shared == len(other.value) < len(number.value) else self._above(depth, 1)
        return self._root() if number.style in ("dec", "article") else len(self._open)

    def _root(self) -> int:
        """Where a new list begins: under the last unnumbered heading or article, else at the top."""
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth].number.style in ("heading", "article", "I."):
                return depth + 1
        return 0

    def _above(self, depth: int, size: int) -> int:
        """The outermost entry that shares its first ``size`` parts with the one at ``depth`` (from 5.4 to 5, for 6)."""
        value = self._open[depth].number.value[:size]
        while depth and len(self._open[depth].number.value) > size:
            above = self._open[depth - 1].number
            if above.style != "dec" or above.value[:size] != value:
                break
            depth -= 1
        return depth
