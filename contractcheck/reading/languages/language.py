"""Which language a text is written in, passage by passage. Nothing is looked for in what is not English.

Small words tell a language: every second or third word of a text is one of them, and names, addresses and Latin phrases
have next to none. Scripts other than Latin tell themselves. An English contract is passed after one look at its set of
words; only where words of another language turn up is it gone through line by line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from contractcheck.errors import UnreadableError
from contractcheck.language.words import count_words, small_letter_words, whole_letters
from contractcheck.model import Document, Foreign
from contractcheck.reading.languages.tongues import (
    ENGLISH,
    LETTERS,
    OTHER_SCRIPT,
    SCRIPTS,
    all_own,
    own,
    script_of,
    vocabulary,
)

# Different small words of a language, none of them English, that a text must hold before it is gone through.
MIN_KINDS = 4
# And a passage, besides those that stand in names of people, streets and companies.
MIN_OTHER_KINDS = 3
IN_NAMES = frozenset("de la las los el del des du le les di da do dos das della van von der den al".split())
# Letters of another script, likewise.
MIN_LETTERS = 12
# A passage counts as foreign with this many more foreign small words than English ones, in so many words.
MIN_HITS = 5.0
MIN_WORDS = 8
# Of its words, so many are small words of the language, and of different kinds. A list of names or towns has fewer.
MIN_SHARE = 0.18
# Of the letters of a line in another script, so many are of that script: English may quote titles in Chinese.
MIN_SCRIPT = 0.7
# What a change of language costs, in small words: little between paragraphs, much between the lines of one.
AT_PARAGRAPH, INSIDE_PARAGRAPH = 1.5, 3.0
# What a word with a letter that only this language has is worth, and a letter of its script.
OWN_LETTER, OWN_SCRIPT = 0.5, 0.35
# Languages that are weighed against each other in one document.
MAX_CANDIDATES = 6
# Above this share of foreign words the document is not an English one: nothing in it is checked.
WHOLLY = 0.9
# A page is foreign as a whole where this share of its letters is: furniture has no language.
WHOLE_PAGE = 0.8
# A heading above a passage belongs to it, where it has no more words than this.
HEADING_WORDS = 8

_NONE: frozenset[str] = frozenset()

_UNIT = re.compile(r"[^\r\n\t\f\v\x85\u2028\u2029]+")
_GAP = re.compile(r"\n[ \t\r]*\n|\t|\f|\u2029")
_ODD = re.compile("[\u00c0-\u024f\u0400-\u06ff\u1e00-\u1eff]")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A line, a paragraph or a cell: where it stands, its words, and what speaks for each language."""

    start: int
    end: int
    words: int
    hits: tuple[float, ...]
    fresh: bool


def with_languages(document: Document) -> Document:
    """Name the passages of a document that are not in English, in ``foreign`` and in its notes.

    Raises UnreadableError, code not-english, where next to nothing of it is.
    """
    if document.parts:
        return document  # its files were looked at one by one
    found, english = find_foreign(document.text, frozenset(document.paragraphs))
    if not found:
        return document
    sizes: Counter[str] = Counter()
    for passage in found:
        sizes[passage.language] += count_words(document.text[passage.start : passage.end])
    if sizes.total() >= WHOLLY * (sizes.total() + english):
        named = " and ".join(language for language, _ in sizes.most_common(2))
        raise UnreadableError("not-english", f"{document.name}: written in {named}: not checked")
    notes = (_note(document, language, found, sizes[language]) for language, _ in sizes.most_common())
    return replace(document, foreign=found, notes=(*document.notes, *notes))


