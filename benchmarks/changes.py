"""Lists which findings a change gained and lost over the whole corpus.

    python benchmarks/changes.py --save before.json      before the change
    python benchmarks/changes.py --compare before.json   after it

Every filing and every standard form counts, labelled or not. For each finding that differs it prints the contract, the
requirement, what was found before and now, and the words it rests on now. Of sealed contracts it is only counted which
requirements moved; what is saved of them holds no words.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from labelled import CORPUS, may_print
from scores import read_contract

from contractcheck.detection.detect import Detector
from contractcheck.errors import UnreadableError
from contractcheck.rulebook.rules import RuleSet, load_rules

Said = dict[str, dict[str, str]]
"""Contract -> requirement -> what was found, with its value."""


def contracts() -> list[Path]:
    """Return every filing and standard form of the corpus, in order."""
    filings = sorted((CORPUS / "cuad" / "pdf").glob("*.pdf"))
    forms = sorted(path for path in (CORPUS / "standard-forms").rglob("*.md") if "_source" not in path.parts)
    return [*filings, *forms]


def findings(rules: RuleSet) -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    """Yield (contract, what was found a requirement, the words a requirement) for the whole corpus."""
    detector = Detector(rules)
    for path in contracts():
        try:
            found = detector.detect(read_contract(path))
        except UnreadableError as error:
            yield str(path.relative_to(CORPUS)), {"": str(error)}, {}
            continue
        said, words = {}, {}
        shut = not may_print(path)
        for finding in found:
            value = f" {finding.value.text}" if finding.value else ""
            if shut and value:
                value = f" {hashlib.sha256(value.encode()).hexdigest()[:10]}"
            said[finding.requirement] = finding.found.value + value
            shown = () if shut else finding.evidence[:1] or ((finding.nearest,) if finding.nearest else ())
            words[finding.requirement] = " ".join(shown[0].quote.split())[:160] if shown else ""
        yield str(path.relative_to(CORPUS)), said, words


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Lists the findings that a change gained and lost.")
    parser.add_argument("--save", type=Path)
    parser.add_argument("--compare", type=Path)
    options = parser.parse_args(arguments)
    if not CORPUS.is_dir():
        print(f"skipped: the contracts are not beside this checkout ({CORPUS})")
        return 0
    before: Said = json.loads(options.compare.read_text(encoding="utf-8")) if options.compare else {}
    now: Said = {}
    moves: Counter[str] = Counter()
    shut: set[str] = set()
    for contract, said, words in findings(load_rules()):
        now[contract] = said
        for requirement, found in said.items():
            earlier = before.get(contract, {}).get(requirement, "(not asked)")
            if options.compare and earlier != found:
                moves[f"{requirement}: {earlier.split()[0]} -> {found.split()[0]}"] += 1
                if not may_print(contract):
                    shut.add(contract)
                    continue
                print(f"{contract[:60]} | {requirement}: {earlier} -> {found} | {words.get(requirement, '')}")
    if options.compare:
        print(f"== {sum(moves.values())} findings differ, some of them in {len(shut)} sealed contracts")
        for move, count in moves.most_common():
            print(f"{count:5} {move}")
    if options.save:
        options.save.write_text(json.dumps(now, indent=0, sort_keys=True), encoding="utf-8")
        print(f"saved {len(now)} contracts to {options.save}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
