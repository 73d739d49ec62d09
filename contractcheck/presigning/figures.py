"""Looks for amounts whose words and digits disagree: "thirty (45) days", "ten thousand dollars ($1,000)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contractcheck.language.labels import NAMED_CLAUSE, either
from contractcheck.language.money import SCALE_WORD
from contractcheck.language.numbers import COUNTING_WORD, IN_DIGITS, SCALES, value_of
from contractcheck.language.quantities import quantities
from contractcheck.model import Dimension, Quantity
from contractcheck.presigning.drafts import Draft, Fault

ROW = "figures"
_MONEY = re.compile(
    rf"\b(?P<words>(?:{COUNTING_WORD})(?:[\s,-]+(?:and\s+)?(?:{COUNTING_WORD})){{0,12}})(?:\s+and\s+(?:00|no|zero)\s*/?\s*(?:100)?)?"
    rf"(?:\s+(?:U\.?S\.?|United\s+States|Canadian|euros?))?(?:\s+(?:dollars?|euros?|pounds?))?\s*"
    rf"\(\s*(?:U\.?S\.?\s?D?)?\s*[$€£]\s?(?P<digits>{IN_DIGITS})(?P<scale>\s+(?:{SCALE_WORD}))?",
    re.IGNORECASE,
)
_OPENS = re.compile(rf"\(\s*(?:\d|(?:{COUNTING_WORD})\b)", re.IGNORECASE)
_BEFORE, _AFTER = 70, 40
# "Year One (1998)", and "hundredths of one percent (0.25%)".
_YEAR = re.compile(r"\((?:19|20)\d\d\b")
_PART_OF = re.compile(
    r"\b(?:hundredths?|tenths?|thousandths?|half|quarters?|thirds?|fourths?|eighths?)\s+(?:of\s+)?(?:an?\s+)?\Z",
    re.IGNORECASE,
)
# "three (3) of five (5)", not "Section five (2)" nor "one (a)".
_REFERENCE = re.compile(
    rf"(?:{either(*NAMED_CLAUSE, 'item', 'schedule', 'exhibit', 'annex', 'phase', 'page')}|no\.)\s*\Z", re.IGNORECASE
)
_FRACTION = re.compile(r"\s*(?:1/2|½|-?half|and\s+(?:a|one)|point)|\s*\.\d", re.IGNORECASE)


def find_figures(draft: Draft) -> Iterator[Fault]:
    """Yield the amounts that words and digits give differently."""
    text = draft.contract.plain
    windows = tuple(_windows(text))
    done: list[tuple[int, int]] = []
    for match in _MONEY.finditer(text):
        words = quantities(match["words"].replace(",", " "), 0, len(match["words"]), Dimension.NUMBER)
        digits = (value_of(match["digits"]) or 0.0) * SCALES.get((match["scale"] or "").strip().lower().rstrip("s"), 1)
        if match["words"].split()[0].lower() in SCALES:
            continue  # "three (3) million dollars ($3,000,000)"
        if len(words) == 1 and words[0].amount is not None and int(words[0].amount) != int(digits):
            done.append(match.span())
            yield _fault(match.start(), match.end(), match.group() + ")")
    for dimension in (Dimension.DURATION, Dimension.PERCENT, Dimension.NUMBER):
        for quantity in (found for window in windows for found in quantities(text, *window, dimension)):
            if not quantity.mismatch or any(start < quantity.end and quantity.start < end for start, end in done):
                continue
            if _plain_pair(text, quantity):
                done.append((quantity.start, quantity.end))
                yield _fault(quantity.start, quantity.end, quantity.text)


def _plain_pair(text: str, quantity: Quantity) -> bool:
    """Tell whether words stand before digits (or digits before words) as one amount, not as a list or a label."""
    before, _, inside = quantity.text.partition("(")
    if _misread_percent(quantity) or _YEAR.search(quantity.text):
        return False
    if not inside or _REFERENCE.search(text[max(0, quantity.start - 20) : quantity.start]):
        return False
    if _PART_OF.search(text[max(0, quantity.start - 24) : quantity.start]):
        return False
    if any(letter.isdigit() for letter in before) == any(letter.isdigit() for letter in inside):
        return False
    return not _FRACTION.search(before[-12:])


def _misread_percent(quantity: Quantity) -> bool:
    """Scanning turns "30%" into "3016" or "3096"."""
    found = re.search(r"\((\d+)(?:16|96|9o)\b", quantity.text)
    return bool(found) and quantity.amount is not None and float(found[1] if found else 0) == quantity.amount


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of text around brackets that open before a number: only there is an amount given twice."""
    begin = end = 0
    for match in _OPENS.finditer(text):
        start = max(match.start() - _BEFORE, 0)
        if end and start <= end:
            end = match.end() + _AFTER
            continue
        if end:
            yield begin, min(end, len(text))
        begin, end = start, match.end() + _AFTER
    if end:
        yield begin, min(end, len(text))


def _fault(start: int, end: int, words: str) -> Fault:
    return Fault(ROW, start, end, f"Words and digits disagree: {' '.join(words.split())}.")
