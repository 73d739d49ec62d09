"""Names the kind of agreement in plain words, from its title and its opening, or "" where neither tells."""

from __future__ import annotations

import re

from contractcheck.model import ClauseKind, Outline

# The title stands within this many characters of the start, contents aside.
_TITLE_CHARS = 900
# "This Outsourcing Agreement is made .." stands within this many.
_OPENING_CHARS = 4000
# Contents lists may stand before the opening; no more text than this is looked at.
_FRONT_CHARS = 60_000
# Lines longer than this are sentences, not titles.
_TITLE_LINE = 130

# The first that matches wins, so the special stands before the general.
_KINDS: tuple[tuple[str, str], ...] = (
    (r"business associate (?:agreement|addendum|contract)", "business associate agreement"),
    (r"data (?:processing|protection) (?:agreement|addendum|terms)", "data processing agreement"),
    (r"(?:non[- ]?disclosure|confidentiality|confidential disclosure) agreement|\bM?NDA\b", "non-disclosure agreement"),
    (r"service[- ]levels? agreement|service level commitment|\bSLA\b", "service level agreement"),
    (r"(?:co-?)?brand(?:ing|ed) agreement|co-?branding", "co-branding agreement"),
    (r"outsourcing", "outsourcing agreement"),
    (r"(?:web ?site |web |e-?business |co-?)?hosting", "hosting agreement"),
    (
        r"cloud (?:service|terms)|software[- ]as[- ]a[- ]service|\bSaaS\b|subscription agreement",
        "cloud services agreement",
    ),
    (r"consult(?:ing|ancy|ant)", "consulting agreement"),
    (r"transition services", "transition services agreement"),
    (r"construction and maintenance", "construction and maintenance agreement"),
    (r"operations? (?:and|&) maintenance", "operation and maintenance agreement"),
    (r"capital maintenance|income maintenance", "capital maintenance agreement"),
    (r"maintenance (?:and support)|support (?:and|&) maintenance|maintenance", "maintenance agreement"),
    (r"non-?competition|non-?compete|non-?solicitation", "non-competition agreement"),
    (r"joint filing", "joint filing agreement"),
    (r"joint venture", "joint venture agreement"),
    (r"strategic alliance|alliance agreement", "strategic alliance agreement"),
    (r"franchis(?:e|ing)", "franchise agreement"),
    (r"resell(?:er|ing)", "reseller agreement"),
    (r"distribut(?:or|ion|orship)", "distribution agreement"),
    (r"(?:contract )?manufacturing|manufacture", "manufacturing agreement"),
    (r"\bsupply\b", "supply agreement"),
    (r"sponsorship", "sponsorship agreement"),
    (r"endorsement", "endorsement agreement"),
    (r"content licen[cs]e", "content licence"),
    (r"software licen[cs]|licen[cs]e and maintenance|end[- ]user licen[cs]e|\bEULA\b", "software licence"),
    (r"trade ?mark licen[cs]e", "trademark licence"),
    (r"intellectual property", "intellectual property agreement"),
    (r"collaborat(?:ion|ive)", "collaboration agreement"),
    (r"co-?operation", "cooperation agreement"),
    (r"development", "development agreement"),
    (r"transportation|gathering agreement", "transportation agreement"),
    (r"remarketing|\bmarketing\b", "marketing agreement"),
    (r"promotion", "promotion agreement"),
    (r"affiliate|affiliation", "affiliate agreement"),
    (r"agency|\bagent\b", "agency agreement"),
    (r"servicing", "servicing agreement"),
    (r"professional services", "professional services agreement"),
    (
        r"(?:master |administrative |management )?services? (?:agreement|contract)|services agreement",
        "services agreement",
    ),
    (r"performance work statement|statement of work", "statement of work"),
    (r"licen[cs](?:e|ing)", "licence"),
    (r"terms (?:of service|of use|and conditions)|general terms", "terms of service"),
    (r"employment", "employment agreement"),
    (r"purchase", "purchase agreement"),
)
_TABLE = tuple((re.compile(pattern, re.IGNORECASE), name) for pattern, name in _KINDS)
_TITLE_WORD = re.compile(
    r"\b(?:agreement|contract|addendum|terms|licen[cs]e|statement|nda|sla|deed|policy|amendment|conditions)\b",
    re.IGNORECASE,
)
_THIS = re.compile(
    r"\b(?:THIS|This|this)\s(?P<title>(?:[A-Z][\w&’'/-]*|and|of|for|the|to|e-business|,|non-disclosure)(?:\s(?:[A-Z][\w&’'/,-]*|and|of|for|the|to|e-business)){0,9}?\s"
    r"(?:Agreement|AGREEMENT|Contract|CONTRACT|Addendum|ADDENDUM))\b"
)


def kind_of(plain: str, outline: Outline) -> str:
    """Return the kind of agreement in plain words ("hosting agreement"), or "" where it cannot be told."""
    plain = plain[:_FRONT_CHARS]
    lines: list[str] = []
    read = 0
    opening = ""
    for clause in outline.clauses:
        if clause.kind is ClauseKind.CONTENTS:
            continue
        text = plain[clause.start : min(clause.end, clause.start + _OPENING_CHARS)]
        if read < _TITLE_CHARS:
            lines.extend(" ".join(line.split()) for line in text[: _TITLE_CHARS - read].splitlines())
        read += len(text)
        opening += " " + text
        if read > _OPENING_CHARS:
            break
    title = _title(lines)
    found = _kind(title)
    if found:
        return found
    match = _THIS.search(" ".join(opening.split()))
    return _kind(match["title"]) if match else ""


def _title(lines: list[str]) -> str:
    """The title line, with the line above or below where it is printed over two or three lines."""
    for place, line in enumerate(lines):
        if not line or len(line) > _TITLE_LINE or not _TITLE_WORD.search(line) or line.endswith((".", ",", ";")):
            continue
        bare = re.fullmatch(
            r"(?:(?:THIS|FORM OF|MASTER|STANDARD|THE) )?(?:AGREEMENT|CONTRACT|LICEN[CS]E)(?: FOR| BETWEEN)?",
            line,
            re.IGNORECASE,
        )
        if bare is None:
            return line
        near = [other for other in lines[max(0, place - 2) : place + 3] if other and len(other) <= _TITLE_LINE]
        return " ".join(near)
    return ""


def _kind(title: str) -> str:
    for pattern, name in _TABLE:
        if pattern.search(title):
            return name
    return ""
