"""What "not", "if", "should", "did" and a veto govern in a sentence: whether they reach a match."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

from contractcheck.detection.runs import PassageView
from contractcheck.language.grammar import COMMITS, MODALS
from contractcheck.language.passages import SEMICOLON
from contractcheck.language.subjects import Sentence
from contractcheck.rulebook.forms import Kind, Rule
from contractcheck.rulebook.joining import Match
from contractcheck.rulebook.phrases import Phrase

_NEGATION_REACH = 14  # words between "no obligation to" and the verb that it governs
_SOFT_REACH = 14
_CONDITION_REACH = 16  # words after the match in which "if" still governs it
_MOOD_REACH = 10  # words after the match in which its own verb may stand
# What ends the reach of a negation: a turn of the sentence, or the verb of another clause.
_TURNS = frozenset("but except unless however provided until may shall will must".split()) | {SEMICOLON}
_REACHES = frozenset("apply extend cover include".split())
# What makes a sentence worth a closer look: words that may only suppose, report or suggest.
_MOODS = frozenset(
    "should did not though may might can could please reserve reserves has have had no nothing none cannot cant dont "
    "doesnt wont whereas".split()
)
_DENIES = frozenset("cannot cant dont doesnt wont".split())
_PROMISES = (COMMITS | {"assure", "assures"}) - {"agree", "agrees"}
_ADVICE = frozenset("review read consult check note consider refer see visit remember ask".split())
_PERMITS = frozenset("may might can could".split())
_MADE = frozenset("made delivered provided furnished given disclosed sent received paid completed performed".split())
_RIGHTS = frozenset("right option".split())
# "No later than", "no event": not a thing that there is none of.
_NOT_NONE = frozenset("later less more event longer way case circumstances earlier".split())
# What makes of "may" a bound: "may use it only to", "may not", "may appoint another provided that".
_BOUNDS = frozenset("not no only solely except unless without provided but nor subject".split())
_SUPPOSES = frozenset("if when whenever unless where".split())
_CUTS = frozenset({SEMICOLON})


def near(phrases: Sequence[Phrase], view: PassageView, low: int, high: int) -> Iterator[Match]:
    """Yield the matches of some phrases that begin before ``high`` and do not end before ``low``.

    Most runs hold none of them.
    """
    if view.hits.has_any(phrases):
        for phrase in phrases:
            if view.hits.has_all(phrase.needs):
                yield from view.standings(phrase).between(low, high)


def part(view: PassageView, match: Match) -> tuple[int, int]:
    """Return the part of the passage that the match stands in: what lies between semicolons, or in its list items."""
    first, last = _between_semicolons(view, match)
    # Items follow one another: the last that ends before the match, the first that begins behind it.
    before = bisect_right(view.items, match.start, key=_end)
    behind = bisect_left(view.items, match.end, key=_start)
    if before:
        first = max(first, view.items[before - 1][1])
    if behind < len(view.items):
        last = min(last, view.items[behind][0])
    return first, last


def _between_semicolons(view: PassageView, match: Match) -> tuple[int, int]:
    cuts = view.marks(_CUTS)
    before, behind = bisect_left(cuts, match.start), bisect_left(cuts, match.end)
    return (cuts[before - 1] + 1 if before else view.start), (cuts[behind] if behind < len(cuts) else view.passage.end)


def _start(item: tuple[int, int]) -> int:
    return item[0]


def _end(item: tuple[int, int]) -> int:
    return item[1]


def conditional(view: PassageView, match: Match, conditions: tuple[Phrase, ...]) -> bool:
    """Tell whether a condition stands in the same part of the sentence, before the match or shortly after it."""
    if not view.hits.has_any(conditions):
        return False
    first, last = _between_semicolons(view, match)
    last = min(last, match.end + _CONDITION_REACH)
    return any(first <= other.start for other in near(conditions, view, first, last))


def negated(
    view: PassageView, match: Match, negations: tuple[Phrase, ...], sentence_of: Callable[[PassageView], Sentence]
) -> bool:
    """Tell whether words such as "no obligation to" reach the verb of the match.

    A negation within a condition denies only the condition, where the verb comes after it: "if it cannot be used, the
    Client may cancel".
    """
    for other in near(negations, view, match.start - _NEGATION_REACH, match.end):
        between = range(other.end, max(match.start, other.end))
        if any(view.word(position) in _TURNS for position in between):
            continue
        turned = any(view.word(position) in _TURNS for position in range(other.end, match.end))
        if not (turned and _supposed(sentence_of(view), other.start)):
            return True
    return False


def _supposed(sentence: Sentence, at: int) -> bool:
    """Tell whether words stand in a condition: "if" comes before them, and nothing parts the two."""
    for before in range(at - 1, max(sentence.first - 1, at - _CONDITION_REACH), -1):
        if sentence.breaks(before + 1):
            return False
        if sentence.word(before) in _SUPPOSES:
            return True
    return False


def softened(view: PassageView, match: Match, softeners: tuple[Phrase, ...]) -> bool:
    """Tell whether words such as "reasonable efforts" stand before the end of the match and near it."""
    return any(True for _ in near(softeners, view, match.start - _SOFT_REACH, match.end))


def may_be_unreal(view: PassageView, match: Match) -> bool:
    """Tell whether the words around a match may only suppose, report or suggest. Asked first, because it is cheap."""
    return view.first_of(_MOODS) < min(match.end + _MOOD_REACH, view.passage.end)


def unreal(sentence: Sentence, match: Match, rule: Rule, verb: int | None) -> bool:
    """Tell whether a match states no duty, right or term, but a past fact, a possibility or an exclusion."""
    if verb is not None and (sentence.word(verb) == "did" or _advises(sentence, verb) or _done(sentence, verb)):
        return True
    if _might_be(sentence, match):
        return True
    if rule.kind is not Kind.DUTY:
        return False
    if sentence.word(sentence.first) == "whereas":
        return True  # a recital tells what is, and binds nobody
    return _left_out(sentence, match) or _asked_kindly(sentence, match) or _permits(sentence, match, verb, rule)


def denied(sentence: Sentence, match: Match, kind: Kind, verb: int | None) -> bool:
    """Tell whether the grammar denies a match: "no breach shall entitle", "gives no warranty that it will"."""
    if verb is None:
        return False
    if kind is Kind.RIGHT:
        inside = [one for one in sentence.verbs if match.start <= one < match.end]
        return any(_of_none(sentence, one) for one in {verb, *inside})
    outer = sentence.outer(verb) if kind is Kind.DUTY else None
    for one in (verb, outer) if kind is Kind.DUTY else ():
        if one is not None and sentence.word(one) in _DENIES and not _supposed(sentence, one):
            return sentence.word(sentence.after_adverbs(one + 1)) in _PROMISES  # "cannot promise that it will"
    for at in range(outer + 1, min(outer + 5, verb)) if outer is not None else ():
        if sentence.word(at) == "that":
            return False
        if sentence.word(at) in ("no", "not"):
            return True
    return False


def _of_none(sentence: Sentence, verb: int) -> bool:
    """Tell whether nothing is the subject of a verb: "no breach, however grave, shall entitle"."""
    first = sentence.part(verb)[0]
    for at in range(verb - 1, max(first - 1, verb - 14), -1):
        if at in sentence.verbs:
            return False
        if sentence.word(at) in ("no", "nothing", "none") and sentence.word(at + 1) not in _NOT_NONE:
            return at == first or sentence.breaks(at) or sentence.word(at - 1) in ("but", "and", "or")
    return False


def _asked_kindly(sentence: Sentence, match: Match) -> bool:
    """ "Please review": what a reader is asked for is no duty."""
    return any(sentence.word(at) == "please" for at in range(max(sentence.first, match.start - 2), match.start + 1))


def _advises(sentence: Sentence, verb: int) -> bool:
    """ "You should carefully review": advice; "you should notify us" is how plain contracts word a duty."""
    return sentence.word(verb) == "should" and sentence.word(sentence.after_adverbs(verb + 1)) in _ADVICE


def _done(sentence: Sentence, verb: int) -> bool:
    """ "The Vendor has made all disclosures": a thing that is done is not owed."""
    subject = sentence.subject(verb) if sentence.word(verb) in ("has", "have", "had") else None
    made = sentence.word(sentence.after_adverbs(verb + 1))
    return subject is not None and subject.side is not None and made in _MADE


def _permits(sentence: Sentence, match: Match, verb: int | None, rule: Rule) -> bool:
    """Tell whether who should bear a duty only may do it, unbound: "the Supplier may, if it thinks fit, report"."""
    if verb is None or verb >= match.start or sentence.in_condition(verb):
        return False
    reserves = sentence.word(verb) in ("reserve", "reserves") and sentence.word(verb + 1) in _RIGHTS
    if sentence.word(verb) not in _PERMITS and not reserves:
        return False
    if any(sentence.word(at) in _BOUNDS for at in range(verb, match.end + 2)):
        return False
    subject = sentence.subject(verb)
    return subject is not None and subject.side is not None and subject.side.value == rule.duty_of


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
