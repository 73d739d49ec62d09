"""Numbers as lists print them: 4, iv, IV, d, D."""

from __future__ import annotations

STYLES = frozenset(
    "decimal decimal-leading-zero lower-alpha lower-latin upper-alpha upper-latin lower-roman upper-roman".split()
)
# Beyond these a list prints plain digits, as browsers do.
MAX_ROMAN = 3999

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def numeral(value: int, style: str) -> str:
    """A number in one of ``STYLES``. What a style cannot say (0 as a letter) comes out in digits."""
    if style == "decimal-leading-zero":
        return f"{value:02d}"
    if style.endswith(("alpha", "latin")) and value > 0:
        letters = _letters(value)
    elif style.endswith("roman") and 0 < value <= MAX_ROMAN:
        letters = _roman(value)
    else:
        return str(value)
    return letters.upper() if style.startswith("upper") else letters


def _letters(value: int) -> str:
    """1 is a, 26 is z, 27 is aa, 28 is ab."""
    found = ""
    while value > 0:
        value, rest = divmod(value - 1, 26)
        found = chr(ord("a") + rest) + found
    return found


def _roman(value: int) -> str:
    found = ""
    for size, letters in _ROMAN:
        found += letters * (value // size)
        value %= size
    return found
