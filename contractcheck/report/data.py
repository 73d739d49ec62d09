"""A report as plain data for other programs: schema 2, or schema 1 for those that ask for it.

``schema-1.json`` and ``schema-2.json`` beside this file describe them. Schema 2 says what was read and what was not
(``coverage``), and has a status for what is not a contract.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from contractcheck.model import Assessed, Evidence, Report, Severity, Status, Value, Verdict, Waiver
from contractcheck.report.coveragedata import coverage_data

OLD, SCHEMA = 1, 2
SCHEMAS = (OLD, SCHEMA)
_NOT_IN_OLD = frozenset({"found_by", "near"})


def to_data(report: Report, schema: int = SCHEMA) -> dict[str, Any]:
    """Return a report as dicts, lists, strings and numbers, in the order that the schema names.

    ``schema`` is 2, or 1 for readers that know no other. Raises ValueError where there is no such schema.

    Amounts are in the unit beside them, pages count from 1, ``start`` and ``end`` are characters of the text that was
    read. Nothing depends on the time or the machine: the same file under the same rules yields the same data.
    """
    contract = report.contract
    data = {
        "contractcheck_schema": SCHEMA,
        "contract": {
            "path": contract.path,
            "name": contract.name,
            "sha256": contract.sha256,
            "pages": contract.pages,
            "unread_pages": list(contract.unread_pages),
            "kind": contract.kind,
            "parties": {"provider": contract.provider or None, "customer": contract.customer or None},
            **({"files": [asdict(file) for file in contract.files]} if contract.files else {}),
        },
        "coverage": coverage_data(contract) if report.status is Status.CHECKED else None,
        "playbook": {"id": report.playbook, "version": report.playbook_version},
        "status": report.status.value,
        "error": {"code": report.error.code, "message": report.error.message} if report.error else None,
        "findings": [_finding(item) for item in report.shown],
        "summary": _summary(report),
    }
    # Keys for what only some reports hold are left out of the others: their readers get what they always got.
    data |= {"selection": report.selection} if report.selection else {}
    data |= {"waiver_notes": list(report.waiver_notes)} if report.waiver_notes else {}
    return in_schema(data, schema)


def in_schema(data: dict[str, Any], schema: int) -> dict[str, Any]:
    """Return data of schema 2 in the schema that is asked for: as they are, or as schema 1 has them."""
    if schema not in SCHEMAS:
        raise ValueError(f"there is no schema {schema}: choose one of {', '.join(map(str, SCHEMAS))}")
    if schema == SCHEMA:
        return data
    old = {key: value for key, value in data.items() if key != "coverage"}
    old["findings"] = [
        {key: value for key, value in finding.items() if key not in _NOT_IN_OLD} for finding in data["findings"]
    ]
    status = old["status"]
    # Schema 1 knows no other word for what was not checked.
    return old | {
        "contractcheck_schema": OLD,
        "status": status if status == Status.CHECKED.value else Status.UNREADABLE.value,
    }


def _finding(item: Assessed) -> dict[str, Any]:
    finding = item.finding
    data = {
        "requirement": finding.requirement,
        "family": item.family,
        "severity": item.severity.value,
        "found": finding.found.value,
        "found_by": finding.by.value,
        "verdict": item.verdict.value,
        "side": finding.side.value,
        "value": _value(finding.value) if finding.value else None,
        "evidence": [_evidence(passage) for passage in finding.evidence],
        "nearest": _evidence(finding.nearest) if finding.nearest else None,
        "near": [_evidence(passage) for passage in finding.near],
        "message": item.message,
        "suggestion": item.suggestion,
        "sources": list(item.sources),
    }
    return data | ({"waiver": waiver_data(item.waiver)} if item.waiver else {})


def waiver_data(waiver: Waiver) -> dict[str, str]:
    """Return why a gap was accepted, by whom ("" where it is not said) and until when ("" for ever)."""
    return {
        "reason": waiver.reason,
        "who": waiver.who,
        "until": waiver.until.isoformat() if waiver.until else "",
    }


def _value(value: Value) -> dict[str, Any]:
    amount = value.amount
    if amount is not None and float(amount).is_integer():
        amount = int(amount)  # 30, not 30.0: most amounts are counts of days
    return {"amount": amount, "unit": value.unit, "text": value.text}


def _evidence(passage: Evidence) -> dict[str, Any]:
    data: dict[str, Any] = {
        "page": passage.page,
        "clause": passage.clause,
        "heading": passage.heading,
        "quote": passage.quote,
        "start": passage.start,
        "end": passage.end,
    }
    # These are there only where they say something: of a plain PDF a reader gets what it always got.
    more = {"file": passage.file, "paragraph": passage.paragraph, "row": passage.row, "column": passage.column}
    data |= {key: value for key, value in more.items() if value}
    if passage.ocr is not None:
        data["ocr_confidence"] = round(passage.ocr, 2)
    return data


def _summary(report: Report) -> dict[str, Any]:
    """Count. A file that was not checked has no counts: nulls, so that no program takes them for a clean contract."""
    if report.status is not Status.CHECKED:
        return {"requirements": 0, "gaps": None, "gaps_by_severity": None, "verdicts": None, "families": None}
    gaps = Counter(item.severity for item in report.gaps())
    families = dict.fromkeys(item.family for item in report.assessed)
    waived = len(report.waived())
    return {
        "requirements": len(report.assessed),
        "gaps": gaps.total(),
        **({"waived": waived} if waived else {}),
        "gaps_by_severity": {severity.value: gaps[severity] for severity in Severity},
        "verdicts": _verdicts(report.assessed),
        "families": {
            family: _verdicts(item for item in report.assessed if item.family == family) for family in families
        },
    }


def _verdicts(items: Iterable[Assessed]) -> dict[str, int]:
    counts = Counter(item.verdict for item in items)
    return {verdict.value: counts[verdict] for verdict in Verdict}
