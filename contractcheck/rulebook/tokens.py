"""Token patterns -> compiled ones: the words by which a passage is chosen, and what spaCy's ``Matcher`` is given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, product

from contractcheck.language.baseforms import base_form
from contractcheck.language.tokenfinder import Attributes, TokenFinder
from contractcheck.rulebook.phrases import Phrase, PhraseBook
from contractcheck.rulebook.tokenforms import Token, Words, written


@dataclass(frozen=True, slots=True)
class TokenPhrase:
    """A compiled token pattern. ``anchor`` and ``needs`` are those of a phrase; ``key`` is its place in the finder."""

    source: str
    key: int
    anchor: int
    needs: frozenset[int]


Sought = Phrase | TokenPhrase
"""What a rule looks for."""


def compile_tokens(pattern: tuple[Token, ...], book: PhraseBook, finder: TokenFinder) -> TokenPhrase:
    """Compile one pattern. It is tried only where a chunk of each of its literal words stands."""
    groups = frozenset(
        book.group_of(words, exact=exact) for words, exact in (token.literal for token in pattern if token.literal)
    )
    return TokenPhrase(written(pattern), finder.add(_lengths(pattern)), book.rarest(groups), groups)


def _lengths(pattern: tuple[Token, ...]) -> Iterator[list[Attributes]]:
    """Yield the pattern in each of its lengths.

    The ``Matcher`` goes down every path through a gap of its own: two gaps of 12 words cost 5.6 s on 450 words. As 169
    patterns without gaps they cost 7 ms.
    """
    rows = [_attributes(token) for token in pattern]
    for counts in product(*(range(low, high + 1) for low, high in (token.times for token in pattern))):
        yield list(chain.from_iterable([row] * count for row, count in zip(rows, counts, strict=True)))


def _attributes(token: Token) -> Attributes:
    row = token.model_dump(exclude_none=True, exclude={"OP", "LOWER", "NORM"})
    if token.LOWER:
        row["LOWER"] = _words(token.LOWER, base=False)
    if token.NORM:
        row["NORM"] = _words(token.NORM, base=True)
    return row | ({"OP": "!"} if token.OP == "!" else {})


def _words(words: Words, *, base: bool) -> Attributes:
    row: Attributes = {} if words.REGEX is None else {"REGEX": words.REGEX}
    for key, listed in (("IN", words.IN), ("NOT_IN", words.NOT_IN)):
        if listed:
            row[key] = [base_form(word) for word in listed] if base else list(listed)
    return row
