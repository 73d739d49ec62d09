"""Checks every filing of the corpus as a user would, and proves the quotes.

    python benchmarks/whole.py [--folder FOLDER] [--limit N]

Prints the count, the errors, the seconds a contract and the peak memory. Each quote is looked for in the text of the
page that it names, extracted anew by PDFium without any of our code; white space is squeezed on both sides. On a page
that was put into reading order a quote may cross stretches that PDFium has apart: there each stretch of it is looked
for by itself. Ends with code 1 where a contract fails or a quote is not there.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
from labelled import CORPUS, may_print

from contractcheck.checker import Checker
from contractcheck.model import Document, Status
from contractcheck.reading.options import Engine, ReadOptions
from contractcheck.report.data import to_data

_HYPHENS = {"￾": "", "\x02": "", "\xad": ""}


def squeezed(text: str) -> str:
    """Return text without white space, NUL and hyphen marks: how they come out is the extractor's choice."""
    return "".join("".join(_HYPHENS.get(letter, letter) for letter in text).replace("\0", "").split())


def page_texts(path: Path) -> list[str]:
    """Return the text of each page as PDFium alone gives it."""
    document = pypdfium2.PdfDocument(path)
    texts = []
    for page in document:
        textpage = page.get_textpage()
        texts.append(squeezed(textpage.get_text_range()))
        textpage.close()
        page.close()
    document.close()
    return texts


def stretches(evidence: dict[str, Any], document: Document) -> list[str]:
    """Return a quote in the stretches that stand together in PDFium's text: the quote itself on most pages."""
    page, quote = document.pages[evidence["page"] - 1], evidence["quote"]
    start, end = evidence["start"], evidence["end"]
    if not page.moved or squeezed(document.text[start:end]) != squeezed(quote):
        return [quote]
    cuts = [page.start + at for at, _, _ in page.moved]
    inside = [cut for cut in cuts if start < cut < end]
    ends = [start, *inside, end]
    return [document.text[one:other] for one, other in pairwise(ends)]


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Checks every filing and proves the quotes.")
    parser.add_argument("--folder", type=Path, default=CORPUS / "cuad" / "pdf")
    parser.add_argument("--limit", type=int, default=0)
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        print(f"skipped: there is no folder {options.folder}")
        return 0
    paths = sorted(options.folder.glob("*.pdf"))[: options.limit or None]
    started = time.perf_counter()
    # Recognised words are in no PDF: there is nothing to hold their quotes against.
    # Joint filings are refused by their looks; their quotes are held against the pages all the same.
    checker = Checker(reading=ReadOptions(ocr=Engine.NONE), any_text=True)
    loaded = time.perf_counter() - started
    failed = quotes = apart = ordered = wrong = findings = pages = 0
    wall = cpu = slowest = 0.0
    for path in paths:
        at, busy = time.perf_counter(), time.process_time()
        examined = checker.examine(path)
        report = examined.report
        document = examined.contract.document if examined.contract else None
        took = time.perf_counter() - at
        wall, cpu, slowest = wall + took, cpu + time.process_time() - busy, max(slowest, took)
        if document is None or report.status is not Status.CHECKED:
            failed += 1
            print(f"failed: {path.name}: {report.error.message if report.error else ''}")
            continue
        texts = page_texts(path)
        pages += len(texts)
        ordered += sum(bool(page.moved) for page in document.pages)
        data = json.loads(json.dumps(to_data(report)))
        for finding in data["findings"]:
            findings += 1
            for evidence in [*finding["evidence"], *([finding["nearest"]] if finding["nearest"] else [])]:
                quotes += 1
                parts = stretches(evidence, document)
                apart += len(parts) > 1
                if any(squeezed(part) not in texts[evidence["page"] - 1] for part in parts):
                    wrong += 1
                    if not may_print(path):
                        print("a quote of a sealed contract is not on its page")
                        continue
                    where = f"page {evidence['page']}: {path.name}: {finding['requirement']}"
                    print(f"not on {where}: {evidence['quote'][:80]!r}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    count = max(len(paths), 1)
    print(f"contracts: {len(paths)} ({pages} pages), failed: {failed}")
    print(f"pages put into reading order: {ordered}; quotes over stretches that PDFium has apart: {apart}")
    print(f"findings: {findings}, quotes: {quotes}, not verbatim on their page: {wrong}")
    print(f"rules loaded in {loaded:.2f} s; then {wall:.1f} s wall, {cpu:.1f} s processor")
    rate = count / max(wall, 1e-9)
    print(f"a contract: {wall / count:.3f} s on average, {slowest:.2f} s at most; {rate:.1f} a second")
    print(f"peak memory: {peak:.0f} MB")
    return 1 if failed or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
