"""What people write in a rule's file: closed forms, so that an unknown key is an error with file and line."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator

from contractcheck.model import Dimension, Found
from contractcheck.rulebook.strict import Phrases, Strict, Text
from contractcheck.rulebook.tokenforms import TokenPattern

DEFAULT_NEAR = 12
"""Words that "..." skips where a rule says nothing."""


class Kind(StrEnum):
    """What sort of words a rule looks for: it decides how a negation turns them into their contrary."""

    DUTY = "duty"
    RIGHT = "right"
    BAN = "ban"
    STATEMENT = "statement"


class SideOf(StrEnum):
    """Whose side a finding tells: of what a rule looks for, who is meant by "whose"."""

    DOER = "doer"
    """Who bears the duty or holds the right."""
    OWNER = "owner"
    """Who owns."""
    LIABLE = "liable"
    """Whose liability it is."""
    RECIPIENT = "recipient"
    """Who holds information of the other."""
    BOTH = "both"
    """A term of the agreement itself: both, whoever is named."""


class LegalSource(Strict):
    """Where a requirement comes from, and when somebody looked."""

    cite: Text
    checked: Text


class LookFor(Strict):
    """How a requirement is worded.

    ``phrases`` are enough alone, and so are ``tokens``, patterns of single words; ``under_headings`` are enough beneath
    one of ``headings``; ``unconditional`` are enough where no condition ("if", "in the event") stands in their part of
    the sentence; ``maybe`` comes out unsure; ``contrary`` says the opposite. ``not`` kills a match that it overlaps,
    ``not_with`` one in whose sentence it stands. ``cues``: the clause, its heading included, must hold one of these.
    ``topic`` names the matter, for "set out in Schedule 3" where Schedule 3 is not there. ``follow``: a cross-reference
    ("Section 11") counts as the heading of the clause that it names. ``contrary_first``: one passage that says the
    opposite outweighs those that say yes, as where an exception makes the whole wider.
    """

    cues: Phrases = ()
    headings: Phrases = ()
    phrases: Phrases = ()
    tokens: tuple[TokenPattern, ...] = ()
    under_headings: Phrases = ()
    unconditional: Phrases = ()
    maybe: Phrases = ()
    contrary: Phrases = ()
    not_: Phrases = Field((), alias="not")
    not_with: Phrases = ()
    topic: Phrases = ()
    follow: bool = False
    contrary_first: bool = False
    near: int = Field(DEFAULT_NEAR, ge=1, le=60)

    @model_validator(mode="after")
    def _something(self) -> LookFor:
        if not (self.phrases or self.tokens or self.under_headings):
            raise ValueError("needs 'phrases', 'tokens' or 'under_headings'")
        if self.under_headings and not self.headings:
            raise ValueError("'under_headings' needs 'headings'")
        if self.headings and not self.under_headings:
            raise ValueError("'headings' are read for 'under_headings' only, and there are none")
        return self


class Measure(Strict):
    """The value that a rule reads. ``near`` limits how many words may lie between the match and the value."""

    slot: Dimension
    unit: Text
    pick: Literal["first", "least", "most"] = "first"
    near: int = Field(25, ge=0, le=80)
    dates: bool = False
    """Where no duration is given, count it from two dates, or from the agreement's date to an end date."""
    indefinite: Phrases = ()
    """Wordings that stand for a value without a number, such as "in perpetuity"."""
    rest_of: Phrases = ()
    """Wordings with the share that is not wanted ("unavailable for at most 0.5%"): the value is the rest of 100 %."""


class TableForm(Strict):
    """How a table of service levels answers the rule.

    ``value`` names the cell that holds the answer: ``target``, ``measurement`` or ``credit``. ``of`` are words of which
    one must stand in the row's service or metric, or, where it has no metric, in what stands above: the column's head,
    the table's title, the clause's heading. Without them every row counts. ``not`` are words that keep a row out.
    ``reads`` are the kinds of figure that are read: the first of them that stands in the cell. Without them the cell
    need only say something. ``unit`` is the unit of a duration. ``pick`` says which of several rows gives the value.
    ``bands``: a band of results with its credit ("below 99.9 %: 5 %") counts too.
    """

    value: Literal["target", "measurement", "credit"]
    of: Phrases = ()
    not_: Phrases = Field((), alias="not")
    reads: tuple[Dimension, ...] = ()
    unit: str = ""
    pick: Literal["first", "least", "most"] = "first"
    bands: bool = True

    @model_validator(mode="after")
    def _has_a_unit(self) -> TableForm:
        if Dimension.DURATION in self.reads and self.unit not in ("hour", "day", "month", "year"):
            raise ValueError("'reads: [duration]' needs a 'unit': hour, day, month or year")
        return self


class Say(Strict):
    """One sentence each for the report."""

    missing: Text
    weak: Text
    contrary: Text


class Example(Strict):
    """A sentence and what must come out of it. ``heading`` places it under a heading.

    ``table`` is a table below the sentence, its head first. ``row`` is the row that the value must be read from.
    """

    found: Found
    text: Text
    heading: str = ""
    table: tuple[tuple[str, ...], ...] = ()
    row: str | None = None
    value: float | Literal["indefinite"] | None = None
    soft: bool | None = None
    proves: str = ""
    known_miss: bool = False

    @model_validator(mode="after")
    def _even(self) -> Example:
        if self.table and len({len(row) for row in self.table}) > 1:
            raise ValueError("the rows of 'table' must have the same number of cells")
        return self


class Rule(Strict):
    """How to find one requirement, why it matters, and the proof that it works."""

    id: Text
    title: Text
    family: Text
    kind: Kind
    why: Text
    source: tuple[LegalSource, ...] = Field(min_length=1)
    look_for: LookFor
    duty_of: Literal["provider", "customer", "either", "mutual"]
    side_of: SideOf = SideOf.DOER
    measure: Measure | None = None
    table: TableForm | None = None
    say: Say
    suggest: Text
    examples: tuple[Example, ...] = Field(min_length=6)
