"""The labels of our own: their form, the draw of the sealed half, two readers, and the figures made of them."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from contractcheck.model import Finding, Found, Side, Value
from contractcheck.playbooks.playbooks import read_playbook
from contractcheck.rulebook.rules import load_rules, rule_files
from tests.benched import BENCHMARKS, benchmark

LABELS = BENCHMARKS / "labels"
SETS = ("unseen", "processor", "regulated", "second", "held-out", "further")
# How many are sealed, and a digest of their names: a draw that changes would show sealed labels to those who work.
DRAWN = {
    "unseen": (71, 36, "a292adb25b3d"),
    "processor": (20, 10, "8cc855417b77"),
    "regulated": (13, 7, "272ae8e06f83"),
    "passages": (240, 120, "6a107af8acd7"),
}


labelled, sealing, scores, figures = (benchmark(name) for name in ("labelled", "sealing", "scores", "figures"))
place, agreement, judging = (benchmark(name) for name in ("place", "agreement", "judging"))
needs_corpus = pytest.mark.skipif(not labelled.CORPUS.is_dir(), reason="the corpus is not beside this checkout")


def label_files() -> list[Path]:
    return [path for name in SETS for path in sorted((LABELS / name).glob("*.json"))]


def read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def passages() -> list[dict[str, Any]]:
    return yaml.safe_load((LABELS / "passages.yaml").read_text(encoding="utf-8"))


# The form of the labels.


@cache
def known_ids(playbook: str) -> frozenset[str]:
    return frozenset(read_playbook(playbook).requirements) if playbook else frozenset(p.stem for p in rule_files())


@pytest.mark.parametrize("path", label_files(), ids=lambda path: f"{path.parent.name}/{path.stem}"[:70])
def test_form_of_a_label_file(path: Path) -> None:
    data = read(path)
    known = known_ids(data.get("playbook", ""))
    assert data["items"]
    for name, item in data["items"].items():
        where = f"{path.name}: {name}"
        assert name in known, where
        # Places, never words.
        assert set(item) <= {
            *("present", "referenced", "redacted", "side", "value", "conf", "conf_alone", "disputed", "spans")
        }, where
        assert isinstance(item["present"], bool), where
        assert item.get("conf", "sure") in ("sure", "unsure"), where
        assert item.get("side", "unclear") in place.SIDES, where
        assert not (item["present"] and item.get("referenced")), where
        assert isinstance(item.get("value"), int | float | None) or item["value"] == "indefinite", where
        assert set(item.get("disputed", ())) <= {"present", "side", "value"}, where
        if item["present"] and not data.get("unread"):
            assert item["spans"], where
            assert path.parent.name in ("held-out", "further") or "side" in item, where
        for start, end in item.get("spans", ()):
            assert 0 <= start < end, where


@pytest.mark.parametrize("path", label_files(), ids=lambda path: f"{path.parent.name}/{path.stem}"[:70])
def test_places_lie_inside_the_text(path: Path) -> None:
    data = read(path)
    file = labelled.contract_file(data["file"], path.parent)
    if not file.is_file() and not labelled.CORPUS.is_dir():
        pytest.skip("the corpus is not beside this checkout")
    if data.get("unread"):
        return
    text = labelled.text_of(file)
    for name, item in data["items"].items():
        for start, end in item.get("spans", ()):
            assert end <= len(text), name
            # Where a page begins or ends may move by a blank with the reader of PDFs.
            assert text[start:end].strip(), name


def test_every_contract_of_a_set_has_the_same_labels() -> None:
    governance = set(yaml.safe_load((LABELS / "governance.yaml").read_text(encoding="utf-8")))
    assert len(governance) == 20
    for path in (LABELS / "unseen").glob("*.json"):
        items = set(read(path)["items"])
        assert len(items) == 82, path.name
        assert governance < items, path.name
    assert {len(read(path)["items"]) for path in (LABELS / "processor").glob("*.json")} == {30}
    for path in (LABELS / "regulated").glob("*.json"):
        data = read(path)
        assert set(data["items"]) <= known_ids(data["playbook"]), path.name


def test_texts_of_our_own_lie_beside_their_labels() -> None:
    for name, size in (("processor", 18), ("regulated", 13)):
        texts = {path.stem for path in (LABELS / name).glob("*.md")}
        assert len(texts) == size
        assert texts <= {path.stem for path in (LABELS / name).glob("*.json")}


def test_form_of_the_passages() -> None:
    rows = passages()
    kinds = ("unusual", "look-alike", "other-side", "voice")
    assert Counter(row["kind"] for row in rows) == dict.fromkeys(kinds, 60)
    assert len({row["id"] for row in rows}) == len(rows) == 240
    for row in rows:
        assert row["id"] == f"{row['requirement']}-{row['kind']}"
        assert row["requirement"] in known_ids("")
        assert row["found"] in (("no", "contrary") if row["kind"] == "look-alike" else ("yes",)), row["id"]
        assert row["side"] in place.SIDES
        assert row["conf"] in ("sure", "unsure")
        assert row["text"].strip()


# The draw.


def drawn(name: str) -> tuple[dict[str, str], frozenset[str]]:
    if name == "passages":
        kinds = {row["id"]: row["kind"] for row in passages()}
        return kinds, sealing.draw(kinds, name)
    return {p.stem: labelled.kind_of(read(p)) for p in (LABELS / name).glob("*.json")}, labelled.sealed_names(name)


@pytest.mark.parametrize("name", DRAWN)
def test_half_of_each_set_and_kind_is_sealed_and_stays_so(name: str) -> None:
    kinds, sealed = drawn(name)
    digest = hashlib.sha256("\n".join(sorted(sealed)).encode()).hexdigest()[:12]
    assert (len(kinds), len(sealed), digest) == DRAWN[name]
    for kind, size in Counter(kinds.values()).items():
        assert abs(2 * sum(kinds[one] == kind for one in sealed) - size) <= 1, kind


def test_the_draw_hangs_on_names_and_seed_alone() -> None:
    kinds = {f"contract {number}": "ab"[number % 2] for number in range(20)}
    backwards = dict(reversed(list(kinds.items())))
    assert sealing.draw(kinds, "one") == sealing.draw(backwards, "one")
    assert sealing.draw(kinds, "one") != sealing.draw(kinds, "two")


def test_a_sealed_contract_is_sealed_in_every_kind_of_file() -> None:
    sealed = labelled.sealed_files()
    assert len(sealed) == 36 + 10 + 7
    one = next(iter(sealed))
    assert not labelled.may_print(f"cuad/pdf/{one}.pdf")
    assert not labelled.may_print(Path(f"/elsewhere/{one}.txt"))
    assert labelled.may_print("gold/a contract.pdf")


# Places from quotes.

CONTRACT = "Service  Agreement\n\nThe Provider shall en-\ncrypt all data.\nThe Provider shall notify. The Provider shall notify.\n"


def quoted(tmp_path: Path, quote: str, **changes: Any) -> Path:
    folder = tmp_path / "read"
    folder.mkdir()
    (folder / "deal.md").write_text(CONTRACT, encoding="utf-8")
    item = {"present": True, "side": "provider", "quotes": [quote]} | changes
    absent = {"present": False, "side": "unclear", "conf": "sure", "quotes": []}
    data = {"file": "deal.md", "type": "services", "items": {"encryption": item, "data-backup": absent}}
    (folder / "deal.json").write_text(json.dumps(data), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("Provider shall encrypt  all data", "Provider shall en-\ncrypt all data"),
        ("Service Agreement", "Service  Agreement"),
        ("The Provider shall notify.", "The Provider shall notify."),
    ],
)
def test_a_quote_becomes_its_first_place(tmp_path: Path, quote: str, found: str) -> None:
    out = tmp_path / "out"
    assert place.main([str(quoted(tmp_path, quote)), "-o", str(out)]) == 0
    data = read(out / "deal.json")
    ((start, end),) = data["items"]["encryption"]["spans"]
    assert CONTRACT[start:end] == found
    assert start == CONTRACT.index(found)
    assert data["items"]["data-backup"] == {"present": False}
    assert (out / "deal.md").read_text(encoding="utf-8") == CONTRACT
    assert "quotes" not in (out / "deal.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("quote", "changes", "fault"),
    [
        ("The Provider shall dance.", {}, "encryption: quote 1 of 1 is not in the text"),
        ("Service Agreement", {"side": "vendor"}, "encryption: 'side' must be one of provider, customer"),
        ("Service Agreement", {"conf": "maybe"}, "encryption: 'conf' must be sure or unsure"),
        ("Service Agreement", {"quotes": []}, "encryption: present, and no quote proves it"),
        ("Service Agreement", {"value": "soon"}, "encryption: 'value' must be a number or indefinite"),
        ("Service Agreement", {"referenced": True}, "encryption: what is present is not left to another document"),
    ],
)
def test_faults_are_told_and_nothing_is_written(
    tmp_path: Path, quote: str, changes: dict[str, Any], fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert place.main([str(quoted(tmp_path, quote, **changes)), "-o", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().err
    assert f"deal.json: {fault}" in said
    assert "dance" not in said
    assert not (tmp_path / "out").exists()


def test_a_contract_that_is_not_there_is_a_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = quoted(tmp_path, "Service Agreement")
    (folder / "deal.md").unlink()
    assert place.main([str(folder), "-o", str(tmp_path / "out")]) == 1
    assert "its contract cannot be read" in capsys.readouterr().err


def test_an_unread_contract_keeps_its_labels_without_places(tmp_path: Path) -> None:
    folder = quoted(tmp_path, "words that the reader lost")
    assert place.main([str(folder), "-o", str(tmp_path / "out"), "--unread", "deal", "no letters"]) == 0
    data = read(tmp_path / "out" / "deal.json")
    assert data["unread"] == "no letters"
    assert data["items"]["encryption"] == {"present": True, "side": "provider"}


# Two readers.


def test_kappa() -> None:
    assert agreement.kappa([(True, True), (False, False)]) == 1
    # Cohen's own kind of example: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no.
    answers = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    assert agreement.kappa(answers) == pytest.approx(0.4)


def test_what_readers_see_differently_is_marked_once_and_for_all(tmp_path: Path) -> None:
    first = {
        "encryption": {"present": True, "side": "provider", "spans": [[0, 5]]},
        "data-backup": {"present": True, "side": "provider", "spans": [[0, 5]]},
        "cure-period": {"present": True, "side": "mutual", "value": 30, "spans": [[0, 5]]},
        "insurance": {"present": False},
    }
    second = {
        "encryption": {"present": False},
        "data-backup": {"present": True, "side": "customer"},
        "cure-period": {"present": True, "side": "mutual", "value": 60},
        "insurance": {"present": False},
    }
    for name, items in (("unseen", first), ("second", second)):
        (tmp_path / name).mkdir()
        data = {"file": "deal.md" if name == "unseen" else "../unseen/deal.md", "items": items}
        (tmp_path / name / "deal.json").write_text(json.dumps(data), encoding="utf-8")
    found = agreement.pairs(tmp_path / "second", ("unseen",))
    printed = agreement.table(found)
    assert agreement.apply(found) == 3
    again = agreement.pairs(tmp_path / "second", ("unseen",))
    assert agreement.table(again) == printed
    assert agreement.apply(again) == 3
    items = read(tmp_path / "unseen" / "deal.json")["items"]
    assert items["encryption"]["disputed"] == ["present"]
    assert (items["encryption"]["conf"], items["encryption"]["conf_alone"]) == ("unsure", "sure")
    assert not labelled.label_of(items["encryption"], "").sure
    side, value = (labelled.label_of(items[name], "") for name in ("data-backup", "cure-period"))
    assert (side.sure, side.side_sure) == (True, False)
    assert (value.sure, value.side_sure, value.disputed) == (True, True, ("value",))


@needs_corpus
def test_all_that_the_second_readers_saw_differently_is_marked() -> None:
    found = agreement.pairs()
    assert Counter(pair.set for pair in found) == {"unseen": 13, "processor": 6, "regulated": 3, "gdpr": 2}
    for pair in found:
        if pair.set == "gdpr":
            continue
        for name, first, second in pair.items():
            assert first.get("disputed", []) == agreement.differences(name, first, second), (pair.path.name, name)
            assert "present" not in first.get("disputed", ()) or first["conf"] == "unsure"


# Figures.


def outcome(name: str, present: bool, found: Found, side: str = "", told: Side = Side.UNCLEAR, **changes: Any) -> Any:
    label = labelled.Label(present, True, None, (), side, **changes)
    case = labelled.Case(name, Path(f"{name}.md"), {"encryption": label}, "open")
    return scores.Outcome(case, "encryption", "data-security", label, (Finding("encryption", found, told),))


def test_counts_of_outcomes() -> None:
    rows = [
        outcome("a", True, Found.YES, "provider", Side.PROVIDER),
        outcome("b", True, Found.YES, "provider", Side.CUSTOMER),
        outcome("c", True, Found.YES, "mutual"),
        outcome("d", True, Found.NO, "provider"),
        outcome("e", False, Found.YES, referenced=True),
        outcome("f", False, Found.REFERENCED, referenced=True),
        outcome("g", True, Found.REFERENCED, "provider"),
        outcome("h", False, Found.NO),
        outcome("i", True, Found.UNSURE, "provider"),
        outcome("j", True, Found.YES, "provider", Side.CUSTOMER, disputed=("side",)),
    ]
    whole = sum(figures.by_group(rows), Counter())
    assert (whole["true"], whole["wrong"], whole["missed"], whole["absent"]) == (4, 1, 3, 2)
    # What is referenced is neither there nor missing.
    assert figures.WRONG_MISSING.of(whole) == (1, 2)
    assert figures.SIDES_RIGHT.of(whole) == (1, 3)
    assert figures.SWAPPED.of(whole) == (1, 3)
    assert figures.NO_SIDE.of(whole) == (1, 3)
    assert whole["unsure"] == 1
    assert figures.F1.of(whole) == (8, 12)


def test_intervals_are_the_same_each_time_and_hold_the_figure() -> None:
    rows = [outcome(f"c{number}", True, Found.YES if number % 4 else Found.NO) for number in range(24)]
    counted = figures.by_group(rows)
    low, high = figures.interval(figures.R, counted)
    assert low < figures.share(figures.R, counted) == 0.75 < high
    assert figures.summary(rows) == figures.summary(list(reversed(rows)))
    assert figures.interval(figures.R, counted[:1]) is None
    assert figures.with_interval(figures.SIDES_RIGHT, counted) == "-"


def test_met_is_right_where_the_label_would_be_met() -> None:
    rules = load_rules(only=frozenset({"encryption", "data-return-deletion", "cure-period"}))

    def judged(name: str, label: Any, finding: Finding) -> Any:
        case = labelled.Case("a", Path("a.md"), {name: label}, "open")
        return scores.Outcome(case, name, "x", label, (finding,), judging.judge(case, name, finding, rules))

    wanted = read_playbook("outsourcing").requirements["data-return-deletion"]
    assert wanted.by == "provider"
    yes = Finding("data-return-deletion", Found.YES, Side.PROVIDER)
    right = judged("data-return-deletion", labelled.Label(True, True, None, (), "provider"), yes)
    swapped = judged("data-return-deletion", labelled.Label(True, True, None, (), "customer"), yes)
    absent = judged("data-return-deletion", labelled.Label(False, True, None, ()), yes)
    assert [(one.met, one.met_right) for one in (right, swapped, absent)] == [
        (True, True),
        (True, False),
        (True, False),
    ]
    thirty = Finding("cure-period", Found.YES, Side.MUTUAL, Value(30, "day", "30 days"))
    assert judged("cure-period", labelled.Label(True, True, 30, (), "mutual"), thirty).met_right
    assert not judged("cure-period", labelled.Label(True, True, 90, (), "mutual"), thirty).met_right
