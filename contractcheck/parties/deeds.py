"""Tells the sides of a contract by who does the work and who pays for it."""

from __future__ import annotations

import re
from itertools import pairwise

from contractcheck.model import Parties, Party, Side
from contractcheck.parties.mentions import mentions
from contractcheck.parties.names import Named

_DOES = (
    r"(?:provide|perform|host|deliver|supply|maintain|render|furnish|develop|manufacture|operate|support|install|implement|"
    r"design|process|administer|make available|correct|repair|assist|invoice|produce|store|back ?up|service|carry out|"
    r"complete|prepare|conduct|train|staff)"
)
_PAYS = r"(?:pay|reimburse|compensate|purchase|order|buy|remit)"
MODAL = r"(?:shall|will|must|agrees? to|is obligated to|is responsible for|undertakes to|hereby agrees to)"

_DOES_AFTER = re.compile(
    rf" {MODAL} (?:(?:\w+ly|also|at all times) )?{_DOES}\b|[’']s (?:fees|invoices?|charges|rates)\b"
)
_PAYS_AFTER = re.compile(rf" {MODAL} (?:(?:\w+ly|also) )?{_PAYS}\b")
_DOES_BEFORE = re.compile(
    r"\b(?:(?:provided|performed|hosted|rendered|supplied|maintained|furnished|manufactured|invoiced) by|"
    r"(?:pay|paid|payable|compensate|reimburse|payments?)(?: to)?|appoints|engages|retains) (?:the )?$"
)
_PAYS_BEFORE = re.compile(
    r"\b(?:(?:payable|paid|purchased|ordered) by|"
    r"(?:provides?|delivers?|supply|supplies|furnish|render|licenses?|grants)(?: to)?|"
    r"[Ss]ervices? (?:\w+ )?(?:to|for)) (?:the )?$"
)
# A recital that says what a party wants tells its role at once: it counts for three duties.
_WANTS = r" (?:desires?|wish(?:es)?|wants?|intends?|is willing|are willing|has agreed|have agreed|has offered) to "
_WANTS_TO_DO = re.compile(rf"{_WANTS}(?:{_DOES}|sell|lease|render)\b(?! to (?:be|have))")
_WANTS_TO_GET = re.compile(
    rf"{_WANTS}(?:obtain|engage|retain|receive|procure|purchase|buy|order|acquire|outsource|hire)\b"
)
_RECITAL = 3
_NEAR = 60
# How the words of the two patterns above end: cheap to ask first, and hardly ever so.
_BEFORE_ENDS = tuple(
    f"{word} "
    for word in (
        "by to for pay paid payable compensate reimburse payment payments appoints engages retains provide provides "
        "deliver delivers supply supplies furnish render license licenses grants"
    ).split()
)
# Fewer signs than this, or a lead smaller than this share of them, and it stays unclear.
FEWEST_SIGNS = 3
_LEAD_SHARE = 0.25
# Only so much text is searched for signs: the pattern is clear long before that.
SIGN_CHARS = 120_000


def party_of(named: Named, role: Side) -> Party:
    return Party(named.name, tuple(dict.fromkeys(named.aliases)), role)


def settled(named: list[Named], giver: list[Named], taker: list[Named], reason: str) -> Parties:
    """Join several parties of one side into one, so that all their names count."""
    everyone = []
    for item in named:
        role = Side.PROVIDER if item in giver else Side.CUSTOMER if item in taker else Side.UNCLEAR
        everyone.append(party_of(item, role))
    return Parties(tuple(everyone), _join(giver, Side.PROVIDER), _join(taker, Side.CUSTOMER), reason)


def _join(side: list[Named], role: Side) -> Party:
    aliases = [alias for item in side for alias in item.aliases]
    return party_of(Named("; ".join(item.name for item in side), aliases), role)


def signs_of(named: list[Named], plain: str) -> dict[int, int]:
    """For each party: how often it does the work, less how often it pays or is served."""
    text = " ".join(plain[:SIGN_CHARS].split())
    score: dict[int, int] = {}
    for item in named:
        words = sorted({*item.aliases, *_short_names(item)}, key=len, reverse=True)
        total = 0
        if words:
            done = 0
            for begin, end in mentions(text, words):
                if begin < done:
                    continue
                done = end
                if _DOES_AFTER.match(text, end, end + _NEAR):
                    total += 1
                elif _PAYS_AFTER.match(text, end, end + _NEAR):
                    total -= 1
                elif _WANTS_TO_DO.match(text, end, end + _NEAR):
                    total += _RECITAL
                elif _WANTS_TO_GET.match(text, end, end + _NEAR):
                    total -= _RECITAL
                else:
                    before = text[max(0, begin - _NEAR) : begin]
                    if not before.removesuffix("the ").endswith(_BEFORE_ENDS):
                        continue
                    if _DOES_BEFORE.search(before):
                        total += 1
                    elif _PAYS_BEFORE.search(before):
                        total -= 1
        score[id(item)] = total
    return score


def _short_names(item: Named) -> list[str]:
    first = item.name.split()[0].strip(",.")
    return [item.name] if item.aliases or len(first) < 4 or first.lower() in ("the", "first") else [item.name, first]


def by_deeds(named: list[Named], plain: str) -> Parties | None:
    """Decide by who does the work and who pays for it."""
    if len(named) < 2:
        return None
    signs = signs_of(named, plain)
    ranked = sorted(named, key=lambda item: -signs[id(item)])
    first, last = ranked[0], ranked[-1]
    lead = signs[id(first)] - signs[id(last)]
    total = sum(abs(value) for value in signs.values())
    if len(named) == 2:
        clear = lead >= FEWEST_SIGNS and signs[id(first)] >= 0 >= signs[id(last)] - 2 and lead >= _LEAD_SHARE * total
        cut = 1
    else:
        # Several parties stand on two sides: the widest step between neighbours parts them.
        steps = [signs[id(one)] - signs[id(two)] for one, two in pairwise(ranked)]
        cut = max(range(len(steps)), key=lambda place: steps[place]) + 1
        clear = steps[cut - 1] >= 2 * FEWEST_SIGNS and signs[id(first)] > 0
    if not clear:
        return None
    who = first.aliases[0] if first.aliases else first.name
    pays = last.aliases[0] if last.aliases else last.name
    return settled(
        named, ranked[:cut], ranked[cut:], f"{who} does the work and {pays} pays for it or receives it, by most duties."
    )
