"""Waivers: what people write, what it does to a report, and what is said of a waiver that does nothing."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from contractcheck.cli import main
from contractcheck.errors import ContractcheckError, RuleError
from contractcheck.model import Verdict, Waiver
from contractcheck.places import schema_file
from contractcheck.waivers.applying import decide
from contractcheck.waivers.entries import WaiverEntry
from contractcheck.waivers.nearest import find_file
from contractcheck.waivers.waivers import read_waivers
from contractcheck.waivers.writing import write_waiver

pytestmark = pytest.mark.usefixtures("own_rules_once")

SAMPLES = Path(__file__).resolve().parents[1] / "sample_contracts"
KNOWN = frozenset({"cure-period", "renewal", "insurance"})
TODAY = date(2027, 3, 31)
BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{key}: &{key} [{', '.join([f'*{before}'] * 10)}]\n" for before, key in zip("abcdefgh", "bcdefghi", strict=True)
)
VERDICTS = {"cure-period": Verdict.WEAK, "renewal": Verdict.MET, "insurance": Verdict.MISSING}


def entry(id_: str = "cure-period", contract: str = "*", **more: object) -> WaiverEntry:
    return WaiverEntry(Waiver(id_, **{"reason": "Agreed", **more}), contract, "contractcheck.yaml:2", Path("/deals"))


@pytest.mark.parametrize(
    ("written", "waived", "note"),
    [
        pytest.param(entry(), {"cure-period"}, "", id="a gap is waived"),
        pytest.param(entry(until=TODAY), {"cure-period"}, "", id="the last day still counts"),
        pytest.param(entry(until=date(2027, 3, 30)), set(), "it ended on 2027-03-30", id="an expired one does not"),
        pytest.param(entry(reason=""), set(), "no reason is given", id="one without a reason does not"),
        pytest.param(entry("renewal"), set(), "the verdict is met", id="what is no gap needs none: unused"),
        pytest.param(entry("other-rule"), set(), "", id="of another playbook: nothing is said"),
        pytest.param(entry(contract="other.pdf"), set(), "", id="of another contract: nothing is said"),
        pytest.param(entry(contract="hosting.pdf"), {"cure-period"}, "", id="by name"),
        pytest.param(entry(contract="north/*.pdf"), {"cure-period"}, "", id="by the path from the file of waivers"),
        pytest.param(entry(contract="sha256:abc"), {"cure-period"}, "", id="by content"),
        pytest.param(entry(contract="sha256:"), set(), "", id="no content is not every content"),
        pytest.param(entry(contract="HOSTING.PDF"), set(), "", id="names are compared with their case"),
    ],
)
def test_what_a_waiver_does(written: WaiverEntry, waived: set[str], note: str) -> None:
    done = decide(VERDICTS, [written], "/deals/north/hosting.pdf", "abcdef", TODAY)
    assert set(done.waived) == waived
    assert bool(done.notes) == bool(note)
    assert all(note in one and "contractcheck.yaml:2" in one for one in done.notes)


def test_two_waivers_of_one_gap() -> None:
    """The first one holds, and the second is said to be unused."""
    done = decide(VERDICTS, [entry(reason="one"), entry(reason="two")], "a.pdf", "", TODAY)
    assert done.waived["cure-period"].reason == "one"
    assert len(done.notes) == 1
    assert "another one" in done.notes[0]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("waivers: []\n", []),
        ("# nothing yet\n", []),
        ("waivers:\n", []),
        ("waivers:\n  - requirement: cure-period\n    reason: yes\n", []),
        ("waivers:\n  - requirement: [cure-period, insurance]\n    contract: ['a.pdf', 'b.pdf']\n", []),
        ("waivers:\n  - requirement: cure-perod\n", [":2: no requirement is called 'cure-perod'"]),
        ("waivers:\n  - requirement: renewal\n    untill: 2027-01-01\n", [":3: unknown key 'untill'"]),
        ("waivers:\n  - requirement: renewal\n    until: soon\n", [":3:", "'soon' is not a date"]),
        ("waivers:\n  - reason: because\n", [":2:", "requirement' is missing"]),
        ("waivers:\n  - requirement: ''\n", [":2:", "must name something"]),
        ("waiver:\n  - requirement: renewal\n", [":1: unknown key 'waiver'"]),
        ("waivers: [\n", [": not valid YAML"]),
        ("hello\n", [":1: the file must hold keys with values"]),
        ("waivers:\n  - &a [*a]\n", [":1: a part holds itself"]),
        # Either our own limit ends it or the library's, which words it in its own way: one line with its place.
        pytest.param("[" * 100_000, ["contractcheck.yaml:1: "], id="very deep"),
        pytest.param(BOMB, ["more than 500,000 parts"], id="anchors that repeat one another"),
        ("waivers:\n  - requirement: a\n  - requirement: b\n", [":2: no requirement", ":3: no requirement"]),
    ],
)
def test_faults_are_named_with_their_line(tmp_path: Path, text: str, faults: list[str]) -> None:
    path = tmp_path / "contractcheck.yaml"
    path.write_text(text, encoding="utf-8")
    if not faults:
        read_waivers(path, KNOWN)
        return
    with pytest.raises(RuleError) as caught:
        read_waivers(path, KNOWN)
    said = "\n".join(caught.value.faults)
    assert all(part in said for part in faults)


def test_lists_stand_for_each_pair(tmp_path: Path) -> None:
    path = tmp_path / "w.yaml"
    path.write_text("waivers:\n  - requirement: [renewal, insurance]\n    contract: [a, b]\n    reason: No\n", "utf-8")
    assert [(one.waiver.requirement, one.contract, one.waiver.reason) for one in read_waivers(path, KNOWN)] == [
        ("renewal", "a", "No"),
        ("renewal", "b", "No"),
        ("insurance", "a", "No"),
        ("insurance", "b", "No"),
    ]


def test_extends(tmp_path: Path) -> None:
    """A file's own waivers come first; a ring and a lost file are faults."""
    (tmp_path / "house.yaml").write_text("waivers: [{requirement: renewal, reason: House}]\n", "utf-8")
    own = tmp_path / "own.yaml"
    own.write_text("extends: house.yaml\nwaivers: [{requirement: insurance, reason: Own}]\n", "utf-8")
    assert [one.waiver.reason for one in read_waivers(own, KNOWN)] == ["Own", "House"]
    (tmp_path / "house.yaml").write_text("extends: own.yaml\n", "utf-8")
    with pytest.raises(ContractcheckError, match="in a circle"):
        read_waivers(own, KNOWN)
    own.write_text("extends: gone.yaml\n", "utf-8")
    with pytest.raises(ContractcheckError, match=r"own.yaml:1: there is no file 'gone.yaml'"):
        read_waivers(own, KNOWN)


