"""``contractcheck check``: files in, reports out."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from contractcheck.commands.console import complain
from contractcheck.commands.exits import CLEAN, FAILED, GAPS, NEVER
from contractcheck.commands.formats import ENDINGS, MACHINE, targets
from contractcheck.commands.illustrating import Gallery
from contractcheck.commands.packaging import Wish, package_options, resolve
from contractcheck.commands.progress import Progress, progress
from contractcheck.commands.putting import Made, put
from contractcheck.commands.reading import reading_options
from contractcheck.commands.waiving import Waivers, waiver_options
from contractcheck.commands.writing import STDIN, guard, write
from contractcheck.errors import ContractcheckError, RuleError
from contractcheck.model import Report, Severity, Status
from contractcheck.reading.options import Reading

if TYPE_CHECKING:
    from contractcheck.checker import Checker, Examined
    from contractcheck.report.lines import Lines


@click.command()
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
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(tuple(ENDINGS)),
    help="Default: by the name of -o, else text. Repeatable: then -o is the name without its ending.",
)
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
@click.option(
    "--template",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Your own Jinja2 template; for docx your own Word file.",
)
@click.option("--no-pictures", is_flag=True, help="An HTML report without pictures of pages: a small file.")
@package_options
@reading_options(both=True)
@waiver_options
@click.option("--quiet", "-q", is_flag=True, help="No progress on stderr. Errors are still shown.")
def check(
    files: tuple[str, ...],
    playbooks: tuple[str, ...],
    side: str | None,
    applies: bool,
    formats: tuple[str, ...],
    output: Path | None,
    fail_on: str,
    provider: str | None,
    customer: str | None,
    template: Path | None,
    no_pictures: bool,
    wish: Wish,
    reading: Reading,
    waivers: Waivers,
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
    from contractcheck.checker import Checker
    from contractcheck.facts import unreadable_report
    from contractcheck.report import render, user_template

    wanted = targets(formats, output)
    if template and len(wanted) > 1:
        raise ContractcheckError("--template takes the place of a format: it goes with one at most")
    for target in wanted:
        guard((*files, *wish.attachments), target.path, (template, waivers.file, *playbooks))
    contracts, attached = resolve(files, wish, reading)
    for target in wanted:
        guard((*contracts, *attached), target.path)
    # A memo's template is a Word file; any other is text.
    letterhead = template if wanted[0].format == "docx" else None
    renderer = user_template(template) if template and not letterhead else None
    asked = {target.format for target in wanted} if not renderer else set()
    gallery = Gallery(len(contracts), pictures=not no_pictures) if "html" in asked else None
    lines: dict[str, Lines] | None = {} if "sarif" in asked else None
    with progress(len(contracts), quiet) as shown:
        try:
            checker = Checker(playbooks, side=side, applies=applies, reading=shown.on(reading))
        except RuleError as error:
            # Programs read the report: they too must learn that nothing was checked.
            failed = [unreadable_report(file, error.code, str(error), one) for file in contracts for one in playbooks]
            for target in wanted:
                if target.format in MACHINE and not renderer:
                    text = render(failed if len(failed) > 1 else failed[0], target.format, fail_on=fail_on)
                    write(text, target.path, json=target.format == "json")
            raise
        finally:
            gc.freeze()
            gc.enable()
        waivers.prepare(playbooks, contracts)
        lost: list[str] = []
        examine = _examiner(checker, provider, customer, attached, lost)
        reports = list(_check_all(checker, contracts, examine, shown, gallery, lines, waivers))
    made = Made(reports, renderer, gallery.art if gallery else None, lines, fail_on, letterhead)
    for target in wanted:
        put(made, target, quiet)
    sys.exit(FAILED if lost else _exit_code(reports, fail_on))


def _examiner(
    checker: Checker, provider: str | None, customer: str | None, attached: Sequence[str], lost: list[str]
) -> Callable[[str, bytes | None], tuple[Examined, ...]]:
    """Return what examines one contract. Attachments that were not read are named on stderr, and put in ``lost``."""

    def examine(file: str, data: bytes | None) -> tuple[Examined, ...]:
        if not attached:
            return checker.examine_states(file, data, provider=provider, customer=customer)
        examined = checker.examine_package(file, attached, provider=provider, customer=customer)
        lost.extend(examined.lost)
        for reason in examined.lost:
            complain(f"{file}: attachment not read: {reason}")
        return (examined,)

    return examine


def _check_all(
    checker: Checker,
    files: Sequence[str],
    examine: Callable[[str, bytes | None], tuple[Examined, ...]],
    shown: Progress,
    gallery: Gallery | None,
    lines: dict[str, Lines] | None,
    waivers: Waivers,
) -> Iterator[Report]:
    """Check the files one after the other. One that fails is named on stderr, and the next one is checked.

    A file yields one report a playbook, and twice as many where two states of it are asked for.
    """
    from contractcheck.report.lines import lines_of

    for file in files:
        shown.step(file)
        try:
            data = sys.stdin.buffer.read() if file == STDIN else None
            states = examine(file, data)
            reports = tuple(waivers.apply(file, report) for examined in states for report in examined.reports)
            if gallery:
                for examined in states:
                    gallery.add(file, examined)
            if lines is not None:
                for document in (one.contract.document for one in states if one.contract):
                    own = lines_of(document)
                    lines |= {document.sha256: own} if own is not None else {}
        except Exception as error:  # our own fault in one file must not cost the reports on the others
            what = f"contractcheck itself failed on this file: {type(error).__name__}: {error}"
            reports = checker.unreadable_all(file, "internal-error", what)
        if reports[0].error is not None:
            complain(f"{file}: {reports[0].error.message}")
        yield from reports


def _exit_code(reports: Sequence[Report], fail_on: str) -> int:
    if any(report.status is Status.UNREADABLE for report in reports):
        return FAILED
    if fail_on == NEVER:
        return CLEAN
    order = list(Severity)
    worst = order[: order.index(Severity(fail_on)) + 1]
    return GAPS if any(gap.severity in worst for report in reports for gap in report.gaps()) else CLEAN
