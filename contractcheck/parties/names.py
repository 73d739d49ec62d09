"""Takes a party's name out of the words around it: no article, no address, no description."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from contractcheck.parties.mentions import places
from contractcheck.parties.roles import ROLES

# A party's name is not longer than this; longer chunks are descriptions.
_NAME_CHARS = 110
_NAME_WORDS = 14
# Companies, then public bodies and funds, of the lands whose contracts were read.
LEGAL_FORM = (
    r"(?:Inc|Incorporated|INCORPORATED|Corp|Corporation|LLC|L\.L\.C|Ltd|Limited|L\.?P|LLP|PLC|plc|AG|GmbH|mbH|S\.?A\.?S|S\.?A|N\.?V|B\.?V|Co|Company|"
    r"N\.?A|Pty|Pte|Oyj?|AB|ApS|A/S|ASA|SARL|S\.?à\.?\s?r\.?l|SE|KG|KGaA|UG|e\.V|eG|KK|K\.K|S\.p\.A|SpA|S\.?r\.?l|S\.?L\.?U?|Lda|Ltda|"
    r"Sp\.\sz\so\.o|s\.r\.o|a\.s|d\.o\.o|d\.d|Kft|Zrt|OÜ|Bhd|Trust|Bank|LLLP|P\.C|PLLC|Jr|Sr|M\.D|Ph\.D|INC|CORP|LTD|LIMITED|CORPORATION|CO)"
)
_FORM = re.compile(rf"\b{LEGAL_FORM}(?![\w-])")
_REST_OF_NAME = re.compile(rf"(?:,?\s[A-Z][\w&’'-]*){{0,3}}?,?\s{LEGAL_FORM}\b\.?")
_ONLY_FORM = re.compile(rf"{LEGAL_FORM}\.?|[\d\W]*")
NAME_START = re.compile(r"[\s(\"“\[]*(?:[A-ZÀ-Þ0-9]|[a-z]{1,2}-|[a-z]{1,4}[A-Z\d])")
_NOT_NAME = re.compile(
    r"\b(?:shall|will|this|hereby|dated|agreement|addendum|act|regulation|whereas|contract|parties|exhibit)\b",
    re.IGNORECASE,
)
# "City of Marlow" is one name; "Marlow Limited of 18 Pennant Row" is a name and an address.
_BODY_OF = (
    "City County Town Village Borough State Commonwealth Republic Bank University College House Board Department "
    "Ministry Office District Archdiocese Diocese Port Government Kingdom Church Institute Society"
)
_NO_ADDRESS = "".join(rf"(?<!\b{word})" for word in _BODY_OF.split())
# "Fruits of Marlow Ltd": the legal form comes behind the "of".
_FORM_BEHIND = rf"(?!\s+(?:[A-ZÀ-Þ][\w&’'-]*\s){{1,4}}{LEGAL_FORM}\b)"
# The name ends where its description begins.
_NAME_END = re.compile(
    rf",?\s+(?:an?|the|one|its)\s(?!\w+\s?[&])|,(?!\s*{LEGAL_FORM}(?![\w-]))|\s(?:with|having|located|whose|organi[sz]ed|duly|acting|represented|existing|"
    r"on\s+behalf|whereby|for\s+itself|[dfan]/?[bk]/?a|c/o|trading|formerly|incorporated|registered|at\s+\d|through|together|"
    r"named|listed|identified|specified|set\sout|set\sforth)\s|"
    rf"{_NO_ADDRESS}\sof{_FORM_BEHIND}\s|\s(?:is|are|was)\s|"
    rf"\((?![A-Z][\w. ]{{1,25}}\)\s*,?\s*{LEGAL_FORM}\b)|[;:]|\s[–—-](?:\s|$)|$",
)
_LEAD = re.compile(
    r"^(?:[\s,;.:&*–—-]|and\b|AND\b|between\b|BETWEEN\b|by\b|among\b|with\b|on the (?:one|other) (?:hand|part|side)\b|"
    r"of the (?:one|other|first|second) part\b|the following( parties)?\b|parties\b|PARTIES\b|"
    r"\(?\d{1,2}[.)]|\([a-z]{1,3}\)|made\b|Party [A-D]\s?:|is\b|as of\b|the\s|[Ww]e,\s)+",
)
_TITLE = re.compile(
    r"\b(?:AGREEMENT|Agreement|CONTRACT|Contract|ADDENDUM|Addendum|AMENDMENT|Amendment|dated|Gentlemen)\b[\s:,.]*"
)
_LABEL = re.compile(rf"(?:[A-Z][\w ]{{2,25}}|{ROLES}):\s(?=[A-ZÀ-Þ])")
_ROLE_BEFORE = re.compile(rf"(?:the\s)?(?P<role>(?:{ROLES}|You|you))\s(?:and|AND)\s")
# In a sentence in capitals "LIMITED" is a word like others: what follows it there is in capitals too.
COMPANY = re.compile(
    rf"(?<![\w.&’'-])(?P<name>(?:(?:[A-ZÀ-Þ]|[a-z]{{1,4}}-?(?=[A-Z\d])|\d(?=\w*[A-Za-z]))[\w&’'.-]*,?\s(?:(?:of|and|the|for|&)\s)?)"
    rf"{{1,7}}?(?:{LEGAL_FORM})(?![\w-])\.?(?:,?\s(?:&\s)?(?:{LEGAL_FORM})(?![\w-])\.?){{0,2}})"
)
_MADE_BY = re.compile(r".*\b(?:by and between|between|BETWEEN|among|(?:\d{4},?|made|entered into) by)\b")
_AND = re.compile(r"(?P<mark>[,;.)\d–—-]|^)?\s*(?:-|–|\b)(?:and|AND|And)\b[\s:–-]*|[;,]\s(?=[A-Z])")

_NUMBERED = re.compile(r"[\s,;.]*(?:and\s)?(?:\([2-9b-d]\)|[2-9]\.)\s")


@dataclass(slots=True)
class Named:
    """A party as the opening words name it: the full name and its short names, in order."""

    name: str
    aliases: list[str]


def read_name(chunk: str, *, first: bool) -> tuple[str, str]:
    """Take a party's name out of the words before its short name, and a role named before it ("Customer and X")."""
    chunk = chunk.strip()
    found = _MADE_BY.match(chunk)
    if found and NAME_START.match(_LEAD.sub("", chunk[found.end() :])):
        chunk = chunk[found.end() :]
    if not first:
        chunk = chunk[_best_and(chunk) :]
    chunk = _LEAD.sub("", chunk)
    role = ""
    before = _ROLE_BEFORE.match(chunk)
    if before:
        role = before["role"]
        chunk = chunk[before.end() :]
    label = _LABEL.match(chunk)
    if label:
        chunk = _LEAD.sub("", chunk[label.end() :])
    if len(chunk) < 2:
        return "", role
    end = _NAME_END.search(chunk, 2)
    name = re.sub(r"\s(?:and|AND)$", "", (chunk[: end.start()] if end else chunk).strip(' ,;:“"”[]'))
    if not name or not (name[0].isupper() or name[0].isdigit() or re.match(r"[a-z]{1,2}[-\d.]|[a-z][A-Z]", name)):
        return "", role
    if len(name) > _NAME_CHARS or len(name.split()) > _NAME_WORDS or _NOT_NAME.search(name):
        # "Exhibit 10.7 CONSULTING AGREEMENT Alder Systems, Inc., with its seat": the title stands before the name.
        titles = list(_TITLE.finditer(chunk))
        company = COMPANY.search(chunk, titles[-1].end() if titles else 0)
        return (company["name"].strip(" ,"), role) if company and not _NOT_NAME.search(company["name"]) else ("", role)
    return name, role


