"""Dates: "March 1, 2027", "1st day of March 2027", "03/01/2027", "2027-03-01"; the names of months and of weekdays."""

from __future__ import annotations

import re
from datetime import date

from contractcheck.language.numbers import as_quantity
from contractcheck.model import Dimension, Quantity

MONTHS = "january february march april may june july august september october november december".split()
"""The months in order, in small letters."""

WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
"""The days of the week in order, in small letters."""

MONTH = "|".join(MONTHS)
"""The name of a month; to stand in a group of a pattern."""

YEAR = r"(?:19|20)\d\d"
"""A year that a contract may name."""

WRITTEN_DATE = (
    rf"(?P<m1>{MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s*(?P<y1>{YEAR})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:day\s+of\s+)?(?P<m2>{MONTH})\s*,?\s*(?P<y2>{YEAR})"
)
"""A date with the name of its month, American or British (groups m1, d1, y1 or d2, m2, y2)."""

ANY_YEAR = re.compile(YEAR)
_DATE = re.compile(
    rf"{WRITTEN_DATE}|(?P<m3>\d{{1,2}})/(?P<d3>\d{{1,2}})/(?P<y3>{YEAR})|(?P<y4>{YEAR})-(?P<m4>\d\d)-(?P<d4>\d\d)",
    re.IGNORECASE,
)


def dates(text: str, start: int, end: int) -> tuple[Quantity, ...]:
    """Return the dates in ``text[start:end]``, in order, with offsets into ``text``. Amounts are ordinals."""
    if not ANY_YEAR.search(text, start, end):
        return ()
    found = []
    for match in _DATE.finditer(text, start, end):
        year = match["y1"] or match["y2"] or match["y3"] or match["y4"]
        month = match["m1"] or match["m2"] or match["m3"] or match["m4"]
        day = match["d1"] or match["d2"] or match["d3"] or match["d4"]
        try:
            ordinal = date(int(year), month_number(month), int(day)).toordinal()
        except ValueError:  # "February 30, 2020" is no date
            continue
        found.append(as_quantity(Dimension.DATE, float(ordinal), "date", text, match))
    return tuple(found)


def month_number(month: str) -> int:
    """Return the number of a month that is given by its name or its number."""
    return int(month) if month.isdigit() else MONTHS.index(month.lower()) + 1
