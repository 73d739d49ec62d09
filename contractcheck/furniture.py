"""Page furniture: running heads and feet, page numbers, stamps and legends that cut through clauses.

Two kinds of proof. A line whose words are furniture on their own ("Page 3 of 12", "Source: NAME, 10-K, date"); and a
line that comes back at the same edge of several pages. A page number alone on its line is neither until it is seen to
count along with the pages, since "12." may also be the number of a clause.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from contractcheck.model import Document, Line, Span

# How many lines from the top and bottom edge of a page may be running heads and feet. Legends take up to five lines.
EDGE = 5
# A line that comes back at the same edge on this many pages is furniture. Two could be chance.
MIN_PAGES = 3
# Running heads are short; a longer line that comes back is still one where it is a legend of its page's foot.
MAX_LENGTH = 200
# Characters between two page numbers of a text without pages. Numbers closer together are a list or a table.
MIN_PAGE_LENGTH, MAX_PAGE_LENGTH = 700, 15_000
# At least this many numbers in a row must count along before they are believed to be page numbers.
MIN_CHAIN = 3

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# Furniture anywhere, told by its words. Each alternative stands alone on its line, save where it says otherwise.
_ALONE = re.compile(
    r"""^[^\S\r\n]*(?:
      \[?page[^\S\r\n]+\d{1,4}(?:[^\S\r\n]+(?:of|/)[^\S\r\n]*\d{1,4})?\b[^\r\n]{0,30}   # Page 17 of 28
    | \d{1,4}[^\S\r\n]+(?:of|/)[^\S\r\n]+\d{1,4}                                        # 3 of 28
    | [-–—][^\S\r\n]*(?:\d{1,3}|[ivxl]{1,6})[^\S\r\n]*[-–—]                             # - 8 -
    | [A-Z]{1,2}[^\S\r\n]?[-–—][^\S\r\n]?\d{1,3}                                        # E - 5
    | (?:[A-Z][\w.&,']*[^\S\r\n]+){0,6}(?:strictly[^\S\r\n]+)?(?:private|proprietary|commercial|company|privileged)
        [^\S\r\n]+(?:and|&|[-–—]|in)[^\S\r\n]+(?:confidential|confidence)(?:[^\S\r\n]+information)?[.!]?
    | (?:(?-i:[A-Z])[\w.&,']*[^\S\r\n]+){0,3}confidential(?:[^\S\r\n]+and[^\S\r\n]+proprietary)?[.!]?
    | (?:execution|final|conformed)[^\S\r\n]+(?:copy|version)
    | (?:©|\(c\)|copyright\b)[^\r\n]{0,80}(?:\b\d{4}\b|all[^\S\r\n]+rights[^\S\r\n]+reserved)[^\r\n]{0,60}
    | \[?this[^\S\r\n]+(?:page|space)[^\S\r\n]+(?:is[^\S\r\n]+)?(?:intentionally|purposely)[^\S\r\n]+(?:left[^\S\r\n]+)?blank\.?\]?
    | \[?(?:remainder|rest)[^\S\r\n]+of[^\S\r\n]+(?:this[^\S\r\n]+)?page[^\S\r\n]+(?:is[^\S\r\n]+)?intentionally
        [^\S\r\n]+(?:left[^\S\r\n]+)?blank[^\r\n]{0,40}
    )[^\S\r\n]*$""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
# The stamp of the collection that filings were taken from. It may follow words of the contract on one line, or stand in
# the middle of a very long one. The form's name and the date close it.
_SOURCE = re.compile(
    r"(?:[-–—]?\b\d{1,3}[-–—]?[^\S\r\n]{1,40})?\bSource:[^\S\r\n]+[^\r\n]{2,90}?,[^\S\r\n]+[A-Z0-9][\w/() .-]{1,14},"
    r"[^\S\r\n]+\d{1,2}/\d{1,2}/\d{4}"
)
# A legend about what was left out for the regulator. It speaks of what "has been" done to the document, as no clause
# does, and names the regulator, its rule, or the treatment.
_LEGEND = re.compile(
    r"""(?:\[?\s*\*[\s*]*\]?\s*[-:=–]?\s*)?(?:(?:indicates|denotes|represents)\s+(?:that\s+)?)?
      \b(?:certain|confidential|portions|information|pursuant\s+to|text\s+omitted|indicates|omitted|the\s+(?:appended|
      omitted|redacted|symbol|confidential)|specific\s+terms|asterisks|an?\s+asterisk|\W*material|a\s+complete)
      (?:(?!\.\s+[A-Z\[*(])[^\x00]){0,420}?
      (?:confidential\s+treatment|24b-2|rule\s+406|competitive(?:ly)?\s+harm(?:ful)?|securities\s+(?:and|&)\s+exchange
        \s+commission|s\.?e\.?c\.?\b|\bthe\s+commission|\bthis\s+exhibit)
      (?:(?!\.\s|\.$)[^\x00]){0,300}?(?:\.(?=\s|$|\])|\n\s*\n|(?=\r?\n\s*\r?\n))\]?""",
    re.IGNORECASE | re.VERBOSE,
)
_LEGEND_SAYS = re.compile(
    r"\b(?:has|have|been|is|are|was|were)\s+(?:been\s+)?(?:\w+\s+){0,2}?(?:omitted|redacted|excluded|requested|marked"
    r"|deleted|filed\s+separately|replaced)|\bconfidential\s+treatment\s+request|omitted\s+and\s+filed",
    re.IGNORECASE,
)
# Cheap gate: the legend's pattern is tried only around these words.
_LEGEND_CUE = re.compile(
    r"confidential\s+treatment|24b-2|rule\s+406|competitive(?:ly)?\s+harm|filed\s+separately|[*\]]\s*\]?\s+confidential",
    re.IGNORECASE,
)

_NUMBER = re.compile(r"[-–—\[(. ]*(?:page\s+)?(\d{1,4}|[ivxl]{1,7})[-–—\]). ]*", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_ROMAN_ALONE = re.compile(r"(?<![^\W\d_])[ivxl]+(?![^\W\d_])")
_PLACEHOLDER = re.compile(r"\W*(?:intentionally|deliberately)?\s*(?:omitted|deleted|reserved|left blank|not used)\W*", re.IGNORECASE)
_SIGNATURE = re.compile(r"\s*(?:by|name|title|date|dated|its|attest|witness|signature|signed|print(?:ed)? name)\b\s*[:_]|\W*\Z", re.I)
_TITLE = re.compile(r"\b(?:agreement|contract|addendum|amendment|schedule|exhibit|annex|appendix|statement|terms)\b", re.I)
_LEAF = re.compile(r"(?:\bpage\b|\d)\W*\Z", re.IGNORECASE)


def furniture(document: Document, lines: Sequence[Line]) -> Iterator[Span]:
    """The ranges of the document that are furniture. In no order, and they may overlap."""
    text = document.text
    for pattern in (_ALONE, _SOURCE):
        for found in pattern.finditer(text):
            yield Span(*found.span())
    yield from _legends(text)
    if len(document.pages) > 1:
        yield from _edges(document, lines)
    yield from _inline_numbers(text, lines)


def _legends(text: str) -> Iterator[Span]:
    done = 0
    for cue in _LEGEND_CUE.finditer(text):
        if cue.start() < done:
            continue
        # The legend begins at most 450 characters before the words that give it away.
        for found in _LEGEND.finditer(text, max(done, cue.start() - 450), min(len(text), cue.end() + 700)):
            if found.start() > cue.end() or found.end() < cue.start():
                continue
            if _LEGEND_SAYS.search(found[0]) and _begins(text, found.start()):
                yield Span(*found.span())
                done = found.end()
                break


def _begins(text: str, start: int) -> bool:
    """Whether a sentence or a line begins here."""
    before = text[max(0, start - 3) : start].rstrip(" \t\xa0")
    return not before or before[-1] in "\r\n.]*)>|"


def _edges(document: Document, lines: Sequence[Line]) -> Iterator[Span]:
    """Running heads and feet, and page numbers beside them."""
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    for from_top in (True, False):
        zones = {number: (rows if from_top else rows[::-1])[:EDGE] for number, rows in pages.items()}
        yield from _repeated(document.text, zones, from_top)
        yield from _page_numbers(document.text, zones)


def _repeated(text: str, zones: dict[int, list[Line]], from_top: bool) -> Iterator[Span]:
    where: dict[str, list[Line]] = defaultdict(list)
    for zone in zones.values():
        seen: set[str] = set()
        for line in zone:
            key = _key(text[line.start : line.end])
            if key and key not in seen:
                seen.add(key)
                where[key].append(line)
    for found in where.values():
        if len(found) < MIN_PAGES:
            continue
        first = text[found[0].start : found[0].end]
        # The first time, a running head may be the title that it repeats.
        keep_first = from_top and _TITLE.search(first) and not _LEAF.search(first)
        for line in found[1:] if keep_first else found:
            yield Span(line.start, line.end)


def _key(words: str) -> str:
    """What stays the same of a running head from page to page: "" where the line cannot be one."""
    words = " ".join(words.split()).lower()
    if not words or len(words) > MAX_LENGTH or _PLACEHOLDER.fullmatch(words) or _SIGNATURE.match(words):
        return ""
    key = _ROMAN_ALONE.sub("#", _DIGITS.sub("#", words))
    # Without letters it is a number, a rule or a redaction, of which only page numbers matter; those must count along.
    return key if re.search(r"[^\W\d_]{2}", key) else ""


def _page_numbers(text: str, zones: dict[int, list[Line]]) -> Iterator[Span]:
    """Numbers alone on a line at the edge that count along with the pages."""
    offsets: dict[tuple[int, bool], list[Line]] = defaultdict(list)
    for page, zone in zones.items():
        for line in zone:
            value = _value(text[line.start : line.end])
            if value is not None:
                offsets[(value[0] - page, value[1])].append(line)
    total = len(zones)
    for found in offsets.values():
        if len(found) >= min(MIN_CHAIN, max(2, total)):
            for line in found:
                yield Span(line.start, line.end)


def _value(words: str) -> tuple[int, bool] | None:
    """The number that stands alone on a line, and whether it is Roman."""
    found = _NUMBER.fullmatch(words.strip())
    if not found:
        return None
    if found[1].isdigit():
        return int(found[1]), False
    return _roman(found[1].lower()), True


def _roman(numeral: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50}[letter] for letter in numeral]
    return sum(-now if now < later else now for now, later in zip(values, [*values[1:], 0], strict=True))


def _inline_numbers(text: str, lines: Sequence[Line]) -> Iterator[Span]:
    """Numbers alone on a line that count up one by one, a page's length apart: the page numbers of an older print."""
    chains: list[list[tuple[int, Line]]] = []
    for line in lines:
        if line.end - line.start > 60:
            continue
        words = text[line.start : line.end].strip()
        if len(words) > 7 or words.endswith((".", ")")):
            continue
        value = _value(words)
        if value is None or value[1]:
            continue
        for chain in reversed(chains[-20:]):
            number, last = chain[-1]
            distance = line.start - last.end
            if value[0] == number + 1 and MIN_PAGE_LENGTH <= distance <= MAX_PAGE_LENGTH:
                chain.append((value[0], line))
                break
        else:
            chains.append([(value[0], line)])
    for chain in chains:
        if len(chain) >= MIN_CHAIN:
            for _, line in chain:
                yield Span(line.start, line.end)
