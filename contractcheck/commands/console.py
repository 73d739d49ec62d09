"""Where commands print: standard output as wide as the window allows, and lines to the user on stderr.

What is heavy is imported when it is needed, so that ``--help`` answers at once.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from contractcheck.model.oneline import one_line

if TYPE_CHECKING:
    from contractcheck.report.terminal import Terminal

# Lines longer than this are hard to read, however wide the window is.
_WIDEST = 100


def out() -> Terminal:
    """Return what lays out text for standard output."""
    from contractcheck.report.terminal import Terminal

    return Terminal(*terminal())


def terminal() -> tuple[int, bool]:
    """Return the columns to fill and whether colour may be used: 80 and no, unless stdout is a terminal."""
    if not sys.stdout.isatty():
        return 80, False
    from rich.console import Console

    console = Console()
    return min(console.width, _WIDEST), console.color_system is not None and not console.no_color


def tell(line: str) -> None:
    """Print one line on stderr, with the program's name before it."""
    click.echo(f"contractcheck: {one_line(line)}", err=True)
