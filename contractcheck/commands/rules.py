"""``contractcheck rules``: list, show and test the rules."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from contractcheck.commands.console import out
from contractcheck.commands.exits import CLEAN, GAPS
from contractcheck.commands.loading import loaded_rules
from contractcheck.errors import ContractcheckError


@click.group(name="rules")
def rules_group() -> None:
    """List, show and test the rules."""


@rules_group.command(name="list")
def rules_list() -> None:
    """List the rules by family."""
    from contractcheck.reference.ruletext import rule_list

    click.echo(rule_list(loaded_rules(), out()))


@rules_group.command(name="show")
@click.argument("id_", metavar="ID")
def rules_show(id_: str) -> None:
    """Show one rule: what it looks for, why, and its examples."""
    from contractcheck.reference.ruletext import rule_page

    click.echo(rule_page(loaded_rules(), id_, out()))


@rules_group.command(name="test")
@click.argument("path", required=False, type=click.Path(path_type=Path))
def rules_test(path: Path | None) -> None:
    """Run the examples of every rule, or of the rules in the folder or file PATH.

    Exit code 1 if an example does not give the result that its rule states.
    """
    from contractcheck.detection.examples import run_examples
    from contractcheck.reference.ruletext import example_report

    rules = loaded_rules(_rules_root(path) if path else None)
    results = run_examples(rules)
    if path:
        chosen = {id_ for id_, file in rules.files.items() if file.path.resolve().is_relative_to(path.resolve())}
        results = tuple(result for result in results if result.rule in chosen)
    click.echo(example_report(results, rules))
    sys.exit(CLEAN if all(result.ok for result in results) else GAPS)


def _rules_root(path: Path) -> Path:
    """Return the folder of rules that a rule file or a family's folder belongs to: it holds the word lists."""
    from contractcheck.rulebook.rules import WORDS_FILE

    if not path.exists():
        raise ContractcheckError(f"{path}: there is no such file or folder")
    # A family may have word lists of its own, so the outermost folder with such a file is the root.
    around = [folder for folder in (path, *path.resolve().parents) if (folder / WORDS_FILE).is_file()]
    return around[-1] if around else path
