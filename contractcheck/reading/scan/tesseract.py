"""Tesseract: the program on this machine, called for one page at a time.

Its table output is described in its manual page, tesseract(1), under "tsv".
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from functools import cache
from typing import TYPE_CHECKING

from contractcheck.reading.scan.gutters import regions
from contractcheck.reading.scan.words import EngineError, Word

if TYPE_CHECKING:
    from PIL.Image import Image

LANGUAGE = "eng"
# Seconds. A dense page takes three on a quiet machine; more than this is an image made to keep the program busy. An
# audit gives a document 60 s without a sign of life.
PAGE_LIMIT = 50.0
# Seconds for a question such as which version it is.
ASK_LIMIT = 10.0
# A page is one block of text. Where the program looks for blocks itself (mode 3) it loses lines between them, and
# letters within them; the order of columns is found in ``layout`` instead.
LAYOUT = "6"
# A word of the table, and the column of its confidence.
_WORD_ROW, _COLUMNS = "5", 12
_VERSION = re.compile(r"tesseract\s+v?(\S+)")


class Tesseract:
    """The program ``tesseract`` with its English data."""

    dpi = 300
    poor = 0.78
    doubtful = 0.86

    def __init__(self, program: str, release: str) -> None:
        self.release = release
        self._program = program

    def words(self, image: Image) -> tuple[Word, ...]:
        """Recognise an upright grey image, column by column."""
        found: list[Word] = []
        for left, top, right, bottom in regions(image):
            part = image.crop((left, top, right, bottom))
            found.extend(_words(self._run(part), left, top, found[-1].line + 1 if found else 0))
        return tuple(found)

    def _run(self, image: Image) -> str:
        page = io.BytesIO()
        image.save(page, "PPM")
        command = [self._program, "-", "-", "-l", LANGUAGE, "--psm", LAYOUT, "--dpi", str(self.dpi), "tsv"]
        try:
            done = subprocess.run(  # noqa: S603  (the words of the command are our own)
                command, input=page.getvalue(), capture_output=True, timeout=PAGE_LIMIT, env=_environment(), check=False
            )
        except subprocess.TimeoutExpired:
            raise EngineError(f"reading it took longer than {PAGE_LIMIT:g} s") from None
        except OSError as error:
            raise EngineError(f"tesseract did not start ({error.strerror})") from None
        if done.returncode:
            raise EngineError(f"tesseract failed on it (exit code {done.returncode})")
        return done.stdout.decode("utf-8", "replace")


@cache
def tesseract() -> Tesseract | None:
    """Return the program, or None where it or its English data is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    version = _VERSION.search(_ask(program, "--version"))
    if version is None or LANGUAGE not in _ask(program, "--list-langs").split():
        return None
    return Tesseract(program, f"tesseract {version[1]}")


def _ask(program: str, question: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603
            [program, question],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=ASK_LIMIT,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace")


def _environment() -> dict[str, str]:
    # Threads make one page a little faster and many pages at once much slower.
    return os.environ | {"OMP_THREAD_LIMIT": "1"}


def _words(table: str, x: int, y: int, first: int) -> list[Word]:
    """Read the table of a region that begins at ``x`` and ``y``. Its lines are counted from ``first``."""
    found: list[Word] = []
    lines: dict[tuple[str, ...], int] = {}
    for row in table.splitlines():
        cells = row.split("\t", _COLUMNS - 1)
        if len(cells) < _COLUMNS or cells[0] != _WORD_ROW or not cells[-1].strip():
            continue
        left, top, width, height = (float(cell) for cell in cells[6:10])
        sure = max(0.0, min(1.0, float(cells[10]) / 100))
        line = lines.setdefault(tuple(cells[1:5]), first + len(lines))
        left, top = left + x, top + y
        found.append(Word(cells[-1].strip(), sure, left, top, left + width, top + height, line))
    return found
