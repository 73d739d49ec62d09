"""Numbers as people write them: short units, fractions, commas of the Continent, currencies, dates, abbreviations."""

from __future__ import annotations

import time

import pytest

from contractcheck.language.abbreviations import ends_sentence, stops_at
from contractcheck.language.quantities import quantities
from contractcheck.model import Dimension

TIMES = [
    ("within 36h of the event", [(36.0, "hour", "36h")], "a letter for hours"),
    ("in 8 h", [(8.0, "hour", "8 h")], "a letter after a space"),
    ("within 6 hrs", [(6.0, "hour", "6 hrs")], "a short word"),
    ("thirty six (36) hrs", [(36.0, "hour", "thirty six (36) hrs")], "words and digits before a short word"),
    ("thirty (36) hrs", [(30.0, "hour", "thirty (36) hrs")], "words and digits that disagree"),
    ("forty-five mins", [(45.0, "minute", "forty-five mins")], "words before a short word"),
    ("20 mins response, 6 hrs fix", [(20.0, "minute", "20 mins"), (6.0, "hour", "6 hrs")], "two in a row"),
    ("answered within 10m", [(10.0, "minute", "10m")], "a letter where something is to be fast"),
    ("a hall of 10m by 20m", [], "metres"),
    ("resolved for $10m", [], "millions"),
    ("half an hour", [(0.5, "hour", "half an hour")], "half of one"),
    ("one half day", [(0.5, "day", "one half day")], "one half"),
    ("three quarters of an hour", [(0.75, "hour", "three quarters of an hour")], "quarters"),
    ("three and a half years", [(3.5, "year", "three and a half years")], "a number and a half"),
    ("1½ years", [(1.5, "year", "1½ years")], "a sign"),
    ("4 1/2 months", [(4.5, "month", "4 1/2 months")], "a fraction in digits"),
    ("a year and a half", [(1.5, "year", "a year and a half")], "the half behind"),
    ("the third year of the term", [], "an ordinal is no third"),
    ("on the usual quarter days", [], "days of a quarter"),
    ("two years and three months", [(27.0, "month", "two years and three months")], "years and months"),
    ("1 hour 15 minutes", [(75.0, "minute", "1 hour 15 minutes")], "without and"),
    ("two years and 60 days' notice", [(2.0, "year", "two years"), (60.0, "day", "60 days")], "a term and a notice"),
    ("one year and 10 days' notice", [(1.0, "year", "one year"), (10.0, "day", "10 days")], "a notice of few days"),
    ("by the next Business Day", [(1.0, "business-day", "the next Business Day")], "the next day"),
    ("on the following day", [(1.0, "day", "the following day")], "the following day"),
    ("by T+3 Business Days", [(3.0, "business-day", "T+3 Business Days")], "counted from the event"),
    ("at D + 2 calendar days", [(2.0, "day", "D + 2 calendar days")], "calendar days"),
    ("36 clock hours", [(36.0, "hour", "36 clock hours")], "hours by the clock"),
    ("36–hours", [(36.0, "hour", "36–hours")], "a dash"),
    ("[36] hours", [], "a figure in brackets is open"),
]
PERCENTAGES = [
    ("98,5 %", [98.5], "a decimal comma and a space"),
    ("98,75%", [98.75], "two decimals"),
    ("ninety eight and one half per cent", [98.5], "a half in words"),
    ("ninety-eight and three quarters percent", [98.75], "quarters in words"),
    ("98½%", [98.5], "a sign"),
    ("one half of one percent (0.5%)", [0.5], "a part of one percent"),
    ("five nines", [99.999], "nines"),
    ("three and a half nines", [99.95], "half a nine"),
    ("20, 30 and 40%", [40.0], "a list with one sign"),
    ("12 pct", [12.0], "a short word"),
]
SUMS = [
    ("EUR 3.500.000,00", [(3_500_000.0, "EUR")], "points and a comma"),
    ("EUR 2.500", [(2_500.0, "EUR")], "a point before three digits"),
    ("3.500.000 EUR", [(3_500_000.0, "EUR")], "the code behind"),
    ("$45, 000", [(45_000.0, "USD")], "a space after the comma"),
    ("in 2021, 300 dollars", [(300.0, "USD")], "a comma that ends a clause"),
    ("Rs. 3,00,00,000", [(30_000_000.0, "INR")], "groups of two digits"),
    ("INR 7 crore", [(70_000_000.0, "INR")], "an Indian scale"),
    ("₹5 lakhs", [(500_000.0, "INR")], "a sign and a scale"),
    ("CHF 2'000'000", [(2_000_000.0, "CHF")], "apostrophes"),
    ("JPY 8,000,000", [(8_000_000.0, "JPY")], "yen"),
    ("SEK 900", [(900.0, "SEK")], "a code"),
    ("try 900 times", [], "a code in small letters is a word"),
    ("A$70", [(70.0, "AUD")], "another dollar"),
    ("£4m", [(4_000_000.0, "GBP")], "a letter for millions"),
    ("$4 monthly", [(4.0, "USD")], "a word that begins like a scale"),
    ("$4,000,00", [(4_000.0, "USD")], "a comma for a point"),
    ("$4,000, payable", [(4_000.0, "USD")], "a comma after the sum"),
]
DAYS = [
    ("05.06.2027", "05.06.2027", "the day first, with points"),
    ("5-Jun-27", "5-Jun-27", "a short month and a short year"),
    ("5 Jun 2027", "5 Jun 2027", "a short month"),
    ("Jun. 5, 2027", "Jun. 5, 2027", "a short month with a full stop"),
    ("2027-06-05", "2027-06-05", "the order of the standard"),
    ("version 5.06.2027.1", None, "the number of a version"),
]
JUNE_5 = 740_137


