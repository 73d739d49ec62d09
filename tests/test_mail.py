"""E-mail: the message and what came with it are one document; hostile names, bombs and broken files cost one line."""

from __future__ import annotations

import time
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractcheck.checker import Checker
from contractcheck.errors import UnreadableError
from contractcheck.model import Document, Found, Part, Status, Verdict
from contractcheck.reading import read_bytes
from contractcheck.reading.joining import GAP, File, join
from contractcheck.report import render
from tests.loaded import own_checker
from tests.made_mail import eml, message, msg, msg_tree
from tests.test_readers import made, words

TERM = "The term of this Agreement is two years from its date."
BREACH = "Provider shall notify Customer of any security breach within twenty-four (24) hours."
SAMPLES = Path(__file__).resolve().parents[1] / "sample_contracts"
PAGE = f"<!doctype html><ol><li>{BREACH}</ol>".encode()


@pytest.fixture(scope="module")
def checker() -> Checker:
    return own_checker()


def mail(data: bytes) -> Document:
    return read_bytes(data, "offer.eml")


def outlook(*args: object, **kwargs: str) -> bytes:
    return msg(msg_tree(*args, **kwargs))  # type: ignore[arg-type]


def covered(found: Document) -> list[tuple[str, str]]:
    return [(part.name, found.text[part.start : part.end].strip()) for part in found.parts]


@pytest.mark.parametrize("make", [eml, outlook], ids=["eml", "msg"])
def test_the_message_and_its_attachments_are_one_document(make: object) -> None:
    pdf = made(words(TERM), words("Second page of the agreement."))
    data = make("Please find the papers.", ("agreement.pdf", pdf), ("annex.html", PAGE), subject="Hosting")  # type: ignore[operator]
    found = read_bytes(data, "offer.eml")
    assert covered(found) == [
        ("offer.eml", "Hosting"),
        ("offer.eml", "Please find the papers."),
        ("agreement.pdf", f"{TERM}\nSecond page of the agreement."),
        ("annex.html", f"1. {BREACH}"),
    ]
    assert found.notes == ("Read as one: the message and agreement.pdf, annex.html.",)
    assert [page.number for page in found.pages] == list(range(1, len(found.pages) + 1))
    assert {part.path for part in found.parts} == {"offer.eml"}
    assert found.unread_files == ()


@pytest.mark.parametrize("make", [eml, outlook], ids=["eml", "msg"])
def test_a_message_without_attachments_is_read_as_its_text(make: object) -> None:
    found = read_bytes(make(f"{TERM}\n\n{BREACH}"), "offer.eml")  # type: ignore[operator]
    assert found.text.split() == f"{TERM} {BREACH}".split()
    assert found.notes == ("The e-mail has no attachments: its own text was read.",)


@pytest.mark.parametrize(
    ("content", "says", "is_doubtful"),
    [
        pytest.param(b"PK\x03\x04xl/workbook", "an Excel file (.xlsx)", False, id="a price list holds no terms"),
        pytest.param(b"{\\rtf1 x}", "a rich text file (.rtf)", True, id="a text that may hold terms"),
        pytest.param(b"%PDF-1.7\nbroken", "the PDF is cut short", True, id="a broken PDF"),
        pytest.param(b"", "the file is empty", True, id="an empty attachment"),
        pytest.param(b"GIF89a....", "an image (GIF)", False, id="a logo"),
        pytest.param(
            "Der Vertrag wird auf unbestimmte Zeit geschlossen und kann von jeder Partei gekündigt werden.".encode(),
            "written in German: not checked",
            True,
            id="not in English",
        ),
    ],
)
def test_what_cannot_be_read_is_named(content: bytes, says: str, is_doubtful: bool) -> None:
    found = mail(eml(f"{TERM} {BREACH} " * 12, ("annex.bin", content)))
    assert f"Attachment annex.bin was not read: {says}" in found.notes[-1].replace("this is ", "")
    assert bool(found.unread_files) is is_doubtful


