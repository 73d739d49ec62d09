"""Reads the value of a requirement beside its match: the cure period, the uptime, the months of a term."""

from __future__ import annotations

from dataclasses import dataclass

from contractcheck.matching import View
from contractcheck.model import Dimension, Quantity, Value
from contractcheck.phrases import Match, find
from contractcheck.quantities import convert
from contractcheck.rules import CompiledRule

INDEFINITE = "indefinite"
REDACTED_TEXT = "redacted"


@dataclass(frozen=True, slots=True)
class Reading:
    """A value and how directly it was read: 0 in a slot of the phrase, else the words between match and value."""

    value: Value
    distance: int
    notes: tuple[str, ...] = ()


def read_value(rule: CompiledRule, view: View, match: Match) -> Reading | None:
    """Return the value that stands in the match, or else the nearest one in its sentence."""
    measure = rule.rule.measure
    if measure is None:
        return None
    amounts = view.amounts(measure.slot)
    for slot, start, end in match.slots:
        if slot is measure.slot:
            for at, until, quantity in amounts:
                if (at, until) == (start, end):
                    return _reading(quantity, measure.unit, 0)
    near = [
        (_distance(match, at, until), quantity)
        for at, until, quantity in amounts
        if _distance(match, at, until) <= measure.near
    ]
    for distance, quantity in sorted(near, key=lambda row: row[0]):
        reading = _reading(quantity, measure.unit, distance)
        if reading is not None:
            return reading
    for phrase in rule.indefinite:
        if phrase.needs <= view.hits.keys() and find(phrase, view.hits, view.slots):
            return Reading(Value(None, measure.unit, INDEFINITE), 0)
    return None


def pick(rule: CompiledRule, readings: list[Reading]) -> Reading | None:
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


def _distance(match: Match, start: int, end: int) -> int:
    """Words between a match and a quantity; one before the match counts double: values follow what they limit."""
    if start >= match.end:
        return start - match.end
    return 2 * (match.start - end) if end <= match.start else 0


def _reading(quantity: Quantity, unit: str, distance: int) -> Reading | None:
    if quantity.redacted:
        return Reading(Value(None, unit, REDACTED_TEXT), distance, (f"The number is not given in this copy: {quantity.text}.",))
    amount = convert(quantity, unit)
    if amount is None:
        return None
    notes = []
    if quantity.mismatch:
        notes.append(f"Words and digits disagree: {_squeezed(quantity.text)}. The words are taken.")
    if quantity.unit.startswith("business-"):
        notes.append(f"Counted in business {quantity.unit.removeprefix('business-')}s: {_squeezed(quantity.text)}.")
    shown = unit if quantity.dimension is not Dimension.MONEY else quantity.unit
    return Reading(Value(amount, shown, _squeezed(quantity.text), quantity.mismatch), distance, tuple(notes))


def _squeezed(text: str) -> str:
    return " ".join(text.split())
