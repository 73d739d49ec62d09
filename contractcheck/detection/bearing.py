"""Whose a match is by the grammar of its sentence: the verb that governs it, who acts, who is bound, who owns."""

from __future__ import annotations

from contractcheck.language.grammar import COMMITS
from contractcheck.language.subjects import Sentence, Subject
from contractcheck.model import Side
from contractcheck.rulebook.forms import Kind, Rule
from contractcheck.rulebook.joining import Match

_OWNING = frozenset("property owned vest vests vested belong belongs owner title owners own owns".split())
_OWNED_BY = tuple(
    tuple(words.split())
    for words in (
        "property of",
        "owned by",
        "owned exclusively by",
        "owned solely by",
        "vest in",
        "vests in",
        "vested in",
        "belong to",
        "belongs to",
        "belong exclusively to",
        "belong solely to",
        "remain with",
        "retained by",
        "reserved to",
        "reserved by",
        "assigned to",
        "vest solely in",
        "vest exclusively in",
        "property and asset of",
    )
)
_ASSIGNS = frozenset("assign assigns transfers".split())
_RIGHTS_IN = frozenset("title right rights interest ownership inventions invention copyright copyrights".split())
OTHER = {Side.PROVIDER: Side.CUSTOMER, Side.CUSTOMER: Side.PROVIDER}
_AGENT_REACH = 16
_BINDS = frozenset(
    "relieve relieves release releases require requires restrict restricts prohibit prohibits obligate".split()
)
_YIELDS = frozenset("allow allows permit permits contribute cooperate submit".split())
_HANDS = frozenset("provide provides furnish deliver submit supply send".split())
_IDLE = frozenset("may can might could".split())
_ALLOWS = frozenset(
    "permit permits allow allows grant grants give gives afford affords entitle enable enables let".split()
)
_RIGHTS = frozenset("may can entitled right".split())


def governing(sentence: Sentence, match: Match) -> int | None:
    """Return the finite verb that governs a match: its own, else the last before it, else the next in its part."""
    inside = [verb for verb in sentence.verbs if match.start <= verb < match.end]
    own = [verb for verb in inside if not any(sentence.opens(at) for at in range(match.start + 1, verb))]
    before = [verb for verb in sentence.verbs if verb < match.start and not _closed(sentence, verb, match.start)]
    if own and not (before and sentence.follows_modal(match.start)):
        # "Alder agrees that Birch shall": what is agreed has a subject of its own.
        return next((verb for verb in inside if verb > own[0] and sentence.tells(own[0], verb)), own[0])
    if before and sentence.part(match.start)[0] <= before[-1]:
        return before[-1]
    if own:
        return own[0]
    after = [verb for verb in sentence.verbs if verb >= match.end]
    if after and after[0] < sentence.part(match.end - 1)[1]:
        return after[0]
    return before[-1] if before else inside[0] if inside else None


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


def acts(sentence: Sentence, match: Match, verb: int, rule: Rule) -> Side | None:
    subject = sentence.subject(verb)
    last = min(sentence.part(verb)[1], max(match.end, verb) + _AGENT_REACH)
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
    if rule.kind is Kind.RIGHT and side in OTHER:
        allowed = _allowed(sentence, verb, last)
        if allowed is not None:
            return allowed
        if any(sentence.word(at) in _YIELDS for at in range(verb, min(verb + 4, last))):
            return OTHER[side]  # "shall allow for and contribute to audits": who does so grants the right
    bearer = rule.duty_of if rule.kind is Kind.DUTY and rule.duty_of in ("provider", "customer") else ""
    if bearer and side in OTHER and side.value != bearer and _has_a_right(sentence, verb):
        return Side(bearer)
    if side in OTHER and rule.kind is Kind.DUTY and _is_given(sentence, verb):
        giver = _after(sentence, verb, ("from", "by"), last)
        return giver if giver is not None else OTHER[side]
    return side


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


def owner(sentence: Sentence, match: Match, kind: Kind, verb: int | None) -> Side | None:
    """Return who owns, where the match speaks of owning: "is the property of", "vests in", "assigns all title to"."""
    if kind is Kind.BAN or kind is Kind.RIGHT:
        return None
    first, last = match.start, min(match.end + 8, sentence.part(match.end - 1)[1])
    if verb is not None and any(sentence.word(at) in _ASSIGNS for at in range(verb, min(verb + 6, last))):
        given = _after(sentence, verb, ("to",), last)
        if given is not None and any(sentence.word(at) in _RIGHTS_IN for at in range(verb, last)):
            return given
    if not any(sentence.word(at) in _OWNING for at in range(first, min(match.end + 3, last))):
        return None
    for at in range(max(sentence.first, first - 4), last):
        for words in _OWNED_BY:
            if all(sentence.word(at + step) == word for step, word in enumerate(words)):
                for place in range(at + len(words), at + len(words) + 3):
                    party = sentence.party(place)
                    if party is not None and party.side is not Side.UNCLEAR:
                        return party.side
    return None
