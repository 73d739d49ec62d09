"""Renders reports: in a format of the table, or through a template of the user's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from contractcheck.model import Report, Severity
from contractcheck.report.data import SCHEMA
from contractcheck.report.formats import BY_NAME, PLAIN_WIDTH, TEXT_FORMATS, Extras
from contractcheck.report.illustrations import Illustrations
from contractcheck.report.lines import Lines
from contractcheck.report.templating import user_template


def render(
    reports: Report | Sequence[Report],
    format: str = "text",
    template: Path | str | None = None,
    *,
    width: int = PLAIN_WIDTH,
    colour: bool = False,
    art: Mapping[str, Illustrations] | None = None,
    lines: Mapping[str, Lines] | None = None,
    fail_on: str = Severity.HIGH.value,
    schema: int = SCHEMA,
    full: bool = False,
) -> str:
    """Return one report, or several as one document.

    Args:
        reports: one report, or several. JSON is an object for one report and an array for a sequence.
        format: one of ``TEXT_FORMATS``.
        template: a template file of the user's own, used in place of a format.
        width: columns of the text format.
        colour: whether the text format may hold colour for a terminal.
        art: pictures and words around the quotes for the HTML format, by the hash of the contract: see ``illustrate``.
        lines: the lines of text files for SARIF, by the hash of the contract: see ``lines_of``.
        fail_on: the severity from which a gap is a failure in JUnit, or "never".
        schema: the schema of JSON, 2 or 1.
        full: whether the text report shows all findings with sources and positions, or what needs a decision.

    Raises:
        TemplateError: the user's template does not parse, fails, or asks for what the sandbox forbids.
        ValueError: the format is not known.
    """
    several = [reports] if isinstance(reports, Report) else list(reports)
    if template is not None:
        return user_template(template)(several)
    if format not in TEXT_FORMATS:
        raise ValueError(f"the format is one of {', '.join(TEXT_FORMATS)}, not {format!r}")
    extras = Extras(
        array=not isinstance(reports, Report),
        width=width,
        colour=colour,
        art=art,
        lines=lines,
        fail_on=fail_on,
        schema=schema,
        full=full,
    )
    return cast(str, BY_NAME[format].render(several, extras))
