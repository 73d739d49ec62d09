"""Scanned pages: what is on them is read in order, each finding says how surely, and what is not read is named."""

from __future__ import annotations

import functools
import io
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from click.testing import CliRunner
from PIL import Image, ImageDraw, ImageFilter

from contractcheck.checker import Checker
from contractcheck.cli import main
from contractcheck.errors import UnreadableError
from contractcheck.model import Document, Found
from contractcheck.reading import read_bytes
from contractcheck.reading.options import Engine, ReadOptions
from contractcheck.reading.scan import cache, engines
from contractcheck.reading.scan.gutters import regions
from contractcheck.reading.scan.judging import TOO_POOR, is_read
from contractcheck.reading.scan.layout import lines
from contractcheck.reading.scan.mending import mended
from contractcheck.reading.scan.rapid import rapid
from contractcheck.reading.scan.recognise import Scan, recognise
from contractcheck.reading.scan.tesseract import tesseract
from contractcheck.reading.scan.upright import level, lies_sideways, ready, skew
from contractcheck.reading.scan.words import EngineError, Word
from contractcheck.report import render, to_data
from tests import poison
from tests.loaded import own_checker

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "sample_contracts" / "analytics.pdf"
# Seconds a page are spent on the second page of the sample alone: it has numbered clauses and a page number.
PAGE = 2

ENGINES = [
    pytest.param(
        Engine.TESSERACT,
        marks=pytest.mark.skipif(tesseract() is None, reason="tesseract is not installed"),
        id="tesseract",
    ),
    pytest.param(
        Engine.RAPIDOCR, marks=pytest.mark.skipif(rapid() is None, reason="rapidocr is not installed"), id="rapidocr"
    ),
]
needs_tesseract = pytest.mark.skipif(tesseract() is None, reason="tesseract is not installed")


def shown(number: int = PAGE, dpi: int = 200, path: Path = SAMPLE) -> Image.Image:
    with pypdfium2.PdfDocument(path) as pdf:
        return pdf[number - 1].render(scale=dpi / 72, grayscale=True).to_pil()


def scanned(image: Image.Image, askew: float = 1.2, noise: float = 8.0) -> Image.Image:
    """What a scanner makes of a page: a little askew, a little soft, and with grain."""
    turned = image.rotate(askew, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.5))
    grain = np.random.default_rng(3).normal(0, noise, (turned.height, turned.width))
    return Image.fromarray(np.clip(np.asarray(turned) + grain, 0, 255).astype(np.uint8))


def pdf_of(*pages: Image.Image) -> bytes:
    buffer = io.BytesIO()
    pages[0].save(buffer, "PDF", resolution=200, save_all=True, append_images=pages[1:])
    return buffer.getvalue()


def accuracy(document: Document) -> float:
    """The share of the words of the sample's page that the scan has too, in the same order."""
    from difflib import SequenceMatcher

    with pypdfium2.PdfDocument(SAMPLE) as pdf:
        wanted = pdf[PAGE - 1].get_textpage().get_text_range().split()
    found = document.text.split()
    return sum(
        block.size for block in SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks()
    ) / len(wanted)


class Fake:
    """An engine that gives back the same words for every page, or fails on the pages that it is told to."""

    release, dpi, poor, doubtful = "fake 1", 50, 0.5, 0.8

    def __init__(self, text: str = "The Supplier shall keep all records.", sure: float = 0.9, fails: int = -1) -> None:
        self.calls = 0
        self._text, self._sure, self._fails = text, sure, fails

    def words(self, image: Image.Image) -> tuple[Word, ...]:
        self.calls += 1
        if self.calls == self._fails:
            raise EngineError("the engine is tired")
        return row(self._text, 0, 0, sure=self._sure)


def row(
    text: str, left: float, top: float, *, line: int = 0, sure: float = 0.9, height: float = 20
) -> tuple[Word, ...]:
    """Words beside each other, each letter half as wide as high."""
    found = []
    for word in text.split():
        right = left + len(word) * height / 2
        found.append(Word(word, sure, left, top, right, top + height, line))
        left = right + height / 2
    return tuple(found)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Callable[[Fake | None], None]:
    def use(engine: Fake | None) -> None:
        monkeypatch.setattr(engines, "recogniser", lambda wanted: engine)

    return use


BLANK = Image.new("L", (400, 560), 255)
MARKED = Image.new("L", (400, 560), 255)
ImageDraw.Draw(MARKED).text((40, 40), "THE SUPPLIER", fill=0)


