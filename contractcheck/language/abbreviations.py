"""Abbreviations: their full stop ends no sentence ("Rs. 500", "max. of 10 %", "excl. bank holidays")."""

from __future__ import annotations

import re

# Some words are whole words as well ("no", "max", "art"): what follows the full stop decides.
_BEFORE_NUMBER = frozenset(
    "rs re no nos nr sec secs art arts para paras cl cls ch fig figs sch ann ex app p pp vol ver approx appx ca circa c"
    " max min incl excl est avg tel fax ext ref reg rule usd eur gbp inr".split()
)
_ABBREVIATIONS = _BEFORE_NUMBER | frozenset(
    "inc corp co ltd llc plc pvt pte gmbh bros messrs st mr mrs ms dr jr sr vs v cf etc e g i eg ie viz al dept u s k a"
    " b d cir ed rev ss l lp n na resp govt mgmt misc std intl natl assn assoc univ dist div mfg bldg hon prof gen capt"
    " jan feb mar apr jun jul aug sept oct nov dec mon tue tues wed thu thur thurs fri"
    " hr hrs mins wk wks yr yrs mth mths mo mos qty cont".split()
)
_SENTENCE_STARTS = re.compile(
    r"\s*(?:The|This|Each|Either|Neither|If|In|Any|All|No|Upon|Such|For|Provider|Customer|Supplier|Company|It|Where|\d+\.\d)\b"
)
_NUMBER_FOLLOWS = re.compile(r"\s*[\d$€£₹(\[]")
# A line that begins with the number of the next clause: "... of 5 p. \n4.2 The Supplier".
_NEW_CLAUSE = re.compile(r"\s*\n\s*\d+\.\d")
_WORD_BEFORE = re.compile(r"[A-Za-z]+\Z")
_REACH = 40
_LONGEST = 12


def ends_sentence(text: str, dot: int, word: str) -> bool:
    """Tell whether the full stop at ``dot`` ends a sentence. ``word`` is the word before it."""
    word = word.lower()
    if word not in _ABBREVIATIONS and len(word) != 1:
        return True
    after = text[dot + 1 : dot + 1 + _REACH]
    if word in _BEFORE_NUMBER and _NUMBER_FOLLOWS.match(after) and not _NEW_CLAUSE.match(after):
        return False
    return _SENTENCE_STARTS.match(after) is not None


def stops_at(text: str, dot: int) -> bool:
    """The same, with the word before the full stop looked up in the text."""
    before = _WORD_BEFORE.search(text[max(0, dot - _LONGEST) : dot])
    return before is None or ends_sentence(text, dot, before.group())
