"""Tells where the signatures begin, and where text with duties begins again after them."""

from __future__ import annotations

import re

from contractcheck.structure.textlines import TextLine

# Signatures take at least this many lines; a long line with a duty after them is text again.
_SIGNATURE_ROWS = 6
_SENTENCE_CHARS = 60
_DUTY = re.compile(r"\b(?:shall|will|must|may|agrees?|WHEREAS|means)\b")
SIGNATURE = re.compile(
    r"(?:IN WITNESS (?:WHEREOF|HEREOF|OF WHICH)|AS WITNESS|EXECUTED (?:BY|AS A|AND DELIVERED)|"
    r"\[?SIGNATURES? (?:PAGE|BLOCK|TO FOLLOW)|SIGNED (?:BY|FOR|AND)|AGREED (?:TO )?AND ACCEPTED|"
    r"(?:The parties|The Parties) have (?:caused|executed|signed))",
    re.IGNORECASE,
)


def resumes(row: TextLine, rows_since: int) -> bool:
    """Tell whether text with duties begins again, so many rows after the signatures (a second document, a rider)."""
    if rows_since < _SIGNATURE_ROWS or len(row.text) < _SENTENCE_CHARS:
        return False
    return bool(_DUTY.search(row.text)) and not SIGNATURE.search(row.text)
