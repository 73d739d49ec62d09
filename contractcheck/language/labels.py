"""How contracts name their own parts: words ("Section", "Schedule"), numbers ("4.2", "B-1") and the labels of both.

The words are in small letters and in the singular. :func:`either` makes alternatives of a pattern from them. No module
writes them down itself: it says which of them may stand where it looks.
"""

from __future__ import annotations

import re

from contractcheck.language.numerals import roman_value

CLAUSE = ("section", "clause", "article")
"""What a clause calls itself, before its number."""

NAMED_CLAUSE = (*CLAUSE, "paragraph")
"""What a reference calls a clause. A paragraph seldom bears its own word."""

PART_OF_CLAUSE = ("subsection", "sub-?clause")
"""What a reference calls a part of a clause."""

ANNEX = ("schedule", "exhibit", "annex", "appendix")
"""What an attachment calls itself and is called."""

ATTACHMENT = "attachment"
"""As much an attachment's own word as those of ``ANNEX``, and also a plain word for any paper."""

SIGN = "§"
"""The sign for a section."""

_EITHER_NUMBER = {"annex": "annex(?:es)?", "appendix": "appendi(?:x|ces)"}
_PLURALS = {"annex": "annexes", "appendix": "appendices"}
_CASES = {"lower": str.lower, "title": str.capitalize, "upper": str.upper}


def either(*words: str, plural: bool = False, cases: str = "lower") -> str:
    """Return words as alternatives to stand in a group of a pattern.

    ``either("section", "clause", plural=True)`` is "sections?|clauses?". ``cases`` says in which letters they may be
    printed ("lower", "title", "upper", or several); a pattern that ignores case needs "lower" alone.
    """
    forms = [_EITHER_NUMBER.get(word, f"{word}s?") if plural else word for word in words]
    return "|".join(_CASES[case](form) for form in forms for case in cases.split())


def plurals(*words: str) -> str:
    """Return words in the plural alone, as alternatives to stand in a group of a pattern."""
    return "|".join(_PLURALS.get(word, f"{word}s") for word in words)


DECIMAL = r"\d{1,3}(?:\.\d{1,3})*"
"""A number of a clause in digits: "4", "4.2", "11.02.3". Three digits keep years and amounts out."""

SHORT_DECIMAL = r"\d{1,2}(?:\.\d{1,2}){0,3}"
"""The same where a law could be meant: contracts have no clause 409 and laws do."""

ANNEX_WORD = f"(?:{either('schedule', 'exhibit', 'annex(?:ure)?', 'appendix', ATTACHMENT, cases='upper title')})"
"""The word in the label of an attachment, as labels print it."""

ANNEX_ID = (
    r"(?:\d{1,2}\.\d{1,2}(?:\([a-z]{1,3}\))?|"
    r"[A-Z]{1,2}(?:[-.]?\d{1,2})?|\d{1,2}(?:[.\-][A-Z0-9]{1,2}|[A-Z])?|[IVX]{1,5})"
)
"""The number in the label of an attachment: "1", "B-1", "10.2(a)", "IV"."""

_WORD_BEFORE = re.compile(rf"(?:{either(*NAMED_CLAUSE)}|sec\.?|{SIGN})\s*", re.IGNORECASE)
_ARTICLE = re.compile("article", re.IGNORECASE)
_ONE_SPELLING = {"annexure": "annex", "annexe": "annex", "appendice": "appendix", "sched": "schedule"}


def label_number(printed: str, *, keep_article: bool = False) -> str:
    """Return a printed label without the word before its number: "SECTION 4.1." is "4.1.", "§ 7" is "7".

    ``keep_article`` leaves "ARTICLE IV" as it is: articles and the sections below them are numbered apart.
    """
    label = printed.strip()
    if keep_article and _ARTICLE.match(label):
        return label
    return _WORD_BEFORE.sub("", label, count=1) if _WORD_BEFORE.match(label) else label


def annex_key(word: str, mark: str) -> str:
    """Return the label of an attachment in one spelling: "SCHEDULE II" and "Schedule 2" are one."""
    word = word.lower().rstrip("s")
    mark = mark.lower()
    # "Annex I" and "Annex 1" are one; "Exhibit C" and "Exhibit D" are letters.
    value = roman_value(mark) if len(mark) > 1 or mark in ("i", "v", "x") else 0
    return f"{_ONE_SPELLING.get(word, word)} {value or mark}"
