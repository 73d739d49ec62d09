"""Measures the rules on real labelled contracts.

    python benchmarks/accuracy.py                       the summary of every set
    python benchmarks/accuracy.py --set gold --half A   one half of the hand-labelled contracts
    python benchmarks/accuracy.py --set gold --errors --only termination-for-convenience   the errors, with text
    python benchmarks/accuracy.py --set unseen --errors --sides   those where only the side is wrong, too

Half of the sets unseen, processor, regulated and passages is sealed. Of it there are counts, figures and intervals, and
no text, in whatever set a sealed contract turns up. ``--open REASON`` shows it like the rest. It first writes the date,
the sets and the reason into benchmarks/labels/openings.log, which is committed and shown in RESULTS.md.

The contracts lie beside the checkout and are never part of it. Where they are absent this says so and ends with code 0.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from figures import passages, sides, summary
from labelled import CORPUS, FEW, HALVED, SETS, Case, asked, gold_cases, opened_cases, words_of
from scores import Outcome, Tally, gap_line, measure, read_contract, tallies, value_right
from sealing import SealedError, opened

from contractcheck.contract import Contract
from contractcheck.rulebook.rules import load_rules
from contractcheck.secondlook.look import SecondLook

HEAD = f"{'':34} {'P':>5} {'R':>5} {'F1':>5}   wrong no        overlap      values"


def line(name: str, tally: Tally) -> str:
    """Word one row of a table."""
    share = tally.denied_wrong / max(tally.denied, 1)
    overlap = f"{tally.quoted / tally.quotable:.2f}" if tally.quotable else "-"
    values = f"{tally.values_right}/{tally.values}" if tally.values else "-"
    return (
        f"{name:34} {tally.precision:5.2f} {tally.recall:5.2f} {tally.f1:5.2f}   "
        f"{tally.denied_wrong:3}/{tally.denied:<4} {share:4.0%}   {overlap:>5} {values:>10}   "
        f"tp {tally.true} fp {tally.wrong} fn {tally.missed}"
    )


def table(rows: list[Outcome], by_requirement: bool = True) -> str:
    """Return the table of a set: all, each family, each requirement (worst first)."""
    if not rows:
        return "nothing to measure"
    out = [HEAD]
    whole = tallies(rows, lambda row: "all (micro)")["all (micro)"]
    each = tallies(rows, lambda row: row.requirement)
    out.append(line("all (micro)", whole))
    out.append(gap_line(rows))
    macro = sum(tally.f1 for tally in each.values()) / len(each)
    out.append(f"{'macro-F1':34} {macro:17.2f}")
    for name, tally in sorted(tallies(rows, lambda row: row.family).items()):
        out.append(line(f"  {name}", tally))
    if by_requirement:
        out.append("worst first:")
        out.extend(line(f"  {name}", tally) for name, tally in sorted(each.items(), key=lambda pair: pair[1].f1))
    return "\n".join(out)


def errors(rows: Iterable[Outcome], width: int = 500, sides_too: bool = False) -> str:
    """Return each wrong outcome with its text: what was claimed or missed, and the labelled words.

    Raises:
        SealedError: one of them is of a sealed contract.
    """
    out = []
    for row in rows:
        case = words_of(row.case)
        found = "/".join(finding.found.value for finding in row.findings)
        value_wrong = row.said and row.label.present and row.has_value and not value_right(row)
        side_wrong = sides_too and row.side_counts and not row.side_right
        if row.said == row.label.present and not value_wrong and not side_wrong:
            continue
        kind = "VALUE" if value_wrong else "SIDE" if side_wrong else "MISSED" if row.label.present else "WRONG"
        mark = "" if row.label.sure else " (unsure label)"
        out.append(f"--- {kind} {row.requirement}{mark} found={found} half={case.half} {case.name[:70]}")
        if side_wrong:
            out.append(f"    side read: {row.side.value}   label: {row.label.side}")
        for finding in row.findings:
            if finding.value is not None or row.has_value:
                out.append(f"    value read: {finding.value}   label: {row.label.value}")
            for evidence in finding.evidence[:3]:
                place = f"[p{evidence.page} {evidence.clause} {evidence.heading}]"
                out.append(f"    said: {place} {' '.join(evidence.quote.split())[:width]}")
            if kind == "MISSED" and finding.nearest:
                out.append(f"    nearest: {' '.join(finding.nearest.quote.split())[:200]}")
        out.extend(f"    label: {' '.join(quote.split())[:width]}" for quote in row.label.quotes)
    return "\n".join(out)


def parts(name: str, rows: list[Outcome]) -> list[tuple[str, list[Outcome]]]:
    """Return a set's outcomes in the parts that have figures of their own: core and governance are two."""
    if name != "unseen":
        return [(name, rows)]
    governance = [row for row in rows if row.family == "governance"]
    return [("core", [row for row in rows if row.family != "governance"]), ("governance", governance)]


