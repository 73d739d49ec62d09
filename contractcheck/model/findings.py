"""What was found and how it was judged: parties, quantities, evidence, findings, reports; the closed sets of words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from contractcheck.model.coverage import Coverage
from contractcheck.model.document import Placed


class Found(StrEnum):
    """What the contract says about a requirement: a fact, before any judgement."""

    YES = "yes"
    CONTRARY = "contrary"
    REFERENCED = "referenced"
    REDACTED = "redacted"
    UNSURE = "unsure"
    NO = "no"


EXCLUDED = "excluded"
"""What people read where a contract rules out a right or a duty that it should give."""


class FoundBy(StrEnum):
    """What an answer rests on."""

    RULES = "rules"
    SECOND_LOOK = "second-look"


class Verdict(StrEnum):
    """A judgement of a fact under a playbook."""

    MET = "met"
    WEAK = "weak"
    MISSING = "missing"
    UNWANTED = "unwanted"
    UNSURE = "unsure"
    NOT_APPLICABLE = "not-applicable"

    @property
    def words(self) -> str:
        """The verdict as people read it. "Unwanted" can be read backwards: what is there and should not be is said."""
        return "unfavourable" if self is Verdict.UNWANTED else self.value.replace("-", " ")


GAPS = frozenset({Verdict.MISSING, Verdict.WEAK, Verdict.UNWANTED})
"""The verdicts that a reviewer must act on."""


class Severity(StrEnum):
    """How much a gap matters, worst first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    def or_worse(self) -> tuple[Severity, ...]:
        """Return the severities from the worst down to this one."""
        every = tuple(Severity)
        return every[: every.index(self) + 1]


class Side(StrEnum):
    """Who bears a duty or holds a right."""

    PROVIDER = "provider"
    CUSTOMER = "customer"
    MUTUAL = "mutual"
    UNCLEAR = "unclear"


OTHER_SIDE = {Side.PROVIDER: Side.CUSTOMER, Side.CUSTOMER: Side.PROVIDER}
"""The side across the table. What is mutual or unclear has none."""


class Status(StrEnum):
    """Whether a document was checked at all, and if not, why: it cannot be read, or it is not a contract."""

    CHECKED = "checked"
    UNREADABLE = "unreadable"
    NOT_A_CONTRACT = "not-a-contract"


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
class Evidence(Placed):
    """A passage that a claim points at. ``quote`` is ``Document.text[start:end]`` and lies on one page.

    ``file`` names the file where an agreement came as several. ``paragraph`` counts from 1, where the file has
    paragraphs. Where such a file gives no pages ``paged`` is False, ``page`` is 1 and says nothing. ``row`` and
    ``column`` are the heads of a table's cell. ``ocr`` is the confidence with which the page was recognised, 0 to 1;
    None where it has text of its own.
    """

    page: int
    clause: str
    heading: str
    quote: str
    start: int
    end: int
    file: str = ""
    paragraph: int | None = None
    row: str = ""
    column: str = ""
    ocr: float | None = None
    paged: bool = True


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

    ``soft`` tells that every passage found is softened ("reasonable efforts"). ``near`` are the closest passages
    looked at where nothing was found, the nearest first. ``by`` says whether the rules gave the answer, or the second
    look made them doubt it. ``notes`` are short sentences for the reader.
    """

    requirement: str
    found: Found
    side: Side = Side.UNCLEAR
    value: Value | None = None
    soft: bool = False
    evidence: tuple[Evidence, ...] = ()
    near: tuple[Evidence, ...] = ()
    by: FoundBy = FoundBy.RULES
    notes: tuple[str, ...] = ()

    @property
    def nearest(self) -> Evidence | None:
        """The closest passage looked at where nothing was found."""
        return self.near[0] if self.near else None


@dataclass(frozen=True, slots=True)
class Waiver:
    """A gap that a person accepted: why, who, and until when. ``until`` is the last day of it, None for ever.

    All words are a person's own: every output escapes them.
    """

    requirement: str
    reason: str
    who: str = ""
    until: date | None = None


@dataclass(frozen=True)
class Assessed:
    """A finding judged under a playbook, with the words that a report shows.

    ``positions`` holds pairs of a name (preferred, fallback, walk-away) and the wording for it. ``waiver`` is set where
    a person accepted the gap; the verdict stays what it is.
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
    waiver: Waiver | None = None

    @property
    def verdict_name(self) -> str:
        """The verdict as people read it. What should not be there is unfavourable; a right ruled out is excluded."""
        if self.verdict is Verdict.UNWANTED and self.finding.found is Found.CONTRARY:
            return EXCLUDED
        return self.verdict.words


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One file of an agreement that came as several. ``title`` is the name that the body gives it, or ""."""

    name: str
    sha256: str
    pages: int
    title: str = ""


@dataclass(frozen=True)
class ContractFacts:
    """What was read, for the head of a report. ``kind`` is the kind of agreement ("" where it cannot be told).

    ``paragraphs`` is their number where the file has paragraphs and gives no pages, else 0. ``files`` is empty unless
    the agreement came as several. ``unread_files`` names attachments that could not be read and may hold terms.
    ``coverage`` says what was read and what was not.
    """

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
    paragraphs: int = 0
    files: tuple[FileFacts, ...] = ()
    unread_files: tuple[str, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)


@dataclass(frozen=True)
class Failure:
    """Why a document could not be checked."""

    code: str
    message: str


@dataclass(frozen=True)
class Report:
    """The result for one contract under one playbook. ``assessed`` is empty where ``status`` is not checked.

    ``waiver_notes`` are sentences on waivers that do nothing: expired, unused, or without a reason. ``left_out`` are
    the requirements that a reader did not ask to see, and ``selection`` the words with which they asked: every count
    is still that of the whole.
    """

    contract: ContractFacts
    playbook: str
    playbook_version: str
    playbook_title: str
    status: Status
    error: Failure | None = None
    assessed: tuple[Assessed, ...] = field(default_factory=tuple)
    waiver_notes: tuple[str, ...] = ()
    left_out: frozenset[str] = frozenset()
    selection: str = ""

    @property
    def shown(self) -> tuple[Assessed, ...]:
        """What a report lists: all that was judged, less what the reader left out."""
        return tuple(item for item in self.assessed if item.finding.requirement not in self.left_out)

    def gaps(self) -> tuple[Assessed, ...]:
        """Findings that a reviewer must act on: missing, weak and unwanted, unless a person accepted them."""
        return tuple(item for item in self.assessed if item.verdict in GAPS and item.waiver is None)

    def waived(self) -> tuple[Assessed, ...]:
        """Gaps that a person accepted."""
        return tuple(item for item in self.assessed if item.waiver is not None)
