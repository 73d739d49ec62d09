"""(Findings, playbook) -> verdicts: what the facts mean for a purpose."""

from __future__ import annotations

from contractcheck.model import Assessed, Finding, Found, Side, Verdict
from contractcheck.playbooks import Playbook, Threshold, Wanted
from contractcheck.rules import Rule, RuleSet
from contractcheck.values import INDEFINITE

_SIDE_WORDS = {Side.PROVIDER: "the provider", Side.CUSTOMER: "the customer", Side.MUTUAL: "both parties"}


def assess(findings: tuple[Finding, ...], playbook: Playbook, rules: RuleSet) -> tuple[Assessed, ...]:
    """Judge the findings that the playbook asks about, in the order of the rules."""
    by_id = {rule.id: rule for rule in rules.rules}
    return tuple(
        _judge(finding, by_id[finding.requirement], playbook.requirements[finding.requirement])
        for finding in findings
        if finding.requirement in playbook.requirements
    )


def _judge(finding: Finding, rule: Rule, wanted: Wanted) -> Assessed:
    verdict, message = _verdict(finding, rule, wanted)
    if finding.notes:
        message = " ".join([message, *finding.notes])
    return Assessed(
        finding=finding,
        title=rule.title,
        family=rule.family,
        severity=wanted.severity,
        verdict=verdict,
        message=message,
        why=wanted.because or rule.why,
        suggestion=rule.suggest,
        sources=tuple(source.cite for source in rule.source),
        threshold=_threshold_text(wanted),
    )


def _verdict(finding: Finding, rule: Rule, wanted: Wanted) -> tuple[Verdict, str]:
    if wanted.unwanted:
        if finding.found in (Found.YES, Found.REDACTED):
            return Verdict.UNWANTED, rule.say.contrary
        if finding.found in (Found.UNSURE, Found.REFERENCED):
            return Verdict.UNSURE, f"Read this yourself: {rule.title.lower()}."
        return Verdict.MET, "The contract does not say this."
    match finding.found:
        case Found.NO:
            return Verdict.MISSING, rule.say.missing
        case Found.CONTRARY:
            return Verdict.UNWANTED, rule.say.contrary
        case Found.REFERENCED:
            return (
                Verdict.UNSURE,
                "The contract leaves this to a document that is not here. Ask for it and check it too.",
            )
        case Found.REDACTED:
            return Verdict.UNSURE, "The words are cut out of this copy. Check the original."
        case Found.UNSURE:
            return Verdict.UNSURE, "The wording comes close but is not plain. Read the passage yourself."
        case Found.YES:
            return _strength(finding, rule, wanted)


def _strength(finding: Finding, rule: Rule, wanted: Wanted) -> tuple[Verdict, str]:
    value = finding.value
    for threshold, short in ((wanted.at_least, _below), (wanted.at_most, _above)):
        if threshold is None:
            continue
        if value is None:
            return Verdict.WEAK, f"No number is given. Usual is {_usual(wanted)}."
        if value.amount is None and value.text != INDEFINITE:
            return Verdict.UNSURE, "The number is cut out of this copy. Check the original."
        if value.amount is not None and short(value.amount, threshold):
            return Verdict.WEAK, f"The contract says {value.text}. Usual is {_usual(wanted)}."
        if value.amount is None and threshold is wanted.at_most:
            return Verdict.WEAK, f"The contract sets no end. Usual is {_usual(wanted)}."
    if value is not None and value.mismatch:
        return Verdict.WEAK, "Words and digits disagree."
    if finding.soft:
        return Verdict.WEAK, f"{rule.say.weak} The duty is softened by words such as 'reasonable efforts'."
    if _wrong_side(finding.side, wanted):
        return Verdict.WEAK, f"{rule.say.weak} The duty lies on {_SIDE_WORDS[finding.side]} alone."
    if rule.measure is not None and rule.measure.required and value is None:
        return Verdict.WEAK, rule.say.weak
    return Verdict.MET, "The contract says this."


def _wrong_side(side: Side, wanted: Wanted) -> bool:
    if wanted.by is None or side in (Side.UNCLEAR, Side.MUTUAL):
        return False
    return wanted.by == Side.MUTUAL.value or side.value != wanted.by


def _below(amount: float, threshold: Threshold) -> bool:
    return amount < threshold.amount


def _above(amount: float, threshold: Threshold) -> bool:
    return amount > threshold.amount


def _usual(wanted: Wanted) -> str:
    if wanted.at_least is not None and wanted.at_most is not None:
        return f"{wanted.at_least} to {wanted.at_most}"
    return f"at least {wanted.at_least}" if wanted.at_least is not None else f"at most {wanted.at_most}"


def _threshold_text(wanted: Wanted) -> str:
    return _usual(wanted) if wanted.at_least is not None or wanted.at_most is not None else ""
