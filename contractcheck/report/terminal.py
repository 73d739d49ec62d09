"""Lays out the text report: columns, wrapped lines, rules, and colour where a terminal can show it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup
from rich.color import ColorSystem
from rich.style import Style

from contractcheck.model import oneline
from contractcheck.report.view import Score

INDENT = "    "
LABEL_WIDTH = 11
# The scorecard needs this much. A narrower window wraps by itself.
MIN_WIDTH = 72
_SEVERITY_WIDTH = len("critical ")
_VERDICT_WIDTH = len("unfavourable ")
_COLUMNS = ("   met", "  weak", "  missing", "  unfavourable", "  unsure", "   n/a")
# The sixteen named colours only: they follow the reader's own terminal theme, dark or light.
_STYLES = {
    "title": "bold",
    "quiet": "dim",
    "critical": "bold red",
    "high": "red",
    "medium": "yellow",
    "low": "cyan",
    "met": "green",
    "quote": "italic",
    "error": "bold red",
}


class Terminal:
    """Writes blocks of text of a given width. Every method returns finished lines without a line end."""

    def __init__(self, width: int, colour: bool) -> None:
        self.width = max(width, MIN_WIDTH)
        self._colour = colour

    def paint(self, text: str, role: str) -> str:
        """Return text in the colour of a role; as it is where there is no colour."""
        return _style(role).render(text, color_system=ColorSystem.STANDARD) if self._colour and text else text

    def title(self, text: str) -> Markup:
        """Return the head of a report: its title, and a rule below."""
        block = [self.paint(line, "title") for line in oneline.lines(oneline.one_line(text), self.width)]
        return self._done([*block, self.paint("─" * self.width, "quiet")])

    def heading(self, text: str, role: str = "title") -> Markup:
        """Return the heading of a part."""
        return self._done([self.paint(oneline.one_line(text).upper(), role)])

    def field(self, label: str, text: object, role: str = "", indent: str = "") -> Markup:
        """Return a label and its text, the text wrapped in a column of its own."""
        first = indent + label.ljust(LABEL_WIDTH)
        found = oneline.lines(oneline.one_line(text), self.width, first, " " * len(first))
        head, *rest = [line[len(first) :] for line in found]
        head, rest = self.paint(head, role), [" " * len(first) + self.paint(line, role) for line in rest]
        return self._done([indent + self.paint(label.ljust(LABEL_WIDTH), "quiet") + head, *rest])

    def brief(self, text: str) -> Markup:
        """Return a quote that stands below a title."""
        return self._quote(text, INDENT)

    def quote(self, text: str) -> Markup:
        """Return a quote, in the column where the texts of fields stand."""
        return self._quote(text, INDENT + " " * LABEL_WIDTH)

    def _quote(self, text: str, indent: str) -> Markup:
        found = oneline.lines(f"“{oneline.one_line(text)}”", self.width, indent, indent + " ")
        bare = [(line[: len(line) - len(line.lstrip())], line.lstrip()) for line in found]
        return self._done([space + self.paint(words, "quote") for space, words in bare])

    def item(self, number: int, title: str, tag: str, role: str) -> Markup:
        """Return the first line of a finding: its number, its title, and a word at the right edge."""
        first = f"{number:>2}  " if number else "    "
        tag = oneline.one_line(tag)
        room = self.width - len(tag) - 2
        found = oneline.lines(oneline.one_line(title), room, first, INDENT)
        head, rest = found[0], found[1:]
        gap = " " * (self.width - len(tag) - len(head))
        line = head[:4] + self.paint(head[4:], "title") + gap + self.paint(tag, role)
        return self._done([line, *(INDENT + self.paint(part[4:], "title") for part in rest)])

    def line(self, number: int, severity: str, verdict: str, term: str, id: str, place: str) -> Markup:
        """Return a finding on one line. Its id goes below where the line is too narrow, so that nothing is cut."""
        first = f"{number:>2}  " if number else INDENT
        graded = self.paint(severity.ljust(_SEVERITY_WIDTH), severity) + verdict.ljust(_VERDICT_WIDTH)
        begins = len(first) + _SEVERITY_WIDTH + _VERDICT_WIDTH
        room = self.width - begins - len(term) - len(" ") - (len(place) + 1 if place else 0)
        named = f"({id})"
        head, below = (named, "") if len(named) <= room else ("", named)
        gap = " " * (room - len(head) + 1 if place else 0)
        line = f"{first}{graded}{self.paint(term, 'title')} {self.paint(head, 'quiet')}{gap}{place}"
        return self._done([line, *([" " * begins + self.paint(below, "quiet")] if below else [])])

    def paragraph(self, text: str, indent: str = INDENT) -> Markup:
        """Return a wrapped paragraph."""
        return self._done(oneline.lines(oneline.one_line(text), self.width, indent, indent))

    def scorecard(self, scores: Sequence[Score], total: Score) -> Markup:
        """Return the table of families by verdicts. A nought is a dot, so that the eye goes to the numbers."""
        room = self.width - len("".join(_COLUMNS))
        head = "".join(_COLUMNS)
        rows = [self.paint(" " * room + head, "quiet")]
        rows += [self._score(score, room) for score in scores]
        return self._done([*rows, self._score(total, room)] if len(scores) > 1 else rows)

    def _score(self, score: Score, room: int) -> str:
        counts = (score.met, score.weak, score.missing, score.unwanted, score.unsure, score.not_applicable)
        roles = ("met", "medium", "high", "high", "quiet", "quiet")
        cells = [
            self.paint((str(count) if count else "·").rjust(len(column)), role if count else "quiet")
            for column, count, role in zip(_COLUMNS, counts, roles, strict=True)
        ]
        return oneline.cut(score.family, room - 1).ljust(room) + "".join(cells)

    @staticmethod
    def _done(block: Sequence[str]) -> Markup:
        # Ready to print: every piece above went through oneline.one_line or is the program's own.
        return Markup("\n".join(line.rstrip() for line in block))  # noqa: S704


def _style(role: str) -> Style:
    return Style.parse(_STYLES.get(role, "none"))
