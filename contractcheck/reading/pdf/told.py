"""Sentences for the head of a report: what of a PDF was left out, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from contractcheck.model import LeftOut, LeftOutKind, Mark, MarkKind
from contractcheck.model.pagenames import pages

# Words of what was left out that a note shows.
SHOWN = 12

_WHY = {
    LeftOutKind.STRUCK: "struck out",
    LeftOutKind.HIDDEN: "not visible on the page",
    LeftOutKind.COVERED: "covered by something drawn over the words",
    LeftOutKind.CROPPED: "outside the visible part of the page",
    LeftOutKind.SWITCHED_OFF: "on a layer that is switched off",
}
COMPARISON = (
    "The file looks like a comparison of two versions printed to PDF: inserted words were read, struck ones were not."
)


def left_out_notes(rows: Sequence[LeftOut]) -> list[str]:
    """One sentence for each reason for which words were left out."""
    found = []
    for kind, why in _WHY.items():
        of_kind = [row for row in rows if row.kind is kind]
        if of_kind:
            found.append(f"Left out, {why}: {_told(of_kind)}.")
    doubtful = [row for row in rows if row.kind is LeftOutKind.DOUBTFUL]
    if doubtful:
        found.append(
            "The file looks like a comparison of two versions, but inserted and deleted words differ in colour only."
            f" All of them were read: {_told(doubtful)}."
        )
    damaged = [row for row in rows if row.kind is LeftOutKind.UNREADABLE]
    if damaged:
        found.append(f"Damaged in the file and not sure to read: {_told(damaged)}.")
    return found


def marks_notes(marks: Iterable[Mark]) -> list[str]:
    """Say which notes and proposals of reviewers the file holds."""
    rows = list(marks)
    notes = sum(mark.kind is MarkKind.COMMENT for mark in rows)
    inserted = sum(mark.kind is MarkKind.INSERTION for mark in rows)
    found = []
    if notes:
        found.append(f"The file holds {notes} {'comment' if notes == 1 else 'comments'} of reviewers.")
    if inserted:
        words = "a passage" if inserted == 1 else f"{inserted} passages"
        found.append(f"Reviewers propose to insert {words}: not on the page, and not read.")
    return found


def _told(rows: Sequence[LeftOut]) -> str:
    words = sum(len(row.text.split()) for row in rows)
    count = "1 word" if words == 1 else f"{words:,} words"
    first = rows[0].text.split()
    quote = " ".join(first[:SHOWN]) + (" …" if len(first) > SHOWN or len(rows) > 1 else "")
    return f"{count} on {pages({row.page for row in rows})} (“{quote}”)"
