"""The table of report formats: one row each, with its name, the ending of its files, and what renders it.

A renderer is imported only when its format is asked for, so that help comes up without any of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from contractcheck.model import Report, Severity

if TYPE_CHECKING:
    from contractcheck.report.illustrations import Illustrations
    from contractcheck.report.lines import Lines

PLAIN_WIDTH = 80


@dataclass(frozen=True, slots=True)
class Extras:
    """What some formats take besides the reports.

    Attributes:
        array: whether JSON is an array even of one report.
        width: columns of the text format; ``colour``: whether it may hold colour for a terminal.
        art: pictures and words around the quotes for HTML, by the hash of the contract: see ``illustrate``.
        lines: the lines of text files for SARIF, by the hash of the contract: see ``lines_of``.
        fail_on: the severity from which a gap is a failure in JUnit, or "never".
        letterhead: the user's own Word file that a memo is written into.
        schema: the schema of JSON, 2 or 1.
        full: whether the text report and the memo show all, or what needs a decision.
    """

    array: bool = True
    width: int = PLAIN_WIDTH
    colour: bool = False
    art: Mapping[str, Illustrations] | None = None
    lines: Mapping[str, Lines] | None = None
    fail_on: str = Severity.HIGH.value
    letterhead: Path | None = None
    schema: int = 2
    full: bool = False


class Need(Enum):
    """What must be gathered for a format while the contracts are read."""

    NOTHING = 0
    PICTURES = 1
    LINES = 2
    LETTERHEAD = 3


Renderer = Callable[[Sequence[Report], Extras], str | bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """One format of reports.

    Attributes:
        name: what ``--format`` calls it.
        ending: the ending of its files; ``other_endings`` name it as well.
        render: returns text, or bytes where the format is ``binary``.
        binary: whether it is the file of an office program and not text. It then needs a file to go to.
        machine: whether programs read it. It then says in its own form that a run failed.
        need: what must be gathered for it while the contracts are read.
        unencodable: what becomes of characters that UTF-8 cannot hold (lone surrogates, from a file name in an odd
            encoding): an error handler of Python.
    """

    name: str
    ending: str
    render: Renderer
    other_endings: tuple[str, ...] = ()
    binary: bool = False
    machine: bool = False
    need: Need = Need.NOTHING
    unencodable: str = "replace"


def _text(reports: Sequence[Report], extras: Extras) -> str:
    from contractcheck.report.templating import templated
    from contractcheck.report.terminal import Terminal

    return templated(reports, "full.text" if extras.full else "brief.text", Terminal(extras.width, extras.colour))


def _markdown(reports: Sequence[Report], extras: Extras) -> str:
    from contractcheck.report.templating import templated

    return templated(reports, "report.md")


def _html(reports: Sequence[Report], extras: Extras) -> str:
    from contractcheck.report.web import WebPage

    return WebPage().render(reports, extras.art)


def _json(reports: Sequence[Report], extras: Extras) -> str:
    from contractcheck.report.data import to_data

    data = [to_data(report, extras.schema) for report in reports]
    return json.dumps(data if extras.array else data[0], ensure_ascii=False, indent=2) + "\n"


def _sarif(reports: Sequence[Report], extras: Extras) -> str:
    from contractcheck.report.sarif import to_sarif

    return to_sarif(reports, extras.lines)


def _junit(reports: Sequence[Report], extras: Extras) -> str:
    from contractcheck.report.junit import to_junit

    return to_junit(reports, extras.fail_on)


def _csv(reports: Sequence[Report], extras: Extras) -> str:
    from contractcheck.report.csvfile import to_csv

    return to_csv(reports)


def _memo(reports: Sequence[Report], extras: Extras) -> bytes:
    from contractcheck.report.memo import memo

    return memo(reports, extras.letterhead, full=extras.full)


def _workbook(reports: Sequence[Report], extras: Extras) -> bytes:
    from contractcheck.report.workbook import workbook

    return workbook(reports)


FORMATS: tuple[Format, ...] = (
    Format("text", ".txt", _text),
    Format("md", ".md", _markdown, other_endings=(".markdown",)),
    Format("html", ".html", _html, other_endings=(".htm",), need=Need.PICTURES),
    # A lone surrogate written as "\udc80" is valid JSON, and keeps the odd name.
    Format("json", ".json", _json, machine=True, unencodable="backslashreplace"),
    Format("sarif", ".sarif", _sarif, machine=True, need=Need.LINES),
    Format("junit", ".xml", _junit, machine=True),
    Format("csv", ".csv", _csv, machine=True),
    Format("docx", ".docx", _memo, binary=True, need=Need.LETTERHEAD),
    Format("xlsx", ".xlsx", _workbook, binary=True),
)
BY_NAME = {row.name: row for row in FORMATS}
BY_ENDING = {ending: row for row in FORMATS for ending in (row.ending, *row.other_endings)}
# What ``render`` returns: the formats that are text.
TEXT_FORMATS = tuple(row.name for row in FORMATS if not row.binary)
