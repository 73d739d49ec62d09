"""Writing what a command made: to a file or to standard output, and never over a contract."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from contractcheck.errors import ContractcheckError

STDIN = "-"


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


def write(text: str, output: Path | None, *, json: bool = False) -> None:
    """Write text to a file, or to standard output where ``output`` is None. ``json`` keeps odd names valid in it."""
    # Lone surrogates (a file name in an odd encoding) cannot be written as UTF-8. "\udc80" is valid JSON for them.
    errors = "backslashreplace" if json else "replace"
    if output is None:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(errors=errors)
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8", errors=errors, newline="\n")
    except OSError as error:
        raise ContractcheckError(f"{output}: cannot be written: {error.strerror}") from error


def write_bytes(data: bytes, output: Path) -> None:
    """Write a file whole. Raises ContractcheckError where it cannot be written."""
    try:
        output.write_bytes(data)
    except OSError as error:
        raise ContractcheckError(f"{output}: cannot be written: {error.strerror}") from error
