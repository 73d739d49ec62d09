"""Supervises children: one document at a time, a time limit from outside, a new child for one that died.

A hang in native code cannot be stopped from within a process, and a crash takes all of it along. So each document is
read in a child, and the child is killed from here. See ``nursery`` for how children come into being.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from types import TracebackType
from typing import Any

from contractcheck.audits.tasks import About, Result, Settings, failed
from contractcheck.errors import ContractcheckError, RuleError
from contractcheck.isolation.frames import ClosedError, receive, send
from contractcheck.isolation.limits import TRIES, Ended, stalled

# Loading the rules takes 2 s on a quiet machine.
LOAD_LIMIT = 300.0
# Libraries of numbers start a thread a core when loaded. Nothing here uses them, and forking asks for one thread.
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


class Nursery:
    """A process with the rules loaded that forks children. Safe to use from several threads.

    Raises:
        RuleError: the rules or the playbook hold faults.
        ContractcheckError: the process does not come up, or the system cannot fork.
    """

    def __init__(self, settings: Settings) -> None:
        if not hasattr(os, "fork"):
            raise ContractcheckError("audits need Linux or macOS; on Windows run them in WSL")
        self.settings = settings
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._closed = False
        self.about = self._start()

    def fork(self) -> tuple[socket.socket, int]:
        """Return the socket and the pid of a new child. A nursery that died is started again."""
        with self._lock:
            if self._closed:
                raise ClosedError("the nursery was closed")
            try:
                return self._fork()
            except (ClosedError, OSError):
                self._stop()
                self.about = self._start()
                return self._fork()

    def end(self, pid: int) -> tuple[int, int]:
        """Kill a child if it lives. Returns its exit code (below 0: the signal that ended it) and its peak in MB."""
        with self._lock:
            if self._control is None:
                return -signal.SIGKILL, 0
            try:
                self._control.sendall(f"end {pid}".encode().ljust(32))
                answer, _ = receive(self._control, deadline=time.monotonic() + LOAD_LIMIT)
            except (ClosedError, OSError):
                return -signal.SIGKILL, 0
            return int(answer["status"]), int(answer["peak"])

    def close(self) -> None:
        """End the nursery and all its children."""
        with self._lock:
            self._closed = True
            self._stop()

    def _start(self) -> About:
        ours, theirs = socket.socketpair()
        environment = os.environ | dict.fromkeys(_ONE_THREAD, "1")
        # The child must find the same package as this process, wherever it was found.
        environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  (our own interpreter and module)
                [sys.executable, "-m", "contractcheck.audits.nursery", str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,  # Ctrl-C is for the parent, which then ends the children in order
            )
        self._control = ours
        try:
            send(ours, self.settings.data())
            answer, _ = receive(ours, deadline=time.monotonic() + LOAD_LIMIT)
        except (ClosedError, TimeoutError) as error:
            code = self._process.poll()
            self._stop()
            raise ContractcheckError(f"a worker process did not start (exit code {code})") from error
        except BaseException:
            self._stop()
            raise
        if "about" in answer:
            return About(**answer["about"])
        self._stop()
        if "faults" in answer:
            raise RuleError(tuple(answer["faults"]))
        raise ContractcheckError(str(answer.get("error", "a worker process did not start")))

    def _fork(self) -> tuple[socket.socket, int]:
        if self._control is None:
            raise ClosedError("no nursery")
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                socket.send_fds(self._control, [b"fork".ljust(32)], [theirs.fileno()])
                answer, _ = receive(self._control, deadline=time.monotonic() + LOAD_LIMIT)
        except BaseException:
            ours.close()
            raise
        return ours, int(answer["pid"])

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()  # the nursery sees it, ends its children and itself
            self._control = None
        if self._process is not None:
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None


class Worker:
    """One supervised child at a time. Not to be shared between threads."""

    def __init__(self, nursery: Nursery) -> None:
        self._nursery = nursery
        self._sock: socket.socket | None = None
        self._pid = 0

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def check(self, sha256: str, path: str = "", content: bytes = b"") -> Result:
        """Check the document at ``path``, or ``content``. A child that dies or hangs becomes a failure, named.

        Raises:
            AbsentError: there is no such file here, or it has another content than ``sha256`` says.
            ClosedError: the nursery was closed meanwhile.
        """
        limits = self._nursery.settings.per_document
        failure = ("", "")
        for _ in range(TRIES):
            sock = self._ready()
            deadline = time.monotonic() + limits.wall
            try:
                send(sock, {"sha256": sha256, "path": path}, content, deadline=deadline)
                scanned = 0
                while "scanned" in (answer := receive(sock, deadline=deadline)[0]):
                    # A page that is recognised takes seconds, and a document may have hundreds.
                    scanned = int(answer["scanned"])
                    deadline = time.monotonic() + limits.wall
                return self._result(answer, scanned)
            except TimeoutError:
                self.close()
                failure = stalled(limits)
            except (ClosedError, KeyError, TypeError):
                ended = self.close()
                failure = ended.failure(limits)
                if limits.ran_out(ended.code, ended.peak):
                    break
        return self._failed(*failure)

    def close(self) -> Ended:
        """End the child, if there is one. Returns how it ended."""
        if self._sock is None:
            return Ended()
        self._sock.close()
        self._sock = None
        return Ended(*self._nursery.end(self._pid))

    def _ready(self) -> socket.socket:
        if self._sock is None:
            self._sock, self._pid = self._nursery.fork()
        return self._sock

    def _result(self, answer: dict[str, Any], scanned: int) -> Result:
        if answer.get("last"):
            self.close()
        if "absent" in answer:
            raise AbsentError(str(answer["absent"]))
        if "failure" in answer:
            return self._failed(*answer["failure"])
        return Result(answer["data"], answer["dates"], answer["fingerprint"], scanned)

    def _failed(self, code: str, message: str) -> Result:
        return failed(self._nursery.about, code, " ".join(message.split()))


class AbsentError(Exception):
    """The file is not where it was said to be, or holds something else. ``str`` is the code of the failure."""
