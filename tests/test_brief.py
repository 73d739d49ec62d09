"""The short text report, and the options by which a reader asks for some findings only."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from contractcheck.checker import Checker
from contractcheck.cli import main
from contractcheck.model import Assessed, Found, Report, Severity, Verdict
from contractcheck.model.findings import EXCLUDED
from contractcheck.model.terms import TERM_CHARS, gloss, term, within
from contractcheck.playbooks.playbooks import playbook_ids
from contractcheck.report import render
from contractcheck.report.brief import DETAILED
from contractcheck.report.selection import Selection
from tests.loaded import own_checker
from tests.made_reports import finding, full, passage, report, unreadable

SAMPLES = Path(__file__).resolve().parents[1] / "sample_contracts"
WIDTHS = (72, 80, 100)


@pytest.fixture(scope="module")
def hosting() -> Report:
    return own_checker().check(SAMPLES / "it-hosting.pdf")


def lines(made: Report, width: int = 80) -> list[str]:
    return render(made, "text", width=width).splitlines()


def gap(number: int, severity: Severity) -> Assessed:
    return finding(f"requirement-{number}", Verdict.MISSING, severity, nearest=passage("Words that come near it, and say another thing. " * 9))


# --- what stands where --------------------------------------------------------------------------------------------


def test_the_result_comes_last_with_what_to_do_next(hosting: Report) -> None:
    page = lines(hosting)
    at = next(number for number, line in enumerate(page) if line.startswith("Result "))
    assert "16 gaps" in page[at]
    rest = " ".join(page[at + 1 :])
    assert rest.startswith("Next"), "nothing but the next commands stands below the result"
    assert "--full" in rest
    assert "-o report.html" in " ".join(rest.split())


def test_the_first_three_gaps_stand_within_twenty_lines(hosting: Report) -> None:
    head = lines(hosting)[:20]
    assert [sum(line.startswith(f" {number}  ") for line in head) for number in (1, 2, 3)] == [1, 1, 1]


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.pdf")), ids=lambda path: path.stem)
def test_a_contract_with_up_to_twenty_gaps_has_at_most_a_hundred_lines(sample: Path) -> None:
    made = own_checker().check(sample)
    if len(made.gaps()) <= 20:
        assert len(lines(made)) <= 100
    else:
        assert len(lines(made)) <= 100 + 2 * (len(made.gaps()) - 20), "a gap more is two lines at most"


def test_twenty_severe_gaps_stay_within_a_hundred_lines() -> None:
    made = report(*(gap(number, Severity.CRITICAL) for number in range(20)))
    page = lines(made)
    assert len(page) <= 100
    assert f"details of {20 - DETAILED} more gaps: --full shows all." in " ".join(" ".join(page).split())


@pytest.mark.parametrize("width", WIDTHS)
def test_every_gap_has_its_line_with_id_severity_and_verdict(hosting: Report, width: int) -> None:
    page = lines(hosting, width)
    assert max(map(len, page)) <= width
    text = "\n".join(page)
    for item in hosting.gaps():
        assert item.finding.requirement in text
        own = next(line for line in page if f"{item.severity.value:9}{item.verdict_name:13}{term(item.title)}" in line)
        if item.finding.evidence and item.finding.evidence[0].clause:
            assert own.endswith(item.finding.evidence[0].clause)


def test_details_are_of_severe_gaps_only(hosting: Report) -> None:
    text = "\n".join(lines(hosting))
    shown = {
        item.finding.requirement: " ".join(item.message.split())[:40] in " ".join(text.split())
        for item in hosting.gaps()
    }
    severe = {item.finding.requirement for item in hosting.gaps() if item.severity in Severity.HIGH.or_worse()}
    assert {name for name, there in shown.items() if there} == severe


def test_what_could_not_be_told_is_never_left_out_in_silence() -> None:
    doubts = [finding(f"doubt-{number}", Verdict.UNSURE, found=Found.UNSURE) for number in range(12)]
    text = " ".join(" ".join(lines(report(*doubts))).split())
    assert "Could not be told".upper() in text.upper()
    assert "doubt-0" in text
    assert "4 more that could not be told" in text


def test_a_table_of_files_comes_first_and_the_total_last() -> None:
    page = render([full("one.pdf"), unreadable("two.pdf")], "text")
    assert page.index("one.pdf") < page.index("two.pdf") < page.index("Data security")
    assert (
        page.rstrip()
        .splitlines()[-1]
        .startswith("Total      2 reports: 1 checked, 1 not; 5 gaps, 3 of them critical or")
    )


# --- words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("playbook", playbook_ids())
def test_every_requirement_has_a_term_of_art_and_a_gloss(playbook: str) -> None:
    """Column heads are not cut, and no two rows of a playbook go by one term."""
    made = Checker(playbook, applies=True).check_text("SERVICES AGREEMENT\n\n1. The parties agree.\n", "x.txt")
    titles = [item.title for item in made.assessed]
    if not titles:
        pytest.skip("this playbook is answered by checks, not rules: see test_presigning.py")
    assert not [title for title in titles if ": " not in title]
    assert not [title for title in titles if len(title.split(": ")[0]) > TERM_CHARS]
    terms = [term(title) for title in titles]
    assert not {one for one in terms if terms.count(one) > 1}


@pytest.mark.parametrize(
    ("title", "short", "inside", "plain"),
    [
        ("Force majeure: events excuse performance", "Force majeure", "force majeure", "events excuse performance"),
        ("IP ownership: who owns it", "IP ownership", "IP ownership", "who owns it"),
        (
            "Our own title is longer than a column head",
            "Our own title is [...]",
            "our own title is [...]",
            "Our own title is longer than a column head",
        ),
    ],
)
def test_terms(title: str, short: str, inside: str, plain: str) -> None:
    assert (term(title), within(title), gloss(title)) == (short, inside, plain)


@pytest.mark.parametrize(
    ("verdict", "found", "words"),
    [
        (Verdict.UNWANTED, Found.YES, "unfavourable"),
        (Verdict.UNWANTED, Found.CONTRARY, EXCLUDED),
        (Verdict.NOT_APPLICABLE, Found.NO, "not applicable"),
        (Verdict.MISSING, Found.NO, "missing"),
    ],
)
@pytest.mark.parametrize("format", ["text", "md", "html", "junit"])
def test_no_verdict_can_be_read_backwards(verdict: Verdict, found: Found, words: str, format: str) -> None:
    page = render(report(finding("x", verdict, found=found, evidence=(passage(),))), format, full=True).lower()
    assert finding("x", verdict, found=found).verdict_name == words
    assert words in page


# --- asking for some of it ----------------------------------------------------------------------------------------


def listed(*options: str, format: str = "csv") -> list[dict[str, str]]:
    done = CliRunner().invoke(
        main, ["check", str(SAMPLES / "it-hosting.pdf"), "--fail-on", "never", "--format", format, *options]
    )
    assert done.exit_code == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff"))))


@pytest.mark.parametrize(
    ("options", "holds", "why"),
    [
        (("--only", "gaps"), lambda row: row["verdict"] in ("missing", "weak", "unwanted"), "gaps only"),
        (("--only", "high"), lambda row: row["severity"] in ("critical", "high") and row["verdict"] != "met", "a severity"),
        (("--only", "encryption,insurance"), lambda row: row["requirement"] in ("encryption", "insurance"), "ids"),
        (("--only", "encryption", "--only", "insurance"), lambda row: row["requirement"] in ("encryption", "insurance"), "repeated"),
        (("--family", "data-security"), lambda row: row["family"] == "data-security", "a family"),
        (("--verdict", "excluded"), lambda row: row["verdict"] == "unwanted" and row["found"] == "contrary", "a word of the report"),
        (("--verdict", "Missing, weak"), lambda row: row["verdict"] in ("missing", "weak"), "as people write lists"),
        (("--severity", "medium"), lambda row: row["severity"] in ("critical", "high", "medium"), "or worse"),
        (("--family", "governance", "--verdict", "met"), lambda row: row["family"] == "governance" and row["verdict"] == "met", "both"),
    ],
)  # fmt: skip
def test_a_selection_lists_what_fits_and_nothing_else(options: tuple[str, ...], holds: object, why: str) -> None:
    rows, whole = listed(*options), listed()
    assert rows == [row for row in whole if holds(row)], why  # type: ignore[operator]
    assert 0 < len(rows) < len(whole), why


@pytest.mark.parametrize("format", ["text", "md", "html", "json", "sarif", "junit", "csv"])
def test_every_format_is_filtered(hosting: Report, format: str) -> None:
    page = render(Selection(only=("encryption",)).of(hosting), format, full=True)
    assert "encryption" in page
    assert "non-solicitation" not in page
    assert "Non-solicitation" not in page


def test_the_counts_of_a_selection_are_those_of_the_whole(hosting: Report) -> None:
    """A report of two gaps that says "2 gaps" would hide fifteen."""
    part = Selection(only=("encryption",)).of(hosting)
    data = json.loads(render(part, "json"))
    assert len(data["findings"]) == 1
    assert data["summary"] == json.loads(render(hosting, "json"))["summary"]
    assert data["selection"] == "encryption"
    text = render(part, "text")
    assert f"{len(hosting.gaps())} gaps" in text
    assert "Shown      encryption" in text


def test_a_selection_changes_no_exit_code() -> None:
    sample = str(SAMPLES / "it-hosting.pdf")
    assert CliRunner().invoke(main, ["check", sample, "--only", "insurance"]).exit_code == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--only", "encription"), "--only: nothing here is called 'encription': did you mean 'encryption'"),
        (("--family", "data-safety"), "--family: nothing here is called 'data-safety'"),
        (("--verdict", "lacking"), "--verdict: nothing here is called 'lacking'"),
        (("--only", "zzzz"), "'contractcheck playbooks show' lists the ids"),
    ],
)
def test_what_is_not_known_is_one_line(options: tuple[str, ...], said: str) -> None:
    done = CliRunner().invoke(main, ["check", str(SAMPLES / "it-hosting.pdf"), *options])
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert not done.stdout


def test_a_whole_selection_is_the_whole(hosting: Report) -> None:
    assert Selection().of(hosting) == hosting
    assert replace(hosting).shown == hosting.assessed
