"""``measured.yaml``: what is shown of each rule comes from that file alone, and the file names rules that exist."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from contractcheck.cli import main
from contractcheck.errors import RuleError
from contractcheck.places import rules_folder
from contractcheck.reference.measuredtext import each_set_in_words, measured_in_words
from contractcheck.rulebook.measured import MEASURED_FILE, Figures, read_measured
from contractcheck.rulebook.rules import rule_files

pytestmark = pytest.mark.usefixtures("own_rules_once")

IDS = frozenset(path.stem for path in rule_files())
ROW = "{contracts: 41, positives: 27, precision: 0.96, recall: 0.9, f1: 0.93, missing: 14, wrong_missing: 2}"
FIGURES = Figures.model_validate(yaml.safe_load(ROW))


def made(folder: Path, text: str) -> Path:
    (folder / MEASURED_FILE).write_text(text, encoding="utf-8")
    return folder


def test_every_id_in_the_file_is_a_rule() -> None:
    measured = read_measured(IDS)
    assert measured
    assert measured.keys() <= IDS


def test_the_numbers_of_a_set_agree_with_one_another() -> None:
    """A number that somebody changed by hand stands out."""
    for id_, sets in read_measured(IDS).items():
        for name, one in sets.items():
            assert one.wrong_missing <= min(one.missing, one.positives), (id_, name)
            assert one.positives <= one.contracts, (id_, name)
            if one.precision + one.recall:
                mean = 2 * one.precision * one.recall / (one.precision + one.recall)
                assert one.f1 == pytest.approx(mean, abs=0.002), (id_, name)


def test_without_the_file_no_rule_is_measured(tmp_path: Path) -> None:
    assert read_measured(IDS, tmp_path) == {}
    assert measured_in_words({}) == "unmeasured"


FAULTS = [
    (f"# a comment\n\nnobody:\n  all: {ROW}\n", 3, "no rule is called 'nobody'", "an unknown rule"),
    ("insurance:\n  all: {contracts: many}\n", 2, "'insurance.all.contracts'", "a word for a number"),
    (f"insurance:\n  all: {ROW.replace('0.93', '93')}\n", 2, "'insurance.all.f1'", "a share above 1"),
    (f"insurance:\n  all: {ROW}\ninsurance:\n  all: {ROW}\n", 3, "stands here twice", "a rule that stands there twice"),
    ("- insurance\n", 1, "must hold keys with values", "a list"),
]


@pytest.mark.parametrize(("text", "line", "says", "proves"), FAULTS, ids=[row[3] for row in FAULTS])
def test_a_fault_is_named_with_file_and_line(tmp_path: Path, text: str, line: int, says: str, proves: str) -> None:
    with pytest.raises(RuleError) as caught:
        read_measured(IDS, made(tmp_path, text))
    assert caught.value.faults[0].startswith(f"{tmp_path / MEASURED_FILE}:{line}: "), proves
    assert says in caught.value.faults[0]


def test_what_is_said_in_words() -> None:
    none = FIGURES.model_copy(update={"positives": 0, "contracts": 1})
    assert measured_in_words({"all": FIGURES}) == "measured: F1 0.93 on 41 contracts (27 positives)"
    assert measured_in_words({"all": none}) == "measured on 1 contract, none of which has it"
    assert measured_in_words({"cuad": FIGURES}) == "unmeasured", "another's definitions do not count"
    assert list(each_set_in_words({"all": FIGURES, "new": FIGURES})) == [
        "new: it is in 27 of 41; precision 0.96, recall 0.90, F1 0.93; "
        '"missing" was said 14 times, 2 of them wrongly'
    ]


def test_list_page_and_reference_show_the_same(tmp_path: Path) -> None:
    sets = read_measured(IDS)["insurance"]
    words = measured_in_words(sets)
    run = CliRunner().invoke
    assert words in " ".join(run(main, ["rules", "list"]).output.split())
    shown = " ".join(run(main, ["rules", "show", "insurance"]).output.split())
    assert words in shown
    assert all(each in shown for each in each_set_in_words(sets))
    run(main, ["reference", str(tmp_path)])
    page = (tmp_path / "rules" / "commercial" / "insurance.md").read_text(encoding="utf-8")
    assert f"M{words[1:]}." in page
    assert all(f"- {each}" in page for each in each_set_in_words(sets))
    unmeasured = next(path for path in rule_files() if path.stem not in read_measured(IDS))
    assert "unmeasured" in run(main, ["rules", "show", unmeasured.stem]).output


def test_the_file_travels_with_the_rules() -> None:
    assert (rules_folder() / MEASURED_FILE).is_file()
    assert MEASURED_FILE not in {path.name for path in rule_files()}
