"""The command ``reference``: parse, call, print, exit code."""

from __future__ import annotations

from pathlib import Path

import click

from contractcheck.commands.console import tell
from contractcheck.runtime import loading


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="OUT")
def reference(folder: Path) -> None:
    """Write the reference into the folder OUT: one page per rule and per playbook, in Markdown."""
    from contractcheck.reference.pages import current, write

    with loading():
        made = current()
    write(folder, made)
    tell(f"{len(made)} pages written to {folder}")
