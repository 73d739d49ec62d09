"""The checks before signing: each fault is found, and what only looks like one is left alone. All contracts invented."""

from __future__ import annotations

import json
import time

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from contractcheck.checker import Checker
from contractcheck.cli import main
from contractcheck.contract import Contract
from contractcheck.model import Finding, Found, Verdict
from contractcheck.playbooks.playbooks import read_playbook
from contractcheck.presigning.finding import ROWS, find_faults
from contractcheck.presigning.verdicts import Readiness, decide
from contractcheck.reading import read
from tests.loaded import own_checker

pytestmark = pytest.mark.usefixtures("own_rules_once")

HEAD = """CLEANING SERVICES AGREEMENT

This Cleaning Services Agreement is made as of March 3, 2025 by and between Alder Harbour Ltd, a company
registered in Norland (the "Customer"), and Brightwater Cleaning LLC (the "Provider").

"""
BODY = """1. Services. The Provider shall clean the offices named in Exhibit A (the "Services") with care and skill. The Customer
shall give the Provider the keys that the Services need.

2. Fees. The Customer shall pay the fees stated in Exhibit A within thirty (30) days after each invoice.

3. Term. This Agreement begins on the date above and ends on March 3, 2028. Section 4 stays in force after it.

4. Confidence. Each party shall keep what it learns about the other to itself.

5. Ending. Either party may end this Agreement by ninety (90) days' written notice under Section 6.

6. Notices. Notices are sent to the address at the head of this Agreement. The Provider sends them to the office manager.

7. Law. The laws of Norland govern this Agreement.

"""
SIGNED = """IN WITNESS WHEREOF, the parties have signed this Agreement.

Alder Harbour Ltd                          Brightwater Cleaning LLC

By: ______________________                 By: ______________________
Name: ____________________                 Name: ____________________
Title: ___________________                 Title: ___________________
Date: ____________________                 Date: ____________________

"""
EXHIBIT = """EXHIBIT A

The offices are 4 Quay Street and 9 Mill Lane. The fees are USD 500 a month for each office.
"""
CLEAN = HEAD + BODY + SIGNED + EXHIBIT


def findings(text: str) -> dict[str, Finding]:
    document = read("contract.txt", text.encode())
    found = find_faults(Contract.of(document))
    for finding in found:
        for passage in finding.evidence:
            assert document.text[passage.start : passage.end] == passage.quote
    return {finding.requirement: finding for finding in found}


def swapped(old: str, new: str) -> str:
    assert CLEAN.count(old) == 1, old
    return CLEAN.replace(old, new)


DIVIDED = (
    "CLEANING AGREEMENT\nThis Agreement is made between Alder Ltd (\"Alder\") and Birch Ltd (\"Birch\").\n\n"
    + "\n".join(f"{n}. {name}\n\n{n}.1 Alder shall clean the {where}.\n\n{n}.2 Birch shall open the {where}.\n"
    for n, (name, where) in enumerate((("Offices", "office"), ("Stores", "store"), ("Yards", "yard")), 1))
    + "\n4. Rest\n\n4.1 {}\n"
)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "notes"),
    [
        pytest.param("Section 2(b) prevails.", ["Section 2(b)"], id="a part of a clause that is divided into decimals"),
        pytest.param("Alder shall follow Article 17 of this Agreement.", ["Article 17"], id="an article of this agreement"),
        pytest.param("Alder shall follow Article 17 of the Treaty.", [], id="an article of something else"),
        pytest.param("See Paragraph 8.3 above and Clause 9 (Keys).", ["Paragraph 8.3", "Clause 9"], id="a sentence like a title"),
        pytest.param("See paragraph 2 of the schedule.", [], id="a paragraph of something else"),
        pytest.param("Sections 5.1, 5.2, 5.3, 5.4 and 5.5 prevail.", [f"Section 5.{n}" for n in range(1, 6)], id="five"),
        pytest.param("Sections 2.1 and 3.2 prevail.", [], id="those that are there"),
    ],
)
def test_each_reference_without_a_clause_is_named(words: str, notes: list[str]) -> None:
    told = findings(DIVIDED.format(words))["cross-references"].notes
    assert [note.split(" is referred")[0] for note in told] == notes


