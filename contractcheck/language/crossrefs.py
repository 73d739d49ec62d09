"""Cross-references: "Section 4.2(a)", "clauses 8.2 and 8.3 of the Lease", "Schedule 1" -> the numbers and their places.

:func:`references` reads them from a text, :func:`named_clauses` from the stream that rules are matched on. The stream
has no brackets and no capitals, and so it cannot be read by the same pattern; words and numbers are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from contractcheck.language.labels import (
    ANNEX_ID,
    ANNEX_WORD,
    DECIMAL,
    NAMED_CLAUSE,
    SHORT_DECIMAL,
    SIGN,
    either,
    label_number,
)
from contractcheck.language.numerals import ROMAN_TO_49
from contractcheck.language.passages import Stream
from contractcheck.model import Clause, Outline

LOST_TARGET = rf"(?:{either(*NAMED_CLAUSE, plural=True)})\s(?:0(?![.\d])|\?\?+|XX+\b|\[\s*\]|\[[●•]\])"
"""A reference whose number was never filled in, or was lost: "Section 0", "Clause [●]"."""

_ONE = rf"(?:{DECIMAL}|[IVXL]{{1,6}}\b|[A-Z](?![\w.]))(?:\s?\(\s?[A-Za-z0-9]{{1,4}}\s?\))*"
_REFERENCE = re.compile(
    rf"(?P<word>\b(?:{either(*NAMED_CLAUSE, plural=True, cases='title lower')}"
    rf"|{either('section', 'clause', plural=True, cases='upper')})|{SIGN}+)"
    rf"\s{{0,3}}(?P<list>{_ONE}(?:(?:\s*,\s*(?:and\s|or\s)?|\s+(?:and|or|to|through)\s+|\s*[-–]\s*){_ONE})*)"
    rf"|\b(?P<label>{ANNEX_WORD})\s{{1,3}}(?P<annex>{ANNEX_ID})(?![\w/])"
)
_BRACKETS = r"(?:\s?\([a-z0-9]{1,4}\))*"
_OWN = re.compile(
    rf"\b(?P<word>{either(*NAMED_CLAUSE, plural=True, cases='lower title')}"
    rf"|{either('section', 'clause', 'article', plural=True, cases='upper')})\s{{1,3}}"
    rf"(?P<list>(?:{SHORT_DECIMAL}|[IVX]{{1,6}}\b){_BRACKETS}"
    rf"(?:(?:\s?,\s?(?:and\s|or\s)?|\s(?:and|or|through|to)\s|\s?[-–]\s?)(?:{SHORT_DECIMAL})(?![\d%]){_BRACKETS})*)"
    r"(?![\w/%-])"
)
_NUMBER_IN = {
    _REFERENCE: re.compile(_ONE),
    _OWN: re.compile(rf"(?:{SHORT_DECIMAL}|[IVX]{{1,6}}\b){_BRACKETS}"),
}
# What may stand between a number and "of the Lease": commas, brackets, one more number.
_OF = re.compile(
    r"[\s,]*(?:\([a-z0-9]{1,4}\)\s?)*(?:(?:and|or|,)\s*\d+(?:\([a-z0-9]{1,4}\)\s?)*)?(?P<of>(?:of|OF|under|in|to|from)\s.*)"
)
_TAIL = 110


@dataclass(frozen=True, slots=True)
class Named:
    """One number of a reference: ``text`` is "4.2(b)", ``number`` "4.2"; ``start``/``end`` place the whole."""

    start: int
    end: int
    text: str

    @property
    def number(self) -> str:
        """The number of the clause, without the brackets that name a part of it."""
        return self.text.partition("(")[0].rstrip()


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to clauses, or to an attachment, and the numbers that it names.

    ``word`` is printed ("Sections"), ``kind`` is its singular in small letters. ``tail`` says of what the clauses are
    ("of the Lease dated ..."), on one line and no further than it is needed; "" where the words do not say.
    """

    start: int
    end: int
    word: str
    kind: str
    numbers: tuple[Named, ...]
    tail: str = ""


def references(text: str, *, own: bool = False) -> tuple[Reference, ...]:
    """Return the references in a text, in order.

    Args:
        text: any text; the places are offsets into it.
        own: only what may name a clause of this very contract: no attachments, and no numbers that only laws have.
    """
    pattern = _OWN if own else _REFERENCE
    found = []
    for match in pattern.finditer(text):
        if not own and match["annex"]:
            word, numbers = match["label"], [Named(*match.span("annex"), match["annex"])]
        else:
            word, numbers = match["word"], _numbers(text, pattern, *match.span("list"))
        found.append(Reference(*match.span(), word, _kind(word), tuple(numbers), _tail(text, match.end())))
    return tuple(found)


def _numbers(text: str, pattern: re.Pattern[str], start: int, end: int) -> list[Named]:
    return [Named(*match.span(), match.group()) for match in _NUMBER_IN[pattern].finditer(text, start, end)]


def _kind(word: str) -> str:
    return "section" if word.startswith(SIGN) else word.lower().removesuffix("s")


def _tail(text: str, end: int) -> str:
    match = _OF.match(" ".join(text[end : end + _TAIL].split()))
    return match["of"] if match else ""


_WORDS = frozenset(form for word in NAMED_CLAUSE for form in (word, word + "s"))
_THROUGH = frozenset({"through", "to"})
_MAX_RANGE = 60  # clauses in one range: more is a misread number
_BETWEEN = frozenset("and or through to inclusive & ;".split()) | _WORDS
_ROMAN = re.compile(rf"(?=[ivxl]){ROMAN_TO_49}")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")


def named_clauses(stream: Stream, outline: Outline) -> Iterator[tuple[int, int]]:
    """Yield (word position of the number, index of the clause) for every number that names a clause here."""
    by_number: dict[str, int] = {}
    for index, clause in enumerate(outline.clauses):
        for name in _names(clause):
            # The contents come first in a document and name the same numbers: the later clause is the real one.
            by_number[name] = index
    words = stream.words
    at, last = 0, len(words)
    while at < last:
        if words[at] not in _WORDS:
            at += 1
            continue
        at += 1
        before = ""
        while at < last:
            word = words[at]
            if _NUMBER.fullmatch(word) or _ROMAN.fullmatch(word):
                for number in _range(before, word) if words[at - 1] in _THROUGH else (word,):
                    if number in by_number:
                        yield at, by_number[number]
                before = word
            elif word not in _BETWEEN:
                break
            at += 1


def _range(first: str, last: str) -> Iterator[str]:
    """Sections 5 through 30: every whole number after the first, which was told already."""
    if first.isdigit() and last.isdigit():
        yield from map(str, range(int(first) + 1, min(int(last), int(first) + _MAX_RANGE) + 1))
    else:
        yield last


def _names(clause: Clause) -> Iterator[str]:
    """The numbers by which a contract speaks of a clause: "11" also of "11.", "iv" of "ARTICLE IV"."""
    for printed in (clause.number, clause.path):
        number = label_number(printed).lower().rstrip(".")
        if _NUMBER.fullmatch(number) or (number and _ROMAN.fullmatch(number)):
            yield number
