"""Words that run into each other because the page leaves next to no space between them.

Where a page does so again and again, its letters are measured: the gaps on the page tell where words end, and the words
must be known ones. Otherwise the page is not sure to read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median

import pypdfium2

from contractcheck.reading.pdf.letters import Letter, letters
from contractcheck.reading.pdf.pages import Raw
from contractcheck.reading.pdf.rewriting import Edit
from contractcheck.reading.pdf.wordlist import LETTERS, words

# So many words of a page, and such a share of them, that fall into known words are words that ran together.
MIN_JOINED, MIN_SHARE = 3, 0.02
# A piece of fewer letters is no word, but for these.
SHORT, SINGLE = 3, frozenset("a i".split())
PAIRS = frozenset("of to in or be by is it as at on an if no do we us so up".split())
SMALL = tuple("the of and shall any for this that with will which from not such to or".split())
# The gap at the end of a word is wider than those inside it by this, of the height of the letters;
# and the narrowest of such gaps than the widest of the others by the second.
WIDER, CLEAR = 0.05, 0.03
# Words longer than this are no words; a chain of joined ones is parted up to this length.
MAX_WORD = 400
JOINED = "the words in the file run into each other"


class Joined:
    """Parts words that ran together. ``mended`` holds what was found, what it is read as, and the page."""

    def __init__(self, pdf: pypdfium2.PdfDocument) -> None:
        self._pdf = pdf
        self.mended: list[tuple[str, str, int]] = []

    def mend(
        self, number: int, raw: Raw, page: Sequence[str], vocabulary: Counter[str], unread: dict[int, str]
    ) -> None:
        """Part the words of a page that ran together; where that is not sure the page goes to ``unread``."""
        known = words()
        wanted = {word for word in set(page) if len(word) > 5 and word not in known and _falls_apart(word, known)}
        # Names and compounds fall into words as well ("Allstate"); running text has small words in nearly all of them.
        small = sum(any(_ends_with(word, one, known) for one in SMALL) for word in wanted)
        count = sum(word in wanted for word in page) if small >= MIN_JOINED else 0
        if count < MIN_SHARE * len(page) or small < len(wanted) / 3 or not count:
            return
        loaded = self._pdf[number - 1]
        textpage = loaded.get_textpage()
        try:
            by_offset = {one.offset: one for one in letters(textpage, raw.text)}
        finally:
            textpage.close()
            loaded.close()
        edits: list[Edit] = []
        parted: list[tuple[str, str, int]] = []
        for token in LETTERS.finditer(raw.text):
            if token[0].lower() not in wanted or len(token[0]) > MAX_WORD:
                continue
            cuts = _cuts(token[0].lower(), [by_offset.get(at) for at in range(*token.span())], known)
            if cuts:
                edits.extend(Edit(token.start() + at, token.start() + at, " ") for at in cuts)
                ends = [0, *cuts, len(token[0])]
                new = " ".join(token[0][one:other] for one, other in zip(ends, ends[1:], strict=False))
                parted.append((token[0], new, number))
        if len({row[0] for row in parted}) >= MIN_JOINED:
            raw.edits.extend(edits)
            self.mended.extend(parted)
        # Single words of two known ones are names as a rule ("PayPoint"); a page of them is damaged.
        if len(parted) < count / 2 and count >= max(8, 0.1 * len(page)):
            unread[number] = JOINED


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


def _cuts(word: str, signs: Sequence[Letter | None], known: frozenset[str]) -> list[int]:
    """Where the gaps on the page part a word into known words; empty where they do not."""
    gaps = []
    for one, other in zip(signs, signs[1:], strict=False):
        if one is None or other is None:
            return []
        gaps.append(other.frame[0] - one.frame[2])
    height = max(one.frame[3] - one.frame[1] for one in signs if one is not None)
    usual = median(gaps)
    for wider in (4 * WIDER, 2.5 * WIDER, 1.5 * WIDER, WIDER):
        cuts = [at + 1 for at, gap in enumerate(gaps) if gap - usual > wider * height]
        ends = [0, *cuts, len(word)]
        if cuts and all(_is_word(word[one:other], known) for one, other in zip(ends, ends[1:], strict=False)):
            others = [gap for at, gap in enumerate(gaps) if at + 1 not in cuts]
            if min(gaps[at - 1] for at in cuts) - max(others) > CLEAR * height:
                return cuts
    return []
