"""The second look: what it may say, what its file holds, and that it finds passages the rules do not."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from contractcheck.audits.fingerprint import fingerprint
from contractcheck.checker import Checker
from contractcheck.cli import main
from contractcheck.contract import Contract
from contractcheck.detection.again import MAX_NEAR, look_again
from contractcheck.detection.detect import Detector
from contractcheck.errors import ContractcheckError
from contractcheck.model import Finding, Found, FoundBy, Verdict
from contractcheck.report.data import to_data
from contractcheck.report.fromdata import from_data
from contractcheck.rulebook.rules import RuleSet, load_rules
from contractcheck.secondlook.features import features_of
from contractcheck.secondlook.look import Near, SecondLook
from contractcheck.secondlook.weights import CARD, FILE, MAGIC, from_bytes, shipped, to_bytes
from tests.benched import benchmark
from tests.loaded import own_checker

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = sorted((ROOT / "sample_contracts").glob("*.pdf"))
MAX_BYTES = 2 * 1024 * 1024
SOME = frozenset({"data-backup", "force-majeure", "encryption", "insurance", "audit-rights", "termination-insolvency"})

# An agreement in words of its own. What stands under each requirement is one of its paragraphs.
PARAGRAPHS = {
    "": "This Agreement is made between Alder Ltd (the Provider) and Birch Ltd (the Customer).",
    "fees": "The Customer shall pay the monthly fee within thirty days of the date of each invoice.",
    "data-backup": "Every night the Provider writes a spare copy of all records to tape and stores it at another site.",
    "force-majeure": "Neither side answers for a delay that flood, war, strike or another event outside its power causes.",
    "encryption": "Records travel over public lines in enciphered form only, under keys of 256 bits.",
    "notices": "Notices are given in writing and sent by courier to the addresses on the cover page.",
    "insurance": "The Provider keeps a public liability policy with an insurer of good standing and shows its certificate.",
    "termination-insolvency": "A party may end this Agreement at once should a receiver be put over the other's assets.",
    "audit-rights": "On a week's notice the Customer may go through the Provider's books and premises to see that it complies.",
}
TEXT = "SERVICES AGREEMENT\n\n" + "\n\n".join(
    f"{number}. {text}" if number else text for number, text in enumerate(PARAGRAPHS.values())
)


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_rules(only=SOME)


@pytest.fixture(scope="module")
def contract() -> Contract:
    return Contract.of_text(TEXT)


class Scores(SecondLook):
    """A look that gives scores at random: what it does must not depend on what a model learned."""

    def __init__(self, seed: int) -> None:
        super().__init__(replace(shipped(), doubts=dict.fromkeys(shipped().requirements, 0.0)))
        self._chance = random.Random(seed)

    def ranked(self, contract: Contract, requirements: Any) -> dict[str, tuple[Near, ...]]:
        count = len(contract.words.passages)
        return {
            one: tuple(Near(self._chance.randrange(count), self._chance.uniform(-3, 3)) for _ in range(5))
            for one in requirements
        }


# --- what it may say ------------------------------------------------------------------------------------------------


@given(seed=st.integers(0, 2**32))
def test_whatever_its_scores_it_only_doubts_a_no(seed: int, rules: RuleSet, contract: Contract) -> None:
    before = Detector(rules).detect(contract)
    after = look_again(before, contract, Scores(seed))
    for old, new in zip(before, after, strict=True):
        if old.found is not Found.NO:
            assert new == old, "what the rules found is theirs"
            continue
        assert new.found in (Found.NO, Found.UNSURE)
        assert (new.by is FoundBy.SECOND_LOOK) == (new.found is Found.UNSURE)
        assert (new.evidence, new.value) == ((), None), "a near passage is no evidence"
        assert len(new.near) <= MAX_NEAR
        assert all(contract.text[one.start : one.end] == one.quote for one in new.near), "quotes are verbatim"
        apart = sorted((one.start, one.end) for one in new.near)
        assert all(first[1] <= second[0] for first, second in pairwise(apart))


@pytest.mark.parametrize("sample", SAMPLES[:6], ids=lambda path: path.stem)
def test_no_verdict_gets_better_by_it(sample: Path) -> None:
    alone, both = own_checker(second_look=False).check(sample), own_checker().check(sample)
    for old, new in zip(alone.assessed, both.assessed, strict=True):
        moved = (old.verdict, new.verdict)
        assert old.verdict is new.verdict or moved in (
            (Verdict.MISSING, Verdict.UNSURE),
            (Verdict.MET, Verdict.UNSURE),  # of a term that nobody wants: "the contract does not say this" is doubted
        ), moved
        assert old.finding.by is FoundBy.RULES


def test_an_answer_that_it_doubts_asks_to_read_the_passages() -> None:
    reports = [own_checker().check(sample) for sample in SAMPLES]
    doubted = [item for report in reports for item in report.assessed if item.finding.by is FoundBy.SECOND_LOOK]
    assert doubted, "some samples hold terms in words that no rule knows"
    for item in doubted:
        assert item.verdict is Verdict.UNSURE
        assert "Read these passages" in item.message
        assert item.finding.near


# --- what it finds --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("requirement", sorted(SOME))
def test_a_paragraph_in_unusual_words_is_among_the_three(requirement: str, contract: Contract) -> None:
    ranked = SecondLook().ranked(contract, [requirement])[requirement]
    quotes = []
    for one in ranked[:MAX_NEAR]:
        passage = contract.words.passages[one.passage]
        quotes.append(contract.text[contract.words.starts[passage.start] : contract.words.ends[passage.end - 1]])
    wanted = PARAGRAPHS[requirement]
    assert any(quote in wanted for quote in quotes), quotes


def test_nothing_comes_near_in_a_text_about_other_things() -> None:
    text = "AGREEMENT\n\n1. The Provider shall paint the fence of the Customer green.\n\n2. The price is EUR 200."
    ranked = SecondLook().ranked(Contract.of_text(text), ["data-backup", "termination-insolvency"])
    assert ranked == {"data-backup": (), "termination-insolvency": ()}


def test_what_it_does_not_know_is_left_out(contract: Contract) -> None:
    assert SecondLook().ranked(contract, ["a-rule-of-our-own"]) == {}


def test_requirements_are_scored_together_as_they_are_alone(contract: Contract) -> None:
    look, asked = SecondLook(), sorted(SOME)
    together = look.scores(contract, asked)
    for at, one in enumerate(asked):
        assert np.allclose(together[:, at], look.scores(contract, [one])[:, 0], atol=1e-5)


def test_features_see_through_forms_numbers_and_names() -> None:
    """Inflection, figures and the names of the parties tell nothing about a term."""
    last = []
    rows = (("Alder", "Birch", "notifies {} in 24 hours."), ("Cedar", "Elm", "notified {} in 72 hours."))
    for provider, customer, rest in rows:
        names = f'{provider} Ltd ("{provider}", the Provider) and {customer} Ltd ("{customer}", the Customer)'
        head = f"AGREEMENT between {names}."
        text = f"{head}\n\n1. Of each breach of security {provider} {rest.format(customer)}"
        features = features_of(Contract.of_text(text))
        at = len(features.words) - 1
        last.append(sorted(features.buckets[features.passages == at].tolist()))
    assert last[0] == last[1]
    assert len(last[0]) > 10


def test_no_run_reaches_over_the_end_of_a_passage() -> None:
    one, other = "The Provider shall keep backups of records.", "The Customer shall sell apples to the public."
    head = "AGREEMENT between Alder Ltd (the Provider) and Birch Ltd (the Customer)."
    texts = (f"{head}\n\n{first} {second}" for first, second in ((one, other), (other, one)))
    found = [features_of(Contract.of_text(text)) for text in texts]
    assert sorted(found[0].buckets.tolist()) == sorted(found[1].buckets.tolist())


# --- the file -------------------------------------------------------------------------------------------------------


def test_the_model_is_small_and_holds_numbers_and_ids_alone() -> None:
    data = FILE.read_bytes()
    assert len(data) <= MAX_BYTES
    size = int.from_bytes(data[len(MAGIC) : len(MAGIC) + 4], "little")
    head = json.loads(data[len(MAGIC) + 4 : len(MAGIC) + 4 + size])
    ids = {line.partition("/")[2] for line in (ROOT / "tests" / "rule-ids.txt").read_text(encoding="utf-8").split()}
    assert set(head["requirements"]) <= ids
    assert set(head) == {"arrays", "doubts", "floor", "requirements", "short"}
    assert set(head["doubts"]) <= ids
    kinds = {row["type"] for row in head["arrays"].values()}
    assert kinds <= {"<u2", "<f4", "u1", "i1"}, "numbers, which no reader runs"


def test_the_file_comes_back_as_it_was() -> None:
    data = FILE.read_bytes()
    assert to_bytes(from_bytes(data)) == data


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"PK\x03\x04" + b"\0" * 100, id="another kind of file"),
        pytest.param(FILE.read_bytes()[:200], id="cut in the head"),
        pytest.param(FILE.read_bytes()[:-4000], id="cut in the numbers"),
        pytest.param(MAGIC + b"\xff\xff\xff\xff{}", id="a head without end"),
        pytest.param(MAGIC + (2).to_bytes(4, "little") + b"[]", id="a head of another kind"),
    ],
)
def test_a_broken_file_is_one_clear_error(broken: bytes) -> None:
    with pytest.raises(ContractcheckError, match="model"):
        from_bytes(broken)


def test_arrays_that_do_not_fit_are_refused() -> None:
    weights = shipped()
    for changed in (
        replace(weights, columns=weights.columns[:-1]),
        replace(weights, scales=weights.scales[:-1]),
        replace(weights, requirements=weights.requirements[:3]),
        replace(weights, starts=weights.starts[:-1]),
    ):
        with pytest.raises(ContractcheckError, match="broken"):
            from_bytes(to_bytes(changed))


def test_the_card_tells_where_the_model_comes_from() -> None:
    card = CARD.read_text(encoding="utf-8")
    for word in ("The Atticus Project", "CC BY 4.0", "ODC-BY", "python benchmarks/train.py", "sealed", "What it cannot do"):
        assert word in card, word


# --- training -------------------------------------------------------------------------------------------------------


def small_model(rules: RuleSet) -> bytes:
    train, lessons = benchmark("train"), benchmark("lessons")
    return bytes(to_bytes(train.trained(list(lessons.examples(rules)))))


def test_the_same_seed_gives_the_same_bytes(rules: RuleSet) -> None:
    first = small_model(rules)
    assert small_model(rules) == first
    known = from_bytes(first)
    assert set(known.requirements) == SOME
    assert len(known.weights) > 100


def test_other_lessons_give_another_model(rules: RuleSet) -> None:
    assert small_model(rules) != small_model(load_rules(only=SOME - {"insurance"}))


def test_a_small_model_ranks_what_it_learned(rules: RuleSet) -> None:
    """Trained on the rules' examples alone, it tells passages of one requirement from those of another."""
    look = SecondLook(from_bytes(small_model(rules)))
    text = "AGREEMENT\n\n1. The Provider backs up all data daily.\n\n2. The Provider carries insurance of EUR 2 million."
    contract = Contract.of_text(text)
    first = {one: look.ranked(contract, [one])[one][0].passage for one in ("data-backup", "insurance")}
    words = {
        one: contract.words.words[contract.words.passages[at].start : contract.words.passages[at].end]
        for one, at in first.items()
    }
    assert "backs" in words["data-backup"]
    assert "insurance" in words["insurance"]


