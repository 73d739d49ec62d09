"""(Reports, playbooks) -> proposals: the gaps that have wording, in the contract's own names, each wording once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from contractcheck.checker import BEFORE_SIGNING, Checker, Examined
from contractcheck.model import Assessed, Found, Report, Severity, Verdict
from contractcheck.playbooks.playbooks import Playbook
from contractcheck.playbooks.wanted import Threshold, Wanted
from contractcheck.suggesting.model import Proposal
from contractcheck.suggesting.wording import Names

# Two wordings that share this part of the longer words of one of them say the same twice.
_SAME, _SHORT = 0.6, 3
# A wording is tried on its own in an agreement of one clause.
_ALONE = 'This Agreement is made between Alder Ltd (the "Provider") and Birch Ltd (the "Customer").\n\n1. {}\n'


def propose(
    checker: Checker,
    examined: Examined,
    reports: Sequence[Report],
    *,
    severities: Collection[Severity],
    only: Collection[str] = (),
) -> tuple[list[Proposal], Names]:
    """Return what to propose for the gaps of some reports, and the names that the contract uses.

    Args:
        checker: what made the reports. The wordings are tried with it.
        examined: the contract that was read.
        reports: one a playbook of the checker. Waived gaps get no proposal.
        severities: gaps of these only.
        only: ids of the requirements that are wanted; none means all.
    """
    if examined.contract is None:
        raise ValueError("the contract was not read")
    names = Names(examined.contract)
    found: dict[str, Proposal] = {}
    for report, playbook in zip(reports, checker.playbooks, strict=True):
        if playbook.answered_by == BEFORE_SIGNING:
            continue  # open points of a draft are closed by people, not by wording
        for gap in report.gaps():
            id_ = gap.finding.requirement
            if gap.severity in severities and (not only or id_ in only) and id_ not in found:
                found[id_] = _proposal(gap, playbook, report)
    tried = _tried(checker, found.values())
    return [replace(one, wording=names.put(one.wording) if one.wording else "") for one in tried], names


def _proposal(gap: Assessed, playbook: Playbook, report: Report) -> Proposal:
    wanted = playbook.requirements[gap.finding.requirement]
    preferred = wanted.positions.preferred
    return Proposal(
        gap.finding,
        gap.title,
        gap.family,
        gap.severity,
        gap.verdict,
        gap.message,
        gap.why,
        gap.sources,
        report.playbook_title,
        " ".join(gap.suggestion.split()),
        figure=_figure(gap, wanted),
        unwanted=wanted.unwanted,
        preferred=preferred is not None,
    )


def _holds(wording: str, other: str) -> bool:
    """Tell whether a wording says nearly all that another one says."""
    words, others = (
        {word for word in re.findall(r"\w+", text.lower()) if len(word) > _SHORT} for text in (wording, other)
    )
    return bool(others) and len(words & others) >= _SAME * len(others)


def _figure(gap: Assessed, wanted: Wanted) -> str:
    """What a value should be where only the figure is short: that of the preferred position, else the usual one."""
    value = gap.finding.value
    if gap.verdict is not Verdict.WEAK or value is None or value.amount is None or gap.finding.soft or value.mismatch:
        return ""
    sides = ((wanted.at_least, "at_least"), (wanted.at_most, "at_most"))
    for limit, name in sides:
        if limit is None or (value.amount >= limit.amount if name == "at_least" else value.amount <= limit.amount):
            continue
        best: Threshold | None = getattr(wanted.positions.preferred, name, None) or limit
        return _written(best, value.text) if best is not None else ""
    return ""


def _written(limit: Threshold, old: str) -> str:
    if limit.unit == "percent":
        return f"{limit.amount:g}%"
    # "a two (2) year term" keeps its form.
    plural = "" if limit.amount == 1 or old.rstrip().lower().endswith(limit.unit) else "s"
    return f"{limit.amount:g} {limit.unit}{plural}"


def _tried(checker: Checker, proposals: Collection[Proposal]) -> Iterator[Proposal]:
    """Try each wording alone: is it found, and which other missing terms does it hold?

    A wording whose requirement another one covers is not put in a second time.
    """
    missing = [one for one in proposals if one.verdict is Verdict.MISSING and one.wording]
    held: dict[str, set[str]] = {}
    for one in proposals:
        if one.wording:
            report = checker.examine("wording.txt", _ALONE.format(one.wording).encode()).reports
            held[one.requirement] = {
                row.finding.requirement
                for each in report
                for row in each.assessed
                if row.finding.found is Found.YES and row.verdict in (Verdict.MET, Verdict.NOT_APPLICABLE)
            }
    covered: set[str] = set()
    covers: dict[str, tuple[Proposal, ...]] = {}
    asked = {one.requirement for one in missing}
    by_reach = sorted(missing, key=lambda one: (not one.preferred, -len(held[one.requirement] & asked)))
    for one in by_reach:
        if one.requirement in covered or one.requirement not in held[one.requirement]:
            continue
        others = tuple(
            other
            for other in missing
            if other is not one
            and other.requirement in held[one.requirement]
            and other.requirement not in covered
            and other.requirement not in covers
            and _holds(one.wording, other.wording)
        )
        covers[one.requirement] = others
        covered |= {other.requirement for other in others}
    for one in proposals:
        if one.requirement not in covered:
            sole = not one.wording or one.requirement in held[one.requirement]
            yield replace(one, sole=sole, covers=covers.get(one.requirement, ()))
