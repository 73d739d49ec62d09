"""Shows rules and the results of examples as text, for ``contractcheck rules``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from pathlib import Path

from contractcheck.detection.examples import ExampleResult
from contractcheck.detection.lint import LONGEST, MOST, Fault, Remark
from contractcheck.model.oneline import cut, lines, one_line
from contractcheck.reference.measuredtext import MOSTLY, each_set_in_words, measured_in_words
from contractcheck.report.terminal import LABEL_WIDTH, Terminal
from contractcheck.report.view import family_title
from contractcheck.rulebook.forms import Example
from contractcheck.rulebook.measured import ALL, Measured
from contractcheck.rulebook.rules import RuleSet
from contractcheck.rulebook.tokenforms import written

_LONGEST_EXAMPLE = 160


def rule_list(rules: RuleSet, measured: Measured, out: Terminal) -> str:
    """Return the rules by family, each with what was measured of it, and a count."""
    room = max((len(rule.id) for rule in rules.rules), default=0) + 2
    rows: list[str] = []
    for family, members in groupby(rules.rules, key=lambda rule: rule.family):
        rows += [out.heading(family_title(family)), ""]
        for rule in members:
            rows.append(_row(rule.id, (rule.title, measured_in_words(measured.get(rule.id, {}))), room, out))
        rows.append("")
    count = sum(ALL in measured.get(rule.id, {}) for rule in rules.rules)
    return "\n".join([*rows, f"{_count(len(rules.rules), 'rule')}, {count:,} of them measured. {MOSTLY}"])


def rule_page(rules: RuleSet, measured: Measured, requirement: str, out: Terminal) -> str:
    """Return all that a rule says: why, sources, wordings, value, sentences, proposal, examples; how it was measured.

    Raises:
        RuleError: no rule has this id.
    """
    rule = rules.rule(requirement)
    sets = measured.get(rule.id, {})
    parts = [
        out.title(rule.title),
        out.field("Id", rule.id),
        out.field("Family", family_title(rule.family)),
        out.field("Status", measured_in_words(sets)),
        *(out.field("", words) for words in each_set_in_words(sets)),
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
        if key == "tokens":
            wordings = tuple(map(written, rule.look_for.tokens))
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


def lint_report(remarks: Sequence[Remark], rules: RuleSet, chosen: Collection[str]) -> str:
    """Return one line for each remark, file by file, and the counts."""
    rows = []
    # The phrases of "topic: [a, b, c]" stand on one line: what is said of several alike is said once.
    for (path, line, key, what), alike in groupby(remarks, _said_of):
        words = "; ".join(cut(remark.phrase, _LONGEST_PHRASE) for remark in alike if remark.phrase)
        rows.append(f"{path}:{line}: {key}: {what}" + (f": {words}" if words else ""))
    counts = Counter(fault for remark in remarks for fault in remark.faults)
    phrases = sum(len(list(rule.placed())) for rule in rules.compiled if rule.rule.id in chosen)
    said = [f"{counts[fault]:,} {word}" for fault, word in _COUNTED.items() if counts[fault]] or ["nothing to say"]
    return "\n".join([*rows, f"{_count(len(chosen), 'rule')}, {_count(phrases, 'phrase')}: {'; '.join(said)}"])


def _said_of(remark: Remark) -> tuple[Path, int, str, str]:
    what = ", ".join(_FAULTS[fault].format(size=remark.size) for fault in remark.faults)
    return remark.path, remark.line, remark.key, what


_LONGEST_PHRASE = 70
_FAULTS = {
    Fault.MANY: "{size} phrases in one rule",
    Fault.LONG: "{size} characters",
    Fault.UNTRIED: "matches no example",
    Fault.IDLE: "matches no example and no contract",
}
_COUNTED = {
    Fault.MANY: f"with more than {MOST} phrases",
    Fault.LONG: f"longer than {LONGEST} characters",
    Fault.UNTRIED: "match no example",
    Fault.IDLE: "match no example and no contract",
}
_LABELS = {"under_headings": "under them", "not_with": "not with"}


def _row(name: str, texts: Iterable[str], room: int, out: Terminal) -> str:
    indent = " " * (room + 2)
    wrapped = [line for text in texts for line in lines(one_line(text), out.width, indent, indent)]
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
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}{plural}"
