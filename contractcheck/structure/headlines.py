"""Finds heading lines: the heading after a number, below it, or alone on its line, by the lines around it."""

from __future__ import annotations

import re

from contractcheck.language.dates import MONTH
from contractcheck.structure.definitions import DEFINES
from contractcheck.structure.headings import (
    MAX_WORDS,
    VERBS,
    breaks_off,
    ends_sentence,
    is_title,
    run_in,
    tells_in_capitals,
)
from contractcheck.structure.numbering import START, Number, read_number
from contractcheck.structure.textlines import TextLine

# A heading line without a number is at most this long; longer ones were wrapped sentences.
HEADING_CHARS = 80
# Above a heading of the agreement stands a sentence this long, within so many lines.
_TITLE_LINE = 60
_TITLE_ROWS = 12
# Run-in headings without numbers ("Confidentiality. Each party ..") count only where a document uses them as a style.
_RUN_IN_FEWEST = 3

# Headings of the opening words, which open no clause.
PREAMBLE_HEADING = re.compile(
    r"(?:RECITALS?|WITNESS|W I T N E S|BACKGROUND|WHEREAS|PREAMBLE|PARTIES|BETWEEN|"
    r"AND$|BY AND|DATED|EFFECTIVE|AGREED TERMS)|"
    r".*\bAGREEMENT\b",
    re.IGNORECASE,
)

# Lines of signatures and notices, which look like headings.
NO_HEADING = re.compile(
    r"(?:By|Name|Title|Date|Its|Attn|Attention|Address|Tel|Telephone|Fax|Phone|E-?mail|Signature|Signed|"
    r"Print(?:ed)? Name|Facsimile|Witness|To|From|As|cc|Page|Source|Number|No|Position|NAME|TITLE|SIGNED|DATE|BY|"
    r"EMAIL ADDRESS)\b\s?(?:[.:,_]|$|/s/)|"
    r"(?:If to|With (?:a )?cop(?:y|ies)|with a copy|Copy to|Attn|Attention|c/o|Counsel to|Signed by|Page \d|Source:|"
    r"(?:ACCEPTED|Accepted) (?:AND|and) (?:AGREED|Agreed))\b",
)
# Names of companies and dates are no headings either.
_FORM = (
    r"(?:Inc|INC|LLC|L\.L\.C|LLP|L\.?P|Ltd|LTD|Limited|LIMITED|Corp|CORP|Corporation|CORPORATION|GmbH|AG|N\.A|"
    r"P\.C|plc|PLC|S\.?A)"
)
_COMPANY_END = re.compile(rf"(?:,\s|\b){_FORM}\.?$")
_NO_COMPANY = re.compile(r"\b(?:the|of|and|for|by)\b|^(?:[A-Z]+\s)?(?:Trust|Bank|Company|COMPANY|BANK)$")
_DATE = re.compile(rf"(?:{MONTH})\b[\d ,]*$", re.IGNORECASE)
# Bullets, boxes, rules and table marks at the start of a line.
_BULLETS = '“"[<·•§▪◦●■□☐☒þ¨–—-*+|(#'
# Words that only prose has. Below a heading stands prose, below the head of a table stand figures and names.
_PROSE = re.compile(
    r"\b(?:the|of|to|and|in|for|is|are|shall|will|may|must|be|by|or|with|that|this|any|not|as|on|we|you|our|your|an?)\b|"
    r"\b(?:SHALL|THE|AND|ANY|OF|TO)\b"
)
# The head of a table whose cells were read as one line: no heading is made of so many of these words alone.
_COLUMNS = frozenset(
    "amount category charge cost credit currency date deliverable description due fee frequency item kpi level "
    "measure measurement method metric milestone minimum name no number period place price priority quantity rate "
    "resolution response role service severity status target task time total type unit".split()
)
_FEWEST_COLUMNS = 4
_PROSE_ROWS = 3
_PROSE_CHARS = 120
# "2. What the Recipient does" may head a list of clauses; a duty or a definition never does.
_DUTY = re.compile(r"\b(?:shall|will|may|agrees?|means?|warrants|represents)\b")
# A value after a label is shorter than a sentence.
_VALUE_CHARS = 100
_PROSE_WORDS = 2
# So much of a line is looked at for a heading: a text may be one line.
_LONGEST_LINE = 4000
# A heading in capitals this wide fills its line, so that capitals on the next line belong to it.
_WIDE_CAPS = 45


