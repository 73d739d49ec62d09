"""(Findings, playbook) -> verdicts: what the facts mean for a purpose."""

from __future__ import annotations

from dataclasses import replace

from contractcheck.detection.values import INDEFINITE
from contractcheck.model import OTHER_SIDE, Assessed, Finding, Found, FoundBy, Side, Verdict
from contractcheck.playbooks.applies import Subject
from contractcheck.playbooks.onesided import contradicted
from contractcheck.playbooks.playbooks import Playbook
from contractcheck.playbooks.sentences import MISMATCH, Judged, Reason, sentence
from contractcheck.playbooks.wanted import Applies, Threshold, Wanted
from contractcheck.rulebook.forms import Kind, Rule
from contractcheck.rulebook.rules import RuleSet

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
    return finding.found is Found.UNSURE and not finding.evidence and finding.by is FoundBy.RULES


def _judge(finding: Finding, rule: Rule, wanted: Wanted, why_not: str, side: Side) -> Assessed:
    say = rule.say.model_copy(update={key: text for key, text in wanted.say.model_dump().items() if text})
    rule = rule.model_copy(update={"say": say, "title": wanted.title or rule.title})
    judged = Judged(Verdict.NOT_APPLICABLE) if why_not else _verdict(finding, rule, wanted, side)
    verdict, message = judged.verdict, why_not or sentence(judged, finding, rule.say)
    if verdict is not Verdict.NOT_APPLICABLE:
        if message == MISMATCH and any(note.startswith(MISMATCH.rstrip(".")) for note in finding.notes):
            message = ""  # the note says it with the words
        message = " ".join(filter(None, [message, *finding.notes, _stance(finding, rule, wanted, side)]))
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
        threshold=_usual(wanted),
        positions=tuple((name, position.wording) for name, position in wanted.positions.named()),
    )


def _stance(finding: Finding, rule: Rule, wanted: Wanted, side: Side) -> str:
    """Say which position the value found reaches, where the positions set limits and the term is the reader's."""
    if _one_sided(finding, rule, wanted, side) is not None:
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


def _verdict(finding: Finding, rule: Rule, wanted: Wanted, side: Side) -> Judged:
    found = finding.found
    reason = Reason.PLAIN
    if wanted.for_information:
        reason = Reason.INFORMATION
    elif wanted.unwanted:
        reason = Reason.UNWANTED_ROW
    if finding.by is FoundBy.SECOND_LOOK:
        # Where nobody asks for the term, a passage that may hold it is no question to the reader.
        return Judged(Verdict.NOT_APPLICABLE, reason) if wanted.for_information else Judged(Verdict.UNSURE, Reason.NEAR)
    if found in (Found.UNSURE, Found.REFERENCED, Found.REDACTED):
        return Judged(Verdict.UNSURE, Reason.NOT_READ if _unread(finding) else reason)
    if wanted.for_information:
        return Judged(Verdict.MET if found is Found.YES else Verdict.NOT_APPLICABLE, reason)
    if wanted.unwanted:
        return Judged(Verdict.UNWANTED if found is Found.YES else Verdict.MET, reason, unwanted=wanted.say.contrary)
    if found is Found.YES:
        return _strength(finding, rule, wanted, side)
    return Judged(Verdict.MISSING if found is Found.NO else Verdict.UNWANTED, reason)


def _strength(finding: Finding, rule: Rule, wanted: Wanted, side: Side) -> Judged:
    value, usual = finding.value, _usual(wanted)
    for threshold, short in ((wanted.at_least, _below), (wanted.at_most, _above)):
        if threshold is None:
            continue
        if value is None:
            return Judged(Verdict.WEAK, Reason.NO_NUMBER, usual)
        if value.amount is None and value.text != INDEFINITE:
            return Judged(Verdict.UNSURE, Reason.CUT_NUMBER)
        if value.amount is not None and short(value.amount, threshold):
            return Judged(Verdict.WEAK, Reason.BEYOND, usual)
        if value.amount is None and threshold is wanted.at_most:
            return Judged(Verdict.WEAK, Reason.ENDLESS, usual)
    if value is not None and value.mismatch:
        return Judged(Verdict.WEAK, Reason.MISMATCH)
    if finding.soft:
        return Judged(Verdict.WEAK, Reason.SOFT)
    if one_sided := _one_sided(finding, rule, wanted, side):
        return Judged(Verdict.WEAK, one_sided)
    return Judged(Verdict.MET)


def _one_sided(finding: Finding, rule: Rule, wanted: Wanted, reader: Side) -> Reason | None:
    """Tell whether the duty binds the wrong side alone, or only the wrong side has the right.

    A row that several rules answer may ask for a duty or for a right: what counts is of which kind the answer is.
    """
    found = finding.side
    if found not in OTHER_SIDE:
        return None
    by, for_ = wanted.by, wanted.for_
    if rule.id != wanted.rule or (by is not None and for_ is not None):
        by = by if rule.kind in (Kind.DUTY, Kind.BAN) else None
        for_ = for_ if rule.kind is Kind.RIGHT else None
    word, right = (by, False) if by is not None else (for_, True)
    if word is None or word == "anyone" or _meant(word, reader) is found:
        return None
    if contradicted(finding.evidence, OTHER_SIDE[found], right=right):
        return None
    return Reason.ENTITLED_ALONE if right else Reason.BOUND_ALONE


def _meant(word: str, reader: Side) -> Side:
    """Return the side that a playbook's word stands for."""
    if word == "reader":
        return reader
    return OTHER_SIDE[reader] if word == "other" else Side(word)


def _below(amount: float, threshold: Threshold) -> bool:
    return amount < threshold.amount


def _above(amount: float, threshold: Threshold) -> bool:
    return amount > threshold.amount


def _usual(wanted: Wanted) -> str:
    if wanted.at_least is None and wanted.at_most is None:
        return ""
    if wanted.at_least is not None and wanted.at_most is not None:
        return f"{wanted.at_least} to {wanted.at_most}"
    return f"at least {wanted.at_least}" if wanted.at_least is not None else f"at most {wanted.at_most}"
