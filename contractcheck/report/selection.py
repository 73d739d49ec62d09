"""Which findings a report lists: gaps only, some severities, verdicts, families, or requirements by their ids."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from contractcheck.model import GAPS, Assessed, Report, Severity, Verdict
from contractcheck.model.findings import EXCLUDED

GAPS_ONLY = "gaps"
VERDICTS = tuple(dict.fromkeys([*(verdict.words.replace(" ", "-") for verdict in Verdict), EXCLUDED, "unwanted"]))
"""The words for verdicts that a reader may ask for: those of the reports, and the one of the JSON."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What a reader asks to see. Every part that is set must hold; all that is empty lets everything through.

    Attributes:
        only: "gaps", a severity (it or worse, of gaps), or ids: one of them must fit.
        families: families as their ids ("data-security").
        verdicts: of ``VERDICTS``.
        severity: this severity or worse.
    """

    only: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    severity: Severity | None = None

    def __bool__(self) -> bool:
        return bool(self.only or self.families or self.verdicts or self.severity)

    @property
    def words(self) -> str:
        """What was asked for, as a report says it: "gaps; family data-security; severity high or worse"."""
        named = [("", self.only), ("family ", self.families), ("verdict ", self.verdicts)]
        parts = [name + " or ".join(words) for name, words in named if words]
        return "; ".join([*parts, *([f"severity {self.severity.value} or worse"] if self.severity else [])])

    def of(self, report: Report) -> Report:
        """Return the report with all else left out of its lists. Its counts stay those of the whole."""
        if not self:
            return report
        out = frozenset(item.finding.requirement for item in report.assessed if not self._shows(item))
        return replace(report, left_out=out, selection=self.words)

    def ids(self) -> tuple[str, ...]:
        """Return the requirements that are asked for by id."""
        return tuple(word for word in self.only if word != GAPS_ONLY and word not in tuple(Severity))

    def _shows(self, item: Assessed) -> bool:
        return (
            (not self.only or any(_fits(word, item) for word in self.only))
            and (not self.families or item.family in self.families)
            and (not self.verdicts or bool(_words(item) & set(self.verdicts)))
            and (self.severity is None or item.severity in self.severity.or_worse())
        )


def unknown(words: Iterable[str], known: Collection[str]) -> str:
    """Return the first word that is not known, or ""."""
    return next((word for word in words if word not in known), "")


def _fits(word: str, item: Assessed) -> bool:
    if word == GAPS_ONLY:
        return item.verdict in GAPS
    if word in tuple(Severity):
        return item.verdict in GAPS and item.severity in Severity(word).or_worse()
    return word == item.finding.requirement


def _words(item: Assessed) -> set[str]:
    return {item.verdict.value, item.verdict_name.replace(" ", "-")}
