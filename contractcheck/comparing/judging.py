"""Two reports under one playbook -> which gaps were opened and closed, which values changed, and what explains it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import inf

from contractcheck.comparing.model import ChangedFinding, Direction, FindingChange, Judged, ValueChange
from contractcheck.detection.values import INDEFINITE
from contractcheck.model import Assessed, Evidence, Report, Value, Verdict
from contractcheck.playbooks.playbooks import Playbook
from contractcheck.playbooks.wanted import Wanted

# How bad a gap is: saying the opposite is worse than silence.
_RANK = {Verdict.WEAK: 1, Verdict.MISSING: 2, Verdict.UNWANTED: 3}

Explained = Callable[[Assessed | None, Assessed | None], bool]
"""Tells whether words that changed explain another judgement."""
Renumbered = Callable[[Evidence, Evidence], bool]
"""Tells whether two passages stand in one clause that has moved or carries another number."""


def judge(old: Report, new: Report, playbook: Playbook, explained: Explained, renumbered: Renumbered) -> Judged:
    """Hold two reports against each other, requirement by requirement."""
    before = {row.finding.requirement: row for row in old.assessed}
    now = {row.finding.requirement: row for row in new.assessed}
    found = []
    for key in dict.fromkeys([*now, *before]):
        changed = _changed(before.get(key), now.get(key), playbook.requirements.get(key), renumbered)
        if changed is None:
            continue
        change, value = changed
        if change is not FindingChange.MOVED and not explained(before.get(key), now.get(key)):
            change = FindingChange.READ_DIFFERENTLY
        found.append(
            ChangedFinding(change, key, before.get(key), now.get(key), value, *_passages(before.get(key), now.get(key)))
        )
    return Judged(old, new, tuple(found))


def direction(old: Value | None, new: Value | None, wanted: Wanted | None) -> Direction:
    """Tell whether another value is better under the playbook: nearer to what it asks for, or further beyond it."""
    low, high = _limits(wanted)
    first, second = _amount(old), _amount(new)
    if first is None or second is None or (not low and not high):
        return Direction.UNKNOWN
    if first == second:
        return Direction.SAME
    if low and high:
        # A range is asked for: what matters is how far outside a value lies.
        distances = [max(min(low) - amount, amount - max(high), 0.0) for amount in (first, second)]
        if distances[0] == distances[1]:
            return Direction.SAME
        return Direction.BETTER if distances[1] < distances[0] else Direction.WORSE
    return Direction.BETTER if (second > first) == bool(low) else Direction.WORSE


def _limits(wanted: Wanted | None) -> tuple[list[float], list[float]]:
    if wanted is None or wanted.unwanted or wanted.for_information:
        return [], []
    positions = [position for _, position in wanted.positions.named()]
    low = [wanted.at_least, *(position.at_least for position in positions)]
    high = [wanted.at_most, *(position.at_most for position in positions)]
    return [one.amount for one in low if one is not None], [one.amount for one in high if one is not None]


def _amount(value: Value | None) -> float | None:
    if value is None:
        return None
    return inf if value.amount is None and value.text == INDEFINITE else value.amount


def _changed(
    old: Assessed | None, new: Assessed | None, wanted: Wanted | None, renumbered: Renumbered
) -> tuple[FindingChange, ValueChange | None] | None:
    """Return what became of one requirement, or None where nothing did."""
    before = old.verdict if old else Verdict.NOT_APPLICABLE
    now = new.verdict if new else Verdict.NOT_APPLICABLE
    value = _value(old, new, wanted)
    if before in _RANK and now in _RANK:
        step = _RANK[now] - _RANK[before]
        if step == 0 and value is not None:
            step = {Direction.WORSE: 1, Direction.BETTER: -1}.get(value.direction, 0)
        if step:
            return (FindingChange.WORSE if step > 0 else FindingChange.BETTER), value
        if value is not None:
            return FindingChange.VALUE, value
        first, second = _first(old), _first(new)
        moved = first is not None and second is not None and renumbered(first, second)
        return (FindingChange.MOVED, None) if moved else None
    if now in _RANK:
        return FindingChange.OPENED, value
    if before in _RANK and now is Verdict.MET:
        return FindingChange.CLOSED, value
    if before is not now:
        return FindingChange.VERDICT, value
    if value is not None and now is not Verdict.NOT_APPLICABLE:
        return FindingChange.VALUE, value
    return None


def _value(old: Assessed | None, new: Assessed | None, wanted: Wanted | None) -> ValueChange | None:
    before = old.finding.value if old else None
    now = new.finding.value if new else None
    if before is None and now is None:
        return None
    if before is not None and now is not None and _same(before, now):
        return None
    return ValueChange(before, now, direction(before, now, wanted))


def _same(old: Value, new: Value) -> bool:
    if (old.amount, old.unit) != (new.amount, new.unit):
        return False
    # Without an amount the words are the value: "indefinite", or a figure that is blacked out.
    return old.amount is not None or _flat(old.text) == _flat(new.text)


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()


def _first(row: Assessed | None) -> Evidence | None:
    return row.finding.evidence[0] if row and row.finding.evidence else None


def _passages(old: Assessed | None, new: Assessed | None) -> tuple[Evidence | None, Evidence | None]:
    return _proof(old), _proof(new)


def _proof(row: Assessed | None) -> Evidence | None:
    """Return the passage to show: the one that holds the words of the value, or the first, or the nearest."""
    if row is None:
        return None
    words = _flat(row.finding.value.text) if row.finding.value else ""
    passages = sorted(row.finding.evidence, key=lambda passage: words not in _flat(passage.quote))
    return passages[0] if passages else row.finding.nearest


def evidence_of(row: Assessed | None) -> Iterator[Evidence]:
    """Yield the passages that a judgement rests on: none where nothing was found."""
    if row is not None and row.verdict is not Verdict.NOT_APPLICABLE:
        yield from row.finding.evidence
