"""Plain text and Markdown: bytes to a ``Document``, every character kept."""

from __future__ import annotations

import codecs
import hashlib
import re

from contractcheck.errors import UnreadableError
from contractcheck.model import Document, Page
from contractcheck.reading.kinds import WHAT_IS_READ
from contractcheck.reading.text.pipes import pipe_tables
from contractcheck.reading.text.tabbed import tabbed_tables

# Marks at the start of a file and the encoding each stands for; the longer mark of UTF-32 comes before UTF-16.
BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Text holds next to no control characters. Old files carry a stray one now and then; other kinds are full of them.
MAX_CONTROL_SHARE = 0.005
# Windows-1252 gives a meaning to nearly every byte. Only a text that is mostly plain letters is believed to be in it.
MIN_PLAIN_SHARE = 0.7

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_PLAIN = re.compile(r"[A-Za-z0-9\s.,;:()'\"-]")
_WORD = re.compile(r"[^\W\d_]{2}|\*{2}")  # a word, or a redaction: what holds only "[***]" was read
# What only Markdown has: a heading mark, a link, a tag of HTML, a table's ruler, front matter.
_MARKDOWN = re.compile(
    r"^ {0,3}#{1,6}[ \t]+\S|\]\((?:https?:|/|#|mailto:)|</(?:span|a|div|p|label|em|strong|b|i)>"
    r"|^\|?(?:[ :]*-{3,}[ :]*\|)+|\A(?:---|\+\+\+)\r?\n",
    re.MULTILINE,
)
# Bold text and underlined titles occur in plain text too, as redactions and ruled lines: one of them proves nothing.
_MAYBE_MARKDOWN = re.compile(r"(?<!\S)\*\*[A-Za-z][^*\n]*[A-Za-z.:]\*\*|^\S.*\n={5,}[ \t]*\r?$", re.MULTILINE)
MIN_MAYBE = 3


def read_text(data: bytes, path: str, name: str) -> Document:
    """Read plain text. One page, or one for each form feed between pages. Raises UnreadableError."""
    text = _decode(data, name)
    if not _WORD.search(text):
        raise UnreadableError("no-text", f"{name}: the file holds no words")
    return _document(text, data, path, name)


def read_string(text: str, name: str) -> Document:
    """Read a text that is in memory, as it is. Raises UnreadableError where it holds no words."""
    if not _WORD.search(text):
        raise UnreadableError("no-text", f"{name}: the text holds no words")
    return _document(text, text.encode("utf-8", "surrogatepass"), name, name)


def _document(text: str, data: bytes, path: str, name: str) -> Document:
    pages = _pages(text)
    return Document(
        path=path,
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media="text/markdown" if _is_markdown(text) else "text/plain",
        text=text,
        pages=pages,
        tables=pipe_tables(text, pages) or tabbed_tables(text, pages),
    )


def _decode(data: bytes, name: str) -> str:
    unknown = UnreadableError("unknown-kind", f"{name}: not a known kind of file; {WHAT_IS_READ} read")
    marked = next((encoding for mark, encoding in BYTE_ORDER_MARKS if data.startswith(mark)), "")
    try:
        text = data.decode(marked or "utf-8")
    except UnicodeDecodeError:
        if marked:
            raise unknown from None
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            raise unknown from None
        if len(_PLAIN.findall(text)) < MIN_PLAIN_SHARE * len(text):
            raise unknown from None
    if len(_CONTROL.findall(text)) > MAX_CONTROL_SHARE * len(text):
        raise unknown
    return text


def _is_markdown(text: str) -> bool:
    return bool(_MARKDOWN.search(text)) or len(_MAYBE_MARKDOWN.findall(text)) >= MIN_MAYBE


def _pages(text: str) -> tuple[Page, ...]:
    """The pages between form feeds. A form feed at the very end closes the last page and opens none."""
    pages: list[Page] = []
    start = 0
    pieces = text.split("\f")
    if len(pieces) > 1 and not pieces[-1].strip():
        pieces[-2:] = ["\f".join(pieces[-2:])]
    for number, piece in enumerate(pieces, start=1):
        end = start + len(piece)
        pages.append(Page(number, start, end, read=bool(_WORD.search(piece))))
        start = end + 1
    return tuple(pages)
