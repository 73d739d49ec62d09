"""Sets the thresholds of the second look on sealed contracts, and says what it is worth there. Prints counts only.

    python benchmarks/calibrate.py           measure
    python benchmarks/calibrate.py --write   measure, and write the thresholds into the model

Nothing of the sealed contracts was learned from, no word of them is printed, and what is taken from their labels are
three numbers. Two scores say from where a "missing" is doubted, one for the governance requirements and one for all
others: the lowest with which at most ``DOUBTS`` a contract become unsure. The third is the floor: a passage that does
not raise the score by so much is not shown. What is printed of doubts is cross-validated: each fifth of the contracts
is judged by the thresholds of the others.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from labelled import CORPUS, FEW, SETS, asked
from lessons import Grams, passages_at, rule_of
from scores import read_contract
from train import UNSET

from contractcheck.contract import Contract
from contractcheck.detection.detect import Detector
from contractcheck.model import Found
from contractcheck.rulebook.rules import load_rules
from contractcheck.secondlook.look import Near, SecondLook
from contractcheck.secondlook.weights import FILE, Weights, from_bytes, to_bytes

MEASURED = ("unseen", "processor", "regulated")
DOUBTS = {"core": 2.0, "governance": 0.5}
"""Doubts a contract: of the 62 core requirements, and of the 20 on governance. Few labels teach the latter, and their
scores are low. All other requirements have the threshold of the core."""
SHOWN = 3
KEPT = 0.95  # of the true passages that are among the first three stay above the floor
FOLDS = 5


@dataclass(frozen=True)
class Denied:
    """One requirement that the rules do not find in a contract.

    ``wrong`` tells that a reader did. ``scores`` are those of the first passages, apart from each other; ``hits`` tell
    which of them the reader means; ``own`` tells it of the rule's own nearest. ``empty`` is the score of no words.
    """

    part: str
    contract: str
    sealed: bool
    wrong: bool
    located: bool
    scores: tuple[float, ...]
    hits: tuple[bool, ...]
    own: bool
    empty: float

    @property
    def score(self) -> float:
        """The score of the nearest passage."""
        return self.scores[0] if self.scores else UNSET


def denied(look: SecondLook) -> Iterator[Denied]:
    """Yield every sure label of the sets that have a sealed half, where the rules say "no"."""
    for name in MEASURED:
        cases = SETS[name]()
        rules = load_rules(only=asked(cases))
        families = {rule.id: rule.family for rule in rules.rules}
        detector = Detector(rules)
        for case in cases:
            contract = read_contract(case.path, case.text.encode("utf-8")) if case.text else read_contract(case.path)
            findings = {finding.requirement: finding for finding in detector.detect(contract)}
            absent = [one for one, finding in findings.items() if finding.found is Found.NO]
            ranked = look.ranked(contract, absent)
            grams = Grams(contract)
            for row, label in case.labels.items():
                rule = rule_of(case, row)
                if not label.sure or rule not in ranked:
                    continue
                means = {at for quote in label.quotes for at in grams.passages(quote)} if label.present else set()
                near = findings[rule].nearest
                own = set(passages_at(contract, near.start, near.end)) if near is not None else set()
                first = list(_apart(ranked[rule], contract))[:SHOWN]
                part = ("governance" if families[rule] == "governance" else "core") if name == "unseen" else name
                yield Denied(
                    part=part,
                    contract=case.name,
                    sealed=case.sealed,
                    wrong=label.present,
                    located=bool(means),
                    scores=tuple(one.score for one in first),
                    hits=tuple(_touches({one.passage}, means, contract) for one in first),
                    own=_touches(own, means, contract),
                    empty=look.empty(rule),
                )


def _apart(ranked: Iterable[Near], contract: Contract) -> Iterator[Near]:
    taken: list[Near] = []
    for one in ranked:
        if not any(_touches({one.passage}, {other.passage}, contract) for other in taken):
            taken.append(one)
            yield one


def _touches(some: set[int], others: set[int], contract: Contract) -> bool:
    """Tell whether any of some passages shares a word with any of others."""
    passages = contract.words.passages
    return any(
        passages[one].start < passages[other].end and passages[other].start < passages[one].end
        for one in some
        for other in others
    )


def thresholds(rows: list[Denied]) -> dict[str, float]:
    """Return for each part the lowest score with which no more than ``DOUBTS`` a contract are doubted."""
    found = {}
    for part, doubts in DOUBTS.items():
        own = [row for row in rows if row.part == part]
        scores = sorted((row.score for row in own), reverse=True)
        room = int(doubts * len({row.contract for row in own}))
        found[part] = scores[room - 1] if 0 < room <= len(scores) else min(scores, default=UNSET)
    return found


def doubted(row: Denied, limits: dict[str, float]) -> bool:
    """Tell whether a "missing" is doubted."""
    return row.score >= limits.get(row.part, limits["core"])


def floor(rows: list[Denied]) -> float:
    """Return by how much nearly all of the passages that readers mean score above no words at all."""
    rises = sorted(score - row.empty for row in rows for score, hit in zip(row.scores, row.hits, strict=True) if hit)
    return rises[int((1 - KEPT) * len(rises))] if rises else UNSET


def validated(rows: list[Denied]) -> list[tuple[Denied, bool]]:
    """Return each row and whether it is doubted, by thresholds from the contracts of other folds."""
    names = sorted({row.contract for row in rows})
    fold = {name: at % FOLDS for at, name in enumerate(names)}
    found = []
    for at in range(FOLDS):
        limits = thresholds([row for row in rows if fold[row.contract] != at])
        found.extend((row, doubted(row, limits)) for row in rows if fold[row.contract] == at)
    return found


def table(pairs: list[tuple[Denied, bool]]) -> str:
    """Return what the second look is worth, part by part. Of fewer than five contracts nothing is counted."""
    out = [
        f"{'':12} {'contracts':>9} {'missing':>8} {'wrong':>6} {'share':>6}   {'unsure':>6} {'a contract':>10} "
        f"{'left':>5} {'wrong':>6} {'share':>6}   {'true passage: first':>20} {'of three':>9} {'own nearest':>12}"
    ]
    for part in dict.fromkeys(row.part for row, _ in pairs):
        own = [(row, doubted) for row, doubted in pairs if row.part == part]
        contracts = len({row.contract for row, _ in own})
        if contracts >= FEW:
            out.append(_line(part, own, contracts))
    return "\n".join(out)


def _line(part: str, own: list[tuple[Denied, bool]], contracts: int) -> str:
    wrong = [row for row, _ in own if row.wrong]
    left = [row for row, doubted in own if not doubted]
    still = [row for row in left if row.wrong]
    placed = [row for row in still if row.located]

    def of(hit: Callable[[Denied], bool]) -> str:
        return f"{sum(hit(row) for row in placed)} of {len(placed)}"

    return (
        f"{part:12} {contracts:9} {len(own):8} {len(wrong):6} {len(wrong) / len(own):6.3f}   "
        f"{len(own) - len(left):6} {(len(own) - len(left)) / contracts:10.1f} {len(left):5} {len(still):6} "
        f"{len(still) / max(len(left), 1):6.3f}   {of(lambda row: row.hits[:1] == (True,)):>20} "
        f"{of(lambda row: any(row.hits)):>9} {of(lambda row: row.own):>12}"
    )


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Sets the thresholds of the second look on sealed contracts.")
    parser.add_argument("--write", action="store_true", help="write them into the model")
    options = parser.parse_args(arguments)
    if not CORPUS.is_dir():
        print(f"skipped: the labelled contracts are not beside this checkout ({CORPUS})")
        return 0
    weights = from_bytes(FILE.read_bytes())
    rows = list(denied(SecondLook(replace(weights, floor=UNSET))))
    sealed = [row for row in rows if row.sealed]
    print("sealed contracts, doubts cross-validated")
    print(table(validated(sealed)))
    limits = thresholds(sealed)
    low = floor(sealed)
    print("open contracts, which the model learned from: how it fits, not what it is worth")
    print(table([(row, doubted(row, limits)) for row in rows if not row.sealed]))
    worded = ", ".join(f"{part} {limit:.3f}" for part, limit in limits.items())
    print(f"a missing is doubted from a score of: {worded}; a passage is shown from {low:.3f} above no words")
    if options.write:
        FILE.write_bytes(to_bytes(_with(weights, limits, low)))
        print(f"written: {FILE}")
    return 0


def _with(weights: Weights, limits: dict[str, float], low: float) -> Weights:
    """Return the weights with thresholds. Rules of families that no sealed contract was read for are never doubted."""
    families = {rule.id: rule.family for rule in load_rules().rules}
    doubts = {
        one: round(limits.get(families[one], limits["core"]), 3)
        for one in weights.requirements
        if families[one] not in NEVER_DOUBTED
    }
    return replace(weights, floor=round(low, 3), doubts=doubts)


NEVER_DOUBTED = frozenset({"nda"})
"""Families of which no sealed contract was read."""


if __name__ == "__main__":
    sys.exit(main())
