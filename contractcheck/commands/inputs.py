"""The content of the files that a command is given, and of standard input."""

from __future__ import annotations

import sys
from pathlib import Path

STDIN = "-"


def from_stdin(file: str) -> bytes | None:
    """Return what stands on standard input where that is the file, no more than is ever read; else None."""
    from contractcheck.reading import MAX_BYTES

    return sys.stdin.buffer.read(MAX_BYTES + 1) if file == STDIN else None


def content(file: str) -> bytes | None:
    """Return the bytes of a file, no more than are ever read.

    None where it cannot be opened, or is not what its name says: its reader says why.
    """
    from contractcheck.reading import MAX_BYTES, kinds

    if file == STDIN:
        return from_stdin(file)
    try:
        if not Path(file).is_file():
            return None
        with Path(file).open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        return None
    return data if kinds.misnamed(Path(file).name, data) is None else None
