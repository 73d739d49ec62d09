"""A run: the words of one passage, with its lead-in before it, and where the chunks of phrases stand in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from contractcheck.contract import Contract
from contractcheck.detection.sightings import Holdings, Sightings
from contractcheck.language.passages import BLANK, Passage
from contractcheck.language.plaintext import as_printed
from contractcheck.language.quantities import quantities
from contractcheck.language.tokenfinder import TokenFinder
from contractcheck.model import Dimension, Quantity, StateKind
from contractcheck.rulebook.joining import Match, find
from contractcheck.rulebook.phrases import Phrase, WordRange
from contractcheck.rulebook.tokens import Sought

_FEW = 8  # matches that are gone through sooner than searched
_OPENING_CHARS = 4000  # an agreement names its own date here, if anywhere


class RunHits:
    """Where the groups of chunks stand in a run. Places are looked up when a phrase asks for them, and only once."""

    __slots__ = ("_extra", "_holdings", "_lead", "_number", "_own", "_passage", "_places", "_sightings", "_with_lead")

    def __init__(
        self,
        number: int,
        passage: Passage,
        sightings: Sightings,
        holdings: Holdings,
        extra: dict[int, list[WordRange]],
        *,
        with_lead: bool,
    ) -> None:
        """``number`` is the run's among ``holdings``; ``extra`` are places of single groups besides the chunks."""
        self._number = number
        self._passage = passage
        self._sightings = sightings
        self._holdings = holdings
        self._extra = extra
        self._with_lead = with_lead
        self._places: dict[int, list[WordRange]] = {}
        # The sightings in the passage and in its lead-in, by number: the same for every group that is asked for.
        self._own: tuple[int, int] | None = None
        self._lead: tuple[int, int] | None = None

    def has_all(self, groups: frozenset[int]) -> bool:
        """Tell whether a chunk of each of these groups stands in the run."""
        return self._holdings.has(self._number, groups)

    def has_any(self, phrases: Sequence[Phrase]) -> bool:
        """Tell whether all chunks of one of these phrases stand in the run."""
        return self._holdings.has_any(self._number, phrases)

    def get(self, group: int, default: list[WordRange], /) -> list[WordRange]:
        """Return the places of a group in the run, in order, or ``default``."""
        places = self._places.get(group)
        if places is None:
            if not self._holdings.has(self._number, group):
                return default
            places = self._places[group] = self._read(group)
        return places

    def _read(self, group: int) -> list[WordRange]:
        passage = self._passage
        if self._own is None:
            self._own = self._sightings.numbers_in(passage.start, passage.end)
            if self._with_lead and passage.lead is not None:
                self._lead = self._sightings.numbers_in(*passage.lead)
        found = self._sightings.within(group, self._own, passage.end)
        if self._lead is not None and passage.lead is not None:
            lead = self._sightings.within(group, self._lead, passage.lead[1])
            if lead:
                moved = passage.start - passage.lead[1]
                found = [(start + moved, end + moved) for start, end in lead] + found
        if group in self._extra:
            found = sorted(found + self._extra[group])
        return found


class RunText:
    """What runs read from: the words, the text to read numbers from, the text as printed, the token patterns."""

    def __init__(self, contract: Contract, tokens: TokenFinder) -> None:
        self.tokens = tokens
        self.stream = contract.words
        self.text = contract.states.agreed
        self.states = contract.states
        self.printed = contract.text

    @cached_property
    def agreement_date(self) -> Quantity | None:
        """The first date of the opening words, or None."""
        first = quantities(self.text, 0, min(len(self.text), _OPENING_CHARS), Dimension.DATE)
        return first[0] if first else None


