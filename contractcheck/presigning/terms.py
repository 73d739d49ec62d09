"""Looks for capitalised terms that nobody defines, terms defined twice, and defined terms that are never used.

Whether a capitalised word is meant as a defined term is a guess, so only words that contracts use as defined terms
count ("Confidential Information", "Initial Term", "Acceptance Date"), and only where the contract defines others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from contractcheck.model import ClauseKind
from contractcheck.presigning.drafts import Draft, Fault

UNDEFINED, UNUSED = "undefined-terms", "unused-terms"
# A term ends in one of these, and has at least one more word before it.
_LAST = (
    "Information Data Date Period Term Fee Fees Services Service Event Events Rights Property Materials "
    "Software Losses Costs Expenses Claims Claim Notice Deliverables Deliverable Product Products Charges "
    "Charge Rate Rates Credit Credits Level Levels Standards Requirements Specifications Taxes Default "
    "Personnel Territory Payment Payments Plan Incident Users User Records Breach Amount Price Facilities "
    "Facility Account Accounts Parties Party Content Marks Documentation Equipment System Systems Terms "
    "Criteria Indicator Indicators Milestone Milestones"
).split()
_USE = re.compile(
    rf"(?<=[a-z,] )(?P<term>(?:[A-Z][a-z]+(?:-[A-Za-z]+)?\s){{1,3}}(?:{'|'.join(_LAST)}))\b(?!\s+[A-Z])(?!-)"
)
_FEWEST_TERMS = 2
# Definitions that begin with the same characters are one that stands twice.
_SAME = 60
# Words that no company is called by: two uses are enough. Others may be a name and need more.
_USUAL = re.compile(
    r"(?:Effective|Commencement|Start|End|Expiry|Termination|Acceptance|Closing|Delivery|Confidential|Personal|Customer|Client|"
    r"Initial|Renewal|Extension|Notice|Warranty|Transition|Payment|Force|Service|Intellectual|Proprietary|Business|Contract|"
    r"Excluded|Permitted|Authori[sz]ed|Third|Indemnified|Base|Monthly|Annual|Additional|Disputed|Late|Key|Security|"
    r"Rectification|Remediation|Remedial|Exit|Recovery|Improvement|Implementation|Go-Live|Performance|Project|Testing)\b"
)
_FEWEST_USES, _FEWEST_OTHER_USES = 2, 3
# A capital before the term: it is part of a longer name, unless a sentence begins there.
_CAPITAL_BEFORE = re.compile(
    r"(?:\b(?!(?:The|An?|Each|Any|All|Every|No|Such|This|If|Before|After|On|Upon)\s)[A-Z][\w-]*|>)\s+\Z"
)
_WORD_REACH = 25
_ELSEWHERE = re.compile(
    r"(?:capitali[sz]ed\s+)?(?:terms?|words?)\b[^.]{0,120}\b(?:not\s+(?:otherwise\s+)?defined|undefined|used\s+but\s+not)\b[^.]{0,160}"
    r"|(?:have|has)\s+the\s+(?:same\s+)?meanings?\s+(?:set\s+forth|given|ascribed|assigned|specified|provided|as)\b[^.]{0,60}\bin\s+the\s+[A-Z]"
    r"|\bdefined\s+(?:in|on)\s+(?:the\s+)?(?:Cover\s+Page|Order\s+Form|Key\s+Terms|Master|Main|Principal|Underlying|Services\s+Agreement)",
    re.IGNORECASE,
)
_MEANS_TWICE = re.compile(r"[“\"](?P<term>[A-Z][^”\"\n]{1,60})[”\"]\s+(?:shall\s+)?means?\b(?P<rest>[^.;]{10,300})")
_WORD = re.compile(r"[\w&]+")
# "Logical Unit Number" or "LUN": either name may be the one that is used.
_ALIAS = re.compile(
    r"[*_]*[”\"][*_]*,?\s*\(?(?:or|and|also|each,?)\s+(?:the\s+)?(?:an?\s+)?[*_]*[“\"][*_]*(?P<term>[^”\"\n]{2,60})[”\"]"
)
_ALIAS_REACH = 90
_GIVEN = re.compile(
    r"(?:[\s*_,:]|\b(?:the|each|an?|any|all|of|which|is|are|being|collectively|together|hereinafter|hereafter|herein|referred|to|as|in|for|"
    r"this|agreement|also|such|individually|jointly|severally|and|or|both|defined|called|known|with)\b|[“\"][^”\"]*[”\"]|[“\"])*",
    re.IGNORECASE,
)
# "and together with the Initial Term, the "Term"": it is used in the term that it belongs to.
_JOINED = re.compile(r"[*_]*[”\"][*_]*,?\s*(?:and,?\s*)?(?:collectively|together\s+with)\b")
_INFLECTED = re.compile(
    r"\b(?:comparable|correlative|corresponding|cognate|similar)\s+meanings?\b|\bmeanings?\s+correlative\b"
)
# What is done with a thing, or said of it, explains it no more than other words do ("shall be sent", "are missed").
_DONE = r"\s+(?:not\s+|\w+ly\s+)?(?:\w+(?:ed|en|nt|id|ade)|met|due|subject|payable|available|not)\b"
_NAMES = re.compile(
    r"\b(?:Inc|Corp|LLC|Ltd|Company|Corporation|Commission|Department|Bureau|Office|Board|University|Bank|Act|Internal|Revenue|Standard|General|"
    r"American|European|International|National|Federal|United|States|Microsoft|Google|Amazon|Oracle|Health|Human|Social|Security|World|Accepted|Postal)\b"
)


def find_undefined_terms(draft: Draft) -> Iterator[Fault]:
    """Yield terms that are used like defined ones and that nothing in the document defines, and terms defined twice."""
    yield from _twice(draft)
    if len(draft.contract.terms) < _FEWEST_TERMS:
        return
    text = draft.contract.plain
    elsewhere = bool(_ELSEWHERE.search(text))
    flat = " ".join(text.split())
    known = _known(draft)
    uses: Counter[str] = Counter()
    first: dict[str, tuple[int, int]] = {}
    for match in _USE.finditer(text):
        term = " ".join(match["term"].split())
        if _CAPITAL_BEFORE.search(text[max(0, match.start() - _WORD_REACH) : match.start()]):
            continue
        if draft.kind_at(match.start()) in (ClauseKind.CONTENTS, ClauseKind.SIGNATURE, ClauseKind.PREAMBLE):
            continue
        uses[term] += 1
        first.setdefault(term, match.span("term"))
    for term, count in uses.items():
        fewest = _FEWEST_USES if _USUAL.match(term) else _FEWEST_OTHER_USES
        if count < fewest or _NAMES.search(term) or _is_known(term, known) or _is_explained(term, flat):
            continue
        if elsewhere:
            what = f"“{term}” is not defined here. The contract takes definitions from another document: look there."
        else:
            what = f"“{term}” is used like a defined term ({count} times), but nothing here defines it."
        yield Fault(UNDEFINED, *first[term], what, sure=not elsewhere)


def find_unused_terms(draft: Draft) -> Iterator[Fault]:
    """Yield terms that are defined and stand nowhere else in the document."""
    text = f" {_stem(draft.contract.plain)} "
    aliases = {alias.lower() for party in draft.contract.parties.all for alias in (party.name, *party.aliases)}
    for term, span in draft.contract.terms.items():
        if not term[:1].isupper() or term.isupper() or term.lower() in aliases or len(term) < 3:
            continue
        if draft.kind_at(span.start) in (ClauseKind.PREAMBLE, ClauseKind.SIGNATURE, ClauseKind.CONTENTS):
            continue
        at = draft.contract.plain.find(term, span.start, span.end + len(term))
        if at < 0 or draft.in_form(at) or any(_uses(name, text) > 1 for name in _spellings(term)):
            continue
        if "/" in term or not _is_given(draft.contract.plain[max(0, at - _ALIAS_REACH) : at]):
            continue
        after = draft.contract.plain[at + len(term) : at + len(term) + _ALIAS_REACH]
        other = _ALIAS.match(after)
        if _JOINED.match(after) or (other is not None and _uses(other["term"], text) > 1):
            continue
        if _INFLECTED.search(draft.contract.plain, span.start, span.end):
            continue
        yield Fault(UNUSED, at, at + len(term), f"“{term}” is defined but not used anywhere else.")


def _is_given(before: str) -> bool:
    """Tell whether brackets before a term hold no more than "the", "collectively" and the like, and so give a name."""
    inner = before[before.rfind("(") + 1 :]
    return before.rfind(")") >= before.rfind("(") or bool(_GIVEN.fullmatch(inner))


def _spellings(term: str) -> tuple[str, ...]:
    """A term with a short form in brackets may be used in either form: "Virtual Network (VN)"."""
    short = re.search(r"\(([\w&]{2,})\)", term)
    return (term, re.sub(r"\s*\([^)]*\)", "", term), short[1]) if short else (re.sub(r"\((?:e?s)\)", "", term),)


def _uses(term: str, text: str) -> int:
    stem = _stem(term)
    return text.count(f" {stem} ") if stem else 2


def _twice(draft: Draft) -> Iterator[Fault]:
    """A term with more than two definitions has one for each part of a service: that is meant."""
    told: dict[tuple[int, str], list[re.Match[str]]] = {}
    for match in _MEANS_TWICE.finditer(draft.contract.plain):
        if draft.kind_at(match.start()) is not ClauseKind.CONTENTS:
            key = (draft.top_at(match.start()), " ".join(match["term"].split()))
            told.setdefault(key, []).append(match)
    for (_, term), matches in told.items():
        meanings = {" ".join(match["rest"].lower().split())[:_SAME] for match in matches}
        if len(matches) == len(meanings) == 2:
            what = f"“{term}” is defined twice, in different words."
            yield Fault(UNDEFINED, matches[1].start(), matches[1].end("term") + 1, what)


def _known(draft: Draft) -> frozenset[str]:
    """Everything that the document gives a meaning to: quoted words, bold words, headings, parties."""
    text = draft.contract.plain
    known = {_stem(term) for term in draft.contract.terms}
    for match in re.finditer(r"[“\"'‘*_]{1,3}([A-Z][^”\"’*_\n]{1,70}?)[.,;:]?[”\"'’*_]{1,3}", text):
        known.add(_stem(match[1]))
    for match in re.finditer(r"[“\"]([A-Z][^”\"]{1,90}?)[.,;:]?[”\"]", text):
        known.add(_stem(match[1]))
    known.update(_stem(clause.heading) for clause in draft.contract.clauses if clause.heading)
    known.update(_stem(alias) for party in draft.contract.parties.all for alias in (party.name, *party.aliases))
    return frozenset(known)


def _is_known(term: str, known: frozenset[str]) -> bool:
    """Tell whether a term, or what is left of it without its first words or its last, has a meaning."""
    words = term.split()
    pieces = {" ".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)}
    whole = _stem(term)
    return any(_stem(piece) in known for piece in pieces) or any(whole in other for other in known)


def _is_explained(term: str, flat: str) -> bool:
    """A table or a list may give the meaning: "Initial Term: three years", "Fees | USD 500"."""
    return bool(
        re.search(
            rf"{re.escape(term)}s?\W{{0,6}}(?:[:|=–-]|\bmeans?\b|\bshall\s+mean\b|\bis\s+defined\b"
            rf"|\b(?:is|are|shall\s+be)\b(?!{_DONE}))",
            flat,
        )
    )


def _stem(text: str) -> str:
    """Small letters without marks, every word in the singular."""
    return " ".join(_singular(word) for word in _WORD.findall(text.lower()) if word != "the")


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us")) else word
