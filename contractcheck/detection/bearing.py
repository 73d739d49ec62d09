"""Whose a match is by the grammar of its sentence: the verb that governs it, who acts, who is bound, who owns."""

from __future__ import annotations

from contractcheck.detection import whose
from contractcheck.language.grammar import ADVERBS, COMMITS, COORDINATES, MODALS, joined
from contractcheck.language.subjects import Sentence, Subject
from contractcheck.model import OTHER_SIDE, Side
from contractcheck.rulebook.forms import Kind, Rule
from contractcheck.rulebook.joining import Match

_AGENT_REACH = 16
_BINDS = frozenset(
    "relieve relieves release releases require requires restrict restricts prohibit prohibits obligate".split()
)
_YIELDS = frozenset("allow allows permit permits contribute cooperate submit".split())
_HANDS = frozenset("provide provides furnish deliver submit supply send".split())
_GIVES_NOTICE = frozenset(
    "give gives provide provides notify notifies deliver delivers send sends cancel cancels elect elects".split()
)
_ENDED = frozenset("cancelled canceled terminated given notice".split())
_BREAKS = frozenset(
    "breach breaches breached fail fails failed violate violates violated default defaults commit commits neglects "
    "misuse".split()
)
_BREACHES = frozenset("breach default violation failure".split())
_MANNER = frozenset("accordance compliance conformity".split())
_MANNER_REACH = 8
_ACTIVITY = frozenset("perform provide use conduct operate render carry act be process manufacture not".split())
_CHOICES = frozenset("option election discretion".split())
_IDLE = frozenset("may can might could".split())
_ALLOWS = frozenset(
    "permit permits allow allows grant grants give gives afford affords entitle enable enables let".split()
)
_RIGHTS = frozenset("may can entitled right".split())


def governing(sentence: Sentence, match: Match, kind: Kind) -> int | None:
    """Return the finite verb that governs a match: its own, else the last before it, else the next in its part."""
    verbs = _of_item(sentence) if match.end > sentence.item > sentence.first else sentence.verbs
    inside = [verb for verb in verbs if match.start <= verb < match.end]
    # "If Alder fails, Birch may": what is said is said by the verb that is no condition.
    said = [verb for verb in inside if not sentence.in_condition(verb)] if len(inside) > 1 else inside
    inside = said or inside
    own = [verb for verb in inside if not any(sentence.opens(at) for at in range(match.start + 1, verb))]
    before = [verb for verb in verbs if verb < match.start and not _closed(sentence, verb, match.start)]
    if kind is Kind.RIGHT and not (before and _is_right(sentence, before[-1])):
        rights = [verb for verb in inside if _is_right(sentence, verb)]
        if rights:
            return rights[0]
    if own and not (before and sentence.follows_modal(match.start)):
        # "Alder agrees that Birch shall": what is agreed has a subject of its own.
        return next((verb for verb in inside if verb > own[0] and sentence.tells(own[0], verb)), own[0])
    if before and sentence.part(match.start)[0] <= before[-1]:
        return before[-1]
    if own or inside:
        return (own or inside)[0]
    after = [verb for verb in verbs if verb >= match.end]
    if after and after[0] < sentence.part(match.end - 1)[1]:
        return after[0]
    return before[-1] if before else None


def _of_item(sentence: Sentence) -> tuple[int, ...]:
    """Return the verbs that can govern in a list item: its own alone where the item is a sentence of its own."""
    own = tuple(verb for verb in sentence.verbs if verb >= sentence.item)
    subject = sentence.subject(own[0]) if own else None
    whole = subject is not None and subject.side is not None and subject.first == sentence.item
    return own if whole else sentence.verbs


def _is_right(sentence: Sentence, verb: int) -> bool:
    """Tell whether a verb gives a right: "may", "shall have the right", "is entitled"."""
    return sentence.word(verb) in ("may", "can") or any(
        sentence.word(at) in ("right", "entitled", "option") for at in range(verb + 1, verb + 6)
    )


def _closed(sentence: Sentence, verb: int, at: int) -> bool:
    """Tell whether the words of a verb end before ``at``: "if Alder asks, ..." and "which is here, ..."."""
    opened = verb
    while opened > sentence.first and verb - opened < 14:
        if sentence.opens(opened) and sentence.word(opened) not in ("that", "than", "as", "provided"):
            return any(sentence.breaks(place) for place in range(verb + 1, at + 1))
        if sentence.breaks(opened) or sentence.word(opened) == ";":
            return False
        opened -= 1
    return False


