"""A blank -> what is to be filled in: a time after "within", a sum after "not exceed", or what brackets ask for."""

from __future__ import annotations

import re

from contractcheck.model import Dimension

# A blank with a unit is read with it. What brackets ask for tells what is wanted, else the word before the blank.
_UNIT_AFTER = re.compile(
    r"[\s'’-]*(?:(?:business|working|calendar|clear)\s+)?(?:%|per\s?cent|seconds?|minutes?|hours?|days?|weeks?|months?|quarters?"
    r"|years?)\b|\s*%",
    re.IGNORECASE,
)
_HINT = re.compile(
    r"\b(?:(?P<date>dates?)|(?P<money>amounts?|price|fee|sum|cap)|(?P<percent>percent(?:age)?|%)"
    r"|(?P<duration>period|time|hours|days|months|years|term|duration)|(?P<other>name|address|title|country|state"
    r"|jurisdiction|email))\b",
    re.IGNORECASE,
)
_HINTED = {
    "date": Dimension.DATE,
    "money": Dimension.MONEY,
    "percent": Dimension.PERCENT,
    "duration": Dimension.DURATION,
    "other": None,
}
_WANTED = {
    Dimension.DURATION: re.compile(
        r"(?:\b(?:within|than|for|of|least|most|exceed|exceeding|every|period|term|in|after|is|be)|:)\s*\Z",
        re.IGNORECASE,
    ),
    Dimension.MONEY: re.compile(
        r"(?:\b(?:than|exceed|exceeding|of|to|sum|amount|at|is|be|least|usd|eur|gbp)|[:$€£])\s*\Z", re.IGNORECASE
    ),
    Dimension.PERCENT: re.compile(r"(?:\b(?:than|least|of|exceed|at|is|be|by)|[:=])\s*\Z", re.IGNORECASE),
    Dimension.NUMBER: re.compile(r"(?:\b(?:than|least|of|exceed|at|is|be|by)|[:=])\s*\Z", re.IGNORECASE),
    Dimension.DATE: re.compile(r"(?:\b(?:on|from|of|until|dated|date|is|before|by)|:)\s*\Z", re.IGNORECASE),
}
_WANTED_REACH = 14


def wants(text: str, dimension: Dimension, start: int, end: int) -> bool:
    """Tell whether a blank without a unit stands where a quantity is wanted: "not exceed ____"."""
    if _UNIT_AFTER.match(text, end):
        return False
    if text[start : start + 1] == "[" and (hint := _HINT.search(text, start, end)):
        return _HINTED[next(name for name, words in hint.groupdict().items() if words)] is dimension
    return _WANTED[dimension].search(text[max(0, start - _WANTED_REACH) : start]) is not None
