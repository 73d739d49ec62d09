"""Sums with days and lengths of time, as contracts mean them: a month is a calendar month."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from contractcheck.language.dates import MONTHS
from contractcheck.language.durations import CALENDAR_DAYS, CALENDAR_MONTHS, durations
from contractcheck.model import Value

UNKNOWN_UNIT = "the length is not given in days, weeks, months or years"


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time in the unit that the contract uses: day, business-day, week, month, quarter, year."""

    amount: float
    unit: str

    def __str__(self) -> str:
        return f"{self.amount:g} {self.unit.replace('-', ' ')}{'' if self.amount == 1 else 's'}"


def length_of(value: Value) -> Length | None:
    """Return the length that a value was read from, in its own unit: "three months" are not 90 days."""
    for quantity in durations(value.text, 0, len(value.text)):
        if quantity.amount is not None and quantity.unit in (*CALENDAR_MONTHS, *CALENDAR_DAYS, "business-day"):
            return Length(quantity.amount, quantity.unit)
    if value.amount is not None and value.unit in (*CALENDAR_MONTHS, *CALENDAR_DAYS):
        return Length(value.amount, value.unit)
    return None


def plus(day: date, length: Length) -> date | None:
    """Return the day so long after another one, or None where the calendar ends before."""
    return _moved(day, length, 1)


def minus(day: date, length: Length) -> date:
    """Return the day so long before another one. A month that is too short gives its last day."""
    return _moved(day, length, -1) or date.min


def day_in_words(day: date) -> str:
    """Return "1 March 2027"."""
    return f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"


def _moved(day: date, length: Length, sign: int) -> date | None:
    try:
        if length.unit == "business-day":
            return _business(day, round(length.amount), sign)
        if length.unit in CALENDAR_DAYS:
            return day + timedelta(days=sign * round(length.amount * CALENDAR_DAYS[length.unit]))
        months = length.amount * CALENDAR_MONTHS[length.unit]
        whole = int(months)
        moved = _months(day, sign * whole)
        # "one and a half months": the part of a month is counted in days.
        return moved + timedelta(days=sign * round((months - whole) * 30))
    except (ValueError, OverflowError):
        return None


def _months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _business(day: date, count: int, sign: int) -> date:
    weeks, rest = divmod(count, 5)
    day += timedelta(weeks=sign * weeks)
    while rest:
        day += timedelta(days=sign)
        rest -= day.weekday() < 5
    return day
