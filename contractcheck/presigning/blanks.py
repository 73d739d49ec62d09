"""Looks for blanks and placeholders: what was to be filled in, and was not.

What a filer cut out for a regulator ("[***]", "[REDACTED]") is no blank. Neither are the lines to sign on, nor the
blanks of an attached form that is used later.
"""

from __future__ import annotations

from collections.abc import Iterator

from contractcheck.model import ClauseKind
from contractcheck.presigning.drafts import Draft, Fault

ROW = "blanks"
# Blanks of one printed line are told once; a Markdown line may be a whole paragraph.
_APART = 120
_PASSED = (ClauseKind.CONTENTS, ClauseKind.SIGNATURE)
# So many blanks in one attachment make it a form.
_FULL = 4


def find_blanks(draft: Draft) -> Iterator[Fault]:
    """Yield the blanks and placeholders of a contract, one a printed line.

    An attachment that is full of them is told once: it may be a form for later use.
    """
    last: tuple[int, int] = (-1, 0)
    by_top: dict[int, list[Fault]] = {}
    for blank in draft.contract.states.blanks:
        start, end, what = blank.start, blank.end, blank.what
        line = draft.line_around(start, end)
        if (line[0] == last[0] and start < last[1] + _APART) or draft.kind_at(start) in _PASSED or draft.in_form(start):
            continue
        last = (line[0], end)
        by_top.setdefault(draft.top_at(start), []).append(Fault(ROW, start, end, what))
    for top, faults in by_top.items():
        if top < 0 or len(faults) < _FULL:
            yield from faults
        else:
            name = draft.contract.clauses[top].path or "An attachment"
            what = f"{name} has {len(faults)} blanks. If it is a form for later use, leave them."
            yield Fault(ROW, faults[0].start, faults[0].end, what, sure=False)
