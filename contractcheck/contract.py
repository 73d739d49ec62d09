"""A contract: the file, its text and its structure as one object, read once and passed alone to all that look at it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from contractcheck.cleaning.clean import clean
from contractcheck.errors import UnreadableError
from contractcheck.language.passages import Names, Stream, stream
from contractcheck.language.plaintext import plain_text
from contractcheck.model import (
    Attachment,
    Clause,
    Cleaned,
    Coverage,
    Document,
    Line,
    Outline,
    Parties,
    Side,
    Span,
    Table,
)
from contractcheck.parties.parties import find_parties
from contractcheck.reading import Source, open_source, read_source, read_string
from contractcheck.reading.joining import GAP
from contractcheck.reading.options import AS_IT_IS, ReadOptions
from contractcheck.structure.clauses import outline
from contractcheck.structure.coverage import coverage_of
from contractcheck.structure.definedclasses import terms_for_customer_data
from contractcheck.structure.kinds import kind_of
from contractcheck.structure.signs import Signs, signs_of
from contractcheck.structure.states import States, find_states

if TYPE_CHECKING:
    from spacy.tokens import Doc

PDF = "application/pdf"
_SHORT_NAME = 3  # "BSP" is not "Bsp"


@dataclass(frozen=True, eq=False)
class Contract:
    """One contract, or an agreement in several files read as one.

    ``document`` is what was read, ``cleaned`` its lines without furniture, ``outline`` its clauses, defined terms and
    attachments. ``source`` is the open file; None where there is none, as for a passage of a rule's example. ``files``
    are the files of an agreement, each a contract of its own, the body first. ``named`` are the provider and the
    customer as a user gave them. Everything else is worked out when somebody first asks, and kept.

    Offsets count the characters of ``text``; those of ``plain`` are the same.
    """

    document: Document
    cleaned: Cleaned
    outline: Outline
    source: Source | None = None
    named: tuple[str | None, str | None] = (None, None)
    files: tuple[Contract, ...] = ()
    given_parties: Parties | None = None

    @classmethod
    def read(
        cls,
        path: str | Path,
        data: bytes | None = None,
        reading: ReadOptions = AS_IT_IS,
        named: tuple[str | None, str | None] = (None, None),
    ) -> Contract:
        """Read the file at ``path``, or ``data`` as if it were its content. Raises UnreadableError."""
        source = open_source(path, data, reading)
        return cls.of(read_source(source, reading), source, named)

    @classmethod
    def of_text(cls, text: str, name: str = "text") -> Contract:
        """Return the contract that a text in memory is: every offset is one of this very text.

        Raises UnreadableError where the text holds no words, or is not English.
        """
        return cls.of(read_string(text, name))

    @classmethod
    def of(
        cls, document: Document, source: Source | None = None, named: tuple[str | None, str | None] = (None, None)
    ) -> Contract:
        """Return the contract of a document that was read: its lines and its clauses are found now."""
        cleaned = clean(document)
        plain = plain_text(document.text, cleaned.noise)
        made = cls(document, cleaned, outline(document, cleaned, plain), source, named)
        made.__dict__["plain"] = plain
        return made

    @property
    def text(self) -> str:
        """The reader's text, verbatim."""
        return self.document.text

    @property
    def lines(self) -> tuple[Line, ...]:
        """The printed lines without page furniture."""
        return self.cleaned.lines

    @property
    def noise(self) -> tuple[Span, ...]:
        """The ranges of the text that are no words of the contract."""
        return self.cleaned.noise

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses in the order of the text."""
        return self.outline.clauses

    @property
    def terms(self) -> dict[str, Span]:
        """The defined terms, and where each is defined."""
        return self.outline.terms

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The annexes, schedules and exhibits that the text names."""
        return self.outline.attachments

    @cached_property
    def plain(self) -> str:
        """The text with plain spaces and hyphens, and with noise blanked out, so that nothing is read across it."""
        return plain_text(self.text, self.noise)

    @cached_property
    def states(self) -> States:
        """What of the words is not agreed: options that are not ticked, blanks, notes to the drafter."""
        return find_states(self.document, self.plain, self.clauses)

    @cached_property
    def parties(self) -> Parties:
        """Who provides and who receives, as the contract shows it or a user says."""
        return self.given_parties or find_parties(self.plain, self.outline, *self.named)

    @cached_property
    def kind(self) -> str:
        """The kind of agreement in plain words ("hosting agreement"), or "" where it cannot be told."""
        return kind_of(self.plain, self.outline)

    @cached_property
    def coverage(self) -> Coverage:
        """What of the contract was read, and what was not: pages, parts, terms that stand in other documents."""
        return coverage_of(self.document, self.plain, self.lines, self.outline)

    @cached_property
    def signs(self) -> Signs:
        """What of an agreement the text shows: parties, operative words, terms."""
        return signs_of(self.plain, self.text, self.outline, len(self.parties.all), self.kind)

    @cached_property
    def words(self) -> Stream:
        """The words that rules are matched on, in sentences and list items, the parties' names as roles."""
        return stream(self.document, self.cleaned, self.outline, self._stand_ins, self.states.spans)

    @property
    def _stand_ins(self) -> Names:
        """The words that stand for names of parties, and for terms that are data of the customer."""
        aliases = _aliases(self.parties)
        customers = [alias for alias, side in aliases.items() if side is Side.CUSTOMER]
        return Names.of(aliases, terms_for_customer_data(self.plain, self.terms, customers))

    @cached_property
    def doc(self) -> Doc:
        """The same words as a spaCy ``Doc``, with sentences, list items and parties."""
        from contractcheck.language.pipeline import doc_of

        return doc_of(self.words)

    @property
    def has_tables_to_search(self) -> bool:
        """Whether a search could find tables that reading did not meet: in PDFs, where it is slow."""
        return any(file.has_tables_to_search for file in self.files) or (
            self.document.media == PDF and self.source is not None and not self.document.parts
        )

    def tables_on(self, pages: Iterable[int]) -> tuple[Table, ...]:
        """Return the ruled tables of a PDF with a row on these pages, counted from 1. Slow: ask for few pages.

        Other files have no such tables: what they hold was met in reading. A PDF that fails here gives none.
        """
        asked = set(pages)
        if self.files:
            return tuple(table for table in self._tables_of_files(asked))
        if self.source is None or not self.has_tables_to_search:
            return ()
        from contractcheck.reading.pdf.tables import read_tables

        try:
            return read_tables(self.source, self.document, asked)
        except (OSError, ValueError, UnreadableError):
            return ()

    def _tables_of_files(self, asked: set[int]) -> Iterable[Table]:
        start = before = 0
        for file in self.files:
            count = len(file.document.pages)
            own = {number - before for number in asked if before < number <= before + count}
            for table in file.tables_on(own) if own else ():
                yield table.shift(start, pages=before)
            start += len(file.text) + len(GAP)
            before += count

    def slice(self, start: int, end: int) -> str:
        """Return the words between two offsets on one line."""
        return " ".join(self.text[start:end].split())

    def shift(self, by: int, *, pages: int = 0) -> Contract:
        """Return the contract with its places moved, as part of a longer text; ``pages`` are the pages before it.

        ``text`` stays its own: the places are those of the longer text.
        """
        return replace(
            self,
            document=self.document.shift(by, pages=pages),
            cleaned=self.cleaned.shift(by, pages=pages),
            outline=self.outline.shift(by, pages=pages),
        )

    def with_parties(self, parties: Parties) -> Contract:
        """Return the contract with the parties of the agreement that it belongs to."""
        return replace(self, given_parties=parties)


def _aliases(parties: Parties) -> dict[str, Side]:
    """Return the parties' names, each with the side that it stands for."""
    aliases: dict[str, Side] = {}
    for party in parties.all:
        role = party.role
        if parties.provider is not None and party.name == parties.provider.name:
            role = Side.PROVIDER
        elif parties.customer is not None and party.name == parties.customer.name:
            role = Side.CUSTOMER
        for alias in (party.name, *party.aliases):
            if alias.strip():
                aliases[alias] = role
                # Liability is printed in capitals, whatever the name is printed in; and a name in capitals is not.
                if len(alias) > _SHORT_NAME:
                    aliases.setdefault(alias.title() if alias.isupper() else alias.upper(), role)
    return aliases
