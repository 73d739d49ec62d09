"""A contract as a stream of words that two kinds of file agree on: no numbers of clauses, no furniture, no layout.

Quotation marks, capital letters, hyphens at line ends, ligatures and the way a list is numbered do not count.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from contractcheck.comparing.edges import edge_lines
from contractcheck.contract import Contract
from contractcheck.language.crossrefs import references
from contractcheck.language.labels import ANNEX_ID, ANNEX_WORD, DECIMAL, either
from contractcheck.language.words import compared_words, key_of, keys_of
from contractcheck.model import Clause, ClauseKind, Span
from contractcheck.structure.numbering import START

# The label of an item in a list: it says where a passage stands, not what it says. "Schedule(s)" is none.
_LABEL = re.compile(r"(?<![\w)])\(\s?(?:[a-z]{1,2}|[ivx]{1,5}|[A-Z]{1,2})\s?\)(?=\s|[^\W\d_])")
# What reads as a label at the start of a line where nobody saw a list: "1.2", "a.", "iv)", a bullet that is an "o".
_LABEL_SHAPE = re.compile(rf"(?:{DECIMAL}|[a-zA-Z]|[ivxIVX]{{1,5}}|[a-z]{{2}})")
_LINE_START = re.compile(r"(?:\A|[\r\n\f\v])[\s>*•▪●○\-(]*\Z")
_LINE_REACH = 20
# An annex's name at the start of a line and before a dash or alone: a number, where the outline knows the annex.
_ANNEX_LINE = re.compile(
    rf"^[\s>*#-]*(?:{ANNEX_WORD}|{either('part', cases='upper title')})\s{{1,3}}{ANNEX_ID}(?=[ \t]*(?:[.:—–-]|$))",
    re.MULTILINE,
)
_OPENERS = "([{\"'“‘«"
_ANY_REFERENCE = "§"


@dataclass(frozen=True)
class Words:
    """The words of a contract. ``keys`` are compared; ``starts``/``ends`` are places in ``Document.text``.

    ``clauses`` is the index of each word's clause. ``references`` are the places of words that name another clause,
    ``doubtful`` of words that may be a list's label or a page's head: they count only where the other draft has them.
    ``ranges`` gives each clause's words, from and up to. ``dropped`` are the keys of what cleaning took for furniture.
    """

    plain: str
    outline: tuple[Clause, ...]
    keys: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    clauses: tuple[int, ...]
    references: frozenset[int]
    doubtful: frozenset[int]
    ranges: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    dropped: str = ""

    def shapes(self) -> tuple[str, ...]:
        """Return the keys with every reference alike: a clause is the same one when what it names was renumbered."""
        return tuple(_ANY_REFERENCE if at in self.references else key for at, key in enumerate(self.keys))

    def printed(self) -> str:
        """Return all words as they are printed, with a space before and behind each."""
        return f" {' '.join(self.plain[a:b] for a, b in zip(self.starts, self.ends, strict=True))} "

    def at(self, clause: int) -> range:
        """Return the places of a clause's own words."""
        return range(*self.ranges.get(clause, (0, 0)))

    def clause_at(self, offset: int) -> int:
        """Return the index of the clause that an offset of the text stands in."""
        return max(bisect_right(self.outline, offset, key=lambda clause: clause.start) - 1, 0)

    def text(self, first: int, last: int) -> str:
        """Return the words from ``first`` up to ``last`` as they are printed, on one line, with their signs."""
        if first >= last:
            return ""
        left, right = self._left(first), self._right(last - 1)
        return " ".join(self.plain[left:right].split())

    def _left(self, place: int) -> int:
        """Where the signs before a word begin that belong to it: an opening bracket, the label of an item."""
        start = self.starts[place]
        clause = self.clauses[place]
        if place and self.clauses[place - 1] == clause:
            gap = self.plain[self.ends[place - 1] : start]
            space = next((at for at, char in enumerate(gap) if char.isspace()), None)
            if space is not None:
                return start - len(gap[space:].lstrip())
        while start and self.plain[start - 1] in _OPENERS:
            start -= 1
        return start

    def _right(self, place: int) -> int:
        """Where the signs after a word end: up to the next space, or the next word."""
        end = self.ends[place]
        stop = self.starts[place + 1] if place + 1 < len(self.starts) else len(self.plain)
        while end < stop and not self.plain[end].isspace() and self.plain[end] not in "([{“‘«":
            end += 1
        return end


