"""Nothing was found: explains why.

Left to a document that is not here, answered by standard terms, cut out, or absent with the nearest passage.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from contractcheck.detection.evidence import Quoter
from contractcheck.detection.matching import Matcher
from contractcheck.detection.runs import PassageView
from contractcheck.detection.sightings import numbers
from contractcheck.detection.standardterms import NamedTerms
from contractcheck.detection.standing import left_blank
from contractcheck.language.labels import ANNEX, ATTACHMENT, either
from contractcheck.language.passages import BLANK, REDACTED
from contractcheck.model import Attachment, Evidence, Found, StateKind
from contractcheck.rulebook.joining import Match
from contractcheck.rulebook.rules import CompiledRule

# "as set forth in Exhibit C", "described in the Support Policy", "in accordance with Schedule 3", "Annex 2 sets out".
_POINTS = re.compile(
    r"(?:set\s+(?:forth|out)|describ|specifi|defin|detail|contain|includ|list|stat|identif|provid|attach|annex|laid\s+down"
    r"|dealt\s+with|address|cover|regulat|govern|found|agreed|record)\w*\s+(?:in|on|as|to|at|by)\b"
    r"|in\s+accordance\s+with|pursuant\s+to|as\s+per|subject\s+to|see\s"
    r"|\b(?:describes?|sets?\s+(?:out|forth)|lists?|contains?|specif(?:y|ies)|identif(?:y|ies)|details|deals\s+with|governs?)\s",
    re.IGNORECASE,
)
# "in that policy", after a sentence that named it.
_BACK = re.compile(
    rf"\b(?:that|this|such|the\s+said|the\s+same)\s+(policy|document|{either(*ANNEX, ATTACHMENT)}|addendum|terms)\b",
    re.IGNORECASE,
)
_NEAREST_SHARE = 0.45  # a passage with fewer of a phrase's chunks is not near
_CLOSE_WORDS = 12  # a redaction this near a topic word is what was cut out of it


class Absences:
    """Explains the requirements that no phrase found in one document. The document is gone through once for all."""

    def __init__(self, matcher: Matcher, quoter: Quoter, asked: frozenset[int], named: NamedTerms) -> None:
        """``asked`` are the numbers of the rules that found nothing, ``named`` the standard terms that are taken in."""
        self._asked = asked
        self._taken_in = named
        self._matcher = matcher
        self._quoter = quoter
        here = tuple(row for row in matcher.outline.attachments if not row.present)
        known = {row.start for row in here}
        taken_in = (row for row in matcher.contract.coverage.terms if row.start not in known)
        more = (Attachment(row.name, present=False, start=row.start, end=row.end) for row in taken_in)
        self._missing = tuple(sorted((*here, *more), key=lambda row: row.start))
        self._near: dict[int, tuple[PassageView, int]] | None = None
        self._pointers: dict[int, str] = {}

    def explain(self, number: int, rule: CompiledRule) -> tuple[Found, Evidence | None, str]:
        """Return referenced, redacted or unsure with the passage that says so, or no with the nearest passage."""
        if self._near is None:
            self._near = self._scan()
        cut = self._cut_out(rule)
        if cut is not None:
            return cut
        for view, match in self._named(rule):
            pointer = self._pointer(view, match)
            if pointer is not None:
                return pointer
        answer = self._taken_in.answer(rule.rule.id)
        if answer is not None:
            index = max(bisect_right(self._starts, answer.start) - 1, 0)
            return Found.REFERENCED, self._quoter.quote(index, answer.start, answer.end, answer.core)[0], answer.note
        if number not in self._near:
            return Found.NO, None, ""
        view, position = self._near[number]
        return Found.NO, self._quote(view, position), ""

    def _cut_out(self, rule: CompiledRule) -> tuple[Found, Evidence | None, str] | None:
        """Return a clause that has the topic for its heading and nothing but a redaction for its body."""
        for view_clause, first, last, groups in self._blanks:
            if any(phrase.needs <= groups for phrase in rule.topic):
                stream, row = self._matcher.stream, self._matcher.outline.clauses[view_clause]
                core = (stream.starts[first], stream.ends[last - 1])
                quote = self._quoter.quote(view_clause, row.start, stream.ends[last - 1], core)[0]
                if stream.words[first] == BLANK:
                    return Found.UNSURE, quote, "The words of this clause were left blank."
                return Found.REDACTED, quote, "The words were cut out of this copy."
        return None

    @cached_property
    def _starts(self) -> list[int]:
        return [clause.start for clause in self._matcher.outline.clauses]

    @cached_property
    def _blanks(self) -> tuple[tuple[int, int, int, frozenset[int]], ...]:
        """The clauses whose body is cut out: (clause, first and last word, the chunks of its own heading)."""
        stream, clauses = self._matcher.stream, self._matcher.outline.clauses
        ranges: dict[int, tuple[int, int]] = {}
        for passage in stream.passages:
            first, last = ranges.get(passage.clause, (passage.start, passage.end))
            ranges[passage.clause] = (min(first, passage.start), max(last, passage.end))
        return tuple(
            (clause, first, last, self._matcher.heading_groups(clause))
            for clause, (first, last) in ranges.items()
            if first < last
            and clauses[clause].heading
            and all(stream.words[at] in (REDACTED, BLANK) for at in range(first, last))
        )

    def _scan(self) -> dict[int, tuple[PassageView, int]]:
        """Find, for every rule, the run that comes nearest to one of its phrases, and a word of it there.

        The nearest holds the largest share of a phrase's chunks, the rarest among them; of equals it is the first.
        """
        holdings, views = self._matcher.holdings, self._matcher.views
        best: dict[int, tuple[float, int, int]] = {}
        for number, (rule, _, _, phrase) in enumerate(self._matcher.entries):
            runs = holdings.of(phrase.anchor)
            if rule not in self._asked or not runs:
                continue
            count, runs = _most(runs, [holdings.of(group) for group in phrase.needs if group != phrase.anchor])
            share = count / len(phrase.needs)
            if share >= _NEAREST_SHARE:
                place = (-share, next(numbers(runs)), number)
                best[rule] = min(best.get(rule, place), place)
        near: dict[int, tuple[PassageView, int]] = {}
        for rule, (_, run, number) in best.items():
            anchor = self._matcher.entries[number][3].anchor
            near[rule] = (views[run], views[run].hits.get(anchor, [])[0][0])
        return near

    def _named(self, rule: CompiledRule) -> Iterator[tuple[PassageView, Match]]:
        """Yield the places where a rule's topic is named."""
        holdings, views = self._matcher.holdings, self._matcher.views
        tries = [
            (run, phrase.anchor, place)
            for place, phrase in enumerate(rule.topic)
            for run in numbers(holdings.all_of(phrase.needs))
        ]
        for run, _, place in sorted(tries):
            view = views[run]
            for match in view.find(rule.topic[place]):
                yield view, match

    def _pointer(self, view: PassageView, match: Match) -> tuple[Found, Evidence | None, str] | None:
        stream, states = self._matcher.stream, self._matcher.contract.states
        if states.touches(StateKind.UNTICKED, stream.starts[view.passage.start], stream.ends[view.passage.end - 1]):
            return None
        at = view.real(match.end - 1)
        blank = states.blank_of(stream.starts[at], stream.ends[at])
        if blank is not None:
            return Found.UNSURE, self._quote(view, match.start), left_blank(states.said(blank))
        close = range(max(view.start, match.start - _CLOSE_WORDS), min(view.passage.end, match.end + _CLOSE_WORDS))
        if any(view.word(position) == REDACTED for position in close):
            return Found.REDACTED, self._quote(view, match.start), "The words were cut out of this copy."
        name = self._pointed(view)
        if name:
            return Found.REFERENCED, self._quote(view, match.start), f"Left to {name}, which is not in this document."
        return None

    def _pointed(self, view: PassageView) -> str:
        """Return the absent document that a run leaves something to, or "": asked once, however often it is named."""
        known = self._pointers.get(view.index)
        if known is None:
            stream, text = self._matcher.stream, self._matcher.contract.text
            start, end = stream.starts[view.passage.start], stream.ends[view.passage.end - 1]
            name = self._attachment(start, end) or self._named_before(view, start, end)
            known = self._pointers[view.index] = name if name and _POINTS.search(text, start, end) else ""
        return known

    def _attachment(self, start: int, end: int) -> str:
        for row in self._missing:
            if start <= row.start < end:
                return row.name
        passage = self._matcher.contract.slice(start, end)
        for row in self._missing:
            if row.name in passage and re.search(rf"\b{re.escape(row.name)}\b", passage):
                return row.name
        return ""

    def _named_before(self, view: PassageView, start: int, end: int) -> str:
        """Return the absent document that "that policy" means: the last one of that kind named in the same clause."""
        back = _BACK.search(self._matcher.contract.text, start, end)
        if back is None:
            return ""
        kind, clause = back[1].casefold(), self._matcher.outline.clauses[view.passage.clause]
        for row in reversed(self._missing):
            if clause.start <= row.start < start and (kind in row.name.casefold() or kind == "document"):
                return row.name
        return ""

    def _quote(self, view: PassageView, position: int) -> Evidence:
        stream = self._matcher.stream
        at = view.real(position)
        start, end = stream.starts[view.passage.start], stream.ends[view.passage.end - 1]
        if not start <= stream.starts[at] < end:
            at = view.passage.start
        core = (stream.starts[at], stream.ends[at])
        return self._quoter.quote(view.passage.clause, start, end, core)[0]


def _most(runs: int, others: list[int]) -> tuple[int, int]:
    """Return the largest number of groups that one run holds, and the runs that hold so many.

    ``runs`` are those that hold the first group, ``others`` those that hold each of the others, as bits.
    """
    levels = [runs]  # the runs that hold the first group and at least so many others
    for other in others:
        above = levels[-1] & other
        for level in range(len(levels) - 1, 0, -1):
            levels[level] |= levels[level - 1] & other
        if above:
            levels.append(above)
    return len(levels), levels[-1]
