"""Tells the sides of a standard form, which names no one: by the role words, or "we" and "you", that bear duties."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from contractcheck.model import Parties, Party
from contractcheck.parties.deeds import MODAL, SIGN_CHARS, settled
from contractcheck.parties.mentions import mentions, places
from contractcheck.parties.names import Named, companies, company_called
from contractcheck.parties.plausible import is_name, trimmed
from contractcheck.parties.roles import WE, YOU

_FORM_PROVIDER = (
    "Service Provider",
    "Provider",
    "Supplier",
    "Vendor",
    "Contractor",
    "Consultant",
    "Processor",
    "Business Associate",
    "Licensor",
)
_FORM_CUSTOMER = ("Customer", "Client", "Controller", "Covered Entity", "Buyer", "Licensee", "Company", "Government")

_FORM_USES = 3
_FEWEST_WE = 2
_SHORT_NAME = 3
_ROLE_SUBJECT = re.compile(
    r"\b(?:[Tt]he )?((?i:service provider|provider|supplier|vendor|contractor|consultant|processor|"
    r"business associate|licensor|customer|client|controller|covered entity|buyer|licensee|company|government))s? "
    r"(?:shall|will|must|may|agrees|is responsible)\b"
)
_SUBJECT = re.compile(rf"\b([A-Z][\w&-]+) (?:{MODAL}|may|warrants|represents)\b")
_SHORT_ACTS = re.compile(rf" (?:{MODAL}|may|is|has|provides)\b")
_WE_ACT = re.compile(r"\b[Ww]e(?:['’]ll| (?:will|shall|may|agree|provide|do|are|have|offer|use|make|track))\b")
_YOU_ACT = re.compile(r"\b(?:[Yy]ou (?:will|shall|may|agree|must|are|have|can|need)|your account)\b")
_COMMON_NAME = re.compile(
    r"Services?|Agreement|Customers?|Terms?|Site|Account|Order|Support|Policy|Status|Big|Internet|Section"
)

# “we” and “us” mean Alder Ltd; "we are Alder Ltd".
_WE_MEANS = re.compile(
    r"(?:[“\"](?:[Ww]e|[Uu]s|[Oo]ur),?[”\"],?\s(?:and\s|or\s)?){1,4}(?:means?|refers?\sto|is|are)\s(?P<name>[^;:“”]{3,80})|"
    r"\b[Ww]e(?:,|\sare)\s(?P<own>[A-Z][^;:“”]{3,60})"
)
_BESIDE_YOU = re.compile(
    r"\bbetween (?:you (?:\([^)]{0,60}\) )?and (?:the )?(?P<name>[A-Z][\w&-]+(?:\.[a-z]+)?(?: [A-Z][\w&-]+){0,3}))"
)
_WE_BRACKET = re.compile(r"(?P<name>\b[A-Z][\w&.,’ -]{2,50}?),?\s\([^()]{0,40}[“\"](?:[Ww]e|[Uu]s)[,”\"]")


def by_form(named: list[Named], plain: str, front: str) -> Parties | None:
    """Decide for standard forms, which name no one: by the role words or "we/you" that carry the duties."""
    text = " ".join(plain[:SIGN_CHARS].replace("*", " ").split())
    subjects = Counter(match.title() for match in _ROLE_SUBJECT.findall(text))
    giver = _most(_FORM_PROVIDER, subjects)
    taker = _most(tuple(word for word in _FORM_CUSTOMER if word != giver), subjects)
    we = len(_WE_ACT.findall(text))
    you = len(_YOU_ACT.findall(text))
    reason = "By the role words that carry the duties; the opening words do not settle it."
    if giver is None and we >= _FEWEST_WE:
        giver, reason = "We", "The text is the provider's own form: “we” provide and “you” receive."
    if taker is None and (you >= _FEWEST_WE or we >= _FORM_USES):
        taker = "You"
    if giver is None and taker is not None:
        giver = _house(taker, text)
        reason = f"“{giver}” carries the provider's duties, by most duties in the text."
    if giver is None or taker is None:
        return None
    left = _form_party(giver, named, text, front)
    right = _form_party(taker, [item for item in named if item.name != left.name], text, front)
    return settled([left, right], [left], [right], reason)


def _most(words: tuple[str, ...], subjects: Counter[str]) -> str | None:
    word = max(words, key=lambda item: subjects[item])
    return word if subjects[word] >= _FORM_USES else None


def _house(taker: str, text: str) -> str | None:
    """The company whose form it is: the name, no role word, that most often bears a duty."""
    subjects = Counter(_SUBJECT.findall(text))
    for word, count in subjects.most_common(6):
        if count < _FORM_USES:
            return None
        if word != taker and (company_called(text, word) != word or (is_name(word) and not _COMMON_NAME.match(word))):
            return str(word)
    return None


def speaking(parties: Parties, plain: str) -> Parties:
    """Add "we" and "you" to the parties whose form speaks so and does not say who is meant: its maker provides."""
    giver, taker = parties.provider, parties.customer
    if giver is None or taker is None:
        return parties
    words = {word for one in parties.all for word in one.aliases}
    text = plain[:SIGN_CHARS]
    we, you = len(_WE_ACT.findall(text)), len(_YOU_ACT.findall(text))
    named = sum(1 for _ in mentions(text, (*giver.aliases, giver.name))) if "we" not in words else 0
    # Where names act far more often, "we" speaks in a letter or a form that is attached.
    own_form = we >= _FORM_USES and you >= _FORM_USES and we >= named
    more: dict[str, tuple[str, ...]] = {}
    if "we" not in words and (own_form or ("you" in taker.aliases and we >= _FEWEST_WE)):
        more[giver.name] = WE
    if "you" not in words and (own_form or ("we" in giver.aliases and you >= _FEWEST_WE)):
        more[taker.name] = YOU

    def told(party: Party) -> Party:
        short = [] if party.name.split()[0] in words else _short_name(party.name, text)
        return replace(party, aliases=tuple(dict.fromkeys((*party.aliases, *short, *more.get(party.name, ())))))

    return replace(parties, all=tuple(told(party) for party in parties.all), provider=told(giver), customer=told(taker))


def _first_company(text: str) -> str:
    return next((name for name in map(trimmed, companies(text)) if is_name(name)), "")


def _own_name(text: str, front: str) -> str:
    """Who "we" are: by definition, by the first company named, or by the name that the text uses most."""
    means = _WE_MEANS.search(text)
    if means:
        company = _first_company(means["name"] or means["own"])
        if company:
            return company
    defined = _WE_BRACKET.search(text)
    if defined:
        company = _first_company(defined["name"])
        name = company or trimmed(defined["name"].strip(" ,("))
        if is_name(name):
            return name
    company = _first_company(front)
    if company:
        return company
    beside = _BESIDE_YOU.search(front)
    if beside and is_name(beside["name"]):
        return beside["name"]
    words = Counter(
        word
        for word in re.findall(r"(?<=[a-z] )([A-Z][a-z]\w{2,})\b", text)
        if not _COMMON_NAME.fullmatch(word) and is_name(word)
    )
    name, count = max(words.items(), key=lambda item: item[1], default=("", 0))
    return name if count >= _FORM_USES else "We"


def _short_name(name: str, text: str) -> list[str]:
    """The first word of a name, where the text uses it alone."""
    short = name.split()[0].strip(",.")
    short = short.title() if short.isupper() and len(short) > _SHORT_NAME else short
    own = short != name and len(short) > 2 and is_name(short) and not _COMMON_NAME.fullmatch(short)
    if not own:
        return []
    acts = sum(1 for at in places(text, short) if _SHORT_ACTS.match(text, at + len(short)))
    return [short] if acts >= _FEWEST_WE else []


def _form_party(word: str, named: list[Named], text: str, front: str) -> Named:
    for item in named:
        if word in item.aliases or item.name.startswith(word):
            return item
    if word == "We":
        own = _own_name(text, front)
        known = next((item for item in named if item.name == own), None)
        return Named(own, [*(known.aliases if known else _short_name(own, text)), *WE])
    if word == "You":
        return Named("Customer", [*YOU])
    return Named(company_called(text, word), [word])
