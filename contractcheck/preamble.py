"""Reads the names of the parties, and the short names that the contract gives them, from its opening words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from contractcheck.model import Clause, ClauseKind

# Parties are named at the front; this much of the text is searched where the preamble has no clear end.
_FRONT = 7000
_PREAMBLE_CHARS = 5000
# From the word "between" to the last party's short name.
_REACH = 3500
# A party's name is not longer than this; longer chunks are descriptions.
_NAME_CHARS = 110

_ANCHOR = re.compile(
    r"\b(?:by\s+and\s+(?:between|among)|between|among|entered\s+into\s+(?:by|with)|made\s+by|BY\s+AND\s+(?:BETWEEN|AMONG)|BETWEEN|AMONG|Between)\b[\s:,]*"
)
_BRACKET = re.compile(r"[(\[](?=[^()\[\]]{0,240}[“\"”])(?P<inside>[^()\[\]]{1,260})[)\]]")
_HEREINAFTER = re.compile(
    r"[,;]?\s\(?(?:hereinafter|hereafter|herein|referred\s+to|each\s+called)\b[^“\"().;]{0,60}?(?:the\s+)?[“\"](?P<inside>[^”\"]{1,60})[”\"]\)?"
    r"|\((?:hereinafter|hereafter)\s[^“\"()]{0,50}?(?:as|called)\s+(?:the\s+)?(?P<bare>[A-Z][\w&.’' -]{1,40})\)"
)
_QUOTED = re.compile(r"[“\"”]\s*(?P<term>[^”“\"]{1,60}?)\s*[”\"]")
_NOT_PARTY = re.compile(
    r"\b(?:agreements?|contract|effective|dates?|part(?:y|ies)$|either party|commencement|addendum|amendments?|"
    r"services?$|act$|terms?$|products?$|software$|exhibits?|schedules?|site$|web ?sites?|territory|lease|facility|"
    r"closing|confidential|deed|letter|orders?|execution|licen[cs]es?$|projects?$|system$|trademarks?|marks$|property$|purpose|"
    r"events?$|business$|collectively$|individually$|policy|platform|table$|attachments?|appendix|annex|directive|"
    r"regulations?|laws?|credits?|percentage|uptime|commitment|e?u? ?gdpr)\b|"
    r"^(?:dpa|sla|msa|sow|baa|nda|ccpa|fadp|hipaa|we|us|you|our|your|sec|irs|fda|moa|mou|gaap)$",
    re.IGNORECASE,
)
_LEGAL_FORM = (
    r"(?:Inc|Incorporated|Corp|Corporation|LLC|L\.L\.C|Ltd|Limited|L\.?P|LLP|PLC|plc|AG|GmbH|S\.?A|N\.?V|B\.?V|Co|Company|"
    r"N\.?A|Pty|Pte|Oy|AB|ApS|KK|K\.K|S\.p\.A|SpA|S\.?r\.?l|Bhd|Trust|Bank|LLLP|P\.C|Jr|Sr|M\.D|Ph\.D|INC|CORP|LTD|LIMITED|CORPORATION|CO)"
)
_RECITALS = re.compile(r"\b(?:WHEREAS|RECITALS?|WITNESSETH|W I T N E S S|NOW,? THEREFORE|BACKGROUND)\b")
# A recital heading sooner than this stands above the parties.
_FEWEST_BEFORE_RECITALS = 150
_MOST = 6
_ALIAS_WORDS = 5
_NAME_WORDS = 14
# After two parties are named, the next short name must come within so many characters and within the sentence.
_GAP_CHARS = 500
_SENTENCE = re.compile(
    r"(?:[a-z\d)]{2}\.|\):?)\s+(?:The|This|Each|In|It|Whereas|For|Under|By|As|All|If)\b|\bsets? forth\b|:\s|\bdated\b"
)
_ROLES = (
    r"(?:Customer|Client|Provider|Supplier|Vendor|Licensee|Licensor|You|you|"
    r"Subscriber|Buyer|Contractor|Consultant|Company)"
)
# "and the customer ("Customer")": a form leaves the name open.
_PLAIN_ROLE = re.compile(r"\b(?:and|between)\s(?:the|an?|its|any|each)?\s?(?:[a-z]+\s){1,4}$")
_ROLE_BEFORE = re.compile(rf"(?:the\s)?(?P<role>{_ROLES})\s(?:and|AND)\s")
_ROLE_AFTER = re.compile(rf"[^.]{{0,160}}?\b(?:and|AND)\s(?:the\s)?(?P<role>{_ROLES})\b")
_ONLY_FORM = re.compile(rf"{_LEGAL_FORM}\.?|[\d\W]*")
_NAME_START = re.compile(r"[\s(\"“\[]*(?:[A-Z0-9]|[a-z]{1,2}-|[a-z][A-Z\d])")
_NOT_NAME = re.compile(
    r"\b(?:shall|will|this|hereby|dated|agreement|addendum|act|regulation|whereas|contract|parties)\b", re.IGNORECASE
)
# The name ends where its description begins.
_NAME_END = re.compile(
    rf",?\s+(?:an?|the|one|its)\s(?!\w+\s?[&])|,(?!\s*{_LEGAL_FORM}\b)|\s(?:with|having|located|whose|organized|duly|acting|represented|existing|of|"
    r"on\s+behalf|whereby|for\s+itself|d/b/a|f/k/a|formerly|incorporated|registered|at\s+\d)\s|"
    rf"\((?![A-Z][\w. ]{{1,25}}\)\s*,?\s*{_LEGAL_FORM}\b)|[;:]|\s[–—-]\s|$",
)
_LEAD = re.compile(
    r"^(?:[\s,;.:&*–—-]|and\b|AND\b|between\b|BETWEEN\b|by\b|among\b|with\b|on the (?:one|other) (?:hand|part)\b|"
    r"the following( parties)?\b|parties\b|"
    r"\(?\d{1,2}[.)]|\([a-z]{1,3}\)|made\b|Party [A-D]\s?:|is\b|as of\b|the\s)+",
)
_COMPANY = re.compile(rf"(?P<name>(?:[A-Z][\w&’'.-]*,?\s(?:(?:of|and|the|for|&)\s)?){{1,7}}?(?:{_LEGAL_FORM})\b\.?)")

_BARE = re.compile(
    rf"(?P<name>(?:[A-Z][\w&.-]*\s(?:(?:of|and)\s)?|\([A-Z]{{2,5}}\)\s){{1,6}}(?:{_LEGAL_FORM})\b\.?)\s\((?P<alias>[A-Z][\w&]{{1,15}})\)"
)


@dataclass(slots=True)
class Named:
    """A party as the opening words name it: the full name and its short names, in order."""

    name: str
    aliases: list[str]


def front_text(plain: str, clauses: tuple[Clause, ...]) -> str:
    """Return the opening words of the contract: the preamble and a little more, without contents lists."""
    pieces: list[str] = []
    length = 0
    beyond: int | None = None
    for clause in clauses:
        if clause.kind is ClauseKind.CONTENTS:
            continue
        # After the preamble only a little of the clauses belongs to the opening words.
        if clause.kind is not ClauseKind.PREAMBLE and length > 0:
            room = _PREAMBLE_CHARS if beyond is None else beyond
            beyond = room - (clause.end - clause.start)
            if beyond <= 0:
                pieces.append(plain[clause.start : clause.start + room])
                break
        piece = plain[clause.start : min(clause.end, clause.start + _FRONT)]
        pieces.append(piece)
        length += len(piece)
        if length > _FRONT:
            break
    return re.sub(r"[\s*_]+", " ", " ".join(pieces))[: 2 * _FRONT]


def read_names(front: str) -> list[Named]:
    """Return the parties that the opening words name, in order, with their short names. May be empty."""
    front = front[:_FRONT]
    best: list[Named] = []
    for anchor in _ANCHOR.finditer(front):
        named = _from(front, anchor.end())
        if len(named) >= 2:
            return named
        if len(named) > len(best):
            best = named
    if len(best) < 2:
        loose = _from(front, 0)
        if len(loose) > len(best):
            best = loose
    return best if len(best) > 1 else _unlabelled(front) or best


def _from(front: str, begin: int) -> list[Named]:
    """Read "NAME, description ("Short")" one after the other from ``begin``."""
    window = front[begin : begin + _REACH]
    stop = _RECITALS.search(window)
    # A recital heading may stand above the parties; then it ends nothing.
    if stop and stop.start() > _FEWEST_BEFORE_RECITALS:
        window = window[: stop.start()]
    hits = sorted(
        [*_BRACKET.finditer(window), *_HEREINAFTER.finditer(window)], key=lambda match: (match.start(), -match.end())
    )
    named: list[Named] = []
    last = 0
    for match in hits:
        if match.start() < last:
            continue
        between = window[last : match.start()]
        if len(named) >= _MOST or (len(named) >= 2 and (len(between) > _GAP_CHARS or _SENTENCE.search(between))):
            break
        aliases = _aliases(match, between)
        if not aliases:
            continue
        used = {alias for item in named for alias in item.aliases}
        if used.issuperset(aliases):
            last = match.end()
            continue
        name, role = _name(between, first=not named)
        if not name and _PLAIN_ROLE.search(between) and re.fullmatch(_ROLES, aliases[0]):
            name = aliases[0]
        if role and not any(item.name == role for item in named):
            named.append(Named(role, [role]))
        if name and not any(item.name == name for item in named):
            named.append(Named(name, aliases))
        elif named and not between.strip(" ,;or"):
            named[-1].aliases.extend(aliases)
        last = match.end()
    if len(named) == 1:
        other = _ROLE_AFTER.match(window, last)
        if other:
            named.append(Named(other["role"], [other["role"]]))
    return named


def _terms(match: re.Match[str]) -> list[str]:
    groups = match.groupdict()
    if groups.get("bare"):
        return [groups["bare"]]
    inside = groups.get("inside") or ""
    return [found["term"] for found in _QUOTED.finditer(inside)] or ([inside] if match.re is _HEREINAFTER else [])


def _aliases(match: re.Match[str], before: str) -> list[str]:
    """The short names in brackets. One in small letters counts only where the name itself has it ("i-on")."""
    found = []
    for term in _terms(match):
        alias = re.sub(r"^(?:the|The|THE)\s", "", term.strip(" ,.;:’'"))
        if not alias or _NOT_PARTY.search(alias) or len(alias.split()) > _ALIAS_WORDS:
            continue
        if alias[0].isupper() or alias[0].isdigit() or re.search(rf"(?:^|\s){re.escape(alias)}\b", before):
            found.append(alias)
    return found


def _name(chunk: str, *, first: bool) -> tuple[str, str]:
    """Take a party's name out of the words before its short name, and a role named before it ("Customer and X")."""
    chunk = chunk.strip()
    found = re.match(r".*\b(?:by and between|between|BETWEEN|among)\b", chunk)
    if found and _NAME_START.match(chunk[found.end() :]):
        chunk = chunk[found.end() :]
    if not first:
        chunk = chunk[_best_and(chunk) :]
    chunk = _LEAD.sub("", chunk)
    role = ""
    before = _ROLE_BEFORE.match(chunk)
    if before:
        role = before["role"]
        chunk = chunk[before.end() :]
    label = re.match(r"[A-Z][\w ]{2,25}:\s(?=[A-Z])", chunk)
    if label:
        chunk = _LEAD.sub("", chunk[label.end() :])
    if len(chunk) < 2:
        return "", role
    end = _NAME_END.search(chunk, 2)
    name = (chunk[: end.start()] if end else chunk).strip(' ,;:“"”[]')
    if not name or not (name[0].isupper() or name[0].isdigit() or re.match(r"[a-z]{1,2}[-\d.]|[a-z][A-Z]", name)):
        return "", role
    if len(name) > _NAME_CHARS or len(name.split()) > _NAME_WORDS or _NOT_NAME.search(name):
        company = _COMPANY.search(chunk)
        return (company["name"].strip(" ,"), role) if company and not _NOT_NAME.search(company["name"]) else ("", role)
    return name, role


