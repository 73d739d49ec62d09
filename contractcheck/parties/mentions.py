"""Finds where a text uses certain words, as whole words.

Every contract names its parties by other words. To compile a pattern for each took longer than to search with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def places(text: str, word: str) -> Iterator[int]:
    """Yield where ``word`` begins in ``text``, with the edge of a word before it."""
    at = text.find(word)
    while at >= 0:
        if edge(text, at):
            yield at
        at = text.find(word, at + 1)


def mentions(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Return each whole-word use of any of the words: (start, end), in order, and the earlier word first.

    Uses may overlap.
    """
    found = [
        (at, order, at + len(word))
        for order, word in enumerate(words)
        for at in places(text, word)
        if edge(text, at + len(word))
    ]
    return [(start, end) for start, _, end in sorted(found)]


def edge(text: str, at: int) -> bool:
    """Tell whether a word begins or ends at ``at``."""
    return _in_word(text[at - 1 : at] if at else "") is not _in_word(text[at : at + 1])


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"
