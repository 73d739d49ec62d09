"""Lines at the edges of pages that may be a running head or foot which cleaning did not see as one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from contractcheck.contract import Contract
from contractcheck.model import Line, Span

# Lines at the top and at the bottom of a page among which heads and feet stand.
_EDGE_LINES = 3
# A head or foot is short. A sentence that stands at the edge of two pages is no head.
_MOST_WORDS = 12
_DIGITS = re.compile(r"\d+")
_PAGE_LABEL = re.compile(r"\W*(?:page\W*)?\d{1,4}(?:\W*(?:of|/)\W*\d{1,4})?\W*", re.IGNORECASE)


def edge_lines(contract: Contract) -> tuple[Span, ...]:
    """Return the lines at page edges that come back on other pages, or hold a page's number alone, in order.

    They are taken for furniture only where the other draft does not have them.
    """
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in contract.lines:
        pages[line.page].append(line)
    if len(pages) < 2:
        return ()
    edges = {line for lines in pages.values() for line in (*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:])}
    shapes = {line: _shape(contract.text[line.start : line.end]) for line in edges}
    times = Counter(shapes.values())
    # What cleaning dropped on other pages is a head on the first one too, where it may have passed for the title.
    times.update(_shape(line) for span in contract.noise for line in contract.text[span.start : span.end].splitlines())
    found = [
        Span(line.start, line.end)
        for line, shape in shapes.items()
        if (times[shape] > 1 and len(shape.split()) <= _MOST_WORDS)
        or _PAGE_LABEL.fullmatch(contract.text, line.start, line.end)
    ]
    return tuple(sorted(found, key=lambda span: span.start))


def _shape(text: str) -> str:
    return _DIGITS.sub("#", " ".join(text.split()).casefold())
