"""Looks for what editors left in a Word file: changes that nobody has accepted or rejected, and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from contractcheck.model import Mark, MarkKind
from contractcheck.presigning.drafts import Draft, Fault

CHANGES = "open-changes"
COMMENTS = "open-comments"

# Words of a change or comment that are told. The file holds all of them.
_SHOWN = 120
# A file may hold thousands of changes. After this many the rest is counted.
_TOLD = 200
_LINE_END = re.compile(r"[\r\n]")
_WHAT = {MarkKind.COMMENT: "Comment", MarkKind.INSERTION: "Inserted", MarkKind.DELETION: "Deleted"}


def find_open_changes(draft: Draft) -> Iterator[Fault]:
    """Yield the tracked changes that are still open. What is not in the text is named by its place."""
    changes = [mark for mark in draft.contract.document.marks if mark.kind is not MarkKind.COMMENT]
    return _faults(draft, CHANGES, changes, "open changes")


def find_open_comments(draft: Draft) -> Iterator[Fault]:
    """Yield the comments that were left in the file."""
    comments = [mark for mark in draft.contract.document.marks if mark.kind is MarkKind.COMMENT]
    return _faults(draft, COMMENTS, comments, "comments")


def _faults(draft: Draft, row: str, marks: Sequence[Mark], noun: str) -> Iterator[Fault]:
    for mark in marks[:_TOLD]:
        start, end = _first_line(draft.contract.text, mark)
        yield Fault(row, start, end, _said(mark))
    if len(marks) > _TOLD:
        start, end = _first_line(draft.contract.text, marks[_TOLD])
        yield Fault(row, start, end, f"From here on there are {len(marks) - _TOLD} more {noun}.")


def _first_line(text: str, mark: Mark) -> tuple[int, int]:
    """The first line of the words that a mark stands at: a change may go on over many paragraphs."""
    start = mark.start
    while start < mark.end and text[start].isspace():
        start += 1
    stop = _LINE_END.search(text, start, mark.end)
    return start, stop.start() if stop else mark.end


def _said(mark: Mark) -> str:
    words = " ".join(mark.text.split())
    words = words if len(words) <= _SHOWN else words[: _SHOWN - 6].rsplit(" ", 1)[0] + " [...]"
    quoted = f": “{words}”" if words else ""
    return f"{_WHAT[mark.kind]} by {mark.author or 'a person without a name'}{quoted}."
