"""The labelled contracts: where they lie, and what careful readers say of each."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sealing import SealedError, draw

from contractcheck.playbooks.playbooks import read_playbook
from contractcheck.reading import read
from contractcheck.reading.options import Engine, ReadOptions

# Beside the checkout, or where the environment says.
CORPUS = Path(os.environ.get("CONTRACTCHECK_CORPUS") or Path(__file__).resolve().parents[2] / "shared" / "corpus")

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
    """What a careful reader says of one requirement (or CUAD category, or row of a playbook) in one contract.

    ``side`` is "" where the reader was not asked. ``referenced``: the matter is left to a document that is not there,
    which counts as not present. ``contrary``: the text says the opposite. ``disputed`` names what two readers saw
    differently, "present", "side" or "value"; where it is "present" the label is not sure.
    """

    present: bool
    sure: bool
    value: Any
    quotes: tuple[str, ...] = field(repr=False)
    side: str = ""
    referenced: bool = False
    redacted: bool = False
    contrary: bool = False
    disputed: tuple[str, ...] = ()

    @property
    def side_sure(self) -> bool:
        """Whose duty or right it is was told, and no second reader saw it differently."""
        return self.present and self.sure and self.side != "" and "side" not in self.disputed


@dataclass(frozen=True)
class Case:
    """One labelled contract.

    ``sealed``: no benchmark may print its words (see ``sealing``). ``kind`` is a kind within its set. ``playbook``:
    the labels are keyed by the rows of this playbook. ``text``: the words themselves, where no file of its own holds
    them; ``path`` is then only a name. ``group`` is what is drawn as one when intervals are made: the contract.
    """

    name: str
    path: Path
    labels: dict[str, Label]
    half: str
    sealed: bool = False
    kind: str = ""
    playbook: str = ""
    text: str = field(default="", repr=False)
    group: str = ""


def words_of(case: Case) -> Case:
    """Return the case, whose words are about to be printed. Whatever prints words of contracts calls this first.

    Raises:
        SealedError: the contract is sealed.
    """
    if case.sealed:
        raise SealedError("a sealed contract's words are not printed; --open REASON opens a set, and is logged")
    return case


def opened_cases(cases: Iterable[Case]) -> list[Case]:
    """Return cases as they are once their opening was logged."""
    return [replace(case, sealed=False) for case in cases]


def may_print(path: Path | str) -> bool:
    """Tell whether the words of a contract's file may be printed: of sealed ones only counts are told."""
    return Path(path).stem not in sealed_files()


@cache
def sealed_files() -> frozenset[str]:
    """Return the names, less their endings, of the sealed contracts' files: a filing is sealed as PDF and as text."""
    found = set()
    for name in SEALED_SETS:
        sealed = sealed_names(name)
        for path in sorted((OWN_LABELS / name).glob("*.json")):
            if path.stem in sealed:
                found |= {Path(json.loads(path.read_text(encoding="utf-8"))["file"]).stem}
    return frozenset(found)


def sealed_names(name: str) -> frozenset[str]:
    """Return the names of the sealed contracts of a set."""
    files = sorted((OWN_LABELS / name).glob("*.json"))
    return draw({path.stem: kind_of(json.loads(path.read_text(encoding="utf-8"))) for path in files}, name)


def kind_of(data: dict[str, Any]) -> str:
    """Return the kind of a contract within its set: its playbook, else the folder of the corpus that it lies in."""
    return str(data.get("playbook") or data["file"].rpartition("/")[0].partition("/")[0] or "invented")


def label_of(item: dict[str, Any], text: str) -> Label:
    """Return a label from a label file: with quotes, or with places in the text."""
    spans = tuple(text[start:end] for start, end in item.get("spans", ()))
    return Label(
        present=bool(item["present"]),
        sure=item.get("conf", "sure") == "sure" and "present" not in item.get("disputed", ()),
        value=item.get("value"),
        quotes=(*item.get("quotes", ()), *spans),
        side=item.get("side", ""),
        referenced=bool(item.get("referenced")),
        redacted=bool(item.get("redacted")),
        disputed=tuple(item.get("disputed", ())),
    )