def _best_and(chunk: str) -> int:
    """Where the next party's name begins: after the "and" that is best followed by a company's name."""
    best = (0, 0)
    for match in re.finditer(r"(?P<mark>[,;.)\d]|^)?\s*(?:-|–|\b)(?:and|AND|And)\b[\s:–-]*|[;,]\s(?=[A-Z])", chunk):
        rest = _LEAD.sub("", chunk[match.end() :])
        if not _NAME_START.match(rest):
            continue
        end = _NAME_END.search(rest, 2) if len(rest) > 2 else None
        head = rest[: end.start()] if end else rest
        score = 1 + 2 * bool(re.search(rf"\b{_LEGAL_FORM}\b", head)) + 2 * bool(match["mark"])
        if len(head) < 3 or len(head.split()) > _NAME_WORDS or _ONLY_FORM.fullmatch(head.strip(" .,")):
            score = 0
        if score and (score, match.end()) >= best:
            best = (score, match.end())
    return best[1]


def _unlabelled(front: str) -> list[Named]:
    """Names of companies with a short name in bare brackets ("Datec Ltd (Datec)"), or else the two after "between"."""
    names: list[Named] = []
    for match in _BARE.finditer(front):
        name, alias = match["name"].strip(" ,"), match["alias"]
        if not _NOT_PARTY.search(alias) and all(item.name != name and alias not in item.aliases for item in names):
            names.append(Named(name, [alias]))
    if len(names) == 2:
        return names
    anchor = _ANCHOR.search(front)
    if anchor is None:
        return []
    names = []
    for match in _COMPANY.finditer(front, anchor.end(), min(len(front), anchor.end() + 700)):
        name = match["name"].strip(" ,")
        if all(item.name != name for item in names):
            names.append(Named(name, []))
        if len(names) == 2:
            break
    return names


def company_called(plain: str, word: str) -> str:
    """Return the full company name that contains ``word`` ("GitHub" -> "GitHub, Inc."), or ``word`` itself."""
    match = re.search(rf"\b{re.escape(word)}(?:,?\s[A-Z][\w&’'-]*){{0,3}}?,?\s{_LEGAL_FORM}\b\.?", plain)
    return " ".join(match.group().split()).strip(" ,") if match else word


def first_company(front: str) -> str:
    """Return the first company named in the opening words, or ""."""
    match = _COMPANY.search(front)
    return match["name"].strip(" ,") if match else ""
