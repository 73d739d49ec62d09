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

from contractcheck.model import Cleaned, Dimension, Document, Outline, Quantity
from contractcheck.passages import Passage, Stream, stream_words
from contractcheck.phrases import Hit, Match, Phrase, find
from contractcheck.quantities import quantities
from contractcheck.references import references
from contractcheck.rules import CompiledRule, RuleSet

_OPENING_CHARS = 4000  # an agreement names its own date here, if anywhere
Hits = dict[int, list[Hit]]
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


class View:
    """The words of one passage as one run: the lead-in, moved to stand directly before the passage's own words."""

    __slots__ = ("_quantities", "_reader", "hits", "index", "items", "passage")

    def __init__(self, index: int, passage: Passage, hits: Hits, reader: Matcher, items: tuple[Hit, ...] = ()) -> None:
        self.index = index
        self.passage = passage
        self.hits = hits
        self.items = items
        self._reader = reader
        self._quantities: dict[Dimension, list[tuple[int, int, Quantity]]] = {}

    @property
    def first(self) -> int:
        """The first position of the run, the lead-in included."""
        lead = self.passage.lead
        return self.passage.first - (lead[1] - lead[0]) if lead else self.passage.first

    def real(self, position: int) -> int:
        """Return the place in the stream of a position in the run."""
        if position >= self.passage.first or self.passage.lead is None:
            return position
        return self.passage.lead[1] - (self.passage.first - position)

    def word(self, position: int) -> str:
        """Return the word at a position of the run."""
        return self._reader.stream.words[self.real(position)]

    def slots(self, dimension: Dimension) -> list[Hit]:
        """Return the ranges of the quantities of one dimension in the run."""
        return [(start, end) for start, end, _ in self.amounts(dimension)]

    def amounts(self, dimension: Dimension) -> list[tuple[int, int, Quantity]]:
        """Return the quantities of one dimension in the run, with their positions."""
        if dimension not in self._quantities:
            self._quantities[dimension] = list(self._read(dimension))
        return self._quantities[dimension]

    @property
    def agreement_date(self) -> Quantity | None:
        """The first date of the document's opening words, which is the agreement's own."""
        return self._reader.agreement_date

    def _read(self, dimension: Dimension) -> Iterator[tuple[int, int, Quantity]]:
        stream, text = self._reader.stream, self._reader.text
        ranges = [(self.passage.first, self.passage.last, 0)]
        if self.passage.lead:
            ranges.insert(0, (*self.passage.lead, self.passage.first - self.passage.lead[1]))
        for first, last, moved in ranges:
            if first >= last:
                continue
            for quantity in quantities(text, stream.starts[first], stream.ends[last - 1], dimension):
                start = bisect_left(stream.starts, quantity.start)
                end = max(bisect_left(stream.starts, quantity.end), start + 1)
                yield start + moved, end + moved, quantity


