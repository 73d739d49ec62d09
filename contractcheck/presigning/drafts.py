"""What every check before signing looks at: a contract as it was read, and where each place of it belongs."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from contractcheck.contract import Contract
from contractcheck.model import Clause, ClauseKind

# "Form of" above a document that will be filled in later: its blanks belong there.
_FORM = re.compile(r"\b(?:form|sample|specimen|template|example|pro[- ]?forma)\b", re.IGNORECASE)
_FORM_LINES = 600
_AMENDS = re.compile(r"\bAMENDMENT\b|\bAmendment\s(?:No|to|[#\d])|\b(?:First|Second|Third|Fourth)\sAmendment\b")
_TITLE_CHARS = 700


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the row of the playbook that it belongs to, its characters, and what is wrong, in one sentence.

    ``sure`` is False where a person must decide whether it is a fault at all.
    """

    row: str
    start: int
    end: int
    what: str
    sure: bool = True


@dataclass(frozen=True)
class Draft:
    """A contract that someone is about to sign."""

    contract: Contract

    @cached_property
    def amends(self) -> bool:
        """Whether this changes another agreement, whose clauses and dates it then speaks of."""
        return bool(_AMENDS.search(self.contract.plain[:_TITLE_CHARS]))

    @cached_property
    def redacted(self) -> bool:
        """Whether this is a copy from which words were cut out for a regulator."""
        return self.contract.states.redacted

    @cached_property
    def _starts(self) -> list[int]:
        return [clause.start for clause in self.contract.clauses]

    def clause_index(self, place: int) -> int:
        """Return the index of the clause that holds a character, or -1."""
        return bisect_right(self._starts, place) - 1

    def clause_at(self, place: int) -> Clause | None:
        """Return the clause that holds a character."""
        index = self.clause_index(place)
        return self.contract.clauses[index] if index >= 0 else None

    def kind_at(self, place: int) -> ClauseKind:
        """Return what part of the document a character belongs to."""
        clause = self.clause_at(place)
        return clause.kind if clause is not None else ClauseKind.PREAMBLE

    def top_at(self, place: int) -> int:
        """Return the index of the attachment that holds a character, or -1 for the main part."""
        index = self.clause_index(place)
        while index >= 0:
            clause = self.contract.clauses[index]
            if clause.kind is ClauseKind.ANNEX and clause.parent < 0 and clause.number:
                return index
            index = clause.parent
        return -1

    def in_form(self, place: int) -> bool:
        """Tell whether a character lies in an attached form that is to be filled in later, not before signing."""
        index = self.top_at(place)
        if index < 0:
            return False
        clause = self.contract.clauses[index]
        return bool(_FORM.search(self.contract.plain[clause.start : clause.start + _FORM_LINES]))

    def line_around(self, start: int, end: int) -> tuple[int, int]:
        """Return the printed line around a range, without the white space at its ends."""
        text = self.contract.text
        left = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
        ends = [at for at in (text.find("\n", end), text.find("\r", end)) if at >= 0]
        right = min(ends, default=len(text))
        while left < start and text[left].isspace():
            left += 1
        while right > end and text[right - 1].isspace():
            right -= 1
        return left, right
