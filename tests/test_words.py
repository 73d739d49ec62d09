"""Base forms: inflection is undone, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractcheck.language.baseforms import base_form

SAME = [
    ("notify notifies notified notifying", "y becomes i"),
    ("use uses used using", "a short irregular verb"),
    ("submit submits submitted submitting", "a doubled consonant"),
    ("cancel cancels canceled cancelled cancelling", "American and British doubling"),
    ("authorise authorize authorised authorized authorising", "British and American spelling"),
    ("licence license licensed licensing licences", "noun and verb spelled apart in Britain"),
    ("breach breaches breached", "plural in -es"),
    ("party parties", "plural in -ies"),
    ("hold holds held holding", "an irregular verb"),
    ("have has had having", "an irregular verb whose forms are short"),
    ("be is are was were been", "the most irregular verb"),
    ("process processes processed processing", "a word that ends in -ss"),
    ("exceed exceeds exceeded exceeding", "a verb that ends in -eed"),
    ("criterion criteria", "a Greek plural"),
]
APART = [
    ("security", "securities", "data security is not shares"),
    ("damage", "damages", "harm is not money"),
    ("good", "goods", "quality is not merchandise"),
    ("term", "terms", "a duration is not the wording"),
    ("terminate", "termination", "verb and noun carry different duties"),
    ("encrypt", "encryption", "derivation is left alone"),
    ("during", "dure", "-ing is not always an ending"),
    ("need", "ne", "-ed is not always an ending"),
]


@pytest.mark.parametrize(("words", "proves"), SAME)
def test_forms_of_one_word_meet(words: str, proves: str) -> None:
    assert len({base_form(word) for word in words.split()}) == 1, proves


@pytest.mark.parametrize(("one", "other", "proves"), APART)
def test_different_words_stay_apart(one: str, other: str, proves: str) -> None:
    assert base_form(one) != base_form(other), proves


@given(st.text(max_size=30))
def test_any_text_has_a_base_form_that_ignores_case(word: str) -> None:
    form = base_form(word)
    assert form == base_form(word.lower())
    assert bool(form) == bool(word.lower())
