"""(Stream, rules) -> candidates: the places where a phrase of a rule stands, before anybody weighs them.

One pass of the phrase book over the words gives the chunks of every sentence, and a bit for each sentence that holds
one. A phrase is tried only where the bits of all its chunks are set. List items are read together with their lead-in.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from operator import itemgetter

from contractcheck.contract import Contract
from contractcheck.detection.index import Index, IndexedPhrase, Tier
from contractcheck.detection.runs import PassageView, RunHits, RunText
from contractcheck.detection.sightings import Holdings, Sightings, bits_of, numbers
from contractcheck.language.crossrefs import named_clauses as references
from contractcheck.language.passages import Passage
from contractcheck.rulebook.joining import Match
from contractcheck.rulebook.phrases import WordRange
from contractcheck.rulebook.rules import RuleSet
from contractcheck.rulebook.tokens import Sought

_POSITION = itemgetter(0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase of a rule that stands in a passage. ``rank`` is the phrase's place in the rule: earlier is stronger.

    Positions of ``match`` are those of :class:`PassageView`.
    """

    rule: int
    tier: Tier
    rank: int
    view: PassageView
    match: Match


class Matcher:
    """Finds the candidates of one document."""

    def __init__(
        self,
        rules: RuleSet,
        index: Index,
        contract: Contract,
    ) -> None:
        self.rules = rules
        self.contract = contract
        self.outline = contract.outline
        self.stream = contract.words
        self._index = index
        self._run_text = RunText(contract, rules.tokens)
        self._sightings = Sightings(rules.book, contract.doc)
        self._clause_groups: dict[int, frozenset[int]] = {}
        self._heading_groups: dict[int, frozenset[int]] = {}
        self._around: dict[int, frozenset[int]] = {}
        self._concerns: dict[tuple[int, bool, int], bool] = {}
        self._followed = sorted(self._follow(), key=_POSITION)
        # The runs know the source and the sightings, and not the matcher: nothing here is a ring, so that all of it
        # is freed at once, without the collector.
        self.views, self.holdings = self._read()

    def _follow(self) -> Iterator[tuple[int, frozenset[int]]]:
        """Let "Section 11" stand for the heading of clause 11, for the rules that ask for it."""
        if self._index.followed:
            for position, clause in references(self.stream, self.outline):
                groups = self._headings(clause) & self._index.followed
                if groups:
                    yield position, groups

    def candidates(self) -> Iterator[Candidate]:
        """Yield every place where a phrase stands in a clause that its rule looks at.

        What stands within one list item is left to the item's own run.
        """
        entries, holdings, views = self._index.entries, self.holdings, self.views
        tries = [
            (run, number)
            for number, (_, _, _, phrase) in enumerate(entries)
            if (runs := holdings.all_of(phrase.needs))
            for run in numbers(runs)
        ]
        tries.sort()
        for run, number in tries:
            rule, tier, rank, phrase = entries[number]
            view = views[run]
            if not self._concerned(rule, tier, view.passage.clause):
                continue
            for match in view.find(phrase, blanks=True):
                if match.end > view.passage.start and not view.in_item(match):
                    yield Candidate(rule, tier, rank, view, match)

    def _concerned(self, number: int, tier: Tier, clause: int) -> bool:
        """Tell whether a rule looks at a clause at all: its headings and cues. Asked before any phrase is tried."""
        key = (number, tier is Tier.UNDER_HEADING, clause)
        known = self._concerns.get(key)
        if known is None:
            rule = self.rules.compiled[number]
            known = self._concerns[key] = (tier is not Tier.UNDER_HEADING or self.under(clause, rule.headings)) and (
                not rule.cues or self.holds(clause, rule.cues)
            )
        return known

    @property
    def entries(self) -> tuple[IndexedPhrase, ...]:
        """All phrases that can prove something, in the order in which they are tried."""
        return self._index.entries

    def _read(self) -> tuple[tuple[PassageView, ...], Holdings]:
        """Return the runs that hold any chunk, and what they hold: sentences, and list items with their lead-in."""
        held: list[tuple[int, tuple[tuple[int, int], ...], dict[int, list[WordRange]], bool]] = []
        runs_of_key: defaultdict[int, list[int]] = defaultdict(list)
        runs_of_group: defaultdict[int, list[int]] = defaultdict(list)
        leads: dict[tuple[int, int], set[int]] = {}
        for index, items in self._passages():
            passage = self.stream.passages[index]
            own = self._sightings.keys_in(passage.start, passage.end)
            extra = self._extra(passage) if self._followed else {}
            if not own and not extra:
                continue
            run = len(held)
            held.append((index, items, extra, bool(own)))
            if passage.lead is not None and own:
                if passage.lead not in leads:
                    leads[passage.lead] = self._sightings.keys_in(*passage.lead)
                own |= leads[passage.lead]
            for key in own:
                runs_of_key[key].append(run)
            for group in extra:
                runs_of_group[group].append(run)
        count = len(held)
        bits = defaultdict(int, {group: bits_of(runs, count) for group, runs in runs_of_group.items()})
        for key, runs in runs_of_key.items():
            holders = bits_of(runs, count)
            for group in self.rules.book.groups_of[key]:
                bits[group] |= holders
        holdings = Holdings(bits, count)
        views = []
        for run, (index, items, extra, with_lead) in enumerate(held):
            passage = self.stream.passages[index]
            hits = RunHits(run, passage, self._sightings, holdings, extra, with_lead=with_lead)
            views.append(PassageView(index, passage, hits, self._run_text, items))
        return tuple(views), holdings

    def _passages(self) -> Iterator[tuple[int, tuple[tuple[int, int], ...]]]:
        """Yield the passages by number, each sentence with the ranges of its items, then the items."""
        passages = self.stream.passages
        number = 0
        while number < len(passages):
            main = number
            number += 1
            items = []
            while number < len(passages) and self._is_item(main, number):
                items.append(number)
                number += 1
            yield main, tuple((passages[item].start, passages[item].end) for item in items)
            yield from ((item, ()) for item in items)

    def _extra(self, passage: Passage) -> dict[int, list[WordRange]]:
        """Return the places in a passage where a cross-reference stands for a heading."""
        extra: dict[int, list[WordRange]] = {}
        first = bisect_left(self._followed, passage.start, key=_POSITION)
        for position, groups in islice(self._followed, first, None):
            if position >= passage.end:
                break
            for group in groups:
                extra.setdefault(group, []).append((position, position + 1))
        return extra

    def _is_item(self, main: int, number: int) -> bool:
        sentence, item = self.stream.passages[main], self.stream.passages[number]
        return item.lead is not None and item.end <= sentence.end and item.start >= sentence.start

    def under(self, clause: int, headings: Sequence[Sought]) -> bool:
        """Tell whether a clause, or one around it, carries one of these headings."""
        groups = self._headings(clause)
        return any(phrase.needs <= groups for phrase in headings)

    def holds(self, clause: int, cues: Sequence[Sought]) -> bool:
        """Tell whether a clause, its headings or the clause around it hold one of these cues."""
        groups = self._around.get(clause)
        if groups is None:
            clauses = self.outline.clauses
            parent = clauses[clause].parent if clause < len(clauses) else -1
            groups = self._body_groups(clause) | self._body_groups(parent) | self._headings(clause)
            self._around[clause] = groups
        return any(phrase.needs <= groups for phrase in cues)

    def _body_groups(self, clause: int) -> frozenset[int]:
        if clause not in self._clause_groups:
            groups: set[int] = set()
            for number in self._passages_of.get(clause, ()):
                passage = self.stream.passages[number]
                for key in self._sightings.keys_in(passage.start, passage.end):
                    groups.update(self._index.watched_of[key])
            for position, followed in self._followed:
                if self.stream.passages[self.stream.sentence_of[position]].clause == clause:
                    groups |= followed
            self._clause_groups[clause] = frozenset(groups)
        return self._clause_groups[clause]

    def passages_of(self, clause: int) -> Iterator[Passage]:
        """Yield the passages of a clause."""
        return (self.stream.passages[number] for number in self._passages_of.get(clause, ()))

    @cached_property
    def _passages_of(self) -> dict[int, list[int]]:
        """The sentences of each clause."""
        rows: dict[int, list[int]] = {}
        for number, passage in enumerate(self.stream.passages):
            rows.setdefault(passage.clause, []).append(number)
        return rows

    def heading_groups(self, clause: int) -> frozenset[int]:
        """Return the chunks of phrases that stand in a clause's own heading."""
        return self._own_headings[clause]

    @cached_property
    def _own_headings(self) -> list[frozenset[int]]:
        """The chunks of phrases in each clause's own heading. All headings are searched at once."""
        from contractcheck.language.pipeline import doc_of_texts

        doc, begins = doc_of_texts(clause.heading for clause in self.outline.clauses)
        groups: list[set[int]] = [set() for _ in begins]
        keys, starts, _ = self.rules.book.found(doc)
        for key, start in zip(keys, starts, strict=True):
            groups[bisect_right(begins, start) - 1].update(self._index.watched_of[key])
        return [frozenset(own) for own in groups]

    def _headings(self, clause: int) -> frozenset[int]:
        if clause not in self._heading_groups:
            row = self.outline.clauses[clause]
            own = self._own_headings[clause]
            self._heading_groups[clause] = own | self._headings(row.parent) if row.parent >= 0 else own
        return self._heading_groups[clause]
