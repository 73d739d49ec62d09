"""Lengths of time in short and uncommon forms: "24h", "4 hrs", "half an hour", "the next Business Day", "T+2".

What one long pattern would make slow is looked for by a few small ones, each behind a cheap gate. The text is gone
through once for each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from contractcheck.language.numbers import FRACTIONS, IN_WORDS, NUMBER_OR_FRACTION, as_quantity, read_pair, value_of
from contractcheck.model import Dimension, Quantity

SHORT_UNITS = {
    "sec": "second", "min": "minute", "hr": "hour", "wk": "week", "mth": "month", "yr": "year",
}  # fmt: skip
"""Short words for units; a plural s may follow."""

UNIT_LETTERS = {"s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week"}
"""Single letters for units, as tables use them. A lone "m" is taken for minutes: months are written out."""

_UNITS = "seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?"
_BUSINESS = r"(?P<business>business|working|banking|trading)\s+"
_SHORT = re.compile(
    r"(?<![\w.,$£€¥₹/-])(?P<amount>\d{1,5}(?:[.,]\d{1,2})?)(?P<close>\s?\))?[\s-]?"
    rf"(?:{_BUSINESS})?(?P<unit>(?:secs?|mins?|hrs?|wks?|mths?|yrs?)\b|h\b(?!\.?\s?[-/]))",
    re.IGNORECASE,
)
# "15m", "2d": letters that mean other things elsewhere. Small and joined, in a sentence on how fast something is done.
_LETTER = re.compile(r"(?<![\w.,$£€¥₹/-])(?P<amount>\d{1,3})(?P<unit>[mds])\b(?!\s?[/²³])")
_FAST = re.compile(
    r"\b(?:within|respon\w*|acknowledg\w*|resol\w*|restor\w*|repair\w*|fix(?:ed|es)?|answer\w*|react\w*|updat\w*|every"
    r"|escalat\w*|under|turnaround|target)\b[^.\n]*\Z",
    re.IGNORECASE,
)
_FAST_REACH = 90
_BEFORE_BRACKET = re.compile(rf"(?<!\w)(?P<words>{IN_WORDS})\s*\(\s*\Z", re.IGNORECASE)
_BRACKET_REACH = 60
_HAS_SHORT = re.compile(r"\b(?:mins?|hrs?|wks?|mths?|yrs?|secs)\b", re.IGNORECASE)
# One of these stands in whatever has such a word, and is quicker to look for. The same of fractions.
_SHORT_FORMS = ("min", "hr", "wk", "mth", "yr", "secs")
_PARTS = ("hal", "quarter", "/", "½", "¼", "¾")
_WORDS_SHORT = re.compile(
    rf"(?<!\w)(?P<words>{IN_WORDS})[\s-]+(?P<unit>mins?|hrs?|wks?|mths?|yrs?|secs?)\b", re.IGNORECASE
)
# "half an hour", "a quarter of an hour", "two and a half years", "2½ years", "one and one-half years".
_FRACTION = re.compile(
    rf"(?<![\w.])(?:(?P<number>{NUMBER_OR_FRACTION})[\s-]+(?:of\s+)?(?:an?\s+|one\s+)?(?:{_BUSINESS})?(?P<unit>{_UNITS})"
    rf"|(?:an?|one)\s+(?P<unit2>hour|day|week|month|year)\s+and\s+a\s+(?P<part>half|quarter))\b",
    re.IGNORECASE,
)
_HAS_FRACTION = re.compile(r"\b(?:half|halves|quarters?)\b|[½¼¾]|\d/\d", re.IGNORECASE)
# "the next Business Day", "by the end of the following working day", "the same day".
_NEXT_DAY = re.compile(
    rf"\b(?:the\s+)?(?P<which>next|following|same)\s+(?:(?:{_BUSINESS})|calendar\s+)?day\b", re.IGNORECASE
)
_NBD = re.compile(r"\bNBD\b")
# "T+2", "D + 1 Business Days".
_PLUS = re.compile(
    rf"(?<![\w.])[TD]\s?\+\s?(?P<amount>\d{{1,3}})\b(?:\s*(?:{_BUSINESS}|(?P<calendar>calendar)\s+)?days?\b)?",
    re.IGNORECASE,
)


def short_times(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Yield the lengths of time in ``text[start:end]`` that are written in short or uncommon forms, in no order."""
    small = text[start:end].lower()
    yield from _in_short(text, start, end, small)
    if any(part in small for part in _PARTS) and _HAS_FRACTION.search(text, start, end):
        yield from _in_fractions(text, start, end)
    if " day" in small or "nbd" in small:
        for match in _NEXT_DAY.finditer(text, start, end):
            yield _quantity(1.0, "business-day" if match["business"] else "day", text, match)
        for match in _NBD.finditer(text, start, end):
            yield _quantity(1.0, "business-day", text, match)
    if "+" in small:
        for match in _PLUS.finditer(text, start, end):
            said = match.group().lower()
            unit = "day" if match["calendar"] or ("day" in said and not match["business"]) else "business-day"
            yield _quantity(float(match["amount"]), unit, text, match)


def _in_short(text: str, start: int, end: int, small: str) -> Iterator[Quantity]:
    for match in _SHORT.finditer(text, start, end):
        unit = match["unit"].lower()
        unit = UNIT_LETTERS.get(unit) or SHORT_UNITS[unit.rstrip("s")]
        if match["business"] and unit in ("hour", "day"):
            unit = f"business-{unit}"
        amount = value_of(match["amount"])
        if match["close"]:
            before = _BEFORE_BRACKET.search(text, max(start, match.start() - _BRACKET_REACH), match.start())
            if before:
                amount, mismatch, _ = read_pair(before["words"], match["amount"])
                left = before.start()
                yield Quantity(Dimension.DURATION, amount, unit, text[left : match.end()], left, match.end(), mismatch)
                continue
        yield _quantity(amount, unit, text, match)
    if any(unit in small for unit in _SHORT_FORMS) and _HAS_SHORT.search(text, start, end):
        for match in _WORDS_SHORT.finditer(text, start, end):
            unit = SHORT_UNITS[match["unit"].lower().rstrip("s")]
            yield _quantity(value_of(match["words"]), unit, text, match)
    for match in _LETTER.finditer(text, start, end):
        if _FAST.search(text, max(start, match.start() - _FAST_REACH), match.start()):
            yield _quantity(float(match["amount"]), UNIT_LETTERS[match["unit"]], text, match)


def _in_fractions(text: str, start: int, end: int) -> Iterator[Quantity]:
    for match in _FRACTION.finditer(text, start, end):
        if match["part"]:
            yield _quantity(1.0 + FRACTIONS[match["part"].lower()], match["unit2"].lower(), text, match)
            continue
        if not _HAS_FRACTION.search(match["number"]):
            continue  # a whole number: read with the others
        amount, unit = value_of(match["number"]), match["unit"].lower().rstrip("s")
        if amount is not None:
            unit = f"business-{unit}" if match["business"] and unit in ("day", "hour") else unit
            yield _quantity(amount, unit, text, match)


def _quantity(amount: float | None, unit: str, text: str, match: re.Match[str]) -> Quantity:
    return as_quantity(Dimension.DURATION, amount, unit, text, match)
