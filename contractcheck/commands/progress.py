"""Shows the file and the scanned page at work, and asks for passwords. Both only where a person is looking."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from contractcheck.reading.options import ReadOptions

if TYPE_CHECKING:
    from rich.status import Status

    from contractcheck.isolation.remote import Shown

# How often a person is asked for the password of one file.
TRIES = 3


class Progress:
    """What is at work now, on stderr. Without a ``status`` nothing is shown."""

    def __init__(self, total: int, status: Status | None = None) -> None:
        self._total = total
        self._status = status
        self._done = 0
        self._at = ""
        self._typed: list[str] = []
        self._left: list[str] = []
        self._asked = 0

    def step(self, file: str) -> None:
        """Say which file is read now."""
        from contractcheck.model.oneline import one_line

        self._done += 1
        count = f"{self._done} of {self._total}: " if self._total > 1 else ""
        self._at = count + one_line(Path(file).name)
        self._show(self._at)

    def page(self, done: int, total: int) -> None:
        """Say how many scanned pages are read: they take seconds each."""
        self._show(f"{self._at}: scanned page {min(done + 1, total)} of {total}")

    def ask(self, name: str, again: bool) -> str | None:
        """Ask for the password of a file, without showing it. What was typed for earlier files is tried first."""
        if not again:
            self._left, self._asked = list(self._typed), 0
        if self._left:
            return self._left.pop()
        if self._asked >= TRIES or not _is_person():
            return None
        self._asked += 1
        if self._status is not None:
            self._status.stop()
        try:
            words = f"Password for {name}" if self._asked == 1 else "That password does not open the file. Password"
            typed: str = click.prompt(words, default="", hide_input=True, show_default=False, err=True)
        except click.Abort:
            raise KeyboardInterrupt from None
        finally:
            if self._status is not None:
                self._status.start()
        if not typed:
            return None
        self._typed.append(typed)
        return typed

    def _show(self, words: str) -> None:
        if self._status is not None:
            from rich.text import Text

            self._status.update(Text(words))


def reading_on(reading: ReadOptions, shown: Shown) -> ReadOptions:
    """Return the same way of reading, shown there."""
    return replace(reading, on_page=shown.page, ask=shown.ask)


@contextmanager
def progress(total: int, quiet: bool = False) -> Iterator[Progress]:
    """Yield what shows the work on ``total`` files: on stderr, and only where a person is looking."""
    if quiet or not sys.stderr.isatty():
        yield Progress(total)
        return
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status(Text("reading")) as status:
        yield Progress(total, status)


def _is_person() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()
