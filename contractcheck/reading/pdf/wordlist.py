"""Words that contracts are made of, from words.txt beside this module: what damaged text is judged and repaired by."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import NamedTuple

# Signs that fonts draw as one, and that a damaged file loses in part or whole; the longest first.
LIGATURES = ("ffi", "ffl", "ff", "fi", "fl", "tti", "ti", "tt")

LETTERS = re.compile(r"[^\W\d_]+")


# Signs of print that are no letters. Most pages are plain but for these: without them the quick way is open.
_PRINT = "\ufffe\u00a0\u00ad\u200b\u037e“”‘’–—‑•◦▪●■□·§…®™©°£€¥¢"
_SPACED = "".join(chr(at).lower() if chr(at).isalpha() else " " for at in range(128))


def letters_of(text: str) -> list[str]:
    """The words of a text in small letters, as ``LETTERS`` finds them."""
    if not text.isascii():
        for sign in _PRINT:
            text = text.replace(sign, " ")
        if not text.isascii():
            return LETTERS.findall(text.lower())
    return text.translate(_SPACED).split()


class Lost(NamedTuple):
    """What a damaged word lacks: the place in it, how many of its letters stand there instead, and the ligature."""

    at: int
    length: int
    ligature: str
    word: str


@cache
def words() -> frozenset[str]:
    """The words, in small letters."""
    text = resources.files("contractcheck.reading.pdf").joinpath("words.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@cache
def long_words() -> frozenset[str]:
    """Those of three letters and more."""
    return frozenset(word for word in words() if len(word) > 2)


@cache
def damaged_forms() -> dict[str, Lost | None]:
    """What words become without a ligature, or with its first letter alone; None where two words become the same."""
    return forms(words(), words())


def forms(of: frozenset[str] | set[str], known: frozenset[str] | set[str]) -> dict[str, Lost | None]:
    """The damaged forms of some words that are not known as words themselves."""
    found: dict[str, Lost | None] = {}
    for word in of:
        if "f" not in word and "t" not in word:
            continue
        for lost in _losses(word):
            form = word[: lost.at] + lost.ligature[: lost.length] + word[lost.at + len(lost.ligature) :]
            if len(form) < 3 or form in known:
                continue
            if form not in found:
                found[form] = lost
            elif (other := found[form]) is not None and other.word != word:
                found[form] = None
    return found


def _losses(word: str) -> list[Lost]:
    found = []
    at = 0
    while at < len(word):
        ligature = next((one for one in LIGATURES if word.startswith(one, at)), "")
        if ligature:
            # "ti" and "tt" become their first letter; what is dropped whole is drawn by fonts of f-ligatures.
            found += [Lost(at, size, ligature, word) for size in ((0, 1) if ligature[0] == "f" else (1,))]
        at += max(1, len(ligature))
    return found


@cache
def parted_forms() -> dict[tuple[str, str], str]:
    """The beginnings and ends of words that lost a ligature to a space ("con", "dential"), and the ligature.

    What may have been two words is left out: both parts are known ones.
    """
    known = words()
    found: dict[tuple[str, str], str] = {}
    twice: set[tuple[str, str]] = set()
    for word in known:
        for ligature in LIGATURES:
            at = word.find(ligature) if ligature[0] == "f" else -1
            parts = (word[:at], word[at + len(ligature) :])
            if at < 0 or (parts[1] in known and (not parts[0] or parts[0] in known)) or len(parts[1]) < 2:
                continue
            if found.setdefault(parts, ligature) != ligature:
                twice.add(parts)
    return {parts: ligature for parts, ligature in found.items() if parts not in twice}


@cache
def parted_ends() -> frozenset[str]:
    """Those ends that are long enough to tell of a lost ligature by themselves."""
    known = words()
    return frozenset(end for start, end in parted_forms() if start and len(end) > 3 and end not in known)
