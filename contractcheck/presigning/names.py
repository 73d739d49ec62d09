"""Looks for a party that is written in two ways: "Alder Data Ltd" at the top and "Alder Date Ltd" where it signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from contractcheck.model import ClauseKind
from contractcheck.parties.names import COMPANY, LEGAL_FORM
from contractcheck.presigning.drafts import Draft, Fault

ROW = "party-names"
# Names as alike as this are meant to be one. Below it they may well be two companies.
_ALIKE = 0.86
_CORE_LETTERS = 5
_FORMS = {
    "incorporated": "inc",
    "corporation": "corp",
    "limited": "ltd",
    "company": "co",
    "llc": "llc",
    "lp": "lp",
    "llp": "llp",
    "plc": "plc",
    "inc": "inc",
    "corp": "corp",
    "ltd": "ltd",
    "co": "co",
    "gmbh": "gmbh",
    "ag": "ag",
    "bv": "bv",
    "nv": "nv",
    "sa": "sa",
}
_LEAD = frozenset("between and by among to for from the with of agreement signed".split())
# Shorter words that differ are initials of another company more often than a slip.
_SLIP_LETTERS = 5
_NAME_CHARS = 110
_ANY_FORM = re.compile(rf"(?<![\w-])(?:{LEGAL_FORM})(?![\w-])")
_FORM = re.compile(rf"[\s,]+\(?(?:{LEGAL_FORM})\)?\.?\W*\Z", re.IGNORECASE)


def find_party_names(draft: Draft) -> Iterator[Fault]:
    """Yield names that nearly are a party's name: a letter apart, or with another legal form."""
    parties = [(party.name, *_parts(party.name)) for party in draft.contract.parties.all if _FORM.search(party.name)]
    parties += [
        (name, *_parts(name))
        for party in draft.contract.parties.all
        for name in party.name.split("; ")
        if "; " in party.name and _FORM.search(name)
    ]
    own = {(core, form) for _, core, form in parties}
    told: set[tuple[str, str]] = set()
    for match in _companies(draft.contract.plain):
        if draft.kind_at(match.start()) is ClauseKind.CONTENTS or _runs_on(draft.contract.plain, match):
            continue
        found = " ".join(match["name"].split())
        for name, core, form in parties:
            other, other_form = _cut_to(core, *_parts(found))
            if len(core) < _CORE_LETTERS or (other, other_form) in own or (other, other_form) in told:
                continue
            shown = " ".join(name.split())
            if other == core and form and other_form and form != other_form and _signs(draft, match):
                told.add((other, other_form))
                yield Fault(ROW, *match.span("name"), f"“{shown}” has a different legal form here: “{found}”.")
            elif other != core and form == other_form and _nearly(core, other):
                told.add((other, other_form))
                yield Fault(ROW, *match.span("name"), f"“{shown}” is written differently here: “{found}”.")


def _companies(text: str) -> Iterator[re.Match[str]]:
    """The company names of a text: looked for before each legal form only, which keeps long words cheap."""
    done = 0
    for form in _ANY_FORM.finditer(text):
        if form.start() < done:
            continue
        for match in COMPANY.finditer(text, max(done, form.start() - _NAME_CHARS), form.end() + 1):
            done = match.end()
            yield match


def _signs(draft: Draft, match: re.Match[str]) -> bool:
    """Another legal form may be an affiliate's in the text. Where the parties sign it is a fault."""
    return draft.kind_at(match.start()) is ClauseKind.SIGNATURE


def _runs_on(text: str, match: re.Match[str]) -> bool:
    """Tell whether a match begins within a word, or reaches over the end of a sentence ("... Alder. Company shall")."""
    return text[max(0, match.start() - 1)].isalnum() or bool(
        re.search(r"\w{3}\.\s(?:Company|Limited)\Z", match["name"])
    )


def _parts(name: str) -> tuple[str, str]:
    """Return a name in small letters without marks and legal form, and the legal form in one spelling."""
    form = _FORM.search(name)
    kind = re.sub(r"[^a-z]", "", form.group().lower()) if form else ""
    core = name[: form.start()] if form else name
    return " ".join(re.sub(r"[^\w\s]", "", core.lower()).split()), _FORMS.get(kind, kind)


def _cut_to(core: str, other: str, form: str) -> tuple[str, str]:
    """The words before a name may have run into it ("BETWEEN Alder Data"): compare as many words as the name has."""
    words = other.split()
    lead = len(words) - len(core.split())
    if lead > 0 and all(word in _LEAD for word in words[:lead]):
        return " ".join(words[lead:]), form
    return other, form


def _nearly(core: str, other: str) -> bool:
    if core.replace(" ", "") == other.replace(" ", ""):
        return False  # a space more or less comes from the reader
    if len(core.split()) != len(other.split()) or re.findall(r"\d+", core) != re.findall(r"\d+", other):
        return False
    pairs = [pair for pair in zip(core.split(), other.split(), strict=True) if pair[0] != pair[1]]
    if any(min(map(len, pair)) < _SLIP_LETTERS for pair in pairs):
        return False
    return SequenceMatcher(None, core, other).ratio() >= _ALIKE
