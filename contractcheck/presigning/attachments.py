"""Looks for attachments that the text names and that are not in the document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contractcheck.language.labels import ANNEX, ANNEX_WORD, ATTACHMENT, annex_key, either
from contractcheck.model import Attachment, ClauseKind
from contractcheck.presigning.drafts import Draft, Fault

ROW = "attachments"
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


def find_lost_attachments(draft: Draft) -> Iterator[Fault]:
    """Yield the attachments that are named and not there, each at its first mention."""
    omitted = bool(_OMITTED.search(draft.contract.text))
    here = {_key(attachment.name) for attachment in draft.contract.attachments if attachment.present}
    heads = _heads(draft) | here
    for attachment in draft.contract.attachments:
        lettered = _LETTERED.fullmatch(attachment.name)
        if attachment.present or lettered is None or not _is_own(draft, attachment):
            continue
        if _key(attachment.name) in heads or _part_of(attachment.name, heads):
            continue
        if omitted:
            what = f"{attachment.name} is named and was left out of this copy. Check the original."
        else:
            what = f"{attachment.name} is named and is not in this document."
        yield Fault(ROW, attachment.start, attachment.end, what, sure=not omitted)


def _is_own(draft: Draft, attachment: Attachment) -> bool:
    """Tell whether some mention speaks of an attachment of this contract, not of a law or another contract."""
    text = draft.contract.plain
    name = re.compile(r"\s+".join(re.escape(word) for word in attachment.name.split()) + r"(?![\w/])")
    for match in name.finditer(text):
        after = text[match.end() : match.end() + _REACH]
        if draft.kind_at(match.start()) in (ClauseKind.CONTENTS,) or _FILING.match(match.group()):
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


def _heads(draft: Draft) -> frozenset[str]:
    """The attachments that begin with a line of their own somewhere, as headings do: in short lines without a verb."""
    found = set()
    name = re.compile(
        rf"[\W_]*(?P<name>{ANNEX_WORD}\s{{0,3}}(?:NO\.?\s|No\.?\s)?[“\"‘'(]?(?P<id>[A-Z\d][\w.-]{{0,5}})[”\"’')]?)(?P<rest>.*)",
        re.DOTALL,
    )
    tail = re.compile(rf".{{0,50}}?[\s–—-]+(?P<name>{ANNEX_WORD}\s(?P<id>[A-Z\d]{{1,3}}))(?P<rest>)")
    lines = draft.contract.lines
    for place, line in enumerate(lines):
        words = draft.contract.plain[line.start : line.end].strip()
        match = name.match(words) or (tail.fullmatch(words) if words.isupper() else None)
        if match is None or draft.kind_at(line.start) is ClauseKind.CONTENTS or len(words.split()) > _HEAD_WORDS:
            continue
        rest = match["rest"].strip()
        if rest and (rest[0] in ",;)" or (rest[0].islower() and not rest.startswith("to "))):
            continue
        if rest.endswith((",", ";")):
            continue
        if _in_list(draft, place, match["id"]):
            continue
        found.add(_key(f"{match['name'].split()[0]} {match['id']}"))
    return frozenset(found)


def _in_list(draft: Draft, place: int, own: str) -> bool:
    """Tell whether a line stands in a list of attachments: the next line, or the one before it, names another one."""
    lines = draft.contract.lines
    for other in (place - 1, place + 1):
        if 0 <= other < len(lines):
            match = _LINE_HEAD.match(draft.contract.plain[lines[other].start : lines[other].end].strip())
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
