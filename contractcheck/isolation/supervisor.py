"""A child that reads documents for a command, watched from here.

It is forked from the command itself, before anything heavy is loaded: that costs a millisecond or two, and this process
stays small. What a document does to the child costs that document: the child is replaced, and the next one is read.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import time
import traceback
import warnings
from types import TracebackType
from typing import Any

from contractcheck.errors import ContractcheckError, RuleError, TemplateError, UnreadableError
from contractcheck.isolation.frames import ClosedError, receive, send
from contractcheck.isolation.limits import TRIES, Ended, Limits, die_with_parent, inherited, stalled
from contractcheck.isolation.remote import Answer, Begin, Shown, Work, live
from contractcheck.model.oneline import printable

# Loading the rules takes a second on a quiet machine.
LOAD_LIMIT = 300.0


class LostError(ContractcheckError):
    """The child did not survive a document: ``file`` is the one that was at work, ``str(error)`` says why."""

    def __init__(self, code: str, message: str, file: str) -> None:
        super().__init__(f"{file}: {message}" if file else message)
        self.code = code
        self.message = message
        self.file = file


class FaultError(ContractcheckError):
    """An error of the program itself in a child. ``where`` is its traceback."""

    def __init__(self, kind: str, words: str, where: str) -> None:
        super().__init__(f"contractcheck itself failed: {kind}: {words} (contractcheck --debug shows where)")
        self.code = "internal-error"
        self.message = f"contractcheck itself failed on this file: {kind}: {words}"
        self.where = where


class Isolated:
    """Work that a child does. The child is forked at the first order, or by ``begin``, and again after its death."""

    def __init__(self, begin: Begin, limits: Limits, shown: Shown) -> None:
        self._begin = begin
        self._limits = limits
        self._shown = shown
        self._sock: socket.socket | None = None
        self._pid = 0
        self._inherited = 0
        self._file = ""

    def __enter__(self) -> Isolated:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._end()

    def begin(self) -> None:
        """Make the child ready. Raises what its beginning raises, such as RuleError."""
        self._ready()

    def ask(self, order: dict[str, Any], body: bytes = b"", *, file: str = "") -> Answer:
        """Have a piece of work done. ``file`` is the document that it begins with.

        Raises:
            LostError: the child died of it, twice, or did not come back.
            FaultError: the program itself failed.
            ContractcheckError: what the work raises.
        """
        failure = ("", "")
        for _ in range(TRIES):
            sock = self._ready()
            self._file = file
            try:
                return self._answer(sock, order, body)
            except TimeoutError:
                self._end()
                failure = stalled(self._limits)
            except ClosedError:
                ended = self._end()
                failure = ended.failure(self._limits)
                if self._limits.ran_out(ended.code, ended.peak):
                    break
        raise LostError(*failure, self._file)

    def _answer(self, sock: socket.socket, order: dict[str, Any], body: bytes) -> Answer:
        deadline = time.monotonic() + self._limits.wall
        send(sock, order, body, deadline=deadline)
        while True:
            found, content = receive(sock, deadline=deadline)
            if "answer" in found:
                return found["answer"], content
            if "fault" in found:
                raise _error(found)
            self._hear(sock, found)
            deadline = time.monotonic() + self._limits.wall

    def _hear(self, sock: socket.socket, found: dict[str, Any]) -> None:
        """Do what a child says besides its answer. One that speaks nonsense was taken over: it counts as dead."""
        try:
            if "step" in found:
                self._file = str(found["step"])
                self._shown.step(self._file)
            elif "page" in found:
                done, total = found["page"]
                self._shown.page(int(done), int(total))
            elif "said" in found:
                sys.stderr.write(printable(found["said"]))
            else:
                name, again = found["ask"]
                send(sock, {"typed": self._shown.ask(str(name), bool(again))})
        except (KeyError, TypeError, ValueError) as error:
            raise ClosedError("the child speaks nonsense") from error

    def _ready(self) -> socket.socket:
        if self._sock is not None:
            return self._sock
        sock = self._fork()
        deadline = time.monotonic() + LOAD_LIMIT
        try:
            while "ready" not in (found := receive(sock, deadline=deadline)[0]):
                if "fault" in found:
                    raise _error(found)
                self._hear(sock, found)
        except (ClosedError, TimeoutError) as error:
            ended = self._end()
            raise ContractcheckError(f"the process that reads documents did not start ({ended.code})") from error
        except BaseException:
            self._end()
            raise
        return sock

    def _fork(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        parent = os.getpid()
        self._inherited = inherited()
        sys.stdout.flush()
        sys.stderr.flush()
        with warnings.catch_warnings():
            # Where another program has threads, forking is said to be risky. Our own command line has none by now.
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
        if pid == 0:
            code = 1
            try:
                ours.close()
                # Programs that a child starts (tesseract) are of its group, and end with it. Ctrl-C is for the parent.
                os.setpgid(0, 0)
                for number in (signal.SIGINT, signal.SIGTERM):
                    signal.signal(number, signal.SIG_DFL)
                die_with_parent(parent)
                code = live(theirs, self._begin, self._limits)
            finally:
                os._exit(code)
        theirs.close()
        self._sock, self._pid = ours, pid
        return ours

    def _end(self) -> Ended:
        """End the child, if there is one. Returns how it ended."""
        if self._sock is None:
            return Ended()
        self._sock.close()
        self._sock = None
        for kill in (os.killpg, os.kill):  # a child that has only just been born leads no group yet
            with contextlib.suppress(ProcessLookupError, PermissionError):
                kill(self._pid, signal.SIGKILL)
        _, status, usage = os.wait4(self._pid, 0)
        return Ended(os.waitstatus_to_exitcode(status), max(0, usage.ru_maxrss // 1024 - self._inherited))


class Here:
    """The same work done in this process, where the system cannot fork: nothing is limited there."""

    def __init__(self, begin: Begin, shown: Shown) -> None:
        self._begin = begin
        self._shown = shown
        self._work: Work | None = None

    def __enter__(self) -> Here:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._work = None

    def begin(self) -> None:
        """Make the work ready, as ``Isolated.begin`` does."""
        self._work = self._begin(self._shown)

    def ask(self, order: dict[str, Any], body: bytes = b"", *, file: str = "") -> Answer:
        """Do a piece of work, as ``Isolated.ask`` does."""
        if self._work is None:
            self._work = self._begin(self._shown)
        try:
            return self._work(order, body)
        except ContractcheckError:
            raise
        except Exception as error:
            where = "".join(traceback.format_exception(error))
            raise FaultError(type(error).__name__, str(error), where) from error


Asked = Isolated | Here
"""What does work on documents, in a child or here."""


def _error(found: dict[str, Any]) -> ContractcheckError:
    """The error that a child told of, as this process raises it."""
    kind, words, where = str(found["fault"]), str(found["words"]), str(found["where"])
    if not found["known"]:
        return FaultError(kind, words, where)
    if kind == "RuleError":
        return RuleError(tuple(map(str, found["faults"])))
    if kind == "UnreadableError":
        return UnreadableError(str(found["code"]), words)
    return TemplateError(words) if kind == "TemplateError" else ContractcheckError(words)
