"""The nda playbook: an invented agreement answered statement by statement, each clause changed in turn, and real ones."""

from __future__ import annotations

import json

import pytest

from benchmarks.nda import DEV, STATEMENTS, Answer, accuracy, answers, f1
from contractcheck.checker import Checker
from contractcheck.detection.detect import Detector
from contractcheck.detection.examples import passage_contract
from contractcheck.model import Finding, Found, Report, Verdict
from contractcheck.rulebook.rules import load_rules
from tests.loaded import own_checker
from tests.made_rules import rule_folder, rule_text

CLAUSES = {
    "definition": '"Confidential Information" means commercial, financial and technical information that the Discloser '
    "gives to the Recipient in writing, orally or in any other form and that is clearly marked as confidential.",
    "secrecy": "The Recipient shall keep the Confidential Information secret and shall not disclose it to any third "
    "party. It shall guard the Confidential Information with no less than reasonable care.",
    "purpose": "The Recipient shall use the Confidential Information solely to assess the proposed joint product.",
    "people": "The Recipient may disclose the Confidential Information to those of its employees, lawyers and "
    "accountants who need to know it and are bound by like duties.",
    "law": "If a court orders the Recipient to disclose Confidential Information, it shall notify the Discloser in "
    "writing before it does so.",
    "talks": "Neither party shall disclose the existence of this Agreement or the fact that discussions take place.",
    "samples": "The Recipient shall not reverse engineer or decompile any sample or program.",
    "copies": "The Recipient shall not copy the Confidential Information except as reasonably necessary for its work.",
    "exclusions": "Confidential Information does not include information that is public, that the Recipient develops "
    "independently without reference to it, or that it lawfully receives from a third party free of any duty.",
    "rights": "The Confidential Information remains the property of the Discloser. No licence is granted by its "
    "disclosure.",
    "end": "Upon termination of this Agreement the Recipient shall return or destroy all Confidential Information. "
    "Its lawyers may retain one copy in their legal files for evidence.",
    "staff": "For one year the Recipient shall not solicit any employee of the Discloser.",
    "survival": "The duties of secrecy survive the termination of this Agreement for three years.",
    "court": "A breach would cause irreparable harm, and the Discloser may ask a court for an injunction.",
    "place": "This Agreement is governed by the laws of Ireland.",
}


def agreement(**changed: str) -> bytes:
    """Return the invented agreement as text, with some clauses worded otherwise; an empty wording leaves one out."""
    texts = [text for text in (CLAUSES | changed).values() if text]
    body = "\n\n".join(f"{number}. {text}" for number, text in enumerate(texts, 1))
    head = "NON-DISCLOSURE AGREEMENT\n\nThis Agreement is made between Alder Ltd (the Discloser) and Birch Ltd (the Recipient)."
    return f"{head}\n\n{body}\n".encode()


@pytest.fixture(scope="module")
def checker() -> Checker:
    return own_checker("nda")


@pytest.fixture(scope="module")
def report(checker: Checker) -> Report:
    return checker.check("nda.txt", agreement())


def found(report: Report, requirement: str) -> Found:
    return next(row.finding.found for row in report.assessed if row.finding.requirement == requirement)


@pytest.mark.parametrize("requirement", STATEMENTS.values())
def test_each_statement_is_answered_with_a_passage(report: Report, requirement: str) -> None:
    finding = next(row.finding for row in report.assessed if row.finding.requirement == requirement)
    # Only one statement is denied here: the definition names commercial information too.
    assert finding.found is (Found.CONTRARY if requirement == "technical-information-only" else Found.YES)
    assert finding.evidence
    assert all(evidence.quote.encode() in agreement() for evidence in finding.evidence)


def test_a_full_agreement_has_no_gap(report: Report) -> None:
    assert [row.finding.requirement for row in report.gaps()] == []


