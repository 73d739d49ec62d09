"""The options for an agreement that came as several files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from contractcheck.commands.inputs import STDIN
from contractcheck.commands.isolating import alone
from contractcheck.commands.options import bundled
from contractcheck.commands.progress import Progress
from contractcheck.errors import ContractcheckError
from contractcheck.isolation.limits import Limits
from contractcheck.reading.options import ReadOptions, Revisions

if TYPE_CHECKING:
    from contractcheck.isolation.remote import Answer, Shown

# Files that lie beside contracts and are not contracts.
_PASSED_OVER = (".", "~$", "contractcheck.yaml")


@dataclass(frozen=True, slots=True)
class PackageOptions:
    """What the user said of packages. Without attachments and folder, every file is an agreement of its own."""

    attachments: tuple[str, ...] = ()
    as_package: bool = False
    main: str | None = None

    @property
    def wanted(self) -> bool:
        """Whether the files are one agreement."""
        return bool(self.attachments) or self.as_package


package_options = bundled(
    "package",
    PackageOptions,
    [
        click.option(
            "--with",
            "attachments",
            multiple=True,
            metavar="FILE",
            help="An attachment of FILE: both are read as one agreement. Repeatable.",
        ),
        click.option("--as-package", is_flag=True, help="FILE is a folder: its files are one agreement."),
        click.option(
            "--main",
            metavar="NAME",
            help="Which file of the folder is the body. Default: detected from the content.",
        ),
    ],
)


def resolve(
    files: Sequence[str], package: PackageOptions, reading: ReadOptions, limits: Limits
) -> tuple[list[str], tuple[str, ...]]:
    """Return the files to check and the attachments of the first one; with attachments there is one file only.

    Raises ContractcheckError where the options contradict one another, or it is not clear which file is the body.
    """
    if package.main is not None and not package.as_package:
        raise ContractcheckError("--main goes with --as-package: it names the body in the folder")
    if not package.wanted:
        return list(files), ()
    if len(files) > 1:
        raise ContractcheckError("a package is one agreement: name one file with its --with, or one folder")
    if STDIN in (*files, *package.attachments):
        raise ContractcheckError("-: a package cannot be read from standard input")
    if reading.revisions is Revisions.BOTH:
        raise ContractcheckError("--revisions both goes with one file: of a package, choose original or final")
    lost = next((name for name in package.attachments if not Path(name).exists()), None)
    if lost is not None:
        raise ContractcheckError(f"{lost}: there is no such file")
    main, rest = _files_of(Path(files[0]), package.main, reading, limits) if package.as_package else (files[0], ())
    attached = (*rest, *package.attachments)
    same = next((name for name in attached if Path(main).exists() and Path(name).samefile(main)), None)
    if same is not None:
        raise ContractcheckError(f"{same}: is the body: it cannot be attached to itself")
    twice = next((name for at, name in enumerate(attached) if any(map(Path(name).samefile, attached[:at]))), None)
    if twice is not None:
        raise ContractcheckError(f"{twice}: is attached twice")
    return [main], attached


def _files_of(
    folder: Path, main: str | None, reading: ReadOptions, limits: Limits
) -> tuple[str, tuple[str, ...]]:
    """Return the body in a folder, and the other files by name."""
    if not folder.is_dir():
        raise ContractcheckError(f"{folder}: is not a folder: --as-package takes a folder")
    base = folder.resolve()
    for path in sorted(folder.iterdir()):
        if path.is_symlink() and path.exists() and not path.resolve().is_relative_to(base):
            raise ContractcheckError(f"{path}: is a link to a place outside the folder: put the file itself there")
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise ContractcheckError(f"{path}: is a device or a pipe: take it out of the folder")
    paths = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith(_PASSED_OVER))
    if not paths:
        raise ContractcheckError(f"{folder}: contains no files")
    if main is None:

        def find(shown: Shown) -> Callable[[], Answer]:
            from contractcheck.agreements.agreements import find_main

            shown.step(str(folder))
            return lambda: (paths.index(find_main(paths, reading)), b"")

        body = paths[alone(find, limits, Progress(1))[0]]
    else:
        body = folder / Path(main).name
        if body not in paths:
            raise ContractcheckError(f"{folder}: contains no file '{main}'")
    return str(body), tuple(str(path) for path in paths if path != body)
