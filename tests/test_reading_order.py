"""Reading order: pages that are drawn out of order come out as a person reads them, all others as PDFium gives them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from reportlab.pdfgen import canvas

from contractcheck.cleaning.clean import clean
from contractcheck.model import Document, Found, Span
from contractcheck.reading import Source, read_bytes
from contractcheck.reading.pdf.boxes import boxes
from tests.loaded import own_checker

CUAD = Path(__file__).resolve().parents[1] / "../shared/corpus/cuad/pdf"
WIDTH, HEIGHT = 595, 842
Draw = Callable[[canvas.Canvas], None]
Words = tuple[str, ...]

LEFT: Words = (
    "1. Services. The Provider shall provide the",
    "Services to the Customer with reasonable",
    "skill and care and in line with good practice",
    "of the industry throughout the whole term.",
    "2. Breach. The Provider shall notify the",
    "Customer of each security incident within",
    "24 hours after becoming aware of it, and",
    "shall say which data of the Customer it is",
    "that the incident has touched or may touch.",
)
RIGHT: Words = (
    "3. Law. This agreement is governed by the",
    "laws of England. The courts of England have",
    "exclusive jurisdiction over all disputes that",
    "arise out of it or in connection with it.",
    "4. Audit. The Customer may audit the records",
    "of the Provider once in each calendar year",
    "on thirty days' notice in writing, during the",
    "usual business hours and at its own expense,",
    "and the Provider shall give all reasonable help.",
)
THIRD: Words = tuple(f"5.{number} each party bears its own cost" for number in range(1, 10))
HEADING = "MASTER SERVICES AGREEMENT between Alpha Support Ltd (the Provider) and Beta Retail plc (the Customer)"
FOOT = "This foot of the page was drawn before all of its words"
INCIDENT = "notify the Customer of each security incident within 24 hours after becoming aware of it"


def page(*draws: Draw, rotate: int = 0) -> bytes:
    """A PDF of one page, on which these draw one after the other."""
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1)
    sheet.setFont("Helvetica", 10)
    for draw in draws:
        sheet.saveState()
        draw(sheet)
        sheet.restoreState()
    if rotate:
        sheet.setPageRotation(rotate)
    sheet.showPage()
    sheet.save()
    return buffer.getvalue()


def lines(words: Words, x: float = 60, top: float = 760, step: float = 14) -> Draw:
    """Lines one below the other."""

    def draw(sheet: canvas.Canvas) -> None:
        for row, line in enumerate(words):
            sheet.drawString(x, top - step * row, line)

    return draw


def by_row(*columns: tuple[float, Words], top: float = 760, shift: float = 0) -> Draw:
    """Columns drawn row by row; each but the first stands ``shift`` lower."""

    def draw(sheet: canvas.Canvas) -> None:
        for row in range(max(len(words) for _, words in columns)):
            for number, (x, words) in enumerate(columns):
                if row < len(words):
                    sheet.drawString(x, top - 14 * row - shift * number, words[row])

    return draw


def turned(degrees: float, x: float, y: float, draw: Draw, size: float = 10) -> Draw:
    """What is drawn, turned about a point."""

    def turn(sheet: canvas.Canvas) -> None:
        sheet.translate(x, y)
        sheet.rotate(degrees)
        sheet.setFont("Helvetica", size)
        draw(sheet)

    return turn


def numbered(words: Words, *, first: bool) -> Draw:
    """Lines with their numbers in the margin, the numbers drawn first or each with its line."""

    def draw(sheet: canvas.Canvas) -> None:
        for row in range(len(words)):
            sheet.drawRightString(46, 760 - 14 * row, str(row + 1))
            if not first:
                sheet.drawString(60, 760 - 14 * row, words[row])
        if first:
            lines(words)(sheet)

    return draw


def beside(note: Words, words: Words, at: int, x: float, note_x: float) -> Draw:
    """Lines with a note in the margin, drawn row by row; the note begins beside the line ``at``."""
    blank = ("",) * at
    pairs = sorted(((x, words), (note_x, blank + note)))
    return by_row(*pairs)


def struck(words: Words, by: float) -> Draw:
    """Lines that are printed twice, so that they look bold."""

    def draw(sheet: canvas.Canvas) -> None:
        for row, line in enumerate(words):
            for shift in (0.0, by):
                sheet.drawString(60 + shift, 760 - 14 * row, line)

    return draw


def around(words: Words, at: int, stamp: Draw) -> tuple[Draw, ...]:
    """Lines with a stamp drawn in the middle of them."""
    return lines(words[:at]), stamp, lines(words[at:], top=760 - 14 * at)


def read(data: bytes) -> Document:
    return read_bytes(data, "made.pdf")


def spoken(document: Document) -> str:
    """The words of a document without its furniture, with single spaces."""
    kept = list(document.text)
    for span in clean(document).noise:
        kept[span.start : span.end] = " " * (span.end - span.start)
    return " ".join("".join(kept).split())


def pdfium(data: bytes, number: int = 0) -> str:
    with pypdfium2.PdfDocument(data) as pdf:
        return str(pdf[number].get_textpage().get_text_range())


def said(*parts: Words | str) -> str:
    return " ".join(part if isinstance(part, str) else " ".join(part) for part in parts)


NARROW = tuple(line[:30].rsplit(" ", 1)[0] for line in LEFT)
WIDE = tuple(f"{one} {other}" for one, other in zip(LEFT, RIGHT, strict=True))
NOTE: Words = ("Duties of", "the Provider")
SHUFFLED = (lines(RIGHT, top=500), lines(LEFT, top=700))

TRAPS = [
    pytest.param(page(by_row((60, LEFT), (310, RIGHT))), said(LEFT, RIGHT), id="two columns, row by row"),
    pytest.param(page(by_row((310, RIGHT), (60, LEFT))), said(LEFT, RIGHT), id="the right one first in each row"),
    pytest.param(page(by_row((60, LEFT), (310, RIGHT), shift=5)), said(LEFT, RIGHT), id="rows not of one height"),
    pytest.param(
        page(by_row((40, NARROW), (225, NARROW), (410, NARROW))), said(NARROW, NARROW, NARROW), id="three columns"
    ),
    pytest.param(
        page(lines((HEADING,)), by_row((60, LEFT), (310, RIGHT), top=720), lines((HEADING,), top=560)),
        said(HEADING, LEFT, RIGHT, HEADING),
        id="headings across two columns",
    ),
    pytest.param(page(lines(RIGHT, x=310), lines(LEFT)), said(LEFT, RIGHT), id="the right column first"),
    pytest.param(page(lines((FOOT,), top=40), lines(LEFT)), said(LEFT, FOOT), id="the foot first"),
    pytest.param(page(*SHUFFLED), said(LEFT, RIGHT), id="the lower block first"),
    pytest.param(
        page(lines(LEFT[:4]), lines(RIGHT, top=600), lines(LEFT[4:], top=704)),
        said(LEFT, RIGHT),
        id="a block left out and drawn last",
    ),
    pytest.param(page(numbered(WIDE, first=False)), said(WIDE), id="line numbers drawn with the lines"),
    pytest.param(page(numbered(WIDE, first=True)), said(WIDE), id="line numbers drawn before the lines"),
    pytest.param(
        page(beside(NOTE, WIDE, 4, 130, 40)),
        said(WIDE[:4], NOTE, WIDE[4:]),
        id="a note in the left margin",
    ),
    pytest.param(
        page(beside(NOTE, LEFT, 5, 60, 420)),
        said(LEFT[:4], NOTE, LEFT[4:]),
        id="a note in the right margin, beside the second line of its clause",
    ),
    pytest.param(page(turned(90, 100, 60, lines(LEFT, 0, 0)), rotate=90), said(LEFT), id="a page turned for reading"),
    pytest.param(
        page(turned(90, 100, 60, by_row((0, LEFT), (300, RIGHT), top=0))), said(LEFT, RIGHT), id="columns turned by 90"
    ),
    pytest.param(
        page(turned(270, 500, 800, by_row((0, LEFT), (300, RIGHT), top=0))),
        said(LEFT, RIGHT),
        id="columns turned by 270",
    ),
    pytest.param(
        page(turned(180, 560, 60, by_row((0, LEFT), (250, RIGHT), top=0))), said(LEFT, RIGHT), id="columns upside down"
    ),
    pytest.param(
        page(*around(WIDE, 6, turned(60, 150, 500, lines(("DRAFT",), 0, 0), 90))), said(WIDE), id="a stamp across"
    ),
    pytest.param(
        page(*around(WIDE, 6, turned(90, 30, 500, lines(("CONFIDENTIAL",), 0, 0), 14))),
        said(WIDE),
        id="a stamp upright",
    ),
    pytest.param(
        page(*around(WIDE, 6, turned(0, 100, 650, lines(("DRAFT",), 0, 0), 110))), said(WIDE), id="a large stamp"
    ),
    pytest.param(
        page(*around(WIDE, 6, turned(90, 30, 400, lines(("The annex has the longer list of prices",), 0, 0)))),
        said(WIDE, "The annex has the longer list of prices"),
        id="a sentence along the edge is kept, after the clauses",
    ),
    pytest.param(page(struck(LEFT, 0.4)), said(LEFT), id="printed twice"),
]


@pytest.mark.parametrize(("data", "expected"), TRAPS)
def test_words_come_in_the_order_in_which_they_are_read(data: bytes, expected: str) -> None:
    assert spoken(read(data)) == expected


HANGING = by_row((60, tuple(f"{number}.1" for number in range(1, 10))), (100, WIDE))
TABLE = by_row(
    (60, ("Service", "Mail", "Web", "Backup", "Print", "Phone")),
    (200, ("Target", "99.9 %", "99.5 %", "98 %", "97 %", "99 %")),
    (300, ("Credit", "5 %", "4 %", "3 %", "2 %", "1 %")),
)
CELLS = (
    lines(LEFT[:3]),
    lines(RIGHT[:3], x=310),
    lines(LEFT[3:6], top=710),
    lines(RIGHT[3:6], x=310, top=710),
)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(page(lines(WIDE)), id="one column"),
        pytest.param(page(lines(LEFT), lines(RIGHT, x=310)), id="columns in order"),
        pytest.param(page(lines((HEADING,)), lines(LEFT, top=730), lines(RIGHT, x=310, top=730)), id="under a heading"),
        pytest.param(page(HANGING), id="numbers that hang before their clauses"),
        pytest.param(page(TABLE), id="a table, row by row"),
        pytest.param(page(*CELLS), id="a table, cell by cell"),
        pytest.param(page(lines(("7",), top=30), lines(WIDE)), id="a page number first"),
        pytest.param(page(beside(("Duties",), WIDE, 4, 130, 40)), id="a note of one line before its clause"),
    ],
)
def test_pages_that_are_right_stay_as_pdfium_gives_them(data: bytes) -> None:
    document = read(data)
    assert document.text == pdfium(data)
    assert document.pages[0].moved == ()
    assert document.furniture == ()


@pytest.mark.parametrize("data", [pytest.param(trap.values[0], id=trap.id) for trap in TRAPS])
def test_nothing_is_lost_and_no_line_is_changed(data: bytes) -> None:
    document = read(data)
    assert sorted(document.text.split()) == sorted(pdfium(data).split())
    for start, length, source in document.pages[0].moved:
        assert document.text[start : start + length] == pdfium(data)[source : source + length]


def test_a_clause_of_torn_columns_is_found_and_its_boxes_are_where_it_stands() -> None:
    data = page(lines((HEADING,)), by_row((60, LEFT), (310, RIGHT), top=720))
    document = read(data)
    start = document.text.index("notify the")
    end = document.text.index("aware of it") + len("aware of it")
    assert " ".join(document.text[start:end].split()) == INCIDENT
    (found,) = boxes(Source(data, "a.pdf", "a.pdf"), document, [Span(start, end)])
    assert len(found) == 3
    assert all(box.right < 300 for box in found)
    assert [round(box.bottom) for box in found] == sorted((round(box.bottom) for box in found), reverse=True)


def test_a_check_finds_the_clause_only_in_reading_order(tmp_path: Path) -> None:
    path = tmp_path / "columns.pdf"
    path.write_bytes(page(lines((HEADING,)), by_row((60, LEFT), (310, RIGHT), top=720)))
    report = own_checker().check(path)
    found = {row.finding.requirement: row.finding for row in report.assessed}
    incident = found["breach-notification"]
    assert incident.found is Found.YES
    assert "24 hours" in " ".join(incident.evidence[0].quote.split())


@pytest.mark.skipif(not CUAD.is_dir(), reason="the corpus is not here")
@pytest.mark.parametrize(
    ("name", "number", "first", "second"),
    [
        pytest.param("CERES,INC_01_25_2012-EX-10.20", 25, "15. DISPUTE", "15.1 All", id="a heading drawn last"),
        pytest.param("HealthcareIntegratedTechnologiesInc", 0, "14.3. ", "14.4. ", id="numbers drawn last"),
        pytest.param("TURNKEYCAPITAL", 2, "4.2 ", "4.3 ", id="numbers drawn first"),
    ],
)
def test_hard_pages_of_the_corpus(name: str, number: int, first: str, second: str) -> None:
    path = next(CUAD.glob(f"{name}*.pdf"))
    document = read_bytes(path.read_bytes(), path.name)
    pages = [one for one in document.pages if number in (0, one.number)]
    text = "".join(document.text[one.start : one.end] for one in pages)
    assert 0 <= text.index(first) < text.index(second)
    between = text[text.index(first) + len(first) : text.index(second)]
    assert number == 25 or len(between.split()) > 10
    assert any(one.moved for one in pages)
