"""Which labelled contracts are sealed, and the log of who opened them.

Half of each set of labels is drawn by a fixed seed over names, each kind of contract in it halved. Of a sealed contract
every benchmark prints counts, figures and intervals, and no words: neither its text, nor which of its labels was
missed. Whoever must see more opens it with a reason, and the opening is written into a log that is committed.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

SEED = "contractcheck: labels that nobody tunes to"
LOG = Path(__file__).resolve().parent / "labels" / "openings.log"


class SealedError(Exception):
    """Words of a sealed contract were asked for, and nobody had opened it."""


def draw(kinds: Mapping[str, str], name: str) -> frozenset[str]:
    """Draw the sealed half of a set.

    Args:
        kinds: the kind of each contract by its name.
        name: the set's own name: each set is drawn for itself.
    """
    order: list[str] = []
    for kind in sorted(set(kinds.values())):
        own = sorted(one for one, of in kinds.items() if of == kind)
        random.Random(f"{SEED}/{name}/{kind}").shuffle(own)  # noqa: S311  (a draw that anybody can repeat)
        order.extend(own)
    return frozenset(order[::2])


def opened(sets: Iterable[str], reason: str, log: Path | None = None) -> None:
    """Write into the log that the sealed halves of some sets are opened. Raises SealedError without a reason."""
    why = " ".join(reason.split())
    if not why:
        raise SealedError("an opening needs a reason")
    log = log or LOG
    with log.open("a", encoding="utf-8") as file:
        file.writelines(f"{date.today().isoformat()}\t{name}\t{why}\n" for name in sets)


def openings(log: Path | None = None) -> list[tuple[str, str, str]]:
    """Return the openings so far: date, set, reason."""
    log = log or LOG
    lines = log.read_text(encoding="utf-8").splitlines() if log.is_file() else []
    rows = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    return [(row[0], row[1], row[2]) for row in rows]
