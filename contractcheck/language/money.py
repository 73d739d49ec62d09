"""Sums of money: "USD 1,000,000", "$2.5 million", "20 euros"."""

from __future__ import annotations

import re

from contractcheck.language.numbers import CUT_OUT, IN_DIGITS, SCALES, as_quantity, value_of
from contractcheck.model import Dimension, Quantity

SCALE_WORD = "million|billion|thousand"
"""The words that multiply a sum in digits; to stand in a group of a pattern."""

_CURRENCIES = {"$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "usd": "USD", "eur": "EUR", "gbp": "GBP", "rmb": "CNY"}
_CURRENCIES |= {"dollars": "USD", "euros": "EUR", "euro": "EUR", "pounds": "GBP", "chf": "CHF", "cad": "CAD"}
_MONEY = re.compile(
    rf"(?P<sign>us\$|[$€£]|\b(?:usd|eur|gbp|chf|cad|rmb)\b)\s?(?P<amount>{IN_DIGITS}|{CUT_OUT})\s*(?P<scale>{SCALE_WORD})?"
    rf"|(?P<after>{IN_DIGITS})\s*(?P<scale2>{SCALE_WORD})?\s*(?P<name>dollars|euros?|pounds|usd|eur|gbp|chf)\b",
    re.IGNORECASE,
)


def sums_of_money(text: str, start: int, end: int) -> tuple[Quantity, ...]:
    """Return the sums of money in ``text[start:end]``, in order, with offsets into ``text``."""
    found = []
    for match in _MONEY.finditer(text, start, end):
        digits = match["amount"] or match["after"]
        scale = (match["scale"] or match["scale2"] or "").lower()
        amount = value_of(digits)
        redacted = amount is None
        if amount is not None and scale:
            amount *= SCALES[scale]
        currency = _CURRENCIES.get((match["sign"] or match["name"]).lower(), "")
        found.append(as_quantity(Dimension.MONEY, amount, currency or "RMB", text, match, redacted=redacted))
    return tuple(found)
