"""``contractcheck mark``: a PDF in, a copy with highlights, notes and a list of the gaps out."""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import click

from contractcheck.commands.console import complain
from contractcheck.commands.progress import progress
from contractcheck.commands.reading import reading_options
from contractcheck.commands.writing import STDIN, guard
from contractcheck.errors import ContractcheckError, UnreadableError
from contractcheck.reading.options import Reading


@click.command()
@click.argument("file", metavar="FILE")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="OUT", required=True, help="The marked copy.")
@click.option(
    "--playbook",
    "playbooks",
    multiple=True,
    default=("outsourcing",),
    show_default=True,
    metavar="ID|FILE",
    help="What to ask for. Repeatable: the copy has the marks of all.",
)
@click.option("--side", type=click.Choice(["customer", "provider"]), help="For whom to read. Default: the playbook's.")
@click.option("--applies", is_flag=True, help="Apply every playbook, even if the text does not show that it applies.")
@click.option("--provider", metavar="NAME", help="The party that provides, where the contract leaves it open.")
@click.option("--customer", metavar="NAME", help="The party that receives, where the contract leaves it open.")
@click.option("--no-list", is_flag=True, help="Add no page in front. The notes are the same.")
@reading_options()
@click.option("--quiet", "-q", is_flag=True, help="No progress on stderr. Errors and warnings are still shown.")
def mark(
    file: str,
    output: Path,
    playbooks: tuple[str, ...],
    side: str | None,
    applies: bool,
    provider: str | None,
    customer: str | None,
    no_list: bool,
    reading: Reading,
    quiet: bool,
) -> None:
    """Write a copy of the PDF FILE with its evidence highlighted, a note on each passage, and a list of the gaps.

    The original stays as it is, and its bytes stand at the start of the copy. Where that cannot be done, and where the
    PDF is signed, a line on stderr says so. FILE may be - for standard input.

    \b
    Exit code 0: the copy was written.
    Exit code 2: it could not be written.
    """
    from contractcheck.checker import Checker
    from contractcheck.marking import mark_pdf

    guard([file], output)
    data = _content(file)
    if data:
        _refuse_other_kinds(file, data)
    typed: list[str] = []

    def remembered(name: str, again: bool) -> str | None:
        """The person is asked once: what opened the file for reading opens it for marking."""
        answer = shown.ask(name, again)
        if answer is not None:
            typed.append(answer)
        return answer

    with progress(1, quiet) as shown:
        checker = Checker(playbooks, side=side, applies=applies, reading=replace(shown.on(reading), ask=remembered))
        shown.step(file)
        found = checker.examine(file, data, provider=provider, customer=customer)
        if found.contract is None:
            error = found.report.error
            raise UnreadableError(error.code if error else "error", f"{file}: {error.message if error else 'not read'}")
        marked = mark_pdf(
            found.contract, found.reports, passwords=(*reading.passwords, *typed), with_list=not no_list
        )
    _write(marked.data, output)
    for remark in marked.remarks:
        complain(f"{file}: {remark}")
    if not quiet:
        count = len(marked.notes)
        what = "1 passage" if count == 1 else f"{count} passages"
        click.echo(f"contractcheck: {what} marked, copy written to {output}", err=True)


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


def _refuse_other_kinds(file: str, data: bytes) -> None:
    """Say what to do with a file that is no PDF, before any work is done."""
    from contractcheck.reading import kinds

    if kinds.is_pdf(data):
        return
    if b"word/document" in data and data.startswith(b"PK"):
        what = "this is a Word file: 'contractcheck suggest' puts the wording into it as tracked changes"
    else:
        what = "this is no PDF: 'contractcheck check' reports on it"
    raise UnreadableError("no-pdf", f"{file}: only PDF files can be marked; {what}")


def _write(data: bytes, output: Path) -> None:
    """Write the copy whole or not at all."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{output.name[:40]}.", dir=output.parent)
    except OSError as error:
        raise ContractcheckError(f"{output}: cannot be written: {error.strerror}") from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        # Readable as any new file of this user is: temporary files are private.
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        temporary.replace(output)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise ContractcheckError(f"{output}: cannot be written: {error.strerror}") from error
