"""Checks documents on a Dask cluster. Nothing that the cluster knows is needed to go on: the ledger has all of it.

A document travels by reference: a worker reads it at the same place, and its hash proves that it is the same. Where
that fails, it travels by content, as all after it do. Each worker runs documents in supervised children of its own,
for Dask never ends a task that hangs. When the scheduler dies, this waits for it to come back and submits anew what
was under way.
"""

from __future__ import annotations

import hashlib
import logging
import queue
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dask
import distributed

from contractcheck.audits.clusterside import Supervisor, check_one, say_about
from contractcheck.audits.inputs import fetch
from contractcheck.audits.tasks import CHANGED, MISSING, About, Result, Settings, Task, failed
from contractcheck.errors import ContractcheckError, RuleError
from contractcheck.isolation.limits import CRASHED

# How long to wait for a scheduler, or for the first worker, to come (back), in seconds.
PATIENCE = 120.0
_CONNECT = 10.0
# How often to look whether the cluster is still there, in seconds.
_GLANCE = 1.0
# Tasks under way for each thread of the cluster: one at work and one waiting.
_AHEAD = 2
_FEWEST_AHEAD = 4
# Dask advises against large arguments, since they pass through the scheduler. That is meant here: few at a time do.
_CONFIG = {"distributed.admin.large-graph-warning-threshold": "1 GB"}


_log = logging.getLogger(__name__)
# Half of its functions have types and half have none.
_distributed: Any = distributed


class LostError(Exception):
    """The scheduler is gone, and with it all that was under way."""


class ClusterRunner:
    """Runs tasks on the workers of a Dask scheduler.

    Raises:
        ContractcheckError: the scheduler cannot be reached, has no workers, or they cannot run contractcheck.
    """

    def __init__(self, settings: Settings, address: str, *, patience: float = PATIENCE) -> None:
        self._address = address
        self._patience = patience
        self._shared = True
        self._about = About()
        self._client: Any = None
        self._busy: dict[str, Task] = {}
        self._done: queue.SimpleQueue[Any] = queue.SimpleQueue()
        playbook = Path(settings.playbook)
        text = playbook.read_text(encoding="utf-8") if playbook.suffix in (".yaml", ".yml") else ""
        self._plugin = Supervisor(settings, text, f"contractcheck-{uuid.uuid4().hex}")

    def about(self) -> About:
        """Ask a worker what it loaded."""
        self._ready()
        return self._about

    def run(self, tasks: Iterator[Task]) -> Iterator[tuple[Task, Result]]:
        """Yield results as they come, whatever dies in between."""
        again: list[Task] = []
        more = True
        while more or again or self._busy:
            try:
                if self._busy and self._client.status != "running":
                    raise LostError
                client = self._ready()
                room = max(_FEWEST_AHEAD, _AHEAD * sum(client.nthreads().values()))
                while len(self._busy) < room and (again or more):
                    task = again.pop() if again else next(tasks, None)
                    if task is None:
                        more = False
                        break
                    lost = self._submit(client, task, by_content=not self._shared)
                    if lost is not None:
                        yield task, lost
                for task, result in self._finished(client):
                    yield task, result
            except (LostError, OSError, TimeoutError):
                again += self._busy.values()
                self._busy.clear()
                self._drop()

    def close(self) -> None:
        """Take our supervisors from the workers and leave."""
        if self._client is not None:
            try:
                self._client.unregister_worker_plugin(self._plugin.name)
            except Exception as error:  # a cluster that is gone has no supervisors left
                _log.debug("%s", error)
        self._drop()

    def _ready(self) -> Any:
        """Return a client that is connected, with our supervisor on every worker."""
        if self._client is not None and self._client.status == "running":
            return self._client
        self._drop()
        until = time.monotonic() + self._patience
        while True:
            try:
                return self._connect(until)
            except (OSError, TimeoutError) as error:
                self._drop()
                if time.monotonic() > until:
                    raise ContractcheckError(
                        f"{self._address}: this scheduler cannot be reached, or has no workers; what is done is kept: "
                        "run the same command again to continue"
                    ) from error
                time.sleep(_GLANCE)

    def _connect(self, until: float) -> Any:
        with dask.config.set(_CONFIG):
            client = _distributed.Client(
                self._address, timeout=min(_CONNECT, max(_GLANCE, self._patience)), set_as_default=False
            )
        self._client = client
        client.wait_for_workers(1, timeout=max(_GLANCE, until - time.monotonic()))
        client.register_plugin(self._plugin, name=self._plugin.name)
        answer = self._asked(client.submit(say_about, self._plugin.name, pure=False))
        if "faults" in answer:
            raise RuleError(tuple(answer["faults"]))
        if "error" in answer:
            raise ContractcheckError(str(answer["error"]))
        self._about = About(**answer["about"])
        return client

    def _asked(self, future: Any) -> dict[str, Any]:
        try:
            return dict(future.result(timeout=self._patience))
        except (OSError, TimeoutError):
            raise
        except Exception as error:
            raise ContractcheckError(
                f"{self._address}: the workers cannot run contractcheck: {type(error).__name__}: {error}"
            ) from error

    def _submit(self, client: Any, task: Task, *, by_content: bool) -> Result | None:
        """Send a task off. Returns a failure where its content was asked for and is gone."""
        content: bytes | None = None
        if by_content:
            content, code = _content(task)
            if code:
                return failed(self._about, code, "the file was removed or changed while the audit ran: run it again")
        key = f"contractcheck-{uuid.uuid4().hex}"
        self._busy[key] = task
        with dask.config.set(_CONFIG):
            future = client.submit(
                check_one, self._plugin.name, task.sha256, task.location, task.remote, content, key=key, pure=False
            )
        future.add_done_callback(self._done.put)
        return None

    def _finished(self, client: Any) -> Iterator[tuple[Task, Result]]:
        """Wait for something to finish, and yield it if it is a result. Raises LostError."""
        if not self._busy:
            return
        try:
            future = self._done.get(timeout=_GLANCE)
        except queue.Empty:
            if client.status != "running":
                raise LostError from None
            return
        if future.key not in self._busy:
            return  # of a connection that is gone
        if future.status in ("cancelled", "lost"):
            raise LostError
        task = self._busy[future.key]
        if future.status == "error":
            error = future.exception()
            if not isinstance(error, _distributed.KilledWorker):
                raise ContractcheckError(f"a worker of the cluster failed: {type(error).__name__}: {error}")
            answer: dict[str, Any] = {"killed": True}
        else:
            answer = future.result(timeout=_CONNECT)
        del self._busy[future.key]
        if "killed" in answer:
            yield task, failed(self._about, CRASHED, "the machines that read it died, several times in a row")
        elif "absent" in answer:
            self._shared = False
            lost = self._submit(client, task, by_content=True)
            if lost is not None:
                yield task, lost
        else:
            yield task, Result(answer["data"], answer["dates"], answer["fingerprint"], answer["scanned"])

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            try:
                client.close(timeout=_GLANCE)
            except Exception as error:  # it was lost anyway
                _log.debug("%s", error)


def _content(task: Task) -> tuple[bytes, str]:
    """Return the content of a task, or the code of why there is none."""
    if task.remote:
        content, failure = fetch(task.location)
        if failure is not None:
            return b"", failure.code
    else:
        try:
            content = Path(task.location).read_bytes()
        except OSError:
            return b"", MISSING
    return (content, "") if hashlib.sha256(content).hexdigest() == task.sha256 else (b"", CHANGED)
