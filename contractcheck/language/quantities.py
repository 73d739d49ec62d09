"""Text -> amounts with units: "thirty (30) days", "99.9%", "USD 1,000,000", "within 24 hours", "March 1, 2027".

The one door to all of them. Where words and digits disagree, the words win, and the quantity says so. A number cut out
by the filer ("[***] days") comes back as ``redacted``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from contractcheck.language.dates import dates
from contractcheck.language.durations import convert, durations
from contractcheck.language.money import sums_of_money
from contractcheck.language.numbers import (
    CUT_OUT,
    IN_WORDS,
    MEASURED,
    NUMBER_OR_FRACTION,
    as_quantity,
    numbers,
    read_pair,
    value_of,
)
from contractcheck.model import Dimension, Quantity

__all__ = ["convert", "quantities"]

_SIGN = r"(?:of\s+(?:one|1)\s+)?(?:percent|per\s+cent(?:um)?|pct\b|%)"
_PERCENT = re.compile(
    rf"(?<![\w.])(?P<first>{NUMBER_OR_FRACTION}|{MEASURED}|{IN_WORDS}(?:\s+point\s+{IN_WORDS})?|{CUT_OUT})"
    rf"\s*(?:{_SIGN})?\s*"
    rf"(?:\(\s*(?P<second>{MEASURED}|{CUT_OUT})\s*(?:{_SIGN})?\s*\)\s*)?(?P<sign>{_SIGN})?",
    re.IGNORECASE,
)
# "four nines": 99.99 percent; "three and a half nines": 99.95.
_NINES = re.compile(
    r"\b(?P<count>two|three|four|five|six|[2-6])(?P<half>\s+and\s+a\s+half)?[\s-]+nines\b", re.IGNORECASE
)
_PERCENT_SIGNS = ("%", "cent", "pct")


def quantities(text: str, start: int, end: int, dimension: Dimension) -> tuple[Quantity, ...]:
    """Return the quantities of one dimension in ``text[start:end]``, in order, with offsets into ``text``."""
    return _FINDERS[dimension](text, start, end)


def percentages(text: str, start: int, end: int) -> tuple[Quantity, ...]:
    """Return the percentages in ``text[start:end]``, in order, with offsets into ``text``."""
    small = text[start:end].lower()
    nines = list(_nines(text, start, end)) if "nines" in small else []
    if not any(sign in small for sign in _PERCENT_SIGNS):
        return tuple(nines)
    found = nines
    for match in _PERCENT.finditer(text, start, end):
        if not any(sign in match.group().lower() for sign in _PERCENT_SIGNS):
            continue
        amount, mismatch, redacted = read_pair(match["first"], match["second"])
        if amount is not None or redacted:
            found.append(as_quantity(Dimension.PERCENT, amount, "percent", text, match, mismatch, redacted))
    return tuple(sorted(found, key=lambda one: one.start))


def _nines(text: str, start: int, end: int) -> Iterator[Quantity]:
    for match in _NINES.finditer(text, start, end):
        count = int(value_of(match["count"]) or 0)
        amount = "99." + "9" * (count - 2) + ("5" if match["half"] else "0")
        yield as_quantity(Dimension.PERCENT, float(amount), "percent", text, match)


_FINDERS = {
    Dimension.DURATION: durations,
    Dimension.PERCENT: percentages,
    Dimension.MONEY: sums_of_money,
    Dimension.DATE: dates,
    Dimension.NUMBER: numbers,
}
