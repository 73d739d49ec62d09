"""Trains the second look: contractcheck/secondlook/second-look.model.

    python benchmarks/train.py                 train, and write the model with the thresholds of the last calibration
    python benchmarks/train.py -o FILE         write it elsewhere

It learns from ../shared/corpus, from labels that are not sealed, and from the examples inside the rules, with a fixed
seed. The same data, numpy and rules give the same bytes. ``benchmarks/calibrate.py`` sets the thresholds.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from fitting import Sparse, fit
from labelled import CORPUS
from lessons import SURE, Lesson, corpus_files, examples, labelled, unlabelled
from numpy.typing import NDArray

from contractcheck.detection.detect import Detector
from contractcheck.errors import ContractcheckError
from contractcheck.rulebook.rules import load_rules
from contractcheck.secondlook.weights import BITS, FILE, Weights, from_bytes, to_bytes

SEED = 20260
SHORT = 8  # words: shorter passages are not taken for more telling
OTHERS = 2000  # passages drawn at random that stand for all others
MOST_WEAK = 400  # passages that only the rules say hold a requirement
SAMPLE = 0.15  # of the passages of the corpus, besides those in which the rules found something
LEAST_PASSAGES, LEAST_TEXTS = 3, 2  # a feature that is rarer, or of one text alone, is not learned
KEPT = 300_000  # weights, the heaviest of all
LEVELS = 127  # of a weight
MAX_BYTES = 2 * 1024 * 1024
UNSET = -9.0


@dataclass(frozen=True)
class Material:
    """All passages to learn from, as rows, and what is known of them.

    ``there`` gives rows and their weight by requirement. Column ``i`` is the feature ``buckets[i]``.
    """

    rows: Sparse
    count: int
    buckets: NDArray[np.int32]
    idf: NDArray[np.float32]
    there: dict[str, dict[int, float]]


def material(lessons: Iterable[Lesson]) -> Material:
    """Gather lessons. Of texts without labels only some passages are kept."""
    chance = np.random.default_rng(SEED)
    owners, buckets, words, texts = [], [], [], []
    there: dict[str, dict[int, float]] = {}
    count = 0
    for number, lesson in enumerate(lessons):
        size = len(lesson.features.words)
        keep = np.ones(size, dtype=bool)
        if lesson.kind == "corpus":
            keep = chance.random(size) < SAMPLE
            keep[[passage for own in lesson.there.values() for passage in own]] = True
        place = np.cumsum(keep) - 1 + count
        kept = keep[lesson.features.passages]
        owners.append(place[lesson.features.passages[kept]])
        buckets.append(lesson.features.buckets[kept])
        words.append(lesson.features.words[keep])
        texts.append(np.full(int(keep.sum()), number))
        for requirement, own in lesson.there.items():
            rows = there.setdefault(requirement, {})
            rows.update((int(place[passage]), weight) for passage, weight in own.items())
        count += int(keep.sum())
    owner, bucket, length, text = map(np.concatenate, (owners, buckets, words, texts))
    return _weighed(owner, bucket, length, text, there)


def _weighed(
    owner: NDArray[np.int64],
    bucket: NDArray[np.int32],
    words: NDArray[np.int32],
    text: NDArray[np.int64],
    there: dict[str, dict[int, float]],
) -> Material:
    count = len(words)
    keys, times = np.unique(owner << BITS | bucket, return_counts=True)
    row, at = keys >> BITS, keys & ((1 << BITS) - 1)
    passages = np.bincount(at, minlength=1 << BITS)
    in_texts = np.bincount(np.unique(text[row] << BITS | at) & ((1 << BITS) - 1), minlength=1 << BITS)
    common = (passages >= LEAST_PASSAGES) & (in_texts >= LEAST_TEXTS)
    buckets = np.flatnonzero(common).astype(np.int32)
    idf = np.log(count / passages[common]).astype(np.float32)
    column = np.full(1 << BITS, -1, dtype=np.int32)
    column[buckets] = np.arange(len(buckets))
    kept = common[at]
    row, columns = row[kept], column[at[kept]]
    values = times[kept] * idf[columns] / (np.sqrt(words + SHORT))[row]
    rows = Sparse(np.searchsorted(row, np.arange(count + 1)), columns, values.astype(np.float32))
    return Material(rows, count, buckets, idf, there)


def learned(known: Material, requirements: Sequence[str]) -> Weights:
    """Return the weights that tell the passages of each requirement from others."""
    matrix = np.zeros((len(requirements), len(known.buckets)), dtype=np.float32)
    biases = np.zeros(len(requirements), dtype=np.float32)
    for number, requirement in enumerate(requirements):
        rows, there, weighs = _drawn(known, requirement)
        columns, weights, biases[number] = fit(known.rows, rows, there, weighs)
        matrix[number, columns] = weights
    return _packed(matrix, biases, known, requirements)


def _drawn(known: Material, requirement: str) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.float64]]:
    """Return the rows for one requirement, whether it is there, and how much each weighs."""
    chance = np.random.default_rng([SEED, *requirement.encode("utf-8")])
    own = known.there[requirement]
    sure = sorted(row for row, weight in own.items() if weight >= SURE)
    weak = sorted(row for row, weight in own.items() if weight < SURE)
    if len(weak) > MOST_WEAK:
        weak = sorted(int(row) for row in chance.choice(weak, MOST_WEAK, replace=False))
    drawn = chance.choice(known.count, min(OTHERS, known.count), replace=False)
    others = [row for row in sorted(drawn.tolist()) if row not in own]
    rows = [*sure, *weak, *others]
    weighs = [own.get(row, 1.0) for row in rows]
    return np.array(rows), np.arange(len(rows)) < len(sure) + len(weak), np.array(weighs)


def _packed(matrix: NDArray[np.float32], biases: NDArray[np.float32], known: Material, names: Sequence[str]) -> Weights:
    """Keep the heaviest weights, rounded to 8 bits, feature by feature. How rare a feature is, is part of them."""
    matrix *= known.idf
    heavy = np.abs(matrix)
    if np.count_nonzero(heavy) > KEPT:
        heavy[heavy < np.partition(heavy, -KEPT, axis=None)[-KEPT]] = 0
    scales = np.maximum(heavy.max(axis=1), 1e-6) / LEVELS
    rounded = np.rint(np.where(heavy > 0, matrix, 0) / scales[:, None]).astype(np.int8)
    used = np.flatnonzero(rounded.any(axis=0))
    features, columns = np.nonzero(rounded[:, used].T)
    return Weights(
        requirements=tuple(names),
        buckets=known.buckets[used],
        starts=np.searchsorted(features, np.arange(len(used) + 1)),
        columns=columns.astype(np.uint8),
        weights=rounded[:, used].T[features, columns],
        scales=scales.astype(np.float32),
        biases=biases,
        floor=UNSET,
        short=SHORT,
        doubts={},
    )


def collected() -> list[Lesson]:
    """Read everything that may be learned from."""
    rules = load_rules()
    detector = Detector(rules)
    return [*labelled(detector), *examples(rules), *unlabelled(detector, corpus_files())]


def trained(lessons: Sequence[Lesson]) -> Weights:
    """Return the weights learned from some lessons, without thresholds."""
    known = material(lessons)
    return learned(known, sorted(known.there))


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Trains the second look and writes its model.")
    parser.add_argument("-o", "--output", type=Path, default=FILE)
    options = parser.parse_args(arguments)
    if not CORPUS.is_dir():
        print(f"skipped: the labelled contracts are not beside this checkout ({CORPUS})")
        return 0
    lessons = collected()
    weights = trained(lessons)
    try:
        last = from_bytes(FILE.read_bytes())
        weights = replace(weights, floor=last.floor, doubts=last.doubts)
    except (OSError, ContractcheckError):
        print("no thresholds yet: run benchmarks/calibrate.py")
    data = to_bytes(weights)
    if len(data) > MAX_BYTES:
        print(f"{len(data):,} bytes are more than {MAX_BYTES:,}: nothing written")
        return 1
    options.output.write_bytes(data)
    counts = f"{len(lessons):,} texts, {len(weights.requirements)} requirements, {len(weights.weights):,} weights"
    print(f"{counts}, {len(data):,} bytes, {time.process_time():.0f} s of processor time: {options.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