def words_of(contract: Contract, names: Mapping[tuple[str, ...], str] | None = None) -> Words:
    """Return the words of a contract, tables of contents left out.

    ``names`` turns short names of parties (as printed) into one word each, so that a party may be called otherwise.
    """
    plain, clauses = contract.plain, contract.clauses
    stops = _numbers(plain, clauses)
    stops += [match.span() for match in _LABEL.finditer(plain)]
    # The numbers of references are words of their own, so that "4.2(b)" is one of them.
    named = [(number.start, number.end, True) for one in references(plain) for number in one.numbers]
    taken = sorted(named + [(start, end, False) for start, end in stops])
    found: list[tuple[int, int, str, bool]] = []
    done = 0
    for start, end, reference in [*taken, (len(plain), len(plain), False)]:
        if start < done:
            continue
        found += [(*match.span(), key_of(match.group()), False) for match in compared_words(plain, done, start)]
        if reference:
            found.append((start, end, _reference_key(plain[start:end]), True))
        done = end
    dropped = " ".join(key for span in contract.noise for key in keys_of(contract.text[span.start : span.end]))
    made = _assembled(plain, clauses, _renamed(plain, found, names or {}), edge_lines(contract))
    return replace(made, dropped=f" {dropped} ")


def _reference_key(text: str) -> str:
    return _ANY_REFERENCE + "".join(text.split()).casefold()


def _numbers(plain: str, clauses: Sequence[Clause]) -> list[tuple[int, int]]:
    """The places of the clauses' numbers, printed or automatic. A list's label is not a word."""
    found = []
    for clause in clauses:
        if not clause.number:
            continue
        start = clause.start
        while start < clause.end and plain[start] in " \t\r\n>*_#-•":
            start += 1
        match = START.match(plain, start)
        if match:
            found.append((start, match.end()))
        elif plain.startswith(clause.number, start):
            found.append((start, start + len(clause.number)))
    return found


def _renamed(
    plain: str, found: list[tuple[int, int, str, bool]], names: Mapping[tuple[str, ...], str]
) -> list[tuple[int, int, str, bool]]:
    """Turn the short names of parties into one word each, the longer names first. "A new supplier" is not a name."""
    if not names:
        return found
    firsts: dict[str, list[tuple[str, ...]]] = {}
    for name in sorted(names, key=len, reverse=True):
        firsts.setdefault(name[0], []).append(name)
    made: list[tuple[int, int, str, bool]] = []
    place = 0
    while place < len(found):
        for name in firsts.get(plain[found[place][0] : found[place][1]], ()):
            stretch = found[place : place + len(name)]
            if tuple(plain[word[0] : word[1]] for word in stretch) == name:
                made.append((stretch[0][0], stretch[-1][1], names[name], False))
                place += len(name)
                break
        else:
            made.append(found[place])
            place += 1
    return made


def _assembled(
    plain: str, clauses: tuple[Clause, ...], found: list[tuple[int, int, str, bool]], edges: Sequence[Span]
) -> Words:
    starts = [clause.start for clause in clauses]
    kept: list[tuple[int, int, str, int]] = []
    references, doubtful = set(), set()
    edges = sorted(
        [*edges, *(Span(*match.span()) for match in _ANNEX_LINE.finditer(plain))], key=lambda span: span.start
    )
    edge = 0
    ranges: dict[int, tuple[int, int]] = {}
    for start, end, key, reference in found:
        clause = max(bisect_right(starts, start) - 1, 0)
        if not clauses or clauses[clause].kind is ClauseKind.CONTENTS or not key:
            continue
        place = len(kept)
        if reference:
            references.add(place)
        elif _LABEL_SHAPE.fullmatch(key) and _LINE_START.search(plain, max(0, start - _LINE_REACH), start):
            doubtful.add(place)
        while edge < len(edges) and edges[edge].end <= start:
            edge += 1
        if edge < len(edges) and edges[edge].start <= start:
            doubtful.add(place)
        first, _ = ranges.get(clause, (place, place))
        ranges[clause] = (first, place + 1)
        kept.append((start, end, key, clause))
    return Words(
        plain,
        clauses,
        tuple(word[2] for word in kept),
        tuple(word[0] for word in kept),
        tuple(word[1] for word in kept),
        tuple(word[3] for word in kept),
        frozenset(references),
        frozenset(doubtful),
        ranges,
    )
