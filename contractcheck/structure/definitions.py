"""Defined terms, definition clauses, and the attachments that a contract names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import chain

from contractcheck.language.labels import ANNEX_ID, ANNEX_WORD
from contractcheck.model import Attachment, Clause, ClauseKind, Span

# A defined term is a few words; longer quotations are quoted text.
_TERM_WORDS = 8
# How far a definition may reach from its term, where the clause does not end sooner.
_REACH = 600

_MEANS = (
    r"(?:\s?(?:\([^)]{0,80}\)|,[^,]{0,60},|(?:or|and)\s[“\"][^”\"]{1,60}[”\"]))*\s*"
    r"(?:,?\s?(?:shall|will|has|have|is|are|when|as used|mean|refer|include|:)\b[^.;“”\"]{0,40}?)?"
    r"(?:means?\b|mean\b|meanings?\b|refers?\s+to\b|defined\b|includes?\b|deemed\b|collectively\b)"
)
# A paragraph that begins with a term in quotation marks and says what it means.
DEFINES = re.compile(rf"(?:The\s(?:term|word)s?\s)?[“\"][^”\"]{{1,90}}[”\"]{_MEANS}")
_TERM_MEANS = re.compile(rf"[“\"](?P<term>[^”\"\n]{{1,90}})[”\"](?={_MEANS})")
# (the "Services"), ("Customer"), (collectively, "Fees" or "Charges")
_IN_BRACKETS = re.compile(r"\((?=[^()]{0,160}[“\"])(?P<inside>[^()]{1,200})\)")
_QUOTED = re.compile(r"[“\"](?P<term>[^”\"\n]{1,80})[”\"]")
_HEADING = re.compile(
    r"\b(?:definitions?|defined terms|interpretation and definitions|glossary|certain terms)\b", re.IGNORECASE
)
_SAYS_MEANS = re.compile(r"\b(?:means?|meanings?|refers? to|defined (?:in|as|below|herein))\b")
_TERM_START = re.compile(r"\s*[“\"]")
# These begin with plain letters, not with a word edge, so that the search can leap from capital to capital.
_ANNEXES = re.compile(rf"{ANNEX_WORD}\s{{1,2}}[“\"]?{ANNEX_ID}[”\"]?(?![\w/])")
_OTHERS = re.compile(
    r"(?:Order Form|Cover Page|Statement of Work|Service Order|Work Order|Setup Page|Key Terms|"
    r"(?:Main|Master|Framework|Principal|Underlying)\s(?:Services?\s)?Agreement)\b"
)
# Documents of their own that contracts leave a matter to. The words before them are read backwards: that is cheap.
_POLICY = re.compile(r"(?:Policy|Policies|Guidelines|Handbook|Manual|Standards|Support Terms)\b")
_POLICY_NAME = re.compile(r"(?:[A-Z][\w’'-]+\s(?:(?:and|of|&)\s)?){1,4}$")
_POLICY_REACH = 60
_LABELLED = re.compile(ANNEX_WORD)
_THIS = re.compile(r"\b[Tt][Hh][Ii][Ss]\s")
# The label of a filing above the agreement.
_OWN_LABEL = re.compile(r"Exhibit \d+\.?\d*", re.IGNORECASE)
# An insurance policy is no document that duties stand in.
_NO_POLICY = re.compile(
    r"\b(?:Insurance|Liability|Umbrella|Accounting|Reporting|Auditing|Such|This|Each|Any|All|No|Title|Property|Labor)\b"
)


def is_definition(text: str) -> bool:
    """Tell whether a clause's own words begin with a term in quotation marks and its meaning."""
    return bool(DEFINES.match(text.lstrip(" *_")))


def in_definitions(heading: str, text: str, under: bool) -> bool:
    """Tell whether a clause defines terms: by its heading, by its first words, or ``under`` a definitions clause."""
    if heading and _HEADING.search(heading):
        return True
    if DEFINES.match(text.lstrip()):
        return True
    if under and not heading:
        return bool(_TERM_START.match(text)) or bool(_SAYS_MEANS.search(text[:400]))
    return bool(under and _SAYS_MEANS.search(text[:300]))