CHANGED = [
    ("definition", "marking-required", '"Confidential Information" means all commercial information, whether or not it is marked as confidential.', "contrary", "marks do not matter"),
    ("definition", "marking-required", '"Confidential Information" means what is marked confidential or what a reasonable person would understand to be confidential.', "contrary", "a wide alternative outweighs the narrow one"),
    ("definition", "oral-information-covered", '"Confidential Information" means the papers listed in the annex.', "no", "papers only"),
    ("definition", "technical-information-only", '"Confidential Information" means technical drawings of the pump.', "yes", "technique alone"),
    ("purpose", "use-limited-to-purpose", "", "no", "nothing on use"),
    ("purpose", "use-limited-to-purpose", "The Recipient shall use the Confidential Information only for tests. It is free to use residuals for any purpose.", "contrary", "a residuals clause undoes the limit"),
    ("people", "sharing-with-third-parties", "The Recipient may disclose the Confidential Information only to its employees.", "contrary", "staff alone"),
    ("people", "sharing-with-employees", "", "no", "a ban on third parties says nothing of employees"),
    ("people", "sharing-with-employees", "The Recipient shall not disclose the Confidential Information to any person.", "contrary", "nobody at all"),
    ("law", "notice-of-compelled-disclosure", "The Recipient may disclose what a court orders it to disclose.", "no", "no notice"),
    ("talks", "agreement-kept-confidential", "", "no", "nothing on the talks"),
    ("samples", "no-reverse-engineering", "", "no", "nothing on samples"),
    ("copies", "copying-allowed", "The Recipient shall not copy the Confidential Information without written consent.", "contrary", "a ban"),
    ("copies", "copying-allowed", "", "no", "nothing on copies, and a copy kept for evidence is another matter"),
    ("exclusions", "independent-development-allowed", "Confidential Information does not include what is public.", "no", "one exclusion only"),
    ("exclusions", "third-party-acquisition-allowed", "Confidential Information does not include what is public.", "no", "one exclusion only"),
    ("rights", "no-licence-granted", "", "no", "nothing on rights"),
    ("end", "return-or-destruction", "On request the Recipient shall return all Confidential Information.", "no", "on request is not at the end"),
    ("end", "retention-allowed", "Upon termination the Recipient shall return all Confidential Information and shall not retain any copies.", "contrary", "nothing may be kept"),
    ("staff", "no-solicitation-of-staff", "", "no", "nothing on staff"),
    ("survival", "obligations-survive", "All obligations under this Agreement shall expire two years from its date.", "contrary", "the duties end"),
    ("survival", "obligations-survive", "", "no", "nothing on the time after"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("clause", "requirement", "text", "expected", "proves"), CHANGED, ids=[f"{row[1]}: {row[4]}" for row in CHANGED]
)
def test_another_wording_changes_the_answer(
    checker: Checker, clause: str, requirement: str, text: str, expected: str, proves: str
) -> None:
    changed = checker.check("nda.txt", agreement(**{clause: text}))
    assert found(changed, requirement).value == expected, proves


def test_a_missing_clause_is_a_gap_only_where_somebody_always_needs_it(checker: Checker) -> None:
    bare = checker.check("nda.txt", agreement(staff="", copies="", samples="", law=""))
    assert [row.finding.requirement for row in bare.gaps()] == ["notice-of-compelled-disclosure"]


def test_the_playbook_does_not_apply_to_a_lease(checker: Checker) -> None:
    lease = b"LEASE\n\n1. The Landlord lets the house to the Tenant.\n\n2. The Tenant pays the rent on the first day.\n"
    verdicts = {row.verdict for row in checker.check("lease.txt", lease).assessed}
    assert verdicts == {Verdict.NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("key", "expected", "proves"),
    [("", Found.YES, "what is there counts"), ("  contrary_first: true\n", Found.CONTRARY, "the exception counts")],
)
def test_which_of_two_passages_counts(
    tmp_path_factory: pytest.TempPathFactory, key: str, expected: Found, proves: str
) -> None:
    look = f"{key}  phrases:\n    - marked as secret\n  contrary:\n    - whether or not marked\n"
    rules = load_rules(rule_folder(tmp_path_factory.mktemp("rules"), rule_text(kind="statement", look_for=look)))
    text = "Papers are marked as secret. Samples are protected whether or not marked."
    (finding,) = Detector(rules).detect(passage_contract(text))
    assert finding.found is expected, proves


def _answer(label: str, said: Found) -> Answer:
    return Answer("made", "even", "copying-allowed", label, Finding("copying-allowed", said))


def test_the_sums_of_the_benchmark() -> None:
    rows = [
        _answer("yes", Found.YES),
        _answer("contrary", Found.CONTRARY),
        _answer("contrary", Found.NO),
        _answer("no", Found.CONTRARY),
        _answer("no", Found.REFERENCED),  # whatever is neither yes nor contrary counts as no
    ]
    assert accuracy(rows) == pytest.approx(3 / 5)
    assert f1(rows, "contrary") == pytest.approx((1 / 2, 1 / 2, 1 / 2))


@pytest.mark.skipif(not DEV.is_file(), reason=f"the agreements are not beside this checkout: {DEV}")
def test_real_agreements_are_answered_well_enough(checker: Checker) -> None:
    data = json.loads(DEV.read_text(encoding="utf-8"))
    data["documents"] = data["documents"][1::6]  # odd ones: nobody looked at their errors
    rows = list(answers(data, checker))
    assert accuracy(rows) >= 0.78
    assert f1(rows, "contrary")[2] >= 0.5
    right = [row.quoted for row in rows if row.said == row.label != "no"]
    assert sum(right) / len(right) >= 0.9  # the evidence is what the label rests on
