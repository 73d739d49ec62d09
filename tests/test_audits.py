"""Audits as a whole: every file has an outcome, nothing done is lost, and nothing in a contract reaches a program."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from contractcheck import places
from contractcheck.audits.audits import Progress, Summary, audit
from contractcheck.audits.history import changes, in_words
from contractcheck.audits.inputs import find
from contractcheck.audits.progress import shown_progress
from contractcheck.checker import Checker
from contractcheck.cli import main
from contractcheck.errors import ContractcheckError
from contractcheck.model import Severity
from contractcheck.report import to_data
from contractcheck.report.cells import cell, csv_cell
from tests import poison
from tests.made_reports import HOSTILE

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = Draft202012Validator(json.loads(places.schema_file().read_text(encoding="utf-8")))
OUTPUTS = ("audit.csv", "audit.xlsx", "dates.csv", "dates.ics", "index.html", "results.jsonl")
ENVIRONMENT = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *(path for path in sys.path if path)])}


def lines(out: Path) -> bytes:
    return (out / "results.jsonl").read_bytes()


def data(out: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in lines(out).decode("ascii").splitlines()]


def command(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


# --- what comes out -----------------------------------------------------------------------------------------------


def test_each_line_is_what_check_says_of_the_file(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    sample = ROOT / "sample_contracts" / "it-hosting.pdf"
    (folder / "deep" / "no-suffix").write_bytes(sample.read_bytes())
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    result = command("audit", folder, "-o", tmp_path / "out", "--workers", "1", "-q")
    assert result.exit_code == 2, "two files were not checked"
    checker = Checker()
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    assert data(tmp_path / "out") == [to_data(checker.check(path)) for path in paths]
    for item in data(tmp_path / "out"):
        SCHEMA.validate(item)
    assert result.stderr.splitlines() == [
        f"contractcheck: {folder}/empty.pdf: the file is empty",
        f"contractcheck: {folder}/picture.txt: the image is broken and cannot be opened",
    ]
    dates = (tmp_path / "out" / "dates.csv").read_text(encoding="utf-8-sig")
    assert "1 March 2026" in dates
    assert "empty.pdf,,the file was not checked: the file is empty" in dates
    calendar = (tmp_path / "out" / "dates.ics").read_bytes()
    assert calendar.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert b"SUMMARY:Expires: no-suffix\r\n" in calendar
    assert max(len(line) for line in calendar.split(b"\r\n")) <= 75


def test_the_outputs_are_the_same_for_the_same_contracts(tmp_path: Path) -> None:
    folder = poison.fill(tmp_path / "in", 5)
    poison.run([str(folder)], str(tmp_path / "one"), workers=1)
    poison.run([str(folder)], str(tmp_path / "two"), workers=3)
    for name in OUTPUTS:
        if name != "audit.xlsx":  # holds the time at which it was made
            assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name
    names = [path.name for path in (tmp_path / "one").iterdir()]
    assert sorted(names) == sorted([*OUTPUTS, "audit.sqlite", "reports"])


def test_a_second_run_reads_nothing_and_a_third_reads_what_is_new(tmp_path: Path) -> None:
    folder = poison.fill(tmp_path / "in", 5)
    out = tmp_path / "out"
    assert poison.run([str(folder)], str(out)).read == 5
    first = lines(out)
    assert poison.run([str(folder)], str(out)).read == 0
    assert lines(out) == first
    (folder / "000.txt").rename(folder / "renamed.txt")
    (folder / "new.txt").write_text("Agreement of today", encoding="utf-8")
    summary = poison.run([str(folder)], str(out))
    assert (summary.read, summary.files) == (1, 6)


def test_tables_and_pages_are_written_again_only_for_other_results(tmp_path: Path) -> None:
    folder = poison.fill(tmp_path / "in", 3)
    out = tmp_path / "out"
    poison.run([str(folder)], str(out))
    stamp = (out / "index.html").stat().st_mtime_ns
    poison.run([str(folder)], str(out))
    assert (out / "index.html").stat().st_mtime_ns == stamp, "nothing changed"
    (out / "dates.csv").unlink()
    poison.run([str(folder)], str(out))
    assert (out / "dates.csv").is_file(), "what is missing is made again"
    (folder / "000.txt").rename(folder / "renamed.txt")
    poison.run([str(folder)], str(out))
    assert "renamed.txt" in (out / "audit.csv").read_text(encoding="utf-8"), "another name, another table"


# --- whatever dies ------------------------------------------------------------------------------------------------


def test_poison_costs_three_documents_of_200(tmp_path: Path) -> None:
    folder = poison.fill(tmp_path / "in", 200)
    poison.poison(folder)
    summary = poison.run([str(folder)], str(tmp_path / "out"), time_limit=2)
    assert {Path(path).name: message.split(" (")[0] for path, message in summary.not_checked} == {
        "020.txt": "the process that read it died",
        "070.txt": "reading it took longer than 2 s, the most that one document gets",
        "120.txt": "reading it took more than 1024 MB of memory",
    }
    assert [item["status"] for item in data(tmp_path / "out")].count("checked") == 197


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_was_stopped_goes_on_and_ends_the_same(tmp_path: Path, how: signal.Signals) -> None:
    folder = poison.fill(tmp_path / "in", 60, poison.SLOW)
    poison.run([str(folder)], str(tmp_path / "undisturbed"))
    out = tmp_path / "out"
    known = 0
    for moment in (0, 21, 45):
        words = [sys.executable, "-m", "tests.poison", str(folder), str(out)]
        process = subprocess.Popen(words, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        with process:
            assert process.stdout is not None
            first = int(process.stdout.readline())
            assert first >= known, "what was done is not done again"
            known = first
            while known < moment:
                known = int(process.stdout.readline())
            process.send_signal(how)
        assert process.returncode != 0
        assert not (out / "results.jsonl").exists(), "a run that was stopped writes nothing that looks finished"
    poison.run([str(folder)], str(out))
    assert lines(out) == lines(tmp_path / "undisturbed")


def test_faulty_files_are_listed_and_tried_again_on_request(tmp_path: Path) -> None:
    folder = poison.fill(tmp_path / "in", 2)
    (folder / "bad.txt").write_text(poison.NOT_READ, encoding="utf-8")
    out = str(tmp_path / "out")
    assert len(poison.run([str(folder)], out).not_checked) == 1
    assert poison.run([str(folder)], out).read == 0
    again = audit(
        [str(folder)],
        out,
        runner=poison.LocalRunner(poison.settings(), 1),
        retry=True,
        time_limit=20,
        memory_limit=1024,
    )
    assert again.read == 1


# --- what is found ------------------------------------------------------------------------------------------------


def names(
    *places_: object, include: tuple[str, ...] = (), exclude: tuple[str, ...] = (), skip: Path | None = None
) -> list[str]:
    return [Path(entry.path).name for entry in find([str(place) for place in places_], include, exclude, skip=skip)]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    for name in (
        "a.pdf",
        "b.txt",
        ".hidden",
        "~$a.docx",
        "sub/c.pdf",
        "sub/.git/config",
        "old/d.pdf",
        "out/results.jsonl",
    ):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    (root / "sub" / "ring").symlink_to(root)
    (root / "linked.pdf").symlink_to(root / "a.pdf")
    (root / "lost.pdf").symlink_to(root / "nowhere")
    return root


@pytest.mark.parametrize(
    ("include", "exclude", "found"),
    [
        ((), (), ["a.pdf", "b.txt", "linked.pdf", "lost.pdf", "d.pdf", "c.pdf"]),
        (("*.pdf",), (), ["a.pdf", "linked.pdf", "lost.pdf", "d.pdf", "c.pdf"]),
        (("sub/*", "b.*"), (), ["b.txt", "c.pdf"]),
        ((), ("old/*", "l*"), ["a.pdf", "b.txt", "c.pdf"]),
    ],
)
def test_what_is_found(tree: Path, include: tuple[str, ...], exclude: tuple[str, ...], found: list[str]) -> None:
    assert names(tree, include=include, exclude=exclude, skip=tree / "out") == found


def test_files_that_cannot_be_opened_are_results_too(tree: Path) -> None:
    os.mkfifo(tree / "pipe")
    failures = {Path(entry.path).name: entry.digest()[1] for entry in find([str(tree)])}
    codes = {name: failure.code for name, failure in failures.items() if failure}
    assert {name: code for name, code in codes.items() if code != "broken-pdf"} == {
        "lost.pdf": "missing",
        "pipe": "unknown-kind",
    }
    assert {name for name, code in codes.items() if code == "broken-pdf"} == {"a.pdf", "c.pdf", "d.pdf", "linked.pdf"}


def test_a_place_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    result = command("audit", tmp_path / "nowhere", "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert "there is no such file or folder" in result.stderr


def test_archives_and_urls_are_read(tmp_path: Path) -> None:
    folder = poison.fill(tmp_path / "in", 3)
    archive = tmp_path / "in.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in sorted(folder.iterdir()):
            file.write(path, f"deep/{path.name}")
    out = str(tmp_path / "out")
    summary = poison.run([str(folder), str(archive), f"file://{folder}"], out)
    assert (summary.files, summary.contents, summary.read, summary.not_checked) == (9, 3, 3, ())
    assert poison.run([str(archive)], str(tmp_path / "other")).read == 3
    assert {f"{archive}/deep/000.txt", f"file://{folder}/000.txt"} <= {
        str(item["contract"]["path"])  # type: ignore[index]
        for item in data(tmp_path / "out")
    }


# --- what a contract must not do ----------------------------------------------------------------------------------


ODD_NAMES = (
    "a::b.txt",
    "zip://x.txt",
    "../up.txt",
    "/absolute.txt",
    "back\\slash.txt",
    "line\nend.txt",
    "what?*[x].txt",
    " spaces .txt",
    "name.zip::inner",
    "\u202egnp.txt",
    "same.txt",
)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_of_an_archive_are_results_whatever_they_are_called(tmp_path: Path) -> None:
    archive = tmp_path / "odd::name.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for number, name in enumerate((*ODD_NAMES, "same.txt")):
            file.writestr(name, f"Agreement number {number}.")
        file.mkdir("empty")
    summary = poison.run([str(archive)], str(tmp_path / "out"))
    assert (summary.files, summary.contents, summary.not_checked) == (len(ODD_NAMES) + 1, len(ODD_NAMES) + 1, ())
    assert not (tmp_path.parent / "up.txt").exists()


def test_a_member_that_cannot_be_unpacked_is_a_result(tmp_path: Path) -> None:
    archive = tmp_path / "in.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("good.txt", "Agreement number 1.")
        file.writestr("bad.txt", "Agreement number 2.")
    data = bytearray(archive.read_bytes())
    at = data.index(b"Agreement number 2.")
    data[at] ^= 0xFF  # its checksum is another now
    archive.write_bytes(data)
    summary = poison.run([str(archive)], str(tmp_path / "out"))
    assert summary.files == 2
    ((path, why),) = summary.not_checked
    assert path.endswith("bad.txt")
    assert "could not be unpacked" in why


def test_links_that_lead_out_of_the_folder_are_named_and_not_opened(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "in"
    poison.fill(outside, 1)
    poison.fill(folder, 1, "inside")
    (folder / "file.txt").symlink_to(outside / "000.txt")
    (folder / "away").symlink_to(outside)
    (folder / "within.txt").symlink_to(folder / "000.txt")
    entries = {Path(entry.path).name: entry for entry in find([str(folder)])}
    assert set(entries) == {"000.txt", "file.txt", "away", "within.txt"}
    assert {name for name, entry in entries.items() if entry.failure and entry.failure.code == "link"} == {
        "file.txt",
        "away",
    }


def test_the_database_of_another_program_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with closing(sqlite3.connect(out / "audit.sqlite")) as other:
        other.execute("CREATE TABLE theirs (a TEXT)")
        other.commit()
    before = (out / "audit.sqlite").read_bytes()
    with pytest.raises(ContractcheckError, match="another program's file"):
        poison.run([str(poison.fill(tmp_path / "in", 1))], str(out))
    assert (out / "audit.sqlite").read_bytes() == before


@pytest.mark.parametrize("sign", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"])
def test_a_formula_becomes_text(sign: str) -> None:
    assert csv_cell(sign)[0] == "'"
    assert csv_cell(-1) == "-1", "a number stays one"
    assert cell(sign) == sign.strip()


def test_hostile_names_stay_text_everywhere(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    hostile = {"=cmd|'x'!A1": "=HYPERLINK(1)", "<script>alert(1)</script>.txt": HOSTILE, "a;b,c\nATTENDEE:x": "+1"}
    for name, text in hostile.items():
        folder.joinpath(name.replace("/", "\u2215")).write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    poison.run([str(folder)], str(out))
    page = (out / "index.html").read_text(encoding="utf-8")
    assert page.count("<script") == 2, "the page's own, and its data"
    assert "<script>alert" not in page
    assert "default-src 'none'" in page
    with (out / "audit.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            assert not any(value.startswith(("=", "+", "-", "@", "\t", "\r")) for value in row)
    with zipfile.ZipFile(out / "audit.xlsx") as book:
        for name in book.namelist():
            if name.startswith("xl/worksheets/sheet"):
                tree = ElementTree.fromstring(book.read(name))
                assert [node for node in tree.iter() if node.tag.endswith(("}f", "}hyperlink"))] == []
    assert "\nATTENDEE" not in (out / "dates.ics").read_text(encoding="utf-8")


# --- the command --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gaps", "lost", "fail_on", "code"),
    [
        ({Severity.HIGH: 1}, (), "high", 1),
        ({Severity.MEDIUM: 1}, (), "high", 0),
        ({Severity.CRITICAL: 1}, (), "never", 0),
        ({}, (), "low", 0),
        ({Severity.HIGH: 1}, (("a.pdf", "broken"),), "high", 2),
        ({}, (("a.pdf", "broken"),), "never", 2),
    ],
)
def test_exit_codes(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    gaps: dict[Severity, int],
    lost: tuple[tuple[str, str], ...],
    fail_on: str,
    code: int,
) -> None:
    summary = Summary(tmp_path, 3, 3, 3, lost, gaps)
    monkeypatch.setattr("contractcheck.audits.audits.audit", lambda *places, **options: summary)
    result = command("audit", "x", "-o", tmp_path, "--fail-on", fail_on)
    assert result.exit_code == code
    assert result.stdout == ""
    assert command("audit", "x", "-o", tmp_path, "--fail-on", fail_on, "-q").stderr == "".join(
        f"contractcheck: {path}: {why}\n" for path, why in lost
    )


@pytest.mark.parametrize(
    ("lost", "gaps", "code"),
    [
        pytest.param(1, {}, 0, id="an empty file among others"),
        pytest.param(1, {Severity.HIGH: 2}, 1, id="the gaps of the others decide"),
        pytest.param(3, {}, 2, id="nothing was checked at all"),
    ],
)
def test_an_option_lets_the_files_that_were_checked_decide(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lost: int, gaps: dict[Severity, int], code: int
) -> None:
    summary = Summary(tmp_path, 3, 3, 3, tuple((f"{at}.pdf", "the file is empty") for at in range(lost)), gaps)
    monkeypatch.setattr("contractcheck.audits.audits.audit", lambda *places, **options: summary)
    assert command("audit", "x", "-o", tmp_path).exit_code == 2
    result = command("audit", "x", "-o", tmp_path, "--not-checked", "pass")
    assert result.exit_code == code
    assert f"{3 - lost} of 3 files checked" in result.stderr
    assert result.stderr.count("the file is empty") == lost


def test_progress_off_a_terminal_is_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with shown_progress(False) as show:
        assert show is not None
        for done in range(4, 11):
            show(Progress(done, 10, 4))
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "contractcheck: 4 of 10 known from before"
    assert re.fullmatch(r"contractcheck: 10 of 10, [\d.]+ a second, 0 s left", said[1])
    assert len(said) == 2
    with shown_progress(True) as show:
        assert show is None


def test_a_cluster_without_its_extra_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "contractcheck.audits.cluster", None)
    result = command(
        "audit", poison.fill(tmp_path / "in", 1), "-o", tmp_path / "out", "--scheduler", "tcp://127.0.0.1:1"
    )
    assert result.exit_code == 2
    assert "pip install 'contractcheck[cluster]'" in result.stderr


# --- history ------------------------------------------------------------------------------------------------------


def test_history_says_what_changed(tmp_path: Path) -> None:
    folder = poison.fill(tmp_path / "in", 4)
    good, bad = _texts()
    paths = {"closed.txt": bad, "opened.txt": good, "same.txt": bad}
    for name, text in paths.items():
        (folder / name).write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    with pytest.raises(ContractcheckError, match="no audit"):
        changes(out)
    poison.run([str(folder)], str(out))
    with pytest.raises(ContractcheckError, match="two are needed"):
        changes(out)
    (folder / "closed.txt").write_text(good, encoding="utf-8")
    (folder / "opened.txt").write_text(bad, encoding="utf-8")
    (folder / "000.txt").unlink()
    (folder / "001.txt").write_text(poison.NOT_READ, encoding="utf-8")
    (folder / "new.txt").write_text("Agreement of today", encoding="utf-8")
    poison.run([str(folder)], str(out))
    found = changes(out)

    def base(items: tuple[str, ...]) -> list[str]:
        return [Path(item).name for item in items]

    assert (base(found.new), base(found.gone), base(found.lost)) == (["new.txt"], ["000.txt"], ["001.txt"])
    assert base(found.edited) == ["001.txt", "closed.txt", "opened.txt"]
    assert [Path(move.path).name for move in found.closed] == ["closed.txt"]
    assert [Path(move.path).name for move in found.opened] == ["opened.txt"]
    assert not found.other_rules
    assert "Data is encrypted (high, missing -> met)" in in_words(found)
    assert json.loads(command("history", out, "--format", "json").stdout)["closed"][0]["after"] == "met"
    poison.run([str(folder)], str(out))
    assert "Nothing changed." in command("history", out).stdout


def _texts() -> tuple[str, str]:
    """A text that meets the requirement, and one that does not."""
    texts = [f"Made agreement {number}" for number in range(20)]
    missing = [bool(poison.made(text).gaps()) for text in texts]
    return texts[missing.index(False)], texts[missing.index(True)]
