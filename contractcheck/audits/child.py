"""The life of a child: it reads one document after the other and answers with plain data."""

from __future__ import annotations

import hashlib
import os
import socket
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from contractcheck.audits import tasks
from contractcheck.audits.frames import ClosedError, receive, send
from contractcheck.reading.options import AS_IT_IS, ReadOptions
from contractcheck.runtime import collect, collect_by_hand

# The name that a document has inside a child. The real one is put in later: two names may share one result.
NAMELESS = "document"
# The exit code of a child that has not even the memory left to say so.
NO_MEMORY = 77
# A child that holds so much more than at its start makes way for a fresh one, in MB: forking costs milliseconds.
RETIRES_ABOVE = 150
_MB = 1024 * 1024


def limit_memory(megabytes: int) -> None:
    """Let the operating system refuse memory beyond the limit.

    It counts mapped addresses, and libraries map far more than they use. What is mapped but not used at the start
    is therefore added. Without ``/proc`` the limit is set as it is; where the system knows none, there is none.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    mapped, used = _pages()
    limit = megabytes * _MB + max(0, mapped - used)
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def serve(sock: socket.socket, checker: Any, key: str, reading: ReadOptions) -> int:
    """Check documents until the supervisor hangs up. Returns the exit code.

    Before each scanned page the supervisor is told so: its time limit then begins anew.
    """
    # A document makes millions of small objects that live until its report is done, and hardly any reference cycle
    # among them. To look through them again and again took half of all time. It is done once, after each document.
    collect_by_hand()
    limit = _pages()[1] + RETIRES_ABOVE * _MB
    reading = replace(reading, on_page=lambda done, total: send(sock, {"scanned": done, "of": total}))
    while True:
        try:
            order, content = receive(sock)
        except ClosedError:
            return 0
        try:
            answer = _answer(order, content, checker, reading)
            answer["fingerprint"] = key
            del content
            answer["last"] = _pages()[1] > limit
            send(sock, answer)
            del answer
            collect()
        except MemoryError:
            return NO_MEMORY
        except ClosedError:
            return 0


def _answer(order: dict[str, Any], content: bytes, checker: Any, reading: ReadOptions) -> dict[str, Any]:
    if order["path"]:
        try:
            content = _read(order["path"])
        except OSError:
            return {"absent": tasks.MISSING}
        if hashlib.sha256(content).hexdigest() != order["sha256"]:
            return {"absent": tasks.CHANGED}
    try:
        return check_content(content, checker, reading)
    except (MemoryError, ClosedError):
        raise
    except Exception as error:  # our own fault in one file must not cost the others
        return {"failure": ["internal-error", f"contractcheck itself failed: {type(error).__name__}: {error}"]}


def check_content(content: bytes, checker: Any, reading: ReadOptions = AS_IT_IS) -> dict[str, Any]:
    """Return the report on a document as schema 2, without path and name, and its key dates."""
    from contractcheck.report.data import to_data

    examined = checker.examine(NAMELESS, content, reading=reading)
    dates: list[dict[str, Any]] = []
    if examined.contract is not None:
        from contractcheck.audits.keydates import key_dates

        dates = [date.data() for date in key_dates(examined)]
    return {"data": to_data(examined.report), "dates": dates}


def _read(path: str) -> bytes:
    from contractcheck.reading import MAX_BYTES

    with Path(path).open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _pages() -> tuple[int, int]:
    """Return what this process has mapped and what it uses, in bytes; zeros where the system does not say."""
    if sys.platform != "linux":
        return 0, 0
    mapped, used = Path("/proc/self/statm").read_text(encoding="ascii").split()[:2]
    size = os.sysconf("SC_PAGE_SIZE")
    return int(mapped) * size, int(used) * size
