"""The facts that an audit passes on: what to check, how, and what came out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

from contractcheck.isolation.limits import (
    CRASHED,
    MEMORY_LIMIT,
    OUT_OF_MEMORY,
    STALLED,
    TIME_LIMIT,
    TIMED_OUT,
    Limits,
)
from contractcheck.model import ContractFacts, Failure, Report, Status
from contractcheck.reading.options import Engine, ReadOptions, Revisions

CHANGED = "changed"
MISSING = "missing"
# Failures that depend on the limits of the run or on the machine, not on the document alone.
BY_LIMIT = frozenset({CRASHED, TIMED_OUT, OUT_OF_MEMORY})
# Failures that a password may mend.
LOCKED = frozenset({"locked", "wrong-password"})
# Failures that say nothing about the content: they are listed, and tried again by the next run.
PASSING = frozenset({CHANGED, MISSING, STALLED, "internal-error"})


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run checks. ``checker`` names what does the work as "module:name"; tests put their own there.

    ``revisions`` says which state of tracked changes is read, ``ocr`` names what reads scanned pages, ``ocr_cache`` the
    folder that keeps them, "" for none. ``applies`` checks every text, whether it looks like a contract or not;
    without ``second_look`` the rules alone answer. The passwords go to the children through a socket: they stand in no
    command line, no environment and no ledger.
    """

    playbook: str = "outsourcing"
    time_limit: float = TIME_LIMIT
    memory_limit: int = MEMORY_LIMIT
    checker: str = "contractcheck.checker:Checker"
    revisions: str = Revisions.FINAL.value
    ocr: str = Engine.AUTO.value
    ocr_cache: str = ""
    applies: bool = False
    second_look: bool = True
    passwords: tuple[str, ...] = field(default=(), repr=False)

    @property
    def limits(self) -> str:
        """The limits in words: a result that they forced holds for them only."""
        return f"{self.time_limit:g} s, {self.memory_limit} MB"

    @property
    def per_document(self) -> Limits:
        """What one document may take."""
        return Limits(self.time_limit, self.memory_limit)

    @property
    def reading(self) -> ReadOptions:
        """How each document is read."""
        cache = Path(self.ocr_cache) if self.ocr_cache else None
        return ReadOptions(
            passwords=tuple(self.passwords), revisions=Revisions(self.revisions), ocr=Engine(self.ocr), ocr_cache=cache
        )

    def data(self) -> dict[str, Any]:
        """Return the settings as JSON can hold them."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Task:
    """One document to check: where it is, and the hash of the content that is meant.

    ``location`` is an absolute path, or the URL of a file that fsspec reads (then ``remote`` is set).
    """

    sha256: str
    location: str
    remote: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What came out for one content: the report as schema 2 without path and name, and the key dates as rows.

    ``scanned`` counts its pages that were recognised, or at least tried.
    """

    data: dict[str, Any]
    dates: list[dict[str, Any]] = field(default_factory=list)
    fingerprint: str = ""
    scanned: int = 0

    @property
    def error(self) -> str:
        """The code of the failure, or ""."""
        return str((self.data.get("error") or {}).get("code", ""))


@dataclass(frozen=True, slots=True)
class About:
    """What a worker says of its rules and its playbook once they are loaded.

    ``titles`` and ``whys`` hold the title of each requirement and why it matters.
    """

    fingerprint: str = ""
    playbook: str = ""
    version: str = ""
    title: str = ""
    titles: dict[str, str] = field(default_factory=dict)
    whys: dict[str, str] = field(default_factory=dict)


class Runner(Protocol):
    """What turns tasks into results: children on this machine, or a cluster."""

    def run(self, tasks: Iterator[Task]) -> Iterator[tuple[Task, Result]]:
        """Yield a result for every task, in any order. Few tasks are taken ahead of the results."""

    def about(self) -> About:
        """Say what the workers loaded. Starts them where they are not up yet."""

    def close(self) -> None:
        """End all children. May be called twice."""


def failed(about: About, code: str, message: str, playbook: str = "") -> Result:
    """Return the result of a document that was not checked. ``message`` is one line."""
    from contractcheck.report.data import to_data

    report = Report(
        contract=ContractFacts("", "", "", 0, (), "", "", "", ""),
        playbook=about.playbook or playbook,
        playbook_version=about.version,
        playbook_title=about.title,
        status=Status.UNREADABLE,
        error=Failure(code, message),
    )
    return Result(to_data(report), fingerprint=about.fingerprint)
