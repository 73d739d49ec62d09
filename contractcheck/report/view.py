"""What a report shows, in the order in which a reviewer reads it. Every template gets these objects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from contractcheck.model import (
    Assessed,
    ContractFacts,
    Evidence,
    Found,
    Report,
    Severity,
    Status,
    Value,
    Verdict,
    Waiver,
)
from contractcheck.model.oneline import BRIEF_LENGTH, amount, cut_line, one_line
from contractcheck.model.pagenames import pages as named
from contractcheck.model.terms import term
from contractcheck.report.coverage import CoverageLine, coverage_lines, other_notes
from contractcheck.report.data import to_data
from contractcheck.report.where import place, short_place

NOT_KNOWN = "not known"
NOTHING_NEAR = "No passage in the contract comes near it."
NOT_A_VERDICT_ON_THE_CONTRACT = "Nothing was checked. This says nothing about the contract, good or bad."

_ABBREVIATIONS = frozenset("baa ccpa dora dpa eba eu gdpr hipaa ict it iso nda saas".split())
_NOT_PLAIN = {
    Found.CONTRARY: "the contract says the opposite",
    Found.REFERENCED: "left to another document",
    Found.REDACTED: "blacked out or cut from the text",
}


@dataclass(frozen=True, slots=True)
class QuotedPassage:
    """A quote and where it stands. ``quote`` is cut where it is very long, ``brief`` is shorter still.

    ``start``/``end`` are the whole passage's characters in the text that was read.
    """

    place: str
    short_place: str
    quote: str
    brief: str
    page: int
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """One requirement as a report shows it. ``number`` counts the gaps from 1 and is 0 for what is no gap.

    ``term`` is the term of art of the title. ``verdict`` is for programs and styles, ``verdict_name`` for people.
    ``waived`` says why a gap was accepted, "" where it was not.
    """

    number: int
    requirement: str
    title: str
    term: str
    family: str
    severity: str
    verdict: str
    verdict_name: str
    found: str
    message: str
    value: str
    threshold: str
    passages: tuple[QuotedPassage, ...]
    near: tuple[QuotedPassage, ...]
    nothing_near: str
    why: str
    sources: tuple[str, ...]
    suggestion: str
    notes: tuple[str, ...]
    positions: tuple[tuple[str, str], ...] = ()
    waived: str = ""

    @property
    def short_place(self) -> str:
        """Page and clause of the words found, as a list shows them ("p. 7, 12.3"); "" where none were found."""
        return self.passages[0].short_place if self.passages else ""


@dataclass(frozen=True, slots=True)
class Score:
    """A line of the scorecard: how many requirements of a family came out how."""

    family: str
    met: int
    weak: int
    missing: int
    unwanted: int
    unsure: int
    not_applicable: int


@dataclass(frozen=True, slots=True)
class Group:
    """The gaps of one severity."""

    severity: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class View:
    """A report, laid out for reading. ``data`` is the same report as schema 2.

    ``coverage`` are the lines on what was not read: pages, parts, terms in other documents, words left out.
    """

    contract: ContractFacts
    playbook: str
    checked: bool
    error: str
    result: str
    pages: str
    unread: str
    coverage: tuple[CoverageLine, ...]
    kind: str
    provider: str
    customer: str
    notes: tuple[str, ...]
    scorecard: tuple[Score, ...]
    total: Score
    gaps: tuple[Group, ...]
    waived: tuple[Item, ...]
    unsure: tuple[Item, ...]
    met: tuple[Item, ...]
    not_applicable: tuple[Item, ...]
    report: Report

    @property
    def why_label(self) -> str:
        """What stands before the error of a file that was not checked: it was not read, or read and refused."""
        return "Refused" if self.report.status is Status.NOT_A_CONTRACT else "Not read"

    @property
    def asked(self) -> int:
        """How many requirements applied to the contract."""
        return sum(item.verdict is not Verdict.NOT_APPLICABLE for item in self.report.assessed)

    @property
    def data(self) -> dict[str, Any]:
        """The report as schema 2."""
        return to_data(self.report)


def view(report: Report) -> View:
    """Lay a report out: scorecard, gaps by severity (worst first), what could not be told, what is met."""
    contract = report.contract
    numbered = enumerate(sorted(report.gaps(), key=lambda item: list(Severity).index(item.severity)), start=1)
    listed = [(number, gap) for number, gap in numbered if gap.finding.requirement not in report.left_out]
    gaps = [(gap.severity, _item(gap, number)) for number, gap in listed]
    titles = dict.fromkeys(item.family for item in report.assessed)
    known = contract.provider and contract.customer
    unclear = () if known or not contract.parties_reason else (contract.parties_reason,)
    return View(
        contract=contract,
        playbook=", version ".join(filter(None, [report.playbook_title or report.playbook, report.playbook_version])),
        checked=report.status is Status.CHECKED,
        error=report.error.message if report.error else "",
        result=_result(report),
        pages=count(contract.paragraphs, "paragraph") if contract.paragraphs else count(contract.pages, "page"),
        unread=unread(contract.unread_pages),
        coverage=coverage_lines(contract),
        kind=one_line(contract.kind) or NOT_KNOWN,
        provider=one_line(contract.provider) or NOT_KNOWN,
        customer=one_line(contract.customer) or NOT_KNOWN,
        notes=(*unclear, *other_notes(contract), *report.waiver_notes),
        scorecard=tuple(
            _score(family_title(family), (item for item in report.assessed if item.family == family))
            for family in titles
        ),
        total=_score("All", report.assessed),
        gaps=tuple(
            Group(severity.value, tuple(item for key, item in gaps if key is severity))
            for severity in Severity
            if any(key is severity for key, _ in gaps)
        ),
        waived=tuple(_item(item, 0) for item in report.waived() if item.finding.requirement not in report.left_out),
        unsure=_of(report, Verdict.UNSURE),
        met=_of(report, Verdict.MET),
        not_applicable=_of(report, Verdict.NOT_APPLICABLE),
        report=report,
    )


def shown_passages(report: Report) -> Iterator[QuotedPassage]:
    """Yield the passages that a report shows: of what is met the first one, of the rest all, or the nearest ones."""
    for item in report.shown:
        row = _item(item, 0)
        if item.verdict is not Verdict.NOT_APPLICABLE:
            yield from row.passages[:1] if item.verdict is Verdict.MET else row.passages
            yield from row.near


def family_title(family: str) -> str:
    """Return the name of a family as a heading: ``data-security`` becomes ``Data security``."""
    words = family.replace("-", " ").replace("_", " ").split()
    named = [word.upper() if word in _ABBREVIATIONS else word for word in words]
    return " ".join([named[0][:1].upper() + named[0][1:], *named[1:]]) if named else ""


def unread(pages: tuple[int, ...]) -> str:
    """Return the sentence that says which pages were not read: ``pages 3-5 and 9 have no text: not read``."""
    if not pages:
        return ""
    return f"{named(pages)} {'has' if len(set(pages)) == 1 else 'have'} no text: not read"


def _of(report: Report, verdict: Verdict) -> tuple[Item, ...]:
    return tuple(_item(item, 0) for item in report.shown if item.verdict is verdict)


def _item(item: Assessed, number: int) -> Item:
    finding = item.finding
    value = finding.value
    words = ""
    if value is not None:
        words = amount(value) + (" (words and digits differ)" if value.mismatch else "")
    near = () if finding.evidence else tuple(_passage(passage) for passage in finding.near)
    return Item(
        number=number,
        requirement=finding.requirement,
        title=item.title,
        term=term(item.title),
        family=family_title(item.family),
        severity=item.severity.value,
        verdict=item.verdict.value.replace("-", " "),
        verdict_name=item.verdict_name,
        found=_NOT_PLAIN.get(finding.found, ""),
        message=item.message,
        value=words,
        threshold=item.threshold,
        passages=tuple(_passage(passage) for passage in sorted(finding.evidence, key=_without(finding.value))),
        near=near,
        nothing_near=NOTHING_NEAR if not finding.evidence and not near else "",
        why=item.why,
        sources=item.sources,
        suggestion=item.suggestion,
        # Where the message is shown too, a note that it already holds would stand there twice.
        notes=tuple(note for note in finding.notes if item.verdict is Verdict.MET or note not in item.message),
        # The preferred position is the suggestion.
        positions=tuple(pair for pair in item.positions if pair[1] != item.suggestion),
        waived=waived(item.waiver) if item.waiver else "",
    )


def waived(waiver: Waiver) -> str:
    """Return who accepted a gap, why and until when: ``Covered by our policy (A. Reviewer, until 2027-03-31)``."""
    more = ", ".join(filter(None, [one_line(waiver.who), f"until {waiver.until}" if waiver.until else ""]))
    return one_line(waiver.reason) + (f" ({more})" if more else "")


def _without(value: Value | None) -> Callable[[Evidence], bool]:
    """Return what puts the passages first that hold the words of the value: they are its proof."""
    words = one_line(value.text) if value else ""
    return (lambda passage: words not in one_line(passage.quote)) if words else (lambda passage: False)


def _passage(passage: Evidence) -> QuotedPassage:
    flat = one_line(passage.quote)
    brief, quote = cut_line(flat, BRIEF_LENGTH), cut_line(flat)
    return QuotedPassage(place(passage), short_place(passage), quote, brief, passage.page, passage.start, passage.end)


def _score(title: str, items: Iterable[Assessed]) -> Score:
    counts = Counter(item.verdict for item in items)
    return Score(title, *(counts[verdict] for verdict in Verdict))


def _result(report: Report) -> str:
    if report.status is not Status.CHECKED:
        return "not checked"
    counts = Counter(item.severity for item in report.gaps())
    if counts:
        parts = ", ".join(f"{counts[severity]} {severity.value}" for severity in Severity if counts[severity])
        words = f"{count(counts.total(), 'gap')}: {parts}"
    elif report.assessed and all(item.verdict is Verdict.NOT_APPLICABLE for item in report.assessed):
        words = "this playbook does not apply to this contract"
    else:
        words = "no gaps under this playbook"
        if any(terms.whole for terms in report.contract.coverage.terms):
            words = "no gaps in what was read"
    accepted = len(report.waived())
    if accepted:
        words += f"; {accepted} waived"
    open_questions = sum(item.verdict is Verdict.UNSURE for item in report.assessed)
    if open_questions:
        words += f"; {open_questions} unsure"
    lost = len(report.contract.unread_pages)
    return words + (f"; {count(lost, 'page')} not read" if lost else "")


def count(number: int, noun: str) -> str:
    """Return a number and its noun: ``1 gap``, ``2 gaps``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
