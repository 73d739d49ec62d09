"""Cuts a contract into clauses: number, heading, own text, place in the hierarchy, and part of the document.

Works on the cleaned lines only. Every line belongs to exactly one clause; the clauses stand in text order.
"""

from __future__ import annotations

from contractcheck.model import Clause, ClauseKind, Cleaned, Document, Outline
from contractcheck.structure.cutting import Cutter
from contractcheck.structure.definitions import find_attachments, find_terms, in_definitions, is_definition
from contractcheck.structure.headings import is_title
from contractcheck.structure.lifting import lift
from contractcheck.structure.starts import Start
from contractcheck.structure.textlines import TextLine, text_lines

# A heading is found again in the text by its first letters; further on a line end may part it.
_FIND = 12


def outline(document: Document, cleaned: Cleaned, plain: str) -> Outline:
    """Return the structure of ``document``: clauses in order, defined terms, and the attachments it names.

    Never raises: text without any structure becomes one clause without number.
    """
    rows = text_lines(document, cleaned, plain)
    starts = Cutter(rows).build() if rows else []
    lift(starts)
    if cleaned.lines and not starts:
        first, end = cleaned.lines[0], cleaned.lines[-1].end
        whole = Clause("", "", "", 0, first.start, first.start, end, first.page, ClauseKind.PREAMBLE)
        return Outline((whole,), {}, ())
    if starts:
        starts[0].at = cleaned.lines[0].start
    clauses = _close(starts, rows, document.text, plain, cleaned.lines[-1].end if starts else 0)
    return Outline(clauses, find_terms(plain, clauses), find_attachments(plain, clauses))


def _is_item(start: Start) -> bool:
    """Tell whether what reads as a heading is all that an item says ("(a) firewalls"): then it is its text."""
    return start.entry is not None and (
        start.entry.number.style not in ("dec", "article", "I.", "A.") or not is_title(start.heading)
    )


def _close(starts: list[Start], rows: list[TextLine], text: str, plain: str, last: int) -> tuple[Clause, ...]:
    """Give every start its end, its page and its final kind."""
    clauses: list[Clause] = []
    if not starts:
        return ()
    pages = [(row.start, row.page) for row in rows]
    cursor = 0
    kinds: list[ClauseKind] = []
    for index, start in enumerate(starts):
        limit = starts[index + 1].at if index + 1 < len(starts) else last
        end = start.at + len(text[start.at : limit].rstrip())
        while cursor + 1 < len(pages) and pages[cursor + 1][0] <= start.at:
            cursor += 1
        body = min(max(start.body, start.at), end)
        childless = index + 1 >= len(starts) or starts[index + 1].parent != index
        if body >= end and start.heading and childless and _is_item(start):
            body = start.at + max(plain[start.at : end].find(start.heading[:_FIND]), 0)
        kind = start.kind
        if kind in (ClauseKind.BODY, ClauseKind.ANNEX):
            above = kinds[start.parent] if start.parent >= 0 else None
            if in_definitions(start.heading, plain[body:end], above is ClauseKind.DEFINITION):
                kind = ClauseKind.DEFINITION
            elif above is ClauseKind.DEFINITION and not start.heading:
                # The items of one definition belong to it.
                own = clauses[start.parent]
                if is_definition(plain[own.body : own.end]):
                    kind = ClauseKind.DEFINITION
        kinds.append(kind)
        clauses.append(
            Clause(
                start.number,
                start.path,
                start.heading,
                start.level,
                start.at,
                body,
                max(end, start.at),
                pages[cursor][1],
                kind,
                start.parent,
            )
        )
    return tuple(clauses)
