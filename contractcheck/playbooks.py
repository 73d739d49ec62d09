"""Reads playbooks: which requirements matter for a purpose, how severe each is, and its thresholds."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from contractcheck.errors import RuleError
from contractcheck.model import Severity
from contractcheck.places import rules_folder
from contractcheck.rules import PLAYBOOKS, RuleSet, Strict, Text
from contractcheck.yamlfile import raise_faults, read_yaml, validate

_UNITS = ("minute", "hour", "day", "month", "year", "percent")


class Threshold(Strict):
    """A limit for a value, such as "30 days": the number and its unit are both needed."""

    amount: float
    unit: Literal["minute", "hour", "day", "month", "year", "percent"]

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        number, _, unit = value.replace("%", " percent").strip().partition(" ")
        unit = unit.strip().removesuffix("s")
        if unit not in _UNITS:
            raise ValueError(
                f"a threshold is a number and a unit, such as '30 days' or '99.9 %' (units: {', '.join(_UNITS)})"
            )
        return {"amount": number, "unit": unit}

    def __str__(self) -> str:
        if self.unit == "percent":
            return f"{self.amount:g} %"
        return f"{self.amount:g} {self.unit}{'' if self.amount == 1 else 's'}"


class Wanted(Strict):
    """What a playbook asks about one requirement.

    ``at_least``/``at_most`` limit its value. ``unwanted`` turns it round: its presence is the fault. ``by`` names the
    side that must bear the duty; another side makes it weak. ``because`` says why here, in a sentence.
    """

    severity: Severity
    at_least: Threshold | None = None
    at_most: Threshold | None = None
    unwanted: bool = False
    by: Literal["provider", "customer", "mutual"] | None = None
    because: str = ""


class Playbook(Strict):
    """A purpose, and the requirements that it has."""

    id: Text
    title: Text
    version: Text
    purpose: Text
    requirements: dict[str, Wanted] = Field(min_length=1)


def playbook_ids() -> tuple[str, ...]:
    """Return the ids of the playbooks that come with the program."""
    return tuple(sorted(path.stem for path in (rules_folder() / PLAYBOOKS).glob("*.yaml")))


def load_playbook(id_or_path: str, rules: RuleSet) -> Playbook:
    """Load a playbook by id, or from a file. Raises RuleError with every fault at once."""
    path = Path(id_or_path)
    if path.suffix not in (".yaml", ".yml"):
        path = rules_folder() / PLAYBOOKS / f"{id_or_path}.yaml"
        if not path.is_file():
            raise RuleError((f"no playbook is called '{id_or_path}' (there are: {', '.join(playbook_ids())})",))
    elif not path.is_file():
        raise RuleError((f"{path}: there is no such playbook file",))
    file = read_yaml(path)
    playbook = validate(file, Playbook)
    if playbook is not None:
        known = {rule.id: rule for rule in rules.rules}
        for requirement, wanted in playbook.requirements.items():
            place = ("requirements", requirement)
            if requirement not in known:
                file.faults.append(file.fault(place, f"no rule is called '{requirement}'"))
                continue
            measure = known[requirement].measure
            for name in ("at_least", "at_most"):
                threshold: Threshold | None = getattr(wanted, name)
                if threshold is not None and (measure is None or measure.unit != threshold.unit):
                    reads = f"reads its value in {measure.unit}s" if measure else "reads no value"
                    file.faults.append(file.fault((*place, name), f"the rule '{requirement}' {reads}"))
    raise_faults([file])
    if playbook is None:
        raise RuleError((f"{path}:1: the playbook is empty",))
    return playbook
