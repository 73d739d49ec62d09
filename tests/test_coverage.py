"""What of a contract was read and what was not: found once, shown by every format, and one rule from unread to unsure."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from contractcheck.audits.audits import audit
from contractcheck.checker import Checker
from contractcheck.cli import main
from contractcheck.contract import Contract
from contractcheck.detection.doubt import is_about, reasons, with_doubt
from contractcheck.model import (
    Coverage,
    Evidence,
    Finding,
    Found,
    LeftOut,
    LeftOutKind,
    OtherLanguage,
    Report,
    TermsElsewhere,
    UnreadPage,
    UnreadPart,
    Verdict,
)
from contractcheck.places import schema_file
from contractcheck.report import render, to_data
from contractcheck.report.formats import BY_NAME, Extras
from contractcheck.report.fromdata import from_data
from contractcheck.rulebook.rules import RuleSet, load_rules
from contractcheck.structure.incorporated import find_taken_in
from tests import made_pages
from tests.made_pages import LEFT, wide
from tests.made_pdfs import again, saved
from tests.made_reports import full

NEW = Draft202012Validator(json.loads(schema_file().read_text(encoding="utf-8")))
OLD = Draft202012Validator(json.loads(schema_file(1).read_text(encoding="utf-8")))
COVER_PAGE = """COVER PAGE

This Cover Page is made between Northmoor Data Services Limited ("Provider") and Halden Borough Council ("Customer").

By signing this Cover Page, Customer and Provider enter into an Agreement that consists of this Cover Page and the
Quillon Cloud Standard Terms, version 2.1, published at https://terms.example/cloud/2.1, which are incorporated by
reference.

Subscription period: 12 months from 1 April 2026.

Fees: £40,000 a year.
"""
SERVICES = """SERVICES AGREEMENT

This Services Agreement is made on 3 March 2026 between Northmoor Data Services Limited (the "Supplier") and Halden
Borough Council (the "Customer").

