"""Reads playbooks: which requirements matter for a purpose, how severe each is, its thresholds and its positions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import Field

from contractcheck.errors import RuleError
from contractcheck.places import rules_folder
from contractcheck.playbooks.wanted import Applies, Dropped, Reader, Row, Suits, Threshold, Wanted, written
from contractcheck.rulebook.forms import LegalSource, Rule
from contractcheck.rulebook.rules import PLAYBOOKS, RuleSet
from contractcheck.rulebook.strict import Strict, Text
from contractcheck.rulebook.yamlfile import Place, YamlFile, raise_faults, read_yaml, validate

__all__ = ["Playbook", "PlaybookFile", "Threshold", "Wanted", "load_playbook", "playbook_ids", "read_playbook"]

BY_RULES: Literal["rules"] = "rules"


class PlaybookFile(Strict):
    """A playbook as it is written.

    ``extends`` takes over the rows of another playbook (an id, or a file beside this one), save those in ``without``: a
    list of them, or each with the reason why it is not asked for. ``side`` is whose side is read unless the user says
    otherwise. ``law`` and ``checked`` stand for every row whose ``source`` is plain text. ``family`` groups the rows in
    reports that name none; without it, their rules' family. ``answered_by``: what finds the requirements: the rules, or
    the checks before signing. ``suits``: what a contract looks like that it is made for, for suggestions; it decides
    nothing else.
    """

    id: Text
    title: Text
    version: Text
    purpose: Text
    extends: str = ""
    without: Dropped = Field({})
    side: Reader = "customer"
    law: str = ""
    checked: str = ""
    family: str = ""
    answered_by: Literal["rules", "presigning"] = BY_RULES
    applies_when: Applies | None = None
    suits: Suits | None = None
    requirements: dict[str, Row] = Field({}, min_length=1)


@dataclass(frozen=True)
class Playbook:
    """A purpose and the requirements that it has, for a reader of one side. ``chain``: what it extends, nearest first.

    ``dropped`` are the rows of those that are not asked for here, each with the reason that was given, or "".
    ``places`` gives the file and the part of it in which each row was last written, for error lines and docs.
    """

    id: str
    title: str
    version: str
    purpose: str
    side: Reader
    answered_by: Literal["rules", "presigning"]
    applies_when: Applies | None
    suits: Suits
    requirements: dict[str, Wanted]
    chain: tuple[str, ...]
    dropped: dict[str, str]
    files: tuple[YamlFile, ...]
    places: dict[str, tuple[YamlFile, Place]]

    def rules(self) -> frozenset[str]:
        """Return the ids of all rules that this playbook asks."""
        if self.answered_by != BY_RULES:
            return frozenset()
        rows = frozenset(rule for wanted in self.requirements.values() for rule in wanted.rules())
        return rows | (self.applies_when.rules() if self.applies_when else frozenset())


def playbook_ids() -> tuple[str, ...]:
    """Return the ids of the playbooks that come with the program."""
    return tuple(sorted(path.stem for path in (rules_folder() / PLAYBOOKS).glob("*.yaml")))


def load_playbook(id_or_path: str, rules: RuleSet, side: str | None = None) -> Playbook:
    """Load a playbook by id, or from a file, and hold it against the rules.

    Raises:
        RuleError: with every fault at once, each with file and line.
    """
    playbook = read_playbook(id_or_path, side)
    hold_against(playbook, {rule.id: rule for rule in rules.rules})
    return playbook


def read_playbook(id_or_path: str, side: str | None = None) -> Playbook:
    """Read a playbook and those that it extends, without asking whether its rules are there.

    Args:
        id_or_path: the id of a playbook that comes with the program, or the path of a file ending in .yaml or .yml.
        side: "customer" or "provider", for whom the contract is read; None for the side that the playbook names.
    """
    if side is not None and side not in get_args(Reader):
        raise RuleError((f"the side must be one of {', '.join(get_args(Reader))}, not '{side}'",))
    chain = _chain(id_or_path)
    first, top = chain[0]
    chosen: Reader = top.side if side is None else "provider" if side == "provider" else "customer"
    rows: dict[str, dict[str, Any]] = {}
    places: dict[str, tuple[YamlFile, Place]] = {}
    dropped: dict[str, str] = {}
    applies, suits = None, Suits()
    for file, part in reversed(chain):
        applies = part.applies_when or applies
        suits = part.suits or suits
        for gone in part.without:
            if rows.pop(gone, None) is None:
                file.faults.append(file.fault(("without", gone), f"'{gone}' is not a row of '{part.extends}'"))
        dropped |= part.without
        for key, row in part.requirements.items():
            rows.setdefault(key, {}).update(_fields(row, part, chosen))
            places[key] = (file, ("requirements", key))
            dropped.pop(key, None)
    wanted: dict[str, Wanted] = {}
    for key, fields in rows.items():
        file, place = places[key]
        if fields.get("severity") is None:
            file.faults.append(file.fault(place, f"'requirements.{key}.severity' is missing"))
        else:
            wanted[key] = Wanted(**({"rule": key} | fields))
    if not rows:
        first.faults.append(f"{first.path}:1: the playbook has no requirements")
    files = tuple(file for file, _ in chain)
    raise_faults(files)
    return Playbook(
        id=top.id,
        title=top.title,
        version=top.version,
        purpose=top.purpose,
        side=chosen,
        answered_by=next((part.answered_by for _, part in chain if part.answered_by != BY_RULES), BY_RULES),
        applies_when=applies,
        suits=suits,
        requirements=wanted,
        chain=tuple(part.id for _, part in chain[1:]),
        dropped=dropped,
        files=files,
        places=places,
    )


def unknown_rules(path: str, known: frozenset[str]) -> tuple[str, ...]:
    """Return a fault for each rule that a playbook file names and that is not known, even if the file has other faults.

    Where a file has faults of its own, ``read_playbook`` cannot get as far as its rules.
    """
    file = read_yaml(Path(path))
    rows = file.data.get("requirements") if isinstance(file.data, dict) else None
    if not isinstance(rows, dict) or file.data.get("answered_by", BY_RULES) != BY_RULES or "extends" in file.data:
        return ()
    named = {key: row.get("rule", key) if isinstance(row, dict) else key for key, row in rows.items()}
    return tuple(
        file.fault(("requirements", key), f"no rule is called '{rule}'")
        for key, rule in named.items()
        if rule not in known
    )


def hold_against(playbook: Playbook, known: dict[str, Rule]) -> None:
    """Raise RuleError where the playbook asks for rules that are not there, or sets limits that they do not read."""
    if playbook.answered_by != BY_RULES:
        return
    for key, wanted in playbook.requirements.items():
        file, place = playbook.places[key]
        lost = sorted(wanted.rules() - known.keys())
        file.faults.extend(file.fault(place, f"no rule is called '{rule}'") for rule in lost)
        if wanted.rule not in known:
            continue
        measure = known[wanted.rule].measure
        for name in ("at_least", "at_most"):
            threshold: Threshold | None = getattr(wanted, name)
            if threshold is not None and (measure is None or measure.unit != threshold.unit):
                reads = f"reads its value in {measure.unit}s" if measure else "reads no value"
                file.faults.append(file.fault((*place, name), f"the rule '{wanted.rule}' {reads}"))
    if playbook.applies_when is not None:
        file = next((file for file in playbook.files if ("applies_when",) in file.lines), playbook.files[0])
        lost = sorted(playbook.applies_when.rules() - known.keys())
        file.faults.extend(file.fault(("applies_when",), f"no rule is called '{rule}'") for rule in lost)
    raise_faults(playbook.files)


def _fields(row: Row, part: PlaybookFile, side: Reader) -> dict[str, Any]:
    """Return what a row sets for a reader of this side. Sources get the name of their law."""
    fields = written(row)
    own = row.as_provider if side == "provider" else row.as_customer
    if own is not None:
        fields |= written(own)
    if "source" in fields:
        fields["cites"] = tuple(
            source.cite if isinstance(source, LegalSource) else ", ".join(filter(None, [part.law, source]))
            for source in fields["source"]
        )
    if part.family and "family" not in fields:
        fields["family"] = part.family
    return fields


def _chain(id_or_path: str) -> list[tuple[YamlFile, PlaybookFile]]:
    """Read a playbook and what it extends, nearest first."""
    path = _find(id_or_path, None)
    chain: list[tuple[YamlFile, PlaybookFile]] = []
    seen: list[Path] = []
    while True:
        file = read_yaml(path)
        part = validate(file, PlaybookFile)
        raise_faults([file])
        if part is None:
            raise RuleError((f"{path}:1: the playbook is empty",))
        chain.append((file, part))
        seen.append(path.resolve())
        if not part.extends:
            return chain
        try:
            path = _find(part.extends, file)
        except RuleError as error:
            raise RuleError((file.fault(("extends",), str(error)),)) from error
        if path.resolve() in seen:
            names = " -> ".join([other.id for _, other in chain] + [part.extends])
            raise RuleError((file.fault(("extends",), f"'extends' goes round in a circle: {names}"),))


def _find(id_or_path: str, around: YamlFile | None) -> Path:
    path = Path(id_or_path)
    if path.suffix in (".yaml", ".yml"):
        if around is not None:
            path = around.path.parent / path
        if not path.is_file():
            raise RuleError((f"{path}: there is no such playbook file",))
        return path
    path = rules_folder() / PLAYBOOKS / f"{id_or_path}.yaml"
    if not path.is_file():
        raise RuleError((f"no playbook is called '{id_or_path}' (there are: {', '.join(playbook_ids())})",))
    return path