@pytest.mark.parametrize(
    ("words", "term"),
    [
        pytest.param("Alder shall meet the Quality Indicators. The Quality Indicators shall be sent to Birch. If the "
                     "Quality Indicators are met, Birch pays.", "Quality Indicators", id="indicators, twice with a verb"),
        pytest.param("The Recovery Plan binds Alder. The Recovery Plan is updated each year.", "Recovery Plan", id="a plan"),
        pytest.param("Before the Go-Live Date no fee is due. The Go-Live Date may move.", "Go-Live Date", id="a date"),
        pytest.param("The Recovery Plan is the plan that hangs in the hall. Alder keeps the Recovery Plan.", "", id="explained"),
        pytest.param("Recovery Plan: it hangs in the hall. Alder keeps the Recovery Plan and the Recovery Plan binds.", "", id="a label"),
    ],
)  # fmt: skip
def test_a_term_that_nothing_defines_is_named_where_few_are_defined(words: str, term: str) -> None:
    told = findings(DIVIDED.format(words))["undefined-terms"].notes
    assert [note.split("”")[0].lstrip("“") for note in told] == ([term] if term else [])


def test_a_clean_contract_raises_no_alarm() -> None:
    found = findings(CLEAN)
    assert tuple(found) == ROWS
    alarms = {row: finding.notes for row, finding in found.items() if finding.notes}
    assert alarms == {}
    assert found["signature-block"].found is Found.YES


FAULTS = [
    ("4 Quay Street", "_________ Street", "blanks", "A line was left", "a line to write on"),
    ("USD 500 a month", "USD [●] a month", "blanks", "bullet", "a bullet in brackets"),
    ("USD 500 a month", "USD [    ] a month", "blanks", "empty", "empty brackets"),
    ("4 Quay Street", "[insert address of the first office]", "blanks", "[insert address", "words of a template"),
    ("4 Quay Street", "[FULL ADDRESS OF OFFICE]", "blanks", "[FULL ADDRESS", "capitals in brackets"),
    ("4 Quay Street", "{{office_one}}", "blanks", "{{office_one}}", "a field of a form letter"),
    ("USD 500 a month", "USD TBD a month", "blanks", "TBD", "to be determined"),
    (
        "CLEANING SERVICES AGREEMENT\n",
        "DRAFT 3 March 2025\n\nCLEANING SERVICES AGREEMENT\n",
        "draft-marks",
        "draft",
        "stamp",
    ),
    ("7. Law. ", "7. Law. [NTD: check with counsel] ", "draft-marks", "note to the drafter", "a note left in"),
    (
        "7. Law. ",
        "7. Law. [Note to Provider: please confirm] ",
        "draft-marks",
        "note to the drafter",
        "a note to a party",
    ),
    (
        "the other to itself",
        "the other, and the papers in Schedule 7, to itself",
        "attachments",
        "Schedule 7",
        "not there",
    ),
    ("notice under Section 6", "notice under Section 16", "cross-references", "Section 16", "no such clause"),
    ("notice under Section 6", "notice under Section 6.4", "cross-references", "Section 6.4", "no such sub-clause"),
    (
        "notice under Section 6",
        "notice under Error! Reference source not found.",
        "cross-references",
        "is broken",
        "a field that a word processor has lost",
    ),
    ("within thirty (30) days", "within thirty (45) days", "figures", "thirty (45) days", "days"),
    ("ninety (90) days'", "ninety (60) days'", "figures", "ninety (60) days", "days before an apostrophe"),
    ("USD 500 a month", "five thousand dollars ($500) a month", "figures", "five thousand dollars ($500)", "money"),
    ("USD 500 a month", "ten percent (12%) of rent", "figures", "ten percent (12%)", "percent"),
    ("ends on March 3, 2028", "ends on February 30, 2028", "dates", "no such date", "a day that is not in the calendar"),
    ("ends on March 3, 2028", "ends on Monday, March 3, 2028", "dates", "Friday", "a weekday that does not fit"),
    (
        "begins on the date above and ends on March 3, 2028",
        "runs from March 3, 2028 to March 3, 2025",
        "dates",
        "ends before it begins",
        "a period turned round",
    ),
    (
        "                          Brightwater Cleaning LLC",
        "     Brightwater Cleening LLC",
        "party-names",
        "Cleening",
        "slip",
    ),
    (
        "                          Brightwater Cleaning LLC",
        "     Brightwater Cleaning Inc.",
        "party-names",
        "legal form",
        "form",
    ),
    (
        "4. Confidence. ",
        '4. Confidence. A breach (a "Grave Breach") is told at once. ',
        "unused-terms",
        "Grave Breach",
        "defined and not used",
    ),
]


