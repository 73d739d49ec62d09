"""Gathers what illustrates an HTML report while the contracts are checked: pictures of pages, words around quotes."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from contractcheck.commands.console import tell
from contractcheck.errors import UnreadableError
from contractcheck.reading.options import Reading

if TYPE_CHECKING:
    from contractcheck.checker import Examined
    from contractcheck.model import Document
    from contractcheck.report.pictures import Illustrations

# What the pictures of all contracts on one page may take together. A browser opens such a page within a second or two.
TOTAL = 12_000_000


class Gallery:
    """The illustrations of one page, by the hash and the name of each contract.

    Args:
        contracts: how many contracts the page will hold: they share the room.
        pictures: False for the words around the quotes only.
        reading: how the contracts are read: a locked one is opened with its passwords.
    """

    def __init__(self, contracts: int, *, pictures: bool, reading: Reading) -> None:
        from contractcheck.report.pictures import BUDGET

        self.art: dict[str, Illustrations] = {}
        self._budget = min(BUDGET, TOTAL // max(contracts, 1))
        self._pictures = pictures
        self._passwords = reading.passwords

    def add(self, file: str, data: bytes | None, examined: Examined) -> None:
        """Illustrate a contract that was examined. ``data`` is its content where that is in memory already."""
        from contractcheck.report.pictures import illustrate

        document = examined.document
        if document is None:
            return
        content = self._content(file, data, document) if self._pictures else None
        try:
            found = illustrate(content, document, examined.reports, self._budget)
        except Exception as error:  # the report stands without pictures: they must not cost it
            tell(f"{file}: its pages could not be shown: {type(error).__name__}: {error}")
            found = illustrate(None, document, examined.reports)
        self.art[f"{document.sha256} {examined.report.contract.name}"] = found

    def _content(self, file: str, data: bytes | None, document: Document) -> bytes | None:
        """Return the bytes that the document was read from, unlocked, or None where they cannot be had any more."""
        if document.media != "application/pdf":
            return None
        try:
            data = Path(file).read_bytes() if data is None else data
        except OSError:
            return None
        if hashlib.sha256(data).hexdigest() != document.sha256:
            return None
        from contractcheck.reading.pdf.pdf import is_locked, without_lock

        try:
            if not is_locked(data):
                return data
            found = (without_lock(data, document.name, password) for password in self._passwords)
            return next((one for one in found if one is not None), None)
        except UnreadableError:
            return None
