"""A checker for tests of audits: quick, and some contents do to their process what hostile documents do."""

from __future__ import annotations

import hashlib
import itertools
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

from contractcheck.audits.audits import Progress, Summary, audit
from contractcheck.audits.local import LocalRunner
from contractcheck.audits.tasks import Settings
from contractcheck.model import Report, Severity, Verdict
from contractcheck.reading.options import ReadOptions
from tests.made_reports import finding, passage, report, unreadable

NAME = "tests.poison:Poisoned"
KILL, SPIN, HOARD, SLOW, NOT_READ, SCANS = "KILL", "SPIN", "HOARD", "SLOW", "NOT READ", "SCANS"
# What a document with SLOW in it takes, in seconds.
SLOWNESS = 0.03


class Poisoned:
    """Answers as ``Checker`` does. The same content gives the same report."""

    def __init__(self, playbook: str) -> None:
        self.playbook = SimpleNamespace(id="outsourcing", version="1", title="Outsourcing", requirements={})
        self.rules = SimpleNamespace(rules=(SimpleNamespace(id="encryption", title="Data is encrypted", why=""),))

    def examine(self, name: str, data: bytes, *, reading: ReadOptions) -> SimpleNamespace:
        text = data.decode()
        if SCANS in text:
            for done in range(8):
                reading.on_page(done, 8)
                time.sleep(0.5)
        if KILL in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if SPIN in text:
            sum(itertools.repeat(0))  # never comes back from C
        if HOARD in text:
            bytearray(3 << 30)
        if SLOW in text:
            time.sleep(SLOWNESS)
        return SimpleNamespace(report=made(text), contract=None)


def made(text: str) -> Report:
    """A report that depends on the text alone."""
    if NOT_READ in text:
        return unreadable("document")
    odd = hashlib.sha256(text.encode()).digest()[0] % 2
    verdict = Verdict.MET if odd else Verdict.MISSING
    return report(finding("encryption", verdict, Severity.HIGH, evidence=(passage(text),) if odd else ()))


def settings(**changes: float) -> Settings:
    return Settings(**({"time_limit": 20.0, "memory_limit": 1024, "checker": NAME} | changes))  # type: ignore[arg-type]


def run(
    places: list[str],
    out: str,
    workers: int = 2,
    progress: Callable[[Progress], None] | None = None,
    **changes: float,
) -> Summary:
    """An audit on this machine with the poisoned checker."""
    chosen = settings(**changes)
    limits = {"time_limit": chosen.time_limit, "memory_limit": chosen.memory_limit}
    return audit(places, out, runner=LocalRunner(chosen, workers), progress=progress, **limits)  # type: ignore[arg-type]


def fill(folder: Path, count: int, words: str = "") -> Path:
    """Make a folder of small documents."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"{number:03}.txt").write_text(f"Agreement number {number}. {words}", encoding="utf-8")
    return folder


def poison(folder: Path) -> None:
    """Put three poisonous documents among the others."""
    for number, word in ((20, KILL), (70, SPIN), (120, HOARD)):
        (folder / f"{number:03}.txt").write_text(f"Agreement number {number}. {word}", encoding="utf-8")


if __name__ == "__main__":
    run([sys.argv[1]], sys.argv[2], progress=lambda at: print(at.done, flush=True))
