"""Where an offset stands in a text file: line and column, as editors and pipelines count them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from contractcheck.model import Document

# Media whose text is that of the file, character by character. A web page and a Word file have no such lines.
_AS_IT_STANDS = frozenset({"text/plain", "text/markdown"})
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a text, by where they start. Lines and columns count from 1, columns in characters."""

    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Lines:
        """Find the lines of a text."""
        return cls((0, *(found.end() for found in _LINE_END.finditer(text))))

    def at(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of a character."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1


def lines_of(document: Document | None) -> Lines | None:
    """Return the lines of a document, or None where its text is not what stands in the file."""
    if document is None or document.media not in _AS_IT_STANDS or document.parts:
        return None
    return Lines.of(document.text)
