"""Markup in text documents: the characters of Markdown and HTML that are no words of the contract."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contractcheck.model import Span

# Data for a web site at the very top of a file, between rulers.
_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\r?\n.*?^\1[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)

# Whole lines that carry no words: rulers, underlines of titles, rulers of tables, fences of code, link addresses,
# marks such as "[!NOTE]", lines of heading marks alone.
_BARE_LINE = re.compile(
    r"^[ \t>]*(?:[=-]{3,}|\*(?:[ \t]?\*){2,}|(?:\|[ \t]*)?:?-{2,}:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)+|`{3,}[\w-]*|#{1,6}"
    r"|\[[^\]\n]+\]:[ \t]+\S.*|\[!\w+\])[ \t\r]*$",
    re.MULTILINE,
)

# Redactions look like emphasis. They are words of the contract and must stay.
_REDACTION = r"\[[\s\\*.…]*\*[\s\\*.…]*\]"

# Marks inside a line, tried in this order at each place. A group named "keep" is text between two marks.
_INLINE = re.compile(
    rf"(?P<redaction>{_REDACTION})"
    r"|(?P<mark><!--.*?-->|</?[A-Za-z][^<>\n]{0,300}>|\{[%{][^\n]*?[%}]\}|\{[:#][^}\n]*\})"
    r"|(?P<open><)(?:https?://|mailto:)[^\s<>]+(?P<close>>)"
    r"|(?P<entity>&(?:[A-Za-z]{2,8}|#\d{1,6}|#x[0-9A-Fa-f]{1,5});)"
    r"|(?P<escape>\\)(?=[!-/:-@\[-`{-~])"
    r"|(?P<image>!)(?=\[)"
    r"|(?P<tick>`+)",
    re.DOTALL,
)
# "[words](address)" and "[words][name]": the brackets and the address go, the words stay.
_LINK = re.compile(
    r"(\[)((?:[^\[\]\n]|\[[^\[\]\n]*\])+)"
    r"(\](?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:[ \t]+\"[^\"\n]*\")?\)|\[[^\[\]\n]*\]))"
)
# Emphasis opens before a character that is no space and closes after one. "____" is a blank to fill in, not emphasis.
_STARS = re.compile(r"(?<![\\*])\*{1,3}(?!\*)(?:(?=\S)|(?<=\S\*)|(?<=\S\*\*)|(?<=\S\*\*\*))")
_UNDERSCORES = re.compile(r"(?<![\w\\])(_{1,2})(?=[^\s_])([^\n]*?[^\s_\\])?\1(?![\w])")
# Marks before the words of a line: quotation, headings, bars of a table.
_LINE_START = re.compile(r"^[ \t]*(?:>[ \t]?)*(?:#{1,6}(?=[ \t]))?", re.MULTILINE)
_LINE_END_HASHES = re.compile(r"(?<=[ \t])#{1,6}[ \t\r]*$", re.MULTILINE)
_TABLE_LINE = re.compile(r"^[ \t]*\|[^\n]*$|^[^\n|]*\|[^\n]*\|[^\n]*$", re.MULTILINE)


def markup(text: str) -> Iterator[Span]:
    """The ranges of a Markdown text that are marks. In no order, and they may overlap."""
    front = _FRONT_MATTER.match(text)
    if front:
        yield Span(0, front.end())
    for found in _BARE_LINE.finditer(text):
        yield Span(*found.span())
    redactions: set[int] = set()
    for found in _INLINE.finditer(text):
        if found["redaction"]:
            redactions.update(range(found.start(), found.end()))
            # Inside a redaction only the backslashes are marks.
            yield from (Span(found.start() + at, found.start() + at + 1) for at in _places(found[0], "\\"))
        elif found["open"]:
            yield Span(*found.span("open"))
            yield Span(*found.span("close"))
        else:
            yield Span(*found.span())
    for found in _LINK.finditer(text):
        if found.start() not in redactions:
            yield Span(*found.span(1))
            yield Span(*found.span(3))
    for found in _STARS.finditer(text):
        if found.start() not in redactions and not _is_bullet(text, found.start(), found.end()):
            yield Span(*found.span())
    for found in _UNDERSCORES.finditer(text):
        # "__/__/__" is a date to fill in.
        if any(map(str.isalpha, found[0])):
            yield Span(*found.span(1))
            yield Span(found.end() - len(found[1]), found.end())
    for pattern in (_LINE_START, _LINE_END_HASHES):
        for found in pattern.finditer(text):
            if found[0].strip():
                yield Span(*found.span())
    for found in _TABLE_LINE.finditer(text):
        yield from (Span(found.start() + at, found.start() + at + 1) for at in _places(found[0], "|"))


def _places(text: str, character: str) -> list[int]:
    return [at for at, other in enumerate(text) if other == character]


def _is_bullet(text: str, start: int, end: int) -> bool:
    """Whether a star stands first on its line with a space after it: a list's mark, which clauses look at."""
    line = text.rfind("\n", 0, start) + 1
    return not text[line:start].strip() and text[end : end + 1].isspace()
