"""Audits that are killed at random moments end as undisturbed ones do.

The moments come from a seed of the clock, which a failure prints. ``KILL_SEED=... pytest tests/test_killed.py`` repeats
one, as far as a clock lets a moment be repeated.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import poison
from tests.test_audits import ENVIRONMENT, ROOT, lines

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finds the children under /proc")

KILLS = 3
DOCUMENTS = 60
# A file whose worker is killed twice in a row counts as its killer. Kills so far apart never meet the same file.
APART = 4 * poison.SLOWNESS


@pytest.fixture
def chance() -> random.Random:
    seed = os.environ.get("KILL_SEED") or str(time.time_ns())
    print(f"KILL_SEED={seed}")
    return random.Random(seed)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return poison.fill(tmp_path_factory.mktemp("documents") / "in", DOCUMENTS, poison.SLOW)


@pytest.fixture(scope="module")
def undisturbed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, float]:
    """The results of a run that nothing stops, and the seconds that it takes."""
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    started = time.monotonic()
    with audit(folder, out) as process:
        assert process.wait() == 0
    return lines(out), time.monotonic() - started


def audit(folder: Path, out: Path) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "tests.poison", str(folder), str(out)]
    return subprocess.Popen(
        words, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def test_a_parent_that_is_killed_at_random_moments(
    folder: Path, undisturbed: tuple[bytes, float], tmp_path: Path, chance: random.Random
) -> None:
    results, seconds = undisturbed
    out = tmp_path / "out"
    moments = []
    for _ in range(KILLS):
        # What was done stays done, so each run is shorter: the moments are drawn from the first part of it.
        moment = chance.uniform(0, seconds / 2)
        with audit(folder, out) as process:
            time.sleep(moment)
            process.kill()
        moments.append(f"{moment:.3f} s: {'killed' if process.returncode == -signal.SIGKILL else 'had ended'}")
        if (out / "results.jsonl").exists():
            assert lines(out) == results, f"what looks finished is whole; {moments}"
    with audit(folder, out) as process:
        errors = process.communicate()[1]
        assert process.returncode == 0, (errors, moments)
    print(moments)
    assert lines(out) == results, moments


def test_workers_that_are_killed_at_random_moments(
    folder: Path, undisturbed: tuple[bytes, float], tmp_path: Path, chance: random.Random
) -> None:
    results, seconds = undisturbed
    killed = []
    with audit(folder, tmp_path / "out") as process:
        while process.poll() is None and len(killed) < KILLS:
            time.sleep(chance.uniform(APART, max(2 * APART, seconds / (2 * KILLS))))
            # parent -> the process that holds the rules -> workers
            workers = [worker for nursery in children(process.pid) for worker in children(nursery)]
            if workers:
                killed.append(chance.choice(workers))
                os.kill(killed[-1], signal.SIGKILL)
        errors = process.communicate()[1]
    print("killed:", killed)
    assert process.returncode == 0, errors
    assert killed, "none was met: the documents are too few or too quick"
    assert lines(tmp_path / "out") == results, killed


def children(parent: int) -> Iterator[int]:
    """Yield the processes that a process started, from what Linux says of all."""
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            status = place.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:  # ended meanwhile
            continue
        if int(status[1]) == parent and status[0] != "Z":
            yield int(place.parent.name)
