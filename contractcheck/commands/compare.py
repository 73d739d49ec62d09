"""``contractcheck compare``: two drafts in, what changed between them out."""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from contractcheck.commands.console import complain, terminal
from contractcheck.commands.exits import CLEAN, FAILED, GAPS
from contractcheck.commands.writing import STDIN, guard, write

if TYPE_CHECKING:
    from contractcheck.checker import Checker, Examined

FORMATS = ("text", "md", "html", "json")
_SUFFIXES = {".md": "md", ".markdown": "md", ".html": "html", ".htm": "html", ".json": "json"}


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--playbook",
    "playbooks",
    multiple=True,
    default=("outsourcing",),
    show_default=True,
    metavar="ID|FILE",
    help="What to ask for. Repeatable.",
)
@click.option("--side", type=click.Choice(["customer", "provider"]), help="For whom to read. Default: the playbook's.")
@click.option("--applies", is_flag=True, help="Apply every playbook, even if the text does not show that it applies.")
@click.option("--format", "format_", type=click.Choice(FORMATS), help="Default: by the name of -o, else text.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="OUT", help="Write the result to a file.")
@click.option("--fail-on-new-gap", is_flag=True, help="Exit with 1 if NEW opens a gap, or makes one worse.")
@click.option("--provider", metavar="NAME", help="The party that provides, where the contract leaves it open.")
@click.option("--customer", metavar="NAME", help="The party that receives, where the contract leaves it open.")
@click.option("--quiet", "-q", is_flag=True, help="No notes on stderr. Errors are still shown.")
def compare(
    old: str,
    new: str,
    playbooks: tuple[str, ...],
    side: str | None,
    applies: bool,
    format_: str | None,
    output: Path | None,
    fail_on_new_gap: bool,
    provider: str | None,
    customer: str | None,
    quiet: bool,
) -> None:
    """Compare two drafts of a contract: gaps opened and closed, values, reworded clauses.

    OLD and NEW may be files of different kinds. One of them may be - for standard input. Clauses are matched by their
    words: another number, place or page is no change of a clause.

    \b
    Exit code 0: compared.
    Exit code 1: with --fail-on-new-gap, NEW opens a gap or makes one worse.
    Exit code 2: a file could not be read, or the job could not be done.
    """
    # Loading makes many objects that stay: the collector would visit them all again and again.
    gc.disable()
    from contractcheck.checker import Checker
    from contractcheck.comparing.comparing import compare as compare_drafts
    from contractcheck.comparing.data import unreadable_data
    from contractcheck.comparing.printing import render

    try:
        guard([old, new], output)
        format_ = format_ or (_SUFFIXES.get(output.suffix.lower()) if output else None) or "text"
        checker = Checker(playbooks, side=side, applies=applies)
    finally:
        gc.freeze()
        gc.enable()
    before, now = (_examine(checker, file, provider, customer) for file in (old, new))
    lost = [(file, one.report.error) for file, one in ((old, before), (new, now)) if one.report.error]
    if lost:
        for file, error in lost:
            complain(f"{file}: {error.message}")
        if format_ == "json":
            # Programs read the result: they too must learn that nothing was compared.
            text = json.dumps(unreadable_data(before.report, now.report), ensure_ascii=False, indent=2)
            write(text + "\n", output, json=True)
        sys.exit(FAILED)
    found = compare_drafts(before, now, checker.playbooks)
    width, colour = terminal() if output is None else (80, False)
    write(render(found, format_, width=width, colour=colour), output, json=format_ == "json")
    if output and not quiet:
        click.echo(f"contractcheck: comparison written to {output}", err=True)
    sys.exit(GAPS if fail_on_new_gap and found.new_gaps() else CLEAN)


def _examine(checker: Checker, file: str, provider: str | None, customer: str | None) -> Examined:
    """Read one draft. Our own fault in it is told in one line, as any other reason why it was not compared."""
    from contractcheck.checker import Examined

    data = sys.stdin.buffer.read() if file == STDIN else None
    try:
        return checker.examine(file, data, provider=provider, customer=customer)
    except Exception as error:
        what = f"contractcheck itself failed on this file: {type(error).__name__}: {error}"
        return Examined(checker.unreadable(file, "internal-error", what))
