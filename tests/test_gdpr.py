"""The playbook gdpr-dpa on an invented processor agreement: what each clause does, and when the law binds at all."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

import pytest
import yaml

from contractcheck.checker import Checker
from contractcheck.model import Assessed, Found, Status, Verdict
from contractcheck.rulebook.rules import load_rules
from tests.loaded import own_checker

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT / ".." / "shared"

OPENING = """Data Processing Agreement

This Data Processing Agreement is made between Larkfield Dental Group ("Customer") and Pellworm Software GmbH ("Provider").
"""

CLAUSES = {
    "gdpr-roles": "The Customer is the controller and the Provider is the processor.",
    "gdpr-subject-matter": "The subject-matter of the processing is the hosting of the Customer's booking system.",
    "gdpr-duration": "The duration of the processing is the term of the Main Contract.",
    "gdpr-nature-purpose": "Nature and purpose of the processing: storing and displaying of appointments.",
    "gdpr-data-types": "Types of personal data: name, telephone number, date of birth.",
    "gdpr-data-subjects": "Categories of data subjects: patients and employees of the Customer.",
    "gdpr-documented-instructions": "The Provider shall process personal data only on documented instructions of the Customer.",
    "gdpr-transfer-control": "The Provider shall not transfer personal data outside the EEA without the Customer's prior consent.",
    "gdpr-legal-requirement-notice": (
        "If Union law obliges the Provider to handle the data otherwise, it shall inform the Customer of that legal "
        "requirement before processing."
    ),
    "gdpr-unlawful-instruction-notice": (
        "The Provider shall tell the Customer at once if an instruction, in its opinion, infringes the GDPR."
    ),
    "gdpr-personnel-confidentiality": "All employees with access to the data have signed an undertaking of secrecy.",
    "gdpr-security-measures": "The Provider shall implement appropriate technical and organisational measures.",
    "gdpr-encryption-pseudonymisation": "Personal data are encrypted on disk.",
    "gdpr-resilience-restoration": "Backups are made daily, and a disaster recovery plan is kept.",
    "gdpr-security-testing": "An outside firm carries out a penetration test every year.",
    "gdpr-subprocessor-authorisation": "The Customer authorises the Provider to engage the sub-processors listed in Annex 3.",
    "gdpr-subprocessor-change-notice": "The Provider shall announce each new sub-processor 30 days in advance.",
    "gdpr-subprocessor-objection": "The Customer may object to a new sub-processor.",
    "gdpr-subprocessor-flow-down": (
        "The Provider shall impose on each sub-processor the same data protection obligations by contract."
    ),
    "gdpr-subprocessor-liability": "The Provider remains fully liable for the acts of its sub-processors.",
    "gdpr-data-subject-requests": "The Provider shall help the Customer to answer requests of data subjects.",
    "gdpr-breach-notice": "The Provider shall notify the Customer of each personal data breach within 24 hours.",
    "gdpr-breach-content": "The notice describes the nature of the breach and its likely consequences.",
    "gdpr-assist-breach-reporting": (
        "The Provider shall assist the Customer in reporting a personal data breach to the supervisory authority."
    ),
    "gdpr-assist-dpia": "The Provider shall support the Customer in any data protection impact assessment.",
    "gdpr-assist-prior-consultation": "The Provider shall support the Customer in prior consultation of the authority.",
    "gdpr-return-or-delete": "After the end of the services the Provider shall return or delete all personal data.",
    "gdpr-compliance-information": "The Provider shall make available all information needed to demonstrate its compliance.",
    "gdpr-audits": "The Customer may inspect the premises of the Provider and audit the processing once a year.",
    "gdpr-liability": "Each party's liability arising out of this agreement is limited as in the Main Contract.",
}
"""One clause for each row of the law. Taken out, its row must fall, and no other clause may hold it up."""

HELD_UP = {
    "gdpr-roles": "other clauses call the parties by their roles",
}
"""Rows that other clauses rightly answer too."""

ROWS_OF_GENERAL_AUTHORISATION = ("gdpr-subprocessor-change-notice", "gdpr-subprocessor-objection")


def checker() -> Checker:
    return own_checker("gdpr-dpa")


def assessed(text: str) -> dict[str, Assessed]:
    rows = checker().check("agreement.txt", text.encode()).assessed
    return {row.finding.requirement: row for row in rows}


def agreement(left_out: str = "", changed: dict[str, str] | None = None) -> str:
    clauses = {**CLAUSES, **(changed or {})}
    kept = [text for row, text in clauses.items() if row != left_out]
    return OPENING + "".join(f"\n{number}. {text}\n" for number, text in enumerate(kept, 1))


def test_whole_agreement_meets_every_row() -> None:
    verdicts = {row: result.verdict for row, result in assessed(agreement()).items()}
    assert {row: verdict for row, verdict in verdicts.items() if verdict is not Verdict.MET} == {}


@pytest.mark.parametrize("row", [row for row in CLAUSES if row not in HELD_UP])
def test_clause_taken_out_is_missed(row: str) -> None:
    """The clause left out is the one that is missed, and the rows of all other clauses stand."""
    results = assessed(agreement(row))
    fallen = {key for key in CLAUSES if results[key].verdict is not Verdict.MET}
    assert fallen == {row}


@pytest.mark.parametrize(
    ("row", "clause", "verdict"),
    [
        # proves: an anti-duty is worse than silence
        ("gdpr-breach-notice", "The Provider is not obliged to notify the Customer of a data breach.", "unwanted"),
        ("gdpr-audits", "The Customer may not audit the Provider.", "unwanted"),
        ("gdpr-subprocessor-authorisation", "The Provider may engage sub-processors without consent.", "unwanted"),
        # proves: a duty of the other side does not count
        ("gdpr-security-measures", "The Customer shall implement security measures on its devices.", "missing"),
        ("gdpr-resilience-restoration", "The Customer is solely responsible for the backup of its data.", "unwanted"),
        # proves: softened words weaken
        ("gdpr-assist-dpia", "The Provider shall use reasonable efforts to help with impact assessments.", "weak"),
        # proves: an annex that is not there is neither presence nor absence
        ("gdpr-data-types", "The types of personal data are set out in Schedule 7.", "unsure"),
        ("gdpr-data-subjects", "The categories of data subjects are set out in Schedule 7.", "unsure"),
    ],
)
def test_changed_clause(row: str, clause: str, verdict: str) -> None:
    assert assessed(agreement(changed={row: clause}))[row].verdict.value == verdict


@pytest.mark.parametrize(
    ("clause", "deadline"),
    [
        ("The Provider shall notify the Customer of each personal data breach within 24 hours.", "met"),
        ("The Provider shall notify the Customer of each personal data breach within 72 hours.", "met"),
        ("The Provider shall notify the Customer of each personal data breach within five days.", "weak"),
        ("The Provider shall notify the Customer of each personal data breach without undue delay.", "weak"),
    ],
)
def test_deadline_is_practice_and_not_law(clause: str, deadline: str) -> None:
    """However long it is, the notice itself is there. The number is a row of its own, of low severity."""
    results = assessed(agreement(changed={"gdpr-breach-notice": clause}))
    assert results["gdpr-breach-notice"].verdict is Verdict.MET
    assert results["gdpr-breach-deadline"].verdict.value == deadline
    assert results["gdpr-breach-deadline"].severity.value == "low"


def test_consent_to_each_sub_processor_needs_no_objection() -> None:
    """Article 28(2): notice of changes and objection belong to a general authorisation."""
    text = "The Provider shall not engage any sub-processor without the Customer's prior written consent."
    clauses = {row: clause for row, clause in CLAUSES.items() if row not in ROWS_OF_GENERAL_AUTHORISATION}
    clauses["gdpr-subprocessor-authorisation"] = text
    results = assessed(
        OPENING + "".join(f"\n{number}. {clause}\n" for number, clause in enumerate(clauses.values(), 1))
    )
    assert all(results[row].verdict is Verdict.MET for row in CLAUSES)
    assert results["gdpr-subprocessor-notice-period"].verdict is Verdict.NOT_APPLICABLE


def test_no_number_is_asked_where_the_duty_is_missing() -> None:
    results = assessed(agreement("gdpr-breach-notice"))
    assert results["gdpr-breach-deadline"].verdict is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("text", "proves"),
    [
        (
            "Services Agreement\n\n1. Each party shall comply with the GDPR and the other data protection laws when it "
            "handles personal data.",
            "a bare duty to comply with the law",
        ),
        (
            "Data Sharing Agreement\n\n1. Each party is an independent controller of the personal data that it receives. "
            "2. Each party answers the requests of its own data subjects under the GDPR.",
            "two controllers",
        ),
        (
            "Privacy Notice for Employees\n\n1. We use your personal data to pay your salary. 2. As a data subject you may "
            "complain to the supervisory authority.",
            "a notice to employees",
        ),
        (
            "Payment Agreement\n\n1. The Processor shall process card payments. 2. The Processor pays out daily. 3. The fee "
            "of the Processor is two percent. 4. The Processor is not liable for chargebacks.",
            "a processor of payments",
        ),
        (
            "Business Associate Agreement\n\n1. Business Associate shall report each breach of unsecured protected health "
            "information to Covered Entity.",
            "the law of another country",
        ),
    ],
)
def test_never_a_gap_where_the_law_does_not_bind(text: str, proves: str) -> None:
    report = checker().check("a.txt", text.encode())
    refused = report.status is Status.NOT_A_CONTRACT
    assert refused == (proves == "a notice to employees")
    assert refused or {row.verdict for row in report.assessed} == {Verdict.NOT_APPLICABLE}, proves


@pytest.mark.parametrize("path", sorted((ROOT / "sample_contracts").glob("*.pdf")), ids=lambda path: path.stem)
def test_samples(path: Path) -> None:
    """The sample that was written to satisfy Article 28 does; the others are no processor agreements."""
    verdicts = {row.verdict for row in checker().check(path).assessed}
    wanted = Verdict.MET if path.stem == "data-processing-agreement" else Verdict.NOT_APPLICABLE
    assert verdicts == {wanted}


def test_every_row_cites_the_regulation() -> None:
    for row, result in assessed(agreement()).items():
        assert result.sources, row
        assert all(source.startswith("Regulation (EU) 2016/679, Article") for source in result.sources), row


def test_rows_are_those_of_the_catalogue() -> None:
    path = SHARED / "catalogue" / "gdpr-requirements.yaml"
    if not path.is_file():
        pytest.skip("the catalogue is not beside this checkout")
    ids = set(yaml.safe_load(path.read_text(encoding="utf-8")))
    assert ids <= set(assessed(agreement()))
    assert ids == set(CLAUSES)


def test_five_labelled_agreements() -> None:
    """The figure that the project promises, on the labels marked sure."""
    if not (SHARED / "corpus" / "gold-gdpr").is_dir():
        pytest.skip("the labelled agreements are not beside this checkout")
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        labelled, scores = importlib.import_module("labelled"), importlib.import_module("scores")
    finally:
        sys.path.remove(str(ROOT / "benchmarks"))
    cases = labelled.SETS["gdpr"]()
    rows = [row for row in scores.measure(cases, load_rules(only=labelled.asked(cases))) if row.label.sure]
    assert len({row.requirement for row in rows}) >= 29
    assert scores.tallies(rows, lambda row: "all")["all"].f1 >= 0.93
    assert scores.gaps(rows).f1 >= 0.85


@pytest.mark.parametrize(
    ("form", "path"),
    [("dpa-bonterms", "bonterms-dpa/Data-Protection-Addendum.md"), ("dpa-commonpaper", "commonpaper-dpa/DPA.md")],
)
def test_standard_forms_pass_what_they_were_written_for(form: str, path: str) -> None:
    """Every row that a careful reader surely found is met. What the forms leave to a schedule is no gap."""
    labels = SHARED / "corpus" / "gold-gdpr" / f"{form}.json"
    if not labels.is_file():
        pytest.skip("the labelled agreements are not beside this checkout")
    rows = checker().check(SHARED / "corpus" / "standard-forms" / path).assessed
    results = {row.finding.requirement: row for row in rows}
    items = json.loads(labels.read_text(encoding="utf-8"))["items"]
    present = [row for row, item in items.items() if item["present"] and item["conf"] == "sure"]
    assert len(present) > 15
    assert {row: results[row].verdict for row in present if results[row].verdict is not Verdict.MET} == {}
    for row in ("gdpr-data-types", "gdpr-data-subjects", "gdpr-subject-matter"):
        assert results[row].finding.found is Found.REFERENCED
