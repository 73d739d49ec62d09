"""Who acts where a rule matches: who bears the duty, holds the right, or owns what the sentence speaks of.

Read for hits only, from the grammar of their sentence. A side is told by the words, or implied by the kind of the
rule ("Customer Data shall be encrypted" is the provider's duty), or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from contractcheck.detection.matching import Candidate, Matcher
from contractcheck.detection.runs import View
from contractcheck.language.grammar import COMMITS, MODALS, Mention, Sentence, Subject
from contractcheck.model import Side
from contractcheck.rulebook.forms import Kind, Rule
from contractcheck.rulebook.joining import Match
from contractcheck.rulebook.rules import CUSTOMER, MUTUAL, PROVIDER

# "The parties agree as follows:" and what follows are two sentences.
_ANNOUNCES = frozenset("follows following below conditions terms".split())
_POSSESSIVES = ("’s", "'s", "s’", "s'")
_PRONOUN_OWNERS = frozenset("our your their".split())
# Words of the lists of parties that are common nouns too: printed small they name no party.
_COMMON_NOUNS = frozenset(
    "owner user host company administrator seller recipient subscriber manufacturer licensor licensee buyer purchaser "
    "consultant contractor processor controller client".split()
)
_OWNING = frozenset("property owned vest vests vested belong belongs owner title owners own owns".split())
_OWNED_BY = (
    ("property", "of"), ("owned", "by"), ("owned", "exclusively", "by"), ("owned", "solely", "by"), ("vest", "in"),
    ("vests", "in"), ("vested", "in"), ("belong", "to"), ("belongs", "to"), ("belong", "exclusively", "to"),
    ("remain", "with"), ("reserved", "to"), ("reserved", "by"), ("retained", "by"), ("assigned", "to"), ("vest", "solely", "in"), ("vest", "exclusively", "in"),
    ("property", "and", "asset", "of"), ("belong", "solely", "to"), ("property", "or"),
)  # fmt: skip
_ASSIGNS = frozenset("assign assigns transfers".split())
_RIGHTS_IN = frozenset("title right rights interest ownership inventions invention copyright copyrights".split())
_OTHER = {Side.PROVIDER: Side.CUSTOMER, Side.CUSTOMER: Side.PROVIDER}
_AGENT_REACH = 16
_IDLE = frozenset("may can might could".split())
_ALLOWS = frozenset(
    "permit permits allow allows grant grants give gives afford affords entitle enable enables let".split()
)
_SPEAKS = frozenset("we us ourselves".split())
_SPOKEN_TO = frozenset("you yourself yourselves".split())
_RIGHTS = frozenset("may can entitled right".split())


@dataclass(frozen=True, slots=True)
class Told:
    """A side, and whether words of the sentence say it (else the kind of the rule implies it)."""

    side: Side
    plain: bool


class Acting:
    """Tells who acts in one contract. Sentences are read when a hit asks, and kept."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._named = frozenset(matcher.stream.named)
        parties = matcher.contract.parties
        self._roles_known = parties.provider is not None and parties.customer is not None
        # Where names are told and no form speaks, "you" may be a consultant in a letter: nobody's side is known.
        self._speaks = not self._roles_known or any("you" in party.aliases for party in parties.all)
        # A form may print its role words small: "the contractor shall".
        self._roles = {
            alias.lower(): party.role
            for party in parties.all
            for alias in party.aliases
            if party.role in _OTHER and " " not in alias
        }
        self._sentences: dict[int, Sentence] = {}
        self._sections: dict[int, Side] = {}

    def told(self, candidate: Candidate, rule: Rule) -> Told:
        """Return whose duty or right a match is."""
        sentence = self.sentence(candidate.view)
        match, kind = candidate.match, rule.kind
        verb = governing(sentence, match)
        if verb is not None and kind in (Kind.RIGHT, Kind.STATEMENT):
            verb = sentence.main(verb)
        owner = _owner(sentence, match, kind, verb)
        if owner is not None:
            return Told(owner, True)
        side = _acts(sentence, match, verb, rule) if verb is not None else sentence.agent(match.start, match.end + 8)
        if side is not None and side is not Side.UNCLEAR:
            # What somebody may do, or does in a condition, is no duty of his: it tells less.
            return Told(side, not (kind in (Kind.DUTY, Kind.RIGHT) and _idle(sentence, match, verb, kind)))
        consent = _consenting(sentence, match)
        if consent is not None and kind is Kind.BAN:
            return Told(_OTHER.get(consent, Side.MUTUAL), True)
        if verb is not None and sentence.word(verb - 1) == "there" and kind is Kind.DUTY:
            return Told(Side.UNCLEAR, False)  # "there is a duty": nobody's
        state = verb is not None and not sentence.passive(verb)
        implied = self._implied(candidate, rule, sentence, state=state)
        # How long an agreement runs and which law governs it binds both, and the sentence says so.
        binds_both = rule.duty_of == "mutual" and kind is not Kind.DUTY and rule.family != "confidentiality"
        return Told(implied, binds_both and implied is Side.MUTUAL)

    def _implied(self, candidate: Candidate, rule: Rule, sentence: Sentence, *, state: bool) -> Side:
        """What the kind of the rule implies. ``state``: the sentence says how a thing is, and of nobody's doing."""
        if rule.duty_of in ("provider", "customer"):
            known = self._roles_known or any(party.side in _OTHER for party in sentence.parties)
            return Side(rule.duty_of) if known else Side.UNCLEAR
        if rule.kind is not Kind.RIGHT and rule.family == "confidentiality":
            section = self._section(candidate.view.passage.clause)
            if section is not Side.UNCLEAR:
                return section
        if rule.duty_of == "mutual" or rule.kind is not Kind.DUTY or state:
            return Side.MUTUAL
        return self._section(candidate.view.passage.clause)

    def sentence(self, view: View) -> Sentence:
        """Return the sentence of a run, its lead-in before it."""
        known = self._sentences.get(view.index)
        if known is None:
            known = self._sentences[view.index] = self._read(view)
        return known

    def _read(self, view: View) -> Sentence:
        stream, text = self._matcher.stream, self._matcher.source.text
        places = [view.real(at) for at in range(view.first, view.passage.last)]
        words = [stream.words[at] for at in places]
        gaps, before = [], -1
        for at in places:
            gap = ""
            if before >= 0 and at == before + 1:
                printed = text[stream.starts[before] : stream.ends[before]]
                owning = printed.endswith(_POSSESSIVES) or printed.lower() in _PRONOUN_OWNERS
                gap = ("'s" if owning else "") + text[stream.ends[before] : stream.starts[at]]
            elif before >= 0 and stream.words[before] in _ANNOUNCES:
                gap = ":"
            gaps.append(gap)
            before = at
        return Sentence(view.first, words, gaps, self._parties(view))

    def _parties(self, view: View) -> list[Mention]:
        stream, text = self._matcher.stream, self._matcher.source.text
        found: list[Mention] = []
        for name, listed in ((PROVIDER, Side.PROVIDER), (CUSTOMER, Side.CUSTOMER), (MUTUAL, Side.MUTUAL)):
            for phrase in self._matcher.rules.engine[name]:
                for start, end in view.hits.get(phrase.anchor, []):
                    at = view.real(start)
                    word, side = stream.words[at], listed
                    if end - start == 1 and at not in self._named:
                        # Rules match "hosted" as "host": that is no party.
                        if word not in (phrase.source, phrase.source + "s"):
                            continue
                        own = self._roles.get(word)
                        if own is not None:
                            side = own
                        elif word.rstrip("s") in _COMMON_NOUNS and text[stream.starts[at]].islower():
                            continue
                    if at in self._named and word == "party":
                        side = Side.UNCLEAR
                    before = view.word(start - 1) if start > view.first else ""
                    if side is Side.MUTUAL and before in ("third", "outside"):
                        continue
                    printed = text[stream.starts[at] : stream.ends[at]].lower()
                    found.append(Mention(start, end, side, pronoun=printed in _SPEAKS or printed in _SPOKEN_TO))
        for at in range(view.first, view.passage.last) if self._speaks else ():
            word = view.word(at)
            if word in _SPEAKS or word in _SPOKEN_TO:
                found.append(Mention(at, at + 1, Side.PROVIDER if word in _SPEAKS else Side.CUSTOMER, pronoun=True))
        found.sort(key=lambda mention: (mention.first, -mention.last))
        kept: list[Mention] = []
        for mention in found:
            if not kept or mention.first >= kept[-1].last:
                kept.append(mention)
        return kept

    def _section(self, clause: int) -> Side:
        """Return who bears the duties of a clause, where one side bears them all: the clause speaks of that side."""
        if clause not in self._sections:
            self._sections[clause] = self._borne(clause)
        return self._sections[clause]

    def _borne(self, clause: int) -> Side:
        clauses = self._matcher.outline.clauses
        top = clauses[clause].parent if clauses[clause].parent >= 0 else clause
        around = [number for number in range(max(0, top), min(len(clauses), top + 30)) if _within(clauses, number, top)]
        words = self._matcher.stream.words
        sides: set[Side] = set()
        for number in around:
            for passage in self._matcher.passages_of(number):
                for at in range(passage.first, passage.last - 1):
                    if words[at + 1] in MODALS and words[at] in _SIDE_WORDS:
                        sides.add(_SIDE_WORDS[words[at]])
        sides.discard(Side.UNCLEAR)
        return sides.pop() if len(sides) == 1 else Side.UNCLEAR


