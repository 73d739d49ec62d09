"""``contractcheck mark``: a PDF in, a copy with highlights, notes and a list of the gaps out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
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
)
from contractcheck.commands.progress import progress, reading_on
from contractcheck.commands.reading import reading_options
from contractcheck.commands.writing import guard, write
from contractcheck.errors import UnreadableError
from contractcheck.isolation.limits import Limits
from contractcheck.reading.options import ReadOptions

if TYPE_CHECKING:
    from contractcheck.isolation.remote import Answer, Shown


@click.command()
@click.argument("file", metavar="FILE")
@output_option("The marked copy.", required=True)
@playbook_options("The playbook to check against. Repeatable: the copy has the marks of all.")
@party_options
@click.option("--no-list", is_flag=True, help="Add no page in front. The notes are the same.")
@reading_options()
@limit_options
@quiet_option("No progress on stderr. Errors and warnings are still shown.")
def mark(
    file: str,
    output: Path,
    playbooks: PlaybookOptions,
    parties: PartyOptions,
    no_list: bool,
    reading: ReadOptions,
    limits: Limits,
    quiet: bool,
) -> None:
    """Write a copy of the PDF FILE with its evidence highlighted, a note on each passage, and a list of the gaps.

    The original stays as it is, and its bytes stand at the start of the copy. Where that cannot be done, and where the
    PDF is signed, a line on stderr says so. FILE may be - for standard input.

    \b
    Exit code 0: the copy was written.
    Exit code 2: it could not be written.
    """
    guard([file], output)
    given = from_stdin(file)

    def load(shown: Shown) -> Callable[[], Answer]:
        from contractcheck.marking import mark_pdf

        data = content(file) if given is None else given
        if data:
            _refuse_other_kinds(file, data)
        typed: list[str] = []

        def remembered(name: str, again: bool) -> str | None:
            """The person is asked once: what opened the file for reading opens it for marking."""
            answer = shown.ask(name, again)
            if answer is not None:
                typed.append(answer)
            return answer

        checker = playbooks.checker(replace(reading_on(reading, shown), ask=remembered))

        def work() -> Answer:
            shown.step(file)
            examined = checker.examine(file, data, provider=parties.provider, customer=parties.customer)
            contract = read_or_refuse(file, examined)
            marked = mark_pdf(contract, examined.reports, passwords=(*reading.passwords, *typed), with_list=not no_list)
            return [len(marked.notes), marked.remarks], marked.data

        return work

    with progress(1, quiet) as shown:
        (count, remarks), marked = alone(load, limits, shown)
    write(marked, output)
    for remark in remarks:
        tell(f"{file}: {remark}")
    if not quiet:
        what = "1 passage" if count == 1 else f"{count} passages"
        tell(f"{what} marked, copy written to {output}")


def _refuse_other_kinds(file: str, data: bytes) -> None:
    """Say what to do with a file that is not a PDF, before any work is done."""
    from contractcheck.reading import kinds

    if kinds.is_pdf(data):
        return
    if b"word/document" in data and data.startswith(b"PK"):
        what = "this is a Word file: 'contractcheck suggest' puts the wording into it as tracked changes"
    else:
        what = "this is not a PDF: 'contractcheck check' reports on it"
    raise UnreadableError("no-pdf", f"{file}: only PDF files can be marked; {what}")
