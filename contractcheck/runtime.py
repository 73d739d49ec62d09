"""The switches of the whole process: Python's collector of garbage, the logs of the libraries, how spaCy is imported.

They belong to whoever owns the process. The command line and the children of an audit do, and turn them here. No other
module touches them, so a program that imports contractcheck finds them as it left them.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from types import FrameType, ModuleType
from typing import Any


class TerminatedError(KeyboardInterrupt):
    """The system asked the program to end. Whatever tidies up when a person stops it, tidies up now as well."""


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


# So many objects may lie about before the collector runs, some megabytes: a contract leaves a few thousand.
_MANY = 50_000


def collect() -> None:
    """Run the collector, where enough was left since it last ran to be worth it."""
    if gc.get_count()[0] > _MANY:
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


@contextmanager
def ended_in_order() -> Iterator[None]:
    """Make SIGTERM an error, so that what is under way is closed first. Only where nobody else waits for the signal."""
    try:
        if signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
            yield
            return
        signal.signal(signal.SIGTERM, _terminate)
    except ValueError:  # not the main thread: signals are not its business
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _terminate(number: int, frame: FrameType | None) -> None:
    raise TerminatedError


def give_up_stdout() -> None:
    """After an error of standard output: what is left in it goes nowhere, or Python fails on it again at its end."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


class _Package(ModuleType):
    """A package whose parts can be imported, and whose own module runs when somebody asks for more than a part."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        part = f"{self.__name__}.{name}"
        try:
            return import_module(part)
        except ModuleNotFoundError as error:
            if error.name != part:
                raise
        _run(self)
        return getattr(self, name)


def _run(package: ModuleType) -> None:
    """Run the package's own module after all."""
    package.__class__ = ModuleType
    if package.__spec__ is not None and package.__spec__.loader is not None:
        package.__spec__.loader.exec_module(package)


def import_spacy() -> None:
    """Import the words of spaCy without the package's own module, which imports all of it.

    A check needs the words and the matchers, and neither the pipelines nor the commands: half of the time of the
    import. Whoever uses ``spacy`` itself later gets all of it. Where that does not work, spaCy is imported as it is.
    """
    spec = find_spec("spacy") if "spacy" not in sys.modules else None
    if spec is None:
        return  # it is imported, or whoever imports it says that it is missing
    package = module_from_spec(spec)
    package.__class__ = _Package
    sys.modules["spacy"] = package
    try:
        import_module("spacy.tokens")  # the parts import one another, and this one may come first
    except ImportError:
        _run(package)


@contextmanager
def quiet(name: str) -> Iterator[None]:
    """Keep one logger of a library from warning for a moment: what it would say is said in the report."""
    logger = logging.getLogger(name)
    refused = _Refused()
    logger.addFilter(refused)
    try:
        yield
    finally:
        logger.removeFilter(refused)


class _Refused(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.ERROR
