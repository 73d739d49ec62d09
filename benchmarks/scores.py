"""Labels against findings: outcomes, and the counts made of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from judging import VALUED, Judged, answers, judge
from labelled import CUAD, Case, Label

from contractcheck.contract import Contract
from contractcheck.detection.again import look_again
from contractcheck.detection.detect import Detector
from contractcheck.model import Finding, Found, Severity, Side, Verdict
from contractcheck.reading.options import Engine, ReadOptions
from contractcheck.rulebook.rules import RuleSet
from contractcheck.secondlook.look import SecondLook


def read_contract(path: Path, data: bytes | None = None) -> Contract:
    """Read one contract as ``check --no-ocr`` does: the figures must not hang on what recognition is installed.

    ``data`` are its bytes, where no file holds them.
    """
    return Contract.read(path, data, ReadOptions(ocr=Engine.NONE))


@dataclass(frozen=True)
class Outcome:
    """Label against finding."""

    case: Case
    requirement: str
    family: str
    label: Label
    findings: tuple[Finding, ...]
    judged: Judged | None = None

    @property
    def group(self) -> str:
        """What is drawn as one when intervals are made: the contract."""
        return self.case.group or self.case.name

    @property
    def side(self) -> Side:
        """The side that the rules name, of the first finding that says that it is there."""
        return next((finding.side for finding in self.findings if finding.found is Found.YES), Side.UNCLEAR)

    @property
    def side_counts(self) -> bool:
        """The side can be held against the label's: it is there, both say so, and the label is sure whose it is."""
        return self.said and self.label.side_sure

    @property
    def side_right(self) -> bool:
        """The side is the label's."""
        return self.side.value == self.label.side

    @property
    def swapped(self) -> bool:
        """The customer's is said to be the provider's, or the other way round."""
        return {self.side.value, self.label.side} == {Side.PROVIDER.value, Side.CUSTOMER.value}

    @property
    def met(self) -> bool:
        """The playbook says that the requirement is met."""
        return self.judged is not None and self.judged.verdict is Verdict.MET

    @property
    def met_right(self) -> bool:
        """The playbook says so, and would say so of the label: it is there, on the right side, with enough."""
        return self.met and self.judged is not None and self.judged.deserved is Verdict.MET

    @property
    def grave(self) -> bool:
        """The playbook counts the requirement as critical or high."""
        return self.judged is not None and self.judged.severity in (Severity.CRITICAL, Severity.HIGH)

    @property
    def said(self) -> bool:
        """The rules say that it is there."""
        return any(finding.found is Found.YES for finding in self.findings)

    @property
    def has_value(self) -> bool:
        """The label gives a number and the catalogue asks for one."""
        known = isinstance(self.label.value, int | float) and "value" not in self.label.disputed
        return self.requirement in VALUED and known

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


def findings_of(
    case: Case,
    detector: Detector,
    reader: Callable[..., Contract] = read_contract,
    look: SecondLook | None = None,
) -> tuple[Finding, ...]:
    """Read a labelled contract and find what it says, with a second look where one is given."""
    contract = reader(case.path, case.text.encode("utf-8")) if case.text else reader(case.path)
    findings = detector.detect(contract)
    return findings if look is None else look_again(findings, contract, look)


def measure(
    cases: Iterable[Case],
    rules: RuleSet,
    reader: Callable[..., Contract] = read_contract,
    only: str = "",
    half: str = "",
    look: SecondLook | None = None,
) -> list[Outcome]:
    """Run the rules over the cases, and the second look. ``only`` is a requirement, category, row or family."""
    detector = Detector(rules)
    families = {rule.id: rule.family for rule in rules.rules}
    rows = []
    for case in cases:
        if half and case.half != half:
            continue
        findings = answers(case, findings_of(case, detector, reader, look), rules)
        for name, label in case.labels.items():
            wanted = CUAD.get(name, (name,))
            if not all(requirement in findings for requirement in wanted):
                continue
            family = case.playbook or families[wanted[0]]
            if only and only not in (name, family):
                continue
            found = tuple(findings[requirement] for requirement in wanted)
            judged = judge(case, name, found[0], rules) if len(found) == 1 else None
            rows.append(Outcome(case, name, family, label, found, judged))
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
