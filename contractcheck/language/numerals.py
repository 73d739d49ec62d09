"""Roman numerals and letters as numbers: "iv" is 4, "aa" is 27, and 4 is "iv".

Which numerals are believed differs with the place, and so the pieces of patterns differ: a heading may be "Article
XLII", while "(c)" in a list is a letter and "(l)" is no fifty.
"""

from __future__ import annotations

import re

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MAX_ROMAN = 3999
_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

ROMAN_TO_39 = r"x{0,3}(?:ix|iv|v?i{0,3})"
"""A well-formed numeral up to 39, in small letters; it may be empty. No list of items goes further."""

ROMAN_TO_49 = r"(?:x{0,3}|xl)(?:ix|iv|v?i{0,3})"
"""The same up to 49, for clauses and articles."""

_ROMAN_TO_399 = re.compile(r"(?:c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.IGNORECASE)
# Two-letter labels such as "(aa)" follow "(z)"; longer ones are words in brackets.
_ALPHABET = 26


def roman_value(text: str) -> int:
    """Return the value of a Roman numeral up to 399, or 0 where it is none."""
    if not text or not _ROMAN_TO_399.fullmatch(text):
        return 0
    total = last = 0
    for digit in reversed(text.lower()):
        value = _DIGITS[digit]
        total += -value if value < last else value
        last = max(last, value)
    return total


def letter_value(text: str) -> int:
    """Return the place of a letter label in its list: a is 1, z is 26, aa is 27; 0 where it is none."""
    low = text.lower()
    if len(low) == 1 and "a" <= low <= "z":
        return ord(low) - ord("a") + 1
    if len(low) == 2 and low[0] == low[1] and "a" <= low[0] <= "z":
        return _ALPHABET + ord(low[0]) - ord("a") + 1
    return 0


def roman(count: int) -> str:
    """Return a number in small Roman digits; in common digits where there is no Roman one."""
    if not 0 < count <= _MAX_ROMAN:
        return str(count)
    text = ""
    for worth, letters in _ROMAN:
        text += letters * (count // worth)
        count %= worth
    return text
