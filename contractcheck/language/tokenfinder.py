"""Finds token patterns in a passage: spaCy's ``Matcher``, for what phrases cannot say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.vocab import Vocab

Attributes = dict[str, Any]
"""What one token must be, in spaCy's own words."""


class TokenFinder:
    """All token patterns of a set of rules. The matcher is built when the first passage comes, and not pickled."""

    def __init__(self) -> None:
        self._patterns: list[list[list[Attributes]]] = []
        self._matcher: Matcher | None = None

    def add(self, lengths: Iterable[list[Attributes]]) -> int:
        """Add a pattern in each of its lengths, none of them with a gap. Return its key."""
        self._patterns.append(list(lengths))
        self._matcher = None
        return len(self._patterns) - 1

    def found(self, words: Sequence[str]) -> dict[int, list[tuple[int, int]]]:
        """Return where each pattern stands among the words: the shortest match from each place where it begins."""
        from spacy.tokens import Doc

        if self._matcher is None:
            self._matcher = self._built()
        places: dict[int, dict[int, int]] = {}
        vocab = _vocab()
        for label, start, end in self._matcher(Doc(vocab, words=list(words))):
            ends = places.setdefault(int(vocab.strings[label]), {})
            ends[start] = min(end, ends.get(start, end))
        return {key: sorted(ends.items()) for key, ends in places.items()}

    def _built(self) -> Matcher:
        from spacy.matcher import Matcher

        matcher = Matcher(_vocab())
        for key, lengths in enumerate(self._patterns):
            matcher.add(str(key), lengths)
        return matcher

    def __getstate__(self) -> dict[str, Any]:
        return {"_patterns": self._patterns, "_matcher": None}


@cache
def _vocab() -> Vocab:
    """Words with all that patterns ask of them. That of contracts knows base forms only: every attribute takes time."""
    from spacy.attrs import LIKE_NUM, LOWER, NORM
    from spacy.lang.en.lex_attrs import like_num
    from spacy.lang.lex_attrs import LEX_ATTRS
    from spacy.vocab import Vocab

    from contractcheck.language.baseforms import base_form

    return Vocab(lex_attr_getters={**LEX_ATTRS, LIKE_NUM: like_num, LOWER: str.lower, NORM: base_form})
