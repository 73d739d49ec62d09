"""What the outputs show of a run, selected from the ledger one row at a time: a run may hold many thousand files."""

# ruff: noqa: S608  (queries are put together from our own words only; values travel as parameters)

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any

from contractcheck.audits.ledger import Ledger, Run
from contractcheck.audits.named import line, not_checked
from contractcheck.model import Severity, Status

# Each file of a run, with the result of its content where there is one. A file with a code of its own has none.
_FILES = (
    " FROM files LEFT JOIN results ON results.sha256 = files.sha256 AND results.key = :key AND files.code = ''"
    " {join} WHERE files.run = :run "
)
_FINDINGS = "JOIN findings ON findings.result = results.result"
# A gap that nobody accepted.
_GAP = (
    "verdict IN ('missing', 'weak', 'unwanted') AND NOT EXISTS (SELECT 1 FROM waivers WHERE waivers.run = :run"
    " AND waivers.path = files.path AND waivers.requirement = findings.requirement)"
)
# A run that was stopped has files without a result. No output is written then, so this is never seen but in a fault.
_NOT_REACHED = ("not-reached", "the audit ended before this file was checked")
# The lines on what was not read, as one text.
_NOT_READ = (
    "(SELECT group_concat(label || ': ' || words, char(10)) FROM coverage WHERE coverage.result = results.result)"
)
_RANKS = " ".join(f"WHEN '{severity.value}' THEN {rank}" for rank, severity in enumerate(Severity))
_BY_SEVERITY = f"CASE severity {_RANKS} END"


