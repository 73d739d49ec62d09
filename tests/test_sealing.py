"""No benchmark prints a word of a sealed contract, unless an opening was written down first."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from contractcheck.model import Evidence, Finding, Found, Value
from contractcheck.rulebook.rules import load_rules
from tests.benched import BENCHMARKS, benchmark

LABELS = BENCHMARKS / "labels"

labelled, sealing, scores, figures = (benchmark(name) for name in ("labelled", "sealing", "scores", "figures"))
accuracy, counts = benchmark("accuracy"), benchmark("counts")
needs_corpus = pytest.mark.skipif(not labelled.CORPUS.is_dir(), reason="the corpus is not beside this checkout")

SHUT = "The Provider shall keep crimson herons beside every ledger of the Customer."
FREE = "The Provider shall keep purple walruses beside every ledger of the Customer."


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A set of two contracts, one of them sealed, and a log of its own."""
    for name, text in (("shut", SHUT), ("free", FREE)):
        (tmp_path / f"{name}.txt").write_text(f"Agreement\n\n{text}\n", encoding="utf-8")

    def cases() -> list[Any]:
        return [
            labelled.Case(
                name,
                tmp_path / f"{name}.txt",
                {"encryption": labelled.Label(True, True, None, (text,), "provider")},
                half,
                sealed=name == "shut",
            )
            for name, text, half in (("shut", SHUT, "sealed"), ("free", FREE, "open"))
        ]

    monkeypatch.setattr(labelled, "sealed_files", lambda: frozenset({"shut"}))
    monkeypatch.setattr(accuracy, "CORPUS", tmp_path)
    monkeypatch.setitem(accuracy.SETS, "gold", cases)
    monkeypatch.setitem(accuracy.SETS, "unseen", cases)
    monkeypatch.setattr(sealing, "LOG", tmp_path / "openings.log")
    return tmp_path


def closed(said: str) -> bool:
    return "crimson" not in said and "herons" not in said


@pytest.mark.parametrize("name", ["gold", "unseen"])
@pytest.mark.parametrize("options", [[], ["--errors"], ["--errors", "--sides", "--all-labels"], ["--half", "sealed"]])
def test_accuracy_prints_no_word_of_a_sealed_contract(
    small: Path, capsys: pytest.CaptureFixture[str], name: str, options: list[str]
) -> None:
    assert accuracy.main(["--set", name, *options]) == 0
    said = capsys.readouterr().out
    assert closed(said)
    if "--errors" in options:
        assert "purple walruses" in said
        assert "shut" not in said
        assert "1 contracts are sealed: not shown" in said
    assert not (small / "openings.log").exists()


