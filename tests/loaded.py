"""The project's own rules and checkers of its own playbooks, loaded once for all tests that ask."""

from __future__ import annotations

from functools import cache

from contractcheck.checker import Checker
from contractcheck.rulebook.rules import RuleSet, load_rules


@cache
def own_rules() -> RuleSet:
    return load_rules()


def own_checker(playbook: str = "outsourcing", *, applies: bool = False) -> Checker:
    return _checker(playbook, applies)


@cache
def _checker(playbook: str, applies: bool) -> Checker:
    return Checker(playbook, applies=applies)
