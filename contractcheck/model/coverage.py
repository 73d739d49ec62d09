"""What of a contract was read and what was not: pages, parts, terms in other documents, words left out.

Whatever could hold a term and was not read stands here, and nowhere else. A report shows it as one block, and what is
not found is ``unsure`` where it could stand in one of these.
"""

from __future__ import annotations

from dataclasses import dataclass

from contractcheck.model.document import LeftOut, LeftOutKind, Placed


@dataclass(frozen=True, slots=True)
class UnreadPage:
    """A page that was not read, counted from 1, and why in a few words.

    ``holds_terms`` is False where it hardly does: the page of the signatures, a page that is not the contract's own.
    """

    number: int
    why: str
    holds_terms: bool = True


@dataclass(frozen=True, slots=True)
class UnreadPart:
    """A file or a part of one that was not read: an attachment, a sheet, an embedded document. ``why`` may be ""."""

    name: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class TermsElsewhere(Placed):
    """A document whose terms the contract takes in by name, and that is not in the file.

    ``whole`` tells that it can hold any term: general terms, the agreement that this one amends. Any other can hold
    what its name is about. ``clause`` and ``page`` say where it is named, ``start`` and ``end`` are that place.
    """

    name: str
    whole: bool
    page: int
    clause: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """Words in another language: nothing was looked for in them. ``twin`` tells that the English text says the same."""

    language: str
    words: int
    twin: bool = False


@dataclass(frozen=True)
class Coverage:
    """What was read. ``pages`` counts all pages, ``words`` all words; ``recognised`` are the pages read by OCR."""

    pages: int = 0
    words: int = 0
    recognised: tuple[int, ...] = ()
    unread: tuple[UnreadPage, ...] = ()
    parts: tuple[UnreadPart, ...] = ()
    terms: tuple[TermsElsewhere, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    languages: tuple[OtherLanguage, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether all that belongs to the contract was read."""
        return not (self.unread or self.parts or self.terms or self.languages or self.illegible)

    @property
    def illegible(self) -> tuple[LeftOut, ...]:
        """The words that a person sees and that could not be made out."""
        return tuple(row for row in self.left_out if row.kind in (LeftOutKind.UNREADABLE, LeftOutKind.DOUBTFUL))
