"""The short text report: what was read, the scorecard, a line a gap, the worst gaps in detail, and the result last."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from contractcheck.model import Severity
from contractcheck.report.view import Item, View, count

DETAILED = 5
"""So many critical and high gaps are shown in detail. With a line a gap, 20 gaps then stay within 100 lines."""
LINES_OF_OTHERS = 8
_DEFAULT_PLAYBOOK = "outsourcing"
_SEVERE = (Severity.CRITICAL.value, Severity.HIGH.value)


@dataclass(frozen=True)
class Brief:
    """What the short report shows of one report. What is met is listed only where a reader asked for a selection.

    ``more`` says what is left to ``--full``, ``next`` are commands that go on from here.
    """

    view: View
    gaps: tuple[Item, ...]
    detailed: tuple[Item, ...]
    unsure: tuple[Item, ...]
    waived: tuple[Item, ...]
    met: tuple[Item, ...]
    more: tuple[str, ...]
    next: tuple[str, ...]


def brief(view: View) -> Brief:
    """Choose what the short report shows. A selection of the reader's own is shown in detail, whatever it holds."""
    gaps = tuple(item for group in view.gaps for item in group.items)
    severe = gaps if view.report.selection else tuple(item for item in gaps if item.severity in _SEVERE)
    unsure = tuple(sorted(view.unsure, key=lambda item: list(Severity).index(Severity(item.severity))))
    return Brief(
        view=view,
        gaps=gaps,
        detailed=severe[:DETAILED],
        unsure=unsure[:LINES_OF_OTHERS],
        waived=view.waived[:LINES_OF_OTHERS],
        met=view.met if view.report.selection else (),
        more=tuple(_more(view, severe, len(unsure))),
        next=_next(view, gaps),
    )


def totals(views: Sequence[View]) -> str:
    """Return the sentence on several reports: ``3 reports: 2 checked, 1 not; 40 gaps, 3 of them critical or high``."""
    checked = [one for one in views if one.checked]
    gaps = [gap for one in checked for gap in one.report.gaps()]
    severe = sum(gap.severity.value in _SEVERE for gap in gaps)
    read = f"{len(views)} reports: {len(checked)} checked"
    read += f", {len(views) - len(checked)} not" if len(checked) < len(views) else ""
    return f"{read}; {len(gaps)} gaps, {severe} of them critical or high"


def _more(view: View, severe: Sequence[Item], unsure: int) -> list[str]:
    """What is left out, counted: nothing goes without a word."""
    left = []
    if len(severe) > DETAILED:
        left.append(f"details of {count(len(severe) - DETAILED, 'more gap')}")
    if unsure > LINES_OF_OTHERS:
        left.append(f"{unsure - LINES_OF_OTHERS} more that could not be told")
    if len(view.waived) > LINES_OF_OTHERS:
        left.append(f"{len(view.waived) - LINES_OF_OTHERS} more that were waived")
    return left


def _next(view: View, gaps: Sequence[Item]) -> tuple[str, ...]:
    playbook = "" if view.report.playbook == _DEFAULT_PLAYBOOK else f" --playbook {shlex.quote(view.report.playbook)}"
    command = f"contractcheck check {shlex.quote(view.contract.path)}{playbook}"
    one = f" --only {gaps[0].requirement}" if gaps and not view.report.selection else ""
    return (f"{command} -o report.html", f"{command}{one} --full")
