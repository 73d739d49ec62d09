"""(Tables, rules) -> what the rows of service-level tables say about a rule, with row and column in the evidence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from contractcheck.contract import Contract
from contractcheck.detection.evidence import Quoter
from contractcheck.detection.figures import figures
from contractcheck.detection.servicelevels import Column, ServiceLevel, says_nothing, service_levels
from contractcheck.detection.standing import NO_BOX_TICKED, left_blank
from contractcheck.detection.values import ReadValue, reading_of
from contractcheck.language.blanks import with_lines
from contractcheck.model import Cell, ClauseKind, Dimension, Evidence, Quantity, Span, StateKind, Table
from contractcheck.rulebook.forms import Kind, TableForm
from contractcheck.rulebook.phrases import Phrase
from contractcheck.rulebook.rules import SOFTENER, CompiledRule, RuleSet

MAX_ROWS = 8
"""Rows shown for one finding."""

MAX_LEVELS = 5000
"""Service levels read in one table. No agreement has so many; a hostile page may."""

MAX_NAME = 80
"""Characters of a row's or a column's name. Some tables describe a fault in the cell that names it."""

_LEAD = 300  # characters before a table in which the sentence stands that leads to it
_SENTENCE = re.compile(r"[.;]\s")
_TAGS = re.compile(r"<[^<>\n]*>")


@dataclass(frozen=True, slots=True)
class AnsweringRow:
    """A row that answers a rule. ``reading`` is None where the rule reads no figure, or the row gives none."""

    reading: ReadValue | None
    evidence: tuple[Evidence, ...]
    band: bool
    target: bool
    soft: bool
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    """A table of service levels, where it stands, and whether the sentence above it softens it."""

    table: Table
    levels: tuple[ServiceLevel, ...]
    span: Span
    soft: bool


@dataclass(frozen=True)
class RowsRead:
    """What the tables of a document say about a rule: the row that gives the value comes first.

    ``spans`` are the places of the tables that these rows stand in. ``doubt`` says why even the best row is not sure.
    """

    reading: ReadValue | None
    evidence: tuple[Evidence, ...]
    soft: bool
    spans: tuple[Span, ...]
    doubt: str = ""

    def covers(self, start: int, end: int) -> bool:
        """Whether a passage overlaps one of the tables."""
        return any(span.start < end and start < span.end for span in self.spans)


class Tabled:
    """Reads the tables of one document. Each table is analysed once, for all rules."""

    def __init__(
        self,
        rules: RuleSet,
        contract: Contract,
        quoter: Quoter,
        tables: Iterable[Table],
    ) -> None:
        self._rules = rules
        self._text = contract.text
        self._states = contract.states
        self._noise = contract.noise
        self._noise_starts = [span.start for span in contract.noise]
        self._outline = contract.outline
        self._clause_starts = [clause.start for clause in contract.clauses]
        self._quoter = quoter
        self._groups: dict[str, frozenset[int]] = {}
        self._known = [known for known in map(self._know, tables) if known.levels]

    def read(self, rule: CompiledRule) -> RowsRead | None:
        """Return what the tables say about a rule, or None where they say nothing."""
        form = rule.rule.table
        if form is None:
            return None
        rows: list[AnsweringRow] = []
        tables: list[_Known] = []
        for known in self._known:
            for level in known.levels:
                row = self._row(rule, form, known, level)
                if row is not None:
                    rows.append(row)
                    tables.append(known)
        if not rows:
            return None
        if form.value == Column.TARGET.value and any(not row.band for row in rows):
            # Where targets are promised, the bands of their credits say nothing new about them.
            tables = [table for table, row in zip(tables, rows, strict=True) if not row.band]
            rows = [row for row in rows if not row.band]
        best = _best(rows, form.pick)
        ordered = [best, *(row for row in rows if row is not best)]
        evidence = [piece for row in ordered for piece in row.evidence]
        return RowsRead(
            best.reading,
            tuple(dict.fromkeys(evidence))[:MAX_ROWS],
            rule.rule.kind is Kind.DUTY and all(row.soft for row in rows),
            tuple(dict.fromkeys(known.span for known in tables)),
            best.doubt,
        )

    def _know(self, table: Table) -> _Known:
        levels = service_levels(table)[:MAX_LEVELS]
        cells = [cell for row in table.rows for cell in row if cell.text]
        if not levels:
            return _Known(table, (), Span(0, 0), False)
        span = Span(min(cell.start for cell in cells), max(cell.end for cell in cells))
        return _Known(table, levels, span, self._soft(span.start))

    def _row(self, rule: CompiledRule, form: TableForm, known: _Known, level: ServiceLevel) -> AnsweringRow | None:
        column = Column(form.value)
        cell = level.cell(column)
        doubt = self._doubt(cell)
        if doubt is None:
            return None
        if says_nothing(cell) and not doubt:
            return None
        if (level.band and not form.bands) or not self._speaks_of(rule, level, column):
            return None
        reading = None
        if form.reads:
            amounts = figures(with_lines(cell.text) if doubt else cell.text, level.head(column), form.reads)
            if not amounts and doubt:
                amounts = (Quantity(form.reads[0], None, "", cell.text, 0, len(cell.text), redacted=True),)
            if not amounts:
                return None
            amount = amounts[0]
            if level.band and column is Column.TARGET:
                # The highest figure under which there is a credit is what is promised; "100 %" is the top of a band.
                given = [one for one in amounts if one.amount is not None]
                amount = max(given, key=lambda one: ((one.amount or 0.0) < 100, one.amount or 0.0), default=amount)
            if amount.amount == 0:
                return None  # "0 %": no credit is due in this band
            unit = "percent" if amount.dimension is Dimension.PERCENT else form.unit
            reading = reading_of(amount, unit, 0)
            if reading is None:
                return None
        evidence = self._quote(known.table, level, column)
        if not evidence:
            return None
        name, head = _row_name(level), _cut(level.head(column))
        if reading is not None:
            note = f"Read from a table: row {name}, column {head}." if head else f"Read from a table: row {name}."
            reading = replace(reading, notes=(note, *reading.notes))
        evidence = tuple(replace(piece, row=name, column=head) for piece in evidence)
        if reading is not None and reading.value.amount is not None and doubt != NO_BOX_TICKED:
            doubt = ""
        return AnsweringRow(reading, evidence, level.band, column is Column.TARGET, known.soft, doubt)

    def _doubt(self, cell: Cell) -> str | None:
        """Return why a cell is not sure, "" where nothing speaks against it, None where it is not agreed."""
        states, start, end = self._states, cell.start, cell.end
        if states.touches(StateKind.UNTICKED, start, end) or states.touches(StateKind.NOTE, start, end):
            return None
        if states.touches(StateKind.OPEN, start, end):
            return NO_BOX_TICKED
        blank = states.first(StateKind.BLANK, start, end)
        return left_blank(states.said(blank)) if blank is not None else ""

    def _speaks_of(self, rule: CompiledRule, level: ServiceLevel, column: Column) -> bool:
        """Whether the row is about the matter: by its service and metric, or, without a metric, by what is above."""
        name, head = level.name, level.head(column)
        if rule.table_not and self._holds(f"{name} . {head}", rule.table_not):
            return False
        if not rule.table_of or self._holds(name, rule.table_of):
            return True
        if level.metric.text:
            return False
        return self._holds(" . ".join((head, level.caption, self._heading(level))), rule.table_of)

    def _holds(self, text: str, phrases: tuple[Phrase, ...]) -> bool:
        groups = self._groups.get(text)
        if groups is None:
            from contractcheck.language.passages import stream_of
            from contractcheck.language.pipeline import doc_of

            book = self._rules.book
            keys, _, _ = book.found(doc_of(stream_of(text)))
            groups = self._groups[text] = frozenset(group for key in keys for group in book.groups_of[key])
        return any(phrase.needs <= groups for phrase in phrases)

    def _heading(self, level: ServiceLevel) -> str:
        """The headings of the clause that a row stands in, and of the one around it."""
        clauses = self._outline.clauses
        at = self._clause(level.target.start)
        words: list[str] = []
        while at is not None and at >= 0 and len(words) < 2:
            words.append(clauses[at].heading)
            at = clauses[at].parent
        return " . ".join(words)

    def _clause(self, offset: int) -> int | None:
        """The clause that an offset lies in."""
        at = bisect_right(self._clause_starts, offset) - 1
        return at if at >= 0 and offset <= self._outline.clauses[at].end else None

    def _quote(self, table: Table, level: ServiceLevel, column: Column) -> tuple[Evidence, ...]:
        """The row where its words stand in one piece, else the cell; nothing where neither does."""
        cell = level.cell(column)
        span = self._whole(table, level, cell)
        if span is None or self._is_noise(span):
            return ()
        clause = self._clause(span.start)
        if clause is None or self._outline.clauses[clause].kind is ClauseKind.CONTENTS:
            return ()
        core = (cell.start, max(cell.end, cell.start + 1))
        return self._quoter.quote(clause, span.start, span.end, core)[:1]

    def _whole(self, table: Table, level: ServiceLevel, cell: Cell) -> Span | None:
        filled = tuple(dict.fromkeys(one for one in level.line if one.text))
        above = table.rows[level.row - 1] if level.row and level.line else ()
        for cells in (filled, tuple(one for one in filled if one not in above)):
            if cell in cells:
                span = self._stretch(table, level.row, cells)
                if span is not None:
                    return span
        return Span(cell.start, cell.end) if cell.end > cell.start else None

    def _stretch(self, table: Table, row: int, cells: tuple[Cell, ...]) -> Span | None:
        """The piece of text that holds exactly these cells."""
        start, end = min(cell.start for cell in cells), max(cell.end for cell in cells)
        if any(cell.start == cell.end for cell in cells):
            # The lines of neighbouring cells stand in turn: together they reach as far as the next row.
            following = table.rows[row + 1] if row + 1 < len(table.rows) else ()
            end = max(end, min((cell.start for cell in following if cell.text), default=start))
        if end <= start:
            return None
        held = _letters(_TAGS.sub("", self._text[start:end]))
        return Span(start, end) if held == sum(_letters(cell.text) for cell in cells) else None

    def _is_noise(self, span: Span) -> bool:
        at = bisect_right(self._noise_starts, span.start) - 1
        return at >= 0 and self._noise[at].end >= span.end

    def _soft(self, start: int) -> bool:
        """Whether the sentence that leads to a table is softened ("will use reasonable efforts to meet")."""
        clause = self._clause(start)
        first = max(start - _LEAD, self._outline.clauses[clause].start if clause is not None else 0)
        sentences = [part for part in _SENTENCE.split(self._text[first:start]) if part.strip()]
        return bool(sentences) and self._holds(sentences[-1], self._rules.engine[SOFTENER])


def _best(rows: list[AnsweringRow], pick: str) -> AnsweringRow:
    """The row that gives the value. Of bands below which a credit is due the highest is what is promised."""
    rows = [row for row in rows if not row.doubt] or rows
    known = [row for row in rows if row.reading is not None and row.reading.value.amount is not None]
    if not known:
        return rows[0]
    if all(row.band for row in known) and known[0].target:
        return max(known, key=_amount)
    if pick == "first":
        return known[0]
    return min(known, key=_amount) if pick == "least" else max(known, key=_amount)


def _amount(row: AnsweringRow) -> float:
    return row.reading.value.amount or 0.0 if row.reading is not None else 0.0


def _row_name(level: ServiceLevel) -> str:
    """What a reader finds the row by: its service and metric; of a band its result."""
    cells: Iterator[Cell] = iter((level.service, level.metric))
    heads = {head for _, head in level.heads}
    names = [cell.text for cell in cells if cell.text and cell.text not in heads]
    if not names or level.band:
        names = [level.target.text]
    return _cut(", ".join(dict.fromkeys(names)))


def _cut(text: str) -> str:
    return text if len(text) <= MAX_NAME else text[:MAX_NAME].rsplit(" ", 1)[0] + " …"


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