@pytest.mark.parametrize(("old", "new", "row", "what", "proves"), FAULTS, ids=[f"{row[2]}: {row[4]}" for row in FAULTS])
def test_a_fault_is_found_and_no_other(old: str, new: str, row: str, what: str, proves: str) -> None:
    found = findings(swapped(old, new))
    assert found[row].found is Found.YES, proves
    assert any(what in note for note in found[row].notes), found[row].notes
    others = {key: finding.notes for key, finding in found.items() if key != row and finding.notes}
    assert others == {}, proves


HARMLESS = [
    ("USD 500 a month", "USD [***] a month", "a redaction"),
    ("USD 500 a month", "USD [REDACTED] a month", "a redaction in words"),
    ("4 Quay Street", "[Intentionally omitted]", "left out on purpose"),
    ("CLEANING SERVICES AGREEMENT\n", "Exhibit 10.4\n\nCLEANING SERVICES AGREEMENT\n", "the label of a filing"),
    ("CLEANING SERVICES AGREEMENT\n", "EXECUTION VERSION\n\nCLEANING SERVICES AGREEMENT\n", "a final text"),
    ("7. Law. ", "7. Law. The Provider shall draft a plan and send the draft to the Customer. ", "the word draft"),
    ("7. Law. ", "7. Law. Section 12 of the Fair Trade Act applies. ", "the section of a law"),
    ("7. Law. ", "7. Law. Article 28 of Regulation (EU) 2016/679 applies. ", "the article of a regulation"),
    ("7. Law. ", "7. Law. Exhibit C to the Harbour Lease Agreement applies. ", "another contract's exhibit"),
    ("7. Law. ", "7. Law. Section 44 of the Prior JDA ends. ", "an earlier agreement's section"),
    ("7. Law. ", "Article VII [CHOICE OF LAW]. ", "a heading in brackets behind its number"),
    ("CLEANING SERVICES AGREEMENT\n", "FIRST AMENDMENT\n\nSection 44 of the Agreement is deleted.\n", "an amendment"),
    ("USD 500 a month", "one half of one percent (0.5%) of rent", "a part of a percent"),
    ("USD 500 a month", "five hundred dollars ($500) a month", "words and digits agree"),
    ("USD 500 a month", "two thousand five hundred dollars ($2,500.00) a month", "a comma and cents"),
    ("ends on March 3, 2028", "ends on Friday, March 3, 2028", "a weekday that fits"),
    (
        "The Customer\nshall give",
        "The affiliate Brightwater Holdings LLC helps. The Customer\nshall give",
        "an affiliate",
    ),
    ("7. Law. ", "7. Law. Send it to [billing@example.com](mailto:billing@example.com). ", "a link"),
]


