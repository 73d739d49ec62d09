"""The command line: parses, calls, prints, and sets the exit code. Nothing is decided here.

What is heavy (spaCy, PDFium, pydantic) is imported by the command that needs it, so that ``--help`` answers at once.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from contractcheck import __version__
from contractcheck.audits.commands import audit, history
from contractcheck.errors import ContractcheckError, RuleError
from contractcheck.model import Report, Severity, Status
from contractcheck.playbooks.playbook_commands import playbooks
from contractcheck.presigning.commands import checklist
from contractcheck.streams import complain as _complain
from contractcheck.streams import out
from contractcheck.streams import terminal as _terminal

if TYPE_CHECKING:
    from contractcheck.checker import Checker

CLEAN, GAPS, FAILED, STOPPED = 0, 1, 2, 130
NEVER = "never"
STDIN = "-"
FORMATS = ("text", "md", "html", "json")
_SUFFIXES = {".md": "md", ".markdown": "md", ".html": "html", ".htm": "html", ".json": "json"}


class _Commands(click.Group):
    """Turns the errors of contractcheck into one line each on stderr and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ContractcheckError as error:
            for line in error.faults if isinstance(error, RuleError) else [str(error)]:
                _complain(line)
            ctx.exit(FAILED)
        except KeyboardInterrupt:
            _complain("stopped")
            ctx.exit(STOPPED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="contractcheck", message="%(prog)s %(version)s")
def main() -> None:
    """Read contracts and report the terms that are missing, weak or unwanted.

    Contracts stay on this machine. Only an audit on a cluster, or of a remote place, uses the network.
    """


