"""The shapes of a page: paragraphs, tables and their cells, and the marks that stand inside their words."""

from __future__ import annotations

from dataclasses import dataclass, field

from contractcheck.reading.web.lists import Marker

# Marks inside the text of a block: a line break, the beginning and the end of inserted words, deleted words.
BREAK, INSERTED, INSERTED_END, DELETED = "\x00", "\x01", "\x02", "\x03"


@dataclass
class Paragraph:
    """A block of words with its marks inside. ``level`` is that of a heading, or 0. ``kept`` keeps spaces as typed.

    ``bold`` tells that its first words are in bold type.
    """

    words: str
    level: int = 0
    markers: tuple[Marker, ...] = ()
    kept: bool = False
    bold: bool = False
    furniture: bool = False


@dataclass
class TableCell:
    """A cell: its blocks, how many rows and columns it covers, and whether it is a head."""

    blocks: list[Block] = field(default_factory=list)
    rows: int = 1
    columns: int = 1
    head: bool = False


@dataclass
class Grid:
    """A table: its rows of cells, and how many of the first rows stand in its ``thead``."""

    rows: list[list[TableCell]] = field(default_factory=list)
    heads: int = 0
    in_head: bool = False


Block = Paragraph | Grid