@pytest.mark.parametrize(("text", "expected", "proves"), TIMES, ids=[row[2] for row in TIMES])
def test_lengths_of_time(text: str, expected: list[tuple[float, str, str]], proves: str) -> None:
    found = quantities(text, 0, len(text), Dimension.DURATION)
    assert [(one.amount, one.unit, one.text) for one in found] == expected, proves
    assert all(text[one.start : one.end] == one.text for one in found), "as the contract writes it"


@pytest.mark.parametrize(("text", "expected", "proves"), PERCENTAGES, ids=[row[2] for row in PERCENTAGES])
def test_percentages(text: str, expected: list[float], proves: str) -> None:
    assert [one.amount for one in quantities(text, 0, len(text), Dimension.PERCENT)] == expected, proves


@pytest.mark.parametrize(("text", "expected", "proves"), SUMS, ids=[row[2] for row in SUMS])
def test_sums_of_money(text: str, expected: list[tuple[float, str]], proves: str) -> None:
    assert [(one.amount, one.unit) for one in quantities(text, 0, len(text), Dimension.MONEY)] == expected, proves


@pytest.mark.parametrize(("text", "expected", "proves"), DAYS, ids=[row[2] for row in DAYS])
def test_days(text: str, expected: str | None, proves: str) -> None:
    found = [(one.amount, one.text) for one in quantities(text, 0, len(text), Dimension.DATE)]
    assert found == ([(JUNE_5, expected)] if expected else []), proves


STOPS = [
    ("Rs. 500", False, "a currency"),
    ("max. of 10 %", False, "a small letter goes on"),
    ("approx. 2.5 km", False, "a figure goes on"),
    ("excl. bank holidays", False, "a small letter goes on"),
    ("No. 7", False, "a number"),
    ("Larch Ltd. and others", False, "a company"),
    ("within 4 hrs. The Supplier", True, "a new sentence begins"),
    ("Larch Ltd. The Client", True, "a new sentence begins"),
    ("a fixed price. 4 items", True, "no abbreviation"),
]


@pytest.mark.parametrize(("text", "ends", "proves"), STOPS, ids=[row[0] for row in STOPS])
def test_what_ends_a_sentence(text: str, ends: bool, proves: str) -> None:
    dot = text.index(".")
    assert stops_at(text, dot) is ends, proves
    assert ends_sentence(text, dot, text[:dot].split()[-1]) is ends, proves


@pytest.mark.parametrize("piece", ["half ", "one and ", "1,000", "1.000", "24 ", "Rs. ", "1-Apr-2", "the next ", "[twenty "])
def test_the_time_grows_with_the_text(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        begun = time.process_time()
        for dimension in Dimension:
            quantities(text, 0, len(text), dimension)
        return time.process_time() - begun

    seconds(1_000)
    assert seconds(160_000) < 12 * max(seconds(40_000), 0.02)
