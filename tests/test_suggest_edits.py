"""Suggested edits: accepted they close the gaps, rejected they leave the contract as it was, and nothing else changes."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from datetime import datetime
from functools import cache
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from lxml import etree

from contractcheck.checker import Checker, Examined
from contractcheck.cli import main
from contractcheck.model import Found, MarkKind, Severity, Verdict
from contractcheck.reading import read_bytes
from contractcheck.reading.options import ReadOptions, Revisions
from contractcheck.suggesting import By, Suggested, Way, suggest
from tests.loaded import own_checker
from tests.made_drafts import SAMPLES, sample
from tests.made_word import deleted, inserted, levels, p, table, word

pytestmark = pytest.mark.usefixtures("own_rules_once")

SAMPLE_FOLDER = Path(__file__).resolve().parents[1] / "sample_contracts"
FORMS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "standard-forms"
BY = By("Jane Roe", datetime(2026, 11, 23))
ORIGINAL = ReadOptions(revisions=Revisions.ORIGINAL)
CHANGED = {"word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
GAPS = (Verdict.MISSING, Verdict.WEAK, Verdict.UNWANTED)

PARTIES = 'This agreement is made between Alder Ltd (the "Provider") and Birch Ltd (the "Customer").'


def checker() -> Checker:
    return own_checker()


def done(data: bytes, only: tuple[str, ...] = (), name: str = "a.docx") -> tuple[Examined, Suggested]:
    examined = checker().examine(name, data)
    return examined, suggest(checker(), examined, examined.reports, BY, only=only)


@cache
def drafted(name: str, numbered: bool) -> tuple[bytes, Examined, Suggested]:
    data = sample(name, numbered=numbered)
    return data, *done(data, name=f"{name}.docx")


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def made(suggested: Suggested) -> bytes:
    assert suggested.data is not None
    return suggested.data


def text(data: bytes, reading: ReadOptions | None = None) -> str:
    return read_bytes(data, "a.docx", reading or ReadOptions()).text


# benchmarks/suggested.py takes all of them with both kinds of numbers.
EVERY = [(name, at % 2 == 0) for at, name in enumerate(SAMPLES)] + [("it-hosting", True)]


@pytest.mark.parametrize(("name", "numbered"), EVERY)
def test_accepted_they_close_the_gaps_and_rejected_they_change_nothing(name: str, numbered: bool) -> None:
    _, examined, suggested = drafted(name, numbered)
    copy = made(suggested)
    final = checker().examine(f"{name}.docx", copy)
    found = {row.finding.requirement: row.finding.found for row in final.report.assessed}
    put_in = [one for one in suggested.suggestions if one.proposal.wording and not one.proposal.unwanted]
    assert put_in
    for one in put_in:
        for proposal in (one.proposal, *one.proposal.covers):
            assert found[proposal.requirement] is Found.YES, proposal.requirement
    before = checker().examine(f"{name}.docx", copy, reading=ORIGINAL)
    assert before.findings == examined.findings
    assert before.contract is not None
    assert examined.contract is not None
    assert before.contract.document.text == examined.contract.document.text
    # Every gap is spoken for: by a suggestion, or in words.
    spoken = {gap.requirement for one in suggested.suggestions for gap in (one.proposal, *one.proposal.covers)}
    assert spoken == {gap.finding.requirement for gap in examined.report.gaps()}


@pytest.mark.parametrize(("name", "numbered"), EVERY)
def test_nothing_else_in_the_file_changes(name: str, numbered: bool) -> None:
    """Other parts have their bytes; and no line of the contract has another number in the final text."""
    data, examined, suggested = drafted(name, numbered)
    old, new = parts(data), parts(made(suggested))
    assert {part for part in new if old.get(part) != new[part]} <= CHANGED
    assert list(old) == [part for part in new if part in old]
    assert examined.contract is not None
    lines = set(text(made(suggested)).splitlines())
    edited = [one for one in suggested.suggestions if one.way in (Way.VALUE, Way.REPLACE, Way.STRIKE)]
    lost = [line for line in examined.contract.document.text.splitlines() if line.strip() and line not in lines]
    assert len(lost) <= len(edited)
    for part in CHANGED & set(new):
        etree.fromstring(new[part])
    reopened = docx.Document(io.BytesIO(made(suggested)))
    assert len(list(reopened.comments)) == len(suggested.suggestions)


def test_the_same_input_gives_the_same_bytes() -> None:
    data = sample("it-hosting", numbered=True)
    assert made(done(data)[1]) == made(done(data)[1])


def test_author_date_and_reason_stand_in_the_file() -> None:
    _, _, suggested = drafted("it-hosting", True)
    files = parts(made(suggested))
    for part in ("word/document.xml", "word/comments.xml"):
        assert b'w:author="Jane Roe" w:date="2026-11-23T00:00:00Z"' in files[part]
    comments = files["word/comments.xml"].decode()
    assert "No fixed time for reporting security breaches was found." in comments
    assert "as 4.7. It is the last clause there, so no other number changes." in comments
    assert "breach-notification-deadline" in comments
    keys = etree.fromstring(files["word/document.xml"]).xpath("//@w:id", namespaces={"w": docx.oxml.ns.nsmap["w"]})
    changes = [key for key in keys if keys.count(key) == 1]
    assert len(changes) > len(suggested.suggestions)


NUMBERED = levels(("decimal", "%1."), ("decimal", "%1.%2"))
SECURITY = p("Security", number=(1, 0)) + p(
    "The Provider shall keep the data safe with appropriate security measures.", number=(1, 1)
)
PAYMENT = p("Payment", number=(1, 0)) + p("The Customer shall pay within 30 days. See clause 2.1.", number=(1, 1))


@pytest.mark.parametrize(
    ("body", "only", "said"),
    [
        pytest.param(SECURITY + PAYMENT, "encryption", "1.2 The Provider shall encrypt", id="Word counts it"),
        pytest.param(
            p("1. Security") + p("1.1 The Provider shall keep the data safe.") + p("2. Payment") + p("2.1 Pay."),
            "encryption",
            "1.2 The Provider shall encrypt",
            id="a typed number",
        ),
        pytest.param(
            p("Security", number=(1, 0))
            + p("The Provider shall:", number=(1, 1))
            + p("keep the data safe; and", number=(1, 1))
            + p("watch over it.", number=(1, 1))
            + PAYMENT,
            "encryption",
            "\nThe Provider shall encrypt",
            id="not among the items of a list",
        ),
        pytest.param(PAYMENT, "encryption", "Rider: proposed terms\n\nR1.\tThe Provider shall encrypt", id="no section"),
    ],
)  # fmt: skip
def test_where_a_missing_term_goes(body: str, only: str, said: str) -> None:
    data = word(p(PARTIES) + body + p("IN WITNESS WHEREOF the parties have signed."), numbering=NUMBERED)
    _, suggested = done(data, only=(only,))
    final = text(made(suggested))
    assert said in final
    assert final.index("shall encrypt") < final.index("IN WITNESS")
    assert text(made(suggested), ORIGINAL) == text(data)
    assert "2. Payment" in final or "1. Payment" in final


def test_a_figure_is_changed_in_its_place() -> None:
    sentence = (
        "Either party may terminate this agreement if the other party materially breaches it and does not cure the "
        "breach within one hundred twenty (120) days after written notice."
    )
    data = word(p(PARTIES) + p("1. Term") + p("1.1 " + sentence))
    _, suggested = done(data, only=("cure-period",))
    (one,) = suggested.suggestions
    assert one.way is Way.VALUE
    assert "within 30 days after written notice." in text(made(suggested))
    marks = read_bytes(made(suggested), "a.docx").marks
    assert [mark.text for mark in marks if mark.kind is MarkKind.DELETION] == ["one hundred twenty (120) days"]


CONTRARY = "The Provider has no obligation to back up Customer Data."


def test_words_that_say_the_opposite_give_way() -> None:
    data = word(p(PARTIES) + p("1. Security") + p("1.1 The parties act with care. " + CONTRARY))
    _, suggested = done(data, only=("data-backup",))
    assert suggested.suggestions[0].way is Way.REPLACE
    final = text(made(suggested))
    assert CONTRARY not in final
    assert "1.1 The parties act with care. The Provider shall back up" in final


def test_words_that_other_terms_rest_on_stay() -> None:
    """A sentence that also holds a term that is in order is not taken out."""
    both = "The Provider shall encrypt Customer Data at rest and has no obligation to back up Customer Data."
    data = word(p(PARTIES) + p("1. Security") + p("1.1 " + both))
    _, suggested = done(data, only=("data-backup",))
    assert both in text(made(suggested))


@pytest.mark.parametrize(
    ("label", "customer", "said"),
    [
        ("the Supplier", "the Client", "The Supplier shall encrypt"),
        ("Supplier", "Client", "Supplier shall encrypt"),
    ],
)
def test_the_contracts_own_names(label: str, customer: str, said: str) -> None:
    giver, taker = label.removeprefix("the "), customer.removeprefix("the ")
    opening = f'This agreement is made between Alder Ltd ("{giver}") and Birch Ltd ("{taker}"). '
    data = word(
        p(opening) + p("1. Security") + p(f"1.1 {label} shall care for what {customer} sends. {label} shall ask.")
    )
    _, suggested = done(data, only=("encryption",))
    assert said in text(made(suggested))


def test_open_changes_and_comments_of_others_stay() -> None:
    body = (
        p(PARTIES) + p("1. Security") + p("1.1 The data is ", deleted("not "), inserted("kept "), "safe.") + p("2. End")
    )
    data = word(body, comments='<w:comment w:id="0" w:author="Ann"><w:p><w:r><w:t>Why?</w:t></w:r></w:p></w:comment>')
    _, suggested = done(data, only=("encryption",))
    files = parts(made(suggested))
    assert b"Why?" in files["word/comments.xml"]
    assert text(made(suggested), ORIGINAL) == text(data, ORIGINAL)
    assert b'w:id="1" w:author="Ann"' in files["word/document.xml"]


def test_nothing_is_put_into_a_table() -> None:
    data = word(p(PARTIES) + p("1. Security") + table(("Item", "Duty"), ("Data", "kept safe")) + p("2. End"))
    _, suggested = done(data, only=("encryption",))
    final = etree.fromstring(parts(made(suggested))["word/document.xml"])
    assert not final.xpath("//w:tbl//w:ins", namespaces={"w": docx.oxml.ns.nsmap["w"]})
    assert text(made(suggested), ORIGINAL) == text(data)


def test_hostile_names_stay_words(tmp_path: Path) -> None:
    file, out = tmp_path / "a.docx", tmp_path / "b.docx"
    file.write_bytes(sample("it-hosting", numbered=False))
    author = '"/><w:evil x="'
    result = CliRunner().invoke(
        main, ["suggest", str(file), "-o", str(out), "--author", author, "--date", "2026-11-23", "--only", "encryption"]
    )
    assert result.exit_code == 0, result.stderr
    root = etree.fromstring(parts(out.read_bytes())["word/document.xml"])
    assert author in root.xpath("//w:ins/@w:author", namespaces={"w": docx.oxml.ns.nsmap["w"]})
    assert not root.xpath("//*[local-name()='evil']")


@pytest.mark.parametrize("name", ["it-hosting.pdf", "saas-terms.pdf"])
def test_other_files_get_a_rider(name: str) -> None:
    data = (SAMPLE_FOLDER / name).read_bytes()
    _, suggested = done(data, name=name)
    assert suggested.rider
    words = "\n".join(one.text for one in docx.Document(io.BytesIO(made(suggested))).paragraphs)
    for one in suggested.suggestions:
        assert one.proposal.wording in words
        assert one.place in words
    lost = [one.proposal.requirement for one in suggested.suggestions if not one.found]
    assert not lost
    assert made(done(data, name=name)[1]) == made(suggested)


def test_waived_gaps_get_none(tmp_path: Path) -> None:
    file, out = tmp_path / "a.docx", tmp_path / "b.docx"
    file.write_bytes(sample("it-hosting", numbered=False))
    (tmp_path / "contractcheck.yaml").write_text(
        "waivers:\n  - {requirement: encryption, contract: '*', reason: agreed}\n", encoding="utf-8"
    )
    result = CliRunner().invoke(main, ["suggest", str(file), "-o", str(out)])
    assert result.exit_code == 0, result.stderr
    assert "1 waived gap gets no suggestion" in result.stderr
    assert "shall encrypt" not in text(out.read_bytes())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--only", "no-such"], "no such requirement"),
        (["--date", "yesterday"], "is not a date"),
        (["--revisions", "original"], "all changes accepted"),
        (["--playbook", "no-such"], "no-such"),
    ],
)
def test_bad_requests_are_one_line(tmp_path: Path, arguments: list[str], said: str) -> None:
    file, out = tmp_path / "a.docx", tmp_path / "b.docx"
    file.write_bytes(word(p(PARTIES) + p("1. Security")))
    result = CliRunner().invoke(main, ["suggest", str(file), "-o", str(out), *arguments])
    assert result.exit_code == 2
    assert said in result.stderr
    assert not out.exists()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"%PDF-1.4 broken"])
def test_files_that_cannot_be_read(tmp_path: Path, data: bytes) -> None:
    file, out = tmp_path / "a.docx", tmp_path / "b.docx"
    file.write_bytes(data)
    result = CliRunner().invoke(main, ["suggest", str(file), "-o", str(out)])
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert not out.exists()


def test_only_the_worse_gaps() -> None:
    data = sample("it-hosting", numbered=False)
    examined = checker().examine("a.docx", data)
    suggested = suggest(checker(), examined, examined.reports, BY, severities=[Severity.HIGH])
    assert {one.proposal.severity for one in suggested.suggestions} == {Severity.HIGH}


@pytest.mark.parametrize(
    "path",
    sorted(FORMS.glob("*/*BAA*.docx")) + sorted(FORMS.glob("*/*Cover*Cloud*.docx")),
    ids=lambda path: path.stem[:40],
)
def test_published_forms(path: Path) -> None:
    data = path.read_bytes()
    examined, suggested = done(data, name=path.name)
    if suggested.data is None:
        assert not examined.report.gaps(), "a cover page: what it lacks may stand in the terms that it takes in"
        return
    assert text(made(suggested), ORIGINAL) == text(data, ORIGINAL)
    assert all(one.found for one in suggested.suggestions)
    old, new = parts(data), parts(made(suggested))
    assert {part for part in new if old.get(part) != new[part]} <= CHANGED | {"word/_rels/document.xml.rels"}


def test_the_forms_are_there() -> None:
    if not FORMS.is_dir():
        pytest.skip(f"the standard forms are not beside this checkout ({FORMS})")
    assert list(FORMS.glob("*/*.docx"))


@pytest.mark.parametrize("kind", ["copy", "rider"])
def test_libreoffice_opens_it_without_repair(kind: str, tmp_path: Path) -> None:
    """A repaired file would lose something: here all that was put in comes out on paper."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    if kind == "copy":
        suggested = drafted("it-hosting", True)[2]
    else:
        data = (SAMPLE_FOLDER / "it-hosting.pdf").read_bytes()
        suggested = done(data, name="it-hosting.pdf")[1]
    file = tmp_path / "a.docx"
    file.write_bytes(made(suggested))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [office, "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    printed = " ".join(read_bytes((tmp_path / "a.pdf").read_bytes(), "a.pdf").text.split())
    for one in (one for one in suggested.suggestions if one.proposal.wording):
        # A first word that is printed against a struck one goes with it: "convenience.The".
        _, rest = " ".join(one.proposal.wording.split()).split(" ", 1)
        assert rest[:60] in printed
