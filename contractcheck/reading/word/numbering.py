"""Counts Word's automatic numbers and prints them as Word does: "4.2", "(a)", "Article IV", "ii."."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from contractcheck.language.numbers import SMALL_NUMBERS, TENS
from contractcheck.language.numerals import roman
from contractcheck.reading.word.names import VAL, Element, W, number, switch, value, whole
from contractcheck.reading.word.styles import LEVELS, Styles

# Lists that point at a style that points at a list, and so on: a longer chain goes in a circle.
_MAX_LINKS = 10
# No list counts higher, and Roman numbers and letters grow with what they count.
_MAX_COUNT = 9_999
_BULLET = "•"
_PLACE = re.compile(r"%([1-9])")
# Fonts of symbols keep their shapes where other fonts have no letters at all.
_SYMBOL = re.compile("[\ue000-\uf8ff]")

_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth"}
_ORDINALS |= {"twelve": "twelfth"}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. ``text`` is what is printed, "%2" standing for the number of the second level.

    ``restart`` is the level, counted from 1, after which this one starts again; 0 means that it never does.
    """

    start: int = 1
    form: str = "decimal"
    text: str = ""
    legal: bool = False
    space: bool = True
    restart: int | None = None
    style: str = ""


@dataclass
class _List:
    """A numbering as paragraphs name it: the counter that it shares with others, and what it sets anew."""

    counter: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of one file, and how far each has counted. Ask for labels in the order of the text."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._abstract: dict[str, Element] = {}
        self._elements: dict[int, Element] = {}
        self._styles = styles
        self._lists: dict[int, _List | None] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[int, int]] = set()
        for child in () if root is None else root:
            if child.tag == W + "abstractNum":
                self._abstract[child.get(W + "abstractNumId", "")] = child
            elif child.tag == W + "num":
                key = whole(child.get(W + "numId"))
                if key is not None:
                    self._elements[key] = child

    def level_of(self, list_: int, style: str) -> int | None:
        """Return the level of a list that belongs to a style, counted from 0, or None where none does."""
        found = self._list(list_)
        levels = found.levels.items() if found and style else ()
        return next((level for level, row in levels if row.style == style), None)

    def label(self, list_: int, level: int) -> str:
        """Count one paragraph and return its number as printed, with the space after it; "" where it has none."""
        found = self._list(list_)
        row = found.levels.get(level) if found else None
        if found is None or row is None:
            return ""
        counts = self._counts.setdefault(found.counter, [None] * LEVELS)
        if level in found.starts and (list_, level) not in self._begun:
            counts[level] = None
        self._begun.add((list_, level))
        start = found.starts.get(level, row.start)
        now = counts[level]
        counts[level] = start if now is None else min(now + 1, _MAX_COUNT)
        for above in range(level):
            # A level that was jumped over counts as begun: after "1.1" without a "1." comes "2.".
            if counts[above] is None:
                counts[above] = found.starts.get(above, found.levels.get(above, Level()).start)
        for deeper in range(level + 1, LEVELS):
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or (restart and level < restart):
                counts[deeper] = None
        text = self._printed(found, row, counts)
        return text + " " if text and row.space else text

    def _printed(self, found: _List, row: Level, counts: list[int | None]) -> str:
        if row.form == "bullet":
            return _BULLET if not row.text.strip() or _SYMBOL.search(row.text) else row.text.strip()

        def put(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            other = found.levels.get(at, Level())
            count = counts[at]
            form = "decimal" if row.legal and other.form != "none" else other.form
            return in_form(other.start if count is None else count, form)

        return _SYMBOL.sub("", _PLACE.sub(put, row.text)).strip()

    def _list(self, key: int) -> _List | None:
        if key not in self._lists:
            self._lists[key] = self._resolve(key)
        return self._lists[key]

    def _resolve(self, key: int) -> _List | None:
        num = self._elements.get(key)
        name = value(num, "abstractNumId")
        abstract = self._abstract.get(name or "")
        for _ in range(_MAX_LINKS):
            link = value(abstract, "numStyleLink")
            if abstract is None or not link:
                break
            target = self._styles.get(link).list_
            name = value(self._elements.get(target if target is not None else -1), "abstractNumId")
            abstract = self._abstract.get(name or "")
        if num is None or abstract is None:
            return None
        found = _List(name or "", dict(_levels(abstract)))
        for change in num.iterfind(W + "lvlOverride"):
            level = whole(change.get(W + "ilvl"))
            if level is None:
                continue
            found.levels |= {at: row for at, row in _levels(change) if at == level}
            start = number(change, "startOverride")
            if start is not None:
                found.starts[level] = start
        return found


def _levels(parent: Element) -> list[tuple[int, Level]]:
    rows = []
    for lvl in parent.iterfind(W + "lvl"):
        at = whole(lvl.get(W + "ilvl"))
        if at is None or not 0 <= at < LEVELS:
            continue
        start, text = number(lvl, "start"), lvl.find(W + "lvlText")
        row = Level(
            start=1 if start is None else start,
            form=_form(lvl),
            text="" if text is None else text.get(VAL, ""),
            legal=bool(switch(lvl, "isLgl")),
            space=value(lvl, "suff") != "nothing",
            restart=number(lvl, "lvlRestart"),
            style=value(lvl, "pStyle") or "",
        )
        rows.append((at, row))
    return rows


def _form(lvl: Element) -> str:
    # Word writes forms of its own ("001, 002, ...") beside a common one that older programs read.
    for found in lvl.iter(W + "numFmt"):
        form = str(found.get(VAL, "decimal"))
        if form == "custom":
            zeros = len(str(found.get(W + "format", "")).split(",")[0].strip())
            return f"zeros{zeros}" if 0 < zeros < 10 else "decimal"
        return form
    return "decimal"


def in_form(count: int, form: str) -> str:
    """Return a number in one of Word's forms; digits where the form is not known here."""
    if form == "none":
        return ""
    if form in ("upperRoman", "lowerRoman"):
        text = roman(count)
        return text.upper() if form == "upperRoman" else text
    if form in ("upperLetter", "lowerLetter") and count > 0:
        # After z comes aa, then bb.
        letter = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 9)
        return letter.upper() if form == "upperLetter" else letter
    if form == "ordinal":
        ending = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
        return f"{count}{ending}"
    if form in ("cardinalText", "ordinalText"):
        return _in_words(count, ordinal=form == "ordinalText").capitalize()
    if form == "decimalZero":
        return f"{count:02d}"
    if form.startswith("zeros"):
        return str(count).zfill(int(form[5:]))
    if form == "numberInDash":
        return f"- {count} -"
    return str(count)


def _in_words(count: int, *, ordinal: bool) -> str:
    if not 0 <= count < 100:
        return in_form(count, "ordinal") if ordinal else str(count)
    tens, ones = divmod(count, 10)
    words = [SMALL_NUMBERS[count]] if count < 20 else [TENS[tens - 2], *([SMALL_NUMBERS[ones]] if ones else [])]
    if ordinal:
        last = words[-1]
        words[-1] = _ORDINALS.get(last, f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return "-".join(words)