_SIDE_WORDS = {
    **dict.fromkeys("provider supplier vendor processor".split(), Side.PROVIDER),
    **dict.fromkeys("customer client controller".split(), Side.CUSTOMER),
    **dict.fromkeys("party parties recipient".split(), Side.MUTUAL),
}


def _within(clauses: object, number: int, top: int) -> bool:
    rows = clauses
    at = number
    while at >= 0:
        if at == top:
            return True
        at = rows[at].parent  # type: ignore[index]
    return False


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


def _idle(sentence: Sentence, match: Match, verb: int | None, kind: Kind) -> bool:
    """Tell whether a sentence names somebody without giving him the duty or right: in a condition, or for failing."""
    if verb is None:
        return False
    if sentence.in_condition(verb):
        return True
    failing = any(sentence.word(at).startswith("fail") for at in range(match.start - 5, match.start))
    if kind is Kind.DUTY and failing and sentence.word(match.start - 1) == "to":
        return True
    return kind is Kind.DUTY and (sentence.word(verb) in _IDLE or sentence.main(verb) != verb)


def _acts(sentence: Sentence, match: Match, verb: int, rule: Rule) -> Side | None:
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
        return _of_thing(sentence, subject, rule)
    side = subject.side
    if rule.kind is Kind.RIGHT and side in _OTHER:
        allowed = _allowed(sentence, verb, last)
        if allowed is not None:
            return allowed
    bearer = rule.duty_of if rule.kind is Kind.DUTY and rule.duty_of in ("provider", "customer") else ""
    if bearer and side in _OTHER and side.value != bearer and _has_a_right(sentence, verb):
        return Side(bearer)
    if side in _OTHER and rule.kind is Kind.DUTY and _is_given(sentence, verb):
        giver = _after(sentence, verb, ("from", "by"), last)
        return giver if giver is not None else _OTHER[side]
    return side


def _allowed(sentence: Sentence, verb: int, last: int) -> Side | None:
    """ "shall permit the Customer to": who is allowed to do something holds the right."""
    for at in range(verb, min(verb + 5, last)):
        if sentence.word(at) in _ALLOWS:
            for place in range(at + 1, min(at + 4, last)):
                party = sentence.party(place)
                if party is not None:
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


def _consenting(sentence: Sentence, match: Match) -> Side | None:
    """Return whose consent a thing needs: the other side is bound by that."""
    first, last = sentence.part(match.start)
    for at in range(first, last):
        if sentence.word(at) in ("consent", "approval", "permission", "authorization"):
            for near in range(max(first, at - 6), min(last, at + 4)):
                party = sentence.party(near)
                if party is not None and (sentence.owns(party) or sentence.word(near - 1) in ("of", "from")):
                    return party.side
    return None


def _owner(sentence: Sentence, match: Match, kind: Kind, verb: int | None) -> Side | None:
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
