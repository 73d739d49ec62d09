"""Finds the files of an audit: folders, single files, zip archives, and places that fsspec reads (``s3://...``).

Every file is listed, whatever its name: its content decides later what it is. Passed over are only hidden names
(``.git``, ``.DS_Store``), the lock files of office programs (``~$...``), and the audit's own folder.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any

from contractcheck.audits.archives import SCHEME, fetch_member, members
from contractcheck.errors import ContractcheckError
from contractcheck.model import Failure
from contractcheck.reading import MAX_BYTES, kinds

HIDDEN = (".", "~$")
# Our own file beside the contracts is none of them.
OURS = "contractcheck.yaml"
# A file that changed so short a time ago may change again within the same tick of the file system's clock, in seconds.
SETTLED_AFTER = 2.0


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file to check. ``path`` is what reports show. ``stamp`` changes whenever the file does, or is ""."""

    path: str
    location: str
    remote: bool = False
    stamp: str = ""
    size: int = 0
    changed: float = 0.0
    failure: Failure | None = None

    def is_settled(self) -> bool:
        """Whether the stamp can be trusted to tell a later change."""
        return bool(self.stamp) and (self.remote or time.time() - self.changed > SETTLED_AFTER)

    def digest(self) -> tuple[str, Failure | None]:
        """Return the SHA-256 of the content, or "" and why there is none.

        A file that is not what its name says has both: its content may stand under an honest name as well.
        """
        if self.failure is not None:
            return "", self.failure
        if self.size > MAX_BYTES:
            limit = MAX_BYTES // 1024 // 1024
            return "", Failure("too-large", f"the file is larger than {limit} MB, the most that is read")
        if self.remote:
            content, failure = fetch(self.location)
            return ("", failure) if failure else (hashlib.sha256(content).hexdigest(), _misnamed(self.path, content))
        try:
            with open(self.location, "rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
                if PurePosixPath(self.path).suffix.lower() not in kinds.CLAIMS:
                    return digest, None
                file.seek(0)
                return digest, _misnamed(self.path, file.read())
        except OSError as error:
            return "", _denied(error)


def find(
    places: Sequence[str], include: Sequence[str] = (), exclude: Sequence[str] = (), *, skip: Path | None = None
) -> Iterator[ListedFile]:
    """Yield the files under ``places``. One that lies under two of them comes twice.

    Args:
        places: folders, files, zip archives, or URLs of fsspec.
        include: patterns of which a file's path or name must match one, if there are any.
        exclude: patterns none of which may match.
        skip: a folder that is left out: the audit's own.

    Raises:
        ContractcheckError: a place does not exist, or needs an extra that is not installed.
    """
    for place in places:
        for entry, inner in _walk(place, skip):
            if (not include or _matches(inner, include)) and not _matches(inner, exclude):
                yield entry


def fetch(url: str) -> tuple[bytes, Failure | None]:
    """Return the content of a file that fsspec reads, or why there is none. Never more than is read of any file."""
    if url.startswith(SCHEME):
        return fetch_member(url)
    try:
        fs, path = _filesystem(url)
        with fs.open(path, "rb") as file:
            content = bytes(file.read(MAX_BYTES + 1))
    except ContractcheckError:
        raise
    except Exception as error:  # each kind of place has errors of its own
        return b"", Failure("missing", f"it could not be fetched: {type(error).__name__}: {error}")
    return content, None


def _walk(place: str, skip: Path | None) -> Iterator[tuple[ListedFile, str]]:
    if "://" in place:
        return _remote(place)
    path = Path(place)
    if path.is_dir():
        return _folder(path, skip)
    if not path.exists() and not path.is_symlink():
        raise ContractcheckError(f"{place}: there is no such file or folder")
    if path.suffix.lower() == ".zip":
        return _archive(path, place)
    return iter([(_entry(place, path), path.name)])


def _archive(path: Path, shown: str) -> Iterator[tuple[ListedFile, str]]:
    found = False
    for member in members(path):
        parts = [part for part in PurePosixPath(member.name).parts if part != ".."]
        if not any(part.startswith(HIDDEN) for part in parts) and parts[-1:] != [OURS]:
            found = True
            yield ListedFile(f"{shown}/{member.name}", member.location, True, member.stamp, member.size), member.name
    if not found:
        raise ContractcheckError(f"{shown}: there is no such place, or it is empty")


def _folder(root: Path, skip: Path | None) -> Iterator[tuple[ListedFile, str]]:
    """Walk a folder in order. Links to folders are followed, but never in a ring."""
    skipped = _identity(skip) if skip else None
    base = root.resolve()
    visited: set[tuple[int, int]] = set()
    for folder, folders, files in os.walk(root, followlinks=True, onerror=_complain):
        here = _identity(Path(folder))
        if here is None or here in visited or here == skipped:
            folders.clear()
            continue
        visited.add(here)
        seen = sorted(name for name in folders if not name.startswith(HIDDEN))
        away = {name for name in (*seen, *files) if _leads_out(Path(folder, name), base)}
        folders[:] = [name for name in seen if name not in away]
        for name in sorted(name for name in away if not name.startswith(HIDDEN)):
            path = Path(folder, name)
            yield _outside(path.as_posix(), path), path.relative_to(root).as_posix()
        for name in sorted(set(files) - away):
            if not name.startswith(HIDDEN) and name != OURS:
                path = Path(folder, name)
                yield _entry(path.as_posix(), path), path.relative_to(root).as_posix()


def _leads_out(path: Path, base: Path) -> bool:
    """Whether this is a link to something that lies outside the folder that was named."""
    return path.is_symlink() and path.exists() and not path.resolve().is_relative_to(base)


def _outside(shown: str, path: Path) -> ListedFile:
    failure = Failure("link", "this is a link to a place outside the folder: name that place to have it audited")
    location = os.path.abspath(path)
    if not _is_text(shown + location):
        shown, location = _written_out(shown), _written_out(location)
    return ListedFile(shown, location, failure=failure)


def _complain(error: OSError) -> None:
    """A folder that cannot be opened may hold contracts: to go on without it would lose them."""
    raise ContractcheckError(f"{error.filename}: this folder could not be opened ({error.strerror})") from error


def _entry(shown: str, path: Path) -> ListedFile:
    location = os.path.abspath(path)
    if not _is_text(shown + location):
        # Results and the ledger are UTF-8. The bytes are written out, so that the file can be told.
        failure = Failure("unknown-kind", "its name holds bytes that are not characters: rename it")
        return ListedFile(_written_out(shown), _written_out(location), failure=failure)
    try:
        facts = path.stat()
    except OSError as error:
        return ListedFile(shown, location, failure=_denied(error))
    if not stat.S_ISREG(facts.st_mode):
        return ListedFile(shown, location, failure=Failure("unknown-kind", "this is a device or a pipe, not a file"))
    marks = (facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino, facts.st_dev)
    changed = max(facts.st_mtime, facts.st_ctime)
    return ListedFile(shown, location, False, ":".join(map(str, marks)), facts.st_size, changed)


def _is_text(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _written_out(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _remote(url: str, shown: str = "") -> Iterator[tuple[ListedFile, str]]:
    fs, root = _filesystem(url)
    protocol, _, rest = url.partition("://")
    tail = "::" + rest.partition("::")[2] if "::" in rest else ""
    try:
        found: dict[str, dict[str, Any]] = fs.find(root, detail=True)
    except Exception as error:
        raise ContractcheckError(f"{shown or url}: cannot be listed: {type(error).__name__}: {error}") from error
    if not found:
        raise ContractcheckError(f"{shown or url}: there is no such place, or it is empty")
    base = root.rstrip("/")
    for path, facts in sorted(found.items()):
        inner = path.removeprefix(base).lstrip("/") or PurePosixPath(path).name
        parts = PurePosixPath(inner).parts
        if any(part.startswith(HIDDEN) for part in parts) or parts[-1:] == (OURS,):
            continue
        name = f"{shown}/{inner}" if shown else f"{protocol}://{path.lstrip('/') if tail else path}{tail}"
        # What a place says of a file (size, time, checksum) is its stamp.
        marks = sorted((key, str(value)) for key, value in facts.items() if key not in ("name", "mode"))
        stamp = hashlib.sha256(repr(marks).encode()).hexdigest()
        yield ListedFile(name, f"{protocol}://{path}{tail}", True, stamp, int(facts.get("size") or 0)), inner


def _filesystem(url: str) -> tuple[Any, str]:
    try:
        import fsspec
    except ImportError:
        raise ContractcheckError(f"{url}: reading from there needs: pip install 'contractcheck[remote]'") from None
    try:
        fs, path = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise ContractcheckError(f"{url}: this place cannot be read: {error}") from error
    except Exception as error:
        raise ContractcheckError(f"{url}: cannot be opened: {type(error).__name__}: {error}") from error
    return fs, str(path)


def _matches(path: str, patterns: Sequence[str]) -> bool:
    return any(fnmatch(path, pattern) or fnmatch(PurePosixPath(path).name, pattern) for pattern in patterns)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_dev, facts.st_ino


def _misnamed(path: str, content: bytes) -> Failure | None:
    wrong = kinds.misnamed(PurePosixPath(path).name, content)
    return Failure(*wrong) if wrong is not None else None


def _denied(error: OSError) -> Failure:
    if isinstance(error, FileNotFoundError):
        return Failure("missing", "there is no such file")
    return Failure("denied", f"this file may not be opened ({error.strerror or type(error).__name__})")