def heading_after(rows: list[TextLine], place: int, after: int, number: Number | None) -> tuple[str, int, int]:
    """Read the heading after a number. Returns it, the offset of the body, and the row where the body begins."""
    row = rows[place]
    rest = row.text[after - row.at : after - row.at + _LONGEST_LINE]
    skip = len(rest) - len(rest.lstrip(" .:-–—*_"))
    rest = rest[skip:]
    begin = after + skip
    if not rest:
        return _heading_below(rows, place)
    found = run_in(rest)
    if found is not None:
        heading = rest[: found[0]].strip(" *_")
        if found[1] >= len(rest):
            return heading, row.end, place
        return heading, begin + (0 if is_value(rest, found, rows[place + 1 : place + 2]) else found[1]), place
    follower = rows[place + 1] if place + 1 < len(rows) else None
    if number is not None and number.style[0] in "ai" and not rest[0].isupper():
        return "", begin, place
    if number is not None and heads_list(rest, (number,), rows[place + 1 : place + 2]):
        return rest.strip(" *_:"), row.end, place
    if is_title(rest) and not rest.startswith(("“", '"')) and (follower is None or may_end(rest, follower)):
        below = follower if rest.isupper() and follower and follower.text.isupper() else None
        below = below if below and not START.match(below.text) else None
        if rest.isupper() and (rest[-1] == "." or (below and not below.blank)) and tells_in_capitals(rest):
            return "", begin, place
        if below:
            both = f"{rest} {below.text}"
            if len(below.text) < 60 and is_title(both) and (breaks_off(rest) or len(rest) > _WIDE_CAPS):
                return both, below.end, place + 1
        return rest.strip(" *_:"), row.end, place
    return "", begin, place


def is_value(text: str, found: tuple[int, int], below: list[TextLine]) -> bool:
    """Tell whether a run-in heading is the label of a value ("Availability target: 99.9%"): then both are text."""
    head, after = found
    if ":" not in text[head:after] or len(text) - after > _VALUE_CHARS or VERBS.is_in(text, after):
        return False
    return ends_sentence(text) or not below or below[0].blank or bool(START.match(below[0].text))


def heads_list(rest: str, numbers: tuple[Number, ...], below: list[TextLine]) -> bool:
    """Tell whether "5. Personal data breaches" is a heading because "5.1" begins the next line."""
    if not rest or not below or not rest[0].isalpha() or rest[-1] in ".;,:" or len(rest.split()) > MAX_WORDS:
        return False
    if _DUTY.search(rest):
        return False
    match = START.match(below[0].text)
    if match is None or match["annex"]:
        return False
    firsts = {(*number.value, 1) for number in numbers}
    return any(inner.style == "dec" and inner.value in firsts for inner in read_number(match))


def _heading_below(rows: list[TextLine], place: int) -> tuple[str, int, int]:
    """The heading of a number that stands alone on its line."""
    row = rows[place]
    if place + 1 >= len(rows):
        return "", row.end, place
    below = rows[place + 1]
    if START.match(below.text):
        return "", row.end, place
    found = run_in(below.text)
    if found is not None:
        body = below.end if found[1] >= len(below.text) else below.at + found[1]
        return below.text[: found[0]].strip(" *_"), body, place + 1
    text = below.text.rstrip(" :*_")
    if is_title(text) and len(text) <= HEADING_CHARS:
        follower = rows[place + 2] if place + 2 < len(rows) else None
        if follower is not None and breaks_off(text) and is_title(f"{text} {follower.text}"):
            return f"{text} {follower.text}", follower.end, place + 2
        if follower is None or may_end(text, follower):
            return text, below.end, place + 1
    return "", row.end, place


