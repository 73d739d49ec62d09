"""Compiled rules, kept in the user's cache folder: to read and compile them anew takes several times as long.

What is kept is a pickle, and a pickle can run code when it is read. So it is written for its owner alone (mode 0600, in
a folder of mode 0700), and read only where both belong to the user and nobody else may write them. Its name holds a
hash of the rules, the program, Python and the libraries, its first bytes a hash of the rest. Where anything is off, the
rules are compiled again, without a word.
"""

from __future__ import annotations

import os
import pickle
import stat
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from contractcheck.places import cache_folder
from contractcheck.version import __version__

FOLDER = "rules"
MOST = 12
"""Sets of rules that are kept: one a playbook in use. The oldest go."""

_DIGEST = 32
_PACKAGE = Path(__file__).resolve().parents[1]
# What shapes the objects that are kept, besides the rules.
_CODE = ("rulebook", "language", "model")
_LIBRARIES = ("pydantic", "spacy")


def key_of(folder: Path, paths: Iterable[Path]) -> str:
    """Return the name under which the rules of some files are kept. Raises OSError where one cannot be read."""
    digest = sha256(f"{__version__} {sys.version} {folder.resolve()}".encode())
    code = (path for part in _CODE for path in sorted((_PACKAGE / part).rglob("*.py")))
    for path in (*code, *paths):
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}".encode())
        digest.update(content)
    for name in _LIBRARIES:
        digest.update(f"{name} {_release(name)}".encode())
    return digest.hexdigest()


def kept(key: str) -> Any | None:
    """Return what is kept under a name, or None."""
    folder = _folder()
    if folder is None:
        return None
    try:
        if not _own(os.lstat(folder)):
            return None
        descriptor = os.open(folder / f"{key}.pickle", os.O_RDONLY | os.O_NOFOLLOW)
        with open(descriptor, "rb") as file:
            if not _own(os.fstat(descriptor)):
                return None
            content = file.read()
        if sha256(content[_DIGEST:]).digest() != content[:_DIGEST]:
            return None
        return pickle.loads(content[_DIGEST:])  # noqa: S301  (written by this user alone, see above)
    except Exception:  # missing, damaged, of another shape: all the same
        return None


def keep(key: str, value: object) -> None:
    """Keep something under a name. Where that cannot be done, nothing is kept."""
    folder = _folder()
    if folder is None:
        return
    with suppress(OSError, pickle.PicklingError, RecursionError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _own(os.lstat(folder)):
            return
        content = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        handle, name = tempfile.mkstemp(dir=folder)  # for its owner alone
        try:
            with open(handle, "wb") as file:
                file.write(sha256(content).digest() + content)
            Path(name).replace(folder / f"{key}.pickle")
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
        _forget(folder)


def _forget(folder: Path) -> None:
    """Remove all but the newest."""
    files = sorted(folder.glob("*.pickle"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[MOST:]:
        path.unlink(missing_ok=True)


def _folder() -> Path | None:
    # Without users and modes nobody can say who wrote a file.
    chosen = cache_folder() if hasattr(os, "getuid") else None
    return chosen / FOLDER if chosen is not None else None


def _own(found: os.stat_result) -> bool:
    """Whether a file or folder belongs to this user, and nobody else may write it."""
    kind = stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)
    return kind and found.st_uid == os.getuid() and not found.st_mode & 0o022


def _release(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
