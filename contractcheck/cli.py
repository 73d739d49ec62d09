"""The command line: the group that all commands belong to, and how their errors are shown.

What is heavy (rules, PDFium, pydantic) is imported by the command that needs it, so that ``--help`` answers at once.
"""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import suppress
from typing import Any

import click

from contractcheck.commands.audit import audit, history
from contractcheck.commands.check import check
from contractcheck.commands.checklist import checklist
from contractcheck.commands.compare import compare
from contractcheck.commands.console import tell
from contractcheck.commands.doctor import doctor
from contractcheck.commands.exits import FAILED, STOPPED, TERMINATED
from contractcheck.commands.mark import mark
from contractcheck.commands.playbooks import playbooks
from contractcheck.commands.reference import reference
from contractcheck.commands.rules import rules_group
from contractcheck.commands.suggest import suggest
from contractcheck.commands.waive import waive
from contractcheck.errors import ContractcheckError, RuleError
from contractcheck.model.oneline import printable
from contractcheck.runtime import TerminatedError, ended_in_order, give_up_stdout, silent_libraries
from contractcheck.version import __version__

# Where ``--debug`` after a command is kept: what is in ``meta`` is shared by all contexts of a run.
_DEBUG = "contractcheck.debug"


class _Commands(click.Group):
    """Turns whatever goes wrong in a command into one line on stderr and exit code 2: 1 means gaps, nothing else."""

    @silent_libraries()
    @ended_in_order()
    def invoke(self, ctx: click.Context) -> Any:
        try:
            try:
                return super().invoke(ctx)
            finally:
                with suppress(AttributeError):  # none where the caller closed it
                    sys.stdout.flush()
        except (click.exceptions.Exit, click.ClickException):
            raise
        except KeyboardInterrupt as error:
            tell("stopped")
            ctx.exit(TERMINATED if isinstance(error, TerminatedError) else STOPPED)
        except click.Abort:
            tell("stopped")
            ctx.exit(STOPPED)
        except Exception as error:
            for line in _lines(error):
                tell(line)
            if ctx.params.get("debug") or _DEBUG in ctx.meta:
                _show(error)
            if isinstance(error, OSError):
                give_up_stdout()
            ctx.exit(FAILED)


def _remember(ctx: click.Context, option: click.Parameter, given: bool) -> None:
    if given:
        ctx.meta[_DEBUG] = True


def _with_debug(command: click.Command) -> click.Command:
    """Take ``--debug`` after the name of the command too: it is put there by whoever met an error just now."""
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _with_debug(inner)
    else:
        command.params.append(
            click.Option(["--debug"], is_flag=True, hidden=True, expose_value=False, callback=_remember)
        )
    return command


def _lines(error: Exception) -> list[str]:
    """What is said of an error: one line, or one for each fault of the rules."""
    if isinstance(error, RuleError):
        return list(error.faults)
    if isinstance(error, ContractcheckError):
        return [str(error)]
    if isinstance(error, BrokenPipeError):
        return ["standard output was closed before everything was printed"]
    if isinstance(error, OSError):
        return [": ".join(filter(None, (os.fsdecode(error.filename or ""), error.strerror or str(error))))]
    if isinstance(error, MemoryError):
        return ["there is not enough memory for this"]
    return [f"contractcheck itself failed: {type(error).__name__}: {error} (contractcheck --debug shows where)"]


def _show(error: Exception) -> None:
    """Print where an error came from, without the controls that a contract may have put into its message."""
    for entry in traceback.format_exception(error):
        for line in entry.splitlines():
            click.echo(printable(line), err=True)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="contractcheck", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show where in the program an error came from.")
def main(debug: bool) -> None:
    """Read contracts and report the terms that are missing, weak or unwanted.

    Contracts stay on this machine. Only an audit on a cluster, or of a remote place, uses the network.
    """


for _command in (
    audit,
    check,
    checklist,
    compare,
    doctor,
    history,
    mark,
    playbooks,
    reference,
    rules_group,
    suggest,
    waive,
):
    main.add_command(_with_debug(_command))
