"""Writes what an audit leaves in its folder. Each file is made beside its place and then moved: never half a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from contractcheck.audits import selections
from contractcheck.audits.calendars import write_ics
from contractcheck.audits.ledger import Ledger, Run
from contractcheck.audits.portfolio import write_portfolio
from contractcheck.audits.tables import write_contracts_csv, write_dates_csv
from contractcheck.audits.tasks import About
from contractcheck.errors import ContractcheckError

Writer = Callable[[Ledger, Run, About, Path], None]


def write_outputs(ledger: Ledger, run: Run, folder: Path) -> None:
    """Write every output of a run into ``folder``. Raises ContractcheckError where one cannot be written."""
    from contractcheck.audits.workbook import write_workbook

    about = ledger.about(run) or About(playbook=run.playbook)
    writers: dict[str, Writer] = {
        "results.jsonl": _write_lines,
        "audit.csv": write_contracts_csv,
        "audit.xlsx": write_workbook,
        "dates.csv": write_dates_csv,
        "dates.ics": write_ics,
        "index.html": write_portfolio,
    }
    for name, write in writers.items():
        with _replaced(folder / name) as path:
            write(ledger, run, about, path)


def _write_lines(ledger: Ledger, run: Run, about: About, path: Path) -> None:
    with path.open("w", encoding="ascii", newline="\n") as file:
        for line in selections.lines(ledger, run):
            file.write(line + "\n")


@contextmanager
def _replaced(path: Path) -> Iterator[Path]:
    """Yield a path to write to, and put what was written in the place of ``path``."""
    new = path.with_name(f".{path.name}.new")
    try:
        yield new
        os.replace(new, path)
    except OSError as error:
        raise ContractcheckError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        new.unlink(missing_ok=True)
