"""Measures the recognition of scans against the text of the same contracts: words, findings, seconds a page.

    python benchmarks/scans.py                      each engine that is installed, on every scan beside the checkout
    python benchmarks/scans.py --engine tesseract   one engine
    python benchmarks/scans.py --dpi 200            at another resolution than the engine's own
    python benchmarks/scans.py --worse              first pages made worse step by step: what is still said to be read
    python benchmarks/scans.py --keep FOLDER        keep recognised pages there; seconds are then those of new pages
    python benchmarks/scans.py --show               the requirements that differ, and the words that are wrong

Word accuracy is 1 - (words put in + left out + changed) / words of the reference, in the best alignment of the two. A
word is letters and digits with the apostrophes and hyphens inside; case counts. The strict figure takes everything
between two spaces for a word, punctuation and all. The stamp of the collection is left out of both sides. Where the
scan is a part of the contract, the reference ends where the scan does.

"Same found" compares what is found about every requirement of all playbooks in the scan and in the reference text: the
share of requirements with the same answer. Because most requirements are absent from any one contract, the share among
those that the text has is told too. Processor seconds hold where others use the machine.
"""

from __future__ import annotations

import argparse
import io
import re
import resource
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from contractcheck.checker import Checker
from contractcheck.model import Found
from contractcheck.playbooks.playbooks import playbook_ids
from contractcheck.reading import read
from contractcheck.reading.options import Engine, ReadOptions
from contractcheck.reading.scan.engines import recogniser
from contractcheck.reading.scan.judging import confidence, is_read
from contractcheck.reading.scan.layout import lines
from contractcheck.reading.scan.recognise import recognise_words
from contractcheck.reading.scan.upright import ready
from contractcheck.reading.scan.words import EngineError, Recogniser

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
STAMP = re.compile(r"Source:\s[^\n]{2,90}?\d{1,2}/\d{1,2}/\d{4}")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# What two prints of one text may differ in.
SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\xa0": " ", "\xad": ""})
ENGINES = (Engine.TESSERACT, Engine.RAPIDOCR)


@dataclass(frozen=True)
class Measured:
    """One scan read by one engine."""

    contract: str
    rendered: bool
    words: float
    strict: float
    same: int
    asked: int
    same_of_found: int
    found: int
    pages: int
    unread: int
    confidence: float
    wall: float
    cpu: float


def tokens(text: str, strict: bool) -> list[str]:
    """The words of a text without the collection's stamps."""
    text = STAMP.sub(" ", text).translate(SAME)
    return text.split() if strict else WORD.findall(text)


def errors(reference: list[str], read_: list[str]) -> tuple[int, int]:
    """The fewest changes that turn a beginning of the reference into the words read, and how long that beginning is."""
    numbers: dict[str, int] = {}
    one = np.array([numbers.setdefault(word, len(numbers)) for word in reference])
    other = [numbers.setdefault(word, len(numbers)) for word in read_]
    at = np.arange(len(one) + 1)
    row = at.copy()
    for word in other:
        new = row + 1
        new[1:] = np.minimum(new[1:], row[:-1] + (one != word))
        row = np.minimum.accumulate(new - at) + at
    # A whole scan ends where its contract ends: a beginning that is nearly all of it is taken for all of it.
    end = int(row.argmin())
    end = len(one) if end > 0.95 * len(one) else end
    return int(row[end]), end


def measure(path: Path, twin: str, reading: ReadOptions, checker: Checker, show: bool) -> Measured:
    """Read one scan and hold it against its text. ``checker`` reads in the same way, from the same kept pages."""
    before, started = _cpu(), time.perf_counter()
    document = read(path, None, reading)
    wall, cpu = time.perf_counter() - started, _cpu() - before
    accuracies, end = [], 0
    for strict in (True, False):
        reference, words = tokens(twin, strict), tokens(document.text, strict)
        wrong, end = errors(reference, words)
        accuracies.append(1 - wrong / max(1, end))
    if show:
        _show_words(tokens(twin, False)[:end], tokens(document.text, False))
    left = _facts(checker, "twin.txt", _beginning(twin, end))
    right = _facts(checker, path, None)
    there = [id_ for id_, found in left.items() if found is not Found.NO]
    if show:
        for id_ in left:
            if left[id_] is not right[id_]:
                print(f"  {id_}: {left[id_].value} in the text, {right[id_].value} in the scan")
    sure = [page.ocr for page in document.pages if page.ocr is not None]
    return Measured(
        path.name,
        ".scan." in path.name,
        accuracies[1],
        accuracies[0],
        sum(left[id_] is right[id_] for id_ in left),
        len(left),
        sum(left[id_] is right[id_] for id_ in there),
        len(there),
        len(document.pages),
        len(document.unread_pages),
        sum(sure) / max(1, len(sure)),
        wall,
        cpu,
    )


