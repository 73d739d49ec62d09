"""Where each report of a run goes, and in which format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from contractcheck.errors import ContractcheckError
from contractcheck.report.formats import BY_ENDING, BY_NAME, Format

# Endings of other kinds of files: a report under such a name would not open in any program.
FOREIGN = (".pdf", ".doc", ".rtf", ".odt", ".xls", ".ods", ".pptx")


@dataclass(frozen=True, slots=True)
class Target:
    """A report to be written. ``path`` is None for standard output."""

    format: Format
    path: Path | None


def targets(names: Sequence[str], output: Path | None) -> tuple[Target, ...]:
    """Return what is to be written.

    Where no format is named, the ending of ``output`` decides; without one it is text. Several formats go to one file
    each, named as ``output`` with the ending of the format: ``-o report`` becomes ``report.html`` and ``report.json``.

    Raises:
        ContractcheckError: several formats are asked for without an output file, or the file name has the ending of
            another format.
    """
    wanted = tuple(BY_NAME[name] for name in dict.fromkeys(names))
    binary = next((one for one in wanted if one.binary), None)
    if output is None and binary:
        raise ContractcheckError(
            f"--format {binary.name} needs a file: name one with -o, such as -o report{binary.ending}"
        )
    if len(wanted) < 2:
        ending = output.suffix.lower() if output else ""
        if not wanted and ending in FOREIGN:
            raise ContractcheckError(
                f"{output}: reports cannot be written as '{ending}': choose one of {', '.join(BY_NAME)}"
            )
        return (Target(wanted[0] if wanted else BY_ENDING.get(ending, BY_NAME["text"]), output),)
    if output is None:
        raise ContractcheckError(f"{len(wanted)} formats need a file: name one with -o, such as -o report")
    stem = output.with_suffix("") if output.suffix.lower() in BY_ENDING else output
    return tuple(Target(one, stem.with_name(stem.name + one.ending)) for one in wanted)
