"""Has a child do what a command does with documents: a poisonous one costs itself and nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from contractcheck.commands.options import bundled
from contractcheck.isolation.limits import MEMORY_LIMIT, TIME_LIMIT, Limits

if TYPE_CHECKING:
    from contractcheck.commands.progress import Progress
    from contractcheck.isolation.remote import Answer, Begin, Shown
    from contractcheck.isolation.supervisor import Asked

limit_options = bundled(
    "limits",
    lambda time_limit, memory_limit: Limits(time_limit, memory_limit),
    [
        click.option(
            "--time-limit",
            type=click.FloatRange(0.1),
            default=TIME_LIMIT,
            show_default=True,
            help="Seconds of processor time for one file, or for one of its scanned pages.",
        ),
        click.option(
            "--memory-limit",
            type=click.IntRange(64),
            default=MEMORY_LIMIT,
            show_default=True,
            help="MB for one file.",
        ),
    ],
)
"""Gives a command the options on what one document may take. It gets them as one argument, ``limits``."""


def isolated(begin: Begin, limits: Limits, shown: Progress) -> Asked:
    """Return what has a child do the work, for a ``with`` block. Without ``fork`` the work is done here."""
    from contractcheck.isolation.supervisor import Here, Isolated

    return Isolated(begin, limits, shown) if hasattr(os, "fork") else Here(begin, shown)


def alone(load: Callable[[Shown], Callable[[], Answer]], limits: Limits, shown: Progress) -> tuple[Any, bytes]:
    """Have one piece of work done by a child of its own. ``load`` makes ready and returns the work, which is limited.

    Raises what the work raises, and LostError.
    """

    def begin(remote: Shown) -> Callable[[dict[str, Any], bytes], Answer]:
        work = load(remote)
        return lambda order, body: work()

    with isolated(begin, limits, shown) as child:
        return child.ask({})

