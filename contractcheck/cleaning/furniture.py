"""Page furniture: running heads and feet, page numbers and stamps that cut through clauses.

Two kinds of proof. A line whose words are furniture on their own ("Page 3 of 12", "Source: NAME, 10-K, date"); and a
line that comes back at the same edge of several pages. A page number alone on its line is neither until it is seen to
count along with the pages, since "12." may also be the number of a clause.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from contractcheck.cleaning.legends import legends
from contractcheck.language.labels import ANNEX, ATTACHMENT, CLAUSE, either
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

# Furniture by its words, alone on its line. "(c)" needs the year at once: it is also the third item of a list.
_ALONE = re.compile(
    r"""^[^\S\r\n]*+(?:
      \[?page[^\S\r\n]+\d{1,4}\b(?:[^\S\r\n]*(?:of|/)[^\S\r\n]*\d{1,4}\b)?[^\r\n]{0,30}        # Page 17 of 28
    | \d{1,4}[^\S\r\n]+(?:of|/)[^\S\r\n]+\d{1,4}                                               # 3 of 28
    | [-–—][^\S\r\n]*(?:\d{1,3}|[ivxl]{1,6})[^\S\r\n]*[-–—]                                    # - 8 -
    | (?-i:[A-Z]{1,2})[^\S\r\n]?[-–—][^\S\r\n]?\d{1,3}                                         # E - 5
    | (?:(?-i:[A-Z])[\w.&,']*[^\S\r\n]+){0,6}(?:private|proprietary|commercial|company|privileged)
        [^\S\r\n]+(?:and|&|[-–—]|in)[^\S\r\n]+(?:(?-i:C)onfidential|(?-i:C)onfidence)(?!\s+(?:information|materials?)\b)
    | (?:(?-i:[A-Z])[\w.&,']*[^\S\r\n]+){0,3}(?-i:C)onfidential(?:[^\S\r\n]+and[^\S\r\n]+proprietary)?
        (?!\s+(?:information|materials?|treatment)\b)
    | (?:(?-i:[A-Z])[\w.&,']*[^\S\r\n]+){0,3}\(?(?:execution|final|conformed)[^\S\r\n]+(?:copy|version)\)?
    | [^\w\r\n]*confidential[^\S\r\n]+treatment[^\S\r\n]+requested[^\w\r\n]*
    | (?:©|\(c\)|copyright)[^\S\r\n]*(?:©|\(c\))?[^\S\r\n]*\d{4}\b[^\r\n]{0,90}
    | [\[(]?(?:this|the|remainder|rest|balance)[^\S\r\n]+(?:of[^\S\r\n]+)?(?:(?:this|the)[^\S\r\n]+)?(?:page|space)
        [^\S\r\n]+(?:is[^\S\r\n]+|was[^\S\r\n]+|has[^\S\r\n]+been[^\S\r\n]+)?(?:intentionally|purposely)
        [^\S\r\n]+(?:left[^\S\r\n]+)?blank[^\r\n]{0,40}
    )[^\S\r\n]*(?=[\r\n]|\Z)""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
# The stamp of the collection that filings were taken from. It may follow words of the contract on one line, or stand
# in the middle of a very long one. The form's name and the date close it.
_SOURCE = re.compile(
    r"Source:[^\S\r\n]+[^\r\n]{2,90}?,[^\S\r\n]+[A-Z0-9][\w/() .-]{1,14},[^\S\r\n]+\d{1,2}/\d{1,2}/\d{4}"
)
# A page number before that stamp on the same line: "-24-    Source: NAME".
_BEFORE_SOURCE = re.compile(r"(?:^|(?<=\s))[-–—]?[^\S\r\n]?\d{1,3}[^\S\r\n]?[-–—]?[^\S\r\n]+\Z")

_NUMBER = re.compile(r"[-–—\[(. ]*(?:(?:[Pp]age|PAGE)\s+)?([0-9]{1,4}|[ivxlIVXL]{1,7})(?:/[0-9]{1,4})?[-–—\]). ]*")
# Numbers of up to six digits, and Roman numerals standing alone.
_NUMBERS = re.compile(r"[0-9]{1,6}|(?<![^\W\d_])[ivxl]{1,7}(?![^\W\d_])")
_LETTERS = re.compile(r"[^\W\d_]{2}")
# A short line with a number: a date of printing, a file's number, a page number in a form not known here.
_STRAY = re.compile(r"(?=.*\d).{1,40}")
_PLACEHOLDER = re.compile(
    rf"[\W\d]*(?:(?:{either(*CLAUSE)}) )?[\W\d]*(?:intentionally|deliberately)?\s*"
    r"(?:omitted|deleted|reserved|left blank|not used)\W*",
    re.IGNORECASE,
)
# A sentence that binds someone may come back on page after page of a table.
_DUTY = re.compile(r"\b(?:shall|will|must|agrees?)\b")
# Signature pages look alike, but they are no furniture.
_SIGNATURE = re.compile(
    r"\s*(?:by|name|title|date|dated|its|attest|witness|signature|signed|print(?:ed)? name)\b\s*[:_]|\s*/s/|\W*\Z"
    r"|\s*for and on behalf of\b|\s*in witness whereof\b",
    re.IGNORECASE,
)
_NUMBERED_HEADING = re.compile(rf"\W*(?:{either(*CLAUSE, *ANNEX, ATTACHMENT, 'part', 'chapter')})\s+(?:\d+|[ivxl]+)\W*")
_TITLE = re.compile(rf"\b(?:agreement|contract|addendum|amendment|{either(*ANNEX)}|statement|terms)\b", re.IGNORECASE)


def furniture(document: Document, lines: Sequence[Line]) -> Iterator[Span]:
    """The ranges of the document that are furniture. In no order, and they may overlap."""
    text = document.text
    told = [Span(*found.span()) for found in _ALONE.finditer(text)]
    for found in _SOURCE.finditer(text):
        number = _BEFORE_SOURCE.search(text, max(0, found.start() - 60), found.start())
        told.append(Span(number.start() if number else found.start(), found.end()))
    told.extend(legends(document))
    told.sort(key=lambda span: span.start)
    yield from told
    if len(document.pages) > 1:
        yield from _edges(text, lines, told)
    yield from _inline_numbers(text, lines)


def _edges(text: str, lines: Sequence[Line], told: Sequence[Span]) -> Iterator[Span]:
    """Running heads and feet, and page numbers beside them."""
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    for from_top in (True, False):
        zones = {number: _zone(rows, from_top) for number, rows in pages.items()}
        numbers = _page_numbers(text, zones)
        yield from (Span(line.start, line.end) for line in numbers)
        repeated = _repeated(text, zones)
        heads = {line for group in repeated for line in group}
        known = heads | numbers | {line for zone in zones.values() for line in zone if _is_told(line, told)}
        # The first time, a running head may be the title that it repeats.
        titles = {group[0] for group in repeated if from_top and _TITLE.search(text, group[0].start, group[0].end)}
        passed = heads - titles
        for zone in zones.values():
            yield from (Span(line.start, line.end) for line in _from_edge(text, zone, known) if line in passed)


def _zone(rows: list[Line], from_top: bool) -> list[Line]:
    """The lines at an edge, from it inwards. The two edges of a short page share no more than its middle line."""
    size = min(EDGE, (len(rows) + 1) // 2)
    return rows[:size] if from_top else rows[::-1][:size]


def _from_edge(text: str, zone: list[Line], known: set[Line]) -> list[Line]:
    """The lines from the edge inwards as far as they are furniture; one stray line with a number may stand between.

    Lines of a table may come back on page after page too; but words of the contract stand between them and the edge.
    """
    strange = [at for at, line in enumerate(zone) if line not in known]
    if strange and _STRAY.fullmatch(text, zone[strange[0]].start, zone[strange[0]].end):
        strange.pop(0)
    return zone[: strange[0]] if strange else zone


def _is_told(line: Line, told: Sequence[Span]) -> bool:
    """Whether a range of told furniture touches the line."""
    at = bisect_right(told, line.end, key=lambda span: span.start)
    return any(span.end > line.start for span in told[max(0, at - 3) : at])


def _repeated(text: str, zones: dict[int, list[Line]]) -> list[list[Line]]:
    """Groups of lines that come back at the same edge of pages, each in order."""
    where: dict[str, list[Line]] = defaultdict(list)
    for zone in zones.values():
        seen: set[str] = set()
        for line in zone:
            key = _key(text[line.start : line.end])
            if key and key not in seen:
                seen.add(key)
                where[key].append(line)
    groups = (_same_or_counting(text, found) for found in where.values() if len(found) >= MIN_PAGES)
    return [group for group in groups if group]


def _same_or_counting(text: str, found: list[Line]) -> list[Line]:
    """Of lines that differ in their numbers only: those that are the same, or whose numbers count along with the pages.

    "ARTICLE II", "ARTICLE VI" at the top of pages are headings; "Draft 2 of 1 May, sheet 7" is a running head.
    """
    same: dict[str, list[Line]] = defaultdict(list)
    counting: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in found:
        words = " ".join(text[line.start : line.end].split()).lower()
        same[words].append(line)
        for place, number in enumerate([] if _NUMBERED_HEADING.fullmatch(words) else _NUMBERS.findall(words)):
            value = int(number) if number.isdigit() else _roman(number)
            counting[place, value - line.page].append(line)
    groups = [group for group in (*same.values(), *counting.values()) if len(group) >= MIN_PAGES]
    return sorted({line for group in groups for line in group}, key=lambda line: line.start)


def _key(words: str) -> str:
    """What stays the same of a running head from page to page: "" where the line cannot be one."""
    words = " ".join(words.split()).lower()
    if not words or len(words) > MAX_LENGTH or _PLACEHOLDER.fullmatch(words) or _SIGNATURE.match(words):
        return ""
    if _DUTY.search(words):
        return ""
    key = _NUMBERS.sub("#", words)
    # Without letters it is a number, a rule or a redaction, of which only page numbers matter; those must count along.
    return key if _LETTERS.search(key) else ""


def _page_numbers(text: str, zones: dict[int, list[Line]]) -> set[Line]:
    """Numbers alone on a line at the edge that count along with the pages."""
    offsets: dict[tuple[int, bool], list[Line]] = defaultdict(list)
    for page, zone in zones.items():
        for line in zone:
            value = _value(text[line.start : line.end])
            if value is not None:
                offsets[(value[0] - page, value[1])].append(line)
    enough = min(MIN_CHAIN, max(2, len(zones)))
    return {line for found in offsets.values() if len(found) >= enough for line in found}


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
