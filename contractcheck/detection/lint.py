"""Looks at how rules are written: phrases too long to read, phrases that nothing tries, rules with too many phrases.

A phrase that matches none of its own rule's examples may say anything: no test would notice. With contracts at hand it
is also seen whether the phrase matches anything that people write.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from contractcheck.contract import Contract
from contractcheck.detection.examples import passage_contract
from contractcheck.detection.index import Index, index_phrases
from contractcheck.detection.matching import Matcher
from contractcheck.detection.sightings import numbers
from contractcheck.rulebook.rules import RuleSet
from contractcheck.rulebook.tokens import Sought

LONGEST = 120
"""Characters of a phrase that can be read at a glance; longer ones want a word list."""
MOST = 40
"""Phrases that a reader can keep apart."""


class Fault(StrEnum):
    """What is said of a rule or of one of its phrases."""

    MANY = "many"
    LONG = "long"
    UNTRIED = "untried"
    IDLE = "idle"


@dataclass(frozen=True)
class Remark:
    """What is said of a rule, or of a phrase on a line of its file. ``size`` counts phrases or characters."""

    path: Path
    line: int
    key: str
    faults: tuple[Fault, ...]
    size: int
    phrase: str = ""


@dataclass(frozen=True)
class _Placed:
    """A phrase and where its rule says it: part, key and number."""

    rule: str
    place: tuple[str, str, int]
    phrase: Sought


def lint(rules: RuleSet, chosen: frozenset[str] | None = None, texts: Iterable[Contract] | None = None) -> list[Remark]:
    """Return what is to be said of the rules, by file and line.

    Args:
        rules: all rules of a folder.
        chosen: the ids of those that are looked at; None means all.
        texts: contracts. A phrase that matches none of them either is called idle, not only untried. None where there
            are no contracts to be looked at.
    """
    index = index_phrases(rules)
    placed: dict[str, list[_Placed]] = {
        rule.rule.id: [_Placed(rule.rule.id, place, phrase) for place, phrase in rule.placed()]
        for rule in rules.compiled
        if chosen is None or rule.rule.id in chosen
    }
    untried: set[_Placed] = set()
    for id_, phrases in placed.items():
        left = set(phrases)
        for text in _own_texts(rules, id_):
            left -= _matching(rules, index, text, left)
        untried |= left
    used: set[_Placed] = set()
    for text in texts or ():
        used |= _matching(rules, index, text, untried - used)
    remarks = []
    for id_, phrases in placed.items():
        file = rules.files[id_]
        if len(phrases) > MOST:
            remarks.append(Remark(file.path, file.line(("look_for",)), "look_for", (Fault.MANY,), len(phrases)))
        for one in phrases:
            faults = [Fault.LONG] if len(one.phrase.source) > LONGEST else []
            if one in untried:
                faults.append(Fault.UNTRIED if texts is None or one in used else Fault.IDLE)
            if faults:
                source = one.phrase.source
                line = file.line(one.place)
                remarks.append(Remark(file.path, line, one.place[1], tuple(faults), len(source), source))
    return sorted(remarks, key=lambda remark: (str(remark.path), remark.line))


def _own_texts(rules: RuleSet, id_: str) -> Iterator[Contract]:
    """Yield what a rule gives as its proof: its examples and the wording that it suggests."""
    rule = rules.rule(id_)
    for example in rule.examples:
        yield passage_contract(example.text, example.heading, example.table)
    yield passage_contract(rule.suggest)


def _matching(rules: RuleSet, index: Index, contract: Contract, phrases: Iterable[_Placed]) -> set[_Placed]:
    """Return those of some phrases whose words stand in a contract, where their key has them looked for."""
    matcher = Matcher(rules, index, contract)
    tables = _groups_of_tables(rules, contract)
    return {one for one in phrases if _stands(one, matcher, tables)}


def _stands(one: _Placed, matcher: Matcher, tables: list[frozenset[int]]) -> bool:
    part, key, _ = one.place
    phrase, clauses = one.phrase, range(len(matcher.outline.clauses))
    if part == "table":
        return any(phrase.needs <= groups for groups in tables)
    if key == "cues":
        return any(matcher.holds(clause, (phrase,)) for clause in clauses)
    if key in ("headings", "topic") and any(matcher.under(clause, (phrase,)) for clause in clauses):
        return True
    if key == "headings":
        return False
    views = (matcher.views[run] for run in numbers(matcher.holdings.all_of(phrase.needs)))
    return any(view.find(phrase) for view in views)


def _groups_of_tables(rules: RuleSet, contract: Contract) -> list[frozenset[int]]:
    """Return the chunks in each table, with those in the headings above it."""
    from contractcheck.language.pipeline import language

    tables = []
    for table in contract.document.tables:
        cells = [cell for row in table.rows for cell in row if cell.text]
        above = [one.heading for one in contract.clauses if cells and one.start <= cells[0].start <= one.end]
        keys, _, _ = rules.book.found(language().make_doc(" . ".join([*above, *(cell.text for cell in cells)])))
        tables.append(frozenset(group for key in keys for group in rules.book.groups_of[key]))
    return tables
