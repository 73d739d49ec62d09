"""Terms that a contract takes in by name and that stand in another document: general terms, a master agreement.

"The Supplier's Standard Terms at www.example.com/terms are incorporated by reference": what they say is agreed, and
none of it is in the file. A document that is only mentioned is not taken in, and neither is the agreement that a
schedule belongs to: the sentence must say that its terms are terms here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from contractcheck.model import Clause, ClauseKind

# How far a sentence is followed to both sides of the words that take a document in.
_REACH = 320
# How far behind "subject to" the name begins, and how far before it what is subject to it.
_NEAR, _BEFORE = 60, 110
_NAME_WORDS = 8
_WORD = r"(?!This\b|These\b)[A-Z][\w’'&./+-]*"
_LINK = r"(?:(?:of|for|to|on|in)\s+(?:the\s+)?|(?:and|&)\s+(?!the\b))"
_CAPITALS = rf"(?:{_WORD}\s+{_LINK}?){{0,{_NAME_WORDS}}}"
# What ends the name of a document that can hold any term, and of one about one matter.
_GENERAL_HEAD = (
    r"(?:Terms\s+(?:and|&)\s+Conditions(?:\s+of\s+[A-Z]\w+)?|Terms\s+of\s+(?:Service|Use|Business|Sale|Supply|Trade|"
    r"Purchase|Engagement)|(?:General|Standard|Common)\s+(?:Terms|Conditions)|Conditions\s+of\s+[A-Z]\w+|Terms|"
    r"Agreement|Contract|Conditions|Tariff)"
)
_TOPIC_HEAD = (
    r"(?:Polic(?:y|ies)|Addendum|Clauses|Guidelines|Code\s+of\s+Conduct|Handbook|Manual|SLA|DPA|BAA|NDA|Rules|"
    r"Price\s+List|Rate\s+Card)"
)
_IN_SMALL = (
    r"(?:standard|general|usual)\s+(?:\w+\s+){0,2}?(?:terms\s+and\s+conditions|terms|conditions)"
    r"(?:\s+of\s+(?:sale|purchase|business|supply|trade|contract|service))?|terms\s+of\s+(?:service|use|business|sale)"
)
_NAME = re.compile(
    rf"(?<!\w)(?P<name>{_CAPITALS}(?:{_GENERAL_HEAD}|{_TOPIC_HEAD})\b|{_IN_SMALL}|(?:EU\s+)?[Ss]tandard\s+[Cc]ontractual\s+[Cc]lauses)"
    r"(?P<version>,?\s+\(?[Vv]ersion\s+[\w.]*\d\)?|\s+\(?\d{4}/\d+\)?)?"
)
_NAME_IN_TITLE = re.compile(
    r"(?P<name>(?:[A-Z][\w’'&,.-]*\s+(?:(?:and|of|for)\s+)?){0,9}?(?:Agreement|AGREEMENT|Contract|CONTRACT|Terms|TERMS|Lease|LEASE))\b"
)
# "This Agreement" and "such terms" name nothing new; nor does a section of another agreement hold all that is missing.
_OWN = re.compile(
    r"\b(?:this|these|such|that|those|any|each|an?|other|every|no|part(?:y|ies)[’']?|separate|associated\s+with(?:\s+the)?|"
    r"relat(?:ed|ing)\s+to(?:\s+the)?|in\s+connection\s+with(?:\s+the)?|then[\s-]current|"
    r"(?:schedule|exhibit|annex|appendix)\s+\w+,?\s*[“\"]?|of\s+the\s+applicable|stated\s+in\s+the\s+applicable)\s*\Z",
    re.IGNORECASE,
)
_LEADS = re.compile(r"(?:The|Our|Its|Their|Your)\s+")
_NO_NAME = re.compile(r"(?:Such|That|Those|Any|Each|All|If|In|For|Other)\b")
_PART = re.compile(
    r"\b(?:Sections?|Articles?|Clauses?|Paragraphs?|Schedules?|Exhibits?|Annex|Appendix)\s+[\dIVXA-Z]", re.IGNORECASE
)
_BARE = re.compile(
    r"(?:the\s+)?(?:(?:key|applicable|additional|entire|defined|commercial|business|relevant|other|specific|such|same|contract|"
    r"new|existing|following|foregoing|party|parties|special|underlying|related|definitive|ancillary)\s+)*"
    r"(?:terms(?:\s+(?:and|&)\s+conditions)?|agreements?|contract|conditions|polic(?:y|ies)|addendum|rules|clauses|guidelines|manual|"
    r"tariff)",
    re.IGNORECASE,
)
_GENERAL = re.compile(rf"(?:{_GENERAL_HEAD}|{_IN_SMALL})\Z", re.IGNORECASE)
# A name with one of these words is about one matter, whatever it ends in.
_MATTER = re.compile(
    r"\b(?:data|privacy|security|processing|protection|service[\s-]levels?|sla|support|maintenance|confidential\w*|"
    r"non-?disclosure|nda|insurance|escrow|specific|supplement\w*|additional|special|product|payment|pricing|"
    r"fees?|prices?|acceptable|usa?|eu|uk|european?|canadian|apac|latam|jurisdiction\w*|country|regional|state|"
    r"cookies?|quality|lease|employment|loan|credit|trademark|tax|separation|paying|"
    r"shareholders?|stockholders?|operating|llc|partnership|voting|registration|rights|merger|asset|stock|trust|guarant\w+|"
    r"warrant\w*|settlement|collective|union|joint|venture|api|sdk|developers?|advertising|carriage|ai|"
    r"third[\s-]party|open[\s-]source|business\s+associate|contractual)\b",
    re.IGNORECASE,
)
# What says that a named document belongs to this one: the name stands before it ...
_INTO = (
    r"incorporated\s+(?:herein|hereto|hereinto|hereby|by\s+(?:this\s+)?reference|(?:in|into)\s+(?:this|the\s+(?:Agreement|Contract|Order)))|"
    r"part\s+(?:of\s+(?:this|the\s+(?:Agreement|Contract|Order))\b|hereof)|appl(?:y|ies)\s+to\s+(?:this|all\s+(?:orders|services|purchases))"
)
# ... or behind it ...
_TAKES = (
    r"incorporat(?:es?|ing)\s|(?:consists?|made\s+up|comprised|composed)\s+of:?\s+(?:\(\w\)\s+)?this\b|comprises\s+this\b|"
    r"(?P<accepts>enters?\s+into\s+the\s|(?:accepts?|agrees?\s+to|bound\s+by)\s+(?:the|our|its)\s)|"
    r"means\s+this\s+(?:order|cover|statement|sow|agreement|contract|document|form|letter|schedule)"
)
# ... or behind words that put the whole under it.
_UNDER = (
    r"(?:subject\s+to|governed\s+by|(?:provided|supplied|made|issued|placed|accepted|entered\s+into|executed)\s+"
    r"(?:on|under|pursuant\s+to|subject\s+to))\s"
)
# Searched in small letters: that takes half the time.
_TRIGGER = re.compile(rf"\b(?:(?P<into>{_INTO.lower()})|(?P<takes>{_TAKES})|(?P<under>{_UNDER}))")
_WHOLE_THING = re.compile(
    r"\b(?:this|these|all|any|each|every|the\s+present|use\s+of\s+the)\s+(?:[\w’'-]+\s+){0,2}?(?:order(?:s|\s+form)?|sow|statement\s+of\s+work|"
    r"work\s+order|quot(?:e|ation)|cover\s+page|contract|agreement|schedule|engagement|proposal|services?|"
    r"subscription|purchases?|confirmation|supplies|supply|work|document|letter)\b"
    r"(?:\s+(?!that\b|which\b|such\b|third)[\w’'&-]+){0,8}\s+\Z",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"(?:(?:and|in\s+accordance\s+with|governed\s+by|the|all|its|our|their|by|under|pursuant\s+to|subject\s+to|terms|provisions|conditions|of|set|out|forth|in|"
    r"that|certain|supplier|provider|seller|company|vendor|contractor|customer|buyer|licensor)(?:[’']s)?,?\s+|[A-Z][\w.&]*[’']s?\s+)*",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"\b(?:this|the|an|it|these)\b|\bAgreement\b", re.IGNORECASE)
_END = re.compile(r"[.;:](?=\s+[A-Z(“\"]|\s*$)|\n\s*\n|\r\n\s*\r\n")
_NOT = re.compile(r"\b(?:not|nor|neither|never|without|supersedes?|in\s+lieu|no\s+\w+)\b[^.;]{0,110}\Z", re.IGNORECASE)
_DEFINES = re.compile(r"[”\"]\s+(?:means|is|refers)\b(?!\s+this)", re.IGNORECASE)
_WISHES = re.compile(r"\bto\s+\Z", re.IGNORECASE)
# "attached as Exhibit A": then it is an attachment, and looked for as one.
_ATTACHED = re.compile(r"\b(?:attached|annexed|appended|enclosed)\b", re.IGNORECASE)
_CALLS_ITSELF = re.compile(
    rf"\b(?:[Tt]his|[Tt]hese|THIS|THESE)\s+(?P<name>{_CAPITALS}(?:{_GENERAL_HEAD}|{_TOPIC_HEAD}))"
)
_TITLE_WORDS = 12
# Between the name and "incorporated": of another thing, or so far away that it is not the name that is taken in.
_ANOTHER = re.compile(r"\b(?:this|these)\s|\ball\s+(?:other\s+)?\w+s\b", re.IGNORECASE)
_INTO_NEAR, _TAKES_NEAR = 200, 180
_APPLIES = re.compile(
    r"(?:\s+(?:dated|of)\s+[\w\s,]{1,25}?)?[\s,]*(?:\([^)“\"]*\)\s*)?(?:(?:shall|will)\s+)?(?:also\s+)?", re.IGNORECASE
)
_THIRD = re.compile(r"\bthird[\s-]part", re.IGNORECASE)
# Of another agreement no more than a part is taken in.
_PART_BEFORE = re.compile(
    r"(?:\b(?:sections?|articles?|clauses?|paragraphs?)\s+[\w.,()& ]{1,40}?|"
    r"\b(?!the\b|all\b|and\b|other\b|any\b)\w+\s+provisions)\s+of\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
# A page in front of the terms: the agreement is what it names.
_FRONT_PAGE = re.compile(
    r"\bthis\s+(?:\w+\s+)?(?:cover\s+page|set-?up\s+page|order|signature\s+page|form)\b", re.IGNORECASE
)
# What stands before the name of another document in the title of this one: "Cover Page for ...", "Schedule to ...".
_BELONGS = frozenset("for to under of with by and".split())
_AMENDS = re.compile(
    r"\bAMENDMENT\b(?:\s+NO\.)?[^.;]{0,40}?\b(?:TO|OF)\s+(?:(?:THE|THAT\s+CERTAIN)\s+)?", re.IGNORECASE
)
_RESTATED = re.compile(
    r"\bterminat\w+\s+(?:of|agreement)\b|\bamended\s+and\s+restated\b|\bamendment\s+and\s+restatement\b", re.IGNORECASE
)
_AMENDS_WITHIN = 600
_INTO_ANOTHER = re.compile(r"\bin(?:to)?\s+(?:the|an?|any)\b(?!\s+(?:terms|provisions))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A document that is taken in by name. ``whole`` tells that it can hold any term, not only what it is called by."""

    name: str
    whole: bool
    start: int
    end: int


