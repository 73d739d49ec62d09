"""Putting finished reports where they were asked for, each in its format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from contractcheck.commands.console import terminal
from contractcheck.commands.formats import Target
from contractcheck.commands.writing import write, write_bytes
from contractcheck.model import Report

if TYPE_CHECKING:
    from contractcheck.report.lines import Lines


@dataclass(frozen=True)
class Made:
    """The reports of a run, and what some formats need besides.

    ``template`` renders them through a template of the user's own, in place of a format. ``art`` are the pictures of an
    HTML report, ``lines`` the lines of text files, ``fail_on`` the severity from which a gap is a failure, and
    ``letterhead`` the user's Word file for a memo.
    """

    reports: Sequence[Report]
    template: Callable[[Sequence[Report]], str] | None
    art: Any
    lines: dict[str, Lines] | None
    fail_on: str
    letterhead: Path | None = None


def put(made: Made, target: Target, quiet: bool) -> None:
    """Write the reports to one target. Raises ContractcheckError where it cannot be written."""
    from contractcheck.report.files import FILE_FORMATS, render_file

    if target.format in FILE_FORMATS and target.path is not None and not made.template:
        write_bytes(render_file(made.reports, target.format, made.letterhead), target.path)
    else:
        write(_text(made, target), target.path, json=target.format == "json" and not made.template)
    if target.path and not quiet:
        click.echo(f"contractcheck: report written to {target.path}", err=True)


def _text(made: Made, target: Target) -> str:
    from contractcheck.report import render

    if made.template:
        return made.template(made.reports)
    width, colour = terminal() if target.path is None else (80, False)
    return render(
        made.reports if len(made.reports) > 1 else made.reports[0],
        target.format,
        width=width,
        colour=colour,
        art=made.art,
        lines=made.lines,
        fail_on=made.fail_on,
    )
