"""Writing what a command made: to a file or to standard output, and never over a contract."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from secrets import token_hex
from shutil import copymode

import click

from contractcheck.commands.inputs import STDIN
from contractcheck.errors import ContractcheckError

# Names may have 255 bytes. This much of a name, and what is put around it, stays below in any script.
_NAME = 40


def guard(files: Sequence[str], output: Path | None, others: Sequence[str | Path | None] = ()) -> None:
    """Refuse what would destroy a contract, or read standard input twice, before any work is done.

    ``others`` are files that the run reads besides: a template, the waivers with a reviewer's decisions, a playbook.
    """
    if files.count(STDIN) > 1:
        raise ContractcheckError("-: standard input can be read only once")
    if output is None:
        return
    if output.is_dir():
        raise ContractcheckError(f"{output}: is a folder: name a file to write the report to")
    if any(file != STDIN and Path(file).exists() and output.exists() and output.samefile(file) for file in files):
        raise ContractcheckError(f"{output}: is one of the contracts: the report would overwrite it")
    if any(other and Path(other).is_file() and output.exists() and output.samefile(other) for other in others):
        raise ContractcheckError(f"{output}: is read in this run: the report would overwrite it")


def write(content: str | bytes, output: Path | None, *, unencodable: str = "replace") -> None:
    """Write to a file, whole or not at all; text goes to standard output where ``output`` is None.

    ``unencodable`` says what becomes of characters that UTF-8 cannot hold: see ``Format``.

    Raises:
        ContractcheckError: the file cannot be written.
    """
    if output is None:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(errors=unencodable)
        click.echo(content, nl=False)
        return
    try:
        _replace(output, content.encode("utf-8", unencodable) if isinstance(content, str) else content)
    except OSError as error:
        raise ContractcheckError(f"{output}: cannot be written: {error.strerror or error}") from error


def _replace(output: Path, data: bytes) -> None:
    """Write a file beside its place and move it there: whoever opens it finds the old content or the new one."""
    if output.exists() and not output.is_file():
        # A device or a pipe: what is written to it goes through it, and nothing may take its place.
        output.write_bytes(data)
        return
    place = Path(os.path.realpath(output))  # a link stays a link
    temporary = place.with_name(f".{place.name[:_NAME]}.{token_hex(4)}.new")
    try:
        with temporary.open("xb") as file:
            file.write(data)
        if place.exists():
            copymode(place, temporary)
        temporary.replace(place)
    finally:
        temporary.unlink(missing_ok=True)
