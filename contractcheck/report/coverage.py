"""What of a contract was not read, in words: one block that every kind of report shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from contractcheck.model import ContractFacts, LeftOut, LeftOutKind, TermsElsewhere, UnreadPage
from contractcheck.model.oneline import cut, one_line
from contractcheck.model.pagenames import pages as named

# Words of a passage that was left out which are shown, and the most rows of one kind.
SHOWN_WORDS = 12
SHOWN_ROWS = 12
# What a page that holds an image alone lacks.
NO_TEXT = "has no text"
_LEFT_OUT = {
    LeftOutKind.STRUCK: "struck out",
    LeftOutKind.HIDDEN: "not visible on the page",
    LeftOutKind.COVERED: "covered by something drawn over the words",
    LeftOutKind.CROPPED: "outside the visible part of the page",
    LeftOutKind.SWITCHED_OFF: "on a layer that is switched off",
    LeftOutKind.UNREADABLE: "damaged in the file, and not sure to read",
    LeftOutKind.DOUBTFUL: "struck or inserted: which of the two cannot be told",
}
BY_OCR, NOT_READ, NOT_HERE, LEFT_OUT = LABELS = ("By OCR", "Not read", "Not here", "Left out")


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """A line of the block: its label ("Not read"), the words, and a stable name of what it is about."""

    label: str
    words: str
    about: str

    @property
    def order(self) -> int:
        """Where the kind of thing stands in the block."""
        return LABELS.index(self.label)

    @property
    def sentence(self) -> str:
        """The line alone, for places without a label."""
        return f"{self.label}: {self.words}"


def coverage_lines(facts: ContractFacts) -> tuple[CoverageLine, ...]:
    """Return the lines on what was not read, and on what was recognised: none of a file that was read whole."""
    return tuple(_lines(facts))


def says(facts: ContractFacts, note: str) -> bool:
    """Whether the block already says what a note says."""
    coverage = facts.coverage
    return (
        any(note == part.why for part in coverage.parts)
        or any(note == _note_on(one.language, facts.notes) for one in coverage.languages)
        or bool(coverage.left_out and note.startswith(("Left out, ", "Damaged in the file and not sure")))
    )


def other_notes(facts: ContractFacts) -> tuple[str, ...]:
    """Return the notes that say more than the block: what was filled in or repaired, what was not looked at."""
    return tuple(note for note in facts.notes if not says(facts, note))


def _lines(facts: ContractFacts) -> Iterator[CoverageLine]:
    coverage, notes = facts.coverage, facts.notes
    if coverage.recognised:
        yield CoverageLine(
            BY_OCR, f"{named(coverage.recognised)}: recognised from images, check the words", "recognised-pages"
        )
    unread = coverage.unread or tuple(UnreadPage(number, NO_TEXT) for number in facts.unread_pages)
    for why in dict.fromkeys(page.why for page in unread):
        pages = [page for page in unread if page.why == why]
        yield CoverageLine(NOT_READ, _unread(pages), "unread-pages")
    for part in coverage.parts:
        yield CoverageLine(NOT_READ, one_line(part.why) or cut(one_line(part.name), 120), "unread-part")
    for one in coverage.languages:
        said = _note_on(one.language, notes) or f"{one.words:,} words in {one.language}"
        yield CoverageLine(NOT_READ, one_line(said), "other-language")
    for terms in coverage.terms[:SHOWN_ROWS]:
        yield CoverageLine(NOT_HERE, _terms(terms), "terms-elsewhere")
    if len(coverage.terms) > SHOWN_ROWS:
        yield CoverageLine(NOT_HERE, f"and {len(coverage.terms) - SHOWN_ROWS} more documents", "terms-elsewhere")
    for kind, why in _LEFT_OUT.items():
        rows = [row for row in coverage.left_out if row.kind is kind]
        if rows:
            yield CoverageLine(LEFT_OUT, f"{why}: {_left_out(rows)}", "left-out")


def _unread(rows: list[UnreadPage]) -> str:
    numbers = tuple(row.number for row in rows)
    why = rows[0].why
    if why == NO_TEXT:
        return f"{named(numbers)} {'has' if len(numbers) == 1 else 'have'} no text"
    return f"{named(numbers)}: {one_line(why)}"


def _terms(terms: TermsElsewhere) -> str:
    clause = one_line(terms.clause)
    clause = f", clause {clause}" if clause[:1].isdigit() else ""
    what = ": can hold any term" if terms.whole else ""
    return f"{cut(one_line(terms.name), 120)}, page {terms.page}{clause}{what}"


def _left_out(rows: list[LeftOut]) -> str:
    words = sum(len(row.text.split()) for row in rows)
    count = "1 word" if words == 1 else f"{words:,} words"
    first = rows[0].text.split()
    quote = " ".join(first[:SHOWN_WORDS]) + (" …" if len(first) > SHOWN_WORDS or len(rows) > 1 else "")
    return f"{count} on {named(row.page for row in rows)} (“{cut(one_line(quote), 160)}”)"


def _note_on(language: str, notes: tuple[str, ...]) -> str:
    """The note of the reader on a language: it says where its words stand."""
    return next((note for note in notes if f"written in {language}: not checked" in note), "")
