"""Reading: what is read, what is refused and in which words, and where passages stand on the page."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib import pdfencrypt
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from contractcheck.errors import UnreadableError
from contractcheck.model import Document, Span
from contractcheck.reading import Source, read, read_bytes
from contractcheck.reading.options import Engine, ReadOptions
from contractcheck.reading.pdf.boxes import boxes

HARD = Path(__file__).resolve().parents[1] / "../shared/corpus/hard-pdfs"
SCANS = HARD.parent / "scans"
SECONDS = 10  # no malformed file may take longer to read

Draw = Callable[[canvas.Canvas], None]


def made(*pages: Draw, **settings: object) -> bytes:
    """A PDF with a page for each function that draws one."""
    buffer = io.BytesIO()
    drawing = canvas.Canvas(buffer, pagesize=(595, 842), **settings)
    for page in pages:
        page(drawing)
        drawing.showPage()
    drawing.save()
    return buffer.getvalue()


def words(*lines: str) -> Draw:
    def draw(drawing: canvas.Canvas) -> None:
        for row, line in enumerate(lines):
            drawing.drawString(72, 760 - 14 * row, line)

    return draw


def scan(stamp: str = "") -> Draw:
    """A page that is one image, with a stamp as text where asked."""

    def draw(drawing: canvas.Canvas) -> None:
        drawing.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 595, 842)
        drawing.drawString(72, 20, stamp)

    return draw


def logo(line: str) -> Draw:
    def draw(drawing: canvas.Canvas) -> None:
        drawing.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 72, 780, 60, 30)
        drawing.drawString(72, 700, line)

    return draw


def nothing(drawing: canvas.Canvas) -> None:
    """A blank page."""


def ruled(drawing: canvas.Canvas) -> None:
    """A page with a rule across its head and no more, as filings print them."""
    drawing.line(50, 790, 545, 790)


def outlines(drawing: canvas.Canvas) -> None:
    """A page whose letters are shapes: there is print to see, and no text."""
    for at in range(40):
        drawing.rect(72 + 9 * at, 700, 3.5, 8, stroke=0, fill=1)


# Recognition of scans has tests of its own (test_scans.py).
UNRECOGNISED = ReadOptions(ocr=Engine.NONE)
CLAUSE = "The Supplier shall keep the records for seven years."
GOOD = made(words(CLAUSE, "It shall show them on request."), words("Second page."))


def zipped(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, "x")
    return buffer.getvalue()


def document(data: bytes) -> Document:
    return read_bytes(data, "contract.pdf", UNRECOGNISED)


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        pytest.param(b"", "empty", "empty", id="an empty file"),
        pytest.param(b"\x00\x01\x02\xff" * 64, "unknown-kind", "plain text are read", id="binary junk"),
        pytest.param(bytes(range(128, 256)) * 8, "unknown-kind", "not a known kind", id="bytes in no encoding"),
        pytest.param(b"\xff\xfea", "unknown-kind", "not a known kind", id="half a character of UTF-16"),
        pytest.param(zipped("word/document.xml"), "broken-docx", "Word file", id="Word, told from its content"),
        pytest.param(zipped("xl/workbook.xml"), "unknown-kind", "Excel file", id="Excel"),
        pytest.param(zipped("a.txt"), "unknown-kind", "zip archive", id="any other zip"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "unknown-kind", "old Office file", id="an old Office file"
        ),
        pytest.param(b"{\\rtf1 The parties}", "unknown-kind", "rich text", id="rich text is text to the eye only"),
        pytest.param(b"<!DOCTYPE html><p>12 34", "no-text", "the page holds no words", id="a web page without a word"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"x" * 50, "broken-image", "broken", id="a picture cut short"),
        pytest.param(b"12 34\n\n56 -- 78", "no-text", "no words", id="text without a word"),
        pytest.param(b"%PDF-1.7\n%nothing else", "broken-pdf", "cut short", id="a PDF of one line"),
        pytest.param(b"%PDF-1.7\njunk\n%%EOF\n", "broken-pdf", "cannot be opened", id="a PDF without content"),
        pytest.param(GOOD[: len(GOOD) // 2], "broken-pdf", "cut short", id="the first half of a PDF"),
        pytest.param(GOOD[:-30], "broken-pdf", "cut short", id="all but the end mark, which PDFium would mend"),
        pytest.param(GOOD + b"\n9 0 obj\n<<", "broken-pdf", "cut short", id="a change added to a PDF and then lost"),
        pytest.param(
            made(words(CLAUSE), encrypt=pdfencrypt.StandardEncryption("secret", canPrint=0)),
            "locked",
            "password",
            id="a PDF that asks for a password",
        ),
        pytest.param(made(scan()), "no-text", "page 1 is an image", id="a scan of one page"),
        pytest.param(made(scan(), scan()), "no-text", "pages 1-2 are images", id="a scan names its pages"),
        pytest.param(made(scan("Filed copy")), "no-text", "image", id="a stamp on a scan is no text of the contract"),
        pytest.param(made(nothing), "no-text", "no text", id="a blank page is not a clean contract"),
        pytest.param(made(words("~~ // ## 12 ..")), "no-text", "no text", id="signs without a word are no text"),
    ],
)
def test_refuses(data: bytes, code: str, says: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, "folder/contract.bin", UNRECOGNISED)
    assert caught.value.code == code
    assert says in str(caught.value)
    assert str(caught.value).startswith("contract.bin: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        pytest.param("none.pdf", "missing", id="no such file"),
        pytest.param("none/none.pdf", "missing", id="no such folder"),
        pytest.param("a\0b", "missing", id="a name that no file can have"),
        pytest.param("two\nlines.pdf", "missing", id="a name over two lines still gives one line"),
        pytest.param(".", "folder", id="a folder"),
    ],
)
def test_refuses_path(tmp_path: Path, name: str, code: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(tmp_path / name)
    assert caught.value.code == code
    assert "\n" not in str(caught.value)


def test_kind_comes_from_content_not_from_name(tmp_path: Path) -> None:
    path = tmp_path / "contract.txt"
    path.write_bytes(GOOD)
    found = read(path)
    assert found.media == "application/pdf"
    assert found.name == "contract.txt"
    assert found.path == str(path)
    assert found.sha256 == hashlib.sha256(GOOD).hexdigest()


def test_standard_input_is_named_in_words() -> None:
    assert read_bytes(GOOD).name == "standard input"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param("Party – “A”\r\nB\n".encode(), "Party – “A”\r\nB\n", id="UTF-8, line ends kept as they are"),
        pytest.param("Party – A".encode("utf-8-sig"), "Party – A", id="UTF-8 with a mark: the mark is no text"),
        pytest.param("Party – A".encode("utf-16"), "Party – A", id="UTF-16 with a mark"),
        pytest.param("The party’s fee – €5".encode("cp1252"), "The party’s fee – €5", id="Windows-1252"),
        pytest.param("Договор оказания услуг".encode(), "Договор оказания услуг", id="other scripts"),
        pytest.param(b"See %PDF-1.4 for the format", "See %PDF-1.4 for the format", id="a text that names the format"),
    ],
)
def test_text_is_verbatim(data: bytes, text: str) -> None:
    found = document(data)
    assert found.text == text
    assert found.media == "text/plain"


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        pytest.param("one", ["one"], id="one page"),
        pytest.param("one\ftwo\fthree", ["one", "two", "three"], id="a form feed begins a page"),
        pytest.param("one\ftwo\f\n", ["one", "two\f\n"], id="a form feed at the end closes the last page"),
    ],
)
def test_text_pages(text: str, pages: list[str]) -> None:
    found = document(text.encode())
    assert [found.text[page.start : page.end] for page in found.pages] == pages
    assert [page.number for page in found.pages] == list(range(1, len(pages) + 1))


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        pytest.param("# Terms\n\nWords.", True, id="a heading"),
        pytest.param("See [the policy](https://example.com/a).", True, id="a link"),
        pytest.param('<span class="a">Customer</span> pays.', True, id="tags"),
        pytest.param("Fee | Due\n--- | ---\n5 | 6", True, id="a table"),
        pytest.param("Fee of [***] and [**] and ** by\n** fax", False, id="redactions are not bold text"),
        pytest.param("Terms\n-----------\nBy: ________", False, id="a ruled line in a typed contract"),
    ],
)
def test_tells_markdown(text: str, markdown: bool) -> None:
    assert (document(text.encode()).media == "text/markdown") is markdown


def test_pdf_text_and_pages() -> None:
    found = document(GOOD)
    assert [found.text[page.start : page.end] for page in found.pages] == [
        f"{CLAUSE}\r\nIt shall show them on request.",
        "Second page.",
    ]
    assert found.unread_pages == ()


@pytest.mark.parametrize(
    ("pages", "unread"),
    [
        pytest.param((words(CLAUSE), nothing), (), id="on a blank page there is nothing to read"),
        pytest.param((words(CLAUSE), scan()), (2,), id="a scanned page"),
        pytest.param((scan("Page 1 of 3"), words(CLAUSE), scan("Page 3 of 3")), (1, 3), id="scans with a footer"),
        pytest.param((words(CLAUSE), words("12")), (), id="nor beside its number"),
        pytest.param((words(CLAUSE), words("7 3 4 9 1 8 8 2 0 3 5")), (2,), id="signs in the place of words"),
        pytest.param((words(CLAUSE), outlines), (2,), id="letters that are drawn as shapes"),
        pytest.param((words(CLAUSE), ruled), (), id="a rule across an empty page"),
        pytest.param((words(CLAUSE), logo("Signed by both parties")), (), id="a logo does not make a scan"),
        pytest.param((words(CLAUSE), words("[***]")), (), id="a page that is redacted was read"),
    ],
)
def test_unread_pages(pages: tuple[Draw, ...], unread: tuple[int, ...]) -> None:
    assert document(made(*pages)).unread_pages == unread


def test_page_that_does_not_load_is_unread_and_the_rest_is_read() -> None:
    data = GOOD.replace(b"/Type /Page\n", b"/Type /Pagf\n", 1)
    assert data != GOOD
    found = document(data)
    assert len(found.unread_pages) == 1
    assert len(found.pages) == 2


def test_columns_are_read_one_after_the_other() -> None:
    """Laid out column by column, as word processors do it, though the columns share their lines."""

    def columns(drawing: canvas.Canvas) -> None:
        for left, side in ((60, "left"), (320, "right")):
            for row in range(20):
                drawing.drawString(left, 760 - 14 * row, f"{side} line {row} of the column")

    lines = document(made(columns)).text.split("\r\n")
    assert lines == [f"{side} line {row} of the column" for side in ("left", "right") for row in range(20)]


def test_boxes_of_a_passage_over_two_lines() -> None:
    found = document(GOOD)
    start, end = found.text.index("records"), found.text.index("request") + len("request")
    first, second = boxes(Source(GOOD, "a.pdf", "a.pdf"), found, [Span(start, end)])[0]
    assert first.page == second.page == 1
    assert second.left == pytest.approx(72, abs=2)
    assert first.left > second.left
    assert first.bottom == pytest.approx(760, abs=4)
    assert second.top < first.bottom


def test_boxes_follow_a_passage_onto_the_next_page() -> None:
    found = document(GOOD)
    span = Span(found.text.index("It shall"), found.text.index("page."))
    assert [box.page for box in boxes(Source(GOOD, "a.pdf", "a.pdf"), found, [span])[0]] == [1, 2]


def test_boxes_of_nothing() -> None:
    found = document(GOOD)
    assert boxes(Source(GOOD, "a.pdf", "a.pdf"), found, [Span(4, 4)]) == ((),)
    assert boxes(Source(GOOD, "a.pdf", "a.pdf"), found, []) == ()


def test_no_library_is_loaded_before_a_pdf_is_read_and_none_complains_at_exit(tmp_path: Path) -> None:
    path = tmp_path / "contract.pdf"
    path.write_bytes(GOOD)
    script = (
        "import sys, contractcheck.reading as readers\n"
        "assert not {'pypdfium2', 'pdfplumber'} & set(sys.modules)\n"
        f"readers.read({str(path)!r})\n"
        "assert 'pdfplumber' not in sys.modules\n"
    )
    ran = subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def covers(found: Document) -> bool:
    """Whether the pages stand in order, apart by one character at most, from the first to the last."""
    edges = [0, *(edge for page in found.pages for edge in (page.start, page.end)), len(found.text)]
    gaps = [later - earlier for earlier, later in zip(edges[::2], edges[1::2], strict=True)]
    return edges == sorted(edges) and gaps[0] == gaps[-1] == 0 and set(gaps[1:-1]) <= {1}


def read_or_refused(data: bytes) -> Document | None:
    try:
        return read_bytes(data, "x", UNRECOGNISED)
    except UnreadableError:
        return None


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=400).map(str.encode)))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    found = read_or_refused(data)
    assert found is None or covers(found)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=12))
def test_any_damage_to_a_pdf_is_read_or_refused(at: int, junk: bytes) -> None:
    found = read_or_refused(GOOD[:at] + junk + GOOD[at + len(junk) :])
    assert found is None or covers(found)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, len(GOOD) - 8))
@example(3)
def test_no_part_of_a_pdf_passes_for_the_whole(length: int) -> None:
    with pytest.raises(UnreadableError):
        read_bytes(GOOD[:length], "x")


@pytest.mark.skipif(not HARD.is_dir(), reason="the corpus of malformed PDFs is not beside the checkout")
def test_malformed_pdfs_neither_crash_nor_hang() -> None:
    """In a process of its own, so that a crash in the library is a failed test and not the end of all tests."""
    files = sorted(path for path in HARD.rglob("*.*") if path.suffix.lower() in {".pdf", ".fuzz"})
    script = (
        "import sys, time\n"
        "from contractcheck.errors import UnreadableError\n"
        "from contractcheck.reading import read\n"
        "from contractcheck.reading.options import Engine, ReadOptions\n"
        "for path in sys.argv[1:]:\n"
        "    began = time.process_time()\n"
        "    try:\n"
        "        found = read(path, None, ReadOptions(ocr=Engine.NONE))\n"
        "        assert found.text.strip() and len(found.unread_pages) < len(found.pages), path\n"
        "    except UnreadableError as refused:\n"
        "        assert chr(10) not in str(refused), path\n"
        f"    assert time.process_time() - began < {SECONDS}, path\n"
    )
    command = [sys.executable, "-W", "error", "-c", script, *map(str, files)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert len(files) > 800
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.skipif(not SCANS.is_dir(), reason="the scans are not beside the checkout")
def test_real_scans_without_recognition_are_refused() -> None:
    for path in sorted(SCANS.glob("*.pdf")):
        with pytest.raises(UnreadableError, match=r"pages 1-\d+ are images"):
            read(path, None, UNRECOGNISED)


def test_text_in_a_file_that_calls_itself_a_pdf_is_no_contract(tmp_path: Path) -> None:
    path = tmp_path / "agreement.pdf"
    path.write_text("404: the file was not found on this server", encoding="utf-8")
    with pytest.raises(UnreadableError) as caught:
        read(path)
    assert caught.value.code == "broken-pdf"
    assert str(caught.value) == "agreement.pdf: this is not a PDF, although its name says so"
