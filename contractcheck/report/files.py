"""Reports that are files of an office program, not text: a name for each, and what makes its bytes."""

from __future__ import annotations

from collections.abc import Sequence

from contractcheck.model import Report

# Formats that need a file to be written to.
FILE_FORMATS = ("xlsx",)


def render_file(reports: Sequence[Report], format: str) -> bytes:
    """Return reports as the bytes of a file. ``format`` is one of ``FILE_FORMATS``, else ValueError is raised."""
    if format == "xlsx":
        from contractcheck.report.workbook import workbook

        return workbook(reports)
    raise ValueError(f"the format is one of {', '.join(FILE_FORMATS)}, not {format!r}")
