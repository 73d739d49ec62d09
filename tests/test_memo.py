"""The memo: a Word document that opens everywhere, says what the report says, and takes a template of the user's own."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pypdfium2
import pytest
from click.testing import CliRunner

from contractcheck.cli import main
from contractcheck.errors import TemplateError
from contractcheck.model import Report, Verdict
from contractcheck.report.memo import memo
from tests.loaded import own_checker

pytestmark = pytest.mark.usefixtures("own_rules_once")

SAMPLES = Path(__file__).resolve().parents[1] / "sample_contracts"
HOSTILE = 'x<w:p/>&"\x00\ud800</w:t>{report}'


@pytest.fixture(scope="module")
def report() -> Report:
    return own_checker().check(SAMPLES / "it-hosting.pdf")


def words(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_everything_that_the_report_says_stands_in_the_memo(report: Report) -> None:
    text = words(memo([report], full=True))
    assert "16 gaps" in text
    for item in report.gaps():
        assert item.title in text
        assert " ".join(item.suggestion.split()) in text
        for passage in item.finding.evidence:
            assert " ".join(passage.quote.split())[:200] in text
    for heading in ("Summary", "Gaps", "Findings", "In order"):
        assert heading in text
    assert "no legal advice" in text


def test_the_memo_is_on_the_gaps_and_counts_the_rest(report: Report) -> None:
    """A memo that lists 57 terms in order hides the two that matter; it must still say how many there are."""
    text = words(memo([report]))
    assert all(item.title in text for item in report.gaps())
    assert "In order\n" not in text
    met = sum(item.verdict is Verdict.MET for item in report.assessed)
    assert f"In order are {met} of {len(report.assessed)} requirements" in text


def test_the_same_report_gives_the_same_bytes(report: Report) -> None:
    assert memo([report]) == memo([report])


def test_tables_have_a_head_on_every_page_and_a_name(report: Report) -> None:
    with zipfile.ZipFile(io.BytesIO(memo([report], full=True))) as archive:
        body = archive.read("word/document.xml").decode()
    assert body.count("w:tblHeader") == 2
    assert body.count("w:tblCaption") == 2


def test_hostile_words_are_words(report: Report) -> None:
    """Markup, control characters and fields of templates in a contract's words stay words."""
    hostile = replace(report, contract=replace(report.contract, name=HOSTILE, provider=HOSTILE, notes=(HOSTILE,)))
    text = words(memo([hostile]))
    assert text.count('x<w:p/>&"</w:t>{report}') >= 3


@pytest.mark.parametrize("status", ["unread pages", "unreadable"])
def test_what_was_not_read_is_said(report: Report, status: str) -> None:
    if status == "unreadable":
        lost = own_checker().check(SAMPLES / "no-such.pdf")
        assert "The file was not checked: there is no such file" in words(memo([lost]))
        return
    partly = replace(report, contract=replace(report.contract, unread_pages=(2, 3)))
    assert "Not read: pages 2-3 have no text." in words(memo([partly]))


def test_a_template_of_the_users_own(report: Report, tmp_path: Path) -> None:
    """Fields are filled where they stand, the memo goes to its place, and what follows stays behind it."""
    letter = docx.Document()
    letter.sections[0].header.paragraphs[0].text = "Chambers on {contract}"
    letter.add_paragraph("Result: {result}; {unknown}")
    letter.add_paragraph("{report}")
    letter.add_paragraph("Yours sincerely")
    path = tmp_path / "letter.docx"
    letter.save(str(path))
    made = docx.Document(io.BytesIO(memo([report], path)))
    texts = [one.text for one in made.paragraphs if one.text]
    assert made.sections[0].header.paragraphs[0].text == "Chambers on it-hosting.pdf"
    assert texts[0].startswith("Result: 16 gaps")
    assert texts[0].endswith("{unknown}")
    assert texts[1].startswith("Contract review")
    assert texts[-1] == "Yours sincerely"
    assert "{report}" not in texts


@pytest.mark.parametrize(
    ("content", "said"), [(None, "template"), (b"", "no Word document"), (b"PK\x03\x04", "no Word")]
)
def test_a_bad_template_is_one_line(report: Report, tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "letter.docx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(TemplateError, match=said):
        memo([report], path)


def test_on_the_command_line(tmp_path: Path) -> None:
    out = tmp_path / "memo.docx"
    done = CliRunner().invoke(main, ["check", str(SAMPLES / "mutual-nda.pdf"), "-o", str(out), "--fail-on", "never"])
    assert done.exit_code == 0, done.stderr
    assert "Contract review: mutual-nda.pdf" in words(out.read_bytes())
    done = CliRunner().invoke(main, ["check", str(SAMPLES / "mutual-nda.pdf"), "--format", "docx"])
    assert done.exit_code == 2
    assert "needs a file" in done.stderr


def test_libreoffice_opens_it_without_repair(report: Report, tmp_path: Path) -> None:
    """A repaired file would lose something: here all headings come out on paper, and the table's head on each page."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "memo.docx").write_bytes(memo([report]))
    subprocess.run(
        [office, f"-env:UserInstallation=file://{tmp_path}/home", "--headless", "--convert-to", "pdf", "memo.docx"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=120,
    )
    paper = pypdfium2.PdfDocument(tmp_path / "memo.pdf")
    text = "\n".join(page.get_textpage().get_text_range() for page in paper)
    pages = len(paper)
    paper.close()
    assert pages > 5
    assert all(item.title in " ".join(text.split()) for item in report.gaps())
    assert f"Page 1 of {pages}" in " ".join(text.split())