def test_whoever_opens_a_set_is_written_down_first(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert accuracy.main(["--set", "unseen", "--errors", "--open", "to see\nwhy a label is wrong"]) == 0
    said = capsys.readouterr().out
    assert "crimson herons" in said
    assert "opened, and logged: unseen" in said
    ((day, name, reason),) = sealing.openings()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", day)
    assert (name, reason) == ("unseen", "to see why a label is wrong")


def test_an_opening_needs_a_reason(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        accuracy.main(["--set", "unseen", "--errors", "--open", "  "])
    done = capsys.readouterr()
    assert closed(done.out + done.err)
    assert "needs a reason" in done.err
    assert sealing.openings() == []


def test_an_opening_that_cannot_be_logged_opens_nothing(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sealing, "LOG", small / "no such folder" / "openings.log")
    with pytest.raises(FileNotFoundError):
        accuracy.main(["--set", "unseen", "--errors", "--open", "curiosity"])
    assert closed(capsys.readouterr().out)


def test_errors_refuse_sealed_cases(small: Path) -> None:
    cases = accuracy.SETS["gold"]()
    rows = scores.measure(cases, load_rules(only=frozenset({"encryption"})))
    assert len(rows) == 2
    with pytest.raises(sealing.SealedError):
        accuracy.errors(rows)
    assert closed(repr(rows[0].label))
    assert closed(accuracy.table(rows) + figures.summary(rows) + figures.sides(rows))


def test_label_folders_given_by_hand_are_sealed_too(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = small / "own"
    folder.mkdir()
    for name, text in (("shut", SHUT), ("free", FREE)):
        data = {"file": f"../{name}.txt", "items": {"encryption": {"present": True, "quotes": [text]}}}
        (folder / f"{name}.json").write_text(json.dumps(data), encoding="utf-8")
    assert accuracy.main(["--labels", str(folder), "--errors"]) == 0
    said = capsys.readouterr().out
    assert closed(said)
    assert "purple walruses" in said


def test_so_few_that_a_figure_would_be_a_label(small: Path) -> None:
    rows = scores.measure(accuracy.SETS["unseen"](), load_rules(only=frozenset({"encryption"})))
    said = accuracy.halves("unseen", rows)
    assert "so few that figures would tell labels" in said
    assert said.count("1 contracts, 1 labels") == 1


def test_changes_count_sealed_contracts_and_print_the_others(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    changes = benchmark("changes")
    monkeypatch.setattr(changes, "CORPUS", small)
    monkeypatch.setattr(changes, "contracts", lambda: [small / "shut.txt", small / "free.txt"])
    rules = load_rules(only=frozenset({"encryption"}))

    class Says:
        def __init__(self, _: Any) -> None:
            pass

        def detect(self, document: Any, *_: Any) -> tuple[Finding, ...]:
            words = Evidence(1, "", "", document.text, 0, len(document.text))
            return (Finding("encryption", Found.YES, evidence=(words,), value=Value(1, "day", document.text)),)

    monkeypatch.setattr(changes, "Detector", Says)
    monkeypatch.setattr(changes, "load_rules", lambda: rules)
    before = small / "before.json"
    before.write_text("{}", encoding="utf-8")
    assert changes.main(["--compare", str(before), "--save", str(small / "now.json")]) == 0
    said = capsys.readouterr().out
    assert closed(said + (small / "now.json").read_text(encoding="utf-8"))
    assert "purple walruses" in said
    assert "shut.txt" not in said
    assert "2 findings differ, some of them in 1 sealed contracts" in said


def pdfs(folder: Path, more: str = "") -> Path:
    from reportlab.pdfgen import canvas

    out = folder / "pdfs"
    out.mkdir()
    for name, text in (("shut", SHUT), ("free", FREE)):
        page = canvas.Canvas(str(out / f"{name}.pdf"), pagesize=(1200, 800))
        page.drawString(50, 700, "Master Services Agreement")
        page.drawString(50, 650, f"{text} The Provider shall encrypt the Customer's data.{more}")
        page.save()
    return out


def test_quotes_that_are_not_on_their_page(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = benchmark("whole")
    monkeypatch.setattr(whole, "page_texts", lambda path: [""])
    assert whole.main(["--folder", str(pdfs(small))]) == 1
    said = capsys.readouterr().out
    assert closed(said)
    assert "free.pdf" in said
    assert "shut.pdf" not in said
    assert "a quote of a sealed contract is not on its page" in said


def test_what_moved_into_reading_order(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    order = benchmark("order")

    class Moved:
        moved = (1,)

        def __init__(self, text: str) -> None:
            self.text = text[::-1]

    monkeypatch.setattr(order, "is_suspect", lambda page, text: True)
    monkeypatch.setattr(order, "ordered", lambda page, text, print_: Moved(text))
    assert order.main(["--folder", str(pdfs(small)), "--show"]) == 0
    said = capsys.readouterr().out
    assert closed(said)
    assert "purple walruses" in said


def test_passages_in_other_languages(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    languages = benchmark("languages")

    class Foreign:
        def __init__(self, path: Path) -> None:
            self.text = path.read_text(encoding="utf-8") if path.suffix == ".txt" else ""
            self.paragraphs = ()
            self.foreign = (type("Passage", (), {"start": 0, "end": len(self.text), "language": "German"})(),)

    first = pdfs(small) / "free.pdf"
    monkeypatch.setattr(languages, "texts", lambda folder: iter([first, small / "shut.txt", small / "free.txt"]))
    monkeypatch.setattr(languages, "read", Foreign)
    languages.false_alarms(small)
    said = capsys.readouterr().out
    assert closed(said)
    assert "purple walruses" in said
    assert "shut.txt: German: (sealed)" in said


def test_marks_of_a_sealed_contract_are_counted_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    marks = benchmark("marks")
    note = type("Note", (), {})()
    note.name, note.passage = "n", Evidence(1, "", "", SHUT, 0, 9)
    note.role = type("Role", (), {"value": "evidence"})
    marked = type("Marked", (), {"data": b"", "notes": (note,)})()
    monkeypatch.setattr(marks, "words_under", lambda data, names: {"n": "other words"})
    counted: Counter[str] = Counter()
    marks.measure(marked, counted, "")
    assert capsys.readouterr().out == ""
    assert counted["evidence"] == 1


# Benchmarks that print words of contracts, and ask nobody: what they read is never sealed.
READ_NOTHING_SEALED = {
    "calibrate.py": "prints figures",
    "drafts.py": "standard forms in Markdown",
    "nda.py": "ContractNLI",
    "presigning.py": "gold",
    "results.py": "prints figures",
    "scans.py": "three scans of contracts with old labels",
    "scores.py": "prints nothing",
    "train.py": "prints numbers of features",
    "suggested.py": "our samples, and standard forms as Word files",
}


def test_every_benchmark_that_prints_words_asks_whether_it_may() -> None:
    words = re.compile(r"\.quote|document\.text|\.text\[|\.reasons|\.words\b")
    asks = re.compile(r"may_print\(|words_of\(")
    for path in sorted(BENCHMARKS.glob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "print(" in source and words.search(source) and path.name not in READ_NOTHING_SEALED:
            assert asks.search(source), f"{path.name} prints words of contracts: let it ask labelled.may_print first"


@needs_corpus
def test_nothing_sealed_is_read_by_those_that_do_not_ask() -> None:
    corpus = labelled.CORPUS
    for folder in ("gold", "gold-gdpr"):
        for path in (corpus / folder).glob("*.json"):
            assert labelled.may_print(json.loads(path.read_text(encoding="utf-8"))["file"])
    forms = [*(corpus / "standard-forms").rglob("*.md"), *(corpus / "standard-forms").rglob("*.docx")]
    scans = [re.sub(r"\.(scan|imageonly)\.pdf$", ".pdf", path.name) for path in (corpus / "scans").glob("*.pdf")]
    assert all(labelled.may_print(path) for path in [*forms, *scans])
    for name in ("held-out", "further"):
        for path in (LABELS / name).glob("*.json"):
            assert labelled.may_print(json.loads(path.read_text(encoding="utf-8"))["file"])


@needs_corpus
def test_no_set_prints_a_sealed_passage(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is found by rules that find nothing, so every label that is there is an error with its words."""

    def reader(path: Path, data: bytes | None = None) -> Any:
        return scores.read_contract(Path("empty.txt"), b"Agreement\n\nNothing.\n")

    assert accuracy.main(["--errors", "--sides", "--all-labels"], reader) == 0
    said = " ".join(capsys.readouterr().out.split())
    # Words that open contracts have too (boilerplate of one house) are printed with those.
    free = " ".join(
        " ".join(quote.split())
        for load in labelled.SETS.values()
        for case in load()
        if not case.sealed
        for label in case.labels.values()
        for quote in label.quotes
    )
    checked = shown = 0
    for load in labelled.SETS.values():
        for case in load():
            for label in case.labels.values():
                for quote in label.quotes:
                    start = " ".join(quote.split())[:120]
                    shown += not case.sealed and start in said
                    if case.sealed and start not in free:
                        checked += 1
                        assert start not in said, case.kind
    assert shown > 1000
    assert checked > 1000


@needs_corpus
def test_counts_tell_no_label_of_few_sealed_contracts() -> None:
    sets = {name: labelled.SETS[name]() for name in ("regulated", "passages")}
    for line in counts.by_id(sets).splitlines():
        if line.startswith("  "):
            assert line.split()[1] == "-"
