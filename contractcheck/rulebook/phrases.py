"""The phrase language of rules -> compiled phrases, and the chunks of words to look for.

    notify .. <customer> ... (security|data) (breach|incident)

Plain words match by base form; ``=meeting`` matches that very form only. ``...`` skips words (at most the rule's
``near``; ``...40`` at most 40), ``..`` skips at most four, ``(a|b c)`` is a choice, ``(a|)`` may be absent. ``<name>``
is a word list of ``rules/`` or a value slot (``<duration>``, ``<percent>``, ``<money>``, ``<number>``, ``<date>``).
``&`` joins two parts that may come in either order.

All literal chunks of all phrases are found in one pass over a contract (``language.phrasefinder``). A phrase is tried
only where all its chunks were found; whether they stand in order and near enough is seen last (``joining``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from itertools import chain, product
from typing import TYPE_CHECKING, Any

from contractcheck.language.baseforms import base_form
from contractcheck.language.passages import stream_words
from contractcheck.language.phrasefinder import FoundChunks, PhraseFinder
from contractcheck.model import Dimension

if TYPE_CHECKING:
    from spacy.tokens import Doc

SHORT_GAP = 4
"""Words that ``..`` may skip."""

_MAX_VARIANTS = 6000
_PIECE = re.compile(r"\.\.\.\d*|\.\.|[&()|]|<[a-z][a-z -]*>|[^\s()|<>&]+")
_WORD = re.compile(r"[\w'’/%$€£;-]+")
_EXACT = "="
_SLOTS = {dimension.value: dimension for dimension in Dimension}
# Words too frequent in contracts to start a search from.
_COMMON = frozenset(
    base_form(word)
    for word in (
        "shall will may must agreement party provider customer of to in by for or and any all not other be with on as "
        "from under have right service no each either if at such pursuant date which that written notice after prior "
        "upon during term terminate termination day month year section provide company information do reasonable time "
        "obligation agree would can than person include without within applicable law ; business use it is"
    ).split()
)

WordRange = tuple[int, int]
"""A half-open range of word positions."""


class PhraseError(ValueError):
    """A phrase that does not compile; the message says why."""


@dataclass(frozen=True, slots=True)
class Element:
    """One step of a phrase: a group of literal chunks, or a value slot. ``gap``: words that may come before it."""

    group: int
    slot: Dimension | None
    gap: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """A compiled phrase. ``parts`` may come in any order, within ``near`` words of one another."""

    source: str
    parts: tuple[tuple[Element, ...], ...]
    anchor: int
    needs: frozenset[int]
    near: int


class PhraseBook:
    """Compiles phrases and finds their chunks. Add all phrases, :meth:`freeze` it, then ask for :meth:`found`."""

    def __init__(
        self, lists: Mapping[str, tuple[str, ...]], scoped: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None
    ) -> None:
        """``lists`` are the word lists that all rules share, ``scoped`` those of single families."""
        self._lists = lists
        self._scoped = scoped or {}
        self._scope = ""
        self._owner = ""
        self._expanded: dict[tuple[str, str], list[tuple[str, ...]]] = {}
        self._groups: dict[tuple[str, frozenset[tuple[str, ...]]], int] = {}
        self._groups_of: dict[tuple[str, ...], list[int]] = {}
        self._weights: list[float] = []
        # One spelling stands for all forms of a word.
        self._surface: dict[str, str] = {}
        self._finder: PhraseFinder | None = None
        self.groups_of: list[tuple[int, ...]] = []
        self.keys_of: dict[int, set[int]] = {}

    def compile(self, source: str, near: int, scope: str = "", owner: str = "") -> Phrase:
        """Compile one phrase of a rule of the family ``scope``. Raises PhraseError, which says what is wrong.

        Phrases share the groups of equal chunks. With an ``owner`` the groups are shared only with phrases of the same
        owner.
        """
        self._scope, self._owner = scope, owner
        pieces = _PIECE.findall(source)
        if re.sub(r"\s+", "", "".join(pieces)) != re.sub(r"\s+", "", source):
            raise PhraseError("only words, '...', '..', '(a|b)', '<name>' and '&' are allowed")
        parts: list[tuple[Element, ...]] = []
        at = 0
        while True:
            elements, at = self._sequence(pieces, at, near)
            if not elements:
                raise PhraseError("a part without words")
            parts.append(tuple(elements))
            if at >= len(pieces):
                break
            at += 1  # "&"
        groups = [element.group for part in parts for element in part if element.slot is None]
        if not groups:
            raise PhraseError("a phrase needs at least one word")
        return Phrase(source, tuple(parts), self.rarest(groups), frozenset(groups), near)

    def group_of(self, words: Iterable[str], *, exact: bool) -> int:
        """Return the group of single words of which one must be met, as it is or in its base form."""
        self._owner = ""
        if exact:
            return self._group(frozenset((_EXACT + word,) for word in words))
        return self._group(frozenset((self._surface.setdefault(base_form(word), word),) for word in words))

    def rarest(self, groups: Iterable[int]) -> int:
        """Return the group whose words are the rarest in contracts: the search begins there."""
        return max(groups, key=lambda group: self._weights[group])

    def _sequence(self, pieces: list[str], at: int, near: int) -> tuple[list[Element], int]:
        elements: list[Element] = []
        gap = 0
        chunk: list[list[tuple[str, ...]]] = []

        def close() -> None:
            nonlocal gap
            if not chunk:
                return
            variants = _join(chunk)
            chunk.clear()
            if () in variants:
                # A choice that may be absent, alone between gaps, only widens the gap.
                gap += max(map(len, variants))
                return
            elements.append(Element(self._group(frozenset(variants)), None, gap if elements else 0))
            gap = 0

        while at < len(pieces) and pieces[at] != "&":
            piece = pieces[at]
            if piece.startswith(".."):
                if not chunk and not elements:
                    raise PhraseError("a phrase cannot begin with a gap")
                close()
                gap += SHORT_GAP if piece == ".." else int(piece[3:] or near)
                at += 1
            elif piece[0] == "<" and piece[1:-1] in _SLOTS:
                close()
                elements.append(Element(-1, _SLOTS[piece[1:-1]], max(gap, 1) if elements else 0))
                gap = 1
                at += 1
            elif piece == "(":
                choices, at = self._choice(pieces, at + 1)
                chunk.append(choices)
            elif piece in ")|":
                raise PhraseError(f"'{piece}' without '('")
            else:
                chunk.append(self._literal(piece))
                at += 1
        if gap > 1 and not chunk:
            raise PhraseError("a phrase cannot end with a gap")
        close()
        if not elements and pieces[at - 1 : at] not in ([], ["&"]):
            raise PhraseError("nothing but words that are passed over, such as 'the', or that may be absent")
        return elements, at

    def _choice(self, pieces: list[str], at: int) -> tuple[list[tuple[str, ...]], int]:
        choices: list[tuple[str, ...]] = []
        current: list[list[tuple[str, ...]]] = []
        while at < len(pieces):
            piece = pieces[at]
            if piece in ("|", ")"):
                joined = _join(current)
                if current and () in joined and not any(() in row for row in current if len(row) > 1):
                    raise PhraseError("a choice of nothing but words that are passed over, such as 'the': write (a|)")
                choices.extend(joined)
                current = []
                if piece == ")":
                    return choices, at + 1
                at += 1
            elif piece == "(":
                inner, at = self._choice(pieces, at + 1)
                current.append(inner)
            elif piece.startswith("..") or piece == "&" or (piece[0] == "<" and piece[1:-1] in _SLOTS):
                raise PhraseError(f"'{piece}' cannot stand inside '( )'")
            else:
                current.append(self._literal(piece))
                at += 1
        raise PhraseError("'(' without ')'")

    def _literal(self, piece: str) -> list[tuple[str, ...]]:
        if piece[0] == "<":
            return self._list(piece[1:-1])
        if piece[0] == _EXACT and _WORD.fullmatch(piece[1:]):
            return [tuple(_EXACT + word for word in _piece_words(piece[1:]))]
        if not _WORD.fullmatch(piece):
            raise PhraseError("only words, '...', '..', '(a|b)', '<name>' and '&' are allowed")
        return [tuple(self._surface.setdefault(base_form(word), word) for word in _piece_words(piece))]

    def _list(self, name: str) -> list[tuple[str, ...]]:
        own = self._scoped.get(self._scope, {})
        key = (self._scope if name in own else "", name)
        if key not in self._expanded:
            entries = own.get(name) or self._lists.get(name)
            if entries is None:
                known = get_close_matches(name, [*own, *self._lists, *_SLOTS], n=3)
                hint = f" (near it: {', '.join(known)})" if known else ""
                raise PhraseError(f"no word list or slot is called <{name}>{hint}")
            self._expanded[key] = []  # a list that names itself comes out empty instead of looping
            rows: list[tuple[str, ...]] = []
            try:
                for entry in entries:
                    choices, _ = self._choice(["(", *_PIECE.findall(entry), ")"], 1)
                    rows.extend(choices)
            except PhraseError as error:
                del self._expanded[key]
                raise PhraseError(f"the list <{name}>: {error}") from None
            self._expanded[key] = rows
        return self._expanded[key]

    def _group(self, variants: frozenset[tuple[str, ...]]) -> int:
        known = self._groups.get((self._owner, variants))
        if known is not None:
            return known
        group = self._groups[self._owner, variants] = len(self._groups)
        for variant in variants:
            self._groups_of.setdefault(variant, []).append(group)
        self._weights.append(min(map(_weight, variants)) - len(variants) / 1000)
        return group

    def freeze(self) -> None:
        """Gather the chunks once all phrases are compiled. Chunks that belong to the same groups share a key."""
        keys: dict[tuple[int, ...], int] = {}
        for groups in self._groups_of.values():
            keys.setdefault(tuple(groups), len(keys))
        self.groups_of = list(keys)
        self.keys_of = {}
        for of, key in keys.items():
            for group in of:
                self.keys_of.setdefault(group, set()).add(key)
        finder = PhraseFinder()
        for variant, groups in self._groups_of.items():
            exact = any(word[0] == _EXACT for word in variant)
            finder.add((word.removeprefix(_EXACT) for word in variant), keys[tuple(groups)], exact=exact)
        self._finder = finder

    @property
    def finder(self) -> PhraseFinder:
        """What finds the chunks. Raises RuntimeError where the book is not frozen yet."""
        if self._finder is None:
            raise RuntimeError("freeze the phrase book first")
        return self._finder

    def __getstate__(self) -> dict[str, Any]:
        """What finding needs. What compiling needs is left out: a kept book takes no more phrases."""
        return {"groups_of": self.groups_of, "keys_of": self.keys_of, "_finder": self._finder}

    def found(self, doc: Doc) -> FoundChunks:
        """Find all chunks, in order of their start.

        A key stands for all chunks of the same groups: ``groups_of[key]``, and the other way round ``keys_of[group]``.
        """
        return self.finder.found(doc)


@cache
def _piece_words(piece: str) -> tuple[str, ...]:
    return tuple(stream_words(piece))


def _join(chunk: list[list[tuple[str, ...]]]) -> list[tuple[str, ...]]:
    size = 1
    for choices in chunk:
        size *= max(len(choices), 1)
    if size > _MAX_VARIANTS:
        raise PhraseError(f"a chunk with {size} variants is too wide: split it with '..'")
    return [tuple(chain.from_iterable(combination)) for combination in product(*chunk)]


def _weight(variant: tuple[str, ...]) -> float:
    return sum(map(_rarity, variant))


@cache
def _rarity(word: str) -> float:
    return 0.1 if base_form(word.removeprefix(_EXACT)) in _COMMON else 1.0
