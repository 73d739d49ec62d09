"""Two streams of words -> which word of the old draft is which word of the new one, wherever it has been moved.

Long runs that occur once in each draft are matched first, in any order; the heaviest run of them that keeps its order
is the backbone. Between two runs the words are compared one by one. What is left over is paired clause by clause.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise

from contractcheck.comparing.settling import NOWHERE, grow, inverse, slide
from contractcheck.comparing.words import Words
from contractcheck.language.words import keys_of

# Words of a shingle, tried in this order: long ones are safe, short ones find what stands between two changes.
_SHINGLES = (8, 4, 2)
# A run that lies elsewhere in the new draft counts as moved from this many words on. Shorter ones are common phrases.
_MOVED_WORDS = 12
# Two stretches are compared word by word up to this many pairs of words; beyond it shingles or clauses decide.
_MOST_PAIRS = 400_000
# Two clauses without a partner belong together if they share this much of their words; less where the heading is one.
_ALIKE = 0.5
_ALIKE_HEADED = 0.3
# A word is rare if no more clauses than this hold it, or 2 % of all.
_FEW_CLAUSES = 20
# In front of a heading, to tell it from a word.
_HEADED = "# "
# A clause of fewer words than this is found by its neighbours or not at all.
_FEWEST_WORDS = 4
# Words that two clauses share by chance: fewer than these, and less than this share of the shorter clause.
_CHANCE_WORDS = 10
_CHANCE_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class _Run:
    old: int
    new: int
    size: int


def align(old: Words, new: Words) -> list[int]:
    """Return for each word of ``old`` the place of its word in ``new``, or ``NOWHERE``. No place is given twice."""
    keys = old.keys, new.keys
    # References are matched whatever they name, and held against each other at the end.
    old, new = replace(old, keys=old.shapes()), replace(new, keys=new.shapes())
    matcher = _Matcher(old.keys, new.keys)
    matcher.stretch(range(len(old.keys)), range(len(new.keys)))
    _drop_chance(old, new, matcher)
    _pair_leftovers(old, new, matcher)
    _pair_headings(old, new, matcher)
    matcher.moved(range(len(old.keys)), range(len(new.keys)))
    _drop_chance(old, new, matcher)
    matcher.holes()
    grow(old, new, matcher.found, matcher.taken)
    found = matcher.found
    slide(old, found)
    back = inverse(found, len(new.keys))
    slide(new, back)
    found = inverse(back, len(old.keys))
    return [to if to != NOWHERE and keys[0][at] == keys[1][to] else NOWHERE for at, to in enumerate(found)]


class _Matcher:
    """Fills in the alignment of two streams: ``found`` for the words of the old one, ``taken`` for those of the new."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self.old, self.new = old, new
        self.found = [NOWHERE] * len(old)
        self.taken = [False] * len(new)

    def stretch(self, olds: range, news: range, sizes: tuple[int, ...] = _SHINGLES) -> None:
        """Match two stretches, in order; from the first, longest shingles on also what lies elsewhere."""
        if not (olds and news):
            return
        if len(olds) * len(news) <= _MOST_PAIRS and sizes != _SHINGLES:
            self.loose(olds, news)
            return
        if not sizes:
            return
        runs = self._runs(olds, news, sizes[0])
        backbone = _backbone(runs)
        for run in backbone:
            self._take(run.old, run.new, run.size)
        if sizes == _SHINGLES:
            self.moved(olds, news)
        first, last = _Run(olds.start, news.start, 0), _Run(olds.stop, news.stop, 0)
        for run, after in zip([first, *backbone], [*backbone, last], strict=True):
            self.stretch(range(run.old + run.size, after.old), range(run.new + run.size, after.new), sizes[1:])

    def moved(self, olds: range, news: range) -> None:
        """Match long runs among the words that are left, in any order."""
        for run in self._runs(olds, news, _SHINGLES[0]):
            if run.size >= _MOVED_WORDS:
                self._take(run.old, run.new, run.size)

    def holes(self) -> None:
        """Match the words between two matched ones, where the words between them on the other side are free too."""
        last = NOWHERE
        for at, to in enumerate(self.found):
            if to == NOWHERE:
                continue
            if last != NOWHERE and at > last + 1:
                before = self.found[last]
                if to > before + 1 and not any(self.taken[before + 1 : to]):
                    self.loose(range(last + 1, at), range(before + 1, to))
            last = at

    def loose(self, olds: Sequence[int], news: Sequence[int]) -> None:
        """Match words that need not stand side by side: those of two clauses that are not matched yet."""
        olds = [place for place in olds if self.found[place] == NOWHERE]
        news = [place for place in news if not self.taken[place]]
        if len(olds) * len(news) <= _MOST_PAIRS:
            self._word_by_word(olds, news)

    def _word_by_word(self, olds: Sequence[int], news: Sequence[int]) -> None:
        matcher = SequenceMatcher(None, [self.old[at] for at in olds], [self.new[at] for at in news], autojunk=False)
        blocks = [_Run(a, b, size) for a, b, size in matcher.get_matching_blocks() if size]
        for run in _readable(blocks, len(olds), len(news)):
            for step in range(run.size):
                self._take(olds[run.old + step], news[run.new + step], 1)

    def _take(self, old: int, new: int, size: int) -> None:
        for step in range(size):
            if self.found[old + step] == NOWHERE and not self.taken[new + step]:
                self.found[old + step] = new + step
                self.taken[new + step] = True

    def _runs(self, olds: range, news: range, size: int) -> list[_Run]:
        """Return the runs around shingles that occur once on either side, the longest first, without overlap."""
        free_old = [self.found[at] == NOWHERE for at in olds]
        free_new = [not self.taken[at] for at in news]
        here = _once(self.old, olds, size, free_old)
        there = _once(self.new, news, size, free_new)
        ends: dict[int, int] = {}
        runs = []
        for shingle, at in here.items():
            to = there.get(shingle)
            if to is None or ends.get(to - at, -1) > at:
                continue
            left = right = 0
            while (
                at - left > olds.start and to - left > news.start
                and self.old[at - left - 1] == self.new[to - left - 1]
                and free_old[at - left - 1 - olds.start] and free_new[to - left - 1 - news.start]
            ):  # fmt: skip
                left += 1
            while (
                at + right < olds.stop and to + right < news.stop
                and self.old[at + right] == self.new[to + right]
                and free_old[at + right - olds.start] and free_new[to + right - news.start]
            ):  # fmt: skip
                right += 1
            ends[to - at] = at + right
            runs.append(_Run(at - left, to - left, left + right))
        return _without_overlap(runs)


