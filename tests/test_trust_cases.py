"""Hostile inputs that others made: each is a result or one line, soon and small, and the good file keeps its report.

They lie outside the project; without them these tests are skipped.
"""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "sample_contracts" / "mutual-nda.pdf"
CASES = ROOT.parent / "shared" / "cases" / "trust"
PROGRAM = [sys.executable, "-c", "from contractcheck.cli import main; main()"]
SECONDS, MEGABYTES = 20.0, 1024
# Made by the script beside the cases; the others lie there.
NAMES = (
    *("blanks.txt", "capitals.txt", "footers.txt", "numbered.txt", "quoted.txt", "sentence.txt", "terminate.txt"),
    *("flate3.pdf", "formbomb.pdf", "formfield.pdf", "login.pdf", "pointer.pdf", "textbomb.pdf", "hello.txt"),
    *("pdfminer-eof.pdf", "deep-outline.html", "slow-styles.html"),
)
STATUSES = {"checked", "unreadable", "not-a-contract"}

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the hostile inputs are not here")


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trust")
    subprocess.run([sys.executable, CASES / "make.py", folder], check=True, capture_output=True)
    for path in CASES.iterdir():
        if path.suffix == ".gz":
            (folder / path.stem).write_bytes(gzip.decompress(path.read_bytes()))
        elif path.suffix in (".pdf", ".xlsx"):
            shutil.copy(path, folder)
    return folder


# What a process took counts what its parent held when it forked: so a small one starts the program, and measures it.
MEASURED = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
took = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([done.returncode, done.stdout, done.stderr, took.ru_utime + took.ru_stime, took.ru_maxrss // 1024]))
"""


def run(*words: str | Path) -> tuple[int, str, str, float, int]:
    """Run the command line; return exit code, what it printed, processor seconds and peak of the largest process."""
    measured = [sys.executable, "-c", MEASURED, *PROGRAM, *map(str, words)]
    code, out, said, seconds, peak = json.loads(subprocess.run(measured, stdout=subprocess.PIPE, cwd=ROOT, check=True).stdout)
    return code, out, said, seconds, peak


@pytest.fixture(scope="module")
def good() -> Any:
    return json.loads(run("check", SAMPLE, "--format", "json")[1])


@pytest.mark.parametrize("name", NAMES)
def test_each_input_through_check(cases: Path, good: Any, name: str) -> None:
    code, out, said, seconds, peak = run("check", cases / name, SAMPLE, "--format", "json")
    bad, beside = json.loads(out)
    assert beside == good
    assert bad["status"] in STATUSES
    assert "Traceback" not in said
    assert "itself failed" not in said
    assert (code == 2) == (bad["status"] != "checked")
    assert len(said.splitlines()) == (bad["status"] != "checked")
    assert seconds <= SECONDS
    assert peak <= MEGABYTES


def test_all_inputs_through_audit(cases: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    shutil.copytree(cases, folder)
    shutil.copy(SAMPLE, folder)
    code, _, said, seconds, peak = run("audit", folder, "-o", tmp_path / "out", "--workers", "1")
    lines = [json.loads(line) for line in (tmp_path / "out" / "results.jsonl").read_text().splitlines()]
    found = {Path(line["contract"]["path"]).name: line for line in lines}
    assert code == 2
    assert set(NAMES) | {SAMPLE.name} <= found.keys()
    assert {line["status"] for line in lines} <= STATUSES
    assert "itself failed" not in said
    assert found[SAMPLE.name]["status"] == "checked"
    for name in ("login.pdf", "pointer.pdf", "hello.txt"):
        assert found[name]["status"] != "checked", f"{name} is no contract, here as in check"
    assert seconds <= SECONDS * len(found)
    assert peak <= MEGABYTES


@pytest.mark.parametrize(
    ("option", "name"), [("--template", "nested.txt.jinja"), ("--waivers", "decisions-zlib.xlsx")], ids=["template", "workbook"]
)
def test_what_a_user_gives_besides(cases: Path, option: str, name: str) -> None:
    code, out, said, seconds, _ = run("check", SAMPLE, option, cases / name)
    assert (code, out) == (2, "")
    assert len(said.splitlines()) == 1
    assert name in said
    assert seconds <= SECONDS
