"""Reading: bytes to a ``Document``. The reader is chosen by what the bytes are, never by the file's name.

``read`` takes a path, ``read_bytes`` takes bytes (standard input). Both raise ``UnreadableError`` and nothing else.
Its message is one line that begins with the file's name; its code is one of: missing, folder, denied, empty,
too-large, unknown-kind, broken-pdf, broken-docx, broken-image, broken-mail, locked, wrong-password, no-text, too-deep,
attachments-unread, not-english.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from contractcheck.errors import UnreadableError
from contractcheck.model import Document
from contractcheck.reading import kinds
from contractcheck.reading.options import AS_IT_IS, Reading
from contractcheck.reading.readers import reader_of

# The largest file that is read. The largest real contract met so far has 12 MB; scans of long ones stay below 100 MB.
MAX_BYTES = 200 * 1024 * 1024


def read(path: str | Path, data: bytes | None = None, reading: Reading = AS_IT_IS) -> Document:
    """Read the contract at ``path``, or ``data`` as if it were the content of that path.

    Returns the document with its text, verbatim, and its pages. Pages without text are there, marked as not read.
    Raises UnreadableError where there is nothing to check.
    """
    if data is None:
        data = load(path)
    return read_bytes(data, str(path), reading)


def load(path: str | Path) -> bytes:
    """Return the bytes of a file. Raises UnreadableError where it cannot be opened, or is not what its name claims."""
    name = file_label(Path(path).name or str(path))
    data = _load(Path(path), name)
    claimed = kinds.CLAIMS.get(Path(path).suffix.lower())
    if data and claimed and not kinds.is_known(data):
        # Text or a web page under such a name is a failed download or a stub far more often than a contract.
        code, kind = claimed
        raise UnreadableError(code, f"{name}: this is not a {kind}, although its name says so")
    return data


def read_bytes(data: bytes, path: str = "-", reading: Reading = AS_IT_IS) -> Document:
    """Read a contract from bytes. ``path`` is only a name for the report; "-" stands for standard input."""
    name = "standard input" if path == "-" else file_label(Path(path).name or path)
    if not data:
        raise UnreadableError("empty", f"{name}: the file is empty")
    if len(data) > MAX_BYTES:
        raise _too_large(name)
    from contractcheck.reading.languages.language import with_languages
    from contractcheck.reading.locked import unlocked

    plain = unlocked(data, name, reading)
    if plain is data:
        return with_languages(reader_of(data).read(data, file_label(path), name, reading, read_bytes))
    # What a password protects must not lie open in a folder of recognised pages.
    document = reader_of(plain).read(plain, file_label(path), name, replace(reading, ocr_cache=None), read_bytes)
    return with_languages(replace(document, sha256=hashlib.sha256(data).hexdigest()))


def file_label(name: str) -> str:
    """A file name as one line of valid text: names may hold line ends, and bytes that are no characters."""
    return " ".join(name.encode("utf-8", "replace").decode("utf-8").split()) or "(no name)"


def _load(path: Path, name: str) -> bytes:
    """The bytes of a file. Reads one byte past the limit and no further, so that endless devices end too."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except IsADirectoryError:
        raise UnreadableError("folder", f"{name}: this is a folder, not a contract") from None
    except PermissionError:
        if path.is_dir():  # Windows answers "permission denied" for a folder.
            raise UnreadableError("folder", f"{name}: this is a folder, not a contract") from None
        raise UnreadableError("denied", f"{name}: this file may not be opened (permission denied)") from None
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL character in the name
        raise UnreadableError("missing", f"{name}: there is no such file") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableError("denied", f"{name}: this file could not be opened ({reason})") from None
    if len(data) > MAX_BYTES:
        raise _too_large(name)
    return data


def _too_large(name: str) -> UnreadableError:
    limit = MAX_BYTES // 1024 // 1024
    return UnreadableError("too-large", f"{name}: the file is larger than {limit} MB, the most that is read")
