"""Matched words -> which clause of the old draft is which clause of the new one, and what changed in it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contractcheck.comparing.aligning import heaviest
from contractcheck.comparing.settling import NOWHERE
from contractcheck.comparing.words import Words
from contractcheck.model import Clause

_PART = re.compile(r"[0-9]+|[a-z]+")
_DOT = re.compile(r"\s{0,3}[.)]")
# Two clauses are the same one if they share this much of the shorter one's words, and it is the most of either.
_SAME = 0.5
# Words of a line that was dropped from one draft: fewer may stand in a head by chance.
_DROPPED_WORDS = 4
# A clause counts as moved from this many words on: a heading of one word is found anywhere.
_MOVED_WORDS = 5


@dataclass(frozen=True)
class Hunk:
    """Words taken out and words put in at one place: places in the two streams, from and up to."""

    old: tuple[int, int]
    new: tuple[int, int]


@dataclass(frozen=True)
class Pairs:
    """The clauses of two drafts held against each other.

    ``partner`` gives the new clause of an old one. ``moved`` are pairs that stand in another order, ``renumbered``
    those with another number. ``hunks`` holds the changes of each new clause, ``inside`` the old clauses that they are
    in. ``removed`` and ``added`` are clauses without a partner, each a run of clauses: the first and those below it.
    """

    old: Words
    new: Words
    found: Sequence[int]
    partner: dict[int, int]
    moved: tuple[tuple[int, int], ...]
    renumbered: tuple[tuple[int, int], ...]
    hunks: dict[int, tuple[Hunk, ...]]
    inside: dict[int, frozenset[int]]
    removed: tuple[tuple[int, ...], ...]
    added: tuple[tuple[int, ...], ...]


def pair(old: Words, new: Words, found: Sequence[int]) -> Pairs:
    """Pair the clauses of two drafts by the words that ``found`` matches."""
    found, moved = _settled(old, new, found)
    shared = Counter((old.clauses[at], new.clauses[to]) for at, to in enumerate(found) if to != NOWHERE)
    partner = _partners(old, new, shared)
    lost = _without_match(old, [to != NOWHERE for to in found], new)
    taken = [False] * len(new.keys)
    for to in found:
        if to != NOWHERE:
            taken[to] = True
    come = _without_match(new, taken, old)
    hunks = _hunks(old, new, found, lost, come)
    inside: dict[int, set[int]] = defaultdict(set)
    for index, changes in hunks.items():
        for hunk in changes:
            inside[index].update(old.clauses[at] for at in range(*hunk.old))
    return Pairs(
        old=old,
        new=new,
        found=found,
        partner=partner,
        moved=moved,
        renumbered=_renumbered(old, new, found, partner),
        hunks=hunks,
        inside={index: frozenset(clauses) for index, clauses in inside.items()},
        removed=_grouped(old.outline, lost),
        added=_grouped(new.outline, come),
    )


def _partners(old: Words, new: Words, shared: Counter[tuple[int, int]]) -> dict[int, int]:
    best_old: dict[int, tuple[int, int]] = {}
    best_new: dict[int, tuple[int, int]] = {}
    for (clause, other), count in shared.items():
        best_old[clause] = max(best_old.get(clause, (0, 0)), (count, -other))
        best_new[other] = max(best_new.get(other, (0, 0)), (count, -clause))
    return {
        clause: -minus
        for clause, (count, minus) in sorted(best_old.items())
        if best_new[-minus][1] == -clause and count >= _SAME * min(len(old.at(clause)), len(new.at(-minus)))
    }


def _settled(old: Words, new: Words, found: Sequence[int]) -> tuple[list[int], tuple[tuple[int, int], ...]]:
    """Return the alignment with the clauses that moved, each with the new clause that holds most of its words.

    Places of words decide, not pairs of clauses: a clause that moved may now be a part of another one. Words that
    stand elsewhere without their clause are shown as taken out there and put in here: they are no longer matched.
    """
    rows: list[tuple[int, int, int]] = []
    for at, to in enumerate(found):
        if to == NOWHERE:
            continue
        if rows and rows[-1][0] + rows[-1][2] == at and rows[-1][1] + rows[-1][2] == to:
            rows[-1] = (rows[-1][0], rows[-1][1], rows[-1][2] + 1)
        else:
            rows.append((at, to, 1))
    still = set(heaviest(rows))
    astray = {at + step for at, to, size in rows if (at, to, size) not in still for step in range(size)}
    homes: dict[int, int] = {}
    for clause in {old.clauses[at] for at in astray}:
        places = [at for at in old.at(clause) if at in astray]
        home = Counter(new.clauses[found[at]] for at in places).most_common(1)[0][0]
        count = sum(new.clauses[found[at]] == home for at in places)
        if count >= max(_MOVED_WORDS, _SAME * len(old.at(clause))):
            homes[clause] = home
    settled = list(found)
    for at in astray:
        if homes.get(old.clauses[at]) != new.clauses[found[at]]:
            settled[at] = NOWHERE
    # What moved along with the clause that it belongs to did not move of its own.
    moved = tuple(pair for pair in sorted(homes.items()) if old.outline[pair[0]].parent not in homes)
    return settled, moved


def _renumbered(old: Words, new: Words, found: Sequence[int], partner: dict[int, int]) -> tuple[tuple[int, int], ...]:
    """The pairs whose numbers differ. Where the two are cut otherwise, their numbers say nothing about each other."""
    rows = []
    for clause, other in partner.items():
        before, now = old.outline[clause], new.outline[other]
        if not (before.number and now.number) or _agree(number_of(before), number_of(now)):
            continue
        places, others = old.at(clause), new.at(other)
        if places and others and found[places[0]] == others[0]:
            rows.append((clause, other))
    return tuple(rows)


def _agree(number: str, other: str) -> bool:
    """Tell whether two numbers may be one: "3(a)" under 5 is "5.3(a)" where the file shows that it is under 5."""
    parts, others = _PART.findall(number), _PART.findall(other)
    size = min(len(parts), len(others))
    return size > 0 and parts[-size:] == others[-size:]


def number_of(clause: Clause) -> str:
    """Return a clause's full number as it is compared: "Section 5.(b)" is "5b"."""
    bare = "".join(char for char in (clause.path or clause.number).casefold() if char.isalnum() or char == ".")
    for word in ("section", "article", "clause", "sec."):
        bare = bare.removeprefix(word)
    return bare.strip(".")


