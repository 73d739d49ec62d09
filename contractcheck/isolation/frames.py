"""What a supervisor and its child say to each other: frames of a JSON header and, where needed, bytes.

A child may have been taken over by the document that it read. So a frame is bounded and holds data only: no pickles.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from typing import Any

# The lengths of the header and of the body, in network order.
_LENGTHS = struct.Struct("!IQ")
# The largest file that is read has 200 MB; the largest report met so far has less than 1 MB.
MAX_HEADER = 256 * 1024 * 1024
MAX_BODY = 256 * 1024 * 1024
_CHUNK = 1 << 20


class ClosedError(Exception):
    """The other side is gone, or speaks nonsense."""


def send(sock: socket.socket, header: dict[str, Any], body: bytes = b"", *, deadline: float | None = None) -> None:
    """Send one frame. ``deadline`` is a time of ``time.monotonic``. Raises ClosedError, TimeoutError."""
    head = json.dumps(header).encode("ascii")
    try:
        _wait(sock, deadline)
        sock.sendall(_LENGTHS.pack(len(head), len(body)) + head)
        if body:
            _wait(sock, deadline)
            sock.sendall(body)
    except TimeoutError:
        raise
    except OSError as error:
        raise ClosedError(str(error)) from error


def receive(sock: socket.socket, *, deadline: float | None = None) -> tuple[dict[str, Any], bytes]:
    """Return the next frame. Raises ClosedError where there is none, TimeoutError after the deadline."""
    sizes = _LENGTHS.unpack(_exactly(sock, _LENGTHS.size, deadline))
    if sizes[0] > MAX_HEADER or sizes[1] > MAX_BODY:
        raise ClosedError("a frame is too large")
    head = _exactly(sock, sizes[0], deadline)
    body = _exactly(sock, sizes[1], deadline)
    try:
        header = json.loads(head)
    except ValueError as error:
        raise ClosedError("a frame is not JSON") from error
    if not isinstance(header, dict):
        raise ClosedError("a frame is not an object")
    return header, bytes(body)


def _exactly(sock: socket.socket, size: int, deadline: float | None) -> bytearray:
    found = bytearray()
    while len(found) < size:
        _wait(sock, deadline)
        try:
            piece = sock.recv(min(size - len(found), _CHUNK))
        except TimeoutError:
            raise
        except OSError as error:
            raise ClosedError(str(error)) from error
        if not piece:
            raise ClosedError("the other side is gone")
        found += piece
    return found


def _wait(sock: socket.socket, deadline: float | None) -> None:
    """Let the next call take until the deadline and no longer."""
    if deadline is None:
        sock.settimeout(None)
        return
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    sock.settimeout(left)
