"""SARIF, JUnit and CSV: valid by their schemas, honest about what was not read, harmless whatever a contract says."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft4Validator, FormatChecker
from lxml import etree

from contractcheck.cli import main
from contractcheck.commands.targets import Target, targets
from contractcheck.errors import ContractcheckError
from contractcheck.model import Report, Severity, Value, Verdict, Waiver
from contractcheck.report import render
from contractcheck.report.cells import is_formula
from contractcheck.report.csvfile import COLUMNS
from contractcheck.report.formats import BY_NAME, FORMATS, Extras, Format
from contractcheck.report.lines import Lines
from tests.made_reports import HOSTILE, finding, full, passage, report, unreadable

pytestmark = pytest.mark.usefixtures("own_rules_once")

ROOT = Path(__file__).resolve().parents[1]
SCHEMAS = Path(__file__).parent / "schemas"
SAMPLE = ROOT / "sample_contracts" / "it-hosting.pdf"
# What a contract, a file name or a waiver's reason may hold, and more.
NASTY = HOSTILE + "\x00\x0b\ufffe\ud800 ]]> <!-- &lt; {0} [a](b) \\ =1+1"


def nasty() -> Report:
    """Hostile words in every field that a contract, a playbook or a user fills."""
    made = full(NASTY)
    items = tuple(
        replace(
            item,
            title=NASTY,
            family=NASTY,
            message=NASTY,
            why=NASTY,
            suggestion=NASTY,
            sources=(NASTY,),
            threshold=NASTY,
            waiver=Waiver(NASTY, NASTY, NASTY, date(2027, 1, 31)) if at % 2 else None,
            finding=replace(
                item.finding,
                requirement=f"{NASTY}-{at}",
                evidence=(passage(NASTY, clause=NASTY),) * 2,
                value=Value(None, "", NASTY),
            ),
        )
        for at, item in enumerate(made.assessed)
    )
    return replace(made, assessed=items, playbook=NASTY, playbook_title=NASTY, waiver_notes=(NASTY,))


@cache
def sarif_schema() -> Draft4Validator:
    schema = json.loads((SCHEMAS / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    return Draft4Validator(schema, format_checker=FormatChecker())


@cache
def junit_schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))


def sarif(*reports: Report, **how: Any) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(render(list(reports), "sarif", **how))
    faults = [f"{list(fault.absolute_path)}: {fault.message}" for fault in sarif_schema().iter_errors(log)]
    assert faults == []
    return log


def junit(*reports: Report, **how: Any) -> Any:
    root = etree.fromstring(render(list(reports), "junit", **how).encode())
    assert junit_schema().validate(root), junit_schema().error_log
    return root


def rows(*reports: Report) -> list[dict[str, str]]:
    text = render(list(reports), "csv")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def case(root: Any, start: str) -> Any:
    return next(one for one in root.iter("testcase") if one.get("name").startswith(start))


MANY = (
    ("one report", (full(),)),
    ("a report without findings", (report(),)),
    ("a file that was not read", (unreadable(),)),
    ("several contracts", (full("a.pdf"), unreadable("b.pdf"), full("c.pdf"))),
    ("two playbooks", (full(), replace(full(), playbook="gdpr-dpa", playbook_title="GDPR"))),
    ("hostile words", (nasty(),)),
)


@pytest.mark.parametrize(("title", "reports"), MANY, ids=[title for title, _ in MANY])
def test_outputs_are_valid(title: str, reports: tuple[Report, ...]) -> None:
    log = sarif(*reports)
    assert len(log["runs"]) == len({one.playbook for one in reports})
    root = junit(*reports)
    assert len(root) == len(reports)
    assert {row["file"] for row in rows(*reports)} == {
        str(one.contract.path) for one in reports
    } or title == "hostile words"


# SARIF


def test_sarif_holds_gaps_and_doubts_and_nothing_else() -> None:
    """Code hosts show every result as an alert: what is met must not be one."""
    found = {result["ruleId"]: (result["kind"], result["level"]) for result in sarif(full())["runs"][0]["results"]}
    assert found == {
        "breach-notification": ("fail", "error"),
        "encryption": ("fail", "error"),
        "availability-target": ("fail", "error"),
        "service-credits": ("fail", "warning"),
        "confidentiality-term": ("fail", "note"),
        "return-of-data": ("review", "none"),
    }


def test_sarif_results_come_worst_first() -> None:
    levels = [result["level"] for result in sarif(full())["runs"][0]["results"]]
    assert levels == sorted(levels, key=["error", "warning", "note", "none"].index)


def test_a_sarif_rule_carries_its_help() -> None:
    run = sarif(full())["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    rule = next(rule for rule in rules if rule["id"] == "breach-notification")
    assert rule["shortDescription"]["text"] == "The provider reports security breaches"
    assert "legal deadlines" in rule["help"]["text"]
    assert "Article 33(2)" in rule["help"]["text"]
    assert rule["defaultConfiguration"]["level"] == "error"
    assert "helpUri" not in rule


def test_sarif_points_at_the_words_by_page() -> None:
    result = next(one for one in sarif(full())["runs"][0]["results"] if one["ruleId"] == "breach-notification")
    place = result["locations"][0]
    region = place["physicalLocation"]["region"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "contracts/brightline-support.pdf"
    assert region["charOffset"] == 100
    assert len(region["snippet"]["text"]) == region["charLength"]
    assert "startLine" not in region
    assert place["properties"]["page"] == 7
    assert place["logicalLocations"] == [{"fullyQualifiedName": "page 7/12.3", "kind": "page"}]


def test_sarif_shows_the_nearest_words_beside_what_is_missing() -> None:
    result = next(one for one in sarif(full())["runs"][0]["results"] if one["ruleId"] == "encryption")
    assert "region" not in result["locations"][0]["physicalLocation"], "nearest words are no evidence"
    assert result["relatedLocations"][0]["message"]["text"] == "the nearest words: they do not say it"


@pytest.mark.parametrize(
    ("text", "offset", "wanted"),
    [
        ("one\ntwo", 0, (1, 1)),
        ("one\ntwo", 4, (2, 1)),
        ("one\r\ntwo", 6, (2, 2)),
        ("one\rtwo", 4, (2, 1)),
        ("one\ntwo", 3, (1, 4)),
        ("a\n\n\nb", 4, (4, 1)),
        ("é𝒳\nb", 3, (2, 1)),
        ("form\x0cfeed", 5, (1, 6)),
    ],
)
def test_lines_and_columns(text: str, offset: int, wanted: tuple[int, int]) -> None:
    assert Lines.of(text).at(offset) == wanted


def test_sarif_gives_lines_of_a_text_file(tmp_path: Path) -> None:
    file = tmp_path / "contract.txt"
    file.write_bytes(
        b'SERVICES AGREEMENT between Alpha Ltd (the "Provider") and Beta plc (the "Customer").\r\n\r\n'
        b"1. The Provider shall use reasonable efforts to notify\r\nthe Customer of each security breach promptly.\r\n"
    )
    done = CliRunner().invoke(main, ["check", str(file), "--format", "sarif", "-q"])
    regions = [
        result["locations"][0]["physicalLocation"].get("region")
        for result in json.loads(done.stdout)["runs"][0]["results"]
    ]
    lines = file.read_bytes().decode().split("\r\n")
    found = [region for region in regions if region]
    assert found
    for region in found:
        assert lines[region["startLine"] - 1][region["startColumn"] - 1 :].startswith(
            region["snippet"]["text"].split("\r\n")[0]
        )


def test_fingerprints_stay_when_the_words_move() -> None:
    """The same gap is the same alert in the next draft; another requirement or file is another one."""
    moved = finding("encryption", Verdict.MISSING, message="Other words.", nearest=passage(page=9))
    first, again, other, elsewhere = (
        sarif(made)["runs"][0]["results"][0]["partialFingerprints"]["contractcheck/v1"]
        for made in (
            report(finding("encryption", Verdict.MISSING)),
            report(moved),
            report(finding("step-in", Verdict.MISSING)),
            report(finding("encryption", Verdict.MISSING), name="other.pdf"),
        )
    )
    assert first == again
    assert len({first, other, elsewhere}) == 3


def test_fingerprints_of_one_file_differ() -> None:
    twice = report(finding("encryption", Verdict.MISSING), finding("encryption", Verdict.WEAK, evidence=(passage(),)))
    found = [one["partialFingerprints"]["contractcheck/v1"] for one in sarif(twice)["runs"][0]["results"]]
    assert len(set(found)) == 2


def test_a_waived_gap_is_suppressed_and_never_dropped() -> None:
    waiver = Waiver("encryption", "data is public [anyway] {0}", "A. Reviewer", date(2027, 1, 31))
    made = report(replace(finding("encryption", Verdict.MISSING), waiver=waiver))
    (result,) = sarif(made)["runs"][0]["results"]
    assert result["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "data is public [anyway] {0}",
            "properties": {"who": "A. Reviewer", "until": "2027-01-31"},
        }
    ]


def test_sarif_says_what_was_not_read() -> None:
    (invocation,) = sarif(full(), unreadable())["runs"][0]["invocations"]
    said = {
        one["descriptor"]["id"]: (one["level"], one["message"]["text"])
        for one in invocation["toolExecutionNotifications"]
    }
    assert invocation["executionSuccessful"] is False
    assert said["no-text"] == ("error", "scan.pdf: not checked: the pages are images: no text was found")
    assert said["unread-pages"] == ("warning", "brightline-support.pdf: Not read: page 4 has no text")
    assert sarif(full())["runs"][0]["invocations"][0]["executionSuccessful"] is True


def test_sarif_text_is_plain() -> None:
    """Brackets would open a link, braces would be filled in: both are escaped as the standard says."""
    text = sarif(report(finding("x", Verdict.MISSING, message="See [here](http://x) {0} \\ end")))["runs"][0][
        "results"
    ][0]["message"]["text"]
    assert "\\[here\\](http://x) {{0}} \\\\ end" in text


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("contracts/a b.pdf", "contracts/a%20b.pdf"),
        ("vertrag ü#1?.pdf", "vertrag%20%C3%BC%231%3F.pdf"),
        ("-", "standard-input"),
        ("/elsewhere/a b.pdf", "file:///elsewhere/a%20b.pdf"),
        (str(Path.cwd() / "sub" / "a.pdf"), "sub/a.pdf"),
        ("bad\udc80name.pdf", "bad%80name.pdf"),
    ],
)
def test_files_are_named_by_reference(path: str, wanted: str) -> None:
    made = full()
    made = replace(made, contract=replace(made.contract, path=path))
    log = sarif(made)["runs"][0]
    assert log["artifacts"][0]["location"]["uri"] == wanted
    assert log["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": wanted, "index": 0}


def test_more_results_than_a_host_shows_is_said() -> None:
    made = report(*(finding(f"r-{at}", Verdict.MISSING, Severity.LOW) for at in range(5001)))
    run = json.loads(render(made, "sarif"))["runs"][0]
    said = [one["message"]["text"] for one in run["invocations"][0]["toolExecutionNotifications"]]
    assert len(run["results"]) == 5001
    assert said == ["This run has 5,001 results. GitHub shows the first 5,000, which are the worst."]


def test_a_log_larger_than_a_host_takes_is_said() -> None:
    long = passage("x" * 11_000_000)
    run = json.loads(render(report(finding("a", Verdict.WEAK, evidence=(long,))), "sarif"))["runs"][0]
    said = [one["descriptor"]["id"] for one in run["invocations"][0]["toolExecutionNotifications"]]
    assert said == ["log-size"]


# JUnit


@pytest.mark.parametrize(
    ("fail_on", "failures"),
    [("critical", 1), ("high", 3), ("medium", 4), ("low", 5), ("never", 0)],
)
def test_gaps_fail_from_the_severity_asked_for(fail_on: str, failures: int) -> None:
    root = junit(full(), fail_on=fail_on)
    assert (root.get("failures"), root.get("errors")) == (str(failures), "0")
    assert len(list(root.iter("failure"))) == failures


def test_a_failure_tells_what_a_person_needs() -> None:
    failure = case(junit(full()), "breach-notification").find("failure")
    assert failure.get("type") == "weak"
    assert failure.get("message").startswith("weak, critical: ")
    for words in ("page 7, clause 12.3", "seventy-two (72) hours", "Usual: at most 48 hours", "Why: ", "Propose: "):
        assert words in failure.text


@pytest.mark.parametrize(
    ("start", "tag", "words"),
    [
        ("security-audit", None, ""),
        ("step-in", "skipped", "not applicable"),
        ("return-of-data", "skipped", "unsure, read it yourself"),
        ("confidentiality-term", "system-out", "missing, low"),
        ("the contract was read", "skipped", "page 4 has no text"),
    ],
)
def test_what_is_no_failure(start: str, tag: str | None, words: str) -> None:
    found = case(junit(full()), start)
    # What was not read has notes beside it.
    assert (found[0].tag if len(found) else None) == tag
    if tag:
        assert words in (found[0].get("message") or found[0].text)


def test_a_file_that_was_not_checked_is_an_error() -> None:
    root = junit(unreadable())
    assert (root.get("tests"), root.get("errors"), root.get("failures")) == ("1", "1", "0")
    error = case(root, "the contract was read").find("error")
    assert error.get("type") == "no-text"
    assert "Nothing was checked." in error.text


def test_a_waived_gap_is_skipped_with_its_reason() -> None:
    waiver = Waiver("encryption", "data is public", "A. Reviewer")
    root = junit(report(replace(finding("encryption", Verdict.MISSING), waiver=waiver)))
    skipped = case(root, "encryption").find("skipped")
    assert skipped.get("message").startswith("accepted by A. Reviewer: data is public (missing, high")
    assert root.get("failures") == "0"


def test_counts_are_those_of_the_cases() -> None:
    for suite in junit(full(), unreadable(), nasty()):
        cases = suite.findall("testcase")
        assert int(suite.get("tests")) == len(cases)
        for count, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(count)) == sum(one.find(tag) is not None for one in cases)


# CSV


def test_csv_has_a_row_a_finding() -> None:
    found = rows(full())
    assert [row["requirement"] for row in found] == [item.finding.requirement for item in full().assessed]
    row = found[0]
    assert (row["verdict"], row["severity"], row["value"], row["unit"]) == ("weak", "critical", "72", "hour")
    assert (row["page"], row["clause"], row["passages"]) == ("7", "12.3", "1")
    assert row["quote"].startswith("The Provider shall notify the Customer")
    assert found[1]["nearest_clause"] == "ARTICLE IX"
    assert found[1]["quote"] == "", "nearest words are no evidence"


def test_a_file_that_was_not_checked_has_one_row() -> None:
    (row,) = rows(unreadable())
    assert (row["status"], row["verdict"]) == ("unreadable", "")
    assert row["error"] == "the pages are images: no text was found"


def test_csv_tells_of_waivers() -> None:
    waiver = Waiver("encryption", "=cmd()", "A. Reviewer", date(2027, 1, 31))
    (row,) = rows(report(replace(finding("encryption", Verdict.MISSING), waiver=waiver)))
    assert (row["waived"], row["waived_by"], row["waived_until"]) == ("'=cmd()", "A. Reviewer", "2027-01-31")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "＝"])
def test_no_cell_is_a_formula(start: str) -> None:
    text = f"{start}HYPERLINK(1)"
    item = finding("x", Verdict.WEAK, title=text, message=text, evidence=(passage(text, clause=text),))
    made = report(item, name=text)
    made = replace(made, contract=replace(made.contract, path=text))
    cells = [cell for row in rows(made) for cell in row.values()]
    assert sum("HYPERLINK" in cell for cell in cells) == 5
    assert not any(is_formula(cell) for cell in cells)


def test_csv_columns_do_not_change() -> None:
    """Scripts read them by name: a new one goes at the end."""
    assert COLUMNS[:6] == ("file", "playbook", "playbook_version", "status", "error", "requirement")
    assert len(set(COLUMNS)) == len(COLUMNS)


# Several formats at once, and the command


@pytest.mark.parametrize(
    ("formats", "output", "wanted"),
    [
        ((), None, [("text", None)]),
        ((), "x.html", [("html", "x.html")]),
        ((), "x.sarif", [("sarif", "x.sarif")]),
        ((), "x.xml", [("junit", "x.xml")]),
        ((), "x.csv", [("csv", "x.csv")]),
        ((), "x.unknown", [("text", "x.unknown")]),
        (("json",), "x.html", [("json", "x.html")]),
        (("json", "json"), None, [("json", None)]),
        (("html", "json"), "report", [("html", "report.html"), ("json", "report.json")]),
        (("html", "junit"), "report.json", [("html", "report.html"), ("junit", "report.xml")]),
        (("html", "sarif"), "v1.2", [("html", "v1.2.html"), ("sarif", "v1.2.sarif")]),
    ],
)
def test_where_each_report_goes(
    formats: tuple[str, ...], output: str | None, wanted: list[tuple[str, str | None]]
) -> None:
    expected = tuple(Target(BY_NAME[name], Path(path) if path else None) for name, path in wanted)
    assert targets(formats, Path(output) if output else None) == expected


def test_several_formats_need_a_file() -> None:
    with pytest.raises(ContractcheckError, match="need a file"):
        targets(("html", "json"), None)


def test_every_ending_names_one_format() -> None:
    endings = [ending for row in FORMATS for ending in (row.ending, *row.other_endings)]
    assert len(set(endings)) == len(endings)


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)
def test_a_format_gives_what_its_row_says(row: Format) -> None:
    """Bytes where it is binary, else text, of one report and of several."""
    for reports in ([full()], [full("a.pdf"), unreadable("b.pdf")]):
        assert isinstance(row.render(reports, Extras()), bytes if row.binary else str)


def test_the_command_writes_several_formats_at_once(tmp_path: Path) -> None:
    missing = tmp_path / "none.pdf"
    formats = ["sarif", "junit", "csv", "json"]
    words = [word for name in formats for word in ("--format", name)]
    done = CliRunner().invoke(main, ["check", str(SAMPLE), str(missing), *words, "-o", str(tmp_path / "r")])
    assert done.exit_code == 2, done.output
    assert sorted(file.name for file in tmp_path.iterdir()) == ["r.csv", "r.json", "r.sarif", "r.xml"]
    log = json.loads((tmp_path / "r.sarif").read_text(encoding="utf-8"))
    assert list(sarif_schema().iter_errors(log)) == []
    assert log["runs"][0]["invocations"][0]["executionSuccessful"] is False
    assert junit_schema().validate(etree.parse(tmp_path / "r.xml"))
    wanted = [one["status"] for one in json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))]
    assert wanted == ["checked", "unreadable"]
    assert (tmp_path / "r.csv").read_bytes().startswith(b"\xef\xbb\xbffile,")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "html", "--format", "json"], "need a file"),
        (["--format", "html", "--format", "json", "-o", "OUT", "--template", "t.html"], "--template"),
    ],
)
def test_what_cannot_be_written_is_one_line(words: list[str], said: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        main, ["check", str(SAMPLE), *(word.replace("OUT", str(tmp_path / "r")) for word in words)]
    )
    assert done.exit_code == 2
    assert list(tmp_path.iterdir()) == []
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_no_format_overwrites_a_contract(tmp_path: Path) -> None:
    file = tmp_path / "contract.csv"
    file.write_text("The Provider shall notify the Customer of breaches.", encoding="utf-8")
    done = CliRunner().invoke(
        main, ["check", str(file), "--format", "csv", "--format", "json", "-o", str(tmp_path / "contract")]
    )
    assert done.exit_code == 2
    assert "overwrite" in done.stderr
    assert file.read_text(encoding="utf-8").startswith("The Provider")


@pytest.mark.parametrize("format", ["sarif", "junit"])
def test_a_broken_playbook_is_told_in_the_form_asked_for(format: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        main, ["check", str(SAMPLE), "--playbook", str(tmp_path / "none.yaml"), "--format", format]
    )
    assert done.exit_code == 2
    if format == "sarif":
        log = json.loads(done.stdout)
        assert list(sarif_schema().iter_errors(log)) == []
        assert log["runs"][0]["invocations"][0]["executionSuccessful"] is False
    else:
        assert etree.fromstring(done.stdout.encode()).get("errors") == "1"


def test_the_hook_definition_names_the_command() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["entry"].split()[:2] == ["contractcheck", "check"]
    done = CliRunner().invoke(main, [*hook["entry"].split()[1:], *hook.get("args", []), "--help"])
    assert done.exit_code == 0
