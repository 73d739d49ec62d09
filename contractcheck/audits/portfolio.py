"""The portfolio page: all contracts of an audit on one page, what is missing most, the key dates, what was not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from jinja2 import FileSystemLoader
from markupsafe import Markup

from contractcheck.audits import selections
from contractcheck.audits.heatmap import SCRIPT, heat_data
from contractcheck.audits.ledger import Ledger, Run
from contractcheck.audits.reportpages import FOLDER, PageNames
from contractcheck.audits.tasks import About
from contractcheck.model import Severity, Verdict
from contractcheck.model.oneline import cut
from contractcheck.places import templates_folder
from contractcheck.report.web import SIGNS, environment, policy_hash

TEMPLATES = Path(__file__).parent / "templates"
# A page with more rows than this is slow to open. The workbook always holds all of them.
MAX_GAPS = 200
MAX_DATES = 500
MAX_COVERAGE = 200
# Pieces of the page that are written together.
_BUFFER = 200

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Need:
    """A requirement over all contracts: how often it came out how."""

    title: str
    met: int
    weak: int
    missing: int
    unwanted: int
    unsure: int
    share: int
    """Gaps in percent of the contracts that it applies to."""


def write_portfolio(ledger: Ledger, run: Run, about: About, path: Path) -> None:
    """Write ``index.html``: one file that asks for nothing, and leads to the page of each contract beside it."""
    style = "\n".join(
        file.read_text(encoding="utf-8") for file in (templates_folder() / "report.css", TEMPLATES / "portfolio.css")
    )
    script = SCRIPT.read_text(encoding="utf-8")
    made = environment(FileSystemLoader(TEMPLATES))
    made.filters["cut"] = cut
    names = PageNames(ledger, run)
    totals = _totals(ledger, run)
    page = made.get_template("portfolio.html").stream(
        style=Markup(style),  # noqa: S704  (our own files, not a contract's)
        style_hash=policy_hash(style),
        script=Markup(script),  # noqa: S704
        script_hash=policy_hash(script),
        heat=lambda: heat_data(ledger, run, about),
        page_of=lambda row: f"{FOLDER}/{names.of(row.path, row.sha256)}",
        verdicts=[verdict.value.replace("-", " ") for verdict in Verdict],
        words={verdict.value.replace("-", " "): verdict.words for verdict in Verdict},
        signs=SIGNS,
        playbook=", version ".join(filter(None, [about.title or run.playbook, about.version])),
        files=totals["files"],
        checked=totals["checked"],
        lost=totals["lost"],
        refused=totals["refused"],
        gaps={severity.value: totals[severity] for severity in Severity if totals[severity]},
        needs=_needs(ledger, run, about),
        not_checked=lambda: (row for row in selections.contracts(ledger, run) if not row.checked and not row.refused),
        no_contracts=lambda: (row for row in selections.contracts(ledger, run) if row.refused),
        not_read=_first((row for row in selections.contracts(ledger, run) if row.not_read), MAX_COVERAGE),
        max_coverage=MAX_COVERAGE,
        contracts=lambda: (row for row in selections.contracts(ledger, run) if row.checked),
        severities=list(Severity),
        worst=_first(selections.worst(ledger, run), MAX_GAPS),
        dates=_first((row for row in selections.dates(ledger, run) if row.day), MAX_DATES),
        unknown=sum(1 for row in selections.dates(ledger, run) if not row.day),
        titles=about.titles,
        max_gaps=MAX_GAPS,
        max_dates=MAX_DATES,
    )
    page.enable_buffering(_BUFFER)
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        for piece in page:
            file.write(piece)


def _totals(ledger: Ledger, run: Run) -> Counter[str]:
    totals: Counter[str] = Counter()
    for contract in selections.contracts(ledger, run):
        totals["files"] += 1
        totals["checked" if contract.checked else "refused" if contract.refused else "lost"] += 1
        totals.update(contract.gaps)
    return totals


def _needs(ledger: Ledger, run: Run, about: About) -> list[Need]:
    """The requirements, those that most contracts lack first."""
    needs = []
    for requirement, counts in selections.requirements(ledger, run).items():
        gaps = sum(counts.get(name, 0) for name in ("weak", "missing", "unwanted"))
        applies = sum(counts.values()) - counts.get("not-applicable", 0)
        needs.append(
            Need(
                title=about.titles.get(requirement, requirement),
                met=counts.get("met", 0),
                weak=counts.get("weak", 0),
                missing=counts.get("missing", 0),
                unwanted=counts.get("unwanted", 0),
                unsure=counts.get("unsure", 0),
                share=round(100 * gaps / applies) if applies else 0,
            )
        )
    return sorted(needs, key=lambda need: (-need.share, need.title))


def _first(rows: Iterator[_Row], count: int) -> list[_Row]:
    return [row for row, _ in zip(rows, range(count), strict=False)]
