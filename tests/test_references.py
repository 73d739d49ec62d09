"""Cross-references: which clause a number in the text stands for."""

from __future__ import annotations

import pytest

from contractcheck.language.crossrefs import references
from contractcheck.language.passages import stream
from contractcheck.model import Clause, ClauseKind, Cleaned, Document, Outline, Page

NUMBERS = ["1", "2", "5.02", "6", "7", "8", "ARTICLE IV", "Section 9"]

CASES = [
    ("Section 2 shall survive.", ["2"], "one section"),
    ("Sections 5.02, 6 and 8 survive.", ["5.02", "6", "8"], "a list"),
    ("Article IV survives.", ["ARTICLE IV"], "a Roman number"),
    ("Sections 1 and 6 through 8 survive.", ["1", "6", "7", "8"], "a range"),
    ("clause 9 applies", ["Section 9"], "a number printed with its name"),
    ("Section 44 applies", [], "a number that no clause has"),
    ("Section 2 lasts for 6 months", ["2"], "an amount is no reference"),
    ("within 6 days", [], "a number without a name before it"),
]


@pytest.mark.parametrize(("text", "expected", "proves"), CASES)
def test_what_a_number_stands_for(text: str, expected: list[str], proves: str) -> None:
    clauses = tuple(
        Clause(number, number, "", 1, len(text), len(text), len(text), 1, ClauseKind.BODY) for number in NUMBERS
    )
    body = Clause("99", "99", "", 1, 0, 0, len(text), 1, ClauseKind.BODY)
    outline = Outline((body, *clauses), {}, ())
    document = Document("x", "x", "", "text", text, (Page(1, 0, len(text)),))
    words = stream(document, Cleaned((), ()), outline)
    assert [outline.clauses[clause].path for _, clause in references(words, outline)] == expected, proves
