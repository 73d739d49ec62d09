"""What was made quick gives what the slow way gives."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractcheck.contract import Contract
from contractcheck.detection.runs import PassageView, RunHits, RunText
from contractcheck.detection.sightings import Holdings, Sightings, bits_of, numbers
from contractcheck.language.anycase import AnyCase
from contractcheck.language.durations import _DURATION, _matches
from contractcheck.language.passages import Passage, Stream
from contractcheck.language.phrasefinder import PhraseFinder
from contractcheck.language.tokenfinder import TokenFinder
from contractcheck.parties.mentions import mentions
from contractcheck.rulebook.phrases import Phrase
from contractcheck.structure.headings import VERBS
from contractcheck.structure.signs import _ITSELF, _PARTY, _YOU_DUTY
from contractcheck.structure.speaking import _OF_CONTRACTS
from tests.loaded import own_rules, words_of
from tests.wordtree import Chunks

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
    chunks = PhraseFinder()
    chunks.add(("meet",), 0, exact=False)
    chunks.add(("meeting",), 1, exact=True)
    chunks.add(("meeting", "room"), 2, exact=False)
    found = list(zip(*chunks.found(words_of("meeting room meet " * count)), strict=True))
    assert [(start, end) for _, start, end in found] == sorted((start, end) for _, start, end in found)
    assert sorted(found) == sorted(
        hit
        for at in range(0, 3 * count, 3)
        for hit in ((0, at, at + 1), (1, at, at + 1), (2, at, at + 2), (0, at + 2, at + 3))
    )


CASES = st.lists(
    st.sampled_from("party PARTIES Third third- this These THE agreement AGREEMENT you WE shall İ ı ſhall thiſ K \n - ’".split(" ")),
    max_size=12,
)


@pytest.mark.parametrize("pattern", [VERBS, _PARTY, _ITSELF, _YOU_DUTY, _OF_CONTRACTS], ids="verbs party itself you guides".split())
@given(words=CASES, between=st.sampled_from(("", " ", "\n")), start=st.integers(0, 20))
def test_a_pattern_in_small_letters_finds_what_one_in_any_case_finds(
    pattern: AnyCase, words: list[str], between: str, start: int
) -> None:
    slow, text = re.compile(pattern._small.pattern, re.IGNORECASE), between.join(words)
    assert pattern.is_in(text, start) == bool(slow.search(text, start))
    assert pattern.count(text) == len(slow.findall(text))


def test_a_pattern_in_small_letters_has_no_capital() -> None:
    with pytest.raises(ValueError, match="capital"):
        AnyCase(r"\bThe\b")
    assert AnyCase(r"\Athe\b").is_in("THE")


CHUNKS = st.lists(
    st.tuples(st.lists(st.sampled_from("notify notified breach breaches data note not".split()), min_size=1, max_size=3),
              st.integers(0, 5), st.booleans()),
    max_size=12,
)  # fmt: skip


TEXTS = st.lists(
    st.lists(st.sampled_from("notify notified notifies breach data notes not other".split()), max_size=20),
    min_size=1,
    max_size=4,
)


@given(CHUNKS, TEXTS, st.booleans())
def test_the_matchers_find_what_a_tree_of_words_finds(
    rows: list[tuple[list[str], int, bool]], texts: list[list[str]], complete: bool
) -> None:
    """In one document after the other: chunks are taken in when their last word is met, or all of them beforehand."""
    oracle, finder = Chunks(), PhraseFinder()
    for chunk, key, exact in rows:
        oracle.add(chunk, key, exact=exact)
        finder.add(chunk, key, exact=exact)
    if complete:
        finder.complete()
    for words in texts:
        found = list(zip(*finder.found(words_of(" ".join(words))), strict=True))
        assert sorted(found) == sorted(oracle.found(words))


@given(st.lists(st.sets(st.integers(0, 20)), min_size=1, max_size=4), st.integers(0, 20))
def test_a_run_is_asked_for_many_phrases_as_for_each(groups: list[set[int]], run: int) -> None:
    holdings = Holdings({group: bits_of(sorted(runs), 21) for group, runs in enumerate(groups)}, 21)
    phrases = [Phrase("", (), group, frozenset({group, 0}), 0) for group in range(len(groups) + 1)]
    for _ in range(2):
        assert holdings.has_any(run, phrases) == any(holdings.has(run, phrase.needs) for phrase in phrases)


WORDS = st.lists(st.sampled_from("shall not if should did ; provider keep data".split()), max_size=12)


@given(WORDS, st.sets(st.sampled_from("should did not".split())), st.integers(0, 12))
def test_the_first_of_some_words_tells_whether_one_stands_before_a_place(
    words: list[str], sought: set[str], end: int
) -> None:
    text = Contract.of_text("It is a contract between the parties.")
    text.__dict__["words"] = Stream(words, list(range(len(words))), list(range(len(words))), [])
    hits = RunHits(0, Passage(0, 0, len(words)), Sightings.__new__(Sightings), Holdings({}, 1), {}, with_lead=False)
    run = PassageView(0, Passage(0, 0, len(words)), hits, RunText(text, TokenFinder()))
    end = min(end, len(words))
    assert (run.first_of(frozenset(sought)) < end) == any(word in sought for word in words[:end])


CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "cuad" / "pdf"


@pytest.mark.parametrize("number", [3, 90, 180, 270, 360])
def test_on_a_real_contract_the_matchers_find_what_a_tree_of_words_finds(number: int) -> None:
    """All chunks of all rules, on five contracts."""
    paths = sorted(CORPUS.glob("*.pdf"))
    if not paths:
        pytest.skip("the corpus of real contracts is not beside the checkout")
    contract = Contract.read(paths[number])
    book, oracle = own_rules().book, tree()
    found = list(zip(*book.found(contract.doc), strict=True))
    assert len(found) > 100
    assert sorted(found) == sorted(oracle.found(contract.words.words))


@cache
def tree() -> Chunks:
    made = Chunks()
    for words, key, exact in own_rules().book.finder.chunks():
        made.add_as_matched(words, key, exact=exact)
    return made
