"""Audits folders of contracts: lists the files, checks what the ledger does not know yet, writes the outputs."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from contractcheck.audits.fingerprint import fingerprint
from contractcheck.audits.inputs import find
from contractcheck.audits.ledger import Ledger, Run
from contractcheck.audits.local import LocalRunner
from contractcheck.audits.outputs import write_outputs
from contractcheck.audits.selections import contracts
from contractcheck.audits.tasks import Runner, Settings
from contractcheck.audits.waived import Waiving, waive
from contractcheck.errors import ContractcheckError
from contractcheck.isolation.limits import MEMORY_LIMIT, TIME_LIMIT
from contractcheck.model import Severity
from contractcheck.reading.options import AS_IT_IS, ReadOptions
from contractcheck.report.data import SCHEMA


@dataclass(frozen=True)
class Summary:
    """What an audit came to.

    ``files`` counts names, ``contents`` what differs among them, ``read`` the contents that this run had to check.
    ``not_checked`` holds (path, reason), ``refused`` the same of what does not look like a contract. ``gaps`` counts
    gaps by severity over all files, those that a person accepted left out.
    """

    out: Path
    files: int
    contents: int
    read: int
    not_checked: tuple[tuple[str, str], ...]
    gaps: dict[Severity, int] = field(default_factory=dict)
    refused: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an audit is: contents done and wanted, and of these the ones known from before.

    ``scanned`` counts the scanned pages among those done now: they take seconds each.
    """

    done: int
    wanted: int
    known: int
    scanned: int = 0


def audit(
    places: str | Path | Sequence[str | Path],
    out: str | Path,
    *,
    playbook: str | Path = "outsourcing",
    workers: int | None = None,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    scheduler: str | None = None,
    time_limit: float = TIME_LIMIT,
    memory_limit: int = MEMORY_LIMIT,
    retry: bool = False,
    applies: bool = False,
    second_look: bool = True,
    schema: int = SCHEMA,
    reading: ReadOptions = AS_IT_IS,
    waiving: Waiving | None = None,
    progress: Callable[[Progress], None] | None = None,
    runner: Runner | None = None,
) -> Summary:
    """Check every file under ``places``, and write results, a portfolio page, tables and key dates to ``out``.

    A file that the ledger in ``out`` knows under the same rules, playbook and program is not read again, so a run that
    was stopped at any moment goes on where it was.

    Args:
        places: folders, files, zip archives, or URLs that fsspec reads.
        out: the folder of the results; made where it is missing.
        playbook: the id of a playbook, or the path of a playbook file.
        workers: children on this machine; None means one a core. A cluster uses all its workers.
        include: patterns of which a file must match one, if there are any; ``exclude``: none of which it may match.
        scheduler: the address of a Dask scheduler, such as ``tcp://10.0.0.5:8786``.
        time_limit: seconds of processor time for one document; ``memory_limit``: MB that its child may hold.
        retry: check files again that could not be checked before.
        applies: check every text, whether it looks like a contract or not, and apply the playbook to it.
        second_look: False to leave what the rules did not find to the rules alone, without the model.
        schema: the JSON schema of results.jsonl, 2 or 1.
        reading: the passwords of locked files, and what reads scanned pages. The time limit begins anew with each such
            page.
        waiving: the waivers that count, if any; it collects what is to be said of them.
        progress: called after each result.
        runner: what checks the documents, in place of children of this machine or a cluster.

    Raises:
        RuleError: the rules or the playbook hold faults.
        ContractcheckError: a place does not exist, ``out`` cannot be used, or the cluster cannot be reached.
    """
    folder = _made(Path(out))
    names = [str(place) for place in ([places] if isinstance(places, str | Path) else places)]
    settings = Settings(
        str(playbook),
        time_limit,
        memory_limit,
        revisions=reading.revisions.value,
        ocr=reading.ocr.value,
        # The machines of a cluster have folders of their own.
        ocr_cache=str(reading.ocr_cache.resolve()) if reading.ocr_cache and scheduler is None else "",
        passwords=reading.passwords,
        applies=applies,
        second_look=second_look,
    )
    mark = fingerprint(settings.playbook, reading, applies=applies, second_look=second_look)
    with closing(Ledger(folder)) as ledger, closing(runner or _runner(settings, workers, scheduler)) as chosen:
        run = ledger.begin(_now(), settings.playbook, mark, settings.limits)
        ledger.list_files(run, find(names, include, exclude, skip=folder))
        ledger.drop_failures(run, settings.limits, all_=retry, locked=bool(reading.passwords))
        if ledger.about(run) is None:
            ledger.tell(run, chosen.about())
        read = _check(ledger, run, chosen, settings, progress)
        if waiving is not None:
            waive(ledger, run, waiving)
        write_outputs(ledger, run, folder, read=read, schema=schema)
        summary = _summary(ledger, run, folder, read)
        ledger.finish(run, _now())
    return summary


def _check(
    ledger: Ledger, run: Run, runner: Runner, settings: Settings, progress: Callable[[Progress], None] | None
) -> int:
    _, wanted, left = ledger.counts(run)
    known = wanted - left
    if progress:
        progress(Progress(known, wanted, known))
    done = scanned = 0
    for task, result in runner.run(ledger.tasks(run)):
        if result.fingerprint not in ("", run.key):
            raise ContractcheckError(
                "a worker has a different version of contractcheck, of its libraries or of the rules: "
                "install the same on all machines, and do not change rules while an audit runs"
            )
        ledger.record(run, task, result, settings.limits)
        done += 1
        scanned += result.scanned
        if progress:
            progress(Progress(known + done, wanted, known, scanned))
    if ledger.counts(run)[2]:
        raise ContractcheckError("contractcheck itself failed: some files were not checked; run the same command again")
    return done


def _runner(settings: Settings, workers: int | None, scheduler: str | None) -> Runner:
    if scheduler is None:
        return LocalRunner(settings, workers or os.cpu_count() or 1)
    try:
        from contractcheck.audits.cluster import ClusterRunner
    except ImportError as error:
        raise ContractcheckError("--scheduler needs: pip install 'contractcheck[cluster]'") from error
    return ClusterRunner(settings, scheduler)


def _summary(ledger: Ledger, run: Run, folder: Path, read: int) -> Summary:
    files, contents, _ = ledger.counts(run)
    gaps: Counter[Severity] = Counter()
    for contract in contracts(ledger, run):
        gaps.update(contract.gaps)
    rest = [contract for contract in contracts(ledger, run) if not contract.checked]
    lost = tuple((one.path, one.message) for one in rest if not one.refused)
    refused = tuple((one.path, one.message) for one in rest if one.refused)
    return Summary(folder, files, contents, read, lost, dict(gaps), refused)


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ContractcheckError(f"{folder}: this folder cannot be created ({error.strerror})") from error
    return folder


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
