"""Whose a match is where it is nobody's doing: who owns, whose liability it is, who holds another's information."""

from __future__ import annotations

from contractcheck.language.grammar import ACKNOWLEDGES, ADVERBS, COMMITS, PREPOSITIONS, joined
from contractcheck.language.subjects import Sentence
from contractcheck.model import OTHER_SIDE, Side
from contractcheck.rulebook.joining import Match

_IS = frozenset("is are be been being was were remain remains become becomes".split())
_VESTS = frozenset("vest vests belong belongs remain remains rest rests".split())
_HELD = frozenset("owned retained reserved vested assigned".split())
_THING_OF = frozenset("property asset assets".split())
_TO = frozenset("to in with by".split())
_OWNS = frozenset("own owns retain retains reserve reserves owner owners hold holds title ownership".split())
_TAKES = frozenset("acquire acquires claim claims obtain obtains gain gains".split())
_GIVES = frozenset("assign assigns transfer transfers convey conveys".split())
_NOT = frozenset("not no never nor neither".split())
_PREDICATE_REACH = 7
_OWNER_REACH = 8

_LIABILITY = frozenset("liability liabilities".split())
_OWED = frozenset("paid payable recoverable recovered owed due".split())
_WAIVES = frozenset("waive waives release releases".split())
_LIABLE_REACH = 60
_AGENT_REACH = 16

_GIVEN = frozenset(
    "disclosed provided furnished supplied imparted communicated known available delivered disclosure revealed "
    "transmitted disclose provide furnish".split()
)
_OWED_DUTIES = frozenset("obligation obligations duty duties undertaking undertakings".split())
_HANDS = frozenset("possession hands custody".split())
_TAKEN = _HANDS | frozenset(
    "received receipt obtained receives possessed learned acquired receive obtain".split()
)
_ENDINGS = frozenset("termination terminate suspension suspend".split())
_USES = frozenset("access account accounts use license licence subscription membership registration".split())
_LOSS_REACH = 6


def owner(sentence: Sentence, match: Match, verb: int | None) -> Side | None:
    """Return who owns: "is the property of Birch", "vests in Birch", "Birch owns", "assigns to Birch all title"."""
    first, last = match.start, min(match.end + _OWNER_REACH, sentence.part(match.end - 1)[1])
    if verb is not None and any(sentence.word(at) in _GIVES for at in range(verb, min(verb + 7, last))):
        given = party_behind(sentence, range(verb, last), "to")
        if given is not None:
            return OTHER_SIDE.get(given) if _denied(sentence, verb) else given
    for at in range(max(sentence.first, first - 4), last):
        held = _owned_by(sentence, at)
        if held is not None:
            return held
    start, end = sentence.part(match.start)
    sides = [
        side
        for one in sentence.verbs
        if (one == verb or (sentence.word(one) in _OWNS and start <= one < end)) and not sentence.in_condition(one)
        if (side := _owns(sentence, one)) is not None
    ]
    return joined(sides) if sides else None


def _owns(sentence: Sentence, verb: int) -> Side | None:
    """Return whom a verb makes the owner: "Birch shall retain", "Birch acquires no title" for the other."""
    subject = sentence.subject(verb)
    if subject is None or subject.side is None or sentence.passive(verb):
        return None
    for at in range(verb, min(verb + _OWNER_REACH, sentence.last)):
        if sentence.word(at) in _TAKES and _denied(sentence, verb):
            return OTHER_SIDE.get(subject.side)
        if sentence.word(at) in _OWNS:
            return OTHER_SIDE.get(subject.side) if _denied(sentence, verb) else subject.side
    return None


def _denied(sentence: Sentence, verb: int) -> bool:
    return any(sentence.word(at) in _NOT for at in range(verb - 1, verb + 4))


def _owned_by(sentence: Sentence, at: int) -> Side | None:
    """Read who owns by the words at a place: "property of Birch" where it is told of something, "vest in Birch"."""
    word, to = sentence.word(at), at + 1
    if word in _THING_OF:
        told = _told(sentence, at)
        if told and sentence.word(to) != "of":
            return _holder(sentence, at)  # "shall remain that party's property"
    elif word in _VESTS or word in _HELD:
        while sentence.word(to) in ADVERBS or sentence.word(to).endswith("ly") or sentence.word(to) == "and":
            to += 1
        if sentence.word(to) not in _TO:
            return None
        told = word in _VESTS or _told(sentence, at)
    else:
        return None
    if not told:
        return None
    for place in range(to + 1, to + 4):
        party = sentence.party(place)
        if party is not None and party.side is not Side.UNCLEAR:
            return party.side
    return None


def _told(sentence: Sentence, at: int) -> bool:
    """Tell whether a word is what is told of the subject: "is and remains the sole and exclusive property"."""
    return any(
        sentence.word(place) in _IS
        for place in range(max(sentence.first, at - _PREDICATE_REACH), at)
        if not any(sentence.breaks(between) for between in range(place + 1, at))
    )


