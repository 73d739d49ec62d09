"""Detection: negation, direction, softeners, lists, values, definitions, redactions and references."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from contractcheck.detection.detect import Detector
from contractcheck.detection.examples import passage_contract
from contractcheck.model import Attachment, Clause, ClauseKind, Finding, Found, Parties, Party, Side, Span
from contractcheck.rulebook.rules import RuleSet, load_rules
from tests.made_rules import rule_folder, rule_text

NOBODY = Parties((), None, None, "")
MEASURE = "measure: {slot: duration, unit: hour, near: 25}"


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> RuleSet:
    look = "  near: 15\n  phrases:\n    - <notify> ... data breach\n  topic: [data breach procedure]\n"
    right = "  phrases:\n    - (may|shall) .. terminate ... for convenience\n    - terminated for convenience\n"
    heading = "  headings: [secrecy]\n  under_headings:\n    - keep it safe\n"
    return load_rules(
        rule_folder(
            tmp_path_factory.mktemp("rules"),
            rule_text(id="duty", look_for=look, measure=MEASURE),
            rule_text(id="right", kind="right", look_for=right),
            rule_text(id="heading", look_for=heading),
        )
    )


def detect(
    rules: RuleSet, text: str, requirement: str = "duty", heading: str = "", parties: Parties = NOBODY
) -> Finding:
    findings = Detector(rules).detect(passage_contract(text, heading, parties=parties))
    return next(finding for finding in findings if finding.requirement == requirement)


FOUND = [
    ("duty", "The Provider shall notify the Customer of a data breach.", Found.YES, "a plain duty"),
    (
        "duty",
        "The Provider shall not be required to notify the Customer of a data breach.",
        Found.CONTRARY,
        "an anti-duty",
    ),
    (
        "duty",
        "The Provider may act without obligation to inform anybody of a data breach.",
        Found.CONTRARY,
        "without obligation",
    ),
    (
        "duty",
        "The Provider has no duty to pay; it shall notify the Customer of a data breach.",
        Found.YES,
        "another clause's negation",
    ),
    (
        "duty",
        "The Provider shall: (a) keep logs; (b) pay; and (c) notify the Customer of a data breach.",
        Found.YES,
        "an item with its lead-in",
    ),
    (
        "duty",
        "The Provider shall not be required to: (a) keep logs; or (b) notify anybody of a data breach.",
        Found.CONTRARY,
        "the lead-in denies the item",
    ),
    ("duty", "Notify the desk. A data breach is described elsewhere.", Found.NO, "no match across sentences"),
    ("right", "Either party may terminate this Agreement for convenience.", Found.YES, "a right"),
    ("right", "This Agreement may not be terminated for convenience.", Found.CONTRARY, "a right denied"),
    ("right", "Neither party may terminate for convenience.", Found.CONTRARY, "denied to both"),
]


@pytest.mark.parametrize(("requirement", "text", "found", "proves"), FOUND, ids=[row[3] for row in FOUND])
def test_what_is_found(rules: RuleSet, requirement: str, text: str, found: Found, proves: str) -> None:
    assert detect(rules, text, requirement).found is found, proves


def test_a_duty_found_anywhere_outweighs_its_denial_elsewhere(rules: RuleSet) -> None:
    text = "The Provider shall notify all of a data breach. It has no duty to notify strangers of a data breach."
    finding = detect(rules, text)
    assert finding.found is Found.YES
    assert len(finding.evidence) == 1


@pytest.mark.parametrize(
    ("text", "soft"),
    [
        ("Provider shall use reasonable efforts to notify Customer of a data breach.", True),
        ("Provider shall notify Customer of a data breach.", False),
        (
            "Provider shall use reasonable efforts to notify Customer of a data breach. Provider shall notify Customer of each data breach.",
            False,
        ),
    ],
)
def test_softeners_are_told_unless_a_firm_duty_stands_beside(rules: RuleSet, text: str, soft: bool) -> None:
    assert detect(rules, text).soft is soft


def test_a_heading_places_a_phrase_and_proves_nothing_alone(rules: RuleSet) -> None:
    assert detect(rules, "Each party shall keep it safe.", "heading", "Secrecy").found is Found.YES
    assert detect(rules, "Each party shall keep it safe.", "heading", "Storage").found is Found.NO
    assert detect(rules, "Each party shall pay.", "heading", "Secrecy; keep it safe").found is Found.NO


def test_a_reference_stands_for_a_heading_in_the_rule_that_asks_for_it_alone(tmp_path: Path) -> None:
    """Otherwise what one rule finds would depend on which others are loaded."""
    look = "  phrases: [secrecy ... survive]\n"
    folder = rule_folder(
        tmp_path, rule_text(id="asks", look_for=look + "  follow: true\n"), rule_text(id="other", look_for=look)
    )
    text = "Secrecy\nKeep it.\nSurvival\nSection 7 shall survive."
    secrecy = Clause("7", "7", "Secrecy", 1, 0, 8, 17, 1, ClauseKind.BODY)
    survival = Clause("8", "8", "Survival", 1, 17, 26, len(text), 1, ClauseKind.BODY)
    contract = passage_contract(text)
    contract = replace(contract, outline=replace(contract.outline, clauses=(secrecy, survival)))
    found = {one.requirement: one.found for one in Detector(load_rules(folder)).detect(contract)}
    assert found == {"asks": Found.YES, "other": Found.NO}


def test_the_value_beside_the_match_is_read(rules: RuleSet) -> None:
    value = detect(rules, "Within three (3) days the Provider shall notify the Customer of a data breach.").value
    assert value is not None
    assert (value.amount, value.unit, value.text) == (72.0, "hour", "three (3) days")


def test_a_number_cut_out_is_said(rules: RuleSet) -> None:
    finding = detect(rules, "The Provider shall notify the Customer of a data breach within [***] hours.")
    assert finding.found is Found.YES
    assert finding.value is not None
    assert (finding.value.amount, finding.value.text) == (None, "redacted")


def test_words_against_digits_are_told(rules: RuleSet) -> None:
    finding = detect(rules, "The Provider shall notify the Customer of a data breach within two (48) hours.")
    assert finding.value is not None
    assert finding.value.mismatch
    assert "disagree" in finding.notes[0]


SIDES = [
    ("The Provider shall notify the Customer of a data breach.", Side.PROVIDER),
    ("The Client shall inform the Supplier of a data breach.", Side.CUSTOMER),
    ("Each party shall notify the other of a data breach.", Side.MUTUAL),
    ("Acme shall notify Bolt of a data breach.", Side.CUSTOMER),
    ("The Provider shall do what the Customer requests and shall notify it of a data breach.", Side.PROVIDER),
    ("There is a duty to notify of a data breach.", Side.UNCLEAR),
]


@pytest.mark.parametrize(("text", "side"), SIDES)
def test_who_bears_the_duty(rules: RuleSet, text: str, side: Side) -> None:
    acme, bolt = Party("Acme Inc.", ("Acme",), Side.CUSTOMER), Party("Bolt Ltd.", ("Bolt",), Side.PROVIDER)
    assert detect(rules, text, parties=Parties((acme, bolt), bolt, acme, "")).side is side


def test_a_definition_is_no_duty(rules: RuleSet) -> None:
    text = '"Notice" means to notify the Customer of a data breach.'
    contract = passage_contract(text)
    definition = replace(contract.outline, clauses=(replace(contract.outline.clauses[0], kind=ClauseKind.DEFINITION),))
    (finding, *_) = Detector(rules).detect(replace(contract, outline=definition))
    assert finding.found is Found.NO
    assert finding.nearest is not None


def test_contents_are_never_evidence(rules: RuleSet) -> None:
    contract = passage_contract("The Provider shall notify the Customer of a data breach.")
    contents = replace(contract.outline, clauses=(replace(contract.outline.clauses[0], kind=ClauseKind.CONTENTS),))
    assert Detector(rules).detect(replace(contract, outline=contents))[0].found is Found.NO


def test_a_matter_left_to_an_absent_schedule_is_referenced(rules: RuleSet) -> None:
    text = "The data breach procedure is set out in Schedule 3."
    contract = passage_contract(text)
    at = text.index("Schedule 3")
    absent = replace(contract.outline, attachments=(Attachment("Schedule 3", False, at, at + 10),))
    finding = Detector(rules).detect(replace(contract, outline=absent))[0]
    assert finding.found is Found.REFERENCED
    assert "Schedule 3" in finding.notes[0]
    present = replace(contract.outline, attachments=(Attachment("Schedule 3", True, at, at + 10),))
    assert Detector(rules).detect(replace(contract, outline=present))[0].found is Found.NO


def test_a_matter_cut_out_is_redacted(rules: RuleSet) -> None:
    assert detect(rules, "The data breach procedure is [***].").found is Found.REDACTED


def with_absent(rules: RuleSet, text: str, name: str) -> Finding:
    contract = passage_contract(text)
    at = text.index(name)
    absent = replace(contract.outline, attachments=(Attachment(name, False, at, at + len(name)),))
    return Detector(rules).detect(replace(contract, outline=absent))[0]


@pytest.mark.parametrize(
    "text",
    [
        "Schedule 3 sets out the data breach procedure.",
        "The data breach procedure is laid down in Schedule 3.",
        "The data breach procedure is subject to Schedule 3.",
        "The Provider has read Schedule 3. The data breach procedure is dealt with in that schedule.",
    ],
)
def test_the_pointer_to_an_absent_document_has_many_forms(rules: RuleSet, text: str) -> None:
    finding = with_absent(rules, text, "Schedule 3")
    assert finding.found is Found.REFERENCED
    assert "Schedule 3" in finding.notes[0]


def test_that_policy_is_no_pointer_to_a_schedule(rules: RuleSet) -> None:
    text = "The Provider has read Schedule 3. The data breach procedure is dealt with in that policy."
    assert with_absent(rules, text, "Schedule 3").found is Found.NO


def test_a_clause_with_the_topic_for_its_heading_and_no_words_is_redacted(rules: RuleSet) -> None:
    text = "7.1 Data Breach Procedure. [***]"
    contract = passage_contract(text)
    clause = replace(contract.outline.clauses[0], number="7.1", path="7.1", heading="Data Breach Procedure", body=27)
    cut = replace(contract.outline, clauses=(clause,))
    finding = Detector(rules).detect(replace(contract, outline=cut))[0]
    assert finding.found is Found.REDACTED
    assert finding.evidence[0].quote == text
    other = replace(contract.outline, clauses=(replace(clause, heading="Price"),))
    assert Detector(rules).detect(replace(contract, outline=other))[0].found is Found.NO


def test_nothing_near_is_said_by_no_nearest_passage(rules: RuleSet) -> None:
    finding = detect(rules, "The price is fixed.")
    assert (finding.found, finding.nearest) == (Found.NO, None)


def test_a_quote_is_verbatim_and_steps_over_furniture_at_its_edge(rules: RuleSet) -> None:
    text = "Page 3\nThe Provider shall notify the Customer of a data breach."
    contract = passage_contract(text)
    contract = replace(
        contract,
        cleaned=replace(contract.cleaned, noise=(Span(0, 6),)),
        outline=replace(contract.outline, clauses=(Clause("1", "1", "", 1, 0, 0, len(text), 1, ClauseKind.BODY),)),
    )
    (evidence,) = Detector(rules).detect(contract)[0].evidence
    assert evidence.quote == "The Provider shall notify the Customer of a data breach."
    assert contract.text[evidence.start : evidence.end] == evidence.quote