@dataclass(frozen=True, slots=True)
class Standings:
    """The matches of a phrase in one run, in the order of their beginnings; ``longest`` counts words."""

    rows: tuple[Match, ...]
    longest: int

    @classmethod
    def of(cls, rows: list[Match]) -> Standings:
        """Put matches in order."""
        return cls(tuple(sorted(rows, key=_beginning)), max(row.end - row.start for row in rows))

    def between(self, low: int, high: int) -> Iterator[Match]:
        """Yield the matches that begin before ``high`` and do not end before ``low``."""
        rows = self.rows
        first = bisect_left(rows, low - self.longest, key=_beginning) if len(rows) > _FEW else 0
        for at in range(first, len(rows)):
            row = rows[at]
            if row.start >= high:
                return
            if row.end >= low:
                yield row


def _first(item: tuple[int, int]) -> int:
    return item[0]


def _beginning(match: Match) -> int:
    return match.start


NOWHERE = Standings((), 0)


class PassageView:
    """The words of one passage as one run: the lead-in, moved to stand directly before the passage's own words."""

    __slots__ = (
        *("_by_tokens", "_firsts", "_found", "_marks", "_open", "_quantities", "_run_text", "_slots"),
        *("hits", "index", "items", "passage"),
    )

    def __init__(
        self, index: int, passage: Passage, hits: RunHits, run_text: RunText, items: tuple[tuple[int, int], ...] = ()
    ) -> None:
        self.index = index
        self.passage = passage
        self.hits = hits
        self.items = items
        self._run_text = run_text
        self._open: dict[Dimension, list[tuple[int, int, Quantity]]] = {}
        self._quantities: dict[Dimension, list[tuple[int, int, Quantity]]] = {}
        self._by_tokens: dict[int, list[WordRange]] | None = None
        self._firsts: dict[frozenset[str], int] = {}
        self._found: dict[int, Standings] = {}
        self._marks: dict[frozenset[str], list[int]] = {}
        self._slots: dict[tuple[Dimension, bool], list[WordRange]] = {}

    @property
    def start(self) -> int:
        """The first position of the run, the lead-in included."""
        lead = self.passage.lead
        return self.passage.start - (lead[1] - lead[0]) if lead else self.passage.start

    def real(self, position: int) -> int:
        """Return the place in the stream of a position in the run."""
        if position >= self.passage.start or self.passage.lead is None:
            return position
        return self.passage.lead[1] - (self.passage.start - position)

    def word(self, position: int) -> str:
        """Return the word at a position of the run."""
        return self._run_text.stream.words[self.real(position)]

    @property
    def words(self) -> list[str]:
        """The words of the run, the lead-in first."""
        words, lead = self._run_text.stream.words, self.passage.lead
        own = words[self.passage.start : self.passage.end]
        return words[lead[0] : lead[1]] + own if lead else own

    def first_of(self, sought: frozenset[str]) -> int:
        """Return the position of the first of some words in the run, or where the run ends."""
        known = self._firsts.get(sought)
        if known is None:
            found = (at for at, word in enumerate(self.words, self.start) if word in sought)
            known = self._firsts[sought] = next(found, self.passage.end)
        return known

    @property
    def places(self) -> tuple[list[int], list[int]]:
        """Where the words of the whole stream begin and end, in characters."""
        return self._run_text.stream.starts, self._run_text.stream.ends

    def find(self, phrase: Sought, *, blanks: bool = False) -> list[Match]:
        """Return the shortest match from each place where a phrase, or a pattern of tokens, begins in the run.

        ``blanks``: a blank stands for a value as well.
        """
        if isinstance(phrase, Phrase):
            return find(phrase, self.hits, self.slots_and_blanks if blanks else self.slots)
        if self._by_tokens is None:
            self._by_tokens = self._run_text.tokens.found(self.words)
        return [Match(self.start + start, self.start + end) for start, end in self._by_tokens.get(phrase.key, ())]

    def standings(self, phrase: Sought) -> Standings:
        """Return where a phrase stands in the run, looked up once however many matches ask for it."""
        known = self._found.get(id(phrase))  # phrases live as long as their rules
        if known is None:
            rows = self.find(phrase) if self.hits.has_all(phrase.needs) else []
            known = self._found[id(phrase)] = Standings.of(rows) if rows else NOWHERE
        return known

    def marks(self, words: frozenset[str]) -> list[int]:
        """Return the positions of some words in the run, in order, looked up once."""
        known = self._marks.get(words)
        if known is None:
            known = self._marks[words] = [at for at, word in enumerate(self.words, self.start) if word in words]
        return known

    def in_item(self, match: Match) -> bool:
        """Tell whether a match stands within one list item of the run. Items follow one another."""
        at = bisect_right(self.items, match.start, key=_first)
        return at > 0 and match.end <= self.items[at - 1][1]

    def slots(self, dimension: Dimension) -> list[WordRange]:
        """Return the ranges of the quantities of one dimension in the run."""
        known = self._slots.get((dimension, False))
        if known is None:
            known = self._slots[dimension, False] = [(start, end) for start, end, _ in self.amounts(dimension)]
        return known

    def slots_and_blanks(self, dimension: Dimension) -> list[WordRange]:
        """Return the same, and the blanks in which such a quantity is to be filled in."""
        known = self._slots.get((dimension, True))
        if known is None:
            blanks = [(start, end) for start, end, _ in self.blanks(dimension)]
            known = sorted([*self.slots(dimension), *blanks]) if blanks else self.slots(dimension)
            self._slots[dimension, True] = known
        return known

    def blanks(self, dimension: Dimension) -> list[tuple[int, int, Quantity]]:
        """Return the blanks without a unit that stand where a quantity of one dimension is wanted."""
        if not self._run_text.states.spans:
            return []
        if dimension not in self._open:
            self._open[dimension] = list(self._read_blanks(dimension))
        return self._open[dimension]

    def _read_blanks(self, dimension: Dimension) -> Iterator[tuple[int, int, Quantity]]:
        stream, states = self._run_text.stream, self._run_text.states
        for first, last, moved in self._ranges():
            if not states.touches(StateKind.BLANK, stream.starts[first], stream.ends[last - 1]):
                continue
            for position in range(first, last):
                if stream.words[position] != BLANK:
                    continue
                start, end = stream.starts[position], stream.ends[position]
                if states.wants(dimension, start, end):
                    text = states.printed[start:end]
                    quantity = Quantity(dimension, None, "", text, start, end, redacted=True)
                    yield position + moved, position + 1 + moved, quantity

    def amounts(self, dimension: Dimension) -> list[tuple[int, int, Quantity]]:
        """Return the quantities of one dimension in the run, with their positions."""
        if dimension not in self._quantities:
            self._quantities[dimension] = list(self._read(dimension))
        return self._quantities[dimension]

    @property
    def agreement_date(self) -> Quantity | None:
        """The first date of the document's opening words, which is the agreement's own."""
        return self._run_text.agreement_date

    def _ranges(self) -> list[tuple[int, int, int]]:
        """The words of the lead-in and of the passage, and by how much the positions of each are moved."""
        ranges = [(self.passage.start, self.passage.end, 0)]
        if self.passage.lead:
            ranges.insert(0, (*self.passage.lead, self.passage.start - self.passage.lead[1]))
        return [row for row in ranges if row[0] < row[1]]

    def _read(self, dimension: Dimension) -> Iterator[tuple[int, int, Quantity]]:
        stream, text = self._run_text.stream, self._run_text.text
        for first, last, moved in self._ranges():
            for quantity in quantities(text, stream.starts[first], stream.ends[last - 1], dimension):
                start = bisect_left(stream.starts, quantity.start)
                end = max(bisect_left(stream.starts, quantity.end), start + 1)
                # Shown as the contract writes it: the text that is read has plain spaces and hyphens.
                printed = self._run_text.printed[quantity.start : quantity.end]
                if printed != quantity.text:
                    quantity = replace(quantity, text=as_printed(quantity.text, printed))
                yield start + moved, end + moved, quantity
