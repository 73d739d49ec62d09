"""Holds two drafts of a contract against each other: words, clauses, parties, findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from contractcheck.checker import Examined
from contractcheck.comparing.aligning import align
from contractcheck.comparing.judging import evidence_of, judge
from contractcheck.comparing.model import ChangedClause, ClauseChange, Comparison, Edit, Place, RedlinePiece
from contractcheck.comparing.pairing import Pairs, pair
from contractcheck.comparing.partynames import changed_parties, renamed
from contractcheck.comparing.redline import redline, whole
from contractcheck.comparing.references import References
from contractcheck.comparing.settling import NOWHERE
from contractcheck.comparing.words import Words, words_of
from contractcheck.contract import Contract
from contractcheck.model import Assessed, ClauseKind, Evidence, Parties, Verdict
from contractcheck.playbooks.playbooks import Playbook


def compare(old: Examined, new: Examined, playbooks: Sequence[Playbook]) -> Comparison:
    """Compare two drafts that were examined under the same playbooks.

    Args:
        old: what ``Checker.examine`` returned for the older draft. It must have been read.
        new: the same for the newer draft.
        playbooks: the playbooks of the checker, in its order.

    Raises:
        ValueError: one of the drafts was not read.
    """
    before, after = _contract(old), _contract(new)
    was, now = before.parties, after.parties
    first, second = words_of(before), words_of(after)
    names = renamed(was, now, first, second)
    if any(names):
        first, second = words_of(before, names[0]), words_of(after, names[1])
    return _Held(old, new, pair(first, second, align(first, second)), was, now).comparison(playbooks)


def _contract(one: Examined) -> Contract:
    if one.contract is None:
        raise ValueError(f"{one.report.contract.name} was not read")
    return one.contract


class _Held:
    """Two drafts with their clauses paired."""

    def __init__(self, old: Examined, new: Examined, pairs: Pairs, was: Parties, now: Parties) -> None:
        self._old, self._new, self._pairs = old, new, pairs
        references = References(pairs)
        self._following = {index for index, hunks in pairs.hunks.items() if references.follow(hunks)}
        self._moved = {(a, b) for a, b in pairs.moved}
        self._renumbered = {(a, b) for a, b in pairs.renumbered}
        self._parties = changed_parties(was, now, pairs.old, pairs.new)
        # Clauses whose words changed, in either outline.
        self._new_touched = {index for index in pairs.hunks if index not in self._following}
        self._old_touched = {clause for index in self._new_touched for clause in pairs.inside.get(index, ())}
        back = {other: clause for clause, other in pairs.partner.items()}
        self._old_touched |= {back[index] for index in self._new_touched if index in back}
        self._new_touched |= {clause for group in pairs.added for clause in group}
        self._old_touched |= {clause for group in pairs.removed for clause in group}
        for clause, other in pairs.moved:
            if pairs.partner.get(pairs.old.outline[clause].parent) != pairs.new.outline[other].parent:
                self._old_touched.add(clause)
                self._new_touched.add(other)

    def comparison(self, playbooks: Sequence[Playbook]) -> Comparison:
        """Return all that changed."""
        reports = zip(self._old.reports, self._new.reports, playbooks, strict=True)
        return Comparison(
            judged=tuple(judge(old, new, one, self._explained, self._is_renumbered) for old, new, one in reports),
            clauses=self._clauses(),
            parties=self._parties,
            shared=self._shared(),
        )

    def _shared(self) -> float:
        fewest = min(len(self._pairs.old.keys), len(self._pairs.new.keys))
        return sum(to != NOWHERE for to in self._pairs.found) / fewest if fewest else 0.0

    # -- what explains another judgement

    def _explained(self, old: Assessed | None, new: Assessed | None) -> bool:
        """Tell whether changed words explain another judgement: in its clauses, above them, or in a term they use."""
        if not (self._old_touched or self._new_touched):
            return False
        was, now = self._old.report.contract, self._new.report.contract
        if self._parties or was.kind != now.kind:
            return True
        first, second = list(evidence_of(old)), list(evidence_of(new))
        if not (first or second):
            return True
        return self._is_touched(self._pairs.old, first, self._old_touched) or self._is_touched(
            self._pairs.new, second, self._new_touched
        )

    def _is_touched(self, words: Words, passages: Iterable[Evidence], touched: set[int]) -> bool:
        for passage in passages:
            clause = words.clause_at(passage.start)
            while clause >= 0:
                if clause in touched:
                    return True
                clause = words.outline[clause].parent
        terms = [index for index in touched if words.outline[index].kind is ClauseKind.DEFINITION]
        quoted = " ".join(" ".join(passage.quote.split()) for passage in passages)
        contract = self._old.contract if words is self._pairs.old else self._new.contract
        defined = contract.terms if contract is not None else {}
        return any(words.clause_at(span.start) in terms and term in quoted for term, span in defined.items())

    def _is_renumbered(self, old: Evidence, new: Evidence) -> bool:
        key = (self._pairs.old.clause_at(old.start), self._pairs.new.clause_at(new.start))
        while min(key) >= 0:
            if key in self._moved or key in self._renumbered:
                return True
            key = (self._pairs.old.outline[key[0]].parent, self._pairs.new.outline[key[1]].parent)
        return False

    # -- clauses

    def _clauses(self) -> tuple[ChangedClause, ...]:
        pairs, old, new = self._pairs, self._pairs.old, self._pairs.new
        back = {other: clause for clause, other in pairs.partner.items()}
        was = _requirements(old, self._old)
        now = _requirements(new, self._new)
        rows: list[tuple[float, ChangedClause]] = []
        for index, hunks in pairs.hunks.items():
            before = back.get(index)
            if before is None:
                before = min(pairs.inside.get(index, ()), default=None)
            change = ClauseChange.REFERENCES if index in self._following else ClauseChange.REWORDED
            asked = _joined(now[index], *(was[clause] for clause in pairs.inside.get(index, ())))
            asked = _joined(asked, was[before] if before is not None else ())
            pieces = redline(old, new, new.at(index), hunks)
            rows.append((index, self._row(change, before, index, pieces, asked)))
        for group in pairs.added:
            pieces = whole(new, group, Edit.INSERT)
            asked = _joined(*(now[clause] for clause in group))
            rows.append((group[0], self._row(ClauseChange.ADDED, None, group[0], pieces, asked)))
        for group in pairs.removed:
            pieces = whole(old, group, Edit.DELETE)
            asked = _joined(*(was[clause] for clause in group))
            place = max((other for clause, other in pairs.partner.items() if clause < group[0]), default=-1) + 0.5
            rows.append((place, self._row(ClauseChange.REMOVED, group[0], None, pieces, asked)))
        for change, found in ((ClauseChange.MOVED, pairs.moved), (ClauseChange.RENUMBERED, pairs.renumbered)):
            for clause, other in found:
                if change is ClauseChange.MOVED or (clause, other) not in self._moved:
                    rows.append((other, self._row(change, clause, other, (), _joined(now[other], was[clause]))))
        return tuple(row for _, row in sorted(rows, key=lambda pair: pair[0]))

    def _row(
        self,
        change: ClauseChange,
        old: int | None,
        new: int | None,
        pieces: tuple[RedlinePiece, ...],
        asked: tuple[str, ...],
    ) -> ChangedClause:
        return ChangedClause(
            change=change,
            old=_place(self._pairs.old, old) if old is not None else None,
            new=_place(self._pairs.new, new) if new is not None else None,
            redline=pieces,
            requirements=asked,
            old_index=-1 if old is None else old,
            new_index=-1 if new is None else new,
        )


def _place(words: Words, index: int) -> Place:
    clause = words.outline[index]
    heading, above = clause.heading, clause
    while not heading and above.parent >= 0:
        above = words.outline[above.parent]
        heading = above.heading
    return Place(clause.page, clause.path or clause.number, heading)


def _requirements(words: Words, one: Examined) -> dict[int, tuple[str, ...]]:
    """Return the requirements whose evidence stands in a clause, by clause."""
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for report in one.reports:
        for row in report.assessed:
            if row.verdict is not Verdict.NOT_APPLICABLE:
                for passage in row.finding.evidence:
                    found[words.clause_at(passage.start)][row.finding.requirement] = None
    return defaultdict(tuple, {clause: tuple(keys) for clause, keys in found.items()})


def _joined(*groups: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for group in groups for key in group))
