"""Word files: the words in the order of reading, numbers as printed, changes, pages; and files that are made to harm."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from contractcheck.checker import Checker
from contractcheck.cleaning.clean import clean
from contractcheck.cli import main
from contractcheck.contract import Contract
from contractcheck.errors import UnreadableError
from contractcheck.model import Document, Evidence, Found, MarkKind
from contractcheck.reading import read_bytes
from contractcheck.reading.options import ReadOptions, Revisions
from contractcheck.reading.word.numbering import in_form
from contractcheck.report.where import place
from tests.loaded import own_checker
from tests.made_word import W, deleted, field, importing, inserted, levels, num, p, packed, part, r, table, word

pytestmark = pytest.mark.usefixtures("own_rules_once")

FORMS = Path(__file__).resolve().parents[1] / "../shared/corpus/standard-forms"
ORIGINAL = ReadOptions(revisions=Revisions.ORIGINAL)


def text(data: bytes, reading: ReadOptions = ReadOptions()) -> str:  # noqa: B008 - frozen
    return read_bytes(data, "a.docx", reading).text


def box(inside: str) -> str:
    """A text box as Word writes it: once for itself, once for older programs."""
    content = f"<w:txbxContent>{inside}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


HIDDEN_END = "<w:rPr><w:vanish/><w:specVanish/></w:rPr>"
NOTE = '<w:footnote w:id="{}">' + p("<w:r><w:footnoteRef/></w:r>", " Note {}.") + "</w:footnote>"
CHECKED = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>{}</w:checkBox></w:ffData></w:fldChar></w:r>'
FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


@pytest.mark.parametrize(
    ("body", "parts", "expected"),
    [
        pytest.param(p("One.") + p("Two."), {}, "One.\n\nTwo.", id="a blank line between paragraphs"),
        pytest.param(p("thir", "ty ", "days"), {}, "thirty days", id="a word may be cut into runs"),
        pytest.param(p("One.") + "<w:p/>" + p("Two."), {}, "One.\n\nTwo.", id="empty paragraphs are nothing"),
        pytest.param(p("a", "<w:r><w:tab/><w:br/><w:cr/></w:r>", "b"), {}, "a\t\n\nb", id="tabs and line breaks"),
        pytest.param(
            p("non", "<w:r><w:noBreakHyphen/></w:r>", "sol", "<w:r><w:softHyphen/></w:r>", "icit"),
            {},
            "non\u2011solicit",
            id="a fixed hyphen is seen, a soft one is not",
        ),
        pytest.param(p("<w:r><w:t> x </w:t></w:r>", "y"), {}, "xy", id="spaces at the ends count only where kept"),
        pytest.param(
            p('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', " 99 %"), {}, "≥ 99 %", id="signs of symbol fonts"
        ),
        pytest.param(p("\uf0a3 10"), {}, "≤ 10", id="signs of symbol fonts typed as letters"),
        pytest.param(p(field(" REF x ", "4.2"), " applies"), {}, "4.2 applies", id="a field's result, not its code"),
        pytest.param(
            p("a", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "code") + p("The rest."),
            {},
            "a\n\nThe rest.",
            id="a field that never ends does not swallow the contract",
        ),
        pytest.param(
            p('<w:fldSimple w:instr="DATE">' + r("1 May") + "</w:fldSimple>"), {}, "1 May", id="a simple field"
        ),
        pytest.param(
            p(CHECKED.format('<w:default w:val="0"/><w:checked/>'), FIELD_END, " yes"), {}, "☒ yes", id="a ticked box"
        ),
        pytest.param(p(CHECKED.format(""), FIELD_END, " no"), {}, "☐ no", id="a box that is not ticked"),
        pytest.param(p('<w:hyperlink r:id="x">' + r("link") + "</w:hyperlink>"), {}, "link", id="the words of a link"),
        pytest.param(
            "<w:sdt><w:sdtContent>"
            + p("<w:smartTag>" + r("In") + "</w:smartTag>", " control")
            + "</w:sdtContent></w:sdt>",
            {},
            "In control",
            id="content controls and smart tags",
        ),
        pytest.param(
            p("Before", box(p("Boxed."))) + p("After."), {}, "Before\n\nBoxed.\n\nAfter.", id="a text box, once"
        ),
        pytest.param(
            p("Heading.", more=HIDDEN_END, style="") + p("The text of it."),
            {},
            "Heading. The text of it.",
            id="a hidden paragraph end joins a heading with its text",
        ),
        pytest.param(
            p("A", '<w:r><w:footnoteReference w:id="2"/></w:r>', " day.") + p("B."),
            {"footnotes": NOTE.format(2, "two")},
            "A¹ day.\n\n¹ Note two.\n\nB.",
            id="a footnote stands after its paragraph, with its mark",
        ),
        pytest.param(
            p("The Provider shall:", '<w:r><w:footnoteReference w:id="2"/></w:r>') + p("(a) report."),
            {"footnotes": NOTE.format(2, "two")},
            "The Provider shall:¹\n\n(a) report.\n\n¹ Note two.",
            id="a footnote does not come between a sentence and its list",
        ),
        pytest.param(
            p(
                "<m:oMath><m:f><m:num><m:r><m:t>up</m:t></m:r></m:num><m:den><m:r><m:t>all</m:t></m:r></m:den></m:f></m:oMath>"
            ),
            {},
            "(up)/(all)",
            id="a formula in one line",
        ),
    ],
)
def test_words(body: str, parts: dict[str, str], expected: str) -> None:
    assert text(word(body, **parts)) == expected


DECIMAL = levels(("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)"), ("lowerRoman", "(%4)"))


@pytest.mark.parametrize(
    ("numbering", "at", "expected"),
    [
        pytest.param(DECIMAL, [0, 1, 1, 2, 2, 0, 1], "1.|1.1|1.2|(a)|(b)|2.|2.1", id="levels start again below"),
        pytest.param(DECIMAL, [0, 2, 2, 1, 2], "1.|(a)|(b)|1.2|(a)", id="a level that was jumped over counts as begun"),
        pytest.param(DECIMAL, [1, 0], "1.1|2.", id="a lower level before any higher one"),
        pytest.param(
            levels(("upperRoman", "Article %1"), ("decimal", "Section %1.%2"), more={1: "<w:isLgl/>"}),
            [0, 0, 1],
            "Article I|Article II|Section 2.1",
            id="legal numbering turns Roman numbers above into digits",
        ),
        pytest.param(
            levels(("upperLetter", "%1)"), ("ordinal", "%2"), ("decimalZero", "%3."), ("cardinalText", "%4:")),
            [0, 1, 2, 3],
            "A)|1st|01.|One:",
            id="other forms",
        ),
        pytest.param(levels(("bullet", "\uf0b7"), ("bullet", "-")), [0, 1], "•|-", id="bullets"),
        pytest.param(levels(("none", "")), [0, 0], "|", id="a list without numbers"),
        pytest.param(
            levels(("decimal", "%1."), ("decimal", "%2)"), more={1: '<w:lvlRestart w:val="0"/>'}),
            [0, 1, 0, 1],
            "1.|1)|2.|2)",
            id="a level that never starts again",
        ),
    ],
)
def test_numbers(numbering: str, at: list[int], expected: str) -> None:
    found = text(word("".join(p("x", number=(1, level)) for level in at), numbering=numbering))
    assert [line.removesuffix("x").strip() for line in found.split("\n\n")] == expected.split("|")


def start(level: int, value: int) -> str:
    return f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{value}"/></w:lvlOverride>'


STYLED = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="N"/>'
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
    '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="X"><w:basedOn w:val="X"/></w:style>'
)
OF_STYLES = levels(
    ("decimal", "%1."),
    ("decimal", "%1.%2"),
    more={0: '<w:pStyle w:val="H1"/>', 1: '<w:pStyle w:val="H2"/>'},
)


@pytest.mark.parametrize(
    ("body", "parts", "expected"),
    [
        pytest.param(
            p("a", number=(1, 0)) + p("b", number=(2, 0)),
            {"numbering": DECIMAL + num(2)},
            "1. a\n\n2. b",
            id="two lists of one kind count together",
        ),
        pytest.param(
            p("a", number=(1, 0)) + p("b", number=(2, 0)) + p("c", number=(2, 0)),
            {"numbering": DECIMAL + num(2, start(0, 5))},
            "1. a\n\n5. b\n\n6. c",
            id="a list that starts anew, once",
        ),
        pytest.param(
            p("a", style="H1") + p("b", style="H2") + p("c", style="H2") + p("d"),
            {"numbering": OF_STYLES, "styles": STYLED},
            "1. a\n\n1.1 b\n\n1.2 c\n\nd",
            id="numbers come from styles, the level from the list",
        ),
        pytest.param(
            p("a", style="H1", number=(0, 0)),
            {"numbering": OF_STYLES, "styles": STYLED},
            "a",
            id="number 0 takes it away",
        ),
        pytest.param(p("a", style="X"), {"styles": STYLED}, "a", id="a style that is based on itself"),
        pytest.param(p("a", number=(7, 0)), {"numbering": DECIMAL}, "a", id="a list that is not there"),
        pytest.param(
            p("a", number=(1, 0)) + p("", number=(1, 0)) + p("c", number=(1, 0)),
            {"numbering": DECIMAL},
            "1. a\n\n3. c",
            id="an empty item is counted, as Word does, and not printed",
        ),
        pytest.param(
            p("a", number=(1, 0))
            + p(deleted("b"), number=(1, 0), more="<w:rPr><w:del/></w:rPr>")
            + p("c", number=(1, 0)),
            {"numbering": DECIMAL},
            "1. a\n\n2. c",
            id="an item that was taken out is not counted",
        ),
    ],
)
def test_lists(body: str, parts: dict[str, str], expected: str) -> None:
    assert text(word(body, **parts)) == expected


@pytest.mark.parametrize(
    ("count", "form", "printed"),
    [
        (4, "lowerRoman", "iv"),
        (1994, "upperRoman", "MCMXCIV"),
        (26, "lowerLetter", "z"),
        (28, "lowerLetter", "bb"),
        (112, "ordinal", "112th"),
        (22, "ordinal", "22nd"),
        (21, "ordinalText", "Twenty-first"),
        (40, "ordinalText", "Fortieth"),
        (7, "zeros3", "007"),
        (3, "chineseCounting", "3"),
        (0, "upperRoman", "0"),
        (0, "lowerLetter", "0"),
    ],
)
def test_forms_of_numbers(count: int, form: str, printed: str) -> None:
    assert in_form(count, form) == printed


# --- tables -------------------------------------------------------------------------------------------------------


def cell(inside: str, settings: str = "") -> str:
    return f"<w:tc><w:tcPr>{settings}</w:tcPr>{inside}</w:tc>"


SPAN, TOP, BELOW = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
LONG = "The Provider shall keep the service up at all times that are stated in the order form. " * 5


@pytest.mark.parametrize(
    ("body", "lines", "rows"),
    [
        pytest.param(
            table(("Service", "Target"), ("Help", "99 %")),
            "Service\tTarget\nHelp\t99 %",
            [["Service", "Target"], ["Help", "99 %"]],
            id="a row on a line",
        ),
        pytest.param(table(("", "b"), ("", "")), "\tb", [["", "b"], ["", ""]], id="empty cells keep their place"),
        pytest.param(
            table((cell(p("wide"), SPAN), "c"), ("a", "b", "c")),
            "wide\tc\na\tb\tc",
            [["wide", "wide", "c"], ["a", "b", "c"]],
            id="a cell over two columns stands in both",
        ),
        pytest.param(
            table((cell(p("tall"), TOP), "b"), (cell("<w:p/>", BELOW), "c")),
            "tall\tb\n\tc",
            [["tall", "b"], ["tall", "c"]],
            id="a cell over two rows stands in both, and is printed once",
        ),
        pytest.param(
            table((cell(p("one") + p("two")), "b")),
            "one two\tb",
            [["one two", "b"]],
            id="short paragraphs share the line",
        ),
        pytest.param(
            table(("4.2", cell(p(LONG) + p("Next."))), ("4.3", "Short.")),
            f"4.2\t{LONG}\n\nNext.\n\n4.3\tShort.",
            [["4.2", f"{LONG.strip()} Next."], ["4.3", "Short."]],
            id="a table that lays out a text keeps its paragraphs",
        ),
        pytest.param(
            table(("a", cell(p("before") + table(("x", "y"))))),
            "a\tbefore\n\nx\ty",
            [["x", "y"]],
            id="a table in a table",
        ),
        pytest.param(
            table("<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>" + cell(p("b")) + "</w:tr>", ("c", "d")),
            "b\nc\td",
            [["", "b"], ["c", "d"]],
            id="a row that begins further right",
        ),
    ],
)
def test_tables(body: str, lines: str, rows: list[list[str]]) -> None:
    document = read_bytes(word(body), "a.docx")
    assert document.text == lines
    assert [[one.text for one in row] for row in document.tables[0].rows] == rows
    for found in document.tables:
        for one in (one for row in found.rows for one in row):
            assert " ".join(document.text[one.start : one.end].split()) == one.text


def test_a_frame_around_a_text_is_no_table() -> None:
    assert read_bytes(word(table(("Only this.",))), "a.docx").tables == ()


def test_rows_that_head_a_table_are_known() -> None:
    head = "<w:tr><w:trPr><w:tblHeader/></w:trPr>" + cell(p("A")) + cell(p("B")) + "</w:tr>"
    document = read_bytes(word(table(head, head, ("c", "d"))), "a.docx")
    assert document.tables[0].heads == 2


# --- changes ------------------------------------------------------------------------------------------------------


def marks(document: Document) -> list[tuple[str, str, str]]:
    return [(mark.kind.value, mark.author, mark.text) for mark in document.marks]


ROW = "<w:tr><w:trPr><w:{} w:author='Ann'/></w:trPr>" + cell(p("new")) + cell(p("row")) + "</w:tr>"


@pytest.mark.parametrize(
    ("body", "final", "original", "told"),
    [
        pytest.param(
            p("within ", deleted("30"), inserted("60", by="Bob"), " days"),
            "within 60 days",
            "within 30 days",
            [("deletion", "Ann", "30"), ("insertion", "Bob", "60")],
            id="a number changed",
        ),
        pytest.param(
            p("A ", deleted("b ", tag="moveFrom")) + p("C ", inserted("b", tag="moveTo")),
            "A \n\nC b",
            "A b \n\nC ",
            [("deletion", "Ann", "b "), ("insertion", "Ann", "b")],
            id="words moved",
        ),
        pytest.param(
            p("One", more="<w:rPr><w:del w:author='Ann'/></w:rPr>") + p(" two."),
            "One two.",
            "One\n\n two.",
            [],
            id="the end of a paragraph taken out: two become one",
        ),
        pytest.param(
            p("One", more="<w:rPr><w:ins w:author='Ann'/></w:rPr>") + p(" two."),
            "One\n\n two.",
            "One two.",
            [],
            id="a paragraph cut in two",
        ),
        pytest.param(
            p("a ", inserted(deleted("x", by="Bob"), "y"), "z"),
            "a yz",
            "a z",
            [("deletion", "Bob", "x"), ("insertion", "Ann", "y")],
            id="put in by one, taken out by another",
        ),
        pytest.param(
            table(("a", "b"), ROW.format("ins")),
            "a\tb\nnew\trow",
            "a\tb",
            [("insertion", "Ann", "newrow")],
            id="a row put in",
        ),
        pytest.param(
            table(("a", "b"), ROW.format("del")),
            "a\tb",
            "a\tb\nnew\trow",
            [("deletion", "Ann", "newrow")],
            id="a row taken out",
        ),
        pytest.param(
            p("x", deleted("gone ")) + p(deleted("all gone"), more="<w:rPr><w:del/></w:rPr>") + p("y"),
            "x\n\ny",
            "xgone \n\nall gone\n\ny",
            [("deletion", "Ann", "gone all gone")],
            id="one author's deletion over two paragraphs is one change",
        ),
    ],
)
def test_changes(body: str, final: str, original: str, told: list[tuple[str, str, str]]) -> None:
    document = read_bytes(word(body), "a.docx")
    before = read_bytes(word(body), "a.docx", ORIGINAL)
    assert document.text == final
    assert before.text == original
    assert marks(document) == told
    for one in document.marks + before.marks:
        assert 0 <= one.start <= one.end


def test_an_older_style_of_paragraph_is_read_in_the_original() -> None:
    changed = '<w:pStyle w:val="H1"/><w:pPrChange w:author="A"><w:pPr><w:pStyle w:val="N"/></w:pPr></w:pPrChange>'
    data = word(p("Term", more=changed), styles=STYLED, numbering=OF_STYLES)
    assert text(data) == "1. Term"
    assert text(data, ORIGINAL) == "Term"


COMMENT = '<w:comment w:id="5" w:author="Cy Grey">' + p("Is this") + p("enough?") + "</w:comment>"


@pytest.mark.parametrize(
    ("body", "covers"),
    [
        pytest.param(
            p("a ", '<w:commentRangeStart w:id="5"/>', "few days", '<w:commentRangeEnd w:id="5"/>', " b"),
            "few days",
            id="a comment on some words",
        ),
        pytest.param(
            p("a", '<w:commentRangeStart w:id="5"/>', "b") + p("c", '<w:commentRangeEnd w:id="5"/>', "d"),
            "b\n\nc",
            id="a comment over two paragraphs",
        ),
        pytest.param(p("ab", '<w:r><w:commentReference w:id="5"/></w:r>', "c"), "", id="a comment at a place"),
        pytest.param(
            p('<w:commentRangeStart w:id="5"/>', deleted("x"), '<w:commentRangeEnd w:id="5"/>', "c"),
            "",
            id="a comment on words that were taken out",
        ),
    ],
)
def test_comments(body: str, covers: str) -> None:
    document = read_bytes(word(body, comments=COMMENT), "a.docx")
    found = [mark for mark in document.marks if mark.kind is MarkKind.COMMENT]
    assert [(mark.author, mark.text) for mark in found] == [("Cy Grey", "Is this enough?")]
    assert document.text[found[0].start : found[0].end] == covers


# --- pages, furniture, what is not read -----------------------------------------------------------------------------

TURN, RENDERED = '<w:r><w:br w:type="page"/></w:r>', "<w:r><w:lastRenderedPageBreak/></w:r>"
SECTION = '<w:sectPr><w:type w:val="{}"/></w:sectPr>'


@pytest.mark.parametrize(
    ("body", "pages"),
    [
        pytest.param(p("One.") + p("Two."), ["One.\n\nTwo."], id="no break: one page"),
        pytest.param(p("One.", TURN) + p("Two."), ["One.\n\n", "Two."], id="a break that somebody put there"),
        pytest.param(p("One.", TURN) + p(RENDERED, "Two."), ["One.\n\n", "Two."], id="Word notes the same break again"),
        pytest.param(p("One ", RENDERED, "two."), ["One ", "two."], id="a page ends in the middle of a paragraph"),
        pytest.param(p("One.") + p("Two.", more="<w:pageBreakBefore/>"), ["One.\n\n", "Two."], id="a break before"),
        pytest.param(
            p("One.", more=SECTION.format("nextPage")) + p("Two.") + SECTION.format("nextPage"),
            ["One.\n\n", "Two."],
            id="a section on a new page",
        ),
        pytest.param(
            p("One.", more=SECTION.format("nextPage")) + p("Two.") + SECTION.format("continuous"),
            ["One.\n\nTwo."],
            id="a section on the same page",
        ),
        pytest.param(
            p("x" * 9000, TURN) + p("Two."),
            ["x" * 9000 + "\n\nTwo."],
            id="after text that fills several pages nobody knows the page",
        ),
        pytest.param(
            p("x" * 9000, RENDERED, "y"), ["x" * 9000, "y"], id="but Word knows it, where it laid the file out"
        ),
        pytest.param(
            p("One.") + table((cell(p("a ", RENDERED, "b")), cell(p("c ", RENDERED, "d")))),
            ["One.\n\na ", "b\tc d"],
            id="a row over two pages turns the page once",
        ),
    ],
)
def test_pages(body: str, pages: list[str]) -> None:
    document = read_bytes(word(body), "a.docx")
    found = [document.text[page.start : page.end].replace("\n\n\n", "\n\n") for page in document.pages]
    assert [page.strip("\n") for page in found] == [page.strip("\n") for page in pages]
    assert [page.number for page in document.pages] == list(range(1, len(pages) + 1))
    assert all(page.read for page in document.pages)


def test_heads_and_feet_stand_there_once_and_are_no_evidence() -> None:
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="header1"/><w:footerReference w:type="default" r:id="footer1"/>'
        '<w:headerReference w:type="even" r:id="header2"/></w:sectPr>'
    )
    data = word(
        p("Body one.", more=section) + p("Body two.") + section,
        header1=p("DRAFT 3")
        + '<w:p><w:r><w:pict><v:shape><v:textpath string="SECRET"/></v:shape></w:pict></w:r></w:p>',
        header2=p("Not shown"),
        footer1=p("Page ", field("PAGE", "1")),
    )
    document = read_bytes(data, "a.docx")
    assert document.text.split("\n\n") == ["DRAFT 3", "SECRET", "Body one.", "Body two.", "Page 1"]
    assert [document.text[line.start : line.end] for line in clean(document).lines] == ["Body one.", "Body two."]
    assert len(document.paragraphs) == 2


def test_a_stamp_in_a_head_is_told_by_its_place() -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    data = word(p("Either party may end this.") + section, header1=p("CONFIDENTIAL DRAFT"))
    report = own_checker("presigning", applies=True).check("a.docx", data)
    item = next(one for one in report.assessed if one.finding.requirement == "draft-marks")
    assert [(place(one), one.quote) for one in item.finding.evidence] == [
        ("head or foot of the pages", "CONFIDENTIAL DRAFT")
    ]


PICTURE = (
    '<w:r><w:drawing><wp:inline><wp:extent cx="5000000" cy="{}"/><a:blip r:embed="x"/></wp:inline></w:drawing></w:r>'
)


@pytest.mark.parametrize(
    ("inside", "note"),
    [
        pytest.param(r("secret", "<w:vanish/>"), "Hidden text was not read (1 passage).", id="hidden words"),
        pytest.param(PICTURE.format(4000000), "Words in 1 large picture were not read.", id="a picture of a table"),
        pytest.param(PICTURE.format(300000), None, id="a logo"),
        pytest.param(
            '<w:r><w:object><o:OLEObject ProgID="Excel"/></w:object></w:r>',
            "Words in 1 embedded file were not read.",
            id="a spreadsheet inside",
        ),
        pytest.param(
            inserted("x"), "It holds 1 open change. The text was read as if all were accepted.", id="a change"
        ),
    ],
)
def test_what_was_not_read_is_said(inside: str, note: str | None) -> None:
    document = read_bytes(word(p("Words. ", inside)), "a.docx")
    assert document.notes == ((note,) if note else ())
    assert "secret" not in document.text


def test_text_in_another_format_inside_is_said() -> None:
    document = read_bytes(word(p("Words.") + '<w:altChunk r:id="x"/>'), "a.docx")
    assert document.notes == ("Words in 1 imported part were not read.",)


# --- structure ------------------------------------------------------------------------------------------------------


def test_headings_and_numbers_make_clauses() -> None:
    body = (
        p("Services Agreement", style="T")
        + p("Term", style="H1")
        + p("This Agreement lasts three years from the day on which both parties have signed it.", style="H2")
        + p("Force majeure", style="P")
        + p("No party is liable for what it could not foresee and could not have prevented.")
        + p(
            "Notices.",
            "<w:r><w:t> The parties shall send notices by post to the address above.</w:t></w:r>",
            style="H1",
        )
    )
    more = (
        '<w:style w:styleId="P"><w:name w:val="My clause"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:styleId="T"><w:name w:val="Title"/></w:style>'
    )
    document = read_bytes(word(body, styles=STYLED + more, numbering=OF_STYLES), "a.docx")
    clauses = Contract.of(document).outline.clauses
    found = [(clause.path, clause.heading) for clause in clauses]
    assert ("1", "Term") in found
    assert ("1.1", "") in found
    assert "Force majeure" in [clause.heading for clause in clauses]
    assert ("2", "Notices") in found


def test_a_bold_beginning_is_seen() -> None:
    document = read_bytes(word(p(r("Term.", "<w:b/>"), " Three years.") + p("Plain.")), "a.docx")
    assert document.bold == (0,)


# --- the whole way --------------------------------------------------------------------------------------------------

CURE = (
    p('This Agreement is made between Alder Harbour Ltd (the "Customer") and Brightwater LLC (the "Provider").')
    + p("Termination", style="H1")
    + p(
        "Either party may terminate this Agreement if the other party commits a material breach and fails to cure it within ",
        deleted("thirty (30)"),
        inserted("sixty (60)", by="Bob &lt;b&gt; \x1b[31m".replace("\x1b", "")),
        '<w:commentRangeStart w:id="5"/>',
        " days",
        '<w:commentRangeEnd w:id="5"/>',
        " after written notice.",
        style="H2",
    )
)
CHANGED = word(CURE, styles=STYLED, numbering=OF_STYLES, comments=COMMENT)


@pytest.fixture(scope="module")
def checker() -> Checker:
    return own_checker(applies=True)


def cure(checker: Checker, data: bytes, reading: ReadOptions) -> tuple[float | None, Evidence]:
    report = checker.examine("a.docx", data, reading=reading).report
    finding = next(item.finding for item in report.assessed if item.finding.requirement == "cure-period")
    assert finding.found is Found.YES
    assert finding.value
    return finding.value.amount, finding.evidence[0]


@pytest.mark.parametrize(("reading", "days"), [(ReadOptions(), 60), (ORIGINAL, 30)])
def test_a_cure_period_in_the_two_states(checker: Checker, reading: ReadOptions, days: int) -> None:
    amount, proof = cure(checker, CHANGED, reading)
    assert amount == days
    assert (proof.clause, proof.paragraph, proof.paged) == ("1.1", 3, False)


def test_both_states_are_reported_under_their_names(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(CHANGED)
    clear = tmp_path / "b.docx"
    clear.write_bytes(
        word(CURE.replace("<w:del ", "<w:x ").replace("</w:del>", "</w:x>").replace("w:ins", "w:sdtContent"))
    )
    result = CliRunner().invoke(
        main, ["check", str(file), str(clear), "--revisions", "both", "--format", "json", "--fail-on", "never"]
    )
    assert result.exit_code == 0, result.stderr
    reports = json.loads(result.stdout)
    assert [one["contract"]["name"] for one in reports] == ["a.docx (original)", "a.docx (final)", "b.docx"]
    values = [next(row for row in one["findings"] if row["requirement"] == "cure-period")["value"] for one in reports]
    assert [value["amount"] for value in values] == [30, 60, 60]


def test_open_changes_and_comments_are_told_before_signing(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(CHANGED)
    result = CliRunner().invoke(main, ["checklist", str(file), "--format", "json"])
    assert result.exit_code == 1
    faults = json.loads(result.stdout)["faults"]
    assert [fault["what"] for fault in faults["open-changes"]] == [
        "Deleted by Ann: “thirty (30)”.",
        "Inserted by Bob <b> [31m: “sixty (60)”.",
    ]
    assert [fault["what"] for fault in faults["open-comments"]] == ["Comment by Cy Grey: “Is this enough?”."]
    findings = {row["requirement"]: row for row in json.loads(result.stdout)["report"]["findings"]}
    # A deletion has no words in the text: the words beside it are quoted.
    assert "fails to cure it within sixty (60) days" in findings["open-changes"]["evidence"][0]["quote"]


@pytest.mark.parametrize(
    "body", [p(deleted("All gone.")) + p("x y"), p("x y") + p(deleted("Gone.")), table(ROW.format("del"), ("x", "y"))]
)
def test_a_deletion_at_the_edge_still_has_words_beside_it(body: str) -> None:
    report = own_checker("presigning", applies=True).check("a.docx", word(body))
    item = next(one for one in report.assessed if one.finding.requirement == "open-changes")
    assert item.finding.evidence[0].quote.strip()


def test_reports_name_the_paragraph_and_no_page_that_is_not_known(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(CHANGED)
    result = CliRunner().invoke(main, ["check", str(file), "--fail-on", "never"])
    assert "paragraph 3, clause 1.1" in result.stdout
    assert "page 1" not in result.stdout
    assert re.search(r"^Read +3 paragraphs$", result.stdout, re.MULTILINE)


def test_reports_name_the_page_where_the_file_gives_one(checker: Checker) -> None:
    _, proof = cure(checker, word(p("Head.", TURN) + CURE, comments=COMMENT), ReadOptions())
    assert (proof.page, proof.paged, proof.paragraph) == (2, True, 4)
    assert place(proof).startswith("page 2, paragraph 4, ")


# --- bad input ------------------------------------------------------------------------------------------------------

GOOD = word(p("The parties agree."))
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9)
)


def entity(declared: str) -> bytes:
    return word(
        "",
        whole=f"{declared}]><w:document xmlns:w='{W}'><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>",
    )


def deep(tag: str, times: int) -> bytes:
    return word(f"<w:{tag}>" * times + p("x") + f"</w:{tag}>" * times)


def cut_directory(data: bytes) -> bytes:
    return data[: data.rindex(b"PK\x01\x02")]


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        pytest.param(GOOD[:-40], "broken-docx", "the Word file is damaged: it cannot be opened", id="cut short"),
        pytest.param(cut_directory(GOOD), "broken-docx", "the Word file is damaged: it cannot be opened", id="without its directory"),
        pytest.param(
            GOOD.replace(b"word/document", b"ward/document"), "broken-docx", "no Word document", id="no main part"
        ),
        pytest.param(word("", whole="<html/>"), "broken-docx", "no Word document", id="a main part that is none"),
        pytest.param(word("", whole="<w:document"), "broken-docx", "not valid XML", id="XML that is cut"),
        pytest.param(word("<w:p/>"), "no-text", "holds no words", id="no words"),
        pytest.param(word(p(PICTURE.format(9000000))), "no-text", "only pictures", id="pictures of pages"),
        pytest.param(entity(BOMB), "broken-docx", "declares entities", id="a bomb of entities"),
        pytest.param(
            entity("<!DOCTYPE x [<!ENTITY j SYSTEM 'file:///etc/hostname'>"),
            "broken-docx",
            "declares entities",
            id="an entity that reads a file",
        ),
        pytest.param(
            word("", whole=(BOMB + "]><x/>").encode("utf-16").decode("latin-1")),
            "broken-docx",
            "",
            id="declared in another encoding",
        ),
        pytest.param(deep("sdt", 400), "broken-docx", "", id="nested without end"),
        pytest.param(
            lambda: packed({"word/document.xml": part("document", "<w:body>" + " " * 120_000_000 + "</w:body>")}),
            "too-large",
            "unpacks to more than",
            id="a bomb",
        ),
        pytest.param(
            lambda: packed({"word/document.xml": part("document", "<w:body>" + " " * 30_000_000 + "</w:body>")}),
            "too-large",
            "200 times its size",
            id="a smaller one that packs far too well",
        ),
        pytest.param(
            packed({"word/document.xml": b"x"}).replace(b"PK\x01\x02", b"PK\x01\x02") + b"PK\x01\x02" * 10_001,
            "too-large",
            "parts",
            id="parts without end",
        ),
    ],
)
def test_refuses(data: bytes | Callable[[], bytes], code: str, says: str) -> None:
    data = data() if callable(data) else data
    begin = time.process_time()
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, "folder/a.docx")
    assert caught.value.code == code
    assert says in str(caught.value)
    assert str(caught.value).startswith("a.docx: ")
    assert "\n" not in str(caught.value)
    assert time.process_time() - begin < 10


def test_a_file_that_only_says_so_is_one_clear_line(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_text("The parties agree.")
    result = CliRunner().invoke(main, ["check", str(file)])
    assert result.exit_code == 2
    assert "a.docx: this is not a Word file, although its name says so" in result.stderr


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(GOOD.replace(b"word/document.xml", b"word\\document.xml"), id="slashes of Windows"),
        pytest.param(
            word(
                "",
                whole=part("document", f"<w:body>{p('The parties agree.')}</w:body>").replace(
                    W, "http://purl.oclc.org/ooxml/wordprocessingml/main"
                ),
            ),
            id="the strict form of the standard",
        ),
        pytest.param(
            packed(
                {"word/document2.xml": part("document", f"<w:body>{p('The parties agree.')}</w:body>")},
                "/word/document2.xml",
            ),
            id="another name of the main part",
        ),
        pytest.param(deep("sdt", 60), id="nested, but not too deep"),
    ],
)
def test_odd_but_whole_files_are_read(data: bytes) -> None:
    assert text(data) in ("The parties agree.", "x")


def test_nothing_in_a_file_is_run_or_fetched(tmp_path: Path) -> None:
    """Macros lie beside the text; linked parts are named by addresses. Neither is touched."""
    out = io.BytesIO(word(p('<w:hyperlink r:id="e">' + r("x") + "</w:hyperlink>")))
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0 Shell")
        package.writestr("../../evil.txt", "x")
    assert text(out.getvalue()) == "x"
    assert not list(tmp_path.iterdir())


@settings(max_examples=150)
@given(st.binary(min_size=1, max_size=6), st.integers(0, len(CHANGED) - 1))
def test_a_damaged_file_is_read_or_refused(junk: bytes, at: int) -> None:
    data = CHANGED[:at] + junk + CHANGED[at + len(junk) :]
    try:
        document = read_bytes(data, "a.docx")
    except UnreadableError:
        return
    assert document.pages[-1].end == len(document.text)


_PIECES = st.sampled_from(
    [r("word "), r("more. "), inserted("in "), deleted("out "), "<w:r><w:br/></w:r>", TURN, RENDERED, "<w:r><w:tab/></w:r>",
     '<w:commentRangeStart w:id="5"/>', '<w:commentRangeEnd w:id="5"/>', box(p("boxed")), r("hid", "<w:vanish/>")]
)  # fmt: skip
_PARAGRAPHS = st.builds(
    lambda pieces, number, end: p(*pieces, number=number, more=end),
    st.lists(_PIECES, max_size=5),
    st.sampled_from([None, (1, 0), (1, 1), (1, 2)]),
    st.sampled_from(["", "<w:rPr><w:del/></w:rPr>", "<w:rPr><w:ins/></w:rPr>", HIDDEN_END]),
)
_BLOCKS = st.one_of(
    _PARAGRAPHS,
    st.lists(st.lists(_PARAGRAPHS, min_size=1, max_size=2).map("".join), min_size=1, max_size=3).map(
        lambda cells: table(tuple(cell(one) for one in cells))
    ),
)


@given(st.lists(_BLOCKS, min_size=1, max_size=8), st.sampled_from([ReadOptions(), ORIGINAL]))
def test_offsets_hold_whatever_the_file_is_made_of(blocks: list[str], reading: ReadOptions) -> None:
    data = word(p("Start.") + "".join(blocks), numbering=DECIMAL, comments=COMMENT)
    document = read_bytes(data, "a.docx", reading)
    assert document.pages[0].start == 0
    assert document.pages[-1].end == len(document.text)
    assert all(left.end == right.start for left, right in zip(document.pages, document.pages[1:], strict=False))
    assert list(document.paragraphs) == sorted(set(document.paragraphs))
    # A paragraph begins at the start of a line, and every line of words that follows a gap begins one.
    assert all(not at or document.text[at - 1] == "\n" for at in document.paragraphs)
    for mark in document.marks:
        assert 0 <= mark.start <= mark.end <= len(document.text)
        if mark.kind is not MarkKind.COMMENT and mark.end > mark.start:
            assert mark.text.split() == document.text[mark.start : mark.end].split()
    for found in document.tables:
        assert len({len(row) for row in found.rows}) == 1
        for one in (one for row in found.rows for one in row):
            assert " ".join(document.text[one.start : one.end].split()) == one.text
    assert Contract.of(document).clauses


def test_help_comes_up_without_the_reader() -> None:
    code = "import sys; from contractcheck.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\nassert not {'lxml', 'docx'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


@pytest.mark.skipif(not FORMS.is_dir(), reason="the standard forms lie beside the checkout, and are not there")
def test_real_files_are_read() -> None:
    files = sorted(FORMS.glob("*/*.docx"))
    assert files
    for file in files:
        document = read_bytes(file.read_bytes(), str(file))
        assert len(document.text) > 1000
        assert document.paragraphs
        assert Contract.of(document).outline.clauses


STRUCK = '<w:style w:type="character" w:styleId="Gone"><w:name w:val="Gone"/><w:rPr><w:strike/></w:rPr></w:style>'


@pytest.mark.parametrize(
    ("run", "expected", "proves"),
    [
        (r("out ", "<w:strike/>"), "kept in", "struck once"),
        (r("out ", "<w:dstrike/>"), "kept in", "struck twice"),
        (r("out ", '<w:rStyle w:val="Gone"/>'), "kept in", "by a style"),
        (r("out ", '<w:rStyle w:val="Gone"/><w:strike w:val="0"/>'), "kept out in", "a style that is taken back"),
    ],
)
def test_struck_words_are_out(run: str, expected: str, proves: str) -> None:
    document = read_bytes(word(p("kept ", run, "in"), styles=STRUCK), "a.docx")
    assert document.text == expected, proves
    told = "Words that are struck out were not read (1 passage)." in document.notes
    assert told is (expected == "kept in"), proves


@pytest.mark.parametrize(
    ("gone", "left"),
    [
        pytest.param(" ten ", "in five days", id="with both spaces"),
        pytest.param(" ten", "in five days", id="with the space before it"),
        pytest.param("ten ", "in five days", id="with the space after it"),
        pytest.param("ten", "infive days", id="without a space: one word on the page too"),
    ],
)
def test_struck_spaces_part_the_words_around_them(gone: str, left: str) -> None:
    assert read_bytes(word(p("in", r(gone, "<w:strike/>"), "five days")), "a.docx").text == left
    assert read_bytes(f"<html><p>in<s>{gone}</s>five days</p></html>".encode(), "a.html").text == left


def test_struck_runs_side_by_side_are_one_passage() -> None:
    document = read_bytes(word(p("a ", r("b", "<w:strike/>"), r("c", "<w:dstrike/>"), " d ", r("e", "<w:strike/>"))), "a.docx")
    assert (document.text, document.notes[0]) == ("a  d ", "Words that are struck out were not read (2 passages).")


CHUNK = p("Before.") + '<w:altChunk r:id="chunk"/>' + p("After.")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.html", b"<html><body><h1>Law</h1><p>The law of Wales.</p></body></html>", "Law\n\nThe law of Wales."),
        ("a.txt", b"The law of Wales.\n\nMore of it.", "The law of Wales.\n\nMore of it."),
        ("a.docx", word(p("The law of Wales.") + p("More.")), "The law of Wales.\n\nMore."),
        ("a.docx", importing(p("In.") + '<w:altChunk r:id="chunk"/>', "b.txt", b"Deeper."), "In.\n\nDeeper."),
    ],
    ids=["a web page", "a text", "a Word file", "one in another"],
)
def test_imported_parts_are_read_where_they_stand(name: str, content: bytes, expected: str) -> None:
    document = read_bytes(importing(CHUNK, name, content), "whole.docx")
    assert document.text == f"Before.\n\n{expected}\n\nAfter."
    assert (document.unread_files, document.notes) == ((), ())
    assert all(document.text[row.start : row.end] == "Law" for row in document.headings)


@pytest.mark.parametrize(
    ("name", "content"), [("terms.rtf", b"{\\rtf1 The law of Wales.}"), ("terms.bin", b"\x00\x01\x02\x03" * 99), ("no.html", b"")]
)
def test_imported_parts_that_cannot_be_read_are_named(name: str, content: bytes) -> None:
    document = read_bytes(importing(CHUNK, name, content), "whole.docx")
    assert (document.text, document.unread_files) == ("Before.\n\nAfter.", (name,))
    assert document.notes == ("Words in 1 imported part were not read.",)


def test_what_an_unread_part_may_hold_is_not_missing() -> None:
    report = Checker(applies=True).check("whole.docx", importing(CHUNK, "terms.rtf", b"{\\rtf1 x}"))
    one = next(row.finding for row in report.assessed if row.finding.requirement == "governing-law")
    assert (one.found, one.notes) == (Found.UNSURE, ("It may stand in what was not read: terms.rtf.",))


def test_word_files_that_import_one_another_come_to_an_end() -> None:
    inner = word(p("Deep."))
    for _ in range(9):
        inner = importing(p("In.") + '<w:altChunk r:id="chunk"/>', "a.docx", inner)
    document = read_bytes(inner, "whole.docx")
    assert document.text.count("In.") == 6
    assert document.unread_files == ("a.docx",)
