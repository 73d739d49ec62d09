"""Cleaning: which lines stay, what is furniture, and that nothing of the contract is lost to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractcheck.cleaning.clean import clean
from contractcheck.model import Cleaned, Document, Page
from contractcheck.reading import read, read_bytes

CORPUS = Path(__file__).resolve().parents[1] / "../shared/corpus/cuad/pdf"


def paged(*pages: str) -> Document:
    """A PDF's document without the PDF: page texts with the line ends that PDFium gives."""
    texts = [page.replace("\n", "\r\n") for page in pages]
    starts = [sum(len(text) + 1 for text in texts[:at]) for at in range(len(texts))]
    return Document(
        path="a.pdf",
        name="a.pdf",
        sha256="",
        media="application/pdf",
        text="\n".join(texts),
        pages=tuple(
            Page(number, start, start + len(text))
            for number, (start, text) in enumerate(zip(starts, texts, strict=True), start=1)
        ),
    )


def plain(text: str) -> Document:
    return read_bytes(text.encode(), "a.txt")


def kept(document: Document) -> list[str]:
    """The lines that stay, without the noise inside them."""
    found = clean(document)
    lines = []
    for line in found.lines:
        hidden = {at for span in found.noise for at in range(max(span.start, line.start), min(span.end, line.end))}
        lines.append("".join(document.text[at] for at in range(line.start, line.end) if at not in hidden).strip())
    return lines


BODY = [
    "The Supplier shall keep the records.",
    "The Customer pays within thirty days.",
    "Either party may end this contract.",
    "Notices are given in writing.",
]


@pytest.mark.parametrize(
    "furniture",
    [
        pytest.param("Page {n} of 4", id="page of pages"),
        pytest.param("Page {n} draft3", id="page with a file's name"),
        pytest.param("- {n} -", id="number between dashes"),
        pytest.param("{n}", id="bare number"),
        pytest.param("{n}.", id="bare number with a full stop, as some forms print it"),
        pytest.param("E - {n}", id="number of an exhibit's page"),
        pytest.param("{r}", id="Roman number"),
        pytest.param("Acme / Beta outsourcing 2024 sheet {n}", id="running foot that counts"),
        pytest.param("Acme Support, Beta and Gamma", id="running foot that stays the same"),
        pytest.param("Commercial in Confidence", id="stamp"),
        pytest.param("Acme Proprietary and Confidential", id="stamp with a name"),
        pytest.param("CONFIDENTIAL", id="stamp in capitals"),
        pytest.param("\u00a9 2019 Acme Limited. All rights reserved. {n}", id="copyright and number"),
        pytest.param("Source: ACME, INC., 10-K, 3/16/2016", id="where a filing was taken from"),
        pytest.param("{n}\nSource: ACME, INC., 10-K, 3/16/2016", id="number above that"),
        pytest.param("-{n}- Source: ACME, INC., S-1/A, 3/16/2016", id="number beside that"),
        pytest.param(
            "[***] Certain information in this exhibit has been omitted and filed separately\n"
            "with the Securities and Exchange Commission.",
            id="legend over two lines",
        ),
        pytest.param("[*****] CONFIDENTIAL TREATMENT REQUESTED", id="short legend"),
    ],
)
@pytest.mark.parametrize("edge", ["top", "bottom"])
def test_furniture_of_pages(furniture: str, edge: str) -> None:
    marks = [furniture.format(n=number, r=roman) for number, roman in enumerate(("i", "ii", "iii", "iv"), start=1)]
    pages = [f"{mark}\n{line}" if edge == "top" else f"{line}\n{mark}" for mark, line in zip(marks, BODY, strict=True)]
    assert kept(paged(*pages)) == BODY


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param(["12. Term\nOne year.", "14. Notices\nIn writing.", "19. Law\nEnglish."], id="clause headings"),
        pytest.param(["12.\nOne year.", "14.\nIn writing.", "19.\nEnglish law."], id="clause numbers alone on a line"),
        pytest.param(["ARTICLE II\nTerm.", "ARTICLE III\nFees.", "ARTICLE IV\nLaw."], id="headings that count along"),
        pytest.param(
            ["Schedule 1\nFees.", "Schedule 2\nStaff.", "Schedule 3\nSites."], id="schedules that count along"
        ),
        pytest.param(["4. Omitted.\na b", "9. Omitted.\nc d", "11. Omitted.\ne f"], id="placeholders with numbers"),
        pytest.param(["Intentionally omitted.\na b"] * 3, id="placeholders"),
        pytest.param(["a b\nBy: ________\nName:\nTitle:"] * 3, id="signature pages"),
        pytest.param(["a b\nProprietary and Confidential Information\nc d"], id="a heading that resembles a stamp"),
        pytest.param(["It shall keep them\nconfidential.\nAlways."], id="the last word of a sentence is no stamp"),
        pytest.param(["It returns\nConfidential\nInformation."], id="a defined term over two lines is no stamp"),
        pytest.param(["Fee: [***].\n[***]"], id="redactions on lines of their own"),
        pytest.param(
            [f"Fees will rise.\n{end}" for end in ("North", "South", "East")], id="a duty that comes back on every page"
        ),
        pytest.param(["(c) The term that began in 2019 goes on."], id="item (c) with a year is no copyright line"),
        pytest.param(["The page 4 of the annex counts."], id="a sentence about a page"),
        pytest.param(["Source: the Customer's own records, as audited."], id="a source that is no filing"),
        pytest.param(["[***]", "[ ]", "Fee: ____"], id="redactions and blanks"),
        pytest.param(
            ["The Supplier may ask the Securities and Exchange Commission for confidential treatment."],
            id="a clause about confidential treatment",
        ),
        pytest.param(
            ["Information that has been marked confidential shall be returned."], id="a duty that resembles a legend"
        ),
    ],
)
def test_words_of_the_contract_stay(pages: list[str]) -> None:
    expected = [line for page in pages for line in page.split("\n")]
    assert kept(paged(*pages)) == expected
    assert kept(plain("\n".join([*BODY, *expected]))) == [*BODY, *expected]


