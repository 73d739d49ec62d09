"""Looks for other languages in every English text of the corpus, and measures what the search costs.

    python benchmarks/languages.py                     the filings as PDF and as text, and the standard forms
    python benchmarks/languages.py --texts FOLDER      also: paragraphs of known languages, FOLDER/<Language>.txt, each
                                                       put between two English ones (one paragraph a line)

Each passage that is named is printed, save those of sealed contracts, so that a reader can judge it. The cost is the
processor time of the search as a share of a whole check with the standard playbook, over the same PDFs, measured in
turn.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from labelled import CORPUS, may_print

from contractcheck.checker import Checker
from contractcheck.errors import UnreadableError
from contractcheck.reading import read
from contractcheck.reading.languages.language import find_foreign
from contractcheck.reading.languages.tongues import ENGLISH

# Every so many-th PDF is checked whole for the cost; the search itself runs over all.
SAMPLE = 8
MIN_WORDS = 12
AROUND = (
    "The Provider shall perform the Services with due care and skill, and shall keep records of its work.",
    "Neither party is liable for a delay that is caused by events beyond its reasonable control.",
)


def texts(folder: Path) -> Iterator[Path]:
    """The English documents: filings twice, and standard forms in each kind that they come in."""
    yield from sorted((folder / "cuad" / "pdf").glob("*.pdf"))
    yield from sorted((folder / "cuad" / "txt").glob("*"))
    for kind in ("md", "pdf", "docx"):
        yield from sorted((folder / "standard-forms").rglob(f"*.{kind}"))


def false_alarms(folder: Path) -> None:
    """Print what is named in texts that are English, and the cost."""
    count = characters = 0
    searching = sampled = checking = 0.0
    named: Counter[str] = Counter()
    checker = Checker()
    for number, path in enumerate(texts(folder)):
        try:
            document = read(path)
        except UnreadableError as error:
            print(f"not read: {error}")
            continue
        count += 1
        characters += len(document.text)
        begun = time.process_time()
        find_foreign(document.text, frozenset(document.paragraphs))
        spent = time.process_time() - begun
        searching += spent
        if path.suffix == ".pdf" and number % SAMPLE == 0:
            begun = time.process_time()
            checker.examine(path)
            checking += time.process_time() - begun
            sampled += spent
        for passage in document.foreign:
            named[path.name] += 1
            words = " ".join(document.text[passage.start : passage.end].split()) if may_print(path) else "(sealed)"
            print(f"{path.name}: {passage.language}: {words[:160]}")
    print(f"{count} English documents, {characters:,} characters: {len(named)} with a passage that is named")
    print(f"search: {1000 * searching / count:.2f} ms a document; {sampled / checking:.2%} of a check")


def known(folder: Path) -> None:
    """Print how many paragraphs of known languages are found whole, and how many are named right."""
    whole = right = count = 0
    for path in sorted(folder.glob("*.txt")):
        own = [0, 0, 0]
        for paragraph in path.read_text("utf-8").splitlines():
            if len(paragraph.split()) < MIN_WORDS and len(paragraph) < 2 * MIN_WORDS:
                continue
            text = "\n\n".join([AROUND[0], paragraph, AROUND[1]])
            start = len(AROUND[0]) + 2
            found, _ = find_foreign(text)
            if path.stem == ENGLISH:
                covered = named = not found
            else:
                covered = any(one.start <= start and one.end >= start + len(paragraph.strip()) for one in found)
                named = any(one.language == path.stem for one in found)
            own = [own[0] + 1, own[1] + covered, own[2] + named]
        shares = [part / max(own[0], 1) for part in own[1:]]
        print(f"{path.stem:12} {own[0]:4} paragraphs, {shares[0]:.2f} whole, {shares[1]:.2f} right")
        count, whole, right = count + own[0], whole + own[1], right + own[2]
    print(f"{count} paragraphs: {whole / max(count, 1):.3f} found whole, {right / max(count, 1):.3f} named right")


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Looks for other languages in English contracts.")
    parser.add_argument("--texts", type=Path, help="a folder of <Language>.txt, one paragraph a line")
    options = parser.parse_args(arguments)
    if options.texts is not None:
        known(options.texts)
    elif CORPUS.is_dir():
        false_alarms(CORPUS)
    else:
        print(f"skipped: there is no folder {CORPUS}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
