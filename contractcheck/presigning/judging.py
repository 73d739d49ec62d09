"""(Findings of the checks before signing, playbook) -> verdicts."""

from __future__ import annotations

from contractcheck.model import Assessed, Finding, Found, Verdict
from contractcheck.playbooks.playbooks import Playbook
from contractcheck.playbooks.wanted import Wanted

FAMILY = "before-signing"
_READ_YOURSELF = "Read this yourself."
_NOTHING = "Nothing of the kind was found."
_THERE = "The contract has it."
_ELSEWHERE = "The contract seems to be accepted in another document or on a screen. Check that it is."
# Notes that a message repeats; the rest is counted. The checklist shows all of them.
_TOLD = 3


def judge_faults(findings: tuple[Finding, ...], playbook: Playbook, why_not: str = "") -> tuple[Assessed, ...]:
    """Judge the findings under a playbook that is answered by these checks: one assessed finding a row.

    ``why_not`` says why the playbook does not apply, where it does not.
    """
    found = {finding.requirement: finding for finding in findings}
    return tuple(
        _judge(found[wanted.rule], key, wanted, why_not)
        for key, wanted in playbook.requirements.items()
        if wanted.rule in found
    )


def _judge(finding: Finding, key: str, wanted: Wanted, why_not: str) -> Assessed:
    verdict, message = (Verdict.NOT_APPLICABLE, why_not) if why_not else _verdict(finding, wanted)
    preferred = wanted.positions.preferred
    return Assessed(
        finding=Finding(key, finding.found, evidence=finding.evidence, notes=finding.notes),
        title=wanted.title or key,
        family=wanted.family or FAMILY,
        severity=wanted.severity,
        verdict=verdict,
        message=message,
        why=wanted.because,
        suggestion=preferred.wording if preferred is not None else "",
        sources=wanted.cites,
        positions=tuple((name, position.wording) for name, position in wanted.positions.named()),
    )


def _verdict(finding: Finding, wanted: Wanted) -> tuple[Verdict, str]:
    """A row that is ``unwanted`` names a fault; any other names something that must be there."""
    notes = " ".join(finding.notes[:_TOLD])
    if len(finding.notes) > _TOLD:
        notes += f" And {len(finding.notes) - _TOLD} more."
    if not wanted.unwanted:
        if finding.found is Found.YES:
            return Verdict.MET, _THERE
        if finding.found is Found.NO:
            return Verdict.MISSING, wanted.say.missing
        return Verdict.UNSURE, _ELSEWHERE
    if finding.found is Found.NO:
        return Verdict.MET, _NOTHING
    if finding.found is Found.YES:
        return Verdict.UNWANTED, f"{wanted.say.contrary} {notes}".strip()
    return Verdict.UNSURE, f"{_READ_YOURSELF} {notes}"
