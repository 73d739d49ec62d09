"""The reference: one page a playbook and one a rule, in Markdown, with an index of each.

The pages hold nothing that is not in the rules and the playbooks. ``contractcheck reference OUT`` writes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from contractcheck.errors import ContractcheckError
from contractcheck.model import Found
from contractcheck.playbooks.playbooks import Playbook, hold_against, playbook_ids, read_playbook
from contractcheck.playbooks.wanted import Wanted
from contractcheck.reference.measuredtext import MOSTLY, each_set_in_words, measured_in_words
from contractcheck.reference.playbooktext import (
    NOT_ASKED,
    SIDES,
    applies_in_words,
    family_of,
    limits_in_words,
    not_asked,
)
from contractcheck.report.view import family_title
from contractcheck.rulebook.forms import Example, Rule, TableForm
from contractcheck.rulebook.measured import Figures, Measured, read_measured
from contractcheck.rulebook.rules import RuleSet, load_rules

MARK = "<!-- Written by contractcheck reference. Change the rule or the playbook, not this page. -->"


def pages(rules: RuleSet, playbooks: Iterable[Playbook], measured: Measured) -> dict[str, str]:
    """Return every page by its path below docs/."""
    books = list(playbooks)
    asked: dict[str, list[tuple[str, str]]] = {}
    for book in books:
        for key, wanted in book.requirements.items():
            for id_ in {wanted.rule, *wanted.or_}:
                asked.setdefault(id_, []).append((book.id, key))
    made = {f"playbooks/{book.id}.md": _playbook(book, rules) for book in books}
    for rule in rules.rules:
        made[f"rules/{rule.family}/{rule.id}.md"] = _rule(rule, asked.get(rule.id, []), measured.get(rule.id, {}))
    made["playbooks/README.md"] = _join(_list_of_playbooks(books))
    made["rules/README.md"] = _join(_list_of_rules(rules, measured))
    return made


def write(folder: Path, wanted: dict[str, str]) -> None:
    """Write pages below a folder. Raises ContractcheckError where that cannot be done."""
    for name in sorted(wanted):
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[name], encoding="utf-8", newline="\n")
        except OSError as error:
            raise ContractcheckError(f"{path}: cannot be written: {error.strerror}") from error


def current() -> dict[str, str]:
    """Return the pages that the project's own rules and playbooks ask for. Raises RuleError."""
    rules = load_rules()
    known = {rule.id: rule for rule in rules.rules}
    books = [read_playbook(id_) for id_ in playbook_ids()]
    for book in books:
        hold_against(book, known)
    return pages(rules, books, read_measured(rules.files))


def _playbook(book: Playbook, rules: RuleSet) -> str:
    known = {rule.id: rule for rule in rules.rules}
    rows = [(key, wanted, known.get(wanted.rule)) for key, wanted in book.requirements.items()]
    order = list(dict.fromkeys(family_of(wanted, rule) for _, wanted, rule in rows))
    rows.sort(key=lambda row: order.index(family_of(row[1], row[2])))
    parts = [f"# {_text(book.title)}", MARK, _text(book.purpose)]
    parts.append(f"Id: `{book.id}`. Version {book.version}. {len(rows)} requirements. Read for {SIDES[book.side]}.")
    if book.chain:
        parts.append("Takes over the rows of " + ", ".join(f"[{one}]({one}.md)" for one in book.chain) + ".")
    if book.applies_when:
        parts.append(f"{_text(applies_in_words(book.applies_when))}")
    parts.append(f"Use it: `contractcheck check CONTRACT --playbook {book.id}`")
    for family, members in groupby(rows, key=lambda row: family_of(row[1], row[2])):
        parts.append(f"## {_text(family_title(family) or 'Requirements')}")
        for key, wanted, rule in members:
            parts += _row(key, wanted, rule)
    if book.dropped:
        parts.append(f"## {NOT_ASKED}")
        dropped = not_asked(book, known)
        parts.append(
            "\n".join(f"- {_text(title)} (`{key}`). {_text(reason)}".rstrip() for title, key, reason in dropped)
        )
    return _join(parts)