# --- real engines -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Recognised pages, kept for all tests of this module: each engine reads the scan once."""
    return tmp_path_factory.mktemp("kept")


@functools.cache
def scan() -> bytes:
    return pdf_of(scanned(shown()))


@pytest.mark.parametrize("engine", ENGINES)
def test_a_scan_is_read(engine: Engine, kept: Path) -> None:
    document = read_bytes(scan(), "scan.pdf", ReadOptions(ocr=engine, ocr_cache=kept))
    assert accuracy(document) >= 0.97
    assert document.unread_pages == ()
    page = document.pages[0]
    assert page.ocr is not None
    assert page.ocr > 0.85
    assert [start for start, _ in page.words] == sorted(start for start, _ in page.words)
    assert all(not document.text[start].isspace() for start, _ in page.words)
    assert document.notes[0].startswith("Read by OCR (")
    assert "page 1, confidence 0.9" in document.notes[0]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_same_is_found_in_a_scan_as_in_the_text(engine: Engine, kept: Path) -> None:
    with pypdfium2.PdfDocument(SAMPLE) as pdf:
        text = pdf[PAGE - 1].get_textpage().get_text_range()
    checker = Checker(reading=ReadOptions(ocr=engine, ocr_cache=kept))
    there = {one.requirement: one.found for one in checker.examine("text.txt", text.encode()).findings}
    here = {one.requirement: one.found for one in checker.examine("scan.pdf", scan()).findings}
    assert sum(there[id_] is here[id_] for id_ in there) >= 0.95 * len(there)
    assert Found.YES in here.values()


@pytest.mark.parametrize("engine", ENGINES)
def test_every_report_says_what_was_recognised(engine: Engine, kept: Path) -> None:
    report = Checker(reading=ReadOptions(ocr=engine, ocr_cache=kept)).check("scan.pdf", scan())
    passages = [one for item in to_data(report)["findings"] for one in item["evidence"]]
    assert passages
    assert all(0 < one["ocr_confidence"] <= 1 for one in passages)
    for format_ in ("text", "md", "html"):
        assert "read by OCR, confidence 0.9" in " ".join(render(report, format_).split()), format_


@needs_tesseract
def test_a_page_on_its_side_is_read(kept: Path) -> None:
    """Turned by a quarter it stands on its head at first, and is turned once more."""
    data = pdf_of(shown().rotate(90, expand=True))
    assert accuracy(read_bytes(data, "x", ReadOptions(ocr=Engine.TESSERACT, ocr_cache=kept))) >= 0.95


@needs_tesseract
def test_a_page_that_cannot_be_read_is_said_to_be_unread() -> None:
    poor = shown(dpi=40).resize((1200, 1700)).filter(ImageFilter.GaussianBlur(6))
    with pytest.raises(UnreadableError, match=TOO_POOR) as caught:
        read_bytes(pdf_of(poor), "poor.pdf", ReadOptions(ocr=Engine.TESSERACT))
    assert caught.value.code == "no-text"
    assert str(caught.value) == f"poor.pdf: page 1: {TOO_POOR}"


# --- which pages are read, and what is said of them ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("engine", "says"),
    [
        pytest.param(Engine.AUTO, "pages 1-2 are images: install contractcheck[ocr]", id="nothing is installed"),
        pytest.param(Engine.NONE, "pages 1-2 are images: scanned pages are not read with --no-ocr", id="switched off"),
    ],
)
def test_without_an_engine_the_pages_are_named(fake: Callable[..., None], engine: Engine, says: str) -> None:
    fake(None)
    with pytest.raises(UnreadableError) as caught:
        read_bytes(pdf_of(MARKED, MARKED), "scan.pdf", ReadOptions(ocr=engine))
    assert str(caught.value) == f"scan.pdf: {says}"


def test_a_page_that_fails_costs_no_other_page(fake: Callable[..., None]) -> None:
    fake(Fake(fails=2))
    document = read_bytes(pdf_of(MARKED, MARKED, MARKED), "scan.pdf")
    assert document.unread_pages == (2,)
    assert document.pages[1].why_unread == "the engine is tired"
    assert document.notes[1] == "page 2: the engine is tired"
    assert "pages 1 and 3, confidence 0.90" in document.notes[0]


