"""Web pages: what a reader of the page sees is read, in lines as printed; nothing is run, fetched or taken from hiding."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractcheck.errors import UnreadableError
from contractcheck.model import Document, Found, MarkKind, Status
from contractcheck.reading import read_bytes
from contractcheck.reading.options import ReadOptions, Revisions
from contractcheck.reading.web import blocks
from contractcheck.reading.web.numerals import STYLES, numeral
from tests.loaded import own_checker

SECONDS = 30  # no hostile page may take longer, on a busy machine


def page(body: str, head: str = "", reading: ReadOptions | None = None) -> Document:
    data = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()
    return read_bytes(data, "contract.html", reading or ReadOptions())


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param("<p>One</p><p>two", "One\n\ntwo", id="paragraphs, the last without its end"),
        pytest.param("<p>One\n  <b>and</b>&nbsp; two</p>", "One and two", id="spaces are one space"),
        pytest.param("One<br>two", "One\ntwo", id="a line break"),
        pytest.param("One<br><br>two", "One\n\ntwo", id="two line breaks part paragraphs, as old pages do"),
        pytest.param("<div>One<div>two</div>three</div>", "One\n\ntwo\n\nthree", id="blocks in blocks"),
        pytest.param("<h2>Term</h2>Two years", "Term\n\nTwo years", id="a heading has a line of its own"),
        pytest.param("A &amp; B&#8217;s &lt;fee&gt; &copy;", "A & B’s <fee> ©", id="entities"),
        pytest.param("re\u00adcord\u200bs", "records", id="marks for breaking words are none of them"),
        pytest.param("<pre>1.  Term\n    two years</pre>", "1.  Term\n    two years", id="typed text keeps its lines"),
        pytest.param("<q>Services</q> means", "“Services” means", id="quotation marks that the page adds"),
        pytest.param("the fee<sup>1</sup> is", "the fee 1 is", id="the mark of a footnote is no part of the word"),
        pytest.param("between <input value='Orbit Ltd'> and", "between Orbit Ltd and", id="a blank that is filled in"),
        pytest.param("<details><summary>Term</summary>two years</details>", "Term\n\ntwo years", id="folded text"),
        pytest.param("<![if !supportLists]>1.<span>&nbsp;&nbsp;</span><![endif]>Term", "1. Term", id="Word's pages"),
        pytest.param("<dl><dt>Fee</dt><dd>the price</dl>", "Fee\n\nthe price", id="a list of terms"),
    ],
)
def test_text(body: str, text: str) -> None:
    assert page(body).text == text


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param("<script>document.write('shall indemnify')</script>", id="a script"),
        pytest.param("<style>p:before{content:'shall indemnify'}</style>", id="a style sheet"),
        pytest.param("<template><p>shall indemnify</template>", id="a template"),
        pytest.param("<noscript>shall indemnify</noscript>", id="words for browsers without scripts"),
        pytest.param("<div hidden>shall indemnify</div>", id="a hidden element"),
        pytest.param("<p style='color:red; DISPLAY : none'>shall <b>indemnify</b></p>", id="hidden by its style"),
        pytest.param("<!-- shall indemnify -->", id="a comment"),
        pytest.param("<input type=hidden value='shall indemnify'>", id="a hidden field"),
        pytest.param("<svg><text>shall indemnify</text></svg>", id="a drawing"),
        pytest.param("<iframe srcdoc='shall indemnify'>shall indemnify</iframe>", id="another page"),
        pytest.param("<dialog>shall indemnify</dialog>", id="a closed dialog"),
        pytest.param("<del>shall indemnify</del>", id="deleted words"),
        pytest.param("<span style='text-decoration:line-through'>shall indemnify</span>", id="struck out by style"),
    ],
)
def test_what_the_page_does_not_show_is_no_text(hidden: str) -> None:
    found = page(f"<p>Seen before</p>{hidden}<p>Seen after</p>")
    assert "indemnify" not in found.text
    assert found.text == "Seen before\n\nSeen after"


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        pytest.param("<ol><li>ant<li>bee</ol>", ["1. ant", "2. bee"], id="plain numbers"),
        pytest.param("<ol type=a><li>ant<li>bee</ol>", ["a. ant", "b. bee"], id="letters"),
        pytest.param("<ol type=I start=4><li>ant<li>bee</ol>", ["IV. ant", "V. bee"], id="Roman, from the fourth"),
        pytest.param("<ol><li>ant<li value=7>bee<li>cat</ol>", ["1. ant", "7. bee", "8. cat"], id="a value of its own"),
        pytest.param("<ol reversed><li>ant<li>bee<li>cat</ol>", ["3. ant", "2. bee", "1. cat"], id="counting down"),
        pytest.param("<ol reversed start=9><li>ant<li>bee</ol>", ["9. ant", "8. bee"], id="counting down from nine"),
        pytest.param(
            "<ol><li>ant<ol type=a><li>bee<li>cat</ol><li>dog</ol>",
            ["1. ant", "a. bee", "b. cat", "2. dog"],
            id="a list in a list",
        ),
        pytest.param("<ol><li><ol type=a><li>bee</ol></ol>", ["1. a. bee"], id="an item that is only a list"),
        pytest.param(
            "<ol><li>ant<p>more</p><li>bee</ol>", ["1. ant", "more", "2. bee"], id="an item of two paragraphs"
        ),
        pytest.param("<ol><li></li><li>bee</ol>", ["2. bee"], id="an empty item passes its number to nobody"),
        pytest.param("<ul><li>ant</ul>", ["• ant"], id="bullets"),
        pytest.param("<ol style='list-style-type: upper-alpha'><li>ant</ol>", ["A. ant"], id="by an inline style"),
        pytest.param("<ol style='list-style:none'><li>1.1 ant</ol>", ["1.1 ant"], id="numbers typed into the items"),
        pytest.param("<ol start=99999999999999999999><li>ant</ol>", ["999999999. ant"], id="an endless number"),
    ],
)
def test_numbers_of_lists(body: str, lines: list[str]) -> None:
    assert page(body).text.split("\n\n") == lines


@pytest.mark.parametrize(
    ("sheet", "lines"),
    [
        pytest.param("ol ol{list-style-type:lower-roman}", ["1. ant", "i. bee"], id="by depth"),
        pytest.param(".p{list-style:upper-alpha inside}", ["1. ant", "A. bee"], id="by class"),
        pytest.param(
            "ol.p > li::before{content:'(' counter(i, lower-alpha) ')'}", ["1. ant", "(a) bee"], id="in brackets"
        ),
        pytest.param("li:before{content: counters(item, '.') ' '}", ["1 ant", "1.1 bee"], id="numbers of all levels"),
        pytest.param("@media print{.p{list-style:upper-alpha}}", ["1. ant", "1. bee"], id="a rule for printing alone"),
        pytest.param("ol..p{list-style:none} /* } */ ol{", ["1. ant", "1. bee"], id="a broken sheet"),
    ],
)
def test_numbers_by_style_sheets(sheet: str, lines: list[str]) -> None:
    body = "<ol><li>ant<ol class='p q'><li>bee</ol></ol>"
    assert page(body, f"<style>{sheet}</style>").text.split("\n\n") == lines


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        (1, "lower-alpha", "a"),
        (26, "lower-latin", "z"),
        (27, "upper-alpha", "AA"),
        (4, "lower-roman", "iv"),
        (1990, "upper-roman", "MCMXC"),
        (7, "decimal-leading-zero", "07"),
        (0, "lower-alpha", "0"),
        (-3, "decimal", "-3"),
    ],
)
def test_numerals(value: int, style: str, text: str) -> None:
    assert style in STYLES
    assert numeral(value, style) == text


TABLE = (
    "<table><thead><tr><th>Service<th>Metric<th>Target</thead>"
    "<tr><td rowspan=2>Portal<td>Up time<td>99.9%<tr><td>Reply<td>4 hours<tr><td>Desk<td colspan=2>best efforts</table>"
)


def test_a_table_is_read_by_row_and_cell() -> None:
    found = page(TABLE)
    assert found.text == "Service\tMetric\tTarget\nPortal\tUp time\t99.9%\nReply\t4 hours\nDesk\tbest efforts"
    (table,) = found.tables
    assert table.heads == 1
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["Service", "Metric", "Target"],
        ["Portal", "Up time", "99.9%"],
        ["Portal", "Reply", "4 hours"],
        ["Desk", "best efforts", "best efforts"],
    ]
    assert all(found.text[cell.start : cell.end] == cell.text for row in table.rows for cell in row)


@pytest.mark.parametrize(
    ("body", "heads", "why"),
    [
        pytest.param("<tr><th>Fee<th>Due<tr><th>C<th>D<tr><td>1<td>2", 2, "all head cells", id="heads of two rows"),
        pytest.param("<tr><td>Fee<td>Due<tr><td>1<td>2", 1, "none is named", id="no head cells: the first row"),
        pytest.param(
            "<thead><tr><td>Fee<td>Due</thead><tr><td>1<td>2", 1, "the page says so", id="a head of plain cells"
        ),
    ],
)
def test_heads_of_tables(body: str, heads: int, why: str) -> None:
    assert page(f"<table>{body}</table>").tables[0].heads == heads, why


def test_a_page_laid_out_as_a_table_is_read_as_paragraphs() -> None:
    long = "The Provider shall keep the records. " * 9
    found = page(f"<table><tr><td>1.1<td><p>{long}<p>{long}<tr><td>1.2<td>The Customer may ask for them.</table>")
    assert found.text.split("\n\n") == [f"1.1\t{long.strip()}", long.strip(), "1.2\tThe Customer may ask for them."]


def test_two_columns_of_text_are_two_texts() -> None:
    left, right = "Der Anbieter führt die Bücher. " * 9, "The Provider keeps the books. " * 9
    found = page(f"<table><tr><td>{left}<td>{right}</table>")
    assert found.text.split("\n\n") == [left.strip(), right.strip()]


@pytest.mark.parametrize(
    ("body", "is_furniture"),
    [
        pytest.param("<nav><a href=/>Home</a> <a href=/t>Terms</a></nav>", True, id="a menu"),
        pytest.param("<div role=navigation><ul><li><a href=/>Home</a></ul></div>", True, id="a menu by its role"),
        pytest.param("<footer><a href=/p>Privacy</a> 2026</footer>", True, id="links below the page"),
        pytest.param("<nav><a href=/>The Provider shall pay.</a></nav>", False, id="a sentence that binds is no menu"),
        pytest.param("<footer>This Agreement is governed by the law of Norway.</footer>", False, id="words, no links"),
        pytest.param("<aside>Note: see the schedule of fees.</aside>", False, id="a note beside the text"),
    ],
)
def test_menus_are_kept_and_are_no_words_of_the_contract(body: str, is_furniture: bool) -> None:
    found = page(f"{body}<p>The term is two years.</p>")
    first = found.text.split("\n\n")[0]
    assert bool(found.furniture) is is_furniture
    if is_furniture:
        assert found.text[found.furniture[0].start : found.furniture[-1].end].startswith(first)


def test_headings_paragraphs_and_bold_words_have_their_places() -> None:
    found = page("<h1>Terms</h1><p>One.</p><h2>2. Fees</h2><p><b>Late fees.</b> Two.</p>")
    assert [(row.level, found.text[row.start : row.end]) for row in found.headings] == [(1, "Terms"), (2, "2. Fees")]
    assert [found.text[at:].split("\n")[0] for at in found.paragraphs] == [
        "Terms",
        "One.",
        "2. Fees",
        "Late fees. Two.",
    ]
    assert [found.text[at : at + 4] for at in found.bold] == ["Late"]


CHANGED = "<p>The cure period is <del>thirty (30)</del> <ins>sixty (60)</ins> days.</p>"


@pytest.mark.parametrize(
    ("revisions", "text"),
    [
        (Revisions.FINAL, "The cure period is sixty (60) days."),
        (Revisions.ORIGINAL, "The cure period is thirty (30) days."),
    ],
)
def test_marked_changes_are_read_in_the_state_asked_for(revisions: Revisions, text: str) -> None:
    assert page(CHANGED, reading=ReadOptions(revisions=revisions)).text == text


def test_marked_changes_are_named() -> None:
    found = page(CHANGED)
    assert [(mark.kind, mark.text) for mark in found.marks] == [
        (MarkKind.DELETION, "thirty (30)"),
        (MarkKind.INSERTION, "sixty (60)"),
    ]
    assert found.text[found.marks[1].start : found.marks[1].end] == "sixty (60)"
    assert "struck out" in found.notes[0]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param("<html><p>Party – “A”".encode(), "Party – “A”", id="UTF-8 without a word on it"),
        pytest.param("<html><p>Party – “A”".encode("cp1252"), "Party – “A”", id="Windows-1252 without a word on it"),
        pytest.param('<html><meta charset="utf-8"><p>Gebühr'.encode(), "Gebühr", id="as the page says"),
        pytest.param(
            '<html><meta charset="utf-8"><p>café — fee'.encode("cp1252"), "café — fee", id="the page is wrong"
        ),
        pytest.param('<html><meta charset="latin-1"><p>“fee”'.encode(), "“fee”", id="it says Latin 1 and is UTF-8"),
        pytest.param('<html><meta charset="iso-8859-2"><p>łódź fee'.encode("iso-8859-2"), "łódź fee", id="Latin 2"),
        pytest.param(b'<html><meta charset="utf-16"><p>fee due', "fee due", id="it says UTF-16 and is not"),
        pytest.param(b'<html><meta charset="zip"><p>fee due', "fee due", id="an encoding that is none of text"),
        pytest.param("<html><p>fee – due".encode("utf-16"), "fee – due", id="UTF-16 with its mark"),
        pytest.param(b"<html><p>fee\x00s due", "fees due", id="NUL characters"),
        pytest.param(
            b'<?xml version="1.0" encoding="utf-8"?><html><script src="a.js"/><title/><p>fee due</p></html>',
            "fee due",
            id="XHTML: an empty script swallows nothing",
        ),
        pytest.param(b"<DOCUMENT>\n<TYPE>EX-10\n<TEXT>\n<html><p>fee due", "fee due", id="the head of a filing is cut"),
    ],
)
def test_encodings(data: bytes, text: str) -> None:
    assert read_bytes(data, "contract.html").text == text


def test_characters_that_are_lost_are_told() -> None:
    found = read_bytes(b"<html><meta charset='shift_jis'><p>The fee \x81\xff\x90 is due", "contract.html")
    assert "The fee" in found.text
    assert "could not be read" in found.notes[0]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        pytest.param("<div id=app></div><script src=app.js></script>", "a script loads the words", id="an app's shell"),
        pytest.param("<iframe src=terms.html></iframe>", "in a frame", id="a page in a page"),
        pytest.param("<img src=page1.png>", "only pictures", id="a picture of a contract"),
        pytest.param("", "no words", id="an empty page"),
        pytest.param(f"<div style='display:none'>{'fee ' * 50}</div>", "hides all its words", id="all of it is hidden"),
        pytest.param("<p>12 &nbsp; 34</p>", "no words", id="numbers alone"),
        pytest.param("<script>" + "never closed " * 9, "script", id="a script that never ends"),
    ],
)
def test_a_page_without_words_is_not_a_clean_contract(body: str, says: str) -> None:
    with pytest.raises(UnreadableError, match=says) as caught:
        page(body)
    assert caught.value.code == "no-text"
    assert "\n" not in str(caught.value)


def test_many_hidden_words_are_told() -> None:
    assert "hides 50 words" in page(f"<p>The term is one year.</p><p hidden>{'word ' * 50}</p>").notes[0]


DEEP, MANY = 30_000, 20_000


@pytest.mark.parametrize(
    ("body", "says"),
    [
        pytest.param("<div>" * DEEP + "fee due", "fee due", id="deep nesting"),
        pytest.param("<table><tr><td>" * (DEEP // 3) + "fee due", "fee due", id="tables in tables"),
        pytest.param("<ol><li>" * (DEEP // 3) + "fee due", "fee due", id="lists in lists"),
        pytest.param("<p>fee due" + "<br>" * MANY, "elements", id="too many tags"),
        pytest.param(
            "<table>" + ("<tr>" + "<td rowspan=65534 colspan=1000>fee due" * 9) * 99, "fee due", id="huge cells"
        ),
        pytest.param(f"<p style='{'text-decoration:' * DEEP}'>fee due", "fee due", id="an endless style"),
        pytest.param("<!--" * DEEP + "fee due", "no words", id="comments that never end"),
        pytest.param("<" * DEEP + "fee due", "no words", id="brackets: one tag that never ends"),
        pytest.param("&amp;" * DEEP + "fee due", "fee due", id="entities"),
    ],
)
def test_bombs_end_soon(body: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if says == "elements":
        monkeypatch.setattr(blocks, "MAX_ELEMENTS", MANY - 1)
    begun = time.process_time()
    try:
        said = page(body).text
    except UnreadableError as error:
        said = str(error)
    assert says in said
    assert time.process_time() - begun < SECONDS


SOUP = (
    "<p> </p> <div> <table> </table> <tr> <td> </td> <td/rowspan=3> <ol/reversed> </ol> <li> <h2> </h2> <del> </del> <ins>"
    " </ins> <pre> </pre> <br> fee\t due\n <script> </script> <nav> </nav> <p/hidden> &amp; \x00 <b> </b> <style> li{ </style>"
).split(" ")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SOUP), max_size=40))
def test_any_soup_of_tags_keeps_every_offset(tags: list[str]) -> None:
    try:
        found = read_bytes(f"<!doctype html><p>The fee is due. {''.join(tags)}".encode(), "contract.html")
    except UnreadableError:
        return
    assert found.text.startswith("The fee is due.")
    assert not set(found.text) & set("\x00\x01\x02\x03")
    assert all(found.text[at - 1 : at] in ("", "\n") for at in found.paragraphs)
    for table in found.tables:
        assert len({len(row) for row in table.rows}) == 1
        for cell in (cell for row in table.rows for cell in row if cell.start < cell.end):
            assert found.text[cell.start : cell.end] == cell.text
    for mark in found.marks:
        assert " ".join(found.text[mark.start : mark.end].split()) in ("", mark.text)


def test_a_page_is_checked_like_any_contract() -> None:
    body = (
        "<script>'Provider shall notify Customer of any security breach within 24 hours.'</script>"
        "<h1>Services Agreement</h1><p>This Agreement is between Orbit Ltd (“Provider”) and Lumen Inc (“Customer”).</p>"
        "<ol><li><b>Records.</b> Provider shall keep its records for seven years.<li><b>Law.</b> This Agreement is "
        "governed by the laws of England.</ol>"
    )
    data = f"<!doctype html>{body}".encode()
    examined = own_checker().examine("terms.html", data)
    found = {finding.requirement: finding for finding in examined.findings}
    assert examined.report.status is Status.CHECKED
    assert found["breach-notification"].found is Found.NO, "the words of a script are no evidence"
    assert found["governing-law"].found is Found.YES
    evidence = found["governing-law"].evidence[0]
    assert (evidence.clause, evidence.heading, evidence.paragraph) == ("2", "Law", 4)
