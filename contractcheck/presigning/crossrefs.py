"""Looks for cross-references to clauses that are not there, and for references that a word processor has lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from contractcheck.language.crossrefs import LOST_TARGET, Named, Reference, references
from contractcheck.language.labels import ANNEX, ATTACHMENT, CLAUSE, SIGN, either, label_number
from contractcheck.language.numerals import roman_value
from contractcheck.model import ClauseKind
from contractcheck.presigning.drafts import Draft, Fault

ROW = "cross-references"
_LOST = re.compile(rf"Error!\s*(?:Reference|Bookmark)[^.\n]{{0,40}}(?:found|defined)\.?|\b{LOST_TARGET}", re.IGNORECASE)
# Laws and other papers have sections too: "of the Companies Act", "in the Lease".
_OF_ANOTHER = re.compile(
    r"[a-z]+\s+(?!this\b|the\s+(?:present|instant)\b)(?:the|that|such|any|each|its|an?|our|your|applicable)?\s*"
    r"(?:(?!Agreement\b|Contract\b)[\w’'.&(),/“”\"-]+\s+){0,8}?"
    r"(?:Act|Code|Law|Laws|Regulations?|Rules?|Directive|GDPR|Statutes?|Lease|Indenture|Order|Plan|Policy|Terms|SCCs?|Clauses|"
    rf"Addendum|{either(*ANNEX, ATTACHMENT, cases='title')}|"
    r"Charter|Bylaws|(?:Prior|Original|Existing|Master|Underlying)\s\w+|Standards?|[A-Z]\w+\s+Agreement|ERISA|CCPA|U\.?S\.?C|C\.?F\.?R|"
    r"Constitution|Convention|Guidelines|Ordinance|ISO|Circular|Decree|Protocol|Form|Publication|HIPAA)\b"
)
_LAW_AFTER = re.compile(r"\s*,?\s*(?:GDPR|UK\s|of\s+Regulation|of\s+Directive|CCPA|U\.S\.C|CFR)")
_IN_CAPITALS = re.compile(
    r"OF THE (?!PRESENT )(?:[A-Z’']+ ){0,6}(?:CODE|ACT|AGREEMENT|LAW|REGULATIONS?|STATUTES?)\b(?<!OF THE AGREEMENT)"
)
_ELSEWHERE_BEFORE = re.compile(
    r"(?:U\.?S\.?C\.?|C\.?F\.?R\.?|Act,?|Code,?|GDPR,?|Regulations?,?|Rule|Law,?|Statutes?,?|USC|Directive\s\S+|Standards?,?|SCCs?,?|Clauses,?|ISO\s?\S*,?|"
    rf"meaning\s+of|property\s+at|Terms,?|Ordinance,?|(?:{either(*ANNEX, ATTACHMENT)})\s\S+,?|Addendum,?|"
    r"(?!this\b)[A-Z]\w+\sAgreement,?)\s*(?:,|at|in|under|and|\()?\s*\Z",
    re.IGNORECASE,
)
_WINDOW = 110
# The clauses of the standard contractual clauses have numbers of their own.
_MODEL_CLAUSES = re.compile(r"\bstandard\s+contractual\s+clauses\b|\bSCCs?\b|\bmodel\s+clauses\b", re.IGNORECASE)
# What says that a number is one of this very contract.
_OF_THIS = re.compile(r"of\s+this\s+(?:Agreement|Contract)\b", re.IGNORECASE)
_NEARBY = re.compile(r"\s+(?:above|below)\b|\s+of\s+this\s+(?:Agreement|Contract)\b", re.IGNORECASE)
_LABEL = re.compile(r"\([a-z]{1,4}\)")
# More lost targets than this, and so many against those found: the numbers were not printed or not read.
_MANY, _LOST_SHARE = 4, 0.4
# Where no number is absent from any list, it takes more: such references are of another document, which is not named.
_MANY_UNBROKEN = 8
# Fewer numbered clauses than this, and the numbers of the document were not read well enough to miss one.
_FEWEST = 6


def find_broken_references(draft: Draft) -> Iterator[Fault]:
    """Yield references to clauses that the document does not have, each number once."""
    text = draft.contract.plain
    for match in _LOST.finditer(text):
        yield Fault(ROW, match.start(), match.end(), "The cross-reference is broken: its target is gone.")
    numbers = _numbers(draft)
    if len(numbers) >= _FEWEST and not draft.amends:
        yield from _broken(draft, numbers)


def _broken(draft: Draft, numbers: frozenset[str]) -> Iterator[Fault]:
    text = draft.contract.plain
    articles = any(_is_article(clause.number) for clause in draft.contract.clauses)
    clauses_are_others = bool(_MODEL_CLAUSES.search(text))
    there: set[str] = set()
    lost: dict[str, Fault] = {}
    for reference in references(text, own=True):
        kind = reference.kind
        own = bool(_OF_THIS.match(reference.tail)) or (
            kind == "paragraph" and bool(_NEARBY.match(text, reference.end)) and "." in reference.numbers[0].number
        )
        if draft.kind_at(reference.start) is ClauseKind.CONTENTS or (kind == "article" and not articles and not own):
            continue
        if (
            (kind == "paragraph" and not own)
            or (kind == "clause" and clauses_are_others)
            or _is_heading(draft, reference.start)
            or _elsewhere(text, reference)
        ):
            continue
        for named in reference.numbers:
            number = named.number
            if number in lost or named.text in lost:
                continue
            if not _is_there(draft, number, numbers):
                what = f"{kind.capitalize()} {number} is referred to, but there is no such clause."
                lost[number] = Fault(ROW, reference.start, named.start + len(number), what)
            elif f"{number}.1" in numbers and (absent := _absent_part(draft, named)):
                what = f"{kind.capitalize()} {named.text} is referred to, but clause {number} has no part {absent}."
                lost[named.text] = Fault(ROW, reference.start, named.end, what)
            else:
                there.add(number)
    many = _MANY_UNBROKEN if _unbroken(numbers) else _MANY
    if len(lost) > many and len(lost) > _LOST_SHARE * len(there):
        # Word processors number by themselves, and a copy may have lost the numbers.
        first = next(iter(lost.values()))
        what = (
            f"{len(lost)} cross-references name clauses whose numbers are not in this copy. Check them in the original."
        )
        yield Fault(ROW, first.start, first.end, what, sure=False)
    else:
        yield from lost.values()


def _unbroken(numbers: frozenset[str]) -> bool:
    """Tell whether clauses count on at every level: then their numbers were printed, and read."""
    lists: dict[str, list[int]] = {}
    for number in numbers:
        above, _, last = number.rpartition(".")
        if last.isdigit():
            lists.setdefault(above, []).append(int(last))
    return all(sorted(values) == list(range(1, len(values) + 1)) for values in lists.values())


def _absent_part(draft: Draft, named: Named) -> str:
    """Return the first label of a reference ("(a)" of "3(a)(ii)") that its clause does not hold, or "".

    Only for a clause that is divided into 3.1, 3.2: the labels of other lists are not always read as they are meant.
    """
    labels = _LABEL.findall(named.text)
    if not labels:
        return ""
    clauses = draft.contract.clauses
    places = [
        at
        for at, clause in enumerate(clauses)
        if clause.kind is not ClauseKind.CONTENTS and label_number(clause.path).strip(" .:)") == named.number
    ]
    if len(places) != 1:
        return ""
    first = clauses[places[0]]
    after = next((clause.start for clause in clauses[places[0] + 1 :] if clause.level <= first.level), None)
    words = draft.contract.plain[first.start : after].lower()
    return next((label for label in labels if label.lower() not in words), "")


def _elsewhere(text: str, reference: Reference) -> bool:
    """Tell whether a reference speaks of a law, or of another document or an attachment."""
    if reference.word.isupper() and _IN_CAPITALS.match(reference.tail):
        return True
    if _OF_ANOTHER.match(reference.tail) or _LAW_AFTER.match(text, reference.end):
        return True
    before = " ".join(text[max(0, reference.start - _WINDOW) : reference.start].split()) + " "
    return bool(_ELSEWHERE_BEFORE.search(before))


def _is_article(number: str) -> bool:
    return number.lower().startswith("art")


def _is_heading(draft: Draft, place: int) -> bool:
    """Tell whether the number is a clause's own ("Section 4.2 Fees")."""
    clause = draft.clause_at(place)
    return clause is not None and clause.start <= place < max(clause.body, clause.start + 2)


