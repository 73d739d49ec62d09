"""The day on which a contract begins, read from its opening words and its definition of the Effective Date."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from contractcheck.contract import Contract
from contractcheck.language.quantities import quantities
from contractcheck.model import ClauseKind, Dimension, Document

# The opening words end where the parties are named; titles and addresses stand before that.
_FRONT = 4000
_BEFORE = 70
_AFTER = 90

_NAME = r"(?:effective|commencement|start|starting|signing)\s+date"
_NAMED_AFTER = re.compile(rf"^[^.;]{{0,40}}?[(\[][^)\]]{{0,40}}[“\"'’]?\s*{_NAME}", re.IGNORECASE)
_EFFECTIVE_BEFORE = re.compile(
    rf"(?:\beffective\s+(?:as\s+of|on|from)|\b{_NAME}[”\"’']?\s*(?:[:)]|is|means|of|shall\s+mean)?|"
    r"\bcommenc\w+\s+(?:on|as\s+of)|\btak\w+\s+effect\s+(?:on|as\s+of))[\s:,]*(?:the\s+)?$",
    re.IGNORECASE,
)
_MADE_BEFORE = re.compile(
    r"(?:\b(?:as\s+of|dated?|dated\s+as\s+of|made|entered\s+into|executed|signed|on|this|the)\b)[\s:,_]*"
    r"(?:(?:on|as\s+of|this|the|day\s+of)\s+)*$",
    re.IGNORECASE,
)
# Another agreement's date: "to the Master Agreement dated ...", "as amended on ...".
_ANOTHER = re.compile(
    r"\b(?:amend\w*|that\s+certain|pursuant\s+to|original|prior|master|filed|registration|between\s+them|under\s+the)\b"
    r"[^.]{0,60}$",
    re.IGNORECASE,
)
_DEFINED = re.compile(
    rf"[“\"]\s*(?P<name>{_NAME})\s*[”\"]\s*(?:means|shall\s+mean|is|shall\s+be|refers\s+to|:|=)", re.IGNORECASE
)
_DEFINED_REACH = 80


@dataclass(frozen=True, slots=True)
class Dated:
    """A day, the page that names it (None in a file without pages), and what it is there."""

    day: date
    page: int | None
    what: str


def start_date(contract: Contract) -> Dated | None:
    """Return the day on which the contract begins, or None where its words do not say."""
    document, text = contract.document, contract.text
    defined = _DEFINED.search(text)
    if defined:
        end = min(len(text), defined.end() + _DEFINED_REACH)
        for found in quantities(text, defined.end(), end, Dimension.DATE):
            return _dated(document, found.start, found.amount, "Effective date")
    best: tuple[int, int, float] | None = None
    start, end = _front(contract)
    dates = quantities(text, start, end, Dimension.DATE)
    for found in dates:
        score = _score(text, found.start, found.end)
        if found.amount is not None and score > (best[0] if best else 0):
            best = score, found.start, found.amount
    if best is None:
        return None
    return _dated(document, best[1], best[2], "Effective date" if best[0] == _EFFECTIVE else "Agreement date")


_EFFECTIVE, _MADE = 3, 2


def _score(text: str, start: int, end: int) -> int:
    """How surely the date at this place is the contract's own: 0 for not at all."""
    before = " ".join(text[max(0, start - _BEFORE) : start].split()) + " "
    after = " ".join(text[end : end + _AFTER].split())
    if _NAMED_AFTER.match(after) or _EFFECTIVE_BEFORE.search(before):
        return _EFFECTIVE
    if _ANOTHER.search(before):
        return 0
    return _MADE if _MADE_BEFORE.search(before) else 0


def _front(contract: Contract) -> tuple[int, int]:
    """Where the opening words stand: from the first clause that is not a list of contents."""
    first = next((clause for clause in contract.clauses if clause.kind is not ClauseKind.CONTENTS), None)
    start = first.start if first else 0
    return start, min(len(contract.text), start + _FRONT)


def _dated(document: Document, at: int, ordinal: float | None, what: str) -> Dated | None:
    if ordinal is None:
        return None
    page = document.pages[max(0, bisect_right([page.start for page in document.pages], at) - 1)].number
    return Dated(date.fromordinal(int(ordinal)), page if document.paged else None, what)
