"""(Document, rules) -> what the contract says about each requirement, with evidence. No judgement is made here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from contractcheck.contract import Contract
from contractcheck.detection.absent import Absences
from contractcheck.detection.acting import Acting
from contractcheck.detection.bearing import governing
from contractcheck.detection.evidence import Quoter
from contractcheck.detection.governed import (
    conditional,
    denied,
    may_be_unreal,
    near,
    negated,
    part,
    softened,
    unreal,
    vetoed,
)
from contractcheck.detection.index import Tier, index_phrases
from contractcheck.detection.matching import Candidate, Matcher
from contractcheck.detection.sides import side_of_all
from contractcheck.detection.spans import lay_findings
from contractcheck.detection.standardterms import NamedTerms
from contractcheck.detection.standing import Standing, standing_of
from contractcheck.detection.tabled import RowsRead, Tabled
from contractcheck.detection.tablepages import table_pages
from contractcheck.detection.values import ReadValue, pick, read_value
from contractcheck.detection.withtables import with_rows
from contractcheck.language.passages import Stream
from contractcheck.model import ClauseKind, Evidence, Finding, Found
from contractcheck.rulebook.forms import Kind, SideOf
from contractcheck.rulebook.rules import ANTI_BAN, ANTI_DUTY, ANTI_RIGHT, CONDITION, SOFTENER, CompiledRule, RuleSet

MAX_EVIDENCE = 5
"""Passages shown for one finding."""

_MODALS = frozenset("shall will must may agrees agree undertakes undertake covenants required responsible".split())
# Which of several things that a contract says counts as what it says.
_YES_FIRST = (Found.YES, Found.CONTRARY, Found.UNSURE)
_CONTRARY_FIRST = (Found.CONTRARY, Found.YES, Found.UNSURE)
_ANTI = {Kind.DUTY: ANTI_DUTY, Kind.RIGHT: ANTI_RIGHT, Kind.BAN: ANTI_BAN, Kind.STATEMENT: None}


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate after weighing: what it says about its rule. ``NO`` tells that its words are not agreed."""

    candidate: Candidate
    found: Found
    soft: bool
    reading: ReadValue | None
    standing: Standing | None = None


