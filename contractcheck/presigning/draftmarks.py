"""Looks for the marks of a draft: its stamp, notes to the drafter, comments, tracked changes, alternatives left open.

Stamps stand at the edge of the page, which cleaning takes for furniture, so the text is searched as it was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from contractcheck.presigning.drafts import Draft, Fault

ROW = "draft-marks"
_STAMP = re.compile(
    r"^[^\S\r\n]*[\W_]{0,4}(?:(?:CONFIDENTIAL|PRELIMINARY|WORKING|FIRST|SECOND|THIRD|FINAL|REVISED|DISCUSSION|LEGAL|INTERNAL)\s){0,2}"
    r"DRAFT(?:\sAGREEMENT)?(?:[^\S\r\n]+(?:(?:\#|v|V|VERSION|NO\.?|OF|DATED|FOR|ONLY|[-–:])[^\r\n]{0,40}|[\d(][^\r\n]{0,30}))?[\W_]{0,4}[^\S\r\n]*$"
    r"|^[^\S\r\n]*[\W_]{0,4}(?:[A-Z][\w.&]+\s){0,4}[Dd]raft"
    r"(?:\s(?:of|dated|as of|version|no\.?)|,|:|\s[#v-])[^\S\r\n]{0,2}(?:[A-Z]\w+\s)?\d[^\r\n]{0,30}$",
    re.MULTILINE,
)
_NOTE = re.compile(
    r"[\[({]\s*(?:NTD|N\.T\.D\.|note\s+to\s+(?:draft|drafter|the\s+drafter|reviewer|counsel|client|[A-Z]\w+)|drafting\s+notes?|"
    r"drafter[’']s\s+note|open\s+(?:issue|point|item)|under\s+(?:review|discussion|negotiation)|subject\s+to\s+(?:further\s+)?"
    r"(?:review|comment|tax\s+review|discussion|negotiation))\b[^\])}]{0,200}",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    r"\bNOTE TO DRAFT(?:ER)?\b|\b[Nn]ote to [Dd]raft(?:er)?:|\bfor\s+discussion\s+purposes\s+only\b|"
    r"\bnot\s+for\s+(?:execution|signature)\b|"
    r"\bComment\s?\[\w{1,6}\]|^[^\S\r\n]*(?:Deleted|Inserted|Formatted):\s|\bDrafting note:|"
    r"\bthis\s+(?:document\s+is\s+a|is\s+a)\s+draft\b",
    re.MULTILINE | re.IGNORECASE,
)
# "[the Provider] [the Customer]", "[30/60/90] days", "[thirty (30)] days": a choice nobody has made.
_CHOICE = re.compile(
    r"\[[A-Za-z0-9][^\[\]\n]{0,60}\]\s?/?\s?(?:or|OR)?\s?\[[A-Za-z][^\[\]\n]{0,60}\](?!\()|\[\s*\d+\s?(?:/\s?\d+\s?){1,3}\]|"
    r"\[(?:OPTION|ALTERNATIVE|Option|Alternative)\s\w{1,3}[:\]]"
)


def find_draft_marks(draft: Draft) -> Iterator[Fault]:
    """Yield the marks of a draft. A stamp that stands on every page is told once."""
    text = draft.contract.text
    told: set[str] = set()
    for pattern, what in (
        (_STAMP, "This is marked as a draft."),
        (_NOTE, "A note to the drafter was left in."),
        (_LOOSE, "A draft marking was left in."),
    ):
        for match in pattern.finditer(text):
            words = " ".join(re.sub(r"\d+", "0", match.group()).lower().split())
            if words in told:
                continue
            told.add(words)
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            yield Fault(ROW, start, start + len(match.group().strip()), what)
    for match in _CHOICE.finditer(draft.contract.plain):
        if "*" not in match.group() and "_" not in match.group() and not match.group().isupper():
            yield Fault(ROW, match.start(), match.end(), "A choice in brackets was left open.", sure=False)
