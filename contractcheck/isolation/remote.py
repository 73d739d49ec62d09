"""The life of a child that a command forks: it does one piece of work after the other, and says how far it is."""

from __future__ import annotations

import io
import socket
import sys
import traceback
from collections.abc import Callable
from typing import Any, Protocol

from contractcheck.errors import ContractcheckError, RuleError
from contractcheck.isolation.frames import ClosedError, receive, send
from contractcheck.isolation.limits import NO_MEMORY, Limits, inherited, limit_memory, limit_time
from contractcheck.runtime import collect_by_hand

Answer = tuple[Any, bytes]
"""What a piece of work gives: something that JSON can hold, and bytes."""
Work = Callable[[dict[str, Any], bytes], Answer]


class Shown(Protocol):
    """What shows the work to a person, and asks for passwords."""

    def step(self, file: str) -> None:
        """Show which file is read now."""

    def page(self, done: int, total: int) -> None:
        """Show how many scanned pages are read."""

    def ask(self, name: str, again: bool) -> str | None:
        """Ask for the password of a file."""


Begin = Callable[[Shown], Work]
"""Makes a child ready: it is told whom to report to, loads what it needs, and returns what does the work."""


class Remote:
    """How far the work is, told to the parent: it shows that, asks people, and gives each step its time anew."""

    def __init__(self, sock: socket.socket, limits: Limits) -> None:
        self._sock = sock
        self._limits = limits

    def step(self, file: str) -> None:
        """Say which file is read now."""
        self._tell({"step": file})

    def page(self, done: int, total: int) -> None:
        """Say how many scanned pages are read: they take seconds each."""
        self._tell({"page": [done, total]})

    def ask(self, name: str, again: bool) -> str | None:
        """Have a person asked for the password of a file."""
        send(self._sock, {"ask": [name, again]})
        answer, _ = receive(self._sock)
        typed = answer["typed"]
        return None if typed is None else str(typed)

    def _tell(self, what: dict[str, Any]) -> None:
        send(self._sock, what)
        limit_time(self._limits.seconds)


class _Said(io.TextIOBase):
    """Takes the place of stderr in a child: what is printed there goes to the parent, which prints it."""

    encoding = "utf-8"

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    def writable(self) -> bool:
        return True

    def write(self, words: str) -> int:
        if not isinstance(words, str):  # click tries bytes, to learn what kind of stream this is
            raise TypeError("a stream of text")
        if words:
            send(self._sock, {"said": words})
        return len(words)


def live(sock: socket.socket, begin: Begin, limits: Limits) -> int:
    """Do what the parent asks for, until it hangs up. Returns the exit code."""
    collect_by_hand()
    sys.stderr = _Said(sock)
    before = inherited()
    try:
        try:
            work = begin(Remote(sock, limits))
        except Exception as error:
            send(sock, _fault(error))
            return 0
        limit_time(0)
        send(sock, {"ready": True})
        limit_memory(limits.memory + before)
        while True:
            order, body = receive(sock)
            limit_time(limits.seconds)
            try:
                answer, content = work(order, body)
                header = {"answer": answer}
            except (MemoryError, ClosedError):
                raise
            except Exception as error:
                header, content = _fault(error), b""
            limit_time(0)
            send(sock, header, content)
    except MemoryError:
        return NO_MEMORY
    except ClosedError:
        return 0


def _fault(error: Exception) -> dict[str, Any]:
    """An error as the parent gets it: its kind, its words, and where it came from."""
    where = "".join(traceback.format_exception(error))
    known = isinstance(error, ContractcheckError)
    return {
        "fault": type(error).__name__,
        "known": known,
        "words": str(error),
        "faults": list(error.faults) if isinstance(error, RuleError) else [],
        "code": error.code if isinstance(error, ContractcheckError) else "",
        "where": where,
    }