def _numbers(draft: Draft) -> frozenset[str]:
    """The numbers that clauses bear, with Roman numerals as digits too."""
    found: set[str] = set()
    for clause in draft.contract.clauses:
        if clause.kind is ClauseKind.CONTENTS:
            continue
        for printed in (clause.number, clause.path):
            number = re.sub(r"\(.*$", "", label_number(printed).lower()).strip(" .:)")
            if re.fullmatch(r"\d+(?:\.\d+)*", number):
                parts = number.split(".")
                # 23.0 is 23; the parents of 4.2.1 are there with it.
                found.update(".".join(parts[:size]) for size in range(1, len(parts) + 1))
                found.add(re.sub(r"(?:\.0)+$", "", number))
            elif roman_value(number):
                found.update((str(roman_value(number)), number))
    return frozenset(found)


def _is_there(draft: Draft, number: str, numbers: frozenset[str]) -> bool:
    value = str(roman_value(number)) if not number[0].isdigit() else number
    plain = ".".join(str(int(part)) for part in value.split("."))
    if {value, plain, re.sub(r"(?:\.0)+$", "", plain)} & numbers:
        return True
    return value in _printed(draft.contract.plain) or plain in _printed(draft.contract.plain)


@lru_cache(maxsize=4)
def _printed(text: str) -> frozenset[str]:
    """Numbers that stand where a clause may begin, for clauses that were not told apart."""
    found: set[str] = set()
    pattern = re.compile(
        rf"(?:^|[.;:)]\s{{1,4}}|\n)[\W_]{{0,6}}(?:(?:{either(*CLAUSE, cases='title upper')}|{SIGN})\s{{0,3}})?"
        r"(\d{1,2}(?:\.\s?\d{1,2}){0,3})\.?[\W_]{0,6}(?=[\s\"“(]*[A-Z]|[\s]*$)",
        re.MULTILINE,
    )
    for match in pattern.finditer(text):
        number = match[1].replace(" ", "")
        found.add(number)
        found.add(re.sub(r"(?:\.0)+$", "", number))
    return frozenset(found)
