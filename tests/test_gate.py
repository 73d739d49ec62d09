"""Is it a contract at all? One gate for all commands: what does not look like one, or is no file of its kind, is refused."""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from contractcheck import checker
from contractcheck.audits.audits import audit
from contractcheck.checker import Checker
from contractcheck.cli import main
from contractcheck.contract import Contract
from contractcheck.model import Status
from contractcheck.reading.options import Engine, ReadOptions
from contractcheck.report import render
from contractcheck.rulebook import rules
from contractcheck.structure.speaking import own_words
from tests.made_mail import eml
from tests.made_others import SHOPPING_LIST
from tests.made_others import TEXTS as OTHERS
from tests.made_quoting import TEXTS as QUOTING
from tests.made_word import p, r, word

ROOT = Path(__file__).resolve().parents[1]
TEXTS = OTHERS | QUOTING
SAMPLE = ROOT / "sample_contracts" / "mutual-nda.pdf"
WORD = word(p(r("SERVICES AGREEMENT. The Supplier shall serve the Customer.")))
CONTRACTS = {
    "one clause": "The Supplier shall notify the Customer of any breach of security within 24 hours.",
    "a heading and a clause": "SERVICES AGREEMENT between Alpha Ltd (the Provider) and Beta Ltd (the Customer).\n"
    "1. Services. The Provider shall provide the services to the Customer.\n",
    "terms of a website": "Terms of service\n\nBy using the service you agree to these terms.\n\n1. You must be 18.\n\n"
    "2. We may close your account at any time.\n\n3. These terms are governed by the laws of Ireland.\n",
    "a letter that binds": "Dear Ms Fenn,\n\nThis letter agreement sets out the terms on which Orbit Ltd will advise you.\n\n"
    "Orbit agrees to give the advice with care. You agree to pay 500 a day. Either party may end this agreement by\n"
    "one month's notice.\n\nAgreed and accepted: Ada Fenn\n",
    "a cover page": 'COVER PAGE\n\nThis Cover Page is made between Fenmark Ltd ("Provider") and Alder plc ("Customer").\n'
    "By signing this Cover Page they agree to the Fenmark Standard Terms.\n\nFees: 4,000 a year.\n",
    "an order": "Order form\n\nThis order is governed by the Master Agreement between the parties of 1 May 2025.\n"
    "The Customer shall pay 400 a month.\n",
    "a contract with notes to whoever fills it in": "SERVICES AGREEMENT between Alder Ltd and Fenn plc.\n\n"
    "[Guidance note: use this clause for a fixed fee.] 1. The Customer shall pay the Supplier 400 a month.\n\n"
    "2. The Supplier shall serve the Customer with care. This Agreement ends on 1 May 2027.\n",
    "an amendment that quotes": "AMENDMENT No. 2\n\nThe parties agree to amend the Supply Agreement of 1 May 2025.\n\n"
    '1. Clause 4 is replaced: "The Supplier shall deliver the Goods within ten days after the order of the Customer."\n\n'
    "2. In all other respects the Supply Agreement stays as it is. The Buyer shall pay the costs of this Amendment.\n",
    "a contract in a block of code": "```\nSERVICES AGREEMENT between Alpha Ltd and Beta Ltd.\n"
    "1. The Provider shall provide the services to the Customer. The Customer shall pay for them.\n```\n",
    "terms with a checklist at their end": "Terms of service\n\nBy using the service you agree to these terms.\n\n"
    "1. You must be 18.\n\n2. We may close your account.\n\nChecklist: have you read these terms?\n",
    "mostly beyond reading": "%$6(&$03'$7$352&(66,1*$''(1'80 7KLV'DWD3URFHVVLQJ " * 200,
}


