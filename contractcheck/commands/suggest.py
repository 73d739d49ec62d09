"""``contractcheck suggest``: a contract in, a Word file with the playbook's wording as tracked changes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from contractcheck.commands.console import tell
from contractcheck.commands.examining import read_or_refuse
from contractcheck.commands.inputs import content, from_stdin
from contractcheck.commands.isolating import alone, limit_options
from contractcheck.commands.options import (
    PartyOptions,
    PlaybookOptions,
    output_option,
    party_options,
    playbook_options,
    quiet_option,
    severity_option,
)
from contractcheck.commands.progress import progress, reading_on
from contractcheck.commands.reading import reading_options
from contractcheck.commands.waiving import NOT_A_DATE, Waivers, waiver_options
from contractcheck.commands.writing import guard, write
from contractcheck.errors import ContractcheckError, UnreadableError
from contractcheck.isolation.limits import Limits
from contractcheck.model import Severity
from contractcheck.model.oneline import one_line
from contractcheck.reading.options import ReadOptions, Revisions

if TYPE_CHECKING:
    from contractcheck.isolation.remote import Answer, Shown
    from contractcheck.suggesting import Suggested

# A longer name of an author is cut.
_LONGEST_AUTHOR = 120


@click.command()
@click.argument("file", metavar="FILE")
@output_option("A .docx file.", required=True)
@playbook_options("The playbook whose wording to suggest. Repeatable.")
@severity_option
@click.option("--only", multiple=True, metavar="REQUIREMENT", help="Only this requirement. Repeatable.")
@click.option("--author", default="contractcheck", show_default=True, metavar="NAME", help="The author of the changes.")
@click.option(
    "--date", metavar="DATE", help="The date of the changes, such as 2027-03-31, or with a time. Default: now."
)
@party_options
@reading_options()
@limit_options
@waiver_options
@quiet_option("No progress and no list on stderr. Errors and warnings are still shown.")
def suggest(
    file: str,
    output: Path,
    playbooks: PlaybookOptions,
    severity: str,
    only: tuple[str, ...],
    author: str,
    date: str | None,
    parties: PartyOptions,
    reading: ReadOptions,
    limits: Limits,
    waivers: Waivers,
    quiet: bool,
) -> None:
    """Suggest edits to FILE: wording for its gaps as tracked changes, each with a comment that says why.

    A Word file gives a copy with tracked changes. Any other file gives a rider: a Word document with the proposed terms
    and where each belongs. FILE may be - for standard input.

    \b
    Exit code 0: the edits were written, or there is no gap to suggest any for.
    Exit code 2: they could not be written.
    """
    guard([file], output)
    if output.suffix.lower() != ".docx":
        raise ContractcheckError(f"{output}: the edits are written as a Word file: name it .docx")
    if reading.revisions is not Revisions.FINAL:
        raise ContractcheckError("--revisions: edits are suggested to the text with all changes accepted")
    day = _date(date)
    given = from_stdin(file)

    def load(shown: Shown) -> Callable[[], Answer]:
        from contractcheck.reading import kinds
        from contractcheck.suggesting import By, suggest

        by = By(one_line(author)[:_LONGEST_AUTHOR] or "contractcheck", day)
        data = content(file) if given is None else given
        if data and kinds.is_locked_office(data):
            raise UnreadableError(
                "locked", f"{file}: a locked Word file cannot be changed here: remove its password and try again"
            )
        checker = playbooks.checker(reading_on(reading, shown))
        known = {id_ for one in checker.playbooks for id_ in one.requirements}
        for unknown in sorted(set(only) - known):
            raise ContractcheckError(f"--only {unknown}: the playbook has no such requirement")
        waivers.prepare(playbooks.names, [file])

        def work() -> Answer:
            shown.step(file)
            provider, customer = parties.provider, parties.customer
            examined = checker.examine(file, data, provider=provider, customer=customer)
            read_or_refuse(file, examined)
            reports = [waivers.apply(file, report) for report in examined.reports]
            done = suggest(checker, examined, reports, by, severities=Severity(severity).or_worse(), only=only)
            return [done.remarks, done.data is not None, list(_told(done, output))], done.data or b""

        return work

    with progress(1, quiet) as shown:
        (remarks, any_, lines), written = alone(load, limits, shown)
    for remark in remarks:
        tell(f"{file}: {remark}")
    if not any_:
        tell(f"{file}: no gap to suggest wording for, nothing written")
        return
    write(written, output)
    if not quiet:
        for line in lines[:-1]:
            click.echo(line, err=True)
        tell(lines[-1])


def _told(done: Suggested, output: Path) -> Iterator[str]:
    """What is said of the suggestions, a line each, and of all together."""
    for one in done.suggestions:
        yield f"  {one_line('; '.join(one.proposal.titles))}: {one_line(one.place)}"
    count = len(done.suggestions)
    what = "1 suggestion" if count == 1 else f"{count} suggestions"
    form = "a rider" if done.rider else "a copy with tracked changes"
    yield f"{what}, {form} written to {output}"


def _date(words: str | None) -> datetime:
    if words is None:
        return datetime.now(UTC)
    try:
        return datetime.fromisoformat(words)
    except ValueError:
        raise ContractcheckError(NOT_A_DATE.format(words)) from None
