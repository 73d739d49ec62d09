"""How files are to be read: what a user can ask for, whatever the kind of file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from contractcheck.model import Document


class Revisions(StrEnum):
    """Which state of a document with tracked changes is read.

    ``BOTH`` asks a command for two reports. A reader that is given it reads the final state.
    """

    FINAL = "final"
    ORIGINAL = "original"
    BOTH = "both"


class Engine(StrEnum):
    """What recognises the text of scanned pages."""

    AUTO = "auto"
    NONE = "none"
    TESSERACT = "tesseract"
    RAPIDOCR = "rapidocr"


def _silent(done: int, total: int) -> None:
    """Show nothing."""


def _nobody(name: str, again: bool) -> str | None:
    """Give no password: nobody is there to be asked."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read. Passwords are never printed, logged or written to a report.

    ``passwords`` are all tried on each locked file. Where none opens it, ``ask`` is called with the name of the file,
    and whether it was asked for the same file before; it returns a password, or None to give up.
    ``ocr_cache`` is a folder for recognised pages, by content; None keeps nothing. ``on_page`` is called with the
    number of scanned pages done and the number of all of them. ``inside`` counts the messages that a file came in, one
    in the other: readers set it.
    """

    passwords: tuple[str, ...] = field(default=(), repr=False)
    ask: Callable[[str, bool], str | None] = field(default=_nobody, repr=False)
    revisions: Revisions = Revisions.FINAL
    ocr: Engine = Engine.AUTO
    ocr_cache: Path | None = None
    on_page: Callable[[int, int], None] = _silent
    inside: int = 0


AS_IT_IS = ReadOptions()

Nested = Callable[[bytes, str, ReadOptions], Document]
"""What reads a file inside a file, such as an attachment of a message."""
