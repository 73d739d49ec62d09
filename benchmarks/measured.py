"""Measures each rule on the labelled contracts and writes rules/measured.yaml, which the program shows.

    python benchmarks/measured.py

Of the set held out only counts are taken. Labels marked unsure are left out. A category of CUAD that two rules answer
together says nothing of either, and is left out too.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from labelled import CORPUS, CUAD, SETS, asked
from scores import Outcome, Tally, measure

from contractcheck.rulebook.measured import ALL, MEASURED_FILE, read_measured
from contractcheck.rulebook.rules import load_rules

RULES = Path(__file__).resolve().parents[1] / "rules"
# Labelled by the requirements of the rules, so that they may be counted together. CUAD has definitions of its own.
OURS = ("gold", "further", "held-out", "gdpr")
HEAD = """\
# How each rule did on labelled contracts. Written by `python benchmarks/measured.py`: change no number here.
# A rule that is not in this file is unmeasured. "all" counts the sets together that were labelled for these rules
# (all but cuad). In "missing" contracts the rule says that there is no such thing, in "wrong_missing" wrongly so.
"""


def figures(rows: Iterable[Outcome]) -> str:
    """Return the figures of some outcomes as a YAML mapping on one line."""
    tally = Tally()
    for row in rows:
        tally.add(row)
    return (
        f"{{contracts: {len(tally.rows)}, positives: {sum(row.label.present for row in tally.rows)}, "
        f"precision: {tally.precision:.3f}, recall: {tally.recall:.3f}, f1: {tally.f1:.3f}, "
        f"missing: {tally.denied}, wrong_missing: {tally.denied_wrong}}}"
    )


def written(sets: dict[str, list[Outcome]]) -> str:
    """Return the whole file. A rule's sets stand in their order, after all of ours together."""
    by_rule: dict[str, dict[str, list[Outcome]]] = {}
    for name, rows in sets.items():
        for row in rows:
            ids = CUAD.get(row.requirement, (row.requirement,))
            if row.label.sure and len(ids) == 1:
                for at in (ALL, name) if name in OURS else (name,):
                    by_rule.setdefault(ids[0], {}).setdefault(at, []).append(row)
    parts = []
    for id_ in sorted(by_rule):
        order = sorted(by_rule[id_], key=[ALL, *sets].index)
        parts.append(f"{id_}:\n" + "\n".join(f"  {name}: {figures(by_rule[id_][name])}" for name in order))
    return HEAD + "\n" + "\n".join(parts) + "\n"


def main() -> int:
    """Run from the command line."""
    if not CORPUS.is_dir():
        print(f"skipped: the labelled contracts are not beside this checkout ({CORPUS})")
        return 0
    cases = {name: SETS[name]() for name in (*OURS, "cuad")}
    rules = load_rules(RULES, asked(case for each in cases.values() for case in each))
    path = RULES / MEASURED_FILE
    path.write_text(written({name: measure(each, rules) for name, each in cases.items()}), encoding="utf-8")
    print(f"written: {path}, {len(read_measured(rules.files, RULES))} rules")
    return 0


if __name__ == "__main__":
    sys.exit(main())
