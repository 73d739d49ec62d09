"""(Findings, playbook) -> verdicts: what the facts mean for a purpose."""

from __future__ import annotations

from dataclasses import replace

from contractcheck.detection.values import INDEFINITE
from contractcheck.model import Assessed, Finding, Found, Side, Verdict
from contractcheck.model.terms import gloss
from contractcheck.playbooks.applies import Subject
from contractcheck.playbooks.onesided import contradicted
from contractcheck.playbooks.playbooks import Playbook
from contractcheck.playbooks.wanted import Applies, Threshold, Wanted
from contractcheck.rulebook.forms import Rule
from contractcheck.rulebook.rules import RuleSet

_SIDE_WORDS = {Side.PROVIDER: "the provider", Side.CUSTOMER: "the customer", Side.MUTUAL: "both parties"}
_OTHER = {Side.PROVIDER: Side.CUSTOMER, Side.CUSTOMER: Side.PROVIDER}

MISMATCH = "Words and digits disagree."
UNWANTED = "The contract says this. Under this playbook it should not."
_UNCERTAIN = {
    Found.REFERENCED: "The contract leaves this to a document that is not here. Ask for it and check it too.",
    Found.REDACTED: "The words are cut out of this copy. Check the original.",
    Found.UNSURE: "The wording comes close but is not plain. Read the passage yourself.",
}
NOT_READ = "Nothing was found in what was read, and not all was read."
# Which of several findings answers a row that names several rules: what is there, then what may be.
_RANK = (Found.YES, Found.CONTRARY, Found.UNSURE, Found.REFERENCED, Found.REDACTED, Found.NO)


def assess(
    findings: tuple[Finding, ...], playbook: Playbook, rules: RuleSet, subject: Subject | None = None
) -> tuple[Assessed, ...]:
    """Judge the findings that the playbook asks about: one assessed finding a row.

    Rows stand by family in the order of the rules; a playbook that names families of its own keeps its own order.
    ``subject`` is what triggers look at. Without it everything is taken to apply.
    """
    by_id = {rule.id: rule for rule in rules.rules}
    found = {finding.requirement: finding for finding in findings}
    reason = ""
    if subject is not None and not subject.applies(playbook.applies_when):
        reason = not_applicable(playbook.applies_when)
    rows = []
    for key, wanted in playbook.requirements.items():
        finding, rule = _best(wanted, found, by_id)
        if finding is not None and rule is not None:
            why_not = reason or _why_not(finding, wanted, playbook, subject)
            rows.append(_judge(replace(finding, requirement=key), rule, wanted, why_not, Side(playbook.side)))
    order = {rule.id: place for place, rule in enumerate(rules.rules)}
    families = list(dict.fromkeys([rule.family for rule in rules.rules] + [row.family for row in rows]))

    def place(row: Assessed) -> tuple[int, int]:
        key = row.finding.requirement
        own = bool(playbook.requirements[key].family)
        return families.index(row.family), 0 if own else order.get(key, len(order))

    return tuple(sorted(rows, key=place))


def not_applicable(when: Applies | None) -> str:
    """Say in a sentence that something does not apply, with what was looked for."""
    return f"Does not apply to this contract. Looked for but not found: {when.looked_for}" if when is not None else ""


def _best(wanted: Wanted, found: dict[str, Finding], rules: dict[str, Rule]) -> tuple[Finding | None, Rule | None]:
    """Return the finding that answers a row best, and its rule. The row's first rule words what is missing."""
    ids = [rule for rule in (wanted.rule, *wanted.or_) if rule in found and rule in rules]
    if not ids:
        return None, None
    best = min(ids, key=lambda rule: (_RANK.index(found[rule].found), found[rule].soft))
    return found[best], rules[best]


def _why_not(finding: Finding, wanted: Wanted, playbook: Playbook, subject: Subject | None) -> str:
    if wanted.protects not in ("both", playbook.side):
        return f"This term protects the {wanted.protects}. The contract is reviewed for the {playbook.side}."
    if subject is not None and not _unread(finding) and not subject.applies(wanted.applies_when):
        return not_applicable(wanted.applies_when)
    return ""


def _unread(finding: Finding) -> bool:
    """Whether the answer may stand in what was not read: then the signs that a row applies may stand there too."""
    return finding.found is Found.UNSURE and not finding.evidence


