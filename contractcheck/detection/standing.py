"""A match -> whether its words are agreed: an option that is not ticked, a blank where the answer should stand."""

from __future__ import annotations

from dataclasses import dataclass

from contractcheck.detection.runs import PassageView
from contractcheck.detection.values import REDACTED_TEXT, ReadValue
from contractcheck.model import Found, StateKind
from contractcheck.rulebook.joining import Match
from contractcheck.structure.states import States

NOT_TICKED = "An option says this, and its box is not ticked."
NO_BOX_TICKED = "An option says this, and no box of these options is ticked."


@dataclass(frozen=True, slots=True)
class Standing:
    """What the state of the words makes of a finding: ``NO`` for words that are not agreed, else ``UNSURE``.

    ``blank`` tells that it is a blank that makes the words doubtful.
    """

    found: Found
    note: str
    blank: bool = False


def standing_of(
    states: States, view: PassageView, match: Match, reading: ReadValue | None, *, measured: bool
) -> Standing | None:
    """Return what is in the way of the words of a match; None where they are agreed.

    ``measured``: the rule reads a value, which a day left open may decide.
    """
    if not states.spans:
        return None
    ranges = list(_ranges(view, match))
    if any(states.touches(StateKind.UNTICKED, *one) for one in ranges):
        return Standing(Found.NO, NOT_TICKED)
    if any(states.touches(StateKind.OPEN, *one) for one in ranges):
        return Standing(Found.UNSURE, NO_BOX_TICKED)
    known = reading is not None and reading.value.amount is not None and reading.distance == 0
    for start, end in ranges:
        look = states.inside if known else states.blank_of
        blank = look(start, end, measured=measured)
        if blank is not None:
            return Standing(Found.UNSURE, left_blank(states.said(blank)), blank=True)
    if reading is not None and reading.value.text == REDACTED_TEXT:
        blank = states.first(StateKind.BLANK, *reading.place)
        if blank is not None:
            return Standing(Found.UNSURE, left_blank(states.said(blank)), blank=True)
    return None


def left_blank(words: str) -> str:
    """Return the note on a blank where the answer should stand."""
    return f"This was left open: {words}"


def _ranges(view: PassageView, match: Match) -> list[tuple[int, int]]:
    """Return the characters of a match: those in the lead-in, and those of the passage itself."""
    starts, ends = view.places
    own = max(match.start, view.passage.start)
    ranges = []
    if match.start < own:
        stop = min(match.end, own)
        ranges.append((starts[view.real(match.start)], ends[view.real(stop - 1)]))
    if own < match.end:
        ranges.append((starts[own], ends[view.real(match.end - 1)]))
    return ranges
