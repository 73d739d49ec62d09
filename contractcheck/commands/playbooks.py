"""The commands ``playbooks ...``: parse, call, print, exit code."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from contractcheck.commands.console import out
from contractcheck.errors import ContractcheckError

_SIDE = click.option("--side", type=click.Choice(["customer", "provider"]), help="For whom to read.")


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
@_SIDE
def show(id_: str, side: str | None) -> None:
    """Show one playbook: what it asks for and why, how severe each gap is, thresholds and positions."""
    from contractcheck.playbooks.playbooks import hold_against, read_playbook
    from contractcheck.reference.playbooktext import playbook_page
    from contractcheck.rulebook.rules import load_rules

    playbook = read_playbook(id_, side)
    rules = load_rules(only=playbook.rules())
    hold_against(playbook, {rule.id: rule for rule in rules.rules})
    click.echo(playbook_page(playbook, rules, out()))


@playbooks.command()
@click.argument("file", metavar="FILE")
def suggest(file: str) -> None:
    """Suggest playbooks for the contract FILE, best first, with the reasons. FILE may be - for standard input."""
    from contractcheck.playbooks.playbooks import playbook_ids, read_playbook
    from contractcheck.playbooks.suggest import suggest as ranked
    from contractcheck.reference.playbooktext import suggestion_list

    data = sys.stdin.buffer.read() if file == "-" else None
    found = ranked(file, [read_playbook(id_) for id_ in playbook_ids()], data)
    click.echo(suggestion_list("standard input" if file == "-" else Path(file).name, found, out()))


@playbooks.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--extends", metavar="ID", help="The playbook to begin from.")
def new(file: Path, extends: str | None) -> None:
    """Write a playbook to begin with to FILE (a name ending in .yaml). Nothing is overwritten."""
    from contractcheck.playbooks.scaffold import scaffold

    if file.suffix not in (".yaml", ".yml"):
        raise ContractcheckError(f"{file}: the name of a playbook file ends in .yaml")
    if file.exists():
        raise ContractcheckError(f"{file}: is there already, and is left as it is")
    text = scaffold(file.stem, extends)
    try:
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ContractcheckError(f"{file}: cannot be written: {error.strerror}") from error
    click.echo(f"contractcheck: {file} written: change it, then run: contractcheck playbooks validate {file}", err=True)


@playbooks.command()
@click.argument("file", metavar="FILE|ID")
def validate(file: str) -> None:
    """Check a playbook and name every fault with file and line. Exit code 2 if there is one."""
    from contractcheck.errors import RuleError
    from contractcheck.playbooks.playbooks import hold_against, read_playbook, unknown_rules
    from contractcheck.rulebook.rules import load_rules, rule_files

    try:
        playbook = read_playbook(file)
    except RuleError as error:
        more = unknown_rules(file, frozenset(path.stem for path in rule_files())) if Path(file).is_file() else ()
        raise RuleError((*error.faults, *more)) from error
    rules = load_rules(only=playbook.rules())
    hold_against(playbook, {rule.id: rule for rule in rules.rules})
    count = len(playbook.requirements)
    click.echo(f"{playbook.id}: {count} requirement{'s'[: count != 1]}, no faults")
