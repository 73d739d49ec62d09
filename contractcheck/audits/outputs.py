"""Writes what an audit leaves in its folder. Each file is made beside its place and then moved: never half a file."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from contractcheck.audits import selections
from contractcheck.audits.calendars import write_ics
from contractcheck.audits.ledger import Ledger, Run
from contractcheck.audits.portfolio import write_portfolio
from contractcheck.audits.reportpages import FOLDER as PAGES
from contractcheck.audits.reportpages import write_pages
from contractcheck.audits.tables import write_contracts_csv, write_dates_csv
from contractcheck.audits.tasks import About
from contractcheck.audits.waived import with_waivers
from contractcheck.errors import ContractcheckError
from contractcheck.report.data import SCHEMA, in_schema

Writer = Callable[[Ledger, Run, About, Path], None]


_RESULTS = "results.jsonl"


def write_outputs(ledger: Ledger, run: Run, folder: Path, *, read: int, schema: int = SCHEMA) -> None:
    """Write every output of a run into ``folder``. Raises ContractcheckError where one cannot be written.

    ``read`` is how many documents this run has checked. Where there are none and the results are those that lie there,
    the tables and pages made from them are left as they are: a second look at an unchanged folder costs little.
    """
    from contractcheck.audits.workbook import write_workbook

    about = ledger.about(run) or About(playbook=run.playbook)
    before = _digest(folder / _RESULTS)
    with _replaced(folder / _RESULTS) as path:
        _write_lines(ledger, run, path, schema)
    try:
        write_pages(ledger, run, about, folder / PAGES)
    except OSError as error:
        raise ContractcheckError(f"{folder / PAGES}: cannot be written: {error.strerror or error}") from error
    writers: dict[str, Writer] = {
        "audit.csv": write_contracts_csv,
        "audit.xlsx": write_workbook,
        "dates.csv": write_dates_csv,
        "dates.ics": write_ics,
        "index.html": write_portfolio,
    }
    same = not read and before is not None and before == _digest(folder / _RESULTS)
    if same and all((folder / name).is_file() for name in writers):
        return
    for name, write in writers.items():
        with _replaced(folder / name) as path:
            write(ledger, run, about, path)


def _digest(path: Path) -> str | None:
    """Return the hash of a file, or None where there is none."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_lines(ledger: Ledger, run: Run, path: Path, schema: int) -> None:
    accepted = selections.waivers(ledger, run)
    with path.open("w", encoding="ascii", newline="\n") as file:
        for at, line in selections.lines(ledger, run):
            written = with_waivers(line, accepted[at]) if at in accepted else line
            if schema != SCHEMA:
                written = json.dumps(in_schema(json.loads(written), schema), separators=(",", ":"))
            file.write(written + "\n")


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
