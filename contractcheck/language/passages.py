"""Clauses -> words, sentences and list items: the stream that rules are matched on.

The stream holds the words that carry meaning, lower-cased, each with its place in ``Document.text``. Articles,
quotation marks and brackets are left out, so that "breach of this Agreement" and "breach of the Agreement" are the same
words. Contents, furniture and headings never enter it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from contractcheck.language.abbreviations import ends_sentence
from contractcheck.language.breaks import Noise, Parts, after_break, new_paragraph, opens_item
from contractcheck.language.tablerows import by_rows, row_starts
from contractcheck.model import Clause, ClauseKind, Cleaned, Document, Outline, Side, Span, State, StateKind

REDACTED = "[redacted]"
"""The word that stands in the stream for a passage cut out by the filer: ``[***]``, ``[*]``, ``REDACTED``."""

BLANK = "[blank]"
"""The word that stands in the stream for something that is still to be filled in: "____", "[insert date]"."""

SEMICOLON = ";"
"""The only mark kept in the stream: it ends the reach of a negation."""

# Determiners say nothing about the duty; both rules and contracts drop them.
_DROPPED = frozenset(
    "a an the this these those such said its their his her our your hereby herein thereof hereof".split()
)

# One pass over the text: words (also hyphenated over a line end), numbers, redactions, item marks, sentence ends.
# The space after a word is taken with it, which saves a fifth of the time.
_TOKEN = re.compile(
    r"""
    (?P<word>[A-Za-z]+(?:(?:[-\xad\x02\ufffe]\s*\n\s*|[\xad\x02\ufffe])[a-z]+)*(?:['’][A-Za-z]+)?)[ ]?
    |(?P<number>\d+(?:[,.]\d+)*)
    |(?P<redacted>\[\s*(?:\\?[*•●_Xx]\s*){1,12}\]|\[\s*redacted\s*\]|\*{3,}|\[\s*…\s*\])
    |(?P<item>\((?:[a-z]{1,2}|[ivx]{1,5}|[A-H]|\d{1,2})\))
    |(?P<end>[.?!]["”’')\]]*(?=\s|$))
    |(?P<colon>:)
    |(?P<semi>;)
    |(?P<symbol>[%$€£&§])
    |(?P<hyphen>(?<=[A-Za-z])[-‐‑](?=[A-Za-z]))
    |(?P<gap>\n[ \t\xa0\r]*(?:\n|(?=(?:WHEREAS|NOW,?[ \xa0]THEREFORE)\b)))
    """,
    re.VERBOSE,
)

CUSTOMER_DATA = "customerdata"
"""The word that stands for a term which the contract defines as data of the customer."""

# "WITNESSETH: WHEREAS ...; and WHEREAS ...": no list, though it is printed like one.
_RECITAL = re.compile(r"\s*(?:WHEREAS|NOW\b)", re.IGNORECASE)
# Written as one word by some and with a hyphen by others.
_JOINED_PREFIXES = frozenset("sub non re pre co anti multi inter un mis over under back e".split())
# What stands between the words of a name, and at most so many of it.
_NAME_MARKS = frozenset(",.&'’-")
_NAME_GAP = 4
# A body this short that holds a figure belongs to the label before it ("Response time: 4 hours").
_FIGURE_CHARS = 80
_FIGURE = re.compile(r"\d\s*(?:%|percent|hours?|minutes?|days?|a\.?m|p\.?m|x\s*\d|/\s*\d)", re.IGNORECASE)
# A piece this long without a sentence end is cut at semicolons: lists of a page are no sentence.
_MAX_SENTENCE = 400


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, or one item of a list with the words that lead into it.

    ``start``/``end`` are a half-open range of word positions; ``lead`` is the range of the lead-in, or None.
    ``clause`` is an index into ``Outline.clauses``.
    """

    clause: int
    start: int
    end: int
    lead: tuple[int, int] | None = None


@dataclass(frozen=True)
class Stream:
    """The words of a contract in order, and its passages. ``starts[i]``/``ends[i]`` place ``words[i]`` in the text.

    ``named`` are the positions of the words that stand for a party's name.
    """

    words: list[str]
    starts: list[int]
    ends: list[int]
    passages: list[Passage]
    sentence_of: list[int] = field(default_factory=list)
    named: list[int] = field(default_factory=list)

    def position(self, offset: int) -> int:
        """Return the position of the first word that starts at or after a character offset."""
        return bisect_left(self.starts, offset)


@dataclass(frozen=True)
class Names:
    """What a contract calls its parties and their data: first word -> (all words, the word that stands for them)."""

    by_first: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, aliases: dict[str, Side], data: Iterable[str] = ()) -> Names:
        """Build from printed alias -> side, and defined terms that stand for data of the customer.

        An unclear side becomes the word "party".
        """
        table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        stand_ins = dict.fromkeys(data, CUSTOMER_DATA) | {
            alias: side.value if side in (Side.PROVIDER, Side.CUSTOMER) else "party" for alias, side in aliases.items()
        }
        for alias, standing in stand_ins.items():
            words = tuple(re.findall(r"[A-Za-z]+|\d+", alias))
            if words:
                table.setdefault(words[0], []).append((words, standing))
                if len(words) == 1:
                    for owning in ("’s", "'s", "’S", "'S"):
                        table.setdefault(words[0] + owning, []).append((words, standing))
        return cls({first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in table.items()})


def stream(
    document: Document,
    cleaned: Cleaned,
    outline: Outline,
    names: Names | None = None,
    states: Sequence[State] = (),
) -> Stream:
    """Split a contract into words and passages.

    ``names`` replaces party names by "provider" and "customer", so that rules can speak of roles. Of the ``states``,
    notes are passed over, a blank is one word, and an option is a passage of its own with the words that lead to it.
    """
    builder = _Builder(document.text, (names or Names()).by_first)
    notes = [Span(one.start, one.end) for one in states if one.kind is StateKind.NOTE]
    noise = Noise.of((*cleaned.noise, *notes)) if notes else Noise(cleaned.noise)
    parts = Parts(states)
    tails: dict[int, tuple[int, int]] = {}
    rows = row_starts(document.tables)
    for index, clause in enumerate(outline.clauses):
        if clause.kind is ClauseKind.CONTENTS:
            continue
        inherited = _inherited_lead(outline.clauses, index, tails)
        before: tuple[int, int] | None = None
        for start, end, is_option in parts.of(_first_offset(document.text, clause), clause.end):
            lead = before or inherited if is_option else inherited
            sentences = builder.read(parts.with_blanks(noise.pieces(start, end)))
            for first, last, items, open_end in by_rows(sentences, builder.starts, rows):
                builder.add(index, first, last, items, lead)
                if open_end:
                    tails[index] = (first, items[0]) if items else (first, last)
                else:
                    tails.pop(index, None)
            if not is_option:
                before = tails.get(index)
    return builder.stream()


def stream_of(text: str) -> Stream:
    """Return the words of a short text without clauses, in sentences and items."""
    builder = _Builder(text, {})
    for first, last, items, _ in builder.read([(0, len(text), False)]):
        builder.add(0, first, last, items, None)
    return builder.stream()


def _first_offset(text: str, clause: Clause) -> int:
    """Where the words of a clause begin: after its heading, unless the two are one line of a list of figures.

    "Monthly availability target: 99.95 %." is such a line. A heading without a figure beside it never counts.
    """
    if clause.heading and clause.end - clause.body <= _FIGURE_CHARS and _FIGURE.search(text, clause.body, clause.end):
        return clause.start
    if clause.heading and not text[clause.body : clause.end].strip() and _FIGURE.search(clause.heading):
        return clause.start
    return clause.body


def _inherited_lead(
    clauses: tuple[Clause, ...], index: int, tails: dict[int, tuple[int, int]]
) -> tuple[int, int] | None:
    """A clause "(a) encrypt ..." under "The Provider shall:" is read together with those words."""
    parent = clauses[index].parent
    return tails.get(parent) if parent >= 0 else None


class _Builder:
    """Collects words and passages. One object a document, so that the inner loop works on local lists."""

    def __init__(self, text: str, names: dict[str, tuple[tuple[tuple[str, ...], str], ...]]) -> None:
        self.text = text
        self.names = names
        # Printed word -> the word that stands for it, "" where it is passed over. Most words come back. Words with
        # which a party's name begins are left out.
        self.meant: dict[str, str] = {}
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.passages: list[Passage] = []
        self.sentence_of: list[int] = []
        self.named: list[int] = []

    def stream(self) -> Stream:
        """Return what was collected."""
        return Stream(self.words, self.starts, self.ends, self.passages, self.sentence_of, self.named)

    def add(self, clause: int, first: int, last: int, items: list[int], lead: tuple[int, int] | None) -> None:
        """Record a sentence and its list items as passages."""
        self.sentence_of.extend([len(self.passages)] * (last - len(self.sentence_of)))
        self.passages.append(Passage(clause, first, last, lead))
        if items and items[0] > first:
            own = (first, items[0])
            for at, item in enumerate(items):
                end = items[at + 1] if at + 1 < len(items) else last
                if end > item and (at > 0 or end < last):
                    self.passages.append(Passage(clause, item, end, own))

    def read(self, pieces: Iterable[tuple[int, int, bool]]) -> list[tuple[int, int, list[int], bool]]:
        """Append the words of some ranges of text; return (first, last, items, unfinished) a sentence.

        A range that is marked is a blank, whatever stands in it.
        """
        text, words, starts, ends, names = self.text, self.words, self.starts, self.ends, self.names
        meant = self.meant
        sentences: list[tuple[int, int, list[int], bool]] = []
        first = len(words)
        items: list[int] = []
        raw = ""
        joined = ""
        joined_at = 0
        named_until = 0
        after_colon = False
        # Where the words behind the sentence's first colon begin: a list, where its paragraphs end in semicolons.
        listed = -1
        for piece_start, piece_end, is_blank in pieces:
            if is_blank:
                words.append(BLANK)
                starts.append(piece_start)
                ends.append(piece_end)
                raw, joined, after_colon = "", "", False
                continue
            for match in _TOKEN.finditer(text, piece_start, piece_end):
                kind = match.lastgroup
                if kind == "word":
                    raw = match[1]
                    word = meant.get(raw)
                    start, end = match.span(1)
                    after_colon = False
                    # Five words of six were met before, and no name begins with them.
                    if word is not None and not joined and start >= named_until:
                        if word:
                            words.append(word)
                            starts.append(start)
                            ends.append(end)
                        continue
                    if word is None:
                        word = _undone(raw)
                        word = "" if word in _DROPPED else word
                        if raw not in names:
                            meant[raw] = word
                    if joined:
                        word, start, joined = joined + _undone(raw), joined_at, ""
                    if start < named_until:
                        continue
                    if raw in names:
                        standing, named_until = self._party(raw, start)
                        if standing:
                            word, end = standing, named_until
                            if standing != CUSTOMER_DATA:
                                self.named.append(len(words))
                    if word:
                        words.append(word)
                        starts.append(start)
                        ends.append(end)
                elif kind == "number" or kind == "symbol":
                    raw = match.group()
                    if match.start() < named_until:
                        continue
                    end = match.end()
                    word = raw
                    if raw in names:  # "37signals"
                        standing, named_until = self._party(raw, match.start())
                        if standing:
                            word, end = standing, named_until
                            if standing != CUSTOMER_DATA:
                                self.named.append(len(words))
                    words.append(word)
                    starts.append(match.start())
                    ends.append(end)
                    after_colon = False
                elif kind == "redacted":
                    words.append(REDACTED)
                    starts.append(match.start())
                    ends.append(match.end())
                elif kind == "end":
                    if match.group() == "." and not ends_sentence(text, match.start(), raw):
                        continue
                    if len(words) > first:
                        sentences.append((first, len(words), items, False))
                        first, items = len(words), []
                elif kind == "item":
                    if match.group()[1].isdigit() and not after_colon and not after_break(text, match.start()):
                        continue
                    if opens_item(text, match.start()):
                        items.append(len(words))
                elif kind == "semi":
                    if len(words) > first:
                        if len(words) - first > _MAX_SENTENCE and not items:
                            sentences.append((first, len(words), items, False))
                            first, items = len(words), []
                        else:
                            words.append(SEMICOLON)
                            starts.append(match.start())
                            ends.append(match.end())
                elif kind == "hyphen":
                    if words and words[-1] in _JOINED_PREFIXES and ends[-1] == match.start():
                        joined, joined_at = words.pop(), starts.pop()
                        ends.pop()
                elif kind == "colon":
                    after_colon = True
                    listed = listed if listed > first else len(words)
                elif (
                    kind == "gap"
                    and listed > first
                    and items[:1] in ([], [listed])
                    and _ends_item(words)
                    and not _RECITAL.match(text, match.end())
                ):
                    items.extend([len(words)] if items else [listed, len(words)])
                elif (
                    kind == "gap"
                    and not after_colon
                    and not items
                    and len(words) > first
                    and new_paragraph(text, match.end())
                ):
                    sentences.append((first, len(words), items, False))
                    first, items = len(words), []
        if len(words) > first:
            sentences.append((first, len(words), items, True))
        return sentences

    def _party(self, raw: str, start: int) -> tuple[str, int]:
        """Return the word that stands for a party name here and where the name ends, or ("", 0)."""
        for parts, standing in self.names[raw]:
            if len(parts) == 1:
                return standing, start + len(raw)
            end = _name_end(self.text, start, parts)
            if end:
                return standing, end
        return "", 0


def _ends_item(words: list[str]) -> bool:
    """Whether a paragraph that ends here is an item of a list without marks: "...;" or "...; and"."""
    return words[-1:] == [SEMICOLON] or (words[-2:-1] == [SEMICOLON] and words[-1] in ("and", "or"))


def _name_end(text: str, start: int, parts: tuple[str, ...]) -> int:
    """Return where a name of several words that begins at ``start`` ends, or 0 where another name stands there."""
    at = start
    for number, part in enumerate(parts):
        if number:
            after = at
            while after - at <= _NAME_GAP and (
                text[after : after + 1] in _NAME_MARKS or text[after : after + 1].isspace()
            ):
                after += 1
            if not (after > at or text[at - 1].isdigit()) or after - at > _NAME_GAP:
                return 0
            at = after
        if not text.startswith(part, at):
            return 0
        at += len(part)
    return at


def stream_words(text: str) -> list[str]:
    """Return the words of a short text as they would stand in a stream."""
    builder = _Builder(text, {})
    builder.read([(0, len(text), False)])
    return builder.words


def _undone(raw: str) -> str:
    """Return a printed word in small letters, without a hyphen at a line end and without a possessive."""
    word = raw.lower()
    if word.isalpha():
        return word
    for mark in "'’":
        if mark in word:
            head, _, tail = word.partition(mark)
            word = head if tail in ("s", "") else head + tail
    return "".join(letter for letter in word if letter.isalpha())