def find_taken_in(plain: str, clauses: tuple[Clause, ...]) -> tuple[TakenIn, ...]:
    """Return the documents that the text takes in by name and does not hold, each once, in their order."""
    starts = [clause.start for clause in clauses]
    found: dict[str, TakenIn] = {}
    amended = _amended(plain, clauses)
    small = plain.lower()
    for trigger in _TRIGGER.finditer(small if len(small) == len(plain) else plain):
        index = bisect_right(starts, trigger.start()) - 1
        if index >= 0 and clauses[index].kind is ClauseKind.CONTENTS:
            continue
        for name, start, end in _named(plain, trigger):
            front = trigger["takes"] and _FRONT_PAGE.search(plain, max(0, trigger.start() - _REACH), end)
            part = _PART_BEFORE.search(plain, max(0, start - _BEFORE), start)
            whole = part is None and bool(front or _is_whole(name))
            found.setdefault(_key(name), TakenIn(name, whole, start, end))
    if not found and amended is None:
        return ()
    own = _own_names(plain, clauses)
    rows = [row for key, row in found.items() if not _is_own(key, own)] + ([amended] if amended is not None else [])
    rows.sort(key=lambda row: row.start)
    return tuple(row for row in rows if not any(_inside(row, other) for other in rows if other is not row))


