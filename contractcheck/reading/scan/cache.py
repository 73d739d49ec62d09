"""Recognised pages, kept in a folder of the user's: a page costs seconds, and the same file comes back.

One file a page, named by a hash of what its words depend on. A file is written beside its place and then moved there,
so it is whole or absent; one that is damaged all the same counts as absent. Nothing of the contract's name is kept.
"""

from __future__ import annotations

import json
import os
import tempfile
import zlib
from collections.abc import Sequence
from dataclasses import astuple
from hashlib import sha256
from pathlib import Path
from typing import Any

from contractcheck.reading.scan.words import Word

# Counted up where an image is made ready, or turned, in another way: old pages are then read anew.
RECIPE = 2
FOLDER = "pages"


def key(document: str, page: int, release: str, dpi: int) -> str:
    """Return the name of a page: by the hash of its file, its number, the engine's release and the resolution."""
    return sha256(f"{RECIPE}\n{document}\n{page}\n{release}\n{dpi}".encode()).hexdigest()


def load(folder: Path, name: str) -> tuple[Word, ...] | None:
    """Return the words of a page, or None where they are not there or not whole."""
    try:
        rows = json.loads(zlib.decompress(_place(folder, name).read_bytes()))
        return tuple(_word(row) for row in rows)
    except (OSError, zlib.error, ValueError, TypeError, IndexError, KeyError, RecursionError):
        return None


def store(folder: Path, name: str, words: Sequence[Word]) -> None:
    """Keep the words of a page. A folder that cannot be written to costs the next run time, and this one nothing."""
    place = _place(folder, name)
    rows = [[word.text, *(round(value, 4) for value in astuple(word)[1:])] for word in words]
    data = zlib.compress(json.dumps(rows).encode())
    temporary = ""
    try:
        # What contracts say is nobody else's business.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=place.parent, suffix=".part")
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(temporary).replace(place)
    except OSError:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def size(folder: Path) -> tuple[int, int]:
    """Return how many pages are kept, and their bytes."""
    found = [path.stat().st_size for path in (folder / FOLDER).glob("*/*") if path.is_file()]
    return len(found), sum(found)


def _word(row: list[Any]) -> Word:
    text, sure, left, top, right, bottom, line = row
    return Word(str(text), float(sure), float(left), float(top), float(right), float(bottom), int(line))


def _place(folder: Path, name: str) -> Path:
    # By the first two digits, so that no folder grows too long.
    return folder / FOLDER / name[:2] / name
