"""The second look at what the rules did not find: the passages that come nearest, and a doubt where one comes too near.

It shows passages and turns "no" into "unsure". It never says that something is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice

from contractcheck.contract import Contract
from contractcheck.detection.evidence import Quoter
from contractcheck.model import Evidence, Finding, Found, FoundBy
from contractcheck.secondlook.look import Near, SecondLook

MAX_NEAR = 3
"""Passages shown for something that was not found."""


def look_again(findings: tuple[Finding, ...], contract: Contract, look: SecondLook) -> tuple[Finding, ...]:
    """Return the findings with the passages that come nearest to what was not found; some are no more than "unsure"."""
    asked = [finding.requirement for finding in findings if finding.found is Found.NO]
    ranked = look.ranked(contract, asked) if asked else {}
    if not ranked:
        return findings
    quoter = Quoter(contract)
    return tuple(
        _looked_at(finding, ranked[finding.requirement], contract, quoter, look)
        if finding.found is Found.NO and finding.requirement in ranked
        else finding
        for finding in findings
    )


def _looked_at(
    finding: Finding, ranked: tuple[Near, ...], contract: Contract, quoter: Quoter, look: SecondLook
) -> Finding:
    seen = _quotes(ranked, contract, quoter)
    # Notes tell why words that the rules know do not count, such as an option without a tick: those words come first.
    order = chain(finding.near, seen) if finding.notes else chain(seen, finding.near)
    near = tuple(islice(_apart(order), MAX_NEAR))
    if not finding.notes and ranked and look.doubts(finding.requirement, ranked[0].score):
        return replace(finding, found=Found.UNSURE, by=FoundBy.SECOND_LOOK, near=near)
    return replace(finding, near=near)


def _quotes(ranked: Iterable[Near], contract: Contract, quoter: Quoter) -> Iterator[Evidence]:
    words = contract.words
    for one in ranked:
        passage = words.passages[one.passage]
        start, end = words.starts[passage.start], words.ends[passage.end - 1]
        yield quoter.quote(passage.clause, start, end, (start, end))[0]


def _apart(passages: Iterable[Evidence]) -> Iterator[Evidence]:
    """Yield the passages that do not overlap one before."""
    taken: list[Evidence] = []
    for passage in passages:
        if not any(passage.start < other.end and other.start < passage.end for other in taken):
            taken.append(passage)
            yield passage