class Detector:
    """Finds what contracts say. Make one and use it for many documents: the rules are indexed once."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        self._index = index_phrases(rules)

    def detect(self, contract: Contract) -> tuple[Finding, ...]:
        """Return one finding a rule, in the order of the rules, and lay their evidence into the spans of the Doc."""
        matcher = Matcher(self.rules, self._index, contract)
        quoter = Quoter(contract)
        acting = Acting(matcher)
        hits: dict[int, list[Hit]] = {}
        for candidate in matcher.candidates():
            hit = self._weigh(candidate, matcher, acting)
            if hit is not None:
                hits.setdefault(candidate.rule, []).append(hit)
                rule = self.rules.compiled[candidate.rule].rule
                if hit.found is Found.YES and rule.kind is Kind.BAN and rule.side_of is SideOf.RECIPIENT:
                    acting.note_ban(candidate, rule)
        hits = {number: _with_blanks(found) for number, found in hits.items()}
        said = {number for number, found in hits.items() if any(hit.found is not Found.NO for hit in found)}
        nothing = frozenset(range(len(self.rules.compiled))) - said
        absences = Absences(matcher, quoter, nothing, NamedTerms(contract, self.rules.standard))
        rows = self._rows(contract, quoter)
        for number, read in rows.items():
            hits[number] = list(_beside(hits.get(number, []), read, contract.words))
        findings = [
            self._finding(rule, hits.get(number, []), number, matcher, quoter, absences, acting)
            for number, rule in enumerate(self.rules.compiled)
        ]
        for number, read in rows.items():
            first = self.rules.compiled[number].rule.look_for.contrary_first
            findings[number] = with_rows(findings[number], read, contrary_first=first)
        lay_findings(contract, findings)
        return tuple(findings)

    def _rows(self, contract: Contract, quoter: Quoter) -> dict[int, RowsRead]:
        """Return what the tables say, by the numbers of the rules that read tables."""
        asking = [(number, rule) for number, rule in enumerate(self.rules.compiled) if rule.rule.table is not None]
        tables = contract.document.tables
        if asking and contract.has_tables_to_search:
            pages = table_pages(contract.document)
            tables = (*tables, *contract.tables_on(pages)) if pages else tables
        if not asking or not tables:
            return {}
        tabled = Tabled(self.rules, contract, quoter, tables)
        return {number: read for number, rule in asking if (read := tabled.read(rule)) is not None}

    def _weigh(self, candidate: Candidate, matcher: Matcher, acting: Acting) -> Hit | None:
        """Decide what a candidate says, or that it says nothing."""
        rule = self.rules.compiled[candidate.rule]
        view, match = candidate.view, candidate.match
        engine = self.rules.engine
        if candidate.tier is Tier.UNCONDITIONAL and conditional(view, match, engine[CONDITION]):
            return None
        if candidate.tier is not Tier.CONTRARY and self._vetoed(rule, candidate, acting):
            return None
        if _is_bare_definition(candidate, rule, matcher):
            return None
        found = {Tier.MAYBE: Found.UNSURE, Tier.CONTRARY: Found.CONTRARY}.get(candidate.tier, Found.YES)
        kind = rule.rule.kind
        anti = _ANTI[kind]
        if found is Found.YES and anti is not None and negated(view, match, engine[anti], acting.sentence):
            found = Found.CONTRARY
        if found is Found.YES and may_be_unreal(view, match):
            sentence = acting.sentence(view)
            verb = governing(sentence, match, kind)
            if unreal(sentence, match, rule.rule, verb):
                return None
            if denied(sentence, match, kind, verb):
                found = Found.CONTRARY
        soft = kind is Kind.DUTY and softened(view, match, engine[SOFTENER])
        reading = read_value(rule, view, match)
        standing = standing_of(matcher.contract.states, view, match, reading, measured=rule.rule.measure is not None)
        return Hit(candidate, standing.found if standing else found, soft, reading, standing)

    def _vetoed(self, rule: CompiledRule, candidate: Candidate, acting: Acting) -> bool:
        view, match = candidate.view, candidate.match
        if rule.not_with and view.hits.has_any(rule.not_with):
            first, last = part(view, match)
            if any(other.end > first for other in near(rule.not_with, view, first, last)):
                return True
        vetoes = list(near(rule.not_, view, match.start, match.end))
        if not any(other.start < match.end and match.start < other.end for other in vetoes):
            return False
        sentence = acting.sentence(view)
        return any(vetoed(view, match, other, sentence) for other in vetoes)

    def _finding(
        self,
        rule: CompiledRule,
        hits: list[Hit],
        number: int,
        matcher: Matcher,
        quoter: Quoter,
        absences: Absences,
        acting: Acting,
    ) -> Finding:
        requirement = rule.rule.id
        for found in _CONTRARY_FIRST if rule.rule.look_for.contrary_first else _YES_FIRST:
            said = [hit for hit in hits if hit.found is found]
            if said:
                best = _ranked(said, matcher)
                reading = pick(rule, [hit.reading for hit in best if hit.reading]) if found is Found.YES else None
                return Finding(
                    requirement,
                    found,
                    side=side_of_all([acting.told(hit.candidate, rule.rule) for hit in best], rule.rule.duty_of),
                    value=reading.value if reading else None,
                    soft=all(hit.soft for hit in best),
                    evidence=_evidence(best, quoter, matcher),
                    notes=reading.notes if reading else tuple(dict.fromkeys(_doubts(best)))[:MAX_EVIDENCE],
                )
        found, evidence, note = absences.explain(number, rule)
        aside = [hit for hit in hits if hit.found is Found.NO]
        if found is Found.NO and aside:
            near = tuple(quote_match(aside[0].candidate, quoter, matcher))[:1]
            return Finding(requirement, found, near=near, notes=tuple(dict.fromkeys(_doubts(aside))))
        if found is Found.NO:
            return Finding(requirement, found, near=(evidence,) if evidence else ())
        return Finding(requirement, found, evidence=(evidence,) if evidence else (), notes=(note,) if note else ())


def _with_blanks(hits: list[Hit]) -> list[Hit]:
    """Let the blank in an answer count for all that a rule finds in the same sentence, unless it has a figure.

    "Governed by" alone is no more of an answer than "governed by the laws of ____".
    """
    blanks: dict[int, Standing] = {}
    for hit in hits:
        if hit.standing is not None and hit.standing.blank:
            blanks.setdefault(hit.candidate.view.index, hit.standing)
    if not blanks:
        return hits
    return [
        replace(hit, found=standing.found, standing=standing)
        if hit.standing is None
        and (standing := blanks.get(hit.candidate.view.index)) is not None
        and not hit.candidate.match.slots
        and (hit.reading is None or hit.reading.value.amount is None)
        else hit
        for hit in hits
    ]


def _doubts(hits: list[Hit]) -> Iterator[str]:
    return (hit.standing.note for hit in hits if hit.standing is not None)


def _beside(hits: list[Hit], read: RowsRead, words: Stream) -> Iterator[Hit]:
    """Yield what stands beside the tables. A table's words run together say less than its rows, and sometimes more."""
    for hit in hits:
        view, match = hit.candidate.view, hit.candidate.match
        start, last = words.starts[view.real(match.start)], words.ends[view.real(match.end - 1)]
        if read.covers(start, min(last, start + 1)):
            continue
        first, until = view.passage.start, view.passage.end
        apart = hit.reading is not None and hit.reading.distance == 0 and not read.covers(start, last)
        if not apart and read.covers(words.starts[first], words.ends[until - 1]):
            hit = replace(hit, reading=None)  # its figure may be that of any row
        yield hit