def _named(plain: str, trigger: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """Yield the names in the part of the sentence that says what is taken in: before the verb, or after it."""
    begin = max(0, trigger.start() - _REACH)
    stop = None
    for stop in _END.finditer(plain, begin, trigger.start()):
        begin = stop.end()
    if _NOT.search(plain, begin, trigger.start()) or _DEFINES.search(plain, begin, trigger.start()):
        return
    first, last = begin, trigger.start()
    if not trigger["into"]:
        first, last = trigger.end(), min(len(plain), trigger.end() + _REACH)
        stop = _END.search(plain, first, last)
        last = stop.start() if stop else last
        if trigger["under"]:
            if not _WHOLE_THING.search(plain, max(begin, trigger.start() - _BEFORE), trigger.start()):
                return
            between = _BETWEEN.match(plain, first, last)
            name = _NAME.match(plain, between.end() if between else first, last) or _NAME.search(
                plain, first, min(last, first + _NEAR)
            )
            last = name.end() if name else first
        elif trigger["accepts"]:
            if not _FRONT_PAGE.search(plain, begin, trigger.start()):
                return
        elif _WISHES.search(plain, begin, trigger.start()) or (
            "this" not in trigger.group() and not _SUBJECT.search(plain, begin, trigger.start())
        ):
            return
    if _ATTACHED.search(plain, first, last):
        return
    for match in _NAME.finditer(plain, first, last):
        called = _LEADS.sub("", " ".join(match["name"].split()))
        known = _OWN.search(plain, max(0, match.start() - 24), match.start())
        if known and " and " in called:  # "this Cover Page and General Terms"
            known, called = None, called.partition(" and ")[2]
        if known or _NO_NAME.match(called) or _BARE.fullmatch(called) or _is_of_another(plain, match, trigger):
            continue
        version = " ".join((match["version"] or "").split())
        link = "" if version[:1] in (",", "") else " "
        yield f"{called}{link}{version}", match.start(), match.end()


def _is_of_another(plain: str, name: re.Match[str], trigger: re.Match[str]) -> bool:
    """Whether the name stands in the sentence and is not what the verb takes in."""
    if trigger["into"]:
        between = plain[name.end() : trigger.start()]
        if trigger.group().lower().startswith("appl"):
            return not _APPLIES.fullmatch(between)
        return len(between) > _INTO_NEAR or bool(_ANOTHER.search(between))
    if trigger["under"]:
        return bool(_THIRD.search(plain, max(0, trigger.start() - _BEFORE), name.end() + _NEAR))
    far = name.start() - trigger.end() > _TAKES_NEAR
    return far or bool(_INTO_ANOTHER.search(plain, trigger.end(), name.start()))


def _amended(plain: str, clauses: tuple[Clause, ...]) -> TakenIn | None:
    """Return the agreement that this one amends: it stays in force, and is another document."""
    begin = next((clause.start for clause in clauses if clause.kind is not ClauseKind.CONTENTS), 0)
    end = begin + _AMENDS_WITHIN
    if _RESTATED.search(plain, begin, end):
        return None
    for words in _AMENDS.finditer(plain, begin, end):
        name = _NAME_IN_TITLE.match(plain, words.end())
        if name and _GENERAL.search(name["name"]) and not _BARE.fullmatch(" ".join(name["name"].split())):
            called = " ".join(name["name"].split())
            return TakenIn(_in_small(called) if called.isupper() else called, True, name.start(), name.end())
    return None


def _in_small(name: str) -> str:
    """A title in capitals as a sentence prints it: "SUPPLY AND SALE" is "Supply and Sale"."""
    return " ".join(word.lower() if word in ("AND", "OF", "FOR", "THE") else word.capitalize() for word in name.split())


def _is_whole(name: str) -> bool:
    bare = re.sub(r",?\s+\(?(?:[Vv]ersion\s+\S+|\d{4}/\d+)\)?\Z", "", name)
    return bool(_GENERAL.search(bare)) and not _MATTER.search(bare) and not _PART.search(bare)


def _own_names(plain: str, clauses: tuple[Clause, ...]) -> frozenset[str]:
    """What the document calls itself, and the titles of what it holds."""
    own = {_key(match["name"]) for match in _CALLS_ITSELF.finditer(plain)}
    own |= {_key(clause.heading) for clause in clauses if clause.heading}
    own |= {_key(line) for line in plain.splitlines() if _is_title(line)}
    return frozenset(own - {""})


def _is_title(line: str) -> bool:
    """Whether a line stands alone as a title does: short, no sentence, the words in capitals."""
    words = line.strip(" #*_").split()
    long_ones = [word for word in words if len(word) > 3]
    return (
        bool(long_ones)
        and len(words) <= _TITLE_WORDS
        and words[-1][-1] not in ".,;:"
        and all(not word[0].islower() for word in long_ones)
    )


def _is_own(key: str, own: frozenset[str]) -> bool:
    """Whether the document is the one that is read, under its whole name or the end of it."""
    return any(
        key == name or (name.endswith(f" {key}") and name[: -len(key)].split()[-1] not in _BELONGS) for name in own
    )


def _inside(row: TakenIn, other: TakenIn) -> bool:
    """Whether a name is another one in short: "Standard Terms" after "Fenmark Cloud Standard Terms"."""
    short, long = _key(row.name), _key(other.name)
    return len(short) < len(long) and (long.endswith(f" {short}") or long.startswith(f"{short} "))


def _key(name: str) -> str:
    words = re.sub(r"[^\w\s/]", " ", name.casefold()).split()
    return " ".join(word for word in words if word not in ("the", "version") and not re.fullmatch(r"[\d.]+", word))
