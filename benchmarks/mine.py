"""Mines the corpus for wording that the rules do not know: where the second look and the rules disagree.

    python benchmarks/mine.py                          the passages likeliest to be what the rules did not find
    python benchmarks/mine.py --yes                    and the least likely of those that the rules take for it
    python benchmarks/mine.py --only insurance -n 20   twenty of one requirement or family
    python benchmarks/mine.py --every 4                of each fourth filing alone

Looks through the filings, current terms and standard forms that are not sealed. Read what it lists, judge, and mend the
mechanism or the shared word list, not the phrase. The model learned from some of these contracts what the rules find in
them, so a low score among ``--yes`` says more than a high one.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from labelled import CORPUS, may_print
from lessons import corpus_files, passages_at
from scores import read_contract
from train import UNSET

from contractcheck.contract import Contract
from contractcheck.detection.detect import Detector
from contractcheck.errors import UnreadableError
from contractcheck.model import Found
from contractcheck.rulebook.rules import load_rules
from contractcheck.secondlook.look import SecondLook
from contractcheck.secondlook.weights import shipped

WIDTH = 600


@dataclass(frozen=True, slots=True)
class Mined:
    """A passage, its score for a requirement, and whether the rules take it for that."""

    requirement: str
    score: float
    said: bool
    contract: str
    words: str


def mined(files: Iterable[Path], only: str = "") -> Iterator[Mined]:
    """Yield the likeliest passage for each "no" of the rules, and the least likely of the evidence for each "yes"."""
    rules = load_rules()
    detector, look = Detector(rules), SecondLook(replace(shipped(), floor=UNSET))
    wanted = {rule.id for rule in rules.rules if only in ("", rule.id, rule.family)}
    for path in files:
        if not may_print(path):
            continue
        try:
            contract = read_contract(path)
        except UnreadableError:
            continue
        asked = sorted(wanted & set(look.weights.requirements))
        scores = look.scores(contract, asked)
        found = {finding.requirement: finding for finding in detector.detect(contract)}
        for at, requirement in enumerate(asked):
            finding = found[requirement]
            if finding.found is Found.NO and len(scores):
                best = int(scores[:, at].argmax())
                yield Mined(requirement, float(scores[best, at]), False, path.stem, _words(contract, best))
            elif finding.found is Found.YES and finding.evidence:
                first = finding.evidence[0]
                own = [(float(scores[one, at]), one) for one in passages_at(contract, first.start, first.end)]
                if own:
                    score, passage = max(own)
                    yield Mined(requirement, score, True, path.stem, _words(contract, passage))


def _words(contract: Contract, number: int) -> str:
    """Return a passage with its heading and the words that lead into it."""
    words, passage = contract.words, contract.words.passages[number]
    ranges = [*([passage.lead] if passage.lead else []), (passage.start, passage.end)]
    parts = (contract.slice(words.starts[first], words.ends[last - 1]) for first, last in ranges if first < last)
    heading = contract.clauses[passage.clause].heading
    return f"[{heading}] {' / '.join(parts)}"[:WIDTH]


def listed(rows: Iterable[Mined], count: int, said: bool) -> str:
    """Return the likeliest passages that the rules miss, or the least likely that they take, by requirement."""
    each: dict[str, list[Mined]] = defaultdict(list)
    for row in rows:
        if row.said == said:
            each[row.requirement].append(row)
    order = sorted(each, key=lambda name: -max(row.score for row in each[name]))
    out = []
    for name in order:
        own = sorted(each[name], key=lambda row: row.score if said else -row.score)[:count]
        out.append(f"== {name}: {'yes' if said else 'no'} in {len(each[name])}")
        seen: set[str] = set()
        for row in own:
            if row.words not in seen:  # forms come in several kinds of file
                out.append(f"  {row.score:6.2f} {row.contract[:40]}: {row.words}")
            seen.add(row.words)
    return "\n".join(out)


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Lists passages where the second look and the rules disagree.")
    parser.add_argument("--only", default="", help="a requirement or a family")
    parser.add_argument("--yes", action="store_true", help="list the least likely passages that the rules take, too")
    parser.add_argument("-n", type=int, default=5, help="passages a requirement")
    parser.add_argument("--every", type=int, default=1, help="each so-manyth of the filings")
    options = parser.parse_args(arguments)
    if not CORPUS.is_dir():
        print(f"skipped: the contracts are not beside this checkout ({CORPUS})")
        return 0
    rows = list(mined(corpus_files(options.every), options.only))
    print(listed(rows, options.n, said=False))
    if options.yes:
        print("== what the rules take, the least likely first")
        print(listed(rows, options.n, said=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
