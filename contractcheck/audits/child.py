"""The life of a child: it reads one document after the other and answers with plain data."""

from __future__ import annotations

import hashlib
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

from contractcheck.audits import tasks
from contractcheck.isolation.frames import ClosedError, receive, send
from contractcheck.isolation.limits import NO_MEMORY, limit_time, pages
from contractcheck.reading.options import AS_IT_IS, ReadOptions
from contractcheck.runtime import collect, collect_by_hand

# The name that a document has inside a child. The real one is put in later: two names may share one result.
NAMELESS = "document"
# A child that holds so much more than at its start makes way for a fresh one, in MB: forking costs milliseconds.
RETIRES_ABOVE = 150
_MB = 1024 * 1024


def serve(sock: socket.socket, checker: Any, key: str, reading: ReadOptions, seconds: float) -> int:
    """Check documents until the supervisor hangs up. Returns the exit code.

    Each document gets so many seconds of processor time. Before each scanned page the limit begins anew, and the
    supervisor is told so: it has a limit of its own.
    """
    # A document makes millions of small objects that live until its report is done, and hardly any reference cycle
    # among them. To look through them again and again took half of all time. It is done once, after each document.
    collect_by_hand()
    limit = pages()[1] + RETIRES_ABOVE * _MB

    def on_page(done: int, total: int) -> None:
        send(sock, {"scanned": done, "of": total})
        limit_time(seconds)

    reading = replace(reading, on_page=on_page)
    while True:
        try:
            order, content = receive(sock)
        except ClosedError:
            return 0
        try:
            limit_time(seconds)
            answer = _answer(order, content, checker, reading)
            limit_time(0)
            answer["fingerprint"] = key
            del content
            answer["last"] = pages()[1] > limit
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
