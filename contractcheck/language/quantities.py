"""Text -> amounts with units: "thirty (30) days", "99.9%", "USD 1,000,000", "within 24 hours", "March 1, 2027".

The one door to all of them. Where words and digits disagree, the words win, and the quantity says so. A number cut out
by the filer ("[***] days") comes back as ``redacted``.
"""

from __future__ import annotations

import re

from contractcheck.language.dates import dates
from contractcheck.language.durations import convert, durations
from contractcheck.language.money import sums_of_money
from contractcheck.language.numbers import CUT_OUT, IN_DIGITS, IN_WORDS, as_quantity, numbers, read_pair
from contractcheck.model import Dimension, Quantity

__all__ = ["convert", "quantities"]

_PERCENT = re.compile(
    rf"(?<![\w.])(?P<first>{IN_DIGITS}|{IN_WORDS}(?:\s+point\s+{IN_WORDS})?|{CUT_OUT})\s*(?:percent|per\s+cent|%)?\s*"
    rf"(?:\(\s*(?P<second>{IN_DIGITS}|{CUT_OUT})\s*(?:percent|per\s+cent|%)?\s*\)\s*)?(?P<sign>percent|per\s+cent|%)?",
    re.IGNORECASE,
)
_PERCENT_SIGNS = ("%", "cent")


def quantities(text: str, start: int, end: int, dimension: Dimension) -> tuple[Quantity, ...]:
    """Return the quantities of one dimension in ``text[start:end]``, in order, with offsets into ``text``."""
    return _FINDERS[dimension](text, start, end)


def percentages(text: str, start: int, end: int) -> tuple[Quantity, ...]:
    """Return the percentages in ``text[start:end]``, in order, with offsets into ``text``."""
    small = text[start:end].lower()
    if not any(sign in small for sign in _PERCENT_SIGNS):
        return ()
    found = []
    for match in _PERCENT.finditer(text, start, end):
        if "%" not in match.group() and "cent" not in match.group().lower():
            continue
        amount, mismatch, redacted = read_pair(match["first"], match["second"])
        if amount is not None or redacted:
            found.append(as_quantity(Dimension.PERCENT, amount, "percent", text, match, mismatch, redacted))
    return tuple(found)


_FINDERS = {
    Dimension.DURATION: durations,
    Dimension.PERCENT: percentages,
    Dimension.MONEY: sums_of_money,
    Dimension.DATE: dates,
    Dimension.NUMBER: numbers,
}