def test_legend_leaves_the_redaction_above_it() -> None:
    assert kept(paged("Fee:\n[***].\n***Confidential Treatment Requested***\nTerm")) == ["Fee:", "[***].", "Term"]


def test_numbers_of_a_table_stay() -> None:
    assert kept(plain("Level\n1\n2\n3\n4\nEnd")) == ["Level", "1", "2", "3", "4", "End"]


def test_rows_that_come_back_amid_pages_stay() -> None:
    """They come back near the edge, but words of the contract stand between them and it."""
    pages = [f"First {word}\nSecond {word}\nA minimum of:\n{word} staff" for word in ("north", "south", "east", "west")]
    assert kept(paged(*pages)).count("A minimum of:") == 4


def test_first_running_head_stays_where_it_is_the_title() -> None:
    pages = [f"Master Services Agreement\n{line}" for line in BODY]
    assert kept(paged(*pages)) == ["Master Services Agreement", *BODY]


def test_page_numbers_beside_the_number_of_pages() -> None:
    pages = [
        f"{number}/4\nThe {word} clause begins." for number, word in enumerate(("first", "next", "third", "last"), 1)
    ]
    assert kept(paged(*pages)) == [page.split("\n")[1] for page in pages]
    assert "1/2" in kept(paged("1/2\nof the price", "1/2\nof the rest", "1/2\nof nothing")), "a fraction stays"


def test_page_numbers_inside_a_text_without_pages() -> None:
    body = ["The Supplier shall keep the records and show them whenever it is asked. " * 20] * 4
    text = "\n\n".join(f"{line}\n\n      {number}" for number, line in enumerate(body, start=7))
    assert kept(plain(text)) == [line.strip() for line in body]


def test_source_inside_a_very_long_line() -> None:
    text = "It shall keep the Source: ACME CORP., 8-K, 1/2/2003 records safe."
    assert kept(plain(text)) == ["It shall keep the  records safe."]


def test_legend_ends_at_its_full_stop() -> None:
    text = (
        "CONFIDENTIAL PORTIONS OF THIS DOCUMENT HAVE BEEN OMITTED PURSUANT TO A REQUEST FOR CONFIDENTIAL TREATMENT. "
        "The Supplier shall keep the records."
    )
    assert kept(plain(text)) == ["The Supplier shall keep the records."]


def test_legend_does_not_reach_back_into_a_clause() -> None:
    clause = ["Information means what is marked secret, and it shall be kept by", "11"]
    legend = ["CONFIDENTIAL MATERIALS OMITTED AND FILED SEPARATELY", "WITH THE SECURITIES AND EXCHANGE COMMISSION."]
    assert kept(paged("\n".join([*clause, *legend]))) == clause


def test_legend_in_capitals_ends_where_small_letters_begin() -> None:
    legend = ["SUCH OMITTED MATERIAL HAS BEEN FILED PURSUANT TO RULE 24b-2", "UNDER THE ACT OF 1934, AS AMENDED"]
    assert kept(paged("\n".join([*legend, "reasonable agreement, it shall act."]))) == [
        "reasonable agreement, it shall act."
    ]


