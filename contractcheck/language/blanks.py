"""Blanks: what was to be filled in and was not, in all the forms that templates and forms use.

What a filer cut out for a regulator ("[***]", "[REDACTED]") is no blank. Neither are the lines to sign on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from contractcheck.language.labels import ANNEX, either
from contractcheck.language.numbers import COUNTING_WORD, IN_WORDS

# Words that tell that this is a copy filed with a regulator: then bullets in brackets and runs of X are redactions.
_LEGEND = re.compile(
    r"confidential\s+treatment|24b-?2|rule\s+406|filed\s+separately|separately\s+filed|item\s+601\(b\)|redacted|"
    r"competitive(?:ly)?\s+harm|^\W{0,3}Source:[^\r\n]{3,90}\d{1,2}/\d{1,2}/\d{4}",
    re.IGNORECASE | re.MULTILINE,
)
SIGNING_LABEL = re.compile(
    r"\b(?:by|its?|name|print(?:ed)?(?: name)?|title|dated?|signed|signature|"
    r"witness(?:ed)?|attest|company|address|e-?mail|"
    r"phone|tel(?:ephone)?|fax|facsimile|position|place|secretary|president|director|notary|capacity|officer)\b"
    r"[^\w\n]{0,12}\Z",
    re.IGNORECASE,
)
"""A label such as "Name:" or "By:" with nothing behind it but a line to write on."""

_LABEL_REACH = 30
_WORD_REACH = 14  # characters of the longest word that wants another
_SHOWN = 40
_LINE_REACH = 400  # characters of a line that tell whether it has words
# Bounded, so that a page of underscores costs no more than its length.
_LINE = re.compile(r"_[ _]{0,300}_")
# "[ ]", "[___]", "[...]". In a redacted copy dots and bullets are cuts.
_EMPTY = re.compile(r"\[[\s_\u00a0]{0,40}\]|\[\s*[.…]{1,}\s*\]|\$\s?\[\s*\]")
# "[●]", "[£●]", "[● Business Days]".
_BULLET = re.compile(r"\[\s*[$€£]?\s*[●•■▪]+\s*\]|\[\s*[$€£]?\s*[●•]\s[^\[\]\n]{1,30}\]")
_STARS = re.compile(r"\[[\s*\\x]*\*[\s*\\]*\]")
_TASK = re.compile(r"\[\s{1,3}\]\s?[A-Za-z]|[-*]\s\[ \]")
# "[Insert name]", "[TBD]", "[NAME OF CUSTOMER]", "[date]": words of a template, in square brackets.
_TOLD = re.compile(
    r"[\[<{]{1,2}\s*(?:please\s+)?(?:(?:to\s+)?(?:be\s+)?(?:insert|enter|fill|add|specify|complete|describe|select|choose|delete|list|"
    r"inserted|completed|determined|confirmed|agreed|decided)\b[^\[\]{}<>\n]{0,100}"
    r"|(?:your|company|customer|client|provider|supplier|vendor|party|contractor|full|legal|other\s+party|service\s+provider|"
    r"counter-?party|business|entity|project|product)?\s*(?:legal\s+)?"
    r"(?:names?|dates?|address(?:es)?|[$€£]?\s?amounts?|number|numbers?|state|country|city|title|jurisdiction|percentage|price|fee|"
    r"email|e-mail|phone)(?:\s+(?:of|and|or)\s[^\[\]{}<>\n]{1,40})?"
    r"|(?:the\s+|your\s+)?(?:client|customer|company|provider|supplier|vendor|contractor|consultant|party\s?[a-z1-9]?|jurisdiction|"
    r"individual|signatory|location)\s?\d?"
    r"|(?:x{2,}|y{2,}|n{2,}|tbd|tbc|tba|tk|\?+|#+|placeholder|blank|lorem[^\[\]]*))\s*[\]>}]{1,2}(?!\()",
    re.IGNORECASE,
)
# "[NAME OF THE CUSTOMER]": capitals in brackets, two letters at least, that are no redaction and no heading.
_CAPITALS = re.compile(r"\[(?P<words>[A-Z][A-Z0-9 ,/'’&.-]{2,60})\](?!\()")
_NO_BLANK = re.compile(
    r"REDACT|OMIT|RESERVED|DELETED|INTENTIONAL|CONFIDENTIAL|SIGNATURE|SEAL|LOGO|REMAINDER|END OF|PAGE|FOLLOW|\bSIC\b|"
    rf"{either('paragraph', 'section', *ANNEX, cases='upper')}|ILLEGIBLE|"
    r"GRAPHIC|LETTERHEAD|STAMP|CHART|TABLE|ATTACHED|L\.?S\b|DIAGRAM|MAP|"
    r"CERTAIN|TREATMENT|EXECUTION|COUNTERPART|SIGNED|BALANCE|INTENTION|^[A-Z]{1,3}\d*$|REST OF"
)
# Each with a piece of it that a text must hold: most texts hold none of them.
_WORDS = tuple(
    (gate, re.compile(pattern))
    for gate, pattern in (
        ("TB", r"\b(?:TBD|TBC|TBA)(?![\w])"),
        ("T.B.D", r"\bT\.B\.D\.?(?![\w])"),
        ("be inserted", r"\bto\s+be\s+inserted\b"),
        ("be filled", r"\bto\s+be\s+filled\s+in\b"),
        (" to enter ", r"\b(?:Click|Tap)(?: or tap)?(?: here)? to enter (?:text|a date)\b"),
        ("Choose an item.", r"\bChoose an item(?=\.)"),
        ("orem ", r"\b[Ll]orem [Ii]psum\b"),
        ("{{", r"\{\{[^{}\n]{1,60}\}\}"),
        ("<<", r"<<[A-Za-z_ .]{1,60}>>"),
        ("«", r"«[A-Za-z_ .]{1,60}»"),
        ("to be ", r"to be (?:agreed|determined|decided|completed)\b(?=\s*[\])])"),
    )
)
_X_RUN = re.compile(r"\bX{3,}\b(?!\.)|\$\s?X{1,3}\b")
# "Section 5.2 [EXCLUSIVITY]": the words are the heading of the clause that is named.
_NUMBER_REACH = 6
_AFTER_NUMBER = re.compile(r"(?:[\d)]|\b[IVXLC]{1,5})\s*\Z")
# A gap of spaces after a word that wants another one, and before a mark or a unit: "exceed      .", "within     hours".
_WANTING = (
    "of|than|exceed|exceeds|exceeding|within|by|to|the|for|at|is|are|be|a|an|and|or|least|most|after|before|in|on|until|from|"
    "every|each|usd|eur|gbp|us"
)
# Before a unit only what wants a figure: text that was set in columns has gaps in "each      quarter".
_WANTING_FIGURE = "(?<!number )of|than|exceed|exceeding|within|by|to|for|least|most|after"
_UNIT = (
    r"(?:(?:business|working|calendar|clear)\s)?(?:seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?)\b"
    r"|per\s?cent\b|percent\b|%|dollars\b|pounds\b|euros?\b|rupees\b|times\b|copies\b"
)
GAP = re.compile(
    rf"(?:\b(?:{_WANTING})|[$€£]) (?P<gap> {{3,200}}(?=[.,;](?:\s|\Z)))"
    rf"|(?:\b(?:{_WANTING_FIGURE})|[$€£]) (?P<figure> {{2,200}})(?= (?:{_UNIT})(?! \d))",
    re.IGNORECASE,
)
"""A gap of spaces that wants a word (group "gap" or "figure"), in a text with plain spaces."""

# "[X] days", "XX days", in a copy from which nothing was cut out; "[30] days", a figure that is not settled.
_LETTER = re.compile(rf"\[\s?[XYNxyn]\s?\](?=\s?(?:{_UNIT}))")
_LETTERS = re.compile(rf"\b(?:XX|xx|YY|NN)\b(?=\s?(?:{_UNIT}))")
_FIGURE = re.compile(
    rf"\[\s?(?:\d{{1,5}}(?:[.,]\d{{1,3}})?|{IN_WORDS})(?:\s?\(\d{{1,5}}\))?\s?\](?=\s{{0,2}}(?:{_UNIT}))", re.IGNORECASE
)
# "one hundred eighty [180] days": the brackets hold the same in digits.
_IN_WORDS_BEFORE = re.compile(rf"(?:{COUNTING_WORD})\s+\Z", re.IGNORECASE)
_UNIT_FOLLOWS = re.compile(rf"\s?(?:{_UNIT})", re.IGNORECASE)
# A field without a word leaves one space before the full stop: "shall not exceed ."
_NOTHING = re.compile(r" {1,3}\.(?=\s|\Z)")
_WANTS = re.compile(r"\b(?:of|than|exceed|exceeding|within|least)\Z", re.IGNORECASE)
_SPACES = re.compile(" {3,200}")
# "the sum of .............. dollars": no leader of a table of contents, which a number follows.
_DOTS = re.compile(r"(?:\.{6,300}|…{2,100})(?![.…]|\s*\d)")
_WANTS_LINE = re.compile(rf"(?:\b(?:{_WANTING})|[$€£]) ?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Blank:
    """One blank: its characters, and what is wrong with it in a sentence."""

    start: int
    end: int
    what: str


def is_redacted_copy(text: str) -> bool:
    """Tell whether this is a copy from which words were cut out for a regulator."""
    return bool(_LEGEND.search(text))


def with_lines(text: str) -> str:
    """Return a short text, such as that of a cell, with each blank in it as a line to write on."""
    pieces: list[str] = []
    done = 0
    for blank in sorted(find_blanks(text, text, markdown=False, redacted=lambda: False), key=lambda one: one.start):
        if blank.start >= done:
            pieces += [text[done : blank.start], "_" * max(3, blank.end - blank.start)]
            done = blank.end
    return "".join([*pieces, text[done:]])


def find_blanks(text: str, printed: str, *, markdown: bool, redacted: Callable[[], bool]) -> Iterator[Blank]:
    """Yield the blanks of a text, in no order; they may overlap.

    ``text`` has plain spaces and its noise blanked out, ``printed`` is the same with every character. ``redacted``
    tells, where somebody asks, whether words were cut out for a regulator: bullets in brackets and runs of X are then
    cuts.
    """
    for match in _LINE.finditer(text):
        if _is_line_to_fill(text, match):
            yield Blank(*match.span(), "A line was left to be filled in.")
    for match in _EMPTY.finditer(text):
        if not _TASK.match(text, match.start()):
            yield Blank(*match.span(), "The brackets are empty.")
    for match in _FIGURE.finditer(text):
        if not _IN_WORDS_BEFORE.search(text, max(0, match.start() - _LABEL_REACH), match.start()):
            yield Blank(*match.span(), "The figure stands in brackets: it is not settled.")
    doubtful = list(_doubtful(text))
    if doubtful and not redacted() and not any(_cut(text, match) for match in _STARS.finditer(text)):
        yield from doubtful
    for match in _TOLD.finditer(text):
        named = _AFTER_NUMBER.search(_before(text, match)) is not None and match.group().isupper()
        if ("<" not in match.group()[:1] or not markdown) and not named:
            yield Blank(*match.span(), _still(match.group()))
    for match in _CAPITALS.finditer(text):
        if not _NO_BLANK.search(match["words"]) and not _AFTER_NUMBER.search(_before(text, match)):
            yield Blank(*match.span(), _still(match.group()))
    for gate, pattern in _WORDS:
        for match in pattern.finditer(text) if gate in text else ():
            yield Blank(*match.span(), _still(match.group()))
    yield from _gaps(text, printed)


def _doubtful(text: str) -> Iterator[Blank]:
    """Yield what is a blank, and in a redacted copy a cut."""
    if "XX" in text or "$X" in text or "$ X" in text:
        for match in _X_RUN.finditer(text):
            yield Blank(*match.span(), _still(match.group()))
    for match in _LETTER.finditer(text):
        yield Blank(*match.span(), _still(match.group()))
    for match in _LETTERS.finditer(text) if any(letters in text for letters in ("XX", "xx", "YY", "NN")) else ():
        yield Blank(*match.span(), _still(match.group()))
    for match in _BULLET.finditer(text):
        yield Blank(*match.span(), "A bullet holds the place of something that is still to be filled in.")


def _gaps(text: str, printed: str) -> Iterator[Blank]:
    """Yield the gaps and the lines of dots. What was blanked out as noise is no gap on the page."""
    for run in _SPACES.finditer(text):
        if not printed[run.start() : run.end()].isspace():
            continue
        match = GAP.search(text, max(0, run.start() - _WORD_REACH), run.end() + _LABEL_REACH)
        if match and match.start(match.lastgroup or 0) < run.end():
            yield Blank(*match.span(match.lastgroup or 0), "A space was left to be filled in.")
    for match in _NOTHING.finditer(text):
        before = text[max(0, match.start() - _WORD_REACH) : match.start()]
        if _WANTS.search(before) and printed[match.start() : match.end() - 1].isspace():
            yield Blank(match.start(), match.end() - 1, "A space was left to be filled in.")
    for match in _DOTS.finditer(text) if "......" in text or "……" in text else ():
        if _WANTS_LINE.search(text[max(0, match.start() - _WORD_REACH) : match.start()]):
            yield Blank(*match.span(), "A line was left to be filled in.")


def _before(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - _NUMBER_REACH) : match.start()]


def _cut(text: str, match: re.Match[str]) -> bool:
    return "*" in match.group() and text[match.end() : match.end() + 1] != "("


def _still(words: str) -> str:
    flat = " ".join(words.split())
    return f"Still to be filled in: {flat if len(flat) <= _SHOWN else flat[:_SHOWN] + ' ...'}"


def _is_line_to_fill(text: str, match: re.Match[str]) -> bool:
    """Tell a line to write on from a ruled line, a line to sign on, and a line of emphasis marks."""
    floor, roof = max(0, match.start() - _LINE_REACH), match.end() + _LINE_REACH
    left = max(text.rfind("\n", floor, match.start()), text.rfind("\r", floor, match.start()), floor - 1) + 1
    ends = (text.find("\n", match.end(), roof), text.find("\r", match.end(), roof))
    right = min((at for at in ends if at >= 0), default=roof)
    before, after = text[left : match.start()].strip(), text[match.end() : right].strip()
    if "__" not in match.group() or not any(letter.isalnum() for letter in before + after):
        return False  # a ruled line, or a line to sign on
    if len(match.group()) < 3 and not (before and before[-1] in "$:(") and not _UNIT_FOLLOWS.match(text, match.end()):
        return False
    if (
        before
        and before[-1:].isalnum()
        and text[match.start() - 1].isalnum()
        and text[match.end() : match.end() + 1].isalnum()
    ):
        return False  # part_of_a_name
    return not SIGNING_LABEL.search(text[max(left, match.start() - _LABEL_REACH) : match.start()])
