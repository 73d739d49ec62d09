"""Notes and instructions to whoever drafts: "[Note to draft: ...]", "Drafting note: ...", boxes of guidance.

They are no words of the contract, however much they sound like them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from contractcheck.model import Span

_NAMED = (
    r"(?:NTD|N\.T\.D\.|(?:drafting|drafter[’']?s?[’']?|negotiation|template|user|guidance|bidder[’']?s?)\s+(?:notes?|guidance|tip)"
    r"|notes?\s+(?:to|for)\s+(?:the\s+)?(?:drafts?|drafters?|drafting|reviewers?|counsel|clients?|bidders?|tenderers?|users?"
    r"|(?:contract\s+)?(?:managers?|teams?|lawyers?)|procurement)"
    r"|(?:guidance|instructions?)\s+(?:notes?|(?:to|for)\s+(?:the\s+)?(?:draft\w*|bidders?|tenderers?|users?|complet\w+)))"
)
# In brackets a plain "Guidance:" is enough; so are "Note:" and an order to the drafter where no duty follows.
_OPENS = re.compile(
    rf"[\[{{]\s*[*_]{{0,3}}\s*(?:{_NAMED}\b|(?:guidance|instructions?)\s*[:–—-]"
    r"|(?P<order>(?:notes?|comment)\s*[:–—-]|(?:delete|remove|omit|retain|include|use|keep|amend)\s+(?:this|the\s+following|if|as|where|either|whichever"
    r"|one)\b))",
    re.IGNORECASE,
)
# "[Include if agreed: The Supplier shall ...]" holds a term.
_DUTY = re.compile(r"\b(?:shall|must|will|may)\b", re.IGNORECASE)
_BRACKET = re.compile(r"[\[\]{}]")
_MAX_NOTE = 4000
# Without brackets, a paragraph that begins with the name; a plain "Instructions:" only before an order to the drafter.
_DRAFTERS_VERB = (
    r"(?:please\s+)?(?:insert|complete|delete|select|choose|fill|tick|include|amend|remove|replace|specify|enter|describe"
    r"|state|set\s+out|use\s+this|adapt|list|attach|consider|ensure\s+that\s+(?:this|the)\s+(?:clause|schedule|contract))\b"
)
_PARAGRAPH = re.compile(
    rf"^[ \t>*_|\-•]{{0,8}}(?:{_NAMED}\s*[:.–—-]|(?:instructions?|guidance|notes?)\s*[:–—-]\s*{_DRAFTERS_VERB})",
    re.IGNORECASE | re.MULTILINE,
)
_PARAGRAPH_END = re.compile(r"\n[ \t\r]*\n|\f")
_BOXED = re.compile(
    rf"\W{{0,8}}(?:{_NAMED}\b|(?:instructions?|guidance)\b(?!\s+(?:of|from|given|issued)\b))", re.IGNORECASE
)


def find_notes(text: str) -> Iterator[Span]:
    """Yield the notes of a text, in no order; they may overlap."""
    ends = _closings(text) if _OPENS.search(text) else {}
    for match in _OPENS.finditer(text):
        closed = ends.get(match.start(), 0)
        if not closed or closed - match.start() > _MAX_NOTE:
            stop = _PARAGRAPH_END.search(text, match.end(), match.end() + _MAX_NOTE)
            closed = stop.start() if stop else min(len(text), match.end() + _MAX_NOTE)
        if not match["order"] or not _DUTY.search(text, match.end(), closed):
            yield Span(match.start(), closed)
    for match in _PARAGRAPH.finditer(text):
        end = _PARAGRAPH_END.search(text, match.end(), match.end() + _MAX_NOTE)
        yield Span(match.start(), end.start() if end else min(len(text), match.end() + _MAX_NOTE))


def opens_note(text: str) -> bool:
    """Tell whether what stands in a frame of its own is guidance: it begins by saying so."""
    return _BOXED.match(text) is not None


def _closings(text: str) -> dict[int, int]:
    """Return where each bracket that opens is closed."""
    open_: list[int] = []
    ends: dict[int, int] = {}
    for found in _BRACKET.finditer(text):
        if found.group() in "[{":
            open_.append(found.start())
        elif open_:
            ends[open_.pop()] = found.end()
    return ends
