"""What changed between two audits of a folder: contracts that came, went or were edited, gaps closed, gaps opened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from contractcheck.audits import selections
from contractcheck.audits.ledger import NAME, Ledger, Run
from contractcheck.audits.tasks import About
from contractcheck.errors import ContractcheckError
from contractcheck.model.oneline import one_line

GAPS = frozenset({"missing", "weak", "unwanted"})


@dataclass(frozen=True, slots=True)
class Move:
    """A requirement of a contract that became a gap or ceased to be one. Verdicts are "" where there was none."""

    path: str
    requirement: str
    title: str
    severity: str
    before: str
    after: str


@dataclass(frozen=True)
class Changes:
    """The last audit against the one before it.

    ``checked_now`` and ``lost`` are files that became readable, or ceased to be. ``other_rules`` tells that the rules,
    the playbook or the program changed too, so that a gap may have moved without any change of the contract.
    """

    before: str
    after: str
    other_rules: bool
    new: tuple[str, ...]
    gone: tuple[str, ...]
    edited: tuple[str, ...]
    lost: tuple[str, ...]
    checked_now: tuple[str, ...]
    closed: tuple[Move, ...]
    opened: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class _State:
    sha256: str
    checked: bool
    verdicts: dict[str, tuple[str, str]]


def changes(out: Path) -> Changes:
    """Compare the last two finished audits in the folder ``out``.

    Raises:
        ContractcheckError: the ledger does not exist, or holds fewer than two finished audits.
    """
    if not (out / NAME).is_file():
        raise ContractcheckError(f"{out}: no audit was written to this folder")
    with closing(Ledger(out)) as ledger:
        runs = ledger.runs()
        if len(runs) < 2:
            raise ContractcheckError(f"{out}: one audit is finished so far; two are needed to compare")
        before, after = runs[-2:]
        return _compared(ledger, before, after, ledger.about(after) or About())


def in_json(found: Changes) -> str:
    """Return the changes as JSON."""
    return json.dumps(asdict(found), indent=2) + "\n"


def in_words(found: Changes) -> str:
    """Return the changes as lines to read."""
    return "\n".join(_words(found)) + "\n"


def _compared(ledger: Ledger, before: Run, after: Run, about: About) -> Changes:
    old, new = dict(_states(ledger, before)), dict(_states(ledger, after))
    both = [path for path in new if path in old]
    closed: list[Move] = []
    opened: list[Move] = []
    for path in both:
        was, now = old[path], new[path]
        if not (was.checked and now.checked):
            continue
        for requirement in sorted(was.verdicts.keys() | now.verdicts.keys()):
            verdict, severity = was.verdicts.get(requirement, ("", ""))
            now_verdict, now_severity = now.verdicts.get(requirement, ("", ""))
            title = about.titles.get(requirement, requirement)
            move = Move(path, requirement, title, now_severity or severity, verdict, now_verdict)
            if verdict in GAPS and now_verdict not in GAPS:
                closed.append(move)
            elif now_verdict in GAPS and verdict not in GAPS:
                opened.append(move)
    return Changes(
        before=before.finished,
        after=after.finished,
        other_rules=before.key != after.key,
        new=tuple(path for path in new if path not in old),
        gone=tuple(path for path in old if path not in new),
        edited=tuple(path for path in both if old[path].sha256 != new[path].sha256),
        lost=tuple(path for path in both if old[path].checked and not new[path].checked),
        checked_now=tuple(path for path in both if new[path].checked and not old[path].checked),
        closed=tuple(closed),
        opened=tuple(opened),
    )


def _states(ledger: Ledger, run: Run) -> Iterator[tuple[str, _State]]:
    verdicts = dict(selections.verdicts(ledger, run))
    for contract in selections.contracts(ledger, run):
        yield contract.path, _State(contract.sha256, contract.checked, verdicts.get(contract.path, {}))


def _words(found: Changes) -> Iterator[str]:
    yield f"Audit of {found.after}, compared with that of {found.before}"
    if found.other_rules:
        yield "The rules, the playbook or the program changed too: gaps may differ although no contract changed."
    lists = {
        "New contracts": found.new,
        "No longer there": found.gone,
        "Edited": found.edited,
        "No longer readable": found.lost,
        "Readable now": found.checked_now,
    }
    nothing = True
    for title, paths in lists.items():
        if paths:
            nothing = False
            yield f"\n{title}: {len(paths)}"
            yield from (f"  {one_line(path)}" for path in paths)
    for title, moves in {"Gaps closed": found.closed, "Gaps opened": found.opened}.items():
        if moves:
            nothing = False
            yield f"\n{title}: {len(moves)}"
            for move in moves:
                step = f"{move.before or 'not asked'} -> {move.after or 'not asked'}"
                yield f"  {one_line(move.path)}: {one_line(move.title)} ({move.severity}, {step})"
    if nothing:
        yield "\nNothing changed."