def test_what_is_not_found_may_stand_on_an_unread_page(fake: Callable[..., None]) -> None:
    fake(Fake(fails=2))
    report = own_checker().check("scan.pdf", pdf_of(MARKED, MARKED, MARKED, MARKED))
    assert not [item for item in report.assessed if item.finding.found is Found.NO], "one page of four was not read"
    unsure = [item for item in report.assessed if item.finding.found is Found.UNSURE]
    assert unsure
    assert all("Page 2 was not read: it may be there." in item.message for item in unsure)
    assert report.contract.unread_pages == (2,)


def test_the_work_is_shown_page_by_page(fake: Callable[..., None]) -> None:
    fake(Fake())
    told: list[tuple[int, int]] = []
    read_bytes(pdf_of(MARKED, MARKED), "x", ReadOptions(on_page=lambda done, total: told.append((done, total))))
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_a_page_without_ink_or_image_is_blank_and_not_unread(fake: Callable[..., None]) -> None:
    engine = Fake()
    fake(engine)
    pdf = pypdfium2.PdfDocument.new()
    pdf.new_page(400, 560)
    buffer = io.BytesIO()
    pdf.save(buffer)
    pdf.close()
    with pytest.raises(UnreadableError, match="has no text"):
        read_bytes(buffer.getvalue(), "blank.pdf")
    assert engine.calls == 0


@pytest.mark.parametrize(
    ("text", "sure", "read"),
    [
        pytest.param("shall keep all the records of this agreement " * 8, 0.95, True, id="sure, and English"),
        pytest.param("shall keep all the records of this agreement " * 8, 0.70, True, id="less sure, but English"),
        pytest.param("qzrk wlmp vxth brrn kklt pqzz mnwv trrx " * 8, 0.70, False, id="less sure, and no words"),
        pytest.param("Der Anbieter haftet nicht für Schäden jeder Art " * 8, 0.95, True, id="another language, sure"),
        pytest.param("11,250.00 14,330.00 9,871.50 " * 20, 0.90, True, id="a table of prices"),
        pytest.param("Signed by both parties", 0.70, True, id="too short to count words"),
        pytest.param("shall keep all the records of this agreement " * 8, 0.30, False, id="not sure at all"),
    ],
)
def test_judging(text: str, sure: float, read: bool) -> None:
    assert is_read(row(text, 0, 0, sure=sure), Fake()) is read


# --- images as files ----------------------------------------------------------------------------------------------


def packed(kind: str, *pages: Image.Image, **how: object) -> bytes:
    buffer = io.BytesIO()
    more = {"save_all": True, "append_images": pages[1:]} if len(pages) > 1 else {}
    pages[0].save(buffer, kind, **more, **how)  # type: ignore[arg-type]
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "media", "pages"),
    [
        pytest.param(packed("PNG", MARKED), "image/png", 1, id="PNG"),
        pytest.param(packed("JPEG", MARKED.convert("RGB")), "image/jpeg", 1, id="JPEG"),
        pytest.param(packed("TIFF", MARKED, MARKED, MARKED), "image/tiff", 3, id="a fax of three pages"),
        pytest.param(packed("TIFF", MARKED.convert("1"), compression="group4"), "image/tiff", 1, id="black and white"),
        pytest.param(packed("PNG", MARKED.convert("RGBA")), "image/png", 1, id="transparent"),
        pytest.param(packed("PNG", MARKED.convert("P")), "image/png", 1, id="a palette"),
        pytest.param(packed("PNG", MARKED.convert("I;16")), "image/png", 1, id="sixteen bits a tone"),
        pytest.param(packed("JPEG", MARKED.convert("CMYK")), "image/jpeg", 1, id="for printing"),
    ],
)
def test_images_are_read(fake: Callable[..., None], data: bytes, media: str, pages: int) -> None:
    fake(Fake())
    document = read_bytes(data, "photo")
    assert (document.media, len(document.pages), document.unread_pages) == (media, pages, ())
    assert all(
        document.text[page.start : page.end] == "The Supplier shall keep all records." for page in document.pages
    )


def bomb() -> bytes:
    """A PNG of 40,000 by 40,000 pixels, in a few bytes."""
    data = bytearray(packed("PNG", Image.new("1", (8, 8))))
    import struct
    import zlib

    data[16:24] = struct.pack(">II", 40_000, 40_000)
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"x" * 40, "broken-image", "broken", id="nothing but the first bytes"),
        pytest.param(packed("PNG", MARKED)[:200], "no-text", "page 1: the image is broken", id="cut short"),
        pytest.param(bomb(), "too-large", "million pixels", id="a bomb"),
        pytest.param(b"II*\x00" + b"\xff" * 60, "broken-image", "broken", id="a TIFF that points nowhere"),
        pytest.param(b"GIF89a" + b"x" * 40, "unknown-kind", "GIF", id="a kind that no scanner makes"),
    ],
)
def test_bad_images_are_one_line(fake: Callable[..., None], data: bytes, code: str, says: str) -> None:
    fake(Fake())
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, "photo.png")
    assert caught.value.code == code
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


