"""Loading the rules for a command. They stay until it ends, so the collector is kept from visiting them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from contractcheck.reading.options import AS_IT_IS, ReadOptions
from contractcheck.runtime import import_spacy, loading

if TYPE_CHECKING:
    from contractcheck.checker import Checker
    from contractcheck.rulebook.rules import RuleSet


def loaded_checker(
    playbooks: tuple[str, ...],
    side: str | None = None,
    *,
    applies: bool = False,
    any_text: bool | None = None,
    second_look: bool = True,
    reading: ReadOptions = AS_IT_IS,
) -> Checker:
    """Return what checks contracts under some playbooks. Arguments and errors are those of ``Checker``."""
    with loading():
        import_spacy()
        from contractcheck.checker import Checker

        return Checker(
            playbooks, side=side, applies=applies, any_text=any_text, second_look=second_look, reading=reading
        )


def loaded_rules(folder: Path | None = None, only: frozenset[str] | None = None) -> RuleSet:
    """Return the rules of a folder, or the project's own. Raises RuleError as ``load_rules`` does."""
    with loading():
        from contractcheck.rulebook.rules import load_rules

        return load_rules(folder, only)
