"""``contractcheck waive``: write down that a gap was accepted."""

from __future__ import annotations

from glob import escape
from pathlib import Path

import click

from contractcheck.commands.console import tell
from contractcheck.commands.options import playbook_option
from contractcheck.commands.waiving import day, known_requirements
from contractcheck.errors import ContractcheckError
from contractcheck.model import Waiver


@click.command()
@click.argument("file", metavar="FILE")
@click.argument("requirement", metavar="REQUIREMENT")
@click.option("--reason", required=True, metavar="TEXT", help="Why the gap is accepted.")
@click.option("--who", default="", metavar="NAME", help="Who accepts it.")
@click.option("--until", metavar="DATE", help="The last day on which the waiver is valid, such as 2027-03-31.")
@click.option(
    "--waivers",
    type=click.Path(path_type=Path),
    metavar="YAML",
    help="The file to write to. Default: the closest contractcheck.yaml, else a new one beside FILE.",
)
@playbook_option("The playbook that reports the gap.")
def waive(
    file: str, requirement: str, reason: str, who: str, until: str | None, waivers: Path | None, playbook: str
) -> None:
    """Accept a gap: write a waiver of REQUIREMENT for the contract FILE.

    The gap stays in every report, marked as waived, and no longer makes a run fail.
    """
    from contractcheck.waivers.nearest import NAME, find_file
    from contractcheck.waivers.writing import write_waiver

    contract = Path(file)
    if not contract.is_file():
        raise ContractcheckError(f"{file}: there is no such file")
    if requirement not in known_requirements([playbook]):
        raise ContractcheckError(f"no requirement is called '{requirement}' (contractcheck rules list shows all)")
    if not reason.strip():
        raise ContractcheckError("a waiver needs a reason: say why the gap is accepted")
    target = waivers or find_file(contract) or contract.parent / NAME
    waiver = Waiver(requirement, " ".join(reason.split()), " ".join(who.split()), day(until) if until else None)
    write_waiver(target, waiver, escape(contract.name))
    tell(f"waiver of {requirement} written to {target}")
