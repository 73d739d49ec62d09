"""What a comparison of two drafts says: words kept, put in and taken out, clauses that moved, findings that changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from contractcheck.model import Assessed, Evidence, Report, Side, Value


class Edit(StrEnum):
    """What happened to a run of words."""

    KEEP = "keep"
    DELETE = "delete"
    INSERT = "insert"


class ClauseChange(StrEnum):
    """What happened to a clause. A clause that only carries another number is ``renumbered`` and no change of text."""

    REWORDED = "reworded"
    REFERENCES = "references"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RENUMBERED = "renumbered"


class FindingChange(StrEnum):
    """What became of a requirement. ``opened`` and ``worse`` are what ``--fail-on-new-gap`` asks about.

    ``moved`` is the same gap under another clause number, ``verdict`` a change that neither opens nor closes a gap,
    ``value`` another value under the same verdict, ``read-differently`` a change that no changed word explains.
    """

    OPENED = "opened"
    WORSE = "worse"
    CLOSED = "closed"
    BETTER = "better"
    MOVED = "moved"
    VERDICT = "verdict"
    VALUE = "value"
    READ_DIFFERENTLY = "read-differently"


class Direction(StrEnum):
    """Whether a value became better or worse under the playbook; ``unknown`` where the playbook sets no limit."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RedlinePiece:
    """A run of words of a redline. ``text`` is the new draft's for what was kept."""

    edit: Edit
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a clause stands: its page, its full number ("12.3(a)") and its heading, "" where there is none."""

    page: int
    clause: str
    heading: str


@dataclass(frozen=True)
class ChangedClause:
    """A clause that changed. ``old`` is None for one that was added, ``new`` for one that was removed.

    ``redline`` holds the words: of both drafts for a reworded clause, of the one that has it otherwise.
    ``requirements`` are those whose evidence stands in it, in either draft. ``old_index`` and ``new_index`` are its
    places in the two outlines, -1 where it is not there.
    """

    change: ClauseChange
    old: Place | None
    new: Place | None
    redline: tuple[RedlinePiece, ...]
    requirements: tuple[str, ...] = ()
    old_index: int = -1
    new_index: int = -1


@dataclass(frozen=True, slots=True)
class ValueChange:
    """Another value for a requirement, and whether that is better under the playbook."""

    old: Value | None
    new: Value | None
    direction: Direction


@dataclass(frozen=True)
class ChangedFinding:
    """A requirement that is judged otherwise in the new draft. One of the sides is None where only one was asked."""

    change: FindingChange
    requirement: str
    old: Assessed | None
    new: Assessed | None
    value: ValueChange | None = None
    old_passage: Evidence | None = None
    new_passage: Evidence | None = None

    @property
    def row(self) -> Assessed:
        """The newer judgement there is: it has the title, the family and the severity."""
        row = self.new or self.old
        assert row is not None  # noqa: S101  (one of the two is always there)
        return row


@dataclass(frozen=True, slots=True)
class ChangedParty:
    """A party that is named otherwise. Names are "" and short names empty where the draft has none."""

    role: Side
    old: str
    new: str
    old_aliases: tuple[str, ...]
    new_aliases: tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    """The two reports under one playbook, and the requirements that came out otherwise."""

    old: Report
    new: Report
    findings: tuple[ChangedFinding, ...]

    def of(self, *changes: FindingChange) -> tuple[ChangedFinding, ...]:
        """Return the changed findings of some kinds, in the order of the playbook."""
        return tuple(item for item in self.findings if item.change in changes)


@dataclass(frozen=True)
class Comparison:
    """Two drafts held against each other. ``judged`` holds one entry a playbook.

    ``shared`` is the share of the shorter draft's words that the other one has too, in the same clauses: 0 to 1.
    """

    judged: tuple[Judged, ...]
    clauses: tuple[ChangedClause, ...]
    parties: tuple[ChangedParty, ...]
    shared: float = 1.0

    def of(self, *changes: ClauseChange) -> tuple[ChangedClause, ...]:
        """Return the changed clauses of some kinds, in the order of the new draft."""
        return tuple(item for item in self.clauses if item.change in changes)

    @property
    def same_words(self) -> bool:
        """Tell whether the drafts hold the same words in the same order, whatever their numbers and their layout."""
        return all(item.change is ClauseChange.RENUMBERED for item in self.clauses)

    def new_gaps(self) -> tuple[ChangedFinding, ...]:
        """Return what ``--fail-on-new-gap`` asks about: gaps that were opened, and gaps that became worse."""
        return tuple(item for one in self.judged for item in one.of(FindingChange.OPENED, FindingChange.WORSE))
