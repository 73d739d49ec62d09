"""The options that say which waivers count. Every command that judges contracts has them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from contractcheck.commands.console import tell
from contractcheck.commands.inputs import STDIN
from contractcheck.commands.options import bundled
from contractcheck.errors import ContractcheckError
from contractcheck.model import Report

if TYPE_CHECKING:
    from contractcheck.waivers.entries import WaiverEntry

NOT_A_DATE = "'{}' is not a date (write it as 2027-03-31)"


class Waivers:
    """The waivers of a run. Each file of them is read once, when the first contract below it is there."""

    def __init__(self, file: Path | None, off: bool, today: date | None) -> None:
        self.file = file
        self._off = off
        self.today = today or datetime.now().astimezone().date()
        self._read: dict[Path, tuple[WaiverEntry, ...]] = {}
        self._playbooks: tuple[str, ...] = ()

    def prepare(self, playbooks: Sequence[str], files: Sequence[str] = ()) -> None:
        """Name the playbooks in use, and read the waivers of some contracts: a fault in them should cost no time.

        Raises RuleError or ContractcheckError as ``read_waivers`` does.
        """
        self._playbooks = tuple(playbooks)
        for file in files:
            self.entries(file)

    def entries(self, contract: str) -> tuple[WaiverEntry, ...]:
        """Return the waivers that may be for a contract: none where it is not a file on this machine."""
        from contractcheck.waivers.nearest import find_file

        if self._off:
            return ()
        # Standard input is not in a folder: the working directory is used for it.
        path = self.file or find_file("contract" if contract == STDIN else contract)
        if path is None:
            return ()
        if path not in self._read:
            from contractcheck.waivers.waivers import read_waivers

            self._read[path] = read_waivers(path, known_requirements(self._playbooks))
        return self._read[path]

    def unmatched(self, contracts: Sequence[tuple[str, str]]) -> list[str]:
        """Return a sentence on each waiver that is for none of these contracts, given as pairs of path and content."""
        return [
            f"Waiver of {entry.waiver.requirement} ({entry.place}): no contract matches '{entry.contract}'."
            for entries in self._read.values()
            for entry in entries
            if not any(entry.fits(path, content) for path, content in contracts)
        ]

    def apply(self, file: str, report: Report) -> Report:
        """Mark the accepted gaps of a report, and name on stderr the waivers that do nothing."""
        from contractcheck.waivers.applying import apply_waivers

        done = apply_waivers(report, self.entries(file), self.today)
        for note in done.waiver_notes:
            tell(f"{file}: {note}")
        return done


def known_requirements(playbooks: Sequence[str]) -> frozenset[str]:
    """Return the ids that a waiver may name: those of all rules, of the playbooks in use, and the checks on signing."""
    from contractcheck.playbooks.playbooks import read_playbook
    from contractcheck.rulebook.rules import rule_files

    rules = {path.stem for path in rule_files()}
    return frozenset(rules | {id_ for one in (*playbooks, "presigning") for id_ in read_playbook(one).requirements})


def day(words: str) -> date:
    """Read a day as it is written on the command line. Raises ContractcheckError."""
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise ContractcheckError(NOT_A_DATE.format(words)) from None


def _waivers(waivers: Path | None, no_waivers: bool, today: str | None) -> Waivers:
    if waivers and no_waivers:
        raise ContractcheckError("--waivers and --no-waivers contradict each other: give one of them")
    return Waivers(waivers, no_waivers, day(today) if today else None)


waiver_options = bundled(
    "waivers",
    _waivers,
    [
        click.option(
            "--waivers",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Accepted gaps, in YAML or a workbook made by --format xlsx. Default: the closest contractcheck.yaml.",
        ),
        click.option("--no-waivers", is_flag=True, help="Show every gap, accepted or not."),
        click.option("--today", metavar="DATE", help="The date on which waivers must still be valid. Default: today."),
    ],
)
"""Gives a command the options on waivers. It gets them as one argument, ``waivers``."""
