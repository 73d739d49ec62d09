"""Looks for blanks and placeholders: what was to be filled in, and was not.

What a filer cut out for a regulator ("[***]", "[REDACTED]") is no blank. Neither are the lines to sign on, nor the
blanks of an attached form that is used later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from contractcheck.language.labels import ANNEX, either
from contractcheck.model import ClauseKind
from contractcheck.presigning.drafts import SIGNING_LABEL, Draft, Fault

ROW = "blanks"
_LABEL_REACH = 30
_SHOWN = 40
# Blanks of one printed line are told once; a Markdown line may be a whole paragraph.
_APART = 120
_PASSED = (ClauseKind.CONTENTS, ClauseKind.SIGNATURE)
# So many blanks in one attachment make it a form.
_FULL = 4
# Bounded, so that a page of underscores costs no more than its length.
_LINE = re.compile(r"_[ _]{0,300}_")
# "[ ]", "[___]", "[●]". In a redacted copy dots and bullets are cuts.
_EMPTY = re.compile(r"\[[\s_\u00a0]{0,40}\]|\[\s*[.…]{1,}\s*\]|\$\s?\[\s*\]")
_BULLET = re.compile(r"\[\s*[●•■▪]+\s*\]")
_STARS = re.compile(r"\[[\s*\\x]*\*[\s*\\]*\]")
_TASK = re.compile(r"\[\s{1,3}\]\s?[A-Za-z]|[-*]\s\[ \]")
# "[Insert name]", "[TBD]", "[NAME OF CUSTOMER]", "[date]": words of a template, in square brackets.
_TOLD = re.compile(
    r"[\[<{]{1,2}\s*(?:please\s+)?(?:(?:to\s+)?(?:be\s+)?(?:insert|enter|fill|add|specify|complete|describe|select|choose|delete|list|"
    r"inserted|completed|determined|confirmed|agreed|decided)\b[^\[\]{}<>\n]{0,100}"
    r"|(?:your|company|customer|client|provider|supplier|vendor|party|contractor|full|legal|other\s+party|service\s+provider|"
    r"counter-?party|business|entity|project|product)?\s*(?:legal\s+)?"
    r"(?:names?|dates?|address(?:es)?|amounts?|number|numbers?|state|country|city|title|jurisdiction|percentage|price|fee|"
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
_WORDS = re.compile(
    r"\b(?:TBD|TBC|TBA|T\.B\.D\.?)(?![\w])|\bto\s+be\s+(?:inserted|filled\s+in)\b|"
    r"\b(?:Click|Tap)(?: or tap)?(?: here)? to enter (?:text|a date)\b|\bChoose an item(?=\.)|"
    r"\b[Ll]orem [Ii]psum\b|\{\{[^{}\n]{1,60}\}\}|<<[A-Za-z_ .]{1,60}>>|"
    r"«[A-Za-z_ .]{1,60}»|\bto be (?:agreed|determined|decided|completed)\b(?=\s*[\])])",
    re.MULTILINE,
)
_X_RUN = re.compile(r"\bX{3,}\b(?!\.)|\$\s?X{1,3}\b")
# "Section 5.2 [EXCLUSIVITY]": the words are the heading of the clause that is named.
_AFTER_NUMBER = re.compile(r"(?:[\d)]|\b[IVXLC]{1,5})\s*\Z")


def find_blanks(draft: Draft) -> Iterator[Fault]:
    """Yield the blanks and placeholders of a contract, one a printed line.

    An attachment that is full of them is told once: it may be a form for later use.
    """
    last: tuple[int, int] = (-1, 0)
    by_top: dict[int, list[Fault]] = {}
    for start, end, what in sorted(_candidates(draft), key=lambda item: item[0]):
        line = draft.line_around(start, end)
        if (line[0] == last[0] and start < last[1] + _APART) or draft.kind_at(start) in _PASSED or draft.in_form(start):
            continue
        last = (line[0], end)
        by_top.setdefault(draft.top_at(start), []).append(Fault(ROW, start, end, what))
    for top, faults in by_top.items():
        if top < 0 or len(faults) < _FULL:
            yield from faults
        else:
            name = draft.contract.clauses[top].path or "An attachment"
            what = f"{name} has {len(faults)} blanks. If it is a form for later use, leave them."
            yield Fault(ROW, faults[0].start, faults[0].end, what, sure=False)


def _candidates(draft: Draft) -> Iterator[tuple[int, int, str]]:
    text = draft.contract.plain
    for match in _LINE.finditer(text):
        if _is_line_to_fill(text, match):
            yield match.start(), match.end(), "A line was left to be filled in."
    for match in _EMPTY.finditer(text):
        if not _TASK.match(text, match.start()):
            yield match.start(), match.end(), "The brackets are empty."
    if not draft.redacted and not any(_cut(text, match) for match in _STARS.finditer(text)):
        for match in _X_RUN.finditer(text):
            yield match.start(), match.end(), _still(match.group())
        for match in _BULLET.finditer(text):
            yield match.start(), match.end(), "A bullet holds the place of something that is still to be filled in."
    for match in _TOLD.finditer(text):
        if "<" not in match.group()[:1] or draft.contract.document.media != "text/markdown":
            yield match.start(), match.end(), _still(match.group())
    for match in _CAPITALS.finditer(text):
        if not _NO_BLANK.search(match["words"]) and not _AFTER_NUMBER.search(text[: match.start()][-6:]):
            yield match.start(), match.end(), _still(match.group())
    for match in _WORDS.finditer(text):
        yield match.start(), match.end(), _still(match.group())


def _cut(text: str, match: re.Match[str]) -> bool:
    return "*" in match.group() and text[match.end() : match.end() + 1] != "("


def _still(words: str) -> str:
    flat = " ".join(words.split())
    return f"Still to be filled in: {flat if len(flat) <= _SHOWN else flat[:_SHOWN] + ' ...'}"


def _is_line_to_fill(text: str, match: re.Match[str]) -> bool:
    """Tell a line to write on from a ruled line, a line to sign on, and a line of emphasis marks."""
    left = max(text.rfind("\n", 0, match.start()), text.rfind("\r", 0, match.start())) + 1
    right = min(
        (at for at in (text.find("\n", match.end()), text.find("\r", match.end())) if at >= 0), default=len(text)
    )
    before, after = text[left : match.start()].strip(), text[match.end() : right].strip()
    if "__" not in match.group() or not any(letter.isalnum() for letter in before + after):
        return False  # a ruled line, or a line to sign on
    if len(match.group()) < 3 and not (before and before[-1] in "$:("):
        return False
    if (
        before
        and before[-1:].isalnum()
        and text[match.start() - 1].isalnum()
        and text[match.end() : match.end() + 1].isalnum()
    ):
        return False  # part_of_a_name
    return not SIGNING_LABEL.search(text[max(left, match.start() - _LABEL_REACH) : match.start()])
