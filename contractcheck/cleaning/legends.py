"""Legends: sentences about what was left out of a filed copy, printed on top of the contract's own words.

"[***] Certain information has been omitted and filed separately with the Commission." They speak of confidential
treatment and must never be taken for a duty of confidence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from contractcheck.model import Document, Span

# A legend about what was left out for the regulator. Cheap gate first: one of these words, in small letters.
_LEGEND_WORDS = ("treatment", "24b", "406", "competitive", "separately", "redacted")
# Then the words that give a legend away, close to the first.
_LEGEND_CUE = re.compile(
    r"confidential\s+treatment|24b\W?2|rule\s+406|competitive(?:ly)?\s+harm|filed\s+separately|separately\s+filed"
    r"|material\s+redacted",
    re.IGNORECASE,
)
_CUE_REACH = 30
# How far before the cue a legend may begin.
LEGEND_REACH = 450
# How a legend begins, at the start of a line or sentence.
_LEGEND_BEGINS = re.compile(
    r"""(?:^|(?<=[.\]*:)"”]\s))[^\S\r\n]*+
      (?:[\[({"“”]*[^\S\r\n]*+[*+\[][*\]….\xa0 ]*+["”)}\]]*[^\S\r\n]*+[-:=–]?[^\S\r\n]*+)?
      (?:indicates|denotes|represents|portions|certain|confidential|information|pursuant\s+to\s+(?:a\s+request|17|rule)
      |(?:text\s+|material\s+)?omitted|the\s+(?:appended|omitted|redacted|symbol|confidential|registrant|company\s+has
      |use\s+of)|specific\s+terms|an?\s+asterisk|asterisks|\(?material|a\s+complete|such\s+(?:omitted|portions|excluded)
      |all\s+such\s+omitted|redacted|this\s+exhibit|brackets|text\s+marked|pages\s+where|parts\s+of)\b""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
# It speaks of what has been done to the document, as no clause does.
_LEGEND_SAYS = re.compile(
    r"\b(?:has|have|been|is|are|was|were)\s+(?:been\s+)?(?:\w+\s+){0,2}?(?:omitted|redacted|excluded|requested|marked"
    r"|deleted|filed|replaced)\b|confidential\s+treatment\s+request|(?:omitted|redacted)\s+and\s+(?:separately\s+)?filed",
    re.IGNORECASE,
)
# Words of the contract itself: no legend reaches over them.
_DUTY = re.compile(r"\b(?:shall|will|must|means|agrees?)\b", re.IGNORECASE)
# The end of a legend's sentence: a full stop that no small letter follows, save after an initial or "No.".
_SENTENCE_END = re.compile(r"(?<!\b[A-Z])(?<!\bNo)\.[\]\"”)]*(?=\s+[^\sa-z]|\s*+\Z)|\n[^\S\n]*+\n")
# The short form, which ends with its line or before a wide space: "Confidential Treatment Requested by NAME, Inc."
_STAMP_END = re.compile(
    r"\s+request(?:ed)?(?:\s+by(?:\s(?-i:[A-Z])[\w,.&]*){1,4})?[*.\]]*(?=\s{2}|\s*[\r\n]|\s*\Z)", re.IGNORECASE
)
# Words with which a legend goes on over a line end; otherwise only a small letter carries it on. A blank line ends it.
_LEGEND_GOES_ON = re.compile(
    r"[^\S\r\n]*+(?:[a-z]|(?i:[^\r\n]{1,160}\b(?:commission|securities|exchange act|1933|1934|rule|item|treatment"
    r"|omitted|redacted|disclosed|harm|harmful|amended|marked|brackets|material)\b))"
)
# A legend has at most this many characters after the words that give it away.
LEGEND_TAIL = 400
_SMALL_WORD = re.compile(r"[\w“\"(]*[a-z]{2}")
_LINE_END = re.compile(r"\r\n|\n|\r")


def legends(document: Document) -> Iterator[Span]:
    """Legends about what was left out. None of them reaches over the end of a page."""
    text = document.text
    small = text.lower()
    # A few letters become two when they are made small, and every offset moves.
    small = small if len(small) == len(text) else text
    places = sorted(found.start() for word in _LEGEND_WORDS for found in re.finditer(word, small))
    starts = [page.start for page in document.pages]
    done = 0
    for place in places:
        page = document.pages[max(0, bisect_right(starts, place) - 1)]
        first = max(done, page.start)
        cue = _LEGEND_CUE.search(text, max(first, place - _CUE_REACH), min(page.end, place + _CUE_REACH))
        if place < done or not cue:
            continue
        for begin in _LEGEND_BEGINS.finditer(text, max(first, cue.start() - LEGEND_REACH), cue.end()):
            if _SENTENCE_END.search(text, begin.end(), cue.start()) or _DUTY.search(text, begin.end(), cue.start()):
                continue
            end = page.end
            if _is_in_capitals(text[begin.start() : cue.end()]):
                # A legend in capitals ends where small letters begin, whether or not it has a full stop.
                small_word = _SMALL_WORD.search(text, cue.end(), min(end, cue.end() + LEGEND_TAIL))
                end = small_word.start() if small_word else end
            stop = _legend_end(text, cue.end(), end)
            if _LEGEND_SAYS.search(text, begin.start(), stop):
                yield Span(begin.start(), stop)
                done = stop
            break


def _is_in_capitals(words: str) -> bool:
    """Whether nearly all letters are capitals: "(ii)" and "24b-2" are written small everywhere."""
    return sum(map(str.islower, words)) < 0.1 * sum(map(str.isupper, words))


def _legend_end(text: str, at: int, end: int) -> int:
    """Where the legend's sentence ends: at its full stop, or at the end of a line that nothing carries on."""
    stamp = _STAMP_END.match(text, at, end)
    if stamp:
        return stamp.end()
    cue = at
    end = min(end, at + LEGEND_TAIL)
    while at < end:
        broken = _LINE_END.search(text, at, end)
        line_end, after = broken.span() if broken else (end, end)
        stop = _SENTENCE_END.search(text, at, line_end)
        if stop:
            return stop.end()
        if text[at:line_end].rstrip().endswith("]") or not _LEGEND_GOES_ON.match(text, after, end):
            return line_end if broken or end < cue + LEGEND_TAIL else cue
        at = after
    return end
