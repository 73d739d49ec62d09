"""Which file of waivers is for a contract. Kept apart from reading it: most contracts have none."""

from __future__ import annotations

from pathlib import Path

NAME = "contractcheck.yaml"


def find_file(contract: str | Path) -> Path | None:
    """Return the closest ``contractcheck.yaml``: in the contract's folder or the first one above that has it."""
    folder = Path(contract).resolve().parent
    return next((around / NAME for around in (folder, *folder.parents) if (around / NAME).is_file()), None)
