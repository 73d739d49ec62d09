"""Parts that Word imports when it opens a file (altChunk): web pages, texts and other Word files inside the package.

They are read where they stand, by the reader of their kind; what cannot be read is named.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, replace

from contractcheck.errors import UnreadableError
from contractcheck.model import Document
from contractcheck.reading.options import ReadOptions
from contractcheck.reading.word.package import Package

# Word files in Word files. More is an attack.
MAX_INSIDE = 5
MAX_IMPORTED = 200


@dataclass
class Imports:
    """Reads the imported parts of one file. ``count`` is how many were met."""

    package: Package
    related: dict[str, tuple[str, str]]
    reading: ReadOptions
    count: int = 0

    def name(self, key: str) -> str:
        """Return the name of the part that a relation points at."""
        _, part = self.related.get(key, ("", ""))
        return posixpath.basename(part) or "an imported part"

    def read(self, key: str) -> Document | None:
        """Return the part that a relation points at, read; None where it cannot be."""
        from contractcheck.reading import read_bytes

        _, part = self.related.get(key, ("", ""))
        self.count += 1
        if self.reading.inside >= MAX_INSIDE or self.count > MAX_IMPORTED or not part:
            return None
        data = self.package.data(part)
        if not data:
            return None
        reading = replace(self.reading, inside=self.reading.inside + 1)
        try:
            document = read_bytes(data, self.name(key), reading)
        except UnreadableError:
            return None
        return document if document.media not in ("application/pdf",) and not document.unread_pages else None
