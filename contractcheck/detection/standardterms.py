"""(Contract, catalogue) -> the standard terms that the contract takes in by name and that are not in the file.

A name alone takes nothing in: the sentence must say that the terms are terms here, or the name must stand in a list of
what is incorporated. A term that is defined by such a name stands for it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from contractcheck.contract import Contract
from contractcheck.model import ClauseKind
from contractcheck.rulebook.standardterms import StandardTerms

# How far a sentence is followed to both sides of a name, and how far from it the words stand that take it in.
_REACH = 500
_NEAR = 260
# How much of a clause is looked at for what it is about.
_CLAUSE = 2000
_BREAK = re.compile(r"[.;](?=\s+[A-Z(“\"‘])|\n\s*\n")
_BEFORE = re.compile(
    r"\b(?:incorporat\w+|enter(?:s|ed|ing)?\s+into|agree[sd]?\s+(?:to|on|upon)|(?:bound|governed)\s+by|subject\s+to|"
    r"compl(?:y|ies)\s+with|consists?\s+of|accepts?|(?:made|provided|supplied|performed|issued|placed|executed)\s+"
    r"(?:on|under|pursuant\s+to)|(?:deemed|considered)\s+to\s+have\s+(?:signed|agreed|executed))\b",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\b(?:incorporat\w+|(?:forms?|is|are|be|become|becomes|made)\s+(?:an?\s+)?(?:\w+\s+)?part\b|(?:shall\s+|will\s+)?appl(?:y|ies)\b|"
    r"(?:shall\s+|will\s+)?governs?\b|(?:is|are)\s+(?:hereby\s+)?(?:agreed|adopted|accepted|binding))",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"\b(?:not|never|nor|no\s+longer)\b[^.;]{0,60}?\b(?:appl|incorporat|part\b|govern|accept|agree|bound|binding|subject|adopt|enter)|"
    r"\bno\s+(?:\w+\s+){0,2}\Z|"
    r"\b(?:in\s+(?:place|lieu)\s+of|instead\s+of|rather\s+than|supersed\w+|replac\w+|exclud\w+|without|except\s+for)\b[^.;]{0,80}\Z|"
    r"\b(?:may|might|could|can|would)\s+(?:\w+\s+){0,2}?(?:agree|enter|incorporate|adopt|accept)\b",
    re.IGNORECASE,
)
_REFUSED_AFTER = re.compile(
    r"\b(?:not|never|nor|no\s+longer)\b[^.;]{0,40}?\b(?:appl|incorporat|part\b|govern|bind|accept|agreed)|"
    r"\b(?:is|are)\s+(?:hereby\s+)?(?:excluded|reserved|deleted|superseded|replaced)",
    re.IGNORECASE,
)
# A definition takes nothing in, unless it says what this contract is.
_DEFINES = re.compile(r"[”\"]\s*(?:shall\s+)?(?:means?|refers?\s+to)\b(?!\s+(?:this|these)\b)", re.IGNORECASE)
_MORE = re.compile(r"incorporat|together\s+with|consist", re.IGNORECASE)
# What stands above a list of documents that are taken in.
_LIST = re.compile(
    r"\bincorporat\w+\b[^.\n]{0,120}\b(?:following|one\s+or\s+more|below|listed)\b|"
    r"\b(?:following|below|listed)\b[^.\n]{0,160}\bincorporat\w+|\bincorporated\s+by\s+reference\s*(?:[:\n(]|\Z)",
    re.IGNORECASE,
)
# Before the name of an item in such a list: its mark, and whose regulation it is.
_ITEM = re.compile(r"(?:\A|\n)[\s\W]*(?:\(?\w{1,3}[.)]\s+)?(?:(?:FAR|DFARS|[Cc]lause)\s+)*\Z")
_VERSION = re.compile(r"[\s,(]{1,3}(?:standard\s+terms[\s,(]{1,3})?v(?:ersion)?\.?\s?(\d+(?:\.\d+)*)", re.IGNORECASE)
# The official title of clauses for transfers names transfers, whatever they are taken in for.
_OFFICIAL = re.compile(r"for\s+the\s+transfer\s+of\s+personal\s+data\s+to\s+third\s+countries", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """Where a requirement is answered: a sentence for the reader, and the sentence that takes the terms in.

    ``start`` and ``end`` are that sentence, ``core`` is the name in it.
    """

    note: str
    start: int
    end: int
    core: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Named:
    """Terms that are taken in. ``narrow`` tells that it is for one matter only."""

    terms: StandardTerms
    sentence: tuple[int, int]
    name: tuple[int, int]
    version: str
    narrow: bool

    def answers(self) -> dict[str, str]:
        if self.narrow and self.terms.narrow is not None:
            return self.terms.narrow.answers
        return self.terms.requirements()

    def note(self, paragraph: str) -> str:
        title = self.terms.title
        if self.version and self.terms.version and self.version != self.terms.version:
            return f"Answered by {title}, version {self.version}, which is not in this file."
        version = f", version {self.terms.version}" if self.terms.version and paragraph else ""
        place = f"{paragraph} of " if paragraph else ""
        return f"Answered by {place}{title}{version}, which is not in this file."


class NamedTerms:
    """The standard terms that one contract takes in by name. They are looked for when the first answer is asked for."""

    def __init__(self, contract: Contract, catalogue: Sequence[StandardTerms]) -> None:
        self._contract = contract
        self._catalogue = catalogue
        self._held: dict[str, bool] = {}

    def answer(self, requirement: str) -> Answer | None:
        """Return where a requirement is answered, or None."""
        found = self._answers.get(requirement)
        if found is None:
            return None
        named, paragraph = found
        return Answer(named.note(paragraph), *named.sentence, named.name)

    @property
    def any(self) -> bool:
        """Whether any terms are taken in."""
        return bool(self._answers)

    @cached_property
    def _answers(self) -> dict[str, tuple[_Named, str]]:
        """The answer to each requirement; one with a paragraph outweighs one without."""
        answers: dict[str, tuple[_Named, str]] = {}
        for named in self._found():
            for requirement, paragraph in named.answers().items():
                if requirement not in answers or (paragraph and not answers[requirement][1]):
                    answers[requirement] = (named, paragraph)
        return answers

    def _found(self) -> Iterator[_Named]:
        for terms in self._catalogue:
            # Cheap first: nearly no contract holds the first words of such a name.
            if not any(self._holds(_mark(form)) for form in terms.cited_as) or self._is_here(terms):
                continue
            if terms.only_with and not any(_pattern(words).search(self._contract.plain) for words in terms.only_with):
                continue
            named = [named for start, end in self._names(terms) if (named := self._named(terms, start, end))]
            if named:
                yield next((one for one in named if not one.narrow), named[0])

    def _is_here(self, terms: StandardTerms) -> bool:
        return all(words in self._flat for words in terms.text_has)

    def _holds(self, words: str) -> bool:
        """Whether words stand in the contract. Many names begin with the same ones: each is looked for once."""
        if words not in self._held:
            self._held[words] = words in self._flat
        return self._held[words]

    @cached_property
    def _flat(self) -> str:
        return self._contract.plain.lower().replace("\r", "").replace("\n", " ")

    def _names(self, terms: StandardTerms) -> Iterator[tuple[int, int]]:
        """Yield where the terms are named: as they are cited, and by a term that is defined so."""
        plain = self._contract.plain
        places = sorted(match.span() for form in terms.cited_as for match in _pattern(form).finditer(plain))
        yield from places
        for name, span in self._contract.terms.items():
            cited = any(span.start <= start < span.end for start, _ in places)
            # "Agreement" means one that incorporates them: that is more than they are.
            if cited and not _MORE.search(plain, span.start, span.end):
                for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", plain):
                    if not span.start <= match.start() < span.end:
                        yield match.span()

    def _named(self, terms: StandardTerms, start: int, end: int) -> _Named | None:
        clause = self._clause_at(start)
        if clause >= 0 and self._contract.clauses[clause].kind is ClauseKind.CONTENTS:
            return None
        plain = self._contract.plain
        first, last = _sentence(plain, start, end)
        before, after = plain[max(first, start - _NEAR) : start], plain[end : min(last, end + _NEAR)]
        if _REFUSES.search(before) or _REFUSED_AFTER.search(after) or _DEFINES.search(plain, first, start):
            return None
        if not (_BEFORE.search(before) or _AFTER.search(after) or self._is_item(start)):
            return None
        version = _VERSION.match(plain, end)
        narrow = terms.narrow is not None and self._is_narrow(terms.narrow.by, first, last, clause)
        return _Named(terms, (first, last), (start, end), version[1] if version else "", narrow)

    def _is_item(self, start: int) -> bool:
        """Whether a name begins a line below words that take a list of documents in."""
        plain = self._contract.plain
        return bool(_ITEM.search(plain, max(0, start - 40), start)) and any(place < start for place in self._lists)

    @cached_property
    def _lists(self) -> tuple[int, ...]:
        return tuple(match.start() for match in _LIST.finditer(self._contract.plain))

    def _is_narrow(self, words: Sequence[str], first: int, last: int, clause: int) -> bool:
        """Whether the sentence, its clause or what stands above it is about one matter."""
        clauses, plain = self._contract.clauses, self._contract.plain
        around = [plain[max(0, first - _REACH) : last] if clause < 0 else plain[first:last]]
        while clause >= 0:
            around.append(plain[clauses[clause].start : min(clauses[clause].end, clauses[clause].start + _CLAUSE)])
            clause = clauses[clause].parent
        text = _OFFICIAL.sub(" ", "\n".join(around))
        return any(_pattern(one).search(text) for one in words)

    def _clause_at(self, place: int) -> int:
        return bisect_right([clause.start for clause in self._contract.clauses], place) - 1


def _sentence(plain: str, start: int, end: int) -> tuple[int, int]:
    first = max(0, start - _REACH)
    for cut in _BREAK.finditer(plain, first, start):
        first = cut.end()
    while first < start and plain[first].isspace():
        first += 1
    stop = _BREAK.search(plain, end, end + _REACH)
    return first, stop.start() + 1 if stop else min(len(plain), end + _REACH)


@lru_cache(maxsize=512)
def _mark(form: str) -> str:
    """The first words of a name, by which it is known not to be there."""
    return " ".join(form.lower().replace("*", "").split()[:2])


@lru_cache(maxsize=512)
def _pattern(form: str) -> re.Pattern[str]:
    """Small letters match in any case, others as they are written; ``*`` is any ending."""
    words = r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in form.split())
    flags = re.IGNORECASE if form == form.lower() else re.NOFLAG
    return re.compile(rf"(?<![\w.]){words}(?!\w)", flags)
