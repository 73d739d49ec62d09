"""The labelled contracts: where they lie, and what careful readers say of each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"

OWN_LABELS = Path(__file__).resolve().parent / "labels"

# CUAD's category -> the requirements that together stand for it. Any one of them found counts.
CUAD = {
    "Governing Law": ("governing-law",),
    "Anti-Assignment": ("assignment-restriction",),
    "Insurance": ("insurance",),
    "Cap On Liability": ("liability-cap", "consequential-damages-waiver"),
    "Audit Rights": ("audit-rights",),
    "Termination For Convenience": ("termination-for-convenience",),
    "Renewal Term": ("renewal",),
    "Notice Period To Terminate Renewal": ("renewal-opt-out-notice",),
    "No-Solicit Of Employees": ("non-solicitation",),
}


@dataclass(frozen=True)
class Label:
    """What a careful reader says of one requirement (or CUAD category) in one contract."""

    present: bool
    sure: bool
    value: Any
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """One labelled contract."""

    name: str
    path: Path
    labels: dict[str, Label]
    half: str


def gold_cases(folder: Path = CORPUS / "gold") -> list[Case]:
    """Return the hand-labelled contracts. Halves alternate by name, filings and standard forms each for itself."""
    cases = []
    counts: dict[bool, int] = {}
    for path in sorted(folder.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        labels = {
            name: Label(
                bool(item["present"]),
                item.get("conf", "sure") == "sure",
                item.get("value"),
                tuple(item.get("quotes", ())),
            )
            for name, item in data["items"].items()
        }
        form = data["file"].startswith("standard-forms")
        number = counts[form] = counts.get(form, 0) + 1
        cases.append(Case(path.stem, CORPUS / data["file"], labels, "A" if number % 2 else "B"))
    return cases


def own_cases(name: str) -> list[Case]:
    """Return the contracts that we labelled ourselves: labels with places in the text instead of quotes."""
    cases = []
    for number, path in enumerate(sorted((OWN_LABELS / name).glob("*.json"))):
        data = json.loads(path.read_text(encoding="utf-8"))
        file = CORPUS / data["file"]
        text = file.read_text(encoding="utf-8", errors="replace")
        labels = {
            requirement: Label(
                item["present"],
                item.get("conf", "sure") == "sure",
                item.get("value"),
                tuple(text[start:end] for start, end in item.get("spans", ())),
            )
            for requirement, item in data["items"].items()
        }
        pdf = CORPUS / "cuad" / "pdf" / f"{file.stem}.pdf"
        cases.append(Case(path.stem, pdf if pdf.is_file() else file, labels, "AB"[number % 2]))
    return cases


def cuad_cases() -> list[Case]:
    """Return the 406 filings with their labels for the categories of ``CUAD``."""
    cases = []
    for number, line in enumerate((CORPUS / "cuad" / "labels.jsonl").read_text(encoding="utf-8").splitlines()):
        data = json.loads(line)
        labels = {
            name: Label(
                data["categories"][name]["present"],
                True,
                None,
                tuple(span[2] for span in data["categories"][name]["spans"]),
            )
            for name in CUAD
        }
        cases.append(
            Case(data["contract"], CORPUS / "cuad" / "pdf" / f"{data['contract']}.pdf", labels, "AB"[number % 2])
        )
    return cases


SETS: dict[str, Callable[[], list[Case]]] = {
    "gold": gold_cases,
    "further": lambda: own_cases("further"),
    "held-out": lambda: own_cases("held-out"),
    "cuad": cuad_cases,
    "gdpr": lambda: gold_cases(CORPUS / "gold-gdpr"),
}
"""gold, cuad and gdpr (processor agreements) lie in the corpus.

further and held-out are labels of our own; nobody who writes rules looks at held-out.
"""


def asked(cases: Iterable[Case]) -> frozenset[str]:
    """Return the ids of the rules that the labels of some cases ask for."""
    return frozenset(rule for case in cases for name in case.labels for rule in CUAD.get(name, (name,)))