# --- pages that are kept -------------------------------------------------------------------------------------------


def test_a_kept_page_is_not_read_again(tmp_path: Path) -> None:
    engine, reading = Fake(), ReadOptions(ocr_cache=tmp_path)
    scan = Scan(1, lambda dpi: MARKED)
    first = recognise("hash", [scan], engine, reading)
    assert recognise("hash", [scan], engine, reading) == first
    assert engine.calls == 1
    assert list(tmp_path.rglob("*.part")) == []
    recognise("another hash", [scan], engine, reading)
    assert engine.calls == 2


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: b"", id="empty"),
        pytest.param(lambda data: data[: len(data) // 2], id="half written"),
        pytest.param(lambda data: data[:9] + bytes([data[9] ^ 255]) + data[10:], id="changed"),
        pytest.param(lambda data: __import__("zlib").compress(b'[["a", 1]]'), id="another form"),
        pytest.param(lambda data: __import__("zlib").compress(b"5"), id="no list"),
    ],
)
def test_a_damaged_page_is_read_again(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    engine, reading = Fake(), ReadOptions(ocr_cache=tmp_path)
    scan = Scan(1, lambda dpi: MARKED)
    first = recognise("hash", [scan], engine, reading)
    (path,) = (path for path in tmp_path.rglob("*") if path.is_file())
    path.write_bytes(damage(path.read_bytes()))
    assert recognise("hash", [scan], engine, reading) == first
    assert engine.calls == 2


def test_a_folder_that_cannot_be_written_costs_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    found = recognise("hash", [Scan(1, lambda dpi: MARKED)], Fake(), ReadOptions(ocr_cache=tmp_path / "file" / "kept"))
    assert found[0].text


def test_keys_differ_by_all_that_words_depend_on() -> None:
    keys = {cache.key(*what) for what in (("a", 1, "e 1", 300), ("b", 1, "e 1", 300), ("a", 2, "e 1", 300))}
    keys |= {cache.key(*what) for what in (("a", 1, "e 2", 300), ("a", 1, "e 1", 200))}
    assert len(keys) == 5


# --- making an image ready, and words into lines -------------------------------------------------------------------


@pytest.mark.parametrize("askew", [-6.0, -1.3, 0.0, 0.7, 5.0])
def test_skew_is_found_and_taken_out(askew: float) -> None:
    image = shown(dpi=100).rotate(askew, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    assert skew(image) == pytest.approx(-askew, abs=0.25)
    assert abs(skew(level(image))) < 0.25


def test_a_page_on_its_side_is_told() -> None:
    image = shown(dpi=100)
    assert not lies_sideways(image)
    assert lies_sideways(image.rotate(90, expand=True))


def test_a_shadow_is_taken_out() -> None:
    page = np.asarray(shown(dpi=100), dtype=np.float32)
    light = np.linspace(1.0, 0.4, page.shape[1])[None, :]
    even = np.asarray(ready(Image.fromarray((page * light).astype(np.uint8))))
    paper = even[page > 250]
    assert float(np.percentile(paper, 5)) > 235, "the dark side of the paper is white too"
    assert float(np.median(even[page < 60])) < 120, "and ink is still dark"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        pytest.param("IL. Term", "II. Term", id="II"),
        pytest.param("Ill. Term", "III. Term", id="III"),
        pytest.param("VIL Fees", "VII Fees", id="VII"),
        pytest.param("Article IL. Term", "Article II. Term", id="after a word that it belongs to"),
        pytest.param("(il) and", "(ii) and", id="in small letters"),
        pytest.param("I\u2162I. Term", "III. Term", id="signs of one character"),
        pytest.param("ARTICLE5. TERM", "ARTICLE 5. TERM", id="a number run into a word"),
        pytest.param("1.1Term of years", "1.1 Term of years", id="a word run into a number"),
        pytest.param("11. Term", "11. Term", id="digits stay"),
        pytest.param("I1. Term", "I1. Term", id="two or eleven: left as it is"),
        pytest.param("will pay", "will pay", id="words stay"),
        pytest.param("the Il. of", "the Il. of", id="inside a line nothing is changed"),
        pytest.param("MIX of", "MIX of", id="no numeral"),
    ],
)
def test_mending(line: str, text: str) -> None:
    assert " ".join(word.text for word in mended(row(line, 0, 0))) == text


