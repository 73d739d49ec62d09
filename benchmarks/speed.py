"""Measures audits: speed against bare text extraction, the cost of isolation, second runs, memory.

    python benchmarks/speed.py                     the corpus beside the checkout, or --folder FOLDER
    python benchmarks/speed.py --limit 60          the first 60 files, for a quick look
    python benchmarks/speed.py --memory 10         also: every file ten times over, with a byte of its own (slow)
    python benchmarks/speed.py --only-parent       only the parent's memory, over stand-in documents
    python benchmarks/speed.py --ocr               pages that are images are recognised too

PDFium's bare text extraction, which all is held against, sees nothing on a page that is an image. So pages are not
recognised here either, unless asked: one such page takes as long as the text of a hundred others.

All figures of a table come from one run, so their ratios hold on a machine that is slow at that time. Processor time
counts the children too. Where others use the machine, trust processor time and not wall time.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2

from contractcheck.audits.audits import audit
from contractcheck.audits.child import check_content
from contractcheck.audits.fingerprint import fingerprint
from contractcheck.audits.local import LocalRunner
from contractcheck.audits.tasks import About, Result, Settings, Task
from contractcheck.reading.options import Engine, ReadOptions

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "cuad" / "pdf"
# pdfplumber takes some fifty times as long as PDFium: a sample tells enough.
SAMPLE = 6


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of the clock and of the processor, this process and its ended children."""

    wall: float
    cpu: float


class InProcess:
    """Checks in this very process: the measure for what isolation costs."""

    def __init__(self, playbook: str, reading: ReadOptions) -> None:
        from contractcheck.checker import Checker

        self._checker = Checker(playbook)
        self._reading = reading
        self._key = fingerprint(playbook, reading).key
        gc.freeze()  # as the children do: what is compared is isolation, not the collector

    def about(self) -> About:
        return About(fingerprint=self._key)

    def run(self, tasks: Iterator[Task]) -> Iterator[tuple[Task, Result]]:
        gc.disable()
        for task in tasks:
            found = check_content(Path(task.location).read_bytes(), self._checker, self._reading)
            yield task, Result(found["data"], found["dates"], self._key)
            del found
            gc.collect()
        gc.enable()

    def close(self) -> None:
        """Nothing to end."""


class StandIn:
    """A checker that answers every document with the report on one sample: for the parent's memory alone."""

    def __init__(self, playbook: str) -> None:
        from contractcheck.checker import Checker

        checker = Checker(playbook)
        self.playbook, self.rules = checker.playbook, checker.rules
        folder = Path(__file__).resolve().parents[1] / "sample_contracts"
        self._examined = checker.examine("sample.pdf", (folder / "customer-support-outsourcing.pdf").read_bytes())

    def examine(self, name: str, data: bytes, **_: object) -> Any:
        return self._examined


def timed(work: Callable[[], object]) -> Took:
    """Run something and return what it took."""
    wall, cpu = time.perf_counter(), _processor()
    work()
    return Took(time.perf_counter() - wall, _processor() - cpu)


def _processor() -> float:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def pdfium(paths: list[Path]) -> int:
    """Extract the text with PDFium alone. Returns the pages."""
    pages = 0
    for path in paths:
        document = pypdfium2.PdfDocument(path)
        for page in document:
            textpage = page.get_textpage()
            textpage.get_text_range()
            textpage.close()
            page.close()
            pages += 1
        document.close()
    return pages


def plumber(paths: list[Path]) -> None:
    """Extract the text with pdfplumber."""
    for path in paths:
        with pdfplumber.open(path) as document:
            for page in document.pages:
                page.extract_text()


