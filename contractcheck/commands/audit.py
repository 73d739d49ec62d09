"""The commands ``audit`` and ``history``: parse, call, print, exit code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from contractcheck.commands.console import tell
from contractcheck.commands.exits import CLEAN, FAILED, GAPS
from contractcheck.commands.isolating import limit_options
from contractcheck.commands.options import (
    applies_option,
    fail_on_option,
    json_schema_option,
    no_model_option,
    output_option,
    playbook_option,
    quiet_option,
)
from contractcheck.commands.reading import reading_options
from contractcheck.commands.waiving import Waivers, waiver_options
from contractcheck.isolation.limits import Limits
from contractcheck.model import Severity
from contractcheck.reading.options import ReadOptions
from contractcheck.report.failing import failing

if TYPE_CHECKING:
    from contractcheck.audits.audits import Summary

# Files not checked that are named on stderr. The outputs name all of them.
_NAMED = 20
_PLACES = click.argument("places", nargs=-1, required=True, metavar="FOLDER...")


@click.command()
@_PLACES
@output_option("The folder for the results.", required=True)
@playbook_option("The playbook to check against.")
@applies_option
@no_model_option
@click.option(
    "--workers", type=click.IntRange(1, 256), metavar="N", help="Number of worker processes. Default: one per core."
)
@click.option("--include", multiple=True, metavar="GLOB", help="Only files whose path or name matches. Repeatable.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Skip files whose path or name matches. Repeatable.")
@fail_on_option
@click.option("--scheduler", metavar="ADDRESS", help="Run on a Dask cluster, such as tcp://10.0.0.5:8786.")
@reading_options()
@limit_options
@waiver_options
@json_schema_option("results.jsonl")
@click.option(
    "--not-checked",
    type=click.Choice(["fail", "pass"]),
    default="fail",
    show_default=True,
    help="Whether a file that was not checked makes the exit code 2, or gaps alone decide.",
)
@click.option("--retry", is_flag=True, help="Try files again that could not be checked before.")
@quiet_option("No progress and no summary on stderr. Errors are still shown.")
def audit(
    places: tuple[str, ...],
    output: Path,
    playbook: str,
    applies: bool,
    no_model: bool,
    workers: int | None,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    fail_on: str,
    scheduler: str | None,
    limits: Limits,
    not_checked: str,
    retry: bool,
    json_schema: str,
    reading: ReadOptions,
    waivers: Waivers,
    quiet: bool,
) -> None:
    """Check whole folders of contracts. FOLDER may also be a file, a zip archive or an fsspec URL (s3://...).

    OUT gets results.jsonl, index.html, audit.xlsx, audit.csv, dates.csv and dates.ics, and audit.sqlite, the ledger.
    Run the same command again to continue after a stop, or to check only what has changed.

    \b
    Exit code 0: every file was checked, and no gap is at or above --fail-on.
    Exit code 1: there are such gaps.
    Exit code 2: a file was not checked, also because it is not a contract, or the job could not be done. With
    --not-checked pass such files are named, and the others decide; if no file was checked the code is 2.
    """
    from contractcheck.audits.audits import audit as run
    from contractcheck.audits.progress import shown_progress
    from contractcheck.audits.waived import Waiving

    waivers.prepare([playbook])
    waiving = Waiving(waivers.entries, waivers.today)
    try:
        with shown_progress(quiet) as progress:
            summary = run(
                places,
                output,
                playbook=playbook,
                workers=workers,
                include=include,
                exclude=exclude,
                scheduler=scheduler,
                time_limit=limits.seconds,
                memory_limit=limits.memory,
                retry=retry,
                applies=applies,
                second_look=not no_model,
                schema=int(json_schema),
                reading=reading,
                waiving=waiving,
                progress=progress,
            )
    except KeyboardInterrupt:
        tell("stopped; what is done is kept. Run the same command again to continue.")
        raise
    for note in (*waiving.notes, *waivers.unmatched(waiving.contracts)):
        tell(note)
    _report(summary, quiet)
    sys.exit(_exit_code(summary, fail_on, lenient=not_checked == "pass"))


@click.command()
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def history(out: Path, format_: str) -> None:
    """Show what changed between the last two audits in the folder OUT: new contracts, gaps closed, gaps opened."""
    from contractcheck.audits.history import changes, in_json, in_words

    found = changes(out)
    click.echo(in_json(found) if format_ == "json" else in_words(found), nl=False)


def _report(summary: Summary, quiet: bool) -> None:
    rest = (*summary.not_checked, *summary.refused)
    for path, message in rest[:_NAMED]:
        tell(f"{path}: {message}")
    if len(rest) > _NAMED:
        tell(f"and {len(rest) - _NAMED} more files that were not checked: see {summary.out}/index.html")
    if quiet:
        return
    checked = summary.files - len(rest)
    known = summary.contents - summary.read
    parts = [f"{checked} of {summary.files} files checked"]
    refused = len(summary.refused)
    parts += [f"{refused} {'does' if refused == 1 else 'do'} not look like a contract"] if refused else []
    parts += [f"{known} of them known from before"] if known and checked else []
    counts = [f"{summary.gaps[severity]} {severity.value}" for severity in Severity if summary.gaps.get(severity)]
    parts += ["gaps: " + ", ".join(counts) if counts else "no gaps under this playbook"] if checked else []
    tell("; ".join(parts))
    tell(f"results written to {summary.out}")


def _exit_code(summary: Summary, fail_on: str, *, lenient: bool) -> int:
    rest = len(summary.not_checked) + len(summary.refused)
    if rest and (not lenient or rest == summary.files):
        return FAILED
    return GAPS if any(summary.gaps.get(severity) for severity in failing(fail_on)) else CLEAN
