"""Whatever goes wrong on the command line is one line and exit code 2. Exit code 1 means gaps and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from contractcheck.cli import main

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "sample_contracts" / "mutual-nda.pdf"
PROGRAM = [sys.executable, "-c", "from contractcheck.cli import main; main()"]


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (RecursionError("too deep"), "contractcheck itself failed: RecursionError: too deep"),
        (MemoryError(), "there is not enough memory for this"),
        (ZeroDivisionError("a\nb\x1b[31m"), "contractcheck itself failed: ZeroDivisionError: a b[31m"),
        (OSError(28, "No space left on device", "/there"), "/there: No space left on device"),
        (UnicodeEncodeError("ascii", "é", 0, 1, "no"), "contractcheck itself failed: UnicodeEncodeError"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_any_error_is_one_line(monkeypatch: pytest.MonkeyPatch, error: Exception, says: str) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setitem(main.commands, "fails", click.Command("fails", callback=fail))
    done = run("fails")
    assert done.exit_code == 2
    assert done.stderr.startswith(f"contractcheck: {says}")
    assert len(done.stderr.splitlines()) == 1
    shown = run("--debug", "fails")
    assert shown.exit_code == 2
    assert "in fail" in shown.stderr
    assert "\x1b" not in shown.stderr


@pytest.mark.parametrize("words", [("--debug", "rules", "show", "no-such"), ("rules", "show", "no-such", "--debug")])
def test_debug_is_taken_before_and_after_the_command(words: tuple[str, ...]) -> None:
    assert "Traceback" in run(*words).stderr
    assert "Traceback" not in run(*(word for word in words if word != "--debug")).stderr


def nested(path: Path) -> tuple[str, ...]:
    """A template of brackets in brackets: Python's compiler gives up on it."""
    path = path / "deep.txt.jinja"
    path.write_text("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", encoding="utf-8")
    return "check", str(SAMPLE), "--template", str(path)


def workbook_with_broken_parts(path: Path) -> tuple[str, ...]:
    """A workbook whose sheet is not what its packing says."""
    openpyxl = pytest.importorskip("openpyxl")
    whole = path / "whole.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["requirement", "decision", "reason"] * 40)
    book.save(whole)
    data = bytearray(whole.read_bytes())
    with zipfile.ZipFile(whole) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
    at = entry.header_offset + 30 + len(entry.filename)
    data[at : at + entry.compress_size] = b"\xff" * entry.compress_size
    broken = path / "decisions.xlsx"
    broken.write_bytes(data)
    return "check", str(SAMPLE), "--waivers", str(broken)


def word_template_with_broken_parts(path: Path) -> tuple[str, ...]:
    """A Word template whose style sheet is no XML."""
    docx = pytest.importorskip("docx")
    whole, broken = path / "whole.docx", path / "letterhead.docx"
    docx.Document().save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<w:styles" if name == "word/styles.xml" else old.read(name))
    return "check", str(SAMPLE), "--format", "docx", "-o", str(path / "memo.docx"), "--template", str(broken)


@pytest.mark.parametrize("make", [nested, workbook_with_broken_parts, word_template_with_broken_parts])
@pytest.mark.usefixtures("own_rules_once")
def test_what_a_user_gives_besides_is_named_where_it_is_broken(
    tmp_path: Path, make: Callable[[Path], tuple[str, ...]]
) -> None:
    words = make(tmp_path)
    done = run(*words)
    assert done.exit_code == 2
    assert not isinstance(done.exception, Exception), done.exception
    (line,) = done.stderr.strip().splitlines()
    assert words[-1] in line
    assert "itself failed" not in line


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_is_a_line_and_the_code_that_shells_give_it(number: signal.Signals, code: int) -> None:
    with subprocess.Popen(
        [*PROGRAM, "check", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        start_new_session=True,
        # A shell that starts the tests in the background has them ignore Ctrl-C, and what is ignored is inherited.
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),
    ) as process:
        _until_it_waits_for_input(process.pid)
        process.send_signal(number)
        _, said = process.communicate(timeout=60)
    assert process.returncode == code
    assert said.decode().splitlines() == ["contractcheck: stopped"]


def _until_it_waits_for_input(pid: int) -> None:
    until = time.monotonic() + 60
    channel = Path(f"/proc/{pid}/wchan")
    if not channel.exists():
        pytest.skip("the system does not say what a process waits for")
    while time.monotonic() < until and "pipe" not in channel.read_text(encoding="ascii"):
        time.sleep(0.05)


def test_output_that_nobody_takes_is_no_gap() -> None:
    with subprocess.Popen(
        [*PROGRAM, "rules", "list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        said = process.stderr.read().decode()
    assert process.returncode == 2
    assert said == "contractcheck: standard output was closed before everything was printed\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_output_to_a_full_disk_is_no_gap() -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*PROGRAM, "rules", "list"], stdout=full, stderr=subprocess.PIPE, cwd=ROOT, check=False, text=True
        )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "No space left" in done.stderr