def speed(paths: list[Path], playbook: str, folder: Path, reading: ReadOptions) -> None:
    """Print the table of times."""
    corpus = folder / "corpus"
    corpus.mkdir()
    for path in paths:
        (corpus / path.name).symlink_to(path)
    places = [str(corpus)]
    rows: dict[str, Took] = {}
    sample = paths[:: max(1, len(paths) // SAMPLE)][:SAMPLE]
    # PDFium is measured before and after all others: a machine that slows down meanwhile slows it down too.
    before = timed(lambda: pdfium(paths))
    for workers in (1, 2):
        out = folder / f"out-{workers}"
        rows[f"{workers} worker{'s' if workers > 1 else ''}"] = timed(
            lambda out=out, workers=workers: audit(places, out, playbook=playbook, workers=workers, reading=reading)
        )
    second = timed(lambda: audit(places, folder / "out-2", playbook=playbook, workers=2, reading=reading))
    rows["2 workers, second run"] = second
    # Read before this process itself grows: a child counts what its parent held when it was started.
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    rows["one process, no isolation"] = timed(
        lambda: audit(places, folder / "bare", playbook=playbook, runner=InProcess(playbook, reading), reading=reading)
    )
    after = timed(lambda: pdfium(paths))
    rows["PDFium, text only"] = Took((before.wall + after.wall) / 2, (before.cpu + after.cpu) / 2)
    first = (folder / "bare" / "results.jsonl").read_bytes()
    same = all((folder / f"out-{count}" / "results.jsonl").read_bytes() == first for count in (1, 2))
    base = rows.pop("PDFium, text only")
    rows = {"PDFium, text only": base, **rows}
    print(f"{len(paths)} contracts, {os.cpu_count()} cores; the same results each time: {'yes' if same else 'NO'}")
    print(f"{'':28} {'wall s':>8} {'cpu s':>8} {'cpu / PDFium':>13} {'contracts/s':>12}")
    for name, took in rows.items():
        rate = len(paths) / took.wall
        print(f"{name:28} {took.wall:8.1f} {took.cpu:8.1f} {took.cpu / base.cpu:13.2f} {rate:12.1f}")
    few, many = timed(lambda: pdfium(sample)), timed(lambda: plumber(sample))
    print(f"pdfplumber, text only, on {len(sample)} of them: {many.cpu:.1f} s, {many.cpu / few.cpu:.0f} times PDFium's")
    one, two, bare = rows["1 worker"], rows["2 workers"], rows["one process, no isolation"]
    print(f"processor time, 2 workers / PDFium    {two.cpu / base.cpu:6.2f}   at most 5")
    print(f"wall time, 2 workers / 1 worker       {two.wall / one.wall:6.2f}   at most 0.60")
    print(f"contracts a second, 2 workers         {len(paths) / two.wall:6.1f}   at least 6")
    print(f"isolation, processor time added       {one.cpu / bare.cpu - 1:6.1%}   at most 10 %")
    print(f"isolation, wall time added            {one.wall / bare.wall - 1:6.1%}   at most 10 %")
    print(f"second run / first, wall              {second.wall / two.wall:6.1%}   under 5 %")
    print(f"a worker's memory at its peak         {peak:6.0f} MB   under 500 MB")


def memory(paths: list[Path], playbook: str, folder: Path, times: int) -> None:
    """Print the parent's and the workers' peak for the files, and for ``times`` as many."""
    for count in (1, times):
        corpus = folder / f"times-{count}"
        corpus.mkdir()
        for copy in range(count):
            for path in paths:
                # A comment after the end changes the hash and nothing else.
                (corpus / f"{copy}-{path.name}").write_bytes(path.read_bytes() + b"\n%% copy %d\n" % copy)
        _print_memory(corpus, folder / f"memory-{count}", playbook, "contractcheck.checker:Checker")


def parent(playbook: str, folder: Path) -> None:
    """Print the parent's peak over stand-in documents."""
    for count in (400, 4000):
        corpus = folder / f"stand-in-{count}"
        corpus.mkdir()
        for number in range(count):
            (corpus / f"{number}.txt").write_text(f"document {number}", encoding="utf-8")
        _print_memory(corpus, folder / f"parent-{count}", playbook, "benchmarks.speed:StandIn")


def _print_memory(corpus: Path, out: Path, playbook: str, checker: str) -> None:
    root = Path(__file__).resolve().parents[1]
    words = [sys.executable, str(Path(__file__).resolve()), "--one", str(corpus), str(out), playbook, checker]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(root), *(path for path in sys.path if path)])}
    result = subprocess.run(words, env=environment, check=True, capture_output=True, text=True)  # noqa: S603
    found = json.loads(result.stdout.splitlines()[-1])
    print(f"{found['files']:5} files: parent {found['parent']:4.0f} MB, worker {found['worker']:4.0f} MB at their peak")


def one(corpus: str, out: str, playbook: str, checker: str) -> None:
    """Run one audit in a process of its own and print its peaks as JSON."""
    reading = ReadOptions(ocr=Engine.NONE)
    runner = LocalRunner(Settings(playbook, checker=checker, ocr=reading.ocr.value), 2)
    summary = audit([corpus], out, playbook=playbook, runner=runner, reading=reading)
    own, children = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(json.dumps({"files": summary.files, "parent": own, "worker": children}))


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Measures audits.")
    parser.add_argument("--folder", type=Path, default=CORPUS)
    parser.add_argument("--playbook", default="outsourcing")
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--memory", type=int, default=0, metavar="TIMES")
    parser.add_argument("--ocr", action="store_true")
    parser.add_argument("--only-parent", action="store_true")
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.one:
        one(*options.one)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        if options.only_parent:
            parent(options.playbook, Path(folder))
            return 0
        if not options.folder.is_dir():
            print(f"skipped: there is no folder {options.folder}")
            return 0
        paths = sorted(options.folder.glob("*.pdf"))[: options.limit or None]
        speed(paths, options.playbook, Path(folder), ReadOptions(ocr=Engine.AUTO if options.ocr else Engine.NONE))
        if options.memory:
            memory(paths, options.playbook, Path(folder), options.memory)
    return 0


if __name__ == "__main__":
    sys.exit(main())
