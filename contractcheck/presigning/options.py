"""Looks for options of which nobody has ticked one."""

from __future__ import annotations

from collections.abc import Iterator

from contractcheck.model import State, StateKind
from contractcheck.presigning.drafts import Draft, Fault

ROW = "open-options"
# Words of the first option that are marked. What goes on for a page is known by its first line.
_SHOWN = 200


def find_open_options(draft: Draft) -> Iterator[Fault]:
    """Yield the groups of options whose boxes are all empty, one fault a group."""
    group: list[State] = []
    for state in draft.contract.states.of(StateKind.OPEN):
        if draft.in_form(state.start):
            continue
        if group and draft.contract.plain[group[-1].end : state.start].strip(" \n\r\t-*•"):
            yield _fault(draft, group)
            group = []
        group.append(state)
    if group:
        yield _fault(draft, group)


def _fault(draft: Draft, group: list[State]) -> Fault:
    start, end = group[0].start, min(group[0].end, group[0].start + _SHOWN)
    end = start + len(draft.contract.text[start:end].rstrip())
    what = "The box is not ticked." if len(group) == 1 else f"None of these {len(group)} options is ticked."
    return Fault(ROW, start, end, what)
