"""``contractcheck suggest``: a contract in, a Word file with the playbook's wording as tracked changes out."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from contractcheck.commands.console import complain
from contractcheck.commands.progress import progress
from contractcheck.commands.reading import reading_options
from contractcheck.commands.waiving import Waivers, waiver_options
from contractcheck.commands.writing import STDIN, guard, write_bytes
from contractcheck.errors import ContractcheckError, UnreadableError
from contractcheck.model import Severity
from contractcheck.reading.options import Reading, Revisions

if TYPE_CHECKING:
    from contractcheck.suggesting import Suggested


@click.command()
@click.argument("file", metavar="FILE")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="OUT", required=True, help="A .docx file.")
@click.option(
    "--playbook",
    "playbooks",
    multiple=True,
    default=("outsourcing",),
    show_default=True,
    metavar="ID|FILE",
    help="Whose wording to suggest. Repeatable.",
)
@click.option("--side", type=click.Choice(["customer", "provider"]), help="For whom to read. Default: the playbook's.")
@click.option("--applies", is_flag=True, help="Apply every playbook, even if the text does not show that it applies.")
@click.option(
    "--severity",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.LOW.value,
    show_default=True,
    help="Only gaps of this severity or worse.",
)
@click.option("--only", multiple=True, metavar="REQUIREMENT", help="Only this requirement. Repeatable.")
@click.option("--author", default="contractcheck", show_default=True, metavar="NAME", help="Who makes the changes.")
@click.option("--date", metavar="DATE", help="The day of the changes, as 2027-03-31, or with a time. Default: now.")
@click.option("--provider", metavar="NAME", help="The party that provides, where the contract leaves it open.")
@click.option("--customer", metavar="NAME", help="The party that receives, where the contract leaves it open.")
@reading_options()
@waiver_options
@click.option("--quiet", "-q", is_flag=True, help="No progress and no list on stderr. Errors and warnings are shown.")
def suggest(
    file: str,
    output: Path,
    playbooks: tuple[str, ...],
    side: str | None,
    applies: bool,
    severity: str,
    only: tuple[str, ...],
    author: str,
    date: str | None,
    provider: str | None,
    customer: str | None,
    reading: Reading,
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
    from contractcheck.checker import Checker
    from contractcheck.model.oneline import one_line as clean
    from contractcheck.reading import kinds
    from contractcheck.suggesting import By, suggest

    guard([file], output)
    if output.suffix.lower() != ".docx":
        raise ContractcheckError(f"{output}: the edits are written as a Word file: name it .docx")
    if reading.revisions is not Revisions.FINAL:
        raise ContractcheckError("--revisions: edits are suggested to the text with all changes accepted")
    by = By(clean(author)[:120] or "contractcheck", _date(date))
    data = _content(file)
    if data and kinds.is_locked_office(data):
        raise UnreadableError(
            "locked", f"{file}: a locked Word file cannot be changed here: take its password off and try again"
        )
    with progress(1, quiet) as shown:
        checker = Checker(playbooks, side=side, applies=applies, reading=shown.on(reading))
        known = {id_ for one in checker.playbooks for id_ in one.requirements}
        for unknown in sorted(set(only) - known):
            raise ContractcheckError(f"--only {unknown}: the playbook asks for no such requirement")
        waivers.prepare(playbooks, [file])
        shown.step(file)
        examined = checker.examine(file, data, provider=provider, customer=customer)
        if examined.contract is None:
            error = examined.report.error
            raise UnreadableError(error.code if error else "error", f"{file}: {error.message if error else 'not read'}")
        reports = [waivers.apply(file, report) for report in examined.reports]
        order = list(Severity)
        wanted = order[: order.index(Severity(severity)) + 1]
        done = suggest(checker, examined, reports, by, severities=wanted, only=only)
    for remark in done.remarks:
        complain(f"{file}: {clean(remark)}")
    if done.data is None:
        click.echo(f"contractcheck: {file}: no gap to suggest wording for, nothing written", err=True)
        return
    write_bytes(done.data, output)
    if not quiet:
        _tell(done, output)


def _tell(done: Suggested, output: Path) -> None:
    from contractcheck.model.oneline import one_line

    for one in done.suggestions:
        click.echo(f"  {one_line('; '.join(one.proposal.titles))}: {one_line(one.place)}", err=True)
    count = len(done.suggestions)
    what = "1 suggestion" if count == 1 else f"{count} suggestions"
    form = "a rider" if done.rider else "a copy with tracked changes"
    click.echo(f"contractcheck: {what}, {form} written to {output}", err=True)


def _date(words: str | None) -> datetime:
    if words is None:
        return datetime.now(UTC)
    try:
        return datetime.fromisoformat(words)
    except ValueError:
        raise ContractcheckError(f"'{words}' is no date (write it as 2027-03-31)") from None


def _content(file: str) -> bytes | None:
    """Return the bytes of the file, and no more than are read; None where it cannot be read: the reader says why."""
    from contractcheck.reading import MAX_BYTES

    if file == STDIN:
        return sys.stdin.buffer.read()
    try:
        with Path(file).open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        return None
