"""Reports that are files of an office program, not text: a name for each, and what makes its bytes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from contractcheck.model import Report

# Formats that need a file to be written to.
FILE_FORMATS = ("docx", "xlsx")


def render_file(reports: Sequence[Report], format: str, template: Path | None = None) -> bytes:
    """Return reports as the bytes of a file. ``format`` is one of ``FILE_FORMATS``, else ValueError is raised.

    ``template`` is a Word file of the user's own, for ``docx`` alone. Raises TemplateError where it cannot be used.
    """
    if format == "docx":
        from contractcheck.report.memo import memo

        return memo(reports, template)
    if format == "xlsx":
        from contractcheck.report.workbook import workbook

        return workbook(reports)
    raise ValueError(f"the format is one of {', '.join(FILE_FORMATS)}, not {format!r}")
