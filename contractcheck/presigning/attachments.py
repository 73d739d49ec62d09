"""Faults: attachments that the text names and that are not in the document."""

from __future__ import annotations

from collections.abc import Iterator

from contractcheck.presigning.drafts import Draft, Fault
from contractcheck.structure.notattached import find_not_attached, says_omitted

ROW = "attachments"


def find_lost_attachments(draft: Draft) -> Iterator[Fault]:
    """Yield the attachments that are named and not there, each at its first mention."""
    contract = draft.contract
    omitted = says_omitted(contract.text)
    for attachment in find_not_attached(contract.plain, contract.lines, contract.outline):
        if omitted:
            what = f"{attachment.name} is referred to but was left out of this copy. Check the original."
        else:
            what = f"{attachment.name} is referred to but is not in this document."
        yield Fault(ROW, attachment.start, attachment.end, what, sure=not omitted)
