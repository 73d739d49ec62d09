"""A small grammar of one sentence: its words, its finite verbs and its parties; subjects are read by ``subjects``.

No model of a language: closed classes of words (``shall``, ``is``, ``agrees``; ``of``, ``which``, ``if``), the
mentions of the parties, and the marks and possessives between the words. It reads what contracts write: "the Provider's
personnel shall", "Customer Data that the Customer uploads shall be", "neither party may", "will not be used by Alder".
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from contractcheck.model import Side

_BREAKS = frozenset(",();:—–")
MODALS = frozenset("shall will must may can cannot cant wont could should would might".split())
_BE = frozenset("is are was were am isnt arent".split())
_HAVE = frozenset("has have had does do did dont doesnt".split())
# Who says so binds himself, and binds himself to what he says that shall be done.
COMMITS = frozenset(
    "agrees agree undertakes undertake covenants covenant commits commit warrants warrant represents represent "
    "guarantees guarantee ensures ensure procures procure promises promise certifies certify confirms confirm".split()
)
ACKNOWLEDGES = frozenset("acknowledges acknowledge accepts accept understands understand consents consent".split())
ASKS = frozenset("requires require requests request expects expect instructs instruct directs direct".split())
_OTHER_VERBS = frozenset(
    "grants grant assigns assign owns own retains retain reserves reserve waives waive appoints appoint provides "
    "provide encrypts maintains keeps keep uses holds hold performs uploads indemnifies acts disclaims makes "
    "offers offer pays pay receives receive needs need wishes desires collects processes process stores store "
    "monitors monitor delivers hosts limits carries notifies informs tests reviews backs remains supports "
    "excludes obtains intends terminates submits follows complies operates applies takes gives elects chooses "
    "protect encrypt back host scan test review notify limit rely make take give aim strive".split()
)
_FINITE = MODALS | _BE | _HAVE | COMMITS | ACKNOWLEDGES | ASKS | _OTHER_VERBS
SUBORDINATES = frozenset(
    "that which who whom whose if when where unless until because whether while whereas although though once so as "
    "provided than what whatever whenever wherever".split()
)
RELATIVES = frozenset("that which who whom whose".split())
PREPOSITIONS = frozenset(
    "of in to for by with from on at under between among within without against upon after before during through "
    "pursuant regarding concerning including via into about over per towards toward following".split()
)
ADVERBS = frozenset(
    "also further then thereafter therefore hereby not only alone always never each both all itself themselves "
    "himself accordingly immediately instead again still nevertheless furthermore additionally however either too "
    "forthwith herein have".split()
)
IT = frozenset("it they he she".split())
COORDINATES = frozenset("and or but nor & then".split())
PEOPLE = frozenset(
    "personnel employee employees staff agent agents subcontractor subcontractors sub-contractor sub-contractors "
    "representative representatives affiliate affiliates officer officers director directors contractor contractors "
    "worker workers consultants advisors advisers team successors successor group companies subsidiary subsidiaries "
    "processor processors auditor auditors engineers management account managers manager permitted assigns "
    "authorized authorised designee designees insurer licensors licensor suppliers".split()
)
_IRREGULAR = frozenset(
    "made kept held given done taken sent paid borne bound built known shown written brought left met sought set put "
    "sold found lost read run begun chosen drawn led told understood withheld undertaken forbidden".split()
)
# Doings named by a noun: "by" behind them tells whose they are.
_DOINGS = frozenset(
    "request demand notice breach default approval acceptance termination use act omission failure negligence decision "
    "violation consent receipt payment delivery inspection audit review".split()
)
# Passive in form: their subject has the duty or the right all the same.
_STATES = frozenset(
    "required obligated obliged entitled permitted allowed responsible liable deemed bound authorized authorised "
    "prohibited restricted prevented committed engaged expected able free considered granted excused relieved "
    "released".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A party in a sentence: word positions, and whose side it is; unclear for a party whose role is not known."""

    first: int
    last: int
    side: Side
    pronoun: bool = False