def test_a_covering_note_is_not_the_contract() -> None:
    with pytest.raises(UnreadableError, match=r"Attachment msa\.doc was not read") as caught:
        mail(eml("Please sign the attached.", ("msa.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900))))
    assert caught.value.code == "attachments-unread"
    assert "\n" not in str(caught.value)


def test_an_unread_attachment_makes_absence_unsure(checker: Checker) -> None:
    data = eml(f"{TERM} " * 40, ("annex.rtf", b"{\\rtf1 x}"))
    examined = checker.examine("offer.eml", data)
    by_id = {row.finding.requirement: row for row in examined.report.assessed}
    row = by_id["breach-notification"]
    assert (row.finding.found, row.verdict) == (Found.UNSURE, Verdict.UNSURE)
    assert "annex.rtf" in row.message


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("../../etc/passwd.txt", "passwd.txt", id="a path upwards"),
        pytest.param("C:\\Windows\\a.txt", "a.txt", id="a path of Windows"),
        pytest.param("/", "(no name)", id="nothing but a slash"),
        pytest.param("<img src=x onerror=alert(1)>.txt", "<img src=x onerror=alert(1)>.txt", id="a tag"),
        pytest.param("=cmd|calc.txt", "=cmd|calc.txt", id="a formula"),
        pytest.param("n" * 500 + ".txt", "n" * 119 + "…", id="an endless name"),
    ],
)
def test_hostile_names(
    name: str, shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, checker: Checker
) -> None:
    monkeypatch.chdir(tmp_path)
    data = eml("Please see below.", (name, BREACH.encode()))
    found = mail(data)
    assert found.parts[-1].name == shown
    assert list(tmp_path.iterdir()) == [], "nothing is written"
    report = checker.check("offer.eml", data)
    page = render(report, "html")
    assert "<img src=x" not in page
    evidence = next(row.finding.evidence for row in report.assessed if row.finding.requirement == "breach-notification")
    assert evidence[0].file == shown


@pytest.mark.parametrize(
    ("text", "page", "said"),
    [
        pytest.param("Term: two years", f"<p>{TERM}</p>", TERM, id="the page says more"),
        pytest.param(f"{TERM} {BREACH}", "<p>See the text.</p>", f"{TERM} {BREACH}", id="the text says more"),
        pytest.param(TERM, f"<table><tr><td>{TERM}</table>", TERM, id="both alike: the page"),
    ],
)
def test_of_two_forms_of_one_text_one_is_read(text: str, page: str, said: str) -> None:
    assert mail(eml(text, page=page)).text.strip() == said


def test_attached_messages_are_read_too() -> None:
    inner = message("See the annex.", ("annex.html", PAGE), subject="Signed version")
    found = mail(eml("Forwarded.", ("", inner)))
    assert [part.name for part in found.parts] == [
        "offer.eml",
        "Signed version",
        "Signed version",
        "annex.html (in Signed version)",
    ]
    assert BREACH in found.text


def test_a_message_in_an_outlook_message_is_read_too() -> None:
    inner = msg_tree("See the annex.", ("annex.html", PAGE * 300))
    found = read_bytes(msg(msg_tree("Forwarded.", ("signed.msg", inner))), "offer.msg")
    assert [part.name for part in found.parts] == ["offer.msg", "signed.msg", "annex.html (in signed.msg)"]
    assert found.text.count(BREACH) == 300


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        pytest.param("application/pkcs7-signature", "no attachments", id="a signature is no attachment"),
        pytest.param("text/calendar", "an appointment", id="an appointment"),
    ],
)
def test_parts_that_are_no_words(kind: str, said: str) -> None:
    made_message = message(f"{TERM} " * 30)
    made_message.add_attachment(b"x", maintype=kind.split("/")[0], subtype=kind.split("/")[1], filename="x.bin")
    found = mail(made_message.as_bytes(policy=SMTP))
    assert said in found.notes[-1]


def test_pictures_in_the_text_are_told() -> None:
    made_message = message(TERM)
    made_message.add_related(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", cid="<logo>")
    assert mail(made_message.as_bytes(policy=SMTP)).notes[-1].startswith("A picture stands in the text")


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        pytest.param(
            "Content-Type: text/plain; charset=utf-8", "Fee – 5".encode("cp1252"), "Fee – 5", id="wrong charset"
        ),
        pytest.param("Content-Type: text/plain; charset=nonsense", b"Fee due", "Fee due", id="an unknown charset"),
        pytest.param(
            "Content-Type: text/html; charset=iso-8859-2", "<p>opłata".encode("iso-8859-2"), "opłata", id="page"
        ),
        pytest.param("Content-Transfer-Encoding: base64", b"RmVlIGR1ZQ==", "Fee due", id="base64"),
        pytest.param("Subject: =?utf-8?B?w4TDtsO8?= =?x?Q?=ZZ?=", b"Fee due", "Fee due", id="a broken subject"),
    ],
)
def test_encodings(head: str, body: bytes, text: str) -> None:
    data = f"From: a@example.com\r\nMIME-Version: 1.0\r\n{head}\r\n\r\n".encode() + body
    assert text in mail(data).text


def test_a_message_whose_bytes_are_no_text_is_refused() -> None:
    with pytest.raises(UnreadableError, match="holds no text"):
        mail(b"From: a@example.com\r\nContent-Transfer-Encoding: base64\r\nMIME-Version: 1.0\r\n\r\nAAECAwQF")


def test_a_web_archive_is_a_web_page() -> None:
    made_message = EmailMessage()
    made_message["From"], made_message["Snapshot-Content-Location"] = "<Saved by Blink>", "https://example.com/terms"
    made_message.set_content(f"<h1>Terms</h1><ol><li>{TERM}</ol>", subtype="html")
    found = mail(made_message.as_bytes(policy=SMTP))
    assert (found.media, found.text, found.parts) == ("text/html", f"Terms\n\n1. {TERM}", ())


def nested(depth: int) -> bytes:
    """Parts inside parts, each with a boundary of its own."""
    head = b"From: a@example.com\r\nMIME-Version: 1.0\r\n"
    inner = b"Content-Type: text/plain\r\n\r\nFee due\r\n"
    for at in range(depth):
        mark = b"b%d" % at
        inner = b"Content-Type: multipart/mixed; boundary=%s\r\n\r\n--%s\r\n%s\r\n--%s--\r\n" % (
            mark,
            mark,
            inner,
            mark,
        )
    return head + inner


