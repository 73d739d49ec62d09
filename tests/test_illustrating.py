"""Pictures on the way from the command line: from the bytes that were read, or not at all; never at a report's cost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from pikepdf import Encryption

from contractcheck.checker import Examined
from contractcheck.cli import main
from contractcheck.commands.illustrating import TOTAL, Gallery
from contractcheck.contract import Contract
from contractcheck.model import Verdict
from contractcheck.reading.options import ReadOptions
from contractcheck.report.pictures import BUDGET
from tests.made_pdfs import again, made
from tests.made_reports import finding, report
from tests.test_pictures import QUOTE, evidence


def examined(path: Path, reading: ReadOptions) -> Examined:
    contract = Contract.read(path, None, reading)
    document = contract.document
    found = report(finding("security-audit", Verdict.WEAK, evidence=(evidence(document, QUOTE),)))
    found = replace(found, contract=replace(found.contract, sha256=document.sha256))
    return Examined(found, contract=contract, reports=(found,))


@pytest.mark.parametrize(
    ("pictures", "later", "passwords", "expected", "why"),
    [
        (True, "same", (), 1, "the page that is quoted"),
        (False, "same", (), 0, "none are wanted"),
        (True, "changed", (), 1, "another file lies there now: the pages are those that were read"),
        (True, "gone", (), 1, "the file is gone, and was read"),
        (True, "same", ("wrong", "open sesame"), 1, "a locked file is opened with the password that fits"),
    ],
)
def test_pictures_come_from_what_was_read(
    tmp_path: Path, pictures: bool, later: str, passwords: tuple[str, ...], expected: int, why: str
) -> None:
    path = tmp_path / "contract.pdf"
    path.write_bytes(again(made(), encryption=Encryption(user="open sesame", owner="x")) if passwords else made())
    reading = ReadOptions(passwords=passwords)
    what = examined(path, reading)
    if later == "changed":
        path.write_bytes(made(pages=2))
    if later == "gone":
        path.unlink()
    gallery = Gallery(1, pictures=pictures)
    gallery.add(str(path), what)
    (art,) = gallery.art.values()
    assert len(art.pictures) == expected, why
    assert len(art.words) == 1 - expected, "without a picture, the words around the quote"


def test_the_command_shows_pages_unless_told_not_to(tmp_path: Path) -> None:
    path = tmp_path / "contract.pdf"
    path.write_bytes(made())
    counts = []
    for options in ([], ["--no-pictures"]):
        out = tmp_path / "report.html"
        words = ["check", str(path), "-o", str(out), "--fail-on", "never", "--playbook", "nda", "--applies", *options]
        result = CliRunner().invoke(main, words)
        assert result.exit_code == 0, result.output
        counts.append(out.read_text(encoding="utf-8").count("data:image/png"))
    assert counts == [1, 0]


def test_our_own_fault_in_a_picture_costs_no_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from contractcheck.report import pictures

    def broken(*arguments: object) -> None:
        raise RuntimeError("out of paint")

    monkeypatch.setattr(pictures, "_pictures", broken)
    path = tmp_path / "contract.pdf"
    path.write_bytes(made())
    what = examined(path, ReadOptions())
    gallery = Gallery(1, pictures=True)
    gallery.add(str(path), what)
    assert "its pages could not be shown: RuntimeError: out of paint" in capsys.readouterr().err
    (art,) = gallery.art.values()
    assert art.words, "the words around the quote stand in for it"


def test_many_contracts_share_the_room() -> None:
    assert Gallery(1, pictures=True)._budget == BUDGET
    assert Gallery(100, pictures=True)._budget == TOTAL // 100
