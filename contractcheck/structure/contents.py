"""Finds tables of contents. They name every topic and settle none, so their lines are never evidence.

A clause wrongly taken for contents would never be read. So every test here needs several signs at once.
"""

from __future__ import annotations

import re

from contractcheck.language.labels import ANNEX, ANNEX_WORD, CLAUSE, DECIMAL, SIGN, either
from contractcheck.structure.headings import is_title
from contractcheck.structure.rows import Row

# A list without a title above it must have this many entries with page numbers before it is believed.
_FEWEST = 5
# Contents stand at the front. Tables of numbers deep in a schedule are no contents.
_FRONT_SHARE = 0.5
# A contents list longer than this many lines is not believed at a stretch (the longest in the corpus has about 200).
_LONGEST = 450
# Lines in a row without a sign of contents that end the list.
_PATIENCE = 3

_TITLE = re.compile(
    r"(?:TABLE\s+OF\s+CONTENTS|CONTENTS|INDEX)\b[\s.:]*(?:\(?cont(?:inued|'?d)?\.?\)?|PAGE(?: NO\.?)?)?\s*$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    rf"(?:(?:{either(*CLAUSE, 'part')}|{ANNEX_WORD})\b.{{0,12}}|{SIGN}|{DECIMAL}[.)]?|"
    r"[IVXL]{1,7}\.|[A-Z]\.|\([a-z]{1,4}\))",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(r"(?:[.\s…_\-–]{2,}|[\s.…])\(?(?:[A-Z]-)?(?:\d{1,3}|[ivxl]{1,6})\)?\s*$")
_LEADER = re.compile(r"(?:\.\s?){4,}|…{2,}|_{5,}")
_BODY_VERB = re.compile(
    r"\b(?:shall|will|must|may|agrees?|hereby|means?|is|are|was|were|has|have|WHEREAS|"
    r"made and entered|by and between)\b"
)
_FURNITURE = re.compile(
    rf"(?:pages?|{either('section', 'article')}|[ivxl]{{1,6}}|-?\s?\d{{1,3}}\s?-?|{either(*ANNEX, plural=True)})"
    r"\s*(?:no\.?)?:?\s*$",
    re.IGNORECASE,
)
_RUN = re.compile(
    r"(?:^|\s)(?:\d{1,2}(?:\.\d{1,2}){0,2}\.?"
    rf"|(?:{either('article', 'section', cases='upper title')})\s[IVXL\d]{{1,6}}\.?)\s{{1,3}}[A-Z]"
)
_ANNEX_LINE = re.compile(rf"{ANNEX_WORD}\s+[A-Z\d]", re.IGNORECASE)
_AGREEMENT_BEGINS = re.compile(r"\W*(?:[ivx]+\W+)?(?:THIS|This)\b|.*\b(?:AGREEMENT|CONTRACT)$|BETWEEN\b|RECITALS\b")
_MOST_ANNEXES = 60
# A run-on contents line: at least this many numbered titles in one line, and no verb.
_RUN_FEWEST = 4
_FOUR_DIGITS = re.compile(r"\d\D+\d\D+\d\D+\d")


def find_contents(rows: list[Row]) -> list[tuple[int, int]]:
    """Return the ranges of ``rows`` (first, after the last) that are tables of contents, in order."""
    found = []
    position = 0
    limit = int(len(rows) * _FRONT_SHARE) + 1
    while position < limit:
        row = rows[position]
        end = position
        if _TITLE.match(row.text) and len(row.text) < 60:
            end = _titled(rows, position)
        elif _entry(row.text):
            end = _untitled(rows, position)
        if end <= position:
            end = _run_on(rows, position)
        if end > position:
            end = _with_annexes(rows, end)
            found.append((position, end))
            position = end
        else:
            position += 1
    return found


def _paged(text: str) -> bool:
    """Tell whether a line ends in a page number. The last character is looked at first: most lines end here."""
    return text[-1] in "0123456789ivxlIVXL)" and bool(_PAGE_NUMBER.search(text[-40:]))


def _with_annexes(rows: list[Row], end: int) -> int:
    """Take in the list of annexes that often follows, without page numbers, before the agreement itself begins."""
    last = end
    count = 0
    for place in range(end, min(len(rows), end + _MOST_ANNEXES)):
        text = rows[place].text
        if _ANNEX_LINE.match(text) and len(text) < 110 and not _BODY_VERB.search(text):
            count += 1
            last = place + 1
        elif count and _AGREEMENT_BEGINS.match(text):
            return last
        elif not _FURNITURE.match(text):
            break
    return last if count > 1 else end


def _entry(text: str) -> bool:
    """A line that ends in a page number after a title."""
    if len(text) > 200 or not _paged(text) or _BODY_VERB.search(text):
        return False
    if _LEADER.search(text):
        return True
    head = _PAGE_NUMBER.sub("", text)
    match = _NUMBERED.match(head)
    title = head[match.end() :].strip(" .–-") if match else head
    return bool(match) and is_title(title)


def _weak(text: str) -> bool:
    """A line that may stand in contents: a number, a title, a page number, or a wrapped end of a title."""
    if len(text) > 160 or _BODY_VERB.search(text):
        return False
    if _FURNITURE.match(text) or _TITLE.match(text):
        return True
    head = _PAGE_NUMBER.sub("", text)
    match = _NUMBERED.match(head)
    title = head[match.end() :].strip(" .–-:") if match else head.strip(" .–-")
    return not title or is_title(title, plain=bool(match)) or (_paged(text) and len(title.split()) < 16)


def _key(text: str) -> str:
    """The letters of an entry, to know its heading again in the body."""
    return re.sub(r"[^a-z]", "", _PAGE_NUMBER.sub("", text).lower())


def _titled(rows: list[Row], first: int) -> int:
    """The end of the contents list under a "Table of Contents" line, or ``first`` where none follows."""
    seen: dict[str, int] = {}
    pages = 0
    last = first + 1
    misses = 0
    for place in range(first + 1, min(len(rows), first + 1 + _LONGEST)):
        text = rows[place].text
        numbered = _paged(text)
        run_on = _is_run_on(text)
        if not run_on and not _weak(text):
            misses += 1
            if misses >= _PATIENCE or _BODY_VERB.search(text) or len(text) > 110:
                break
            continue
        key = _key(text)
        # The first entries come again: the body has begun.
        if (
            len(key) > 3
            and key in seen
            and not numbered
            and place - first > 3
            and not _FURNITURE.match(text)
            and not _TITLE.match(text)
        ):
            break
        if len(key) > 3:
            seen.setdefault(key, place)
        if numbered:
            pages += 1
        # Where entries carry page numbers, a line without one is contents only if another entry follows it.
        if numbered or run_on or pages * 2 < place - first:
            last = place + 1
            misses = 0
    return last if last - first > 2 or (last - first == 2 and _is_run_on(rows[first + 1].text)) else first


def _untitled(rows: list[Row], first: int) -> int:
    """The end of a list of at least _FEWEST entries with page numbers that rise, or ``first``."""
    entries = 0
    last = first
    misses = 0
    page = -1
    for place in range(first, min(len(rows), first + _LONGEST)):
        text = rows[place].text
        if _entry(text):
            match = re.search(r"(\d{1,3})\)?\s*$", text)
            number = int(match.group(1)) if match else page
            if number < page and number > 3:
                break
            page = number
            entries += 1
            misses = 0
            last = place + 1
        elif _weak(text):
            misses += 1
            if misses > _PATIENCE:
                break
        else:
            break
    return last if entries >= _FEWEST else first


def _is_run_on(text: str) -> bool:
    """Tell whether a line holds several numbered titles and no verb. The cheap test for digits comes first."""
    if len(text) < 60 or not _FOUR_DIGITS.search(text) or _BODY_VERB.search(text):
        return False
    runs = len(_RUN.findall(text))
    return runs >= _RUN_FEWEST and len(text) / runs < 90 and text.count(". ") <= 2 * runs


def _run_on(rows: list[Row], first: int) -> int:
    last = first
    for place in range(first, min(len(rows), first + _LONGEST)):
        if not _is_run_on(rows[place].text):
            break
        last = place + 1
    return last
