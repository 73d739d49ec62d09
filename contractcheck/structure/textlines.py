"""Lines as the structure readers see them: plain spaces, no markup, and the same offsets as the document."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from contractcheck.model import Cleaned, Document, Span

_ALPHANUMERIC = re.compile(r"[^\W_]")

# A bullet before a number of its own ("- (b) Required by law"): the number says where the item belongs.
_BULLET = re.compile(r"[-+•·▪◦–]\s+[*_]{0,3}(?=\(?(?:[A-Za-z]|\d{1,2}|[ivx]{2,5})[.)][*_]{0,3}\s)")

# A share of gaps above lines from which on a gap tells nothing about paragraphs.
_GAP_SHARE = 0.7
# No page is as wide as this: a file of plain text with such lines holds a paragraph on each.
_PARAGRAPH = 200
# Words that some set on a line of their own between two items of a list.
_JOINS = frozenset(("and", "or", "and/or"))


@dataclass(frozen=True, slots=True)
class TextLine:
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


def text_lines(document: Document, cleaned: Cleaned, plain: str) -> list[TextLine]:
    """Return the lines that hold text, in order."""
    rows = []
    marked = document.media != "application/pdf"
    # Where nearly every line has a gap above it (double spacing), a gap tells nothing about paragraphs, unless the file
    # has paragraphs of its own or lines that no page could hold: then each line is one.
    gaps = sum(line.blank_before for line in cleaned.lines) < _GAP_SHARE * len(cleaned.lines) or (
        marked and any(line.end - line.start > _PARAGRAPH for line in cleaned.lines)
    )
    paragraphed = _paragraphed(document)
    source = document.text
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
            rows.append(TextLine(line.start, line.end, at, text, line.page, blank, mark, bold))
            blank = False
    return rows


def _paragraphed(document: Document) -> tuple[Span, ...]:
    """The ranges of the text that come from files with paragraphs of their own."""
    whole = [Span(part.start, part.end) for part in document.parts] or [Span(0, len(document.text) + 1)]
    starts = document.paragraphs
    return tuple(span for span in whole if bisect_left(starts, span.start) < bisect_left(starts, span.end))


def text_above(rows: list[TextLine], place: int, *, numbered: bool) -> str:
    """Return the text that ends above the row at ``place``, "" at the top.

    Above a ``numbered`` row a line that holds no more than "and" is the end of the line before it: the "and" joins two
    items. Above any other row such a line may stand between the names of two parties, and belongs to neither.
    """
    if not place:
        return ""
    above = rows[place - 1].text
    if numbered and place > 1 and len(above) <= len("and/or") and above.lower() in _JOINS:
        return f"{rows[place - 2].text} {above}"
    return above
