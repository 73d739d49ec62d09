"""``contractcheck rules``: list, show, test and lint the rules."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from contractcheck.commands.console import out, tell
from contractcheck.commands.exits import CLEAN, GAPS
from contractcheck.commands.loading import loaded_rules
from contractcheck.commands.reading import reading_options
from contractcheck.errors import ContractcheckError, UnreadableError
from contractcheck.reading.options import ReadOptions

if TYPE_CHECKING:
    from contractcheck.contract import Contract
    from contractcheck.rulebook.rules import RuleSet


@click.group(name="rules")
def rules_group() -> None:
    """List, show, test and lint the rules."""


@rules_group.command(name="list")
def rules_list() -> None:
    """List the rules by family, each with what was measured of it."""
    from contractcheck.reference.ruletext import rule_list
    from contractcheck.rulebook.measured import read_measured

    rules = loaded_rules()
    click.echo(rule_list(rules, read_measured(rules.files), out()))


@rules_group.command(name="show")
@click.argument("id_", metavar="ID")
def rules_show(id_: str) -> None:
    """Show one rule: what it looks for, why, its examples, and how well it was measured to work."""
    from contractcheck.reference.ruletext import rule_page
    from contractcheck.rulebook.measured import read_measured

    rules = loaded_rules()
    click.echo(rule_page(rules, read_measured(rules.files), id_, out()))


@rules_group.command(name="test")
@click.argument("path", required=False, type=click.Path(path_type=Path))
def rules_test(path: Path | None) -> None:
    """Run the examples of every rule, or of the rules in the folder or file PATH, and those of the standard terms.

    Exit code 1 if an example does not give the result that its rule states.
    """
    from contractcheck.detection.examples import misread_terms, run_examples
    from contractcheck.reference.ruletext import example_report
    from contractcheck.rulebook.rules import catalogue_file

    rules, chosen = _chosen(path)
    results = run_examples(rules, chosen)
    misread = misread_terms(rules) if len(chosen) == len(rules.files) else ()
    if misread:
        file = catalogue_file(_rules_root(path) if path else None)
        for name, number, what in misread:
            click.echo(file.fault((name, "examples", number), what))
    click.echo(example_report(results, rules))
    sys.exit(CLEAN if all(result.ok for result in results) and not misread else GAPS)


@rules_group.command(name="lint")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option(
    "--contracts",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Contracts in which to look for the phrases that match no example.",
)
@reading_options()
def rules_lint(path: Path | None, contracts: Path | None, reading: ReadOptions) -> None:
    """Name what is hard to read or never tried in the rules, or in those of the folder or file PATH.

    That is a phrase of more than 120 characters, a phrase that matches no example of its own rule, and a rule of more
    than 40 phrases. Exit code 1 if anything is named.
    """
    from contractcheck.detection.lint import lint
    from contractcheck.reference.ruletext import lint_report

    rules, chosen = _chosen(path)
    remarks = lint(rules, chosen, _texts(contracts, reading) if contracts else None)
    click.echo(lint_report(remarks, rules, chosen))
    sys.exit(GAPS if remarks else CLEAN)


def _chosen(path: Path | None) -> tuple[RuleSet, frozenset[str]]:
    """Return the rules that a rule file or a folder belongs to, and the ids of those that lie in it."""

    rules = loaded_rules(_rules_root(path) if path else None)
    if path is None:
        return rules, frozenset(rules.files)
    here = path.resolve()
    chosen = frozenset(id_ for id_, file in rules.files.items() if file.path.resolve().is_relative_to(here))
    if not chosen:
        raise ContractcheckError(f"{path}: it holds no rules")
    return rules, chosen


def _texts(folder: Path, reading: ReadOptions) -> list[Contract]:
    """Read the contracts of a folder. Those that cannot be read are named on stderr and passed over."""
    from contractcheck.audits.inputs import find
    from contractcheck.contract import Contract

    if not folder.is_dir():
        raise ContractcheckError(f"{folder}: there is no such folder")
    texts = []
    for entry in find([str(folder)]):
        try:
            texts.append(Contract.read(entry.location, None, reading))
        except UnreadableError as error:
            tell(f"{entry.path}: passed over: {error}")
    if not texts:
        raise ContractcheckError(f"{folder}: it holds no contract that can be read")
    return texts


def _rules_root(path: Path) -> Path:
    """Return the folder of rules that a rule file or a family's folder belongs to: it holds the word lists."""
    from contractcheck.rulebook.rules import WORDS_FILE

    if not path.exists():
        raise ContractcheckError(f"{path}: there is no such file or folder")
    # A family may have word lists of its own, so the outermost folder with such a file is the root.
    around = [folder for folder in (path, *path.resolve().parents) if (folder / WORDS_FILE).is_file()]
    return around[-1] if around else path
