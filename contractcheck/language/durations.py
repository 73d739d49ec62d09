"""Lengths of time: "thirty (30) days", "within 24 hours", "ten Business Days", "the third anniversary"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contractcheck.language.numbers import (
    CUT_OUT,
    IN_WORDS,
    MEASURED,
    ORDINALS,
    SCALES,
    WORD_VALUES,
    as_quantity,
    read_pair,
)
from contractcheck.language.shorttimes import short_times
from contractcheck.model import Dimension, Quantity

CALENDAR_MONTHS = {"month": 1, "quarter": 3, "year": 12}
"""Units that are whole months of a calendar."""

CALENDAR_DAYS = {"day": 1, "week": 7}
"""Units that are whole days of a calendar."""

TO_THE_DAY = "seconds?|secs?|minutes?|mins?|hours?|hrs?|days?"
"""Units up to the day, whole or short; to stand in a group of a pattern."""

_WRITTEN = ("second", "minute", "hour", "day", "week", "month", "quarter", "year", "anniversar")
_MODIFIERS = ("calendar", "consecutive", "full", "additional", "clear", "clock", "elapsed", "continuous", "whole")
_BUSINESS = ("business", "working", "banking", "trading")
_MODIFIER = "|".join(word + r"[\s-]+" for word in _MODIFIERS)
_UNIT_WORDS = (
    rf"(?P<business>(?:{'|'.join(_BUSINESS)})[\s-]+)?(?:{_MODIFIER})*"
    rf"(?P<unit>{'|'.join(_WRITTEN)})(?:s|y|ies)?\b"
)

# "thirty (30) days", "30 (thirty) days", "30 days", "thirty-day", "[***] days", "(12) months". Runs of spaces are
# taken whole ("*+"): what is left out of the text is blanked, and trying each cut of such a run took minutes.
_DURATION = re.compile(
    rf"(?:(?<![\w.$])(?P<first>{IN_WORDS}|{MEASURED}|{CUT_OUT})[\s'’–-]*+)?"
    rf"(?(first)(?:\(\s*+(?P<second>{IN_WORDS}|{MEASURED}|[Il]|{CUT_OUT})\s*\)[\s'’–-]*+)?"
    rf"|\(\s*+(?P<only>{IN_WORDS}|{MEASURED}|[Il]|{CUT_OUT})\s*\)[\s'’–-]*+){_UNIT_WORDS}",
    re.IGNORECASE,
)
# "the third anniversary", "the third (3rd) anniversary": as many years.
_ANNIVERSARY = re.compile(
    rf"\b(?P<ordinal>{'|'.join(ORDINALS)})\s*(?:\(\s*\d+\w*\s*\)\s*)?anniversary\b", re.IGNORECASE
)
_LONGEST_UNIT = 16  # characters that decide whether a unit stands here: "anniversaries" and what follows
# Backwards from a unit, all that can belong to its number: anything but letters, and these words.
_BEFORE_UNIT = {*WORD_VALUES, *SCALES, "and", "i", "l", "redacted", *_BUSINESS, *_MODIFIERS}
_BACKWARDS = re.compile(
    "(?:[^a-z]|" + "|".join(word[::-1] for word in sorted(_BEFORE_UNIT, key=lambda word: (-len(word), word))) + ")*+"
)

_HOURS = {
    "second": 1 / 3600,
    "minute": 1 / 60,
    "hour": 1.0,
    "day": 24.0,
    "week": 168.0,
    "month": 730.0,
    "quarter": 2190.0,
    "year": 8760.0,
}
_DAYS = {
    "second": 1 / 86400,
    "minute": 1 / 1440,
    "hour": 1 / 24,
    "day": 1.0,
    "week": 7.0,
    "month": 30.0,
    "quarter": 90.0,
    "year": 365.0,
}
_MONTHS = {"day": 1 / 30, "week": 7 / 30, **CALENDAR_MONTHS}
# "one year and six months": how many of the smaller unit may follow the larger one. With more they are two periods.
_FEWER_THAN = {
    ("year", "month"): 12,
    ("year", "week"): 52,
    ("year", "day"): 31,
    ("month", "week"): 5,
    ("month", "day"): 31,
    ("week", "day"): 7,
    ("day", "hour"): 24,
    ("hour", "minute"): 60,
    ("minute", "second"): 60,
}
_BETWEEN = re.compile(r"\s*,?\s*(?:and|plus|&)?\s*", re.IGNORECASE)
_NOTICE = re.compile(r"['’]?\s*(?:(?:prior|advance|written)\s+)*notice\b", re.IGNORECASE)
_SCALE_OF = {"hour": _HOURS, "day": _DAYS, "month": _MONTHS}


def durations(text: str, start: int, end: int) -> tuple[Quantity, ...]:
    """Return the lengths of time in ``text[start:end]``, in order, with offsets into ``text``."""
    found = list(short_times(text, start, end))
    small = text[start:end].lower()
    # A cheap gate: text without a unit holds no length of time, and most sentences hold none.
    if any(stem in small for stem in _WRITTEN):
        found.extend(_written(text, start, end, small))
    return _settled(text, found)


def _written(text: str, start: int, end: int, small: str) -> Iterator[Quantity]:
    """Yield what is written out: a number and its unit. ``small`` is the range in small letters."""
    for match in _matches(text, start, end, small):
        first, second = match["first"], match["second"] or match["only"]
        unit = match["unit"].lower()
        unit = "year" if unit == "anniversar" else unit
        if match["business"]:
            unit = f"business-{unit}" if unit in ("day", "hour") else unit
        amount, mismatch, redacted = read_pair(first, second)
        if amount is None and not redacted:
            continue
        yield as_quantity(Dimension.DURATION, amount, unit, text, match, mismatch, redacted)
    for match in _ANNIVERSARY.finditer(text, start, end):
        years = float(ORDINALS.index(match["ordinal"].lower()) + 1)
        yield as_quantity(Dimension.DURATION, years, "year", text, match)


def _settled(text: str, found: list[Quantity]) -> tuple[Quantity, ...]:
    """Return the quantities in order: of two that overlap the longer one, and those that belong together as one."""
    settled: list[Quantity] = []
    for quantity in sorted(found, key=lambda one: (one.start, -one.end)):
        last = settled[-1] if settled else None
        if last is not None and quantity.start < last.end:
            if quantity.end - quantity.start > last.end - last.start:
                settled[-1] = quantity
            continue
        joined = None if last is None else _joined(text, last, quantity)
        if joined is not None:
            settled[-1] = joined
        else:
            settled.append(quantity)
    return tuple(settled)


def _joined(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    """Return "one year and six months" as one length of time, in the smaller unit; None where they are two."""
    fewer = _FEWER_THAN.get((first.unit, second.unit))
    if fewer is None or first.amount is None or second.amount is None or second.amount >= fewer:
        return None
    if not _BETWEEN.fullmatch(text, first.end, second.start) or _NOTICE.match(text, second.end):
        return None
    whole = convert(first, second.unit)
    if whole is None:
        whole = first.amount * _HOURS[first.unit] / _HOURS[second.unit]
    amount = _tidy(whole + second.amount)
    words = text[first.start : second.end]
    return Quantity(Dimension.DURATION, amount, second.unit, words, first.start, second.end, first.mismatch)


def convert(quantity: Quantity, unit: str) -> float | None:
    """Return a duration's amount in hours, days, months or years; other dimensions as they are.

    A month counts as 30 days and a year as 365 days or 12 months, as contracts mean it. Business days and hours are
    counted one for one: the unit in ``Quantity.text`` tells the reader. None where the amount is not known.
    """
    if quantity.amount is None or quantity.dimension is not Dimension.DURATION:
        return quantity.amount
    own = quantity.unit.removeprefix("business-")
    if own == unit:
        return quantity.amount
    if unit == "year":
        months = convert(quantity, "month")
        return None if months is None else _tidy(months / 12)
    if (own, unit) == ("month", "day") and quantity.amount % 12 == 0:
        return quantity.amount / 12 * _DAYS["year"]
    factor = _SCALE_OF.get(unit, {}).get(own)
    return None if factor is None else _tidy(quantity.amount * factor)


def _tidy(amount: float) -> float:
    return round(amount, 4)


def _matches(text: str, start: int, end: int, small: str) -> Iterator[re.Match[str]]:
    """Yield what ``_DURATION.finditer`` yields, but look only at what stands before a unit."""
    if len(small) != end - start:  # a few letters become two when they are made small, and offsets move
        yield from _DURATION.finditer(text, start, end)
        return
    backwards = small[::-1]
    done = start
    for unit in sorted(start + at for stem in _WRITTEN for at in _places(small, stem)):
        if unit < done:
            continue
        reach = _BACKWARDS.match(backwards, end - unit)
        first = max(done, unit - (reach.end() - reach.start() if reach else 0))
        match = _DURATION.search(text, first, min(end, unit + _LONGEST_UNIT))
        if match and match.start("unit") == unit:
            yield match
            done = match.end()


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)
