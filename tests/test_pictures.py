"""Pictures of pages: the marks lie over the quoted words, one picture a page, never more room than was given."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from contractcheck.contract import Contract
from contractcheck.model import Document, Evidence, Report, Verdict
from contractcheck.reading import Source, read_bytes
from contractcheck.report import render
from contractcheck.report.illustrations import Illustrations, Picture, Shot
from contractcheck.report.pictures import WORDS, illustrate, surroundings
from tests.made_pdfs import made
from tests.made_reports import finding, report

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "sample_contracts" / "it-hosting.pdf"
QUOTE = "The Customer may audit the Provider once a year"


def evidence(document: Document, words: str) -> Evidence:
    """The first place of some words, as the detector would quote it."""
    start = document.text.index(words)
    page = next(page for page in document.pages if page.start <= start < page.end)
    return Evidence(page.number, "1", "", words, start, start + len(words))


def on(document: Document, *quotes: Evidence) -> Report:
    """A report that quotes passages of a document, one a finding."""
    made = report(*(finding(f"need-{at}", Verdict.WEAK, evidence=(quote,)) for at, quote in enumerate(quotes)))
    return replace(made, contract=replace(made.contract, sha256=document.sha256))


def shown(data: bytes, words: str, **how: int) -> tuple[Shot, Picture]:
    document = read_bytes(data, "contract.pdf")
    quote = evidence(document, words)
    art = illustrate(Contract.of(document, Source(data, "a", "a")), [on(document, quote)], **how)
    return art.shots[quote.start, quote.end], art.pictures[quote.page]


def inked(picture: Picture, frame: tuple[float, float, float, float]) -> float:
    """The share of dark pixels in a frame of a picture, given in points."""
    image = Image.open(io.BytesIO(picture.data)).convert("L")
    scale = image.width / picture.width
    left, top, width, height = frame
    part = image.crop([round(side * scale) for side in (left, top, left + width, top + height)])
    dark = sum(count for count, grey in part.getcolors(1 << 20) or () if grey < 128)
    return dark / max(1, part.width * part.height)


# --- marks --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, [40, 100, 560, 760]], ids=["whole", "cropped"])
def test_marks_lie_over_their_words_however_the_page_is_turned(rotate: int, crop: list[int] | None) -> None:
    data = made(rotate=rotate, **({"CropBox": crop} if crop else {}))
    shot, picture = shown(data, QUOTE)
    assert len(shot.marks) == 1
    left, top, width, height = shot.marks[0]
    assert 0 <= left < left + width <= picture.width
    assert 0 <= top < top + height <= picture.height
    assert width > 10 * height, "the words stand upright on one line"
    assert inked(picture, shot.marks[0]) > 0.08, "there is print under the mark"
    # One line is 13 points high: half a line up or down the mark would lie between the lines.
    assert inked(picture, (left, top + height, width, 1.5)) < 0.02
    x, y, wide, high = shot.window
    assert x <= left < left + width <= x + wide, "the window holds the mark"
    assert y <= top < top + height <= y + high


def test_a_passage_over_two_lines_has_two_marks() -> None:
    shot, _ = shown(made(), "after becoming\r\naware of it.")
    assert len(shot.marks) == 2
    assert shot.marks[0][1] < shot.marks[1][1]


def test_findings_on_a_page_share_its_picture() -> None:
    data = made(pages=2)
    document = read_bytes(data, "contract.pdf")
    quotes = [
        evidence(document, words) for words in (QUOTE, "governed by the laws of England", "Signed by the parties")
    ]
    art = illustrate(Contract.of(document, Source(data, "a", "a")), [on(document, *quotes)])
    assert sorted(art.pictures) == [1, 2]
    assert len(art.shots) == 3
    page = render(on(document, *quotes), "html", art={document.sha256: art})
    assert page.count("base64,") == 2, "each picture is in the page once"


# --- room ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("budget", "why"),
    [(2_000_000, "plenty"), (60_000, "less: fewer pixels, fewer greys"), (9_000, "too little for all of them")],
)
def test_pictures_keep_to_their_room(budget: int, why: str) -> None:
    data = SAMPLE.read_bytes()
    document = read_bytes(data, "contract.pdf")
    quotes = [
        Evidence(
            page.number, "1", "", document.text[page.start + 300 : page.start + 340], page.start + 300, page.start + 340
        )
        for page in document.pages
        if page.end - page.start > 400
    ]
    art = illustrate(Contract.of(document, Source(data, "a", "a")), [on(document, *quotes)], budget)
    assert sum(len(picture.data) for picture in art.pictures.values()) <= budget, why
    assert len(quotes) > 5
    for quote in quotes:
        assert (quote.page in art.pictures) != ((quote.start, quote.end) in art.words), "a picture, or the words around"


def test_less_room_makes_smaller_pictures() -> None:
    sizes = [Image.open(io.BytesIO(shown(made(), QUOTE, budget=budget)[1].data)).width for budget in (200_000, 12_000)]
    assert sizes[0] > sizes[1]


def test_a_scan_becomes_a_photograph() -> None:
    """Noise does not pack: as print with few greys it would take all the room."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen import canvas

    noise = Image.effect_noise((900, 1200), 90)
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=(612, 792), invariant=1)
    sheet.drawImage(ImageReader(noise), 0, 0, 612, 792)
    for at in range(40):
        sheet.drawString(
            60, 700 - 14 * at, f"{at}. {QUOTE}, and the Provider shall keep records for five years after that."
        )
    sheet.save()
    _, picture = shown(out.getvalue(), f"7. {QUOTE}", budget=90_000)
    assert picture.media == "image/jpeg"