def may_end(text: str, follower: TextLine) -> bool:
    """Tell whether a title may end where its line ends, by how the next line begins."""
    if breaks_off(text) or text[-1] in ";,":
        return False
    begin = follower.text[0]
    return (
        text.isupper() or begin.isupper() or not begin.isalpha() or follower.blank or bool(START.match(follower.text))
    )


def is_heading_row(rows: list[TextLine], place: int, text: str, *, preamble: bool) -> bool:
    """Tell whether the line ``text`` at ``place`` is a heading without a number, by itself and its neighbours."""
    follower = rows[place + 1] if place + 1 < len(rows) else None
    if len(text) > HEADING_CHARS or follower is None or text[-1] in '.;,\u037e”"' or text[0] in _BULLETS:
        return False
    if not is_title(text) or sum(letter.isdigit() for letter in text) > 4 or breaks_off(text):
        return False
    if ":" in text[:-1] or "[*" in text or _DATE.match(text) or _is_annex_name(text):
        return False
    if _COMPANY_END.search(text) and not _NO_COMPANY.search(text):
        return False
    if _names_columns(text):
        return False
    # In the preamble only a document without numbers has headings that open clauses.
    if preamble and (PREAMBLE_HEADING.match(text) or _on_title_page(rows, place)):
        return False
    if not may_end(text, follower):
        return False
    before = rows[place - 1] if place else None
    if text.isupper():
        # A line of a paragraph in capitals, or of a title page, is not a heading.
        beside = [row for row in (before, follower) if row is not None and row.text.isupper() and len(row.text) > 40]
        if beside:
            return False
    after = follower.text
    if START.match(after) or DEFINES.match(after):
        return True
    # A title below a title is the row of a table or of a list.
    if is_title(after) and not ends_sentence(after):
        return False
    return (len(after) >= 45 or ends_sentence(after)) and _prose_below(rows, place)


def _names_columns(text: str) -> bool:
    """Tell whether a line holds names of columns and nothing else ("Item Description Unit Price")."""
    words = text.lower().split()
    return len(words) >= _FEWEST_COLUMNS and all(word.strip(".").removesuffix("s") in _COLUMNS for word in words)


def _is_annex_name(text: str) -> bool:
    """A line that names an annex and begins none is part of a list or of a sentence."""
    match = START.match(text)
    return bool(match and match["annex"])


def _prose_below(rows: list[TextLine], place: int) -> bool:
    """Tell whether sentences follow the line at ``place``, not the cells of a table or the lines of an address."""
    words = 0
    for row in rows[place + 1 : place + 1 + _PROSE_ROWS]:
        words += len(_PROSE.findall(row.text, 0, _PROSE_CHARS))
        if words >= _PROSE_WORDS:
            return True
    return False


def _on_title_page(rows: list[TextLine], place: int) -> bool:
    """Tell whether no sentence stands above ``place`` yet: names and dates of a title page are no headings."""
    return all(len(row.text) < _TITLE_LINE for row in rows[max(0, place - _TITLE_ROWS) : place])


def uses_run_in(rows: list[TextLine]) -> bool:
    """Tell whether run-in headings without numbers are a style of this document."""
    count = 0
    before = ""
    for row in rows:
        if (
            (row.blank or ends_sentence(before))
            and row.text[0].isupper()
            and "." in row.text[2:80]
            and not START.match(row.text)
        ):
            found = run_in(row.text)
            if found is not None and found[1] < len(row.text) and is_title(row.text[: found[0]]):
                count += 1
                if count >= _RUN_IN_FEWEST:
                    return True
        before = row.text
    return False
