"""What a playbook says of a finding, and what it would say if the finding were the label."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from labelled import Case, Label

from contractcheck.model import Assessed, Finding, Found, Severity, Side, Value, Verdict
from contractcheck.playbooks.assess import assess
from contractcheck.playbooks.playbooks import Playbook, read_playbook
from contractcheck.rulebook.rules import RuleSet

# The playbooks that ask for the requirements of labels that are keyed by rules. The first that asks for one judges it.
ASKING = (
    "outsourcing",
    "outsourcing-bpo",
    "outsourcing-it",
    "outsourcing-knowledge",
    "outsourcing-manufacturing",
    "gdpr-dpa",
)

VALUED = frozenset(
    "breach-notification-deadline confidentiality-duration initial-term renewal-opt-out-notice cure-period "
    "termination-for-convenience availability-target gdpr-subprocessor-change-notice gdpr-subprocessor-objection "
    "gdpr-breach-notice gdpr-return-or-delete".split()
)
"""The requirements for which the catalogue names a value."""


@dataclass(frozen=True)
class Judged:
    """The verdict on a finding, and the verdict that its label deserves. They differ where "met" is wrong, or right."""

    verdict: Verdict
    deserved: Verdict
    severity: Severity


@cache
def asking() -> Playbook:
    """Return one playbook with the rows of all that ask for rules."""
    first, *others = (playbook_of(name) for name in ASKING)
    rows = dict(first.requirements)
    for other in others:
        for key, wanted in other.requirements.items():
            rows.setdefault(key, wanted)
    return replace(first, requirements=rows)


@cache
def playbook_of(name: str) -> Playbook:
    """Return a playbook that comes with the program."""
    return read_playbook(name)


def answers(case: Case, findings: tuple[Finding, ...], rules: RuleSet) -> dict[str, Finding]:
    """Return the finding that answers each label: of the rule of that name, or of the row of the case's playbook."""
    if not case.playbook:
        return {finding.requirement: finding for finding in findings}
    return {row.finding.requirement: row.finding for row in assess(findings, playbook_of(case.playbook), rules)}


def judge(case: Case, name: str, finding: Finding, rules: RuleSet) -> Judged | None:
    """Judge a finding and its label alike. None where no playbook asks."""
    playbook = playbook_of(case.playbook) if case.playbook else asking()
    row = _row(playbook, name, finding, rules)
    if row is None:
        return None
    deserved = _row(playbook, name, as_finding(case.labels[name], name, finding), rules)
    return Judged(row.verdict, deserved.verdict, row.severity) if deserved is not None else None


def as_finding(label: Label, name: str, finding: Finding) -> Finding:
    """Return what would have been found, had the contract been read as its labeller did.

    Where the label is no value, the one that was read stands.
    """
    found = Found.YES if label.present else Found.CONTRARY if label.contrary else Found.NO
    value = finding.value
    if name in VALUED and "value" not in label.disputed:
        if isinstance(label.value, int | float):
            value = Value(float(label.value), value.unit if value else "", str(label.value))
        else:
            value = Value(None, "", str(label.value)) if label.value is not None else None
    side = Side(label.side) if label.side and "side" not in label.disputed else finding.side
    return Finding(name, found, side, value if label.present else None)


def _row(playbook: Playbook, name: str, finding: Finding, rules: RuleSet) -> Assessed | None:
    wanted = playbook.requirements.get(name)
    if wanted is None:
        return None
    alone = replace(playbook, requirements={name: wanted})
    rows = assess((replace(finding, requirement=wanted.rule),), alone, rules)
    return rows[0] if rows else None
