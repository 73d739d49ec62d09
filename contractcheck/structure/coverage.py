"""What of a contract was read and what was not, gathered once from the document and its structure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from contractcheck.language.labels import DECIMAL, SIGN, either
from contractcheck.language.words import count_words
from contractcheck.model import Clause, ClauseKind, Document, Line, Outline, Page, Span
from contractcheck.model.coverage import Coverage, OtherLanguage, TermsElsewhere, UnreadPage, UnreadPart
from contractcheck.structure.incorporated import TakenIn, find_taken_in
from contractcheck.structure.notattached import find_not_attached

NO_TEXT = "has no text"
# The words that announce the signatures are among so many of the last characters of the page before them.
SIGNED_WITHIN = 600
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
# "IN WITNESS WHEREOF", "[Signature page follows]": what is signed by somebody ("signed by each party") announces none.
_ANNOUNCED = re.compile(
    r"\W*(?:in witness (?:whereof|hereof|of which)|as witness\b"
    r"|(?:the )?signatures? (?:pages?|blocks?|follow|to follow)\b)",
    re.IGNORECASE,
)
# What stands beside a signature: then it is here.
_SIGNED = re.compile(r"\b(?:by|name|title|date|signature)\s*:|/s/|_{3}", re.IGNORECASE)
# "Schedule 3 (Service levels)", "Exhibit B – Fees", "Annex II, Security measures": the matter of an attachment.
_TITLE = re.compile(r"[”\"’']?\s*(?:\((?P<round>[^()]{3,60})\)|[–—:-]\s*(?P<dash>[A-Z][\w ,&’'-]{2,60}))")
_TITLE_WORDS = 8
_NO_TITLE = re.compile(
    r"\b(?:the|this|shall|will|attached|hereto|as|which|that|is|and\s+any|collectively)\b|[“”\"]", re.IGNORECASE
)


def coverage_of(document: Document, plain: str, lines: Sequence[Line], outline: Outline) -> Coverage:
    """Return what of a document was read."""
    return Coverage(
        pages=len(document.pages),
        words=count_words(document.text) if document.foreign or document.left_out else 0,
        recognised=tuple(page.number for page in document.pages if page.read and page.ocr is not None),
        unread=tuple(_unread(document.pages, plain)),
        parts=tuple(UnreadPart(name, _why(name, document.notes)) for name in document.unread_files),
        terms=tuple(_terms(document, plain, lines, outline)),
        left_out=document.left_out,
        languages=tuple(_languages(document)),
    )


def _unread(pages: Sequence[Page], plain: str) -> Iterator[UnreadPage]:
    above = None
    for page in pages:
        if not page.read:
            holds_terms = not (page.foreign_to_it or (above is not None and _is_signed_next(above, plain)))
            yield UnreadPage(page.number, page.why_unread or NO_TEXT, holds_terms)
        above = page


def _is_signed_next(page: Page, plain: str) -> bool:
    """Whether a page that was read ends by announcing signatures and shows none: they stand on the next page."""
    lines = plain[page.start : page.end].rstrip()[-SIGNED_WITHIN:].splitlines() if page.read else []
    at = next((at for at, line in enumerate(lines) if _ANNOUNCED.match(line)), len(lines))
    return at < len(lines) and not any(map(_SIGNED.search, lines[at:]))


def _why(name: str, notes: Sequence[str]) -> str:
    """The note that says why a part was not read."""
    return next((note for note in notes if name in note and "not read" in note.casefold()), "")


def _terms(document: Document, plain: str, lines: Sequence[Line], outline: Outline) -> Iterator[TermsElsewhere]:
    attached = find_not_attached(plain, lines, outline)
    rows = [TakenIn(_with_title(row.name, plain), False, row.start, row.end) for row in attached]
    given = {part.title.casefold() for part in document.parts} | {part.name.casefold() for part in document.parts}
    rows += [row for row in find_taken_in(plain, outline.clauses) if not _is_here(row.name, given)]
    starts = [page.start for page in document.pages]
    for row in sorted(rows, key=lambda row: row.start):
        page = document.pages[max(bisect_right(starts, row.start) - 1, 0)].number if starts else 1
        yield TermsElsewhere(row.name, row.whole, page, _clause_at(outline.clauses, row.start), row.start, row.end)


def _with_title(name: str, plain: str) -> str:
    """The name of an attachment with its title, where some mention gives it."""
    mention = re.compile(r"\s+".join(map(re.escape, name.split())) + r"(?![\w/])")
    for found in mention.finditer(plain):
        title = _TITLE.match(plain, found.end())
        words = " ".join((title["round"] or title["dash"] or "").split()).strip(" ,-") if title else ""
        if words and len(words.split()) <= _TITLE_WORDS and words[0].isalpha() and not _NO_TITLE.search(words):
            return f"{name} ({words})"
    return name


def _is_here(name: str, given: set[str]) -> bool:
    """Whether a file of the package is called so."""
    words = set(re.findall(r"[a-z]{3,}", name.casefold()))
    return any(words and words <= set(re.findall(r"[a-z]{3,}", title)) for title in given)


def _clause_at(clauses: tuple[Clause, ...], place: int) -> str:
    index = bisect_right([clause.start for clause in clauses], place) - 1
    return clauses[index].path if index >= 0 and clauses[index].kind is not ClauseKind.CONTENTS else ""


def _languages(document: Document) -> Iterator[OtherLanguage]:
    """The passages in other languages, put together by language."""
    if not document.foreign:
        return
    counts: dict[str, int] = {}
    for passage in document.foreign:
        words = count_words(document.text[passage.start : passage.end])
        counts[passage.language] = counts.get(passage.language, 0) + words
    foreign = sum(counts.values())
    spans = [Span(passage.start, passage.end) for passage in document.foreign]
    twin = _is_twin(document.text, spans, foreign, count_words(document.text) - foreign)
    for language, words in counts.items():
        yield OtherLanguage(language, words, twin)


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
