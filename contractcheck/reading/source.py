"""The file behind a document: its bytes, read and unlocked once, and one open PDF for all who look into it."""

from __future__ import annotations

import hashlib
import stat
import weakref
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from contractcheck.errors import UnreadableError
from contractcheck.reading import kinds
from contractcheck.reading.options import AS_IT_IS, ReadOptions

if TYPE_CHECKING:
    import pypdfium2

# The largest file that is read. The largest real contract met so far has 12 MB; scans of long ones stay below 100 MB.
MAX_BYTES = 200 * 1024 * 1024
STDIN = "-"
_SPECIAL = "this is a device or a pipe, not a file; to read from a pipe, name - and pipe the contract in"
FOLDER = "this is a folder, not a contract; for a folder: contractcheck audit FOLDER, or --as-package"


class Source:
    """A file that was opened: ``data`` are its bytes as they are, ``plain`` those without a lock.

    ``path`` and ``name`` are as the report shows them. A PDF is opened by PDFium when somebody first asks, and stays
    open until nothing holds the source any more: text, tables and pictures come from one opening.
    ``tables_lost`` are the pages whose ruled tables were looked for and could not be analysed; their words were read.
    """

    def __init__(self, data: bytes, path: str, name: str, plain: bytes | None = None) -> None:
        self.data = data
        self.plain = data if plain is None else plain
        self.path = path
        self.name = name
        self.tables_lost: set[int] = set()

    @property
    def was_locked(self) -> bool:
        """Whether a password was needed: what it protects must not lie open anywhere else."""
        return self.plain is not self.data

    @cached_property
    def sha256(self) -> str:
        """The hash of the file as it is."""
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def pdf(self) -> pypdfium2.PdfDocument:
        """The open PDF. Raises UnreadableError where the bytes are not one."""
        from contractcheck.reading.pdfium import opened

        pdf = opened(self.plain, self.name)
        weakref.finalize(self, pdf.close)
        return pdf


def open_source(path: str | Path, data: bytes | None = None, reading: ReadOptions = AS_IT_IS) -> Source:
    """Open the file at ``path``, or ``data`` as if it were its content; "-" stands for standard input.

    Raises UnreadableError where there is no such file, it is empty, too large, not what its name claims, or locked.
    """
    if data is None:
        data = _load(path)
    name = "standard input" if str(path) == STDIN else file_label(Path(path).name or str(path))
    if not data:
        raise UnreadableError("empty", f"{name}: the file is empty")
    if len(data) > MAX_BYTES:
        raise _too_large(name)
    from contractcheck.reading.locked import unlocked

    return Source(data, file_label(str(path)), name, unlocked(data, name, reading))


def file_label(name: str) -> str:
    """A file name as one line of valid text: names may hold line ends, and bytes that are no characters."""
    return " ".join(name.encode("utf-8", "replace").decode("utf-8").split()) or "(no name)"


def _load(path: str | Path) -> bytes:
    """Return the bytes of a file. Reads one byte past the limit and no further, so that endless devices end too."""
    path = Path(path)
    name = file_label(path.name or str(path))
    try:
        kind = stat.S_IFMT(path.stat().st_mode)
    except (OSError, ValueError):
        kind = stat.S_IFREG  # to open it says what is wrong
    if kind not in (stat.S_IFREG, stat.S_IFDIR):
        # A pipe that nobody writes to, and a device, may never end.
        raise UnreadableError("denied", f"{name}: {_SPECIAL}")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except IsADirectoryError:
        raise UnreadableError("folder", f"{name}: {FOLDER}") from None
    except PermissionError:
        if path.is_dir():  # Windows answers "permission denied" for a folder.
            raise UnreadableError("folder", f"{name}: {FOLDER}") from None
        raise UnreadableError("denied", f"{name}: this file may not be opened (permission denied)") from None
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL character in the name
        raise UnreadableError("missing", f"{name}: there is no such file") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableError("denied", f"{name}: this file could not be opened ({reason})") from None
    if len(data) > MAX_BYTES:
        raise _too_large(name)
    wrong = kinds.misnamed(path.name, data)
    if wrong is not None:
        raise UnreadableError(wrong[0], f"{name}: {wrong[1]}")
    return data


def _too_large(name: str) -> UnreadableError:
    limit = MAX_BYTES // 1024 // 1024
    return UnreadableError("too-large", f"{name}: the file is larger than {limit} MB, the most that is read")
