"""Runs the examples inside the rules: the proof that a rule says what it should."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from contractcheck.contract import Contract
from contractcheck.detection.detect import Detector
from contractcheck.detection.standardterms import NamedTerms
from contractcheck.detection.values import INDEFINITE
from contractcheck.model import (
    Cell,
    Clause,
    ClauseKind,
    Cleaned,
    Document,
    Finding,
    Found,
    Line,
    Outline,
    Page,
    Parties,
    Table,
)
from contractcheck.rulebook.forms import Example, Rule
from contractcheck.rulebook.rules import RuleSet

NO_PARTIES = Parties((), None, None, "an example names roles, not parties")


@dataclass(frozen=True)
class ExampleResult:
    """One example and what came out. ``ok`` is what should be: for a known miss that is a failure."""

    rule: str
    line: int
    text: str
    expected: str
    got: str
    ok: bool
    known_miss: bool


def run_examples(rules: RuleSet, chosen: Container[str] | None = None) -> tuple[ExampleResult, ...]:
    """Run every example of every rule, and every suggested wording, which must itself be found.

    ``chosen``: ids of the rules whose examples are run, beside all rules. None means all.
    """
    detector = Detector(rules)
    results = []
    for rule in rules.rules:
        if chosen is not None and rule.id not in chosen:
            continue
        file = rules.files[rule.id]
        for index, example in enumerate(rule.examples):
            finding = _finding(detector, rule, example.text, example.heading, example.table)
            expected, got = _wanted(example), _said(finding, example)
            results.append(
                ExampleResult(
                    rule.id,
                    file.line(("examples", index)),
                    example.text,
                    expected,
                    got,
                    (expected == got) is not example.known_miss,
                    example.known_miss,
                )
            )
        finding = _finding(detector, rule, rule.suggest, "")
        results.append(
            ExampleResult(
                rule.id,
                file.line(("suggest",)),
                rule.suggest,
                "yes",
                finding.found.value,
                finding.found is Found.YES,
                False,
            )
        )
    return tuple(results)


def misread_terms(rules: RuleSet) -> tuple[tuple[str, int, str], ...]:
    """Return the examples of standard terms that do not come out as they say: name, number and what is wrong."""
    return tuple(
        (terms.id, number, f"should {'' if cited.taken_in else 'not '}be taken in: {cited.text}")
        for terms in rules.standard
        for number, cited in enumerate(terms.examples)
        if NamedTerms(passage_contract(cited.text), (terms,)).any is not cited.taken_in
    )


def passage_contract(
    text: str, heading: str = "", table: Sequence[Sequence[str]] = (), parties: Parties = NO_PARTIES
) -> Contract:
    """Return a contract that holds one clause with this text, as the examples need it, and a table below it."""
    whole = f"{heading}\n{text}" if heading else text
    body = len(heading) + 1 if heading else 0
    rows: list[tuple[Cell, ...]] = []
    for row in table:
        cells = []
        for at, words in enumerate(row):
            whole += "\t" if at else "\n"
            cells.append(Cell(words, len(whole), len(whole) + len(words)))
            whole += words
        rows.append(tuple(cells))
    tables = (Table(1, tuple(rows)),) if rows else ()
    document = Document("example", "example", "", "text", whole, (Page(1, 0, len(whole)),), tables)
    clause = Clause("1", "1", heading, 1, 0, body, len(whole), 1, ClauseKind.BODY)
    lines = Cleaned((Line(0, len(whole), 1),), ())
    return Contract(document, lines, Outline((clause,), {}, ()), given_parties=parties)


def _finding(detector: Detector, rule: Rule, text: str, heading: str, table: Sequence[Sequence[str]] = ()) -> Finding:
    findings = detector.detect(passage_contract(text, heading, table))
    return next(finding for finding in findings if finding.requirement == rule.id)


def _wanted(example: Example) -> str:
    parts = [example.found.value]
    if example.value is not None:
        parts.append(str(example.value))
    if example.soft is not None:
        parts.append("soft" if example.soft else "firm")
    if example.row is not None:
        parts.append(f"in row {example.row}")
    return " ".join(parts)


def _said(finding: Finding, example: Example) -> str:
    parts = [finding.found.value]
    if example.value is not None:
        value = finding.value
        if value is None:
            parts.append("no value")
        else:
            parts.append(str(value.amount) if value.amount is not None else value.text or INDEFINITE)
    if example.soft is not None:
        parts.append("soft" if finding.soft else "firm")
    if example.row is not None:
        parts.append(f"in row {finding.evidence[0].row}" if finding.evidence else "in no row")
    return " ".join(parts)
