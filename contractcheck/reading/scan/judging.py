"""Whether a recognised page was read: an engine gives back words for a stain as well."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contractcheck.reading.scan.words import Recogniser, Word

# The commonest words of English. A third of a contract's words are among them, and hardly any of a bad reading's.
COMMON = frozenset(
    "the of and to in or any shall by be this for that with is as such not on a an will from which may its at all other"
    " it are has no if under each than been have party parties agreement contract section services date page"
    " provider customer supplier client company term terms schedule exhibit between upon".split()
)
# A page of fewer words (a cover, a signature page) is too short to count them.
MIN_WORDS = 30
MIN_COMMON = 0.12
TOO_POOR = "the image is too poor to read"

_LETTERS = re.compile(r"[^\W\d_]{2,}")


def confidence(words: Sequence[Word]) -> float:
    """Return how sure the engine is of a page, 0 to 1: the mean over its characters."""
    size = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / size if size else 0.0


def is_read(words: Sequence[Word], engine: Recogniser) -> bool:
    """Tell whether these are the words of the page.

    Where the engine is neither sure nor lost, the words must be English. A table of figures, or a page in another
    language, has few of its words, but is read with confidence where the image is good.
    """
    sure = confidence(words)
    if sure < engine.poor:
        return False
    return sure >= engine.doubtful or _is_english(" ".join(word.text for word in words))


def _is_english(text: str) -> bool:
    found = [word.casefold() for word in _LETTERS.findall(text)]
    if len(found) < MIN_WORDS:
        return True
    return sum(word in COMMON for word in found) >= MIN_COMMON * len(found)
