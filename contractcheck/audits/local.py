"""Checks documents on this machine: supervised children, one a worker, fed from one queue."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

from contractcheck.audits.inputs import fetch
from contractcheck.audits.tasks import CHANGED, MISSING, About, Result, Settings, Task, failed
from contractcheck.audits.worker import AbsentError, Nursery, Worker
from contractcheck.isolation.frames import ClosedError

# Tasks taken ahead for each worker, so that none waits for the ledger.
_AHEAD = 2
_ABSENT = {
    CHANGED: "the file changed while the audit ran: run it again",
    MISSING: "the file is gone or may not be opened: it was there when the audit began",
}

_Answer = tuple[Task, Result] | BaseException


class LocalRunner:
    """Runs tasks in ``workers`` children. The rules are loaded once, when the first child is needed."""

    def __init__(self, settings: Settings, workers: int) -> None:
        self._settings = settings
        self._workers = workers
        self._nursery: Nursery | None = None
        self._threads: list[threading.Thread] = []

    def about(self) -> About:
        """Load the rules and say what was loaded. Raises RuleError where they hold faults."""
        return self._ready().about

    def run(self, tasks: Iterator[Task]) -> Iterator[tuple[Task, Result]]:
        """Yield results as they come."""
        first = next(tasks, None)
        if first is None:
            return
        nursery = self._ready()
        orders: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        answers: queue.SimpleQueue[_Answer] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=_work, args=(nursery, orders, answers), daemon=True) for _ in range(self._workers)
        ]
        for thread in self._threads:
            thread.start()
        orders.put(first)
        waiting = 1
        for task in tasks:
            orders.put(task)
            waiting += 1
            while waiting >= _AHEAD * self._workers:
                yield _taken(answers)
                waiting -= 1
        for _ in self._threads:
            orders.put(None)
        for _ in range(waiting):
            yield _taken(answers)

    def close(self) -> None:
        """End the children."""
        if self._nursery is not None:
            self._nursery.close()
            self._nursery = None
        for thread in self._threads:
            thread.join(timeout=5)
        self._threads = []

    def _ready(self) -> Nursery:
        if self._nursery is None:
            self._nursery = Nursery(self._settings)
        return self._nursery


def check_task(worker: Worker, about: About, task: Task) -> Result:
    """Check one task on this machine. A file that is gone or has changed becomes a failure."""
    try:
        if task.remote:
            content, failure = fetch(task.location)
            if failure is not None:
                return failed(about, failure.code, failure.message)
            return worker.check(task.sha256, content=content)
        return worker.check(task.sha256, task.location)
    except AbsentError as error:
        return failed(about, str(error), _ABSENT[str(error)])


def _work(nursery: Nursery, orders: queue.SimpleQueue[Task | None], answers: queue.SimpleQueue[_Answer]) -> None:
    """The life of a worker's thread. What goes wrong here goes to the thread that waits for results."""
    try:
        with Worker(nursery) as worker:
            while True:
                task = orders.get()
                if task is None:
                    return
                answers.put((task, check_task(worker, nursery.about, task)))
    except ClosedError:
        return
    except BaseException as error:
        answers.put(error)


def _taken(answers: queue.SimpleQueue[_Answer]) -> tuple[Task, Result]:
    answer = answers.get()
    if isinstance(answer, BaseException):
        raise answer
    return answer
