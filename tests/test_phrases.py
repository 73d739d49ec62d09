"""The phrase language: what each sign of it means."""

from __future__ import annotations

import pytest

from contractcheck.model import Dimension
from contractcheck.rulebook.joining import find
from contractcheck.rulebook.phrases import Phrase, PhraseBook, PhraseError
from tests.loaded import words_of

LISTS = {"notify": ("notify", "inform", "(give|send) notice"), "data": ("data", "information")}

MATCHES = [
    ("notify of breach", "shall notify the Customer", False, "words must stand next to one another"),
    ("notify .. breach", "notify it of any breach", True, "a short gap skips up to four words"),
    ("notify .. breach", "notify one two three four five breach", False, "and no more"),
    ("notify ... breach", "notify one two three four five six breach", True, "a long gap skips up to near"),
    ("notify of breach", "NOTIFIED of breaches", True, "words match by base form and in any case"),
    ("breach of agreement", "breach of this Agreement", True, "determiners are passed over"),
    ("(terminate|cancel) agreement", "cancels the agreement", True, "a choice"),
    ("terminate (this whole|) agreement", "terminate the agreement", True, "a choice with nothing"),
    ("notify .. (to|) .. breach", "notify one two breach", True, "a choice with nothing, alone between gaps"),
    ("<notify> ... breach", "gives notice of a breach", True, "a word list, with a choice inside it"),
    ("encrypt & <data>", "all data must be encrypted", True, "parts in either order"),
    ("encrypt & <data>", "encrypt all information", True, "and in this order"),
    ("terminate agreement", "termination of the agreement", False, "derivation is not inflection"),
    ("subcontractor", "any sub-contractor", True, "a joined prefix"),
    ("need to know", "a need-to-know basis", True, "hyphens between words"),
    ("within <duration>", "within thirty (30) days", True, "a value slot"),
    ("within <duration>", "within the territory", False, "which is not any word"),
    ("=meeting", "a monthly meeting", True, "the very form of a word"),
    ("=meeting", "meet the target", False, "and no other form of it"),
    ("(=meeting|review) of .. target", "reviews of the target", True, "an exact form beside base forms"),
    ("24 7", "available 24/7", True, "digits are words"),
]


def _matches(source: str, text: str, near: int = 12) -> bool:
    book = PhraseBook(LISTS)
    phrase = book.compile(source, near)
    book.freeze()
    doc = words_of(text)
    hits: dict[int, list[tuple[int, int]]] = {}
    for key, start, end in zip(*book.found(doc), strict=True):
        for group in book.groups_of[key]:
            hits.setdefault(group, []).append((start, end))
    slots = [(token.i, token.i + 1) for token in doc if token.text == "thirty"]
    return bool(find(phrase, hits, lambda dimension: slots if dimension is Dimension.DURATION else []))


@pytest.mark.parametrize(("source", "text", "expected", "proves"), MATCHES)
def test_what_a_phrase_matches(source: str, text: str, expected: bool, proves: str) -> None:
    assert _matches(source, text) is expected, proves


FAULTS = [
    ("notify ...", "cannot end with a gap"),
    ("... notify", "cannot begin with a gap"),
    ("(x|y", "'(' without ')'"),
    ("a|b", "without '('"),
    ("<unknown list> notify", "no word list or slot is called <unknown list>"),
    ("(a ... b)", "cannot stand inside"),
    ("the", "words that are passed over"),
    ("<duration>", "needs at least one word"),
    ("notify &", "a part without words"),
    ("a [b]", "only words"),
]


@pytest.mark.parametrize(("source", "says"), FAULTS)
def test_a_faulty_phrase_says_why(source: str, says: str) -> None:
    with pytest.raises(PhraseError) as caught:
        PhraseBook(LISTS).compile(source, 12)
    assert says in str(caught.value)


def test_the_rarest_words_start_the_search() -> None:
    book = PhraseBook({})
    phrase: Phrase = book.compile("party ... shall ... encrypt", 12)
    rare = book.compile("encrypt", 12)
    assert phrase.anchor == rare.anchor