def _best_and(chunk: str) -> int:
    """Where the next party's name begins: after the "and" that is best followed by a company's name."""
    numbered = _NUMBERED.match(chunk)
    if numbered:
        return numbered.end()
    best = (0, 0)
    for match in _AND.finditer(chunk):
        rest = _LEAD.sub("", chunk[match.end() :])
        label = _LABEL.match(rest)
        rest = rest[label.end() :] if label else rest
        if not NAME_START.match(rest):
            continue
        end = _NAME_END.search(rest, 2) if len(rest) > 2 else None
        head = rest[: end.start()] if end else rest
        company = _FORM.search(head)
        # A comma parts the lines of an address too; only a company's name may follow it.
        # And "Bruyette & Woods, Inc." behind one is the rest of a name.
        if match.group()[0] in ",;" and "nd" not in match.group().lower() and (not company or " & " in head):
            continue
        score = 1 + 2 * bool(company) + 2 * (match["mark"] is not None)
        if len(head) < 3 or len(head.split()) > _NAME_WORDS or _ONLY_FORM.fullmatch(head.strip(" .,")):
            score = 0
        if score and (score, match.end()) >= best:
            best = (score, match.end())
    return best[1]


# "Principal, Company" are two parties.
_NO_REST = re.compile(r",\s(?:Company|Trust|Bank|COMPANY|TRUST|BANK)\b")
# Words of a name before its last: none that opens a sentence or ends one.
_WORDS_BEFORE = re.compile(
    r"(?:(?<![\w.])(?!(?:The|A|An|By|In|If|This|These|With|And|For|To|Of|From|At|On|Our|Your|Dear|Visit|All|Any|Welcome)\b)"
    r"(?:[A-ZÀ-Þ]|\d\w*[A-Za-z])[\w&’'-]*\s){1,3}\Z"
)


def company_called(plain: str, word: str) -> str:
    """Return the full company name that contains ``word`` ("GitHub" -> "GitHub, Inc."), or ``word`` itself."""
    for at in places(plain, word):
        match = _REST_OF_NAME.match(plain, at + len(word))
        if match and not _NO_REST.search(match.group()):
            # The word may be the last of several: "Better Alder, Inc.".
            before = _WORDS_BEFORE.search(plain, max(0, at - 60), at)
            start = before.start() if before else at
            return _LEAD.sub("", " ".join(plain[start : match.end()].split()).strip(" ,"))
    return word


def companies(text: str) -> Iterator[str]:
    """Yield the companies named in a text, in order."""
    for match in COMPANY.finditer(text):
        yield _LEAD.sub("", match["name"]).strip(" ,")
