"""Counts the alarms of the checks before signing on the gold contracts, and how many of them are false.

    python benchmarks/presigning.py [--list]

Every alarm was read beside the contract. ``presigning-read.json`` beside this file holds the judgement: for each
contract, the alarms by a key (the check, and a digest of the sentence and the quote), with ``true`` for a fault or a
doubt that is there and ``false`` for a false alarm. An alarm that nobody has read counts as false. Doubts ("a person
must look") count as alarms. Ends with code 1 where a contract has more than two false alarms. ``--list`` prints each
alarm with its key.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections import Counter
from pathlib import Path

from contractcheck.checker import Checker
from contractcheck.model import Verdict

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
READ = Path(__file__).with_name("presigning-read.json")
MOST_FALSE = 2


def key_of(requirement: str, sentence: str, quote: str) -> str:
    """Return a stable key of an alarm that holds no words of the contract."""
    return f"{requirement}:{hashlib.sha256(f'{sentence}|{quote}'.encode()).hexdigest()[:10]}"


def alarms_of(checker: Checker, path: Path) -> list[tuple[str, str, str, int]]:
    """Return (requirement, sentence, key, page) of each alarm of one contract."""
    found = []
    for row in checker.check(path).assessed:
        if row.verdict in (Verdict.MET, Verdict.NOT_APPLICABLE):
            continue
        finding = row.finding
        sentences = finding.notes or (row.message,)
        for place, sentence in enumerate(sentences):
            passage = finding.evidence[place] if place < len(finding.evidence) else None
            key = key_of(finding.requirement, sentence, passage.quote if passage else "")
            found.append((finding.requirement, sentence, key, passage.page if passage else 0))
    return found


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Counts alarms and false alarms before signing.")
    parser.add_argument("--list", action="store_true", help="print each alarm")
    options = parser.parse_args(arguments)
    labels = sorted((CORPUS / "gold").glob("*.json"))
    if not labels:
        print(f"skipped: there is no folder {CORPUS / 'gold'}")
        return 0
    read: dict[str, dict[str, bool]] = json.loads(READ.read_text(encoding="utf-8")) if READ.is_file() else {}
    checker = Checker("presigning", applies=True)
    total: Counter[str] = Counter()
    false: Counter[str] = Counter()
    unread = worst = over = 0
    started = time.perf_counter()
    for label in labels:
        path = CORPUS / json.loads(label.read_text(encoding="utf-8"))["file"]
        judged = read.get(label.stem, {})
        wrong = 0
        for requirement, sentence, key, page in alarms_of(checker, path):
            total[requirement] += 1
            unread += key not in judged
            if not judged.get(key, False):
                false[requirement] += 1
                wrong += 1
            if options.list:
                mark = {True: "true", False: "FALSE", None: "unread"}[judged.get(key)]
                print(f"{mark:7}{label.stem[:40]:42}{key:34}p{page}: {sentence}")
        worst, over = max(worst, wrong), over + (wrong > MOST_FALSE)
    print(f"{'check':20}{'alarms':>8}{'false':>8}")
    for requirement in total:
        print(f"{requirement:20}{total[requirement]:8}{false[requirement]:8}")
    print(f"{'all':20}{total.total():8}{false.total():8}")
    print(f"contracts: {len(labels)}; alarms a contract: {total.total() / len(labels):.1f}; alarms not read: {unread}")
    print(f"false alarms: at most {worst} a contract; contracts with more than {MOST_FALSE}: {over}")
    print(f"{time.perf_counter() - started:.1f} s")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
