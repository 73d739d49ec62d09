"""Numbers in words and digits: "one hundred and eighty", "1,000", "99.95", and what stands where one was cut out.

The words, the pieces of patterns and the value of a number stand here once. Lengths of time, money, dates and
percentages (``durations``, ``money``, ``dates``, ``quantities``) are made of them.
"""

from __future__ import annotations

import re
from functools import cache

from contractcheck.model import Dimension, Quantity

SMALL_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
"""The words for 0 to 19: the place of each is its value."""

TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
"""The words for 20, 30 and so on, up to 90."""

ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
"""The words for the first to the tenth."""

SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "lakh": 100_000,
    "million": 1_000_000,
    "crore": 10_000_000,
    "billion": 1_000_000_000,
}
"""Words that multiply what stands before them."""

_MISSPELT = {"fourty": 40, "ninty": 90}
WORD_VALUES = {
    **{word: value for value, word in enumerate(SMALL_NUMBERS)},
    **{word: 20 + 10 * index for index, word in enumerate(TENS)},
    **_MISSPELT,
}
"""The value of every word that does not multiply, two frequent misspellings among them."""

COUNTING_WORD = "|".join([*SMALL_NUMBERS[1:], *TENS, *SCALES])
"""One word of a number from one on, rightly spelled; to stand in a group of a pattern."""

_ANY_WORD = "|".join([*TENS, *_MISSPELT, *reversed(SMALL_NUMBERS), *SCALES])
IN_WORDS = rf"(?:{_ANY_WORD})(?:(?:[\s-]+(?:and\s+)?|-)(?:{_ANY_WORD}))*"
"""A number in words: "one hundred and eighty", "thirty-two"."""

IN_DIGITS = (
    r"\d{1,2}(?:,\d{2})+,\d{3}(?!,?\d)(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:['’]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
)
"""A number in digits: "1,000.50", "2,00,00,000", "1'000"; to stand in a group of a pattern."""

MEASURED = (
    rf"\d{{1,3}}(?:\.\d{{3}})+,\d{{1,2}}(?!\d)|\d{{1,3}}(?:\.\d{{3}}){{2,}}(?!\.?\d)|\d+,\d{{1,2}}(?!,?\d)|{IN_DIGITS}"
)
"""The same with the commas and points of the Continent: "99,9", "1.000.000,00". Only beside a unit: "4,5" may be a
list of two numbers."""

FRACTIONS = {"half": 0.5, "quarter": 0.25, "½": 0.5, "¼": 0.25, "¾": 0.75}
"""Parts of one, by their words and signs."""

# A bare "quarter" is three months, and "quarter days" are days on which rent is due.
_PART = r"(?:(?:an?|one)[\s-]+)?half\b|(?:an?|one|three)[\s-]+quarters?\b"
NUMBER_OR_FRACTION = (
    rf"(?:{IN_WORDS}|\d+)[\s-]+and[\s-]+(?:{_PART})|{_PART}|\d*\s?[½¼¾]|(?:{IN_WORDS}|\d+)\s+[13]/[234](?![\d/])"
    r"|(?<![\d/])[13]/[234](?![\d/])"
)
"""A number with a part of one: "two and a half", "2½", "one half"; to stand in a group of a pattern."""

CUT_OUT = r"\[[\s_.]*\]|\[\s*(?:\\?[*•●_]\s*){1,12}\]|\[\s*redacted\s*\]|\*{3,}|_{2,}"
"""What stands where a number was cut out or left blank; to stand in a group of a pattern."""

# What separates groups of digits; a comma before one or two digits at the end separates decimals.
_GROUPS = re.compile(r"[,'’\s]")
_CONTINENTAL = re.compile(r"\d{1,3}(?:\.\d{3})+,\d{1,2}|\d{1,3}(?:\.\d{3}){2,}|\d+,\d{1,2}")
_PART_OF_ONE = re.compile(
    r"(?:(?P<count>an?|one|three)[\s-]+)?(?P<part>half|quarters?|[½¼¾])\Z|(?<![\d/])(?P<over>[13])/(?P<under>[234])\Z"
)
_NUMBER = re.compile(
    rf"(?<![\w.])(?P<first>{IN_DIGITS}|{IN_WORDS})(?:\s*\(\s*(?P<second>{IN_DIGITS})\s*\))?", re.IGNORECASE
)


def numbers(text: str, start: int, end: int) -> tuple[Quantity, ...]:
    """Return the bare numbers in ``text[start:end]``, in order, with offsets into ``text``."""
    found = []
    for match in _NUMBER.finditer(text, start, end):
        amount, mismatch, redacted = read_pair(match["first"], match["second"])
        if amount is not None:
            found.append(as_quantity(Dimension.NUMBER, amount, "", text, match, mismatch, redacted))
    return tuple(found)


def as_quantity(
    dimension: Dimension,
    amount: float | None,
    unit: str,
    text: str,
    match: re.Match[str],
    mismatch: bool = False,
    redacted: bool = False,
) -> Quantity:
    """Return what a pattern matched as a quantity, without the white space and marks at its ends."""
    start = match.start() + len(match.group()) - len(match.group().lstrip(" \t\r\n\xa0'’-"))
    end = start + len(text[start : match.end()].rstrip())
    return Quantity(dimension, amount, unit, text[start:end], start, end, mismatch, redacted)


def read_pair(first: str | None, second: str | None) -> tuple[float | None, bool, bool]:
    """Return (amount, words and digits disagree, cut out) of a number given once or twice.

    Where words and digits disagree, the words win, as for negotiable instruments (UCC 3-114).
    """
    values = [(raw, value_of(raw)) for raw in (first, second) if raw is not None]
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
def value_of(raw: str) -> float | None:
    """Return the value of a number in digits or words; "I" and "l" are a misread 1; None for a redaction."""
    raw = raw.strip().lower()
    if raw in ("i", "l"):
        return 1.0
    if _PART_OF_ONE.search(raw):
        return _value_with_part(raw)
    if raw[:1].isdigit():
        if _CONTINENTAL.fullmatch(raw):
            return float(raw.replace(".", "").replace(",", "."))
        return float(_GROUPS.sub("", raw))
    head, _, fraction = raw.partition(" point ")
    whole = _value_of_words(head)
    if whole is None or not fraction:
        return whole
    digits = "".join(str(WORD_VALUES.get(word, 0)) for word in fraction.split())
    return float(f"{int(whole)}.{digits}")


def _value_with_part(raw: str) -> float | None:
    """Return the value of a number with a part of one: "ninety-nine and one half", "2 1/2", "three quarters"."""
    found = _PART_OF_ONE.search(raw)
    if found is None:
        return None
    if found["over"]:
        part = int(found["over"]) / int(found["under"])
    else:
        part = FRACTIONS[found["part"].rstrip("s") if len(found["part"]) > 1 else found["part"]]
        part *= 3 if found["count"] == "three" else 1
    before = re.sub(r"(?:^|[\s-]+)and[\s-]*\Z", "", raw[: found.start()]).strip(" -")
    if not before:
        return part
    whole = float(before) if before.isdigit() else _value_of_words(before)
    return None if whole is None else whole + part


def _value_of_words(raw: str) -> float | None:
    words = [word for word in re.split(r"[\s-]+", raw) if word and word != "and"]
    if not words or any(word not in WORD_VALUES and word not in SCALES for word in words):
        return None
    total = current = 0
    for word in words:
        if word in WORD_VALUES:
            current += WORD_VALUES[word]
        elif word == "hundred":
            current = max(current, 1) * 100
        else:
            total += max(current, 1) * SCALES[word]
            current = 0
    return float(total + current)
