"""Pages that contractcheck itself put into a file: they are no words of the contract.

They count as not read, and the report says so: who writes the sentence on a page of a contract hides nothing.
"""

from __future__ import annotations

from collections.abc import Collection

# Stands at the head of each such page. Whoever changes it makes older marked copies read as contracts.
ADDED_PAGE = "This page was added by contractcheck. It is not part of the contract."
_WORDS = len(ADDED_PAGE.split())
NOT_READ = "contractcheck added it"


def is_added(text: str) -> bool:
    """Whether the text of a page says that contractcheck added the page."""
    return " ".join(text.split(None, _WORDS)[:_WORDS]).startswith(ADDED_PAGE)


def not_read(numbers: Collection[int]) -> tuple[str, ...]:
    """Return the note on the added pages for the head of a report, if there are any."""
    if not numbers:
        return ()
    if len(numbers) == 1:
        return (f"Page {min(numbers)} says that contractcheck added it: it was not read as part of the contract.",)
    listed = ", ".join(str(number) for number in sorted(numbers))
    return (f"Pages {listed} say that contractcheck added them: they were not read as part of the contract.",)