def worse(path: Path, twin: str, engine: Recogniser) -> None:
    """Make the second page of a scan worse step by step, and print how well it is read and what is said of it."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        page = pdf[1].render(scale=engine.dpi / 72, grayscale=True).to_pil()
    print("| dots an inch | blur | noise | word accuracy | confidence | said to be |")
    print("| ---: | ---: | ---: | ---: | ---: | --- |")
    generator = np.random.default_rng(1)
    for dpi, blur, noise in STEPS:
        small = page.resize((round(page.width * dpi / engine.dpi), round(page.height * dpi / engine.dpi)))
        tones = np.asarray(small.filter(ImageFilter.GaussianBlur(blur)), dtype=np.float32)
        tones = tones + generator.normal(0, noise, tones.shape)
        bad = Image.fromarray(np.clip(tones, 0, 255).astype(np.uint8))
        packed = io.BytesIO()
        bad.save(packed, "JPEG", quality=60)
        shown = Image.open(packed).resize(page.size)
        try:
            words = recognise_words(ready(shown), engine)
        except EngineError as error:
            print(f"| {dpi} | {blur} | {noise} | | | unread: {error} |", flush=True)
            continue
        text = "\n".join(" ".join(word.text for word in line.words) for line in lines(words))
        found = tokens(text, strict=False)
        wrong, size = _within(tokens(twin, strict=False), found)
        verdict = "read" if words and is_read(words, engine) else "unread"
        print(
            f"| {dpi} | {blur} | {noise} | {1 - wrong / size:.2f} | {confidence(words):.2f} | {verdict} |", flush=True
        )


# Dots an inch, radius of the blur in pixels, and the spread of the grain in tones of 255.
STEPS = (
    (200, 0.0, 0),
    (150, 0.0, 20),
    (100, 0.0, 10),
    (75, 0.0, 10),
    (75, 0.7, 20),
    (60, 0.0, 10),
    (60, 0.7, 20),
    (50, 0.0, 10),
    (40, 0.0, 10),
    (150, 3.0, 20),
    (200, 4.0, 10),
    (200, 0.0, 120),
)


def _within(reference: list[str], found: list[str]) -> tuple[int, int]:
    """The errors of words that stand somewhere within the reference, over the size of their own best place in it."""
    numbers: dict[str, int] = {}
    one = np.array([numbers.setdefault(word, len(numbers)) for word in reference])
    other = [numbers.setdefault(word, len(numbers)) for word in found]
    row, at = np.zeros(len(one) + 1, dtype=int), np.arange(len(one) + 1)
    for word in other:
        new = row + 1
        new[1:] = np.minimum(new[1:], row[:-1] + (one != word))
        row = np.minimum.accumulate(new - at) + at
    return int(row.min()), max(1, len(found))


def _beginning(twin: str, words: int) -> bytes:
    """The reference text as far as its first so many words go."""
    found = list(WORD.finditer(STAMP.sub(lambda match: " " * len(match[0]), twin).translate(SAME)))
    end = len(twin) if words >= len(found) else found[words - 1].end()
    return twin[:end].encode()


def _facts(checker: Checker, path: str | Path, data: bytes | None) -> dict[str, Found]:
    return {finding.requirement: finding.found for finding in checker.examine(path, data).findings}


def _show_words(reference: list[str], found: list[str]) -> None:
    lost, extra = Counter(reference) - Counter(found), Counter(found) - Counter(reference)
    print("  lost: ", ", ".join(f"{word} {count}" for word, count in lost.most_common(25)))
    print("  extra:", ", ".join(f"{word} {count}" for word, count in extra.most_common(25)))


def _cpu() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(sum(resource.getrusage(kind)[:2]) for kind in kinds)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=[engine.value for engine in ENGINES])
    parser.add_argument("--dpi", type=int)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--worse", action="store_true")
    parser.add_argument("--show", action="store_true")
    asked = parser.parse_args()
    scans = sorted((CORPUS / "scans").glob("*.pdf"))
    if not scans:
        print("The corpus is not beside this checkout: nothing is measured.")
        return
    twins = {path: _twin(path).read_text(encoding="utf-8") for path in scans}
    rows: dict[str, list[Measured]] = {}
    for engine in [Engine(asked.engine)] if asked.engine else ENGINES:
        try:
            found = recogniser(engine)
        except Exception as error:
            print(f"Not measured: {error}")
            continue
        if found is None:
            continue
        if asked.dpi:
            type(found).dpi = asked.dpi
        if asked.worse:
            print(f"\n{found.release}\n")
            worse(scans[0], twins[scans[0]], found)
            continue
        name = f"{found.release}, {found.dpi} dpi"
        with tempfile.TemporaryDirectory() as folder:
            reading = ReadOptions(ocr=engine, ocr_cache=asked.keep or Path(folder))
            checker = Checker(playbook_ids(), reading=reading)
            for path in scans:
                if asked.show:
                    print(name, path.name)
                rows.setdefault(name, []).append(measure(path, twins[path], reading, checker, asked.show))
    for name, measured in rows.items():
        _print(name, measured)


def _print(name: str, rows: list[Measured]) -> None:
    print(f"\n{name}\n")
    print(
        "| scan | pages | unread | word accuracy | strict | same found | of those in the text | confidence | s a page |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for row in rows:
        same = f"{row.same} of {row.asked} ({row.same / row.asked:.1%})"
        print(
            f"| {row.contract[:24]} ({'rendered' if row.rendered else 'real'}) | {row.pages} | {row.unread} |"
            f" {row.words:.3f} | {row.strict:.3f} | {same} | {row.same_of_found} of {row.found} |"
            f" {row.confidence:.2f} | {row.cpu / row.pages:.1f} (wall {row.wall / row.pages:.1f}) |"
        )


def _twin(path: Path) -> Path:
    return CORPUS / "cuad" / "txt" / f"{path.name.split('.scan.')[0].removesuffix('.imageonly.pdf')}.txt"


if __name__ == "__main__":
    main()