class Matcher:
    """Finds the candidates of one document."""

    def __init__(
        self,
        rules: RuleSet,
        index: dict[int, list[Entry]],
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
        self._by_sentence: dict[int, Hits] = {}
        self._clause_groups: dict[int, set[int]] = {}
        self._heading_groups: dict[int, frozenset[int]] = {}
        self._collect()

    @cached_property
    def agreement_date(self) -> Quantity | None:
        """The first date of the opening words, or None."""
        first = quantities(self.text, 0, min(len(self.text), _OPENING_CHARS), Dimension.DATE)
        return first[0] if first else None

    def _collect(self) -> None:
        stream = self.stream
        sentence_of, passages, by_sentence = stream.sentence_of, stream.passages, self._by_sentence
        for groups, start, end in self.rules.book.hits(stream.words):
            sentence = sentence_of[start]
            if end > passages[sentence].last:
                continue
            hits = by_sentence.get(sentence)
            if hits is None:
                hits = by_sentence[sentence] = {}
            place = (start, end)
            for group in groups:
                if group in hits:
                    hits[group].append(place)
                else:
                    hits[group] = [place]
        self._follow()
        for sentence, hits in by_sentence.items():
            self._clause_groups.setdefault(passages[sentence].clause, set()).update(hits)

    def _follow(self) -> None:
        """Let "Section 11" stand for the heading of clause 11, for the rules that ask for it."""
        followed = {
            group
            for rule in self.rules.compiled
            if rule.rule.look_for.follow
            for phrase in (*rule.phrases, *rule.under_headings, *rule.contrary, *rule.cues)
            for group in phrase.needs
        }
        if not followed:
            return
        for position, clause in references(self.stream, self.outline):
            groups = self._headings(clause) & followed
            if groups:
                hits = self._by_sentence.setdefault(self.stream.sentence_of[position], {})
                for group in groups:
                    hits[group] = sorted([*hits.get(group, []), (position, position + 1)])

    def candidates(self) -> Iterator[Candidate]:
        """Yield every place where a phrase stands. What stands within one list item is left to the item's own run."""
        for view in self.views():
            for rule, tier, rank, phrase in self.tried(view):
                if phrase.needs <= view.hits.keys():
                    for match in find(phrase, view.hits, view.slots):
                        if match.end > view.passage.first and not any(
                            first <= match.start and match.end <= last for first, last in view.items
                        ):
                            yield Candidate(rule, tier, rank, view, match)

    def tried(self, view: View) -> Iterator[Entry]:
        """Yield the phrases whose rarest chunk stands in a run."""
        index = self._index
        for group in view.hits:
            if group in index:
                yield from index[group]

    def views(self) -> Iterator[View]:
        """Yield the runs of words that hold any chunk: sentences, and list items with their lead-in."""
        passages = self.stream.passages
        number = 0
        while number < len(passages):
            main = number
            number += 1
            own = self._by_sentence.get(main)
            items = []
            while number < len(passages) and self._is_item(main, number):
                items.append(number)
                number += 1
            if own is None:
                continue
            ranges = tuple((passages[item].first, passages[item].last) for item in items)
            yield View(main, passages[main], self._with_lead(passages[main], own), self, ranges)
            for item in items:
                passage = passages[item]
                within = _between(own, passage.first, passage.last)
                if within:
                    yield View(item, passage, self._with_lead(passage, within), self)

    def _is_item(self, main: int, number: int) -> bool:
        sentence, item = self.stream.passages[main], self.stream.passages[number]
        return item.lead is not None and item.last <= sentence.last and item.first >= sentence.first

    def _with_lead(self, passage: Passage, own: Hits) -> Hits:
        if passage.lead is None:
            return own
        first, last = passage.lead
        sentence = self.stream.sentence_of[first] if first < last else -1
        lead = _between(self._by_sentence.get(sentence, {}), first, last)
        if not lead:
            return own
        moved = passage.first - last
        merged = {group: [(start + moved, end + moved) for start, end in places] for group, places in lead.items()}
        for group, places in own.items():
            merged[group] = merged.get(group, []) + places
        return merged

    def under(self, clause: int, headings: tuple[Phrase, ...]) -> bool:
        """Tell whether a clause, or one around it, carries one of these headings."""
        groups = self._headings(clause)
        return any(phrase.needs <= groups for phrase in headings)

    def holds(self, clause: int, cues: tuple[Phrase, ...]) -> bool:
        """Tell whether a clause, its headings or the clause around it hold one of these cues."""
        clauses = self.outline.clauses
        parent = clauses[clause].parent if clause < len(clauses) else -1
        groups = (
            self._clause_groups.get(clause, set()) | self._clause_groups.get(parent, set()) | self._headings(clause)
        )
        return any(phrase.needs <= groups for phrase in cues)

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


def _between(hits: Hits, first: int, last: int) -> Hits:
    kept: Hits = {}
    for group, places in hits.items():
        inside = [place for place in places if place[0] >= first and place[1] <= last]
        if inside:
            kept[group] = inside
    return kept


def index_phrases(compiled: tuple[CompiledRule, ...]) -> dict[int, list[Entry]]:
    """Index every phrase that can prove something by its rarest chunk."""
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
