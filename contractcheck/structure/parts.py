"""Keeps the part of the document that the walk is in: preamble, body, an annex and its parts, signatures."""

from __future__ import annotations

import re

from contractcheck.model import ClauseKind
from contractcheck.structure.annexes import annex_name, refers_on
from contractcheck.structure.headings import is_title
from contractcheck.structure.headlines import heading_after
from contractcheck.structure.sequence import Sequence
from contractcheck.structure.starts import Start
from contractcheck.structure.textlines import TextLine

# A part of a schedule: "Part A", "PART 2 - Reports".
_PART = re.compile(r"(?P<part>(?:PART|Part)\ (?:[A-Z]|\d{1,2}|[IVX]{1,5}))(?![\w/])\s?[-–—:.]?")


class Parts:
    """The clause starts found so far and where they belong."""

    def __init__(self, rows: list[TextLine]) -> None:
        self.rows = rows
        self.starts: list[Start] = []
        self.sequence = Sequence()
        self.part = ClauseKind.PREAMBLE
        self.annex = -1
        self.annex_name = ""
        self.numbered = False
        self.body_seen = False

    def _plain_start(self, place: int, heading: str, body: int) -> None:
        row = self.rows[place]
        if heading:
            self.sequence.heading()
            if self.part in (ClauseKind.PREAMBLE, ClauseKind.SIGNATURE):
                self.part = ClauseKind.BODY
        above = None if heading else self.sequence.top()
        parent = above.clause if above is not None else self.annex
        new = Start(row.start, place, "", heading, body, None, self.part, path=heading)
        new.parent = parent
        new.level = self.starts[parent].level + 1 if parent >= 0 else 0
        if not heading and parent >= 0:
            new.path = self.starts[parent].path
        self._add(new)
        if heading:
            self.sequence.push_heading(len(self.starts) - 1)

    def _tail(self, place: int) -> None:
        """Text after a list goes on with the clause that holds the list: same path and heading, no lead-in."""
        row = self.rows[place]
        above = self.starts[self.starts[-1].parent]
        new = Start(row.start, place, "", above.heading, row.at, None, self.part, path=above.path)
        new.parent = above.parent
        new.level = above.level
        self._add(new)

    def _annex(self, place: int, match: re.Match[str]) -> int:
        row = self.rows[place]
        self.sequence.clear()
        self.part = ClauseKind.ANNEX
        heading, body, last = heading_after(self.rows, place, row.at + match.end(), None)
        rest = row.text[match.end() :].strip(" .:-–—*_")
        if not heading and rest and is_title(rest, plain=True):
            heading, body, last = rest, row.end, place
        self.annex_name = annex_name(match)
        self._add(
            Start(row.start, last, match.group().strip(), heading, body, None, ClauseKind.ANNEX, path=self.annex_name)
        )
        self.annex = len(self.starts) - 1
        return last + 1

    def _annex_part(self, place: int) -> bool:
        """Open a part of an annex. Its paragraphs are numbered anew, so the part belongs to their path."""
        row = self.rows[place]
        match = _PART.match(row.text)
        if match is None or self.annex < 0 or refers_on(self.rows[place - 1].text):
            return False
        rest = row.text[match.end() :].strip(" .:-–—*_")
        if rest and not is_title(rest):
            return False
        top = self.annex
        while self.starts[top].parent >= 0:
            top = self.starts[top].parent
        self.sequence.clear()
        heading, body, last = heading_after(self.rows, place, row.at + match.end(), None)
        name = f"{self.starts[top].path}, {match['part'].capitalize()[:5]}{match['part'][5:]}"
        self._add(
            Start(
                row.start, last, match["part"], heading, body, None, ClauseKind.ANNEX, self.starts[top].level + 1, top
            )
        )
        self.annex, self.annex_name = len(self.starts) - 1, name
        self.starts[-1].path = name
        return True

    def _leave_annex(self) -> None:
        self.sequence.clear()
        self.part = ClauseKind.PREAMBLE
        self.annex = -1
        self.annex_name = ""

    def _signature(self, place: int) -> None:
        row = self.rows[place]
        if self.part is ClauseKind.SIGNATURE:
            return
        self.sequence.clear()
        self.part = ClauseKind.SIGNATURE
        self.annex_name = ""
        self.annex = -1
        self._add(Start(row.start, place, "", "", row.at, None, ClauseKind.SIGNATURE))

    def _add(self, start: Start) -> None:
        """Add a start; a start at the same place replaces an empty one."""
        if self.starts and self.starts[-1].at >= start.at and not self.starts[-1].number:
            start.at = self.starts[-1].at
            self.starts.pop()
        self.starts.append(start)
