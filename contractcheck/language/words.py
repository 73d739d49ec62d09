"""Words as they are compared and counted.

There are three notions of a word, and they must differ:

- *Matching* (``language.passages``) asks what was said. It keeps Latin letters only, drops articles, possessives and
  hyphens, and numbers and signs are words too: "the Provider's sub-processor" is "provider subprocessor".
- *Comparing* (``keys_of``) asks whether two drafts print the same. Every word counts, articles too, in any script. What
  layout changes (capitals, ligatures, a hyphen at a line end) does not. A number goes with its sign ("$500").
- *Language identification* (``small_letter_words``) asks in which language a text is. Only runs of letters count, with
  their accents: a number belongs to no language, and neither does a hyphen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from sys import maxsize

LETTER = r"[^\W\d_]"
"""A letter of any script; a piece of patterns."""

# A hyphen joins letters, at a line end too: "third-party", "confi-" + "dential". After a number it parts words
# ("30-day"), so that a changed number shows alone. A number goes with the sign that says of what it is.
_COMPARED = re.compile(
    rf"(?:[$€£¥]\s?)?\d++(?:[.,]\d++)*+(?:\s?%|(?!{LETTER}))"
    rf"|{LETTER}+(?:[-‐‑](?:[ \t]*[\r\n]+\s*)?{LETTER}+)*|[^\W_]+"
)
_IGNORED = str.maketrans("", "", "-‐‑ \t\r\n")
_LETTERS = re.compile(rf"{LETTER}+")
# Scripts that do not part words: so many letters stand for one.
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]+")
_LETTERS_OF_A_WORD = 2
_ACCENT = re.compile("[\u0300-\u036f]")


def compared_words(text: str, start: int = 0, end: int = maxsize) -> Iterator[re.Match[str]]:
    """Yield the words of a range as they are compared, each as a match in ``text``."""
    return _COMPARED.finditer(text, start, end)


def key_of(word: str) -> str:
    """Return what two words are compared by."""
    if not word.isascii():
        word = unicodedata.normalize("NFKC", word)
    if word[0].isalpha():
        return word.translate(_IGNORED).casefold()
    return "".join(word.replace(",", "").split()).casefold()


def keys_of(text: str) -> tuple[str, ...]:
    """Return the keys of the words of a short text, such as a name."""
    return tuple(key_of(match.group()) for match in _COMPARED.finditer(text))


def printed_words(text: str) -> tuple[str, ...]:
    """Return the words of a short text as they are printed."""
    return tuple(_COMPARED.findall(text))


def small_letter_words(text: str) -> list[str]:
    """Return the runs of letters of a text in small letters. Letters whose accents stand beside them are made whole."""
    return _LETTERS.findall(whole_letters(text.lower()))


def count_words(text: str) -> int:
    """Return how many words a text has; of a script that does not part words, two letters count as one."""
    joined = _UNSPACED.findall(text)
    apart = len(_LETTERS.findall(_UNSPACED.sub(" ", text) if joined else text))
    return apart + sum(map(len, joined)) // _LETTERS_OF_A_WORD


def whole_letters(text: str) -> str:
    """Return the text with letters whose accents stand beside them made whole. Offsets move."""
    return text if text.isascii() or not _ACCENT.search(text) else unicodedata.normalize("NFC", text)
