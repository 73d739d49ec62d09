"""The oracle of what is found in a contract: all chunks as a tree of words, followed from each word of the text.

It carried the program before spaCy's ``PhraseMatcher`` did. Both must give equal hits.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable
from operator import itemgetter

from contractcheck.language.baseforms import base_form

_PLACE = itemgetter(1, 2)
# Exact chunks are few. So many are put in their places one by one; for more, sorting is quicker.
_FEW = 200


class Node:
    """A place in the tree of words: what may come next, and the keys of the chunks that end here."""

    __slots__ = ("keys", "nexts")

    def __init__(self) -> None:
        self.nexts: dict[str, Node] = {}
        self.keys: tuple[int, ...] = ()

    def add(self, words: Iterable[str], key: int) -> None:
        """Add a chunk below this node."""
        node = self
        for word in words:
            following = node.nexts.get(word)
            if following is None:
                following = node.nexts[word] = Node()
            node = following
        if key not in node.keys:
            node.keys = (*node.keys, key)


class Chunks:
    """All chunks, to be found in texts. A key may stand for many chunks."""

    def __init__(self) -> None:
        self._by_form = Node()
        self._exact = Node()

    def add(self, words: Iterable[str], key: int, *, exact: bool) -> None:
        """Add a chunk. ``exact``: its words in small letters must be met as they are; otherwise their base forms."""
        if exact:
            self._exact.add((word.lower() for word in words), key)
        else:
            self._by_form.add(map(base_form, words), key)

    def add_as_matched(self, words: Iterable[str], key: int, *, exact: bool) -> None:
        """Add a chunk by its base forms, or by its very words."""
        (self._exact if exact else self._by_form).add(words, key)

    def found(self, words: list[str]) -> list[tuple[int, int, int]]:
        """Return all chunks in these words, in small letters: (key, start, end) in word positions, by start and end."""
        hits = _walk(self._by_form, list(map(base_form, words)))
        if self._exact.nexts:
            exact = _walk(self._exact, words)
            if len(exact) <= _FEW:
                for hit in exact:
                    insort(hits, hit, key=_PLACE)
            else:
                hits.extend(exact)
                hits.sort(key=_PLACE)
        return hits


def _walk(tree: Node, words: list[str]) -> list[tuple[int, int, int]]:
    hits: list[tuple[int, int, int]] = []
    last = len(words) - 1
    for start, begun in enumerate(map(tree.nexts.get, words)):
        if begun is None:
            continue
        for key in begun.keys:
            hits.append((key, start, start + 1))
        nexts, end = begun.nexts, start
        while nexts and end < last:
            end += 1
            node = nexts.get(words[end])
            if node is None:
                break
            for key in node.keys:
                hits.append((key, start, end + 1))
            nexts = node.nexts
    return hits
