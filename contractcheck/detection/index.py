"""The phrases of the rules that can prove something, in the order in which they are tried; and what each proves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from contractcheck.rulebook.rules import CompiledRule, RuleSet
from contractcheck.rulebook.tokens import Sought

IndexedPhrase = tuple[int, "Tier", int, Sought]
"""A rule's number, what the phrase proves, its place in the rule, the phrase."""


class Tier(Enum):
    """What a match of a phrase proves."""

    ENOUGH = auto()
    UNDER_HEADING = auto()
    UNCONDITIONAL = auto()
    MAYBE = auto()
    CONTRARY = auto()


@dataclass(frozen=True)
class Index:
    """The phrases of the rules that can prove something.

    ``entries``: by their rarest group. ``followed``: the groups that a cross-reference may stand for. ``watched_of``:
    for each key of the phrase book those of its groups that a rule looks for in headings or in a whole clause.
    """

    entries: tuple[IndexedPhrase, ...]
    followed: frozenset[int]
    watched_of: tuple[tuple[int, ...], ...]


def index_phrases(rules: RuleSet) -> Index:
    """Gather every phrase that can prove something."""
    followed = frozenset(
        group
        for rule in rules.compiled
        if rule.rule.look_for.follow
        for phrase in (*rule.phrases, *rule.under_headings, *rule.contrary, *rule.cues)
        for group in phrase.needs
    )
    watched = followed.union(
        group
        for rule in rules.compiled
        for phrase in (*rule.headings, *rule.cues, *rule.topic)
        for group in phrase.needs
    )
    watched_of = tuple(tuple(group for group in groups if group in watched) for groups in rules.book.groups_of)
    return Index(tuple(sorted(_entries(rules.compiled), key=lambda entry: entry[3].anchor)), followed, watched_of)


def _entries(compiled: tuple[CompiledRule, ...]) -> Iterator[IndexedPhrase]:
    for number, rule in enumerate(compiled):
        rank = 0
        tiers: tuple[tuple[Tier, tuple[Sought, ...]], ...] = (
            (Tier.ENOUGH, rule.phrases),
            (Tier.ENOUGH, rule.tokens),
            (Tier.UNDER_HEADING, rule.under_headings),
            (Tier.UNCONDITIONAL, rule.unconditional),
            (Tier.MAYBE, rule.maybe),
            (Tier.CONTRARY, rule.contrary),
        )
        for tier, phrases in tiers:
            for phrase in phrases:
                yield number, tier, rank, phrase
                rank += 1
