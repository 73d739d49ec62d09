"""Amounts and units as contracts write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractcheck.language.quantities import convert, quantities
from contractcheck.model import Dimension

D, P, M = Dimension.DURATION, Dimension.PERCENT, Dimension.MONEY

READ = [
    ("within thirty (30) days after notice", D, [(30.0, "day")], "words with digits in brackets"),
    ("within 30 (thirty) days", D, [(30.0, "day")], "digits with words in brackets"),
    ("a 30-day cure period", D, [(30.0, "day")], "hyphen between number and unit"),
    ("sixty days' notice", D, [(60.0, "day")], "words only, possessive"),
    ("twenty-four (24) hours", D, [(24.0, "hour")], "a hyphenated number"),
    ("one hundred and eighty (180) days", D, [(180.0, "day")], "a number of several words"),
    ("ten (10) Business Days", D, [(10.0, "business-day")], "business days are told apart"),
    ("a term of three years and six months", D, [(42.0, "month")], "two lengths of time that are one"),
    ("one (I) year", D, [(1.0, "year")], "a misread 1"),
    ("(12) months", D, [(12.0, "month")], "digits in brackets alone"),
    ("until the third (3rd) anniversary of the day", D, [(3.0, "year")], "an anniversary counts as years"),
    ("on the first day", D, [], "another ordinal is no amount"),
    ("many days later", D, [], "no number, no amount"),
    ("ninety-nine point nine percent (99.9%) of the month", P, [(99.9, "percent")], "a decimal in words"),
    ("99.95 % and ten per cent", P, [(99.95, "percent"), (10.0, "percent")], "sign and words"),
    ("Section 9.9 of the", P, [], "a section number is no percentage"),
    ("USD 1,000,000 or $2.5 million", M, [(1e6, "USD"), (2.5e6, "USD")], "code, sign and scale"),
    ("£500 or 20 euros", M, [(500.0, "GBP"), (20.0, "EUR")], "other currencies"),
]


@pytest.mark.parametrize(("text", "dimension", "expected", "proves"), READ)
def test_amounts_are_read(text: str, dimension: Dimension, expected: list[tuple[float, str]], proves: str) -> None:
    found = quantities(text, 0, len(text), dimension)
    assert [(quantity.amount, quantity.unit) for quantity in found] == expected, proves
    assert all(text[quantity.start : quantity.end] == quantity.text for quantity in found)


def test_words_win_over_digits_and_the_reader_is_told() -> None:
    (quantity,) = quantities("thirty (45) days", 0, 16, D)
    assert (quantity.amount, quantity.mismatch) == (30.0, True)


def test_a_number_cut_out_is_redacted_and_not_zero() -> None:
    text = "upon [***] days notice"
    (quantity,) = quantities(text, 0, len(text), D)
    assert quantity.redacted
    assert quantity.amount is None


@pytest.mark.parametrize(
    "text", ["December 31, 2020", "31 December 2020", "31st day of December, 2020", "12/31/2020", "2020-12-31"]
)
def test_dates_in_the_usual_forms(text: str) -> None:
    (quantity,) = quantities(text, 0, len(text), Dimension.DATE)
    assert quantity.amount == date(2020, 12, 31).toordinal()


def test_a_day_that_does_not_exist_is_no_date() -> None:
    text = "February 30, 2020"
    assert quantities(text, 0, len(text), Dimension.DATE) == ()


CONVERTED = [
    ("24 hours", "day", 1.0),
    ("2 years", "month", 24.0),
    ("12 months", "day", 365.0),
    ("3 months", "day", 90.0),
    ("6 months", "year", 0.5),
    ("2 weeks", "day", 14.0),
    ("1 day", "hour", 24.0),
    ("30 minutes", "hour", 0.5),
]


@pytest.mark.parametrize(("text", "unit", "expected"), CONVERTED)
def test_durations_convert(text: str, unit: str, expected: float) -> None:
    (quantity,) = quantities(text, 0, len(text), D)
    assert convert(quantity, unit) == expected


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200), st.sampled_from(list(Dimension)))
def test_any_text_can_be_read(text: str, dimension: Dimension) -> None:
    for quantity in quantities(text, 0, len(text), dimension):
        assert text[quantity.start : quantity.end] == quantity.text
        assert quantity.text.strip()


@given(st.integers(min_value=0, max_value=999_999_999))
def test_digits_with_commas_keep_their_value(number: int) -> None:
    text = f"USD {number:,}"
    (quantity,) = quantities(text, 0, len(text), M)
    assert quantity.amount == number