def idle(sentence: Sentence, match: Match, verb: int | None, kind: Kind) -> bool:
    """Tell whether a sentence names somebody without giving him the duty or right: in a condition, or for failing."""
    if verb is None:
        return False
    if sentence.in_condition(verb):
        return True
    failing = any(sentence.word(at).startswith("fail") for at in range(match.start - 5, match.start))
    if kind is Kind.DUTY and failing and sentence.word(match.start - 1) == "to":
        return True
    return kind is Kind.DUTY and (sentence.word(verb) in _IDLE or sentence.main(verb) != verb)


def aside(sentence: Sentence, match: Match, verb: int | None) -> bool:
    """Tell whether a match is said in passing: "except for indemnities", "shall store it in accordance with the law".

    Who performs the services in accordance with the law must comply with it; who does one thing so need only do that.
    """
    at = match.start
    while at > max(sentence.first, match.start - 5):
        at -= 1
        if sentence.word(at) in ("except", "excluding"):
            return not any(sentence.word(place) in MODALS for place in range(at, match.start))
        if sentence.breaks(at + 1):
            break
    if verb is None:
        return False
    does = sentence.word(sentence.after_adverbs(verb + 1))
    near = range(max(verb, match.end - _MANNER_REACH), match.end)
    manner = any(sentence.word(at) in _MANNER and sentence.word(at - 1) == "in" for at in near)
    return manner and does not in _ACTIVITY and sentence.word(verb) in MODALS


def acts(sentence: Sentence, match: Match, verb: int, rule: Rule) -> Side | None:
    """Return who bears the duty or holds the right of a match that a verb governs; None where no words say it."""
    subject = sentence.subject(verb)
    last = min(sentence.part(verb)[1], max(match.end, verb) + _AGENT_REACH)
    if rule.kind in (Kind.RIGHT, Kind.STATEMENT) and (subject is None or subject.side is None):
        chooses = _chooses(sentence, *sentence.part(verb))
        if chooses is not None:
            return chooses
        noticing = _noticing(sentence, match) if rule.kind is Kind.STATEMENT else None
        if noticing is not None:
            return noticing
        loses = whose.loses_use(sentence, match) if rule.kind is Kind.RIGHT and rule.family == "termination" else None
        if loses is not None:
            return OTHER_SIDE[loses]
        wronging = _wronging(sentence, match) if rule.family == "termination" else None
        if wronging is not None and sentence.agent(verb, last) is None:
            return OTHER_SIDE.get(wronging, wronging)
    if sentence.passive(verb):
        agent = sentence.agent(verb, last)
        if agent is not None:
            return agent
        if subject is not None and rule.kind is Kind.STATEMENT and subject.side is not None:
            return subject.side
        if subject is not None and subject.side is Side.MUTUAL and rule.kind is not Kind.DUTY:
            return subject.side
        outer = sentence.outer(verb)
        if outer is not None and sentence.word(outer) in COMMITS:
            committed = sentence.subject(outer)
            if committed is not None and committed.side is not None:
                return committed.side
        return _of_thing(sentence, subject, rule)
    if subject is None:
        return sentence.agent(match.start, last)
    if subject.side is None:
        outer = sentence.outer(verb)
        if outer is not None and sentence.word(outer) in COMMITS and rule.kind is not Kind.STATEMENT:
            committed = sentence.subject(outer)
            if committed is not None and committed.side is not None:
                return committed.side
        bound = _bound(sentence, verb)
        return bound if bound is not None else _of_thing(sentence, subject, rule)
    side = subject.side
    if rule.kind is Kind.RIGHT and side in OTHER_SIDE:
        allowed = _allowed(sentence, verb, last)
        if allowed is not None:
            return allowed
        if any(sentence.word(at) in _YIELDS for at in range(verb, min(verb + 4, last))):
            return OTHER_SIDE[side]  # "shall allow for and contribute to audits": who does so grants the right
    bearer = rule.duty_of if rule.kind is Kind.DUTY and rule.duty_of in ("provider", "customer") else ""
    if bearer and side in OTHER_SIDE and side.value != bearer and _has_a_right(sentence, verb):
        return Side(bearer)
    if rule.kind is Kind.STATEMENT and side in OTHER_SIDE and rule.duty_of == OTHER_SIDE[side].value:
        # What the supplier must do where the customer accepts or refuses tells that the customer does.
        return side if _has_a_right(sentence, verb) else OTHER_SIDE[side]
    if side in OTHER_SIDE and rule.kind is Kind.DUTY and _is_given(sentence, verb):
        giver = _after(sentence, verb, ("from", "by"), last)
        return giver if giver is not None else OTHER_SIDE[side]
    return side


def _chooses(sentence: Sentence, first: int, last: int) -> Side | None:
    """Return whose choice a thing is: "at the option of Birch", "at Birch's sole discretion"."""
    for at in range(first, last):
        if sentence.word(at) not in _CHOICES:
            continue
        for near in (at + 2, at - 1, at - 2, at - 3):
            party = sentence.party(near)
            if party is None:
                continue
            if near > at and sentence.word(at + 1) == "of":
                return party.side
            if near < at and sentence.word(party.first - 1) in ("at", "in"):
                return party.side
    return None


