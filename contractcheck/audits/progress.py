"""Shows how far an audit is: a bar with rate and time left on a terminal, plain lines elsewhere, or nothing."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from contractcheck.audits.audits import Progress

# Off a terminal a line comes no sooner than this after the one before, in seconds.
EVERY = 10.0

Show = Callable[[Progress], None]


@contextmanager
def shown_progress(quiet: bool) -> Iterator[Show | None]:
    """Yield what an audit calls after each result, or None where nothing is to be shown. All of it goes to stderr."""
    if quiet:
        yield None
    elif sys.stderr.isatty():
        with _bar() as show:
            yield show
    else:
        yield _lines()


@contextmanager
def _bar() -> Iterator[Show]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Task, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar
    from rich.text import Text

    class Rate(TextColumn):
        """Contracts a second."""

        def render(self, task: Task) -> Text:
            scanned = task.fields["scanned"]
            pages = f", {scanned} scanned pages read" if scanned else ""
            return Text(f"{task.speed:.1f} a second{pages}" if task.speed else "")

    columns = (TextColumn("checking"), BarColumn(), MofNCompleteColumn(), Rate(""), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("checking", total=None, scanned=0)

        def show(at: Progress) -> None:
            # What was known before took no time: it must not raise the rate.
            bar.update(task, total=at.wanted - at.known, completed=at.done - at.known, scanned=at.scanned)

        yield show


def _lines() -> Show:
    started = last = time.monotonic()

    def show(at: Progress) -> None:
        nonlocal last, started
        now = time.monotonic()
        if at.done == at.known:
            started = last = now
            if at.known and at.known < at.wanted:
                click.echo(f"contractcheck: {at.known} of {at.wanted} known from before", err=True)
            return
        if now - last < EVERY and at.done < at.wanted:
            return
        last = now
        rate = (at.done - at.known) / max(now - started, 1e-6)
        left = (at.wanted - at.done) / rate
        pages = f", {at.scanned} scanned pages read" if at.scanned else ""
        click.echo(f"contractcheck: {at.done} of {at.wanted}, {rate:.1f} a second{pages}, {_time(left)} left", err=True)

    return show


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"
