"""Looks for a party that is written in two ways: "Alder Data Ltd" at the top and "Alder Date Ltd" where it signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from contractcheck.model import ClauseKind
from contractcheck.names import COMPANY, LEGAL_FORM
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
_FORM = re.compile(rf"[\s,]+\(?(?:{LEGAL_FORM})\)?\.?\W*\Z", re.IGNORECASE)


def find_party_names(draft: Draft) -> Iterator[Fault]:
    """Yield names that nearly are a party's name: a letter apart, or with another legal form."""
    parties = [(party.name, *_parts(party.name)) for party in draft.parties.all if _FORM.search(party.name)]
    parties += [
        (name, *_parts(name))
        for party in draft.parties.all
        for name in party.name.split("; ")
        if "; " in party.name and _FORM.search(name)
    ]
    own = {(core, form) for _, core, form in parties}
    told: set[tuple[str, str]] = set()
    for match in COMPANY.finditer(draft.plain):
        if draft.kind_at(match.start()) is ClauseKind.CONTENTS:
            continue
        found = " ".join(match["name"].split())
        for name, core, form in parties:
            other, other_form = _cut_to(core, *_parts(found))
            if len(core) < _CORE_LETTERS or (other, other_form) in own or (other, other_form) in told:
                continue
            shown = " ".join(name.split())
            if other == core and form and other_form and form != other_form:
                told.add((other, other_form))
                yield Fault(
                    ROW,
                    *match.span("name"),
                    f"“{shown}” has another legal form here: “{found}”.",
                    sure=_signs(draft, match),
                )
            elif other != core and form == other_form and _nearly(core, other):
                told.add((other, other_form))
                yield Fault(ROW, *match.span("name"), f"“{shown}” is written differently here: “{found}”.")


def _signs(draft: Draft, match: re.Match[str]) -> bool:
    """Another legal form may be an affiliate in the text. Where the parties are named and sign it is a fault."""
    return draft.kind_at(match.start()) in (ClauseKind.SIGNATURE, ClauseKind.PREAMBLE)


def _parts(name: str) -> tuple[str, str]:
    """Return a name in small letters without marks and legal form, and the legal form in one spelling."""
    form = _FORM.search(name)
    kind = re.sub(r"[^a-z]", "", form.group().lower()) if form else ""
    core = name[: form.start()] if form else name
    return " ".join(re.sub(r"[^\w\s]", "", core.lower()).split()), _FORMS.get(kind, kind)


def _cut_to(core: str, other: str, form: str) -> tuple[str, str]:
    """The words before a name may have run into it ("BETWEEN Alder Data"): compare as many words as the name has."""
    words = other.split()
    size = len(core.split())
    return (" ".join(words[-size:]) if len(words) > size else other), form


def _nearly(core: str, other: str) -> bool:
    if core.replace(" ", "") == other.replace(" ", ""):
        return False  # a space more or less comes from the reader
    if len(core.split()) != len(other.split()) or re.findall(r"\d+", core) != re.findall(r"\d+", other):
        return False
    return SequenceMatcher(None, core, other).ratio() >= _ALIKE
