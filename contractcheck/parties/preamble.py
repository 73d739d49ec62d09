"""Reads the names of the parties, and the short names that the contract gives them, from its opening words."""

from __future__ import annotations

import re

from contractcheck.model import Clause, ClauseKind
from contractcheck.parties.names import COMPANY, LEGAL_FORM, Named, read_name
from contractcheck.parties.plausible import tidied
from contractcheck.parties.roles import ROLES, WE, YOU

# Parties are named at the front; this much of the text is searched where the preamble has no clear end.
_FRONT = 7000
_PREAMBLE_CHARS = 5000
# From the word "between" to the last party's short name.
_REACH = 3500
_ANCHOR = re.compile(
    r"\b(?:by\s+and\s+(?:between|among)|between|among|entered\s+into\s+(?:by|with)|made\s+by|BY\s+AND\s+(?:BETWEEN|AMONG)|BETWEEN|AMONG|Between)\b[\s:,]*"
)
_BRACKET = re.compile(r"[(\[](?=[^()\[\]]{0,240}[“\"”])(?P<inside>[^()\[\]]{1,260})[)\]]")
_HEREINAFTER = re.compile(
    r"[,;]?\s\(?(?:hereinafter|hereafter|herein|referred\s+to|each\s+called)\b[^“\"().;]{0,60}?(?:the\s+)?[“\"](?P<inside>[^”\"]{1,60})[”\"]\)?"
    r"|\((?:[Hh]ereinafter|[Hh]ereafter|[Hh]erein)\s(?:[^“\"()]{0,50}?(?:as|called)\s+)?(?:the\s+)?"
    r"(?P<bare>[A-Z][\w&.’' -]{1,40})\)"
)
# A bracket that points to words or quotes a heading gives no short name.
_POINTS = re.compile(r"\s*(?:see|as\sdefined|subject|under|including|such\sas|e\.g|i\.e|formerly)\b", re.IGNORECASE)
_POINTS_ON = re.compile(r"[”\"]\s(?:sections?|clauses?|headings?|articles?|pages?|terms|tab|link)\b", re.IGNORECASE)
# (the Customer), (Supplier), (the Authority, or Customer): a role without quotation marks.
_ROLE_BRACKET = re.compile(
    rf"\((?:hereinafter\s(?:called|referred\sto\sas)\s)?(?:as\s)?(?:the\s)?(?P<role>{ROLES})"
    rf"(?:,?\s(?:or|and)\s(?:the\s)?(?P<other>{ROLES}))?\)"
)
# (the Executive): any word in capitals, with its article.
_THE_BRACKET = re.compile(r"\(the\s(?P<role>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)(?P<other>)\)")
_OR = re.compile(r"[’'”\"]\s+or\s+[“‘'\"]")
_TOGETHER = re.compile(r"\b(?:collectively|together|jointly|individually)\b", re.IGNORECASE)
# ", a Nevada corporation, (hereinafter "Alder")": words on the party just named.
_DESCRIBED = re.compile(
    r"[\s,;]*(?:an?|whose|having|organi[sz]ed|incorporated|duly)\s(?:(?!\b(?:and|AND|between|or|WHEREAS|by)\b)[^.;]){0,160}$"
)
_QUOTED = re.compile(r"[“\"”]\s*(?P<term>[^”“\"]{1,60}?)\s*[”\"]")
NOT_PARTY = re.compile(
    r"\b(?:agreements?|contract|effective|dates?|part(?:y|ies)$|either party|commencement|addendum|amendments?|"
    r"services?$|act$|terms?$|products?$|software$|exhibits?|schedules?|site$|web ?sites?|territory|lease|facility|"
    r"closing|confidential|deed|letter|orders?|execution|licen[cs]es?$|projects?$|system$|trademarks?|marks$|property$|purpose|"
    r"events?$|business$|discloser|restrictions?$|shares$|"
    r"collectively$|individually$|"
    r"policy|platform|table$|attachments?|appendix|annex|directive|"
    r"regulations?|laws?|credits?|percentage|uptime|commitment|e?u? ?gdpr)\b|"
    r"^(?:dpa|sla|msa|sow|baa|nda|ccpa|fadp|hipaa|we|us|you|our|your|sec|irs|fda|moa|mou|gaap)$",
    re.IGNORECASE,
)
_RECITALS = re.compile(r"\b(?:WHEREAS|RECITALS?|WITNESSETH|W I T N E S S|NOW,? THEREFORE|BACKGROUND)\b")
# A recital heading sooner than this stands above the parties.
_FEWEST_BEFORE_RECITALS = 150
_MOST = 6
_ALIAS_WORDS = 5
# After two parties are named, the next short name must come within so many characters and within the sentence.
_GAP_CHARS = 500
_SECOND_CHARS = 1500
_SENTENCE = re.compile(
    r"(?:[a-z\d)]{2}\.|\):?)\s+(?:The|This|Each|In|It|Whereas|For|Under|By|As|All|If)\b|\bsets? forth\b|:\s|\bdated\b"
)
# What comes behind the names gives several of them one name.
_GROUP = re.compile(r"\b(?:[Ee]ach|[Bb]oth|[Aa]ll) of\b")
# "and the customer ("Customer")", "and the entity named in the order ("Customer")": a form leaves the name open.
_PLAIN_ROLE = re.compile(
    r"\b(?:and|between)\s(?:the|an?|its|any|each)?\s?(?:[a-z]+\s){1,4}$|"
    r"\b(?:and|between)\s(?:the|an?|any|each|such)\s(?:[a-z]+,?\s(?:or\s)?){0,5}?"
    r"(?:entity|organi[sz]ation|person|party|company|individual|business|customer|client|subscriber|buyer)\b[^.]{0,200}$"
)
# "between you ("Customer" or "User") and Alder"
_NAME_AFTER = re.compile(r"\W{0,2}\sand\s(?:the\s)?(?P<name>[A-Z][\w&]+)(?=[;,.:]?\s)")
_YOU_BEFORE = re.compile(r"\b[Yy]ou\s$")
_ROLE_AFTER = re.compile(rf"[^.]{{0,160}}?\b(?:and|AND)\s(?:the\s)?(?P<role>{ROLES})\b")
# "Supplier: Alder Ltd" on a line of its own, as a cover page or a key terms table has it.
_PARTICULAR = re.compile(
    rf"^[ \t|*]*(?:The\s)?(?P<role>{ROLES})(?:\sname)?[ *]*[:|][ \t|*]*"
    r"(?P<name>[A-ZÀ-Þ][^\n|*:;()“\"]{2,70}?)[ \t|*]*\r?$",
    re.MULTILINE,
)
_PARTICULAR_WORDS = 8
_BARE = re.compile(
    rf"(?P<name>(?:[A-Z][\w&.-]*\s(?:(?:of|and)\s)?|\([A-Z]{{2,5}}\)\s){{1,6}}(?:{LEGAL_FORM})\b\.?)\s\((?P<alias>[A-Z][\w&]{{1,15}})\)"
)


