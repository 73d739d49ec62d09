"""What the comment on a change says: which requirement, what is wrong, why it matters, where it went, what is left."""

from __future__ import annotations

import re

from contractcheck.language.labels import ANNEX, either
from contractcheck.model.oneline import one_line
from contractcheck.suggesting.model import Proposal

_BRACKETS = re.compile(r"\[[^\]]+\]")
_NAMED = re.compile(rf"\b(?:{either(*ANNEX, cases='title')}) [A-Z0-9]+\b")


def comment_lines(proposal: Proposal, placed: str) -> list[str]:
    """Return the lines of the comment on a change: which requirement, what is wrong, why it matters, where it went."""
    heads = [f"{one.title}: {one.verdict.value}. {one.message}" for one in (proposal, *proposal.covers)]
    lines = [*heads, f"Why: {proposal.why}" if proposal.why else ""]
    lines.append(f"Source: {'; '.join(proposal.sources)}" if proposal.sources else "")
    lines.append(placed)
    lines += to_do(proposal.wording)
    ids = ", ".join(one.requirement for one in (proposal, *proposal.covers))
    lines.append(f"Playbook: {proposal.playbook} ({ids}).")
    return [one_line(line) for line in lines if line]


def to_do(wording: str) -> list[str]:
    """Return what a person must see to before a wording can stand: blanks, and schedules that it names."""
    lines = ["Fill in or choose what stands in brackets."] if _BRACKETS.search(wording) else []
    named = sorted(set(_NAMED.findall(wording)))
    return [*lines, *(f"It names {' and '.join(named)}: see that the contract has it." for _ in named[:1])]
