"""What was made quick gives what the slow way gives."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractcheck.detection.sightings import Holdings, bits_of, numbers
from contractcheck.language.durations import _DURATION, _matches
from contractcheck.parties.mentions import mentions
from contractcheck.rulebook.chunks import Chunks

PIECES = (
    "thirty (30) days|sevendays|thirtycalendar days|[***] months|twenty-five (25) business  \n days|daytime|5|(12) |years|"
    "the third (3rd) anniversary|2 days 3 weeks|one hundred and |I (l) month|$5 |x5|5.5 |,000 hours|[ redacted ] |stone |. |§"
).split("|")


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.integers(0, 30), st.integers(0, 30))
def test_durations_are_those_of_the_pattern_alone(pieces: list[str], first: int, less: int) -> None:
    text = " ".join(pieces)
    start, end = min(first, len(text)), max(min(first, len(text)), len(text) - less)
    slow = [match.span() for match in _DURATION.finditer(text, start, end)]
    assert [match.span() for match in _matches(text, start, end, text[start:end].lower())] == slow


@given(st.text("ab-_ .", max_size=40), st.lists(st.text("ab-.", min_size=1, max_size=3), min_size=1, max_size=3))
def test_mentions_are_the_whole_words(text: str, words: list[str]) -> None:
    def each(word: str) -> set[tuple[int, int]]:
        pattern = re.compile(rf"(?=\b({re.escape(word)})\b)")
        return {match.span(1) for match in pattern.finditer(text)}

    assert set(mentions(text, words)) == set().union(*map(each, words))


@given(st.lists(st.sets(st.integers(0, 1500)), min_size=1, max_size=4))
def test_bits_stand_for_runs(groups: list[set[int]]) -> None:
    holdings = Holdings({group: bits_of(sorted(runs), 1501) for group, runs in enumerate(groups)}, 1501)
    every = frozenset(range(len(groups)))
    both = sorted(set.intersection(*groups))
    assert list(numbers(holdings.all_of(every))) == both
    assert [run for run in range(1501) if holdings.has(run, every)] == both
    assert [run for run in range(1501) if holdings.has(run, 0)] == sorted(groups[0])
    assert not holdings.has(7, len(groups)), "a group that no run holds"


@pytest.mark.parametrize("count", [3, 500])
def test_exact_chunks_stand_in_order_among_the_others(count: int) -> None:
    chunks = Chunks()
    chunks.add(("meet",), 0, exact=False)
    chunks.add(("meeting",), 1, exact=True)
    chunks.add(("meeting", "room"), 2, exact=False)
    found = chunks.found(["meeting", "room", "meet"] * count)
    assert [(start, end) for _, start, end in found] == sorted((start, end) for _, start, end in found)
    assert sorted(found) == sorted(
        hit
        for at in range(0, 3 * count, 3)
        for hit in ((0, at, at + 1), (1, at, at + 1), (2, at, at + 2), (0, at + 2, at + 3))
    )
