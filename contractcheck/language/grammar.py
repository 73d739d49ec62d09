"""A small grammar of one sentence: its finite verbs, what stands before each as its subject, and who acts.

No model of a language: closed classes of words (``shall``, ``is``, ``agrees``; ``of``, ``which``, ``if``), the mentions
of the parties, and the marks and possessives between the words. It reads what contracts write: "the Provider's personnel
shall", "Customer Data that the Customer uploads shall be", "neither party may", "will not be used by Alder".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from contractcheck.model import Side

MODALS = frozenset("shall will must may can cannot could should would might".split())
_BE = frozenset("is are was were am".split())
_HAVE = frozenset("has have had does do did".split())
# Who says so binds himself, and binds himself to what he says that shall be done.
COMMITS = frozenset(
    "agrees agree undertakes undertake covenants covenant commits commit warrants warrant represents represent "
    "guarantees guarantee ensures ensure procures procure promises promise certifies certify confirms confirm".split()
)
_ACKNOWLEDGES = frozenset("acknowledges acknowledge accepts accept understands understand consents consent".split())
_ASKS = frozenset("requires require requests request expects expect instructs instruct directs direct".split())
_OTHER_VERBS = frozenset(
    "grants grant assigns assign owns own retains retain reserves reserve waives waive appoints appoint provides "
    "provide encrypts maintains keeps keep uses holds hold performs uploads indemnifies owns acts disclaims makes offers "
    "offer pays pay receives receive needs need wishes desires collects processes process stores store monitors monitor "
    "reserves delivers hosts limits carries notifies informs tests reviews backs remains supports excludes obtains "
    "intends terminates submits follows complies operates applies takes gives elects chooses "
    "protect encrypt back host scan test review notify limit monitor rely make take give aim strive".split()
)
SUBORDINATES = frozenset(
    "that which who whom whose if when where unless until because whether while whereas although though once so as "
    "provided than what whatever whenever wherever".split()
)
_RELATIVES = frozenset("that which who whom whose".split())
_PREPOSITIONS = frozenset(
    "of in to for by with from on at under between among within without against upon after before during through "
    "pursuant regarding concerning including via into about over per towards toward following".split()
)
_ADVERBS = frozenset(
    "also further then thereafter therefore hereby not only alone always never each both all itself themselves "
    "himself accordingly immediately instead again still nevertheless furthermore additionally however either too "
    "forthwith herein have".split()
)
_OWNING = re.compile(r"\b(?:our|your)\b", re.IGNORECASE)
_IT = frozenset("it they he she".split())
_COORDINATES = frozenset("and or but nor & then".split())
_PEOPLE = frozenset(
    "personnel employee employees staff agent agents subcontractor subcontractors sub-contractor sub-contractors "
    "representative representatives affiliate affiliates officer officers director directors contractor contractors "
    "worker workers consultants advisors advisers team successors successor group companies subsidiary subsidiaries "
    "processor processors auditor auditors engineers management account managers manager permitted assigns "
    "authorized authorised designee designees insurer licensors licensor suppliers".split()
)
_NEGATIVES = frozenset("not no neither nor never cannot without none".split())
_IRREGULAR = frozenset(
    "made kept held given done taken sent paid borne bound built known shown written brought left met sought set put "
    "sold found lost read run begun chosen drawn led told understood withheld undertaken forbidden".split()
)
# Passive in form: their subject has the duty or the right all the same.
_STATES = frozenset(
    "required obligated obliged entitled permitted allowed responsible liable deemed bound authorized authorised "
    "prohibited restricted prevented committed engaged expected able free considered granted excused relieved released".split()
)
_RECEIVES = frozenset("receive receives obtain".split())


@dataclass(frozen=True, slots=True)
class Mention:
    """A party in a sentence: word positions, and whose side it is; unclear for a party whose role is not known."""

    first: int
    last: int
    side: Side
    pronoun: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """What stands before a verb: its word range, whose it is if a party acts, and who owns it if a thing does."""

    first: int
    last: int
    side: Side | None = None
    owner: Side | None = None


class Sentence:
    """The words of a sentence from ``first``, what is printed before each (``gaps``), and the parties in it."""

    def __init__(self, first: int, words: Sequence[str], gaps: Sequence[str], parties: Sequence[Mention]) -> None:
        self.first = first
        self.last = first + len(words)
        self._words = words
        self._gaps = gaps
        self.parties = parties
        self._party_at = {at: party for party in parties for at in range(party.first, party.last)}

    def word(self, at: int) -> str:
        """Return the word at a position, or ""."""
        return self._words[at - self.first] if self.first <= at < self.last else ""

    def gap(self, at: int) -> str:
        """Return what is printed before a word, after the word before it."""
        return self._gaps[at - self.first] if self.first <= at < self.last else ""

    def breaks(self, at: int) -> bool:
        """Tell whether a comma, a bracket or a dash stands before a word."""
        gap = self.gap(at)
        return any(mark in gap for mark in ",();:—–")

    def party(self, at: int) -> Mention | None:
        """Return the party that a word belongs to."""
        return self._party_at.get(at)

    @cached_property
    def verbs(self) -> tuple[int, ...]:
        """The positions of the finite verbs."""
        return tuple(at for at in range(self.first, self.last) if self._is_finite(at))

    def _is_finite(self, at: int) -> bool:
        word = self.word(at)
        if word in MODALS:
            return not (word in ("will", "may", "might", "can") and self.word(at - 1) in ("own", "of", "free"))
        before = self.word(at - 1)
        if word in _BE or word in _HAVE:
            return before not in MODALS and before not in ("to", "not", "shall")
        if before in MODALS or (before in ("to", "not", "and") and word not in COMMITS):
            return False
        if word in COMMITS or word in _ACKNOWLEDGES or word in _ASKS or word in _OTHER_VERBS:
            return self._stands_as_verb(at)
        return False

    def _stands_as_verb(self, at: int) -> bool:
        """A party, a relative or an adverb behind a party stands before it, and no possessive."""
        before = at - 1
        while before > self.first and (self.word(before) in _ADVERBS or self.word(before).endswith("ly")):
            before -= 1
        party = self.party(before)
        if party is not None:
            return not self.owns(party)
        if self.word(before) in ("and", "or", "it", "they", "he", "she", "who", "which", "this"):
            return self.word(at).endswith("s") or self.word(at) in COMMITS
        return False

    def owns(self, party: Mention) -> bool:
        """Tell whether a party is printed as an owner: "the Provider's", "your"."""
        return any(mark in self.gap(party.last) for mark in ("’s", "'s", "’ ", "' ", "\u0019s"))

    # Subjects

    def subject(self, verb: int) -> Subject | None:
        """Return the subject of a finite verb; of one that shares another's, that one's."""
        return self._subject(verb, 6)

    def _subject(self, verb: int, depth: int) -> Subject | None:
        turned = self._turned(verb)
        if turned is not None:
            return turned
        at = self._before_adverbs(verb - 1)
        if at < self.first:
            return None
        word = self.word(at)
        if word in _IT and depth:
            return self._meant(verb, at, depth)
        beside = self._beside(at)
        if beside is not None:
            return beside
        if depth and (word in _COORDINATES or self.word(at) == ";"):
            # "shall do what Alder asks and shall notify": a modal shares the subject of a modal.
            earlier = [one for one in self.verbs if one < at]
            modal = [one for one in earlier if self.word(one) in MODALS] if self.word(verb) in MODALS else []
            return self._subject((modal or earlier)[-1], depth - 1) if earlier else None
        if word in _RELATIVES and depth:
            # "the Provider, which shall": the subject is what the relative stands for.
            return self._phrase(at - 1)
        if self.breaks(at + 1) or self.breaks(verb):
            set_off = at
            for _ in range(4):
                opened = self._opened(set_off)
                if opened is None or self._verb_between(opened - 1, set_off):
                    break
                set_off = opened - 1
                found = self._phrase(set_off)
                if found is not None and (found.side is not None or found.owner is not None):
                    return found
        return self._phrase(at)

    def _meant(self, verb: int, at: int, depth: int) -> Subject | None:
        """Read "it": the party that is the subject before it, else the party named last before it."""
        earlier = [one for one in self.verbs if one < at]
        found = self._subject(earlier[-1], depth - 1) if earlier else None
        if found is not None and (found.side is not None or found.owner is not None):
            return Subject(at, at + 1, found.side if found.side is not None else found.owner)
        named = [party for party in self.parties if party.last <= at and party.side is not Side.MUTUAL]
        return Subject(at, at + 1, named[-1].side) if named else self._phrase(at)

    def _beside(self, at: int) -> Subject | None:
        """Read a party that stands right before its verb, where no preposition governs it."""
        party = self.party(at)
        if party is None or self.owns(party):
            return None
        before = self.word(party.first - 1)
        if before in _PREPOSITIONS or before in _COORDINATES or before in ("than", "as"):
            return None
        return Subject(party.first, party.last, party.side)

    def _turned(self, verb: int) -> Subject | None:
        """Read a subject behind its verb: "in no event shall Alder be liable", "nor may the liability of Alder"."""
        before = self.word(verb - 1)
        if self.word(verb) not in MODALS or not (
            before in ("event", "circumstances", "circumstance", "nor", "case", "neither") or verb == self.first
        ):
            return None
        last = verb + 1
        while last < self.last and last - verb < 16 and self.word(last) not in ("be", "exceed", "have", "not", ";"):
            last += 1
        return self._headed(verb + 1, last) if last > verb + 1 else None

    def _before_adverbs(self, at: int) -> int:
        while at >= self.first and (
            self.word(at) in _ADVERBS
            or (self.word(at).endswith("ly") and self.party(at) is None)
            or (self.word(at) == "times" and self.word(at - 1) == "all")
        ):
            at -= 3 if self.word(at) == "times" else 1
        return at

    def _opened(self, at: int) -> int | None:
        """Return where words set off by commas, that end at ``at``, begin: ", at its own cost,"."""
        start = at
        while start > self.first and at - start < 25:
            if self.breaks(start):
                return start
            start -= 1
        return None

    def _phrase(self, at: int) -> Subject | None:
        """Read the noun phrase that ends at ``at``, with what hangs on it, from its left end."""
        start = at
        while start > self.first and at - start < 40:
            word, before = self.word(start), self.word(start - 1)
            if word == ";" or word in MODALS:
                start += 1
                break
            if word in SUBORDINATES and not (word in _RELATIVES and self._hangs(start)):
                start += 1
                break
            if self.breaks(start) and not self._listed(start):
                break
            if before in MODALS or before == ";":
                break
            if before in _COORDINATES and self._verb_between(start - 12, start - 1) and self.party(start) is not None:
                break
            start -= 1
        if start > at:
            return None
        return self._headed(start, at + 1)

    def _hangs(self, at: int) -> bool:
        """A relative hangs on the noun before it; after a verb of saying it opens a sentence of its own."""
        before = self.word(at - 1)
        said = before in COMMITS or before in _ACKNOWLEDGES or before in _ASKS or before in _COORDINATES
        return not said and not before.endswith("ed") and before not in ("provided", "agreed", "such", "so", "ensuring")

    def _listed(self, at: int) -> bool:
        """Tell whether the comma before a word stands in a list of nouns or before a relative: no end of a phrase."""
        if self.word(at) in _RELATIVES or self.word(at) in _COORDINATES:
            return True
        return self.party(at) is None and self.word(at) in _PEOPLE

    def _verb_between(self, first: int, last: int) -> bool:
        return any(first <= verb < last for verb in self.verbs)

    def _headed(self, first: int, last: int) -> Subject | None:
        """Tell who heads a noun phrase: a party, people of a party, or a thing and whose it is."""
        at = first
        while at < last and (
            self.word(at) in _COORDINATES
            or self.word(at) in _ADVERBS
            or self.word(at) in ("neither", "no", "any", "every", "if", "one")
            or (self.word(at).endswith("ly") and self.party(at) is None)
        ):
            if self.party(at) is not None:
                break
            at += 1
        if at < last and self.word(at) in _PREPOSITIONS and self.party(at) is None:
            # "Upon termination the Provider shall": the last party that no preposition governs.
            return self._bare_party(at, last)
        sides: list[Side] = []
        owner: Side | None = None
        while at < last:
            party = self.party(at)
            word = self.word(at)
            if party is None:
                if word in _COORDINATES and sides and self.party(at + 1) is not None:
                    at += 1
                    continue
                if word in _PEOPLE and owner is not None:
                    return Subject(first, last, side=joined([*sides, owner]))
                break
            after = self.word(party.last)
            ends = (
                party.pronoun
                or party.last >= last
                or self.breaks(party.last)
                or after in _COORDINATES
                or after in SUBORDINATES
            )
            ends = ends or after in _PREPOSITIONS or after in _ADVERBS or after.endswith("ly") or after in ("shall",)
            if self.owns(party) or not (ends or self.party(party.last) is not None):
                owner = party.side
                at = self._to_people(party.last, last)
                if self.word(at) in _PEOPLE:
                    sides.append(owner)
                    at += 1
                    continue
                break
            sides.append(party.side)
            at = party.last
        if sides:
            return Subject(first, last, side=joined(sides))
        if owner is None:
            owner = self._spoken_owner(first, last) or self._owner_behind(first, last)
        return Subject(first, last, owner=owner)

    def _to_people(self, at: int, last: int) -> int:
        """Return where people stand among the words that a party owns, before any preposition; else ``at``."""
        here = at
        while here < last and self.word(here) not in _PREPOSITIONS and self.word(here) not in SUBORDINATES:
            if self.word(here) in _PEOPLE:
                return here
            here += 1
        return at

    def _spoken_owner(self, first: int, last: int) -> Side | None:
        """ "Our liability": such words are printed before a noun and are no words of the sentence."""
        for at in range(first, min(last, first + 4)):
            owning = _OWNING.search(self.gap(at))
            if owning is not None:
                return Side.PROVIDER if owning.group().lower() == "our" else Side.CUSTOMER
        return None

    def _owner_behind(self, first: int, last: int) -> Side | None:
        """ "The total liability of the Provider": whose, where the noun's own words do not say."""
        for at in range(first, last - 1):
            if self.word(at) == "of":
                party = self.party(at + 1) or (self.party(at + 2) if self.word(at + 1) in ("either", "each") else None)
                other = self.party(party.last + 1) if party is not None and self.word(party.last) == "and" else None
                sides = [one.side for one in (party, other) if one is not None]
                return joined(sides) if sides else None
        return None

    def _bare_party(self, first: int, last: int) -> Subject | None:
        for at in range(last - 1, first, -1):
            party = self.party(at)
            if party is None or party.first != at:
                continue
            before = self.word(at - 1)
            if before in _PREPOSITIONS or before in _COORDINATES or self.owns(party):
                continue
            return self._headed(at, last)
        return Subject(first, last)

    # Voice

    def passive(self, verb: int) -> bool:
        """Tell whether a verb is passive in sense: "shall be encrypted"; "shall be entitled" is not."""
        at = verb
        if self.word(at) in MODALS:
            at = self._next(at + 1)
            if self.word(at) not in ("be", "have", "been"):
                return False
            if self.word(at) == "have" and self.word(self._next(at + 1)) != "been":
                return False
        elif self.word(at) not in _BE:
            return False
        at = self._next(at + 1)
        if self.word(at) == "to" and self.word(at + 1) == "be":
            at = self._next(at + 2)
        if self.word(at) in ("be", "been", "being"):
            at = self._next(at + 1)
        word = self.word(at)
        return word not in _STATES and (word.endswith("ed") or word in _IRREGULAR)

    def _next(self, at: int) -> int:
        while (self.word(at) in _ADVERBS and self.word(at) != "have") or (
            self.word(at).endswith("ly") and self.word(at) != "supply"
        ):
            at += 1
        return at

    def agent(self, first: int, last: int) -> Side | None:
        """Return who stands after "by" between two positions: who does what is done."""
        for at in range(first, min(last, self.last)):
            if self.word(at) == "by":
                party = self.party(at + 1)
                if party is not None:
                    return party.side
        return None

    def outer(self, verb: int) -> int | None:
        """Return the verb whose content a verb's sentence is: "agrees that the data shall be kept"."""
        found = self.subject(verb)
        start = (found.first if found is not None else verb) - 1
        if self.word(start) in ("which", "that") or self.word(start + 1) == "that":
            earlier = [one for one in self.verbs if one < start]
            return earlier[-1] if earlier else None
        return None

    def main(self, verb: int) -> int:
        """Return the verb on which a condition hangs: "may terminate if Alder fails" for "fails"."""
        earlier = [one for one in self.verbs if one < verb]
        for one in reversed(earlier):
            opened = [at for at in range(one + 1, verb) if self.word(at) in ("if", "when", "where", "unless")]
            if self.word(one) in MODALS and opened and not self._closes(opened[-1], verb):
                return one
        return verb

    def in_condition(self, verb: int) -> bool:
        """Tell whether a verb's subject stands right behind "if", "when" or "unless"."""
        found = self.subject(verb)
        before = self.word(found.first - 1) if found is not None else ""
        return before in ("if", "when", "unless", "where") and self.word(verb) not in MODALS

    def _closes(self, first: int, last: int) -> bool:
        return any(self.word(at) == ";" for at in range(first, last))

    def tells(self, verb: int, inner: int) -> bool:
        """Tell whether a verb says that something shall be, and another is what it says."""
        word = self.word(verb)
        says = word in COMMITS or word in _ACKNOWLEDGES or word in _ASKS
        return says and self.word(inner) in MODALS and any(self.word(at) == "that" for at in range(verb + 1, inner))

    def follows_modal(self, at: int) -> bool:
        """Tell whether a modal, or "to", stands before a word: the word is a verb that it governs."""
        before = self._before_adverbs(at - 1)
        return self.word(before) in MODALS or self.word(before) in ("to", "not") or self.word(before) in COMMITS

    def opens(self, at: int) -> bool:
        """Tell whether a word opens a clause of its own: "if", "which", "in the event"."""
        return self.word(at) in SUBORDINATES or (self.word(at) == "event" and self.word(at - 1) in ("in", "any"))

    def part(self, at: int) -> tuple[int, int]:
        """Return the part of the sentence that a position stands in: between semicolons and turns."""
        first, last = at, at
        while first > self.first and self.word(first - 1) != ";":
            first -= 1
        while last < self.last and self.word(last) != ";":
            last += 1
        return first, last


def joined(sides: Sequence[Side]) -> Side:
    """Return the one side of several mentions; both together are mutual."""
    known = [side for side in sides if side is not Side.UNCLEAR]
    if not known:
        return Side.UNCLEAR
    return known[0] if len(set(known)) == 1 else Side.MUTUAL