def test_the_closest_file_counts(tmp_path: Path) -> None:
    deal = tmp_path / "deals" / "north"
    deal.mkdir(parents=True)
    (tmp_path / "contractcheck.yaml").write_text("waivers: []\n", "utf-8")
    assert find_file(deal / "a.pdf") == tmp_path.resolve() / "contractcheck.yaml"
    (deal / "contractcheck.yaml").write_text("waivers: []\n", "utf-8")
    assert find_file(deal / "a.pdf") == deal.resolve() / "contractcheck.yaml"


@pytest.mark.parametrize(
    "before",
    [
        "",
        "# our waivers\n",
        "waivers: []\n",
        "waivers: []  # none yet\nextends: house.yaml\n",
        "waivers:\n",
        "waivers:\n- requirement: renewal\n  reason: a   # why\n",
        "waivers:\n    - requirement: renewal\n      reason: a\n\n# the house\nextends: house.yaml\n",
        "waivers:\r\n  - requirement: renewal\r\n    reason: a\r\n",
        "waivers:\n  - requirement: renewal\n    reason: a",
    ],
)
def test_writing_keeps_what_stands_there(tmp_path: Path, before: str) -> None:
    """The new one is read back, the old ones too, and every line and comment of before is still there, in order."""
    path = tmp_path / "contractcheck.yaml"
    (tmp_path / "house.yaml").write_text("waivers: []\n", "utf-8")
    path.write_bytes(before.encode())
    write_waiver(path, Waiver("insurance", "It's: #1 'fine'", "A", date(2027, 1, 2)), "*.pdf")
    read = read_waivers(path, KNOWN)
    assert read[-1].waiver == Waiver("insurance", "It's: #1 'fine'", "A", date(2027, 1, 2))
    assert read[-1].contract == "*.pdf"
    assert len(read) == 1 + before.count("requirement")
    after = iter(path.read_text("utf-8").splitlines())
    wanted = [line.replace("[]", "").rstrip() for line in before.splitlines() if line.strip()]
    assert all(any(line.split() == old.split() for line in after) for old in wanted)


