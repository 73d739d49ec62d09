"""Tables of service levels: what their cells are, what rules read in them, and the sample in three kinds of file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from contractcheck.agreements.agreements import join_files
from contractcheck.checker import Checker
from contractcheck.contract import Contract
from contractcheck.detection.detect import Detector
from contractcheck.detection.examples import passage_contract
from contractcheck.detection.figures import figures
from contractcheck.detection.servicelevels import ServiceLevel, service_levels
from contractcheck.detection.tablepages import table_pages
from contractcheck.errors import RuleError
from contractcheck.model import Cell, Dimension, Document, Finding, Found, Page, Parties, Table
from contractcheck.reading import Source
from contractcheck.rulebook.rules import RuleSet, load_rules
from sample_contracts import schedule
from tests.loaded import own_rules

FOLDER = schedule.HERE
READ_FROM_TABLES = ("availability-target", "response-time", "service-credits", "service-levels", "recovery-time")
NOBODY = Parties((), None, None, "")
Rows = list[list[str]]


def table(rows: Rows, heads: int = 1) -> Table:
    """A table whose cells stand apart in some text. A cell that says "^" or "<" is merged with the one there."""
    made: list[list[Cell]] = []
    for number, row in enumerate(rows):
        cells: list[Cell] = []
        for column, words in enumerate(row):
            at = 10_000 * number + 200 * column
            if words == "^":
                cells.append(made[-1][column])
            else:
                cells.append(cells[-1] if words == "<" else Cell(words, at, at + len(words)))
        made.append(cells)
    return Table(1, tuple(map(tuple, made)), heads)


def told(level: ServiceLevel) -> list[str]:
    return [cell.text for cell in (level.service, level.metric, level.target, level.measurement, level.credit)]


@pytest.mark.parametrize(
    ("rows", "levels"),
    [
        pytest.param(
            [["Service", "Metric", "Target", "Measurement", "Credit"], ["Portal", "Uptime", "99 %", "Monthly", "5 %"]],
            [["Portal", "Uptime", "99 %", "Monthly", "5 %"]],
            id="the plain form",
        ),
        pytest.param(
            [["Penalty", "KPI", "How measured", "Objective"], ["$500", "Calls answered", "Weekly", "80 %"]],
            [["", "Calls answered", "80 %", "Weekly", "$500"]],
            id="other words, another order, no service",
        ),
        pytest.param(
            [["Severity", "Response", "Resolution"], ["1", "15 minutes", "4h"], ["2", "1 hour", "2 days"]],
            [
                ["1", "Response", "15 minutes", "", ""],
                ["1", "Resolution", "4h", "", ""],
                ["2", "Response", "1 hour", "", ""],
                ["2", "Resolution", "2 days", "", ""],
            ],
            id="times by severity: one level for each time",
        ),
        pytest.param(
            [["Service", "Target", "<"], ["^", "Response (hours)", "Uptime (%)"], ["Portal", "4", "99.9"]],
            [["Portal", "Target Response (hours)", "4", "", ""], ["Portal", "Target Uptime (%)", "99.9", "", ""]],
            id="a head of two rows, the unit in it",
        ),
        pytest.param(
            [["Annex B", "<", "<"], ["Service", "Level", "Target"], ["Portal", "Gold", "99 %"]],
            [["Portal", "", "99 %", "", ""]],
            id="a title above the head",
        ),
        pytest.param(
            [["Service", "KPI", "Target"], ["Portal", "Uptime", "99 %"], ["", "Page load", "2 s"]],
            [["Portal", "Uptime", "99 %", "", ""], ["Portal", "Page load", "2 s", "", ""]],
            id="a service left blank below its like",
        ),
        pytest.param(
            [["KPI", "Target"], ["Hosting", "<"], ["Uptime", "99 %"], ["Desk", "<"], ["Answer", "30 s"]],
            [["Hosting", "Uptime", "99 %", "", ""], ["Desk", "Answer", "30 s", "", ""]],
            id="a row that is one cell names what follows",
        ),
        pytest.param(
            [["KPI", "Target"], ["Uptime", "99 %"], ["KPI", "Target"], ["Answer", "30 s"]],
            [["", "Uptime", "99 %", "", ""], ["", "Answer", "30 s", "", ""]],
            id="a head said again is no level",
        ),
        pytest.param(
            [["Metric", "Uptime", "Response"], ["Target", "99 %", "2 hours"], ["Credit", "5 %", "2 %"]],
            [["", "Uptime", "99 %", "", "5 %"], ["", "Response", "2 hours", "", "2 %"]],
            id="heads at the left",
        ),
        pytest.param(
            [["Monthly uptime", "99.9 %"], ["First response", "1 hour"], ["Owner", "Help desk"]],
            [
                ["", "Monthly uptime", "99.9 %", "", ""],
                ["", "First response", "1 hour", "", ""],
                ["", "Owner", "Help desk", "", ""],
            ],
            id="a list without heads",
        ),
        pytest.param(
            [["Service level", "Uptime"], ["Portal", "99 %"]],
            [["Portal", "Uptime", "99 %", "", ""]],
            id="a level by its name and its figure",
        ),
        pytest.param([["Item", "Price"], ["Hosting", "$500"], ["Desk", "$90"]], [], id="prices are no service levels"),
        pytest.param([["Role", "Provider", "Customer"], ["Backup", "Performs", ""]], [], id="a list of duties"),
        pytest.param([["Milestone", "Target date"], ["Go live", "1 March 2026"]], [], id="dates are no service levels"),
        pytest.param([["SLA %", "Daily", "Yearly"], ["99.9", "1m 26s", "8h"]], [], id="a table to look up downtime"),
        pytest.param([["For termination:", "a charge is due"], ["In year 1", "4 months' fee"]], [], id="charges"),
        pytest.param([["Service", "Target"]], [], id="a head without rows"),
        pytest.param([["99.9 %"]], [], id="one cell"),
    ],
)
def test_levels_of_a_table(rows: Rows, levels: Rows) -> None:
    assert [told(level) for level in service_levels(table(rows))] == levels


def test_bands_are_told_from_targets() -> None:
    bands = table([["Uptime", "Credit"], ["99 % or more", "none"], ["Below 99 %", "5 %"], ["Below 95 %", "9 %"]])
    targets = table([["Service", "Uptime", "Credit"], ["Portal", "99.9 %", "5 %"], ["Desk", "98 %", "2 %"]])
    assert [level.band for level in service_levels(bands)] == [True] * 3
    assert [level.band for level in service_levels(targets)] == [False] * 2


WORDS = st.sampled_from(
    ["", "Service", "Target", "Credit", "Uptime", "99 %", "4 hours", "Severity", "1", "none", "a " * 20]
)


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(WORDS, min_size=width, max_size=width), max_size=6)))
def test_any_table_ends_and_its_levels_hold_its_cells(rows: Rows) -> None:
    made = table(rows)
    cells = {cell for row in made.rows for cell in row if cell.text}
    for level in service_levels(made):
        assert {cell for cell in (level.service, level.target, level.measurement, level.credit) if cell.text} <= cells


@pytest.mark.parametrize(
    ("text", "head", "kind", "amounts"),
    [
        pytest.param("4h", "", "duration", [(4, "hour")], id="a letter for the unit"),
        pytest.param("15 min", "", "duration", [(15, "minute")], id="a short unit"),
        pytest.param("2 hrs", "", "duration", [(2, "hour")], id="a short unit in the plural"),
        pytest.param("4 business hours", "", "duration", [(4, "business-hour")], id="business hours"),
        pytest.param("next business day", "", "duration", [(1, "business-day")], id="no figure at all"),
        pytest.param("Response in 15 minutes, fix in 4 hours", "", "duration", [(15, "minute"), (4, "hour")], id="two"),
        pytest.param("8", "Response (hours)", "duration", [(8, "hour")], id="the unit in the head"),
        pytest.param("99.9", "Target (%)", "percent", [(99.9, "percent")], id="the sign in the head"),
        pytest.param("8", "Response (hours)", "percent", [], id="hours are no share"),
        pytest.param("8", "Target", "duration", [], id="a figure without a unit"),
        pytest.param("120 %", "", "percent", [], id="more than all of the time"),
        pytest.param("24x7", "", "duration", [], id="hours of the day"),
        pytest.param("$5m", "", "duration", [], id="millions"),
    ],
)
def test_figures_of_a_cell(text: str, head: str, kind: str, amounts: list[tuple[float, str]]) -> None:
    assert [(one.amount, one.unit) for one in figures(text, head, [Dimension(kind)])] == amounts


@cache
def rules() -> RuleSet:
    return load_rules(only=frozenset(READ_FROM_TABLES))


def finding(requirement: str, text: str, rows: Rows, heading: str = "") -> Finding:
    found = Detector(rules()).detect(passage_contract(text, heading, rows))
    return next(one for one in found if one.requirement == requirement)


TARGETS = [["Service", "Target"], ["Portal", "99.9 %"], ["Archive", "98 %"]]
UPTIME = [["Service", "Uptime"], ["Portal", "99.9 %"], ["Archive", "98 %"]]


@pytest.mark.parametrize(
    ("text", "heading", "rows", "found", "amount", "row"),
    [
        pytest.param("The levels are:", "", UPTIME, "yes", 98, "Archive", id="the worst row gives the value"),
        pytest.param("The levels are:", "Availability", TARGETS, "yes", 98, "Archive", id="the heading says of what"),
        pytest.param("The levels are:", "Accuracy", TARGETS, "no", None, "", id="a heading on another matter"),
        pytest.param(
            "Provider shall keep uptime of at least 97 %.",
            "",
            UPTIME,
            "yes",
            97,
            "",
            id="a sentence with a figure stays",
        ),
        pytest.param(
            "Provider shall meet the target uptime for the service, which follows.",
            "",
            UPTIME,
            "yes",
            98,
            "Archive",
            id="a sentence that points to the table",
        ),
        pytest.param(
            "Provider does not guarantee any level of uptime.",
            "",
            [["Service", "Owner"], ["Portal", "99 users"]],
            "contrary",
            None,
            "",
            id="a denial beside a table of something else",
        ),
        pytest.param("The levels are:", "", [["Service", "Uptime"], ["Portal", "n/a"]], "no", None, "", id="no figure"),
        pytest.param(
            "The levels are:", "", [["Service", "Uptime"], ["Portal", "[***] %"]], "yes", None, "Portal", id="cut out"
        ),
    ],
)
def test_a_table_beside_sentences(
    text: str, heading: str, rows: Rows, found: str, amount: float | None, row: str
) -> None:
    made = finding("availability-target", text, rows, heading)
    assert made.found is Found(found)
    assert (made.value.amount if made.value else None) == amount
    assert (made.evidence[0].row if made.evidence else "") == row


@pytest.mark.parametrize(
    ("text", "soft"),
    [
        pytest.param("Provider will use reasonable efforts to meet these levels.", True, id="efforts"),
        pytest.param("Provider shall meet these levels.", False, id="a promise"),
        pytest.param(
            "Provider will use reasonable efforts to train staff. The levels are these.", False, id="of others"
        ),
    ],
)
def test_the_sentence_above_a_table_may_soften_it(text: str, soft: bool) -> None:
    assert finding("availability-target", text, UPTIME).soft is soft


def test_each_quote_is_verbatim_and_no_more_than_its_row() -> None:
    contract = passage_contract("The levels are these.", "", UPTIME)
    found = Detector(rules()).detect(contract)
    evidence = next(one for one in found if one.requirement == "availability-target").evidence
    assert [piece.quote for piece in evidence] == ["Archive\t98 %", "Portal\t99.9 %"]
    assert all(piece.quote == contract.text[piece.start : piece.end] for piece in evidence)


@pytest.mark.parametrize(
    ("rows", "passages"),
    [
        pytest.param(3, 2, id="a short table is one sentence"),
        pytest.param(300, 302, id="a long one is cut where its rows begin"),
    ],
)
def test_a_long_table_is_no_single_sentence(rows: int, passages: int) -> None:
    """Each hit looks through its sentence: a table of 1,000 rows read as one took five minutes."""
    body = [["Portal", "99.9 %"]] * rows
    contract = passage_contract("The levels are these.", "", [["Service", "Uptime"], *body])
    assert len(contract.words.passages) == passages


BLOCK = "table:\n  value: target\n  of: [uptime]\n  reads: [percent]\nsay:"


@pytest.mark.parametrize(
    ("block", "says"),
    [
        pytest.param(BLOCK.replace("target", "price"), "'table.value'", id="a column that there is not"),
        pytest.param(BLOCK.replace("  of:", "  off:"), "unknown key 'off' (known here: bands, not, of", id="a slip"),
        pytest.param(BLOCK.replace("percent", "duration"), "needs a 'unit'", id="a duration without a unit"),
        pytest.param(BLOCK.replace("[uptime]", "[<no such list>]"), "no word list or slot", id="a list not there"),
        pytest.param(BLOCK.replace("  value: target\n", ""), "'table.value' is missing", id="no column"),
    ],
)
def test_a_fault_in_a_table_block_is_told_with_its_line(tmp_path: Path, block: str, says: str) -> None:
    source = Path(__file__).resolve().parents[1] / "rules"
    family = tmp_path / "service-levels"
    family.mkdir()
    (tmp_path / "words.yaml").write_text((source / "words.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    for name in ("words", "support-hours"):
        text = (source / f"service-levels/{name}.yaml").read_text(encoding="utf-8")
        (family / f"{name}.yaml").write_text(text.replace("\nsay:", "\n" + block, 1), encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_rules(tmp_path)
    assert says in str(caught.value)
    path, line = str(caught.value).split(": ")[0].rsplit(":", 1)
    assert path.endswith("support-hours.yaml")
    written = Path(path).read_text(encoding="utf-8").splitlines()
    assert int(line) in range(written.index("table:"), written.index("say:") + 2)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        pytest.param("Severity Response\n1 15 minutes\n2 1 hour", True, id="heads and figures"),
        pytest.param("Severity Response\n1 soon\n2 later", False, id="no figures"),
        pytest.param("The fee is due in 30 days, and 2 % a month after 10 days.", False, id="another matter"),
        pytest.param("Uptime matters." + " So it is." * 20 + " It is 99 % or 98 %.", False, id="no heads together"),
    ],
)
def test_pages_worth_a_search(text: str, asked: bool) -> None:
    document = Document("a", "a", "", "application/pdf", text, (Page(1, 0, len(text)),))
    assert table_pages(document) == ((1,) if asked else ())


@cache
def expected() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / "expected.yaml").read_text(encoding="utf-8"))
    return loaded


def path_of(kind: str) -> Path:
    return FOLDER / f"{schedule.STEM}.{kind}"


@cache
def sample(kind: str) -> tuple[Document, tuple[Table, ...]]:
    """The schedule and its tables, those of a PDF searched for on the pages that the checker asks for."""
    contract = Contract.read(path_of(kind))
    document = contract.document
    searched = contract.tables_on(table_pages(document)) if contract.has_tables_to_search else document.tables
    return document, searched


LEVELS = range(34)
CELLS = ("service", "metric", "target", "measurement", "credit")


@pytest.mark.parametrize("kind", schedule.KINDS)
@pytest.mark.parametrize("number", LEVELS)
def test_every_cell_of_the_sample(kind: str, number: int) -> None:
    document, tables = sample(kind)
    level = [level for one in tables for level in service_levels(one)][number]
    for name, words in zip(CELLS, expected()["levels"][number], strict=True):
        cell = getattr(level, name)
        assert cell.text == words, name
        if cell.end > cell.start:
            assert " ".join(document.text[cell.start : cell.end].split()) == words, name
    assert level.target.end > level.target.start


@pytest.mark.parametrize("kind", schedule.KINDS)
def test_the_sample_has_these_levels_and_no_others(kind: str) -> None:
    _, tables = sample(kind)
    assert sum(len(service_levels(one)) for one in tables) == len(LEVELS) == len(expected()["levels"])
    assert len(tables) == 3


def test_the_first_table_of_the_sample_runs_over_two_pages() -> None:
    document, tables = sample("pdf")
    second = document.pages[1].start
    places = [cell.start for row in tables[0].rows for cell in row if cell.text]
    assert min(places) < second < max(places)


@pytest.mark.parametrize("kind", schedule.KINDS)
@pytest.mark.parametrize("requirement", READ_FROM_TABLES)
def test_what_rules_read_in_the_sample(kind: str, requirement: str) -> None:
    wanted = expected()["findings"][requirement]
    made = next(one for one in checked(kind) if one.requirement == requirement)
    assert made.found is Found.YES
    first = made.evidence[0]
    assert (first.row, first.column) == (wanted["row"], wanted["column"])
    assert set(wanted["rows"]) <= {piece.row for piece in made.evidence}
    if wanted["amount"] is None:
        assert made.value is None
    else:
        assert made.value is not None
        assert (made.value.amount, made.value.unit) == (wanted["amount"], wanted["unit"])
        assert made.value.text == wanted["text"]
        assert made.value.text in " ".join(first.quote.split())
        assert f"row {wanted['row']}, column {wanted['column']}" in made.notes[0]
    text = sample(kind)[0].text
    assert all(text[piece.start : piece.end] == piece.quote for piece in made.evidence)


@cache
def checked(kind: str) -> tuple[Finding, ...]:
    return Checker("outsourcing", rules=own_rules()).examine(path_of(kind)).findings


@pytest.mark.parametrize("kind", schedule.KINDS)
def test_the_sample_is_what_its_script_builds(kind: str) -> None:
    made = schedule.KINDS[kind](schedule.source())
    assert made == path_of(kind).read_bytes(), "run: python -m sample_contracts.schedule"


def test_tables_come_from_the_bytes_that_were_read(tmp_path: Path) -> None:
    path = tmp_path / "schedule.pdf"
    path.write_bytes(path_of("pdf").read_bytes())
    contract = Contract.read(path)
    path.write_bytes(b"%PDF-1.7 another")
    assert len(contract.tables_on([1])) == 1
    broken = Contract.of(contract.document, Source(b"%PDF-1.7 another", "a.pdf", "a.pdf"))
    assert broken.tables_on([1]) == (), "a PDF that fails here gives none"


def test_the_tables_of_an_attachment_stand_where_it_stands() -> None:
    """An agreement in several files is one text: offsets and page numbers are those of the whole."""
    alone, tables = sample("pdf")
    body = Contract.read("body.txt", b"The body of the agreement.")
    whole = join_files(body, [Contract.read(path_of("pdf"))]).whole
    assert whole.has_tables_to_search
    found = whole.tables_on([2, 3])
    assert [one.page for one in found] == [one.page + 1 for one in tables]
    cells = [cell for one in found for row in one.rows for cell in row if cell.end > cell.start]
    assert cells
    assert all(" ".join(whole.text[cell.start : cell.end].split()) == cell.text for cell in cells)
    assert alone.pages


def test_text_needs_no_search() -> None:
    assert not Contract.read("a.txt", b"Some words of a contract.").has_tables_to_search