def test_what_stands_in_one_text_alone_is_not_learned(rules: RuleSet) -> None:
    """No feature may give away the words of a single contract."""
    train, lessons = benchmark("train"), benchmark("lessons")
    found = list(lessons.examples(rules))
    known = train.material(found)
    counts: dict[int, int] = {}
    for lesson in found:
        for bucket in set(lesson.features.buckets.tolist()):
            counts[bucket] = counts.get(bucket, 0) + 1
    assert min(counts[bucket] for bucket in known.buckets.tolist()) >= train.LEAST_TEXTS


def test_sealed_contracts_teach_nothing() -> None:
    lessons, labelled = benchmark("lessons"), benchmark("labelled")
    if not labelled.CORPUS.is_dir():
        pytest.skip("the corpus is not beside this checkout")
    assert not labelled.sealed_files() & {path.stem for path in lessons.corpus_files(every=1)}
    sealed = [case for case in labelled.SETS["passages"]() if case.sealed]
    taught = {lesson.name for lesson in lessons.labelled(Detector(load_rules(only=SOME)), ["passages"])}
    assert taught
    assert sealed
    assert not taught & {case.name for case in sealed}


@pytest.mark.parametrize("name", ["train", "calibrate", "mine"])
def test_without_the_corpus_it_says_so(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    module = benchmark(name)
    monkeypatch.setattr(module, "CORPUS", tmp_path / "none")
    assert module.main([]) == 0
    assert capsys.readouterr().out.startswith("skipped: ")


# --- the command line, the data ---------------------------------------------------------------------------------------


def asked(*options: str) -> dict[str, dict[str, Any]]:
    result = CliRunner().invoke(main, ["check", str(SAMPLES[0]), "--format", "json", "--fail-on", "never", *options])
    assert result.exit_code == 0, result.output
    return {item["requirement"]: item for item in json.loads(result.stdout)["findings"]}


def test_each_finding_says_what_found_it() -> None:
    both, alone = asked(), asked("--no-model")
    assert {item["found_by"] for item in alone.values()} == {"rules"}
    assert {item["found_by"] for item in both.values()} <= {"rules", "second-look"}
    assert all(len(item["near"]) <= 1 for item in alone.values()), "the rules have one nearest passage each"
    assert any(len(item["near"]) > 1 for item in both.values())
    for item in both.values():
        assert item["nearest"] == (item["near"][0] if item["near"] else None)


def test_schema_1_has_neither() -> None:
    assert not {"near", "found_by"} & {key for item in asked("--json-schema", "1").values() for key in item}


def test_what_was_written_comes_back() -> None:
    report = own_checker().check_text(TEXT)
    back = from_data(to_data(report))
    for old, new in zip(report.assessed, back.assessed, strict=True):
        assert (old.finding.near, old.finding.by) == (new.finding.near, new.finding.by)


def test_results_without_the_model_are_other_results() -> None:
    assert fingerprint("outsourcing", second_look=False).key != fingerprint("outsourcing").key


def test_nothing_is_loaded_before_something_is_missing() -> None:
    """A start that finds nothing to look for pays nothing."""
    code = (
        "import sys; from contractcheck.checker import Checker; Checker();"
        "print([one for one in ('weights', 'features') if f'contractcheck.secondlook.{one}' in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_a_finding_has_a_nearest_passage_where_some_are_near() -> None:
    assert Finding("insurance", Found.NO).nearest is None


def test_a_checker_without_it_leaves_the_rules_alone() -> None:
    report = Checker(second_look=False).check_text(TEXT)
    assert {item.finding.by for item in report.assessed} == {FoundBy.RULES}
