"""Words that contracts are made of, from words.txt beside this module: what damaged text is judged and repaired by."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import NamedTuple

# Signs that fonts draw as one, and that a damaged file loses in part or whole; the longest first.
LIGATURES = ("ffi", "ffl", "ff", "fi", "fl", "tti", "ti", "tt")

LETTERS = re.compile(r"[^\W\d_]+")


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
def damaged_forms() -> dict[str, Lost | None]:
    """What the words become without a ligature, or with its first letter alone; None where two words become the same."""
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
def parted_forms() -> dict[str, tuple[str, str, str]]:
    """The ends of words that lost a ligature to a space ("dential"), with their beginning, the ligature and the word."""
    known = words()
    found: dict[str, tuple[str, str, str]] = {}
    twice: set[str] = set()
    for word in known:
        for lost in _losses(word):
            start, end = word[: lost.at], word[lost.at + len(lost.ligature) :]
            if lost.length or len(end) < 3 or not start or end in known:
                continue
            if end in found and found[end][2] != word:
                twice.add(end)
            found[end] = (start, lost.ligature, word)
    return {end: row for end, row in found.items() if end not in twice}
