"""Renders the finished reports of a run in each format that was asked for, and writes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from contractcheck.commands.console import tell, terminal
from contractcheck.commands.targets import Target
from contractcheck.commands.writing import write
from contractcheck.model import Report
from contractcheck.report.formats import Extras

Template = Callable[[Sequence[Report]], str]
"""What renders reports through a template of the user's own, in place of a format."""


@dataclass(frozen=True, slots=True)
class RenderedReports:
    """All reports of a run in one format, ready to be written to its target."""

    target: Target
    content: str | bytes
    unencodable: str


def render_reports(
    reports: Sequence[Report], targets: Sequence[Target], extras: Extras, template: Template | None = None
) -> list[RenderedReports]:
    """Render the reports for each target, so that nothing is written where one of them fails.

    Raises:
        TemplateError: the user's template fails.
    """
    rendered = []
    for target in targets:
        if template:
            rendered.append(RenderedReports(target, template(reports), "replace"))
            continue
        width, colour = (extras.width, extras.colour) if target.path else terminal()
        with_width = replace(extras, array=len(reports) > 1, width=width, colour=colour)
        rendered.append(RenderedReports(target, target.format.render(reports, with_width), target.format.unencodable))
    return rendered


def write_reports(rendered: Sequence[RenderedReports], *, quiet: bool) -> None:
    """Write each to its target. Raises ContractcheckError where one cannot be written."""
    for one in rendered:
        write(one.content, one.target.path, unencodable=one.unencodable)
        if one.target.path and not quiet:
            tell(f"report written to {one.target.path}")
