"""The options that say how files are read. Every command that reads contracts has them."""

from __future__ import annotations

from pathlib import Path

import click

from contractcheck.commands.options import Option, bundled
from contractcheck.errors import ContractcheckError
from contractcheck.places import cache_folder
from contractcheck.reading.options import Engine, ReadOptions, Revisions

# A password file is short. A longer one is another file, named by mistake.
MAX_PASSWORDS = 1000
MAX_PASSWORD_FILE = 100_000

_OPTIONS = (
    click.option(
        "--password",
        metavar="TEXT",
        help="The password for locked files. Other users of this machine may see it: a password file is safer.",
    ),
    click.option(
        "--password-file",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Passwords for locked files, one per line. All are tried.",
    ),
    click.option(
        "--ocr",
        type=click.Choice([engine.value for engine in Engine if engine is not Engine.NONE]),
        default=Engine.AUTO.value,
        show_default=True,
        help="The engine that reads scanned pages.",
    ),
    click.option("--no-ocr", is_flag=True, help="Leave scanned pages unread."),
)


def reading_options(*, both: bool = False) -> Option:
    """Give a command the options that say how files are read. It gets them as one argument, ``reading``.

    ``both``: the command can show two states of a file with tracked changes beside each other.
    """
    states = [state.value for state in Revisions if both or state is not Revisions.BOTH]
    revisions = click.option(
        "--revisions",
        type=click.Choice(states),
        default=Revisions.FINAL.value,
        show_default=True,
        help="Which text of a Word file with tracked changes: all accepted, or all rejected.",
    )
    return bundled("reading", _reading, (revisions, *_OPTIONS))


def _reading(revisions: str, password: str | None, password_file: Path | None, ocr: str, no_ocr: bool) -> ReadOptions:
    engine = Engine.NONE if no_ocr else Engine(ocr)
    if engine not in (Engine.AUTO, Engine.NONE):
        from contractcheck.reading.scan.engines import recogniser

        recogniser(engine)  # one that is not installed is named before any work is done
    given = () if password is None else (password,)
    return ReadOptions(
        passwords=given + (_passwords(password_file) if password_file else ()),
        revisions=Revisions(revisions),
        ocr=engine,
        ocr_cache=cache_folder(),
    )


def _passwords(path: Path) -> tuple[str, ...]:
    """Read a file of passwords. Spaces belong to a password; line ends and a byte order mark do not."""
    if path.exists() and not path.is_file():
        raise ContractcheckError(f"{path}: this password file is not a regular file")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_PASSWORD_FILE + 1)
    except OSError as error:
        raise ContractcheckError(f"{path}: this password file cannot be read ({error.strerror})") from None
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise ContractcheckError(f"{path}: this password file is not text in UTF-8") from None
    found = tuple(dict.fromkeys(line for line in lines if line))
    if not found:
        raise ContractcheckError(f"{path}: this password file holds no password")
    if len(data) > MAX_PASSWORD_FILE or len(found) > MAX_PASSWORDS:
        raise ContractcheckError(f"{path}: this password file is too long; at most {MAX_PASSWORDS} passwords are tried")
    return found
