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

    What is pickled are the words: matchers are quicker built from them than unpickled.
    """

    def __init__(self) -> None:
        self._by_form: dict[int, set[Words]] = {}
        self._exact: dict[int, set[Words]] = {}
        self._matchers: tuple[_Matcher, _Matcher] | None = None
        self._key_of: dict[int, int] = {}  # label -> key

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

    def complete(self) -> None:
        """Take all chunks into the matchers now: for who forks, so that what is forked shares them."""
        for matcher in self._built():
            matcher.take_all()

    def found(self, doc: Doc) -> FoundChunks:
        """Return all chunks in a document, by start and end."""
        by_form, by_word = self._built()
        hits = by_form.found(doc)
        exact = by_word.found(doc)
        if len(exact) <= _FEW:
            for hit in exact:
                insort(hits, hit, key=_PLACE)
        else:
            hits.extend(exact)
            hits.sort(key=_PLACE)
        if not hits:
            return FoundChunks([], (), ())
        labels, starts, ends = zip(*hits, strict=True)
        return FoundChunks(list(map(self._key_of.__getitem__, labels)), starts, ends)

    def _built(self) -> tuple[_Matcher, _Matcher]:
        if self._matchers is None:
            self._matchers = (
                _Matcher("NORM", self._by_form, self._key_of),
                _Matcher("LOWER", self._exact, self._key_of),
            )
        return self._matchers

    def __getstate__(self) -> dict[str, Any]:
        return {"_by_form": self._by_form, "_exact": self._exact, "_matchers": None, "_key_of": {}}


class _Matcher:
    """A ``PhraseMatcher`` that takes in a chunk when the first document comes that holds all its words.

    To take in all 43,000 chunks takes 0.2 s, as long as to check a short contract, which holds the words of a seventh
    of them. Each chunk waits under one of its words that no document has held yet.
    """

    def __init__(self, attribute: str, chunks: dict[int, set[Words]], key_of: dict[int, int]) -> None:
        """``key_of`` takes the key behind each label."""
        from spacy.matcher import PhraseMatcher

        from contractcheck.language.pipeline import vocabulary

        self._vocab = vocabulary()
        self._attribute = attribute
        self._matcher: PhraseMatcher = PhraseMatcher(self._vocab, attr=attribute)
        self._key_of = key_of
        self._met: set[int] = set()  # the words of documents, by their hashes
        self._seen: set[str] = set()
        self._waiting: dict[str, list[tuple[int, Words]]] = {}
        for key, rows in chunks.items():
            for words in rows:
                self._waiting.setdefault(words[-1], []).append((key, words))

    def found(self, doc: Doc) -> list[tuple[int, int, int]]:
        """Return label, start and end of each chunk in a document, by start and end."""
        if self._waiting:
            met = set(doc.to_array([self._attribute]).tolist()) - self._met
            self._met |= met
            self._take(map(self._vocab.strings.__getitem__, met))
        return self._matcher(doc)

    def take_all(self) -> None:
        """Take in all chunks that still wait."""
        self._take({word for rows in self._waiting.values() for _, words in rows for word in words})

    def _take(self, words: Iterable[str]) -> None:
        new = set(words) - self._seen
        self._seen |= new
        taken: dict[int, list[Words]] = {}
        for word in new & self._waiting.keys():
            for key, chunk in self._waiting.pop(word):
                other = next((one for one in chunk if one not in self._seen), None)
                if other is None:
                    taken.setdefault(key, []).append(chunk)
                else:
                    self._waiting.setdefault(other, []).append((key, chunk))
        add = self._vocab.strings.add
        hashes = {word: add(word) for word in {word for rows in taken.values() for row in rows for word in row}}
        for key, rows in taken.items():
            # Hashes of words are what the matcher keeps of a pattern: 43,000 patterns go in within a tenth of a
            # second, as documents of their own in two.
            self._matcher.add(str(key), [tuple(hashes[word] for word in row) for row in rows])  # type: ignore[misc]
            self._key_of[add(str(key))] = key
