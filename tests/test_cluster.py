"""Audits on a real Dask cluster on loopback, whose parts are killed while it works."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="needs contractcheck[cluster]")

from contractcheck.audits.audits import Progress, Summary, audit
from contractcheck.audits.cluster import ClusterRunner
from contractcheck.audits.clusterside import check_one
from contractcheck.audits.tasks import Task
from contractcheck.errors import ContractcheckError
from tests import poison

# A cluster that shares this machine with other work may start slowly.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = os.environ | {
    "PYTHONPATH": os.pathsep.join([str(ROOT), *(path for path in sys.path if path)]),
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s",
    "DASK_DISTRIBUTED__WORKER__PRELOAD": "[]",
}
LOCAL = "127.0.0.1"


class Cluster:
    """A scheduler and workers, each a process that can be killed."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind((LOCAL, 0))
            self.port = probe.getsockname()[1]
        self.folder = folder
        self.address = f"tcp://{LOCAL}:{self.port}"
        self.scheduler = self.start_scheduler()
        self.workers = [self.start_worker() for _ in range(2)]

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        return self._start("scheduler", "--host", LOCAL, "--port", str(self.port), "--no-dashboard", "--no-show")

    def start_worker(self) -> subprocess.Popen[bytes]:
        folder = self.folder / f"worker-{time.monotonic_ns()}"
        folder.mkdir(parents=True)
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", LOCAL, "--memory-limit", "0")
        return self._start("worker", self.address, *options, "--local-directory", str(folder), "--death-timeout", "30")

    def close(self) -> None:
        for process in (*self.workers, self.scheduler):
            kill(process)

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]],
            env=ENVIRONMENT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path / "cluster")
    yield cluster
    cluster.close()


def on(
    address: str, places: list[str], out: Path, progress: Callable[[Progress], None] | None = None, **limits: float
) -> Summary:
    chosen = poison.settings(**limits)
    runner = ClusterRunner(chosen, address, patience=60)
    return audit(
        places,
        out,
        runner=runner,
        progress=progress,
        time_limit=chosen.time_limit,
        memory_limit=chosen.memory_limit,
    )


def lines(out: Path) -> bytes:
    return (out / "results.jsonl").read_bytes()


def at(count: int, act: Callable[[], None]) -> Callable[[Progress], None]:
    """Act once when so many are done."""
    acted: list[bool] = []

    def progress(now: Progress) -> None:
        if now.done >= count and not acted:
            acted.append(True)
            act()

    return progress


def test_poison_a_worker_and_the_scheduler_killed(running: Cluster, tmp_path: Path) -> None:
    """200 documents of which three are poison; a worker dies, then the scheduler and with it all workers."""
    folder = poison.fill(tmp_path / "in", 200, poison.SLOW)
    poison.poison(folder)
    alone = tmp_path / "alone"
    poison.run([str(folder)], str(alone), time_limit=3)

    def everything_dies() -> None:
        kill(running.scheduler)
        for worker in running.workers[1:]:
            kill(worker)
        running.scheduler = running.start_scheduler()
        running.workers.append(running.start_worker())

    steps = (at(40, lambda: kill(running.workers[0])), at(100, everything_dies))
    out = tmp_path / "out"
    summary = on(running.address, [str(folder)], out, lambda now: [step(now) for step in steps] and None, time_limit=3)
    assert {Path(path).name: message.split(" (")[0] for path, message in summary.not_checked} == {
        "020.txt": "the process that read it died",
        "070.txt": "reading it took longer than 3 s, the most that one document gets",
        "120.txt": "reading it took more than 1024 MB of memory",
    }
    assert lines(out) == lines(alone)
    assert summary.read == 200


def test_where_workers_do_not_share_the_folder_contents_travel(
    running: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = poison.fill(tmp_path / "in", 6)
    alone = tmp_path / "alone"
    poison.run([str(folder)], str(alone))
    sent: list[bool] = []
    submit = ClusterRunner._submit

    def recorded(self: ClusterRunner, client: object, task: Task, *, by_content: bool) -> object:
        sent.append(by_content)
        return submit(self, client, task, by_content=by_content)

    def elsewhere(runner: ClusterRunner) -> None:
        """As if another file lay at the same place on the other machine."""
        client = runner._client
        send = client.submit

        def submitted(function: Callable[..., object], *values: object, **options: object) -> object:
            if function is check_one and values[-1] is None:
                values = (*values[:2], str(ROOT / "setup.cfg"), *values[3:])
            return send(function, *values, **options)

        client.submit = submitted

    runner = ClusterRunner(poison.settings(), running.address, patience=60)
    runner.about()
    elsewhere(runner)
    monkeypatch.setattr(ClusterRunner, "_submit", recorded)
    assert audit([str(folder)], tmp_path / "out", runner=runner).not_checked == ()
    assert lines(tmp_path / "out") == lines(alone)
    assert sent[0] is False
    assert sum(sent) == 6


def test_a_cluster_that_is_not_there_is_an_error_and_nothing_is_lost(tmp_path: Path) -> None:
    folder = poison.fill(tmp_path / "in", 3)
    runner = ClusterRunner(poison.settings(), f"tcp://{LOCAL}:9", patience=0.1)
    with pytest.raises(ContractcheckError, match="cannot be reached"):
        audit([str(folder)], tmp_path / "out", runner=runner)
    assert poison.run([str(folder)], str(tmp_path / "out")).files == 3
