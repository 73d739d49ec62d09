"""The command ``doctor``: what is installed, and what to do about what is not."""

from __future__ import annotations

import sys

import click

from contractcheck.commands.exits import CLEAN, FAILED
from contractcheck.places import CACHE, cache_folder
from contractcheck.reading.options import Engine
from contractcheck.version import __version__

# What each part needs, in the order of the report; a missing one names the extra that brings it.
_NEEDED = ("pypdfium2", "pdfplumber", "msoffcrypto-tool")
_EXTRAS = (("cluster", "distributed", "audits on a Dask cluster"), ("remote", "fsspec", "audits of remote places"))
_MB = 1_000_000
_WIDTH = 18


@click.command()
def doctor() -> None:
    """Show what is installed: readers, recognition of scans, extras, and where recognised pages are kept.

    Exit code 0: all that contractcheck itself needs is installed. Exit code 2: something is missing.
    """
    lines = [("contractcheck", __version__), ("Python", sys.version.split()[0])]
    lines += [(name, _release(name) or "missing: reinstall contractcheck") for name in _NEEDED]
    lines += _recognition()
    lines += [
        (name, _release(package) or f"not installed: {_how(name)}, for {what}") for name, package, what in _EXTRAS
    ]
    lines.append(("scanned pages", _kept()))
    for name, words in lines:
        click.echo(f"{name:<{_WIDTH}}{words}")
    sys.exit(CLEAN if all(_release(name) for name in _NEEDED) else FAILED)


def _recognition() -> list[tuple[str, str]]:
    from contractcheck.reading.scan.engines import recogniser
    from contractcheck.reading.scan.rapid import rapid
    from contractcheck.reading.scan.tesseract import tesseract

    program, package, chosen = tesseract(), rapid(), recogniser(Engine.AUTO)
    return [
        (
            "tesseract",
            program.release if program else "not installed, with its English data: apt install tesseract-ocr",
        ),
        ("rapidocr", package.release if package else f"not installed: {_how('ocr')}"),
        ("reads scans", chosen.release if chosen else "nothing: scanned pages are left unread"),
    ]


def _kept() -> str:
    from contractcheck.reading.scan.cache import size

    folder = cache_folder()
    if folder is None:
        return f"not kept ({CACHE} is empty)"
    pages, used = size(folder)
    return f"{pages} kept in {folder} ({used / _MB:.1f} MB); delete the folder at any time"


def _how(extra: str) -> str:
    return f"pip install 'contractcheck[{extra}]'"


def _release(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return ""
