"""Numbers as lists print them: 4, iv, IV, d, D."""

from __future__ import annotations

from contractcheck.language.numerals import roman

STYLES = frozenset(
    "decimal decimal-leading-zero lower-alpha lower-latin upper-alpha upper-latin lower-roman upper-roman".split()
)


def numeral(value: int, style: str) -> str:
    """A number in one of ``STYLES``. What a style cannot say (0 as a letter) comes out in digits."""
    if style == "decimal-leading-zero":
        return f"{value:02d}"
    if style.endswith(("alpha", "latin")) and value > 0:
        letters = _letters(value)
    elif style.endswith("roman"):
        letters = roman(value)  # Beyond 3999 plain digits, as browsers do.
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
