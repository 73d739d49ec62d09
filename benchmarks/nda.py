"""Measures the nda playbook on the 61 non-disclosure agreements of ContractNLI's development set.

    python benchmarks/nda.py                      the table, all agreements and each half
    python benchmarks/nda.py --half even --errors marking-required     the errors of one half, with text

Each of the 17 statements is answered yes, contrary or no; any other finding counts as no. The rules were written from
the training part and from the errors of the even half (agreements 0, 2, 4 ..). Nobody looked at errors of the odd half,
so its figures are the fairer ones. The agreements lie beside the checkout and are never part of it. Where they are
absent this says so and ends with code 0.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contractcheck.checker import Checker
from contractcheck.model import Finding, Found, Verdict

DEV = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "contractnli" / "dev.json"

# The benchmark's name of each statement -> the requirement.
STATEMENTS = {
    "nda-1": "marking-required",
    "nda-2": "technical-information-only",
    "nda-3": "oral-information-covered",
    "nda-4": "use-limited-to-purpose",
    "nda-5": "sharing-with-employees",
    "nda-7": "sharing-with-third-parties",
    "nda-8": "notice-of-compelled-disclosure",
    "nda-10": "agreement-kept-confidential",
    "nda-11": "no-reverse-engineering",
    "nda-12": "independent-development-allowed",
    "nda-13": "third-party-acquisition-allowed",
    "nda-15": "no-licence-granted",
    "nda-16": "return-or-destruction",
    "nda-17": "copying-allowed",
    "nda-18": "no-solicitation-of-staff",
    "nda-19": "obligations-survive",
    "nda-20": "retention-allowed",
}
LABELS = {"Entailment": "yes", "Contradiction": "contrary", "NotMentioned": "no"}
ANSWERS = ("yes", "contrary", "no")

# What others published for accuracy over all statements: the majority label, and the best large transformer.
MAJORITY, BEST = 0.674, 0.892


@dataclass(frozen=True)
class Answer:
    """Label against finding for one statement in one agreement.

    ``half`` is even or odd by the agreement's place. ``passages`` are those that the label rests on, and ``quoted``
    tells that the finding's evidence shares a character with one of them.
    """

    agreement: str
    half: str
    requirement: str
    label: str
    finding: Finding
    passages: tuple[str, ...] = ()
    quoted: bool = False

    @property
    def said(self) -> str:
        """The finding as one of the three answers."""
        found = self.finding.found
        return found.value if found in (Found.YES, Found.CONTRARY) else Found.NO.value


def answers(data: dict[str, Any], checker: Checker) -> Iterator[Answer]:
    """Check every agreement, from memory, and pair findings with labels."""
    for number, agreement in enumerate(data["documents"]):
        examined = checker.examine(f"{agreement['file_name']}.txt", agreement["text"].encode())
        if all(row.verdict is Verdict.NOT_APPLICABLE for row in examined.report.assessed):
            print(f"the playbook does not apply: {agreement['file_name']}", file=sys.stderr)
        findings = {finding.requirement: finding for finding in examined.findings}
        labels = agreement["annotation_sets"][0]["annotations"]
        for name, requirement in STATEMENTS.items():
            spans = [agreement["spans"][index] for index in labels[name]["spans"]]
            yield Answer(
                agreement["file_name"],
                ("even", "odd")[number % 2],
                requirement,
                LABELS[labels[name]["choice"]],
                findings[requirement],
                tuple(agreement["text"][start:end] for start, end in spans),
                any(
                    evidence.start < end and start < evidence.end
                    for evidence in findings[requirement].evidence
                    for start, end in spans
                ),
            )


def accuracy(rows: Iterable[Answer]) -> float:
    """Share of statements answered as labelled."""
    right = [row.said == row.label for row in rows]
    return sum(right) / max(len(right), 1)


def f1(rows: Iterable[Answer], answer: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of one answer, counted over all statements together (micro)."""
    pairs = Counter((row.said == answer, row.label == answer) for row in rows)
    both, wrong, missed = pairs[True, True], pairs[True, False], pairs[False, True]
    return both / max(both + wrong, 1), both / max(both + missed, 1), 2 * both / max(2 * both + wrong + missed, 1)


def table(rows: list[Answer]) -> str:
    """Return the figures: each statement, then all, then each half."""
    out = [f"{'':34} right  usual   label>answer"]
    for requirement in STATEMENTS.values():
        own = [row for row in rows if row.requirement == requirement]
        usual = Counter(row.label for row in own).most_common(1)[0][1] / len(own)
        pairs = Counter((row.label, row.said) for row in own)
        wrong = "  ".join(f"{label}>{said} {count}" for (label, said), count in pairs.items() if label != said)
        out.append(f"{requirement:34} {accuracy(own):5.3f}  {usual:5.3f}   {wrong}")
    for name, half in (("all", ("even", "odd")), ("even half", ("even",)), ("odd half", ("odd",))):
        own = [row for row in rows if row.half in half]
        precision, recall, value = f1(own, "contrary")
        out.append(
            f"{name:10} {len(own):5} answers: accuracy {accuracy(own):.3f}   "
            f"contrary P {precision:.3f} R {recall:.3f} F1 {value:.3f}"
        )
    shown = [row.quoted for row in rows if row.said == row.label != Found.NO.value]
    out.append(f"{sum(shown)} of {len(shown)} right answers yes and contrary quote a passage that the label rests on")
    out.append(f"published: the most frequent label {MAJORITY}, the best large transformer {BEST}")
    return "\n".join(out)


def errors(rows: Iterable[Answer], width: int = 400) -> str:
    """Return each wrong answer with what was found and the labelled words."""
    out = []
    for row in rows:
        if row.said != row.label:
            out.append(f"--- {row.requirement} label {row.label}, answer {row.said}: {row.agreement}")
            out.extend(f"    said: {' '.join(item.quote.split())[:width]}" for item in row.finding.evidence[:2])
            out.extend(f"    label: {' '.join(passage.split())[:width]}" for passage in row.passages)
    return "\n".join(out)


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--half", choices=("even", "odd"), default="", help="one half of the agreements")
    parser.add_argument("--errors", nargs="?", const="", default=None, help="print the errors, of one statement or all")
    options = parser.parse_args(arguments)
    if not DEV.is_file():
        print(f"skipped: the agreements are not beside this checkout ({DEV})")
        return 0
    started = time.perf_counter()
    rows = list(answers(json.loads(DEV.read_text(encoding="utf-8")), Checker("nda")))
    rows = [row for row in rows if options.half in ("", row.half)]
    if options.errors is not None:
        print(errors(row for row in rows if options.errors in ("", row.requirement)))
        return 0
    print(f"== nda on {len({row.agreement for row in rows})} agreements, {time.perf_counter() - started:.1f} s")
    print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
