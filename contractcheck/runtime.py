"""The switches of the whole process: Python's collector of garbage, and the logs of the libraries.

They belong to whoever owns the process. The command line and the children of an audit do, and turn them here. No other
module touches them, so a program that imports contractcheck finds them as it left them.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Pause the collector.

    Compiled rules are many small objects that all stay: to visit them again and again costs a third more.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextmanager
def loading() -> Iterator[None]:
    """Pause the collector, and have it pass over for good what was made meanwhile."""
    with uncollected():
        try:
            yield
        finally:
            gc.freeze()


def share() -> None:
    """Before forking: keep the memory of what was loaded shared. The collector would write into its pages."""
    gc.collect()
    gc.freeze()


def collect_by_hand() -> None:
    """Turn the collector off for good. From now on it runs when ``collect`` is called."""
    gc.disable()


def collect() -> None:
    """Run the collector once."""
    gc.collect()


@contextmanager
def silent_libraries() -> Iterator[None]:
    """Keep the logs of libraries off stderr.

    pdfminer and pypdf warn about each oddity of a file, and Dask logs each lost connection with its stack: nobody can
    act on them there. What matters of it is said in one line by the command.
    """
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)
