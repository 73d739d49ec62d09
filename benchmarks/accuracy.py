"""Measures the rules on real labelled contracts.

    python benchmarks/accuracy.py                       the summary of every set
    python benchmarks/accuracy.py --set gold --half A   one half of the hand-labelled contracts
    python benchmarks/accuracy.py --set gold --errors termination-for-convenience   the errors themselves, with text
    python benchmarks/accuracy.py --save before.json    then, after a change: --compare before.json

The contracts lie beside the checkout and are never part of it. Where they are absent this says so and ends with code 0.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contractcheck.cleaning.clean import clean
from contractcheck.detection.detect import Detector
from contractcheck.model import Cleaned, Document, Finding, Found, Outline, Parties
from contractcheck.parties.parties import find_parties
from contractcheck.readers import read
from contractcheck.rulebook.rules import RuleSet, load_rules
from contractcheck.structure.clauses import outline

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

Read = tuple[Document, Cleaned, Outline, Parties]


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


@dataclass(frozen=True)
class Outcome:
    """Label against finding."""

    case: Case
    requirement: str
    family: str
    label: Label
    findings: tuple[Finding, ...]

    @property
    def said(self) -> bool:
        """The rules say that it is there."""
        return any(finding.found is Found.YES for finding in self.findings)

    @property
    def has_value(self) -> bool:
        """The label gives a number and the catalogue asks for one."""
        return self.requirement in VALUED and isinstance(self.label.value, int | float)

    @property
    def denied(self) -> bool:
        """The rules say "no", which is the claim that must not be wrong."""
        return all(finding.found is Found.NO for finding in self.findings)


@dataclass
class Tally:
    """Counts of one requirement, or of a set of them."""

    true: int = 0
    wrong: int = 0
    missed: int = 0
    denied: int = 0
    denied_wrong: int = 0
    quoted: int = 0
    quotable: int = 0
    values: int = 0
    values_right: int = 0
    rows: list[Outcome] = field(default_factory=list)

    def add(self, row: Outcome) -> None:
        """Count one outcome."""
        self.rows.append(row)
        if row.denied:
            self.denied += 1
            self.denied_wrong += row.label.present
        if row.said and row.label.present:
            self.true += 1
            if row.label.quotes:
                self.quotable += 1
                self.quoted += overlaps(row)
            if row.has_value:
                self.values += 1
                self.values_right += value_right(row)
        elif row.said:
            self.wrong += 1
        elif row.label.present:
            self.missed += 1

    @property
    def precision(self) -> float:
        """Share of claims of presence that are right."""
        return self.true / max(self.true + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Share of what is there that is found."""
        return self.true / max(self.true + self.missed, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 where there is nothing to find and nothing is claimed."""
        if not self.true and not self.wrong and not self.missed:
            return 1.0
        return 2 * self.true / max(2 * self.true + self.wrong + self.missed, 1)


VALUED = frozenset(
    "breach-notification-deadline confidentiality-duration initial-term renewal-opt-out-notice cure-period "
    "termination-for-convenience availability-target gdpr-subprocessor-change-notice gdpr-subprocessor-objection "
    "gdpr-breach-notice gdpr-return-or-delete".split()
)
"""The requirements for which the catalogue names a value."""


def value_right(row: Outcome) -> bool:
    """Tell whether the value read equals the label's, within one part in a hundred."""
    for finding in row.findings:
        if finding.value is not None and finding.value.amount is not None:
            wanted = float(row.label.value)
            return abs(finding.value.amount - wanted) <= 0.01 * max(abs(wanted), 0.01)
    return False


_WORD = re.compile(r"[a-z0-9]+")


def overlaps(row: Outcome) -> bool:
    """Tell whether any quote of the finding shares five words in a row with a labelled quote."""
    shingles: set[tuple[str, ...]] = set()
    for finding in row.findings:
        for evidence in finding.evidence:
            shingles.update(_shingles(evidence.quote))
    return any(shingle in shingles for quote in row.label.quotes for shingle in _shingles(quote))


def _shingles(text: str) -> Iterator[tuple[str, ...]]:
    words = _WORD.findall(re.sub(r"<[^>]*>|\]\([^)]*\)", " ", text.lower()))
    for at in range(max(len(words) - 4, 1)):
        yield tuple(words[at : at + 5])


def read_contract(path: Path) -> Read:
    """Read one contract as ``check`` does."""
    document = read(path)
    cleaned = clean(document)
    structure = outline(document, cleaned)
    return document, cleaned, structure, find_parties(document, cleaned, structure)


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


def measure(
    cases: Iterable[Case],
    rules: RuleSet,
    reader: Callable[[Path], Read] = read_contract,
    only: str = "",
    half: str = "",
) -> list[Outcome]:
    """Run the rules over the cases. ``only`` is a requirement, category or family."""
    detector = Detector(rules)
    families = {rule.id: rule.family for rule in rules.rules}
    rows = []
    for case in cases:
        if half and case.half != half:
            continue
        findings = {finding.requirement: finding for finding in detector.detect(*reader(case.path))}
        for name, label in case.labels.items():
            wanted = CUAD.get(name, (name,))
            if not all(requirement in findings for requirement in wanted):
                continue
            family = families[wanted[0]]
            if only and only not in (name, family):
                continue
            rows.append(Outcome(case, name, family, label, tuple(findings[requirement] for requirement in wanted)))
    return rows


def tallies(rows: Iterable[Outcome], key: Callable[[Outcome], str]) -> dict[str, Tally]:
    """Count outcomes by a key."""
    found: dict[str, Tally] = {}
    for row in rows:
        found.setdefault(key(row), Tally()).add(row)
    return found


def gaps(rows: Iterable[Outcome]) -> Tally:
    """Count the other way round: what is not there is what should be found. A claim is any answer but "yes"."""
    tally = Tally()
    for row in rows:
        if not row.said and not row.label.present:
            tally.true += 1
        elif not row.said:
            tally.wrong += 1
        elif not row.label.present:
            tally.missed += 1
    return tally


def gap_line(rows: Iterable[Outcome]) -> str:
    """Word the row of a table that takes "missing" as what should be found."""
    tally = gaps(rows)
    return (
        f"{'missing as the positive class':34} {tally.precision:5.2f} {tally.recall:5.2f} {tally.f1:5.2f}"
        f"{'':36}tp {tally.true} fp {tally.wrong} fn {tally.missed}"
    )


HEAD = f"{'':34} {'P':>5} {'R':>5} {'F1':>5}   wrong no        overlap      values"


def line(name: str, tally: Tally) -> str:
    """Word one row of a table."""
    share = tally.denied_wrong / max(tally.denied, 1)
    overlap = f"{tally.quoted / tally.quotable:.2f}" if tally.quotable else "-"
    values = f"{tally.values_right}/{tally.values}" if tally.values else "-"
    return (
        f"{name:34} {tally.precision:5.2f} {tally.recall:5.2f} {tally.f1:5.2f}   "
        f"{tally.denied_wrong:3}/{tally.denied:<4} {share:4.0%}   {overlap:>5} {values:>10}   "
        f"tp {tally.true} fp {tally.wrong} fn {tally.missed}"
    )


def table(rows: list[Outcome], by_requirement: bool = True) -> str:
    """Return the table of a set: all, each family, each requirement (worst first)."""
    if not rows:
        return "nothing to measure"
    out = [HEAD]
    whole = tallies(rows, lambda row: "all (micro)")["all (micro)"]
    each = tallies(rows, lambda row: row.requirement)
    out.append(line("all (micro)", whole))
    out.append(gap_line(rows))
    macro = sum(tally.f1 for tally in each.values()) / len(each)
    out.append(f"{'macro-F1':34} {macro:17.2f}")
    for name, tally in sorted(tallies(rows, lambda row: row.family).items()):
        out.append(line(f"  {name}", tally))
    if by_requirement:
        out.append("worst first:")
        out.extend(line(f"  {name}", tally) for name, tally in sorted(each.items(), key=lambda pair: pair[1].f1))
    return "\n".join(out)


def errors(rows: Iterable[Outcome], width: int = 500) -> str:
    """Return each wrong outcome with its text: what was claimed or missed, and the labelled words."""
    out = []
    for row in rows:
        found = "/".join(finding.found.value for finding in row.findings)
        value_wrong = row.said and row.label.present and row.has_value and not value_right(row)
        if row.said == row.label.present and not value_wrong:
            continue
        kind = "VALUE" if value_wrong else ("MISSED" if row.label.present else "WRONG")
        mark = "" if row.label.sure else " (unsure label)"
        out.append(f"--- {kind} {row.requirement}{mark} found={found} half={row.case.half} {row.case.name[:70]}")
        for finding in row.findings:
            if finding.value is not None or row.has_value:
                out.append(f"    value read: {finding.value}   label: {row.label.value}")
            for evidence in finding.evidence[:3]:
                place = f"[p{evidence.page} {evidence.clause} {evidence.heading}]"
                out.append(f"    said: {place} {' '.join(evidence.quote.split())[:width]}")
            if kind == "MISSED" and finding.nearest:
                out.append(f"    nearest: {' '.join(finding.nearest.quote.split())[:200]}")
        out.extend(f"    label: {' '.join(quote.split())[:width]}" for quote in row.label.quotes)
    return "\n".join(out)


def main(arguments: list[str] | None = None, reader: Callable[[Path], Read] = read_contract) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--set", choices=tuple(SETS), action="append")
    parser.add_argument("--labels", type=Path, help="a folder of further label files in the form of gold")
    parser.add_argument("--half", choices=("A", "B"), default="")
    parser.add_argument("--only", default="", help="a requirement, category or family")
    parser.add_argument("--errors", action="store_true", help="print the errors with their text")
    parser.add_argument("--all-labels", action="store_true", help="count labels marked unsure too")
    parser.add_argument("--rules", type=Path, default=None)
    options = parser.parse_args(arguments)
    if not CORPUS.is_dir():
        print(f"skipped: the labelled contracts are not beside this checkout ({CORPUS})")
        return 0
    chosen = options.set or ([] if options.labels else list(SETS))
    named: list[tuple[str, list[Case]]] = [(name, SETS[name]()) for name in chosen]
    if options.labels:
        named.append((str(options.labels), gold_cases(options.labels)))
    for name, cases in named:
        started = time.perf_counter()
        rows = measure(cases, load_rules(options.rules, asked(cases)), reader, options.only, options.half)
        if not options.all_labels:
            rows = [row for row in rows if row.label.sure]
        took = time.perf_counter() - started
        print(f"== {name} {options.half} ({len({row.case.name for row in rows})} contracts, {took:.1f} s)")
        print(errors(rows) if options.errors else table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
