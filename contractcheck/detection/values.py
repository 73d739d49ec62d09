"""Reads the value of a requirement beside its match: the cure period, the uptime, the months of a term."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from datetime import date

from contractcheck.detection.runs import PassageView
from contractcheck.language.quantities import convert
from contractcheck.model import Dimension, Quantity, Value
from contractcheck.rulebook.joining import Match
from contractcheck.rulebook.rules import CompiledRule

_DATE_REACH = 12  # words before a match in which its first date may stand
_SAME_MONTH = 0.2  # a term from the 1st to the 30th or 2nd is one of whole months
_SMALL_SHARE = 50  # percent: no more than this is left of what is wanted
_LONGEST = 60  # words of one quantity, written out
INDEFINITE = "indefinite"
REDACTED_TEXT = "redacted"


@dataclass(frozen=True, slots=True)
class ReadValue:
    """A value and how directly it was read: 0 in a slot of the phrase, else the words between match and value.

    ``place`` is where it stands in the text, as far as it stands in one place.
    """

    value: Value
    distance: int
    notes: tuple[str, ...] = ()
    place: tuple[int, int] = (0, 0)


def read_value(rule: CompiledRule, view: PassageView, match: Match) -> ReadValue | None:
    """Return the value that stands in the match, or else the nearest one in its sentence."""
    reading = _read(rule, view, match)
    amount = None if reading is None else reading.value.amount
    if reading is None or amount is None or amount >= _SMALL_SHARE:
        return reading
    for phrase in rule.rest_of:
        if any(match.start < one.end for one in view.standings(phrase).between(match.start, match.end)):
            value = replace(reading.value, amount=round(100 - amount, 6))
            return replace(reading, value=value, notes=(*reading.notes, f"Counted as the rest of 100%: {value.text}."))
    return reading


def _read(rule: CompiledRule, view: PassageView, match: Match) -> ReadValue | None:
    measure = rule.rule.measure
    if measure is None:
        return None
    amounts = view.amounts(measure.slot)
    for slot, start, end in match.slots:
        if slot is measure.slot:
            first, last = bisect_left(amounts, start, key=_begin), bisect_right(amounts, start, key=_begin)
            for at, until, quantity in amounts[first:last]:
                if (at, until) == (start, end):
                    return reading_of(quantity, measure.unit, 0)
            for at, until, quantity in view.blanks(measure.slot):
                if (at, until) == (start, end):
                    return reading_of(quantity, measure.unit, 0)
    near = [
        (_distance(match, at, until), quantity)
        for at, until, quantity in amounts[
            bisect_left(amounts, match.start - measure.near - _LONGEST, key=_begin) :
            bisect_right(amounts, match.end + measure.near, key=_begin)
        ]
        if _distance(match, at, until) <= measure.near
    ]
    for distance, quantity in sorted(near, key=lambda row: row[0]):
        reading = reading_of(quantity, measure.unit, distance)
        if reading is not None:
            return reading
    if measure.dates:
        counted = _between_dates(view, match, measure.unit)
        if counted is not None:
            return counted
    for phrase in rule.indefinite:
        if view.standings(phrase).rows:
            return ReadValue(Value(None, measure.unit, INDEFINITE), 0)
    return None


def _between_dates(view: PassageView, match: Match, unit: str) -> ReadValue | None:
    """Count from the first to the last date of a match, or from the agreement's date to the only one."""
    if not any(slot is Dimension.DATE for slot, _, _ in match.slots):
        return None
    dates = [quantity for at, until, quantity in view.amounts(Dimension.DATE) if until > match.start - _DATE_REACH]
    dates = dates if len(dates) > 1 or view.agreement_date is None else [view.agreement_date, *dates]
    if len(dates) < 2 or dates[0].amount is None or dates[-1].amount is None or dates[-1].amount <= dates[0].amount:
        return None
    first, last = date.fromordinal(int(dates[0].amount)), date.fromordinal(int(dates[-1].amount) + 1)
    months = (last.year - first.year) * 12 + last.month - first.month + (last.day - first.day) / 30
    whole = float(round(months))
    span = Quantity(Dimension.DURATION, whole if abs(months - whole) < _SAME_MONTH else months, "month", "", 0, 0)
    amount = convert(span, unit)
    if amount is None:
        return None
    text = f"{_squeezed(dates[0].text)} to {_squeezed(dates[-1].text)}"
    return ReadValue(Value(round(amount, 1), unit, text), 1, (f"Counted from {text}.",))


def pick(rule: CompiledRule, readings: list[ReadValue]) -> ReadValue | None:
    """Choose among the values of several passages: those in a slot first, then as the rule says."""
    measure = rule.rule.measure
    if measure is None or not readings:
        return None
    direct = [reading for reading in readings if reading.distance == 0] or readings
    known = [reading for reading in direct if reading.value.amount is not None]
    if measure.pick == "first" or not known:
        return (known or direct)[0]
    amounts = sorted(known, key=lambda reading: reading.value.amount or 0.0)
    return amounts[0] if measure.pick == "least" else amounts[-1]


def _begin(amount: tuple[int, int, Quantity]) -> int:
    return amount[0]


def _distance(match: Match, start: int, end: int) -> int:
    """Words between a match and a quantity; one before the match counts double: values follow what they limit."""
    if start >= match.end:
        return start - match.end
    return 2 * (match.start - end) if end <= match.start else 0


def reading_of(quantity: Quantity, unit: str, distance: int) -> ReadValue | None:
    """Return a quantity in a rule's unit, with notes for the reader; None where it cannot be had in that unit."""
    if quantity.redacted:
        return ReadValue(
            Value(None, unit, REDACTED_TEXT),
            distance,
            (f"The number is not given in this copy: {quantity.text}.",),
            (quantity.start, quantity.end),
        )
    amount = convert(quantity, unit)
    if amount is None:
        return None
    notes = []
    if quantity.mismatch:
        notes.append(f"Words and digits disagree: {_squeezed(quantity.text)}. The words are taken.")
    if quantity.unit.startswith("business-"):
        notes.append(f"Counted in business {quantity.unit.removeprefix('business-')}s: {_squeezed(quantity.text)}.")
    shown = unit if quantity.dimension is not Dimension.MONEY else quantity.unit
    value = Value(amount, shown, _squeezed(quantity.text), quantity.mismatch)
    return ReadValue(value, distance, tuple(notes), (quantity.start, quantity.end))


def _squeezed(text: str) -> str:
    return " ".join(text.split())
