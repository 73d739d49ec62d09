"""The subject of a finite verb: a party, people of a party, or a thing and whose it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from contractcheck.language.grammar import (
    ACKNOWLEDGES,
    ADVERBS,
    ASKS,
    COMMITS,
    COORDINATES,
    IT,
    MODALS,
    PEOPLE,
    PREPOSITIONS,
    RELATIVES,
    SUBORDINATES,
    Words,
    joined,
)
from contractcheck.model import Side

_SAYS = COMMITS | ACKNOWLEDGES
_WORDS = frozenset("warranty representation guarantee assurance promise commitment".split())
_OWNING = re.compile(r"\b(?:our|your)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subject:
    """What stands before a verb: its word range, whose it is if a party acts, and who owns it if a thing does."""

    first: int
    last: int
    side: Side | None = None
    owner: Side | None = None


class Sentence(Words):
    """A sentence whose subjects can be asked for."""

    def subject(self, verb: int) -> Subject | None:
        """Return the subject of a finite verb; of one that shares another's, that one's."""
        return self._subject(verb, 6)

    def _subject(self, verb: int, depth: int) -> Subject | None:
        turned = self._turned(verb, depth)
        if turned is not None:
            return turned
        at = self.before_adverbs(verb - 1)
        if at < self.first:
            return None
        word = self.word(at)
        if word in IT and depth:
            return self._meant(verb, at, depth)
        beside = self._beside(at)
        if beside is not None:
            return beside
        if depth and (word in COORDINATES or self.word(at) == ";"):
            # "shall do what Alder asks and shall notify": a modal shares the subject of a modal, and a verb of saying
            # that of a verb of saying.
            earlier = [one for one in self.verbs if one < at]
            alike = MODALS if self.word(verb) in MODALS else _SAYS if self.word(verb) in _SAYS else frozenset[str]()
            same = [one for one in earlier if self.word(one) in alike]
            return self._subject((same or earlier)[-1], depth - 1) if earlier else None
        if word in RELATIVES and depth:
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
        earlier = [one for one in self.verbs if one < min(at, verb)]
        modal = [one for one in earlier if self.word(one) in MODALS] if self.word(verb) in MODALS else []
        found = self._subject((modal or earlier)[-1], depth - 1) if earlier else None
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
        if before in PREPOSITIONS or before in ("than", "as"):
            return None
        if before in COORDINATES and self._joins(party.first - 1):
            return None
        return Subject(party.first, party.last, party.side)

    def _joins(self, at: int) -> bool:
        """Tell whether "and" joins a party to another, and no sentence to a sentence: "Alder and Birch shall"."""
        before = self.word(at - 1)
        return self.party(at - 1) is not None or before in PEOPLE or before in COORDINATES or at == self.first

    def _turned(self, verb: int, depth: int) -> Subject | None:
        """Read a subject behind its verb: "in no event shall Alder be liable", "nor may the liability of Alder"."""
        before = self.word(verb - 1)
        if self.word(verb) not in MODALS or not (
            before in ("event", "circumstances", "circumstance", "nor", "case", "neither") or verb == self.first
        ):
            return None
        if self.word(verb + 1) in IT and depth:
            return self._meant(verb, verb + 1, depth)
        last = verb + 1
        while last < self.last and last - verb < 16 and self.word(last) not in ("be", "exceed", "have", "not", ";"):
            last += 1
        return self._headed(verb + 1, last) if last > verb + 1 else None

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
            if word in SUBORDINATES and not (word in RELATIVES and self._hangs(start)):
                start += 1
                break
            if self.breaks(start) and not self._listed(start):
                break
            if before in MODALS or before == ";":
                break
            if before in COORDINATES and self._verb_between(start - 12, start - 1) and self.party(start) is not None:
                break
            start -= 1
        if start > at:
            return None
        return self._headed(start, at + 1)

    def _hangs(self, at: int) -> bool:
        """A relative hangs on the noun before it; after a verb of saying it opens a sentence of its own."""
        before = self.word(at - 1)
        said = any(before in words for words in (COMMITS, ACKNOWLEDGES, ASKS, COORDINATES, _WORDS))
        return not said and not before.endswith("ed") and before not in ("provided", "agreed", "such", "so", "ensuring")

    def _listed(self, at: int) -> bool:
        """Tell whether the comma before a word stands in a list of nouns or before a relative: no end of a phrase."""
        if self.word(at) in RELATIVES or self.word(at) in COORDINATES:
            return True
        return self.party(at) is None and self.word(at) in PEOPLE

    def _verb_between(self, first: int, last: int) -> bool:
        return any(first <= verb < last for verb in self.verbs)

    def _headed(self, first: int, last: int) -> Subject | None:
        """Tell who heads a noun phrase: a party, people of a party, or a thing and whose it is."""
        at = first
        while at < last and (
            self.word(at) in COORDINATES
            or self.word(at) in ADVERBS
            or self.word(at) in ("neither", "no", "any", "every", "if", "one")
            or (self.word(at).endswith("ly") and self.party(at) is None)
        ):
            if self.party(at) is not None:
                break
            at += 1
        if at < last and self.word(at) in PREPOSITIONS and self.party(at) is None:
            # "Upon termination the Provider shall": the last party that no preposition governs.
            return self._bare_party(at, last)
        sides: list[Side] = []
        owner: Side | None = None
        while at < last:
            party = self.party(at)
            word = self.word(at)
            if party is None:
                if word in COORDINATES and sides and self.party(at + 1) is not None:
                    at += 1
                    continue
                if word in PEOPLE and owner is not None:
                    return Subject(first, last, side=joined([*sides, owner]))
                break
            after = self.word(party.last)
            ends = (
                party.pronoun
                or party.last >= last
                or self.breaks(party.last)
                or after in COORDINATES
                or after in SUBORDINATES
            )
            ends = ends or after in PREPOSITIONS or after in ADVERBS or after.endswith("ly") or after in ("shall",)
            if self.owns(party) or not (ends or self.party(party.last) is not None):
                owner = party.side
                at = self._to_people(party.last, last)
                if self.word(at) in PEOPLE:
                    sides.append(owner)
                    at += 1
                    continue
                break
            sides.append(party.side)
            at = party.last
        if sides:
            return Subject(first, last, side=joined(sides))
        if owner is None:
            owner = self.spoken_owner(first, last) or self._owner_behind(first, last)
        return Subject(first, last, owner=owner)

    def _to_people(self, at: int, last: int) -> int:
        """Return where people stand among the words that a party owns, before any preposition; else ``at``."""
        here = at
        while here < last and self.word(here) not in PREPOSITIONS and self.word(here) not in SUBORDINATES:
            if self.word(here) in PEOPLE:
                return here
            here += 1
        return at

    def spoken_owner(self, first: int, last: int) -> Side | None:
        """Read "our liability": such words are printed before a noun and are no words of the sentence."""
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
            if before in PREPOSITIONS or before in COORDINATES or self.owns(party):
                continue
            return self._headed(at, last)
        return Subject(first, last)

    def outer(self, verb: int) -> int | None:
        """Return the verb whose content a verb's sentence is: "agrees that the data shall be kept"."""
        found = self.subject(verb)
        start = (found.first if found is not None else verb) - 1
        if self.word(start) in ("which", "that") or self.word(start + 1) == "that":
            earlier = [one for one in self.verbs if one < start]
            return earlier[-1] if earlier else None
        return None

    def in_condition(self, verb: int) -> bool:
        """Tell whether a verb's subject stands right behind "if", "when" or "unless"."""
        found = self.subject(verb)
        before = self.word(found.first - 1) if found is not None else ""
        return before in ("if", "when", "unless", "where") and self.word(verb) not in MODALS
