"""Cleaning: a document's lines without furniture, and the ranges of its text that are no words of the contract.

Nothing is removed from the text. Later steps walk the lines and step over the noise, and every offset holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from contractcheck.cleaning.furniture import furniture
from contractcheck.cleaning.markup import markup
from contractcheck.model import Cleaned, Document, Line, Span

# Every character that ends a line in some reader's eyes. A form feed ends a page of a text file.
_LINE = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]+")
# What stands between most lines: nothing, or one line end.
_ONE_END = ("", "\r\n", "\n")
# Two line ends in a row, in any style, are a blank line. "\r\n" is one of them and never two, hence the atomic group.
_GAP = re.compile(r"(?>\r\n|[\n\r\f\v\x85\u2028\u2029]){2}|\u2029")


def clean(document: Document) -> Cleaned:
    """Find the lines and the noise of a document.

    Lines hold no line ends and at least one visible character; lines that are noise from end to end are left out.
    Noise is in order and without overlap: furniture, legends, passages in another language, and in Markdown the marks.
    """
    lines = _lines(document)
    found = list(furniture(document, lines))
    if document.media == "text/markdown":
        found.extend(markup(document.text))
    for part in document.parts:
        if part.media == "text/markdown":
            marks = markup(document.text[part.start : part.end])
            found.extend(Span(part.start + mark.start, part.start + mark.end) for mark in marks)
    found.extend(document.furniture)
    found.extend(Span(passage.start, passage.end) for passage in document.foreign)
    noise = _merged(found)
    return Cleaned(lines=_without(lines, noise, document.text), noise=noise)


def _lines(document: Document) -> tuple[Line, ...]:
    """All lines with visible characters, page by page."""
    text = document.text
    lines: list[Line] = []
    for page in document.pages:
        blank = False
        # The pages of a text in paragraphs follow each other without a line end: a gap may stand above the break.
        last = lines[-1].end if lines and document.paragraphs else page.start
        for found in _LINE.finditer(text, page.start, page.end):
            start, end = found.span()
            blank = blank or (
                bool(lines) and text[last:start] not in _ONE_END and _GAP.search(text, last, start) is not None
            )
            last = end
            if text[start:end].isspace():
                blank = True
                continue
            lines.append(Line(start, end, page.number, blank))
            blank = False
    return tuple(lines)


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same ranges in order, those that touch or overlap joined, empty ones dropped."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if span.start >= span.end:
            continue
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def _without(lines: Sequence[Line], noise: Sequence[Span], text: str) -> tuple[Line, ...]:
    """The lines that hold something else than noise. A gap above a dropped line passes to the line after it."""
    kept: list[Line] = []
    at = 0
    gap = False
    for line in lines:
        while at < len(noise) and noise[at].end <= line.start:
            at += 1
        if _is_all_noise(line, noise, at, text):
            gap = gap or line.blank_before
            continue
        kept.append(Line(line.start, line.end, line.page, True) if gap and not line.blank_before else line)
        gap = False
    return tuple(kept)


def _is_all_noise(line: Line, noise: Sequence[Span], at: int, text: str) -> bool:
    place = line.start
    while at < len(noise) and noise[at].start < line.end:
        if text[place : noise[at].start].strip():
            return False
        place = max(place, noise[at].end)
        at += 1
    return place >= line.end or not text[place : line.end].strip()
