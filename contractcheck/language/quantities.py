"""Text -> amounts with units: "thirty (30) days", "99.9%", "USD 1,000,000", "within 24 hours", "sixty days".

Where words and digits disagree, the words win, as for negotiable instruments (UCC 3-114), and the quantity says so. A
number cut out by the filer ("[***] days") comes back as ``redacted``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from contractcheck.model import Dimension, Quantity

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_WORD_VALUES = {
    **{word: value for value, word in enumerate(_UNITS)},
    **{word: 20 + 10 * index for index, word in enumerate(_TENS)},
    "fourty": 40,
    "ninty": 90,
}
_NUMBER_WORD = "|".join([*_TENS, "fourty", "ninty", *reversed(_UNITS), *_SCALES])
_WORDS = rf"(?:{_NUMBER_WORD})(?:(?:[\s-]+(?:and\s+)?|-)(?:{_NUMBER_WORD}))*"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_CUT = r"\[[\s_.]*\]|\[\s*(?:\\?[*•●_]\s*){1,12}\]|\[\s*redacted\s*\]|\*{3,}|_{3,}"
_UNIT_WORDS = (
    r"(?P<business>(?:business|working|banking|trading)[\s-]+)?"
    r"(?:calendar[\s-]+|consecutive[\s-]+|full[\s-]+|additional[\s-]+|clear[\s-]+)*"
    r"(?P<unit>second|minute|hour|day|week|month|quarter|year|anniversar)(?:s|y|ies)?\b"
)

# "thirty (30) days", "30 (thirty) days", "30 days", "thirty-day", "[***] days", "(12) months". Runs of spaces are
# taken whole ("*+"): what is left out of the text is blanked, and trying each cut of such a run took minutes.
_DURATION = re.compile(
    rf"(?:(?<![\w.$])(?P<first>{_WORDS}|{_DIGITS}|{_CUT})[\s'’-]*+)?"
    rf"(?(first)(?:\(\s*+(?P<second>{_WORDS}|{_DIGITS}|[Il]|{_CUT})\s*\)[\s'’-]*+)?"
    rf"|\(\s*+(?P<only>{_WORDS}|{_DIGITS}|[Il]|{_CUT})\s*\)[\s'’-]*+){_UNIT_WORDS}",
    re.IGNORECASE,
)
# Cheap gates: text without one of these holds no quantity of the dimension, and most sentences hold none.
_UNIT_STEMS = ("second", "minute", "hour", "day", "week", "month", "quarter", "year", "anniversar")
_LONGEST_UNIT = 16  # characters that decide whether a unit stands here: "anniversaries" and what follows
_PERCENT_SIGNS = ("%", "cent")
_YEAR = re.compile(r"(?:19|20)\d\d")
# Backwards from a unit, all that can belong to its number: anything but letters, and these words.
_NUMBER_WORDS = {*_WORD_VALUES, *_SCALES, "and", "i", "l", "redacted"}
_UNIT_MODIFIERS = frozenset("business working banking trading calendar consecutive full additional clear".split())
_BACKWARDS = re.compile(
    "(?:[^a-z]|"
    + "|".join(word[::-1] for word in sorted(_NUMBER_WORDS | _UNIT_MODIFIERS, key=lambda word: (-len(word), word)))
    + ")*+"
)
# "the third anniversary", "the third (3rd) anniversary": as many years.
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_ANNIVERSARY = re.compile(
    rf"\b(?P<ordinal>{'|'.join(_ORDINALS)})\s*(?:\(\s*\d+\w*\s*\)\s*)?anniversary\b", re.IGNORECASE
)
_PERCENT = re.compile(
    rf"(?<![\w.])(?P<first>{_DIGITS}|{_WORDS}(?:\s+point\s+{_WORDS})?|{_CUT})\s*(?:percent|per\s+cent|%)?\s*"
    rf"(?:\(\s*(?P<second>{_DIGITS}|{_CUT})\s*(?:percent|per\s+cent|%)?\s*\)\s*)?(?P<sign>percent|per\s+cent|%)?",
    re.IGNORECASE,
)
_CURRENCIES = {"$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "usd": "USD", "eur": "EUR", "gbp": "GBP", "rmb": "CNY"}
_CURRENCIES |= {"dollars": "USD", "euros": "EUR", "euro": "EUR", "pounds": "GBP", "chf": "CHF", "cad": "CAD"}
_MONEY = re.compile(
    rf"(?P<sign>us\$|[$€£]|\b(?:usd|eur|gbp|chf|cad|rmb)\b)\s?(?P<amount>{_DIGITS}|{_CUT})\s*(?P<scale>million|billion|thousand)?"
    rf"|(?P<after>{_DIGITS})\s*(?P<scale2>million|billion|thousand)?\s*(?P<name>dollars|euros?|pounds|usd|eur|gbp|chf)\b",
    re.IGNORECASE,
)
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join(_MONTHS)
_DATE = re.compile(
    rf"(?P<m1>{_MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s*(?P<y1>(?:19|20)\d\d)"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:day\s+of\s+)?(?P<m2>{_MONTH})\s*,?\s*(?P<y2>(?:19|20)\d\d)"
    r"|(?P<m3>\d{1,2})/(?P<d3>\d{1,2})/(?P<y3>(?:19|20)\d\d)|(?P<y4>(?:19|20)\d\d)-(?P<m4>\d\d)-(?P<d4>\d\d)",
    re.IGNORECASE,
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
_MONTHS_IN = {"day": 1 / 30, "week": 7 / 30, "month": 1.0, "quarter": 3.0, "year": 12.0}
_SCALE_OF = {"hour": _HOURS, "day": _DAYS, "month": _MONTHS_IN}


def quantities(text: str, start: int, end: int, dimension: Dimension) -> tuple[Quantity, ...]:
    """Return the quantities of one dimension in ``text[start:end]``, in order, with offsets into ``text``."""
    finders = {
        Dimension.DURATION: _durations,
        Dimension.PERCENT: _percents,
        Dimension.MONEY: _money,
        Dimension.DATE: _dates,
        Dimension.NUMBER: _numbers,
    }
    return finders[dimension](text, start, end)


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


def _durations(text: str, start: int, end: int) -> tuple[Quantity, ...]:
    small = text[start:end].lower()
    if not any(stem in small for stem in _UNIT_STEMS):
        return ()
    found = []
    for match in _duration_matches(text, start, end, small):
        first, second = match["first"], match["second"] or match["only"]
        unit = match["unit"].lower()
        unit = "year" if unit == "anniversar" else unit
        if match["business"]:
            unit = f"business-{unit}" if unit in ("day", "hour") else unit
        amount, mismatch, redacted = _read_pair(first, second)
        if amount is None and not redacted:
            continue
        found.append(_quantity(Dimension.DURATION, amount, unit, text, match, mismatch, redacted))
    for match in _ANNIVERSARY.finditer(text, start, end):
        years = float(_ORDINALS.index(match["ordinal"].lower()) + 1)
        found.append(_quantity(Dimension.DURATION, years, "year", text, match, False, False))
    return tuple(sorted(found, key=lambda quantity: quantity.start))


def _duration_matches(text: str, start: int, end: int, small: str) -> Iterator[re.Match[str]]:
    """Yield what ``_DURATION.finditer`` yields, but look only at what stands before a unit."""
    if len(small) != end - start:  # a few letters become two when they are made small, and offsets move
        yield from _DURATION.finditer(text, start, end)
        return
    backwards = small[::-1]
    done = start
    for unit in sorted(start + at for stem in _UNIT_STEMS for at in _places(small, stem)):
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


def _percents(text: str, start: int, end: int) -> tuple[Quantity, ...]:
    small = text[start:end].lower()
    if not any(sign in small for sign in _PERCENT_SIGNS):
        return ()
    found = []
    for match in _PERCENT.finditer(text, start, end):
        if "%" not in match.group() and "cent" not in match.group().lower():
            continue
        amount, mismatch, redacted = _read_pair(match["first"], match["second"])
        if amount is not None or redacted:
            found.append(_quantity(Dimension.PERCENT, amount, "percent", text, match, mismatch, redacted))
    return tuple(found)


def _money(text: str, start: int, end: int) -> tuple[Quantity, ...]:
    found = []
    for match in _MONEY.finditer(text, start, end):
        digits = match["amount"] or match["after"]
        scale = (match["scale"] or match["scale2"] or "").lower()
        amount = _number(digits)
        redacted = amount is None
        if amount is not None and scale:
            amount *= _SCALES[scale]
        currency = _CURRENCIES.get((match["sign"] or match["name"]).lower(), "")
        found.append(_quantity(Dimension.MONEY, amount, currency or "RMB", text, match, False, redacted))
    return tuple(found)


def _dates(text: str, start: int, end: int) -> tuple[Quantity, ...]:
    if not _YEAR.search(text, start, end):
        return ()
    found = []
    for match in _DATE.finditer(text, start, end):
        year = match["y1"] or match["y2"] or match["y3"] or match["y4"]
        month = match["m1"] or match["m2"] or match["m3"] or match["m4"]
        day = match["d1"] or match["d2"] or match["d3"] or match["d4"]
        number = int(month) if month.isdigit() else _MONTHS.index(month.lower()) + 1
        try:
            ordinal = date(int(year), number, int(day)).toordinal()
        except ValueError:  # "February 30, 2020" is no date
            continue
        found.append(_quantity(Dimension.DATE, float(ordinal), "date", text, match, False, False))
    return tuple(found)


_NUMBER = re.compile(rf"(?<![\w.])(?P<first>{_DIGITS}|{_WORDS})(?:\s*\(\s*(?P<second>{_DIGITS})\s*\))?", re.IGNORECASE)


def _numbers(text: str, start: int, end: int) -> tuple[Quantity, ...]:
    found = []
    for match in _NUMBER.finditer(text, start, end):
        amount, mismatch, redacted = _read_pair(match["first"], match["second"])
        if amount is not None:
            found.append(_quantity(Dimension.NUMBER, amount, "", text, match, mismatch, redacted))
    return tuple(found)


def _quantity(
    dimension: Dimension,
    amount: float | None,
    unit: str,
    text: str,
    match: re.Match[str],
    mismatch: bool,
    redacted: bool,
) -> Quantity:
    start = match.start() + len(match.group()) - len(match.group().lstrip(" \t\r\n\xa0'’-"))
    end = start + len(text[start : match.end()].rstrip())
    return Quantity(dimension, amount, unit, text[start:end], start, end, mismatch, redacted)


def _read_pair(first: str | None, second: str | None) -> tuple[float | None, bool, bool]:
    """Return (amount, words and digits disagree, cut out) of a number given once or twice."""
    values = [(raw, _number(raw)) for raw in (first, second) if raw is not None]
    known = [(raw, value) for raw, value in values if value is not None]
    if not known:
        return None, False, bool(values)
    if len(known) == 2 and known[0][1] != known[1][1]:
        in_words = [value for raw, value in known if raw[0].isalpha()]
        if in_words and known[1][0] not in ("I", "l"):
            return in_words[0], True, False
        return known[0][1], known[1][0] not in ("I", "l"), False
    return known[0][1], False, False


@cache
def _number(raw: str) -> float | None:
    """Return the value of a number in digits or words; "I" and "l" are a misread 1; None for a redaction."""
    raw = raw.strip().lower()
    if raw in ("i", "l"):
        return 1.0
    if raw[:1].isdigit():
        return float(raw.replace(",", ""))
    head, _, fraction = raw.partition(" point ")
    whole = _words_value(head)
    if whole is None or not fraction:
        return whole
    digits = "".join(str(_WORD_VALUES.get(word, 0)) for word in fraction.split())
    return float(f"{int(whole)}.{digits}")


def _words_value(raw: str) -> float | None:
    words = [word for word in re.split(r"[\s-]+", raw) if word and word != "and"]
    if not words or any(word not in _WORD_VALUES and word not in _SCALES for word in words):
        return None
    total = current = 0
    for word in words:
        if word in _WORD_VALUES:
            current += _WORD_VALUES[word]
        elif word == "hundred":
            current = max(current, 1) * 100
        else:
            total += max(current, 1) * _SCALES[word]
            current = 0
    return float(total + current)