@given(reason=st.text(min_size=1), who=st.text())
def test_any_words_come_back(tmp_path_factory: pytest.TempPathFactory, reason: str, who: str) -> None:
    """Quotes, colons, line ends and signs of YAML in a reason are words, never structure."""
    words = " ".join(reason.encode("utf-8", "ignore").decode().split())
    path = tmp_path_factory.mktemp("w") / "contractcheck.yaml"
    printable = "".join(one for one in words if one.isprintable())
    write_waiver(path, Waiver("insurance", printable), "[a].pdf")
    (read,) = read_waivers(path, KNOWN)
    assert read.waiver.reason == " ".join(printable.split())
    assert read.contract == "[a].pdf"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("waivers: {a: b}\n", "is on one line"),
        ("waivers: [{requirement: renewal}]\n", "is on one line"),
        ("a: [\n", "not valid YAML"),
    ],
)
def test_a_file_that_cannot_be_added_to_is_left_alone(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "contractcheck.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ContractcheckError, match=said):
        write_waiver(path, Waiver("insurance", "r"), "*")
    assert path.read_text("utf-8") == text


# The command line, for real.


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    path = tmp_path / "it-hosting.pdf"
    path.write_bytes((SAMPLES / "it-hosting.pdf").read_bytes())
    return path


def test_a_waived_gap_does_not_fail_the_run_and_stays_in_every_format(contract: Path) -> None:
    first = json.loads(run("check", contract, "--format", "json").stdout)
    high = [one["requirement"] for one in first["findings"] if one["severity"] == "high" and one["verdict"] != "met"]
    assert high
    for id_ in high:
        done = run(
            "waive", contract, id_, "--reason", "Covered by <our> policy & more", "--who", "R", "--until", "2030-01-01"
        )
        assert done.exit_code == 0
    assert run("check", contract, "--today", "2029-12-31").exit_code == 0
    assert run("check", contract, "--today", "2030-01-02").exit_code == 1
    assert run("check", contract, "--no-waivers").exit_code == 1
    data = json.loads(run("check", contract, "--format", "json", "--today", "2029-12-31").stdout)
    jsonschema.validate(data, json.loads(schema_file().read_text("utf-8")))
    waived = [one for one in data["findings"] if "waiver" in one]
    gaps = [one for one in waived if one["verdict"] in ("missing", "weak", "unwanted")]
    assert waived == gaps
    assert data["summary"]["waived"] == len(gaps)
    assert data["summary"]["gaps"] == first["summary"]["gaps"] - len(gaps)
    assert data["summary"]["verdicts"] == first["summary"]["verdicts"]
    assert gaps[0]["waiver"] == {"reason": "Covered by <our> policy & more", "who": "R", "until": "2030-01-01"}
    for format_ in ("text", "md", "html"):
        shown = run("check", contract, "--format", format_, "--today", "2029-12-31", "--no-pictures").stdout
        assert "waived" in shown.lower()
        assert "A waiver" not in shown
        assert ("<our>" in shown) == (format_ == "text")
    unwaived = json.loads(run("check", contract, "--format", "json", "--no-waivers").stdout)
    assert unwaived == first


def test_a_waiver_that_does_nothing_is_said_on_stderr_and_in_the_report(contract: Path) -> None:
    run("waive", contract, "breach-notification", "--reason", "Not needed")
    done = run("check", contract, "--format", "json")
    assert "not used, since the verdict is met" in done.stderr
    assert json.loads(done.stdout)["waiver_notes"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["waive", "{}", "no-such-rule", "--reason", "r"], "no requirement is called 'no-such-rule'"),
        (["waive", "{}", "insurance", "--reason", " "], "a waiver needs a reason"),
        (["waive", "{}", "insurance", "--reason", "r", "--until", "soon"], "'soon' is not a date"),
        (["waive", "{}.lost", "insurance", "--reason", "r"], "there is no such file"),
        (["check", "{}", "--waivers", "lost.yaml"], "lost.yaml: there is no such waivers file"),
        (["check", "{}", "--waivers", "a.yaml", "--no-waivers"], "contradict each other"),
        (["check", "{}", "--today", "31.3.2027"], "is not a date"),
        (["check", "{}", "--format", "xlsx"], "needs a file"),
        (["check", "{}", "-o", "report.pdf"], "reports cannot be written as '.pdf'"),
        (["check", "{}", "--waivers", "{}"], "YAML"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(contract: Path, words: list[str], said: str) -> None:
    done = run(*[word.format(contract) for word in words])
    assert done.exit_code == 2
    assert said in done.stderr or "UTF-8" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_decisions_in_the_workbook_are_read_back(contract: Path, tmp_path: Path) -> None:
    """The checklist as a workbook: cells have their types, and an accepted row with a reason waives the gap."""
    path = tmp_path / "list.xlsx"
    assert run("check", contract, "-o", path, "--fail-on", "never").exit_code == 0
    book = openpyxl.load_workbook(path)
    sheet = book["Checklist"]
    head = [cell.value for cell in sheet[1]]
    at = {name: head.index(name) + 1 for name in head}
    values = [sheet.cell(row, at["value"]).value for row in range(2, sheet.max_row + 1)]
    assert any(isinstance(value, int | float) for value in values)
    assert not any(isinstance(value, str) and value for value in values)
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref
    assert {rule.type for rule in sheet.data_validations.dataValidation} == {"list", "date"}
    gaps = [
        row for row in range(2, sheet.max_row + 1) if sheet.cell(row, at["verdict"]).value in ("missing", "unwanted")
    ]
    for row in gaps:
        sheet.cell(row, at["decision"]).value = "Accept"
        sheet.cell(row, at["reason"]).value = "@Agreed"
        sheet.cell(row, at["until"]).value = date(2030, 1, 1)
    sheet.cell(gaps[0], at["reason"]).value = None
    sheet.cell(gaps[1], at["decision"]).value = "negotiate"
    book.save(path)
    data = json.loads(run("check", contract, "--waivers", path, "--format", "json", "--today", "2027-01-01").stdout)
    waived = {one["requirement"]: one["waiver"] for one in data["findings"] if "waiver" in one}
    assert set(waived) == {sheet.cell(row, at["requirement"]).value for row in gaps[2:]}
    assert all(one == {"reason": "@Agreed", "who": "", "until": "2030-01-01"} for one in waived.values())
    assert any("no reason" in note for note in data["waiver_notes"])
    again = tmp_path / "again.xlsx"
    run("check", contract, "--waivers", path, "-o", again, "--today", "2027-01-01")
    second = openpyxl.load_workbook(again)["Checklist"]
    row = gaps[2]
    assert second.cell(row, at["decision"]).value == "accept"
    assert second.cell(row, at["until"]).value.date() == date(2030, 1, 1)
    assert second.cell(row, at["reason"]).data_type == "s"


def test_the_same_report_gives_the_same_workbook(contract: Path, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        run("check", contract, "-o", tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_decision_that_is_none_is_named(contract: Path, tmp_path: Path) -> None:
    """A misspelt "accept" would otherwise waive nothing, unseen."""
    path = tmp_path / "list.xlsx"
    run("check", contract, "-o", path)
    book = openpyxl.load_workbook(path)
    sheet = book["Checklist"]
    column = [cell.value for cell in sheet[1]].index("decision") + 1
    sheet.cell(2, column).value = "reject"
    sheet.cell(3, column).value = "accpet"
    book.save(path)
    done = run("check", contract, "--waivers", path)
    assert done.exit_code == 2
    assert done.stderr.strip().endswith("list.xlsx:3: 'accpet' is not a decision (accept, negotiate or reject)")


@pytest.mark.parametrize("option", ["--waivers", "--template", "--playbook"])
def test_a_report_overwrites_nothing_that_the_run_reads(contract: Path, tmp_path: Path, option: str) -> None:
    """A reviewer's decisions, a letterhead or a playbook would be lost."""
    path = tmp_path / "mine.yaml"
    path.write_text("waivers: []\n", "utf-8")
    done = run("check", contract, option, path, "-o", path)
    assert done.exit_code == 2
    assert "would overwrite it" in done.stderr
    assert path.read_text("utf-8") == "waivers: []\n"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b"no workbook at all"])
def test_a_workbook_that_is_none(contract: Path, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    done = run("check", contract, "--waivers", path)
    assert done.exit_code == 2
    assert "this is not a workbook" in done.stderr


def test_an_audit_keeps_to_waivers(contract: Path, tmp_path: Path) -> None:
    """Results, tables, pages and the exit code follow; nothing is read again when a waiver comes; what is in vain is said."""
    folder = tmp_path / "deals"
    folder.mkdir()
    contract.rename(folder / contract.name)
    out = tmp_path / "out"

    def audit(*more: str) -> Result:
        return run("audit", folder, "-o", out, "--workers", "1", "--today", "2027-01-01", *more)

    def line() -> dict[str, Any]:
        data: dict[str, Any] = json.loads((out / "results.jsonl").read_text("utf-8"))
        return data

    assert audit().exit_code == 1
    before = line()
    high = [
        one["requirement"] for one in before["findings"] if one["severity"] == "high" and one["verdict"] == "missing"
    ]
    rows = "".join(f"- requirement: {id_}\n  reason: <b>ours\n" for id_ in high)
    unwanted = [
        one["requirement"] for one in before["findings"] if one["severity"] == "high" and one["verdict"] == "unwanted"
    ]
    rows += "".join(f"- requirement: {id_}\n  reason: x\n  contract: nothing*\n" for id_ in unwanted)
    rows += "- requirement: breach-notification\n  reason: in vain\n"
    (folder / "contractcheck.yaml").write_text("waivers:\n" + rows, "utf-8")
    done = audit("--fail-on", "critical" if unwanted else "high")
    assert done.exit_code == 0
    assert "not used, since the verdict is met" in done.stderr
    assert ("no contract matches 'nothing*'" in done.stderr) == bool(unwanted)
    assert "known from before" in done.stderr
    after = line()
    jsonschema.validate(after, json.loads(schema_file().read_text("utf-8")))
    assert {one["requirement"] for one in after["findings"] if "waiver" in one} == set(high)
    assert after["summary"]["gaps"] == before["summary"]["gaps"] - len(high)
    assert sum(after["summary"]["gaps_by_severity"].values()) == after["summary"]["gaps"]
    assert "missing (waived)" in (out / "audit.csv").read_text("utf-8-sig")
    (page,) = (out / "reports").iterdir()
    assert "&lt;b&gt;ours" in page.read_text("utf-8")
    audit("--no-waivers")
    assert line() == before


def test_the_checklist_before_signing_keeps_to_waivers(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text("SERVICES AGREEMENT\n\n1. Fees\n1.1 The fee is [TBD] a month.\n", "utf-8")
    assert run("checklist", path).exit_code == 1
    for id_ in ("blanks", "signature-block"):
        run("waive", path, id_, "--reason", "To be filled in at <closing>", "--playbook", "presigning")
    done = run("checklist", path, "--today", "2027-01-01")
    assert "To be filled in at <closing>" in done.stdout
    assert "TBD" in done.stdout
    assert run("checklist", path, "--no-waivers").exit_code == 1
    assert done.exit_code == 0, done.stdout
