"""What "not", "if", "should", "did" and a veto govern in a sentence: whether they reach a match."""

from __future__ import annotations

from contractcheck.detection.runs import PassageView
from contractcheck.language.grammar import MODALS
from contractcheck.language.passages import SEMICOLON
from contractcheck.language.subjects import Sentence
from contractcheck.rulebook.forms import Kind
from contractcheck.rulebook.joining import Match
from contractcheck.rulebook.phrases import Phrase

_NEGATION_REACH = 14  # words between "no obligation to" and the verb that it governs
_SOFT_REACH = 14
_CONDITION_REACH = 16  # words after the match in which "if" still governs it
# What ends the reach of a negation: a turn of the sentence, or the verb of another clause.
_TURNS = frozenset("but except unless however provided until may shall will must".split()) | {SEMICOLON}
_REACHES = frozenset("apply extend cover include".split())
# What makes a sentence worth a closer look: words that may only suppose, report or suggest.
_MOODS = frozenset("should did not though".split())


def found(phrase: Phrase, view: PassageView) -> list[Match]:
    """Return where a phrase stands in a run."""
    return view.find(phrase) if view.hits.has_all(phrase.needs) else []


def part(view: PassageView, match: Match) -> tuple[int, int]:
    """Return the part of the passage that the match stands in: what lies between semicolons, or in its list items."""
    first, last = match.start, match.end
    while first > view.start and view.word(first - 1) != SEMICOLON:
        first -= 1
    while last < view.passage.end and view.word(last) != SEMICOLON:
        last += 1
    for start, end in view.items:
        if end <= match.start:
            first = max(first, end)
        elif start >= match.end:
            last = min(last, start)
    return first, last


def conditional(view: PassageView, match: Match, conditions: tuple[Phrase, ...]) -> bool:
    """Tell whether a condition stands in the same part of the sentence, before the match or shortly after it."""
    first, last = match.start, match.end
    while first > view.start and view.word(first - 1) != SEMICOLON:
        first -= 1
    while last < view.passage.end and last - match.end < _CONDITION_REACH and view.word(last) != SEMICOLON:
        last += 1
    return any(first <= other.start < last for phrase in conditions for other in found(phrase, view))


def negated(view: PassageView, match: Match, negations: tuple[Phrase, ...]) -> bool:
    """Tell whether words such as "no obligation to" reach the verb of the match."""
    for phrase in negations:
        for other in found(phrase, view):
            if other.start >= match.end or match.start - other.end > _NEGATION_REACH:
                continue
            between = range(other.end, max(match.start, other.end))
            if not any(view.word(position) in _TURNS for position in between):
                return True
    return False


def softened(view: PassageView, match: Match, softeners: tuple[Phrase, ...]) -> bool:
    """Tell whether words such as "reasonable efforts" stand before the end of the match and near it."""
    return any(
        other.start < match.end and match.start - other.end <= _SOFT_REACH
        for phrase in softeners
        for other in found(phrase, view)
    )


def may_be_unreal(view: PassageView, match: Match) -> bool:
    """Tell whether the words up to a match may only suppose, report or suggest. Asked first, because it is cheap."""
    return any(view.word(at) in _MOODS for at in range(view.start, match.end))


def unreal(sentence: Sentence, match: Match, kind: Kind, verb: int | None) -> bool:
    """Tell whether a match states no duty, right or term, but a past fact, a possibility or an exclusion."""
    if verb is not None and sentence.word(verb) == "did":
        return True
    if _might_be(sentence, match):
        return True
    return kind is Kind.DUTY and _left_out(sentence, match)


def _might_be(sentence: Sentence, match: Match) -> bool:
    """ "should it be destroyed", "as though it were": the words behind belong to what might be."""
    for at in range(sentence.part(match.start)[0], match.end - 1):
        turned = sentence.word(at) == "should" and (sentence.breaks(at) or at == sentence.first)
        if turned or (sentence.word(at) == "though" and sentence.word(at - 1) == "as"):
            return not any(sentence.breaks(place) for place in range(at + 1, match.end))
    return False


def _left_out(sentence: Sentence, match: Match) -> bool:
    """ "do not apply to other sites, including test and recovery": what is listed is left out."""
    first = sentence.part(match.start)[0]
    for at in range(max(first, match.start - 14), match.start):
        if sentence.word(at) == "not" and sentence.word(at + 1) in _REACHES:
            return not any(
                sentence.word(place) in MODALS or sentence.word(place) in _TURNS for place in range(at + 1, match.start)
            )
    return False


def vetoed(view: PassageView, match: Match, veto: Match, sentence: Sentence | None) -> bool:
    """Tell whether a veto reaches a match: it overlaps it, and does not end in another part of the sentence."""
    if veto.start >= match.end or match.start >= veto.end:
        return False
    if sentence is None or veto.end <= match.end:
        return True
    return not any("," in sentence.gap(at) or ";" in sentence.gap(at) for at in range(match.end, veto.end))
