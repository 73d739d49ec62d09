"""The text that is read: plain spaces and hyphens, noise blanked out, and the same offsets as the document's own."""

from __future__ import annotations

from collections.abc import Iterable

from contractcheck.model import Span

# Each replacement is one character for one, so that offsets hold. U+FFFE is PDFium's mark for a hyphen at a line end.
# Odd spaces become spaces; soft hyphens and hyphen marks become hyphens.
_SPACES = "\u00a0\t\u2002\u2003\u2007\u2009\u200b\u202f\u3000\ufeff\x00"
_HYPHENS = "\ufffe\u00ad\x02\u2010\u2011"

_ODD = frozenset(_SPACES + _HYPHENS)


def plain_text(text: str, noise: Iterable[Span]) -> str:
    """Return a text with plain spaces and with its noise blanked out. Same offsets."""
    # One pass for each character that occurs is many times faster than str.translate.
    for odd in _SPACES:
        text = text.replace(odd, " ")
    for odd in _HYPHENS:
        text = text.replace(odd, "-")
    pieces = []
    done = 0
    for span in noise:
        if span.start < done or span.end > len(text):
            continue
        pieces.append(text[done : span.start])
        pieces.append(" " * (span.end - span.start))
        done = span.end
    pieces.append(text[done:])
    return "".join(pieces)


def as_printed(plain: str, text: str) -> str:
    """Return a stretch of plain text with the spaces and hyphens of the document's own, noise still blanked out."""
    return "".join(own if own in _ODD else char for char, own in zip(plain, text, strict=True))
