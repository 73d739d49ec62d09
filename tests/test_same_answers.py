"""The same text gives the same answers as PDF, Word file, web page and plain text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from contractcheck.contract import Contract
from contractcheck.detection.detect import Detector
from contractcheck.model import Finding
from contractcheck.reading import read_bytes
from contractcheck.reading.source import Source
from contractcheck.rulebook.rules import load_rules
from tests import made_drafts

KINDS: dict[str, Callable[[str], bytes]] = {
    "Word, numbers typed": lambda name: made_drafts.sample(name, numbered=False),
    "Word, numbered by Word": lambda name: made_drafts.sample(name, numbered=True),
    "web page": made_drafts.page,
    "plain text": made_drafts.text,
    "plain text in short lines": lambda name: made_drafts.text(name, width=78),
}


@cache
def detector() -> Detector:
    """Every rule there is."""
    return Detector(load_rules())


def pdf(name: str) -> bytes:
    """A sample as PDF without its running head and foot, which the other kinds of file do not have."""
    pytest.importorskip("reportlab", reason="reportlab builds the samples and is not installed")
    from sample_contracts import build

    source = made_drafts.source(name)
    kept = {key: value for key, value in source.settings.items() if key not in ("head", "foot")}
    return build.pdf(replace(source, settings=kept))


def answers(data: bytes, name: str) -> dict[str, tuple[str, str, str]]:
    """For each requirement: what was found, the value, and the clause of the first quote."""
    contract = Contract.of(read_bytes(data, name), source=Source(data, name, name))
    return {finding.requirement: answer(finding) for finding in detector().detect(contract)}


def answer(finding: Finding) -> tuple[str, str, str]:
    value = finding.value
    return (
        finding.found.value,
        "" if value is None else f"{value.amount} {value.unit}",
        finding.evidence[0].clause if finding.evidence else "",
    )


@pytest.mark.parametrize("name", made_drafts.SAMPLES)
def test_every_kind_of_file_gives_the_same_answers(name: str) -> None:
    right = answers(pdf(name), f"{name}.pdf")
    assert len(right) > 200
    assert sum(found == "yes" for found, _, _ in right.values()) > 10
    differing = {
        (kind, requirement): (right[requirement], told)
        for kind, make in KINDS.items()
        for requirement, told in answers(make(name), f"{name}.x").items()
        if told != right[requirement]
    }
    assert not differing
