"""The attachments that a contract names as its own and that are not in the document."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from contractcheck.language.labels import ANNEX, ANNEX_WORD, ATTACHMENT, annex_key, either
from contractcheck.model import Attachment, ClauseKind, Line, Outline

# Only what has a letter or a number of its own. An order form or a cover page is a paper beside the contract.
_LETTERED = re.compile(rf"{ANNEX_WORD}\s+(?P<id>\S+)")
# "Exhibit A to the Master Agreement", "Annex I of the Standard Contractual Clauses": another document's attachment.
_OTHERS = re.compile(
    rf"[\s,”\"’']*(?:(?:,|and|or|&)\s*(?:(?:{either(*ANNEX, plural=True)})\s+)?[A-Z\d]{{1,4}}[\s,]*){{0,4}}"
    r"(?:attached\s+)?(?:to|of|in|under|from)\s+(?:the|that|such|any|each|its|an?|our|your)\s+(?:[\w’'&-]+\s+){0,5}?"
    r"(?P<what>clauses|SCCs?|order|addendum|lease|indenture|plan|regulations?|act|code|directive|contract|policy|policies|rules?|"
    r"agreements?|form|statement|report|prospectus|SOW|decision|convention)\b",
    re.IGNORECASE,
)
_THIS = re.compile(r"\b(?:this|hereto|herein|hereof)\b", re.IGNORECASE)
_FILING = re.compile(r"exhibit\s+\d{1,2}\.\d{1,3}|schedule\s+(?:13[DEG]|14[ACDN])\b", re.IGNORECASE)
_CODE_BEFORE = re.compile(r"(?:C\.?F\.?R\.?|U\.?S\.?C\.?|Part\s\d+|Regulation\s\S+|Directive\s\S+)[\s,]*\Z")
_LAW = re.compile(
    r"\bto\s+(?:Subpart|Part|the\s+[A-Z]{2,5}\b)|\bof\s+(?:Regulation|Directive|Schedule|Part|the\s+(?:UK|EU|GDPR|Data\s+Protection|Companies|Securities))\b"
)
_OMITTED = re.compile(
    rf"\b(?:{either(*ANNEX, ATTACHMENT, plural=True)})\b[^.]{{0,80}}"
    r"\b(?:omitted|not\s+(?:been\s+)?filed|not\s+included)\b"
    rf"|\b(?:omitted|not\s+filed)\b[^.]{{0,60}}\b(?:{either('schedule', 'exhibit', ATTACHMENT, plural=True)})\b"
    r"|item\s+601\(b\)\(2\)|601\(a\)\(5\)",
    re.IGNORECASE,
)
_NOT_APPLICABLE = re.compile(
    r"[^.;]{0,60}\b(?:not\s+applicable|does\s+not\s+apply|intentionally|reserved)\b", re.IGNORECASE
)
_REACH = 140
_HEAD_WORDS = 14
_LINE_HEAD = re.compile(rf"[\W_]*{ANNEX_WORD}\s{{0,3}}[“\"‘'(]?(?P<id>[A-Z\d][\w.-]{{0,5}})")


class _Text:
    """The words that are looked through, and what part of the document each belongs to."""

    def __init__(self, plain: str, lines: Sequence[Line], outline: Outline) -> None:
        self.plain, self.lines, self._clauses = plain, lines, outline.clauses
        self._starts = [clause.start for clause in outline.clauses]

    def kind_at(self, place: int) -> ClauseKind:
        index = bisect_right(self._starts, place) - 1
        return self._clauses[index].kind if index >= 0 else ClauseKind.PREAMBLE


def find_not_attached(plain: str, lines: Sequence[Line], outline: Outline) -> tuple[Attachment, ...]:
    """Return the attachments with a letter or a number that the text names and that are not there, in their order.

    Those of a law, or of another contract, are none of its own.
    """
    named = [row for row in outline.attachments if not row.present and _LETTERED.fullmatch(row.name)]
    if not named:
        return ()
    text = _Text(plain, lines, outline)
    heads = _heads(text) | {_key(row.name) for row in outline.attachments if row.present}
    return tuple(
        row for row in named if _key(row.name) not in heads and not _part_of(row.name, heads) and _is_own(text, row)
    )


def says_omitted(text: str) -> bool:
    """Whether a copy says that attachments were left out of it, as filings do."""
    return bool(_OMITTED.search(text))


def _is_own(words: _Text, attachment: Attachment) -> bool:
    """Tell whether some mention speaks of an attachment of this contract, not of a law or another contract."""
    text = words.plain
    name = re.compile(r"\s+".join(re.escape(word) for word in attachment.name.split()) + r"(?![\w/])")
    for match in name.finditer(text):
        after = text[match.end() : match.end() + _REACH]
        if words.kind_at(match.start()) is ClauseKind.CONTENTS or _FILING.match(match.group()):
            continue
        others = _OTHERS.match(after)
        if others and not _THIS.search(others.group()) and others["what"].lower() not in ("agreement", "agreements"):
            continue
        if (
            others
            and others["what"].lower().startswith("agreement")
            and re.search(r"[A-Z]\w+\s+Agreement", others.group())
        ):
            # "Exhibit A to the Lease Agreement" is another contract's, unless that is how this one calls itself.
            called = " ".join(others.group().split()[-2:])
            if called.lower() not in " ".join(text[:3000].split()).lower():
                continue
        if _CODE_BEFORE.search(text[max(0, match.start() - 30) : match.start()]):
            continue
        if _LAW.search(after[:60]) or _NOT_APPLICABLE.match(after):
            continue
        return True
    return False


def _heads(text: _Text) -> frozenset[str]:
    """The attachments that begin with a line of their own somewhere, as headings do: in short lines without a verb."""
    found = set()
    name = re.compile(
        rf"[\W_]*(?P<name>{ANNEX_WORD}\s{{0,3}}(?:NO\.?\s|No\.?\s)?[“\"‘'(]?(?P<id>[A-Z\d][\w.-]{{0,5}})[”\"’')]?)(?P<rest>.*)",
        re.DOTALL,
    )
    tail = re.compile(rf".{{0,50}}?[\s–—-]+(?P<name>{ANNEX_WORD}\s(?P<id>[A-Z\d]{{1,3}}))(?P<rest>)")
    lines = text.lines
    for place, line in enumerate(lines):
        words = text.plain[line.start : line.end].strip()
        match = name.match(words) or (tail.fullmatch(words) if words.isupper() else None)
        if match is None or text.kind_at(line.start) is ClauseKind.CONTENTS or len(words.split()) > _HEAD_WORDS:
            continue
        rest = match["rest"].strip()
        if rest and (rest[0] in ",;)" or (rest[0].islower() and not rest.startswith("to "))):
            continue
        if rest.endswith((",", ";")):
            continue
        if _in_list(text, place, match["id"]):
            continue
        found.add(_key(f"{match['name'].split()[0]} {match['id']}"))
    return frozenset(found)


def _in_list(text: _Text, place: int, own: str) -> bool:
    """Tell whether a line stands in a list of attachments: the next line, or the one before it, names another one."""
    lines = text.lines
    for other in (place - 1, place + 1):
        if 0 <= other < len(lines):
            match = _LINE_HEAD.match(text.plain[lines[other].start : lines[other].end].strip())
            if match is not None and match["id"] != own:
                return True
    return False


def _part_of(name: str, heads: frozenset[str]) -> bool:
    """Exhibit A is there where Exhibit A-1 and A-2 are."""
    key = _key(name)
    return any(head.startswith(key + mark) for head in heads for mark in ("-", ".")) or (
        bool(re.search(r"[-.]\w+$", key)) and re.sub(r"[-.]\w+$", "", key) in heads
    )


def _key(name: str) -> str:
    words = re.sub(r"[^\w.\s-]", " ", name.lower()).split()
    word, _, mark = " ".join(words).rstrip(".-").partition(" ")
    return annex_key(word, mark)
