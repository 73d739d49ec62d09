"""The facts that flow through contractcheck, and the closed sets of words for them.

Offsets are character positions in ``Document.text``: ``text[start:end]`` is the passage, verbatim.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Found(StrEnum):
    """What the contract says about a requirement: a fact, before any judgement."""

    YES = "yes"
    CONTRARY = "contrary"
    REFERENCED = "referenced"
    REDACTED = "redacted"
    UNSURE = "unsure"
    NO = "no"


class Verdict(StrEnum):
    """A judgement of a fact under a playbook."""

    MET = "met"
    WEAK = "weak"
    MISSING = "missing"
    UNWANTED = "unwanted"
    UNSURE = "unsure"
    NOT_APPLICABLE = "not-applicable"


class Severity(StrEnum):
    """How much a gap matters, worst first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Side(StrEnum):
    """Who bears a duty or holds a right."""

    PROVIDER = "provider"
    CUSTOMER = "customer"
    MUTUAL = "mutual"
    UNCLEAR = "unclear"


class ClauseKind(StrEnum):
    """What part of the document a clause is. Contents and furniture are never evidence."""

    BODY = "body"
    CONTENTS = "contents"
    DEFINITION = "definition"
    ANNEX = "annex"
    PREAMBLE = "preamble"
    SIGNATURE = "signature"


class Status(StrEnum):
    """Whether a document was checked at all."""

    CHECKED = "checked"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of characters in ``Document.text``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its number as a reader counts it (from 1), its characters, and whether it held text."""

    number: int
    start: int
    end: int
    read: bool = True


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page in PDF points, origin at the bottom left."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Document:
    """A contract as it was read.

    ``text`` is the reader's text, verbatim: no character is removed or moved, so every offset holds.
    ``pages`` cover it in order. ``tables`` are the character ranges that came from table cells.
    """

    path: str
    name: str
    sha256: str
    media: str
    text: str
    pages: tuple[Page, ...]
    tables: tuple[Span, ...] = ()

    @property
    def unread_pages(self) -> tuple[int, ...]:
        """Numbers of the pages that held no text."""
        return tuple(page.number for page in self.pages if not page.read)


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line without its line end. ``blank_before`` tells a paragraph gap above it, where one is known."""

    start: int
    end: int
    page: int
    blank_before: bool = False


@dataclass(frozen=True)
class Cleaned:
    """What cleaning learned about a document: its lines without furniture, and the ranges that are no words of it.

    ``noise`` holds furniture, markup and legends in order, without overlap. Matching steps over them.
    """

    lines: tuple[Line, ...]
    noise: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered or headed part of the contract.

    ``number`` is as printed ("12.3", "(a)", "ARTICLE IV"), or "" for unnumbered text. ``path`` is the full place
    ("12.3(a)"). ``heading`` is "" where there is none. ``start``/``end`` cover number, heading and own text, not the
    sub-clauses. ``body`` is where the own text begins, after number and heading. ``parent`` is an index into the
    same tuple, or -1.
    """

    number: str
    path: str
    heading: str
    level: int
    start: int
    body: int
    end: int
    page: int
    kind: ClauseKind
    parent: int = -1


@dataclass(frozen=True, slots=True)
class Attachment:
    """An annex, schedule or exhibit that the text names; ``present`` tells whether it is in the document."""

    name: str
    present: bool
    start: int
    end: int


@dataclass(frozen=True)
class Outline:
    """The structure of a document: its clauses in order, the defined terms, the attachments it names."""

    clauses: tuple[Clause, ...]
    terms: dict[str, Span]
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class Party:
    """A party by its full name and the short names that the contract gives it, all as printed."""

    name: str
    aliases: tuple[str, ...]
    role: Side


@dataclass(frozen=True, slots=True)
class Parties:
    """Who provides and who receives. ``reason`` says how that was told, or why it could not be."""

    all: tuple[Party, ...]
    provider: Party | None
    customer: Party | None
    reason: str


class Dimension(StrEnum):
    """What a quantity measures."""

    DURATION = "duration"
    PERCENT = "percent"
    MONEY = "money"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount with its unit, as the contract words it.

    ``unit`` is second, minute, hour, business-hour, day, business-day, week, month, quarter, year; percent; a currency
    code; "date" (then ``amount`` is the proleptic ordinal of the day); or "" for a bare number. ``mismatch`` tells that
    words and digits disagree ("thirty (45) days"): the words win. ``redacted``: the number was cut out or left blank.
    """

    dimension: Dimension
    amount: float | None
    unit: str
    text: str
    start: int
    end: int
    mismatch: bool = False
    redacted: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that a claim points at. ``quote`` is ``Document.text[start:end]`` and lies on one page."""

    page: int
    clause: str
    heading: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Value:
    """The value read for a requirement: the amount in the rule's unit, and the words it was read from.

    ``amount`` is None for a value without a number ("indefinite", or redacted); ``text`` then says which.
    """

    amount: float | None
    unit: str
    text: str
    mismatch: bool = False


@dataclass(frozen=True)
class Finding:
    """What the contract says about one requirement (a fact; no playbook has been applied).

    ``soft`` tells that every passage found is softened ("reasonable efforts"). ``nearest`` is the closest passage
    looked at where nothing was found. ``notes`` are short sentences for the reader.
    """

    requirement: str
    found: Found
    side: Side = Side.UNCLEAR
    value: Value | None = None
    soft: bool = False
    evidence: tuple[Evidence, ...] = ()
    nearest: Evidence | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assessed:
    """A finding judged under a playbook, with the words that a report shows.

    ``positions`` holds pairs of a name (preferred, fallback, walk-away) and the wording for it.
    """

    finding: Finding
    title: str
    family: str
    severity: Severity
    verdict: Verdict
    message: str
    why: str
    suggestion: str
    sources: tuple[str, ...]
    threshold: str = ""
    positions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ContractFacts:
    """What was read, for the head of a report. ``kind`` is the kind of agreement ("" where it cannot be told)."""

    path: str
    name: str
    sha256: str
    pages: int
    unread_pages: tuple[int, ...]
    kind: str
    provider: str
    customer: str
    parties_reason: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Failure:
    """Why a document could not be checked."""

    code: str
    message: str


@dataclass(frozen=True)
class Report:
    """The result for one contract under one playbook. ``assessed`` is empty where ``status`` is unreadable."""

    contract: ContractFacts
    playbook: str
    playbook_version: str
    playbook_title: str
    status: Status
    error: Failure | None = None
    assessed: tuple[Assessed, ...] = field(default_factory=tuple)

    def gaps(self) -> tuple[Assessed, ...]:
        """Findings that a reviewer must act on: missing, weak and unwanted."""
        bad = {Verdict.MISSING, Verdict.WEAK, Verdict.UNWANTED}
        return tuple(item for item in self.assessed if item.verdict in bad)
