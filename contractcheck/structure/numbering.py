"""Reads the number at the start of a clause, and tells whether it continues a running sequence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from contractcheck.language.labels import ANNEX_ID, ANNEX_WORD, CLAUSE, DECIMAL, SIGN, either
from contractcheck.language.numbers import SMALL_NUMBERS
from contractcheck.language.numerals import letter_value, roman_value

# How many numbers may be lost (deleted clauses, unreadable lines) before a jump is no longer the same list.
_GAP = 4
# "ARTICLE FIFTEEN": no contract spells out a higher number.
_IN_WORDS = SMALL_NUMBERS[1:16]
_IN_WORD = "|".join(_IN_WORDS)

# A number at the start of a line. Years and amounts are kept out by the three-digit limit and by what may follow.
START = re.compile(
    rf"""
      (?P<annex>{ANNEX_WORD})\ {{1,3}}(?:NO\.?\ |No\.?\ )?["“'‘]?(?P<annex_id>{ANNEX_ID})["”'’]?(?![\w/])
    | (?P<word>{either(*CLAUSE, cases="upper title")}|SEC\.|Sec\.|{SIGN})\ {{0,3}}
        (?P<word_id>{DECIMAL}(?:\([a-z]\))?|[IVXLC]{{1,7}}|[A-Z]|(?i:{_IN_WORD}))
        (?![A-Za-z0-9%])\ ?[.:)]?
    | (?P<dec>\d{{1,3}}(?:\.\d{{1,3}}(?![\d,])|\.\ \d{{1,2}}(?=\.|\ \ ))+)(?:[.)]|(?=[\sA-Z“"(\[]|$))
    | (?P<one>\d{{1,3}})\ ?(?P<one_close>[.)](?!\d)|(?=\ [A-Z“"]))
    | (?P<let>[A-Z])\.(?P<let_id>\d{{1,2}}(?:\.\d{{1,2}})*)(?:[.)]|(?=\s+[A-Z“"(\[]|$))
    | \(\ ?(?P<paren>[a-z]{{1,5}}|[A-Z]{{1,4}}|\d{{1,2}})\ ?\)
    | (?P<bare>(?P<twice>[A-Za-z])(?P=twice)?|[ivx]{{1,5}}|[IVX]{{1,5}})(?P<bare_close>[.)])
        (?:(?=[\ “"]|$)|(?<=[IVX]{{2}}\.)(?=[A-Z][a-z]{{2}}))
    | (?P<glued>[a-z])(?P<glued_close>[.)])(?=[A-Za-z]{{3}})
    """,
    re.VERBOSE,
)
# A number in the middle of a line: only after the end of a sentence, and only before a capital or a quotation mark.
INSIDE = re.compile(
    rf"""(?<=[.;:”"’)\]])\ {{1,3}}(?:(?:and|or)\ )?(?:
      (?:{either("section", cases="upper title")}|ARTICLE)\ (?P<word_id>{DECIMAL})[.:]?(?=\ [A-Z“"])
    | (?P<dec>\d{{1,3}}(?:\.\d{{1,3}})+)\.?(?=\ {{0,2}}[A-Z“"(])
    | (?P<one>\d{{1,3}})\.(?=\ {{1,2}}[A-Z“"(])
    | \((?P<paren>[a-z]{{1,4}}|[A-Z])\)(?=\ ?[A-Za-z“"])
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Number:
    """One reading of a printed number: its style (what list it may belong to) and its value, outermost part first."""

    style: str
    value: tuple[int, ...]


def read_number(match: re.Match[str]) -> tuple[Number, ...]:
    """Return every way to read the number that START or INSIDE matched, the likelier first."""
    decimal = match["dec"] or match["one"]
    if decimal:
        return (Number("dec", _decimal(decimal)),)
    inside = match.re is INSIDE
    if match["word_id"]:
        return _word("Section" if inside else match["word"], match["word_id"])
    if match["paren"]:
        return _label(match["paren"], "()")
    if not inside and match["bare"]:
        return _label(match["bare"], match["bare_close"])
    if not inside and match["let"]:
        # "B.2" comes after "B.1": within its annex it counts as "2" does.
        return (Number("dec", _decimal(match["let_id"])),)
    if not inside and match["glued"]:
        return _label(match["glued"], match["glued_close"])
    return ()


def _decimal(text: str) -> tuple[int, ...]:
    value = tuple(int(piece) for piece in text.replace(" ", "").split("."))
    # "23.0 BUSINESS CONTINUITY" is clause 23.
    while len(value) > 1 and value[-1] == 0:
        value = value[:-1]
    return value


def _word(word: str, text: str) -> tuple[Number, ...]:
    text = text.split("(")[0]
    if text[0].isdigit():
        value = _decimal(text)
    elif text.lower() in _IN_WORDS:
        value = (SMALL_NUMBERS.index(text.lower()),)
    else:
        value = (roman_value(text) or letter_value(text),)
    # "Section 3.2" continues "3.1"; "ARTICLE 4" is the parent of "4.1" but has a list of its own.
    article = word.lower().startswith("art") and len(value) == 1
    return (Number("article" if article else "dec", value),)


def _label(text: str, close: str) -> tuple[Number, ...]:
    if text.isdigit():
        return (Number("1" + close, (int(text),)),)
    case = "A" if text[0].isupper() else "a"
    found = []
    if letter_value(text):
        found.append(Number(case + close, (letter_value(text),)))
    if roman_value(text):
        found.append(Number(("I" if case == "A" else "i") + close, (roman_value(text),)))
    return tuple(found)


def follows(last: tuple[int, ...], value: tuple[int, ...]) -> bool:
    """Tell whether ``value`` is the next number after ``last`` (4.8 after 4.7, 4.9 after 4.8.2, 5 after 4.8)."""
    size = len(value)
    if size <= len(last):
        return value[:-1] == last[: size - 1] and value[-1] == last[size - 1] + 1
    return False


def begins_under(last: tuple[int, ...], value: tuple[int, ...]) -> bool:
    """Tell whether ``value`` is the first part of ``last`` (4 -> 4.1), or of the next one (4.8 -> 5.1)."""
    if value[-1] != 1 or len(value) < 2:
        return False
    return value[:-1] == last or (len(value) == 2 and value[0] == last[0] + 1)


def skips(last: tuple[int, ...], value: tuple[int, ...]) -> bool:
    """Tell whether ``value`` comes a little after ``last``, with some numbers lost between them."""
    size = min(len(value), len(last))
    for place in range(size):
        if value[place] != last[place]:
            return 0 < value[place] - last[place] <= _GAP
    return len(value) > len(last) and len(value) - len(last) == 1 and value[-1] <= _GAP
