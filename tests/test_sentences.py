"""The sentence of a finding: one for each combination of what was found, verdict, side and reason, and none untrue."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from pathlib import Path

import pytest

from contractcheck.checker import Checker
from contractcheck.detection.values import INDEFINITE
from contractcheck.model import Assessed, Evidence, Finding, Found, Side, Value, Verdict
from contractcheck.playbooks.assess import assess
from contractcheck.playbooks.playbooks import Playbook, load_playbook, playbook_ids
from contractcheck.playbooks.sentences import Judged, Reason, sentence
from contractcheck.playbooks.wanted import Threshold, Wanted
from contractcheck.rulebook.forms import Kind, Rule
from contractcheck.rulebook.rules import RuleSet
from tests.loaded import own_checker, own_rules

SAMPLES = sorted((Path(__file__).resolve().parents[1] / "sample_contracts").glob("*.pdf"))
DAYS = {"at_most": Threshold(amount=30, unit="day")}
QUOTE = Evidence(1, "1", "", "A passage.", 0, 10)
SOFT = Evidence(1, "1", "", "Alder shall use commercially reasonable efforts to help.", 0, 10)
# What a row may ask, and what a rule may have found: each meets each.
ROWS: dict[str, dict[str, object]] = {
    "plain": {},
    "limit": DAYS,
    "by provider": {"by": "provider"},
    "by other": {"by": "other"},
    "for reader": {"for": "reader"},
    "anyone": {"by": "anyone"},
    "unwanted": {"unwanted": True, "say": {"contrary": "This is what should not be here."}},
    "information": {"for_information": True},
}
VALUES = (None, Value(10, "day", "ten days"), Value(60, "day", "sixty days"), Value(None, "day", INDEFINITE))


def walked(rules: RuleSet) -> list[tuple[Rule, str, Finding, Assessed]]:
    """Each rule with each row, each fact and each side."""
    base = load_playbook("outsourcing", rules)
    out = []
    for rule in rules.rules:
        small = RuleSet(**{**vars(rules), "rules": (rule,)})
        for name, asks in ROWS.items():
            wanted = Wanted.model_validate({"rule": rule.id, "severity": "high", **asks})
            playbook = Playbook(**{**vars(base), "requirements": {rule.id: wanted}, "applies_when": None})
            for found, side, soft in itertools.product(Found, Side, (False, True)):
                values = VALUES if found is Found.YES and name == "limit" else (None,)
                for value in values:
                    finding = Finding(rule.id, found, side, value, soft, (SOFT if soft else QUOTE,))
                    (row,) = assess((finding,), playbook, small)
                    out.append((rule, name, finding, row))
    return out


def test_every_rule_verdict_and_side_has_a_sentence_of_its_own() -> None:
    """No combination goes without a sentence, and no sentence serves two verdicts or two sides that differ."""
    verdicts: dict[str, set[Verdict]] = defaultdict(set)
    for rule, name, finding, row in walked(own_rules()):
        case = (rule.id, name, finding.found, finding.side, finding.soft, row.verdict)
        assert row.message.strip().endswith((".", "!", "?", "”", '"')), case
        assert not re.search(r"[{}]|\bNone\b", row.message), case
        verdicts[row.message].add(row.verdict)
        only = re.match(r"Only the (provider|customer) ", row.message)
        if only:
            assert only[1] == finding.side.value, case
        if row.verdict is Verdict.MISSING:
            assert (finding.found, row.message) == (Found.NO, rule.say.missing), case
        if rule.say.contrary and row.message == rule.say.contrary:
            assert finding.found is Found.CONTRARY, case
        if rule.say.missing in row.message:
            assert finding.found is Found.NO, case
        if rule.say.weak in row.message:
            assert finding.soft, case
        if name == "unwanted" and finding.found is Found.YES:
            assert row.message == "This is what should not be here.", case
    shared = {message: kinds for message, kinds in verdicts.items() if len(kinds) > 1}
    assert shared == {}


def test_every_reason_has_a_sentence() -> None:
    """Each reason is reached, and each gives another sentence."""
    say = own_rules().rules[0].say
    said = {}
    for reason in Reason:
        verdict = {
            Reason.PLAIN: Verdict.MET,
            Reason.UNWANTED_ROW: Verdict.UNWANTED,
            Reason.INFORMATION: Verdict.NOT_APPLICABLE,
            Reason.NOT_READ: Verdict.UNSURE,
            Reason.CUT_NUMBER: Verdict.UNSURE,
            Reason.NEAR: Verdict.UNSURE,
        }.get(reason, Verdict.WEAK)
        finding = Finding("a", Found.YES, Side.PROVIDER, Value(1, "day", "one day"), evidence=(QUOTE,))
        said[reason] = sentence(Judged(verdict, reason, "at most 30 days"), finding, say)
    assert len(set(said.values())) == len(Reason)


# A weak sentence is printed beside a softened duty alone: it may not speak of times, amounts or breadth.
OTHER_REASONS = re.compile(r"\b(?:longer than|shorter|sooner|later than|narrower|lower|less clearly|loosely|general words)\b")


def test_what_a_rule_says_of_a_soft_duty_speaks_of_nothing_else() -> None:
    odd = [rule.id for rule in own_rules().rules if rule.kind is Kind.DUTY and OTHER_REASONS.search(rule.say.weak)]
    assert odd == []


@pytest.mark.parametrize("id_", playbook_ids())
def test_no_playbook_lets_a_rule_speak_against_its_quote(id_: str) -> None:
    """An unwanted row never prints the sentence that its rule has for the contrary."""
    playbook = load_playbook(id_, own_rules())
    rules = {rule.id: rule for rule in own_rules().rules}
    for key, wanted in playbook.requirements.items():
        if wanted.unwanted and wanted.rule in rules:
            assert wanted.say.contrary != rules[wanted.rule].say.contrary, key


SAID_BY = {
    "customer": r"\b(?:we|provider|supplier|vendor|contractor|processor|consultant|manufacturer)\b",
    "provider": r"\b(?:you|customer|client|controller|buyer)\b",
}
EFFORT = re.compile(
    r"\b(?:efforts?|endeavou?rs?|aims?|attempts?|seeks?|strives?|practicable|possible|feasible)\b", re.I
)
DENIES = re.compile(
    r"\b(?:no|not|nor|neither|never|without|disclaims?|exclude[sd]?|waives?|whatever|any time|any country|as is|only|alone|"
    r"permanent|unless|more than|ends)\b",
    re.I,
)


@pytest.fixture(scope="module")
def checker() -> Checker:
    return own_checker()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_each_sentence_of_a_sample_is_true_of_its_quote(sample: Path, checker: Checker) -> None:
    """What a sentence says of sides, efforts, numbers and denials stands in the quote beside it."""
    faults = []
    for row in checker.check(sample).assessed:
        finding, message = row.finding, row.message
        quote = " ".join(" ".join(passage.quote.split()) for passage in finding.evidence)
        only = re.search(r"Only the (provider|customer) (is bound|has)", message)
        if only:
            verbs = (
                r"[^.;:]{0,40}?\b(?:shall|will|must)\b" if only[2] == "is bound" else r"[^.;:]{0,40}?\b(?:may|can)\b"
            )
            if re.search(SAID_BY[only[1]] + verbs, quote, re.I):
                faults.append(f"{finding.requirement}: {message} <{quote}>")
        if ("of effort" in message or "soften" in message) and not EFFORT.search(quote):
            faults.append(f"{finding.requirement}: {message} <{quote}>")
        number = re.search(r"The contract says (.+?)\. Usual", message)
        if number and " ".join(number[1].split()) not in quote:
            faults.append(f"{finding.requirement}: {message} <{quote}>")
        if finding.found is Found.CONTRARY and not DENIES.search(quote):
            faults.append(f"{finding.requirement}: {message} <{quote}>")
        if row.verdict is Verdict.UNWANTED and not row.suggestion:
            faults.append(f"{finding.requirement}: nothing is proposed")
        if row.verdict is Verdict.MISSING and quote:
            faults.append(f"{finding.requirement}: missing, and quoted: <{quote}>")
    assert faults == []
