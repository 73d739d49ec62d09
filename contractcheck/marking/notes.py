"""What is marked on which words: one note a passage, with all that the reports say about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from contractcheck.model import Assessed, Box, Evidence, Report, Severity, Span, Verdict, Waiver
from contractcheck.model.oneline import amount, one_line, printable

# Where requirements share a passage, the first of these among their verdicts gives the colour.
_WORST_FIRST = (
    Verdict.UNWANTED,
    Verdict.WEAK,
    Verdict.UNSURE,
    Verdict.MISSING,
    Verdict.MET,
    Verdict.NOT_APPLICABLE,
)
_LISTED = (Verdict.MISSING, Verdict.WEAK, Verdict.UNWANTED)


class Role(StrEnum):
    """What a marked passage is to the finding: the words that show it, or the nearest ones that do not."""

    EVIDENCE = "evidence"
    NEAREST = "nearest"


@dataclass(frozen=True)
class ListedFinding:
    """A line of the list in front. ``number`` counts from 1 over all reports: gaps as reports number them, then doubts.

    ``places`` are the passages that the line leads to.
    """

    number: int
    item: Assessed
    playbook: str
    places: tuple[Evidence, ...]


@dataclass(frozen=True)
class Note:
    """A marked passage: its words, what it is, the verdict that colours it, the note's title and its text.

    ``numbers`` are the lines of the list that name it. ``boxes`` is empty where the words cannot be placed on the page.
    """

    passage: Evidence
    role: Role
    verdict: Verdict
    title: str
    text: str
    numbers: tuple[int, ...]
    boxes: tuple[Box, ...] = ()

    @property
    def name(self) -> str:
        """The name of the annotation: the same passage has the same one in every copy."""
        return f"contractcheck-{self.role.value}-{self.passage.start}-{self.passage.end}"


def entries(reports: Sequence[Report]) -> tuple[ListedFinding, ...]:
    """Return the lines of the list: of each report its gaps, worst first, as every report lists them, then its doubts.

    Waived gaps come after the open ones.
    """
    order = list(Severity)
    found: list[tuple[Assessed, str]] = []
    for report in reports:
        playbook = one_line(report.playbook_title or report.playbook)
        gaps = [item for item in report.assessed if item.verdict in _LISTED]
        gaps.sort(key=lambda item: (item.waiver is not None, order.index(item.severity)))
        doubts = [item for item in report.assessed if item.verdict is Verdict.UNSURE]
        found += [(item, playbook) for item in (*gaps, *doubts)]
    return tuple(
        ListedFinding(number, item, playbook, item.finding.evidence or item.finding.near[:1])
        for number, (item, playbook) in enumerate(found, start=1)
    )


def notes(reports: Sequence[Report]) -> tuple[Note, ...]:
    """Return what is to be marked, in the order of the text. A passage that several findings quote has one note.

    Passages that overlap without being the same are marked each for itself.
    """
    numbers = {id(entry.item): entry.number for entry in entries(reports)}
    several = len(reports) > 1
    gathered: dict[tuple[int, int, Role], list[tuple[Evidence, Assessed, str]]] = {}
    for report in reports:
        playbook = one_line(report.playbook_title or report.playbook) if several else ""
        for item in report.assessed:
            finding = item.finding
            near = () if finding.evidence else finding.near[:1]
            for role, passages in ((Role.EVIDENCE, finding.evidence), (Role.NEAREST, near)):
                for passage in passages:
                    key = (passage.start, passage.end, role)
                    rows = gathered.setdefault(key, [])
                    if not any(row[1] is item for row in rows):
                        rows.append((passage, item, playbook))
    made = []
    for (_, _, role), rows in sorted(gathered.items(), key=lambda pair: (pair[0][0], pair[0][1], pair[0][2].value)):
        rows.sort(key=lambda row: _WORST_FIRST.index(row[1].verdict))
        made.append(
            Note(
                passage=rows[0][0],
                role=role,
                verdict=rows[0][1].verdict,
                title=_title(rows[0][1], len(rows)),
                text="\n\n".join(_words(item, role, playbook, numbers.get(id(item), 0)) for _, item, playbook in rows),
                numbers=tuple(sorted(numbers[id(item)] for _, item, _ in rows if id(item) in numbers)),
            )
        )
    return tuple(made)


def spans(found: Sequence[Note]) -> tuple[Span, ...]:
    """Return the ranges of text that the notes stand on, in the same order."""
    return tuple(Span(note.passage.start, note.passage.end) for note in found)


def verdict_words(item: Assessed) -> str:
    """Return the verdict for people: ``Weak, high``. A verdict that is no gap has no severity."""
    word = item.verdict_name.capitalize()
    if item.verdict in (Verdict.MET, Verdict.NOT_APPLICABLE):
        return word
    return f"{word}, {item.severity.value}" + (", waived" if item.waiver else "")


def waived(waiver: Waiver) -> str:
    """Return who accepted a gap, why and until when, in one sentence."""
    who = f" by {one_line(waiver.who)}" if waiver.who else ""
    until = f" until {waiver.until.isoformat()}" if waiver.until else ""
    return f"Accepted{who}{until}: {one_line(waiver.reason)}"


def _title(item: Assessed, count: int) -> str:
    more = f" (and {count - 1} more)" if count > 1 else ""
    return one_line(item.title) + more


def _words(item: Assessed, role: Role, playbook: str, number: int) -> str:
    """What the note says about one requirement. A reader sees it beside the words: the quote is not repeated."""
    finding = item.finding
    lines = [
        (f"{number}. " if number else "") + one_line(item.title),
        f"{verdict_words(item)} ({finding.requirement}{f', {playbook}' if playbook else ''})",
    ]
    if role is Role.NEAREST:
        lines.append("These words are the nearest that were found. They do not say it.")
    lines.append(one_line(item.message))
    if finding.value is not None:
        differ = " (words and digits differ)" if finding.value.mismatch else ""
        lines.append(f"Value: {amount(finding.value)}{differ}")
    if item.threshold:
        lines.append(f"Usual: {one_line(item.threshold)}")
    if item.waiver is not None:
        lines.append(waived(item.waiver))
    if item.verdict is not Verdict.NOT_APPLICABLE and item.why:
        lines.append(f"Why: {one_line(item.why)}")
    if item.verdict in (*_LISTED, Verdict.UNSURE) and item.suggestion:
        lines.append(f"Propose: {one_line(item.suggestion)}")
    return "\n".join(printable(line) for line in lines if line)