def laid(*words: Word) -> list[str]:
    shuffled = list(words)
    random.Random(1).shuffle(shuffled)
    return [" ".join(word.text for word in line.words) for line in lines(shuffled)]


def test_a_number_apart_from_its_text_stands_on_its_line() -> None:
    words = []
    for at in range(8):
        words += row(f"{at + 1}.", 100, 40 * at, line=2 * at)
        words += row(f"The Supplier shall do thing {at}.", 220, 40 * at + 2, line=2 * at + 1)
    assert laid(*words) == [f"{at + 1}. The Supplier shall do thing {at}." for at in range(8)]


def test_two_columns_are_read_one_after_the_other() -> None:
    words = list(row("MASTER SERVICES AGREEMENT between the two parties named below it", 100, 0, line=99))
    for at in range(10):
        words += row(f"left line {at} full of words here", 100, 40 + 30 * at, line=2 * at)
        words += row(f"right line {at} full of words too", 500, 52 + 30 * at, line=2 * at + 1)
    assert laid(*words)[1:] == [f"left line {at} full of words here" for at in range(10)] + [
        f"right line {at} full of words too" for at in range(10)
    ]


def test_a_table_is_read_row_by_row() -> None:
    words = []
    for at, (name, value) in enumerate([("Severity", "Response time"), ("One", "4 hours"), ("Two", "8 hours")] * 3):
        words += row(name, 100, 40 * at, line=2 * at)
        words += row(value, 600, 40 * at, line=2 * at + 1)
    assert laid(*words)[:3] == ["Severity Response time", "One 4 hours", "Two 8 hours"]


def test_a_paragraph_begins_after_a_wide_space() -> None:
    words = []
    for at, top in enumerate((0, 30, 60, 120, 150, 180)):
        words += row(f"line {at} of the text", 100, top, line=at)
    assert [line.gap for line in lines(words)] == [True, False, False, True, False, False]


def test_nothing_gives_no_lines() -> None:
    assert lines(()) == ()


def test_columns_are_seen_on_the_image() -> None:
    page = Image.new("L", (1000, 1400), 255)
    draw = ImageDraw.Draw(page)
    for top in range(100, 1300, 24):
        for left in (80, 540):
            draw.rectangle((left, top, left + 380, top + 12), fill=0)
    found = regions(page)
    assert len(found) == 2
    assert 460 < found[0][2] < 540
    draw.rectangle((80, 100, 920, 1300), fill=0)
    assert regions(page) == ((0, 0, 1000, 1400),)


# --- audits and commands -------------------------------------------------------------------------------------------


def test_the_time_limit_of_an_audit_begins_anew_with_each_page(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "scan.txt").write_text(f"{poison.SCANS} 8 pages", encoding="utf-8")
    summary = poison.run([str(tmp_path / "in")], str(tmp_path / "out"), workers=1, time_limit=1.5)
    assert summary.not_checked == (), "eight pages of half a second take longer than the limit of one"


def test_results_depend_on_what_reads_scans(monkeypatch: pytest.MonkeyPatch) -> None:
    from contractcheck.audits import fingerprint

    keys = set()
    for release in ("tesseract 5.3.0", "tesseract 5.4.0", "no recognition"):
        monkeypatch.setattr(fingerprint, "release", lambda engine, release=release: release)
        keys.add(fingerprint.fingerprint("outsourcing").key)
    assert len(keys) == 3


@pytest.mark.parametrize("engine", ["tesseract", "rapidocr"])
def test_an_engine_that_is_not_installed_is_named_at_once(monkeypatch: pytest.MonkeyPatch, engine: str) -> None:
    monkeypatch.setattr(engines, "tesseract", lambda: None)
    monkeypatch.setattr(engines, "rapid", lambda: None)
    result = CliRunner().invoke(main, ["check", str(SAMPLE), "--ocr", engine])
    assert result.exit_code == 2
    assert result.stderr.startswith(f"contractcheck: --ocr {engine}: ")
    assert result.stderr.count("\n") == 1


def test_doctor_says_what_is_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CONTRACTCHECK_CACHE", str(tmp_path))
    monkeypatch.setattr(engines, "tesseract", lambda: None)
    monkeypatch.setattr(engines, "rapid", lambda: None)
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == 0
    assert "nothing: scanned pages are left unread" in result.output
    assert f"0 kept in {tmp_path}" in result.output
