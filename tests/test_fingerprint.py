"""What makes an audit read its files again."""

from __future__ import annotations

import re
from configparser import ConfigParser
from pathlib import Path

import pytest

from contractcheck.audits import fingerprint

# Libraries that take no part in what is found: they show, write or move results, or check what people write.
TAKE_NO_PART = {
    "click",
    "distributed",
    "fsspec",
    "jinja2",
    "openpyxl",
    "pydantic",
    "pypdf",
    "python-docx",
    "pyyaml",
    "reportlab",
    "rich",
    "s3fs",
    "xlsxwriter",
}


def required() -> set[str]:
    """The libraries that the program asks for, those of its extras included, without those for tests alone."""
    parser = ConfigParser(interpolation=None)
    parser.read(Path(__file__).resolve().parents[1] / "setup.cfg", encoding="utf-8")
    extras = parser["options.extras_require"]
    texts = [parser["options"]["install_requires"], *(extras[name] for name in extras if name not in ("test", "dev"))]
    names = (re.match(r"[\w.-]+", line.strip()) for text in texts for line in text.splitlines())
    return {name[0].lower() for name in names if name}


def test_every_library_that_reads_counts() -> None:
    undecided = required() - set(fingerprint.LIBRARIES) - TAKE_NO_PART
    assert not undecided, "add each to LIBRARIES in audits/fingerprint.py, or say here that it takes no part"
    assert set(fingerprint.LIBRARIES) <= required(), "a library that is not asked for any more"
    assert not set(fingerprint.LIBRARIES) & TAKE_NO_PART


@pytest.mark.parametrize("name", ["pypdfium2", "lxml"])
def test_another_release_of_a_library_is_another_program(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    before = fingerprint.fingerprint("outsourcing")
    known = fingerprint.version
    monkeypatch.setattr(fingerprint, "version", lambda asked: "999" if asked == name else known(asked))
    after = fingerprint.fingerprint("outsourcing")
    assert after.program != before.program
    assert (after.rules, after.playbook) == (before.rules, before.playbook)