def halves(name: str, rows: list[Outcome]) -> str:
    """Return the figures of a set of which half is sealed: of that half without a word on single requirements."""
    out = []
    for part, own in parts(name, rows):
        shut, free = [row for row in own if row.case.sealed], [row for row in own if not row.case.sealed]
        if shut:
            many = len({row.case.name for row in shut}) >= FEW
            told = half_figures(name, shut, worst=False) if many else "so few that figures would tell labels"
            out += [f"-- {part}: the sealed half", told]
        if free:
            out += [f"-- {part}: the open half, for work", half_figures(name, free, worst=True), table(free)]
    return "\n".join(out)


def half_figures(name: str, rows: list[Outcome], worst: bool) -> str:
    """Return the figures of one half of a set."""
    more = [passages(rows)] if name == "passages" else []
    return "\n".join([summary(rows, violations=name == "processor"), *more, sides(rows, worst)])


def main(arguments: list[str] | None = None, reader: Callable[..., Contract] = read_contract) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--set", choices=tuple(SETS), action="append")
    parser.add_argument("--labels", type=Path, help="a folder of further label files in the form of gold")
    parser.add_argument("--half", choices=("A", "B", "open", "sealed"), default="")
    parser.add_argument("--only", default="", help="a requirement, category or family")
    parser.add_argument("--errors", action="store_true", help="print the errors with their text")
    parser.add_argument("--sides", action="store_true", help="with --errors: wrong sides too")
    parser.add_argument("--open", metavar="REASON", help="show sealed contracts too; this is logged")
    parser.add_argument("--all-labels", action="store_true", help="count labels marked unsure too")
    parser.add_argument("--no-model", action="store_true", help="the rules alone, without the second look")
    parser.add_argument("--rules", type=Path, default=None)
    options = parser.parse_args(arguments)
    if not CORPUS.is_dir():
        print(f"skipped: the labelled contracts are not beside this checkout ({CORPUS})")
        return 0
    chosen = options.set or ([] if options.labels else list(SETS))
    named: list[tuple[str, list[Case]]] = [(name, SETS[name]()) for name in chosen]
    if options.labels:
        named.append((str(options.labels), gold_cases(options.labels)))
    if options.open is not None:
        shut = [name for name, cases in named if any(case.sealed for case in cases)]
        try:
            opened(shut, options.open)
        except SealedError as error:
            parser.error(str(error))
        named = [(name, opened_cases(cases)) for name, cases in named]
        print(f"opened, and logged: {', '.join(shut) or 'nothing was sealed'}")
    look = None if options.no_model else SecondLook()
    for name, cases in named:
        started = time.perf_counter()
        rows = measure(cases, load_rules(options.rules, asked(cases)), reader, options.only, options.half, look)
        if not options.all_labels:
            rows = [row for row in rows if row.label.sure]
        took = time.perf_counter() - started
        print(f"== {name} {options.half} ({len({row.case.name for row in rows})} contracts, {took:.1f} s)")
        if options.errors:
            free = [row for row in rows if not row.case.sealed]
            print(errors(free, sides_too=options.sides))
            if len(free) < len(rows):
                print(f"{len({row.case.name for row in rows if row.case.sealed})} contracts are sealed: not shown")
        elif name in HALVED:
            print(halves(name, rows))
        else:
            print(table(rows))
            print(sides(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
