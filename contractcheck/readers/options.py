"""How files are to be read: what a user can ask for, whatever the kind of file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Revisions(StrEnum):
    """Which state of a document with tracked changes is read."""

    FINAL = "final"
    ORIGINAL = "original"


class Engine(StrEnum):
    """What recognises the text of scanned pages."""

    AUTO = "auto"
    NONE = "none"
    TESSERACT = "tesseract"
    RAPIDOCR = "rapidocr"


def _silent(done: int, total: int) -> None:
    """Show nothing."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read. The password is never printed, logged or written to a report.

    ``ocr_cache`` is a folder for recognised pages, by content; None keeps nothing. ``on_page`` is called with the
    number of scanned pages done and the number of all of them.
    """

    password: str | None = field(default=None, repr=False)
    revisions: Revisions = Revisions.FINAL
    ocr: Engine = Engine.AUTO
    ocr_cache: Path | None = None
    on_page: Callable[[int, int], None] = _silent


AS_IT_IS = Reading()
