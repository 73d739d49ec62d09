"""What is proposed for a contract, how it is put into it, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contractcheck.model import Finding, Severity, Verdict


class Way(StrEnum):
    """How a proposal goes into a contract."""

    NUMBERED = "numbered"  # the last clause of its section, with the next number
    PLAIN = "plain"  # a paragraph without a number at the end of its section
    RIDER = "rider"  # among the proposed terms before the signatures
    VALUE = "value"  # another figure in the same sentence
    REPLACE = "replace"  # in place of the existing words
    BESIDE = "beside"  # a paragraph after the words that are there, which stay
    STRIKE = "strike"  # the words are deleted
    COMMENT = "comment"  # nothing is changed: a comment says what is wrong


@dataclass(frozen=True)
class Proposal:
    """What to change for one gap.

    ``wording`` is the playbook's, with the contract's own names in it; "" where words are only to be taken out.
    ``figure`` is what a weak value should say instead. ``preferred``: the wording is the playbook's own, and not the
    rule's. ``sole`` tells that the rules find the requirement in the wording when it stands alone. ``covers`` are
    further gaps that the same wording closes.
    """

    finding: Finding
    title: str
    family: str
    severity: Severity
    verdict: Verdict
    message: str
    why: str
    sources: tuple[str, ...]
    playbook: str
    wording: str
    figure: str = ""
    unwanted: bool = False
    preferred: bool = False
    sole: bool = True
    covers: tuple[Proposal, ...] = ()

    @property
    def requirement(self) -> str:
        """The id of the requirement."""
        return self.finding.requirement

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of all gaps that it closes."""
        return (self.title, *(one.title for one in self.covers))


@dataclass(frozen=True, slots=True)
class By:
    """Who makes the changes, and when. ``date`` goes into the file as it is, without a time zone."""

    author: str
    date: datetime

    @property
    def stamp(self) -> str:
        """The date in the form that Word files have."""
        return self.date.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Suggestion:
    """A proposal that was put in: how, and where in a few words. ``found`` tells that reading the result finds it."""

    proposal: Proposal
    way: Way
    place: str
    found: bool


@dataclass(frozen=True)
class Suggested:
    """The result: a whole Word file, what stands in it, and lines that the user must read.

    ``data`` is None where there is nothing to suggest. ``rider`` tells that it is a document of its own, and no copy of
    the contract.
    """

    data: bytes | None
    suggestions: tuple[Suggestion, ...]
    remarks: tuple[str, ...]
    rider: bool = False
