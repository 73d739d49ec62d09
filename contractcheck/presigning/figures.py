"""Looks for amounts whose words and digits disagree: "thirty (45) days", "ten thousand dollars ($1,000)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contractcheck.model import Dimension, Quantity
from contractcheck.presigning.drafts import Draft, Fault
from contractcheck.quantities import quantities

ROW = "figures"
_DIGIT = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_ONES = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
    "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion"
)
_MONEY = re.compile(
    rf"\b(?P<words>(?:{_ONES})(?:[\s,-]+(?:and\s+)?(?:{_ONES}))*)(?:\s+and\s+(?:00|no|zero)\s*/?\s*(?:100)?)?"
    rf"(?:\s+(?:U\.?S\.?|United\s+States|Canadian|euros?))?(?:\s+(?:dollars?|euros?|pounds?))?\s*"
    rf"\(\s*(?:U\.?S\.?\s?D?)?\s*[$€£]\s?(?P<digits>{_DIGIT})(?P<scale>\s+(?:million|billion|thousand))?",
    re.IGNORECASE,
)
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
# "three (3) of five (5)", not "Section five (2)" nor "one (a)".
_REFERENCE = re.compile(
    r"(?:section|clause|article|paragraph|item|schedule|exhibit|annex|phase|page|no\.)\s*\Z", re.IGNORECASE
)
_FRACTION = re.compile(r"\s*(?:1/2|½|-?half|and\s+(?:a|one)|point)|\s*\.\d", re.IGNORECASE)


def find_figures(draft: Draft) -> Iterator[Fault]:
    """Yield the amounts that words and digits give differently."""
    text = draft.plain
    done: list[tuple[int, int]] = []
    for match in _MONEY.finditer(text):
        words = quantities(match["words"].replace(",", " "), 0, len(match["words"]), Dimension.NUMBER)
        digits = float(match["digits"].replace(",", "")) * _SCALES.get((match["scale"] or "").strip().lower(), 1)
        if len(words) == 1 and words[0].amount is not None and int(words[0].amount) != int(digits):
            done.append(match.span())
            yield _fault(match.start(), match.end(), match.group() + ")")
    for dimension in (Dimension.DURATION, Dimension.PERCENT, Dimension.NUMBER):
        for quantity in quantities(text, 0, len(text), dimension):
            if not quantity.mismatch or any(start < quantity.end and quantity.start < end for start, end in done):
                continue
            if _plain_pair(text, quantity):
                done.append((quantity.start, quantity.end))
                yield _fault(quantity.start, quantity.end, quantity.text)


def _plain_pair(text: str, quantity: Quantity) -> bool:
    """Tell whether words stand before digits (or digits before words) as one amount, not as a list or a label."""
    before, _, inside = quantity.text.partition("(")
    if not inside or _REFERENCE.search(text[max(0, quantity.start - 20) : quantity.start]):
        return False
    if any(letter.isdigit() for letter in before) == any(letter.isdigit() for letter in inside):
        return False
    return not _FRACTION.search(before[-12:]) and not re.search(r"\bone\s*\Z", before) or "one" not in before.lower()


def _fault(start: int, end: int, words: str) -> Fault:
    return Fault(ROW, start, end, f"Words and digits disagree: {' '.join(words.split())}.")
