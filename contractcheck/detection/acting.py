"""Who acts where a rule matches: who bears the duty, holds the right, or owns what the sentence speaks of.

Only sentences in which a rule matches are parsed. The words name the side, or the kind of rule implies it
("Customer Data shall be encrypted" is the provider's duty), or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from contractcheck.detection import whose
from contractcheck.detection.bearing import acts, aside, consenting, governing, idle
from contractcheck.detection.matching import Candidate, Matcher
from contractcheck.detection.runs import PassageView
from contractcheck.language.grammar import MODALS, Mention
from contractcheck.language.subjects import Sentence
from contractcheck.model import OTHER_SIDE, Side
from contractcheck.rulebook.forms import Kind, Rule, SideOf
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
_NOBODYS_DOING = {SideOf.OWNER: whose.owner, SideOf.LIABLE: whose.liable, SideOf.RECIPIENT: whose.recipient}
_SPEAKS = frozenset("we us ourselves".split())
_SPOKEN_TO = frozenset("you yourself yourselves".split())


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
            if party.role in OTHER_SIDE and " " not in alias
        }
        self._sentences: dict[int, Sentence] = {}
        self._sections: dict[int, Side] = {}
        self._bans: list[tuple[Candidate, Rule]] = []

    def note_ban(self, candidate: Candidate, rule: Rule) -> None:
        """Keep a match that forbids the use or disclosure of information: whom it binds, the terms beside it bind."""
        self._bans.append((candidate, rule))

    @cached_property
    def _bound(self) -> Side:
        """Whom the bans on use and disclosure bind, where their words say it and it is one side alone."""
        told = [self.told(candidate, rule) for candidate, rule in self._bans]
        sides = {one.side for one in told if one.plain}
        return sides.pop() if len(sides) == 1 else Side.UNCLEAR

    def told(self, candidate: Candidate, rule: Rule) -> Told:
        """Return whose duty or right a match is."""
        sentence = self.sentence(candidate.view)
        match, kind = candidate.match, rule.kind
        verb = governing(sentence, match, kind)
        if verb is not None and kind in (Kind.RIGHT, Kind.STATEMENT):
            verb = sentence.main(verb)
        if rule.side_of is SideOf.BOTH:
            return Told(Side.MUTUAL, True)
        if rule.side_of in _NOBODYS_DOING:
            side = _NOBODYS_DOING[rule.side_of](sentence, match, verb)
            if side is not None:
                return Told(side, not (kind in (Kind.DUTY, Kind.RIGHT) and idle(sentence, match, verb, kind)))
            return Told(self._implied(candidate, rule, sentence, state=True), False)
        side = acts(sentence, match, verb, rule) if verb is not None else sentence.agent(match.start, match.end + 8)
        if side is not None and side is not Side.UNCLEAR:
            # What somebody may do, or does in a condition, is not a duty and counts for less.
            plain = kind not in (Kind.DUTY, Kind.RIGHT) or not idle(sentence, match, verb, kind)
            return Told(side, plain and not (kind is Kind.DUTY and aside(sentence, match, verb)))
        if side is Side.UNCLEAR:
            return Told(side, True)  # a party whose role nobody knows
        consent = consenting(sentence, match)
        if consent is not None and kind is Kind.BAN:
            return Told(OTHER_SIDE.get(consent, Side.MUTUAL), True)
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
            known = self._roles_known or any(party.side in OTHER_SIDE for party in sentence.parties)
            return Side(rule.duty_of) if known else Side.UNCLEAR
        if rule.kind is not Kind.RIGHT and rule.family == "confidentiality":
            section = self._section(candidate.view.passage.clause)
            if section is not Side.UNCLEAR:
                return section
            if rule.kind is not Kind.BAN and self._bound in OTHER_SIDE:
                return self._bound
        if rule.duty_of == "mutual" or rule.kind is not Kind.DUTY or state:
            return Side.MUTUAL
        return self._section(candidate.view.passage.clause)

    def sentence(self, view: PassageView) -> Sentence:
        """Return the sentence of a run, its lead-in before it."""
        known = self._sentences.get(view.index)
        if known is None:
            known = self._sentences[view.index] = self._read(view)
        return known

    def _read(self, view: PassageView) -> Sentence:
        stream, text = self._matcher.stream, self._matcher.contract.plain
        first, words = view.start, view.words

        def printed(at: int) -> str:
            """What is printed before a word; "'s" where the word before it owns it."""
            if at == first:
                return ""
            here, before = view.real(at), view.real(at - 1)
            if here != before + 1:
                return ":" if stream.words[before] in _ANNOUNCES else ""
            start, end = stream.starts[before], stream.ends[before]
            owning = text[start:end].endswith(_POSSESSIVES) or text[start:end].lower() in _PRONOUN_OWNERS
            return ("'s" if owning else "") + text[end : stream.starts[here]]

        return Sentence(first, words, printed, self._parties(view), view.passage.start)

    def _parties(self, view: PassageView) -> list[Mention]:
        stream, text = self._matcher.stream, self._matcher.contract.plain
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
                    before = view.word(start - 1) if start > view.start else ""
                    if side is Side.MUTUAL and before in ("third", "outside"):
                        continue
                    printed = text[stream.starts[at] : stream.ends[at]].lower()
                    found.append(Mention(start, end, side, pronoun=printed in _SPEAKS or printed in _SPOKEN_TO))
        for at, word in enumerate(view.words, view.start) if self._speaks else ():
            if word in _SPEAKS or word in _SPOKEN_TO:
                found.append(Mention(at, at + 1, Side.PROVIDER if word in _SPEAKS else Side.CUSTOMER, pronoun=True))
        found.sort(key=lambda mention: (mention.first, -mention.last))
        kept: list[Mention] = []
        for mention in found:
            last = kept[-1] if kept else None
            if (
                last is not None
                and last.last == mention.first
                and mention.side is Side.MUTUAL is not last.side
                and stream.words[view.real(mention.first)] == "parties"
            ):
                kept[-1] = replace(last, last=mention.last)  # "the Company Parties" are the Company's people
                continue
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
                for at in range(passage.start, passage.end - 1):
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
