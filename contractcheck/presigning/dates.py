"""Looks for dates that cannot be, and for dates of this agreement that disagree with each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from contractcheck.language.dates import ANY_YEAR, WEEKDAYS, WRITTEN_DATE, dates, month_number
from contractcheck.model import ClauseKind, Quantity
from contractcheck.presigning.drafts import Draft, Fault

ROW = "dates"
_WRITTEN = re.compile(rf"(?:(?P<weekday>{'|'.join(WEEKDAYS)}),?\s+(?:the\s+)?)?(?:{WRITTEN_DATE})(?!\d)", re.IGNORECASE)
# The agreement speaks of its own date: "made as of", "effective as of", "Effective Date".
_MADE = re.compile(
    r"\b(?:this|the)\s+[\w\s,&-]{0,80}?(?:agreement|addendum|contract)\W{0,3}[^.;]{0,60}?\b(?:is\s+)?"
    r"(?:made|entered\s+into|dated|executed|effective)(?:\s+and\s+(?:entered\s+into|effective|made))?(?:\s+(?:as\s+of|on|this|effective|the))*\s*\Z",
    re.IGNORECASE,
)
_EFFECTIVE = re.compile(
    r"[“\"]\s*effective\s+date\s*[”\"]\s*(?:\)\s*)?(?:shall\s+)?(?:means?|is|be|of|:)*\s*\Z|\beffective\s+date\s*(?:is|:|means|of\s+this\s+agreement\s+is)\s*\Z",
    re.IGNORECASE,
)
_EFFECTIVE_AFTER = re.compile(r"\s*,?\s*\(\s*(?:the\s+|hereinafter\s+)*[“\"]\s*effective\s+date", re.IGNORECASE)
_BEFORE = 170
_DATE_CHARS, _AFTER_YEAR = 50, 6
_RANGE = re.compile(
    r"\s*(?:to|through|until|and\s+(?:ending|ends|expiring|expires|terminat\w+)(?:\s+on)?|-|–)\s*(?:and\s+including\s+)?",
    re.IGNORECASE,
)


def find_dates(draft: Draft) -> Iterator[Fault]:
    """Yield impossible dates, weekdays that do not fit, periods that end before they begin, and effective dates that
    differ."""
    yield from _impossible(draft)
    yield from _backwards(draft)
    yield from _own_dates(draft)


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of text that end with a year: a date is nowhere else."""
    done = 0
    for match in ANY_YEAR.finditer(text):
        yield max(match.start() - _DATE_CHARS, done), min(match.end() + _AFTER_YEAR, len(text))
        done = match.end()


def _dates(text: str) -> list[Quantity]:
    return [found for window in _windows(text) for found in dates(text, *window)]


def _impossible(draft: Draft) -> Iterator[Fault]:
    plain = draft.contract.plain
    for match in (found for window in _windows(plain) for found in _WRITTEN.finditer(plain, *window)):
        month = month_number(match["m1"] or match["m2"])
        words = " ".join(match.group().split())
        try:
            day = date(int(match["y1"] or match["y2"]), month, int(match["d1"] or match["d2"]))
        except ValueError:
            yield Fault(ROW, match.start(), match.end(), f"There is no such day: {words}.")
            continue
        weekday = WEEKDAYS[day.weekday()]
        if match["weekday"] and weekday != match["weekday"].lower():
            yield Fault(ROW, match.start(), match.end(), f"That day is a {weekday.capitalize()}: {words}.")


def _backwards(draft: Draft) -> Iterator[Fault]:
    found = _dates(draft.contract.plain)
    for first, last in pairwise(found):
        if first.amount is None or last.amount is None or last.amount > first.amount:
            continue
        between = draft.contract.plain[first.end : last.start]
        if _RANGE.fullmatch(between) and (
            len(between.strip()) > 1 or draft.kind_at(first.start) is not ClauseKind.ANNEX
        ):
            yield Fault(
                ROW, first.start, last.end, "The period ends before it begins.", sure=last.amount < first.amount
            )


def _own_dates(draft: Draft) -> Iterator[Fault]:
    """The date of the agreement, or its effective date, told twice and differently."""
    if draft.amends:
        return
    text = draft.contract.plain
    told: dict[str, list[tuple[float, int, int, str]]] = {"made": [], "effective": []}
    for quantity in _dates(text):
        if quantity.amount is None or draft.top_at(quantity.start) >= 0:
            continue
        before = text[max(0, quantity.start - _BEFORE) : quantity.start]
        if _EFFECTIVE.search(before) or _EFFECTIVE_AFTER.match(text, quantity.end):
            told["effective"].append((quantity.amount, quantity.start, quantity.end, quantity.text))
        elif draft.kind_at(quantity.start) is ClauseKind.PREAMBLE and _MADE.search(before):
            told["made"].append((quantity.amount, quantity.start, quantity.end, quantity.text))
    for kind, name in (("effective", "effective date"), ("made", "date of the agreement")):
        for amount, start, end, words in told[kind][1:]:
            if amount != told[kind][0][0]:
                other = " ".join(told[kind][0][3].split())
                yield Fault(ROW, start, end, f"The {name} is {other} elsewhere, and here {' '.join(words.split())}.")