_NO_PARTY_BEFORE = re.compile(r"\b(?:known\sas|subsidiary\sof|affiliate\sof|successor\sto|division\sof|an?)\s\Z")


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


def read_names(front: str, plain: str) -> list[Named]:
    """Return the parties that the opening words name, in order, with their short names. May be empty.

    ``plain`` is the whole text: a short name that acts nowhere in it is no party's.
    """
    front = front[:_FRONT]
    best: list[Named] = []
    for anchor in _ANCHOR.finditer(front):
        named = tidied(_from(front, anchor.end()), plain)
        if len(named) >= 2:
            return named
        if len(named) > len(best):
            best = named
    if len(best) < 2:
        loose = tidied(_from(front, 0), plain, anchored=False)
        if len(loose) > len(best):
            best = loose
    if len(best) > 1:
        return best
    loose = tidied(_unlabelled(front), plain)
    return loose if len(loose) > len(best) else best


def _from(front: str, begin: int) -> list[Named]:
    """Read "NAME, description ("Short")" one after the other from ``begin``."""
    window = front[begin : begin + _REACH]
    hits = sorted(
        [
            *_BRACKET.finditer(window),
            *_HEREINAFTER.finditer(window),
            *_ROLE_BRACKET.finditer(window),
            *_THE_BRACKET.finditer(window),
        ],
        key=lambda match: (match.start(), -match.end()),
    )
    stop = _RECITALS.search(window)
    # A recital heading may stand above the parties; then it ends nothing.
    if stop and (stop.start() > _FEWEST_BEFORE_RECITALS or sum(match.end() <= stop.start() for match in hits) >= 2):
        window = window[: stop.start()]
        hits = [match for match in hits if match.end() <= stop.start()]
    named: list[Named] = []
    last = 0
    for match in hits:
        if match.start() < last or (
            match.re is _BRACKET and (_POINTS.match(match["inside"]) or _POINTS_ON.search(match["inside"]))
        ):
            continue
        between = window[last : match.start()]
        if len(named) >= _MOST or (named and len(between) > _SECOND_CHARS):
            break
        if len(named) >= 2 and (len(between) > _GAP_CHARS or _SENTENCE.search(between) or _GROUP.search(between)):
            break
        aliases = _aliases(match, between)
        if not aliases or (len(named) >= 2 and _TOGETHER.search(match.group()) and not COMPANY.search(between)):
            continue
        if named and _DESCRIBED.match(between):
            named[-1].aliases.extend(aliases)
            last = match.end()
            continue
        aliases += _pronouns(match)
        used = {alias for item in named for alias in item.aliases}
        if used.issuperset(aliases):
            last = match.end()
            continue
        name, role = read_name(between, first=not named)
        if (
            not COMPANY.search(name)
            and (_PLAIN_ROLE.search(between) or _YOU_BEFORE.search(between))
            and re.fullmatch(ROLES, aliases[0])
        ):
            name = aliases[0]
            aliases += YOU if _YOU_BEFORE.search(between) else ()
        if role.lower() == "you":
            named.append(Named("Customer", [*YOU]))
        elif role and not any(item.name == role for item in named):
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
        elif len(named[0].aliases) > 1 and (plainly := _NAME_AFTER.match(window, last)):
            named.append(Named(plainly["name"], [plainly["name"]]))
    return named