def find_foreign(text: str, paragraphs: frozenset[int] = frozenset()) -> tuple[tuple[Foreign, ...], int]:
    """The passages of a text that are not in English, in order, and how many words it has that plainly are.

    ``paragraphs`` are offsets at which paragraphs start, where they are known; blank lines and tabs part them too. The
    words are only counted where there are such passages: the number is 0 otherwise.
    """
    candidates = _candidates(text)
    if not candidates:
        return (), 0
    units = list(_units(text, candidates, paragraphs))
    labels = _trimmed(units, _best_path(units, len(candidates)))
    found: list[Foreign] = []
    english = 0
    for label, first, last in _runs(labels):
        start, end = units[first].start, units[last].end
        if label and _is_sure(units[first : last + 1], label) and _is_dense(text[start:end], candidates[label]):
            found.append(Foreign(_named(candidates[label], text[start:end]), start, end))
        else:
            english += sum(unit.words for unit in units[first : last + 1] if unit.hits[0] >= MIN_SHARE * unit.words)
    return (tuple(found), english) if found else ((), 0)


def _candidates(text: str) -> tuple[str, ...]:
    """The languages that may stand in a text, English first; nothing where there is no other."""
    present = set(whole_letters(text).lower().split())
    kinds = all_own() & present
    strange = [word for word in present if not word.isascii()]
    odd = [word for word in strange if word not in kinds and _ODD.search(word)]
    likely = []
    for language, count in Counter({language: len(kinds & words) for language, words in own().items()}).most_common():
        letters = LETTERS.get(language, _NONE)
        spelt = sum(not letters.isdisjoint(word) for word in odd) if count > 1 else 0
        if count > 1 and count + OWN_LETTER * spelt >= MIN_KINDS:
            likely.append(language)
    if OTHER_SCRIPT.search(" ".join(strange)):  # their words are fewer than those of the text
        for chars, languages in SCRIPTS:
            if len(re.findall(f"[{chars}]", text)) >= MIN_LETTERS:
                likely = [*languages.split(), *likely]
    return (ENGLISH, *list(dict.fromkeys(likely))[:MAX_CANDIDATES]) if likely else ()


def _units(text: str, candidates: Sequence[str], paragraphs: frozenset[int]) -> Iterator[_Unit]:
    known = [(vocabulary()[language], LETTERS.get(language, _NONE)) for language in candidates]
    ranges = [script_of(language) for language in candidates]
    scripts = [re.compile(f"[{chars}]") if chars else None for chars in ranges]
    before = 0
    for found in _UNIT.finditer(text):
        unit = found[0]
        words = small_letter_words(unit)
        if not words:
            continue
        odd = [word for word in words if not word.isascii()]
        hits = []
        for (small, letters), script in zip(known, scripts, strict=True):
            score = float(sum(word in small for word in words))
            score += OWN_LETTER * sum(not letters.isdisjoint(word) for word in odd)
            if script is not None and odd:
                own_letters = len(script.findall(unit))
                score += OWN_SCRIPT * own_letters if own_letters >= MIN_SCRIPT * sum(map(str.isalpha, unit)) else 0
            hits.append(score)
        fresh = found.start() in paragraphs or before == 0 or _GAP.search(text, before, found.start()) is not None
        yield _Unit(found.start(), found.end(), count_words(unit) if odd else len(words), tuple(hits), fresh)
        before = found.end()


def _best_path(units: Sequence[_Unit], states: int) -> list[int]:
    """The language of each unit, so that small words speak for it and it changes seldom (Viterbi)."""
    totals = [0.0, *[-AT_PARAGRAPH] * (states - 1)]
    steps: list[list[int]] = []
    for unit in units:
        cost = AT_PARAGRAPH if unit.fresh else INSIDE_PARAGRAPH
        best = max(range(states), key=totals.__getitem__)
        step = [state if totals[state] >= totals[best] - cost else best for state in range(states)]
        totals = [
            (totals[step[state]] - (0 if step[state] == state else cost)) + unit.hits[state] for state in range(states)
        ]
        steps.append(step)
    state = max(range(states), key=totals.__getitem__)
    path = []
    for step in reversed(steps):
        path.append(state)
        state = step[state]
    return path[::-1]


