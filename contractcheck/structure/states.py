"""What of a contract is agreed: the one place that knows of options that are not ticked, of blanks and of notes.

Readers say what only the file knows (a field that nobody filled in). All that the words themselves show is found here,
once, in the same way for every kind of file.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from contractcheck.language.blanks import Blank, find_blanks, is_redacted_copy
from contractcheck.language.draftnotes import find_notes
from contractcheck.language.options import find_options
from contractcheck.language.wanted import wants
from contractcheck.model import Clause, ClauseKind, Dimension, Document, Span, State, StateKind

# Where a blank is no answer to anything: a line to sign on, the leaders of a table of contents.
_PASSED = (ClauseKind.CONTENTS, ClauseKind.SIGNATURE)
# Words between a match and the blank that completes it: "not exceed the sum of ____", "laws of the State of ____".
_COMPLETES = re.compile(
    r"[\s\"“‘'(:$€£]*(?:(?:of|the|an?|than|by|with|in|to|at|is|be|are|being|not|no|more|less|most|least|up|equal"
    r"|approximately|exceed|sum|amount|total|aggregate|maximum|minimum|period|term|within|laws?|courts?|state|states|commonwealth|province"
    r"|republic|kingdom|country|county|city|jurisdiction|us|usd|eur|gbp|inr|rs\.?)\b[\s\"“‘'(:$€£]*){0,10}",
    re.IGNORECASE,
)
_COMPLETES_REACH = 120
# "[Customer]", "________ (the "Buyer")": who it is may be open, and what was agreed with them is not.
_NAME = re.compile(
    r"\[\s*(?:the\s+|your\s+)?(?:party|client|customer|company|provider|supplier|vendor|contractor|consultant|buyer|seller"
    r"|licensor|licensee|controller|processor)(?:\s+(?:[a-z]|\d|name))?(?:['’]s)?\s*\]",
    re.IGNORECASE,
)
_NAMED_AFTER = re.compile(r"[\s_,]*\(\s*(?:the\s+|hereinafter\s+|each\s+an?\s+)*[\"“‘']", re.IGNORECASE)
# Words in brackets that settle nothing: "(whether or not declared by ____)". And the first day of what comes again.
_EXAMPLE = re.compile(r"\(\s*(?:whether\s+or\s+not|including|such\s+as|for\s+example|e\.g\.)", re.IGNORECASE)
_EXAMPLE_REACH = 200
_FIRST_DAY = re.compile(r"\b(?:beginning|commencing|starting)\s+(?:with|on|from|in)\s+(?:the\s+)?\Z", re.IGNORECASE)
_FIRST_DAY_REACH = 30
_AROUND = 45
_SHOWN_BLANK = "____"


@dataclass(frozen=True)
class States:
    """The states of one contract, each kind in order. ``blanks`` are all of them, those to sign on too.

    ``spans`` are the states that matter to what is agreed.
    """

    plain: str
    printed: str
    blanks: tuple[Blank, ...]
    spans: tuple[State, ...]

    @cached_property
    def redacted(self) -> bool:
        """Whether this is a copy from which words were cut out for a regulator."""
        return is_redacted_copy(self.printed)

    @cached_property
    def _by_kind(self) -> dict[StateKind, tuple[list[int], list[int]]]:
        found: dict[StateKind, tuple[list[int], list[int]]] = {}
        for state in self.spans:
            starts, ends = found.setdefault(state.kind, ([], []))
            starts.append(state.start)
            ends.append(state.end)
        return found

    def of(self, kind: StateKind) -> tuple[State, ...]:
        """Return the states of one kind."""
        return tuple(state for state in self.spans if state.kind is kind)

    def touches(self, kind: StateKind, start: int, end: int) -> bool:
        """Tell whether a range overlaps a state of a kind."""
        return self.first(kind, start, end) is not None

    def first(self, kind: StateKind, start: int, end: int) -> Span | None:
        """Return the first state of a kind that a range overlaps."""
        starts, ends = self._by_kind.get(kind, ([], []))
        at = bisect_right(ends, start)
        return Span(starts[at], ends[at]) if at < len(starts) and starts[at] < end else None

    def inside(self, start: int, end: int, *, measured: bool = True) -> Span | None:
        """Return the first blank in some words that answers more than who a party is.

        Nor does one in an example in brackets, or, where nothing is ``measured``, a first day ("beginning with ____").
        """
        blank = self.first(StateKind.BLANK, start, end)
        while blank is not None and (
            self._is_name(blank) or self._is_example(blank) or (not measured and self._is_first_day(blank))
        ):
            blank = self.first(StateKind.BLANK, blank.end, end)
        return blank

    def _is_name(self, blank: Span) -> bool:
        if _NAMED_AFTER.match(self.plain, blank.end):
            return True
        return _NAME.fullmatch(self.plain, blank.start, blank.end) is not None

    def _is_example(self, blank: Span) -> bool:
        opened = self.plain.rfind("(", max(0, blank.start - _EXAMPLE_REACH), blank.start)
        return (
            opened >= 0
            and ")" not in self.plain[opened : blank.start]
            and _EXAMPLE.match(self.plain, opened) is not None
        )

    def _is_first_day(self, blank: Span) -> bool:
        return _FIRST_DAY.search(self.plain, max(0, blank.start - _FIRST_DAY_REACH), blank.start) is not None

    def blank_of(self, start: int, end: int, *, measured: bool = True) -> Span | None:
        """Return the blank in some words, or the one that completes them: "governed by the laws of ____"."""
        inside = self.inside(start, end, measured=measured)
        if inside is not None:
            return inside
        starts, ends = self._by_kind.get(StateKind.BLANK, ([], []))
        after = bisect_left(starts, end)
        near = after < len(starts) and starts[after] - end <= _COMPLETES_REACH
        if near and _COMPLETES.fullmatch(self.plain, end, starts[after]):
            return Span(starts[after], ends[after])
        before = bisect_right(ends, start) - 1
        if before >= 0 and not self.plain[ends[before] : start].strip(" \"”’')\n\r"):
            return Span(starts[before], ends[before])
        return None

    def wants(self, dimension: Dimension, start: int, end: int) -> bool:
        """Tell whether a blank without a unit stands where a quantity is wanted: "not exceed ____"."""
        return wants(self.plain, dimension, start, end)

    def said(self, blank: Span) -> str:
        """Return a blank with the words around it on one line, in quotation marks."""
        printed = self.printed[blank.start : blank.end]
        shown = printed if printed.strip() else _SHOWN_BLANK
        left = self.plain[max(0, blank.start - _AROUND) : blank.start]
        right = self.plain[blank.end : blank.end + _AROUND]
        left = left.rpartition("\n\n")[2]
        right = right.partition("\n\n")[0]
        left = left.partition(" ")[2] if len(left) == _AROUND else left
        right = right.rpartition(" ")[0] if len(right) == _AROUND else right
        return "“" + " ".join(f"{left}{shown}{right}".split()) + "”"

    @cached_property
    def agreed(self) -> str:
        """The plain text from which amounts are read: blanks are lines, and notes are blanked out."""
        if not self.spans:
            return self.plain
        pieces: list[str] = []
        done = 0
        for state in _apart(self.spans):
            pieces.append(self.plain[done : state.start])
            size = state.end - state.start
            pieces.append(("_" if state.kind is StateKind.BLANK and size > 1 else " ") * size)
            done = state.end
        pieces.append(self.plain[done:])
        return "".join(pieces)


def find_states(document: Document, plain: str, clauses: Sequence[Clause]) -> States:
    """Find the states of a contract. ``plain`` has plain spaces, its noise blanked out, and the document's offsets."""
    options = find_options(plain)
    notes = [State(StateKind.NOTE, span.start, span.end) for span in find_notes(plain)]
    notes += [state for state in document.states if state.kind is StateKind.NOTE]
    markdown = document.media == "text/markdown"
    given = [
        Blank(state.start, state.end, "A field was left empty.")
        for state in document.states
        if state.kind is StateKind.BLANK
    ]
    boxes = {state.start for state in options}
    text = document.text
    found = find_blanks(plain, text, markdown=markdown, redacted=lambda: is_redacted_copy(text))
    blanks = sorted(
        (*given, *(blank for blank in found if blank.start not in boxes)), key=lambda one: (one.start, one.end)
    )
    own = [State(StateKind.BLANK, span.start, span.end) for span in _joined(_to_answer(blanks, plain, clauses))]
    noted = [State(StateKind.NOTE, span.start, span.end) for span in _joined(notes)]
    spans = tuple(sorted((*options, *noted, *own), key=lambda one: (one.start, one.end)))
    return States(plain, text, tuple(blanks), spans)


def _to_answer(blanks: Iterable[Blank], plain: str, clauses: Sequence[Clause]) -> Iterator[Blank]:
    """Leave out the blanks of signature blocks."""
    starts = [clause.start for clause in clauses]
    for blank in blanks:
        at = bisect_right(starts, blank.start) - 1
        if at < 0 or clauses[at].kind not in _PASSED:
            yield blank


def _joined(spans: Iterable[Span | State | Blank]) -> Iterator[Span]:
    """Yield the ranges in order, those that overlap joined."""
    last: Span | None = None
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        if last is not None and span.start < last.end:
            last = Span(last.start, max(last.end, span.end))
            continue
        if last is not None:
            yield last
        last = Span(span.start, span.end)
    if last is not None:
        yield last


def _apart(spans: Iterable[State]) -> Iterator[State]:
    """Yield the notes and the blanks, without overlap. They are in order."""
    done = 0
    for one in spans:
        if one.kind in (StateKind.NOTE, StateKind.BLANK) and one.end > done:
            yield replace(one, start=max(one.start, done))
            done = one.end
