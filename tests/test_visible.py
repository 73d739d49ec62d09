"""What a person sees on the page of a PDF is what is read: no more, no less, and what was left out is named."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from reportlab.lib.colors import Color, blue, red, white
from reportlab.pdfgen import canvas

from contractcheck.errors import UnreadableError
from contractcheck.model import Document, LeftOutKind, MarkKind
from contractcheck.reading import read_bytes
from contractcheck.reading.options import Engine, ReadOptions
from contractcheck.reading.scan.tesseract import tesseract
from tests import made_pages as made
from tests.made_pages import BREACH, LEFT, line, page, wide, words

NO_OCR = ReadOptions(ocr=Engine.NONE)
END = LEFT + wide(BREACH)
LOWER = 585.0


def read(data: bytes, reading: ReadOptions = NO_OCR) -> Document:
    return read_bytes(data, "made.pdf", reading)


def said(document: Document) -> str:
    return " ".join(document.text.split())


def kinds(document: Document) -> list[LeftOutKind]:
    return [row.kind for row in document.left_out]


def beside(before: str, y: float = 600) -> float:
    """Where a line goes on behind some words."""
    return LEFT + wide(before)


FILLED = (
    words("6. Term. The initial term is"),
    made.field("months", "36 months", beside("6. Term. The initial term is ") + 2, 600, 70),
    words("from the date of signature.", beside("6. Term. The initial term is ") + 78),
)

SEEN = [
    pytest.param(page(*FILLED), "The initial term is 36 months from the date of signature.", id="the value of a field"),
    pytest.param(
        page(
            words("6. Term. The initial term is"),
            made.field("months", "", beside("6. Term. The initial term is ") + 2, 600, 70),
            words("from the date of signature.", beside("6. Term. The initial term is ") + 78),
        ),
        "The initial term is ____ from the date of signature.",
        id="an empty field is a blank",
    ),
    pytest.param(
        made.annotated(page(words("6. Term. The initial term is")), made.typed(beside("6. Term. The initial term is "), 600, "36 months.")),
        "The initial term is 36 months.",
        id="words typed over the page",
    ),
    pytest.param(
        page(
            words("The Provider encrypts all data.", LEFT + 20), made.tick("one", LEFT, 600, on=True),
            words("The Provider keeps backups.", LEFT + 20, LOWER), made.tick("two", LEFT, LOWER, on=False),
        ),
        "[x] The Provider encrypts all data. [ ] The Provider keeps backups.",
        id="boxes to tick",
    ),
    pytest.param(
        page(
            words("6. Cure. Cured within 30"), words("1", beside("6. Cure. Cured within 30"), 604, size=6),
            words("days after notice.", beside("6. Cure. Cured within 301 ")),
        ),
        "Cured within 30¹ days after notice.",
        id="the raised mark of a footnote",
    ),
    pytest.param(page(words(BREACH), line(LEFT, END, 598)), BREACH, id="underlined"),
    pytest.param(page(words(BREACH), line(LEFT, END, 611)), BREACH, id="a line above"),
    pytest.param(page(line(LEFT - 40, 560, 603), words("5.", LEFT)), "5.", id="a rule across the page strikes no number"),
    pytest.param(page(made.box(LEFT, 595, END, 612, blue), words(BREACH, colour=white)), BREACH, id="white on a dark bar"),
    pytest.param(page(words(BREACH), made.box(LEFT, 595, END, 612, Color(1, 1, 0), 0.4)), BREACH, id="under a marker"),
    pytest.param(page(made.box(LEFT, 595, END, 612, Color(0.9, 0.9, 0.9)), words(BREACH)), BREACH, id="on a grey bar"),
    pytest.param(page(words(BREACH, colour=Color(0.75, 0.75, 0.75))), BREACH, id="light grey"),
    pytest.param(made.on_layer(page(), BREACH, off=False), BREACH, id="on a layer that is on"),
    pytest.param(made.cropped(page(words(BREACH)), (20, 20, 580, 830)), BREACH, id="inside the visible part"),
    pytest.param(page(words(BREACH, colour=blue), words("Annex A has a link.", y=LOWER, colour=red)), BREACH, id="in colour"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), SEEN)
def test_what_is_seen_is_read_at_its_place(data: bytes, expected: str) -> None:
    document = read(data)
    assert expected in said(document)
    assert document.left_out == ()


UNSEEN = [
    pytest.param(made.annotated(page(words(BREACH)), made.strike(LEFT, END, 600)), LeftOutKind.STRUCK, id="an annotation strikes it"),
    pytest.param(page(words(BREACH), line(LEFT, END, 603)), LeftOutKind.STRUCK, id="a line through it"),
    pytest.param(page(words(BREACH), line(LEFT, END, 602.6, filled=True)), LeftOutKind.STRUCK, id="a thin box through it"),
    pytest.param(page(words(BREACH), line(LEFT, END, 602), line(LEFT, END, 604)), LeftOutKind.STRUCK, id="two lines through it"),
    pytest.param(page(line(LEFT, END, 603), words(BREACH, colour=red)), LeftOutKind.STRUCK, id="in red, the line drawn first"),
    pytest.param(page(words(BREACH, colour=white)), LeftOutKind.HIDDEN, id="white"),
    pytest.param(page(words(BREACH, colour=Color(0.99, 0.99, 0.98))), LeftOutKind.HIDDEN, id="nearly white"),
    pytest.param(page(words(BREACH, mode=3)), LeftOutKind.HIDDEN, id="not painted"),
    pytest.param(page(words(BREACH, colour=Color(0, 0, 0, 0))), LeftOutKind.HIDDEN, id="clear as glass"),
    pytest.param(page(words(BREACH), made.box(LEFT - 2, 594, END + 2, 612)), LeftOutKind.COVERED, id="under a black box"),
    pytest.param(page(words(BREACH), made.box(LEFT - 2, 594, END + 2, 612, white)), LeftOutKind.COVERED, id="under a white box"),
    pytest.param(page(made.box(LEFT - 2, 594, END + 2, 612), words(BREACH)), LeftOutKind.COVERED, id="black on a black box"),
    pytest.param(page(words(BREACH), made.box(LEFT - 2, 594, END + 2, 612), words("REDACTED", LEFT + 90, colour=white)), LeftOutKind.COVERED, id="under a box with a label"),
    pytest.param(made.cropped(page(words(BREACH, y=30)), (0, 60, made.WIDTH, made.HEIGHT)), LeftOutKind.CROPPED, id="below the visible part"),
    pytest.param(page(words(BREACH, y=-40)), LeftOutKind.CROPPED, id="off the page"),
    pytest.param(made.on_layer(page(), BREACH, off=True), LeftOutKind.SWITCHED_OFF, id="on a layer that is off"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "kind"), UNSEEN)
def test_what_is_struck_or_hidden_is_left_out_and_named(data: bytes, kind: LeftOutKind) -> None:
    document = read(data)
    assert "24 hours" not in document.text
    assert said(document).startswith(made.LINES[0])
    assert set(kinds(document)) == {kind}
    assert document.left_out[0].text[:15] == BREACH[:15]
    assert document.left_out[-1].text[-15:] == BREACH[-15:]
    assert document.left_out[0].page == 1
    assert any(note.startswith("Left out") and "5. Breach." in note for note in document.notes)


def struck_part(*draws: made.Draw) -> bytes:
    """Forty-eight hours, struck, with twenty-four put in behind it."""
    before, gone, new = "5. Breach. The Provider gives notice within ", "48 hours ", "24 hours "
    x = beside(before)
    y = x + wide(gone)
    return page(
        words(before), words(gone, x, colour=red), line(x, y - 3, 603, colour=red), words(new, y, colour=blue),
        words("of each breach.", y + wide(new)), *draws,
    )  # fmt: skip


def test_a_comparison_printed_to_pdf_is_read_as_it_is_to_be() -> None:
    document = read(struck_part())
    assert "notice within 24 hours of each breach." in said(document)
    assert "48" not in document.text
    assert any("comparison of two versions" in note for note in document.notes)
    assert [(mark.kind, mark.text) for mark in document.marks] == [(MarkKind.DELETION, "48 hours")]


@pytest.mark.parametrize(
    ("before", "gone", "after", "left"),
    [
        pytest.param("notice within ", "48", "24 hours", "notice within 24 hours", id="the number before it"),
        pytest.param("notice within 24", "-to-48", " hours", "notice within 24 hours", id="the end of a word"),
        pytest.param("notice is ", "pre", "paid by it", "notice is paid by it", id="the beginning of a word"),
        pytest.param("a notice of ", "non-", "payment", "a notice of payment", id="a prefix with its hyphen"),
        pytest.param("within 30 ", "(thirty)", ", days", "within 30 , days", id="what stands in brackets before a comma"),
        pytest.param("pays ", "one hundred and twelve", "5", "pays 5", id="a long passage and one figure glued to it"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("by", ["line", "annotation"])
def test_of_a_word_no_more_goes_than_is_struck(before: str, gone: str, after: str, left: str, by: str) -> None:
    start = beside(before)
    end = start + wide(gone)
    drawn = [words(before), words(gone, start), words(after, end)]
    if by == "line":
        data = page(*drawn, line(start, end, 603))
    else:
        data = made.annotated(page(*drawn), made.strike(start, end, 600))
    document = read(data)
    assert left in said(document)
    assert [mark.text for mark in document.marks] == [gone]


def test_a_comparison_in_colours_alone_is_doubtful() -> None:
    rows = []
    for row, (gone, new) in enumerate((("48 hours ", "24 hours "), ("ten days ", "five days "))):
        y = 600 - 15 * row
        x = beside("The Provider gives notice within ")
        rows += [
            words("The Provider gives notice within ", y=y), words(gone, x, y, colour=red),
            words(new, x + wide(gone), y, colour=blue),
        ]  # fmt: skip
    document = read(page(*rows))
    assert kinds(document) == [LeftOutKind.DOUBTFUL] * 2
    first = document.left_out[0]
    assert document.text[first.start : first.end] == "48 hours 24 hours"
    assert any("differ in colour only" in note for note in document.notes)


def test_notes_of_reviewers_are_listed() -> None:
    data = made.annotated(
        page(words(BREACH)),
        made.note(400, 598, "We need to discuss this"),
        made.note(LEFT, 596, "without undue delay", kind="/Caret"),
        {**made.note(LEFT, 600, "ours"), "T": "contractcheck"},
    )
    document = read(data)
    assert [(mark.kind, mark.author, mark.text) for mark in document.marks] == [
        (MarkKind.COMMENT, "Reviewer", "We need to discuss this"),
        (MarkKind.INSERTION, "Reviewer", "without undue delay"),
    ]
    assert document.text.index("5. Breach") <= document.marks[0].start <= document.text.index("24 hours") + 9
    assert "The file holds 1 comment of reviewers." in document.notes


PRINT = (*made.LINES, BREACH)
STAMP = tuple(
    words(text, LEFT, 20 + 9 * row, size=7)
    for row, text in enumerate(
        (
            "HALDEN COUNCIL / CONTRACT REGISTER No. 2026-0311 / Received 3 March 2026 / CONFIDENTIAL / Page 1 of 2",
            "Electronically signed by Jane Doe on 3 March 2026 09:41:22 UTC. Certificate no. 00A1B2C3D4. Reason: I approve it",
            "Signing history: sent 1 March 2026 to jane.doe@halden.example, opened 2 March 2026, signed 3 March 2026, closed",
            "This document was signed with a qualified electronic signature under Regulation (EU) No 910/2014, article 26",
        )
    )
)
SCANS = [
    pytest.param(made.scan(PRINT), id="nothing but the image"),
    pytest.param(made.scan(PRINT, words("CONFIDENTIAL", size=14, y=30)), id="a stamp"),
    pytest.param(made.scan(PRINT, *STAMP), id="a register line, a certificate and a signing history"),
    pytest.param(made.scan(PRINT, *(words("The Provider pays nothing.", LEFT, 400 - 14 * row, mode=3) for row in range(9))), id="words of another text, not painted"),
]  # fmt: skip


@pytest.mark.parametrize("data", SCANS)
def test_a_scan_is_not_read_by_what_stands_on_it(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="is an image"):
        read(data)


@pytest.mark.skipif(tesseract() is None, reason="tesseract is not installed")
def test_a_stamped_scan_is_recognised() -> None:
    document = read(made.scan(PRINT, *STAMP), ReadOptions(ocr=Engine.TESSERACT))
    assert "within 24 hours" in said(document)
    assert document.pages[0].ocr is not None


def test_a_scan_with_its_words_in_a_layer_of_text_is_read() -> None:
    document = read(made.scan(PRINT, made.layer(PRINT)))
    assert "within 24 hours" in document.text
    assert document.unread_pages == ()


def test_hidden_words_beside_a_scan_are_not_its_words() -> None:
    document = read(made.scan(PRINT, made.layer(PRINT), words("6. Cap. The liability is not limited.", y=120, mode=3)))
    assert "liability" not in document.text
    assert kinds(document) == [LeftOutKind.HIDDEN]


def shapes(rows: int, *, high: float = 7.0) -> made.Draw:
    """Lines of print whose letters are drawn as shapes, as programs for print write them out."""

    def draw(sheet: canvas.Canvas) -> None:
        for row in range(rows):
            for at in range(70):
                if at % 7 != 6:
                    sheet.rect(LEFT + 6.5 * at, 560 - 15 * row, 4.5, high, stroke=0, fill=1)

    return draw


@pytest.mark.parametrize(
    ("data", "unread"),
    [
        pytest.param(page(shapes(20), lines=("Register no. 2026-0311, received 3 March 2026",)), True, id="print as shapes under a stamp"),
        pytest.param(page(shapes(20), lines=made.LINES[:2]), True, id="beside a few lines of text"),
        pytest.param(page(shapes(2)), False, id="a line or two of ornament"),
        pytest.param(page(*(made.box(LEFT + 40 * at, 560 - 14 * row, LEFT + 40 * at + 20, 572 - 14 * row, Color(0.9, 0.9, 0.9)) for at in range(10) for row in range(20))), False, id="the grey cells of a table"),
    ],
)  # fmt: skip
def test_letters_drawn_as_shapes_are_not_read(data: bytes, unread: bool) -> None:
    whole = joined_pages(page(), data)
    assert read(whole).unread_pages == ((2,) if unread else ())


def joined_pages(first: bytes, second: bytes) -> bytes:
    import io

    import pikepdf

    from tests.made_pdfs import saved

    with pikepdf.open(io.BytesIO(first)) as pdf, pikepdf.open(io.BytesIO(second)) as other:
        pdf.pages.extend(other.pages)
        return saved(pdf)


def test_an_image_beside_text_changes_nothing() -> None:
    rows = [words(text, y=700 - 15 * row) for row, text in enumerate(PRINT)]
    document = read(page(made.drawn(made.printed(())), *rows, lines=()))
    assert "24 hours" in document.text
    assert document.unread_pages == ()


WAIT = (
    "Please wait...",
    "If this message is not eventually replaced by the proper contents of the document, your PDF",
    "viewer may not be able to display this type of document.",
)


def test_a_form_of_xfa_is_named_and_not_read() -> None:
    with pytest.raises(UnreadableError, match=r"XFA form.*print or save it as an ordinary PDF") as error:
        read(made.xfa(page(lines=WAIT)))
    assert "\n" not in str(error.value)
    assert any("XFA" in note for note in read(made.xfa(page(words(BREACH)))).notes)


ANNEX = page(lines=("DATA PROCESSING AGREEMENT", BREACH))
COVER = page(lines=("For the best experience, open this PDF portfolio in a viewer that supports portfolios.",))


def test_files_in_a_pdf_are_read_or_named() -> None:
    both = read(made.with_files(page(), {"dpa.pdf": ANNEX}))
    assert [part.name for part in both.parts] == ["made.pdf", "dpa.pdf"]
    assert "24 hours" in both.text
    assert both.unread_files == ()
    broken = read(made.with_files(page(), {"dpa.pdf": ANNEX[:200], "data.xml": b"<a/>"}))
    assert broken.unread_files == ("dpa.pdf",)
    assert broken.parts == ()
    assert any("data.xml was not read" in note for note in broken.notes)


def test_a_portfolio_is_what_it_holds() -> None:
    document = read(made.with_files(COVER, {"services.pdf": ANNEX}, portfolio=True))
    assert [part.name for part in document.parts] == ["services.pdf"]
    assert "best experience" not in document.text
    with pytest.raises(UnreadableError, match=r"locked\.pdf"):
        read(made.with_files(COVER, {"locked.pdf": _locked()}, portfolio=True))


def _locked() -> bytes:
    import pikepdf

    from tests.made_pdfs import again

    return again(ANNEX, encryption=pikepdf.Encryption(owner="o", user="u"))


def _many(count: int) -> Sequence[dict[str, object]]:
    return [made.strike(LEFT, END, 600) | {"Contents": "x"} for _ in range(count)]


@pytest.mark.parametrize("kind", ["notes", "fields"])
def test_thousands_of_annotations_cost_little(kind: str) -> None:
    if kind == "notes":
        data = made.annotated(page(words(BREACH)), *_many(10_000))
    else:
        one = {"Subtype": "/FreeText", "Rect": [LEFT, 300, 200, 312], "Contents": "typed over", "F": 4}
        data = made.annotated(page(words(BREACH)), *[one] * 10_000)
    start = time.process_time()
    document = read(data)
    assert time.process_time() - start < 10
    assert any(note.startswith("Not looked at: 8,000 annotations") for note in document.notes)


def test_nothing_of_a_form_is_run() -> None:
    import io

    import pikepdf

    from tests.made_pdfs import saved

    with pikepdf.open(io.BytesIO(page(*FILLED))) as pdf:
        script = pikepdf.Dictionary(
            S=pikepdf.Name.JavaScript, JS="this.getField('months').value = '99 months'; app.alert('x')"
        )
        pdf.Root.OpenAction = script
        for one in pdf.pages[0].obj.Annots:
            one.AA = pikepdf.Dictionary(C=script, F=script, K=script)
        data = saved(pdf)
    assert "36 months" in read(data).text
    assert "99" not in read(data).text


def test_groups_inside_themselves_end() -> None:
    import io

    import pikepdf

    from tests.made_pdfs import saved

    with pikepdf.open(io.BytesIO(page(words(BREACH)))) as pdf:
        group = pdf.make_stream(
            b"/G Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=pikepdf.Array([0, 0, 9, 9])
        )
        group.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(G=group))
        target = pdf.pages[0]
        target.obj.Resources.XObject = pikepdf.Dictionary(G=group)
        target.contents_add(b"/G Do")
        data = saved(pdf)
    assert "24 hours" in read(data).text


def test_quotes_keep_their_places_on_the_page() -> None:
    from contractcheck.model import Span
    from contractcheck.reading import Source
    from contractcheck.reading.pdf.boxes import boxes

    data = struck_part()
    document = read(data)
    start = document.text.index("24 hours")
    ((box, *_),) = boxes(Source(data, "made.pdf", "made.pdf"), document, [Span(start, start + len("24 hours"))])
    assert box.left == pytest.approx(beside("5. Breach. The Provider gives notice within 48 hours "), abs=2)


def test_tables_and_boxes_of_a_pdf_with_files_are_those_of_its_own_pages() -> None:
    from contractcheck.checker import Checker
    from contractcheck.model import Found, Span
    from contractcheck.reading import Source
    from contractcheck.reading.pdf.boxes import boxes
    from contractcheck.reading.pdf.tables import read_tables

    data = made.with_files(page(), {"dpa.pdf": ANNEX})
    document, source = read(data), Source(data, "made.pdf", "made.pdf")
    start = document.text.index("24 hours")
    assert boxes(source, document, [Span(start, start + 8), Span(0, 6)])[0] == ()
    assert read_tables(source, document) == ()
    report = Checker("outsourcing", reading=NO_OCR).check("made.pdf", data)
    found = {one.finding.requirement: one.finding for one in report.assessed}
    assert found["breach-notification-deadline"].found is Found.YES
