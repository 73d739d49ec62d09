"""Findings -> spans of the contract's ``Doc``, for whoever goes on working with its words."""

from __future__ import annotations

from collections.abc import Iterable

from contractcheck.contract import Contract
from contractcheck.model import Finding


def lay_findings(contract: Contract, findings: Iterable[Finding]) -> None:
    """Lay the evidence of the findings into ``contract.doc.spans["contractcheck"]``, in place of what was there."""
    from contractcheck.language.pipeline import lay

    lay(contract.doc, ((one.start, one.end, finding.requirement) for finding in findings for one in finding.evidence))
