"""The project's own rules and checkers of its own playbooks, loaded once for all tests that ask."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from contractcheck.checker import Checker
from contractcheck.rulebook.rules import RuleSet, load_rules

if TYPE_CHECKING:
    from spacy.tokens import Doc


def load_once(folder: Path | None = None, only: frozenset[str] | None = None) -> RuleSet:
    """Load rules as ``load_rules`` does, the project's own once for all tests."""
    return _load(only) if folder is None else load_rules(folder, only)


@cache
def _load(only: frozenset[str] | None) -> RuleSet:
    return load_rules(None, only)


def own_rules() -> RuleSet:
    return load_once()


def own_checker(playbook: str = "outsourcing", *, applies: bool = False, second_look: bool = True) -> Checker:
    return _checker(playbook, applies, second_look)


@cache
def _checker(playbook: str, applies: bool, second_look: bool) -> Checker:
    return Checker(playbook, applies=applies, second_look=second_look)


def words_of(text: str) -> Doc:
    """Return a text in the words that rules are matched on. spaCy is imported by the first call: collecting needs none."""
    from contractcheck.language.pipeline import language

    return language().make_doc(text)
