"""The parts of a playbook as people write them: rows, thresholds, positions, and when a playbook or a row applies."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from contractcheck.model import Severity
from contractcheck.rulebook.forms import LegalSource
from contractcheck.rulebook.strict import OneLine, Phrases, Strict, Text

_UNITS = ("minute", "hour", "day", "month", "year", "percent")
Reader = Literal["customer", "provider"]


class Threshold(Strict):
    """A limit for a value, such as "30 days": the number and its unit are both needed."""

    amount: float
    unit: Literal["minute", "hour", "day", "month", "year", "percent"]

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        number, _, unit = value.replace("%", " percent").strip().partition(" ")
        unit = unit.strip().removesuffix("s")
        if unit not in _UNITS:
            raise ValueError(
                f"a threshold is a number and a unit, such as '30 days' or '99.9 %' (units: {', '.join(_UNITS)})"
            )
        return {"amount": number, "unit": unit}

    def __str__(self) -> str:
        if self.unit == "percent":
            return f"{self.amount:g} %"
        return f"{self.amount:g} {self.unit}{'' if self.amount == 1 else 's'}"


class Position(Strict):
    """A place to stand in a negotiation: what it is (``when``), the wording for it, and the value that belongs to it.

    Written as one text it is the wording alone.
    """

    wording: Text
    when: str = ""
    at_least: Threshold | None = None
    at_most: Threshold | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        return {"wording": value} if isinstance(value, str) else value


class Positions(Strict):
    """What to ask for first, what will do, and the least with which one signs."""

    preferred: Position | None = None
    fallback: Position | None = None
    walk_away: Position | None = None

    def named(self) -> tuple[tuple[str, Position], ...]:
        """Return the positions that are there, each with its name, the one to ask for first."""
        pairs = (("preferred", self.preferred), ("fallback", self.fallback), ("walk-away", self.walk_away))
        return tuple((name, position) for name, position in pairs if position is not None)


class Trigger(Strict):
    """One sign that something applies: words in the text, words in the title, or a rule that finds its requirement.

    Words in small letters match in any case, others as they are written; a ``*`` stands for any ending.
    ``times`` is how often the words must stand in the text, all of them counted together.
    """

    words: Phrases = ()
    title: Phrases = ()
    rule: str = ""
    times: int = Field(1, ge=1)

    @model_validator(mode="after")
    def _one(self) -> Trigger:
        if sum(bool(part) for part in (self.words, self.title, self.rule)) != 1:
            raise ValueError("a trigger has one of 'words', 'title' and 'rule'")
        return self


class Applies(Strict):
    """When something applies: one of ``any``, each of ``all``, none of ``none``. ``looked_for`` says it in words."""

    looked_for: Text
    any: tuple[Trigger, ...] = ()
    all: tuple[Trigger, ...] = ()
    none: tuple[Trigger, ...] = ()

    @model_validator(mode="after")
    def _something(self) -> Applies:
        if not (self.any or self.all or self.none):
            raise ValueError("needs 'any', 'all' or 'none'")
        return self

    def rules(self) -> frozenset[str]:
        """Return the ids of the rules that are asked."""
        return frozenset(trigger.rule for trigger in (*self.any, *self.all, *self.none) if trigger.rule)


class Suits(Strict):
    """What a contract looks like that a playbook is made for: words in its title, and words all over it."""

    title: Phrases = ()
    words: Phrases = ()


class Words(Strict):
    """The sentences of a row, in place of those of its rule."""

    missing: str = ""
    weak: str = ""
    contrary: str = ""


def _listed(value: object) -> object:
    return [value] if isinstance(value, str | dict) else value


def _unexplained(value: object) -> object:
    return dict.fromkeys(value, "") if isinstance(value, list) and all(isinstance(one, str) for one in value) else value


Cites = Annotated[tuple[LegalSource | Text, ...], BeforeValidator(_listed)]
Dropped = Annotated[dict[str, OneLine], BeforeValidator(_unexplained)]
"""Rows that are not asked for, each with the reason, or "" where the file only lists them."""


class RowPart(Strict):
    """What a playbook writes about one requirement. What it leaves out comes from the playbook that it extends.

    ``rule`` finds it (by default the row's own key), or one of the rules in ``or``: the best finding counts.
    ``at_least``/``at_most`` limit its value. ``unwanted`` turns it round: its presence is the fault.
    ``for_information``: neither presence nor absence is a fault. ``by`` names the side that must bear the duty, ``for``
    the side that must have the right or the protection: where only the other side does, it is weak. ``reader`` is the
    side for which the contract is read, ``other`` the one across the table; ``anyone``: it does not
    matter. ``protects``: for a reader of the other
    side its absence is no gap. ``because`` says why here, in a sentence. ``source``: provisions, behind the ``law`` of
    the playbook where they are plain text.
    """

    rule: str = ""
    or_: Phrases = Field((), alias="or")
    title: str = ""
    family: str = ""
    source: Cites = ()
    because: str = ""
    severity: Severity | None = None
    at_least: Threshold | None = None
    at_most: Threshold | None = None
    unwanted: bool = False
    for_information: bool = False
    by: Literal["provider", "customer", "mutual", "reader", "other", "anyone"] | None = None
    for_: Literal["provider", "customer", "reader"] | None = Field(None, alias="for")
    protects: Literal["customer", "provider", "both"] = "both"
    say: Words = Words()
    positions: Positions = Positions()
    applies_when: Applies | None = None


class Row(RowPart):
    """A row of a playbook file, with what differs for a reader of one side."""

    as_customer: RowPart | None = None
    as_provider: RowPart | None = None


class Wanted(RowPart):
    """A row with all that it takes over and without what belongs to the other side: ready to be applied."""

    severity: Severity
    cites: tuple[str, ...] = ()

    def rules(self) -> frozenset[str]:
        """Return the ids of the rules that answer this row, or decide whether it applies."""
        return frozenset({self.rule, *self.or_}) | (self.applies_when.rules() if self.applies_when else frozenset())


def written(part: RowPart) -> dict[str, Any]:
    """Return the fields that a row sets itself, without those for one side."""
    return {name: getattr(part, name) for name in part.model_fields_set if not name.startswith("as_")}
