"""Tells the sides of a standard form, which names no one: by the role words, or "we" and "you", that bear duties."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from contractcheck.model import Parties, Party
from contractcheck.parties.deeds import MODAL, SIGN_CHARS, settled
from contractcheck.parties.mentions import mentions, places
from contractcheck.parties.names import COMPANY, Named, companies, company_called
from contractcheck.parties.plausible import is_name, is_thing, trimmed
from contractcheck.parties.roles import CUSTOMER, PROVIDER, ROLES, WE, YOU

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
_FORM_CUSTOMER = (
    "Customer",
    "Client",
    "Controller",
    "Covered Entity",
    "Buyer",
    "Licensee",
    "Advertiser",
    "Subscriber",
    "Franchisee",
    "Company",
    "Government",
)

_WE_WORDS = frozenset(WE)
_FORM_USES = 3
_TITLE_CHARS = 600
_FEWEST_WE = 2
_SHORT_NAME = 3
# These begin with the first letter, and then look back for the beginning of the word: ``re`` leaps to such letters.
_ROLE_SUBJECT = re.compile(
    r"([ABCFGLPSVabcfglpsv](?<!\w\w)(?:(?<=[Ss])(?i:ervice provider|upplier|ubscriber)|(?<=[Pp])(?i:rovider|rocessor)|"
    r"(?<=[Cc])(?i:ontractor|onsultant|ustomer|lient|ontroller|overed entity|ompany)|(?<=[Vv])(?i:endor)|"
    r"(?<=[Bb])(?i:usiness associate|uyer)|(?<=[Ll])(?i:icensor|icensee)|(?<=[Aa])(?i:dvertiser)|"
    r"(?<=[Ff])(?i:ranchisee)|(?<=[Gg])(?i:overnment)))s? (?:shall|will|must|may|agrees|is responsible)\b"
)
_SUBJECT = re.compile(rf"\b([A-Z][\w&-]+) (?:{MODAL}|may|warrants|represents)\b")
_SHORT_ACTS = re.compile(rf" (?:{MODAL}|may|is|has|provides)\b")
_WE_ACT = re.compile(r"[Ww](?<!\w\w)e(?:['’]ll| (?:will|shall|may|agree|provide|do|are|have|offer|use|make|track))\b")
_YOU_ACT = re.compile(r"[Yy](?<!\w\w)ou(?: (?:will|shall|may|agree|must|are|have|can|need)|(?<=you)r account)\b")
_ARTICLES = ("the ", "each ", " any ", "such ", " an ", " a ")
_FEW_ARTICLES = 0.2
# Roles that a form prints without a name, and that alone tell no side.
_FORM_OTHERS = ("Agent", "Publisher", "Manufacturer", "Seller", "Sellers", "Developer", "Franchisor", "Carrier")
_COMMON_NAME = re.compile(
    r"Services?|Agreement|Customers?|Terms?|Site|Account|Order|Support|Policy|Status|Big|Internet|Section"
)

# “we”, “us” and “Alder” mean Alder Ltd; "we are Alder Ltd".
_WE_MEANS = re.compile(
    r"(?P<said>(?:[“\"][^“”\"]{2,30}[”\"],?\s(?:and\s|or\s)?){1,6})(?:means?|refers?\sto|is|are)\s(?P<name>[^;:“”]{3,80})|"
    r"\b[Ww]e(?:,|\sare)\s(?P<own>[A-Z][^;:“”]{3,60})"
)
_PLACE = re.compile(r"^[A-Z][a-z]+,\s(?=[A-Z][\w&’'-]+\s)")
_SAID = re.compile(r"[“\"]\s*(?P<term>[^“”\"]{2,30}?)[\s,.]*[”\"]")
# "Customer and Provider enter into", "between Provider and Customer".
_PAIR = re.compile(
    rf"\b(?:(?P<one>{ROLES}) and (?P<two>{ROLES}) (?:enter|agree|hereby|have|are)\b|"
    rf"between (?:the )?(?P<three>{ROLES}) and (?:the )?(?P<four>{ROLES})\b)"
)
_PAIR_CHARS = 1500
_BESIDE_YOU = re.compile(
    r"\bbetween (?:you (?:\([^)]{0,60}\) )?and (?:the )?(?P<name>[A-Z][\w&-]+(?:\.[a-z]+)?(?: [A-Z][\w&-]+){0,3}))"
)
_WE_BRACKET = re.compile(
    r"(?P<name>\b[A-Z][\w&.,’ -]{2,50}?),?\s\((?P<said>[^()]{0,60}[“\"]\s*(?:[Ww]e|[Uu]s|[Oo]ur)[\s,”\"][^()]{0,40})\)"
)


def by_form(named: list[Named], plain: str, front: str) -> Parties | None:
    """Decide for standard forms, which name no one: by the role words or "we/you" that carry the duties."""
    text = " ".join(plain[:SIGN_CHARS].replace("*", " ").split())
    subjects = Counter(match.title() for match in _ROLE_SUBJECT.findall(text))
    we = len(_WE_ACT.findall(text))
    you = len(_YOU_ACT.findall(text))
    lone = _alone(named, text)
    giver = _most(_FORM_PROVIDER, subjects)
    reason = "By the role words that carry the duties; the opening words do not settle it."
    speaker = _form_party("We", named, text, front) if we >= _FEWEST_WE else None
    # A company that the opening words name without "we" does not speak; "we" is somebody in a letter that is attached.
    silent = any(speaker and item.name == speaker.name and "we" not in item.aliases for item in named)
    own = speaker.aliases if speaker is not None and not silent else []
    most = max((count for role, count in subjects.items() if role not in own), default=0)
    if we >= _FEWEST_WE and (you >= _FEWEST_WE or giver is None) and we > most:
        # A form that says "we" may have an annex that speaks of a processor.
        giver, reason = "We", "The text is the provider's own form: “we” provide and “you” receive."
    elif lone is not None and lone[1] > (subjects[giver] if giver else 0):
        giver, reason = lone[0], f"“{lone[0]}” carries the provider's duties, by most duties in the text."
    left = speaker if giver == "We" else _form_party(giver, named, text, front) if giver is not None else None
    own = left.aliases if left is not None else []
    taker = _most(tuple(word for word in _FORM_CUSTOMER if word not in own), subjects)
    if (you >= _FEWEST_WE or (giver == "We" and we >= _FORM_USES)) and you >= (subjects[taker] if taker else 0):
        taker = "You"
    elif taker is None and lone is not None and left is not None and lone[0] not in own:
        taker = lone[0]
    if left is None and taker is not None:
        giver = _house(taker, text, named)
        left = _form_party(giver, named, text, front) if giver is not None else None
        reason = f"“{giver}” carries the provider's duties, by most duties in the text."
    if left is None:
        return _told_pair(front)
    if taker is None:
        return None
    right = _form_party(taker, [item for item in named if item.name != left.name], text, front)
    if taker == "You" and subjects["Customer"] >= _FORM_USES:
        right.aliases.append("Customer")
    return settled([left, right], [left], [right], reason)


def _alone(named: list[Named], text: str) -> tuple[str, int] | None:
    """The one company that the opening words name, by its short name, and how often it bears a duty or has a right."""
    if len(named) != 1 or not COMPANY.search(named[0].name):
        return None
    words = [alias for alias in named[0].aliases if alias[:1].isupper()]
    if not words or any(CUSTOMER.search(word) for word in words):
        return None
    acts = sum(1 for _, end in mentions(text, words) if _SHORT_ACTS.match(text, end))
    return (words[0], acts) if acts >= _FORM_USES else None


def _told_pair(front: str) -> Parties | None:
    """A cover page says little more than that one role and another enter into the agreement."""
    told = _PAIR.search(front[:_PAIR_CHARS])
    if told is None:
        return None
    words = (told["one"] or told["three"], told["two"] or told["four"])
    giver = next((word for word in words if PROVIDER.search(word)), None)
    taker = next((word for word in words if CUSTOMER.search(word)), None)
    if giver is None or taker is None:
        return None
    left, right = Named(giver, [giver]), Named(taker, [taker])
    return settled([left, right], [left], [right], f"By the names “{giver}” and “{taker}” in the opening words.")


def _most(words: tuple[str, ...], subjects: Counter[str]) -> str | None:
    word = max(words, key=lambda item: subjects[item])
    return word if subjects[word] >= _FORM_USES else None


def _house(taker: str, text: str, named: list[Named]) -> str | None:
    """The company whose form it is: the name, no role word, that most often bears a duty.

    A name takes no article: of "the Venture" and "each Director" none is one.
    """
    subjects = Counter(_SUBJECT.findall(text))
    for word, count in subjects.most_common(6):
        if count < _FORM_USES:
            return None
        if word == taker or not is_name(word) or _COMMON_NAME.match(word):
            continue
        uses = list(places(text, word))
        with_article = sum(1 for at in uses if text[max(0, at - 5) : at].lower().endswith(_ARTICLES))
        known = word in _FORM_OTHERS or any(word in item.aliases for item in named)
        if known or company_called(text, word) != word or with_article < _FEW_ARTICLES * len(uses):
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
    # "in Pune, India, Alder Ltd": what stands before the comma is the address.
    found = (trimmed(_PLACE.sub("", name)) for name in companies(text))
    return next((name for name in found if is_name(name)), "")


def _own_name(text: str, front: str) -> Named:
    """Who "we" are: by definition, by the first company named, or by the name that the text uses most."""
    for means in _WE_MEANS.finditer(text):
        said = _said(means["said"] or "")
        if not means["own"] and not said & _WE_WORDS:
            continue
        company = _first_company(means["name"] or means["own"])
        if company:
            return Named(company, _called(said))
    defined = _WE_BRACKET.search(text)
    if defined:
        company = _first_company(defined["name"])
        name = company or trimmed(defined["name"].strip(" ,("))
        if is_name(name):
            return Named(name, _called(_said(defined["said"])))
    company = _first_company(front)
    if company:
        return Named(company, [])
    beside = _BESIDE_YOU.search(front)
    if beside and is_name(beside["name"]):
        return Named(beside["name"], [])
    words = Counter(
        word
        for word in re.findall(r"(?<=[a-z] )([A-Z][a-z]\w{2,})\b", text)
        if not _COMMON_NAME.fullmatch(word) and is_name(word)
    )
    name, count = max(words.items(), key=lambda item: item[1], default=("", 0))
    return Named(name if count >= _FORM_USES and name in text[:_TITLE_CHARS] else "We", [])


def _said(words: str) -> set[str]:
    return {found["term"] for found in _SAID.finditer(words)}


def _called(said: set[str]) -> list[str]:
    return sorted(word for word in said if word[:1].isupper() and word not in WE and not is_thing(word))


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
        if word in item.aliases or item.name.startswith(word) or any(word in alias.split() for alias in item.aliases):
            own = _own_name(text, front) if word == "We" and item.name in item.aliases else Named("", [])
            return Named(own.name, item.aliases) if COMPANY.search(own.name) else item
    if word == "We":
        own = _own_name(text, front)
        known = next((item for item in named if item.name == own.name), None)
        return Named(own.name, [*(known.aliases if known else own.aliases or _short_name(own.name, text)), *WE])
    if word == "You":
        return Named("Customer", [*YOU])
    name = company_called(text, word)
    return Named(name, [name[: name.index(word) + len(word)]])
