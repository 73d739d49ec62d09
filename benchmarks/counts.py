"""Counts the labels: contracts, labels, and what is present by set, half, side and requirement.

    python benchmarks/counts.py            the sets
    python benchmarks/counts.py --by-id    and every requirement, as present in the sealed and in the open half

Nothing is measured. Where a requirement was asked of fewer than five sealed contracts, a count would be as good as
their labels: then only the open half is counted.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable

from labelled import CORPUS, FEW, HALVED, SETS, Case, Label

SIDES = ("provider", "customer", "mutual", "unclear")


def parts(name: str, cases: list[Case]) -> list[tuple[str, list[Case]]]:
    """Return a set in its halves, or as it is."""
    if name not in HALVED:
        return [(name, cases)]
    return [
        (f"{name}, {half}", [case for case in cases if case.half == half])
        for half in ("sealed", "open")
        if any(case.half == half for case in cases)
    ]


def labels_of(cases: Iterable[Case]) -> list[tuple[str, Label]]:
    """Return every label of some cases with its requirement."""
    return [(requirement, label) for case in cases for requirement, label in case.labels.items()]


def line(name: str, cases: list[Case]) -> str:
    """Word the counts of some cases."""
    labels = [label for _, label in labels_of(cases)]
    there = [label for label in labels if label.present]
    by = Counter(label.side for label in there)
    return (
        f"{name:20} {len(cases):9} {len(labels):7} {sum(label.sure for label in labels):7} {len(there):8} "
        + " ".join(f"{by[side]:9}" for side in SIDES)
        + f" {sum(label.referenced for label in labels):10} {sum(label.redacted for label in labels):9}"
        + f" {sum(bool(label.disputed) for label in labels):9}"
    )


def table(sets: dict[str, list[Case]]) -> str:
    """Return the counts of sets and their halves."""
    out = [
        f"{'':20} {'contracts':>9} {'labels':>7} {'sure':>7} {'present':>8} "
        + " ".join(f"{side:>9}" for side in SIDES)
        + f" {'referenced':>10} {'redacted':>9} {'disputed':>9}"
    ]
    for name, cases in sets.items():
        out.extend(line(*part) for part in parts(name, cases))
    return "\n".join(out)


def by_id(sets: dict[str, list[Case]]) -> str:
    """Return for every requirement in how many contracts of each half it is present, and on which side."""
    out = []
    for name, cases in sets.items():
        if name not in HALVED:
            continue
        out.append(f"{name:34} {'sealed':>7} {'open':>7}   " + " ".join(f"{side:>9}" for side in SIDES))
        for requirement in sorted({requirement for case in cases for requirement in case.labels}):
            asked = [(case.half, case.labels[requirement]) for case in cases if requirement in case.labels]
            few = sum(half == "sealed" for half, _ in asked) < FEW
            there = [(half, label.side) for half, label in asked if label.present and not (few and half == "sealed")]
            count = Counter(half for half, _ in there) + Counter(side for _, side in there)
            sides = " ".join(f"{count[side]:9}" for side in SIDES)
            out.append(f"  {requirement:32} {'-' if few else count['sealed']:>7} {count['open']:7}   {sides}")
    return "\n".join(out)


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Counts the labels by set, half, side and requirement.")
    parser.add_argument("--by-id", action="store_true", help="every requirement too")
    options = parser.parse_args(arguments)
    if not CORPUS.is_dir():
        print(f"skipped: the labelled contracts are not beside this checkout ({CORPUS})")
        return 0
    sets = {name: load() for name, load in SETS.items()}
    print(table(sets))
    if options.by_id:
        print(by_id(sets))
    return 0


if __name__ == "__main__":
    sys.exit(main())