def test_legend_ends_at_a_blank_line() -> None:
    text = "***Confidential Treatment Requested   21\n\n6 Warranties\nEach party warrants that it may sign."
    assert kept(plain(text))[-2:] == ["6 Warranties", "Each party warrants that it may sign."]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("# 1. Term\n\nOne **year**.", ["1. Term", "One year."], id="heading marks and bold text"),
        pytest.param("Term\n====\n\nFees\n----\n\n# x", ["Term", "Fees", "x"], id="underlined titles"),
        pytest.param("# x\n***bold***, _soft_ and __hard__", ["x", "bold, soft and hard"], id="emphasis of all kinds"),
        pytest.param("# x\n[***], [**], [ * ] and [\\*\\*\\*]", ["x", "[***], [**], [ * ] and [***]"], id="redactions"),
        pytest.param("# x\nBy: ____ on __/__/____", ["x", "By: ____ on __/__/____"], id="blanks to fill in"),
        pytest.param("# x\nfile_name_here stays", ["x", "file_name_here stays"], id="underscores inside a word"),
        pytest.param("# x\n* one\n* two", ["x", "* one", "* two"], id="the stars of a list"),
        pytest.param(
            "# x\n[policy](https://a.example/b_(c)) of [us][1]\n\n[1]: https://a.example",
            ["x", "policy of us"],
            id="links",
        ),
        pytest.param("# x\n[Customer name] pays [x] and [ ]", ["x", "[Customer name] pays [x] and [ ]"], id="brackets"),
        pytest.param('# x\n<span class="a">Customer</span><br/> pays&nbsp;now', ["x", "Customer paysnow"], id="tags"),
        pytest.param("# x\nup < 99% and > 95%", ["x", "up < 99% and > 95%"], id="comparisons are no tags"),
        pytest.param("# x\n<!-- not\nshown -->\nshown", ["x", "shown"], id="a comment over two lines"),
        pytest.param("| Up | Credit |\n|:---|---:|\n| 99% | 5% |", ["Up  Credit", "99%  5%"], id="a table"),
        pytest.param("---\ntitle: A\n---\n\n# Terms", ["Terms"], id="front matter in YAML"),
        pytest.param('+++\ntitle = "A"\n+++\n# Terms', ["Terms"], id="front matter in TOML"),
        pytest.param("# x\n1\\. Costs \\$5", ["x", "1. Costs $5"], id="backslashes"),
        pytest.param("# x\n> [!NOTE]\n> Read `this`.", ["x", "Read this."], id="quotations and code"),
    ],
)
def test_markdown(text: str, lines: list[str]) -> None:
    assert kept(plain(text)) == lines


def test_plain_text_keeps_its_stars_and_bars() -> None:
    assert kept(plain("Fee * 2 | **net**")) == ["Fee * 2 | **net**"]


def test_blank_lines_above() -> None:
    found = clean(plain("one\ntwo\n\nthree\r\n\r\nfour\r\nfive\n   \nsix"))
    assert [line.blank_before for line in found.lines] == [False, False, True, True, False, True]


def test_gap_above_furniture_passes_to_the_line_below() -> None:
    found = clean(plain("one two\n\nPage 2 of 3\nthree"))
    assert [line.blank_before for line in found.lines] == [False, True]


def test_lines_know_their_page() -> None:
    assert [line.page for line in clean(paged("one\ntwo", "three")).lines] == [1, 1, 2]


def holds(document: Document, found: Cleaned) -> bool:
    """Whether all ranges lie in the text, in order, without overlap, and lines inside their pages."""
    edges = [edge for span in found.noise for edge in (span.start, span.end)]
    lines = [edge for line in found.lines for edge in (line.start, line.end)]
    pages = {page.number: page for page in document.pages}
    return (
        edges == sorted(set(edges))
        and lines == sorted(lines)
        and all(0 <= edge <= len(document.text) for edge in edges + lines)
        and all(pages[line.page].start <= line.start < line.end <= pages[line.page].end for line in found.lines)
        and all(document.text[line.start : line.end].strip() for line in found.lines)
        and not any(set("\r\n") & set(document.text[line.start : line.end]) for line in found.lines)
    )


WORDY = (
    "12",
    "iv",
    "IV",
    "Page 3",
    "Source: A, 10-K, 1/2/2003",
    "has been omitted",
    "Confidential treatment requested",
)
# Pieces that cleaning looks for, so that endless input comes near its patterns.
PIECES = st.sampled_from(
    [
        *"\n\r\f \xa0\u2028\u0130-()*_[]#`|\\&<>",
        "\r\n",
        "**",
        "__",
        "[***]",
        "---",
        "+++",
        "<b>",
        "&nbsp;",
        "word",
        "Word.",
        *WORDY,
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(["text/plain", "text/markdown"]))
def test_ranges_hold_for_any_text(text: str, media: str) -> None:
    document = Document(path="", name="", sha256="", media=media, text=text, pages=(Page(1, 0, len(text)),))
    assert holds(document, clean(document))


@given(st.lists(st.lists(PIECES, max_size=12).map("".join), min_size=1, max_size=6))
def test_ranges_hold_for_any_pages(pages: list[str]) -> None:
    document = paged(*pages)
    assert holds(document, clean(document))


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real contracts is not beside the checkout")
def test_real_contracts_lose_little() -> None:
    """Furniture is a small part of a contract; where much is lost, a pattern has run away."""
    for path in sorted(CORPUS.glob("*.pdf"))[::25]:
        document = read(path)
        found = clean(document)
        assert holds(document, found), path.name
        assert sum(span.end - span.start for span in found.noise) < 0.12 * len(document.text), path.name