def zipped(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, text in files.items():
            file.writestr(name.replace("__", "/"), text)
    return out.getvalue()


BAD: dict[str, tuple[bytes, str]] = {
    **{f"{name}.txt": (text.encode(), "this does not look like a contract (") for name, text in TEXTS.items()},
    "nine-bytes.pdf": (b"not a pdf", "this is not a PDF, although its name says so"),
    "page.pdf": (b"<!doctype html><p>Not found</p>", "this is not a PDF, although its name says so"),
    "text.docx": (b"The Supplier shall serve the Customer.", "this is not a Word file, although its name says so"),
    "damaged.docx": (b"PK\x03\x04" + b"\x8f\x13 damaged " * 40, "the Word file is damaged: it cannot be opened"),
    "cut-short.docx": (WORD[: len(WORD) // 2], "the Word file is damaged: it cannot be opened"),
    "empty.pdf": (b"", "the file is empty"),
    "blank.txt": (b" \n\n \t\n", "the file holds no words"),
    "broken.pdf": (b"%PDF-1.7\n1 0 obj\n<< broken", "the PDF is"),
    "sheet.xlsx": (zipped(xl__workbook="x"), "this is an Excel file (.xlsx), which is not read"),
    "parcel.gz": (gzip.compress(b"The Supplier shall serve.", mtime=0), "this is a gzip archive, which is not read"),
    "rich.rtf": (b"{\\rtf1 The Supplier shall serve the Customer.}", "this is a rich text file (.rtf)"),
    "bytes.txt": (bytes(range(256)) * 8, "not a known kind of file"),
    "newsletter.eml": (eml(TEXTS["newsletter"], subject="Spring newsletter"), "this does not look like a contract ("),
    "list.md": (
        b"# To buy\n\n* milk\n* bread\n* a new bucket\n",
        "this does not look like a contract (no parties, no terms)",
    ),
}


@pytest.fixture(scope="module")
def load_once() -> Callable[..., rules.RuleSet]:
    return cache(rules.load_rules)


@pytest.fixture(autouse=True)
def _rules_are_loaded_once(monkeypatch: pytest.MonkeyPatch, load_once: Callable[..., rules.RuleSet]) -> None:
    monkeypatch.setattr(rules, "load_rules", load_once)
    monkeypatch.setattr(checker, "load_rules", load_once)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bad files, at least thirty, in one folder."""
    made = tmp_path_factory.mktemp("bad")
    for name, (content, _) in BAD.items():
        (made / name).write_bytes(content)
    return made


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.mark.parametrize("text", CONTRACTS.values(), ids=CONTRACTS)
def test_what_is_a_contract_passes(text: str) -> None:
    assert Contract.read("x.txt", text.encode()).signs.lacking == ""


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_what_is_no_contract_is_told(text: str) -> None:
    assert Contract.read("x.txt", text.encode()).signs.lacking


def test_a_long_guide_to_a_law_is_no_contract() -> None:
    parts = [f"{number}. {TEXTS['guide'].split(maxsplit=20)[-1]}" for number in range(1, 40)]
    assert Contract.read("x.txt", "\n\n".join([TEXTS["guide"], *parts]).encode()).signs.lacking


@pytest.mark.parametrize("format", ["text", "md", "html"])
def test_a_report_of_last_year_is_not_a_contract(format: str) -> None:
    report = render(Checker("nda").check(SAMPLE), format).encode()
    assert Contract.read(f"report.{format}", report).signs.lacking == "a report on a contract"


@pytest.mark.parametrize(
    "path", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda path: path.name
)
def test_pages_of_this_project_quote_clauses_and_are_no_contracts(path: Path) -> None:
    report = Checker().check(path)
    assert report.error is not None
    assert report.error.message.startswith("this does not look like a contract (")


def test_what_is_quoted_is_not_the_words_of_the_text() -> None:
    text = 'He said: "The Supplier shall notify the Customer of each breach within a day." ' + "So it goes on. " * 20
    assert own_words(text, text).split() == ["He", "said:", *("So it goes on. " * 20).split()]
    for mark in ('A term (the "Services") and another (the "Fees"). ', '5" pipes and 6" pipes. ', "It's a 'word'. "):
        assert own_words(mark * 20, mark * 20) == mark * 20


def test_check_and_audit_give_the_same_answers(folder: Path, tmp_path: Path) -> None:
    assert len(BAD) >= 30
    summary = audit(folder, tmp_path / "out", workers=1, reading=ReadOptions(ocr=Engine.NONE))
    audited = {Path(path).name: message for path, message in (*summary.not_checked, *summary.refused)}
    checking = Checker(reading=ReadOptions(ocr=Engine.NONE))
    for name, (_, words) in BAD.items():
        report = checking.check(folder / name)
        assert report.error is not None, name
        assert words in report.error.message, name
        assert audited[name] == report.error.message, name
    refused = {Path(path).name for path, _ in summary.refused}
    assert refused == {name for name, (_, words) in BAD.items() if words.startswith("this does not look")}
    again = audit(folder, tmp_path / "out", workers=1, reading=ReadOptions(ocr=Engine.NONE))
    assert (again.read, again.not_checked, again.refused) == (0, summary.not_checked, summary.refused)
    _every_output_counts_them_apart(tmp_path / "out", len(refused))


def _every_output_counts_them_apart(out: Path, refused: int) -> None:
    lines = [json.loads(line) for line in (out / "results.jsonl").read_text(encoding="ascii").splitlines()]
    assert sum(line["status"] == "not-a-contract" for line in lines) == refused
    assert all(line["summary"]["gaps"] is None and line["coverage"] is None for line in lines)
    table = (out / "audit.csv").read_text(encoding="utf-8-sig")
    assert table.count(",not a contract,") == refused
    page = (out / "index.html").read_text(encoding="utf-8")
    assert f"<dt>Not contracts</dt><dd>{refused}: see the list below</dd>" in page
    assert f"{len(lines) - refused} not checked" in page
    with sqlite3.connect(out / "audit.sqlite") as ledger:
        query = "SELECT count(*) FROM results WHERE status = 'not-a-contract'"
        assert ledger.execute(query).fetchone()[0] == refused


@pytest.mark.parametrize("command", ["check", "checklist", "suggest", "compare", "mark"])
@pytest.mark.parametrize("name", ["shopping-list.txt", "nine-bytes.pdf", "damaged.docx", "guide.txt"])
def test_every_command_goes_through_the_gate(command: str, name: str, folder: Path, tmp_path: Path) -> None:
    words = {"suggest": ["-o", tmp_path / "out.docx"], "mark": ["-o", tmp_path / "out.pdf"], "compare": [SAMPLE]}
    result = run(command, folder / name, *words.get(command, []))
    assert result.exit_code == 2
    line = next(line for line in result.stderr.splitlines() if name in line)
    said = "only PDF files can be marked" if command == "mark" and name.endswith(".txt") else BAD[name][1]
    assert said in line
    assert not list(tmp_path.iterdir()), "nothing is written"


def test_a_marked_pdf_must_be_a_contract(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "list.pdf"
    canvas = Canvas(str(path))
    for number, line in enumerate(SHOPPING_LIST.splitlines()):
        canvas.drawString(72, 720 - 18 * number, line)
    canvas.save()
    result = run("mark", path, "-o", tmp_path / "marked.pdf", "--no-ocr")
    assert result.exit_code == 2
    assert "this does not look like a contract (no parties, no terms)" in result.stderr


def test_applies_overrides(folder: Path, tmp_path: Path) -> None:
    path = folder / "shopping-list.txt"
    data = json.loads(run("check", path, "--format", "json", "--applies").stdout)
    assert data["status"] == "checked"
    assert (
        run("checklist", path, "--applies").exit_code != 2
        or "contract" not in run("checklist", path, "--applies").stderr
    )
    summary = audit(path, tmp_path / "out", workers=1, applies=True)
    assert not summary.refused
    assert not summary.not_checked


def test_the_report_says_that_it_was_refused(folder: Path) -> None:
    report = Checker().check(folder / "shopping-list.txt")
    assert report.status is Status.NOT_A_CONTRACT
    assert report.contract.sha256
    text = run("check", folder / "shopping-list.txt").stdout
    assert "Refused    this does not look like a contract (no parties, no terms)" in text
    old = json.loads(run("check", folder / "shopping-list.txt", "--format", "json", "--json-schema", "1").stdout)
    assert (old["status"], old["error"]["code"]) == ("unreadable", "not-a-contract"), "schema 1 knows no other word"


def test_a_folder_is_told_what_to_do(folder: Path) -> None:
    result = run("check", folder)
    assert result.exit_code == 2
    assert (
        "this is a folder, not a contract; for a folder: contractcheck audit FOLDER, or --as-package" in result.stderr
    )
