"""Shows a checklist: as text for people, or as plain data for programs."""

from __future__ import annotations

from typing import Any

from contractcheck.model import Assessed, Verdict
from contractcheck.model.oneline import BRIEF_LENGTH, cut
from contractcheck.presigning.verdicts import Checklist, Readiness
from contractcheck.report.coverage import coverage_lines, other_notes
from contractcheck.report.data import to_data
from contractcheck.report.terminal import Terminal
from contractcheck.report.view import waived as accepted
from contractcheck.report.where import place

_MARKS = {Verdict.MET: "[x]", Verdict.UNSURE: "[?]", Verdict.NOT_APPLICABLE: "[-]"}
_FAULT = "[ ]"
_ROLES = {
    Readiness.READY: "met",
    Readiness.WAIVERS: "medium",
    Readiness.NOT_READY: "critical",
    Readiness.UNTOLD: "high",
}
# Places that are shown of one row. The JSON holds all of them.
_SHOWN = 12


def checklist_text(checklist: Checklist, out: Terminal) -> str:
    """Return the checklist: the verdict, then each check with what was found and where."""
    report = checklist.report
    parts: list[str] = [
        out.title(f"Before signing: {report.contract.name}"),
        out.field("Verdict", checklist.readiness.value.upper(), _ROLES[checklist.readiness]),
        out.field("Reason", checklist.reason),
    ]
    if report.error is not None:
        parts.append(out.field("Error", report.error.message, "error"))
    parts += [out.field(line.label, line.words) for line in coverage_lines(report.contract)]
    notes = other_notes(report.contract)
    parts += [out.field("Note", note) for note in (*notes, *report.waiver_notes)]
    for row in report.assessed:
        parts += ["", *_row(row, row.finding.requirement in checklist.waived, out)]
    return "\n".join(parts)


def checklist_data(checklist: Checklist) -> dict[str, Any]:
    """Return the report as plain data, with the verdict, its reason and what was waived beside it."""
    faults = {
        row.finding.requirement: [
            {"what": what, "page": passage.page, "start": passage.start, "end": passage.end}
            for passage, what in zip(row.finding.evidence, row.finding.notes, strict=False)
        ]
        for row in checklist.report.assessed
    }
    return {
        "verdict": checklist.readiness.value,
        "reason": checklist.reason,
        "waived": sorted(checklist.waived),
        "faults": faults,
        "report": to_data(checklist.report),
    }


def _row(row: Assessed, waived: bool, out: Terminal) -> list[str]:
    finding = row.finding
    fault = row.verdict not in _MARKS
    tag = "ok" if row.verdict is Verdict.MET else "look" if row.verdict is Verdict.UNSURE else "n/a"
    if fault:
        tag = f"{row.severity.value}, waived" if waived else row.severity.value
    mark = _MARKS.get(row.verdict, _FAULT)
    role = row.severity.value if fault and not waived else "quiet"
    parts: list[str] = [out.item(0, f"{mark} {row.title}", tag, role), out.paragraph(finding.requirement)]
    if row.verdict is Verdict.MET:
        return parts[:1]
    if row.waiver is not None:
        parts.append(out.field("Waived", accepted(row.waiver), "", "    "))
    if not finding.notes:
        return [*parts, out.paragraph(row.message)]
    pairs = list(zip(finding.evidence, finding.notes, strict=True))
    for passage, what in pairs[:_SHOWN]:
        parts.append(out.paragraph(f"{place(passage)}: {what}"))
        parts.append(out.quote(cut(passage.quote, BRIEF_LENGTH)))
    if len(pairs) > _SHOWN:
        parts.append(out.paragraph(f"And {len(pairs) - _SHOWN} more: see --format json."))
    if row.suggestion and fault:
        parts.append(out.field("Do", row.suggestion, "", "    "))
    return parts
