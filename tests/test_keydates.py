"""Key dates: the sums, the day that a contract begins, and the reasons where there is no date."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractcheck.audits.calendar_sums import Length, length_of, minus, plus
from contractcheck.audits.keydates import KeyDate, What, key_dates
from contractcheck.audits.startdate import start_date
from contractcheck.checker import Examined
from contractcheck.contract import Contract
from contractcheck.model import (
    Clause,
    ClauseKind,
    Cleaned,
    ContractFacts,
    Document,
    Evidence,
    Finding,
    Found,
    Outline,
    Page,
    Report,
    Status,
    Value,
)

MADE = "This Agreement is made as of 1 March 2026 between Alpha Ltd and Beta Ltd."
TWO_YEARS = "This Agreement continues for an initial term of two (2) years."
RENEWS = "It renews automatically for successive periods of one (1) year each."
SIXTY = "unless either party gives sixty (60) days' notice before the end of the term."


def contract(text: str) -> Contract:
    page = Page(1, 0, len(text))
    clause = Clause("", "", "", 0, 0, 0, len(text), 1, ClauseKind.PREAMBLE)
    document = Document("a.txt", "a.txt", "", "text/plain", text, (page,))
    return Contract(document, Cleaned((), ()), Outline((clause,), {}, ()))


def said(requirement: str, quote: str, value: Value | None = None, found: Found = Found.YES) -> Finding:
    passage = Evidence(page=3, clause="9.1", heading="Term", quote=quote, start=0, end=len(quote))
    return Finding(requirement, found, value=value, evidence=(passage,))


def dates(front: str, *findings: Finding) -> dict[str, KeyDate]:
    facts = ContractFacts("a.txt", "a.txt", "", 1, (), "", "", "", "")
    report = Report(facts, "outsourcing", "1", "Outsourcing", Status.CHECKED)
    return {date.what: date for date in key_dates(Examined(report, findings, contract(front)))}


TERM = said("initial-term", TWO_YEARS, Value(24, "month", "two (2) years"))
RENEWAL = said("renewal", RENEWS)
OPT_OUT = said("renewal-opt-out-notice", SIXTY, Value(60, "day", "sixty (60) days"))


def test_the_three_dates_and_their_sums() -> None:
    found = dates(MADE, TERM, RENEWAL, OPT_OUT)
    assert [(item.day, item.repeats) for item in found.values()] == [
        (date(2028, 2, 29), 0),
        (date(2028, 3, 1), 12),
        (date(2027, 12, 31), 12),
    ]
    assert found[What.EXPIRY].arithmetic == (
        "Agreement date 1 March 2026 (page 1) + 2 years (page 3, clause 9.1) = 1 March 2028; "
        "the last day is the day before, 29 February 2028."
    )
    assert found[What.NOTICE].arithmetic == (
        "Expiry 29 February 2028 (see there) - 60 days (page 3, clause 9.1) = 31 December 2027."
    )
    assert (found[What.EXPIRY].page, found[What.EXPIRY].clause) == (3, "9.1")


@pytest.mark.parametrize(
    ("quote", "value", "expiry", "why"),
    [
        ("It shall remain in effect until December 31, 2027.", None, date(2027, 12, 31), "the contract names the day"),
        (
            "The term commences on May 1, 2026 and continues for one (1) year.",
            Value(12, "month", "one (1) year"),
            date(2027, 4, 30),
            "the term has a beginning of its own",
        ),
        ("from January 1, 2026 to June 30, 2027", None, date(2027, 6, 30), "the end of two dates"),
        ("for ninety (90) days", Value(3, "month", "ninety (90) days"), date(2026, 5, 29), "days are not months"),
        ("for six weeks", Value(1.4, "month", "six weeks"), date(2026, 4, 11), "weeks"),
        ("for two quarters", Value(6, "month", "two quarters"), date(2026, 8, 31), "quarters"),
    ],
)
def test_expiry(quote: str, value: Value | None, expiry: date, why: str) -> None:
    assert dates(MADE, said("initial-term", quote, value))[What.EXPIRY].day == expiry, why


@pytest.mark.parametrize(
    ("front", "findings", "what", "reason"),
    [
        (MADE, (), What.EXPIRY, "no rule looks for how long the contract lasts"),
        (MADE, (Finding("initial-term", Found.NO),), What.EXPIRY, "was not found to say how long"),
        ("No date.", (TERM,), What.EXPIRY, "lasts 2 years, but no date on which it begins was found"),
        ("No date.", (TERM, OPT_OUT), What.NOTICE, "the expiry is not known: the contract lasts 2 years"),
        (MADE, (said("initial-term", "until ended"),), What.EXPIRY, "runs until it is terminated"),
        (
            MADE,
            (said("initial-term", "[***] years", Value(None, "month", "redacted")),),
            What.EXPIRY,
            "cut out of the text",
        ),
        (MADE, (said("initial-term", "see the Order", found=Found.REFERENCED),), What.EXPIRY, "another document"),
        (MADE, (TERM, said("renewal", "It shall not renew.", found=Found.CONTRARY)), What.RENEWAL, "rules out renewal"),
        (MADE, (TERM,), What.RENEWAL, "no rule looks for that the contract can be renewed"),
        (MADE, (TERM, said("renewal-opt-out-notice", "unless notice is given")), What.NOTICE, "no length in figures"),
        (
            MADE,
            (said("initial-term", "for 9000 years", Value(108000, "month", "9000 years")),),
            What.EXPIRY,
            "beyond any calendar",
        ),
    ],
)
def test_a_date_that_cannot_be_computed_says_why(
    front: str, findings: tuple[Finding, ...], what: What, reason: str
) -> None:
    found = dates(front, *findings)[what]
    assert found.day is None
    assert reason in found.reason


def test_an_option_is_not_taken_for_a_renewal_by_itself() -> None:
    found = dates(MADE, TERM, said("renewal", "The Customer may extend the term for a further period of one year."))
    assert "only if the option to renew is used" in found[What.RENEWAL].arithmetic
    assert found[What.RENEWAL].repeats == 0


@pytest.mark.parametrize(
    ("text", "day", "why"),
    [
        (MADE, date(2026, 3, 1), "made as of"),
        ('made this 15th day of March, 2005 (the "Effective Date")', date(2005, 3, 15), "named the Effective Date"),
        ("dated May 2, 2020 and effective as of June 1, 2020 between", date(2020, 6, 1), "effective beats dated"),
        (MADE + ' "Effective Date" means 5 April 2026.', date(2026, 4, 5), "a definition beats the opening words"),
        ("Amendment to that certain Agreement dated May 2, 2020 between A and B.", None, "another agreement's date"),
        ("Alpha Ltd was founded in London, 3 May 1999 being a Monday.", None, "a date without a word for it"),
        ("no date at all", None, "none"),
    ],
)
def test_the_day_that_a_contract_begins(text: str, day: date | None, why: str) -> None:
    found = start_date(contract(text))
    assert (found.day if found else None) == day, why


@pytest.mark.parametrize(
    ("day", "length", "after", "before"),
    [
        (date(2024, 1, 31), Length(1, "month"), date(2024, 2, 29), date(2023, 12, 31)),
        (date(2024, 2, 29), Length(1, "year"), date(2025, 2, 28), date(2023, 2, 28)),
        (date(2026, 1, 1), Length(1.5, "month"), date(2026, 2, 16), date(2025, 11, 16)),
        (date(2026, 11, 23), Length(5, "business-day"), date(2026, 11, 30), date(2026, 11, 16)),
        (date(2026, 11, 20), Length(1, "business-day"), date(2026, 11, 23), date(2026, 11, 19)),
        (date(2026, 1, 1), Length(2, "week"), date(2026, 1, 15), date(2025, 12, 18)),
    ],
)
def test_sums(day: date, length: Length, after: date, before: date) -> None:
    assert plus(day, length) == after
    assert minus(day, length) == before


@given(day=st.dates(date(1900, 1, 1), date(2100, 1, 1)), months=st.integers(0, 1200))
def test_a_month_stays_a_calendar_month(day: date, months: int) -> None:
    after = plus(day, Length(months, "month"))
    assert after is not None
    assert (after.year - day.year) * 12 + after.month - day.month == months
    assert after.day <= day.day


@pytest.mark.parametrize(
    ("value", "length"),
    [
        (Value(90, "day", "three months"), Length(3, "month")),
        (Value(10, "day", "ten business days"), Length(10, "business-day")),
        (Value(24, "month", "unreadable"), Length(24, "month")),
        (Value(8, "hour", "eight hours"), None),
    ],
)
def test_a_length_keeps_its_own_unit(value: Value, length: Length | None) -> None:
    assert length_of(value) == length
