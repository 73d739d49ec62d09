"""Tells who provides and who receives: by role words, by who does the work and who pays, or not at all.

Never guesses: where the signs are few or speak against each other, the reason says so and the user may name them.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from contractcheck.model import Cleaned, Document, Outline, Parties, Party, Side
from contractcheck.preamble import Named, company_called, first_company, front_text, read_names
from contractcheck.rows import plain_text

# Words of a label that say which side it is. Plain "Company" says nothing: it is either, by contract.
_PROVIDER_WORDS = (
    "service provider|services provider|provider|supplier|vendor|contractor|subcontractor|consultant|licensor|"
    "processor|data processor|host|"
    "outsourcer|servicer|manufacturer|seller|administrator|adviser|advisor|sub-advisor|subadviser|business associate|"
    "transporter|carrier|operator|developer|publisher|manager|custodian|transfer agent|escrow agent|service company|"
    "franchisor|lessor|sponsee|dealer manager"
)
_CUSTOMER_WORDS = (
    "customer|client|buyer|purchaser|licensee|controller|data controller|owner|bank|fund|funds|trust|"
    "covered entity|user|"
    "subscriber|shipper|sponsor|principal|recipient|distributor|reseller|franchisee|lessee|"
    "end user|government|employer|you"
)
_PROVIDER = re.compile(rf"(?:^|\s)(?:{_PROVIDER_WORDS})s?$", re.IGNORECASE)
_CUSTOMER = re.compile(rf"(?:^|\s)(?:{_CUSTOMER_WORDS})s?$", re.IGNORECASE)
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

_DOES = (
    r"(?:provide|perform|host|deliver|supply|maintain|render|furnish|develop|manufacture|operate|support|install|implement|"
    r"design|process|administer|make available|correct|repair|assist|invoice|produce|store|back ?up|service|carry out|"
    r"complete|prepare|conduct|train|staff)"
)
_PAYS = r"(?:pay|reimburse|compensate|purchase|order|buy|remit)"
_MODAL = r"(?:shall|will|must|agrees? to|is obligated to|is responsible for|undertakes to|hereby agrees to)"

_DOES_AFTER = re.compile(
    rf" {_MODAL} (?:(?:\w+ly|also|at all times) )?{_DOES}\b|[’']s (?:fees|invoices?|charges|rates)\b"
)
_PAYS_AFTER = re.compile(rf" {_MODAL} (?:(?:\w+ly|also) )?{_PAYS}\b")
_DOES_BEFORE = re.compile(
    r"\b(?:(?:provided|performed|hosted|rendered|supplied|maintained|furnished|manufactured|invoiced) by|"
    r"(?:pay|paid|payable|compensate|reimburse|payments?)(?: to)?|appoints|engages|retains) (?:the )?$"
)
_PAYS_BEFORE = re.compile(
    r"\b(?:(?:payable|paid|purchased|ordered) by|"
    r"(?:provides?|delivers?|supply|supplies|furnish|render|licenses?|grants)(?: to)?|"
    r"[Ss]ervices? (?:\w+ )?(?:to|for)) (?:the )?$"
)
_NEAR = 60
# Fewer signs than this, or a lead smaller than this share of them, and it stays unclear.
_FEWEST_SIGNS = 3
_LEAD_SHARE = 0.25
_FORM_USES = 3
_FEWEST_WE = 2
_ROLE_SUBJECT = re.compile(
    r"\b(?:[Tt]he )?((?i:service provider|provider|supplier|vendor|contractor|consultant|processor|"
    r"business associate|licensor|customer|client|controller|covered entity|buyer|licensee|company|government))s? "
    r"(?:shall|will|must|may|agrees|is responsible)\b"
)
_COMMON_NAME = re.compile(
    r"Services?|Agreement|Customers?|Terms?|Site|Account|Order|Support|Policy|Status|Big|Internet|Section"
)
# Only so much text is searched for signs: the pattern is clear long before that.
_SIGN_CHARS = 120_000


def find_parties(
    document: Document, cleaned: Cleaned, outline: Outline, provider: str | None = None, customer: str | None = None
) -> Parties:
    """Return the parties of ``document`` and which of them provides and receives.

    ``provider`` and ``customer`` are names given by the user; they win over everything that is read.
    """
    plain = plain_text(document, cleaned)
    front = front_text(plain, outline.clauses)
    named = read_names(front)
    if provider or customer:
        return _given(named, provider, customer, plain)
    return _by_labels(named, plain) or _by_deeds(named, plain) or _by_form(named, plain, front) or _unclear(named)


def _party(named: Named, role: Side) -> Party:
    return Party(named.name, tuple(dict.fromkeys(named.aliases)), role)


def _settled(named: list[Named], giver: list[Named], taker: list[Named], reason: str) -> Parties:
    """Join several parties of one side into one, so that all their names count."""
    everyone = []
    for item in named:
        role = Side.PROVIDER if item in giver else Side.CUSTOMER if item in taker else Side.UNCLEAR
        everyone.append(_party(item, role))
    return Parties(tuple(everyone), _join(giver, Side.PROVIDER), _join(taker, Side.CUSTOMER), reason)


def _join(side: list[Named], role: Side) -> Party:
    aliases = [alias for item in side for alias in item.aliases]
    return _party(Named("; ".join(item.name for item in side), aliases), role)


def _unclear(named: list[Named]) -> Parties:
    everyone = tuple(_party(item, Side.UNCLEAR) for item in named)
    if not named:
        return Parties(
            (), None, None, "The opening words do not name the parties. Name them with --provider and --customer."
        )
    names = ", ".join(item.name for item in named)
    return Parties(
        everyone,
        None,
        None,
        f"The contract does not show who provides and who receives ({names}). "
        "Name them with --provider and --customer.",
    )


def _given(named: list[Named], provider: str | None, customer: str | None, plain: str) -> Parties:
    """The user's word decides. A name that the contract knows brings its short names along."""
    picked: list[Named | None] = []
    for wanted in (provider, customer):
        picked.append(_known(named, wanted) or Named(wanted, _uses(wanted, plain)) if wanted else None)
    giver, taker = picked
    rest = [item for item in named if item is not giver and item is not taker]
    if len(rest) == 1:
        giver = giver or rest[0]
        taker = taker or rest[0]
    everyone = list(named)
    everyone.extend(item for item in (giver, taker) if item is not None and item not in everyone)
    roles = [Side.PROVIDER if item is giver else Side.CUSTOMER if item is taker else Side.UNCLEAR for item in everyone]
    return Parties(
        tuple(_party(item, role) for item, role in zip(everyone, roles, strict=True)),
        _party(giver, Side.PROVIDER) if giver else None,
        _party(taker, Side.CUSTOMER) if taker else None,
        "Named by the user.",
    )


