"""The title of a requirement: the term of art that lawyers search for, and a plain gloss behind a colon.

"Force majeure: events beyond control excuse performance". Columns and lists show the term alone.
"""

from __future__ import annotations

from contractcheck.model.oneline import cut

TERM_CHARS = 28
"""A term of art has at most so many characters: it heads a column."""
_COLON = ": "


def term(title: str) -> str:
    """Return the term of art of a title. A title without one, in a rule of the user's own, is cut."""
    return cut(title.split(_COLON, 1)[0], TERM_CHARS)


def gloss(title: str) -> str:
    """Return what a title says in plain words: what stands behind the term, or all of it."""
    return title.split(_COLON, 1)[-1]


def within(title: str) -> str:
    """Return the term of art as it stands within a sentence: "force majeure", but "IP ownership"."""
    words = term(title)
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
