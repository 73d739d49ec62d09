"""docs/writing-rules.md: what the page claims of every rule, phrase, contract and command on it is so."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from click.testing import CliRunner

from contractcheck.cli import main
from contractcheck.contract import Contract
from contractcheck.detection.detect import Detector
from contractcheck.detection.examples import run_examples
from contractcheck.places import rules_folder
from contractcheck.rulebook.forms import LookFor, Measure, Rule
from contractcheck.rulebook.rules import RuleSet, load_rules
from contractcheck.rulebook.tokenforms import Token, Words

PAGE = Path(__file__).parents[1] / "docs" / "writing-rules.md"
WORDS = "# rules/payment/words.yaml\n"


class Block(NamedTuple):
    """A fenced block of the page: its line, what stands after the fence, its text."""

    line: int
    kind: str
    text: str


def _blocks() -> list[Block]:
    text = PAGE.read_text(encoding="utf-8")
    found = re.finditer(r"^```(\w[^\n]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [Block(text[: one.start()].count("\n") + 1, one[1], one[2]) for one in found]


BLOCKS = _blocks()
YAML = [block for block in BLOCKS if block.kind == "yaml" and not block.text.startswith(WORDS)]
WHOLE = next(block for block in YAML if block.text.startswith("id: "))
PARTS = [block for block in YAML if block is not WHOLE]
PHRASES = [block for block in BLOCKS if block.kind == "phrase"]
CONTRACTS = [block for block in BLOCKS if block.kind.startswith("contract ")]
SHELL = [block for block in BLOCKS if block.kind in ("console", "sh")]


def _folder(root: Path, *rules: dict[str, Any]) -> Path:
    """Write rules with the project's shared word lists and the list on the page."""
    family = root / "payment"
    family.mkdir(parents=True)
    shutil.copy(rules_folder() / "words.yaml", root)
    lists = [block.text for block in BLOCKS if block.text.startswith(WORDS)]
    (family / "words.yaml").write_text("".join(lists), encoding="utf-8")
    for rule in rules:
        path = family / f"{rule['id']}.yaml"
        path.write_text(yaml.safe_dump(rule, sort_keys=False), encoding="utf-8")
    return root


def _rule(part: dict[str, Any]) -> dict[str, Any]:
    """Return the whole rule with some of its keys replaced. It needs six examples: a sentence of no matter fills up."""
    rule = yaml.load(WHOLE.text, Loader=yaml.BaseLoader)
    del rule["measure"]
    filler = {"found": "no", "text": "Nothing of the kind."}
    return {**rule, **part, "examples": part["examples"] + [filler] * 6}


def _load(root: Path, part: dict[str, Any]) -> RuleSet:
    return load_rules(_folder(root, _rule(part)))


def _at(block: Block) -> str:
    return f"line {block.line}"


@pytest.mark.parametrize("block", PARTS, ids=_at)
def test_the_examples_of_each_part_of_a_rule(tmp_path: Path, block: Block) -> None:
    part = yaml.load(block.text, Loader=yaml.BaseLoader)
    results = run_examples(_load(tmp_path, part))[: len(part["examples"])]
    wrong = [f"{one.text}: expected {one.expected}, got {one.got}" for one in results if not one.ok]
    assert len(results) == len(part["examples"])
    assert not wrong


@pytest.mark.parametrize("block", PHRASES, ids=_at)
def test_what_each_phrase_matches(tmp_path: Path, block: Block) -> None:
    phrase, *lines = block.text.splitlines()
    said = {"+": "yes", "-": "no"}
    examples = [{"found": said[line[0]], "text": line[2:]} for line in lines]
    assert {example["found"] for example in examples} == {"yes", "no"}, "what it matches, and what it does not"
    part = {"look_for": {"phrases": [phrase]}, "examples": examples}
    results = run_examples(_load(tmp_path, part))[: len(examples)]
    assert [one.text for one in results if not one.ok] == []


@pytest.mark.parametrize("block", CONTRACTS, ids=_at)
def test_what_is_found_in_each_contract(tmp_path: Path, block: Block) -> None:
    """The rule is the last one above it. The whole way is gone, as for any contract."""
    part = max(part for part in PARTS if part.line < block.line)
    detector = Detector(_load(tmp_path / "rules", yaml.load(part.text, Loader=yaml.BaseLoader)))
    (finding,) = detector.detect(Contract.read("contract.txt", block.text.encode()))
    assert finding.found == block.kind.removeprefix("contract ")


def test_what_the_commands_print(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lines of the whole rule are those of the page: it is written out as it stands there."""
    family = _folder(tmp_path / "my-rules") / "payment"
    (family / "late-payment-interest.yaml").write_text(WHOLE.text, encoding="utf-8")
    (tmp_path / "contracts").mkdir()
    contract = "1. Payment. Interest shall accrue on all sums until paid in full.\n"
    (tmp_path / "contracts" / "a.txt").write_text(contract, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for block in SHELL:
        if block.kind == "console":
            command, _, expected = block.text.partition("\n")
            assert command.startswith("$ contractcheck ")
            result = CliRunner().invoke(main, shlex.split(command)[2:])
            assert (result.stdout, result.stderr) == (expected, ""), command
            assert result.exit_code == (1 if "no example" in expected else 0)


def test_the_scripts_that_are_named_exist() -> None:
    lines = [line for block in SHELL if block.kind == "sh" for line in block.text.splitlines()]
    assert lines
    for line in lines:
        words = shlex.split(line, comments=True)
        assert words[0] == "python"
        script = (PAGE.parents[1] / words[1]).read_text(encoding="utf-8")
        assert all(f'"{word}"' in script for word in words if word.startswith("--")), line


def test_every_key_stands_on_the_page() -> None:
    """A key that is not explained may as well not be there."""
    text = PAGE.read_text(encoding="utf-8")
    for form in (Rule, LookFor, Measure, Token, Words):
        for name, field in form.model_fields.items():
            assert re.search(rf"\b{field.alias or name}\b", text), f"{form.__name__}: {field.alias or name}"


def test_every_block_is_one_of_these_kinds() -> None:
    seen = {block.kind.split()[0] for block in BLOCKS}
    assert seen == {"yaml", "phrase", "contract", "console", "sh"}
    assert not re.search(r"^(```|~~~)[^\w\n]+$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
