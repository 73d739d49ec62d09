"""Which paragraph of a Word file new text should look like, and how far a list indents its paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from contractcheck.model import Document
from contractcheck.reading.word.docx import Place
from contractcheck.reading.word.names import Element, W, number, value
from contractcheck.reading.word.numbering import Numbering
from contractcheck.reading.word.styles import Styles
from contractcheck.suggesting.wordxml import MainPart


class Looks:
    """The looks of the paragraphs of one file."""

    def __init__(
        self, part: MainPart, document: Document, places: Sequence[Place], styles: Styles, numbering: Element | None
    ) -> None:
        self._part, self._document, self._places, self._styles = part, document, places, styles
        self._levels = _indents(numbering)
        self._numbering = Numbering(numbering, styles)

    def body_of(self, inside: Sequence[Place]) -> Element:
        """Return the paragraph of a section that new text should look like: its last one that is not a heading."""
        heads = {heading.start for heading in self._document.headings}
        for place in reversed(inside):
            if place.start not in heads and self._part.ranges[place.index].outer is None:
                return self._part.paragraphs[place.index]
        return self.plainest()

    def plainest(self) -> Element | None:
        """Return a paragraph that looks as most text does: the longest one outside of tables and lists."""
        heads = {heading.start for heading in self._document.headings}
        plain = [
            place
            for place in self._places
            if not place.label and place.start not in heads and self._part.ranges[place.index].outer is None
        ]
        best = max(plain, key=lambda place: place.end - place.start, default=None)
        return None if best is None else self._part.paragraphs[best.index]

    def indent(self, like: Element | None) -> int | None:
        """Return the indent that a list gives a paragraph; None where no list numbers it."""
        ppr = None if like is None else like.find(W + "pPr")
        found = None if ppr is None else ppr.find(W + "numPr")
        list_, level = number(found, "numId"), number(found, "ilvl")
        if list_ is None:
            style = value(ppr, "pStyle") or self._styles.default
            list_, level = self._styles.get(style).list_, self._styles.get(style).level
            if list_ and level is None:
                level = self._numbering.level_of(list_, style)
        return self._levels.get((list_, level or 0), 0) if list_ else None


def _indents(numbering: Element | None) -> dict[tuple[int, int], int]:
    """Return the left indent of each level of each list, in twentieths of a point."""
    found: dict[tuple[int, int], int] = {}
    abstract = (
        {}
        if numbering is None
        else {one.get(W + "abstractNumId"): one for one in numbering.iterfind(W + "abstractNum")}
    )
    for num in () if numbering is None else numbering.iterfind(W + "num"):
        key = num.get(W + "numId", "")
        levels = abstract.get(value(num, "abstractNumId") or "")
        for level in () if levels is None or not key.isdigit() else levels.iterfind(W + "lvl"):
            indent = level.find(f"{W}pPr/{W}ind")
            at = level.get(W + "ilvl", "")
            left = "" if indent is None else indent.get(W + "left", indent.get(W + "start", ""))
            if at.isdigit() and left.isdigit():
                found[int(key), int(at)] = int(left)
    return found