def _once(keys: Sequence[str], places: range, size: int, free: Sequence[bool]) -> dict[tuple[str, ...], int]:
    """Return the shingles that occur once among the free words of a stretch, each with its place."""
    found: dict[tuple[str, ...], int] = {}
    run = 0
    for at in places:
        run = run + 1 if free[at - places.start] else 0
        if run >= size:
            first = at - size + 1
            shingle = tuple(keys[first : at + 1])
            found[shingle] = NOWHERE if shingle in found else first
    return {shingle: at for shingle, at in found.items() if at != NOWHERE}


def _without_overlap(runs: Iterable[_Run]) -> list[_Run]:
    """Keep the longer of two runs that share words, and of the shorter one what is left at its edges."""
    olds: set[int] = set()
    news: set[int] = set()
    kept = []
    for run in sorted(runs, key=lambda run: (-run.size, run.old)):
        left, right = 0, run.size
        while left < right and (run.old + left in olds or run.new + left in news):
            left += 1
        while right > left and (run.old + right - 1 in olds or run.new + right - 1 in news):
            right -= 1
        inner = range(left, right)
        if any(run.old + step in olds or run.new + step in news for step in inner):
            continue
        if right > left:
            kept.append(_Run(run.old + left, run.new + left, right - left))
            olds.update(run.old + step for step in inner)
            news.update(run.new + step for step in inner)
    return kept


def _backbone(runs: Iterable[_Run]) -> list[_Run]:
    """Return the runs that stand in the same order on both sides and hold the most words together."""
    chosen = heaviest([(run.old, run.new, run.size) for run in runs])
    return [_Run(*run) for run in chosen]