def chained(depth: int) -> bytes:
    """Messages inside messages, as files of any kind."""
    data = eml("The fee is due.")
    for _ in range(depth):
        data = eml("Forwarded.", ("forwarded.eml", data))
    return data


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(nested(40), "Fee due", id="parts inside parts"),
        pytest.param(nested(300), "too many parts", id="too many of them"),
        pytest.param(nested(3000), "too many parts", id="more than Python can count"),
        pytest.param(chained(3), "The fee is due.", id="messages inside messages"),
        pytest.param(chained(9), "was not read: messages lie inside one another", id="too many of these"),
        pytest.param(
            b"From: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed\r\n\r\n", "no text", id="no parts"
        ),
        pytest.param(
            b"From: a\r\nMIME-Version: 1.0\r\n" + b"X: y\r\n" * 50_000 + b"\r\nFee due", "Fee due", id="headers"
        ),
        pytest.param(
            b"From: a\r\nMIME-Version: 1.0\r\nSubject: " + b"=?" * 90_000 + b"\r\n\r\nFee due", "Fee", id="subject"
        ),
    ],
)
def test_bombs_end_soon(data: bytes, says: str) -> None:
    begun = time.process_time()
    try:
        found = mail(data)
        said = " ".join([found.text, *found.notes])
    except UnreadableError as error:
        said = str(error)
    assert says in said
    assert time.process_time() - begun < 20


def refusal(data: bytes) -> str:
    """Why the bytes are not read, "" where they are. Any other error is a fault of ours."""
    try:
        read_bytes(data, "offer")
    except UnreadableError as error:
        return str(error)
    return ""


GOOD_MSG = msg(msg_tree(TERM, ("a.txt", b"The fee is due. " * 400), page=f"<p>{TERM}</p>", subject="Terms"))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(GOOD_MSG) - 1), st.binary(min_size=1, max_size=6))
def test_a_damaged_outlook_message_is_read_or_refused(at: int, damage: bytes) -> None:
    assert "\n" not in refusal(GOOD_MSG[:at] + damage + GOOD_MSG[at + len(damage) :])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2000), st.binary(min_size=1, max_size=12))
def test_a_damaged_message_is_read_or_refused(at: int, damage: bytes) -> None:
    data = eml(TERM, ("a.html", PAGE), page=f"<p>{TERM}</p>", subject="Terms")
    assert "\n" not in refusal(data[:at] + damage + data[at + len(damage) :])


def test_evidence_names_its_file_and_its_own_page(checker: Checker) -> None:
    pdf = made(words("First page of the agreement between the parties."), words(BREACH))
    data = eml("Please find the agreement.", ("agreement.pdf", pdf), subject="Hosting")
    examined = checker.examine("offer.eml", data)
    found = {finding.requirement: finding for finding in examined.findings}
    evidence = found["breach-notification"].evidence[0]
    assert (evidence.file, evidence.page, evidence.paragraph) == ("agreement.pdf", 2, None)
    assert examined.contract is not None
    assert examined.contract.document.text[evidence.start : evidence.end] == evidence.quote
    text = render(examined.report, "text")
    assert "agreement.pdf, page 2" in text


def test_joining_moves_every_offset() -> None:
    page = read_bytes(
        f"<h1>Annex</h1><p>{TERM}</p><table><tr><td>aa<td>bb<tr><td>cc<td>dd</table>".encode(), "annex.html"
    )
    whole = join([File(read_bytes(TERM.encode(), "msa.txt")), File(page, "Schedule 1"), File(page)])
    by = len(TERM) + len(GAP)
    assert whole.text == GAP.join([TERM, page.text, page.text])
    assert whole.parts[1] == Part(
        "annex.html", "annex.html", page.sha256, "text/html", by, by + len(page.text), "Schedule 1"
    )
    assert [whole.text[row.start : row.end] for row in whole.headings] == ["Annex", "Annex"]
    assert [whole.text[at : at + 5] for at in whole.paragraphs[:2]] == ["Annex", TERM[:5]]
    assert len(whole.tables) == 2
    for table in whole.tables:
        assert all(whole.text[cell.start : cell.end] == cell.text for row in table.rows for cell in row)
    assert [table.page for table in whole.tables] == [2, 3]
    assert whole.media == "text/plain"
    assert len(whole.sha256) == 64


def test_a_contract_by_mail_is_found_to_say_what_it_says_alone(checker: Checker) -> None:
    pdf = (SAMPLES / "it-hosting.pdf").read_bytes()
    alone = {one.requirement: one.found for one in checker.examine("it-hosting.pdf", pdf).findings}
    mailed = checker.examine("offer.eml", eml("Dear Bob, here it is.", ("it-hosting.pdf", pdf)))
    assert mailed.report.status is Status.CHECKED
    assert {one.requirement: one.found for one in mailed.findings} == alone
