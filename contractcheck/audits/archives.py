"""Zip archives on this machine: every member is a result, whatever it is called, and however often.

A member is asked for by its number in the archive, never by its name: no name leads anywhere.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from contractcheck.errors import ContractcheckError
from contractcheck.model import Failure
from contractcheck.reading import MAX_BYTES

SCHEME = "member://"
# More members are another thing than a folder of contracts that somebody packed.
MAX_MEMBERS = 200_000


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name as text, where it is, what tells a change of it, and its size unpacked."""

    name: str
    location: str
    stamp: str
    size: int


def members(path: Path) -> Iterator[Member]:
    """Yield the files of an archive, in the order of their names. Of equal names each but the first gets a number.

    Raises ContractcheckError where it cannot be listed.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [(entry.filename, number, entry) for number, entry in enumerate(archive.infolist())]
    except Exception as error:  # a damaged archive fails in many ways
        raise ContractcheckError(f"{path}: cannot be listed: {type(error).__name__}: {error}") from error
    if len(entries) > MAX_MEMBERS:
        raise ContractcheckError(f"{path}: holds {len(entries)} files; at most {MAX_MEMBERS} of an archive are read")
    seen: dict[str, int] = {}
    whole = path.resolve()
    for name, number, entry in sorted(entries, key=lambda row: row[:2]):
        if entry.is_dir() and not entry.file_size:
            continue
        shown = name.encode("utf-8", "backslashreplace").decode("utf-8").lstrip("/") or "(no name)"
        seen[shown] = seen.get(shown, 0) + 1
        if seen[shown] > 1:
            shown = f"{shown} ({seen[shown]})"
        facts = (entry.CRC, entry.file_size, entry.compress_size, entry.date_time, entry.header_offset)
        stamp = hashlib.sha256(repr(facts).encode()).hexdigest()
        yield Member(shown, f"{SCHEME}{number}/{whole}", stamp, entry.file_size)


def fetch_member(location: str) -> tuple[bytes, Failure | None]:
    """Return the content of a member, or why there is none. Never more than is read of any file."""
    number, _, path = location.removeprefix(SCHEME).partition("/")
    try:
        with zipfile.ZipFile(path) as archive, _opened(archive, int(number)) as file:
            return file.read(MAX_BYTES + 1), None
    except RuntimeError as error:  # a password is needed
        return b"", Failure("locked", f"it could not be unpacked: {error}")
    except Exception as error:
        return b"", Failure("missing", f"it could not be unpacked: {type(error).__name__}: {error}")


def _opened(archive: zipfile.ZipFile, number: int) -> IO[bytes]:
    return archive.open(archive.infolist()[number])
