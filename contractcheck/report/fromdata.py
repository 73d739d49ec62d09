"""Schema 2 read back as a report: what ``to_data`` wrote, for showing it once more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from contractcheck.model import (
    Assessed,
    ContractFacts,
    Coverage,
    Evidence,
    Failure,
    Finding,
    Found,
    FoundBy,
    Report,
    Severity,
    Side,
    Status,
    Value,
    Verdict,
    Waiver,
)
from contractcheck.report.coveragedata import coverage_from


def from_data(
    data: Mapping[str, Any],
    *,
    title: str = "",
    titles: Mapping[str, str] | None = None,
    whys: Mapping[str, str] | None = None,
) -> Report:
    """Return the report that became ``data``.

    The schema holds no titles and no reasons: ``title`` is that of the playbook, ``titles`` and ``whys`` are those of
    the requirements. What the schema does not keep (thresholds, notes of findings, the other positions) is empty.

    Raises:
        KeyError, ValueError: ``data`` is not of schema 2.
    """
    contract, error = data["contract"], data["error"]
    return Report(
        contract=ContractFacts(
            path=contract["path"],
            name=contract["name"],
            sha256=contract["sha256"],
            pages=contract["pages"],
            unread_pages=tuple(contract["unread_pages"]),
            kind=contract["kind"],
            provider=contract["parties"]["provider"] or "",
            customer=contract["parties"]["customer"] or "",
            parties_reason="",
            coverage=coverage_from(data["coverage"]) if data["coverage"] else Coverage(),
            notes=tuple(data["coverage"].get("notes", ())) if data["coverage"] else (),
        ),
        playbook=data["playbook"]["id"],
        playbook_version=data["playbook"]["version"],
        playbook_title=title,
        status=Status(data["status"]),
        error=Failure(error["code"], error["message"]) if error else None,
        assessed=tuple(_assessed(item, titles or {}, whys or {}) for item in data["findings"]),
        waiver_notes=tuple(data.get("waiver_notes", ())),
    )


def _assessed(item: Mapping[str, Any], titles: Mapping[str, str], whys: Mapping[str, str]) -> Assessed:
    requirement, value = item["requirement"], item["value"]
    return Assessed(
        finding=Finding(
            requirement=requirement,
            found=Found(item["found"]),
            side=Side(item["side"]),
            value=Value(value["amount"], value["unit"], value["text"]) if value else None,
            evidence=tuple(_evidence(passage) for passage in item["evidence"]),
            near=tuple(_evidence(passage) for passage in item.get("near", filter(None, [item["nearest"]]))),
            by=FoundBy(item.get("found_by", FoundBy.RULES)),
        ),
        title=titles.get(requirement, requirement),
        family=item["family"],
        severity=Severity(item["severity"]),
        verdict=Verdict(item["verdict"]),
        message=item["message"],
        why=whys.get(requirement, ""),
        suggestion=item["suggestion"],
        sources=tuple(item["sources"]),
        waiver=_waiver(requirement, item["waiver"]) if "waiver" in item else None,
    )


def _waiver(requirement: str, waiver: Mapping[str, str]) -> Waiver:
    until = date.fromisoformat(waiver["until"]) if waiver["until"] else None
    return Waiver(requirement, waiver["reason"], waiver["who"], until)


def _evidence(passage: Mapping[str, Any]) -> Evidence:
    return Evidence(
        page=passage["page"],
        clause=passage["clause"],
        heading=passage["heading"],
        quote=passage["quote"],
        start=passage["start"],
        end=passage["end"],
        file=passage.get("file", ""),
        paragraph=passage.get("paragraph"),
        row=passage.get("row", ""),
        column=passage.get("column", ""),
        ocr=passage.get("ocr_confidence"),
    )
