"""Finds the chunks of all phrases in a contract: spaCy's ``PhraseMatcher``, on base forms and on very words.

A chunk is a run of neighbouring words that phrases are made of. It is matched by the base forms of its words (NORM),
or, where it holds a word that must be met as it is, by its very words (LOWER).
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from contractcheck.language.baseforms import base_form

if TYPE_CHECKING:
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc

_PLACE = itemgetter(1, 2)
# Exact chunks are few. So many are put in their places one by one; for more, sorting is quicker.
_FEW = 200

Words = tuple[str, ...]


class FoundChunks(NamedTuple):
    """Chunks that stand in a document: their keys, and where each begins and ends, in token positions."""

    keys: Sequence[int]
    starts: Sequence[int]
    ends: Sequence[int]


class PhraseFinder:
    """All chunks, to be found in documents. A key may stand for many chunks.

    The matchers are built when the first document comes. What is pickled are the words: a matcher is quicker built from
    them than unpickled.
    """

    def __init__(self) -> None:
        self._by_form: dict[int, set[Words]] = {}
        self._exact: dict[int, set[Words]] = {}
        self._matchers: tuple[PhraseMatcher, PhraseMatcher, dict[int, int]] | None = None

    def add(self, words: Iterable[str], key: int, *, exact: bool) -> None:
        """Add a chunk. ``exact``: its words in small letters must be met as they are; otherwise their base forms."""
        if exact:
            self._exact.setdefault(key, set()).add(tuple(word.lower() for word in words))
        else:
            self._by_form.setdefault(key, set()).add(tuple(map(base_form, words)))

    def chunks(self) -> Iterator[tuple[Words, int, bool]]:
        """Yield every chunk: its base forms, or its very words; its key; whether it is met by its very words."""
        for chunks, exact in ((self._by_form, False), (self._exact, True)):
            yield from ((words, key, exact) for key, rows in chunks.items() for words in rows)

    def found(self, doc: Doc) -> FoundChunks:
        """Return all chunks in a document, by start and end."""
        if self._matchers is None:
            self._matchers = _matchers(self._by_form, self._exact)
        by_form, by_word, key_of = self._matchers
        hits = by_form(doc)
        exact = by_word(doc)
        if len(exact) <= _FEW:
            for hit in exact:
                insort(hits, hit, key=_PLACE)
        else:
            hits.extend(exact)
            hits.sort(key=_PLACE)
        if not hits:
            return FoundChunks([], (), ())
        labels, starts, ends = zip(*hits, strict=True)
        return FoundChunks(list(map(key_of.__getitem__, labels)), starts, ends)

    def __getstate__(self) -> dict[str, Any]:
        return {"_by_form": self._by_form, "_exact": self._exact, "_matchers": None}


def _matchers(
    by_form: dict[int, set[Words]], exact: dict[int, set[Words]]
) -> tuple[PhraseMatcher, PhraseMatcher, dict[int, int]]:
    """Return a matcher on NORM, one on LOWER, and the key behind each label."""
    from spacy.matcher import PhraseMatcher

    from contractcheck.language.pipeline import language

    vocab = language().vocab
    key_of: dict[int, int] = {}
    made = []
    for chunks, attribute in ((by_form, "NORM"), (exact, "LOWER")):
        matcher = PhraseMatcher(vocab, attr=attribute)
        hashed = {word: vocab.strings.add(word) for rows in chunks.values() for row in rows for word in row}
        for key, rows in chunks.items():
            # Hashes of words are what the matcher keeps of a pattern, and what it takes again when it is unpickled:
            # 43,000 patterns go in within a tenth of a second, as documents of their own in two.
            matcher.add(str(key), [tuple(hashed[word] for word in row) for row in rows])  # type: ignore[misc]
            key_of[vocab.strings.add(str(key))] = key
        made.append(matcher)
    return made[0], made[1], key_of
