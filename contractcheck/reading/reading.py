"""The way from a file to a ``Document``.

``read_source`` takes an open file, ``read`` a path, ``read_bytes`` bytes (standard input). All raise
``UnreadableError`` and nothing else. Its message is one line that begins with the file's name; its code is one of:
missing, folder, denied, empty, too-large, unknown-kind, broken-pdf, broken-docx, broken-image, broken-mail, locked,
wrong-password, no-text, too-deep, attachments-unread, not-english.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from contractcheck.model import Document
from contractcheck.reading.options import AS_IT_IS, ReadOptions
from contractcheck.reading.readers import reader_of
from contractcheck.reading.source import STDIN, Source, open_source


def read(path: str | Path, data: bytes | None = None, reading: ReadOptions = AS_IT_IS) -> Document:
    """Read the contract at ``path``, or ``data`` as if it were the content of that path.

    Returns the document with its text, verbatim, and its pages. Pages without text are there, marked as not read.
    Raises UnreadableError where there is nothing to check.
    """
    return read_source(open_source(path, data, reading), reading)


def read_bytes(data: bytes, path: str = STDIN, reading: ReadOptions = AS_IT_IS) -> Document:
    """Read a contract from bytes. ``path`` is only a name for the report; "-" stands for standard input."""
    return read(path, data, reading)


def read_string(text: str, name: str) -> Document:
    """Read a text that is in memory: nothing is decoded, and no other kind of file is looked for in it.

    Raises UnreadableError where it holds no words, or is not English.
    """
    from contractcheck.reading.languages.language import with_languages
    from contractcheck.reading.text import text as plain

    return with_languages(plain.read_string(text, name))


def read_source(source: Source, reading: ReadOptions = AS_IT_IS) -> Document:
    """Read a file that was opened. Raises UnreadableError where there is nothing to check."""
    from contractcheck.reading.languages.language import with_languages

    if source.was_locked:
        # What a password protects must not lie open in a folder of recognised pages.
        reading = replace(reading, ocr_cache=None)
    document = reader_of(source.plain).read(source, reading, read_bytes)
    return with_languages(replace(document, sha256=source.sha256))
