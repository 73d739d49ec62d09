"""Words that run into each other because the page leaves next to no space between them.

Where a page does so again and again, its letters are measured: the gaps on the page tell where words end, and the words
must be known ones. Otherwise the page is not sure to read.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Container, Sequence
from itertools import pairwise
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium_c

from contractcheck.reading.pdf.letters import letters
from contractcheck.reading.pdf.look import Frame
from contractcheck.reading.pdf.pages import Raw
from contractcheck.reading.pdf.rewriting import Edit
from contractcheck.reading.pdf.wordlist import LETTERS, words

# So many words of a page, and such a share of them, that fall into known words are words that ran together.
MIN_JOINED, MIN_SHARE = 3, 0.02
# A piece of fewer letters is not a word, except these.
SHORT, SINGLE = 3, frozenset("a i".split())
PAIRS = frozenset("of to in or be by is it as at on an if no do we us so up".split())
SMALL = tuple("the of and shall any for this that with will which from not such to or".split())
# The gap at the end of a word is wider than those inside it by this, of the height of the letters;
# and the narrowest of such gaps than the widest of the others by the second.
WIDER, CLEAR = 0.03, 0.02
# A gap of so many heights parts more than words: PDFium has seen it.
MOST = 2.0
# Words longer than this are no words; a chain of joined ones is parted up to this length.
MAX_WORD = 400
JOINED = "the words in the file run into each other"


class Joined:
    """Parts words that ran together. ``mended`` holds what was found, what it is read as, and the page."""

    def __init__(self, pdf: pypdfium2.PdfDocument) -> None:
        self._pdf = pdf
        self.mended: list[tuple[str, str, int]] = []
        self._done: set[int] = set()
        self._suspects: set[str] = set()

    def suspect(self, distinct: set[str]) -> None:
        """Pick those of the words of a file that look like several: pages with too few of them are not looked at."""
        strange = [word for word in distinct.difference(words()) if len(word) > 5]
        self._suspects = {word for word in strange if len(word) > 14 or word.startswith(SMALL) or word.endswith(SMALL)}

    def mend(self, number: int, raw: Raw, page: Sequence[str], unread: dict[int, str], least: int = MIN_JOINED) -> bool:
        """Part the words of a page that ran together, and tell whether it did.

        Where that is not sure the page goes to ``unread``. ``least`` is the number of such words that it takes.
        """
        if number in self._done:
            return True
        if len(self._suspects) < least or len(self._suspects.intersection(page)) < least:
            return False
        known = words()
        strange = {word for word in set(page).difference(known) if len(word) > 5}
        wanted = {word for word in strange if _falls_apart(word, known)}
        # Names and compounds fall into words as well ("Allstate"); running text has small words in nearly all of them.
        small = sum(any(_ends_with(word, one, known) for one in SMALL) for word in wanted)
        count = sum(word in wanted for word in page) if small >= least else 0
        if count < MIN_SHARE * len(page) or not count or (least > 1 and small < len(wanted) / 3):
            return False
        tokens = [token for token in LETTERS.finditer(raw.text) if token[0].lower() in wanted]
        loaded = self._pdf[number - 1]
        textpage = loaded.get_textpage()
        try:
            return self._parted(number, raw, textpage, tokens, count, len(page), unread, least)
        finally:
            textpage.close()
            loaded.close()

    def _parted(
        self,
        number: int,
        raw: Raw,
        textpage: pypdfium2.PdfTextPage,
        tokens: Sequence[re.Match[str]],
        count: int,
        size: int,
        unread: dict[int, str],
        least: int,
    ) -> bool:
        """Part the words of a page at the gaps that are measured on it."""
        known = words()
        by_offset = _advances(textpage, raw.text, {at for token in tokens for at in range(*token.span())})
        gaps = _Gaps()
        parted: list[tuple[str, str, int]] = []
        for token in tokens:
            if len(token[0]) > MAX_WORD:
                continue
            cuts = gaps.cuts(token[0].lower(), [by_offset.get(at) for at in range(*token.span())], known)
            if cuts:
                new = " ".join(token[0][one:other] for one, other in pairwise([0, *cuts, len(token[0])]))
                parted.append((token[0], new, number))
        sure = len({row[0] for row in parted}) >= least
        if sure:
            self._done.add(number)
            raw.edits.extend(Edit(at, at, " ") for at in gaps.all_cuts(raw.text, _advances(textpage, raw.text)))
            self.mended.extend(parted)
        # Single words of two known ones are names as a rule ("PayPoint"); a page of them is damaged.
        if len(parted) < count / 2 and count >= max(8, 0.1 * size):
            unread[number] = JOINED
        return sure


def _advances(textpage: pypdfium2.PdfTextPage, text: str, only: Container[int] | None = None) -> dict[int, Frame]:
    """The boxes of letters with the space that belongs to them, by offset: within a word the next begins at the end.

    A letter begins at its origin: the foot of a "J" reaches back into the gap before it.
    """
    box = pdfium_c.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    found = {}
    for one in letters(textpage, text, only):
        if pdfium_c.FPDFText_GetLooseCharBox(textpage, one.index, box):
            pdfium_c.FPDFText_GetCharOrigin(textpage, one.index, x, y)
            left = min(max(float(box.left), x.value), float(box.right))
            found[one.offset] = (left, float(box.bottom), float(box.right), float(box.top))
    return found


def _falls_apart(word: str, known: frozenset[str]) -> bool:
    """Whether a word is made of known words and nothing else."""
    if len(word) > MAX_WORD:
        return False
    reached = [True] + [False] * len(word)
    for end in range(1, len(word) + 1):
        reached[end] = any(
            reached[start] and not (start == 0 and end == len(word)) and _is_word(word[start:end], known)
            for start in range(max(0, end - 20), end)
        )
    return reached[-1]


def _ends_with(word: str, small: str, known: frozenset[str]) -> bool:
    """Whether a chain of words begins or ends with a small word, or has it in the middle."""
    size = len(small)
    return (
        (word.startswith(small) and (word[size:] in known or _falls_apart(word[size:], known)))
        or (word.endswith(small) and (word[:-size] in known or _falls_apart(word[:-size], known)))
        or (len(word) > 14 and small in word[1:-1])
    )


def _is_word(piece: str, known: frozenset[str]) -> bool:
    size = len(piece)
    return (size >= SHORT and piece in known) or (size == 2 and piece in PAIRS) or (size == 1 and piece in SINGLE)


class _Gaps:
    """The gaps of a page, as shares of the height of its letters: those between known words, and those inside them."""

    def __init__(self) -> None:
        self._between: list[float] = []
        self._inside: list[float] = []

    def cuts(self, word: str, signs: Sequence[Frame | None], known: frozenset[str]) -> list[int]:
        """Where the gaps on the page part a word into known words; empty where they do not."""
        gaps = [_gap(one, other) for one, other in pairwise(signs) if one is not None and other is not None]
        if len(gaps) < len(word) - 1:
            return []
        usual = median(gaps)
        for wider in (4 * WIDER, 2.5 * WIDER, 1.5 * WIDER, WIDER):
            cuts = [at + 1 for at, gap in enumerate(gaps) if gap - usual > wider]
            ends = [0, *cuts, len(word)]
            if cuts and all(_is_word(word[one:other], known) for one, other in pairwise(ends)):
                others = [gap for at, gap in enumerate(gaps) if at + 1 not in cuts]
                if min(gaps[at - 1] for at in cuts) - max(others, default=0.0) > CLEAR:
                    self._between += [gaps[at - 1] for at in cuts]
                    self._inside += others
                    return cuts
        return []

    def all_cuts(self, text: str, by_offset: dict[int, Frame]) -> list[int]:
        """All places of the page with a gap as between its known words: numbers and names are parted as well."""
        between, inside = sorted(self._between), sorted(self._inside)
        least, most = between[len(between) // 10], inside[len(inside) * 19 // 20]
        edge = (least + most) / 2 if least > most else least
        found = []
        for at in range(1, len(text)):
            one, other = by_offset.get(at - 1), by_offset.get(at)
            if one is not None and other is not None and edge < _gap(one, other) < MOST:
                found.append(at)
        return found


def _gap(one: Frame, other: Frame) -> float:
    return (other[0] - one[2]) / max(1.0, one[3] - one[1])
