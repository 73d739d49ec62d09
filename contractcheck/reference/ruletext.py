"""Shows rules and the results of examples as text, for ``contractcheck rules``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from contractcheck.detection.examples import ExampleResult
from contractcheck.model.oneline import cut, lines, one_line
from contractcheck.report.terminal import LABEL_WIDTH, Terminal
from contractcheck.report.view import family_title
from contractcheck.rulebook.forms import Example
from contractcheck.rulebook.rules import RuleSet

_LONGEST_EXAMPLE = 160


def rule_list(rules: RuleSet, out: Terminal) -> str:
    """Return one line a rule, by family, and a count."""
    room = max((len(rule.id) for rule in rules.rules), default=0) + 2
    rows: list[str] = []
    for family, members in groupby(rules.rules, key=lambda rule: rule.family):
        rows += [out.heading(family_title(family)), ""]
        rows += [_row(rule.id, rule.title, room, out) for rule in members]
        rows.append("")
    drafts = sum(rule.status == "draft" for rule in rules.rules)
    return "\n".join([*rows, f"{_count(len(rules.rules), 'rule')}, {drafts} of them draft"])


def rule_page(rules: RuleSet, requirement: str, out: Terminal) -> str:
    """Return all that a rule says: why, sources, wordings, value, sentences, proposal, examples.

    Raises:
        RuleError: no rule has this id.
    """
    rule = rules.rule(requirement)
    parts = [
        out.title(rule.title),
        out.field("Id", rule.id),
        out.field("Family", family_title(rule.family)),
        out.field("Status", _STATUS[rule.status]),
        out.field("Kind", f"{rule.kind.value}; whose: {rule.duty_of}"),
        out.field("Why", rule.why),
        *_listed("Source", [f"{source.cite} (checked {source.checked})" for source in rule.source], out),
        out.field("Propose", rule.suggest),
    ]
    if rule.measure:
        parts.append(out.field("Reads", f"a {rule.measure.slot.value}, in {_unit(rule.measure.unit)}"))
    if rule.table:
        kinds = " or ".join(kind.value for kind in rule.table.reads)
        column = f"the column of the {rule.table.value}"
        parts.append(out.field("In tables", f"a {kinds} in {column}" if kinds else column))
        parts += _listed("rows on", rule.table.of, out) + _listed("not on", rule.table.not_, out)
    parts += ["", out.heading("Looks for"), ""]
    for key, wordings in rule.look_for.model_dump(by_alias=True).items():
        if isinstance(wordings, tuple | list):
            parts += _listed(_LABELS.get(key, key.replace("_", " ")), wordings, out)
    parts += ["", out.heading("Says in a report"), ""]
    parts += [out.field(key, sentence) for key, sentence in rule.say.model_dump().items()]
    parts += ["", out.heading("Examples")]
    for example in rule.examples:
        parts += ["", _example(example, out)]
    return "\n".join(parts)


def example_report(results: Sequence[ExampleResult], rules: RuleSet) -> str:
    """Return one line for each example that does not come out as it should, and the counts."""
    faults = []
    for result in results:
        if result.ok:
            continue
        where = f"{rules.files[result.rule].path}:{result.line}"
        if result.known_miss:
            what = "is marked as a known miss but comes out right: remove the mark"
        else:
            what = f"should be {result.expected}, is {result.got}"
        faults.append(f"{where}: {what}: {cut(result.text, _LONGEST_EXAMPLE)}")
    failed = len(faults)
    misses = sum(result.ok and result.known_miss for result in results)
    passed = len(results) - failed - misses
    counts = [f"{passed} passed", f"{failed} failed"] + ([f"{_count(misses, 'known miss', 'es')}"] if misses else [])
    tested = len({result.rule for result in results})
    return "\n".join([*faults, f"{_count(tested, 'rule')}, {_count(len(results), 'example')}: {', '.join(counts)}"])


_STATUS = {"draft": "draft: nobody answers for it yet", "stable": "stable"}
_LABELS = {"under_headings": "under them", "not_with": "not with"}


def _row(name: str, title: str, room: int, out: Terminal) -> str:
    indent = " " * (room + 2)
    wrapped = lines(one_line(title), out.width, indent, indent)
    return "\n".join(
        ("  " + name.ljust(room) if index == 0 else indent) + out.paint(line[len(indent) :], "quiet")
        for index, line in enumerate(wrapped)
    )


def _listed(label: str, entries: Iterable[str], out: Terminal) -> list[str]:
    return [out.field(label if index == 0 else "", entry) for index, entry in enumerate(entries)]


def _example(example: Example, out: Terminal) -> str:
    outcome = [example.found.value]
    if example.value is not None:
        outcome.append(f"value {example.value:g}" if isinstance(example.value, float) else example.value)
    if example.soft is not None:
        outcome.append("soft" if example.soft else "firm")
    if example.known_miss:
        outcome.append("known miss")
    heading = f"[{one_line(example.heading)}] " if example.heading else ""
    said = ", ".join(outcome)
    rows = [out.field("", " | ".join(map(one_line, row))) for row in example.table]
    if len(said) < LABEL_WIDTH:
        return "\n".join([out.field(said, heading + example.text), *rows])
    return "\n".join([out.field(said, ""), out.field("", heading + example.text), *rows])


def _unit(unit: str) -> str:
    return unit if unit in ("percent", "date") else f"{unit}s"


def _count(number: int, noun: str, plural: str = "s") -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}{plural}"
