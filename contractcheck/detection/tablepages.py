"""Which pages of a PDF are worth a search for tables of service levels: few, for the search is slow."""

from __future__ import annotations

import re

from contractcheck.model import Document

# What the heads of such tables are made of. Two different ones stand close together in a head.
_HEAD = re.compile(
    r"\b(?:(?P<service>services?|severity|priority|urgency|system|component|application)"
    r"|(?P<metric>metric|measures?|indicator|kpi|parameter|service levels?|sla)"
    r"|(?P<up>uptime|availability)|(?P<response>response|respond|initial communication|acknowledg\w+)"
    r"|(?P<resolution>resolution|resolve|restoration|repair|recovery)"
    r"|(?P<target>target|threshold|objective|minimum|commitment|guarantee)"
    r"|(?P<credit>credits?|rebate|penalty|deduction))\b",
    re.IGNORECASE,
)
# Words of which one must stand on the page: without them no rule that reads tables finds anything in one. Plain
# searches in small letters: nearly every page ends here, and a pattern takes ten times as long.
_MATTER = (
    "uptime",
    "availability",
    "severity",
    "response",
    "resolution",
    "respond ",
    "restor",
    "service level",
    "service credit",
    "recovery time",
)
_FIGURE = re.compile(r"\d\s*(?:%|per\s?cent|(?:business\s+|working\s+)?(?:min|hour|hr|day|sec)|[hm]\b)")
_HEAD_REACH = 90  # characters in which two words of one head stand
_MIN_FIGURES = 2


def table_pages(document: Document) -> tuple[int, ...]:
    """Return the pages that may hold such a table: heads close together, and figures."""
    return tuple(
        page.number
        for page in document.pages
        if page.read and page.ocr is None and _may_hold(document.text, page.start, page.end)
    )


def _may_hold(text: str, start: int, end: int) -> bool:
    page = text[start:end].lower()
    for word in _MATTER:
        if word in page:
            break
    else:
        return False
    if len(_FIGURE.findall(page)) < _MIN_FIGURES:
        return False
    last = 0, ""
    for match in _HEAD.finditer(page):
        kind = match.lastgroup or ""
        if last[1] not in ("", kind) and match.start() - last[0] <= _HEAD_REACH:
            return True
        last = match.start(), kind
    return False
