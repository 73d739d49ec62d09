"""The command ``checklist``: parse, call, print, exit code."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from contractcheck.commands.console import out, tell
from contractcheck.commands.examining import tell_lost
from contractcheck.commands.inputs import from_stdin
from contractcheck.commands.isolating import alone, limit_options
from contractcheck.commands.loading import loaded_checker
from contractcheck.commands.options import applies_option
from contractcheck.commands.packaging import PackageOptions, package_options, resolve
from contractcheck.commands.progress import progress, reading_on
from contractcheck.commands.reading import reading_options
from contractcheck.commands.waiving import Waivers, waiver_options
from contractcheck.errors import ContractcheckError
from contractcheck.isolation.limits import Limits
from contractcheck.reading.options import ReadOptions

if TYPE_CHECKING:
    from contractcheck.isolation.remote import Answer, Shown

READY, NOT_READY, UNTOLD = 0, 1, 2


@click.command()
@click.argument("file", metavar="FILE")
@click.option(
    "--waive", multiple=True, metavar="ID", help="Accept the faults of one check, such as blanks. Repeatable."
)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@applies_option
@package_options
@reading_options()
@limit_options
@waiver_options
def checklist(
    file: str,
    waive: tuple[str, ...],
    format_: str,
    applies: bool,
    package: PackageOptions,
    reading: ReadOptions,
    limits: Limits,
    waivers: Waivers,
) -> None:
    """Print the checklist before signing FILE, and whether it may be signed. FILE may be - for standard input.

    \b
    Exit code 0: ready, or ready with waivers.
    Exit code 1: not ready. The checklist names what must be corrected.
    Exit code 2: could not tell: the file or a part of it could not be read,
    it is not a contract, or a person must look at it first.
    """
    (file,), attached = resolve([file], package, reading, limits)
    data = from_stdin(file)
    # Standard output is a terminal or none for the parent as for the child: the width is told beforehand.
    terminal = out()

    def load(shown: Shown) -> Callable[[], Answer]:
        from contractcheck.presigning.verdicts import Readiness, decide
        from contractcheck.report.checklist import checklist_data, checklist_text

        checker = loaded_checker(
            ("presigning",), applies=True, any_text=applies, reading=reading_on(reading, shown)
        )
        known = checker.playbook.requirements
        for id_ in waive:
            if id_ not in known:
                raise ContractcheckError(
                    f"no check before signing is called '{id_}' (the checks are: {', '.join(known)})"
                )
        waivers.prepare(["presigning"], [file])

        def work() -> Answer:
            shown.step(file)
            examined = checker.examine_package(file, attached) if attached else checker.examine(file, data)
            report = waivers.apply(file, examined.report)
            tell_lost(file, examined)
            if report.error is not None:
                tell(f"{file}: {report.error.message}")
            found = decide(report, waive)
            if format_ == "json":
                words = json.dumps(checklist_data(found), ensure_ascii=True, indent=2)
            else:
                words = checklist_text(found, terminal)
            codes = {Readiness.READY: READY, Readiness.WAIVERS: READY, Readiness.NOT_READY: NOT_READY}
            return [words, UNTOLD if examined.lost else codes.get(found.readiness, UNTOLD)], b""

        return work

    with progress(1) as shown:
        (words, code), _ = alone(load, limits, shown)
    click.echo(words)
    sys.exit(code)
