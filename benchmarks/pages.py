"""Size and speed of the HTML pages, in a real Chromium: the report of a long contract, the portfolio of many.

    python benchmarks/pages.py [--contracts 1000] [--runs 3]

The report: each contract of the corpus with 100 pages or more. Must: under 3 MB, first view under 1 s.
The portfolio: real results on 40 contracts of the corpus, each under as many names as make up the number. Must: the
first view, with the heat map drawn, under 2 s. Ends with code 1 where a figure misses its bar. Needs a browser and the
corpus, and says so where one is absent. Seconds are the median of the runs, on this machine as it is.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2

from contractcheck.audits.audits import audit
from contractcheck.audits.ledger import Ledger
from contractcheck.audits.reportpages import write_pages
from contractcheck.audits.tasks import About
from contractcheck.checker import Checker
from contractcheck.report import render
from contractcheck.report.pictures import illustrate
from tests.browser import chromium, missing, opened, until

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "cuad" / "pdf"
LONG, CONTENTS = 100, 40
MAX_BYTES, MAX_REPORT, MAX_PORTFOLIO = 3_000_000, 1.0, 2.0
_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000"
_READY = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd / 1000"
# What a step takes until it is on the screen: two frames later.
_TIMED = """async (what) => {
  const start = performance.now();
  (new Function(what))();
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return (performance.now() - start) / 1000;
}"""
_STEPS = {
    "sort by one requirement": "const s = document.querySelector('#heat_sort'); s.selectedIndex = 12;"
    " s.dispatchEvent(new Event('change'))",
    "filter by words": "const s = document.querySelector('#heat_words'); s.value = 'agreement 7';"
    " s.dispatchEvent(new Event('input'))",
    "scroll to the middle": "const s = document.querySelector('.heat'); s.scrollTop = s.scrollHeight / 2",
}


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Size and speed of the HTML pages, in a real Chromium.")
    parser.add_argument("--contracts", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args(arguments)
    if not CORPUS.is_dir() or missing():
        print(f"skipped: {missing() or f'there is no folder {CORPUS}'}")
        return 0
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        good = [reports(browser, Path(folder), options.runs), portfolio(browser, Path(folder), options)]
    return 0 if all(good) else 1


def reports(browser: Any, folder: Path, runs: int) -> bool:
    """Print size and first view of the reports on the long contracts."""
    print(f"reports on contracts of {LONG} pages or more")
    print(f"  must: under {MAX_BYTES / 1e6:.0f} MB, first view under {MAX_REPORT:.0f} s")
    checker, good = Checker(), True
    for path in sorted(CORPUS.glob("*.pdf")):
        with pypdfium2.PdfDocument(path) as pdf:
            pages = len(pdf)
        if pages < LONG:
            continue
        examined = checker.examine(path)
        if examined.contract is None:
            continue
        begin = time.perf_counter()
        art = illustrate(examined.contract, [examined.report])
        drawn = time.perf_counter() - begin
        text = render(examined.report, "html", art={examined.contract.document.sha256: art})
        file = folder / "report.html"
        file.write_text(text, encoding="utf-8")
        size = file.stat().st_size
        painted = _median(runs, lambda file=file: _opened(browser, file)[0])
        good &= size < MAX_BYTES and painted < MAX_REPORT
        print(
            f"  {pages:3} pages: {size / 1e6:.2f} MB, {len(art.pictures)} pictures made in {drawn:.1f} s,"
            f" first view {painted:.2f} s  {path.name[:40]}"
        )
    return good


def portfolio(browser: Any, folder: Path, options: argparse.Namespace) -> bool:
    """Print the first view of a portfolio and how long sorting and filtering take."""
    names = folder / "contracts"
    names.mkdir()
    contents = sorted(CORPUS.glob("*.pdf"))[:CONTENTS]
    for number in range(options.contracts):
        content = contents[number % len(contents)]
        os.symlink(content, names / f"{number:05} {content.stem[:60]}.pdf")
    out = folder / "audit"
    begin = time.perf_counter()
    audit(names, out)
    first = time.perf_counter() - begin
    begin = time.perf_counter()
    audit(names, out)
    second = time.perf_counter() - begin
    index = out / "index.html"
    size = index.stat().st_size
    seen = [_opened(browser, index) for _ in range(options.runs)]
    painted, ready = (statistics.median(one[at] for one in seen) for at in (0, 1))
    pages = list((out / "reports").glob("*.html"))
    each = sum(page.stat().st_size for page in pages) / max(len(pages), 1)
    print(f"portfolio of {options.contracts} contracts")
    print(f"  must: first view under {MAX_PORTFOLIO:.0f} s")
    print(f"  audit of {len(contents)} contents under {options.contracts} names: {first:.1f} s; again: {second:.1f} s")
    print(f"  {size / 1e6:.2f} MB; first view {painted:.2f} s, heat map drawn {ready:.2f} s")
    print(
        f"  {len(pages)} pages behind it, {each / 1e3:.0f} kB and {_written(out) * 1000:.1f} ms of processor time each"
    )
    with opened(browser, index) as window:
        for name, step in _STEPS.items():
            took = _median(options.runs, lambda step=step: float(window.page.evaluate(_TIMED, step)))
            print(f"  {name}: {took * 1000:.0f} ms")
        cells = window.page.locator(".heat td.cell").count()
    print(f"  cells in the page at a time: {cells}")
    return max(painted, ready) < MAX_PORTFOLIO


def _written(out: Path) -> float:
    """Write the pages behind a portfolio anew, and return the seconds of processor time for one."""
    with closing(Ledger(out)) as ledger:
        run = ledger.runs()[-1]
        begin = time.process_time()
        write_pages(ledger, run, ledger.about(run) or About(), out / "again")
        return (time.process_time() - begin) / max(len(list((out / "again").iterdir())), 1)


def _opened(browser: Any, file: Path) -> tuple[float, float]:
    """Open a page in a window of its own; return the seconds to its first paint and until its script is done."""
    with opened(browser, file) as window:
        until(window.page, f"{_PAINTED.split('[')[0]}.length > 0")
        return float(window.page.evaluate(_PAINTED)), float(window.page.evaluate(_READY))


def _median(runs: int, measured: Callable[[], float]) -> float:
    return statistics.median(measured() for _ in range(runs))


if __name__ == "__main__":
    sys.exit(main())
