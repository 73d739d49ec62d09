"""What commands do with a contract that was examined, or could not be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contractcheck.commands.console import tell
from contractcheck.errors import UnreadableError

if TYPE_CHECKING:
    from contractcheck.checker import Examined
    from contractcheck.model import Document

INTERNAL = "internal-error"


def own_fault(error: Exception) -> str:
    """Say in one line that we failed on a file ourselves: it must not cost the reports on the others."""
    return f"contractcheck itself failed on this file: {type(error).__name__}: {error}"


def read_or_refuse(file: str, examined: Examined, data: bytes | None) -> tuple[Document, bytes]:
    """Return the document and its bytes, for commands that write into a copy. Raises UnreadableError without one."""
    if examined.document is None or data is None:
        error = examined.report.error
        raise UnreadableError(error.code if error else "error", f"{file}: {error.message if error else 'not read'}")
    return examined.document, data


def tell_lost(file: str, examined: Examined) -> None:
    """Name on stderr the attachments that were not read."""
    for reason in examined.lost:
        tell(f"{file}: attachment not read: {reason}")
