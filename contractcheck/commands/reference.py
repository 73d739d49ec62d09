"""The command ``reference``: parse, call, print, exit code."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="OUT")
def reference(folder: Path) -> None:
    """Write the reference into the folder OUT: one page a rule and one a playbook, in Markdown."""
    from contractcheck.reference.pages import current, write

    made = current()
    write(folder, made)
    click.echo(f"contractcheck: {len(made)} pages written to {folder}", err=True)
