"""A waiver as it was written: which contracts it is for, and where it stands."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from contractcheck.model import Waiver

# How a pattern begins that names a contract by its content.
BY_CONTENT = "sha256:"


@dataclass(frozen=True, slots=True)
class WaiverEntry:
    """A waiver with the contracts that it is for, and the place where it is written (``file:line``).

    ``base`` is the folder that a pattern with folders in it counts from.
    """

    waiver: Waiver
    contract: str
    place: str
    base: Path

    def fits(self, path: str, sha256: str) -> bool:
        """Whether the waiver is for this contract: by content, by its path from ``base``, or by its name."""
        if self.contract.startswith(BY_CONTENT):
            wanted = self.contract.removeprefix(BY_CONTENT).strip().lower()
            return bool(wanted) and sha256.startswith(wanted)
        file = Path(path)
        names = [file.name, file.as_posix()]
        with suppress(OSError, ValueError, RuntimeError):  # a contract elsewhere, or no file: its name must do
            names.append(file.resolve().relative_to(self.base.resolve()).as_posix())
        return any(fnmatchcase(name, self.contract) for name in names)
