"""The options by which a reader asks for some findings only, and what they are held against."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

import click

from contractcheck.commands.options import bundled
from contractcheck.errors import ContractcheckError
from contractcheck.model import Severity
from contractcheck.model.nearnames import did_you_mean
from contractcheck.report.selection import GAPS_ONLY, VERDICTS, Selection, unknown

if TYPE_CHECKING:
    from contractcheck.checker import Checker

_SEVERITIES = tuple(severity.value for severity in Severity)


def _selection(
    only: tuple[str, ...], family: tuple[str, ...], verdict: tuple[str, ...], severity: str | None
) -> Selection:
    verdicts = _words(verdict)
    _refuse(unknown(verdicts, VERDICTS), "--verdict", VERDICTS)
    return Selection(_words(only), _words(family), verdicts, Severity(severity) if severity else None)


selection_options = bundled(
    "selection",
    _selection,
    [
        click.option(
            "--only",
            multiple=True,
            metavar="WHAT,...",
            help="List only these: 'gaps', gaps of a severity or worse ('high'), or requirements by their ids.",
        ),
        click.option("--family", multiple=True, metavar="ID,...", help="List only requirements of these families."),
        click.option("--verdict", multiple=True, metavar="WORD,...", help="List only findings with these verdicts."),
        click.option("--severity", type=click.Choice(_SEVERITIES), help="List only this severity or worse."),
    ],
)


def hold_selection(selection: Selection, checker: Checker) -> None:
    """Refuse ids and families that no playbook of the run has. Raises ContractcheckError."""
    if not selection:
        return
    ids = {id_ for playbook in checker.playbooks for id_ in playbook.requirements}
    _refuse(unknown(selection.ids(), ids), "--only", [*ids, GAPS_ONLY, *_SEVERITIES])
    rows = [row for playbook in checker.playbooks for row in playbook.requirements.items()]
    by_id = {rule.id: rule.family for rule in checker.rules.rules}
    families = {row.family or by_id.get(row.rule, "") for _, row in rows} - {""}
    _refuse(unknown(selection.families, families), "--family", families)


def _words(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.strip().casefold() for one in given for word in one.split(",") if word.strip())


def _refuse(word: str, option: str, known: Collection[str]) -> None:
    if word:
        near = did_you_mean(word, sorted(known)) or f" (there are: {', '.join(sorted(known))})"
        if len(known) > 20 and near.startswith(" ("):
            near = ": 'contractcheck playbooks show' lists the ids"
        raise ContractcheckError(f"{option}: nothing here is called '{word}'{near}")