@pytest.mark.parametrize(("old", "new", "proves"), HARMLESS, ids=[row[2] for row in HARMLESS])
def test_what_only_looks_like_a_fault(old: str, new: str, proves: str) -> None:
    alarms = {row: finding.notes for row, finding in findings(swapped(old, new)).items() if finding.notes}
    assert alarms == {}, proves


DEFINED = """8. Definitions. "Site" means an office. "Key" means what opens a Site. "Visit" means one cleaning of a Site with a Key.
"Supplies" means soap and cloths for a Visit. The Provider buys the Supplies.

"""


def test_a_term_that_nobody_defines() -> None:
    text = (
        "9. Report. The Provider shall report on the Acceptance Date, and again a week after the Acceptance Date.\n\n"
    )
    found = findings(CLEAN.replace("IN WITNESS", DEFINED + text + "IN WITNESS"))
    assert found["undefined-terms"].found is Found.YES
    assert "Acceptance Date" in found["undefined-terms"].notes[0]


def test_a_term_that_another_document_defines_is_left_to_a_person() -> None:
    text = (
        "9. Report. The Provider shall report on the Acceptance Date, and again a week after the Acceptance Date. "
        "Capitalized terms not defined in this Agreement have the meaning given in the Harbour Lease.\n\n"
    )
    found = findings(CLEAN.replace("IN WITNESS", DEFINED + text + "IN WITNESS"))
    assert found["undefined-terms"].found is Found.UNSURE


def test_a_term_with_two_definitions() -> None:
    text = '9. More. "Visit" means two cleanings of a Site on one day.\n\n'
    found = findings(CLEAN.replace("IN WITNESS", DEFINED + text + "IN WITNESS"))
    assert found["undefined-terms"].found is Found.YES
    assert "defined twice" in found["undefined-terms"].notes[0]


def test_a_form_for_later_use_is_left_to_a_person() -> None:
    rows = "".join(f"Office {number}: ____________ of the town\n" for number in range(1, 7))
    found = findings(swapped("The offices are 4 Quay Street and 9 Mill Lane.", "Order\n" + rows))
    assert found["blanks"].found is Found.UNSURE
    assert "6 blanks" in found["blanks"].notes[0]


def test_exhibits_that_a_filing_left_out_are_left_to_a_person() -> None:
    note = "The schedules have been omitted from this filing.\n\n"
    found = findings(note + CLEAN.replace("the other to itself", "the other, and the papers in Schedule 7, to itself"))
    assert found["attachments"].found is Found.UNSURE


SIGNATURES = [
    (CLEAN, Found.YES, "a block with lines"),
    (HEAD + BODY + EXHIBIT, Found.NO, "no place to sign"),
    (HEAD + BODY + "8. Consent. By clicking the button you accept these terms.\n", Found.REFERENCED, "a click"),
    (HEAD + BODY + "/s/ Ada Quill\nAda Quill, Director\n", Found.YES, "signed"),
]


@pytest.mark.parametrize(("text", "expected", "proves"), SIGNATURES, ids=[row[2] for row in SIGNATURES])
def test_the_place_to_sign(text: str, expected: Found, proves: str) -> None:
    assert findings(text)["signature-block"].found is expected, proves


def test_the_playbook_asks_for_every_check_and_for_nothing_else() -> None:
    playbook = read_playbook("presigning")
    assert {wanted.rule for wanted in playbook.requirements.values()} == set(ROWS)
    assert playbook.rules() == frozenset()
    for key, wanted in playbook.requirements.items():
        assert wanted.title, key
        assert wanted.because, key
        assert wanted.say.contrary if wanted.unwanted else wanted.say.missing, key