def _without_match(words: Words, matched: Sequence[bool], other: Words) -> set[int]:
    """Return the clauses that have words, and none of them in the other draft."""
    found = set()
    for index in range(len(words.outline)):
        places = words.at(index)
        if places and not any(matched[at] for at in places) and not _is_doubtful(words, places, other):
            found.add(index)
    return found


def _is_doubtful(words: Words, places: range, other: Words) -> bool:
    """Tell whether words are nothing but a list's label or a page's head that was not seen as one.

    A line that cleaning dropped from the other draft, as a head or a notice of who may copy, is there too.
    """
    if all(at in words.doubtful for at in places):
        return True
    return len(places) >= _DROPPED_WORDS and f" {' '.join(words.keys[at] for at in places)} " in other.dropped


def _grouped(outline: Sequence[Clause], alone: set[int]) -> tuple[tuple[int, ...], ...]:
    """Join the clauses of a set with those below them that are in it too."""
    groups: dict[int, list[int]] = {}
    top: dict[int, int] = {}
    for index in sorted(alone):
        parent = outline[index].parent
        # A heading without words of its own stands between a clause and its top.
        head = top.get(parent, index)
        top[index] = head
        groups.setdefault(head, []).append(index)
    return tuple(tuple(group) for group in groups.values())


def _hunks(old: Words, new: Words, found: Sequence[int], lost: set[int], come: set[int]) -> dict[int, tuple[Hunk, ...]]:
    """Return the changes inside clauses that both drafts have, by new clause.

    Words taken out stand behind the word before them in their own clause, or else in front of the word after them.
    """
    matched = set(found) - {NOWHERE}
    put = list(_runs_of(new, [at not in matched for at in range(len(new.keys))], come))
    starting = {first: (first, last) for first, last in put}
    ending = {last: (first, last) for first, last in put}
    used: set[int] = set()
    hunks: dict[int, list[Hunk]] = defaultdict(list)
    for first, last in _runs_of(old, [to == NOWHERE for to in found], lost):
        behind = first > 0 and old.clauses[first - 1] == old.clauses[first] and found[first - 1] != NOWHERE
        place = found[first - 1] + 1 if behind else found[last]
        clause = new.clauses[place - 1 if behind else place]
        run = starting.get(place) if behind else ending.get(place)
        if run is None or new.clauses[run[0]] != clause or run[0] in used:
            run = (place, place)
        if run[0] == run[1] and _is_doubtful(old, range(first, last), new):
            continue
        used.add(run[0])
        if _is_number(old, first, last) and _is_number(new, *run):
            continue
        if _spaced(old, first, last) == _spaced(new, *run):
            continue
        hunks[clause].append(Hunk((first, last), run))
    for first, last in put:
        if first not in used and not _is_doubtful(new, range(first, last), old):
            hunks[new.clauses[first]].append(Hunk((0, 0), (first, last)))
    return {index: tuple(sorted(rows, key=lambda hunk: hunk.new)) for index, rows in sorted(hunks.items())}


def _is_number(words: Words, first: int, last: int) -> bool:
    """Tell whether a word is the number of a clause that was not read as one: it opens the clause, a dot behind it."""
    return (
        last == first + 1
        and first in words.doubtful
        and words.at(words.clauses[first]).start == first
        and _DOT.match(words.plain, words.ends[first]) is not None
    )


def _spaced(words: Words, first: int, last: int) -> str:
    """Return words without the spaces between them: some files lose one ("claimsto"), which is no change."""
    return "".join(words.keys[first:last])


def _runs_of(words: Words, changed: Sequence[bool], whole: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the runs of changed words, from and up to, none across two clauses; clauses in ``whole`` left out."""
    first = NOWHERE
    for at in range(len(words.keys) + 1):
        here = at < len(words.keys) and changed[at] and words.clauses[at] not in whole
        if first != NOWHERE and (not here or words.clauses[at] != words.clauses[first]):
            yield first, at
            first = NOWHERE
        if here and first == NOWHERE:
            first = at
