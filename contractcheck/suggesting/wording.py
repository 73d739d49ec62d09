"""Puts the contract's own names into a wording: its parties, its data, its word for itself."""

from __future__ import annotations

import re
from collections import Counter

from contractcheck.contract import Contract
from contractcheck.model import Party, Side
from contractcheck.parties.roles import CUSTOMER, PROVIDER

_ROLE = re.compile(
    r"\b(?P<the>[Tt]he )?(?P<role>Provider|Customer)(?P<own>['’]s)?\b(?P<data> Data\b)?(?P<verb> [a-z]+)?"
)
_ITSELF = re.compile(r"\b([Tt])his Agreement\b")
_SELVES = re.compile(r"\b[Tt]his (Agreement|agreement|Contract|contract|Addendum|Deed|deed|DPA)\b")
_PARTY = re.compile(r"\bPart(y|ies)\b")
_PRONOUNS = {"we": ("We", "us", "our"), "you": ("You", "you", "your"), "our": ("We", "us", "our")}
# After "you" and "we" a verb has no "s".
_PLURAL = {"is": "are", "has": "have", "owns": "own", "retains": "retain", "remains": "remain", "warrants": "warrant"}
_PLURAL |= {"acquires": "acquire", "becomes": "become", "fails": "fail", "terminates": "terminate", "gives": "give"}
_PLURAL |= {"uses": "use", "requires": "require", "pays": "pay", "accepts": "accept", "receives": "receive"}
# What contracts call the customer's data.
_DATA = ("Data", "Content", "Information", "Materials", "Records")


class Names:
    """The words of one contract. ``known`` is False where it does not show who provides and who receives."""

    def __init__(self, contract: Contract) -> None:
        text, parties = contract.text, contract.parties
        self.known = parties.provider is not None and parties.customer is not None
        self._words = {
            "Provider": _called(parties.provider, text, Side.PROVIDER),
            "Customer": _called(parties.customer, text, Side.CUSTOMER),
        }
        self.pronouns = any(word.lower() in _PRONOUNS for word, _ in self._words.values())
        self._data = _data(contract, self._words["Customer"][0])
        selves = Counter(match[1] for match in _SELVES.finditer(text))
        self._itself = selves.most_common(1)[0][0] if selves else "Agreement"
        small = len(re.findall(r"\b(?:[Ee]ach|[Ee]ither|[Nn]either|other|[Tt]he) part(?:y|ies)\b", text))
        self._small = small > len(re.findall(r"\b(?:[Ee]ach|[Ee]ither|[Nn]either|other|[Tt]he) Part(?:y|ies)\b", text))

    @property
    def called(self) -> tuple[str, str]:
        """What the contract calls the provider, and the customer."""
        (provider, provider_the), (customer, customer_the) = self._words["Provider"], self._words["Customer"]
        return f"{'the ' * provider_the}{provider}", f"{'the ' * customer_the}{customer}"

    def put(self, wording: str) -> str:
        """Return a wording in the words of this contract, on one line."""
        text = _ROLE.sub(self._role, " ".join(wording.split()))
        text = _ITSELF.sub(lambda match: f"{match[1]}his {self._itself}", text)
        if self._small:
            text = _PARTY.sub(lambda match: f"part{match[1]}", text)
        return text[:1].upper() + text[1:]

    def _role(self, match: re.Match[str]) -> str:
        word, article = self._words[match["role"]]
        the, own, verb = match["the"] or "", match["own"] or "", match["verb"] or ""
        first = the[:1] == "T" or match.start() == 0
        if match["data"] and match["role"] == "Customer" and not own:
            return the + self._data + verb
        if word.lower() in _PRONOUNS:
            subject, other, owner = _PRONOUNS[word.lower()]
            if own:
                return (owner.capitalize() if first else owner) + verb
            acts = verb.strip() in _PLURAL or verb.strip() in ("shall", "may", "will", "must", "and")
            name = (subject if first else subject.lower()) if acts else (other.capitalize() if first else other)
            return name + (f" {_PLURAL[verb.strip()]}" if verb.strip() in _PLURAL else verb)
        put = ("The " if first else "the ") if article and the else ""
        return put + word + own + (match["data"] or "") + verb


def _called(party: Party | None, text: str, side: Side) -> tuple[str, bool]:
    """What a contract calls a party, and whether with an article."""
    own = "Provider" if side is Side.PROVIDER else "Customer"
    if party is None:
        return own, True
    roles = PROVIDER if side is Side.PROVIDER else CUSTOMER
    plain = [alias for alias in party.aliases if alias.lower() not in ("we", "us", "our", "you", "your")]
    named = [alias for alias in plain if roles.search(alias)] or plain
    if not named and party.aliases:
        return ("you" if "you" in party.aliases else "we"), False
    word = max(named, key=lambda alias: (text.count(alias), -len(alias))) if named else party.name
    # The word in quotation marks is its definition, which has no article.
    uses = len(re.findall(rf"(?<![“\"‘'*]){re.escape(word)}\b", text))
    with_article = len(re.findall(rf"\b[Tt]he {re.escape(word)}\b", text))
    return word, 2 * with_article > uses if uses else bool(roles.search(word))


def _data(contract: Contract, customer: str) -> str:
    """What the contract calls the customer's data: its defined term, or plain words."""
    names = [f"{word} {kind}" for word in dict.fromkeys(("Customer", customer)) for kind in _DATA]
    defined = [name for name in names if name in contract.terms]
    known = defined or [name for name in names if contract.text.count(name) > 1]
    if known:
        return known[0]
    if customer.lower() in _PRONOUNS:
        return f"{_PRONOUNS[customer.lower()][2]} data"
    return "Customer Data"
