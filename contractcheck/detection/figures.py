"""A cell -> its figures, in the short forms that only tables use: "4h", "15 min", "99.9" under "Target (%)"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contractcheck.detection.tablegrid import BARE, UNIT
from contractcheck.language.quantities import quantities
from contractcheck.language.shorttimes import SHORT_UNITS, UNIT_LETTERS
from contractcheck.model import Dimension, Quantity

# "15 min", "4 hrs", "4h", "2 wks".
_SHORT = re.compile(
    r"(?<![\w.$£€])(?P<amount>\d+(?:\.\d+)?)\s*(?P<business>business\s+|working\s+)?"
    rf"(?:(?P<word>{'|'.join(SHORT_UNITS)})s?|(?P<letter>[{''.join(UNIT_LETTERS)}]))\b\.?",
    re.IGNORECASE,
)
_NEXT_DAY = re.compile(r"next (?:business|working) day", re.IGNORECASE)
_PERCENT = re.compile(r"%|per\s?cent", re.IGNORECASE)


def figures(text: str, head: str, kinds: Sequence[Dimension]) -> tuple[Quantity, ...]:
    """Return the figures of the first of these kinds that stands in a cell, in order; offsets are those of the cell.

    ``head`` is the head of its column: it may hold the unit.
    """
    for kind in kinds:
        found = quantities(text, 0, len(text), kind)
        if kind is Dimension.DURATION:
            found = tuple(sorted((*found, *_apart(_short(text), found)), key=lambda one: one.start))
        if kind is Dimension.PERCENT:
            found = tuple(one for one in found if one.amount is None or one.amount <= 100)
        found = found or _bare(text, head, kind)
        if found:
            return found
    return ()


def _short(text: str) -> list[Quantity]:
    found = []
    for match in _SHORT.finditer(text):
        unit = SHORT_UNITS.get((match["word"] or "").lower()) or UNIT_LETTERS[match["letter"].lower()]
        if match["business"] and unit in ("hour", "day"):
            unit = f"business-{unit}"
        found.append(_quantity(Dimension.DURATION, float(match["amount"]), unit, text, match.start(), match.end()))
    found.extend(
        _quantity(Dimension.DURATION, 1.0, "business-day", text, match.start(), match.end())
        for match in _NEXT_DAY.finditer(text)
    )
    return found


def _apart(short: Sequence[Quantity], found: Sequence[Quantity]) -> list[Quantity]:
    """Leave out what was read already."""
    return [one for one in short if not any(one.start < own.end and own.start < one.end for own in found)]


def _bare(text: str, head: str, kind: Dimension) -> tuple[Quantity, ...]:
    """A number alone in its cell, whose unit stands in the head: "4" under "Response (hours)"."""
    unit = UNIT.search(head)
    number = re.search(r"\d+(?:\.\d+)?", text)
    if unit is None or number is None or not BARE.fullmatch(text.strip()):
        return ()
    percent = bool(_PERCENT.fullmatch(unit[0]))
    amount = float(number[0])
    if kind is Dimension.PERCENT and percent and amount <= 100:
        return (_quantity(kind, amount, "percent", text, number.start(), number.end()),)
    if kind is Dimension.DURATION and not percent:
        word = unit[0].lower().rstrip("s")
        return (_quantity(kind, amount, SHORT_UNITS.get(word, word), text, number.start(), number.end()),)
    return ()


def _quantity(kind: Dimension, amount: float, unit: str, text: str, start: int, end: int) -> Quantity:
    return Quantity(kind, amount, unit, text[start:end].strip(), start, end)
