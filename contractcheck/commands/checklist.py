"""The command ``checklist``: parse, call, print, exit code."""

from __future__ import annotations

import json
import sys

import click

from contractcheck.commands.console import out, tell
from contractcheck.commands.examining import tell_lost
from contractcheck.commands.inputs import from_stdin
from contractcheck.commands.loading import loaded_checker
from contractcheck.commands.options import applies_option
from contractcheck.commands.packaging import PackageOptions, package_options, resolve
from contractcheck.commands.progress import progress
from contractcheck.commands.reading import reading_options
from contractcheck.commands.waiving import Waivers, waiver_options
from contractcheck.errors import ContractcheckError
from contractcheck.reading.options import ReadOptions

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
@waiver_options
def checklist(
    file: str,
    waive: tuple[str, ...],
    format_: str,
    applies: bool,
    package: PackageOptions,
    reading: ReadOptions,
    waivers: Waivers,
) -> None:
    """Print the checklist before signing FILE, and whether it may be signed. FILE may be - for standard input.

    \b
    Exit code 0: ready, or ready with waivers.
    Exit code 1: not ready. The checklist names what must be corrected.
    Exit code 2: could not tell: the file or a part of it could not be read,
    it is not a contract, or a person must look at it first.
    """
    from contractcheck.presigning.verdicts import Readiness, decide
    from contractcheck.report.checklist import checklist_data, checklist_text

    (file,), attached = resolve([file], package, reading)
    with progress(1) as shown:
        checker = loaded_checker(("presigning",), applies=True, any_text=applies, reading=shown.on(reading))
        known = checker.playbook.requirements
        for id_ in waive:
            if id_ not in known:
                raise ContractcheckError(
                    f"no check before signing is called '{id_}' (the checks are: {', '.join(known)})"
                )
        shown.step(file)
        waivers.prepare(["presigning"], [file])
        examined = checker.examine_package(file, attached) if attached else checker.examine(file, from_stdin(file))
        report = waivers.apply(file, examined.report)
    tell_lost(file, examined)
    if report.error is not None:
        tell(f"{file}: {report.error.message}")
    found = decide(report, waive)
    if format_ == "json":
        click.echo(json.dumps(checklist_data(found), ensure_ascii=True, indent=2))
    else:
        click.echo(checklist_text(found, out()))
    codes = {Readiness.READY: READY, Readiness.WAIVERS: READY, Readiness.NOT_READY: NOT_READY}
    sys.exit(UNTOLD if examined.lost else codes.get(found.readiness, UNTOLD))
