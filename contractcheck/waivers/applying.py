"""Waivers put on a report: an accepted gap is marked, never dropped; a waiver that does nothing is said aloud."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from contractcheck.model import GAPS, Report, Status, Verdict, Waiver

if TYPE_CHECKING:
    from contractcheck.waivers.entries import WaiverEntry



@dataclass(frozen=True, slots=True)
class Applied:
    """What waivers do to one contract: requirement -> waiver, and a sentence on each one that does nothing."""

    waived: dict[str, Waiver]
    notes: tuple[str, ...]


def decide(
    verdicts: dict[str, Verdict], entries: Sequence[WaiverEntry], path: str, sha256: str, today: date
) -> Applied:
    """Say which gaps of a contract are waived, and which waivers are expired, unused or without a reason.

    Args:
        verdicts: the verdict on each requirement of the playbook. Waivers of other requirements are passed over:
            they are for another playbook.
        entries: the waivers that were read; the first one that holds counts.
        path: the contract's path; ``sha256``: its content.
        today: the day that ``until`` is held against. The last day still counts.
    """
    waived: dict[str, Waiver] = {}
    notes: list[str] = []
    for entry in entries:
        id_, waiver = entry.waiver.requirement, entry.waiver
        if id_ not in verdicts or not entry.fits(path, sha256):
            continue
        named = f"Waiver of {id_} ({entry.place})"
        if not waiver.reason:
            notes.append(f"{named}: no reason is given, so it does not count.")
        elif waiver.until is not None and waiver.until < today:
            notes.append(f"{named}: it ended on {waiver.until.isoformat()}, so it does not count.")
        elif verdicts[id_] not in GAPS:
            notes.append(f"{named}: not used, since the verdict is {verdicts[id_].value.replace('-', ' ')}.")
        elif id_ in waived:
            notes.append(f"{named}: not used, since another one waives the same gap.")
        else:
            waived[id_] = waiver
    return Applied(waived, tuple(notes))


def apply_waivers(report: Report, entries: Sequence[WaiverEntry], today: date) -> Report:
    """Return the report with its accepted gaps marked. Verdicts stay what they are; see ``decide``."""
    if report.status is not Status.CHECKED or not entries:
        return report
    verdicts = {item.finding.requirement: item.verdict for item in report.assessed}
    done = decide(verdicts, entries, report.contract.path, report.contract.sha256, today)
    assessed = tuple(
        replace(item, waiver=done.waived.get(item.finding.requirement)) if item.verdict in GAPS else item
        for item in report.assessed
    )
    return replace(report, assessed=assessed, waiver_notes=done.notes)
