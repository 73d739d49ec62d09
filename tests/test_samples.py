"""What contractcheck finds in the sample contracts is what was expected of them, requirement by requirement.

A row marked ``known_miss: true`` is known to come out wrong. It is tested all the same: once it comes out right, the
mark has to go.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from contractcheck.contract import Contract
from contractcheck.detection.detect import Detector
from contractcheck.model import Finding, Found
from contractcheck.reading import read
from contractcheck.rulebook.rules import FAMILIES, RuleSet, load_rules

SAMPLES = Path(__file__).resolve().parents[1] / "sample_contracts"
NAMES = (
    "analytics",
    "contract-manufacturing",
    "customer-support-outsourcing",
    "data-processing-agreement",
    "it-hosting",
    "mutual-nda",
    "redacted-services",
    "saas-terms",
)
CORE_REQUIREMENTS = 62


@cache
def expected(name: str) -> dict[str, dict[str, Any]]:
    """The rows of a sample, by requirement."""
    loaded = yaml.safe_load((SAMPLES / "expected" / f"{name}.yaml").read_text(encoding="utf-8"))
    return {key: row for key, row in loaded.items() if key != "planted_gaps"}


@cache
def rules() -> RuleSet:
    """The core rules, which are those of the five families."""
    return load_rules(only=frozenset(core_ids()))


@cache
def findings(name: str) -> dict[str, Finding]:
    """What the detector says of a sample."""
    document = read(SAMPLES / f"{name}.pdf")
    contract = Contract.of(document)
    found = Detector(rules()).detect(contract)
    return {finding.requirement: finding for finding in found}


@cache
def core_ids() -> tuple[str, ...]:
    """The ids of the rules of the five families."""
    folder = SAMPLES.parent / "rules"
    return tuple(
        path.stem for family in FAMILIES for path in sorted((folder / family).glob("*.yaml")) if path.stem != "words"
    )


def rows() -> list[Any]:
    """One test case a row."""
    cases = []
    for name in NAMES:
        for requirement, row in expected(name).items():
            miss = pytest.mark.xfail(reason="known_miss in the expected file", raises=AssertionError, strict=True)
            marks = [miss] if row.get("known_miss") else []
            cases.append(pytest.param(name, requirement, marks=marks, id=f"{name}-{requirement}"))
    return cases


def test_the_samples_are_these() -> None:
    assert sorted(path.stem for path in (SAMPLES / "expected").glob("*.yaml")) == list(NAMES)
    assert sorted(path.stem for path in SAMPLES.glob("*.pdf")) == list(NAMES)


def test_every_sample_answers_for_every_core_requirement() -> None:
    assert len(core_ids()) == CORE_REQUIREMENTS
    for name in NAMES:
        assert sorted(expected(name)) == sorted(core_ids()), name
        assert sorted(findings(name)) == sorted(core_ids()), name


@pytest.mark.parametrize(("name", "requirement"), rows())
def test_what_is_found_in_a_sample(name: str, requirement: str) -> None:
    row, finding = expected(name)[requirement], findings(name)[requirement]
    shown = [(piece.page, piece.clause, piece.quote) for piece in finding.evidence]
    assert finding.found is Found(row["found"]), shown or finding.nearest
    if finding.found is Found.NO:
        assert not shown
        return
    assert any(page == row["page"] for page, _, _ in shown), shown
    clause = str(row.get("clause", ""))
    # A path may name the part before the number ("Part II 4.1"); "1.1" is not found in "11.1".
    assert any(re.search(rf"(?<![\w.]){re.escape(clause)}$", printed) for _, printed, _ in shown), shown
    value = row.get("value")
    if value is not None:
        assert finding.value is not None, shown
        assert finding.value.amount == value["amount"]
        if value["amount"] is not None:
            assert finding.value.unit == value["unit"]
