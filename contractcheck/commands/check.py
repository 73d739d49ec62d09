"""``contractcheck check``: files in, reports out."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click

from contractcheck.commands.checking import Checked, CheckWork
from contractcheck.commands.console import tell
from contractcheck.commands.exits import CLEAN, FAILED, GAPS
from contractcheck.commands.inputs import from_stdin
from contractcheck.commands.isolating import isolated, limit_options
from contractcheck.commands.options import (
    PartyOptions,
    PlaybookOptions,
    fail_on_option,
    json_schema_option,
    output_option,
    party_options,
    playbook_options,
    quiet_option,
)
from contractcheck.commands.packaging import PackageOptions, package_options, resolve
from contractcheck.commands.progress import Progress, progress
from contractcheck.commands.reading import reading_options
from contractcheck.commands.reports import render_reports, write_reports
from contractcheck.commands.selecting import selection_options
from contractcheck.commands.targets import Target, targets
from contractcheck.commands.usertemplates import limited_template
from contractcheck.commands.waiving import Waivers, waiver_options
from contractcheck.commands.writing import guard
from contractcheck.errors import ContractcheckError, RuleError
from contractcheck.isolation.limits import Limits
from contractcheck.model import Report, Status
from contractcheck.reading.options import ReadOptions
from contractcheck.report.failing import failing
from contractcheck.report.formats import BY_NAME, Extras, Need
from contractcheck.report.selection import Selection


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@playbook_options("The playbook to check against. Repeatable: the file is read once, and each has its report.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(tuple(BY_NAME)),
    help="Default: by the file name of -o, else text. Repeatable: then -o is the file name without its ending.",
)
@output_option("Write the report to a file.")
@json_schema_option("--format json")
@fail_on_option
@party_options
@click.option(
    "--template",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Your own Jinja2 template; for docx your own Word file.",
)
@click.option("--full", is_flag=True, help="Text and memo: all findings, with sources, positions and what is met.")
@selection_options
@click.option("--no-pictures", is_flag=True, help="An HTML report without pictures of pages: a small file.")
@package_options
@reading_options(both=True)
@limit_options
@waiver_options
@quiet_option("No progress on stderr. Errors are still shown.")
def check(
    files: tuple[str, ...],
    playbooks: PlaybookOptions,
    formats: tuple[str, ...],
    output: Path | None,
    json_schema: str,
    fail_on: str,
    parties: PartyOptions,
    template: Path | None,
    full: bool,
    selection: Selection,
    no_pictures: bool,
    package: PackageOptions,
    reading: ReadOptions,
    limits: Limits,
    waivers: Waivers,
    quiet: bool,
) -> None:
    """Check contracts and print a gap report. FILE may be - for standard input.

    \b
    Exit code 0: no gap at or above --fail-on.
    Exit code 1: there are such gaps. The report names them.
    Exit code 2: a file could not be read, is not a contract, or the job could not be done.
    """
    wanted = targets(formats, output)
    if template and len(wanted) > 1:
        raise ContractcheckError("--template replaces the format: give at most one --format with it")
    for target in wanted:
        guard((*files, *package.attachments), target.path, (template, waivers.file, *playbooks.names))
    contracts, attached = resolve(files, package, reading, limits)
    for target in wanted:
        guard((*contracts, *attached), target.path)
    # A memo's template is a Word file; any other is text.
    letterhead = template if wanted[0].format.need is Need.LETTERHEAD else None
    own = None
    if template and not letterhead:
        own = limited_template(template, limits)
    needs = {target.format.need for target in wanted} if not own else set()
    work = CheckWork(
        playbooks,
        parties,
        reading,
        attached,
        contracts=len(contracts),
        illustrated=Need.PICTURES in needs,
        pictures=not no_pictures,
        lines=Need.LINES in needs,
        selection=selection,
    )
    extras = Extras(fail_on=fail_on, letterhead=letterhead, schema=int(json_schema))
    with progress(len(contracts), quiet) as shown, isolated(work.begin, limits, shown) as child:
        try:
            child.begin()
        except RuleError as error:
            if not own:
                _write_failure(error, contracts, playbooks.names, wanted, extras)
            raise
        waivers.prepare(playbooks.names, contracts)
        checked = Checked(child)
        reports = list(_check_all(checked, contracts, shown, waivers))
    extras = replace(
        extras,
        full=full,
        art=checked.art if Need.PICTURES in needs else None,
        lines=checked.lines if Need.LINES in needs else None,
    )
    listed = [selection.of(report) for report in reports]
    write_reports(render_reports(listed, wanted, extras, own), quiet=quiet)
    sys.exit(FAILED if checked.lost else _exit_code(reports, fail_on))


def _write_failure(
    error: RuleError, contracts: Sequence[str], playbooks: Sequence[str], wanted: Sequence[Target], extras: Extras
) -> None:
    """Write the reports that programs read: they too must learn that nothing was checked."""
    from contractcheck.facts import unreadable_report

    failed = [unreadable_report(file, error.code, str(error), one) for file in contracts for one in playbooks]
    read_by_programs = [target for target in wanted if target.format.machine]
    write_reports(render_reports(failed, read_by_programs, extras), quiet=True)


def _check_all(checked: Checked, files: Sequence[str], shown: Progress, waivers: Waivers) -> Iterator[Report]:
    """Check the files one after the other. One that fails is named on stderr, and the next one is checked.

    A file yields one report a playbook, and twice as many where two states of it are asked for.
    """
    for file in files:
        shown.step(file)
        try:
            found = checked.check(file, from_stdin(file))
            reports = tuple(waivers.apply(file, report) for report in found)
        except Exception as error:  # our own fault in one file must not cost the reports on the others
            reports = checked.failed(file, error)
        if reports[0].error is not None:
            tell(f"{file}: {reports[0].error.message}")
        yield from reports


def _exit_code(reports: Sequence[Report], fail_on: str) -> int:
    if any(report.status is not Status.CHECKED for report in reports):
        return FAILED
    failures = failing(fail_on)
    return GAPS if any(gap.severity in failures for report in reports for gap in report.gaps()) else CLEAN
