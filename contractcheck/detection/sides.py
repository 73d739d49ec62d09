"""Who bears the duty or holds the right in a passage."""

from __future__ import annotations

from contractcheck.detection.runs import PassageView
from contractcheck.model import Side
from contractcheck.rulebook.joining import Match
from contractcheck.rulebook.phrases import Phrase
from contractcheck.rulebook.rules import CUSTOMER, MUTUAL, PROVIDER, RuleSet

_MODALS = frozenset(
    "shall will must may agrees agree undertakes undertake warrants covenants acknowledges commits can".split()
)
_REACH = 30  # words between a subject and its verb; a longer one is another clause's subject
_AGENT_REACH = 12  # words after the match in which "by the Provider" still names who acts


def side_of(view: PassageView, match: Match, rules: RuleSet) -> Side:
    """Return who acts: the party named last before the modal verb of the match, else the one after "by"."""
    mentions = _mentions(view, rules)
    modal = _modal(view, match)
    limit = modal if modal is not None else match.end
    before = [(end, side) for start, end, side in mentions if start < limit and limit - end <= _REACH]
    # "Provider shall perform what Customer requests and shall assist": the subject is who stands before a modal verb.
    subjects = [(end, side) for end, side in before if any(_is_modal(view, at) for at in (end, end + 1))]
    before = subjects or before
    if before:
        return max(before, key=lambda row: row[0])[1]
    after = [(start, side) for start, end, side in mentions if match.start <= start <= match.end + _AGENT_REACH]
    for start, side in sorted(after, key=lambda row: row[0]):
        if start > view.start and view.word(start - 1) == "by":
            return side
    return Side.UNCLEAR


def _is_modal(view: PassageView, position: int) -> bool:
    return position < view.passage.end and view.word(position) in _MODALS


def _modal(view: PassageView, match: Match) -> int | None:
    last = None
    for position in range(max(view.start, match.start - _REACH), match.end):
        if view.word(position) in _MODALS:
            if position > match.start and last is not None:
                break
            last = position
    return last


def _mentions(view: PassageView, rules: RuleSet) -> list[tuple[int, int, Side]]:
    found = []
    for name, side in ((PROVIDER, Side.PROVIDER), (CUSTOMER, Side.CUSTOMER), (MUTUAL, Side.MUTUAL)):
        for phrase in rules.engine[name]:
            for start, end in view.hits.get(_group(phrase), []):
                found.append((start, end, side))
    return found


def _group(phrase: Phrase) -> int:
    return phrase.anchor
