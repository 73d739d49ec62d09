"""What the second look learns from: passages of contracts that are not sealed, and what is known of each.

Known from labels (weight 1), from the examples inside the rules (1), and from what the rules themselves find in
contracts of the corpus that nobody labelled (0.4). Of the corpus only hashed features are kept, no words.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from labelled import CORPUS, SETS, Case, may_print
from scores import read_contract

from contractcheck.contract import Contract
from contractcheck.detection.detect import Detector
from contractcheck.detection.examples import passage_contract
from contractcheck.errors import UnreadableError
from contractcheck.language.baseforms import base_form
from contractcheck.language.passages import stream_words
from contractcheck.model import Found
from contractcheck.playbooks.playbooks import read_playbook
from contractcheck.rulebook.rules import RuleSet
from contractcheck.secondlook.features import Features, features_of

SURE, WEAK = 1.0, 0.4
"""How much a label, and how much a mere finding of the rules, weighs."""

# The sets whose labels may be learned from. Of each, what is sealed is left out.
LEARNED = ("gold", "further", "held-out", "gdpr", "unseen", "processor", "regulated", "passages")
SHARE_ALIKE = frozenset({"woomberg-sla"})
"""Folders under licences that ask the same of what is made from them (CC BY-SA): nothing is learned from them."""

_GRAM = 3  # words in a row by which a labelled quote is met again
_SHARE = 0.5  # of a passage, or of a quote: so much must be the other's


@dataclass
class Lesson:
    """One text: its features, and what is known of its passages.

    ``there`` gives passages that hold a requirement, with a weight. All other passages stand for those that do not.
    """

    name: str
    kind: str
    features: Features
    there: dict[str, dict[int, float]] = field(default_factory=dict)

    def add(self, requirement: str, passages: Iterable[int], weight: float) -> None:
        """Say that passages hold a requirement."""
        own = self.there.setdefault(requirement, {})
        for passage in passages:
            own[passage] = max(weight, own.get(passage, 0.0))


def passages_at(contract: Contract, start: int, end: int) -> Iterator[int]:
    """Yield the passages that hold at least half of some characters, or of which those characters are half."""
    words = contract.words
    for number, one in enumerate(words.passages):
        if one.start >= one.end:
            continue
        first, last = words.starts[one.start], words.ends[one.end - 1]
        shared = min(end, last) - max(start, first)
        if shared > 0 and (shared >= _SHARE * (end - start) or shared >= _SHARE * (last - first)):
            yield number


class Grams:
    """The runs of words of a contract, to meet quotes in it again."""

    def __init__(self, contract: Contract) -> None:
        self._passages = contract.words.passages
        words = [base_form(word) for word in contract.words.words]
        self._places: dict[tuple[str, ...], list[int]] = {}
        for at in range(len(words) - _GRAM + 1):
            self._places.setdefault(tuple(words[at : at + _GRAM]), []).append(at)


    def passages(self, quote: str) -> list[int]:
        """Return the passages that a quote is of."""
        words = [base_form(word) for word in stream_words(quote)]
        grams = {tuple(words[at : at + _GRAM]) for at in range(len(words) - _GRAM + 1)}
        if not grams:
            return []
        met = np.zeros(self._passages[-1].end + 1 if self._passages else 1, dtype=np.int32)
        for gram in grams:
            met[self._places.get(gram, [])] = 1
        sums = np.concatenate([[0], np.cumsum(met)])
        found = []
        for number, one in enumerate(self._passages):
            last = min(one.end - _GRAM + 1, len(met))
            if last <= one.start:
                continue
            shared = sums[last] - sums[one.start]
            if shared >= _SHARE * (last - one.start) or shared >= 1.2 * _SHARE * len(grams):
                found.append(number)
        return found


def rule_of(case: Case, name: str) -> str:
    """Return the rule that answers a label: of that name, or of the row of the case's playbook."""
    if not case.playbook:
        return name
    return read_playbook(case.playbook).requirements[name].rule


def labelled(detector: Detector, sets: Iterable[str] = LEARNED) -> Iterator[Lesson]:
    """Yield a lesson for each labelled contract that is not sealed."""
    for name in sets:
        for case in SETS[name]():
            if case.sealed or not may_learn(case.path):
                continue
            contract = read_contract(case.path, case.text.encode("utf-8")) if case.text else read_contract(case.path)
            yield lesson_of(name, case, contract, detector)


def lesson_of(kind: str, case: Case, contract: Contract, detector: Detector) -> Lesson:
    """Return what the labels of one contract teach."""
    lesson = Lesson(case.name, kind, features_of(contract))
    grams = Grams(contract)
    absent = set()
    for name, label in case.labels.items():
        rule = rule_of(case, name)
        if label.present:
            for quote in label.quotes:
                lesson.add(rule, grams.passages(quote), SURE if label.sure else WEAK)
        elif label.sure:
            absent.add(rule)
    _add_found(lesson, contract, detector, absent)
    return lesson


def _add_found(lesson: Lesson, contract: Contract, detector: Detector, absent: Container[str] = ()) -> None:
    """Take what the rules find for what is there, but for what a reader says is absent."""
    for finding in detector.detect(contract):
        if finding.found is Found.YES and finding.requirement not in absent:
            for evidence in finding.evidence:
                lesson.add(finding.requirement, passages_at(contract, evidence.start, evidence.end), WEAK)


def unlabelled(detector: Detector, files: Iterable[Path]) -> Iterator[Lesson]:
    """Yield a lesson for each contract of which only the rules say something. What cannot be read is passed over."""
    for path in files:
        try:
            contract = read_contract(path)
        except UnreadableError:
            continue
        lesson = Lesson(path.stem, "corpus", features_of(contract))
        _add_found(lesson, contract, detector)
        yield lesson


def corpus_files(every: int = 2) -> list[Path]:
    """Return the contracts of the corpus that are not sealed, of the filings each so-manyth, in order."""
    filings = sorted((CORPUS / "cuad" / "txt").glob("*.txt"))[::every]
    terms = sorted((CORPUS / "current-terms").rglob("*.md"))
    forms = sorted((CORPUS / "standard-forms").rglob("*.md"))
    return [path for path in (*filings, *terms, *forms) if may_learn(path)]


def may_learn(path: Path) -> bool:
    """Tell whether a file may be learned from: not the notes on licences, nothing sealed, nothing share-alike."""
    return may_print(path) and not {"_source", *SHARE_ALIKE} & {*path.parts}


def examples(rules: RuleSet) -> Iterator[Lesson]:
    """Yield a lesson for each example of a rule: what it proves there, or what only looks like it."""
    for rule in rules.rules:
        texts = [(one.text, one.heading, one.found is Found.YES) for one in rule.examples if not one.table]
        for text, heading, there in [*texts, (rule.suggest, "", True)]:
            contract = passage_contract(text, heading)
            lesson = Lesson(rule.id, "example", features_of(contract))
            every = range(len(contract.words.passages))
            if there:
                lesson.add(rule.id, every, SURE)
            yield lesson


