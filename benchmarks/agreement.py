"""How far two blind readers agree on the same contracts: kappa, F1 and counts.

    python benchmarks/agreement.py            print it
    python benchmarks/agreement.py --apply    and mark in the first reader's labels what they saw differently

The second readings lie in labels/second; whose contract each one reads again is told by its file. What the two saw
differently is not argued away: the first reader's label names it (``disputed``), and where they differ on presence the
label is no longer sure. Only counts are printed, so sealed contracts are among them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from judging import VALUED
from labelled import CORPUS, OWN_LABELS, SEALED_SETS, contract_file
from place import written

SECOND = OWN_LABELS / "second"


@dataclass(frozen=True)
class Pair:
    """Two readings of one contract: the first reader's label file, and both readers' labels by requirement."""

    set: str
    path: Path
    first: dict[str, dict[str, Any]]
    second: dict[str, dict[str, Any]]

    def items(self) -> Iterable[tuple[str, dict[str, Any], dict[str, Any]]]:
        """Return the labels that both gave: requirement, first, second."""
        return ((name, item, self.second[name]) for name, item in self.first.items() if name in self.second)


def pairs(second: Path = SECOND, sets: Iterable[str] = SEALED_SETS) -> list[Pair]:
    """Return the contracts that were read twice."""
    folders = {name: second.parent / name for name in sets} | {"gdpr": CORPUS / "gold-gdpr"}
    firsts = {
        _contract(path): (name, path) for name, folder in folders.items() for path in sorted(folder.glob("*.json"))
    }
    found = []
    for path in sorted(second.glob("*.json")):
        name, first = firsts[_contract(path)]
        found.append(Pair(name, first, _read(first)["items"], _read(path)["items"]))
    return found


def differences(name: str, first: dict[str, Any], second: dict[str, Any]) -> list[str]:
    """Return what two readers saw differently in one requirement."""
    if first["present"] != second["present"]:
        return ["present"]
    if not first["present"]:
        return []
    found = ["side"] if first.get("side") and first.get("side") != second.get("side") else []
    if name in VALUED and first.get("value") != second.get("value"):
        found.append("value")
    return found


def apply(found: Iterable[Pair]) -> int:
    """Mark what two readers saw differently in the first reader's label files; return how many labels that is.

    The corpus is not ours to change.
    """
    marked = 0
    for pair in found:
        if pair.path.is_relative_to(CORPUS):
            continue
        data = _read(pair.path)
        for name, first, second in pair.items():
            disputed = differences(name, first, second)
            if disputed:
                marked += 1
                item = data["items"][name]
                item["disputed"] = disputed
                if "present" in disputed and item.get("conf", "sure") == "sure":
                    item |= {"conf": "unsure", "conf_alone": "sure"}
        pair.path.write_text(written(data), encoding="utf-8")
    return marked


def kappa(answers: list[tuple[Hashable, Hashable]]) -> float:
    """Return Cohen's kappa of two readers' answers."""
    size = max(len(answers), 1)
    same = sum(one == other for one, other in answers) / size
    left, right = (Counter(pair[at] for pair in answers) for at in (0, 1))
    chance = sum(left[answer] * right[answer] for answer in left) / size**2
    return 1.0 if chance == 1 else (same - chance) / (1 - chance)


def line(name: str, found: list[Pair]) -> str:
    """Word the agreement over some contracts."""
    rows = [row for pair in found for row in pair.items()]
    sure = [row for row in rows if all(_was_sure(item) for item in row[1:])]
    cells = []
    for own in (rows, sure):
        told = [(bool(first["present"]), bool(second["present"])) for _, first, second in own]
        both, differ = sum(a and b for a, b in told), sum(a != b for a, b in told)
        f1 = 2 * both / max(2 * both + differ, 1)
        cells.append(f"{len(own):6} {differ:7} {kappa(list(told)):6.3f} {f1:6.3f}")
    there = [(first, second) for _, first, second in rows if first["present"] and second["present"]]
    sides = [(first["side"], second["side"]) for first, second in there if first.get("side") and second.get("side")]
    same = sum(a == b for a, b in sides)
    values = [
        (first.get("value"), second.get("value"))
        for name_, first, second in rows
        if name_ in VALUED and first["present"] and second["present"]
    ]
    equal = sum(a == b for a, b in values)
    side = f"{f'{same} of {len(sides)}':>12} {kappa(list(sides)):6.3f}" if sides else f"{'-':>12} {'-':>6}"
    return f"{name:12} {len(found):9}   {cells[0]}   {cells[1]}   {side}   {f'{equal} of {len(values)}':>10}"


def table(found: list[Pair]) -> str:
    """Return the agreement by set and over all."""
    head = f"{'labels':>6} {'differ':>7} {'kappa':>6} {'F1':>6}"
    out = [
        f"{'':22}   {'presence, all labels':^28}   {'presence, both sure':^28}   {'the same side':^19}",
        f"{'set':12} {'contracts':>9}   {head}   {head}   {'':>12} {'kappa':>6}   {'same value':>10}",
    ]
    for name in dict.fromkeys(pair.set for pair in found):
        out.append(line(name, [pair for pair in found if pair.set == name]))
    return "\n".join([*out, line("all", found)])


def _was_sure(item: dict[str, Any]) -> bool:
    """Whether a reader was sure before the other was asked."""
    return bool(item.get("conf_alone", item.get("conf", "sure")) == "sure")


def _contract(path: Path) -> Path:
    return contract_file(_read(path)["file"], path.parent).resolve()


def _read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="How far two blind readers agree on the same contracts.")
    parser.add_argument("--apply", action="store_true", help="mark what they saw differently as disputed")
    options = parser.parse_args(arguments)
    if not CORPUS.is_dir():
        print(f"skipped: the labelled contracts are not beside this checkout ({CORPUS})")
        return 0
    found = pairs()
    print(table(found))
    if options.apply:
        print(f"{apply(found)} labels marked as disputed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