def liable(sentence: Sentence, match: Match, verb: int | None) -> Side | None:
    """Return whose liability is spoken of: "Birch's liability", "liable", "damages recoverable from Birch"."""
    first, last = sentence.part(match.start)
    first = max(first, match.start - _LIABLE_REACH)
    sides: list[Side] = []
    for at in range(first, min(match.end + 2, last)):
        word = sentence.word(at)
        side: Side | None = None
        if word in _LIABILITY:
            side = _holder(sentence, at)
        elif word == "liable":
            earlier = [one for one in sentence.verbs if one < at]
            subject = sentence.subject(earlier[-1]) if earlier else None
            side = subject.side if subject is not None else None
        elif word in _OWED and verb is not None and at < verb:
            side = party_behind(sentence, range(at, at + 3), "by", "from")
        if side is not None:
            sides.append(side)
    if sides:
        return joined(sides)
    subject = sentence.subject(verb) if verb is not None else None
    if verb is None or subject is None or subject.side is None:
        return None
    if any(sentence.word(at) in _WAIVES for at in range(verb, verb + 4)):
        return OTHER_SIDE.get(subject.side, subject.side)
    says = sentence.word(verb) in COMMITS or sentence.word(verb) in ACKNOWLEDGES
    return None if says or sentence.passive(verb) else subject.side


def _holder(sentence: Sentence, at: int) -> Side | None:
    """Return whose the thing at a place is: "Birch's total aggregate liability", "liability of Birch"."""
    spoken = sentence.spoken_owner(at - 3, at + 1)
    if spoken is not None:
        return spoken
    for place in range(at - 1, max(sentence.first - 1, at - 6), -1):
        party = sentence.party(place)
        if sentence.breaks(place + 1) or sentence.word(place) in PREPOSITIONS or place in sentence.verbs:
            break
        if party is not None:
            return party.side
    for place in range(at + 1, min(at + 4, sentence.last)):
        if sentence.word(place) == "of":
            return party_behind(sentence, range(place, place + 2), "of")
    return None


def recipient(sentence: Sentence, match: Match, verb: int | None) -> Side | None:
    """Return who is bound by what holds for information: who acts, who received it, or who is not its owner."""
    subject = sentence.subject(verb) if verb is not None else None
    owned: Side | None = None
    if verb is not None and sentence.passive(verb):
        agent = sentence.agent(verb, min(sentence.part(verb)[1], max(match.end, verb) + _AGENT_REACH))
        if agent is not None:
            return agent
    elif subject is not None and subject.side is not None:
        return subject.side
    if subject is not None:
        if subject.side is not None:
            return subject.side
        owned = subject.owner
        if owned is not None and any(sentence.word(at) in _OWED_DUTIES for at in range(subject.first, subject.last)):
            return owned
    return _received(sentence, match) or OTHER_SIDE.get(owned or Side.UNCLEAR, owned)


def _received(sentence: Sentence, match: Match) -> Side | None:
    """Return to whom the information near a match was given: "disclosed to Birch", "received from Alder"."""
    first, last = sentence.part(match.start)
    sides: list[Side] = []
    for at in range(max(first, match.start - 20), min(match.end + 20, last)):
        word = sentence.word(at)
        if word in _GIVEN:
            given, giver = _near(sentence, at, "to"), _near(sentence, at, "by", "from")
        elif word in _TAKEN:
            given = _near(sentence, at, "by", "of") if word in _HANDS else _near(sentence, at, "by")
            giver = _near(sentence, at, "from")
        else:
            continue
        if given is not None:
            sides.append(given)
        elif giver is not None and giver in OTHER_SIDE:
            sides.append(OTHER_SIDE[giver])
    return joined(sides) if sides else None


def _near(sentence: Sentence, at: int, *words: str) -> Side | None:
    return party_behind(sentence, range(at + 1, at + 4), *words)


def party_behind(sentence: Sentence, places: range, *words: str) -> Side | None:
    """Return the party that stands right behind one of some words."""
    for at in places:
        party = sentence.party(at + 1) if sentence.word(at) in words else None
        if party is not None:
            return party.side
    return None


def loses_use(sentence: Sentence, match: Match) -> Side | None:
    """Return whose use of a service ends: "may result in termination of Birch's access". The other side ends it."""
    for at in range(match.start, min(match.end + _LOSS_REACH, sentence.part(match.end - 1)[1])):
        if sentence.word(at) in _ENDINGS:
            party = sentence.party(at + 2 if sentence.word(at + 1) == "of" else at + 1)
            if party is not None and party.side in OTHER_SIDE and sentence.word(party.last) in _USES:
                return party.side
    return None
