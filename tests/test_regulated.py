"""The playbooks of single laws and standards: they find what their law asks for, miss it where it is taken out, and
keep silent where the law does not bind. The contracts in tests/regulated are invented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from contractcheck.checker import Checker
from contractcheck.model import Assessed, Verdict

CONTRACTS = Path(__file__).parent / "regulated"
FORMS = Path(__file__).resolve().parents[1] / "../shared/corpus/standard-forms"
PLAYBOOKS = (
    "hipaa-baa",
    "ccpa-service-provider",
    "dora",
    "eba-outsourcing",
    "iso27001-supplier",
    "data-act-switching",
)
LEAST_MET = 0.85
# Signs of every law at once, so that a contract made of proposals is read under each of them.
SIGNS = """OUTSOURCING AND CLOUD SERVICES AGREEMENT between Alpha Bank AG (the "Customer"), a credit institution in the
European Union, and Beta Ltd (the "Provider").
1. Subject. The ICT services, cloud hosting and the outsourced function support a critical or important function.
They are SaaS under the Data Act. Words that the laws go by: CCPA, CPRA, CCPA, personal information, PHI, PHI, PHI,
HIPAA, software, network, hosting, information security.
"""
SILENT = """AGREEMENT FOR GARDEN WORK between Alder Estates Ltd (the "Customer") and Bramble Gardens Ltd (the "Provider").
1. Work. The Provider shall mow the lawns and prune the roses at Alder House each Tuesday.
2. Tools. The Provider brings its own mowers and keeps them in the shed by the gate.
"""


def checker(playbook: str, applies: bool) -> Checker:
    return Checker(playbook, applies=applies, any_text=True)


def judged(playbook: str, text: str, applies: bool = False) -> dict[str, Assessed]:
    report = checker(playbook, applies).check("contract.txt", text.encode())
    return {item.finding.requirement: item for item in report.assessed}


def verdicts(playbook: str, text: str, applies: bool = False) -> dict[str, Verdict]:
    return {row: item.verdict for row, item in judged(playbook, text, applies).items()}


def not_met(playbook: str, text: str) -> dict[str, str]:
    return {row: verdict.value for row, verdict in verdicts(playbook, text).items() if verdict is not Verdict.MET}


def contract(name: str) -> str:
    return (CONTRACTS / f"{name}.txt").read_text(encoding="utf-8")


def without(text: str, clause: str) -> str:
    """Return a contract without one numbered clause, its items included."""
    left = re.sub(rf"^{re.escape(clause)}\.? .*\n(?:(?=\D).*\n)*", "", text, flags=re.MULTILINE)
    assert left != text, f"no clause {clause}"
    return left


@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_what_a_playbook_proposes_meets_the_playbook(playbook: str) -> None:
    one = checker(playbook, False)
    known = {rule.id: rule for rule in one.rules.rules}
    wanted = dict.fromkeys(row.rule for row in one.playbook.requirements.values() if not row.unwanted)
    clauses = [f"{number}. {known[id].title}. {known[id].suggest}" for number, id in enumerate(wanted, 2)]
    assert not_met(playbook, SIGNS + "\n".join(clauses) + "\n") == {}


@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_a_law_that_does_not_bind_reports_no_gap(playbook: str) -> None:
    for item in judged(playbook, SILENT).values():
        assert item.verdict is Verdict.NOT_APPLICABLE
        assert "Looked for but not found" in item.message


@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_a_contract_that_is_silent_meets_no_row_that_asks_for_something(playbook: str) -> None:
    rows = checker(playbook, True).playbook.requirements
    for row, verdict in verdicts(playbook, SILENT, applies=True).items():
        if not rows[row].unwanted:
            assert verdict in (Verdict.MISSING, Verdict.NOT_APPLICABLE), row


@pytest.mark.parametrize(
    ("playbook", "name", "expected"),
    [
        ("dora", "dora", {}),
        ("data-act-switching", "data-act", {}),
        ("ccpa-service-provider", "ccpa", {}),
        # Ninety days are beyond the law; nothing is said of management or aggregation, which need not be.
        (
            "hipaa-baa",
            "baa",
            {"HIPAA-15-limit": "weak", "HIPAA-02": "not-applicable", "HIPAA-03": "not-applicable"},
        ),
    ],
)
def test_an_addendum_in_the_words_of_the_market_meets_its_playbook(
    playbook: str, name: str, expected: dict[str, str]
) -> None:
    assert not_met(playbook, contract(name)) == expected


@pytest.mark.parametrize(
    ("playbook", "name", "clause", "rows"),
    [
        ("dora", "dora", "3.5", {"DORA-S1-audit"}),
        ("dora", "dora", "5", {"DORA-2c"}),
        ("dora", "dora", "6", {"DORA-2d"}),
        ("dora", "dora", "8", {"DORA-2f", "DORA-2f-price"}),
        ("dora", "dora", "9", {"DORA-2g-resolution"}),
        ("dora", "dora", "10", {"DORA-2i"}),
        ("dora", "dora", "11", {"DORA-3b1", "DORA-3b2"}),
        ("dora", "dora", "13", {"DORA-3d"}),
        ("dora", "dora", "14.1", {"DORA-3e0"}),
        ("dora", "dora", "14.3", {"DORA-3e2"}),
        ("dora", "dora", "14.5", {"DORA-3e4"}),
        ("dora", "dora", "15.2", {"DORA-7a", "DORA-7b", "DORA-7c", "DORA-7d"}),
        ("data-act-switching", "data-act", "3", {"DACT-02-time"}),
        ("data-act-switching", "data-act", "5", {"DACT-04"}),
        ("data-act-switching", "data-act", "6", {"DACT-05"}),
        ("data-act-switching", "data-act", "8", {"DACT-08"}),
        ("data-act-switching", "data-act", "9", {"DACT-09"}),
        ("data-act-switching", "data-act", "10", {"DACT-10"}),
        ("ccpa-service-provider", "ccpa", "3", {"CCPA-07"}),
        ("ccpa-service-provider", "ccpa", "5", {"CCPA-09"}),
        ("ccpa-service-provider", "ccpa", "6", {"CCPA-10"}),
        ("ccpa-service-provider", "ccpa", "7", {"CCPA-11"}),
        ("ccpa-service-provider", "ccpa", "8", {"CCPA-12"}),
        ("hipaa-baa", "baa", "6", {"HIPAA-07", "HIPAA-19"}),
        ("hipaa-baa", "baa", "7", {"HIPAA-08", "HIPAA-09"}),
        ("hipaa-baa", "baa", "8", {"HIPAA-10"}),
        ("hipaa-baa", "baa", "9", {"HIPAA-11"}),
        ("hipaa-baa", "baa", "10", {"HIPAA-12"}),
        ("hipaa-baa", "baa", "11", {"HIPAA-13", "HIPAA-13-kept"}),
        ("hipaa-baa", "baa", "12", {"HIPAA-14"}),
    ],
)
def test_a_clause_that_is_taken_out_is_missed(playbook: str, name: str, clause: str, rows: set[str]) -> None:
    found = verdicts(playbook, without(contract(name), clause))
    assert {row for row in rows if found[row] is not Verdict.MISSING} == set()


@pytest.mark.parametrize(
    ("playbook", "name", "old", "new", "row"),
    [
        # Numbers that stand in the law.
        ("data-act-switching", "data-act", "thirty (30) calendar days starting", "ninety (90) calendar days starting", "DACT-02-time"),
        ("data-act-switching", "data-act", "two (2) months", "six (6) months", "DACT-06"),
        ("data-act-switching", "data-act", "a period of thirty (30)", "a period of seven (7)", "DACT-08"),
        ("ccpa-service-provider", "ccpa", "five business days", "twenty business days", "CCPA-09"),
        # A usual number: the law names none.
        ("dora", "dora", "transition period of twelve months", "transition period of one month", "DORA-3f1"),
    ],
)  # fmt: skip
def test_a_number_beyond_the_limit_is_weak(playbook: str, name: str, old: str, new: str, row: str) -> None:
    text = contract(name)
    assert old in text
    assert verdicts(playbook, text.replace(old, new))[row] is Verdict.WEAK


@pytest.mark.parametrize(
    ("playbook", "text"),
    [
        ("ccpa-service-provider", "Personal data is handled in line with data protection laws, such as the CCPA."),
        ("hipaa-baa", "The Provider shall comply with all laws, HIPAA included. It receives no patient data."),
        ("dora", "The Customer is a bank in Ohio. The Provider hosts its software in a data center."),
        ("eba-outsourcing", "The Customer is a credit institution. It buys electricity from the Provider."),
        ("data-act-switching", "The cloud service is a SaaS product for customers in the United States."),
    ],
)
def test_a_mere_mention_does_not_make_a_law_bind(playbook: str, text: str) -> None:
    made = f"SERVICES AGREEMENT between Alpha Inc. (the Customer) and Beta Inc. (the Provider).\n1. Services. {text}\n"
    assert set(verdicts(playbook, made).values()) == {Verdict.NOT_APPLICABLE}


def test_the_stricter_rows_of_dora_need_a_critical_or_important_function() -> None:
    text = contract("dora").replace("critical or important function", "simple task")
    found = verdicts("dora", text)
    assert found["DORA-3d"] is Verdict.NOT_APPLICABLE
    assert found["DORA-2g"] is Verdict.MET


@pytest.mark.parametrize("form", ["bonterms-baa/BAA.md", "commonpaper-baa/BAA.md"])
def test_standard_business_associate_agreements_meet_most_of_hipaa(form: str) -> None:
    path = FORMS / form
    if not path.is_file():
        pytest.skip(f"the corpus of real forms is not here: {path}")
    found = [item.verdict for item in checker("hipaa-baa", False).check(path).assessed]
    asked = [verdict for verdict in found if verdict is not Verdict.NOT_APPLICABLE]
    assert asked.count(Verdict.MET) / len(asked) >= LEAST_MET
