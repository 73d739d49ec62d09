"""What RESULTS.md and the README say of the sets of which half is sealed, and the floors of those halves."""

from __future__ import annotations

from collections import Counter

import agreement
import counts
from accuracy import half_figures, parts, table
from figures import F1, MET, SIDES_RIGHT, WRONG_MISSING, Figure, P, R, by_group, number, share, with_interval
from labelled import HALVED, Case
from scores import Outcome
from sealing import openings

Sets = dict[str, list[Outcome]]

# The part, what the README calls it, and the kind that its row is of: contracts of two kinds have a row each.
SHOWN = (
    ("core", "filings: 62 core requirements", "cuad"),
    ("core", 'current "you / we" terms: 62 core requirements', "current-terms"),
    ("governance", "the same filings and terms: 20 governance requirements", ""),
    ("processor", "processor agreements: 30 rows of Article 28", ""),
    ("regulated", "addenda for HIPAA, CCPA, DORA, EBA, ISO 27001: row by row", ""),
    ("passages", "single passages: unusual words, look-alikes, the other side's, another voice", ""),
)

# The parts in which every requirement is asked of many contracts, and is worth a line.
MANY = ("core", "governance", "processor")

# No goals, only what must not be lost unseen. The margin is good, for their intervals are wide.
FLOORS: dict[tuple[str, Figure], float] = {
    ("core", F1): 0.92,
    # Since every row of the playbooks says whose duty or right it must be, a wrong side makes a wrong "met" everywhere:
    # the same findings gave .895 while caps, waivers and force majeure were met whoever they helped.
    ("core", MET): 0.87,
    ("core", SIDES_RIGHT): 0.83,
    ("governance", F1): 0.80,
    ("governance", SIDES_RIGHT): 0.62,
    ("processor", F1): 0.71,
    ("processor", SIDES_RIGHT): 0.68,
    ("regulated", F1): 0.78,
    ("regulated", SIDES_RIGHT): 0.75,
    ("passages", F1): 0.48,
    ("passages", SIDES_RIGHT): 0.68,
}

_SEALED = """\
## Sealed: labels that nobody tunes to

Read blind, by readers who had seen no rule; half of each set, drawn by a fixed seed, is sealed: nobody who writes
rules sees its texts, its labels or its errors, and no benchmark prints them ([labels/README.md](labels/README.md)).
**These are the figures to go by.** core and governance: SEC filings of 1996 to 2020, mostly from the United States
(kind `cuad`), and today's terms by which businesses buy services, mostly in "you / we" paper (`current-terms`).
processor: Article 28; invented agreements in styles that differ, and one of the corpus. regulated: invented addenda.
passages: invented, four for each of 60 requirements. A violation is a row that is not there.

The filings are not wholly new: they are among the 406 of CUAD, whose own labels for nine categories were read by
some who wrote rules. The terms lay in the corpus without labels. Agreements, addenda and passages are new."""

_READERS = """\
### How far two readers agree

Every sixth contract was labelled by a second blind reader of the same school, and two processor agreements of the
corpus (gdpr, whose labels are not ours to change). What the two saw differently in ours is no longer sure."""

_OPEN = """\
## The open half of the same sets, for work

Errors of this half may be read, and rules written from it: from the first change that is, its figures are fitted."""


def measured_parts(sets: Sets, sealed: bool = True) -> Sets:
    """Return the sure outcomes of one half of the sets that have a sealed one, by part: core and governance are two."""
    found: Sets = {}
    for name in HALVED:
        own = [row for row in sets[name] if row.label.sure and row.case.sealed == sealed]
        found.update(dict(parts(name, own)))
    return found


def figures_by_name(sets: Sets) -> dict[str, float]:
    """Return the sealed figures that have a floor."""
    halves = measured_parts(sets)
    return {f"sealed {part}, {figure.name}": share(figure, by_group(halves[part])) or 0.0 for part, figure in FLOORS}


def under_floor(sets: Sets) -> list[str]:
    """Return a line for each sealed figure that is under its floor."""
    pairs = zip(figures_by_name(sets).items(), FLOORS.values(), strict=True)
    return [f"{name}: {value:.3f} < {floor}" for (name, value), floor in pairs if value < floor]


def sealed_section(sets: Sets, cases: dict[str, list[Case]]) -> str:
    """Return what RESULTS.md says first: the sealed halves, who opened them, the readers, and the counts."""
    return "\n\n".join(
        [
            _SEALED,
            *(f"### {part}\n\n{block(half_figures(part, rows, worst=False))}" for part, rows in _some(sets, True)),
            "### Openings of sealed halves",
            "\n".join(f"- {day}, {name}: {reason}" for day, name, reason in openings()) or "None so far.",
            _READERS,
            block(agreement.table(agreement.pairs())),
            "### Labels by set and side",
            block(counts.table(cases)),
        ]
    )


def open_section(sets: Sets) -> str:
    """Return what RESULTS.md says of the open halves."""
    texts = (
        f"### {part}, open\n\n{block(half_figures(part, rows, worst=True))}\n\n{block(table(rows, part in MANY))}"
        for part, rows in _some(sets, False)
    )
    return "\n\n".join([_OPEN, *texts])


def counts_section(cases: dict[str, list[Case]]) -> str:
    """Return what is present, by requirement, in the sets where each is asked of many contracts."""
    many = {name: cases[name] for name in ("unseen", "processor")}
    return "\n\n".join(
        [
            "## What is present, by requirement",
            "In how many contracts of each half it is there, and on which side. `python benchmarks/counts.py --by-id` "
            "tells the same of the other sets.",
            block(counts.by_id(many)),
        ]
    )


def readme_rows(sets: Sets) -> list[str]:
    """Return the README's rows of the sealed halves."""
    lines = [
        '| Sealed set | Number | F1 | Precision | Recall | Wrong "missing" | "Met" that is right | Sides right |',
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    halves = measured_parts(sets)
    for part, name, kind in SHOWN:
        rows = [row for row in halves[part] if not kind or row.case.kind == kind]
        groups = by_group(rows)
        wrong, denied = WRONG_MISSING.of(sum(groups, Counter()))
        shares = [share(figure, groups) for figure in (P, R, MET, SIDES_RIGHT)]
        precision, recall, met, side = ("-" if value is None else number(value) for value in shares)
        lines.append(
            f"| {name} | {len({row.case.name for row in rows})} | {with_interval(F1, groups)} | {precision} | {recall} "
            f"| {wrong} of {denied} ({wrong / max(denied, 1):.0%}) | {met} | {side} |"
        )
    return lines


def block(text: str) -> str:
    """Return text as a code block."""
    return f"```text\n{text}\n```"


def _some(sets: Sets, sealed: bool) -> list[tuple[str, list[Outcome]]]:
    return [(part, rows) for part, rows in measured_parts(sets, sealed).items() if rows]