@dataclass(frozen=True, slots=True)
class AuditedContract:
    """A file of a run at a glance. ``message`` says why it was not checked.

    ``refused`` tells that it was read and does not look like a contract. ``not_read`` are the lines on what of it was
    not read.
    """

    path: str
    sha256: str
    checked: bool
    code: str
    message: str
    pages: int
    unread: int
    kind: str
    provider: str
    customer: str
    gaps: dict[Severity, int]
    refused: bool = False
    not_read: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The file's name without its folders."""
        return PurePosixPath(self.path).name


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap in a contract."""

    path: str
    requirement: str
    severity: str
    verdict: str
    message: str
    page: int | None
    clause: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class DateRow:
    """A key date of a contract, or the reason why it is not known (then ``day`` is "")."""

    path: str
    sha256: str
    what: str
    day: str
    arithmetic: str
    reason: str
    page: int | None
    clause: str
    quote: str
    repeats: int


def lines(ledger: Ledger, run: Run) -> Iterator[tuple[str, str]]:
    """Yield path and line of each file, by path: schema 2, before any waiver."""
    query = "SELECT files.path, files.code, files.message, packed" + _FILES.format(join="") + "ORDER BY files.path"
    for path, code, message, packed in ledger.select(query, _values(run)):
        if packed is None:
            lost = (code, message) if code else _NOT_REACHED
            packed = not_checked(ledger.about(run), run.playbook, *lost)
        yield path, line(packed, path)


def places(ledger: Ledger, run: Run) -> Iterator[tuple[str, str, str]]:
    """Yield path, place on disk and content of each file that was checked, by path."""
    query = "SELECT files.path, location, files.sha256" + _FILES.format(join="")
    yield from ledger.select(query + f"AND status = '{Status.CHECKED.value}' ORDER BY 1", _values(run))


def waivers(ledger: Ledger, run: Run) -> dict[str, dict[str, Any]]:
    """Return the waivers of each file that has any: requirement -> waiver, and "" -> sentences on those in vain."""
    found: dict[str, dict[str, Any]] = {}
    query = "SELECT path, requirement, waiver FROM waivers WHERE run = :run ORDER BY 1, 2"
    for path, requirement, waiver in ledger.select(query, {"run": run.number}):
        found.setdefault(path, {})[requirement] = json.loads(waiver)
    return found


def checked(ledger: Ledger, run: Run) -> Iterator[tuple[str, str]]:
    """Yield path and hash of each file that was checked, by path."""
    query = (
        "SELECT files.path, files.sha256" + _FILES.format(join="") + f"AND status = '{Status.CHECKED.value}' ORDER BY 1"
    )
    yield from ledger.select(query, _values(run))


def packed(ledger: Ledger, run: Run, sha256: str) -> bytes:
    """Return the packed result of a content that was checked."""
    query = "SELECT packed FROM results WHERE key = :key AND sha256 = :sha256"
    return bytes(next(ledger.select(query, {"key": run.key, "sha256": sha256}))[0])


def contracts(ledger: Ledger, run: Run) -> Iterator[AuditedContract]:
    """Yield each file of the run, by path."""
    counts = "".join(
        f", (SELECT count(*) FROM findings WHERE findings.result = results.result AND severity = '{severity.value}'"
        f" AND {_GAP})"
        for severity in Severity
    )
    query = (
        "SELECT files.path, files.sha256, files.code, files.message, status, results.code, results.message, pages,"
        f" unread, kind, provider, customer, {_NOT_READ}{counts}" + _FILES.format(join="") + "ORDER BY files.path"
    )
    for row in ledger.select(query, _values(run)):
        path, sha256, code, message, status, result_code, result_message, *facts = row
        pages, unread, kind, provider, customer, not_read, *gaps = facts
        if status is None and not code:
            code, message = _NOT_REACHED
        yield AuditedContract(
            path=path,
            sha256=sha256,
            checked=status == Status.CHECKED,
            code=code or result_code,
            message=message or result_message or "",
            pages=pages or 0,
            unread=unread or 0,
            kind=kind or "",
            provider=provider or "",
            customer=customer or "",
            refused=status == Status.NOT_A_CONTRACT,
            not_read=tuple((not_read or "").split("\n")) if not_read else (),
            gaps={severity: count for severity, count in zip(Severity, gaps, strict=True) if count},
        )


def requirements(ledger: Ledger, run: Run) -> dict[str, dict[str, int]]:
    """Return how often each requirement came out how, over all files. Families stay together, in their order."""
    query = (
        "SELECT requirement, verdict, count(*), family"
        + _FILES.format(join=_FINDINGS)
        + "GROUP BY requirement, verdict ORDER BY family, requirement"
    )
    found: dict[str, dict[str, int]] = {}
    for requirement, verdict, count, _family in ledger.select(query, _values(run)):
        found.setdefault(requirement, {})[verdict] = count
    return found


def families(ledger: Ledger, run: Run) -> dict[str, str]:
    """Return the family of each requirement, in the order of ``requirements``."""
    query = "SELECT DISTINCT requirement, family" + _FILES.format(join=_FINDINGS) + "ORDER BY family, requirement"
    return dict(ledger.select(query, _values(run)))


def verdicts(ledger: Ledger, run: Run) -> Iterator[tuple[str, dict[str, tuple[str, str]]]]:
    """Yield (path, requirement -> (verdict, severity)) of each file that was checked, by path."""
    fields = "files.path, requirement, verdict, severity"
    query = f"SELECT {fields}" + _FILES.format(join=_FINDINGS) + "ORDER BY files.path, requirement"
    for path, rows in groupby(ledger.select(query, _values(run)), key=lambda row: str(row[0])):
        yield path, {requirement: (verdict, severity) for _, requirement, verdict, severity in rows}


def worst(ledger: Ledger, run: Run) -> Iterator[Gap]:
    """Yield the gaps of all files, the most severe first."""
    query = (
        "SELECT files.path, requirement, severity, verdict, findings.message, page, clause, files.sha256"
        + _FILES.format(join=_FINDINGS)
        + f"AND {_GAP} ORDER BY {_BY_SEVERITY}, files.path, requirement"
    )
    for path, requirement, severity, verdict, message, page, clause, sha256 in ledger.select(query, _values(run)):
        # The place of something missing is that of the nearest passage, which is not where the gap is.
        if verdict == "missing":
            page, clause = None, ""
        yield Gap(path, requirement, severity, verdict, message, page, clause or "", sha256)


def dates(ledger: Ledger, run: Run) -> Iterator[DateRow]:
    """Yield the key dates of all checked files: those that are known by day, then the others by path."""
    fields = "what, day, arithmetic, reason, page, clause, quote, repeats"
    join = "JOIN dates ON dates.result = results.result"
    query = (
        f"SELECT files.path, files.sha256, {fields}".replace("page", "dates.page").replace("clause", "dates.clause")
        + _FILES.format(join=join)
        + "ORDER BY day = '', day, files.path, what"
    )
    for row in ledger.select(query, _values(run)):
        yield DateRow(*row)


def _values(run: Run) -> dict[str, Any]:
    return {"run": run.number, "key": run.key}
