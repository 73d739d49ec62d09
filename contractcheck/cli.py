"""The command line: the group that all commands belong to, and how their errors are shown.

What is heavy (rules, PDFium, pydantic) is imported by the command that needs it, so that ``--help`` answers at once.
"""

from __future__ import annotations

from typing import Any

import click

from contractcheck.commands.audit import audit, history
from contractcheck.commands.check import check
from contractcheck.commands.checklist import checklist
from contractcheck.commands.compare import compare
from contractcheck.commands.console import tell
from contractcheck.commands.doctor import doctor
from contractcheck.commands.exits import FAILED, STOPPED
from contractcheck.commands.mark import mark
from contractcheck.commands.playbooks import playbooks
from contractcheck.commands.reference import reference
from contractcheck.commands.rules import rules_group
from contractcheck.commands.suggest import suggest
from contractcheck.commands.waive import waive
from contractcheck.errors import ContractcheckError, RuleError
from contractcheck.runtime import silent_libraries
from contractcheck.version import __version__


class _Commands(click.Group):
    """Turns the errors of contractcheck into one line each on stderr and exit code 2."""

    @silent_libraries()
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ContractcheckError as error:
            for line in error.faults if isinstance(error, RuleError) else [str(error)]:
                tell(line)
            ctx.exit(FAILED)
        except KeyboardInterrupt:
            tell("stopped")
            ctx.exit(STOPPED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="contractcheck", message="%(prog)s %(version)s")
def main() -> None:
    """Read contracts and report the terms that are missing, weak or unwanted.

    Contracts stay on this machine. Only an audit on a cluster, or of a remote place, uses the network.
    """


main.add_command(audit)
main.add_command(check)
main.add_command(checklist)
main.add_command(compare)
main.add_command(doctor)
main.add_command(history)
main.add_command(mark)
main.add_command(playbooks)
main.add_command(reference)
main.add_command(rules_group)
main.add_command(suggest)
main.add_command(waive)
