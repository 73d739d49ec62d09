"""The blocks of a web page: paragraphs and tables, from the events of a parser. Nothing of the page is run or fetched.

libxml2 hands over one element after the other, so that a page may be nested as deep as it likes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contractcheck.errors import UnreadableError
from contractcheck.reading.web.fields import field_text, ruled, squeezed
from contractcheck.reading.web.lists import Lists, Marker
from contractcheck.reading.web.shapes import (
    BREAK,
    DELETED,
    INSERTED,
    INSERTED_END,
    Block,
    Grid,
    Paragraph,
    TableCell,
)
from contractcheck.reading.web.styles import MAX_AROUND, Styles

# Elements of one page. Real contracts stay below two hundred thousand.
MAX_ELEMENTS = 500_000
# Tables within tables, as old pages are laid out. What lies deeper is read as plain blocks.
MAX_TABLES_DEEP = 30
# The most rows or columns that one cell may cover.
MAX_SPAN = 1000
# An inline style longer than this was written to do harm.
MAX_STYLE = 2000
# A style sheet longer than this is not looked at for numbers of lists.
MAX_SHEET = 500_000

_UNSEEN = frozenset(
    "script style template noscript title textarea select iframe object applet svg math canvas audio video datalist"
    " noframes noembed frameset dialog".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure footer form h1 h2"
    " h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol p pre search section summary ul caption tr"
    " td th table thead tbody tfoot option".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ol", "ul", "menu", "dir"})
_APART = frozenset({"nav", "footer", "header", "aside"})
_APART_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search"})
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_UNDERLINED = re.compile(r"text-decoration(?:-line)?\s*:[^;]*underline", re.IGNORECASE)
_KEEPS_LINES = re.compile(r"white-space\s*:\s*pre", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)|font\s*:[^;]*\bbold", re.IGNORECASE)
_BOLD_TAGS = frozenset({"b", "strong", "th"})
_STRUCK_TAGS = frozenset({"del", "s", "strike"})
_MARKS = str.maketrans("", "", BREAK + INSERTED + INSERTED_END + DELETED + "\u200b\ufeff\xad")
_NO_MARKS = str.maketrans("", "", INSERTED + INSERTED_END + DELETED)
_WORDS = re.compile(r"\w+")
# Words of a contract. A menu has none of them, and next to nothing that is no link.
_DUTY = re.compile(r"\b(?:shall|must|will|agrees?|means)\b", re.IGNORECASE)
MIN_LINKED = 0.5
_DIGIT_AFTER_LETTER = re.compile(r"[^\W\d_]\Z")


@dataclass(slots=True)
class _Open:
    """An element that is open, and what its end undoes."""

    tag: str
    unseen: bool = False
    hidden: bool = False
    kept: bool = False
    link: bool = False
    inserted: bool = False
    struck: bool = False
    grid: bool = False
    cell: bool = False
    listed: bool = False
    sheet: bool = False
    quoted: bool = False
    bold: bool = False
    ruled: bool = False
    level: int = 0
    apart: tuple[int, int, int] | None = None
    classes: frozenset[str] = frozenset()


class Blocks:
    """Takes the events of lxml's parser (``start``, ``data``, ``end``, ``close``) and collects the blocks of a page.

    ``hidden_words`` counts words that the page does not show. ``struck`` holds the words that are struck out, DELETED
    after each piece of them; with ``original`` they are read, and inserted words are not.
    """

    def __init__(self, name: str, *, original: bool = False) -> None:
        self.blocks: list[Block] = []
        self.hidden_words = 0
        self.struck: list[str] = []
        self.frames = self.pictures = self.scripts = 0
        self._name = name
        self._original = original
        self._places: list[list[Block]] = [self.blocks]
        self._grids: list[Grid] = []
        self._open: list[_Open] = []
        self._styles = Styles()
        self._lists = Lists(self._styles)
        self._pieces: list[str] = []
        self._sheet: list[str] = []
        self._markers: list[Marker] = []
        self._unseen = self._hidden = self._kept = self._links = self._struck = self._level = 0
        self._bold = 0
        self._starts_bold: bool | None = None
        self._linked = self._letters = self._elements = 0

    # -- what the parser calls

    def start(self, tag: Any, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            message = f"{self._name}: the page has more than {MAX_ELEMENTS:,} elements, the most that is read"
            raise UnreadableError("too-large", message)
        tag = str(tag).rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""
        self.scripts += tag == "script"
        self.frames += tag in ("iframe", "frame", "object", "embed")
        self.pictures += tag == "img"
        element = _Open(tag)
        self._open.append(element)
        own = dict(attributes)
        style = own.get("style", "")[:MAX_STYLE]
        element.sheet = tag == "style"
        if tag in _UNSEEN and not (tag == "dialog" and "open" in own):
            element.unseen = True
        elif "hidden" in own or _HIDDEN.search(style):
            element.unseen = element.hidden = True
        elif tag in _STRUCK_TAGS or _STRUCK.search(style):
            element.struck = True
        elif tag == "ins":
            element.inserted = True
        self._unseen += element.unseen or (element.inserted and self._original)
        self._hidden += element.hidden
        self._struck += element.struck
        if self._unseen:
            return
        element.classes = frozenset(own.get("class", "").split())
        if tag in _BLOCKS:
            self._block(element, own)
        else:
            self._inline(element, own)
        element.ruled = tag == "u" or bool(_UNDERLINED.search(style))
        element.bold = tag in _BOLD_TAGS or bool(_BOLD.search(style))
        self._bold += element.bold
        element.kept = tag in ("pre", "listing") or bool(_KEEPS_LINES.search(style))
        self._kept += element.kept

    def data(self, words: str) -> None:
        """Words stand here."""
        if self._open and self._open[-1].sheet:
            if len(self._sheet) < MAX_SHEET:
                self._sheet.append(words)
        elif self._unseen:
            if self._hidden:
                self.hidden_words += len(_WORDS.findall(words))
        elif self._struck and not self._original:
            self.struck.append(words)
        else:
            words = words.translate(_MARKS)
            if self._open and self._open[-1].ruled:
                words = ruled(words)
            self._letters += len(words)
            self._linked += len(words) if self._links else 0
            if self._starts_bold is None and not words.isspace():
                self._starts_bold = self._bold > 0
            self._pieces.append(words.replace("\r\n", "\n").replace("\n", BREAK) if self._kept else words)

    def end(self, tag: Any) -> None:
        """The element that was opened last ends."""
        if not self._open:
            return
        element = self._open.pop()
        if element.sheet:
            self._styles.read("".join(self._sheet)[:MAX_SHEET])
            self._sheet.clear()
        unseen = element.unseen or (element.inserted and self._original)
        self._hidden -= element.hidden
        self._struck -= element.struck
        if element.struck and not self._unseen and self.struck and self.struck[-1] != DELETED:
            self._pieces.append(DELETED)
            self.struck.append(DELETED)
        if self._unseen:
            self._unseen -= unseen
            return
        self._links -= element.link
        if element.inserted:
            self._pieces.append(INSERTED_END)
        if element.quoted:
            self._pieces.append("”")
        if element.tag in _BLOCKS:
            self._flush()
        self._kept -= element.kept
        self._bold -= element.bold
        self._close(element)

    def close(self) -> Blocks:
        """The page ends."""
        while self._open:
            self.end(self._open[-1].tag)
        self._flush()
        return self

    # -- elements

    def _inline(self, element: _Open, own: Mapping[str, str]) -> None:
        tag = element.tag
        if tag == "br":
            self._pieces.append(BREAK)
        elif tag == "a" and own.get("href"):
            element.link = True
            self._links += 1
        elif tag == "q":
            element.quoted = True
            self._pieces.append("“")
        elif tag == "sup" and self._pieces and _DIGIT_AFTER_LETTER.search(self._pieces[-1]):
            self._pieces.append(" ")  # the mark of a footnote is no part of the word before it
        elif tag == "input":
            self._pieces.append(field_text(own).translate(_MARKS))
        elif element.inserted:
            self._pieces.append(INSERTED)

    def _block(self, element: _Open, own: Mapping[str, str]) -> None:
        self._flush()
        tag = element.tag
        if tag in _HEADINGS:
            element.level, self._level = self._level, _HEADINGS[tag]
        elif tag in _LISTS:
            element.listed = True
            self._lists.begin(tag == "ol", own)
        elif tag == "li":
            around = [(one.tag, one.classes) for one in self._open[-MAX_AROUND:]] if self._styles.rules else []
            self._markers.append(self._lists.item(around, own))
        elif tag == "table" and len(self._grids) < MAX_TABLES_DEEP:
            element.grid = True
            self._grids.append(Grid())
        elif tag in ("thead", "tbody", "tfoot") and self._grids:
            self._grids[-1].in_head = tag == "thead"
        elif tag == "tr" and self._grids:
            self._row()
        elif tag in ("td", "th") and self._grids and len(self._places) == len(self._grids):
            self._cell(element, own)
        if tag in _APART or own.get("role", "") in _APART_ROLES:
            element.apart = (len(self._places[-1]), self._letters, self._linked)

    def _row(self) -> None:
        grid = self._grids[-1]
        if len(self._places) == len(self._grids):
            grid.heads += grid.in_head and grid.heads == len(grid.rows)
            grid.rows.append([])

    def _cell(self, element: _Open, own: Mapping[str, str]) -> None:
        grid = self._grids[-1]
        if not grid.rows:
            grid.rows.append([])
        cell = TableCell(rows=_span(own.get("rowspan")), columns=_span(own.get("colspan")), head=element.tag == "th")
        grid.rows[-1].append(cell)
        element.cell = True
        self._places.append(cell.blocks)

    def _close(self, element: _Open) -> None:
        if element.tag in _HEADINGS:
            self._level = element.level
        if element.listed:
            self._lists.end()
        if element.tag == "li":
            self._markers.clear()  # the number of an item without words must not pass to the next one
        if element.cell:
            self._places.pop()
        if element.grid:
            self._places[-1].append(self._grids.pop())
        if element.apart is not None:
            self._set_apart(*element.apart)

    def _set_apart(self, first: int, letters: int, linked: int) -> None:
        """Mark a menu as furniture: nearly all of it is links, and no sentence binds anyone."""
        added = self._places[-1][first:]
        total = self._letters - letters
        words = [block for block in added if isinstance(block, Paragraph)]
        if len(words) < len(added) or self._linked - linked < MIN_LINKED * total:
            return
        if not any(_DUTY.search(block.words) for block in words):
            for block in words:
                block.furniture = True

    # -- paragraphs

    def _flush(self) -> None:
        """Close the paragraph: two line breaks in a row part it, as a blank line does."""
        if not self._pieces:
            return
        whole = "".join(self._pieces)
        self._pieces.clear()
        lines = whole.split(BREAK)
        kept = bool(self._kept)
        block: list[str] = []
        alone = ""
        for line in [*lines, ""]:
            line = line.rstrip() if kept else squeezed(line)
            if not line.translate(_NO_MARKS).strip():
                alone += "".join(line.split())  # marks of changes stand before the words that follow
                if block:
                    self._paragraph("\n".join(block), kept)
                    block = []
            else:
                block.append(alone + line)
                alone = ""
        self._pieces.extend([alone] if alone else [])

    def _paragraph(self, words: str, kept: bool) -> None:
        self._places[-1].append(Paragraph(words, self._level, tuple(self._markers), kept, bool(self._starts_bold)))
        self._markers.clear()
        self._starts_bold = None


def _span(value: str | None) -> int:
    found = re.match(r"\s*(\d{1,6})", value or "")
    return max(1, min(int(found[1]), MAX_SPAN)) if found else 1
