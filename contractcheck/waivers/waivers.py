"""Waivers as people write them: ``contractcheck.yaml``, found by walking up from a contract, -> entries.

    waivers:
      - requirement: renewal-opt-out-notice
        contract: "*hosting*.pdf"
        reason: The contract ends in March and will not be renewed.
        who: A. Reviewer
        until: 2027-03-31

Every fault is named with file and line. A waiver without a reason is none: it is kept, so that it can be reported.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, field_validator

from contractcheck.errors import ContractcheckError
from contractcheck.model import Waiver
from contractcheck.rulebook.yamlfile import YamlFile, raise_faults, read_yaml, validate
from contractcheck.waivers.decisions import read_decisions
from contractcheck.waivers.entries import WaiverEntry

# Files that extend one another further than this do so in a ring.
MAX_CHAIN = 10


class _Written(BaseModel):
    """One waiver as it is written."""

    model_config = ConfigDict(extra="forbid")

    requirement: str | list[str]
    contract: str | list[str] = "*"
    reason: str | None = ""
    who: str | None = ""
    until: date | None = None

    @field_validator("requirement", "contract")
    @classmethod
    def _named(cls, value: str | list[str]) -> str | list[str]:
        if not value or not all(_several(value)):
            raise ValueError("must name something")
        return value

    @field_validator("until", mode="before")
    @classmethod
    def _day(cls, value: object) -> object:
        try:
            return date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            raise ValueError(f"'{value}' is not a date (write it as 2027-03-31)") from None


class _File(BaseModel):
    """The whole of ``contractcheck.yaml``."""

    model_config = ConfigDict(extra="forbid")

    extends: str | None = None
    waivers: list[_Written] | None = None


def read_waivers(path: Path, known: Collection[str]) -> tuple[WaiverEntry, ...]:
    """Read the waivers of a file, and of the files that it extends, its own first.

    Args:
        path: a YAML file; or a workbook made by ``--format xlsx``, with the reviewer's decisions in it.
        known: the ids of all requirements. A waiver of any other is a fault: it would do nothing, unseen.

    Raises:
        RuleError: the file holds faults; the error names all of them with file and line.
        ContractcheckError: the file cannot be read, or extends itself.
    """
    if not path.is_file():
        raise ContractcheckError(f"{path}: there is no such waivers file")
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return read_decisions(path, known)
    found: list[WaiverEntry] = []
    seen: list[Path] = []
    following: Path | None = path
    while following is not None:
        if following.resolve() in seen or len(seen) >= MAX_CHAIN:
            raise ContractcheckError(f"{path}: the waivers files extend one another in a circle")
        seen.append(following.resolve())
        file = read_yaml(following)
        if file.data is None and file.faults == [f"{following}:1: the file is empty"]:
            break  # a file of comments only waives nothing, and is no fault
        written = validate(file, _File)
        faults = _unknown(file, written, known) if written else []
        raise_faults([file], faults)
        if written is None:
            break
        found.extend(_entries(file, written.waivers or ()))
        following = following.parent / written.extends if written.extends else None
        if following is not None and not following.is_file():
            raise ContractcheckError(file.fault(("extends",), f"there is no file '{written.extends}'"))
    return tuple(found)


def _entries(file: YamlFile, written: Sequence[_Written]) -> Iterable[WaiverEntry]:
    for at, one in enumerate(written):
        place = f"{file.path.name}:{file.line(('waivers', at))}"
        for requirement in _several(one.requirement):
            waiver = Waiver(requirement, _line(one.reason), _line(one.who), one.until)
            for contract in _several(one.contract):
                yield WaiverEntry(waiver, contract, place, file.path.parent)


def _unknown(file: YamlFile, written: _File, known: Collection[str]) -> list[str]:
    return [
        file.fault(("waivers", at, "requirement"), f"no requirement is called '{requirement}'")
        for at, one in enumerate(written.waivers or ())
        for requirement in _several(one.requirement)
        if requirement not in known
    ]


def _several(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _line(words: str | None) -> str:
    return " ".join((words or "").split())