def _is_bare_definition(candidate: Candidate, rule: CompiledRule, matcher: Matcher) -> bool:
    """A definition carries all words of a duty and none of its force, unless it orders something itself."""
    if rule.rule.kind is Kind.STATEMENT:
        return False
    passage = candidate.view.passage
    if matcher.outline.clauses[passage.clause].kind is not ClauseKind.DEFINITION:
        return False
    words = matcher.stream.words
    return not any(
        at >= passage.start and words[at + 1 : at + 2] not in (["mean"], ["have"])
        for at in candidate.view.marks(_MODALS)
    )


def _ranked(hits: list[Hit], matcher: Matcher) -> list[Hit]:
    """Order by strength, then by place; one hit a passage and none inside another's passage.

    A rule's phrases stand in order of strength, so the value is taken from the first of them that yields one.
    """
    ordered = sorted(
        hits,
        key=lambda hit: (
            hit.soft,
            hit.reading is None or hit.reading.value.amount is None,
            hit.reading is not None and hit.reading.distance > 0,
            hit.candidate.rank,
            hit.candidate.view.index,
        ),
    )
    taken: list[Hit] = []
    for hit in ordered:
        passage = hit.candidate.view.passage
        if not any(
            passage.start < other.candidate.view.passage.end and other.candidate.view.passage.start < passage.end
            for other in taken
        ):
            taken.append(hit)
        if len(taken) >= 3 * MAX_EVIDENCE:
            break
    return taken


def _evidence(hits: list[Hit], quoter: Quoter, matcher: Matcher) -> tuple[Evidence, ...]:
    rows: list[Evidence] = []
    for hit in hits[:MAX_EVIDENCE]:
        rows.extend(quote_match(hit.candidate, quoter, matcher))
    return tuple(rows)


def quote_match(candidate: Candidate, quoter: Quoter, matcher: Matcher) -> Iterator[Evidence]:
    """Quote the passage of a match. Where the match begins in the lead-in, that is quoted too."""
    view, match, stream_ = candidate.view, candidate.match, matcher.stream
    passage = view.passage
    start, end = stream_.starts[passage.start], stream_.ends[passage.end - 1]
    own = max(match.start, passage.start)
    core = (stream_.starts[own], stream_.ends[view.real(match.end - 1)])
    yield from quoter.quote(passage.clause, start, end, core)
    if passage.lead and match.start < passage.start and passage.lead[0] < passage.lead[1]:
        first, last = passage.lead
        at = view.real(match.start)
        place = (stream_.starts[at], stream_.ends[last - 1])
        lead_clause = stream_.passages[stream_.sentence_of[first]].clause
        yield from quoter.quote(lead_clause, stream_.starts[first], stream_.ends[last - 1], place)
