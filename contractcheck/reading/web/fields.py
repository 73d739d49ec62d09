"""What the fields of a page show: a box to tick, a line with words in it or without, and gaps to be filled in."""

from __future__ import annotations

from collections.abc import Mapping

from contractcheck.language.blanks import GAP

EMPTY_LINE = "________"
"""What stands for a field, or a line to write on, that holds nothing."""

_FILLED_IN = frozenset({"", "text", "number", "date", "email", "tel", "url", "search"})
_TO_TICK = frozenset({"checkbox", "radio"})
_HARD = "\u00a0"


def field_text(own: Mapping[str, str]) -> str:
    """Return what an ``input`` shows; "" where it shows no words, such as a button."""
    kind = own.get("type", "").lower()
    if kind in _TO_TICK:
        return f" {'☒' if 'checked' in own else '☐'} "
    if kind in _FILLED_IN:
        return f" {own.get('value', '').strip() or EMPTY_LINE} "
    return ""


def ruled(words: str) -> str:
    """Return underlined words; hard spaces alone are a line to write on."""
    return EMPTY_LINE if len(words) > 2 and words.count(_HARD) > 2 and words.isspace() else words


def squeezed(line: str) -> str:
    """Return a line with single spaces, as a browser shows it. A gap of hard spaces that wants a word is kept."""
    if _HARD * 3 not in line and f"{_HARD} {_HARD}" not in line:
        return " ".join(line.split())
    plain = line.replace(_HARD, " ")
    pieces: list[str] = []
    done = 0
    for match in GAP.finditer(plain):
        start, end = match.span(match.lastgroup or 0)
        pieces += [" ".join(plain[done:start].split()), " ", line[start:end]]
        pieces.append(" " if plain[end : end + 1] == " " else "")
        done = end
    return "".join([*pieces, " ".join(plain[done:].split())])
