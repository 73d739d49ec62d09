"""The ledger: the only record of what an audit has done. One SQLite file beside the results.

A result is kept by content and fingerprint (see ``fingerprint``), so a file that was renamed, copied or met again by a
later run is not read again. Each result is one transaction: whatever moment a run is killed at, the ledger is whole.
"""

# ruff: noqa: S608  (queries are put together from our own words only; values travel as parameters)

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from contractcheck.audits.fingerprint import Fingerprint
from contractcheck.audits.inputs import ListedFile
from contractcheck.audits.named import pack
from contractcheck.audits.schema import APPLICATION, TABLES, VERSION
from contractcheck.audits.tasks import BY_LIMIT, LOCKED, PASSING, About, Result, Task
from contractcheck.errors import ContractcheckError
from contractcheck.model import ContractFacts
from contractcheck.report.coverage import coverage_lines
from contractcheck.report.coveragedata import coverage_from

NAME = "audit.sqlite"
# Tasks are read from the ledger in pages, so that a run over many files holds few of them in memory.
_PAGE = 200
# Files listed in one transaction.
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Run:
    """One audit in the ledger. ``finished`` is "" while it runs and after it was killed."""

    number: int
    started: str
    finished: str
    playbook: str
    key: str


class Ledger:
    """An open ledger. One process at a time may hold it.

    Raises:
        ContractcheckError: the file is not a ledger, has another version, or is in use by another audit.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        with self._plainly():
            self._db = sqlite3.connect(self.path, timeout=0.5, isolation_level=None)
            self._open()

    def close(self) -> None:
        """Close the file. What was recorded is safe before that."""
        self._db.close()

    # --- runs -----------------------------------------------------------------------------------------------------

    def begin(self, started: str, playbook: str, mark: Fingerprint, limits: str) -> Run:
        """Start a run. Runs that were never finished are forgotten; their results stay."""
        with self._plainly(), self._transaction():
            for table in ("files", "waivers"):
                self._db.execute(f"DELETE FROM {table} WHERE run IN (SELECT run FROM runs WHERE finished = '')")
            self._db.execute("DELETE FROM runs WHERE finished = ''")
            number = self._db.execute(
                "INSERT INTO runs (started, finished, playbook, program, rules, playbook_hash, key, limits)"
                " VALUES (?, '', ?, ?, ?, ?, ?, ?) RETURNING run",
                (started, playbook, mark.program, mark.rules, mark.playbook, mark.key, limits),
            ).fetchone()[0]
        return Run(number, started, "", playbook, mark.key)

    def finish(self, run: Run, finished: str) -> None:
        """Mark a run as done: its outputs are written."""
        with self._plainly(), self._transaction():
            self._db.execute("UPDATE runs SET finished = ? WHERE run = ?", (finished, run.number))

    def runs(self) -> list[Run]:
        """Return the runs that were finished, oldest first."""
        fields = "run, started, finished, playbook, key"
        return [Run(*row) for row in self.select(f"SELECT {fields} FROM runs WHERE finished != '' ORDER BY run", {})]

    def about(self, run: Run) -> About | None:
        """Return what the workers said of their rules under the key of this run, or None if none was asked yet."""
        row = next(self.select("SELECT about FROM keys WHERE key = :key", {"key": run.key}), None)
        return About(**json.loads(row[0])) if row else None

    def tell(self, run: Run, about: About) -> None:
        """Keep what the workers say of their rules."""
        with self._plainly(), self._transaction():
            self._db.execute("INSERT OR REPLACE INTO keys VALUES (?, ?)", (run.key, json.dumps(asdict(about))))

    def select(self, query: str, values: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query, one at a time."""
        with self._plainly():
            cursor = self._db.cursor().execute(query, values)
        while True:
            with self._plainly():
                row = cursor.fetchone()
            if row is None:
                return
            yield row

    # --- files ----------------------------------------------------------------------------------------------------

    def list_files(self, run: Run, entries: Iterator[ListedFile]) -> None:
        """Record which files the run is about. A file with the same stamp as before is not read for its hash."""
        batch: list[tuple[Any, ...]] = []
        with self._plainly():
            for entry in entries:
                batch.append((run.number, *self._listed(entry)))
                if len(batch) >= _BATCH:
                    self._insert_files(batch)
            self._insert_files(batch)

    def _listed(self, entry: ListedFile) -> tuple[Any, ...]:
        query = "SELECT sha256, stamp, code, message FROM stamps WHERE location = ?"
        row = self._db.execute(query, (entry.location,)).fetchone()
        if entry.failure is None and row and row[1] == entry.stamp and entry.stamp:
            digest, code, message = str(row[0]), str(row[2]), str(row[3])
        else:
            digest, failure = entry.digest()
            code, message = (failure.code, failure.message) if failure else ("", "")
            if digest and entry.is_settled():
                values = (entry.location, entry.stamp, digest, code, message)
                self._db.execute("INSERT OR REPLACE INTO stamps VALUES (?, ?, ?, ?, ?)", values)
        return entry.path, entry.location, entry.remote, digest, code, message

    def _insert_files(self, batch: list[tuple[Any, ...]]) -> None:
        with self._transaction():
            self._db.executemany("INSERT OR IGNORE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", batch)
        batch.clear()

    def fail_file(self, run: Run, sha256: str, code: str, message: str) -> None:
        """Record a failure of the files with this content that says nothing about the content itself."""
        with self._plainly(), self._transaction():
            self._db.execute(
                "UPDATE files SET code = ?, message = ? WHERE run = ? AND sha256 = ?",
                (code, message, run.number, sha256),
            )

    # --- results --------------------------------------------------------------------------------------------------

    def drop_failures(self, run: Run, limits: str, *, all_: bool = False, locked: bool = False) -> None:
        """Forget failures that other limits forced, so that they are tried again.

        With ``all_`` every failure is forgotten, with ``locked`` those of locked files: there may be a password now.
        """
        codes = ",".join("?" * len(BY_LIMIT))
        where = "key = ? AND code != ''" if all_ else f"key = ? AND code IN ({codes}) AND limits != ?"
        values = (run.key,) if all_ else (run.key, *sorted(BY_LIMIT), limits)
        with self._plainly(), self._transaction():
            self._db.execute(f"DELETE FROM results WHERE {where}", values)
            if locked:
                marks = ",".join("?" * len(LOCKED))
                self._db.execute(f"DELETE FROM results WHERE key = ? AND code IN ({marks})", (run.key, *sorted(LOCKED)))

    def tasks(self, run: Run) -> Iterator[Task]:
        """Yield each content of the run that has no result yet, once. May be read while results are recorded."""
        last = ""
        while True:
            with self._plainly():
                rows = self._db.execute(
                    "SELECT sha256, min(location), remote FROM files"
                    " WHERE run = ? AND code = '' AND sha256 > ? AND NOT EXISTS"
                    " (SELECT 1 FROM results WHERE results.sha256 = files.sha256 AND key = ?)"
                    " GROUP BY sha256 ORDER BY sha256 LIMIT ?",
                    (run.number, last, run.key, _PAGE),
                ).fetchall()
            if not rows:
                return
            last = rows[-1][0]
            for sha256, location, remote in rows:
                yield Task(sha256, location, bool(remote))

    def counts(self, run: Run) -> tuple[int, int, int]:
        """Return how many files the run has, how many different contents, and how many of these have no result."""
        with self._plainly():
            files = self._db.execute("SELECT count(*) FROM files WHERE run = ?", (run.number,)).fetchone()[0]
            contents, done = self._db.execute(
                "SELECT count(*), count(results.result) FROM"
                " (SELECT DISTINCT sha256 FROM files WHERE run = ? AND code = '') AS wanted"
                " LEFT JOIN results ON results.sha256 = wanted.sha256 AND key = ?",
                (run.number, run.key),
            ).fetchone()
        return files, contents, contents - done

    def record(self, run: Run, task: Task, result: Result, limits: str) -> None:
        """Keep a result. A failure that may pass is kept for this run's files only."""
        data = result.data
        error = data["error"] or {"code": "", "message": ""}
        if error["code"] in PASSING:
            self.fail_file(run, task.sha256, error["code"], error["message"])
            return
        contract = data["contract"]
        parties = contract["parties"]
        facts = (len(contract["unread_pages"]), contract["kind"], parties["provider"] or "", parties["customer"] or "")
        not_read = _not_read(data["coverage"], contract["unread_pages"])
        with self._plainly(), self._transaction():
            number = self._db.execute(
                "INSERT OR REPLACE INTO results (sha256, key, status, code, message, limits, pages, unread, kind,"
                " provider, customer, packed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING result",
                (
                    *(task.sha256, run.key, data["status"], error["code"], error["message"], limits),
                    *(contract["pages"], *facts, pack(data)),
                ),
            ).fetchone()[0]
            self._db.executemany(
                "INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [_finding(number, item) for item in data["findings"]],
            )
            self._db.executemany("INSERT INTO coverage VALUES (?, ?, ?, ?)", [(number, *row) for row in not_read])
            self._db.executemany(
                "INSERT INTO dates VALUES"
                " (:result, :what, :day, :arithmetic, :reason, :page, :clause, :quote, :repeats)",
                [item | {"result": number} for item in result.dates],
            )

    def keep_waivers(self, run: Run, rows: Iterable[tuple[str, str, str]]) -> None:
        """Record the accepted gaps of a run: path, requirement, and the waiver as JSON."""
        with self._plainly(), self._transaction():
            self._db.execute("DELETE FROM waivers WHERE run = ?", (run.number,))
            self._db.executemany("INSERT INTO waivers VALUES (?, ?, ?, ?)", ((run.number, *row) for row in rows))

    # --- the file -------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        # Held until the process ends, however it ends: two audits into one folder would undo each other's work.
        self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
        application, version = (self._db.execute(f"PRAGMA {name}").fetchone()[0] for name in _MARKS)
        if application not in (0, APPLICATION) or (application == APPLICATION and version != VERSION):
            raise ContractcheckError(f"{self.path}: this is not a ledger of this version of contractcheck")
        if application == 0 and self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            # To put our tables beside those of another program would make a ledger of its file.
            raise ContractcheckError(f"{self.path}: this is another program's file: choose another folder")
        self._db.execute("PRAGMA journal_mode = WAL")
        # A killed process loses nothing. Only a power cut may cost the last results, which are then made anew.
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute("PRAGMA foreign_keys = ON")
        with self._transaction():
            if application == 0:
                for statement in TABLES:
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA application_id = {APPLICATION}")
                self._db.execute(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        """Turn what SQLite says into a line that a user can act on."""
        try:
            yield
        except sqlite3.OperationalError as error:
            busy = "locked" in str(error) or "busy" in str(error)
            what = "another audit is using this folder" if busy else f"the ledger cannot be used: {error}"
            raise ContractcheckError(f"{self.path}: {what}") from error
        except sqlite3.DatabaseError as error:
            raise ContractcheckError(f"{self.path}: the ledger is broken: {error}") from error


_MARKS = ("application_id", "user_version")


def _not_read(coverage: dict[str, Any] | None, pages: Iterable[int]) -> list[tuple[str, str, str]]:
    """The rows on what of a content was not read: what it is about, label and words."""
    if coverage is None:
        return []
    facts = ContractFacts("", "", "", 0, tuple(pages), "", "", "", "", coverage=coverage_from(coverage))
    return [(line.about, line.label, line.words) for line in coverage_lines(facts)]


def _finding(result: int, item: dict[str, Any]) -> tuple[Any, ...]:
    place = (item["evidence"] or ([item["nearest"]] if item["nearest"] else []) or [None])[0]
    return (
        result,
        item["requirement"],
        item["family"],
        item["severity"],
        item["found"],
        item["verdict"],
        item["message"],
        place["page"] if place else None,
        place["clause"] if place else None,
    )