def _row(key: str, wanted: Wanted, rule: Rule | None) -> Iterator[str]:
    yield f"### {_text(wanted.title or (rule.title if rule else key))}"
    facts = [f"`{key}`", "for information" if wanted.for_information else f"{wanted.severity.value} severity"]
    if wanted.unwanted:
        facts.append("should not be there")
    limits = limits_in_words(wanted.at_least, wanted.at_most)
    if limits:
        facts.append(f"usual is {limits}")
    if wanted.by and wanted.by != "anyone":
        facts.append(f"duty of {SIDES[wanted.by]}")
    if wanted.for_:
        facts.append(f"right of {SIDES[wanted.for_]}")
    if wanted.protects != "both":
        facts.append(f"protects {SIDES[wanted.protects]}")
    if rule:
        facts.append(f"rule [{rule.id}](../rules/{rule.family}/{rule.id}.md)")
    yield ", ".join(facts)
    cites = wanted.cites or (tuple(source.cite for source in rule.source) if rule else ())
    if cites:
        yield "Source: " + _text("; ".join(cites))
    because = wanted.because or (rule.why if rule else "")
    if because:
        yield _text(because)
    if wanted.applies_when:
        yield _text(applies_in_words(wanted.applies_when))
    named = wanted.positions.named()
    if named:
        yield "\n".join(
            f"- **{name.capitalize()}**"
            + "".join(f" ({words})" for words in [limits_in_words(position.at_least, position.at_most)] if words)
            + f": {_text(' '.join(filter(None, [position.when, position.wording])))}"
            for name, position in named
        )
    elif rule:
        yield f"- **Wording**: {_text(rule.suggest)}"


def _rule(rule: Rule, asked: list[tuple[str, str]], sets: Mapping[str, Figures]) -> str:
    parts = [f"# {_text(rule.title)}", MARK, _text(rule.why)]
    parts.append(f"Id: `{rule.id}`. Family: {_text(family_title(rule.family))}. Kind: {rule.kind.value}.")
    words = measured_in_words(sets)
    parts.append(f"{words[0].upper()}{words[1:]}." if sets else "Unmeasured: no labelled contract covers it.")
    parts.append("\n".join(f"- {_text(each)}" for each in each_set_in_words(sets)))
    parts.append("Source: " + _text("; ".join(f"{one.cite} (checked {one.checked})" for one in rule.source)))
    if rule.measure:
        parts.append(f"Reads a {rule.measure.slot.value}, in {rule.measure.unit}.")
    if rule.table:
        parts.append(_table(rule.table))
    if asked:
        named = sorted({f"[{book}](../../playbooks/{book}.md)" for book, _ in asked})
        parts.append("Asked for by " + ", ".join(named) + ".")
    parts += ["## Wording to propose", _text(rule.suggest), "## Found in"]
    parts.append(_examples(example for example in rule.examples if example.found is Found.YES))
    contrary = [example for example in rule.examples if example.found is Found.CONTRARY]
    if contrary:
        parts += ["## The opposite", _examples(contrary)]
    parts += [
        "## Not found in",
        _examples(one for one in rule.examples if one.found not in (Found.YES, Found.CONTRARY)),
    ]
    return _join(parts)


def _table(form: TableForm) -> str:
    """Say which cell of a table of service levels answers the rule."""
    what = f"reads a {' or '.join(kind.value for kind in form.reads)}" if form.reads else "counts"
    which = {"first": "the first such row", "least": "the row with the lowest", "most": "the row with the highest"}
    picked = f" The value is that of {which[form.pick]}." if form.reads else ""
    return f"In a table of service levels the rule {what} in the column of the {form.value}.{picked}"


def _examples(examples: Iterable[Example]) -> str:
    rows = []
    for example in examples:
        notes = [example.proves, "not detected yet" if example.known_miss else ""]
        note = "; ".join(filter(None, notes))
        table = "; ".join(" \\| ".join(map(_text, row)) for row in example.table)
        words = _text(example.text) + (f" Table: {table}" if table else "")
        rows.append(f"- {words}" + (f" ({_text(note)})" if note else ""))
    return "\n".join(rows)


def _list_of_playbooks(books: list[Playbook]) -> Iterator[str]:
    yield "# Playbooks"
    yield MARK
    for book in books:
        yield f"- [{_text(book.title)}]({book.id}.md) (`{book.id}`): {_text(book.purpose)}"


def _list_of_rules(rules: RuleSet, measured: Measured) -> Iterator[str]:
    yield "# Rules"
    yield MARK
    yield f"Each rule with what was measured of it. {MOSTLY}"
    for family, members in groupby(rules.rules, key=lambda rule: rule.family):
        yield f"## {_text(family_title(family))}"
        rows = ((rule, measured_in_words(measured.get(rule.id, {}))) for rule in members)
        yield "\n".join(
            f"- [{_text(rule.title)}]({family}/{rule.id}.md) (`{rule.id}`), {words}" for rule, words in rows
        )


def _join(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"


def _text(words: str) -> str:
    """Keep what people wrote from being read as Markdown."""
    plain = " ".join(words.split())
    for sign in "\\`*_[]<>":
        plain = plain.replace(sign, f"\\{sign}")
    return plain
