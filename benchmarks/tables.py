"""Measures tables of service levels: cells read right in the sample, and what the search costs over the corpus.

    python benchmarks/tables.py              the sample, then the filings beside the checkout
    python benchmarks/tables.py --sample     the sample alone

Seconds are those of the processor: other work on the machine does not count.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import yaml  # noqa: E402
from labelled import CORPUS  # noqa: E402

from contractcheck.checker import Checker  # noqa: E402
from contractcheck.contract import Contract, tables  # noqa: E402
from contractcheck.detection.servicelevels import service_levels  # noqa: E402
from contractcheck.detection.tablepages import table_pages  # noqa: E402
from contractcheck.errors import UnreadableError  # noqa: E402
from contractcheck.reading.options import Engine, ReadOptions  # noqa: E402

SAMPLE = ROOT / "sample_contracts" / "service-levels"
KINDS = ("pdf", "docx", "html")


def sample() -> bool:
    """Print how many cells of the sample come out right in each kind of file; tell whether all do."""
    expected = yaml.safe_load((SAMPLE / "expected.yaml").read_text(encoding="utf-8"))["levels"]
    right_all = True
    for kind in KINDS:
        path = SAMPLE / f"schedule.{kind}"
        contract = Contract.read(path)
        found = contract.document.tables
        if contract.has_tables_to_search:
            found = contract.tables_on(table_pages(contract.document))
        levels = [
            [one.service.text, one.metric.text, one.target.text, one.measurement.text, one.credit.text]
            for table in found
            for one in service_levels(table)
        ]
        pairs = [
            (one, other)
            for wanted, got in zip(expected, levels, strict=False)
            for one, other in zip(wanted, got, strict=True)
        ]
        right = sum(one == other for one, other in pairs)
        total = 5 * max(len(expected), len(levels))
        print(f"{kind:5} {len(levels)} of {len(expected)} rows, {right} of {total} cells right")
        right_all = right_all and right == total
    return right_all


def corpus() -> None:
    """Print how many pages are searched, and the share of the search in a check."""
    paths = sorted((CORPUS / "cuad" / "pdf").glob("*.pdf"))
    if not paths:
        print("the corpus is not beside the checkout: its part is left out")
        return
    looked = plumbed = asked = found = pages = 0
    grids = tables._grids

    def counted(data: bytes, pdf: object, document: object, numbers: list[int]) -> object:
        nonlocal plumbed
        plumbed += len(numbers)
        return grids(data, pdf, document, numbers)

    tables._grids = counted
    reading = ReadOptions(ocr=Engine.NONE)  # recognising scans would hide what the search costs
    checker = Checker("outsourcing", reading=reading)
    checker.check(paths[0])
    started = time.process_time()
    for path in paths:
        checker.check(path)
    whole = time.process_time() - started
    plumbed = 0
    search_time = 0.0
    for path in paths:
        try:
            contract = Contract.read(path, None, reading)
            document = contract.document
        except UnreadableError:
            continue
        started = time.process_time()
        wanted = table_pages(document)
        pages += len(document.pages)
        if wanted:
            looked, asked = looked + 1, asked + len(wanted)
            found += sum(bool(service_levels(one)) for one in contract.tables_on(wanted))
        search_time += time.process_time() - started
    print(f"{len(paths)} filings, {pages} pages: {asked} pages of {looked} filings looked at for ruled lines,")
    print(f"{plumbed} given to pdfplumber, {found} tables of service levels found")
    print(f"{search_time:.1f} s of {whole:.1f} s: {search_time / whole:.1%} of checking them")


def main() -> int:
    """Run from the command line. Exit code 1 where a cell of the sample is wrong."""
    parser = argparse.ArgumentParser(description="Measures tables of service levels.")
    parser.add_argument("--sample", action="store_true", help="the sample alone")
    options = parser.parse_args()
    right = sample()
    if not options.sample:
        corpus()
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
