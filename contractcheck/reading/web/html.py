"""Web pages: bytes to a ``Document``. Nothing of a page is run, and nothing that it names is fetched.

The text is what a reader of the page sees, block by block: scripts, styles and hidden elements are no text of it, the
numbers of its lists are. libxml2 (by lxml, BSD) parses it event by event, so that no depth of nesting can harm.
"""

from __future__ import annotations

import codecs
import hashlib
import re

from contractcheck.errors import UnreadableError
from contractcheck.model import Document, Page
from contractcheck.reading.options import AS_IT_IS, ReadOptions, Revisions
from contractcheck.reading.text.text import BYTE_ORDER_MARKS
from contractcheck.reading.web.blocks import Blocks
from contractcheck.reading.web.layout import Layout
from contractcheck.reading.web.shapes import DELETED

# The longest contracts as web pages have 10 MB, most of it styles.
MAX_BYTES = 60 * 1024 * 1024
# Hidden words of menus and of screen readers are common; more than this may be a part of the contract.
MANY_HIDDEN = 40
# libxml2 takes a page in pieces; one of this many bytes bounds the memory that a piece needs.
PIECE = 1 << 20

_WORD = re.compile(r"[^\W\d_]{2}|\*{2}")
_DECLARED = re.compile(rb"""<meta\b[^>]{0,300}?\bcharset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"""\A\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{2,40})["']""", re.IGNORECASE)
_DECLARED_WITHIN = 8192
# Encodings that pages come in. Others that Python knows are no encodings of text, or can be made to hang.
_KNOWN = re.compile(
    r"(?:utf-8|utf-16|utf-32|ascii|iso8859-\d+|cp125\d|cp8\d\d|cp437|cp93[26]|cp949|cp950|koi8-[ru]|gbk?|gb2312|gb18030"
    r"|big5(?:hkscs)?|shift_jis|euc_(?:jp|kr)|iso2022_(?:jp|kr)|mac-\w+|tis-620)(?:-[lb]e|-sig)?\Z"
)
# Pages that call themselves ISO 8859-1 or ASCII are in Windows-1252: browsers take it so, and so does the standard.
_WINDOWS = frozenset({"ascii", "iso8859-1"})
_SEVEN_BITS = frozenset({"iso2022_jp", "iso2022_kr"})
# In XHTML "<script/>" is a whole element; in HTML it would swallow all that follows.
_CLOSED_AT_ONCE = re.compile(
    r"<(script|style|title|textarea|iframe|noscript|div|span|p|a|td|th|li|ol|ul|b|i|em|strong)\b([^<>]{0,2000})/>",
    re.IGNORECASE,
)
_PROLOGUE = re.compile(r"\A\s*<\?xml\b[^>]{0,300}\?>", re.IGNORECASE)
# What stands before a page that was cut out of a filing.
_FILING = re.compile(
    r"\A\s*(?:<(?:SEC-|DOCUMENT|TYPE|SEQUENCE|FILENAME|DESCRIPTION|TEXT)[^\n]{0,300}\n\s*)+(?=<(?:!doctype|html|!--))",
    re.IGNORECASE,
)
_NO_ENCODING = UnicodeDecodeError("utf-8", b"", 0, 0, "")


def read_html(data: bytes, path: str, name: str, reading: ReadOptions = AS_IT_IS, charset: str = "") -> Document:
    """Read a web page. It is one page, with its paragraphs, headings, tables and changes.

    ``charset`` is what came with it, as in the head of an e-mail. Raises UnreadableError: too-large, no-text.
    """
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        raise UnreadableError("too-large", f"{name}: the page is larger than {limit} MB, the most that is read")
    text, is_sure = decode(data, charset)
    blocks = _parse(text, name, original=reading.revisions is Revisions.ORIGINAL)
    layout = Layout("".join(blocks.struck).split(DELETED))
    layout.write(blocks.blocks)
    words = layout.text
    if not _WORD.search(words):
        raise UnreadableError("no-text", f"{name}: {_no_text(blocks)}")
    return Document(
        path=path,
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media="text/html",
        text=words,
        pages=(Page(1, 0, len(words)),),
        tables=tuple(layout.tables),
        paragraphs=tuple(layout.paragraphs),
        headings=tuple(layout.headings),
        furniture=tuple(layout.furniture),
        marks=tuple(layout.marks),
        bold=tuple(layout.bold),
        notes=_notes(blocks, is_sure=is_sure),
    )


def decode(data: bytes, charset: str = "") -> tuple[str, bool]:
    """The characters of a page, and whether all of them are sure.

    A mark at the start decides, then whether the bytes are UTF-8, then what the message or the page says.
    """
    marked = next((encoding for mark, encoding in BYTE_ORDER_MARKS if data.startswith(mark)), "")
    if not marked and data[:2] in (b"<\x00", b"\x00<"):
        marked = "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"
    if marked:
        return data.decode(marked, "replace"), True
    head = data[:_DECLARED_WITHIN]
    inside = _DECLARED.search(head) or _XML_DECLARED.search(head)
    said = _known(charset) or _known(inside[1].decode("ascii") if inside else "")
    # A page that says UTF-16 and begins with plain letters is not in it.
    said = "" if said.startswith(("utf-16", "utf-32")) else said
    for encoding in (said, "utf-8") if said in _SEVEN_BITS else ("utf-8", said, "cp1252"):
        try:
            return data.decode(encoding or "utf-8"), True
        except UnicodeDecodeError:
            continue
    return data.decode(said or "cp1252", "replace"), False


def _known(label: str) -> str:
    try:
        name = codecs.lookup(label.strip()).name if label.strip() else ""
    except LookupError:
        return ""
    if name in _WINDOWS:
        return "cp1252"
    return name if _KNOWN.match(name) else ""


def _parse(text: str, name: str, *, original: bool) -> Blocks:
    from lxml import etree

    filing = _FILING.match(text)
    text = text[filing.end() :] if filing else text
    if _PROLOGUE.match(text):
        text = _CLOSED_AT_ONCE.sub(r"<\1\2></\1>", _PROLOGUE.sub("", text))
    blocks = Blocks(name, original=original)
    # Built-in entities only: HTML declares none, and no network is ever asked.
    parser = etree.HTMLParser(target=blocks, encoding="utf-8", huge_tree=True, no_network=True, remove_pis=True)
    content = text.replace("\x00", "").encode("utf-8", "replace")
    try:
        for at in range(0, len(content), PIECE):
            parser.feed(content[at : at + PIECE])
        parser.close()
    except etree.XMLSyntaxError:
        blocks.close()
    return blocks


def _no_text(blocks: Blocks) -> str:
    if blocks.hidden_words > MANY_HIDDEN:
        return "the page hides all its words: open it in a browser, save it as PDF and check that"
    if blocks.scripts:
        return "a script loads the words of this page: open it in a browser, save it as PDF and check that"
    if blocks.frames:
        return "the page holds no words, it shows another page in a frame: save that one and check it"
    if blocks.pictures:
        return "the page holds no words, only pictures"
    return "the page holds no words"


def _notes(blocks: Blocks, *, is_sure: bool) -> tuple[str, ...]:
    notes = []
    if blocks.hidden_words > MANY_HIDDEN:
        notes.append(f"The page hides {blocks.hidden_words:,} words. They were not read.")
    if blocks.frames:
        notes.append("The page shows another page in a frame. That one was not read.")
    if any(piece not in ("", DELETED) for piece in blocks.struck):
        notes.append("Words that are struck out on the page were not read.")
    if not is_sure:
        notes.append("Some characters of the page could not be read: its encoding is not the one that it names.")
    return tuple(notes)
