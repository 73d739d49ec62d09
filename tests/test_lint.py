"""``contractcheck rules lint``: what is hard to read or never tried in rules, named by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from contractcheck.cli import main
from contractcheck.detection.lint import LONGEST, MOST, Fault, lint
from contractcheck.rulebook.rules import load_rules
from tests.made_rules import WORDS, rule_folder, rule_text

LONG = "(" + "|".join(["notify", "inform", *(f"word{number}" for number in range(20))]) + ") ... data breach"
TABLE = """table: {value: target, of: [uptime, latency], reads: [percent]}
"""
IN_TABLE = """  - {found: no, text: "Levels:", table: [[Metric, Target], [Uptime, "99 %"]]}
"""


def lines_of(folder: Path, *arguments: str) -> list[str]:
    """Return what ``rules lint`` prints of a folder, with the paths cut down to the files' names."""
    said = run(folder, *arguments).stdout.splitlines()
    return [line.rsplit("/", 1)[-1] if ".yaml:" in line else line for line in said]


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["rules", "lint", str(folder), *arguments])


KEYS = [
    ("  phrases: [<notify> ... data breach, reckon]", "phrases", "reckon", "a phrase"),
    ("  phrases: [data breach]\n  not: [price, reckon]", "not", "reckon", "a phrase that rules out"),
    ("  phrases: [data breach]\n  not_with: [price, reckon]", "not_with", "reckon", "one beside which nothing counts"),
    ("  phrases: [data breach]\n  contrary: [price, reckon]", "contrary", "reckon", "one that says the opposite"),
    ("  phrases: [data breach]\n  maybe: [price, reckon]", "maybe", "reckon", "one that leaves it unsure"),
    ("  phrases: [data breach]\n  cues: [price, reckon]", "cues", "reckon", "a word of the clause"),
    ("  phrases: [data breach]\n  topic: [price, reckon]", "topic", "reckon", "a name of the matter"),
    ("  headings: [breach]\n  under_headings: [data breach]", "headings", "breach", "a heading, which no example has"),
]


@pytest.mark.parametrize(("look_for", "key", "phrase", "proves"), KEYS, ids=[row[3] for row in KEYS])
def test_a_phrase_of_any_key_that_matches_no_example_is_named(
    tmp_path: Path, look_for: str, key: str, phrase: str, proves: str
) -> None:
    said = lint(load_rules(rule_folder(tmp_path, rule_text(look_for=look_for))))
    assert [(one.key, one.phrase, one.faults) for one in said] == [(key, phrase, (Fault.UNTRIED,))], proves


def test_the_line_is_that_of_the_phrase(tmp_path: Path) -> None:
    look_for = f"  phrases:\n    - <notify> ... data breach\n    - {LONG}\n    - reckon\n  topic: [price, sun, moon]"
    folder = rule_folder(tmp_path, rule_text(look_for=look_for))
    assert lines_of(folder) == [
        f"made-rule.yaml:11: phrases: {len(LONG)} characters: {LONG[:64]} [...]",
        "made-rule.yaml:12: phrases: matches no example: reckon",
        "made-rule.yaml:13: topic: matches no example: sun; moon",
        f"1 rule, 6 phrases: 1 longer than {LONGEST} characters; 3 match no example",
    ]


def test_words_of_a_table_are_looked_for_in_tables(tmp_path: Path) -> None:
    text = rule_text(look_for="  phrases: [data breach]", measure=TABLE) + IN_TABLE
    said = lint(load_rules(rule_folder(tmp_path, text)))
    assert [(one.key, one.phrase) for one in said] == [("of", "latency")]


def test_a_rule_with_too_many_phrases_is_named_once(tmp_path: Path) -> None:
    phrases = ", ".join(["data breach"] * (MOST + 1))
    folder = rule_folder(tmp_path, rule_text(look_for=f"  phrases: [{phrases}]"))
    assert lines_of(folder) == [
        "made-rule.yaml:8: look_for: 41 phrases in one rule",
        "1 rule, 41 phrases: 1 with more than 40 phrases",
    ]


def test_contracts_tell_an_idle_phrase_from_one_without_an_example(tmp_path: Path) -> None:
    rules, contracts = tmp_path / "rules", tmp_path / "contracts"
    rules.mkdir()
    contracts.mkdir()
    rule_folder(rules, rule_text(look_for="  phrases: [data breach, reckon, sail]"))
    (contracts / "a.txt").write_text("1. Law. The parties reckon with the law of Ruritania.\n" * 5, encoding="utf-8")
    (contracts / "b.pdf").write_bytes(b"%PDF-1.7 broken")
    result = run(rules, "--contracts", str(contracts))
    assert result.exit_code == 1
    assert [line.rsplit("/", 1)[-1] for line in result.stdout.splitlines()] == [
        "made-rule.yaml:9: phrases: matches no example: reckon",
        "made-rule.yaml:9: phrases: matches no example and no contract: sail",
        "1 rule, 3 phrases: 1 match no example; 1 match no example and no contract",
    ]
    assert result.stderr.startswith(f"contractcheck: {contracts / 'b.pdf'}: passed over: b.pdf: ")
    assert len(result.stderr.splitlines()) == 1


def test_nothing_to_say_is_said_with_exit_code_0(tmp_path: Path) -> None:
    result = run(rule_folder(tmp_path))
    assert (result.exit_code, result.stdout) == (0, "1 rule, 1 phrase: nothing to say\n")


def test_one_rule_of_a_folder_may_be_asked_for(tmp_path: Path) -> None:
    folder = rule_folder(tmp_path, rule_text(id="one"), rule_text(id="two", look_for="  phrases: [reckon]"))
    assert run(folder / "made" / "one.yaml").exit_code == 0
    assert run(folder / "made").exit_code == 1


BAD = [
    (["nowhere"], "nowhere: there is no such file or folder", "a path that is not there"),
    (["words.yaml"], "words.yaml: it holds no rules", "a file that is no rule"),
    (["made", "--contracts", "nowhere"], "nowhere: there is no such folder", "contracts that are not there"),
    (["made", "--contracts", "empty"], "empty: it holds no contract that can be read", "an empty folder"),
]


@pytest.mark.parametrize(("arguments", "says", "proves"), BAD, ids=[row[2] for row in BAD])
def test_what_cannot_be_done_is_one_line_and_exit_code_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str, proves: str
) -> None:
    rule_folder(tmp_path, words=WORDS)
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["rules", "lint", *arguments])
    assert (result.exit_code, result.stderr) == (2, f"contractcheck: {says}\n"), proves


def test_a_broken_rule_is_named_with_its_line(tmp_path: Path) -> None:
    result = run(rule_folder(tmp_path, rule_text(look_for="  phrases: [(notify]")))
    assert result.exit_code == 2
    assert "made-rule.yaml:9: '(notify': '(' without ')'" in result.stderr
