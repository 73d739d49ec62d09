"""Verdicts: what a fact means under a playbook, and faults of playbooks."""

from __future__ import annotations

from pathlib import Path

import pytest

from contractcheck.errors import RuleError
from contractcheck.model import Finding, Found, Side, Value, Verdict
from contractcheck.playbooks.assess import assess
from contractcheck.playbooks.playbooks import load_playbook
from contractcheck.rulebook.rules import RuleSet, load_rules
from tests.made_rules import rule_folder, rule_text

PLAYBOOK = """
id: made
title: Made
version: "1"
purpose: For a test.
requirements:
  made-rule: {wanted}
"""


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> RuleSet:
    measure = "measure: {slot: duration, unit: day}"
    return load_rules(rule_folder(tmp_path_factory.mktemp("rules"), rule_text(measure=measure)))


def days(amount: float | None, text: str = "so long", mismatch: bool = False) -> Value:
    return Value(amount, "day", text, mismatch)


PLAIN, UP_TO, FROM, BAD = (
    "{severity: high}",
    "{severity: high, at_most: 30 days}",
    "{severity: high, at_least: 30 days}",
    "{severity: high, unwanted: true}",
)
MINE = "{severity: high, by: provider}"

VERDICTS = [
    (PLAIN, Finding("made-rule", Found.YES), Verdict.MET, "there"),
    (PLAIN, Finding("made-rule", Found.NO), Verdict.MISSING, "not there"),
    (PLAIN, Finding("made-rule", Found.CONTRARY), Verdict.UNWANTED, "the opposite is there"),
    (PLAIN, Finding("made-rule", Found.UNSURE), Verdict.UNSURE, "not plain"),
    (PLAIN, Finding("made-rule", Found.REFERENCED), Verdict.UNSURE, "elsewhere: never missing, never met"),
    (PLAIN, Finding("made-rule", Found.REDACTED), Verdict.UNSURE, "cut out: never missing, never met"),
    (PLAIN, Finding("made-rule", Found.YES, soft=True), Verdict.WEAK, "softened"),
    (UP_TO, Finding("made-rule", Found.YES, value=days(30)), Verdict.MET, "at the limit"),
    (UP_TO, Finding("made-rule", Found.YES, value=days(31)), Verdict.WEAK, "beyond the limit"),
    (UP_TO, Finding("made-rule", Found.YES), Verdict.WEAK, "no number where one belongs"),
    (UP_TO, Finding("made-rule", Found.YES, value=days(None, "redacted")), Verdict.UNSURE, "the number is cut out"),
    (UP_TO, Finding("made-rule", Found.YES, value=days(None, "indefinite")), Verdict.WEAK, "no end"),
    (FROM, Finding("made-rule", Found.YES, value=days(29)), Verdict.WEAK, "below the limit"),
    (FROM, Finding("made-rule", Found.YES, value=days(None, "indefinite")), Verdict.MET, "no end is long enough"),
    (PLAIN, Finding("made-rule", Found.YES, value=days(30, mismatch=True)), Verdict.WEAK, "words against digits"),
    (MINE, Finding("made-rule", Found.YES, side=Side.CUSTOMER), Verdict.WEAK, "the duty is the wrong side's"),
    (MINE, Finding("made-rule", Found.YES, side=Side.MUTUAL), Verdict.MET, "both owe it"),
    (MINE, Finding("made-rule", Found.YES, side=Side.UNCLEAR), Verdict.MET, "nobody is blamed unread"),
    (BAD, Finding("made-rule", Found.YES), Verdict.UNWANTED, "unwanted and there"),
    (BAD, Finding("made-rule", Found.NO), Verdict.MET, "unwanted and not there"),
    (BAD, Finding("made-rule", Found.REFERENCED), Verdict.UNSURE, "unwanted and perhaps elsewhere"),
]


@pytest.mark.parametrize(("wanted", "finding", "verdict", "proves"), VERDICTS, ids=[row[3] for row in VERDICTS])
def test_verdicts(rules: RuleSet, tmp_path: Path, wanted: str, finding: Finding, verdict: Verdict, proves: str) -> None:
    path = tmp_path / "made.yaml"
    path.write_text(PLAYBOOK.format(wanted=wanted), encoding="utf-8")
    (assessed,) = assess((finding,), load_playbook(str(path), rules), rules)
    assert assessed.verdict is verdict, proves
    assert assessed.message


def test_the_message_of_a_weak_value_names_what_is_usual(rules: RuleSet, tmp_path: Path) -> None:
    path = tmp_path / "made.yaml"
    path.write_text(PLAYBOOK.format(wanted=UP_TO), encoding="utf-8")
    finding = Finding("made-rule", Found.YES, value=days(45, "forty-five (45) days"))
    (assessed,) = assess((finding,), load_playbook(str(path), rules), rules)
    assert assessed.message == "The contract says forty-five (45) days. Usual is at most 30 days."
    assert "compl" not in assessed.message


FAULTS = [
    ("{severity: grave}", 7, "'requirements.made-rule.severity'", "an unknown severity"),
    ("{severity: high, at_most: 30}", 7, "a threshold is a number and a unit", "a threshold without a unit"),
    ("{severity: high, at_most: 30 days, colour: red}", 7, "unknown key 'colour'", "an unknown key"),
    ("{severity: high, at_most: 99 %}", 7, "reads its value in days", "a threshold in another unit"),
    ("{severity: high}\n  other-rule: {severity: low}", 8, "no rule is called 'other-rule'", "an unknown requirement"),
]


@pytest.mark.parametrize(("wanted", "line", "says", "proves"), FAULTS, ids=[row[3] for row in FAULTS])
def test_faults_of_a_playbook(rules: RuleSet, tmp_path: Path, wanted: str, line: int, says: str, proves: str) -> None:
    path = tmp_path / "made.yaml"
    path.write_text(PLAYBOOK.format(wanted=wanted).lstrip(), encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_playbook(str(path), rules)
    (fault,) = caught.value.faults
    assert fault.startswith(f"{path}:{line - 1}:"), fault
    assert says in fault


def test_a_playbook_that_is_not_there(rules: RuleSet, tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no playbook is called 'nothing'"):
        load_playbook("nothing", rules)
    with pytest.raises(RuleError, match="no such playbook file"):
        load_playbook(str(tmp_path / "nothing.yaml"), rules)
