"""(Report under the presigning playbook) -> may one sign."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from contractcheck.model import Assessed, Report, Severity, Status, Verdict
from contractcheck.model.terms import within

_BARS = (Severity.CRITICAL, Severity.HIGH)


class Readiness(StrEnum):
    """Whether a contract may be signed as it is."""

    READY = "ready"
    WAIVERS = "ready with waivers"
    NOT_READY = "not ready"
    UNTOLD = "could not tell"


@dataclass(frozen=True)
class Checklist:
    """The verdict of the checks before signing, the reason for it in one sentence, and what was waived."""

    report: Report
    readiness: Readiness
    reason: str
    waived: frozenset[str]


def decide(report: Report, waived: Collection[str] = ()) -> Checklist:
    """Decide whether a contract may be signed.

    Args:
        report: a report under a playbook that is answered by the checks before signing.
        waived: requirements whose faults someone has accepted, besides those that the report marks as waived.

    Returns:
        ``not ready`` where a fault of high or critical severity is not waived; ``could not tell`` where the file, a
        page of it or an attachment could not be read, or where a check of that severity needs a person; ``ready with
        waivers`` where only lesser or waived faults, or lesser doubts, are left; ``ready`` where nothing is.
    """
    accepted = frozenset(waived) | {row.finding.requirement for row in report.waived()}
    if report.status is not Status.CHECKED:
        why = "The file could not be read."
        if report.status is Status.NOT_A_CONTRACT:
            why = "The file does not look like a contract."
        return Checklist(report, Readiness.UNTOLD, why, accepted)
    if not report.assessed or all(row.verdict is Verdict.NOT_APPLICABLE for row in report.assessed):
        return Checklist(report, Readiness.UNTOLD, "Nothing was checked.", accepted)
    gaps = (*report.gaps(), *report.waived())
    doubts = tuple(row for row in report.assessed if row.verdict is Verdict.UNSURE)
    bars = tuple(row for row in gaps if _bars(row, accepted))
    if bars:
        return Checklist(report, Readiness.NOT_READY, f"To be fixed first: {_titles(bars)}.", accepted)
    if report.contract.unread_pages:
        return Checklist(report, Readiness.UNTOLD, "Some pages have no text and were not read.", accepted)
    if report.contract.unread_files:
        names = ", ".join(report.contract.unread_files)
        return Checklist(report, Readiness.UNTOLD, f"Not read, and may contain terms: {names}.", accepted)
    open_ = tuple(row for row in doubts if _bars(row, accepted))
    if open_:
        return Checklist(report, Readiness.UNTOLD, f"A person must look at these first: {_titles(open_)}.", accepted)
    if gaps or doubts:
        return Checklist(report, Readiness.WAIVERS, f"For whoever signs to accept: {_titles(gaps + doubts)}.", accepted)
    return Checklist(report, Readiness.READY, "None of the checks found a fault.", accepted)


def _bars(row: Assessed, waived: frozenset[str]) -> bool:
    return row.severity in _BARS and row.finding.requirement not in waived


def _titles(rows: tuple[Assessed, ...]) -> str:
    return ", ".join(within(row.title) for row in rows)