class Words:
    """The words of a sentence from ``first``, and its parties. ``printed`` gives what is printed before a word.

    ``item`` is where the list item begins whose lead-in the words before it are; ``first`` where there is none.
    """

    def __init__(
        self,
        first: int,
        words: Sequence[str],
        printed: Callable[[int], str],
        parties: Sequence[Mention],
        item: int | None = None,
    ) -> None:
        self.first = first
        self.item = first if item is None else item
        self.last = first + len(words)
        self._words = words
        self._printed = printed
        self._gaps: dict[int, str] = {}
        self.parties = parties
        self._party_at = {at: party for party in parties for at in range(party.first, party.last)}

    def word(self, at: int) -> str:
        """Return the word at a position, or ""."""
        return self._words[at - self.first] if self.first <= at < self.last else ""

    def gap(self, at: int) -> str:
        """Return what is printed before a word, after the word before it."""
        if not self.first <= at < self.last:
            return ""
        known = self._gaps.get(at)
        if known is None:
            known = self._gaps[at] = self._printed(at)
        return known

    def breaks(self, at: int) -> bool:
        """Tell whether a comma, a bracket or a dash stands before a word."""
        return not _BREAKS.isdisjoint(self.gap(at))

    def party(self, at: int) -> Mention | None:
        """Return the party that a word belongs to."""
        return self._party_at.get(at)

    @cached_property
    def verbs(self) -> tuple[int, ...]:
        """The positions of the finite verbs."""
        return tuple(at for at, word in enumerate(self._words, self.first) if word in _FINITE and self._is_finite(at))

    def _is_finite(self, at: int) -> bool:
        word = self.word(at)
        if word in MODALS:
            return not (word in ("will", "may", "might", "can") and self.word(at - 1) in ("own", "of", "free"))
        before = self.word(at - 1)
        if word in _BE or word in _HAVE:
            return before not in MODALS and before not in ("to", "not", "shall")
        if before in MODALS or (before in ("to", "not", "and") and word not in COMMITS):
            return False
        if word in COMMITS or word in ACKNOWLEDGES or word in ASKS or word in _OTHER_VERBS:
            return self._stands_as_verb(at)
        return False

    def _stands_as_verb(self, at: int) -> bool:
        """A party, a relative or an adverb behind a party stands before it, and no possessive."""
        before = at - 1
        while before > self.first and (self.word(before) in ADVERBS or self.word(before).endswith("ly")):
            before -= 1
        if self.word(before) in PEOPLE and self.word(before - 1) in COORDINATES:
            # "Alder and affiliates own"
            while before > self.first and (self.word(before) in PEOPLE or self.word(before) in COORDINATES):
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

    def before_adverbs(self, at: int) -> int:
        """Return the position before the adverbs that end at ``at``."""
        while at >= self.first and (
            self.word(at) in ADVERBS
            or (self.word(at).endswith("ly") and self.party(at) is None)
            or (self.word(at) == "times" and self.word(at - 1) == "all")
        ):
            at -= 3 if self.word(at) == "times" else 1
        return at

    def passive(self, verb: int) -> bool:
        """Tell whether a verb is passive in sense: "shall be encrypted"; "shall be entitled" is not."""
        return self.participle(verb) is not None

    def participle(self, verb: int) -> int | None:
        """Return the participle of a passive verb: "encrypted" of "shall be encrypted", "assignable" before "by"."""
        at = verb
        if self.word(at) in MODALS:
            at = self.after_adverbs(at + 1)
            if self.word(at) not in ("be", "have", "been"):
                return None
            if self.word(at) == "have" and self.word(self.after_adverbs(at + 1)) != "been":
                return None
        elif self.word(at) not in _BE:
            return None
        at = self.after_adverbs(at + 1)
        if self.word(at) == "to" and self.word(at + 1) == "be":
            at = self.after_adverbs(at + 2)
        if self.word(at) in ("be", "been", "being"):
            at = self.after_adverbs(at + 1)
        word = self.word(at)
        if word.endswith("able") and self.word(at + 1) == "by":
            return at
        return at if word not in _STATES and self._is_participle(word) else None

    @staticmethod
    def _is_participle(word: str) -> bool:
        return word.endswith("ed") or word in _IRREGULAR

    def after_adverbs(self, at: int) -> int:
        """Return the position behind the adverbs that begin at ``at``."""
        while (self.word(at) in ADVERBS and self.word(at) != "have") or (
            self.word(at).endswith("ly") and self.word(at) != "supply"
        ):
            at += 1
        return at

    def agent(self, first: int, last: int) -> Side | None:
        """Return who stands after "by" between two positions: who does what is done.

        "By" belongs to the participle before it: in "is limited to what is paid by Birch" Birch limits nothing.
        """
        for at in range(first, min(last, self.last)):
            if self.word(at) == "by":
                party = self.party(at + 1)
                people = party is not None and self.word(party.last) in PEOPLE
                if self.word(at - 1) in _DOINGS:
                    continue  # "at the request by Birch": what is requested, and not what the verb says
                if party is not None and (people or not self.owns(party)) and self._done_by(first, at):
                    return party.side
        return None

    def _done_by(self, first: int, at: int) -> bool:
        """Tell whether "by" belongs to the first participle from ``first`` on, or to one coordinated with it."""
        done = [place for place in range(first, at) if self._is_participle(self.word(place)) and not self.party(place)]
        while len(done) > 1:
            before = self.before_adverbs(done[-1] - 1)
            if self.word(before) not in COORDINATES and not self.breaks(done[-1]):
                return False
            done.pop()
        return True

    def main(self, verb: int) -> int:
        """Return the verb on which a condition hangs: "may terminate if Alder fails" for "fails"."""
        earlier = [one for one in self.verbs if one < verb]
        for one in reversed(earlier):
            opened = [at for at in range(one + 1, verb) if self.word(at) in ("if", "when", "where", "unless")]
            if self.word(one) in MODALS and opened and not self._closes(opened[-1], verb):
                return one
        return verb

    def _closes(self, first: int, last: int) -> bool:
        return any(self.word(at) == ";" for at in range(first, last))

    def tells(self, verb: int, inner: int) -> bool:
        """Tell whether a verb says that something shall be, and another is what it says."""
        word = self.word(verb)
        says = word in COMMITS or word in ACKNOWLEDGES or word in ASKS
        return says and self.word(inner) in MODALS and any(self.word(at) == "that" for at in range(verb + 1, inner))

    def follows_modal(self, at: int) -> bool:
        """Tell whether a modal, or "to", stands before a word: the word is a verb that it governs."""
        before = self.before_adverbs(at - 1)
        return self.word(before) in MODALS or self.word(before) in ("to", "not") or self.word(before) in COMMITS

    def opens(self, at: int) -> bool:
        """Tell whether a word opens a clause of its own: "if", "which", "in the event"; "as follows" does not."""
        if self.word(at) == "as" and self.word(at + 1) in ("follows", "well", "of", "to"):
            return False
        return self.word(at) in SUBORDINATES or (self.word(at) == "event" and self.word(at - 1) in ("in", "any"))

    @cached_property
    def _stops(self) -> list[int]:
        return [at for at, word in enumerate(self._words, self.first) if word == ";"]

    def part(self, at: int) -> tuple[int, int]:
        """Return the part of the sentence that a position stands in: between semicolons and turns."""
        stop = bisect_left(self._stops, at)
        first = self._stops[stop - 1] + 1 if stop else self.first
        last = self._stops[stop] if stop < len(self._stops) else self.last
        return first, last


def joined(sides: Sequence[Side]) -> Side:
    """Return the one side of several mentions; both together are mutual."""
    known = [side for side in sides if side is not Side.UNCLEAR]
    if not known:
        return Side.UNCLEAR
    return known[0] if len(set(known)) == 1 else Side.MUTUAL
