"""Defined terms that stand for a class of things that rules know, whatever the contract calls them.

"Oven Logs" that are defined as records which the customer uploads are data of the customer. A term whose own words
say so already ("Customer Data", "Content") needs no help, and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from contractcheck.model import Span

# What a term of this kind is made of, and what the customer does with it.
_MATTER = (
    r"(?:data|datasets?|information|content|files?|records?|messages?|documents?|materials?|images?|photographs?|"
    r"recordings?|questions?|texts?|entries|submissions?|uploads?|e-?mails?|correspondence)"
)
_DOES = (
    r"(?:provides?|submits?|uploads?|receives?|stores?|enters?|sends?|generates?|creates?|makes?\s+available|transmits?|"
    r"loads?|keeps?|collects?|supplies|supply|posts?)"
)
_DONE = (
    r"(?:provided|submitted|uploaded|stored|entered|sent|generated|created|made\s+available|transmitted|supplied|received|"
    r"loaded|collected|posted)"
)
_ROLES = ("customer", "client", "subscriber", "controller")
_SAYS_SO = re.compile(
    r"\b(?:data|information|content|records?|materials?|confidential|feedback|deliverables?|order|invoice|notice|request|"
    r"report|product|service|software|fees?|intellectual|marks?|works?|documentation|specifications?|property|technology|system)\b",
    re.IGNORECASE,
)
_MEANS = re.compile(r"[”\"]\s*(?:shall\s+)?means?\b")
_HANDLED = re.compile(rf"\b(?:{_DOES}|{_DONE}\s+by)\b", re.IGNORECASE)
_REACH = 400


def terms_for_customer_data(plain: str, terms: Mapping[str, Span], customers: Iterable[str]) -> tuple[str, ...]:
    """Return the defined terms that stand for data of the customer. ``customers`` are the customer's names."""
    meant = {
        name: words
        for name, span in terms.items()
        if name[:1].isupper() and (words := _meaning(plain, name, span)) and not _SAYS_SO.search(name)
    }
    if not meant:
        return ()
    names = "|".join(sorted({re.escape(name) for name in (*_ROLES, *customers)}, key=len, reverse=True))
    who = rf"(?:the\s+|its\s+)?(?:{names})(?:[’']s\s+\w+)?(?:\s+(?:or|and)\s+(?:its|their)\s+\w+)?"
    says = re.compile(
        rf"\b{_MATTER}\b[^.;]{{0,120}}?\b(?:(?:that|which)\s+{who}\s+(?:may\s+)?{_DOES}\b|{_DONE}\s+by\s+"
        rf"(?:or\s+(?:on\s+behalf\s+of|for)\s+)?{who}(?!\w))",
        re.IGNORECASE,
    )
    return tuple(name for name, words in meant.items() if says.search(words))


def _meaning(plain: str, name: str, span: Span) -> str:
    """What a term is said to mean, or "" where nobody does anything with it: then it is no data of anybody."""
    at = plain.find(name, span.start, span.end)
    means = _MEANS.match(plain, at + len(name)) if at >= 0 else None
    words = plain[means.end() : min(span.end, means.end() + _REACH)] if means is not None else ""
    return words if _HANDLED.search(words) else ""