# --- words around -------------------------------------------------------------------------------------------------


def test_text_has_the_words_around_a_quote() -> None:
    text = "Before it. " * 60 + "The Provider keeps records. " + "After it. " * 60
    document = read_bytes(text.encode(), "contract.txt")
    quote = evidence(document, "The Provider keeps records.")
    art = illustrate(Contract.of(document, Source(text.encode(), "a", "a")), [on(document, quote)])
    assert not art.pictures
    around = art.words[quote.start, quote.end]
    assert (around.before[:2], around.after[-2:]) == ("… ", " …"), "cut, and says so"
    assert around.before.endswith("Before it. ")
    assert around.after.startswith(" After it.")
    html = render(on(document, quote), "html", art={document.sha256: art})
    assert "<mark>The Provider keeps records.</mark>" in html


@given(st.text(alphabet="ab \n", max_size=900), st.integers(0, 900), st.integers(1, 200))
def test_words_around_are_words_of_the_text(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    found = surroundings(text, start, min(len(text), start + length))
    flat = " ".join(text.split())
    for part in (found.before.removeprefix("… "), found.words, found.after.removesuffix(" …")):
        assert " ".join(part.split()) in flat
        assert len(part) <= max(WORDS, length)


# --- what cannot be shown -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (made(), "no pictures are asked for"),
        (b"%PDF-1.7 broken", "the file is not what was read"),
        (b"", "it is empty"),
    ],
)
def test_without_pictures_the_words_stay(data: bytes, why: str) -> None:
    document = read_bytes(made(), "contract.pdf")
    quote = evidence(document, QUOTE)
    contract = Contract.of(document, Source(data, "a", "a"))
    art = illustrate(contract, [on(document, quote)], pictures=data != made())
    assert not art.pictures, why
    assert art.words[quote.start, quote.end].words == QUOTE


def test_a_page_that_is_no_more_there_costs_no_report() -> None:
    document = read_bytes(made(pages=2), "contract.pdf")
    quote = evidence(document, "Signed by the parties")
    art = illustrate(Contract.of(document, Source(made(pages=1), "a", "a")), [on(document, quote)])
    assert isinstance(art, Illustrations)
    assert quote.page not in art.pictures