def _known(named: list[Named], wanted: str) -> Named | None:
    low = wanted.casefold()
    for item in named:
        if low in (item.name.casefold(), *(alias.casefold() for alias in item.aliases)):
            return item
    return next((item for item in named if low in item.name.casefold()), None)


def _uses(word: str, plain: str) -> list[str]:
    """The first word of a company's name is its short name where the text uses it alone."""
    short = word.split()[0].strip(",.")
    return [short] if short != word and len(re.findall(rf"\b{re.escape(short)}\b", plain)) > 1 else []


def _by_labels(named: list[Named], plain: str) -> Parties | None:
    """Decide by the role words that the contract gives the parties."""
    if len(named) < 2:
        return None
    giver = [item for item in named if any(_PROVIDER.search(alias) for alias in item.aliases)]
    taker = [item for item in named if any(_CUSTOMER.search(alias) for alias in item.aliases) and item not in giver]
    if giver and taker:
        return _settled(
            named, giver, taker, f"By the names {_labels(giver)} and {_labels(taker)} in the opening words."
        )
    if len(named) == 2 and (giver or taker):
        other = [item for item in named if item not in giver and item not in taker]
        known, side = (giver, "provides") if giver else (taker, "receives")
        signs = _signs(named, plain)
        # A single role word can mislead ("Publisher", "Owner"); what the parties do may overrule it.
        if other:
            lead = signs[id(giver[0] if giver else other[0])] - signs[id(other[0] if giver else taker[0])]
            if lead > -2 * _FEWEST_SIGNS:
                return _settled(
                    named,
                    giver or other,
                    taker or other,
                    f"By the name {_labels(known)} in the opening words: that party {side}.",
                )
    return None


def _labels(side: list[Named]) -> str:
    words = [alias for item in side for alias in item.aliases if _PROVIDER.search(alias) or _CUSTOMER.search(alias)]
    return f"“{words[0]}”" if words else side[0].name


def _signs(named: list[Named], plain: str) -> dict[int, int]:
    """For each party: how often it does the work, less how often it pays or is served."""
    text = " ".join(plain[:_SIGN_CHARS].split())
    score: dict[int, int] = {}
    for item in named:
        words = sorted({*item.aliases, *_short_names(item)}, key=len, reverse=True)
        total = 0
        if words:
            for match in re.finditer(r"\b(?:" + "|".join(re.escape(word) for word in words) + r")\b", text):
                begin, end = match.span()
                if _DOES_AFTER.match(text, end, end + _NEAR):
                    total += 1
                elif _PAYS_AFTER.match(text, end, end + _NEAR):
                    total -= 1
                else:
                    before = text[max(0, begin - _NEAR) : begin]
                    if _DOES_BEFORE.search(before):
                        total += 1
                    elif _PAYS_BEFORE.search(before):
                        total -= 1
        score[id(item)] = total
    return score


