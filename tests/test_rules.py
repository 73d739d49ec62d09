"""Rule files: what is read, and that every fault is named with file and line, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from contractcheck.detection.examples import ExampleResult, run_examples
from contractcheck.errors import RuleError
from contractcheck.rulebook.rules import RuleSet, load_rules, rule_files
from tests.loaded import own_rules
from tests.made_rules import LOOK_FOR, WORDS, rule_folder, rule_text

Examples = dict[str, tuple[ExampleResult, ...]]
FILES = rule_files()
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@pytest.fixture(scope="module")
def own() -> RuleSet:
    return own_rules()


@pytest.fixture(scope="module")
def alone() -> Examples:
    """What came out of the examples of the rules that ran alone, by rule: each runs when a test first asks."""
    return {}


def run_alone(rule: str, alone: Examples) -> tuple[ExampleResult, ...]:
    if rule not in alone:
        alone[rule] = run_examples(load_rules(only=frozenset({rule})))
    return alone[rule]


def written(path: Path) -> list[str]:
    """The texts of the examples in a rule file and its suggested wording, read without the project's own reader."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
    return [*(example["text"] for example in data["examples"]), data["suggest"]]


def failures(results: tuple[ExampleResult, ...]) -> list[str]:
    return [
        f"{one.rule}:{one.line}: a known miss that is none any more"
        if one.known_miss
        else f"{one.rule}:{one.line}: expected {one.expected}, got {one.got}: {one.text}"
        for one in results
        if not one.ok
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_examples_of_a_rule_alone(path: Path, alone: Examples) -> None:
    results = run_alone(path.stem, alone)
    assert [one.text.strip() for one in results] == [text.strip() for text in written(path)]
    assert failures(results) == []


def test_the_examples_of_all_rules_together(own: RuleSet, alone: Examples) -> None:
    """Beside all others a rule finds what it finds alone. That every example ran is proved there, file by file."""
    together = run_examples(own)
    assert failures(together) == []
    assert {one.rule for one in together} == {path.stem for path in FILES}
    assert together == tuple(one for rule in own.rules for one in run_alone(rule.id, alone))


def test_the_set_of_rule_ids_is_a_snapshot(own: RuleSet) -> None:
    snapshot = Path(__file__).parent / "rule-ids.txt"
    assert "\n".join(f"{rule.family}/{rule.id}" for rule in own.rules) == snapshot.read_text(encoding="utf-8").strip()


def test_every_rule_has_examples_for_and_against(own: RuleSet) -> None:
    for rule in own.rules:
        positive = [example for example in rule.examples if example.found == "yes"]
        negative = [example for example in rule.examples if example.found in ("no", "contrary")]
        assert len(positive) >= 5, rule.id
        assert len(negative) >= 5, rule.id


FAULTS = [
    (rule_text().replace("why:", "wy:"), 5, "unknown key 'wy'", "a misspelt key, with the keys that are known"),
    (rule_text().replace("  phrases:", "  phrasses:"), 9, "unknown key 'phrasses'", "a misspelt key inside"),
    (rule_text(look_for="  phrases: [notify ... (data]"), 9, "'(' without ')'", "a phrase that does not compile"),
    (
        rule_text(look_for="  phrases: [<nobody> notify]"),
        9,
        "no word list or slot is called <nobody>",
        "a list that is not there",
    ),
    (rule_text(look_for="  cues: [breach]"), 8, "needs 'phrases', 'tokens' or 'under_headings'", "nothing to look for"),
    (rule_text(look_for=LOOK_FOR + "  headings: [breach]"), 8, "'under_headings' only", "headings for nothing"),
    (rule_text(look_for=LOOK_FOR + "  not_under: [tax]"), 11, "unknown key 'not_under'", "a key of former days"),
    (rule_text(kind="wish"), 4, "'kind'", "a word outside the closed set"),
    (rule_text() + "title: Twice\n", 23, "stands here twice", "a duplicate key"),
    (
        rule_text().replace("id: made-rule", "id: other-name"),
        1,
        "is not the file's name",
        "an id that is not the file's name",
    ),
    (rule_text(family="elsewhere"), 3, "is not the folder's name", "a family that is not the folder's name"),
    (
        rule_text().replace("found: yes", "found: perhaps", 1),
        17,
        "'examples.0.found'",
        "an example with an unknown result",
    ),
    ("id: [unclosed\n", 2, "not valid YAML", "broken YAML"),
]


@pytest.mark.parametrize(("text", "line", "says", "proves"), FAULTS, ids=[row[3] for row in FAULTS])
def test_a_fault_is_named_with_file_and_line(tmp_path: Path, text: str, line: int, says: str, proves: str) -> None:
    folder = rule_folder(tmp_path)
    path = folder / "made" / "made-rule.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_rules(folder)
    fault = next(fault for fault in caught.value.faults if says in fault)
    assert fault.startswith(f"{path}:{line}:"), fault


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    first = rule_text(id="one").replace("why:", "wy:")
    second = rule_text(id="two", look_for="  phrases: ['(broken', 'fine words', 'a ...']")
    with pytest.raises(RuleError) as caught:
        load_rules(rule_folder(tmp_path, first, second))
    text = str(caught.value)
    assert text.count("one.yaml") >= 2
    assert text.count("two.yaml") == 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (WORDS.replace("softener", "softner"), "the list 'softener' is missing"),
        (WORDS + "empty: []\n", "must be a list of wordings"),
        ("- a list\n", "must be a mapping"),
    ],
)
def test_faults_of_the_word_lists(tmp_path: Path, words: str, says: str) -> None:
    with pytest.raises(RuleError, match=says):
        load_rules(rule_folder(tmp_path, words=words))


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no such folder"):
        load_rules(tmp_path / "nowhere")


def test_yes_and_no_are_words_and_not_truth_values(tmp_path: Path) -> None:
    rules = load_rules(rule_folder(tmp_path))
    assert [example.found.value for example in rules.rules[0].examples] == ["yes", "yes", "yes", "no", "no", "no"]


def test_a_failing_example_is_reported(tmp_path: Path) -> None:
    wrong = rule_text().replace('found: no, text: "A data breach is bad."', 'found: yes, text: "A data breach is bad."')
    results = run_examples(load_rules(rule_folder(tmp_path, wrong)))
    assert [(result.expected, result.got) for result in results if not result.ok] == [("yes", "no")]


def test_a_known_miss_must_miss(tmp_path: Path) -> None:
    text = rule_text(look_for=LOOK_FOR).replace(
        'found: yes, text: "Supplier', 'found: yes, known_miss: true, text: "Supplier'
    )
    results = run_examples(load_rules(rule_folder(tmp_path, text)))
    assert [result.ok for result in results if result.known_miss] == [False]
