"""What commands do with a contract that was examined, or could not be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contractcheck.commands.console import tell
from contractcheck.errors import UnreadableError

if TYPE_CHECKING:
    from contractcheck.checker import Examined
    from contractcheck.contract import Contract

INTERNAL = "internal-error"


def own_fault(error: Exception) -> str:
    """Say in one line that we failed on a file ourselves: it must not cost the reports on the others."""
    return f"contractcheck itself failed on this file: {type(error).__name__}: {error}"


def read_or_refuse(file: str, examined: Examined) -> Contract:
    """Return the contract, for commands that write into a copy. Raises UnreadableError where it was not read."""
    if examined.contract is None:
        error = examined.report.error
        raise UnreadableError(error.code if error else "error", f"{file}: {error.message if error else 'not read'}")
    return examined.contract


def tell_lost(file: str, examined: Examined) -> None:
    """Name on stderr the attachments that were not read."""
    for reason in examined.lost:
        tell(f"{file}: attachment not read: {reason}")
