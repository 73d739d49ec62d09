"""The heat map's data: each contract's verdicts as one short word, packed into the page for its script to draw."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from markupsafe import Markup

from contractcheck.audits import selections
from contractcheck.audits.ledger import Ledger, Run
from contractcheck.audits.reportpages import FOLDER, PageNames
from contractcheck.audits.tasks import About
from contractcheck.model import Severity, Verdict
from contractcheck.model.oneline import printable
from contractcheck.model.terms import term
from contractcheck.report.view import family_title

SCRIPT = Path(__file__).parent / "templates" / "portfolio.js"
# A letter for each pair of a verdict and a severity, in the order of the two closed sets: "a" is met and critical.
_FIRST = ord("a")
NOT_ASKED = "-"
# What could end the data's element or open another one, written as JSON allows it.
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def heat_data(ledger: Ledger, run: Run, about: About) -> Iterator[Markup]:
    """Yield the data as pieces of one JSON object.

    ``columns`` holds id, term of art and family of each requirement; ``rows`` holds path, page, kind, provider,
    customer, the gaps by severity (worst first), pages not read, all pages, and a letter a column, of each contract
    that was checked.
    """
    families = selections.families(ledger, run)
    columns = [[key, term(about.titles.get(key, key)), family_title(family)] for key, family in families.items()]
    head = {
        "verdicts": [verdict.value for verdict in Verdict],
        "words": [verdict.words for verdict in Verdict],
        "severities": [severity.value for severity in Severity],
        "columns": columns,
    }
    yield _safe(json.dumps(head)[:-1] + ',"rows":[')
    for number, row in enumerate(_rows(ledger, run, list(families))):
        yield _safe(("," if number else "") + json.dumps(row, separators=(",", ":")))
    yield _safe("]}")


def _rows(ledger: Ledger, run: Run, wanted: list[str]) -> Iterator[list[str | int]]:
    names = PageNames(ledger, run)
    verdicts = selections.verdicts(ledger, run)
    path, found = next(verdicts, ("", {}))
    for contract in selections.contracts(ledger, run):
        if not contract.checked:
            continue
        while path and path < contract.path:
            path, found = next(verdicts, ("", {}))
        own = found if path == contract.path else {}
        yield [
            *map(printable, (contract.path, f"{FOLDER}/{names.of(contract.path, contract.sha256)}", contract.kind)),
            *map(printable, (contract.provider, contract.customer)),
            *(contract.gaps.get(severity, 0) for severity in Severity),
            contract.unread,
            contract.pages,
            "".join(_letter(*own[key]) if key in own else NOT_ASKED for key in wanted),
        ]


def _letter(verdict: str, severity: str) -> str:
    return chr(
        _FIRST + list(Verdict).index(Verdict(verdict)) * len(Severity) + list(Severity).index(Severity(severity))
    )


def _safe(text: str) -> Markup:
    for letter, written in _UNSAFE.items():
        text = text.replace(letter, written)
    return Markup(text)  # noqa: S704  (nothing in it can end the element that holds it)
