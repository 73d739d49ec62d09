"""The commands ``audit`` and ``history``: parse, call, print, exit code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from contractcheck.commands.exits import CLEAN, FAILED, GAPS
from contractcheck.commands.reading import reading_options
from contractcheck.commands.waiving import Waivers, waiver_options
from contractcheck.model import Severity
from contractcheck.reading.options import Reading

if TYPE_CHECKING:
    from contractcheck.audits.audits import Summary


NEVER = "never"
# Files not checked that are named on stderr. The outputs name all of them.
_NAMED = 20
_PLACES = click.argument("places", nargs=-1, required=True, metavar="FOLDER...")
_OUT = click.option(
    "-o", "--output", "out", type=click.Path(path_type=Path), required=True, metavar="OUT", help="The results' folder."
)


@click.command()
@_PLACES
@_OUT
@click.option("--playbook", default="outsourcing", show_default=True, metavar="ID|FILE", help="What to ask for.")
@click.option("--workers", type=click.IntRange(1, 256), metavar="N", help="Processes at work. Default: one a core.")
@click.option("--include", multiple=True, metavar="GLOB", help="Only files whose path or name matches. Repeatable.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="No files that match. Repeatable.")
@click.option(
    "--fail-on",
    type=click.Choice([*(severity.value for severity in Severity), NEVER]),
    default=Severity.HIGH.value,
    show_default=True,
    help="Exit with 1 if there is a gap of this severity or worse.",
)
@click.option("--scheduler", metavar="ADDRESS", help="Run on a Dask cluster, such as tcp://10.0.0.5:8786.")
@click.option(
    "--time-limit",
    type=click.FloatRange(0.1),
    default=60.0,
    show_default=True,
    help="Seconds for one file, or for one of its scanned pages.",
)
@click.option("--memory-limit", type=click.IntRange(64), default=2048, show_default=True, help="MB for one file.")
@reading_options()
@waiver_options
@click.option("--retry", is_flag=True, help="Try files again that could not be checked before.")
@click.option("--quiet", "-q", is_flag=True, help="No progress and no summary on stderr. Errors are still shown.")
def audit(
    places: tuple[str, ...],
    out: Path,
    playbook: str,
    workers: int | None,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    fail_on: str,
    scheduler: str | None,
    time_limit: float,
    memory_limit: int,
    retry: bool,
    reading: Reading,
    waivers: Waivers,
    quiet: bool,
) -> None:
    """Check whole folders of contracts. FOLDER may also be a file, a zip archive or an fsspec URL (s3://...).

    OUT gets results.jsonl, index.html, audit.xlsx, audit.csv, dates.csv and dates.ics, and audit.sqlite, the ledger.
    Run the same command again to go on after a stop, or to check only what has changed.

    \b
    Exit code 0: every file was checked, and no gap is at or above --fail-on.
    Exit code 1: there are such gaps.
    Exit code 2: a file was not checked, or the job could not be done.
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
                out,
                playbook=playbook,
                workers=workers,
                include=include,
                exclude=exclude,
                scheduler=scheduler,
                time_limit=time_limit,
                memory_limit=memory_limit,
                retry=retry,
                reading=reading,
                waiving=waiving,
                progress=progress,
            )
    except KeyboardInterrupt:
        _say("stopped; what is done is kept. Run the same command again to go on.")
        raise
    for note in (*waiving.notes, *waivers.unmatched(waiving.contracts)):
        _say(note)
    _report(summary, quiet)
    sys.exit(_exit_code(summary, fail_on))


@click.command()
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def history(out: Path, format_: str) -> None:
    """Say what changed between the last two audits in the folder OUT: new contracts, gaps closed, gaps opened."""
    from contractcheck.audits.history import changes, in_json, in_words

    found = changes(out)
    click.echo(in_json(found) if format_ == "json" else in_words(found), nl=False)


def _report(summary: Summary, quiet: bool) -> None:
    for path, message in summary.not_checked[:_NAMED]:
        _say(f"{path}: {message}")
    if len(summary.not_checked) > _NAMED:
        _say(f"and {len(summary.not_checked) - _NAMED} more files that were not checked: see {summary.out}/index.html")
    if quiet:
        return
    checked = summary.files - len(summary.not_checked)
    known = summary.contents - summary.read
    parts = [f"{checked} of {summary.files} files checked"]
    parts += [f"{known} of them known from before"] if known and checked else []
    counts = [f"{summary.gaps[severity]} {severity.value}" for severity in Severity if summary.gaps.get(severity)]
    parts += ["gaps: " + ", ".join(counts) if counts else "no gaps under this playbook"] if checked else []
    _say("; ".join(parts))
    _say(f"results written to {summary.out}")


def _exit_code(summary: Summary, fail_on: str) -> int:
    if summary.not_checked:
        return FAILED
    if fail_on == NEVER:
        return CLEAN
    order = list(Severity)
    worst = order[: order.index(Severity(fail_on)) + 1]
    return GAPS if any(summary.gaps.get(severity) for severity in worst) else CLEAN


def _say(line: str) -> None:
    from contractcheck.model.oneline import one_line

    click.echo(f"contractcheck: {one_line(line)}", err=True)
