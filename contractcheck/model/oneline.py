"""Makes text from a contract fit to be shown: it may hold control characters, markup, or far too many words."""

from __future__ import annotations

import re
import unicodedata
from textwrap import wrap

from contractcheck.model import Value

# A passage longer than this is cut on paper and screen. The JSON always holds all of it.
QUOTE_LENGTH = 600
BRIEF_LENGTH = 240
CUT = " [...]"

# Control characters could drive the terminal, and direction marks could show words in another order than they stand.
_UNSHOWN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_MARKDOWN = re.compile(r"([\\`*_\[\]{}<>#|~$@^=])")
# GitHub turns bare addresses into links. A contract must not plant one in a report.
_ADDRESS = re.compile(r"(?i)(?<=[a-z])(://)|\b(www)(\.)")
# At the start of a line these open a list, a heading or a rule.
_OPENING = re.compile(r"^(\d{1,9})?([-+.)!:])")
_PLURAL_UNITS = re.compile(r"(?:hour|minute|day|week|month|quarter|year)$")


def one_line(text: object) -> str:
    """Return text on one line: runs of white space become one space, what cannot be seen is left out."""
    flat = " ".join(str(text).split())
    if not flat.isprintable():
        flat = "".join(char for char in flat if unicodedata.category(char) not in _UNSHOWN)
        flat = " ".join(flat.split())
    return flat


def printable(text: object) -> str:
    """Return text with its lines kept, without the characters that could drive a terminal."""
    words = str(text)
    if words.isprintable():
        return words
    return "".join(char for char in words if char in "\n\t" or unicodedata.category(char) not in _UNSHOWN)


def cut(text: str, length: int = QUOTE_LENGTH) -> str:
    """Return text on one line, cut at a word where it is longer than ``length`` characters, and marked as cut."""
    return cut_line(one_line(text), length)


def cut_line(flat: str, length: int = QUOTE_LENGTH) -> str:
    """Return a text that is on one line already, cut as ``cut`` does."""
    if len(flat) <= length:
        return flat
    head = flat[: length - len(CUT)]
    return (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(" ,;:") + CUT


def markdown(text: object) -> str:
    """Return text on one line that Markdown shows as it stands: no markup, no HTML, no table cell, no link."""
    flat = _MARKDOWN.sub(r"\\\1", one_line(text).replace("&", "&amp;"))
    flat = flat.replace("\\<", "&lt;").replace("\\>", "&gt;")
    flat = _ADDRESS.sub(lambda found: ":\\//" if found[1] else f"{found[2]}\\.", flat)
    return _OPENING.sub(lambda found: f"{found[1] or ''}\\{found[2]}", flat)


def amount(value: Value) -> str:
    """Return a value as people write it: ``72 hours``, ``99.9 percent``, ``USD 1,000,000``; its words if no number."""
    if value.amount is None:
        return one_line(value.text)
    number = f"{value.amount:,.10g}" if abs(value.amount) < 1e10 else f"{value.amount:,.0f}"
    if re.fullmatch(r"[A-Z]{3}", value.unit):
        return f"{value.unit} {number}"
    if value.unit == "date":
        return one_line(value.text)
    plural = "s" if value.amount != 1 and _PLURAL_UNITS.search(value.unit) else ""
    return f"{number} {value.unit.replace('business-', 'business ')}{plural}".strip()


def lines(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Return text as lines of at most ``width`` columns, with an indent for the first and one for the others."""
    return wrap(text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False) or [first.rstrip()]
