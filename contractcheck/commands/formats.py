"""Which reports a run writes: the formats, the endings of their files, and where each goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from contractcheck.errors import ContractcheckError

# The ending that a report gets where several are written at once.
ENDINGS = {
    "text": ".txt",
    "md": ".md",
    "html": ".html",
    "json": ".json",
    "sarif": ".sarif",
    "junit": ".xml",
    "csv": ".csv",
    "docx": ".docx",
    "xlsx": ".xlsx",
}
# Endings that name a format where no --format does.
BY_ENDING = {ending: name for name, ending in ENDINGS.items()} | {".markdown": "md", ".htm": "html"}
# What no report is: text under such a name would open in no program.
FOREIGN = (".pdf", ".doc", ".rtf", ".odt", ".xls", ".ods", ".pptx")
# What is no text, and so needs a file.
BINARY = ("docx", "xlsx")
# What other programs read: it says in its own form that a run failed.
MACHINE = ("json", "sarif", "junit", "csv")


@dataclass(frozen=True, slots=True)
class Target:
    """A report to be written. ``path`` is None for standard output."""

    format: str
    path: Path | None


def targets(formats: Sequence[str], output: Path | None) -> tuple[Target, ...]:
    """Return what is to be written.

    Without a format the name of ``output`` decides, else it is text. Several formats go to one file each, named as
    ``output`` with the ending of the format: ``-o report`` becomes ``report.html`` and ``report.json``.

    Raises:
        ContractcheckError: several formats are asked for and there is no file to put them in, or the name is that of
            another kind of file.
    """
    wanted = tuple(dict.fromkeys(formats))
    lost = [name for name in wanted if name in BINARY]
    if output is None and lost:
        raise ContractcheckError(
            f"--format {lost[0]} needs a file: name one with -o, such as -o report{ENDINGS[lost[0]]}"
        )
    if len(wanted) < 2:
        ending = output.suffix.lower() if output else ""
        if not wanted and ending in FOREIGN:
            raise ContractcheckError(f"{output}: no report is written as '{ending}': name one of {', '.join(ENDINGS)}")
        return (Target(wanted[0] if wanted else BY_ENDING.get(ending, "text"), output),)
    if output is None:
        raise ContractcheckError(f"{len(wanted)} formats need a file: name one with -o, such as -o report")
    stem = output.with_suffix("") if output.suffix.lower() in BY_ENDING else output
    return tuple(Target(name, stem.with_name(stem.name + ENDINGS[name])) for name in wanted)
