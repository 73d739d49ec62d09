"""What was not read may say what was not found: a "no" is then no more than "unsure".

A passage in another language is not read, and neither is an attachment that cannot be opened. A bilingual contract says
everything twice; where the English says nothing, the other language does not either.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from contractcheck.language.labels import DECIMAL, SIGN, either
from contractcheck.language.words import count_words
from contractcheck.model import Document, Finding, Found, Span
from contractcheck.model.pagenames import pages

# A foreign passage with fewer words is a quotation, a form of words, an address. It holds no clause of its own.
MIN_WORDS = 120
# And a small share of a long contract, such as a page of a foreign register at its end, is no place for its terms.
MIN_SHARE = 0.03
# Where so many of the pages were not read, what was read says too little to call anything missing.
MUCH_UNREAD = 1 / 3
# The two languages of a bilingual contract have about the same number of words.
TWIN_SIZES = (0.4, 2.0)
# Of the clauses that the foreign text numbers, so many have a twin with the same number in English.
TWIN_NUMBERS = 0.7
MIN_NUMBERS = 4
# Without numbers, a text whose languages change so often says everything twice.
TWIN_CHANGES = 8

_NUMBER = re.compile(
    rf"^[^\S\r\n]*(?:{SIGN}|№|(?:{either('section', 'clause')}|"
    r"art(?:icle|ikel|ículo|igo|icolo|\.)?|paragraf|punkt|nr\.?|no\.?)\b)?"
    rf"[^\S\r\n]*({DECIMAL})(?=[\s.):])|(?<=\t)({DECIMAL})(?=[.)]?\s)",
    re.IGNORECASE | re.MULTILINE,
)


def with_doubt(findings: tuple[Finding, ...], document: Document) -> tuple[Finding, ...]:
    """Turn "no" into "unsure" where words that were not read may say otherwise. The note says which words.

    Pages that were not read are noted too.
    """
    findings = _with_pages(findings, document)
    notes = (_foreign_note(document), _files_note(document))
    note = " ".join(filter(None, notes))
    if not note:
        return findings
    return tuple(
        replace(finding, found=Found.UNSURE, notes=(*finding.notes, note)) if finding.found is Found.NO else finding
        for finding in findings
    )


def _with_pages(findings: tuple[Finding, ...], document: Document) -> tuple[Finding, ...]:
    """Note which pages were not read. One page among many, often that of the signatures, turns no "no" into a doubt."""
    lost = document.unread_pages
    if not lost:
        return findings
    names = pages(lost)
    note = f"{names[:1].upper()}{names[1:]} {'was' if len(lost) == 1 else 'were'} not read: it may be there."
    found = Found.UNSURE if len(lost) >= MUCH_UNREAD * len(document.pages) else Found.NO
    return tuple(
        replace(one, found=found, notes=(*one.notes, note)) if one.found is Found.NO else one for one in findings
    )


def _files_note(document: Document) -> str:
    names = document.unread_files
    if not names:
        return ""
    return f"It may stand in what was not read: {', '.join(names)}."


def _foreign_note(document: Document) -> str:
    if not document.foreign:
        return ""
    spans = [Span(passage.start, passage.end) for passage in document.foreign]
    words = sum(count_words(document.text[span.start : span.end]) for span in spans)
    total = count_words(document.text)
    if words < MIN_WORDS or words < MIN_SHARE * total or _is_twin(document.text, spans, words, total - words):
        return ""
    languages = " and ".join(dict.fromkeys(passage.language for passage in document.foreign))
    return f"It may stand in the {words:,} words that are written in {languages}."


def _is_twin(text: str, spans: Sequence[Span], foreign: int, english: int) -> bool:
    """Whether the English words say the same as the foreign ones: as many words, under the same numbers."""
    low, high = TWIN_SIZES
    if not low * english <= foreign <= high * english:
        return False
    numbers: tuple[set[str], set[str]] = (set(), set())
    at = 0
    for found in _NUMBER.finditer(text):
        while at < len(spans) and spans[at].end <= found.start():
            at += 1
        inside = at < len(spans) and spans[at].start <= found.start(1 if found[1] else 2)
        numbers[inside].add(found[1] or found[2])
    here, there = numbers
    if len(there) >= MIN_NUMBERS:
        return len(here & there) >= TWIN_NUMBERS * len(there)
    return 2 * len(spans) >= TWIN_CHANGES
