"""Compiled rules from the user's cache: the same rules, never a stranger's file, and silence where anything is off."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from contractcheck.places import CACHE
from contractcheck.rulebook import cache, rules
from contractcheck.rulebook.rules import load_rules
from tests.made_rules import rule_folder, rule_text


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of rules, with a cache of its own."""
    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))
    return rule_folder(tmp_path / "rules", rule_text(), rule_text(id="other"))


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often rules were read and compiled."""
    counted: list[int] = []
    compiled = rules._read
    monkeypatch.setattr(rules, "_read", lambda *given: counted.append(1) or compiled(*given))
    return counted


def kept(folder: Path) -> Path:
    (path,) = (folder.parent / "cache" / cache.FOLDER).glob("*.pickle")
    return path


def test_the_second_time_comes_from_the_cache_and_is_the_same(folder: Path, reads: list[int]) -> None:
    first, second = load_rules(folder), load_rules(folder)
    assert len(reads) == 1
    assert second.rules == first.rules
    assert second.compiled == first.compiled
    assert second.engine == first.engine
    assert sorted(second.book.finder.chunks()) == sorted(first.book.finder.chunks())
    assert [second.files[rule.id].lines for rule in second.rules] == [first.files[rule.id].lines for rule in first.rules]


def test_only_its_owner_can_read_or_write_what_is_kept(folder: Path) -> None:
    load_rules(folder)
    assert kept(folder).stat().st_mode & 0o777 == 0o600
    assert kept(folder).parent.stat().st_mode & 0o777 == 0o700


class Bomb:
    """What is never unpickled."""

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return os.mkdir, ("bomb",)


def _signed(content: bytes) -> bytes:
    return cache.sha256(content).digest() + content


SPOILT = [
    pytest.param(lambda path: path.unlink(), id="missing"),
    pytest.param(lambda path: path.write_bytes(b""), id="empty"),
    pytest.param(lambda path: path.write_bytes(path.read_bytes()[:-40]), id="cut short"),
    pytest.param(lambda path: path.write_bytes(path.read_bytes()[:-1] + b"?"), id="a byte of it changed"),
    pytest.param(lambda path: path.write_bytes(_signed(pickle.dumps({"rules": ()}))), id="another thing"),
    pytest.param(lambda path: path.chmod(0o622), id="others may write it"),
    pytest.param(lambda path: path.parent.chmod(0o777), id="others may write its folder"),
    pytest.param(lambda path: path.rename(path.with_name("x")) and path.symlink_to("x"), id="a link"),
    pytest.param(
        lambda path: (path.write_bytes(_signed(pickle.dumps(Bomb()))), path.chmod(0o666)), id="foreign, with code in it"
    ),
]


@pytest.mark.parametrize("spoil", SPOILT)
def test_what_is_off_is_built_anew_without_a_word(
    folder: Path, reads: list[int], spoil: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    first = load_rules(folder)
    spoil(kept(folder))
    assert load_rules(folder).rules == first.rules
    assert len(reads) == 2
    assert not (tmp_path / "bomb").exists()
    assert capfd.readouterr() == ("", "")


def test_another_users_file_is_not_read(folder: Path, reads: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    load_rules(folder)
    monkeypatch.setattr(cache.os, "getuid", lambda: 12345)
    load_rules(folder)
    assert len(reads) == 2


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda folder, patch: (folder / "words.yaml").write_bytes((folder / "words.yaml").read_bytes() + b"a: [b]\n"), id="a word list"),
        pytest.param(lambda folder, patch: patch.setattr(cache, "__version__", "9"), id="the program"),
        pytest.param(lambda folder, patch: patch.setattr(cache, "_release", lambda name: "9"), id="a library"),
    ],
)
def test_what_is_stale_is_not_read(
    folder: Path, reads: list[int], monkeypatch: pytest.MonkeyPatch, change: Callable[..., object]
) -> None:
    load_rules(folder)
    change(folder, monkeypatch)
    load_rules(folder)
    assert len(reads) == 2


def test_without_a_cache_nothing_is_kept(folder: Path, reads: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE, "")
    load_rules(folder)
    load_rules(folder)
    assert len(reads) == 2
    assert not (folder.parent / "cache").exists()


def test_a_cache_that_cannot_be_written_costs_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder.parent / "file").write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv(CACHE, str(folder.parent / "file"))
    assert load_rules(folder).rules


def test_only_the_newest_are_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST", 2)
    for number in range(4):
        cache.keep(f"key{number}", number)
    assert len(list((folder.parent / "cache" / cache.FOLDER).glob("*.pickle"))) == 2
