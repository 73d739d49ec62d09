"""A duty or right that only the other side has is never met, the mirror image is; and look-alikes are not found."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from contractcheck.checker import Checker
from contractcheck.model import Assessed, Found, Verdict
from tests.loaded import own_rules

CASES = Path(__file__).resolve().parents[1] / "../shared/cases"
TOP = (
    "SERVICES AGREEMENT\n\nThis Agreement is made on 6 May 2026 between Ferrow Cloud GmbH (the “Vendor”) and Istle Museums "
    "Trust (the “Client”).\n\n1. Services\n\n1.1 The Vendor shall run the ticket system for the Client and the Client shall "
    "pay the charges.\n\n2. Terms\n\n"
)
# Each clause gives the right, or the protection, to the vendor alone: what the row must say for each reader.
TO_THE_VENDOR = [
    ("termination-for-convenience", "Only the Vendor may end this Agreement for convenience, on 30 days' notice."),
    ("termination-insolvency", "The Vendor may terminate this Agreement if the Client goes into liquidation."),
    (
        "termination-change-of-control",
        "The Vendor may terminate this Agreement upon a change of control of the Client.",
    ),
    ("audit-rights", "The Vendor may inspect the Client's records once a year to check the number of users."),
    ("non-disclosure", "The Client shall not disclose the Vendor's Confidential Information to third parties."),
    ("use-restriction", "The Client shall use the Vendor's Confidential Information only to perform this Agreement."),
    (
        "confidential-return-destruction",
        "The Client shall return all Confidential Information of the Vendor on request.",
    ),
    ("assignment-restriction", "The Client shall not assign this Agreement without the Vendor's written consent."),
    ("injunctive-relief", "The Vendor is entitled to seek injunctive relief against the Client."),
    ("compliance-with-laws", "The Client shall comply with all laws that apply to it."),
    ("non-solicitation", "The Client shall not hire any employee of the Vendor for one year."),
    ("indemnification", "The Client shall indemnify and hold harmless the Vendor against third-party claims."),
    ("liability-cap", "The Vendor's total liability under this Agreement shall not exceed the fees paid in one year."),
]
NO_DUTY_OF_THAT_KIND = [
    (
        "compelled-disclosure",
        "As far as data protection law requires, each party shall keep data from being disclosed.",
    ),
    (
        "need-to-know",
        "The Client and its accountants shall have access to the Vendor's ledgers to check a bribery report.",
    ),
    (
        "standard-of-care",
        "The Vendor shall use all care to find viruses on machines that store Confidential Information.",
    ),
    (
        "confidential-return-destruction",
        "The Vendor shall not wipe, damage or destroy the Client's Confidential Information.",
    ),
    ("independent-contractor", "The Client shall not recruit any employee of the Vendor during the term."),
    ("non-disclosure", "The Vendor shall patch each server that holds Confidential Information every month."),
    ("acceptance", "The books shall be kept under generally accepted accounting principles."),
    ("effects-of-termination", "A notice is deemed received upon expiry of three days from posting."),
]


@cache
def checker(side: str) -> Checker:
    return Checker("outsourcing", side=side, rules=own_rules())


def row(text: str, requirement: str, side: str = "customer") -> Assessed:
    report = checker(side).check("made.txt", text.encode())
    return next(one for one in report.assessed if one.finding.requirement == requirement)


@pytest.mark.parametrize(("requirement", "clause"), TO_THE_VENDOR, ids=[one[0] for one in TO_THE_VENDOR])
def test_what_the_other_side_alone_has_is_weak_or_unwanted(requirement: str, clause: str) -> None:
    found = row(f"{TOP}2.1 {clause}\n", requirement)
    assert found.finding.found is not Found.NO
    assert found.verdict in (Verdict.WEAK, Verdict.UNWANTED)
    assert not found.message.startswith("The contract says this.")


@pytest.mark.parametrize(("requirement", "clause"), TO_THE_VENDOR, ids=[one[0] for one in TO_THE_VENDOR])
def test_the_same_words_are_met_or_no_matter_for_the_vendor(requirement: str, clause: str) -> None:
    """Read for the provider the same clause is its own right, or a duty that the other side owes it."""
    found = row(f"{TOP}2.1 {clause}\n", requirement, "provider")
    if requirement == "termination-for-convenience":
        assert found.verdict is Verdict.UNWANTED, "a provider wants nobody to leave at will"
    else:
        assert found.verdict in (Verdict.MET, Verdict.NOT_APPLICABLE), found.message


def turned(clause: str) -> str:
    """The clause with the sides changed over."""
    return clause.replace("Vendor", "\0").replace("Client", "Vendor").replace("\0", "Client")


@pytest.mark.parametrize(("requirement", "clause"), TO_THE_VENDOR, ids=[one[0] for one in TO_THE_VENDOR])
def test_the_mirror_image_is_met_for_the_customer(requirement: str, clause: str) -> None:
    found = row(f"{TOP}2.1 {turned(clause)}\n", requirement)
    assert found.verdict is Verdict.MET, found.message


@pytest.mark.parametrize(("requirement", "clause"), NO_DUTY_OF_THAT_KIND, ids=[one[0] for one in NO_DUTY_OF_THAT_KIND])
def test_a_look_alike_is_not_found(requirement: str, clause: str) -> None:
    assert row(f"{TOP}2.1 {clause}\n", requirement).finding.found is Found.NO


KINDS = ("side of the duty", "negation", "mood", "modality", "look-alike", "direction", "veto")


def shared_wordings() -> list[dict[str, Any]]:
    path = CASES / "wordings.yaml"
    rows = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else []
    return [one for one in rows if one["kind"].startswith(KINDS)]


@pytest.mark.skipif(not CASES.exists(), reason="the shared cases are not here")
def test_the_shared_wordings_about_sides_and_negation() -> None:
    rows = shared_wordings()
    assert rows
    wrong = []
    for one in rows:
        made = Checker(one["playbook"], rules=own_rules(), applies=True, second_look=False).check("made.txt", one["text"].encode())
        found = next(each for each in made.assessed if each.finding.requirement == one["requirement"]).finding
        is_ = f"side: {found.side.value}" if one["right"].startswith("side:") else found.found.value
        if is_ != one["right"]:
            wrong.append((one["requirement"], one["kind"], is_))
    assert wrong == []


@pytest.mark.skipif(not CASES.exists(), reason="the shared cases are not here")
@pytest.mark.parametrize("name", ["22-right-of-the-other-side", "30-look-alikes-met"])
def test_the_shared_contracts_about_sides_and_look_alikes(name: str) -> None:
    expected = yaml.safe_load((CASES / name / "expected.yaml").read_text(encoding="utf-8"))["expect"]
    text = (CASES / name / "input.txt").read_text(encoding="utf-8")
    assert expected
    # What the second look doubts may be unsure by default. The rules alone must say no, and nothing may say yes.
    alone = Checker("outsourcing", rules=own_rules(), second_look=False).check("made.txt", text.encode())
    by_rules = {one.finding.requirement: one.finding.found for one in alone.assessed}
    for requirement, says in expected.items():
        found = row(text, requirement)
        if says.startswith("no"):
            assert by_rules[requirement] is Found.NO, requirement
            assert found.finding.found in (Found.NO, Found.UNSURE), requirement
        else:
            assert found.verdict in (Verdict.WEAK, Verdict.UNWANTED), (requirement, found.message)
