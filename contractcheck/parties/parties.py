"""Tells who provides and who receives: by role words, by who does the work and who pays, or not at all.

Never guesses: where the signs are few or speak against each other, the reason says so and the user may name them.
"""

from __future__ import annotations

import re

from contractcheck.model import Outline, Parties, Side
from contractcheck.parties.deeds import FEWEST_SIGNS, by_deeds, party_of, settled, signs_of
from contractcheck.parties.forms import by_form, speaking
from contractcheck.parties.groups import share_names
from contractcheck.parties.mentions import mentions
from contractcheck.parties.names import Named
from contractcheck.parties.preamble import front_text, read_names, read_particulars
from contractcheck.parties.roles import CUSTOMER, PROVIDER, TOLD

# "In this Agreement Alder is the customer" stands within this many characters.
_TOLD_CHARS = 15_000


def find_parties(plain: str, outline: Outline, provider: str | None = None, customer: str | None = None) -> Parties:
    """Return the parties of a contract and which of them provides and receives.

    ``plain`` is its text with plain spaces and without noise. ``provider`` and ``customer`` are names given by the
    user; they win over everything that is read.
    """
    front = front_text(plain, outline.clauses)
    named = read_names(front, plain)
    if len(named) < 2:
        named = read_particulars(plain) or named
    share_names(named, front)
    if provider or customer:
        return _given(named, provider, customer, plain)
    return speaking(
        _by_labels(named, plain)
        or _by_word(named, plain)
        or by_deeds(named, plain)
        or by_form(named, plain, front)
        or _unclear(named),
        plain,
    )


def _unclear(named: list[Named]) -> Parties:
    everyone = tuple(party_of(item, Side.UNCLEAR) for item in named)
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
        tuple(party_of(item, role) for item, role in zip(everyone, roles, strict=True)),
        party_of(giver, Side.PROVIDER) if giver else None,
        party_of(taker, Side.CUSTOMER) if taker else None,
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
    speaks = [item for item in named if "we" in item.aliases]
    spoken_to = [item for item in named if "you" in item.aliases]
    if speaks and spoken_to:
        return settled(named, speaks, spoken_to, "The text is the provider's own form: “we” provide and “you” receive.")
    giver = [item for item in named if any(PROVIDER.search(alias) for alias in _given_names(item))]
    taker = [
        item for item in named if any(CUSTOMER.search(alias) for alias in _given_names(item)) and item not in giver
    ]
    if giver and taker:
        return settled(named, giver, taker, f"By the names {_labels(giver)} and {_labels(taker)} in the opening words.")
    other = [item for item in named if item not in giver and item not in taker]
    if (giver or taker) and (len(other) == 1 or len(named) == 2):
        known, side = (giver, "provides") if giver else (taker, "receives")
        signs = signs_of(named, plain)
        # A single role word can mislead ("Publisher", "Owner"); what the parties do may overrule it.
        if other:
            lead = signs[id(giver[0] if giver else other[0])] - signs[id(other[0] if giver else taker[0])]
            if lead > -2 * FEWEST_SIGNS:
                return settled(
                    named,
                    giver or other,
                    taker or other,
                    f"By the name {_labels(known)} in the opening words: that party {side}.",
                )
    return None


def _by_word(named: list[Named], plain: str) -> Parties | None:
    """Decide by a sentence that tells the roles ("Alder is the customer", "(“Alder”), as service provider")."""
    text = " ".join(plain[:_TOLD_CHARS].replace("*", " ").split())
    giver: list[Named] = []
    taker: list[Named] = []
    for item in named:
        uses = mentions(text, (*item.aliases, item.name))
        found = next(filter(None, (TOLD.match(text, end) for _, end in uses)), None)
        if found:
            (giver if PROVIDER.search(found["role"]) else taker).append(item)
    if not giver or not taker:
        return None
    return settled(
        named, giver, taker, f"The contract says that {giver[0].name} provides and {taker[0].name} receives."
    )


def _given_names(item: Named) -> list[str]:
    """The short names that are more than a part of the full one: "Deutsche Bank" tells no role, "Bank" does."""
    return [alias for alias in item.aliases if " " not in alias or alias.casefold() not in item.name.casefold()]


def _labels(side: list[Named]) -> str:
    words = [alias for item in side for alias in item.aliases if PROVIDER.search(alias) or CUSTOMER.search(alias)]
    return f"“{words[0]}”" if words else side[0].name
