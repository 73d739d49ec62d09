"""PDFs that do more than show pages, through the real command line: one clear line or note each, and nothing is run."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests import made_pages as made
from tests.made_pages import BREACH, LEFT, page, wide, words
from tests.made_pdfs import again, saved

PROGRAM = [sys.executable, "-c", "from contractcheck.cli import main; main()"]
WAIT = (
    "Please wait...",
    "If this message is not eventually replaced by the proper contents of the document, your PDF",
    "viewer may not be able to display this type of document.",
)
ANNEX = page(lines=("DATA PROCESSING AGREEMENT", BREACH))
LOCKED = again(ANNEX, encryption=pikepdf.Encryption(owner="o", user="u"))
COVER = page(lines=("For the best experience, open this PDF portfolio in a viewer that supports portfolios.",))
STRIKES = tuple(made.strike(LEFT, LEFT + 90, 300) | {"Contents": "x"} for _ in range(10_000))
SCRIPT = "this.getField('months').value = '99 months'; app.launchURL('http://127.0.0.1:9/'); this.saveAs('/tmp/x.pdf');"


def with_scripts(*, packed: bool) -> bytes:
    """A form whose field and whose opening run scripts; ``packed`` hides them in streams of objects."""
    sentence = "6. Term. The initial term is"
    at = LEFT + wide(sentence) + 4
    form = page(words(sentence), made.field("months", "36 months", at, 600, 70), words("from signature.", at + 76))
    with pikepdf.open(io.BytesIO(form)) as pdf:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=SCRIPT)
        pdf.Root.OpenAction = script
        for one in pdf.pages[0].obj.Annots:
            one.AA = pikepdf.Dictionary(C=script, F=script, K=script)
        modes = pikepdf.ObjectStreamMode
        return saved(pdf, object_stream_mode=modes.generate if packed else modes.disable)


@dataclass(frozen=True)
class Odd:
    """A file, its status, what the error or one note must say, and what the text must and must not hold."""

    data: bytes
    status: str
    says: str
    parts: tuple[str, ...] = ()
    months: float | None = None


ODD = {
    "xfa.pdf": Odd(made.xfa(page(lines=WAIT)), "unreadable", "this is an XFA form, whose words only Adobe's programs show"),
    "portfolio.pdf": Odd(made.with_files(COVER, {"services.pdf": page(words(BREACH))}, portfolio=True), "checked", "Read: services.pdf"),
    "portfolio-locked.pdf": Odd(made.with_files(COVER, {"locked.pdf": LOCKED}, portfolio=True), "unreadable", "locked.pdf was not read"),
    "locked-inside.pdf": Odd(made.with_files(page(), {"locked.pdf": LOCKED}), "checked", "locked.pdf was not read: the PDF is protected", ("locked.pdf",)),
    "annotations.pdf": Odd(made.annotated(page(words(BREACH)), *STRIKES), "checked", "Not looked at: 8,000 annotations on page 1"),
    "script.pdf": Odd(with_scripts(packed=False), "checked", "The file holds scripts. None was run.", months=36),
    "script-packed.pdf": Odd(with_scripts(packed=True), "checked", "The file holds scripts. None was run.", months=36),
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made_here = tmp_path_factory.mktemp("odd")
    for name, odd in ODD.items():
        (made_here / name).write_bytes(odd.data)
    return made_here


@pytest.fixture(scope="module")
def checked(folder: Path) -> tuple[subprocess.CompletedProcess[str], dict[str, dict[str, Any]]]:
    """All of them through one run of the program, in an empty folder of its own."""
    here = folder.parent / "empty"
    here.mkdir(exist_ok=True)
    words_ = ["check", *(str(folder / name) for name in ODD), "--format", "json", "--no-ocr", "--applies"]
    done = subprocess.run(
        [*PROGRAM, *words_], cwd=here, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False
    )
    assert not list(here.iterdir()), "nothing is written"
    reports = json.loads(done.stdout)
    return done, {Path(one["contract"]["path"]).name: one for one in reports}


@pytest.mark.parametrize("name", ODD)
def test_each_is_one_clear_line_or_note(
    name: str, checked: tuple[subprocess.CompletedProcess[str], dict[str, dict[str, Any]]]
) -> None:
    done, reports = checked
    report, odd = reports[name], ODD[name]
    assert done.returncode == 2, "some were not read"
    assert report["status"] == odd.status
    if odd.status == "unreadable":
        lines = [line for line in done.stderr.splitlines() if f"{name}: " in line]
        assert len(lines) == 1
        assert odd.says in lines[0]
        return
    said = [*report["coverage"].get("notes", ()), *(part["why"] for part in report["coverage"]["parts"])]
    assert len([note for note in set(said) if odd.says in note]) == 1, said
    assert tuple(part["name"] for part in report["coverage"]["parts"]) == odd.parts
    missing = [one for one in report["findings"] if one["verdict"] == "missing"]
    assert bool(missing) is not bool(odd.parts), "what was not read may hold any term"
    quotes = " ".join(row["quote"] for one in report["findings"] for row in one["evidence"])
    assert "99 months" not in quotes
    if odd.months is not None:
        assert "36 months" in quotes


def test_an_audit_says_the_same(
    folder: Path, checked: tuple[subprocess.CompletedProcess[str], dict[str, dict[str, Any]]], tmp_path: Path
) -> None:
    words_ = ["audit", str(folder), "-o", str(tmp_path / "out"), "--no-ocr", "--applies", "--workers", "1", "--quiet"]
    done = subprocess.run(
        [*PROGRAM, *words_],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env=os.environ | {"COLUMNS": "80"},
    )
    assert done.returncode == 2
    lines = (tmp_path / "out" / "results.jsonl").read_text(encoding="ascii").splitlines()
    audited = {Path(one["contract"]["path"]).name: one for one in map(json.loads, lines)}
    assert audited.keys() == ODD.keys()
    for name, one in audited.items():
        alone = checked[1][name]
        keys = ("status", "error", "coverage", "findings")
        assert {key: one[key] for key in keys} == {key: alone[key] for key in keys}, name