main.add_command(audit)
main.add_command(checklist)
main.add_command(history)
main.add_command(playbooks)


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--playbook",
    "playbooks",
    multiple=True,
    default=("outsourcing",),
    show_default=True,
    metavar="ID|FILE",
    help="What to ask for. Repeatable: the file is read once, and each playbook has its report.",
)
@click.option("--side", type=click.Choice(["customer", "provider"]), help="For whom to read. Default: the playbook's.")
@click.option("--applies", is_flag=True, help="Apply every playbook, even if the text does not show that it applies.")
@click.option("--format", "format_", type=click.Choice(FORMATS), help="Default: by the name of -o, else text.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="OUT", help="Write the report to a file.")
@click.option(
    "--fail-on",
    type=click.Choice([*(severity.value for severity in Severity), NEVER]),
    default=Severity.HIGH.value,
    show_default=True,
    help="Exit with 1 if there is a gap of this severity or worse.",
)
@click.option("--provider", metavar="NAME", help="The party that provides, where the contract leaves it open.")
@click.option("--customer", metavar="NAME", help="The party that receives, where the contract leaves it open.")
@click.option("--template", type=click.Path(path_type=Path), metavar="FILE", help="Your own Jinja2 template.")
@click.option("--quiet", "-q", is_flag=True, help="No progress on stderr. Errors are still shown.")
def check(
    files: tuple[str, ...],
    playbooks: tuple[str, ...],
    side: str | None,
    applies: bool,
    format_: str | None,
    output: Path | None,
    fail_on: str,
    provider: str | None,
    customer: str | None,
    template: Path | None,
    quiet: bool,
) -> None:
    """Check contracts and print a gap report. FILE may be - for standard input.

    \b
    Exit code 0: no gap at or above --fail-on.
    Exit code 1: there are such gaps. The report names them.
    Exit code 2: a file could not be read, or the job could not be done.
    """
    # Loading makes many objects that stay: the collector would visit them all again and again.
    gc.disable()
    from contractcheck.checker import Checker, unreadable_report
    from contractcheck.report import render, user_template

    _guard(files, output)
    format_ = format_ or (_SUFFIXES.get(output.suffix.lower()) if output else None) or "text"
    renderer = user_template(template) if template else None
    try:
        checker = Checker(playbooks, side=side, applies=applies)
    except RuleError as error:
        if format_ == "json" and not template:
            # Programs read stdout: they too must learn that nothing was checked.
            lost = [unreadable_report(file, error.code, str(error), one) for file in files for one in playbooks]
            _write(render(lost if len(lost) > 1 else lost[0], "json"), output, json=True)
        raise
    finally:
        gc.freeze()
        gc.enable()
    reports = list(_check_all(checker, files, provider, customer, quiet))
    if renderer:
        text = renderer(reports)
    else:
        width, colour = _terminal() if output is None else (80, False)
        text = render(reports if len(reports) > 1 else reports[0], format_, width=width, colour=colour)
    _write(text, output, json=format_ == "json" and not template)
    if output and not quiet:
        click.echo(f"contractcheck: report written to {output}", err=True)
    sys.exit(_exit_code(reports, fail_on))


@main.group(name="rules")
def rules_group() -> None:
    """List, show and test the rules."""


@rules_group.command(name="list")
def rules_list() -> None:
    """List the rules by family."""
    from contractcheck.report.rulebook import rule_list
    from contractcheck.rulebook.rules import load_rules

    click.echo(rule_list(load_rules(), out()))


@rules_group.command(name="show")
@click.argument("id_", metavar="ID")
def rules_show(id_: str) -> None:
    """Show one rule: what it looks for, why, and its examples."""
    from contractcheck.report.rulebook import rule_page
    from contractcheck.rulebook.rules import load_rules

    click.echo(rule_page(load_rules(), id_, out()))


@rules_group.command(name="test")
@click.argument("path", required=False, type=click.Path(path_type=Path))
def rules_test(path: Path | None) -> None:
    """Run the examples of every rule, or of the rules in the folder or file PATH.

    Exit code 1 if an example does not come out as its rule says.
    """
    from contractcheck.report.rulebook import example_report
    from contractcheck.rulebook.examples import run_examples
    from contractcheck.rulebook.rules import load_rules

    rules = load_rules(_rules_root(path) if path else None)
    results = run_examples(rules)
    if path:
        chosen = {id_ for id_, file in rules.files.items() if file.path.resolve().is_relative_to(path.resolve())}
        results = tuple(result for result in results if result.rule in chosen)
    click.echo(example_report(results, rules))
    sys.exit(CLEAN if all(result.ok for result in results) else GAPS)


def _check_all(
    checker: Checker, files: Sequence[str], provider: str | None, customer: str | None, quiet: bool
) -> Iterator[Report]:
    """Check the files one after the other. One that fails is named on stderr, and the next one is checked.

    A file yields one report a playbook.
    """
    with _progress(len(files), quiet) as step:
        for file in files:
            step(file)
            try:
                data = sys.stdin.buffer.read() if file == STDIN else None
                reports = checker.check_all(file, data, provider=provider, customer=customer)
            except Exception as error:  # our own fault in one file must not cost the reports on the others
                what = f"contractcheck itself failed on this file: {type(error).__name__}: {error}"
                reports = checker.unreadable_all(file, "internal-error", what)
            if reports[0].error is not None:
                _complain(f"{file}: {reports[0].error.message}")
            yield from reports


@contextmanager
def _progress(total: int, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Yield what shows the file at work: on stderr, and only where a person is looking."""
    if quiet or not sys.stderr.isatty():
        yield lambda file: None
        return
    from rich.console import Console
    from rich.text import Text

    from contractcheck.report.display import shown

    console = Console(stderr=True)
    done = 0
    with console.status(Text("reading")) as status:

        def step(file: str) -> None:
            nonlocal done
            done += 1
            count = f"{done} of {total}: " if total > 1 else ""
            status.update(Text(count + shown(Path(file).name)))

        yield step


def _exit_code(reports: Sequence[Report], fail_on: str) -> int:
    if any(report.status is Status.UNREADABLE for report in reports):
        return FAILED
    if fail_on == NEVER:
        return CLEAN
    order = list(Severity)
    worst = order[: order.index(Severity(fail_on)) + 1]
    return GAPS if any(gap.severity in worst for report in reports for gap in report.gaps()) else CLEAN


def _guard(files: Sequence[str], output: Path | None) -> None:
    """Refuse what would destroy a contract, or read standard input twice, before any work is done."""
    if files.count(STDIN) > 1:
        raise ContractcheckError("-: standard input can be read only once")
    if output is None:
        return
    if output.is_dir():
        raise ContractcheckError(f"{output}: is a folder: name a file to write the report to")
    if any(file != STDIN and Path(file).exists() and output.exists() and output.samefile(file) for file in files):
        raise ContractcheckError(f"{output}: is one of the contracts: the report would overwrite it")


def _write(text: str, output: Path | None, *, json: bool = False) -> None:
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


def _rules_root(path: Path) -> Path:
    """Return the folder of rules that a rule file or a family's folder belongs to: it holds the word lists."""
    from contractcheck.rulebook.rules import WORDS_FILE

    if not path.exists():
        raise ContractcheckError(f"{path}: there is no such file or folder")
    # A family may have word lists of its own, so the outermost folder with such a file is the root.
    around = [folder for folder in (path, *path.resolve().parents) if (folder / WORDS_FILE).is_file()]
    return around[-1] if around else path