def _pronouns(match: re.Match[str]) -> list[str]:
    """The words "we" and "you" where a bracket gives them to a party."""
    words = {term.strip(" ,.").lower() for term in _terms(match)}
    if words & {"we", "us"}:
        return list(WE)
    return list(YOU) if words & {"you", "your"} else []


def _terms(match: re.Match[str]) -> list[str]:
    groups = match.groupdict()
    if groups.get("role"):
        return [word for word in (groups["role"], groups["other"]) if word]
    if groups.get("bare"):
        return [groups["bare"]]
    inside = groups.get("inside") or ""
    terms = [found["term"] for found in _QUOTED.finditer(inside)] or ([inside] if match.re is _HEREINAFTER else [])
    return [part for term in terms for part in _OR.split(term)]


def _aliases(match: re.Match[str], before: str) -> list[str]:
    """The short names in brackets. One in small letters counts only where the name itself has it ("i-on")."""
    found = []
    for term in _terms(match):
        alias = re.sub(r"^(?:the|The|THE)\s", "", term.strip(" ,.;:’'"))
        if not alias or NOT_PARTY.search(alias) or len(alias.split()) > _ALIAS_WORDS:
            continue
        if (
            match.re is _ROLE_BRACKET
            or match.re is _THE_BRACKET
            or alias[0].isupper()
            or re.match(r"[a-z]{1,2}-?[A-Z]", alias)
            or alias[0].isdigit()
            or (alias in before and re.search(rf"(?:^|\s){re.escape(alias)}\b", before))
        ):
            found.append(alias)
    return found


def read_particulars(plain: str) -> list[Named]:
    """Read lines of a table of particulars ("Supplier: Alder Ltd") near the front. Empty unless it names two."""
    found: dict[str, Named] = {}
    for match in _PARTICULAR.finditer(plain[:_FRONT]):
        name = match["name"].strip(" ,.")
        if not NOT_PARTY.search(name) and not re.fullmatch(ROLES, name) and len(name.split()) <= _PARTICULAR_WORDS:
            found.setdefault(match["role"].lower(), Named(name, [match["role"]]))
    return list(found.values()) if len({item.name for item in found.values()}) == 2 else []


def _unlabelled(front: str) -> list[Named]:
    """Names of companies with a short name in bare brackets ("Datec Ltd (Datec)"), or else the two after "between"."""
    names: list[Named] = []
    for match in _BARE.finditer(front):
        name, alias = match["name"].strip(" ,"), match["alias"]
        if not NOT_PARTY.search(alias) and all(item.name != name and alias not in item.aliases for item in names):
            names.append(Named(name, [alias]))
    if len(names) == 2:
        return names
    anchor = _ANCHOR.search(front)
    if anchor is None:
        return []
    names = []
    for match in COMPANY.finditer(front, anchor.end(), min(len(front), anchor.end() + 700)):
        # "formerly known as Alder Ltd", "a subsidiary of Alder Ltd", "a Nevada Corporation": no party of its own.
        if _NO_PARTY_BEFORE.search(front, max(0, match.start() - 40), match.start()):
            continue
        name = match["name"].strip(" ,")
        if all(item.name != name for item in names):
            names.append(Named(name, []))
        if len(names) == 2:
            break
    return names
