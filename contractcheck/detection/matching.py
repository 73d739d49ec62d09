"""(Stream, rules) -> candidates: the places where a phrase of a rule stands, before anybody weighs them.

One pass of the phrase book over the words gives the chunks of every sentence. A phrase is tried only in a sentence that
holds its rarest chunk, and only where all its chunks are there. List items are read together with their lead-in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from contractcheck.detection.passages import Passage, Stream, stream_words
from contractcheck.detection.quantities import quantities
from contractcheck.detection.references import references
from contractcheck.detection.runs import Hits, KeyPlaces, View
from contractcheck.model import Cleaned, Dimension, Document, Outline, Quantity
from contractcheck.rulebook.phrases import Hit, Match, Phrase, find
from contractcheck.rulebook.rules import CompiledRule, RuleSet

_OPENING_CHARS = 4000  # an agreement names its own date here, if anywhere
Entry = tuple[int, "Tier", int, Phrase]
"""A rule's number, what the phrase proves, its place in the rule, the phrase."""


class Tier(Enum):
    """What a match of a phrase proves."""

    ENOUGH = auto()
    UNDER_HEADING = auto()
    UNCONDITIONAL = auto()
    MAYBE = auto()
    CONTRARY = auto()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase of a rule that stands in a passage. ``rank`` is the phrase's place in the rule: earlier is stronger.

    Positions of ``match`` are those of :class:`View`.
    """

    rule: int
    tier: Tier
    rank: int
    view: View
    match: Match


class Matcher:
    """Finds the candidates of one document."""

    def __init__(
        self,
        rules: RuleSet,
        index: Index,
        document: Document,
        cleaned: Cleaned,
        outline: Outline,
        stream: Stream,
    ) -> None:
        self.rules = rules
        self.document = document
        self.text = blanked(document.text, cleaned)
        self.outline = outline
        self.stream = stream
        self._index = index
        self._found = rules.book.found(stream.words)
        self._starts = [start for _, start, _ in self._found]
        self._ranges: dict[tuple[int, int], KeyPlaces] = {}
        self._clause_groups: dict[int, frozenset[int]] = {}
        self._heading_groups: dict[int, frozenset[int]] = {}
        self._followed = list(self._follow())

    @cached_property
    def agreement_date(self) -> Quantity | None:
        """The first date of the opening words, or None."""
        first = quantities(self.text, 0, min(len(self.text), _OPENING_CHARS), Dimension.DATE)
        return first[0] if first else None

    def _between(self, first: int, last: int) -> KeyPlaces:
        """Return where the chunks stand that lie wholly within a range of words."""
        places: KeyPlaces = {}
        found = self._found
        for at in range(bisect_left(self._starts, first), bisect_left(self._starts, last)):
            key, start, end = found[at]
            if end <= last:
                if key in places:
                    places[key].append((start, end))
                else:
                    places[key] = [(start, end)]
        return places

    def _lead(self, lead: tuple[int, int]) -> KeyPlaces:
        if lead not in self._ranges:
            self._ranges[lead] = self._between(*lead)
        return self._ranges[lead]

    def _follow(self) -> Iterator[tuple[int, frozenset[int]]]:
        """Let "Section 11" stand for the heading of clause 11, for the rules that ask for it."""
        if self._index.followed:
            for position, clause in references(self.stream, self.outline):
                groups = self._headings(clause) & self._index.followed
                if groups:
                    yield position, groups

    def candidates(self) -> Iterator[Candidate]:
        """Yield every place where a phrase stands. What stands within one list item is left to the item's own run."""
        for view in self.views:
            hits = view.hits
            groups = hits.groups
            for rule, tier, rank, phrase in self.tried(view):
                if phrase.needs <= groups:
                    for match in find(phrase, hits, view.slots):
                        if match.end > view.passage.first and not any(
                            first <= match.start and match.end <= last for first, last in view.items
                        ):
                            yield Candidate(rule, tier, rank, view, match)

    def tried(self, view: View) -> Iterator[Entry]:
        """Yield the phrases whose rarest chunk stands in a run."""
        entries = self._index.entries
        for group in sorted(entries.keys() & view.hits.groups):
            yield from entries[group]

    @cached_property
    def views(self) -> tuple[View, ...]:
        """The runs of words that hold any chunk: sentences, and list items with their lead-in."""
        return tuple(self._views())

    def _views(self) -> Iterator[View]:
        passages = self.stream.passages
        number = 0
        while number < len(passages):
            main = number
            number += 1
            items = []
            while number < len(passages) and self._is_item(main, number):
                items.append(number)
                number += 1
            ranges = tuple((passages[item].first, passages[item].last) for item in items)
            for index in (main, *items):
                passage = passages[index]
                hits = self._hits(passage)
                if hits.groups:
                    yield View(index, passage, hits, self, ranges if index == main else ())

    def _is_item(self, main: int, number: int) -> bool:
        sentence, item = self.stream.passages[main], self.stream.passages[number]
        return item.lead is not None and item.last <= sentence.last and item.first >= sentence.first

    def _hits(self, passage: Passage) -> Hits:
        own = self._between(passage.first, passage.last)
        extra: dict[int, list[Hit]] = {}
        for position, groups in self._followed:
            if passage.first <= position < passage.last:
                for group in groups:
                    extra.setdefault(group, []).append((position, position + 1))
        book = self.rules.book
        if passage.lead is None or not own:
            return Hits(book, own, extra=extra)
        return Hits(book, own, self._lead(passage.lead), passage.first - passage.lead[1], extra)

    def under(self, clause: int, headings: tuple[Phrase, ...]) -> bool:
        """Tell whether a clause, or one around it, carries one of these headings."""
        groups = self._headings(clause)
        return any(phrase.needs <= groups for phrase in headings)

    def holds(self, clause: int, cues: tuple[Phrase, ...]) -> bool:
        """Tell whether a clause, its headings or the clause around it hold one of these cues."""
        clauses = self.outline.clauses
        parent = clauses[clause].parent if clause < len(clauses) else -1
        groups = self._body_groups(clause) | self._body_groups(parent) | self._headings(clause)
        return any(phrase.needs <= groups for phrase in cues)

    def _body_groups(self, clause: int) -> frozenset[int]:
        if clause not in self._clause_groups:
            groups: set[int] = set()
            for number in self._passages_of.get(clause, ()):
                passage = self.stream.passages[number]
                for key in self._between(passage.first, passage.last):
                    groups.update(self.rules.book.groups_of[key])
            for position, followed in self._followed:
                if self.stream.passages[self.stream.sentence_of[position]].clause == clause:
                    groups |= followed
            self._clause_groups[clause] = frozenset(groups)
        return self._clause_groups[clause]

    @cached_property
    def _passages_of(self) -> dict[int, list[int]]:
        """The sentences of each clause."""
        rows: dict[int, list[int]] = {}
        for number, passage in enumerate(self.stream.passages):
            rows.setdefault(passage.clause, []).append(number)
        return rows

    def heading_groups(self, clause: int) -> frozenset[int]:
        """Return the chunks of phrases that stand in a clause's own heading."""
        return frozenset(_groups_in(self.rules, self.outline.clauses[clause].heading))

    def _headings(self, clause: int) -> frozenset[int]:
        if clause not in self._heading_groups:
            row = self.outline.clauses[clause]
            groups = set(_groups_in(self.rules, row.heading)) if row.heading else set()
            if row.parent >= 0:
                groups |= self._headings(row.parent)
            self._heading_groups[clause] = frozenset(groups)
        return self._heading_groups[clause]


