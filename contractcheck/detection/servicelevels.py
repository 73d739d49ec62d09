"""Table -> its rows as service levels: service, metric, target, measurement, credit.

Three kinds are known by their heads and what stands under them: targets ("Service | Metric | Target | Credit"), times
by severity ("Severity | Response | Resolution": one level for each time), and bands ("Monthly uptime | Credit").
A table that is none of these has no service levels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum, auto

from contractcheck.detection.tablegrid import BARE, FIGURE, MAX_HEAD_WORDS, MOSTLY, Heads, TableBody, grid_of, is_one
from contractcheck.model import Cell, Table


class Column(StrEnum):
    """What a column of such a table holds. A rule names the one that its value stands in."""

    SERVICE = auto()
    METRIC = auto()
    TARGET = auto()
    MEASUREMENT = auto()
    CREDIT = auto()


NOTHING = Cell("", 0, 0)


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """One service level: its cells, empty where the table has none, and the heads of their columns.

    ``row`` counts the rows of the table from 0, and ``line`` holds all cells of it; where the heads stand at the left
    it is a column, and ``line`` is empty. ``band`` tells that the target is a band of results with its credit
    ("99.0 % to 99.9 %"), and not a promise of its own. ``caption`` is the table's title row.
    """

    row: int
    service: Cell
    metric: Cell
    target: Cell
    measurement: Cell
    credit: Cell
    heads: tuple[tuple[Column, str], ...]
    line: tuple[Cell, ...] = ()
    caption: str = ""
    band: bool = False

    def cell(self, column: Column) -> Cell:
        """Return the cell of a column."""
        return {
            Column.SERVICE: self.service,
            Column.METRIC: self.metric,
            Column.TARGET: self.target,
            Column.MEASUREMENT: self.measurement,
            Column.CREDIT: self.credit,
        }[column]

    def head(self, column: Column) -> str:
        """Return the head of a column, "" where the table gives none."""
        return dict(self.heads).get(column, "")

    @property
    def name(self) -> str:
        """What the row is called: its service and its metric."""
        names = [cell.text for cell in (self.service, self.metric) if cell.text]
        return ", ".join(dict.fromkeys(names))


# The first that stands in a head decides. "Service credit" is no service, "Target response" is a time.
_HEADS: tuple[tuple[Column | None, re.Pattern[str]], ...] = tuple(
    (column, re.compile(words, re.IGNORECASE))
    for column, words in (
        (
            Column.CREDIT,
            r"\b(credits?|rebates?|deductions?|penalt(y|ies)|reductions?|abatements?|refunds?|liquidated|at risk"
            r"|remed(y|ies))\b",
        ),
        (
            Column.MEASUREMENT,
            r"\b(measured|measurement|measuring|calculat\w+|formula|method\w*|frequency|reporting|reported|period|interval"
            r"|monitor\w*|source|evidence|verification)\b(?! target)",
        ),
        (
            None,  # a figure of its own kind: the head is the metric, the cell the target
            r"\b(respon\w+|resol\w+|restor\w+|repair|acknowledg\w+|answer\w*|fix\w*|work-?\s?around|turn-?\s?around|reaction"
            r"|recovery|rto|rpo|notification|communication|updates?|closure|arriv\w+|on-?site|uptime|up-time|availab\w+"
            r"|downtime)\b",
        ),
        (
            Column.TARGET,
            r"\b(targets?|commitments?|objectives?|thresholds?|goals?|guarantees?|guaranteed|required|requirements?|minimum"
            r"|standards?|performance levels?|expected|limits?|agreed)\b",
        ),
        (
            Column.METRIC,
            r"\b(metrics?|measures?|indicators?|kpis?|parameters?|service[ -]levels?|slas?|slos?|criteri(a|on))\b",
        ),
        (
            Column.SERVICE,
            r"\b(services?|severity|sev|priority|urgency|impact|class|categor(y|ies)|components?|systems?|applications?"
            r"|environments?|process(es)?|functions?|areas?|items?|activit(y|ies)|tasks?|tiers?|plans?|requests?|incidents?"
            r"|problems?|faults?|levels?|deliverables?|descriptions?|products?|platforms?|sites?|locations?|queues?|channels?)\b",
        ),
    )
)
_SEVERITY = re.compile(r"\b(severity|sev|priority|urgency|impact|p)[\s-]*(level|class)?\b", re.IGNORECASE)
# "Less than 99.9 % but at least 99.0 %", "99.0 - 99.9 %", "< 95 %": results, not promises.
_BAND = re.compile(
    r"<|≤|less than|below|under|fewer than|lower than|up to|\d\s*%?\s*(-|–|—|to|and)\s*<?\s*\d|but\b|between",
    re.IGNORECASE,
)
# Cells that say that there is nothing.
_NONE = re.compile(r"(?:n/?\.?a\.?|none|nil|no|not applicable|-+|–|—|tbd|tbc)?\.?", re.IGNORECASE)


def service_levels(table: Table) -> tuple[ServiceLevel, ...]:
    """Return the service levels of a table from top to bottom; nothing where it is no table of service levels."""
    if not any(FIGURE.search(cell.text) or BARE.search(cell.text) for row in table.rows for cell in row):
        return ()
    for headless in (False, True):
        grid = grid_of(table, _KNOWN, headless=headless)
        columns = _columns(grid) if grid is not None else None
        if grid is not None and columns is not None:
            return tuple(_levels(grid, columns))
    return ()


@dataclass(frozen=True)
class _Columns:
    """Which column holds what. Several may hold targets, each with a metric for its head."""

    service: int | None
    metric: int | None
    targets: tuple[int, ...]
    measurement: int | None
    credit: int | None
    own: frozenset[int]
    band: bool


def _role(head: str) -> tuple[Column | None] | None:
    """What a head says of its column, in a tuple, or None where it says nothing that is known."""
    if len(head.split()) > MAX_HEAD_WORDS:
        return None
    if _SEVERITY.match(head):
        return (Column.SERVICE,)
    for column, words in _HEADS:
        if words.search(head):
            return (column,)
    return None


_KNOWN = Heads(
    any=lambda text: _role(text) is not None,
    plain=lambda text: _role(text) in ((Column.TARGET,), (Column.MEASUREMENT,), (Column.CREDIT,), (Column.METRIC,)),
)


def _columns(grid: TableBody) -> _Columns | None:
    if not grid.heads:
        return _listed(grid)
    found: dict[Column, list[int]] = {column: [] for column in Column}
    own: list[int] = []
    for at, head in enumerate(grid.heads):
        role = _role(head)
        if role is None:
            continue
        if role[0] is None:
            if grid.figures(at) >= MOSTLY:
                own.append(at)
            continue
        found[role[0]].append(at)
    metrics = found[Column.METRIC]
    targets = found[Column.TARGET]
    if not targets and not own:
        # "Service level" heads the name of a level in one table and its figure in another.
        targets = [at for at in metrics if at > 0 and grid.figures(at) >= MOSTLY]
        metrics = [at for at in metrics if at not in targets]
    targets = [at for at in [*targets, *own] if grid.figures(at) > 0]
    if not targets:
        return None
    services = found[Column.SERVICE]
    if not services and set(targets) <= set(own):
        # "Service level | Uptime": the head of the figure is the metric, and what names the level is no other.
        services, metrics = metrics[:1], metrics[1:]
    if not services and not metrics and not own:
        free = [at for at, head in enumerate(grid.heads) if _role(head) is None and at < min(targets)]
        services = free[:1]
    credit = next((at for at in found[Column.CREDIT] if at not in targets), None)
    if not services and not metrics and credit is None and 0 not in targets:
        services = [0]
    if not services and not metrics and credit is None:
        return None
    band = credit is not None and not metrics and grid.share(targets[0], _BAND) >= MOSTLY
    return _Columns(
        service=next((at for at in services if at not in targets), None),
        metric=next(iter(metrics), None),
        targets=tuple(sorted(targets)),
        # "KPI | Measure | Target": beside a metric a second one says how it is measured.
        measurement=next(iter([*found[Column.MEASUREMENT], *metrics[1:]]), None),
        credit=credit,
        own=frozenset(own),
        band=band,
    )


def _listed(grid: TableBody) -> _Columns | None:
    """A list of two columns, such as "Monthly uptime | 99.9 %": the left one names what the right one promises."""
    if grid.width != 2 or not grid.figures(1) or grid.figures(0) >= MOSTLY:
        return None
    if not any(_role(row[0].text) in ((None,), (Column.TARGET,)) for row in grid.rows):
        return None
    return _Columns(None, 0, (1,), None, None, frozenset(), band=False)


def _levels(grid: TableBody, columns: _Columns) -> Iterator[ServiceLevel]:
    group = previous = NOTHING
    places = {
        Column.SERVICE: columns.service,
        Column.METRIC: columns.metric,
        Column.MEASUREMENT: columns.measurement,
        Column.CREDIT: columns.credit,
    }
    heads = tuple((column, grid.head(at)) for column, at in places.items() if at is not None)
    for number, row in zip(grid.numbers, grid.rows, strict=True):
        if is_one(row):
            group = row[0]  # a row that is one cell names what follows
            continue
        cells = {column: row[at] if at is not None else NOTHING for column, at in places.items()}
        service, credit = cells[Column.SERVICE], cells[Column.CREDIT]
        if columns.service is None:
            service = group
        elif not service.text and cells[Column.METRIC].text:
            service = previous  # left blank under its like, as in Markdown, which cannot merge cells
        previous = service
        for at in columns.targets:
            if not row[at].text and not credit.text:
                continue
            metric = cells[Column.METRIC]
            if not metric.text and at in columns.own:
                metric = Cell(grid.head(at), grid.head_cells[at].start, grid.head_cells[at].start)
            level = ServiceLevel(
                number,
                service,
                metric,
                row[at],
                cells[Column.MEASUREMENT],
                credit,
                (*heads, (Column.TARGET, grid.head(at))),
                () if grid.turned else row,
                grid.caption,
                columns.band,
            )
            yield level if grid.heads else _told(level)


def _told(level: ServiceLevel) -> ServiceLevel:
    """In a list without heads a line may be "Service credit | 5 %": then the right cell is the credit."""
    if _role(level.metric.text) != (Column.CREDIT,):
        return level
    return replace(level, target=NOTHING, credit=level.target)


def says_nothing(cell: Cell) -> bool:
    """Whether a cell is empty or says that there is nothing ("n/a", "none", a dash)."""
    return _NONE.fullmatch(cell.text.strip()) is not None
