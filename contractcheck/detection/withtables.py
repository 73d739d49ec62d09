"""(What the sentences say, what the tables say) -> what the contract says."""

from __future__ import annotations

from dataclasses import replace

from contractcheck.detection.tabled import RowsRead
from contractcheck.model import Finding, Found


def with_rows(finding: Finding, rows: RowsRead, *, contrary_first: bool) -> Finding:
    """Add the rows of tables to a finding made from sentences alone.

    A value that a sentence states stays; otherwise the table gives it, and its rows stand first. A softened sentence
    keeps the whole soft. A denial outweighs a table only where the rule says so.
    """
    if finding.found is Found.CONTRARY and contrary_first:
        return finding
    value = rows.reading.value if rows.reading is not None else None
    notes = rows.reading.notes if rows.reading is not None else ()
    if rows.doubt:
        if finding.found is Found.YES:
            return finding
        return Finding(finding.requirement, Found.UNSURE, evidence=rows.evidence, notes=(rows.doubt,))
    if finding.found is not Found.YES:
        return Finding(finding.requirement, Found.YES, value=value, soft=rows.soft, evidence=rows.evidence, notes=notes)
    if finding.value is not None and finding.value.amount is not None:
        return replace(finding, evidence=finding.evidence + rows.evidence)
    return replace(
        finding, value=value or finding.value, evidence=rows.evidence + finding.evidence, notes=notes + finding.notes
    )
