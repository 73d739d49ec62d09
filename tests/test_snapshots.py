"""Whole reports on the sample contracts, and the outputs that README.md and docs/ show, as they were last accepted.

``pytest --update-snapshots tests/test_snapshots.py`` accepts the present ones: read the difference before you commit.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from contractcheck.checker import Checker
from contractcheck.cli import main
from contractcheck.report import render
from tests.loaded import own_checker

ROOT = Path(__file__).resolve().parents[1]
SNAPSHOTS = Path(__file__).parent / "snapshots"
SAMPLES = sorted((ROOT / "sample_contracts").glob("*.pdf"))
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
# <!-- output: contractcheck ARGUMENTS --> and the block below it. A last line "..." stands for the rest.
SHOWN = re.compile(r"<!-- output: contractcheck (?P<words>.+?) -->\n```text\n(?P<block>.*?)```", re.DOTALL)
MORE = "..."


@pytest.fixture(scope="module")
def checker() -> Checker:
    return own_checker()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_report_on_a_sample(sample: Path, checker: Checker, update_snapshots: bool) -> None:
    snapshot = SNAPSHOTS / f"{sample.stem}.txt"
    page = render(checker.check(sample.relative_to(ROOT) if Path.cwd() == ROOT else sample), "text", full=True)
    if update_snapshots:
        SNAPSHOTS.mkdir(exist_ok=True)
        snapshot.write_text(page, encoding="utf-8", newline="\n")
    if not any(SNAPSHOTS.glob("*.txt")):
        pytest.skip("no snapshot has been accepted yet: pytest --update-snapshots tests/test_snapshots.py")
    assert page == snapshot.read_text(encoding="utf-8")


def test_no_snapshot_outlives_its_sample() -> None:
    assert {path.stem for path in SNAPSHOTS.glob("*.txt")} <= {path.stem for path in SAMPLES}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_show_what_the_program_prints(page: Path, update_snapshots: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    current = SHOWN.sub(_current, page.read_text(encoding="utf-8"))
    if update_snapshots:
        page.write_text(current, encoding="utf-8", newline="\n")
    assert page.read_text(encoding="utf-8") == current


def test_the_outputs_that_readers_look_for_are_shown() -> None:
    shown = {found["words"] for page in PAGES for found in SHOWN.finditer(page.read_text(encoding="utf-8"))}
    assert shown >= {"check --help", "audit --help", "check sample_contracts/it-hosting.pdf --fail-on never"}


def _current(found: re.Match[str]) -> str:
    result = CliRunner().invoke(main, shlex.split(found["words"]), prog_name="contractcheck")
    assert result.exit_code == 0, result.output
    lines, old = result.stdout.splitlines(), found["block"].splitlines()
    if old and old[-1] == MORE:
        lines = [*lines[: len(old) - 1], MORE]
    return f"<!-- output: contractcheck {found['words']} -->\n```text\n" + "\n".join(lines) + "\n```"
