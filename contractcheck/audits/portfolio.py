"""The portfolio page: all contracts of an audit on one page, what is missing most, the key dates, what was not read."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from contractcheck.audits import selections
from contractcheck.audits.ledger import Ledger, Run
from contractcheck.audits.tasks import About
from contractcheck.model import Severity
from contractcheck.places import templates_folder
from contractcheck.report.display import cut, printable

TEMPLATES = Path(__file__).parent / "templates"
# A page with more rows than this is slow to open. The workbook always holds all of them.
MAX_GAPS = 200
MAX_DATES = 500
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
    """Write ``index.html``: one file that needs nothing else, and that never runs or loads anything."""
    style = "\n".join(
        file.read_text(encoding="utf-8") for file in (templates_folder() / "report.css", TEMPLATES / "portfolio.css")
    )
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=lambda value: value if hasattr(value, "__html__") else printable(value),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["cut"] = cut
    totals = _totals(ledger, run)
    page = environment.get_template("portfolio.html").stream(
        style=Markup(style),  # noqa: S704  (our own files, not a contract's)
        style_hash="sha256-" + b64encode(sha256(style.encode()).digest()).decode("ascii"),
        playbook=", version ".join(filter(None, [about.title or run.playbook, about.version])),
        files=totals["files"],
        checked=totals["checked"],
        lost=totals["lost"],
        gaps={severity.value: totals[severity] for severity in Severity if totals[severity]},
        needs=_needs(ledger, run, about),
        not_checked=lambda: (row for row in selections.contracts(ledger, run) if not row.checked),
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
        totals["checked" if contract.checked else "lost"] += 1
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