def blanked(text: str, cleaned: Cleaned) -> str:
    """Return the text with spaces for furniture, so that no number is read across a page's foot. Offsets stay."""
    parts: list[str] = []
    at = 0
    for span in cleaned.noise:
        parts.extend((text[at : span.start], " " * (span.end - span.start)))
        at = span.end
    return "".join(parts) + text[at:]


def _groups_in(rules: RuleSet, text: str) -> Iterator[int]:
    words = stream_words(text)
    if words:
        for groups, _, _ in rules.book.hits(words):
            yield from groups


@dataclass(frozen=True)
class Index:
    """The phrases of the rules, to be found by what stands in a run.

    ``entries``: rarest group -> phrases. ``followed``: the groups that a cross-reference may stand for.
    """

    entries: dict[int, list[Entry]]
    followed: frozenset[int]


def index_phrases(rules: RuleSet) -> Index:
    """Index every phrase that can prove something by its rarest chunk."""
    followed = frozenset(
        group
        for rule in rules.compiled
        if rule.rule.look_for.follow
        for phrase in (*rule.phrases, *rule.under_headings, *rule.contrary, *rule.cues)
        for group in phrase.needs
    )
    return Index(_entries(rules.compiled), followed)


def _entries(compiled: tuple[CompiledRule, ...]) -> dict[int, list[Entry]]:
    index: dict[int, list[Entry]] = {}
    for number, rule in enumerate(compiled):
        rank = 0
        for tier, phrases in (
            (Tier.ENOUGH, rule.phrases),
            (Tier.UNDER_HEADING, rule.under_headings),
            (Tier.UNCONDITIONAL, rule.unconditional),
            (Tier.MAYBE, rule.maybe),
            (Tier.CONTRARY, rule.contrary),
        ):
            for phrase in phrases:
                index.setdefault(phrase.anchor, []).append((number, tier, rank, phrase))
                rank += 1
    return index