def _short_names(item: Named) -> list[str]:
    first = item.name.split()[0].strip(",.")
    return [item.name] if item.aliases or len(first) < 4 or first.lower() in ("the", "first") else [item.name, first]


def _by_deeds(named: list[Named], plain: str) -> Parties | None:
    """Decide by who does the work and who pays for it."""
    if len(named) < 2:
        return None
    signs = _signs(named, plain)
    ranked = sorted(named, key=lambda item: -signs[id(item)])
    first, last = ranked[0], ranked[-1]
    lead = signs[id(first)] - signs[id(last)]
    total = sum(abs(value) for value in signs.values())
    if len(named) == 2:
        clear = lead >= _FEWEST_SIGNS and signs[id(first)] >= 0 >= signs[id(last)] - 2 and lead >= _LEAD_SHARE * total
        cut = 1
    else:
        # Several parties stand on two sides: the widest step between neighbours parts them.
        steps = [signs[id(one)] - signs[id(two)] for one, two in pairwise(ranked)]
        cut = max(range(len(steps)), key=lambda place: steps[place]) + 1
        clear = steps[cut - 1] >= 2 * _FEWEST_SIGNS and signs[id(first)] > 0
    if not clear:
        return None
    who = first.aliases[0] if first.aliases else first.name
    pays = last.aliases[0] if last.aliases else last.name
    return _settled(
        named, ranked[:cut], ranked[cut:], f"{who} does the work and {pays} pays for it or receives it, by most duties."
    )


def _by_form(named: list[Named], plain: str, front: str) -> Parties | None:
    """Decide for standard forms, which name no one: by the role words or "we/you" that carry the duties."""
    text = " ".join(plain[:_SIGN_CHARS].replace("*", " ").split())
    subjects = Counter(match.title() for match in _ROLE_SUBJECT.findall(text))
    giver = _most(_FORM_PROVIDER, subjects)
    taker = _most(tuple(word for word in _FORM_CUSTOMER if word != giver), subjects)
    we = len(
        re.findall(r"\b[Ww]e(?:['’]ll| (?:will|shall|may|agree|provide|do|are|have|offer|use|make|track))\b", text)
    )
    you = len(re.findall(r"\b(?:[Yy]ou (?:will|shall|may|agree|must|are|have|can|need)|your account)\b", text))
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
    right = _form_party(taker, [item for item in named if item is not left], text, front)
    return _settled([left, right], [left], [right], reason)


def _most(words: tuple[str, ...], subjects: Counter[str]) -> str | None:
    word = max(words, key=lambda item: subjects[item])
    return word if subjects[word] >= _FORM_USES else None


def _house(taker: str, text: str) -> str | None:
    """The company whose form it is: the name, no role word, that most often bears a duty."""
    subjects = Counter(re.findall(rf"\b([A-Z][\w&-]+) (?:{_MODAL}|may|warrants|represents)\b", text))
    for word, count in subjects.most_common(6):
        if count < _FORM_USES:
            return None
        if word != taker and company_called(text, word) != word:
            return str(word)
    return None


def _own_name(text: str, front: str) -> str:
    """Who "we" are: by definition, by the first company named, or by the name that the text uses most."""
    defined = re.search(r"\b([A-Z][\w&.,’ -]{2,50}?),?\s\(?[^()“\"]{0,30}[“\"](?:[Ww]e|[Uu]s)[,”\"]", text)
    if defined:
        return defined.group(1).strip(" ,(")
    company = first_company(front)
    if company:
        return company
    words = Counter(
        word for word in re.findall(r"(?<=[a-z] )([A-Z][a-z]\w{2,})\b", text) if not _COMMON_NAME.fullmatch(word)
    )
    name, count = max(words.items(), key=lambda item: item[1], default=("", 0))
    return name if count >= _FORM_USES else "We"


def _form_party(word: str, named: list[Named], text: str, front: str) -> Named:
    for item in named:
        if word in item.aliases or item.name.startswith(word):
            return item
    if word == "We":
        return Named(_own_name(text, front), ["we", "us", "our"])
    if word == "You":
        return Named("Customer", ["you", "your"])
    return Named(company_called(text, word), [word])
