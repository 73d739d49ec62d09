"""Lines as the structure readers see them: plain spaces, no markup, and the same offsets as the document."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from contractcheck.model import Cleaned, Document, Span

# Each replacement is one character for one, so that offsets hold. U+FFFE is PDFium's mark for a hyphen at a line end.
# Odd spaces become spaces; soft hyphens and hyphen marks become hyphens.
_SPACES = "\u00a0\t\u2002\u2003\u2007\u2009\u200b\u202f\u3000\ufeff\x00"
_HYPHENS = "\ufffe\u00ad\x02\u2010\u2011"

_ODD = frozenset(_SPACES + _HYPHENS)

_ALPHANUMERIC = re.compile(r"[^\W_]")

# A bullet before a number of its own ("- (b) Required by law"): the number says where the item belongs.
_BULLET = re.compile(r"[-+•·▪◦–]\s+[*_]{0,3}(?=\(?(?:[A-Za-z]|\d{1,2}|[ivx]{2,5})[.)][*_]{0,3}\s)")

# A share of gaps above lines from which on a gap tells nothing about paragraphs.
_GAP_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class Row:
    """One line: ``start``/``end`` in the document, ``at`` where its first letter stands, ``text`` from ``at`` on.

    ``mark`` is the level of a heading that the file itself marks as one (the number of ``#`` in Markdown), else 0;
    ``bold`` tells that the line begins in bold type.
    """

    start: int
    end: int
    at: int
    text: str
    page: int
    blank: bool
    mark: int = 0
    bold: bool = False


def plain_text(text: str, noise: Iterable[Span]) -> str:
    """Return a text with plain spaces and with its noise blanked out. Same offsets."""
    # One pass for each character that occurs is many times faster than str.translate.
    for odd in _SPACES:
        text = text.replace(odd, " ")
    for odd in _HYPHENS:
        text = text.replace(odd, "-")
    pieces = []
    done = 0
    for span in noise:
        if span.start < done or span.end > len(text):
            continue
        pieces.append(text[done : span.start])
        pieces.append(" " * (span.end - span.start))
        done = span.end
    pieces.append(text[done:])
    return "".join(pieces)


def as_printed(plain: str, text: str) -> str:
    """Return a stretch of plain text with the spaces and hyphens of the document's own, noise still blanked out."""
    return "".join(own if own in _ODD else char for char, own in zip(plain, text, strict=True))


def rows_of(document: Document, cleaned: Cleaned, plain: str) -> list[Row]:
    """Return the lines that hold text, in order."""
    rows = []
    # Where nearly every line has a gap above it (double spacing), a gap tells nothing about paragraphs, unless the file
    # has paragraphs of its own: then each line is one.
    gaps = sum(line.blank_before for line in cleaned.lines) < _GAP_SHARE * len(cleaned.lines)
    paragraphed = _paragraphed(document)
    source = document.text
    marked = document.media != "application/pdf"
    levels = {heading.start: heading.level for heading in document.headings}
    strong = frozenset(document.bold)
    blank = False
    for line in cleaned.lines:
        raw = plain[line.start : line.end]
        text = raw.lstrip()
        own = any(span.start <= line.start < span.end for span in paragraphed)
        blank = blank or (line.blank_before and (gaps or own))
        at = line.end - len(text)
        text = text.rstrip()
        mark = levels.get(line.start, 0)
        bold = line.start in strong
        if marked and not own:
            head = source[line.start : line.end].lstrip()
            mark = len(head) - len(head.lstrip("#")) if head.startswith("#") else 0
            bold = head.startswith(("**", "__"))
            bare = text.lstrip("#*_ ")
            at += len(text) - len(bare)
            text = bare
        bullet = _BULLET.match(text) if marked else None
        if bullet:
            at += bullet.end()
            text = text[bullet.end() :]
        # Ruled lines ("-----" under a heading) belong to the text but tell nothing of its structure.
        if _ALPHANUMERIC.search(text):
            rows.append(Row(line.start, line.end, at, text, line.page, blank, mark, bold))
            blank = False
    return rows


def _paragraphed(document: Document) -> tuple[Span, ...]:
    """The ranges of the text that come from files with paragraphs of their own."""
    whole = [Span(part.start, part.end) for part in document.parts] or [Span(0, len(document.text) + 1)]
    starts = document.paragraphs
    return tuple(span for span in whole if bisect_left(starts, span.start) < bisect_left(starts, span.end))
