"""Dates: "March 1, 2027", "1st day of March 2027", "03/01/2027", "2027-03-01"; the names of months and of weekdays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from contractcheck.language.numbers import as_quantity
from contractcheck.model import Dimension, Quantity

MONTHS = "january february march april may june july august september october november december".split()
"""The months in order, in small letters."""

WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
"""The days of the week in order, in small letters."""

MONTH = "|".join([*MONTHS, "sept", *(month[:3] for month in MONTHS if len(month) > 3)])
"""The name of a month, whole or short; to stand in a group of a pattern."""

YEAR = r"(?:19|20)\d\d"
"""A year that a contract may name."""

WRITTEN_DATE = (
    rf"\b(?P<m1>{MONTH})\b\.?\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s*(?P<y1>{YEAR})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:day\s+of\s+)?(?P<m2>{MONTH})\b\.?(?:\s*,?\s*|-)(?P<y2>{YEAR})"
)
"""A date with the name of its month, American or British (groups m1, d1, y1 or d2, m2, y2)."""

ANY_YEAR = re.compile(YEAR)
# "01.04.2026" is a day of April, as nobody writes a month first before a point; "3/1/2027" begins with the month.
_DATE = re.compile(
    rf"{WRITTEN_DATE}|(?P<m3>\d{{1,2}})/(?P<d3>\d{{1,2}})/(?P<y3>{YEAR})|(?P<y4>{YEAR})[-/](?P<m4>\d\d)[-/](?P<d4>\d\d)"
    rf"|(?<![\d.])(?P<d5>\d{{1,2}})\.\s?(?P<m5>\d{{1,2}})\.\s?(?P<y5>{YEAR})(?![\d.]\d)",
    re.IGNORECASE,
)
# "1-Apr-26", "01 Apr 26": two digits of a year after the short name of a month.
_SHORT_DATE = re.compile(
    rf"(?<![\w-])(?P<day>\d{{1,2}})(?P<mark>[-/. ])(?P<month>{MONTH})(?P=mark)['’]?(?P<year>\d\d)(?![\w-])",
    re.IGNORECASE,
)
_THIS_CENTURY = 70


def dates(text: str, start: int, end: int) -> tuple[Quantity, ...]:
    """Return the dates in ``text[start:end]``, in order, with offsets into ``text``. Amounts are ordinals."""
    found = list(_short_dates(text, start, end))
    if not ANY_YEAR.search(text, start, end):
        return tuple(found)
    for match in _DATE.finditer(text, start, end):
        year, month, day = (next(match[f"{part}{at}"] for at in "12345" if match[f"{part}{at}"]) for part in "ymd")
        if match["m3"] and int(month) > len(MONTHS):
            month, day = day, month  # "15/03/2026" can only begin with the day
        try:
            ordinal = date(int(year), month_number(month), int(day)).toordinal()
        except ValueError:  # "February 30, 2020" is not a date
            continue
        found.append(as_quantity(Dimension.DATE, float(ordinal), "date", text, match))
    return tuple(sorted(found, key=lambda one: one.start))


def _short_dates(text: str, start: int, end: int) -> Iterator[Quantity]:
    for match in _SHORT_DATE.finditer(text, start, end):
        year = int(match["year"])
        year += 2000 if year < _THIS_CENTURY else 1900
        try:
            ordinal = date(year, month_number(match["month"]), int(match["day"])).toordinal()
        except ValueError:
            continue
        yield as_quantity(Dimension.DATE, float(ordinal), "date", text, match)


def month_number(month: str) -> int:
    """Return the number of a month that is given by its name or its number."""
    if month.isdigit():
        return int(month)
    return next(at for at, name in enumerate(MONTHS, start=1) if name.startswith(month.lower()[:3]))
