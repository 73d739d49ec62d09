"""The numbers of a web page's lists: types, first values, own values, lists that count down, lists in lists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from contractcheck.reading.web.styles import Around, Printed, Styles

# Beyond this many kinds of items the sheets are no longer asked: no page of a contract has them.
MAX_LOOKUPS = 2000

_INTEGER = re.compile(r"\s*([+-]?\d{1,9})")


@dataclass
class Marker:
    """The printed number of an item. It is known once its list ends: some lists count down."""

    text: str = ""


@dataclass
class _List:
    numbered: bool
    attributes: dict[str, str]
    value: int
    step: int
    started: bool
    items: list[tuple[Marker, Printed, tuple[int, ...], int | None]] = field(default_factory=list)
    known: dict[tuple[str, str, str], Printed] = field(default_factory=dict)


class Lists:
    """The lists that are open, from the outermost to the innermost."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._open: list[_List] = []
        self._values: list[int] = []
        self._lookups = 0

    def begin(self, numbered: bool, attributes: Mapping[str, str]) -> None:
        """A list begins."""
        own = dict(attributes)
        start = integer(own.get("start")) if numbered else None
        down = numbered and "reversed" in own
        step = -1 if down else 1
        self._open.append(_List(numbered, own, (start if start is not None else 1) - step, step, start is not None))

    def item(self, around: Around, attributes: Mapping[str, str]) -> Marker:
        """An item begins: return its number."""
        marker = Marker()
        if not self._open:
            marker.text = "•"
            return marker
        inner = self._open[-1]
        own = dict(attributes)
        value = integer(own.get("value")) if inner.numbered else None
        inner.value = value if value is not None else inner.value + inner.step
        printed = self._printed(inner, around, own)
        if inner.step < 0 and not inner.started:
            inner.items.append((marker, printed, self._outer(), value))
        else:
            marker.text = printed.text((*self._outer(), inner.value))
        return marker

    def end(self) -> None:
        """The innermost list ends. One that counts down without a first value begins with its number of items."""
        if not self._open:
            return
        inner = self._open.pop()
        value = len(inner.items) + 1
        for marker, printed, outer, own in inner.items:
            value = own if own is not None else value - 1
            marker.text = printed.text((*outer, value))

    def _outer(self) -> tuple[int, ...]:
        return tuple(one.value for one in self._open[-9:-1] if one.numbered)

    def _printed(self, inner: _List, around: Around, own: dict[str, str]) -> Printed:
        key = (own.get("class", ""), own.get("style", ""), own.get("type", ""))
        if key not in inner.known:
            self._lookups += 1
            styles = self._styles if self._lookups <= MAX_LOOKUPS else Styles()
            inner.known[key] = styles.item(around, own, inner.attributes, inner.numbered)
        return inner.known[key]


def integer(text: str | None) -> int | None:
    """The whole number that an attribute begins with, or None."""
    found = _INTEGER.match(text or "")
    return int(found[1]) if found else None
