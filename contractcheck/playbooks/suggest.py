"""(Document, playbooks) -> which playbooks suit a contract, best first, with the reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from contractcheck.contract import Contract
from contractcheck.detection.detect import Detector
from contractcheck.model import Finding
from contractcheck.playbooks.applies import Subject
from contractcheck.playbooks.playbooks import Playbook
from contractcheck.rulebook.rules import load_rules

# What the title of a contract says weighs more than any words in it: a services agreement speaks of confidential
# information on every page and is no non-disclosure agreement.
_TITLE = 10.0
_OPENING = 3.0
# Words count by how thick they stand, up to this weight. So many of them in a thousand words earn it in full.
_WORDS = 5.0
_THICK = 12.0
# Words named in a reason.
_NAMED = 4


@dataclass(frozen=True)
class Suggestion:
    """A playbook and why it suits, or why it does not. ``score`` only orders: it is no measure of anything."""

    playbook: Playbook
    score: float
    applies: bool
    reasons: tuple[str, ...]


def suggest(path: str | Path, playbooks: Sequence[Playbook], data: bytes | None = None) -> tuple[Suggestion, ...]:
    """Rank playbooks for one contract.

    Args:
        path: the file to read. With ``data`` it is only a name.
        playbooks: what to choose from.
        data: the content of the file, where it is already in memory.

    Returns:
        One suggestion a playbook, best first. Playbooks that do not apply stand last, with what was looked for.

    Raises:
        UnreadableError: the file cannot be read.
    """
    contract = Contract.read(path, data)
    asked = frozenset(rule for one in playbooks if one.applies_when for rule in one.applies_when.rules())
    findings: tuple[Finding, ...] = ()
    if asked:
        findings = Detector(load_rules(only=asked)).detect(contract)
    return rank(Subject(contract, findings), playbooks)


def rank(subject: Subject, playbooks: Sequence[Playbook]) -> tuple[Suggestion, ...]:
    """Rank playbooks for a contract that has been read. Equal scores keep the order given."""
    return tuple(sorted((_weigh(subject, one) for one in playbooks), key=lambda one: (not one.applies, -one.score)))


def _weigh(subject: Subject, playbook: Playbook) -> Suggestion:
    if not subject.applies(playbook.applies_when):
        looked = playbook.applies_when.looked_for if playbook.applies_when else ""
        return Suggestion(playbook, 0.0, False, (f"Does not apply. Looked for but not found: {looked}",))
    score = 0.0
    reasons: list[str] = []
    named = subject.named(playbook.suits.title, subject.kind)
    if named:
        # "cloud services" says more of a cloud services agreement than "services" does.
        score += _TITLE * (0.5 + 0.5 * max(len(word) for word in named) / max(len(subject.kind), 1))
        reasons.append(f"By its title or opening it is a {subject.kind}.")
    else:
        named = subject.named(playbook.suits.title, subject.title)
        if named:
            score += _OPENING
            reasons.append(f"Its opening mentions {_quoted(named)}.")
    counts = subject.counts(playbook.suits.words)
    if counts:
        thick = 1000 * sum(counts.values()) / max(subject.length, 1)
        spread = len(counts) / len(playbook.suits.words)
        score += _WORDS * min(1.0, thick / _THICK) * (0.5 + 0.5 * spread)
        most = sorted(counts, key=lambda word: -counts[word])[:_NAMED]
        reasons.append(f"It mentions {', '.join(f'{word!r} ({counts[word]})' for word in most)}.")
    return Suggestion(playbook, score, True, tuple(reasons) or ("Nothing in the text points to it.",))


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(repr(word) for word in words[:_NAMED])
