"""Token patterns as people write them in a rule: spaCy's own form, without what is slow or never matches.

``[{NORM: notify}, {OP: "{0,4}"}, {LOWER: {IN: [breach, breaches]}}]`` is one pattern, a mapping a word.
"""

from __future__ import annotations

import re
from math import prod
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, Field, model_validator

from contractcheck.language.passages import SEMICOLON, stream_words
from contractcheck.rulebook.strict import Strict, Text

MOST_TIMES = 12
"""How often a token may be repeated."""

MOST_LENGTHS = 200
"""In so many ways may the tokens of one pattern be repeated or left out: each is matched as a pattern of its own."""

_TIMES = re.compile(r"\{(\d+)(?:,(\d+))?\}")


def _checked_word(word: str) -> str:
    """Refuse a word that no contract can hold, as the words of contracts are cut."""
    words = [word] if word == SEMICOLON else stream_words(word)
    if word != word.lower():
        raise ValueError(f"capitals make no difference in contracts: write '{word.lower()}'")
    if not words:
        raise ValueError(f"'{word}' is passed over in contracts, so that nothing matches it")
    if len(words) > 1:
        raise ValueError(f"'{word}' is {len(words)} words: each needs a token of its own")
    if words != [word]:
        raise ValueError(f"this word stands in contracts as '{words[0]}'")
    return word


def _checked_regex(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from None
    return pattern


def _checked_times(times: str) -> str:
    found = _TIMES.fullmatch(times)
    if times in ("!", "?"):
        return times
    if times in ("*", "+") or times.endswith(",}"):
        raise ValueError(f"'{times}' has no end: say how often at most, as in '{{0,4}}'")
    if found is None:
        raise ValueError("one of '!', '?', '{n}' and '{n,m}'")
    low, high = int(found[1]), int(found[2] or found[1])
    if not max(low, 1) <= high <= MOST_TIMES:
        raise ValueError(f"'{times}' must be from low to high, at least once and at most {MOST_TIMES} times")
    return times


Word = Annotated[Text, AfterValidator(_checked_word)]


class Words(Strict):
    """Which words may stand here: one of ``IN``, none of ``NOT_IN``, and one in which ``REGEX`` is found."""

    IN: tuple[Word, ...] = ()
    NOT_IN: tuple[Word, ...] = ()
    REGEX: Annotated[Text, AfterValidator(_checked_regex)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_word(cls, data: Any) -> Any:
        return {"IN": [data]} if isinstance(data, str) else data

    @model_validator(mode="after")
    def _something(self) -> Words:
        if not (self.IN or self.NOT_IN or self.REGEX):
            raise ValueError("needs 'IN', 'NOT_IN' or 'REGEX', or one word")
        return self


class Token(Strict):
    """One word of a pattern. ``OP`` says how often it stands there; without any other key it is any word."""

    LOWER: Words | None = None
    NORM: Words | None = None
    TEXT: Word | None = None
    ORTH: Word | None = None
    SHAPE: Text | None = None
    LENGTH: int | None = Field(None, ge=1)
    IS_DIGIT: bool | None = None
    LIKE_NUM: bool | None = None
    IS_ALPHA: bool | None = None
    OP: Annotated[Text, AfterValidator(_checked_times)] | None = None

    @property
    def times(self) -> tuple[int, int]:
        """How often the token stands here, at least and at most."""
        if self.OP == "?":
            return 0, 1
        found = _TIMES.fullmatch(self.OP or "")
        return (int(found[1]), int(found[2] or found[1])) if found else (1, 1)

    @property
    def literal(self) -> tuple[tuple[str, ...], bool] | None:
        """The words of which one must stand here, and whether as they are; otherwise their base forms count."""
        if self.OP == "!" or not self.times[0]:
            return None
        very = self.TEXT or self.ORTH
        if very:
            return (very,), True
        if self.LOWER and self.LOWER.IN:
            return self.LOWER.IN, True
        return (self.NORM.IN, False) if self.NORM and self.NORM.IN else None


def _checked_pattern(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    if not any(token.literal for token in tokens):
        raise ValueError("needs a token that must be there, with a word in LOWER, NORM or TEXT: it is looked up first")
    if not tokens[0].times[0] or not tokens[-1].times[0]:
        raise ValueError("the first and the last token must be there")
    ways = prod(high - low + 1 for low, high in (token.times for token in tokens))
    if ways > MOST_LENGTHS:
        raise ValueError(f"its tokens can be repeated in {ways:,} ways, more than {MOST_LENGTHS}: narrow a gap")
    return tokens


TokenPattern = Annotated[tuple[Token, ...], AfterValidator(_checked_pattern)]


def written(pattern: tuple[Token, ...]) -> str:
    """Return a pattern as it stands in a rule, on one line."""
    rows = [token.model_dump(mode="json", exclude_unset=True) for token in pattern]
    for row in rows:
        for key, value in row.items():
            if isinstance(value, dict) and list(value) == ["IN"] and len(value["IN"]) == 1:
                row[key] = value["IN"][0]
    return yaml.safe_dump(rows, default_flow_style=True, sort_keys=False, width=10**6, allow_unicode=True).strip()