def heaviest(rows: Iterable[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return the rows (old place, new place, weight) with the greatest weight that rise in both places."""
    ordered = sorted(rows)
    # The ends of the best chains so far, by new place: places rise and so do their weights.
    tails: list[int] = []
    weights: list[int] = []
    last: list[int] = []
    before = [NOWHERE] * len(ordered)
    for index, (_, new, weight) in enumerate(ordered):
        at = bisect_left(tails, new)
        total = weight + (weights[at - 1] if at else 0)
        before[index] = last[at - 1] if at else NOWHERE
        while at < len(tails) and weights[at] <= total:
            del tails[at], weights[at], last[at]
        if not (at < len(tails) and tails[at] == new) and (at == 0 or weights[at - 1] < total):
            tails.insert(at, new)
            weights.insert(at, total)
            last.insert(at, index)
    chain = []
    index = last[-1] if last else NOWHERE
    while index != NOWHERE:
        chain.append(ordered[index])
        index = before[index]
    return chain[::-1]


def _readable(blocks: list[_Run], olds: int, news: int) -> list[_Run]:
    """Drop matches that are shorter than the changes on both sides: "of the" between two sentences proves nothing."""
    kept = blocks
    while True:
        edges = [_Run(0, 0, 0), *kept, _Run(olds, news, 0)]
        changes = [
            max(after.old - run.old - run.size, after.new - run.new - run.size) for run, after in pairwise(edges)
        ]
        left = [
            run
            for run, (before, after) in zip(kept, pairwise(changes), strict=True)
            if run.size > min(before, after) or run.size >= _CHANCE_WORDS
        ]
        if len(left) == len(kept):
            return kept
        kept = left


def _pair_leftovers(old: Words, new: Words, matcher: _Matcher) -> None:
    """Pair clauses of which little is matched yet by heading and by their words, the most alike first."""
    olds = _unmatched(old, [at != NOWHERE for at in matcher.found])
    news = _unmatched(new, matcher.taken)
    scores = []
    rare = _rare(news)
    for index, (bag, heading) in olds.items():
        # Clauses that are alike share a word that few others have, or a heading.
        for other in sorted({other for word in (*bag, _HEADED + heading) for other in rare.get(word, ())}):
            there, title = news[other]
            shared = (bag & there).total()
            alike = 2 * shared / (bag.total() + there.total())
            if alike >= (_ALIKE_HEADED if heading and heading == title else _ALIKE):
                scores.append((-alike, abs(index - other), index, other))
    used_old: set[int] = set()
    used_new: set[int] = set()
    for _, _, index, other in sorted(scores):
        if index not in used_old and other not in used_new:
            used_old.add(index)
            used_new.add(other)
            matcher.loose(old.at(index), new.at(other))


def _pair_headings(old: Words, new: Words, matcher: _Matcher) -> None:
    """Match the headings that occur once in each draft: one stays though all around it goes."""
    heads = [Counter(clause.heading.casefold() for clause in words.outline) for words in (old, new)]
    places = {clause.heading.casefold(): index for index, clause in enumerate(new.outline)}
    for index, clause in enumerate(old.outline):
        heading = clause.heading.casefold()
        if not heading or heads[0][heading] != 1 or heads[1][heading] != 1:
            continue
        size = len(keys_of(heading))
        matcher.loose(old.at(index)[:size], new.at(places[heading])[:size])


def _rare(clauses: Mapping[int, tuple[Counter[str], str]]) -> dict[str, list[int]]:
    """Return the words that few of the clauses hold, and all headings, each with the clauses that hold it."""
    found: dict[str, list[int]] = defaultdict(list)
    for index, (bag, heading) in clauses.items():
        for word in bag:
            found[word].append(index)
        if heading:
            found[_HEADED + heading].append(index)
    most = max(_FEW_CLAUSES, len(clauses) // 50)
    return {word: places for word, places in found.items() if len(places) <= most or word.startswith(_HEADED)}


def _unmatched(words: Words, matched: Sequence[bool]) -> dict[int, tuple[Counter[str], str]]:
    """Return the clauses of which less than half is matched: their words, counted, and their headings."""
    found = {}
    for index, clause in enumerate(words.outline):
        places = words.at(index)
        if len(places) >= _FEWEST_WORDS and 2 * sum(matched[at] for at in places) < len(places):
            bag = Counter(words.keys[at] for at in places if not matched[at])
            found[index] = (bag, clause.heading.casefold())
    return found


def _drop_chance(old: Words, new: Words, matcher: _Matcher) -> None:
    """Undo matches between two clauses that share only a common phrase."""
    found = matcher.found
    shared = Counter((old.clauses[at], new.clauses[to]) for at, to in enumerate(found) if to != NOWHERE)
    for at, to in enumerate(found):
        if to == NOWHERE:
            continue
        clause, other = old.clauses[at], new.clauses[to]
        count = shared[clause, other]
        if count < _CHANCE_WORDS and count < _CHANCE_SHARE * min(len(old.at(clause)), len(new.at(other))):
            found[at] = NOWHERE
            matcher.taken[to] = False