def _judge(finding: Finding, rule: Rule, wanted: Wanted, why_not: str, side: Side) -> Assessed:
    say = rule.say.model_copy(update={key: text for key, text in wanted.say.model_dump().items() if text})
    rule = rule.model_copy(update={"say": say, "title": wanted.title or rule.title})
    verdict, message = (Verdict.NOT_APPLICABLE, why_not) if why_not else _verdict(finding, rule, wanted, side)
    if verdict is not Verdict.NOT_APPLICABLE:
        if message == MISMATCH and any(note.startswith(MISMATCH.rstrip(".")) for note in finding.notes):
            message = ""  # the note says it with the words
        message = " ".join(filter(None, [message, *finding.notes, _stance(finding, wanted, side)]))
    preferred = wanted.positions.preferred
    return Assessed(
        finding=finding,
        title=rule.title,
        family=wanted.family or rule.family,
        severity=wanted.severity,
        verdict=verdict,
        message=message,
        why=wanted.because or rule.why,
        # The rule's wording is for those who want the term.
        suggestion=preferred.wording if preferred is not None else "" if wanted.unwanted else rule.suggest,
        sources=wanted.cites or tuple(source.cite for source in rule.source),
        threshold=_threshold_text(wanted),
        positions=tuple((name, position.wording) for name, position in wanted.positions.named()),
    )


def _stance(finding: Finding, wanted: Wanted, side: Side) -> str:
    """Say which position the value found reaches, where the positions set limits and the term is the reader's."""
    if _one_sided(finding, wanted, side):
        return ""
    amount = finding.value.amount if finding.value is not None else None
    if finding.found is not Found.YES or amount is None:
        return ""
    limited = False
    for name, position in wanted.positions.named():
        if position.at_least is None and position.at_most is None:
            continue
        limited = True
        low = position.at_least is not None and _below(amount, position.at_least)
        high = position.at_most is not None and _above(amount, position.at_most)
        if not low and not high:
            return f"This reaches the {name} position."
    return "This is beyond the walk-away position." if limited and wanted.positions.walk_away is not None else ""


def _verdict(finding: Finding, rule: Rule, wanted: Wanted, side: Side) -> tuple[Verdict, str]:
    if wanted.for_information:
        return _stated(finding, rule)
    if wanted.unwanted:
        if finding.found in (Found.YES, Found.REDACTED):
            # The rule's own sentence is for a contract that says the opposite: here it would tell an untruth.
            return Verdict.UNWANTED, wanted.say.contrary or UNWANTED
        if finding.found in (Found.UNSURE, Found.REFERENCED):
            return Verdict.UNSURE, f"Read this yourself: {gloss(rule.title)}."
        return Verdict.MET, "The contract does not say this."
    match finding.found:
        case Found.NO:
            return Verdict.MISSING, rule.say.missing
        case Found.CONTRARY:
            return Verdict.UNWANTED, rule.say.contrary
        case Found.YES:
            return _strength(finding, rule, wanted, side)
        case _:
            return Verdict.UNSURE, _uncertain(finding)


def _uncertain(finding: Finding) -> str:
    if _unread(finding):
        return NOT_READ
    return _UNCERTAIN[finding.found]


def _stated(finding: Finding, rule: Rule) -> tuple[Verdict, str]:
    """A row that is told for information: it is never a gap."""
    match finding.found:
        case Found.YES:
            return Verdict.MET, "The contract says this."
        case Found.NO:
            return Verdict.NOT_APPLICABLE, "The contract says nothing about this. That is not a gap."
        case Found.CONTRARY:
            return Verdict.NOT_APPLICABLE, f"{rule.say.contrary} For information only; not a gap."
        case _:
            return Verdict.UNSURE, _uncertain(finding)


def _strength(finding: Finding, rule: Rule, wanted: Wanted, side: Side) -> tuple[Verdict, str]:
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
        return Verdict.WEAK, MISMATCH
    if finding.soft:
        return Verdict.WEAK, f"{rule.say.weak} The duty is softened by words such as 'reasonable efforts'."
    if one_sided := _one_sided(finding, wanted, side):
        return Verdict.WEAK, one_sided
    return Verdict.MET, "The contract says this."


def _one_sided(finding: Finding, wanted: Wanted, reader: Side) -> str:
    """Say that the duty binds the wrong side alone, or that only the wrong side has the right. "" where neither is."""
    found = finding.side
    if found not in _OTHER:
        return ""
    for word, right, says in (
        (wanted.by, False, "is bound by this"),
        (wanted.for_, True, "has this right or protection"),
    ):
        if word is not None and _meant(word, reader) is not found:
            if contradicted(finding.evidence, _OTHER[found], right=right):
                return ""
            return f"Only {_SIDE_WORDS[found]} {says}."
    return ""


def _meant(word: str, reader: Side) -> Side:
    """Return the side that a playbook's word stands for."""
    if word == "reader":
        return reader
    return _OTHER[reader] if word == "other" else Side(word)


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
