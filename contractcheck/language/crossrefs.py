"""Cross-references in the stream: "Sections 5.02 and 11 survive" -> the clauses that the numbers stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contractcheck.language.passages import Stream
from contractcheck.model import Clause, Outline

_NAMES = frozenset("section sections article articles clause clauses paragraph paragraphs".split())
_THROUGH = frozenset({"through", "to"})
_MAX_RANGE = 60  # clauses in one range: more is a misread number
_BETWEEN = frozenset("and or through to inclusive & ;".split()) | _NAMES
_ROMAN = re.compile(r"(?=[ivxl])(?:x{0,3}|xl)(?:ix|iv|v?i{0,3})")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")


def references(stream: Stream, outline: Outline) -> Iterator[tuple[int, int]]:
    """Yield (word position of the number, index of the clause) for every number that names a clause here."""
    by_number: dict[str, int] = {}
    for index, clause in enumerate(outline.clauses):
        for name in _names(clause):
            # The contents come first in a document and name the same numbers: the later clause is the real one.
            by_number[name] = index
    words = stream.words
    at, last = 0, len(words)
    while at < last:
        if words[at] not in _NAMES:
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
        number = re.sub(r"^(?:article|section|clause|paragraph)\s+", "", printed.strip().lower()).rstrip(".")
        if _NUMBER.fullmatch(number) or (number and _ROMAN.fullmatch(number)):
            yield number
