"""The options that several commands share, each written once.

A group of options reaches its command as one argument. The words of a help that differ are given by the command.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from contractcheck.commands.loading import loaded_checker
from contractcheck.model import Severity
from contractcheck.reading.options import AS_IT_IS, ReadOptions
from contractcheck.report.failing import NEVER

if TYPE_CHECKING:
    from contractcheck.checker import Checker

Command = Callable[..., None]
Option = Callable[[Command], Command]

SIDES = ("customer", "provider")
DEFAULT_PLAYBOOK = "outsourcing"
_SEVERITIES = tuple(severity.value for severity in Severity)


def bundled(name: str, make: Callable[..., Any], options: Sequence[Option]) -> Option:
    """Return what gives a command some options. It gets them as one argument, ``name``.

    ``make`` takes the value of each option by its name, and returns the argument.
    """
    own = tuple(signature(make).parameters)

    def decorate(command: Command) -> Command:
        @wraps(command)
        def run(*args: Any, **values: Any) -> None:
            made = make(**{option: values.pop(option) for option in own})
            command(*args, **values, **{name: made})

        decorated: Command = run
        # Decorators apply from the inside out: the help shows them in the order above.
        for option in reversed(options):
            decorated = option(decorated)
        return decorated

    return decorate


@dataclass(frozen=True, slots=True)
class PlaybookOptions:
    """What a contract is asked for: the playbooks, for whom it is read, and whether they apply whatever it says.

    ``no_model`` leaves the answers to the rules alone.
    """

    names: tuple[str, ...]
    side: str | None
    applies: bool
    no_model: bool

    def checker(self, reading: ReadOptions = AS_IT_IS) -> Checker:
        """Return what checks contracts under these playbooks. Raises RuleError."""
        return loaded_checker(
            self.names, self.side, applies=self.applies, second_look=not self.no_model, reading=reading
        )


@dataclass(frozen=True, slots=True)
class PartyOptions:
    """The names of the parties, where the contract leaves them open."""

    provider: str | None
    customer: str | None


def playbook_options(help_: str) -> Option:
    """Give a command the options on playbooks. It gets them as ``playbooks``. ``help_`` is the help of the first."""
    playbook = click.option(
        "--playbook",
        "names",
        multiple=True,
        default=(DEFAULT_PLAYBOOK,),
        show_default=True,
        metavar="ID|FILE",
        help=help_,
    )
    own = (playbook, side_option(" Default: the playbook's."), applies_option, no_model_option)
    return bundled("playbooks", PlaybookOptions, own)


def playbook_option(help_: str) -> Option:
    """Give a command the option of one playbook, ``playbook``."""
    return click.option("--playbook", default=DEFAULT_PLAYBOOK, show_default=True, metavar="ID|FILE", help=help_)


def side_option(default: str = "") -> Option:
    """Give a command the option ``side``. ``default`` is a sentence on what holds without it."""
    return click.option("--side", type=click.Choice(SIDES), help=f"The side to review for.{default}")


def output_option(help_: str, *, required: bool = False) -> Option:
    """Give a command the option ``output``."""
    return click.option("-o", "--output", type=click.Path(path_type=Path), metavar="OUT", required=required, help=help_)


def json_schema_option(where: str) -> Option:
    """Give a command the option ``json_schema``: in which form other programs get the reports."""
    return click.option(
        "--json-schema",
        type=click.Choice(["1", "2"]),
        default="2",
        show_default=True,
        help=f"The schema of {where}. 2 says what was read and what was not.",
    )


def quiet_option(help_: str) -> Option:
    """Give a command the option ``quiet``. What it silences differs."""
    return click.option("--quiet", "-q", is_flag=True, help=help_)


party_options = bundled(
    "parties",
    PartyOptions,
    [
        click.option("--provider", metavar="NAME", help="The party that provides, where the contract leaves it open."),
        click.option("--customer", metavar="NAME", help="The party that receives, where the contract leaves it open."),
    ],
)
applies_option = click.option(
    "--applies",
    is_flag=True,
    help="Check whatever the text is: also where it does not look like a contract, or like one for the playbook.",
)
no_model_option = click.option(
    "--no-model",
    is_flag=True,
    help="Rules alone: no second look, by a small model, at what the rules did not find.",
)
fail_on_option = click.option(
    "--fail-on",
    type=click.Choice([*_SEVERITIES, NEVER]),
    default=Severity.HIGH.value,
    show_default=True,
    help="Exit with 1 if there is a gap of this severity or worse.",
)
severity_option = click.option(
    "--severity",
    type=click.Choice(_SEVERITIES),
    default=Severity.LOW.value,
    show_default=True,
    help="Only gaps of this severity or worse.",
)
