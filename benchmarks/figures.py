"""Figures over outcomes, each with its counts and an interval, drawn anew from the contracts by a fixed seed.

What is printed here holds counts and names of requirements, and no word of a contract.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from scores import Outcome

from contractcheck.model import Found, Side

SEED = 12
ROUNDS = 2000
WORST = 8
SIDES = (Side.PROVIDER, Side.CUSTOMER, Side.MUTUAL, Side.UNCLEAR)

Counted = Counter[str]


def counted(row: Outcome) -> Counted:
    """Count one outcome. A label `referenced` is not present; a finding `referenced` is neither there nor missing."""
    count = Counter(
        labels=1,
        present=row.label.present,
        unsure=any(finding.found is Found.UNSURE for finding in row.findings),
        denied=row.denied,
        denied_wrong=row.denied and row.label.present,
        met=row.met,
        met_there=row.met and row.label.present,
        met_right=row.met_right,
        grave=row.met and row.grave,
        grave_right=row.met_right and row.grave,
        sides=row.side_counts,
        sides_right=row.side_counts and row.side_right,
        swapped=row.side_counts and row.swapped,
        unclear=row.side_counts and row.side is Side.UNCLEAR,
    )
    key = ("true" if row.label.present else "wrong") if row.said else "missed" if row.label.present else "absent"
    count[key] = 1
    return count


@dataclass(frozen=True)
class Figure:
    """A share of two sums of counts."""

    name: str
    above: tuple[str, ...]
    below: tuple[str, ...]

    def of(self, count: Counted) -> tuple[int, int]:
        """Return both sums."""
        return sum(count[key] for key in self.above), sum(count[key] for key in self.below)


P = Figure("P", ("true",), ("true", "wrong"))
R = Figure("R", ("true",), ("true", "missed"))
F1 = Figure("F1", ("true", "true"), ("true", "true", "wrong", "missed"))
WRONG_MISSING = Figure('wrong "missing"', ("denied_wrong",), ("denied",))
MET = Figure('"met" that is right', ("met_right",), ("met",))
GRAVE = Figure("the same, critical and high rows", ("grave_right",), ("grave",))
SIDES_RIGHT = Figure("sides right", ("sides_right",), ("sides",))
SWAPPED = Figure("customer and provider swapped", ("swapped",), ("sides",))
NO_SIDE = Figure("side not told", ("unclear",), ("sides",))
# The other way round: what is not there is what should be found.
GAP_P = Figure("P of violations", ("absent",), ("absent", "missed"))
GAP_R = Figure("R of violations", ("absent",), ("absent", "wrong"))
GAP_F1 = Figure("F1 of violations", ("absent", "absent"), ("absent", "absent", "wrong", "missed"))
MAIN = (F1, P, R, WRONG_MISSING, MET, GRAVE, SIDES_RIGHT, SWAPPED, NO_SIDE)
VIOLATIONS = (GAP_F1, GAP_P, GAP_R)


@cache
def draws(groups: int) -> tuple[tuple[int, ...], ...]:
    """Return the rounds of a bootstrap over so many contracts: the same each time."""
    chance = random.Random(SEED)  # noqa: S311  (a draw that anybody can repeat)
    return tuple(tuple(chance.choices(range(groups), k=groups)) for _ in range(ROUNDS))


def by_group(rows: Iterable[Outcome]) -> list[Counted]:
    """Return the counts of each contract, in the order of their names."""
    each: dict[str, Counted] = {}
    for row in rows:
        each.setdefault(row.group, Counter()).update(counted(row))
    return [each[name] for name in sorted(each)]


def share(figure: Figure, counts: Iterable[Counted]) -> float | None:
    """Return a figure over contracts; None where there is nothing to count."""
    above, below = figure.of(sum(counts, Counter()))
    return above / below if below else None


def interval(figure: Figure, counts: list[Counted]) -> tuple[float, float] | None:
    """Return the 95 % interval of a figure, contracts drawn anew."""
    pairs = [figure.of(count) for count in counts]
    shares = []
    for drawn in draws(len(pairs)):
        below = sum(pairs[at][1] for at in drawn)
        if below:
            shares.append(sum(pairs[at][0] for at in drawn) / below)
    if len(pairs) < 2 or not shares:
        return None
    shares.sort()
    last = len(shares) - 1
    return shares[round(0.025 * last)], shares[round(0.975 * last)]


def number(value: float) -> str:
    """Word a share with three digits."""
    return f"{value:.3f}".removeprefix("0")


def with_interval(figure: Figure, counts: list[Counted]) -> str:
    """Word a figure with its interval."""
    value, around = share(figure, counts), interval(figure, counts)
    if value is None:
        return "-"
    return number(value) + (f" ({number(around[0])} to {number(around[1])})" if around else "")


def summary(rows: list[Outcome], violations: bool = False) -> str:
    """Return the figures of a set, one a line, with intervals and counts; then the main ones by family and kind."""
    if not rows:
        return "nothing to measure"
    counts = by_group(rows)
    whole = sum(counts, Counter())
    contracts = len({row.case.name for row in rows})
    short_ones = bool(rows[0].case.text)
    noun = "passages" if short_ones else "contracts"
    out = [f"{contracts} {noun}, {whole['labels']} labels, {whole['present']} of them present"]
    for figure in (*MAIN, *(VIOLATIONS if violations else ())):
        above, below = figure.of(whole)
        out.append(f"  {figure.name:34} {with_interval(figure, counts):24} {above} of {below}")
    if not short_ones:
        out.append(f"  {'unsure findings a contract':34} {whole['unsure'] / contracts:.1f}")
    shown: list[set[str]] = []
    for title, key in (("family", lambda row: row.family), ("kind", lambda row: row.case.kind)):
        parts = grouped(rows, key)
        if len(parts) > 1 and set(parts) not in shown and not (short_ones and title == "kind"):
            shown.append(set(parts))
            cells = f"{'P':>5} {'R':>5}   {WRONG_MISSING.name:>15} {'met':>8} {'sides':>8}"
            out.append(f"  {'by ' + title:34} {'F1':24} {cells}")
            out.extend(short(name, own) for name, own in sorted(parts.items()))
    return "\n".join(out)


def short(name: str, rows: list[Outcome]) -> str:
    """Word the main figures of some outcomes in a line."""
    counts = by_group(rows)
    whole = sum(counts, Counter())
    cells = {}
    for figure in (P, R, MET, SIDES_RIGHT):
        value = share(figure, counts)
        cells[figure.name] = "-" if value is None else number(value)
    wrong, denied = WRONG_MISSING.of(whole)
    return (
        f"    {name[:32]:32} {with_interval(F1, counts):24} {cells['P']:>5} {cells['R']:>5}"
        f"   {f'{wrong} of {denied}':>15} {cells[MET.name]:>8} {cells[SIDES_RIGHT.name]:>8}"
    )


def grouped(rows: Iterable[Outcome], key: Callable[[Outcome], str]) -> dict[str, list[Outcome]]:
    """Sort outcomes by a key."""
    parts: dict[str, list[Outcome]] = {}
    for row in rows:
        parts.setdefault(key(row), []).append(row)
    return parts


def sides(rows: list[Outcome], worst: bool = True) -> str:
    """Return whose duty or right it is, label against finding: by side, by family, and the worst requirements.

    Counted are findings that say "yes" where a sure label says that it is there, and whose it is.
    """
    counts = [row for row in rows if row.side_counts]
    if not counts:
        return "no side to hold against a label"
    out = [f"{'label':12} " + " ".join(f"{'found ' + side.value:>15}" for side in SIDES) + f" {'right':>8}"]
    for side in SIDES[:3]:
        own = [row for row in counts if row.label.side == side.value]
        if own:
            said = Counter(row.side for row in own)
            cells = " ".join(f"{said[one]:>15}" for one in SIDES)
            out.append(f"{side.value:12} {cells} {number(said[side] / len(own)):>8}")
    out.append(_side_head("by family"))
    out.extend(_side_line(name, own) for name, own in sorted(grouped(counts, lambda row: row.family).items()))
    if worst:
        each = grouped(counts, lambda row: row.requirement)
        order = sorted(each, key=lambda name: (-sum(not row.side_right for row in each[name]), name))
        out.append(_side_head("worst requirements"))
        out.extend(_side_line(name, each[name]) for name in order[:WORST])
    return "\n".join(out)


def _side_head(title: str) -> str:
    return f"{title:34} {'right':>12} {'swapped':>9} {'not told':>9}"


def _side_line(name: str, rows: list[Outcome]) -> str:
    right = sum(row.side_right for row in rows)
    swapped = sum(row.swapped for row in rows)
    silent = sum(row.side is Side.UNCLEAR and not row.side_right for row in rows)
    return f"  {name[:32]:32} {f'{right} of {len(rows)}':>12} {swapped:>9} {silent:>9}"


def passages(rows: list[Outcome]) -> str:
    """Return what was found in short passages, by kind: right, and of those that are there, the right side too."""
    out = [f"{'':12} {'passages':>9} {'found right':>12} {'side right':>12} {'both right':>12} {'said contrary':>14}"]
    for kind, own in [*sorted(grouped(rows, lambda row: row.case.kind).items()), ("all", rows)]:
        right = sum(row.said == row.label.present for row in own)
        counts = [row for row in own if row.side_counts]
        both = sum(row.said == row.label.present and (not row.side_counts or row.side_right) for row in own)
        opposite = [row for row in own if row.label.contrary]
        told = sum(any(finding.found is Found.CONTRARY for finding in row.findings) for row in opposite)
        cells = (
            f"{right} of {len(own)}",
            f"{sum(row.side_right for row in counts)} of {len(counts)}",
            f"{both} of {len(own)}",
        )
        shown = f"{told} of {len(opposite)}" if opposite else "-"
        out.append(f"{kind:12} {len(own):>9} " + " ".join(f"{cell:>12}" for cell in cells) + f" {shown:>14}")
    return "\n".join(out)
