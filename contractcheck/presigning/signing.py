"""Looks for the place where the parties sign."""

from __future__ import annotations

import re

from contractcheck.model import ClauseKind, Found
from contractcheck.presigning.drafts import Draft

ROW = "signature-block"
_LINE = re.compile(
    r"\b(?:in|IN|In) (?:witness|WITNESS|Witness) (?:whereof|thereof|hereof|WHEREOF|THEREOF|HEREOF)\b|"
    r"^[^\S\r\n]*[\W_]{0,6}(?:By|BY|Signed|SIGNED|Signature|SIGNATURE|"
    r"Authori[sz]ed [Ss]ignature|AUTHORI[SZ]ED SIGNATURE|Name and [Tt]itle|Signatory)\b[^\S\r\n]*[*_|]*[:/_.]"
    r"|/s/|\bDocuSigned by\b|^[^\S\r\n]*_{8,}[^\S\r\n]*$",
    re.MULTILINE,
)
# Terms that are agreed to on another paper, or by a click.
_ELSEWHERE = re.compile(
    r"\b(?:cover\s+page|order\s+form|key\s+terms|signature\s+page|setup\s+page)\b"
    r"|\bby\s+(?:clicking|using|accessing|signing\s+up|creating\s+an\s+account|registering|continuing)\b"
    r"|\b(?:this|these|the)\s+(?:DPA|BAA|SLA|(?:[\w-]+\s){0,4}(?:addendum|policy|terms|exhibit|SLA|service\s+level\s+agreement))\b[^.]{0,80}"
    r"\b(?:part\s+of|incorporated\s+(?:by\s+reference\s+)?into|supplements?)\b"
    r"|\b(?:accept|agree\s+to)\s+(?:these|the|this)\s+(?:terms|agreement)\b",
    re.IGNORECASE,
)


def find_signatures(draft: Draft) -> tuple[Found, int, int]:
    """Tell whether there is a place to sign: ``yes``, ``referenced`` (agreed to elsewhere) or ``no``, and where."""
    text = draft.contract.plain
    match = _LINE.search(text)
    for clause in draft.contract.clauses:
        if clause.kind is ClauseKind.SIGNATURE:
            return Found.YES, clause.start, min(clause.end, clause.start + 200)
    if match:
        return Found.YES, *draft.line_around(match.start(), match.end())
    other = _ELSEWHERE.search(text)
    if other:
        return Found.REFERENCED, other.start(), other.end()
    return Found.NO, 0, 0
