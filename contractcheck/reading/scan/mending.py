"""What engines get wrong where clauses hang on it: Roman numerals ("IL." for "II."), and numbers run into words.

Only the beginning of a line is looked at, and only what can be nothing else is changed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from contractcheck.language.labels import ANNEX, CLAUSE, either
from contractcheck.language.numerals import ROMAN_TO_39
from contractcheck.reading.scan.words import Word

# A numeral, maybe in brackets. What looks like "I" may stand for it: "l", "L", "|", "1", "!". No list goes past 39.
_LABEL = re.compile(r"(\(?)([IVXivxlL|1!]{2,6})([.):,]*)")
_ROMAN = re.compile(ROMAN_TO_39, re.IGNORECASE)
# Words before a numeral that belongs to them.
_PARTS = frozenset((*CLAUSE, *ANNEX, "part", "chapter", "title"))
_STROKES = str.maketrans("lL|1!", "IIIII")
# A number and the words that it ran into: "ARTICLE5." and "1.1Incorporation", "(a)The".
_RUN_INTO = re.compile(
    rf"(?i:{either(*CLAUSE, *ANNEX)})(?=\d)"
    r"|(?:\d{1,2}(?:\.\d{1,2})*\.|\d{1,2}(?:\.\d{1,2})+|\([a-z]{1,4}\))(?=[A-Z][a-z])"
)
# Signs of one character for a whole numeral, such as U+2162.
_SIGNS = re.compile("[\u2160-\u217f]")
_FIVE_OR_TEN = re.compile("[VXvx]")
_MANY = re.compile("I{4,}")


def mended(line: Sequence[Word]) -> tuple[Word, ...]:
    """Return a line with its number, and numbers after "Article" and the like, written as numerals."""
    found: list[Word] = []
    for at, word in enumerate(line):
        labels = at == 0 or (at == 1 and line[0].text.casefold() in _PARTS)
        found.append(replace(word, text=_mended(word.text)) if labels else word)
    return tuple(found)


def _mended(text: str) -> str:
    # An engine may give back several words as one; the number is the first, or the second after "Article".
    into = _RUN_INTO.match(text)
    words = (f"{into[0]} {text[into.end() :]}" if into else text).split(" ")
    for at in range(min(2, len(words))):
        if at == 0 or words[0].casefold() in _PARTS:
            words[at] = _numeral(words[at])
    return " ".join(words)


def _numeral(word: str) -> str:
    if _SIGNS.search(word):
        word = _MANY.sub("III", unicodedata.normalize("NFKC", word))
    label = _LABEL.fullmatch(word)
    if label is None or ("1" in label[2] and not _FIVE_OR_TEN.search(label[2])) or label[2] in ("ll", "LL"):
        return word  # "I1." is "11." as likely as "II."
    opened, numeral, closed = label.groups()
    if numeral.islower():
        # "(ii)" is what it is; "(il)" is not.
        better = numeral.replace("l", "i") if opened else numeral
        return f"{opened}{better}{closed}" if _ROMAN.fullmatch(better.upper()) else word
    better = numeral.translate(_STROKES).upper()
    return f"{opened}{better}{closed}" if _ROMAN.fullmatch(better) else word
