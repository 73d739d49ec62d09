"""Passages -> hashed features: runs of base forms, their lead-in and their headings, as numbers and never as words.

A feature is one base form, two neighbours, two with one word between them, or three. Party names are roles already, and
a number is a number, whichever it is. The words of the headings above a passage are features of another kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import NORM

from contractcheck.contract import Contract
from contractcheck.language.baseforms import base_form
from contractcheck.language.passages import BLANK, REDACTED, SEMICOLON, stream_words
from contractcheck.language.pipeline import vocabulary
from contractcheck.secondlook.weights import BITS

HEADING_LEVELS = 3
"""The heading of a clause counts, and those of so many less one above it."""

_NUMBER = "0"
# Marks in the stream that no run reaches across.
_MARKS = frozenset((SEMICOLON, BLANK, REDACTED))
# Odd numbers that mix the hashes of the words of a run; one set for each kind of run.
_FIRST, _SECOND, _THIRD, _SKIP, _HEAD = (
    np.uint64(number)
    for number in (
        0x9E3779B97F4A7C15,
        0xC2B2AE3D27D4EB4F,
        0x165667B19E3779F9,
        0x27D4EB2F165667C5,
        0x85EBCA77C2B2AE63,
    )
)
_SHIFT = np.uint64(64 - BITS)
_KNOWN_WORDS = 1 << 16
_KNOWN_HEADINGS = 1 << 12

Numbers = NDArray[np.int32]
Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Features:
    """The features of all passages of a contract: feature ``buckets[i]`` stands in passage ``passages[i]``.

    ``words`` is how many words each passage has, its lead-in included.
    """

    passages: Numbers
    buckets: Numbers
    words: Numbers


@lru_cache(maxsize=_KNOWN_WORDS)
def _hash(form: str) -> int:
    """Return 64 bits that stand for a base form; 0 for a mark."""
    if form in _MARKS:
        return 0
    if form[0].isdigit():
        form = _NUMBER
    return int.from_bytes(blake2b(form.encode("utf-8"), digest_size=8).digest(), "little") | 1


@lru_cache(maxsize=_KNOWN_WORDS)
def _hash_of(form: int) -> int:
    """Return the same for a base form as the vocabulary numbers it: to look the word up takes as long again."""
    return _hash(vocabulary().strings[form])


def features_of(contract: Contract) -> Features:
    """Return the features of a contract's passages, in the order of ``contract.words.passages``."""
    passages = contract.words.passages
    positions, owner, words = _laid_out(contract)
    forms = _forms(contract)[positions]
    own = [(owner[kept], buckets) for kept, buckets in _runs(forms, owner)]
    own.extend(_headings(contract, np.array([one.clause for one in passages], dtype=np.int32)))
    return Features(
        np.concatenate([one[0] for one in own]).astype(np.int32),
        np.concatenate([one[1] for one in own]).astype(np.int32),
        words,
    )


def _forms(contract: Contract) -> Hashes:
    """Return the hash of the base form of each word of a contract."""
    doc = contract.doc
    different, places = np.unique(doc.to_array(NORM), return_inverse=True)
    forms = np.array(list(map(_hash_of, different.tolist())), dtype=np.uint64)[places]
    # A table of figures is no text: of figures in a row the first counts.
    figures = forms == _hash(_NUMBER)
    forms[1:][figures[1:] & figures[:-1]] = 0
    return forms


def _laid_out(contract: Contract) -> tuple[Numbers, Numbers, Numbers]:
    """Return the word positions of all passages one after another, the passage of each, and the words of each.

    A list item begins with the words that lead into it.
    """
    ranges: list[tuple[int, int, int]] = []
    words = np.zeros(len(contract.words.passages), dtype=np.int32)
    for number, one in enumerate(contract.words.passages):
        for start, end in ((one.lead,) if one.lead else ()) + ((one.start, one.end),):
            if start < end:
                ranges.append((number, start, end))
                words[number] += end - start
    if not ranges:
        empty = np.zeros(0, dtype=np.int32)
        return empty, empty, words
    rows = np.array(ranges, dtype=np.int64)
    lengths = rows[:, 2] - rows[:, 1]
    before = np.cumsum(lengths) - lengths
    positions = np.arange(lengths.sum()) + np.repeat(rows[:, 1] - before, lengths)
    return positions.astype(np.int32), np.repeat(rows[:, 0], lengths).astype(np.int32), words


def _runs(forms: Hashes, owner: Numbers) -> list[tuple[NDArray[np.intp], Numbers]]:
    """Return where runs begin, and their buckets: single words, pairs, pairs around a word, threes."""
    real = forms != 0
    found = [(np.flatnonzero(real), _bucket(forms * _FIRST)[real])]
    two = real[:-1] & real[1:] & (owner[:-1] == owner[1:])
    pair = forms[:-1] * _FIRST ^ (forms[1:] * _SECOND >> np.uint64(7)) ^ forms[1:] * _SECOND
    found.append((np.flatnonzero(two), _bucket(pair * _SKIP)[two]))
    three = real[:-2] & real[1:-1] & real[2:] & (owner[:-2] == owner[2:])
    around = forms[:-2] * _SKIP ^ (forms[2:] * _THIRD >> np.uint64(9)) ^ forms[2:] * _THIRD
    found.append((np.flatnonzero(three), _bucket(around * _SECOND)[three]))
    triple = pair[:-1] * _SECOND ^ (forms[2:] * _FIRST >> np.uint64(11)) ^ forms[2:] * _THIRD
    found.append((np.flatnonzero(three), _bucket(triple * _FIRST)[three]))
    return found


def _bucket(hashes: Hashes) -> Numbers:
    return (hashes >> _SHIFT).astype(np.int32)


def _headings(contract: Contract, clauses: Numbers) -> list[tuple[Numbers, Numbers]]:
    """Return the features of the headings above each passage."""
    known: dict[str, Numbers] = {}
    by_clause: dict[int, Numbers] = {}
    for clause in sorted(set(clauses.tolist())):
        texts, at = [], clause
        for _ in range(HEADING_LEVELS):
            if at < 0:
                break
            row = contract.clauses[at]
            if row.heading:
                texts.append(row.heading)
            at = row.parent
        for text in texts:
            if text not in known:
                known[text] = _heading(text)
        by_clause[clause] = np.concatenate([known[text] for text in texts]) if texts else np.zeros(0, dtype=np.int32)
    if not by_clause:
        return []
    each = [by_clause[clause] for clause in clauses.tolist()]
    lengths = [len(one) for one in each]
    return [(np.repeat(np.arange(len(each), dtype=np.int32), lengths), np.concatenate(each))]


@lru_cache(maxsize=_KNOWN_HEADINGS)
def _heading(text: str) -> Numbers:
    """Return the features of one heading: its words, and its pairs of words."""
    forms = np.array([_hash(base_form(word)) for word in stream_words(text)], dtype=np.uint64)
    forms = forms[forms != 0] * _HEAD
    if not len(forms):
        return np.zeros(0, dtype=np.int32)
    pairs = forms[:-1] * _FIRST ^ (forms[1:] * _SECOND >> np.uint64(7)) ^ forms[1:] * _SECOND
    return np.concatenate([_bucket(forms * _FIRST), _bucket(pairs * _SKIP)])
