"""What was not read may say what was not found: a "no" is then no more than "unsure".

One rule for all that ``Coverage`` names: ``reasons`` says where a term may stand, and whether that is likely enough to
doubt that it is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from contractcheck.language.baseforms import base_form
from contractcheck.model import Evidence, Finding, Found, FoundBy
from contractcheck.model.coverage import Coverage
from contractcheck.model.pagenames import pages
from contractcheck.rulebook.forms import Rule

# Words in another language, or beyond reading: fewer are a quotation, a form of words, an address. They hold no clause.
MIN_WORDS = 120
# And a small share of a long contract, such as a page of a foreign register at its end, holds none of its terms.
MIN_SHARE = 0.03
# Where so many of the pages were not read, what was read says too little to call anything missing.
MUCH_UNREAD = 1 / 3

# What documents with such names are about, besides the topics that the rules give: families of rules.
_MATTERS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = tuple(
    (re.compile(words, re.IGNORECASE), frozenset(families.split()))
    for words, families in (
        (
            r"\bdata\s+(?:processing|protection)\b|\bDPA\b|\bbusiness\s+associate\b|\bprocessor\s+(?:agreement|terms)\b|\bBAA\b",
            "data-security gdpr",
        ),
        (r"\bsecurity\b", "data-security"),
        (r"\bservice[\s-]+levels?\b|\bSLA\b", "service-levels"),
        (r"\bconfidential\w*\b|\bnon-?disclosure\b|\bC?NDA\b", "confidentiality nda"),
    )
)
# What the names of documents end in or begin with: it says nothing of what they are about.
_FORM_WORDS = frozenset(
    base_form(word)
    for word in "agreement policy addendum schedule exhibit annex appendix attachment terms conditions clauses"
    " guidelines manual handbook rules list document form plan and the for".split()
)
_PLAIN_TOPIC = re.compile(r"[\w\s-]+")
_WORD = re.compile(r"[a-z][\w-]*")


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence on where a term may stand. ``weighs`` tells that it is then unsure whether the term is missing."""

    sentence: str
    weighs: bool


def reasons(coverage: Coverage, rule: Rule) -> Iterator[Reason]:
    """Yield the parts of a contract that were not read and could hold what a rule looks for.

    Pages, parts and whole documents weigh; pages that hardly hold terms weigh where they are many. A document about one
    matter weighs for the rules on it, words in another language where they are many and say more than the English.
    """
    if coverage.unread:
        names = pages(tuple(page.number for page in coverage.unread))
        weighs = any(page.holds_terms for page in coverage.unread) or much_unread(coverage)
        verb = "was" if len(coverage.unread) == 1 else "were"
        yield Reason(f"{names[:1].upper()}{names[1:]} {verb} not read: it may be there.", weighs)
    foreign = sum(one.words for one in coverage.languages)
    if _is_much(foreign, coverage.words) and not any(one.twin for one in coverage.languages):
        languages = " and ".join(one.language for one in coverage.languages)
        yield Reason(f"It may stand in the {foreign:,} words that are written in {languages}.", True)
    illegible = sum(len(one.text.split()) for one in coverage.illegible)
    if _is_much(illegible, coverage.words):
        yield Reason(f"It may stand in the {illegible:,} words that could not be made out.", True)
    if coverage.parts:
        yield Reason(f"It may stand in what was not read: {', '.join(part.name for part in coverage.parts)}.", True)
    for terms in coverage.terms:
        if terms.whole or is_about(terms.name, rule.family, rule.look_for.topic):
            yield Reason(f"It may stand in {terms.name}, which is not in this file.", True)


def with_doubt(findings: tuple[Finding, ...], coverage: Coverage, rules: Mapping[str, Rule]) -> tuple[Finding, ...]:
    """Turn "no" into "unsure" where what was not read may say otherwise. The notes say what that is."""
    if coverage.complete:
        return findings
    return tuple(_doubted(finding, coverage, rules[finding.requirement]) for finding in findings)


def _doubted(finding: Finding, coverage: Coverage, rule: Rule) -> Finding:
    if finding.found is not Found.NO and finding.by is not FoundBy.SECOND_LOOK:
        return finding
    found = tuple(reasons(coverage, rule))
    if any(_is_damaged(passage, coverage) for passage in finding.near):
        found = (*found, Reason("A passage that comes near holds words that could not be made out.", True))
    notes = tuple(reason.sentence for reason in found)
    unsure = finding.found is Found.UNSURE or any(reason.weighs for reason in found)
    return replace(finding, found=Found.UNSURE if unsure else Found.NO, notes=(*finding.notes, *notes))


def _is_damaged(nearest: Evidence, coverage: Coverage) -> bool:
    """Whether a passage holds words that could not be made out: they may be those that it lacks."""
    return any(row.start < nearest.end and nearest.start < row.end for row in coverage.illegible)


def much_unread(coverage: Coverage) -> bool:
    """Whether so many pages were not read that what was read says too little."""
    return bool(coverage.unread) and len(coverage.unread) >= MUCH_UNREAD * coverage.pages


def _is_much(words: int, total: int) -> bool:
    return words >= MIN_WORDS and words >= MIN_SHARE * total


@lru_cache(maxsize=4096)
def is_about(name: str, family: str, topics: tuple[str, ...]) -> bool:
    """Whether a document of this name may hold what a rule looks for: by the rule's topics, or by its family."""
    if any(family in families for words, families in _MATTERS if words.search(name)):
        return True
    own = _bases(name)
    return any(
        topic <= own and (len(topic) > 1 or 2 * len(topic) >= len(own))
        for topic in (_bases(source) for source in topics if _PLAIN_TOPIC.fullmatch(source))
        if topic
    )


@lru_cache(maxsize=4096)
def _bases(words: str) -> frozenset[str]:
    return frozenset(base_form(word) for word in _WORD.findall(words.lower()) if len(word) > 2) - _FORM_WORDS
