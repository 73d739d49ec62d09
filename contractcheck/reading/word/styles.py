"""Resolves the styles of a Word file: what a paragraph or run inherits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from contractcheck.reading.word.names import VAL, Element, W, number, switch, value

# A chain of styles that is longer than this goes in a circle.
MAX_CHAIN = 30
# Word has nine levels of outline; the tenth stands for text.
LEVELS = 9

_T = TypeVar("_T")
_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """What a style and those that it is based on set. None where they set nothing.

    ``list_`` is the id of a numbering (0 takes it away), ``level`` the level in it, ``outline`` counts from 0.
    """

    list_: int | None = None
    level: int | None = None
    outline: int | None = None
    hidden: bool | None = None
    bold: bool | None = None
    struck: bool | None = None
    underlined: bool | None = None
    break_before: bool | None = None
    title: bool = False


class Styles:
    """The styles of one file, looked up by id."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._known: dict[str, Style] = {}
        self.default = ""
        for style in () if root is None else root.iter(W + "style"):
            name = style.get(W + "styleId", "")
            self._elements[name] = style
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on"):
                self.default = name

    def get(self, name: str) -> Style:
        """Return what a style sets, with what it inherits. A style that is not there sets nothing."""
        if name not in self._known:
            self._known[name] = self._resolve(name)
        return self._known[name]

    def _resolve(self, name: str) -> Style:
        chain: list[Element] = []
        seen: set[str] = set()
        at: str | None = name
        while at and at in self._elements and at not in seen and len(chain) < MAX_CHAIN:
            seen.add(at)
            chain.append(self._elements[at])
            at = value(self._elements[at], "basedOn")
        paragraph = [style.find(W + "pPr") for style in chain]
        run = [style.find(W + "rPr") for style in chain]
        lists = [None if ppr is None else ppr.find(W + "numPr") for ppr in paragraph]
        outline = _first(number(ppr, "outlineLvl") for ppr in paragraph)
        called = (value(chain[0], "name") or "").lower() if chain else ""
        heading = _HEADING.fullmatch(called)
        if outline is None and heading:
            outline = int(heading[1]) - 1
        return Style(
            list_=_first(number(found, "numId") for found in lists),
            level=_first(number(found, "ilvl") for found in lists),
            outline=outline,
            hidden=_first(switch(rpr, "vanish") for rpr in run),
            bold=_first(is_strong(rpr) for rpr in run),
            struck=_first(is_struck(rpr) for rpr in run),
            underlined=_first(is_underlined(rpr) for rpr in run),
            break_before=_first(switch(ppr, "pageBreakBefore") for ppr in paragraph),
            title=called == "title",
        )


def is_strong(rpr: Element | None) -> bool | None:
    """Return whether type is bold or underlined, as run-in headings are; None where nothing is set."""
    bold = switch(rpr, "b")
    line = None if rpr is None else rpr.find(W + "u")
    if line is None:
        return bold
    return bool(bold) or line.get(VAL, "single") not in ("none", "0")


def is_struck(rpr: Element | None) -> bool | None:
    """Return whether type is struck out, once or twice; None where nothing is set."""
    found = [one for one in (switch(rpr, "strike"), switch(rpr, "dstrike")) if one is not None]
    return any(found) if found else None


def is_underlined(rpr: Element | None) -> bool | None:
    """Return whether there is a line under the type; None where nothing is set."""
    line = None if rpr is None else rpr.find(W + "u")
    return None if line is None else line.get(VAL, "single") not in ("none", "0")


def _first(found: Iterable[_T | None]) -> _T | None:
    return next((one for one in found if one is not None), None)
