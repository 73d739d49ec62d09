"""Gathers the faults of a contract before it is signed, as findings with evidence: one finding a row."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator

from contractcheck.contract import Contract
from contractcheck.detection.evidence import Quoter
from contractcheck.language.abbreviations import stops_at
from contractcheck.model import Evidence, Finding, Found
from contractcheck.presigning.attachments import find_lost_attachments
from contractcheck.presigning.blanks import find_blanks
from contractcheck.presigning.crossrefs import find_broken_references
from contractcheck.presigning.dates import find_dates
from contractcheck.presigning.draftmarks import find_draft_marks
from contractcheck.presigning.drafts import Draft, Fault
from contractcheck.presigning.figures import find_figures
from contractcheck.presigning.names import find_party_names
from contractcheck.presigning.openmarks import CHANGES, COMMENTS, find_open_changes, find_open_comments
from contractcheck.presigning.options import ROW as OPTIONS
from contractcheck.presigning.options import find_open_options
from contractcheck.presigning.signing import ROW as SIGNATURE_ROW
from contractcheck.presigning.signing import find_signatures
from contractcheck.presigning.terms import UNDEFINED, UNUSED, find_undefined_terms, find_unused_terms

# What each row of the playbook is answered by. The signature block is the one row that must be there.
CHECKS: dict[str, Callable[[Draft], Iterator[Fault]]] = {
    "blanks": find_blanks,
    OPTIONS: find_open_options,
    "draft-marks": find_draft_marks,
    CHANGES: find_open_changes,
    COMMENTS: find_open_comments,
    "attachments": find_lost_attachments,
    "cross-references": find_broken_references,
    UNDEFINED: find_undefined_terms,
    UNUSED: find_unused_terms,
    "party-names": find_party_names,
    "figures": find_figures,
    "dates": find_dates,
}
ROWS = (*CHECKS, SIGNATURE_ROW)
# Characters around a fault that make a quote a reader can place.
_AROUND = 90
_STOP = re.compile(r"[.;:]\s|[\r\n]")


def find_faults(contract: Contract) -> tuple[Finding, ...]:
    """Return one finding a check, in the order of ``ROWS``.

    ``yes`` means that faults were found (for the signature block: that it is there), ``unsure`` that a person must
    decide whether it is a fault, ``no`` that nothing was found. ``evidence`` and ``notes`` go in pairs: the passage
    and what is wrong with it.
    """
    draft = Draft(contract)
    findings = [_finding(draft, row, tuple(check(draft))) for row, check in CHECKS.items()]
    return (*findings, _signatures(draft))


def _finding(draft: Draft, row: str, faults: tuple[Fault, ...]) -> Finding:
    sure = [fault for fault in faults if fault.sure]
    # Where some are sure, the others are told after them.
    told = sorted(sure, key=lambda fault: fault.start) + [fault for fault in faults if not fault.sure]
    found = Found.YES if sure else Found.UNSURE if faults else Found.NO
    return Finding(
        row,
        found,
        evidence=tuple(_evidence(draft, fault.start, fault.end) for fault in told),
        notes=tuple(fault.what for fault in told),
    )


def _signatures(draft: Draft) -> Finding:
    found, start, end = find_signatures(draft)
    if found is Found.NO:
        return Finding(SIGNATURE_ROW, found)
    return Finding(SIGNATURE_ROW, found, evidence=(_evidence(draft, start, end),))


def _stops(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield where a quote may end: at marks and line ends, and not at the full stop of an abbreviation."""
    for match in _STOP.finditer(text, start, end):
        if text[match.start()] != "." or stops_at(text, match.start()):
            yield match


def _evidence(draft: Draft, start: int, end: int) -> Evidence:
    """Quote the words of a fault with a little around them, on one page."""
    text = draft.contract.text
    index = max(draft.clause_index(start), 0)
    quoter = Quoter(draft.contract)
    if not draft.contract.clauses or quoter.in_furniture(start):
        pages = draft.contract.document.pages
        page = pages[max(bisect_right([page.start for page in pages], start) - 1, 0)]
        left, right = max(start, page.start), min(end, page.end)
        return quoter.cite(left, right, "", "")
    left = max(
        (match.end() for match in _stops(text, max(0, start - _AROUND), start)), default=max(0, start - _AROUND)
    )
    stop = next(_stops(text, end, min(len(text), end + _AROUND)), None)
    right = stop.start() + 1 if stop else min(len(text), end + _AROUND)
    while 0 < left < start and text[left - 1].isalnum() and text[left].isalnum():
        left += 1
    while right > end and right < len(text) and text[right - 1].isalnum() and text[right].isalnum():
        right -= 1
    while left < start and text[left].isspace():
        left += 1
    while right > end and text[right - 1].isspace():
        right -= 1
    return quoter.quote(index, left, right, (start, end))[0]
