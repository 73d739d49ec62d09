"""The block ``coverage`` of schema 2: to plain data, and back from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contractcheck.model import (
    ContractFacts,
    Coverage,
    LeftOut,
    LeftOutKind,
    OtherLanguage,
    TermsElsewhere,
    UnreadPage,
    UnreadPart,
)
from contractcheck.report.coverage import other_notes


def coverage_data(facts: ContractFacts) -> dict[str, Any]:
    """Return what was read and what was not as dicts, lists, strings and numbers."""
    coverage, notes = facts.coverage, other_notes(facts)
    return {
        "complete": coverage.complete,
        "pages": {
            "total": coverage.pages,
            "recognised": list(coverage.recognised),
            "unread": [{"page": page.number, "why": page.why} for page in coverage.unread],
        },
        "parts": [{"name": part.name, "why": part.why} for part in coverage.parts],
        "terms": [
            {
                "name": one.name,
                "holds": "any term" if one.whole else "its own matter",
                "page": one.page,
                "clause": one.clause,
                "start": one.start,
                "end": one.end,
            }
            for one in coverage.terms
        ],
        "languages": [{"language": one.language, "words": one.words, "twin": one.twin} for one in coverage.languages],
        "left_out": [_left_out(row) for row in coverage.left_out],
        # Most contracts need no note: their readers get what they always got.
        **({"notes": list(notes)} if notes else {}),
    }


def _left_out(row: LeftOut) -> dict[str, Any]:
    place = {"start": row.start, "end": row.end} if row.start >= 0 else {}
    return {"kind": row.kind.value, "page": row.page, "text": row.text, **place}


def coverage_from(data: Mapping[str, Any]) -> Coverage:
    """Return the coverage that became ``data``."""
    pages = data["pages"]
    return Coverage(
        pages=pages["total"],
        recognised=tuple(pages["recognised"]),
        unread=tuple(UnreadPage(page["page"], page["why"]) for page in pages["unread"]),
        parts=tuple(UnreadPart(part["name"], part["why"]) for part in data["parts"]),
        terms=tuple(
            TermsElsewhere(
                one["name"], one["holds"] == "any term", one["page"], one["clause"], one["start"], one["end"]
            )
            for one in data["terms"]
        ),
        languages=tuple(OtherLanguage(one["language"], one["words"], one["twin"]) for one in data["languages"]),
        left_out=tuple(
            LeftOut(LeftOutKind(row["kind"]), row["page"], row["text"], row.get("start", -1), row.get("end", -1))
            for row in data["left_out"]
        ),
    )
