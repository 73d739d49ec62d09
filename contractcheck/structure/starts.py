"""Where a clause begins, before its end is known; and the lists that show themselves by their next number."""

from __future__ import annotations

from dataclasses import dataclass

from contractcheck.language.labels import label_number
from contractcheck.model import ClauseKind
from contractcheck.structure.headings import ends_sentence, is_title
from contractcheck.structure.numbering import START, Number, follows, read_number
from contractcheck.structure.sequence import OpenList
from contractcheck.structure.textlines import TextLine, text_above

# A number and the next one of its list stand no more lines apart than this.
_LIST_ROWS = 120


@dataclass(slots=True)
class Start:
    """Where a clause begins, before its end is known."""

    at: int
    row: int
    number: str
    heading: str
    body: int
    entry: OpenList | None
    kind: ClauseKind
    level: int = 0
    parent: int = -1
    path: str = ""
    # The row before ended in ";" or "and": the items of this list are parts of one sentence.
    part: bool = False


def label_of(printed: str, number: Number) -> str:
    """Return a number as a path shows it ("SECTION 4.1." is "4.1", "a)" is "(a)")."""
    label = printed.strip(" .:*_")
    if number.style in ("dec", "article"):
        return label_number(label, keep_article=True).rstrip(".)").replace(". ", ".")
    if number.style.endswith((".", ")")):
        return "(" + label.strip("().") + ")"
    return label


def continued(rows: list[TextLine]) -> set[tuple[int, str]]:
    """Rows, with the style of their number, whose next number begins a later row: a list, whatever came before it."""
    found: set[tuple[int, str]] = set()
    last: dict[str, tuple[int, tuple[int, ...]]] = {}
    for place, row in enumerate(rows):
        match = START.match(row.text)
        if match is None or match["annex"]:
            continue
        above = text_above(rows, place, numbered=True)
        if above and not row.blank and not ends_sentence(above) and not is_title(above):
            continue
        for number in read_number(match):
            seen = last.get(number.style)
            if seen is not None and place - seen[0] < _LIST_ROWS and follows(seen[1], number.value):
                found.add((seen[0], number.style))
            last[number.style] = (place, number.value)
    return found
