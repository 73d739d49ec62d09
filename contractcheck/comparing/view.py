"""What a comparison shows, in the order in which a reviewer asks: what is worse, what is better, what was reworded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from contractcheck.comparing.model import (
    ChangedClause,
    ChangedFinding,
    ChangedParty,
    ClauseChange,
    Comparison,
    Direction,
    Edit,
    FindingChange,
    Judged,
    Place,
    RedlinePiece,
)
from contractcheck.comparing.redline import shortened
from contractcheck.model import Assessed, Evidence, Report, Value, Verdict
from contractcheck.model.oneline import amount, cut, one_line
from contractcheck.report.coverage import NOT_READ, coverage_lines, other_notes
from contractcheck.report.where import place

NOTHING = "nothing"
READ_DIFFERENTLY = (
    "The words that these rest on are the same in both drafts, yet they were read differently: the layout of the "
    "file, or words elsewhere, made the difference. They count as no change. Read the passages yourself."
)
STILL_THERE = (
    "The clause that said this is still there, in different words. Read its redline below before you rely on this."
)
# Two drafts share most of their words. Below this they are more likely two contracts.
_ONE_CONTRACT = 0.3
# Kept words on either side of a change. A clause is long, and the change is what one wants to see.
_AROUND = 25
_TITLES = {
    FindingChange.OPENED: ("Gaps opened", "high"),
    FindingChange.WORSE: ("Gaps that became worse", "high"),
    FindingChange.CLOSED: ("Gaps closed", "met"),
    FindingChange.BETTER: ("Gaps that became smaller", "met"),
    FindingChange.VERDICT: ("Other verdicts that changed", "title"),
    FindingChange.READ_DIFFERENTLY: ("Read differently", "quiet"),
}
_CLAUSE_WORDS = {
    ClauseChange.REWORDED: "reworded",
    ClauseChange.ADDED: "added",
    ClauseChange.REMOVED: "removed",
    ClauseChange.MOVED: "moved",
    ClauseChange.REFERENCES: "with changed cross-references only",
    ClauseChange.RENUMBERED: "renumbered only",
}
_DIRECTIONS = {Direction.BETTER: "better", Direction.WORSE: "worse", Direction.SAME: "as good", Direction.UNKNOWN: ""}


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage: where it stands, and its words. ``nearest`` tells that it is only the closest one looked at."""

    place: str
    quote: str
    nearest: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A requirement that changed. ``step`` is such as ``met → missing``, ``values`` such as ``30 days → 10 days``."""

    requirement: str
    title: str
    family: str
    severity: str
    step: str
    message: str
    values: str
    direction: str
    threshold: str
    note: str
    old: Quoted | None
    new: Quoted | None


@dataclass(frozen=True, slots=True)
class Section:
    """The requirements that changed in one way. ``role`` is how its heading is coloured."""

    title: str
    role: str
    note: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Redlined:
    """A clause with its changes. ``tag`` says what happened to it, ``titles`` what its evidence is for."""

    place: str
    tag: str
    titles: tuple[str, ...]
    pieces: tuple[RedlinePiece, ...]


@dataclass(frozen=True, slots=True)
class Under:
    """What changed under one playbook."""

    playbook: str
    gaps: str
    sections: tuple[Section, ...]
    values: tuple[Item, ...]
    moved: tuple[str, ...]


@dataclass(frozen=True)
class ComparisonView:
    """A comparison, laid out for reading.

    ``shown`` are the clauses that a finding rests on, ``named`` the others that changed, ``following`` those in which
    only the numbers of other clauses changed, as these were renumbered.
    """

    old: str
    new: str
    old_pages: str
    new_pages: str
    warnings: tuple[str, ...]
    result: str
    clauses: str
    parties: tuple[str, ...]
    under: tuple[Under, ...]
    shown: tuple[Redlined, ...]
    named: tuple[str, ...]
    following: str


def view(found: Comparison) -> ComparisonView:
    """Lay a comparison out."""
    old, new = found.judged[0].old, found.judged[0].new
    titles = {row.finding.requirement: row.title for one in found.judged for row in one.new.assessed}
    changed = [item for item in found.clauses if item.change is not ClauseChange.RENUMBERED]
    full = [item for item in changed if item.requirements and item.redline and not _follows(item)]
    return ComparisonView(
        old=old.contract.name,
        new=new.contract.name,
        old_pages=_count(old.contract.pages, "page"),
        new_pages=_count(new.contract.pages, "page"),
        warnings=tuple(_warnings(old, new, found.shared)),
        result=_result(found),
        clauses=_clauses(found),
        parties=tuple(map(_party, found.parties)),
        under=tuple(_under(one, found) for one in found.judged),
        shown=tuple(_redlined(item, titles) for item in full),
        named=tuple(_named(item) for item in changed if item not in full and not _follows(item)),
        following=", ".join(_where(replace(item.new, heading="")) for item in changed if _follows(item) and item.new),
    )


def _follows(item: ChangedClause) -> bool:
    return item.change is ClauseChange.REFERENCES


def _warnings(old: Report, new: Report, shared: float) -> Iterable[str]:
    if shared < _ONE_CONTRACT:
        yield f"The files share {shared:.0%} of their words. They may not be two drafts of one contract."
    for report in (old, new):
        for line in coverage_lines(report.contract):
            seen = " Changes there are not seen." if line.label == NOT_READ else ""
            yield f"{report.contract.name}: {line.sentence.rstrip('.')}.{seen}"
        notes = other_notes(report.contract)
        yield from (f"{report.contract.name}: {note}" for note in notes)


def _result(found: Comparison) -> str:
    counts = {change: sum(len(one.of(change)) for one in found.judged) for change in FindingChange}
    parts = [
        f"{_count(counts[FindingChange.OPENED], 'gap')} opened" if counts[FindingChange.OPENED] else "",
        f"{_count(counts[FindingChange.WORSE], 'gap')} worse" if counts[FindingChange.WORSE] else "",
        f"{_count(counts[FindingChange.CLOSED], 'gap')} closed" if counts[FindingChange.CLOSED] else "",
        f"{_count(counts[FindingChange.BETTER], 'gap')} smaller" if counts[FindingChange.BETTER] else "",
    ]
    said = ", ".join(filter(None, parts)) or "no gap opened or closed"
    values = [item.value.direction for one in found.judged for item in _valued(one) if item.value]
    if values:
        worse = values.count(Direction.WORSE)
        said += f"; {_count(len(values), 'value')} changed" + (f", {worse} for the worse" if worse else "")
    return "the words are the same" if found.same_words else said


def _clauses(found: Comparison) -> str:
    parts = [f"{len(found.of(change))} {words}" for change, words in _CLAUSE_WORDS.items() if found.of(change)]
    return ", ".join(parts) or "none changed"


def _party(item: ChangedParty) -> str:
    def called(name: str, aliases: tuple[str, ...]) -> str:
        short = ", ".join(f"“{one_line(alias)}”" for alias in aliases)
        return one_line(name) + (f" ({short})" if short else "") if name else NOTHING

    role = item.role.value if item.role.value in ("provider", "customer") else "party"
    before, now = called(item.old, item.old_aliases), called(item.new, item.new_aliases)
    return f"{role.capitalize()}: {before} → {now}"


def _under(one: Judged, found: Comparison) -> Under:
    reworded = frozenset(key for item in found.of(ClauseChange.REWORDED) for key in item.requirements)
    sections = [
        Section(
            title,
            role,
            READ_DIFFERENTLY if change is FindingChange.READ_DIFFERENTLY else "",
            tuple(_item(item, reworded) for item in one.of(change)),
        )
        for change, (title, role) in _TITLES.items()
        if one.of(change)
    ]
    before, now = len(one.old.gaps()), len(one.new.gaps())
    title = one.new.playbook_title or one.new.playbook
    return Under(
        playbook=", version ".join(filter(None, [title, one.new.playbook_version])),
        gaps=f"{before} before, {now} now",
        sections=tuple(sections),
        values=tuple(_item(item, reworded) for item in _valued(one)),
        moved=tuple(_moved(item) for item in one.of(FindingChange.MOVED)),
    )


def _valued(one: Judged) -> tuple[ChangedFinding, ...]:
    """Values that changed, whatever became of the verdict. A value that came or went with its clause is no change."""
    return tuple(
        item
        for item in one.findings
        if item.change is not FindingChange.READ_DIFFERENTLY
        and item.value is not None
        and item.value.old is not None
        and item.value.new is not None
    )


def _item(item: ChangedFinding, reworded: frozenset[str]) -> Item:
    row = item.row
    gone = item.change is FindingChange.OPENED and row.verdict is Verdict.MISSING
    return Item(
        requirement=item.requirement,
        title=row.title,
        family=row.family,
        severity=row.severity.value,
        step=f"{_verdict(item.old)} → {_verdict(item.new)}",
        message=row.message,
        values=f"{_amount(item.value.old)} → {_amount(item.value.new)}" if item.value else "",
        direction=_DIRECTIONS[item.value.direction] if item.value else "",
        threshold=row.threshold,
        note=STILL_THERE if gone and item.requirement in reworded else "",
        old=_quoted(item.old, item.old_passage),
        new=_quoted(item.new, item.new_passage),
    )


def _verdict(row: Assessed | None) -> str:
    return row.verdict_name if row else "not asked"


def _amount(value: Value | None) -> str:
    return amount(value) if value else NOTHING


def _quoted(row: Assessed | None, passage: Evidence | None) -> Quoted | None:
    if row is None or passage is None:
        return None
    return Quoted(place(passage), cut(passage.quote), not row.finding.evidence)


def _moved(item: ChangedFinding) -> str:
    where = [place(passage) if passage else NOTHING for passage in (item.old_passage, item.new_passage)]
    return f"{one_line(item.row.title)} ({_verdict(item.new)}): {where[0]} → {where[1]}"


def _where(place: Place) -> str:
    number, heading = one_line(place.clause), cut(place.heading, 80)
    clause = f"clause {number}" if number[:1].isdigit() or number.startswith("(") else number
    if heading.casefold() == clause.casefold():
        heading = ""
    return ", ".join(filter(None, [clause, heading])) or "opening words"


def _redlined(item: ChangedClause, titles: dict[str, str]) -> Redlined:
    return Redlined(
        place=_both(item),
        tag=_CLAUSE_WORDS[item.change],
        titles=tuple(one_line(titles.get(key, key)) for key in item.requirements),
        pieces=tuple(RedlinePiece(piece.edit, one_line(piece.text)) for piece in shortened(item.redline, _AROUND)),
    )


def _both(item: ChangedClause) -> str:
    """Return the place of a clause in the newer draft, and the older one where it was another."""
    old, new = item.old, item.new
    if new is None:
        return f"{_where(old)}, page {old.page} of the old draft" if old else ""
    where = f"{_where(new)}, page {new.page}"
    if old is not None and old.clause.strip(". ") != new.clause.strip(". "):
        same = old.heading.casefold() == new.heading.casefold()
        where += f" (was {_where(replace(old, heading='') if same else old)}, page {old.page})"
    return where


def _named(item: ChangedClause) -> str:
    said = f"{_both(item)}: {_CLAUSE_WORDS[item.change]}"
    if item.change in (ClauseChange.ADDED, ClauseChange.REMOVED):
        words = " ".join(piece.text for piece in item.redline if piece.edit is not Edit.KEEP)
        said += f": “{cut(words, 70)}”"
    return said


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
