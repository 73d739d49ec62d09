"""The commands ``playbooks ...``: parse, call, print, exit code."""

from __future__ import annotations

from pathlib import Path

import click

from contractcheck.commands.console import out, tell
from contractcheck.commands.inputs import STDIN, from_stdin
from contractcheck.commands.loading import loaded_rules
from contractcheck.commands.options import side_option
from contractcheck.commands.writing import write
from contractcheck.errors import ContractcheckError, RuleError
from contractcheck.runtime import loading


@click.group()
def playbooks() -> None:
    """List, show, suggest, write and check playbooks."""


@playbooks.command(name="list")
def list_() -> None:
    """List the playbooks that come with contractcheck."""
    from contractcheck.playbooks.playbooks import playbook_ids, read_playbook
    from contractcheck.reference.playbooktext import playbook_list

    click.echo(playbook_list([read_playbook(id_) for id_ in playbook_ids()], out()))


@playbooks.command()
@click.argument("id_", metavar="ID|FILE")
@side_option()
def show(id_: str, side: str | None) -> None:
    """Show one playbook: what it asks for and why, how severe each gap is, thresholds and positions."""
    from contractcheck.playbooks.playbooks import hold_against, read_playbook
    from contractcheck.reference.playbooktext import playbook_page

    playbook = read_playbook(id_, side)
    rules = loaded_rules(only=playbook.rules().union(playbook.dropped))
    hold_against(playbook, {rule.id: rule for rule in rules.rules})
    click.echo(playbook_page(playbook, rules, out()))


@playbooks.command()
@click.argument("file", metavar="FILE")
def suggest(file: str) -> None:
    """Suggest playbooks for the contract FILE, best first, with the reasons. FILE may be - for standard input."""
    from contractcheck.playbooks.playbooks import playbook_ids, read_playbook
    from contractcheck.playbooks.suggest import suggest as ranked
    from contractcheck.reference.playbooktext import suggestion_list

    data = from_stdin(file)
    with loading():
        found = ranked(file, [read_playbook(id_) for id_ in playbook_ids()], data)
    click.echo(suggestion_list("standard input" if file == STDIN else Path(file).name, found, out()))


@playbooks.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--extends", metavar="ID", help="The playbook to extend.")
def new(file: Path, extends: str | None) -> None:
    """Write a playbook to start from to FILE (a name ending in .yaml). Nothing is overwritten."""
    from contractcheck.playbooks.scaffold import scaffold

    if file.suffix not in (".yaml", ".yml"):
        raise ContractcheckError(f"{file}: the name of a playbook file ends in .yaml")
    if file.exists():
        raise ContractcheckError(f"{file}: already exists, and is left as it is")
    text = scaffold(file.stem, extends)
    write(text, file)
    tell(f"{file} written: change it, then run: contractcheck playbooks validate {file}")


@playbooks.command()
@click.argument("file", metavar="FILE|ID")
def validate(file: str) -> None:
    """Check a playbook and name every fault with file and line. Exit code 2 if there is one."""
    from contractcheck.playbooks.playbooks import hold_against, read_playbook, unknown_rules
    from contractcheck.rulebook.rules import rule_files

    try:
        playbook = read_playbook(file)
    except RuleError as error:
        more = unknown_rules(file, frozenset(path.stem for path in rule_files())) if Path(file).is_file() else ()
        raise RuleError((*error.faults, *more)) from error
    rules = loaded_rules(only=playbook.rules())
    hold_against(playbook, {rule.id: rule for rule in rules.rules})
    count = len(playbook.requirements)
    click.echo(f"{playbook.id}: {count} requirement{'s'[: count != 1]}, no faults")
