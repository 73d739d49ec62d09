"""Reads the source files of the sample contracts.

A source file starts with ``key: value`` lines and a line ``---``. After that every line is one block:

    # Title                 ## Clause heading        ### Annex heading (starts a page)
    > indented              >> indented twice        ^ centred
    |cell|cell|             table row, the first row of a table is its head
    [contents]  [page]  [columns]  [/columns]  [signatures A | B]

A clause number at the start of a block hangs in the margin. ``**words**`` are bold, ``~`` is a non-breaking space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.sax.saxutils import escape

# Three stars are a redaction ("[***]"), not a mark of bold words.
BOLD = re.compile(r"(?<!\*)\*\*(?!\*)(.+?)(?<!\*)\*\*(?!\*)")
SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True)
class Block:
    """One line of a source file: what it is, and its text without the mark."""

    kind: str
    text: str


@dataclass(frozen=True)
class Source:
    """A parsed source file: the settings above the ``---`` line, and the blocks below it."""

    settings: dict[str, str]
    blocks: tuple[Block, ...]

    def setting(self, key: str, default: str) -> str:
        """The value of a setting, or the default where the file does not give it."""
        return self.settings.get(key, default)


MARKS = {"### ": "annex", "## ": "heading", "# ": "title", ">> ": "inner", "> ": "item", "^ ": "centred"}


def parse(text: str) -> Source:
    """Read a source file. Raises ValueError where the ``---`` line is absent."""
    head, mark, body = text.partition("\n---\n")
    if not mark:
        raise ValueError("a source file needs a line of --- after its settings")
    settings = dict(re.split(r":\s*", line, maxsplit=1) for line in head.splitlines() if line.strip())
    return Source(settings, tuple(block_of(line.strip()) for line in body.splitlines() if line.strip()))


def block_of(line: str) -> Block:
    """The block that one line of a source file stands for."""
    if line.startswith("[") and line.endswith("]") and not line.startswith("[*"):
        return Block("order", line[1:-1])
    if line.startswith("|"):
        return Block("row", line.strip("|"))
    for mark, kind in MARKS.items():
        if line.startswith(mark):
            return Block(kind, line[len(mark) :])
    return Block("body", line)


def curled(text: str) -> str:
    """The text with typographer's quotation marks and apostrophes."""
    text = re.sub(r'(^|[\s(\[-])"', "\\1\u201c", text).replace('"', "\u201d")
    return re.sub(r"(^|[\s(])'", "\\1\u2018", text).replace("'", "\u2019")


def words(text: str, hyphenated: tuple[str, ...]) -> str:
    """Source text as ReportLab's paragraph markup, with soft hyphens in the words that may break."""
    for word in hyphenated:
        text = re.sub(rf"\b{word.replace('-', '')}\b", word.replace("-", SOFT_HYPHEN), text)
    return BOLD.sub(r"<b>\1</b>", escape(text))