1. Services. The Supplier shall provide the services. The service levels are set out in Schedule 3 (Service levels).
2. Data. The Supplier's Data Processing Addendum at www.example.com/dpa is incorporated by reference into this Agreement.
3. Law. This Agreement is governed by the laws of England.
"""
WHOLE = Coverage(
    pages=12,
    words=4000,
    recognised=(2, 3),
    unread=(UnreadPage(4, "has no text"), UnreadPage(9, "two columns of signs that are no letters")),
    parts=(UnreadPart("fees.docx", "Attachment fees.docx was not read: the file is locked."), UnreadPart("annex.rtf")),
    terms=(
        TermsElsewhere("General Terms of Orbit Ltd", True, 1, "1.2", 40, 66),
        TermsElsewhere("Schedule 3 (Service levels)", False, 2, "", 400, 410),
    ),
    left_out=(
        LeftOut(LeftOutKind.STRUCK, 5, "within twelve hours", 900, 919),
        LeftOut(LeftOutKind.HIDDEN, 6, "no liability for anything"),
    ),
    languages=(OtherLanguage("German", 300),),
)
SAID = (
    "pages 2-3: recognised from images, check the words",
    "page 4 has no text",
    "page 9: two columns of signs that are no letters",
    "Attachment fees.docx was not read: the file is locked.",
    "annex.rtf",
    "300 words in German",
    "General Terms of Orbit Ltd, page 1, clause 1.2: can hold any term",
    "Schedule 3 (Service levels), page 2",
    "struck out: 3 words on page 5",
    "not visible on the page: 4 words on page 6",
)
REPAIRED = "Repaired: 3 words that had lost letters in the file, on page 2."


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_rules()


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker()


def covered(coverage: Coverage = WHOLE) -> Report:
    report = full()
    notes = ("Attachment fees.docx was not read: the file is locked.", REPAIRED)
    return replace(report, contract=replace(report.contract, coverage=coverage, notes=notes))


# --- terms in other documents --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("This Order Form is governed by the Acme Master Subscription Agreement at acme.example/msa.", ["+Acme Master Subscription Agreement"]),
        ("All services are provided subject to the Supplier's standard terms and conditions.", ["+standard terms and conditions"]),
        ("The Orbit Standard Terms at www.orbit.example are incorporated by reference into this Agreement.", ["+Orbit Standard Terms"]),
        ('"Agreement" means this Order Form together with the General Terms of Orbit Hosting GmbH.', ["+General Terms"]),
        ("This Statement of Work is entered into under the Master Services Agreement of 1 May 2025.", ["+Master Services Agreement"]),
        ("The EU Standard Contractual Clauses 2021/914 are incorporated by reference and form part of this Agreement.", ["EU Standard Contractual Clauses 2021/914"]),
        ("The Northgate General Conditions of Purchase (2024 edition) apply to this order.", ["+Northgate General Conditions of Purchase"]),
        ("Our Acceptable Use Policy forms part of this Agreement.", ["Acceptable Use Policy"]),
        ("This contract incorporates the Guild Standard Building Contract 2016.", ["+Guild Standard Building Contract"]),
        ("The terms of the Framework Agreement dated 3 March 2024 shall apply to this Call-Off Contract.", ["+Framework Agreement"]),
        ("By signing this order the Customer accepts the Helix Cloud Terms of Service (helix.example/tos).", ["+Helix Cloud Terms of Service"]),
        ("This agreement consists of this cover sheet and the Conditions of Contract for Services, edition 4.", ["+Conditions of Contract"]),
        ("AMENDMENT NO. 2 TO SUPPLY AGREEMENT\n\nThe parties amend the agreement as follows.", ["+Supply Agreement"]),
        pytest.param("This DPA is incorporated into the Main Agreement.", [], id="it belongs to the other one"),
        pytest.param("This Schedule forms part of the Services Agreement between the parties.", [], id="a part of the other one"),
        pytest.param("The supplier is incorporated in the State of Delaware.", [], id="a company"),
        pytest.param("The Orbit General Terms are not incorporated into this Agreement.", [], id="ruled out"),
        pytest.param("This Agreement supersedes the Master Services Agreement, which is not part of this Agreement.", [], id="superseded"),
        pytest.param("This Agreement and its schedules are incorporated by reference.", [], id="itself"),
        pytest.param("Section 7 of the Licence Agreement is incorporated herein by reference.", ["Licence Agreement"], id="one section: not any term"),
        pytest.param("Third-party services are subject to the terms of service of the third party.", [], id="of strangers"),
        pytest.param("PART II GENERAL TERMS\n\nThis contract consists of this Part I and the General Terms.", [], id="it is here"),
    ],
)  # fmt: skip
def test_documents_that_are_taken_in(text: str, names: list[str]) -> None:
    contract = Contract.read("x.txt", text.encode())
    found = find_taken_in(contract.plain, contract.clauses)
    assert [("+" if row.whole else "") + row.name for row in found] == names
    assert all(row.name.split()[0].lower() in text[row.start : row.end].lower() for row in found)


def test_attachments_that_are_not_there_are_named_with_their_titles() -> None:
    coverage = Contract.read("x.txt", SERVICES.encode()).coverage
    assert [(row.name, row.whole, row.clause) for row in coverage.terms] == [
        ("Schedule 3 (Service levels)", False, "1"),
        ("Supplier's Data Processing Addendum", False, "2"),
    ]
    assert not coverage.complete


# --- from unread to unsure -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("playbook", ["outsourcing", "saas-vendor"])
def test_a_body_that_is_not_here_may_hold_any_term(playbook: str) -> None:
    report = Checker(playbook).check("cover.txt", COVER_PAGE.encode())
    assert not [row for row in report.assessed if row.verdict is Verdict.MISSING]
    assert "no gaps in what was read" in render(report, "text")


def test_a_document_may_hold_what_its_name_is_about(checker: Checker) -> None:
    examined = checker.examine("services.txt", SERVICES.encode())
    found = {row.requirement: row for row in examined.findings}
    assert found["breach-notification"].found is Found.UNSURE
    assert found["breach-notification"].notes == (
        "It may stand in Supplier's Data Processing Addendum, which is not in this file.",
    )
    assert found["service-credits"].found in (Found.UNSURE, Found.REFERENCED)
    assert found["insurance"].found is Found.NO
    assert found["liability-cap"].found is Found.NO


@pytest.mark.parametrize(
    ("coverage", "requirement", "weighs"),
    [
        pytest.param(Coverage(pages=10), "insurance", [], id="all was read"),
        pytest.param(Coverage(pages=10, unread=(UnreadPage(5, "x"),)), "insurance", [True], id="a page amid others"),
        pytest.param(Coverage(pages=10, unread=(UnreadPage(10, "x", holds_terms=False),)), "insurance", [False], id="the signatures"),
        pytest.param(Coverage(pages=3, unread=(UnreadPage(2, "x", holds_terms=False),)), "insurance", [True], id="a third of the pages"),
        pytest.param(Coverage(parts=(UnreadPart("a.rtf"),)), "insurance", [True], id="an attachment"),
        pytest.param(Coverage(words=900, languages=(OtherLanguage("German", 300),)), "insurance", [True], id="German"),
        pytest.param(Coverage(words=900, languages=(OtherLanguage("German", 60),)), "insurance", [], id="a quotation"),
        pytest.param(Coverage(words=900, languages=(OtherLanguage("German", 400, True),)), "insurance", [], id="said twice"),
        pytest.param(Coverage(words=900, left_out=(LeftOut(LeftOutKind.UNREADABLE, 1, "x " * 300),)), "insurance", [True], id="damaged"),
        pytest.param(Coverage(words=900, left_out=(LeftOut(LeftOutKind.STRUCK, 1, "x " * 300),)), "insurance", [], id="struck words are not agreed"),
        pytest.param(Coverage(terms=(TermsElsewhere("Schedule 2 (Insurance)", False, 1, "", 0, 9),)), "insurance", [True], id="its own matter"),
        pytest.param(Coverage(terms=(TermsElsewhere("Schedule 2 (Fees)", False, 1, "", 0, 9),)), "insurance", [], id="another matter"),
        pytest.param(Coverage(terms=(TermsElsewhere("Orbit General Terms", True, 1, "", 0, 9),)), "insurance", [True], id="any term"),
    ],
)  # fmt: skip
def test_the_one_rule(coverage: Coverage, requirement: str, weighs: list[bool], rules: RuleSet) -> None:
    rule = rules.rule(requirement)
    assert [reason.weighs for reason in reasons(coverage, rule)] == weighs
    no, yes = with_doubt(
        (Finding(requirement, Found.NO), Finding(requirement, Found.YES)), coverage, {requirement: rule}
    )
    assert no.found is (Found.UNSURE if any(weighs) else Found.NO)
    assert yes == Finding(requirement, Found.YES), "what was found stands"


@pytest.mark.parametrize(
    ("damaged", "found"), [((110, 114), Found.UNSURE), ((90, 101), Found.UNSURE), ((40, 50), Found.NO)]
)
def test_a_damaged_word_in_the_nearest_passage_may_be_the_one_it_lacks(
    damaged: tuple[int, int], found: Found, rules: RuleSet
) -> None:
    coverage = Coverage(words=900, left_out=(LeftOut(LeftOutKind.UNREADABLE, 1, "Staf", *damaged),))
    nearest = Evidence(page=1, clause="4", heading="", quote="x" * 100, start=100, end=200)
    finding = Finding("insurance", Found.NO, near=(nearest,))
    (doubted,) = with_doubt((finding,), coverage, {"insurance": rules.rule("insurance")})
    assert doubted.found is found


@pytest.mark.parametrize(
    ("name", "requirement", "expected"),
    [
        ("Schedule 3 (Service levels)", "service-credits", True),
        ("Acme Service Level Agreement", "availability-target", True),
        ("Exhibit D (Insurance)", "insurance", True),
        ("Exhibit D (Insurance)", "liability-cap", False),
        ("Data Processing Agreement", "encryption", True),
        ("Data Processing Agreement", "governing-law", False),
        ("Mutual Non-Disclosure Agreement", "non-disclosure", True),
        ("Business Continuity Plan", "disaster-recovery", True),
        ("EU Standard Contractual Clauses 2021/914", "gdpr-transfer-control", True),
        ("Acceptable Use Policy", "insurance", False),
    ],
)
def test_what_a_name_is_about(name: str, requirement: str, expected: bool, rules: RuleSet) -> None:
    rule = rules.rule(requirement)
    assert is_about(name, rule.family, rule.look_for.topic) is expected


# --- every format ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["text", "md", "html", "csv", "junit", "sarif"])
def test_every_format_names_all_that_was_not_read(format: str) -> None:
    page = render(covered(), format, fail_on="never") if format != "text" else render(covered(), "text", width=200)
    if format == "csv":
        page = next(csv.DictReader(io.StringIO(page.removeprefix("\ufeff"))))["coverage"]
    plain = page.replace("\\_", "_").replace("\\", "").replace("&quot;", '"')
    missing = [words for words in (*SAID, REPAIRED) if words not in plain]
    assert not missing
    assert plain.count("fees.docx was not read") <= (2 if format in ("sarif", "junit") else 1), (
        "no note says it once more"
    )


def test_the_memo_names_all_that_was_not_read() -> None:
    data = BY_NAME["docx"].render([covered()], Extras())
    assert isinstance(data, bytes)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        body = file.read("word/document.xml").decode()
    assert not [words for words in (*SAID, REPAIRED) if words not in body]


def test_the_workbook_has_a_sheet_for_it() -> None:
    from openpyxl import load_workbook

    data = BY_NAME["xlsx"].render([covered()], Extras())
    assert isinstance(data, bytes)
    rows = [row[2] for row in load_workbook(io.BytesIO(data))["Coverage"].iter_rows(min_row=2, values_only=True)]
    assert all(any(words in row for row in rows) for words in (*SAID, REPAIRED))


def test_text_fits_eighty_columns() -> None:
    assert max(map(len, render(covered(), "text").splitlines())) <= 80


# --- schemas --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("coverage", [WHOLE, Coverage(pages=12)], ids=["much", "nothing"])
def test_schema_2_holds_the_block_and_reads_back(coverage: Coverage) -> None:
    data = to_data(covered(coverage))
    NEW.validate(data)
    assert data["coverage"]["complete"] is (coverage != WHOLE)
    assert data["coverage"]["notes"][-1] == REPAIRED
    assert to_data(from_data(data)) == data


def test_schema_1_stays_what_it_was() -> None:
    old = json.loads(render(covered(), "json", schema=1))
    OLD.validate(old)
    assert list(old) == ["contractcheck_schema", "contract", "playbook", "status", "error", "findings", "summary"]
    assert not NEW.is_valid(old)
    assert not OLD.is_valid(to_data(covered()))
    new = to_data(covered())
    for item in new["findings"]:
        assert (item.pop("found_by"), item.pop("near")[:1]) == ("rules", [item["nearest"]] if item["nearest"] else [])
    assert {key: value for key, value in new.items() if key not in ("coverage", "contractcheck_schema")} == {
        key: value for key, value in old.items() if key != "contractcheck_schema"
    }
    with pytest.raises(ValueError, match="there is no schema 3"):
        to_data(covered(), 3)


@pytest.mark.parametrize(("schema", "validator"), [("1", OLD), ("2", NEW)])
def test_the_command_line_gives_the_schema_that_is_asked_for(
    schema: str, validator: Draft202012Validator, tmp_path: Path
) -> None:
    path = tmp_path / "cover.txt"
    path.write_text(COVER_PAGE, encoding="utf-8")
    words = ["check", str(path), str(tmp_path / "none.txt"), "--format", "json", "--json-schema", schema]
    reports = json.loads(CliRunner().invoke(main, words).stdout)
    validator.validate(reports)
    assert {one["contractcheck_schema"] for one in reports} == {int(schema)}
    CliRunner().invoke(main, ["audit", str(path), "-o", str(tmp_path / "out"), "--json-schema", schema, "--quiet"])
    validator.validate(json.loads((tmp_path / "out" / "results.jsonl").read_text(encoding="ascii")))


# --- audits ---------------------------------------------------------------------------------------------------------


# A page with a field and with words struck out, one that is an image, a locked file inside, terms in another document.
SEEN = {
    "unread": "page 2 has no text",
    "part": "Attachment annex.pdf was not read: the PDF is protected",
    "terms": "Quillon Standard Terms",
    "struck": "struck out: 6 words on page 1",
    "note": "Read as filled in: 1 field of the form.",
}


def mixed_pdf() -> bytes:
    sentence = "6. Term. The initial term is"
    terms = "7. Rest. The Quillon Standard Terms are incorporated by reference into this Agreement."
    struck = "8. Notice. Twelve months, as always."
    first = made_pages.page(
        made_pages.words(sentence),
        made_pages.field("months", "36 months", LEFT + wide(sentence) + 4, 600, 70),
        made_pages.words(terms, y=570),
        made_pages.words(struck, y=540),
        made_pages.line(LEFT, LEFT + wide(struck), 543),
    )
    locked = again(made_pages.page(), encryption=pikepdf.Encryption(owner="o", user="u"))
    with (
        pikepdf.open(io.BytesIO(made_pages.with_files(first, {"annex.pdf": locked}))) as pdf,
        pikepdf.open(io.BytesIO(made_pages.scan(made_pages.LINES))) as scanned,
    ):
        pdf.pages.extend(scanned.pages)
        return saved(pdf)


FORMATS = ("text", "md", "html", "json", "csv", "sarif", "junit", "docx", "xlsx")


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_of_the_program_carries_the_block(format: str, tmp_path: Path) -> None:
    path, out = tmp_path / "mixed.pdf", tmp_path / f"out.{format}"
    path.write_bytes(mixed_pdf())
    CliRunner().invoke(main, ["check", str(path), "--no-ocr", "--format", format, "-o", str(out)])
    if format in ("docx", "xlsx"):
        with zipfile.ZipFile(out) as file:
            shown = " ".join(file.read(name).decode() for name in file.namelist() if name.endswith(".xml"))
    else:
        shown = " ".join(out.read_text(encoding="utf-8").replace("\\", "").split())
    if format == "json":
        block = json.loads(out.read_text(encoding="utf-8"))["coverage"]
        assert [page["page"] for page in block["pages"]["unread"]] == [2]
        assert [part["name"] for part in block["parts"]] == ["annex.pdf"]
        assert [row["kind"] for row in block["left_out"]] == ["struck"]
        assert [row["name"] for row in block["terms"]] == ["Quillon Standard Terms"]
        assert SEEN["note"] in block["notes"]
    else:
        assert [name for name, words in SEEN.items() if words not in shown] == []


def test_an_audit_carries_the_block_everywhere(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "mixed.pdf").write_bytes(mixed_pdf())
    out = tmp_path / "out"
    CliRunner().invoke(main, ["audit", str(tmp_path / "in"), "-o", str(out), "--no-ocr", "--quiet", "--workers", "1"])
    with closing(sqlite3.connect(out / "audit.sqlite")) as ledger:
        rows = " ".join(row[0] for row in ledger.execute("SELECT words FROM coverage"))
    (page,) = (out / "reports").iterdir()
    places = {
        "ledger": rows,
        "page of the contract": page.read_text(encoding="utf-8"),
        "portfolio": (out / "index.html").read_text(encoding="utf-8"),
        "table": (out / "audit.csv").read_text(encoding="utf-8-sig"),
    }
    lacking = {place: [name for name, words in SEEN.items() if words not in text] for place, text in places.items()}
    # The lists of many contracts name what was not read; how a file was read is told on its own page.
    assert lacking == {"ledger": ["note"], "page of the contract": [], "portfolio": ["note"], "table": ["note"]}
    assert json.loads((out / "results.jsonl").read_text(encoding="ascii"))["coverage"]["notes"].count(SEEN["note"]) == 1


def test_an_audit_keeps_and_shows_it(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "cover.txt").write_text(COVER_PAGE, encoding="utf-8")
    audit(tmp_path / "in", tmp_path / "out", workers=1)
    words = "Quillon Cloud Standard Terms, version 2.1, page 1: can hold any term"
    assert f"Not here: {words}" in (tmp_path / "out" / "audit.csv").read_text(encoding="utf-8-sig")
    assert words in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    (page,) = (tmp_path / "out" / "reports").iterdir()
    assert words in page.read_text(encoding="utf-8")
