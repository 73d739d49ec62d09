"""The options for an agreement that came as several files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from contractcheck.commands.writing import STDIN
from contractcheck.errors import ContractcheckError
from contractcheck.reading.options import Reading, Revisions

# Files that lie beside contracts and are none.
_PASSED_OVER = (".", "~$", "contractcheck.yaml")
_OPTIONS = (
    click.option(
        "--with",
        "attachments",
        multiple=True,
        metavar="FILE",
        help="An attachment of FILE: both are read as one agreement. Repeatable.",
    ),
    click.option("--as-package", is_flag=True, help="FILE is a folder: its files are one agreement."),
    click.option("--main", metavar="NAME", help="Which file of the folder is the body. Default: told by its content."),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user said of packages. Without attachments and folder, every file is an agreement of its own."""

    attachments: tuple[str, ...] = ()
    folder: bool = False
    main: str | None = None

    @property
    def wanted(self) -> bool:
        """Whether the files are one agreement."""
        return bool(self.attachments) or self.folder


def package_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options on packages. It gets them as one argument, ``wish``."""

    @wraps(command)
    def run(*args: Any, attachments: tuple[str, ...], as_package: bool, main: str | None, **rest: Any) -> None:
        command(*args, wish=Wish(attachments, as_package, main), **rest)

    for option in reversed(_OPTIONS):
        run = option(run)
    return run


def resolve(files: Sequence[str], wish: Wish, reading: Reading) -> tuple[list[str], tuple[str, ...]]:
    """Return the files to check and the attachments of the first one; with attachments there is one file only.

    Raises ContractcheckError where the options contradict one another, or no body can be told.
    """
    if wish.main is not None and not wish.folder:
        raise ContractcheckError("--main goes with --as-package: it names the body in the folder")
    if not wish.wanted:
        return list(files), ()
    if len(files) > 1:
        raise ContractcheckError("a package is one agreement: name one file with its --with, or one folder")
    if STDIN in (*files, *wish.attachments):
        raise ContractcheckError("-: a package cannot be read from standard input")
    if reading.revisions is Revisions.BOTH:
        raise ContractcheckError("--revisions both goes with one file: of a package, choose original or final")
    lost = next((name for name in wish.attachments if not Path(name).exists()), None)
    if lost is not None:
        raise ContractcheckError(f"{lost}: there is no such file")
    main, rest = _sorted_out(Path(files[0]), wish.main, reading) if wish.folder else (files[0], ())
    attached = (*rest, *wish.attachments)
    same = next((name for name in attached if Path(main).exists() and Path(name).samefile(main)), None)
    if same is not None:
        raise ContractcheckError(f"{same}: is the body: it cannot be attached to itself")
    twice = next((name for at, name in enumerate(attached) if any(map(Path(name).samefile, attached[:at]))), None)
    if twice is not None:
        raise ContractcheckError(f"{twice}: is attached twice")
    return [main], attached


def _sorted_out(folder: Path, main: str | None, reading: Reading) -> tuple[str, tuple[str, ...]]:
    """Return the body in a folder, and the other files by name."""
    from contractcheck.agreements.agreements import find_main

    if not folder.is_dir():
        raise ContractcheckError(f"{folder}: is no folder: --as-package takes one")
    paths = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith(_PASSED_OVER))
    if not paths:
        raise ContractcheckError(f"{folder}: holds no files")
    if main is None:
        body = find_main(paths, reading)
    else:
        body = folder / Path(main).name
        if body not in paths:
            raise ContractcheckError(f"{folder}: holds no file '{main}'")
    return str(body), tuple(str(path) for path in paths if path != body)
