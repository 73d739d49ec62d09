"""Tables, cell by cell: ruled ones of PDFs, those between bars in text; where each cell stands; what goes on."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen import canvas

from contractcheck.contract import Contract
from contractcheck.facts import facts_of
from contractcheck.model import Document, Page, Table
from contractcheck.reading import Source, read_bytes
from contractcheck.reading.pdf.tables import read_tables
from contractcheck.reading.text.pipes import pipe_tables
from contractcheck.reading.text.tabbed import tabbed_tables

Draw = Callable[[canvas.Canvas], None]
WIDE, LOW = 120, 24
# What turns upright drawing into the page's own coordinates, for each rotation (reportlab swaps the sides of the page).
TURNS = {90: (0, 1, -1, 0, 842, 0), 180: (-1, 0, 0, -1, 595, 842), 270: (0, -1, 1, 0, 0, 595)}
HEAD = ("Service", "Target", "Credit")


def made(*pages: Draw, turned: int = 0) -> bytes:
    """A PDF with a page for each function that draws one."""
    buffer = io.BytesIO()
    drawing = canvas.Canvas(buffer, pagesize=(595, 842))
    for page in pages:
        drawing.setPageRotation(turned)
        if turned:
            drawing.transform(*TURNS[turned])
        page(drawing)
        drawing.showPage()
    drawing.save()
    return buffer.getvalue()


def words(line: str, at: int = 760) -> Draw:
    return lambda drawing: drawing.drawString(72, at, line)


def grid(*rows: Sequence[str], top: int = 700, more: Draw | None = None) -> Draw:
    """A ruled table whose first row begins at this height."""

    def draw(drawing: canvas.Canvas) -> None:
        columns = [72 + WIDE * at for at in range(len(rows[0]) + 1)]
        drawing.grid(columns, [top - LOW * at for at in range(len(rows) + 1)])
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                for line, piece in enumerate(cell.split("\n")):
                    drawing.drawString(76 + WIDE * column, top - 10 - 10 * line - LOW * row, piece)
        if more is not None:
            more(drawing)

    return draw


def merged(drawing: canvas.Canvas) -> None:
    """A table whose first column has a cell over two rows, and whose last row a cell over two columns."""
    for y in (700, 676, 628):
        drawing.line(72, y, 432, y)
    drawing.line(192, 652, 432, 652)
    drawing.line(72, 604, 432, 604)
    drawing.line(72, 700, 72, 604)
    drawing.line(432, 700, 432, 604)
    drawing.line(192, 700, 192, 604)
    drawing.line(312, 700, 312, 628)
    for x, y, text in (
        (76, 685, "Service"), (196, 685, "Target"), (316, 685, "Credit"),
        (76, 655, "Portal"), (196, 661, "99.9%"), (316, 661, "5%"),
        (196, 637, "99.0%"), (316, 637, "10%"),
        (76, 613, "Archive"), (196, 613, "not measured"),
    ):  # fmt: skip
        drawing.drawString(x, y, text)


def document(data: bytes) -> Document:
    return read_bytes(data, "contract.pdf")


def texts(table: Table) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row) for row in table.rows]


def found(data: bytes, pages: Sequence[int] | None = None) -> list[list[tuple[str, ...]]]:
    return [texts(table) for table in read_tables(Source(data, "a.pdf", "a.pdf"), document(data), pages)]


FIRST = grid(HEAD, ("Portal", "99.9%", "5%"), ("Interface", "99.5%", "4%"), top=152)
REST = (("Archive", "98%", "3%"), ("Help desk", "95%", "2%"))
ALL = [HEAD, ("Portal", "99.9%", "5%"), ("Interface", "99.5%", "4%"), *REST]


@pytest.mark.parametrize(
    ("data", "tables"),
    [
        pytest.param(
            made(words("The parties agree."), grid(("Portal", "99.9%"), ("Interface", "99.5%"))),
            [[("Portal", "99.9%"), ("Interface", "99.5%")]],
            id="every cell of a ruled table",
        ),
        pytest.param(
            made(grid(("Service", "Target"), ("Customer\nportal", "at least\n99.9%"))),
            [[("Service", "Target"), ("Customer portal", "at least 99.9%")]],
            id="words on two lines of one cell",
        ),
        pytest.param(
            made(merged),
            [
                [
                    HEAD,
                    ("Portal", "99.9%", "5%"),
                    ("Portal", "99.0%", "10%"),
                    ("Archive", "not measured", "not measured"),
                ]
            ],
            id="a merged cell stands in each of its places",
        ),
        pytest.param(
            made(FIRST, grid(HEAD, *REST, top=770)),
            [ALL],
            id="over two pages, the head said again: one table, one head",
        ),
        pytest.param(made(FIRST, grid(*REST, top=770)), [ALL], id="over two pages, the head not said again"),
        pytest.param(
            made(FIRST, grid(*REST, top=700, more=words("2. Bands", 720))),
            [ALL[:3], list(REST)],
            id="words between: two tables",
        ),
        pytest.param(
            made(FIRST, grid(("Fee", "Due", "Paid by"), *REST, top=770)),
            [ALL[:3], [("Fee", "Due", "Paid by"), *REST]],
            id="another head: two tables",
        ),
        pytest.param(
            made(FIRST, grid(("Archive", "98%"), ("Desk", "95%"), top=770)),
            [ALL[:3], [("Archive", "98%"), ("Desk", "95%")]],
            id="another number of columns: two tables",
        ),
        pytest.param(made(words("No table here.")), [], id="no table"),
        pytest.param(made(grid(("A frame around words",), ("and no more",))), [], id="a frame is no table"),
    ],
)
def test_tables_of_a_pdf(data: bytes, tables: list[list[tuple[str, ...]]]) -> None:
    assert found(data) == tables


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_pages_turned_on_their_side(turned: int) -> None:
    assert found(made(grid(*ALL), turned=turned)) == [ALL]


def test_each_cell_stands_in_the_text() -> None:
    data = made(FIRST, grid(*REST, top=770))
    read = document(data)
    (table,) = read_tables(Source(data, "a.pdf", "a.pdf"), read)
    assert table.page == 1
    for row in table.rows:
        for cell in row:
            assert " ".join(read.text[cell.start : cell.end].split()) == cell.text != ""


@pytest.mark.parametrize(
    ("pages", "count"),
    [
        pytest.param([1], 1, id="begins there"),
        pytest.param([2], 1, id="goes on there: the whole table, with its head"),
        pytest.param([3], 0, id="a page without a table"),
        pytest.param([], 0, id="no page"),
    ],
)
def test_only_the_pages_asked_for(pages: list[int], count: int) -> None:
    data = made(FIRST, grid(*REST, top=770), words("The end."))
    assert found(data, pages) == [ALL] * count


@pytest.mark.parametrize("where", ["pdfplumber.open", "pdfplumber.page.Page.find_tables"])
def test_a_pdf_that_only_pdfium_reads_loses_its_tables_and_says_so(monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    def fail(*_: object, **__: object) -> None:
        raise EOFError("a damaged file")

    monkeypatch.setattr(where, fail)
    data = made(grid(HEAD, ("Uptime", "99.9%", "5%")), words("No table."))
    contract = Contract.read("a.pdf", data)
    assert "Uptime" in contract.text
    assert contract.tables_on([1, 2]) == ()
    (note,) = [note for note in facts_of(contract).notes if "ruled tables" in note]
    assert note.startswith("The ruled tables on page 1 could not be taken apart")


def test_text_has_no_ruled_tables() -> None:
    assert read_tables(Source(b"Fee | Due", "a.txt", "a.txt"), document(b"Fee | Due")) == ()


@pytest.mark.parametrize(
    ("text", "tables"),
    [
        pytest.param("| A | B |\n|---|---|\n| 1 | 2 |\n", [[("A", "B"), ("1", "2")]], id="framed by bars"),
        pytest.param("A | B\n--- | :-:\n1 | 2\n\nx | y", [[("A", "B"), ("1", "2")]], id="without the outer bars"),
        pytest.param("|A|B|\r\n|-|--|\r\n|1|2|\r\n", [], id="a ruler has two hyphens at least in its first cell"),
        pytest.param("|A|B|\r\n|--|--|\r\n|1|2|\r\n", [[("A", "B"), ("1", "2")]], id="line ends of Windows"),
        pytest.param("|A|B|\n|++|++|\n|1|2|", [[("A", "B"), ("1", "2")]], id="a ruler of pluses, and no line end"),
        pytest.param(
            "|**A**|`B`|\n|--|--|\n|1<br />and 2|a \\| b|",
            [[("A", "B"), ("1 and 2", "a | b")]],
            id="marks are no words",
        ),
        pytest.param("|A|B|\n|--|--|\n|1|\n|1|2|3|", [[("A", "B"), ("1", ""), ("1", "2")]], id="too few, too many"),
        pytest.param("A | B\n1 | 2", [], id="bars without a ruler are no table"),
        pytest.param("|A|B|\n|--|--|\n\n|1|2|", [], id="a head without rows"),
        pytest.param("--|--\n1|2", [], id="a ruler without a head"),
    ],
)
def test_tables_between_bars(text: str, tables: list[list[tuple[str, ...]]]) -> None:
    made_tables = pipe_tables(text, (Page(1, 0, len(text)),))
    assert [texts(table) for table in made_tables] == tables


@pytest.mark.parametrize(
    ("text", "tables"),
    [
        pytest.param("Level\tTarget\nPortal\t99.9%\nDesk\t8 hours\n", [[("Level", "Target"), ("Portal", "99.9%"), ("Desk", "8 hours")]], id="tabs"),
        pytest.param("The levels:\r\nLevel\tTarget\r\nPortal\t 99.9%\r\n", [[("Level", "Target"), ("Portal", "99.9%")]], id="a line above, and line ends of Windows"),
        pytest.param("Level | Target\nPortal | 99.9%\n", [[("Level", "Target"), ("Portal", "99.9%")]], id="bars without a ruler"),
        pytest.param("Name\tTask\nAnn\tpays\n\nDay\tWho\tWhat\nMay\tBob\tpays\n", [[("Name", "Task"), ("Ann", "pays")], [("Day", "Who", "What"), ("May", "Bob", "pays")]], id="two tables"),
        pytest.param("1.\tServices\n2.\tFees\n2.1\tRates\n", [], id="numbered clauses are none"),
        pytest.param("(a)\ton notice\n(b)\ton breach\n", [], id="items are none"),
        pytest.param("Services\t3\nFees\t14\n", [], id="contents are none"),
        pytest.param("Level\tTarget\n", [], id="one line is none"),
        pytest.param("Level\tTarget\nPortal\tDay\tNight\n", [], id="lines with other numbers of cells are none"),
    ],
)  # fmt: skip
def test_tables_between_tabs(text: str, tables: list[list[tuple[str, ...]]]) -> None:
    made_tables = tabbed_tables(text, (Page(1, 0, len(text)),))
    assert [texts(table) for table in made_tables] == tables
    assert all(text[cell.start : cell.end] == cell.text for table in made_tables for row in table.rows for cell in row)


def test_a_text_document_carries_its_tables() -> None:
    read = read_bytes(b"# Terms\n\n| Service | Target |\n|---|---|\n| **Portal** | 99.9 % |\n", "sla.md")
    (table,) = read.tables
    assert [read.text[cell.start : cell.end] for cell in table.rows[1]] == ["Portal", "99.9 %"]


@given(st.text(alphabet="|-+: \t\n\\*<br>`ab1", max_size=200))
def test_any_text_ends_and_every_cell_lies_in_it(text: str) -> None:
    pages = (Page(1, 0, len(text)),)
    for table in (*pipe_tables(text, pages), *tabbed_tables(text, pages)):
        assert len({len(row) for row in table.rows}) == 1
        assert all(0 <= cell.start <= cell.end <= len(text) for row in table.rows for cell in row)
