"""Damaged text: what PDFium gives is judged by whether it holds words.

A wrong map from signs to letters turns a page into a cipher; fonts lose their ligatures ("notfy"); words are printed
twice, a little apart ("AAggrreeee"), or run into each other. What can be repaired surely is repaired, and said. A page
that cannot be is recognised as an image is, or not read. Sound pages cost a look at their words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, groupby, pairwise

from contractcheck.model import LeftOut, LeftOutKind
from contractcheck.model.pagenames import pages as page_names
from contractcheck.reading.languages.tongues import OTHER_SCRIPT, all_own
from contractcheck.reading.pdf.joined import Joined
from contractcheck.reading.pdf.pages import Raw
from contractcheck.reading.pdf.rewriting import Edit
from contractcheck.reading.pdf.wordlist import (
    LETTERS,
    LIGATURES,
    Lost,
    damaged_forms,
    forms,
    letters_of,
    long_words,
    parted_ends,
    parted_forms,
    words,
)

# A page of fewer signs, without figures and points, does not tell. Of the 6,800 pages of 406 sound contracts none has
# less than 0.14 of its signs in known words, not even a list of names; a cipher has next to none, and so has a page in
# another language, which shows the small words of that. A page with so many known words is not counted further.
MIN_SIGNS, MIN_KNOWN, MIN_FOREIGN, SURE, MAX_MEAN = 120, 0.09, 0.04, 60, 9
HEAD = 150
# Short forms of damaged words may be names and initials: they count where so many others are damaged.
SHORT, MANY = 4, 3
# A damaged form stands as often as this at most, or no more often than the whole word.
ONCE = 2
# Names that look like damaged words are no longer than this.
NAME = 5
# So many words with a sign without meaning inside are a damaged page.
MAX_BROKEN = 8
CIPHER = "the letters in the file do not make words"
BROKEN = "many words in the file hold signs without a meaning"

_ADDRESS = re.compile(r"://|www\.|\.(?:com|org|net|gov|edu|html?|pdf|aspx?)\b|\w@\w", re.IGNORECASE)
# Bases, or the letters of amino acids in groups; beside them stand numbers.
_GENES = re.compile(r"[acgtun]+|[ACGTUN]+|[A-Z]{5,}|\d+")
_NEUTRAL = re.compile(r"[\s\d_.,;:\-–—*=|•·$%()/\[\]§'\"’“”]+")
_DOUBLED = re.compile(r"\S+")
# What a font has in the private area is a sign without meaning, but for the space of fonts of symbols.
_SIGN = "\ufffd\ue000-\uf01f\uf021-\uf8ff\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f"
_WITH_SIGN = re.compile(f"[^\\W\\d_]*[{_SIGN}][^\\W\\d_{_SIGN}]*")
_SIGNS = re.compile(f"[{_SIGN}]")
# Beside these a word is only a part of one.
_BROKEN_OFF = "-\u00ad\ufffe\x02‐‑"


@dataclass
class Damage:
    """What is wrong with the pages: ``unread`` by number, and why; ``notes`` say what was repaired."""

    unread: dict[int, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def mended(raws: Sequence[Raw], joined: Joined) -> Damage:
    """Judge the pages, and add to them the changes that repair them. ``joined`` parts words that ran together."""
    found = Damage()
    known = words()
    tokens = [letters_of(raw.text) if raw.opened and not raw.unread_scan else [] for raw in raws]
    distinct = set[str]().union(*tokens)
    joined.suspect(distinct)
    low = [number for number, page in enumerate(tokens, start=1) if _is_cipher(page, known, raws[number - 1].text)]
    for number in low:
        # Words that all ran together are no known words either.
        if not joined.mend(number, raws[number - 1], tokens[number - 1], found.unread):
            found.unread[number] = CIPHER
    if CIPHER in found.unread.values():  # then short pages of the file are no better
        for number, page in enumerate(tokens, start=1):
            if page and number not in low and _is_cipher(page, known, raws[number - 1].text, 1):
                found.unread[number] = CIPHER
    repair = _Repair(raws, tokens, distinct, found)
    repair.doubled()
    repair.ligatures()
    repair.signs()
    repair.parted()
    for number, page in enumerate(tokens, start=1):
        if number not in found.unread and number not in low:
            joined.mend(number, raws[number - 1], page, found.unread)
    if joined.mended:  # then a page with a few such words is no accident
        for number, page in enumerate(tokens, start=1):
            if number not in found.unread:
                joined.mend(number, raws[number - 1], page, found.unread, least=1)
    repair.tell(joined)
    return found


def _is_cipher(page: Sequence[str], known: frozenset[str], text: str, least: int = MIN_SIGNS) -> bool:
    if sum(map(long_words().__contains__, page[:HEAD])) >= SURE:  # a sound page has enough of them near its head
        return False
    long = [word for word in page if len(word) > 2]
    if not page or sum(map(known.__contains__, long)) >= SURE:
        return False
    if least == MIN_SIGNS and sum(map(len, long)) > MAX_MEAN * len(long) and _is_sequence(text):
        return False
    signs = len(_NEUTRAL.sub("", text))
    if signs < least or sum(len(word) for word in long if word in known) >= MIN_KNOWN * signs:
        return False
    if len(OTHER_SCRIPT.findall(text)) > 0.3 * signs:
        return False
    return sum(len(word) for word in page if len(word) > 2 and word in all_own()) < MIN_FOREIGN * signs


def _is_sequence(text: str) -> bool:
    """Whether long rows of letters are addresses of web pages or a sequence of genes. Lost spaces make them too."""
    rows = text.split()
    addresses = sum(1 for row in rows if _ADDRESS.search(row))
    sequence = sum(1 for row in rows if _GENES.fullmatch(row))
    return addresses + sequence > len(rows) / 2


class _Repair:
    """Repairs words of all pages that are no ciphers, and keeps what it did for the notes."""

    def __init__(self, raws: Sequence[Raw], tokens: Sequence[Sequence[str]], distinct: set[str], found: Damage) -> None:
        self._found = found
        self._pages = [(number, raw) for number, raw in enumerate(raws, start=1) if number not in found.unread]
        self._tokens = tokens
        self._words = distinct
        self._mended: list[tuple[str, str, int]] = []
        self._twice: list[int] = []
        self._touched: set[tuple[int, int]] = set()

    @cached_property
    def _vocabulary(self) -> Counter[str]:
        """How often each word stands in the file. Most sound files do not ask."""
        return Counter(chain.from_iterable(self._tokens))

    @cached_property
    def _small(self) -> set[str]:
        """The words that stand in small letters somewhere."""
        return {word for _, raw in self._pages for word in LETTERS.findall(raw.text) if word.islower()}

    def doubled(self) -> None:
        """Halve words whose letters are all printed twice, in runs of such words."""
        if not any(word[:1] == word[1:2] and _is_twice_known(word) for word in self._words):
            return
        for number, raw in self._pages:
            for line in re.finditer(r"[^\r\n]+", raw.text):
                found = list(_DOUBLED.finditer(raw.text, line.start(), line.end()))
                for twice, run in groupby(found, key=lambda token: _is_doubled(token[0])):
                    row = list(run)
                    if twice and any(_is_twice_known(token[0].lower()) for token in row):
                        raw.edits.extend(Edit(token.start(), token.end(), token[0][::2]) for token in row)
                        self._twice.extend([number] * len(row))

    def ligatures(self) -> None:
        """Give words their lost ligatures back. A form that two words may have become is not sure."""
        damaged = damaged_forms()
        hits = damaged.keys() & self._words
        if not hits:
            return
        count = self._vocabulary
        # Where a file damages all its ligatures, many words show it; where it does so here and there, the whole words
        # stand in it more often than the damaged ones. A single strange word may be a word that is not known here.
        kinds = Counter(lost.length for form in hits if (lost := damaged[form]) and len(form) > SHORT)
        table: dict[str, Lost | None] = {}
        for form in hits:
            lost = damaged[form]
            many = lost is None or kinds[lost.length] >= MANY
            rare = lost is not None and count[form] <= max(ONCE, count[lost.word]) and len(form) > SHORT
            # A name may look like such a word ("Acton"): it has a capital wherever it stands.
            whole = lost is not None and lost.ligature[0] == "f" and len(form) > NAME and count[lost.word] > 0
            rare = rare and (sum(kinds.values()) > 1 or form in self._small or whole)
            if rare or (many and (lost is not None or sum(kinds.values()) >= MANY)):
                table[form] = lost
        if not table:
            return
        # Names and rare words may be damaged too: where the file damages words, those of its own are asked as well.
        own = {word for word, often in count.items() if often > 1 and word not in hits}
        more = forms(own, words() | own)
        for form in more.keys() & count.keys() - damaged.keys():
            lost = more[form]
            if lost is not None and count[lost.word] > count[form] and kinds[lost.length]:
                table[form] = lost
        for number, raw in self._pages:
            if table.keys().isdisjoint(self._tokens[number - 1]):
                continue
            for token in LETTERS.finditer(raw.text):
                form = token[0].lower()
                if form not in table or _is_part(raw.text, token.start(), token.end()):
                    continue
                lost = table[form]
                if lost is None:
                    place = (token.start(), token.end())
                    raw.left.append(LeftOut(LeftOutKind.UNREADABLE, number, token[0], *place))
                else:
                    self._give_back(number, raw, token.start(), token[0], lost)

    def _give_back(self, number: int, raw: Raw, start: int, token: str, lost: Lost) -> None:
        self._touched.add((number, start))
        kept = token[lost.at : lost.at + lost.length]
        ligature = lost.ligature.upper() if len(token) > 2 and token.isupper() else lost.ligature
        if lost.at == 0 and not kept and raw.text[max(0, start - 2) : start].strip() in ("", "."):
            ligature = ligature if not token[:1].isupper() else ligature.capitalize()
        new = kept + ligature[len(kept) :]
        raw.edits.append(Edit(start + lost.at, start + lost.at + lost.length, new))
        self._mended.append((token, token[: lost.at] + new + token[lost.at + lost.length :], number))

    def signs(self) -> None:
        """Put ligatures where a sign without meaning stands in a word; a page with many others is not read."""
        known = words()
        for number, raw in self._pages:
            if not _SIGNS.search(raw.text):
                continue
            broken = []
            for token in _WITH_SIGN.finditer(raw.text):
                word = token[0]
                if len(word) < 3 or _is_part(raw.text, token.start(), token.end()):
                    continue
                fits = {
                    whole
                    for ligature in LIGATURES
                    if (whole := _SIGNS.sub(ligature, word)).lower() in known or self._vocabulary[whole.lower()]
                }
                if len(fits) == 1:
                    raw.edits.append(Edit(token.start(), token.end(), fits.pop()))
                    self._mended.append((word, raw.edits[-1].text, number))
                elif sum(map(str.isalpha, word)) > 1:
                    broken.append(token)
            if len(broken) >= MAX_BROKEN:
                self._found.unread[number] = BROKEN
            else:
                raw.left.extend(
                    LeftOut(LeftOutKind.UNREADABLE, number, token[0], token.start(), token.end()) for token in broken
                )

    def parted(self) -> None:
        """Join words that a lost ligature has parted: "con dential"."""
        if parted_ends().isdisjoint(self._words):
            return
        pairs = parted_forms()
        for number, raw in self._pages:
            tokens = list(LETTERS.finditer(raw.text))
            for before, token in pairwise([None, *tokens]):
                if token is None or (number, token.start()) in self._touched:
                    continue
                end, near = token[0].lower(), before is not None and raw.text[before.end() : token.start()] == " "
                ligature = pairs.get((before[0].lower(), end), "") if before is not None and near else ""
                if ligature and before is not None:
                    raw.edits.append(Edit(before.end(), token.start(), ligature))
                    old = raw.text[before.start() : token.end()]
                    self._mended.append((old, before[0] + ligature + token[0], number))
                elif len(end) > 2 and (ligature := pairs.get(("", end), "")) and token[0].islower():
                    # The space that stands for it at the beginning of a word has become one with that before the word.
                    raw.edits.append(Edit(token.start(), token.start(), ligature))
                    self._mended.append((token[0], ligature + token[0], number))

    def tell(self, joined: Joined) -> None:
        """Say what was repaired, and where."""
        notes = self._found.notes
        if self._mended:
            before, after, _ = self._mended[0]
            where = page_names({number for _, _, number in self._mended})
            count = len(self._mended)
            words_ = "1 word that had" if count == 1 else f"{count} words that had"
            notes.append(f"Repaired: {words_} lost letters in the file, on {where} (“{before}” is read as “{after}”).")
        if self._twice:
            notes.append(f"Repaired: words printed twice, letter by letter, on {page_names(set(self._twice))}.")
        if joined.mended:
            before, after, _ = joined.mended[0]
            where = page_names({number for _, _, number in joined.mended})
            notes.append(f"Repaired: words that ran together, on {where} (“{before}” is read as “{after}”).")


def _is_doubled(token: str) -> bool:
    return len(token) > 1 and len(token) % 2 == 0 and token[::2] == token[1::2]


def _is_twice_known(word: str) -> bool:
    """Whether a word is a known one with each letter twice. A row of crosses or dashes is none."""
    return _is_doubled(word) and len(word) > 5 and word[::2] in words()


def _is_part(text: str, start: int, end: int) -> bool:
    """Whether letters are only a part of a word that is broken, or of an address."""
    return text[start - 1 : start] in (*_BROKEN_OFF, "@", "/") or text[end : end + 1] in (*_BROKEN_OFF, "@", "/")