LOW = swapped("4. Confidence. ", '4. Confidence. A breach (a "Grave Breach") is told at once. ')
HIGH = swapped("USD 500 a month", "USD [●] a month")
CLICK = (
    HEAD
    + BODY.replace("named in Exhibit A", "we know").replace("stated in Exhibit A", "agreed")
    + ("8. Consent. By clicking the button you accept these terms.\n")
)
READINESS = [
    (CLEAN, (), Readiness.READY, 0, "no fault"),
    (LOW, (), Readiness.WAIVERS, 0, "a fault of low severity"),
    (HIGH, (), Readiness.NOT_READY, 1, "a fault of high severity"),
    (HIGH, ("blanks",), Readiness.WAIVERS, 0, "a high fault that someone accepted"),
    (HIGH, ("dates",), Readiness.NOT_READY, 1, "waiving another check does not help"),
    (CLICK, (), Readiness.UNTOLD, 2, "a person must see how it is agreed to"),
    ("", (), Readiness.UNTOLD, 2, "nothing could be read"),
]


@pytest.mark.parametrize(("text", "waived", "expected", "code", "proves"), READINESS, ids=[row[4] for row in READINESS])
def test_the_verdict_and_the_exit_code(
    text: str, waived: tuple[str, ...], expected: Readiness, code: int, proves: str
) -> None:
    report = own_checker("presigning").check("contract.txt", text.encode())
    assert decide(report, waived).readiness is expected, proves
    arguments = ["checklist", "-", "--format", "json", *(part for id_ in waived for part in ("--waive", id_))]
    result = CliRunner().invoke(main, arguments, input=text)
    assert result.exit_code == code, proves
    data = json.loads(result.stdout)
    assert data["verdict"] == expected.value
    assert data["waived"] == sorted(waived)


def test_the_checklist_as_text_names_each_fault_with_its_place() -> None:
    result = CliRunner().invoke(main, ["checklist", "-"], input=HIGH)
    assert "NOT READY" in result.stdout
    assert "[ ] Blanks: nothing is left to fill in" in result.stdout
    assert "page 1, Exhibit A" in result.stdout
    assert "[x] Dates: possible, and in agreement" in result.stdout


def test_an_unknown_check_cannot_be_waived() -> None:
    result = CliRunner().invoke(main, ["checklist", "-", "--waive", "blank"], input=CLEAN)
    assert result.exit_code == 2
    assert "no check before signing is called 'blank'" in result.stderr


def test_it_is_one_of_several_playbooks_of_one_reading() -> None:
    reports = Checker(["presigning", "outsourcing"]).check_all("contract.txt", HIGH.encode())
    assert [report.playbook for report in reports] == ["presigning", "outsourcing"]
    gaps = {row.finding.requirement: row.verdict for row in reports[0].gaps()}
    assert gaps == {"blanks": Verdict.UNWANTED}
    assert "blanks" not in {row.finding.requirement for row in reports[1].assessed}


PIECES = st.sampled_from(
    (
        *(
            "Section ",
            "5.1",
            "[",
            "]",
            "●",
            "*",
            "_____",
            "(",
            ")",
            "thirty",
            "30",
            "days",
            "$",
            "Exhibit ",
            "A",
            "B-1",
        ),
        *('"Fee"', " means ", "March 3, 2025", "Alder Harbour Ltd", "\n", "\r\n\f", "1. ", "(a) ", "By:", "DRAFT"),
        *("<", "{{", "X", "\xa0", "ß"),
    )
)


@given(st.lists(PIECES, max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_is_checked_and_every_quote_is_verbatim(pieces: list[str]) -> None:
    found = findings(HEAD + "".join(pieces))
    assert tuple(found) == ROWS
    for finding in found.values():
        assert len(finding.notes) in (0, len(finding.evidence))


@pytest.mark.parametrize(
    "piece", ["_ ", "X", "\n", "[", "one ", "(1", "Section 1 and 2 and ", "“", "Aa Bb of ", "2020 "]
)
def test_a_long_run_of_one_thing_costs_no_more_than_its_length(piece: str) -> None:
    started = time.process_time()
    findings(HEAD + BODY + piece * (20_000 // len(piece)))
    assert time.process_time() - started < 8, "a pattern that tries every cut of the run takes minutes"
