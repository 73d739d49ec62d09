"""Pages that contractcheck itself put into a file: they are no words of the contract."""

from __future__ import annotations

# Stands at the head of each such page. Whoever changes it makes older marked copies read as contracts.
ADDED_PAGE = "This page was added by contractcheck. It is not part of the contract."


def is_added(text: str) -> bool:
    """Whether the text of a page says that contractcheck added the page."""
    return ADDED_PAGE in " ".join(text.split())
