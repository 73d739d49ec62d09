"""``contractcheck compare``: two drafts in, what changed between them out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from contractcheck.commands.console import tell, terminal
from contractcheck.commands.examining import INTERNAL, own_fault
from contractcheck.commands.exits import CLEAN, FAILED, GAPS
from contractcheck.commands.inputs import from_stdin
from contractcheck.commands.isolating import alone, limit_options
from contractcheck.commands.options import (
    PartyOptions,
    PlaybookOptions,
    output_option,
    party_options,
    playbook_options,
    quiet_option,
)
from contractcheck.commands.progress import progress
from contractcheck.commands.writing import guard, write
from contractcheck.comparing.formats import FORMATS, format_of, render
from contractcheck.isolation.limits import Limits
from contractcheck.report.formats import BY_NAME

if TYPE_CHECKING:
    from contractcheck.checker import Checker, Examined
    from contractcheck.isolation.remote import Answer, Shown


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@playbook_options("The playbook to check against. Repeatable.")
@click.option("--format", "format_", type=click.Choice(FORMATS), help="Default: by the file name of -o, else text.")
@output_option("Write the result to a file.")
@click.option("--fail-on-new-gap", is_flag=True, help="Exit with 1 if NEW opens a gap, or makes one worse.")
@party_options
@limit_options
@quiet_option("No notes on stderr. Errors are still shown.")
def compare(
    old: str,
    new: str,
    playbooks: PlaybookOptions,
    format_: str | None,
    output: Path | None,
    fail_on_new_gap: bool,
    parties: PartyOptions,
    limits: Limits,
    quiet: bool,
) -> None:
    """Compare two drafts of a contract: gaps opened and closed, values, reworded clauses.

    OLD and NEW may be files of different kinds. One of them may be - for standard input. Clauses are matched by their
    words: another number, place or page does not count as a change.

    \b
    Exit code 0: compared.
    Exit code 1: with --fail-on-new-gap, NEW opens a gap or makes one worse.
    Exit code 2: a file could not be read, or the job could not be done.
    """
    guard([old, new], output)
    format_ = format_ or format_of(output)
    unencodable = BY_NAME[format_].unencodable
    given = {file: from_stdin(file) for file in (old, new)}
    width, colour = terminal() if output is None else (80, False)

    def load(shown: Shown) -> Callable[[], Answer]:
        from contractcheck.comparing.comparing import compare as compare_drafts
        from contractcheck.comparing.data import unreadable_data

        checker = playbooks.checker()

        def work() -> Answer:
            before, now = (_examine(checker, file, given[file], parties, shown) for file in (old, new))
            lost = [(file, one.report.error) for file, one in ((old, before), (new, now)) if one.report.error]
            for file, error in lost:
                tell(f"{file}: {error.message}")
            if lost:
                # Programs read the result: they too must learn that nothing was compared.
                text = json.dumps(unreadable_data(before.report, now.report), ensure_ascii=False, indent=2) + "\n"
                return [text if format_ == "json" else "", FAILED], b""
            found = compare_drafts(before, now, checker.playbooks)
            code = GAPS if fail_on_new_gap and found.new_gaps() else CLEAN
            return [render(found, format_, width=width, colour=colour), code], b""

        return work

    with progress(2, quiet) as shown:
        (text, code), _ = alone(load, limits, shown)
    if text:
        write(text, output, unencodable=unencodable)
    if output and not quiet and code != FAILED:
        tell(f"comparison written to {output}")
    sys.exit(code)


def _examine(checker: Checker, file: str, data: bytes | None, parties: PartyOptions, shown: Shown) -> Examined:
    """Read one draft. Our own fault in it is told in one line, as any other reason why it was not compared."""
    from contractcheck.checker import Examined

    shown.step(file)
    try:
        return checker.examine(file, data, provider=parties.provider, customer=parties.customer)
    except MemoryError:
        raise
    except Exception as error:
        return Examined(checker.unreadable(file, INTERNAL, own_fault(error)))
