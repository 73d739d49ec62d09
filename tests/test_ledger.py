"""The ledger: what it keeps, what it refuses, and what it forgets."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from contractcheck.audits import selections
from contractcheck.audits.fingerprint import Fingerprint, fingerprint
from contractcheck.audits.inputs import find
from contractcheck.audits.ledger import NAME, Ledger, Run
from contractcheck.audits.tasks import CHANGED, About, Result, failed
from contractcheck.errors import ContractcheckError
from contractcheck.isolation.limits import TIMED_OUT
from contractcheck.report import to_data
from tests import poison
from tests.poison import made

MARK = Fingerprint("program", "rules", "playbook")
LIMITS = "60 s, 2048 MB"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    out = tmp_path / "out"
    out.mkdir()
    ledger = Ledger(out)
    yield ledger
    ledger.close()


def begin(ledger: Ledger, folder: Path, mark: Fingerprint = MARK) -> Run:
    run = ledger.begin("now", "outsourcing", mark, LIMITS)
    ledger.list_files(run, find([str(folder)]))
    ledger.drop_failures(run, LIMITS)
    return run


def work(ledger: Ledger, run: Run) -> int:
    """Check all that is left. Returns how many contents that were."""
    count = 0
    for task in ledger.tasks(run):
        text = Path(task.location).read_text(encoding="utf-8")
        ledger.record(run, task, Result(to_data(made(text)), fingerprint=run.key), LIMITS)
        count += 1
    return count


def test_one_content_under_two_names_is_checked_once_and_listed_twice(ledger: Ledger, tmp_path: Path) -> None:
    folder = poison.fill(tmp_path / "in", 1)
    (folder / "copy.txt").write_bytes((folder / "000.txt").read_bytes())
    run = begin(ledger, folder)
    assert ledger.counts(run) == (2, 1, 1)
    assert work(ledger, run) == 1
    lines = [line for _, line in selections.lines(ledger, run)]
    assert [f'"name":"{name}"' in line for name, line in zip(("000.txt", "copy.txt"), lines, strict=True)] == [True] * 2
    assert lines[0].replace("000.txt", "copy.txt") == lines[1]


@pytest.mark.parametrize(
    ("mark", "again", "why"),
    [
        (MARK, 0, "nothing changed"),
        (Fingerprint("other", "rules", "playbook"), 3, "another program"),
        (Fingerprint("program", "other", "playbook"), 3, "other rules"),
        (Fingerprint("program", "rules", "other"), 3, "another playbook"),
    ],
)
def test_what_makes_a_file_be_read_again(
    ledger: Ledger, tmp_path: Path, mark: Fingerprint, again: int, why: str
) -> None:
    folder = poison.fill(tmp_path / "in", 3)
    assert work(ledger, begin(ledger, folder)) == 3
    assert work(ledger, begin(ledger, folder, mark)) == again, why


def test_an_edit_that_keeps_the_size_is_seen(ledger: Ledger, tmp_path: Path) -> None:
    folder = poison.fill(tmp_path / "in", 2)
    past = 1_000_000_000
    for path in folder.iterdir():
        os.utime(path, (past, past))
    work(ledger, begin(ledger, folder))
    path = folder / "001.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("number 1", "number 7"), encoding="utf-8")
    os.utime(path, (past, past))
    assert work(ledger, begin(ledger, folder)) == 1


def test_a_failure_holds_for_its_limits_only(ledger: Ledger, tmp_path: Path) -> None:
    folder = poison.fill(tmp_path / "in", 1)
    run = begin(ledger, folder)
    task = next(ledger.tasks(run))
    ledger.record(run, task, failed(About(), TIMED_OUT, "too slow"), LIMITS)
    assert ledger.counts(run)[2] == 0
    ledger.drop_failures(run, LIMITS)
    assert ledger.counts(run)[2] == 0, "the same limits would end the same"
    ledger.drop_failures(run, "120 s, 2048 MB")
    assert ledger.counts(run)[2] == 1, "more time may do"


def test_failures_are_tried_again_when_asked(ledger: Ledger, tmp_path: Path) -> None:
    run = begin(ledger, poison.fill(tmp_path / "in", 1))
    ledger.record(run, next(ledger.tasks(run)), failed(About(), "locked", "a password"), LIMITS)
    ledger.drop_failures(run, LIMITS, all_=True)
    assert ledger.counts(run)[2] == 1


def test_a_passing_failure_is_not_kept_for_the_next_run(ledger: Ledger, tmp_path: Path) -> None:
    folder = poison.fill(tmp_path / "in", 1)
    run = begin(ledger, folder)
    ledger.record(run, next(ledger.tasks(run)), failed(About(), CHANGED, "it changed"), LIMITS)
    assert [row.message for row in selections.contracts(ledger, run)] == ["it changed"]
    assert '"status":"unreadable"' in next((line for _, line in selections.lines(ledger, run)))
    assert work(ledger, begin(ledger, folder)) == 1


def test_runs_that_were_not_finished_are_forgotten(ledger: Ledger, tmp_path: Path) -> None:
    folder = poison.fill(tmp_path / "in", 1)
    begin(ledger, folder)
    run = begin(ledger, folder)
    assert ledger.runs() == []
    ledger.finish(run, "later")
    assert [item.number for item in ledger.runs()] == [run.number]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"this is a letter" * 100, "the ledger is broken: file is not a database"),
        (None, "this is not a ledger of this version"),
    ],
)
def test_another_file_in_its_place_is_left_alone(tmp_path: Path, content: bytes | None, says: str) -> None:
    path = tmp_path / NAME
    if content is None:
        database = sqlite3.connect(path)
        database.execute("PRAGMA application_id = 7")
        database.execute("CREATE TABLE mine (x)")
        database.commit()
        database.close()
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(ContractcheckError, match=says):
        Ledger(tmp_path)
    assert path.read_bytes() == before


def test_two_audits_never_share_a_folder(ledger: Ledger, tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from contractcheck.audits.ledger import Ledger; Ledger(Path(sys.argv[1]))"
    words = [sys.executable, "-c", code, str(ledger.path.parent)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    result = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=60)
    assert "another audit is using this folder" in result.stderr


def test_the_fingerprint_follows_the_playbook_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("id: one\n", encoding="utf-8")
    one = fingerprint(str(path))
    assert fingerprint(str(path)) == one
    path.write_text("id: two\n", encoding="utf-8")
    two = fingerprint(str(path))
    assert (one.program, one.rules) == (two.program, two.rules)
    assert one.key != two.key
    assert fingerprint("outsourcing").playbook != one.playbook


@pytest.mark.parametrize("line", ["extends: base.yaml", "'extends': \"base.yaml\"  # ours"])
def test_the_fingerprint_follows_what_a_playbook_extends(tmp_path: Path, line: str) -> None:
    base = tmp_path / "base.yaml"
    base.write_text("id: base\n", encoding="utf-8")
    path = tmp_path / "mine.yaml"
    path.write_text(f"id: mine\n{line}\n", encoding="utf-8")
    before = fingerprint(str(path))
    base.write_text("id: base\nextends: mine.yaml\n", encoding="utf-8")
    assert fingerprint(str(path)).playbook != before.playbook, "and a circle ends"


def test_a_run_with_nothing_to_read_does_without_rules_and_readers() -> None:
    heavy = "{'contractcheck.rulebook.rules', 'numpy', 'pydantic', 'pypdfium2'}"
    code = f"import sys, contractcheck.audits.audits, contractcheck.audits.workbook; sys.exit(bool({heavy} & set(sys.modules)))"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    assert subprocess.run([sys.executable, "-c", code], env=environment, timeout=60).returncode == 0


def test_a_name_that_is_no_text_is_named_and_stops_nothing(ledger: Ledger, tmp_path: Path) -> None:
    """Names may hold any bytes on Linux; the ledger and the results hold UTF-8."""
    folder = tmp_path / "in"
    folder.mkdir()
    try:
        Path(folder, os.fsdecode(b"a\xffb.txt")).write_text("An agreement.", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such names")
    (folder / "good.txt").write_text("An agreement.", encoding="utf-8")
    bad, good = find([str(folder)])
    assert bad.path.endswith("/in/a\\xffb.txt")
    assert bad.failure is not None
    assert "rename it" in bad.failure.message
    assert good.failure is None
    begin(ledger, folder)
