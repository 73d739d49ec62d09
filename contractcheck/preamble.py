"""Reads the names of the parties, and the short names that the contract gives them, from its opening words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from contractcheck.model import Clause, ClauseKind

# Parties are named at the front; this much of the text is searched where the preamble has no clear end.
_FRONT = 7000
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
    r"(?:agreement|contract|effective|date|part(?:y|ies)$|either party|commencement|addendum|amendment|services?$|act$|term$|terms$|products?$|"
    r"software$|exhibit|schedule|site$|web ?site|territory|lease|facility|closing|confidential|deed|letter|order|sow|"
    r"execution|license$|licence$|project$|system$|trademarks?|marks$|property$|purpose|event$|business$|collectively$|individually$|dpa$|policy|platform|table$)",
    re.IGNORECASE,
)
_LEGAL_FORM = (
    r"(?:Inc|Incorporated|Corp|Corporation|LLC|L\.L\.C|Ltd|Limited|L\.?P|LLP|PLC|plc|AG|GmbH|S\.?A|N\.?V|B\.?V|Co|Company|"
    r"N\.?A|Pty|Pte|Oy|AB|ApS|KK|K\.K|S\.p\.A|SpA|S\.?r\.?l|Bhd|Trust|Bank|LLLP|P\.C|Jr|Sr|M\.D|Ph\.D)"
)
# The name ends where its description begins.
_NAME_END = re.compile(
    rf",?\s+(?:an?|the|one|its)\s(?!\w+\s?[&])|,\s*(?!{_LEGAL_FORM}\b)|\s(?:with|having|located|whose|organized|duly|acting|represented|existing|of|"
    r"on\s+behalf|whereby|for\s+itself|d/b/a|f/k/a|formerly|incorporated|registered|at\s+\d)\s|[(;:]|\s[–—-]\s|$",
)
_LEAD = re.compile(
    r"^(?:[\s,;.:&*–—-]|and\b|AND\b|between\b|BETWEEN\b|by\b|among\b|with\b|on the (?:one|other) (?:hand|part)\b|the following( parties)?\b|parties\b|"
    r"\(?\d{1,2}[.)]|\([a-z]{1,3}\)|made\b|Party [A-D]\s?:|is\b|as of\b|the\s)+",
)
_COMPANY = re.compile(
    rf"(?P<name>(?:[A-Z][\w&’'.-]*,?\s(?:(?:of|and|the|for|&)\s)?){{1,7}}?(?:{_LEGAL_FORM})\b\.?)"
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
    for clause in clauses:
        if clause.kind is ClauseKind.CONTENTS:
            continue
        piece = plain[clause.start : min(clause.end, clause.start + _FRONT)]
        pieces.append(piece)
        length += len(piece)
        if length > _FRONT:
            break
    return re.sub(r"[\s*_]+", " ", " ".join(pieces))[: 2 * _FRONT]


def read_names(front: str) -> list[Named]:
    """Return the parties that the opening words name, in order, with their short names. May be empty."""
    best: list[Named] = []
    for anchor in _ANCHOR.finditer(front, 0, _FRONT):
        named = _from(front, anchor.end())
        if len(named) >= 2:
            return named
        if len(named) > len(best):
            best = named
    if len(best) < 2:
        loose = _from(front, 0)
        if len(loose) > len(best):
            best = loose
    return best or _unlabelled(front)


def _from(front: str, begin: int) -> list[Named]:
    """Read "NAME, description ("Short")" one after the other from ``begin``."""
    window = front[begin : begin + _REACH]
    stop = re.search(r"\b(?:WHEREAS|RECITALS?|WITNESSETH|W I T N E S S|NOW,? THEREFORE|BACKGROUND)\b", window)
    # A recital heading may stand above the parties; then it ends nothing.
    if stop and stop.start() > 150:
        window = window[: stop.start()]
    hits = sorted(
        [*_BRACKET.finditer(window), *_HEREINAFTER.finditer(window)], key=lambda match: (match.start(), -match.end())
    )
    named: list[Named] = []
    done = 0
    last = 0
    for match in hits:
        if match.start() < done:
            continue
        aliases = _aliases(match)
        if not aliases:
            if all(_NOT_PARTY.search(term) for term in _terms(match)):
                done = last = match.end() if re.search(r"parties", match.group(), re.IGNORECASE) is None else last
            continue
        name = _name(window[last : match.start()])
        done = last = match.end()
        if not name:
            if named and not window[last - len(match.group()) - 40 : match.start()].strip(" ,;or"):
                named[-1].aliases.extend(aliases)
            continue
        if any(item.name == name for item in named):
            continue
        named.append(Named(name, aliases))
        if len(named) >= 6:
            break
    return named


def _terms(match: re.Match[str]) -> list[str]:
    groups = match.groupdict()
    if groups.get("bare"):
        return [groups["bare"]]
    inside = groups.get("inside") or ""
    return [found["term"] for found in _QUOTED.finditer(inside)] or ([inside] if match.re is _HEREINAFTER else [])


def _aliases(match: re.Match[str]) -> list[str]:
    found = []
    for term in _terms(match):
        alias = re.sub(r"^(?:the|The|THE)\s", "", term.strip(" ,.;:’'"))
        if alias and alias[0].isupper() | alias[0].isdigit() and not _NOT_PARTY.search(alias) and len(alias.split()) <= 5:
            found.append(alias)
    return found


def _name(chunk: str) -> str:
    """Take the name of a party out of the words before its short name."""
    chunk = chunk.strip()
    # The last "and" or "between" before the short name begins the name, unless it lies inside a description.
    for cut in (r".*\b(?:by and between|between|BETWEEN|among)\b", r".*?(?:^|[,;.)])\s*(?:and|AND|-and-|– and –)\s"):
        found = re.match(cut, chunk)
        if found and re.match(r"\s*[(\"“]?[A-Z0-9i]", chunk[found.end() :]):
            chunk = chunk[found.end() :]
    chunk = _LEAD.sub("", chunk)
    if not chunk:
        return ""
    end = _NAME_END.search(chunk, 2) if len(chunk) > 2 else None
    name = (chunk[: end.start()] if end else chunk).strip(" ,;:“\"”")
    if not name or len(name) > _NAME_CHARS or not (name[0].isupper() or name[0].isdigit() or name[:2].lower() in ("i-", "i3", "e-")):
        return ""
    if len(name.split()) > 14 or re.search(r"\b(?:shall|will|this|This|THIS|hereby|dated|agreement|AGREEMENT)\b", name):
        company = _COMPANY.search(chunk)
        return company["name"].strip(" ,") if company else ""
    return name


def _unlabelled(front: str) -> list[Named]:
    """Names of companies after "between", where they have no short names."""
    anchor = _ANCHOR.search(front)
    if anchor is None:
        return []
    names: list[Named] = []
    for match in _COMPANY.finditer(front, anchor.end(), anchor.end() + 700):
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