def find_terms(plain: str, clauses: tuple[Clause, ...]) -> dict[str, Span]:
    """Return each defined term, as printed, with the passage that defines it (its first definition)."""
    terms: dict[str, Span] = {}
    starts = [clause.start for clause in clauses]
    hits = [(match.start(), match["term"]) for match in _TERM_MEANS.finditer(plain)]
    for bracket in _IN_BRACKETS.finditer(plain):
        hits.extend(
            (bracket.start("inside") + match.start(), match["term"]) for match in _QUOTED.finditer(bracket["inside"])
        )
    for position, term in sorted(hits):
        name = " ".join(term.split()).strip(" .,;*_")
        if not name or len(name.split()) > _TERM_WORDS or name in terms or not any(letter.isalpha() for letter in name):
            continue
        index = bisect_right(starts, position) - 1
        if index < 0 or clauses[index].kind is ClauseKind.CONTENTS:
            continue
        clause = clauses[index]
        begin = _sentence_start(plain, clause.body if clause.body <= position else clause.start, position)
        terms[name] = Span(begin, _sentence_end(plain, position, min(clause.end, position + _REACH)))
    return terms


def _sentence_start(plain: str, floor: int, position: int) -> int:
    floor = max(floor, position - _REACH - 2)  # what stands further back is cut off in any case
    cut = max(
        plain.rfind(". ", floor, position), plain.rfind(".\n", floor, position), plain.rfind(".\r", floor, position)
    )
    begin = cut + 2 if cut >= 0 else floor
    begin = max(begin, position - _REACH)
    while begin < position and plain[begin].isspace():
        begin += 1
    return begin


def _sentence_end(plain: str, position: int, limit: int) -> int:
    match = re.compile(r"[.;](?=\s|$)").search(plain, position, limit)
    return match.end() if match else max(limit, position)


def find_attachments(plain: str, clauses: tuple[Clause, ...]) -> tuple[Attachment, ...]:
    """Return the documents that the text names (annexes, order forms, policies), each at its first mention.

    ``present`` tells whether an annex or a heading of that name begins somewhere in the document.
    """
    here = {
        _key(clause.path)
        for clause in clauses
        if clause.kind is ClauseKind.ANNEX and clause.parent < 0 and clause.number
    }
    headings = {clause.heading.casefold() for clause in clauses if clause.heading}
    annexes = [clause.heading.casefold() for clause in clauses if clause.heading and clause.kind is ClauseKind.ANNEX]
    starts = [clause.start for clause in clauses]
    found: dict[str, Attachment] = {}
    for name, start, end in _named(plain):
        key = _key(name)
        if key in found:
            continue
        index = bisect_right(starts, start) - 1
        if index < 0 or clauses[index].kind is ClauseKind.CONTENTS:
            continue
        clause = clauses[index]
        if clause.kind is ClauseKind.ANNEX and start < clause.body and key in here:
            continue
        if index == 0 and start - clause.start < 200 and _OWN_LABEL.fullmatch(name):
            continue
        present = key in here or (
            not _LABELLED.match(name) and (key in headings or any(key in heading for heading in annexes))
        )
        if name.endswith("Agreement") and _calls_itself(plain, name):
            continue
        found[key] = Attachment(name, present, start, end)
    return tuple(sorted(found.values(), key=lambda item: item.start))


def _calls_itself(plain: str, name: str) -> bool:
    """Tell whether the text says "this Master Agreement", in any case."""
    return any(
        plain[match.end() : match.end() + len(name)].casefold() == name.casefold() for match in _THIS.finditer(plain)
    )


def _named(plain: str) -> Iterator[tuple[str, int, int]]:
    """Yield the names of other documents, with their places."""
    for match in chain(_ANNEXES.finditer(plain), _OTHERS.finditer(plain)):
        before = plain[max(0, match.start() - 4) : match.start()]
        if before[-1:].isalnum() or (match.group().endswith("Agreement") and before.lower() != "the "):
            continue
        yield " ".join(re.sub(r"[“”\"]", "", match.group()).split()), match.start(), match.end()
    for match in _POLICY.finditer(plain):
        before = plain[max(0, match.start() - _POLICY_REACH) : match.start()]
        words = _POLICY_NAME.search(before)
        if words or match.group() == "Support Terms":
            name = " ".join(((words.group() if words else "") + match.group()).split()).removeprefix("The ")
            if " " in name and not _NO_POLICY.search(name):
                yield name, match.end() - len(match.group()) - len(words.group() if words else ""), match.end()


def _key(name: str) -> str:
    return name.casefold().replace("annexure", "annex")
