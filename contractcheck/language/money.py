"""Sums of money: "USD 1,000,000", "$2.5 million", "20 euros", "Rs. 2,00,00,000", "1.000.000,00 EUR"."""

from __future__ import annotations

import re

from contractcheck.language.numbers import CUT_OUT, MEASURED, SCALES, as_quantity, value_of
from contractcheck.model import Dimension, Quantity

SCALE_WORD = "million|billion|thousand|lakhs?|crores?"
"""The words that multiply a sum in digits; to stand in a group of a pattern."""

_SHORT_SCALES = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "mio": 1_000_000, "bn": 1_000_000_000}
_SCALE = rf"{SCALE_WORD}|(?:{'|'.join(sorted(_SHORT_SCALES, key=len, reverse=True))})(?![\w.])"
_CODES = (
    "AED AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR JPY KES KRW KWD MXN MYR NGN NOK NZD"
    " PEN PHP PKR PLN QAR RMB RON RUB SAR SEK SGD THB TRY TWD UAH USD VND ZAR"
).split()
_SIGNS = {
    "$": "USD", "us$": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD", "s$": "SGD",
    "hk$": "HKD", "€": "EUR", "£": "GBP", "₹": "INR", "¥": "JPY", "₩": "KRW", "₪": "ILS", "₽": "RUB", "rs.": "INR",
    "rs": "INR", "re.": "INR",
}  # fmt: skip
_NAMES = {
    "dollar": "USD", "euro": "EUR", "pound": "GBP", "rupee": "INR", "yen": "JPY", "franc": "CHF", "yuan": "CNY",
}  # fmt: skip
_CURRENCIES = {**_SIGNS, **_NAMES, **{code.lower(): code for code in _CODES}, "rmb": "CNY"}
_CODE = "usd|eur|gbp|chf|cad|rmb|(?-i:" + "|".join(_CODES) + ")"
# "$30, 000": a space after the comma, as some programs set it. Only after the sign of a currency.
_SPACED = r"\d{1,3}(?:, ?\d{3})+(?!,?\d)(?:\.\d+)?|\d{1,3}(?:[\u00a0\u202f ]\d{3})+(?![\d,]*\d)(?:[.,]\d{1,2}(?!\d))?"
# "try 10": most codes are one only in capitals.
_MONEY = re.compile(
    rf"(?P<sign>\b(?:us|au|ca|nz|hk|[acs])\$|[$€£₹¥₩₪₽]|\b(?:rs\.?|re\.)(?=\s?[\d\[_])|\b(?:{_CODE})\b)"
    rf"\s?(?P<amount>{_SPACED}|{MEASURED}|{CUT_OUT})\s*(?P<scale>{_SCALE})?"
    rf"|(?P<after>{MEASURED})\s*(?P<scale2>{SCALE_WORD})?\s*(?P<name>(?:dollar|rupee|franc|pound|euro)s?|yen|yuan|{_CODE})\b"
    rf"|(?P<before>{MEASURED})\s?(?P<sign2>[€£₹])",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"\d{1,3}\.\d{3}")


def sums_of_money(text: str, start: int, end: int) -> tuple[Quantity, ...]:
    """Return the sums of money in ``text[start:end]``, in order, with offsets into ``text``."""
    found = []
    for match in _MONEY.finditer(text, start, end):
        digits = match["amount"] or match["after"] or match["before"]
        scale = (match["scale"] or match["scale2"] or "").lower()
        amount = value_of(digits)
        if _THOUSANDS.fullmatch(digits):
            amount = float(digits.replace(".", ""))  # no currency has a thousandth: "EUR 1.000" is a thousand
        redacted = amount is None
        if amount is not None and scale:
            amount *= _SHORT_SCALES.get(scale) or SCALES[scale.rstrip("s")]
        name = (match["sign"] or match["sign2"] or match["name"]).lower()
        currency = _CURRENCIES.get(name) or _CURRENCIES.get(name.rstrip("s"), "")
        found.append(as_quantity(Dimension.MONEY, amount, currency, text, match, redacted=redacted))
    return tuple(found)