def _trimmed(units: Sequence[_Unit], path: list[int]) -> list[int]:
    """Give units that speak for no language to what follows them, as headings do, and else to English."""
    pairs = zip(units, path, strict=True)
    labels = [label if label and unit.hits[label] > unit.hits[0] else 0 for unit, label in pairs]
    neutral = [not any(unit.hits) for unit in units]
    following = 0
    for place in range(len(units) - 1, -1, -1):
        label = path[place]
        if labels[place] or not label:
            following = labels[place]
            continue
        if following == label or (neutral[place] and units[place].words <= HEADING_WORDS and following):
            labels[place] = following
        else:
            following = 0
    # The heading above the first unit of a passage.
    for place in range(len(units) - 1):
        heads = neutral[place] and not labels[place] and units[place + 1].fresh
        if heads and labels[place + 1] and units[place].words <= HEADING_WORDS:
            labels[place] = labels[place + 1]
    return labels


def _runs(labels: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Neighbours of one language: the language, the first and the last of them."""
    first = 0
    for place in range(1, len(labels) + 1):
        if place == len(labels) or labels[place] != labels[first]:
            yield labels[first], first, place - 1
            first = place


def _is_sure(units: Sequence[_Unit], label: int) -> bool:
    more = sum(unit.hits[label] - unit.hits[0] for unit in units)
    return more >= MIN_HITS and sum(unit.words for unit in units) >= MIN_WORDS


def _is_dense(passage: str, language: str) -> bool:
    """Whether a passage is made of a language, not just strewn with words of it, or with words that look like it."""
    if script_of(language):
        return len(OTHER_SCRIPT.findall(passage)) >= MIN_SCRIPT * sum(map(str.isalpha, passage))
    words, small, letters = small_letter_words(passage), own()[language], LETTERS.get(language, _NONE)
    said = [word for word in words if word in small]
    spelt = [word for word in words if not word.isascii() and word not in small and not letters.isdisjoint(word)]
    kinds = set(said) - IN_NAMES
    if len(said) + OWN_LETTER * len(spelt) < MIN_SHARE * len(words):
        return False
    return len(kinds) > 1 and len(kinds) + OWN_LETTER * len(set(spelt)) >= MIN_OTHER_KINDS


def _named(language: str, passage: str) -> str:
    """Chinese signs without any of the Japanese syllables are Chinese, and the other way round."""
    if language in ("Chinese", "Japanese"):
        syllables = len(re.findall("[\u3040-\u30ff]", passage))
        return "Japanese" if syllables > 0.05 * len(passage) else "Chinese"
    return language


def _note(document: Document, language: str, found: Sequence[Foreign], words: int) -> str:
    """The sentence for the head of the report."""
    its = [passage for passage in found if passage.language == language]
    said = f"written in {language}: not checked."
    if not document.paged:
        if len(its) == 1:
            return f"A passage of {words:,} words is {said}"
        return f"{len(its)} passages, {words:,} words in all, are {said}"
    whole: list[int] = []
    partly: list[int] = []
    for page in document.pages:
        covered = sum(max(0, min(page.end, one.end) - max(page.start, one.start)) for one in its)
        if covered:
            is_whole = covered >= WHOLE_PAGE * len(document.text[page.start : page.end].strip())
            (whole if is_whole else partly).append(page.number)
    pieces = [f"page{'s' * (len(whole) > 1)} {_listed(whole)}"] if whole else []
    pieces += [f"parts of page{'s' * (len(partly) > 1)} {_listed(partly)}"] if partly else []
    verb = "is" if len(whole) == 1 and not partly else "are"
    sentence = f"{' and '.join(pieces)} {verb} {said}"
    return sentence[0].upper() + sentence[1:]


def _listed(numbers: Sequence[int]) -> str:
    """3 to 5 and 9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    names = [str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
