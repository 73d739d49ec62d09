"""The name that was meant, where somebody wrote one that is not known."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a question with the nearest known names (": did you mean 'x' or 'y'?"), or "" where none is near."""
    from difflib import get_close_matches  # needed only where something was misspelt

    near = get_close_matches(word.casefold(), list(known), n=2, cutoff=0.6)
    return f": did you mean {' or '.join(repr(name) for name in near)}?" if near else ""
