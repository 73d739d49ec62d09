"""Tells where an annex, schedule or exhibit begins, as against a mention of it."""

from __future__ import annotations

import re

from contractcheck.language.labels import ANNEX, ATTACHMENT, NAMED_CLAUSE, PART_OF_CLAUSE, SIGN, either
from contractcheck.structure.headings import breaks_off, is_title
from contractcheck.structure.numbering import START
from contractcheck.structure.textlines import TextLine

_TAIL = 20
# A line that ends so goes on with a number of a reference ("as set out in Section").
_REFERENCE_END = re.compile(
    rf"(?:\b(?:{either(*NAMED_CLAUSE, *PART_OF_CLAUSE, *ANNEX, ATTACHMENT, 'part', 'item', plural=True)}|"
    r"nos?\.?|to|of|in|under|by|with|the|this|a|an|than|through|from|see|per|and|or|"
    rf"subject|pursuant|{SIGN}+),?|\([a-z]\),?|\d[,–-]?)$",
    re.IGNORECASE,
)
# A label so near the top is the whole document's own ("EXHIBIT C" above a franchise agreement).
_TITLE_ROWS = 8
_DASHES = tuple("-–—:")
_LABEL_WORDS = 3
_SHORT_LINE = 60
# The label that a filing puts on the agreement itself.
_OWN_EXHIBIT = re.compile(r"EXHIBIT[\s-]*\(?\d", re.IGNORECASE)


def refers_on(text: str) -> bool:
    """Tell whether a line ends in a word that a reference follows ("Section", "under")."""
    return bool(_REFERENCE_END.search(text[-_TAIL:]))


def is_annex(
    rows: list[TextLine], place: int, match: re.Match[str], *, fresh: bool, current: str, opened: bool
) -> bool:
    """Tell whether an annex begins at ``place``: no mention, no list of annexes, not the ``current`` one again."""
    row = rows[place]
    rest = row.text[match.end() :].strip(" .:-–—*_()[]")
    if not opened and (place < _TITLE_ROWS or _OWN_EXHIBIT.match(row.text)):
        return False
    before = rows[place - 1] if place else None
    new_page = before is not None and before.page != row.page
    dashed = row.text[match.end() :].lstrip()[:1] in _DASHES
    headed = dashed and bool(rest) and is_title(rest)
    if (
        not fresh
        and not new_page
        and not headed
        and not (before is not None and len(before.text) < 60 and not refers_on(before.text))
    ):
        return False
    # A table at the end of a page ends in a number too; a reference that goes on over the page has no title behind it.
    titled = new_page and headed
    if before is not None and refers_on(before.text) and not (row.blank or row.mark or fresh or titled):
        return False
    # Behind a dash or on a new page a title may be in small letters ("Appendix 1 - The processing").
    plain = row.text[: match.end()].isupper() or new_page or bool(row.mark) or dashed
    if row.text.rstrip()[-1] in ";," or (
        rest and (not is_title(rest, plain=plain) or (breaks_off(rest) and not rest.isupper()))
    ):
        return False
    if len(row.text) > 120:
        return False
    name = annex_name(match)
    if name == current:
        return False
    # A list of annexes has the next name on the next line.
    follower = rows[place + 1] if place + 1 < len(rows) else None
    other = START.match(follower.text) if follower is not None else None
    if other is not None and other["annex"] and annex_name(other) != name and not _stacked(row, name, other):
        return False
    return not (rest and before is not None and not new_page and not row.mark and _is_entry(before))


def _is_entry(row: TextLine) -> bool:
    """Tell whether a line names an annex and its title, as an entry of a list does."""
    match = START.match(row.text)
    return match is not None and bool(match["annex"]) and len(row.text) - match.end() > _LABEL_WORDS


def _stacked(row: TextLine, name: str, other: re.Match[str]) -> bool:
    """Tell whether two labels stand one below the other at the top of one annex ("SCHEDULE 1", "ANNEX I")."""
    alone = len(row.text.split()) <= _LABEL_WORDS
    return alone and (bool(row.mark) or (annex_name(other).split()[0] != name.split()[0] and row.text.isupper()))


def annex_name(match: re.Match[str]) -> str:
    """Return the name of an annex in one spelling ("EXHIBIT A" is "Exhibit A")."""
    word = match["annex"].split()[0].capitalize()
    return f"{word} {match['annex_id']}"
