"""A comparison as plain data, for other programs. ``schema-1.json`` beside this file describes it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from contractcheck.comparing.model import (
    ChangedClause,
    ChangedFinding,
    ChangedParty,
    ClauseChange,
    Comparison,
    FindingChange,
    Judged,
    Place,
)
from contractcheck.model import Assessed, Evidence, Report, Value

SCHEMA = 1


def schema_file() -> Path:
    """Return the JSON Schema (2020-12) of what ``contractcheck compare --format json`` prints."""
    return Path(__file__).with_name("schema-1.json")


def to_data(found: Comparison) -> dict[str, Any]:
    """Return a comparison as dicts, lists, strings and numbers, in the order that the schema names."""
    first = found.judged[0]
    clauses = Counter(item.change for item in found.clauses)
    findings = Counter(item.change for one in found.judged for item in one.findings)
    return {
        "contractcheck_compare_schema": SCHEMA,
        "status": "compared",
        "old": _draft(first.old),
        "new": _draft(first.new),
        "same_words": found.same_words,
        "shared_words": round(found.shared, 3),
        "playbooks": [_judged(one) for one in found.judged],
        "clauses": [_clause(item) for item in found.clauses],
        "parties": [_party(item) for item in found.parties],
        "summary": {
            "findings": {change.value: findings[change] for change in FindingChange},
            "clauses": {change.value: clauses[change] for change in ClauseChange},
            "new_gaps": len(found.new_gaps()),
        },
    }


def unreadable_data(old: Report, new: Report) -> dict[str, Any]:
    """Return what programs get where a draft could not be read: no counts, so that nobody takes it for no change."""
    return {
        "contractcheck_compare_schema": SCHEMA,
        "status": "unreadable",
        "old": _draft(old),
        "new": _draft(new),
        "same_words": None,
        "shared_words": None,
        "playbooks": [],
        "clauses": [],
        "parties": [],
        "summary": None,
    }


def _draft(report: Report) -> dict[str, Any]:
    contract = report.contract
    return {
        "path": contract.path,
        "name": contract.name,
        "sha256": contract.sha256,
        "pages": contract.pages,
        "unread_pages": list(contract.unread_pages),
        "error": {"code": report.error.code, "message": report.error.message} if report.error else None,
    }


def _judged(one: Judged) -> dict[str, Any]:
    return {
        "id": one.new.playbook,
        "version": one.new.playbook_version,
        "gaps_old": len(one.old.gaps()),
        "gaps_new": len(one.new.gaps()),
        "findings": [_finding(item) for item in one.findings],
    }


def _finding(item: ChangedFinding) -> dict[str, Any]:
    change = item.value
    return {
        "requirement": item.requirement,
        "title": item.row.title,
        "family": item.row.family,
        "severity": item.row.severity.value,
        "change": item.change.value,
        "old": _side(item.old, item.old_passage),
        "new": _side(item.new, item.new_passage),
        "value": {"old": _value(change.old), "new": _value(change.new), "direction": change.direction.value}
        if change
        else None,
    }


def _side(row: Assessed | None, passage: Evidence | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "verdict": row.verdict.value,
        "found": row.finding.found.value,
        "message": row.message,
        "evidence": _passage(passage) if row.finding.evidence else None,
        "nearest": _passage(passage) if not row.finding.evidence else None,
    }


def _passage(passage: Evidence | None) -> dict[str, Any] | None:
    if passage is None:
        return None
    return {
        "page": passage.page,
        "clause": passage.clause,
        "heading": passage.heading,
        "quote": passage.quote,
        "start": passage.start,
        "end": passage.end,
    }


def _value(value: Value | None) -> dict[str, Any] | None:
    if value is None:
        return None
    amount = value.amount
    if amount is not None and float(amount).is_integer():
        amount = int(amount)
    return {"amount": amount, "unit": value.unit, "text": value.text}


def _clause(item: ChangedClause) -> dict[str, Any]:
    return {
        "change": item.change.value,
        "old": _place(item.old),
        "new": _place(item.new),
        "requirements": list(item.requirements),
        "redline": [{"edit": piece.edit.value, "text": piece.text} for piece in item.redline],
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    return {"page": place.page, "clause": place.clause, "heading": place.heading} if place else None


def _party(item: ChangedParty) -> dict[str, Any]:
    return {
        "role": item.role.value,
        "old": {"name": item.old, "aliases": list(item.old_aliases)} if item.old else None,
        "new": {"name": item.new, "aliases": list(item.new_aliases)} if item.new else None,
    }