def gold_cases(folder: Path = CORPUS / "gold") -> list[Case]:
    """Return the hand-labelled contracts. Halves alternate by name, filings and standard forms each for itself."""
    cases = []
    counts: dict[bool, int] = {}
    for path in sorted(folder.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        file = contract_file(data["file"], path.parent)
        text = text_of(file) if any("spans" in item for item in data["items"].values()) else ""
        labels = {name: label_of(item, text) for name, item in data["items"].items()}
        form = data["file"].startswith("standard-forms")
        number = counts[form] = counts.get(form, 0) + 1
        half = "A" if number % 2 else "B"
        cases.append(Case(path.stem, file, labels, half, not may_print(file), playbook=data.get("playbook", "")))
    return cases


def own_cases(name: str) -> list[Case]:
    """Return the contracts that we labelled ourselves: labels with places in the text instead of quotes.

    Those that our reader cannot read yet are left out: their label files say why (``unread``). The halves of a set with
    a sealed one are "sealed" and "open"; those of the others alternate by name.
    """
    cases = []
    sealed = sealed_names(name) if name in SEALED_SETS else frozenset()
    for number, path in enumerate(sorted((OWN_LABELS / name).glob("*.json"))):
        data = json.loads(path.read_text(encoding="utf-8"))
        if data.get("unread"):
            continue
        file = contract_file(data["file"], path.parent)
        text = text_of(file)
        labels = {requirement: label_of(item, text) for requirement, item in data["items"].items()}
        pdf = CORPUS / "cuad" / "pdf" / f"{file.stem}.pdf"
        half = "AB"[number % 2] if name not in SEALED_SETS else "sealed" if path.stem in sealed else "open"
        cases.append(
            Case(
                path.stem,
                pdf if pdf.is_file() else file,
                labels,
                half,
                not may_print(file),
                kind_of(data),
                data.get("playbook", ""),
            )
        )
    return cases


def contract_file(file: str, beside: Path) -> Path:
    """Return the path of a contract that a label file names: in the corpus, or one of our own beside the labels."""
    return beside / file if "/" not in file or file.startswith("../") else CORPUS / file


@cache
def text_of(path: Path) -> str:
    """Return the text that places are counted in: the file's own, or of a PDF what our reader makes of it (PDFium)."""
    if path.suffix.lower() == ".pdf":
        return read(path, None, ReadOptions(ocr=Engine.NONE)).text
    return path.read_text(encoding="utf-8", errors="replace")


def passage_cases() -> list[Case]:
    """Return the short passages of our own, each a case with one label."""
    rows = yaml.safe_load((OWN_LABELS / "passages.yaml").read_text(encoding="utf-8"))
    sealed = draw({row["id"]: row["kind"] for row in rows}, "passages")
    cases = []
    for row in rows:
        label = Label(
            present=row["found"] == "yes",
            sure=row["conf"] == "sure",
            value=row.get("value"),
            quotes=(row["text"],),
            side=row["side"],
            contrary=row["found"] == "contrary",
        )
        is_sealed = row["id"] in sealed
        cases.append(
            Case(
                name=row["id"],
                path=OWN_LABELS / "passages" / f"{row['id']}.txt",
                labels={row["requirement"]: label},
                half="sealed" if is_sealed else "open",
                sealed=is_sealed,
                kind=row["kind"],
                text="\n\n".join(filter(None, [row.get("heading"), row["text"]])) + "\n",
                group=row["requirement"],
            )
        )
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
        pdf = CORPUS / "cuad" / "pdf" / f"{data['contract']}.pdf"
        cases.append(Case(data["contract"], pdf, labels, "AB"[number % 2], not may_print(pdf)))
    return cases


SEALED_SETS = ("unseen", "processor", "regulated")
"""The folders of labels of which half is sealed."""
HALVED = (*SEALED_SETS, "passages")
"""The sets of which half is sealed."""
FEW = 5
"""Of fewer sealed contracts nothing is counted: a count of one is a label."""

SETS: dict[str, Callable[[], list[Case]]] = {
    "unseen": lambda: own_cases("unseen"),
    "processor": lambda: own_cases("processor"),
    "regulated": lambda: own_cases("regulated"),
    "passages": passage_cases,
    "gold": gold_cases,
    "further": lambda: own_cases("further"),
    "held-out": lambda: own_cases("held-out"),
    "cuad": cuad_cases,
    "gdpr": lambda: gold_cases(CORPUS / "gold-gdpr"),
}
"""The first four are ours, labelled blind, and half of each is sealed. gold, cuad and gdpr lie in the corpus.

further and held-out are labels of our own; nobody who writes rules looks at held-out. Every set but the first four is
fitted: its errors, or those of its kin, have been read.
"""


def asked(cases: Iterable[Case]) -> frozenset[str]:
    """Return the ids of the rules that the labels of some cases ask for."""
    ids: set[str] = set()
    for case in cases:
        if case.playbook:
            ids |= read_playbook(case.playbook).rules()
        else:
            ids.update(rule for name in case.labels for rule in CUAD.get(name, (name,)))
    return frozenset(ids)
