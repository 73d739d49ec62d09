"""The tables of the ledger. A change here needs a new VERSION: an old ledger is refused, never misread."""

from __future__ import annotations

# "CCLG" as a number: tells our file from other SQLite files.
APPLICATION = 0x43434C47
VERSION = 3

TABLES = (
    # One row an audit. ``key`` stands for program, rules and playbook together. ``finished`` is "" until it is done.
    """CREATE TABLE runs (
        run INTEGER PRIMARY KEY AUTOINCREMENT,
        started TEXT NOT NULL,
        finished TEXT NOT NULL,
        playbook TEXT NOT NULL,
        program TEXT NOT NULL,
        rules TEXT NOT NULL,
        playbook_hash TEXT NOT NULL,
        key TEXT NOT NULL,
        limits TEXT NOT NULL
    )""",
    # The files of a run. ``code`` and ``message`` tell why a file has no result by its content.
    """CREATE TABLE files (
        run INTEGER NOT NULL,
        path TEXT NOT NULL,
        location TEXT NOT NULL,
        remote INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        code TEXT NOT NULL,
        message TEXT NOT NULL,
        PRIMARY KEY (run, path)
    ) WITHOUT ROWID""",
    "CREATE INDEX files_by_content ON files (run, sha256)",
    # What the workers said of their rules under a key: the titles that the outputs show. ``about`` is JSON.
    "CREATE TABLE keys (key TEXT PRIMARY KEY, about TEXT NOT NULL) WITHOUT ROWID",
    # What a content yields under a key. ``packed`` is zlib of schema 2 on one line, without path and name.
    """CREATE TABLE results (
        result INTEGER PRIMARY KEY,
        sha256 TEXT NOT NULL,
        key TEXT NOT NULL,
        status TEXT NOT NULL,
        code TEXT NOT NULL,
        message TEXT NOT NULL,
        limits TEXT NOT NULL,
        pages INTEGER NOT NULL,
        unread INTEGER NOT NULL,
        kind TEXT NOT NULL,
        provider TEXT NOT NULL,
        customer TEXT NOT NULL,
        packed BLOB NOT NULL,
        UNIQUE (sha256, key)
    )""",
    """CREATE TABLE findings (
        result INTEGER NOT NULL REFERENCES results ON DELETE CASCADE,
        requirement TEXT NOT NULL,
        family TEXT NOT NULL,
        severity TEXT NOT NULL,
        found TEXT NOT NULL,
        verdict TEXT NOT NULL,
        message TEXT NOT NULL,
        page INTEGER,
        clause TEXT,
        PRIMARY KEY (result, requirement)
    ) WITHOUT ROWID""",
    # What of a content was not read, a line each as the report shows it. ``about`` is stable: "unread-pages",
    # "unread-part", "other-language", "terms-elsewhere", "left-out", "recognised-pages".
    """CREATE TABLE coverage (
        result INTEGER NOT NULL REFERENCES results ON DELETE CASCADE,
        about TEXT NOT NULL,
        label TEXT NOT NULL,
        words TEXT NOT NULL
    )""",
    "CREATE INDEX coverage_by_result ON coverage (result)",
    # ``day`` is "2027-03-31", or "" where ``reason`` says why it cannot be told. ``repeats`` counts months.
    """CREATE TABLE dates (
        result INTEGER NOT NULL REFERENCES results ON DELETE CASCADE,
        what TEXT NOT NULL,
        day TEXT NOT NULL,
        arithmetic TEXT NOT NULL,
        reason TEXT NOT NULL,
        page INTEGER,
        clause TEXT NOT NULL,
        quote TEXT NOT NULL,
        repeats INTEGER NOT NULL,
        PRIMARY KEY (result, what)
    ) WITHOUT ROWID""",
    # The gaps of a run's files that a person accepted: ``waiver`` is JSON. A row without a requirement holds sentences
    # on waivers that do nothing.
    """CREATE TABLE waivers (
        run INTEGER NOT NULL,
        path TEXT NOT NULL,
        requirement TEXT NOT NULL,
        waiver TEXT NOT NULL,
        PRIMARY KEY (run, path, requirement)
    ) WITHOUT ROWID""",
    # The hash that a file had when it had this stamp (size, times, number of the file on its disk). ``code`` and
    # ``message`` say why it is not what its name says, "" where it is.
    """CREATE TABLE stamps (
        location TEXT PRIMARY KEY,
        stamp TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        code TEXT NOT NULL,
        message TEXT NOT NULL
    ) WITHOUT ROWID""",
)