def _noticing(sentence: Sentence, match: Match) -> Side | None:
    """Return who gives the notice that a match speaks of: "unless Birch gives notice", "unless cancelled by Birch"."""
    sides: list[Side] = []
    for at in range(match.start, min(match.end + _AGENT_REACH, sentence.part(match.start)[1])):
        party = sentence.party(at)
        if party is None or party.first != at or sentence.owns(party):
            continue
        beside = sentence.party(at - 2) if sentence.word(at - 1) in COORDINATES else sentence.party(party.last + 1)
        beside = beside if {sentence.word(at - 1), sentence.word(party.last)} & COORDINATES else None
        done_by = sentence.word(at - 1) == "by" and sentence.word(at - 2) in _ENDED
        if done_by or sentence.word(party.last) in _GIVES_NOTICE:
            sides += [party.side] if beside is None else [party.side, beside.side]
    return joined(sides) if sides else None


def _wronging(sentence: Sentence, match: Match) -> Side | None:
    """Return who is in breach where a match speaks of ending for breach: the other may end it."""
    for at in range(match.start, min(match.end + 3, sentence.last)):
        party = sentence.party(at)
        if party is None or party.first != at:
            continue
        after = party.last
        while sentence.word(after) in ADVERBS or sentence.word(after) in ("are", "is", "has", "have"):
            after += 1
        behind = sentence.word(at - 1) in ("by", "of") and sentence.word(at - 2) in _BREACHES
        if behind or sentence.word(after) in _BREAKS:
            return party.side
    return None


def _allowed(sentence: Sentence, verb: int, last: int) -> Side | None:
    """ "shall permit the Customer to": who is allowed to do something holds the right."""
    for at in range(verb, min(verb + 5, last)):
        if sentence.word(at) in _ALLOWS:
            for place in range(at + 1, min(at + 4, last)):
                party = sentence.party(place)
                if party is not None:
                    return party.side
        if sentence.word(at) in _HANDS and sentence.word(at + 1) == "to":
            party = sentence.party(at + 2)
            if party is not None:
                return party.side
    return None


def _bound(sentence: Sentence, verb: int) -> Side | None:
    """Return whom a thing binds: "nothing relieves Alder of", "it is Alder's responsibility to"."""
    for at in range(verb, min(verb + 5, sentence.last)):
        party = sentence.party(at + 1)
        if party is None or party.first != at + 1:
            continue
        if sentence.word(at) in _BINDS and not sentence.owns(party):
            return party.side
        if sentence.owns(party) and sentence.word(party.last) in ("responsibility", "obligation", "duty", "task"):
            return party.side
    return None


def _of_thing(sentence: Sentence, subject: Subject | None, rule: Rule) -> Side | None:
    """A thing is the subject: whose it is says who acts where the thing is a person's own doing, or a state."""
    if subject is None:
        return None
    owner = subject.owner
    if owner is None:
        for verb in sentence.verbs:
            if subject.first < verb < subject.last and rule.kind is Kind.STATEMENT:
                inner = sentence.subject(verb)
                if inner is not None and inner.side is not None:
                    return inner.side
        return None
    if rule.kind is Kind.STATEMENT or owner is Side.MUTUAL or owner.value == rule.duty_of:
        return owner
    return Side.PROVIDER if owner is Side.PROVIDER and rule.kind is Kind.DUTY else None


def _has_a_right(sentence: Sentence, verb: int) -> bool:
    return sentence.word(verb) in ("may", "can") or any(
        sentence.word(at) in _RIGHTS for at in range(verb + 1, min(verb + 6, sentence.last))
    )


def _is_given(sentence: Sentence, verb: int) -> bool:
    """ "shall receive", "is to be given": what the subject gets is the other's duty."""
    return any(sentence.word(at) in ("receive", "receives") for at in range(verb, min(verb + 4, sentence.last)))


def _after(sentence: Sentence, first: int, words: tuple[str, ...], last: int) -> Side | None:
    for at in range(first, min(last, sentence.last)):
        party = sentence.party(at + 1) if sentence.word(at) in words else None
        if party is not None and not sentence.owns(party):
            return party.side
    return None


def consenting(sentence: Sentence, match: Match) -> Side | None:
    """Return whose consent a thing needs: the other side is bound by that."""
    first, last = sentence.part(match.start)
    for at in range(first, last):
        if sentence.word(at) in ("consent", "approval", "permission", "authorization"):
            for near in range(max(first, at - 6), min(last, at + 4)):
                party = sentence.party(near)
                if party is not None and (sentence.owns(party) or sentence.word(near - 1) in ("of", "from")):
                    return party.side
    return None
