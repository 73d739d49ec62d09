"""Which of several files prevails, where the agreement says so, and what becomes of values that differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from contractcheck.agreements.agreements import Agreement
from contractcheck.agreements.naming import KNOWN, label_key
from contractcheck.contract import Contract
from contractcheck.language.labels import ANNEX, ATTACHMENT, either, plurals
from contractcheck.model import Finding, Found

_CONFLICT = re.compile(r"\b(?:conflict|inconsisten|discrepan|contradict|ambiguit|precedence)\w*", re.IGNORECASE)
_PREVAILS = re.compile(
    r"\b(?:shall|will|must)?\s*(?:prevails?|takes?\s+(?:precedence|priority)|controls?|governs?|supersedes?|override[sn]?|overrides?)\b",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"(?:following|descending)\s+(?:descending\s+)?order|order\s+of\s+(?:precedence|priority)", re.IGNORECASE
)
_LOSES = re.compile(r"\A\W*(?:over|to|above|against)\b", re.IGNORECASE)
# How far around the word "conflict" the statement reaches, in characters; and how far what loses stands from the verb.
_BEFORE, _AFTER, _NEXT = 200, 600, 120
_BODY = re.compile(
    r"\bmain\s+body\b|\bbody\s+of\s+(?:this|the)\s+agreement|\b(?:main|principal)\s+agreement"
    r"|\bmaster\s+(?:services?\s+)?agreement",
    re.IGNORECASE,
)
_ATTACHED = re.compile(rf"\b(?:{plurals(*ANNEX, ATTACHMENT)}|addenda|order\s+forms)\b", re.IGNORECASE)
_THIS = re.compile(
    rf"\bthis\s+(?:agreement|addendum|{either(*ANNEX)}|DPA|SLA|BAA|document)\b|\bthese\s+terms\b",
    re.IGNORECASE,
)
_THE = re.compile(r"\bthe\s+agreement\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The files of a package by rank, best first, as indexes of them; files of equal rank are in one set.

    ``said`` is where it stands: file and clause.
    """

    ranks: tuple[frozenset[int], ...]
    said: str

    def best(self, files: Sequence[int]) -> int | None:
        """Return the one of these files that prevails over all others, or None where that is not said."""
        for rank in self.ranks:
            inside = [file for file in files if file in rank]
            if inside:
                return inside[0] if len(inside) == 1 else None
        return None


def find_ranking(agreement: Agreement) -> Ranking | None:
    """Find the statement that says which document prevails, in the body first."""
    for number, file in enumerate(agreement.whole.files):
        text = file.text
        for match in _CONFLICT.finditer(text):
            clause = next((row for row in file.clauses if row.start <= match.start() < row.end), None)
            low, high = (clause.start, clause.end) if clause else (0, len(text))
            # The ranks may stand in a list below the clause.
            high = max(high, min(len(text), match.end() + _AFTER))
            passage = text[max(low, match.start() - _BEFORE) : min(high, match.end() + _AFTER)]
            ranks = _ranks(passage, match.group(), number, agreement)
            if len(ranks) > 1:
                place = (
                    f"clause {clause.path or clause.number}"
                    if clause and (clause.path or clause.number)
                    else "its text"
                )
                return Ranking(ranks, f"{file.document.name}, {place}")
    return None


def _ranks(passage: str, word: str, here: int, agreement: Agreement) -> tuple[frozenset[int], ...]:
    everything = frozenset(range(len(agreement.titles)))
    order = _ORDER.search(passage)
    if order is not None:
        ranks = _distinct(_mentions(passage[order.end() :], here, agreement))
        if len(ranks) > 1:
            return ranks
    verb = _PREVAILS.search(passage, max(passage.lower().find(word.lower()), 0))
    if verb is None:
        return ()
    before = _mentions(passage[: verb.start()], here, agreement)
    if not before:
        return ()
    winner = before[-1]
    rest = passage[verb.end() :]
    after = _mentions(rest[:_NEXT], here, agreement) if _LOSES.match(rest) else []
    loser = after[0] - winner if after else everything - winner
    return (winner, loser) if winner and loser else ()


def _mentions(passage: str, here: int, agreement: Agreement) -> list[frozenset[int]]:
    """Return which files a passage names, in its order. ``here`` is the file that it stands in."""
    found: list[tuple[int, frozenset[int]]] = []
    attached = frozenset(range(1, len(agreement.titles)))
    body = frozenset({0})
    found += [(match.start(), frozenset({here})) for match in _THIS.finditer(passage)]
    found += [(match.start(), body) for match in _BODY.finditer(passage)]
    found += [(match.start(), body) for match in _THE.finditer(passage)]
    found += [(match.start(), attached) for match in _ATTACHED.finditer(passage)]
    for number in attached:
        for pattern in _patterns(agreement.titles[number], agreement.whole.files[number]):
            found += [(match.start(), frozenset({number})) for match in pattern.finditer(passage)]
    found.sort(key=lambda pair: pair[0])
    return [files for _, files in found]


def _patterns(title: str, file: Contract) -> list[re.Pattern[str]]:
    """How a passage may name an attachment: by the name that the body gives it, and by what it is."""
    patterns = []
    if title:
        words = r"\s+".join(re.escape(word) for word in title.split())
        patterns.append(re.compile(rf"\b{words}(?!\w)", re.IGNORECASE))
    if not label_key(title):
        top = file.text[:300]
        patterns += [pattern for pattern, _ in KNOWN if pattern.search(title or top)]
    return patterns


def _distinct(mentions: Sequence[frozenset[int]]) -> tuple[frozenset[int], ...]:
    ranks: list[frozenset[int]] = []
    seen: frozenset[int] = frozenset()
    for files in mentions:
        fresh = files - seen
        if fresh:
            ranks.append(fresh)
            seen |= fresh
    return tuple(ranks)


def settle(findings: Sequence[Finding], own: Sequence[Sequence[Finding]], agreement: Agreement) -> tuple[Finding, ...]:
    """Take the value of the file that prevails where files differ, and say so; say it too where none is said to.

    Args:
        findings: what the whole says, one finding a requirement.
        own: for each file what it says by itself, in the same order of requirements.
    """
    ranking = find_ranking(agreement)
    return tuple(
        _settled(finding, [rows[at] for rows in own], agreement, ranking) for at, finding in enumerate(findings)
    )


def _settled(finding: Finding, own: Sequence[Finding], agreement: Agreement, ranking: Ranking | None) -> Finding:
    saying = [number for number, one in enumerate(own) if one.found in (Found.YES, Found.CONTRARY)]
    if len({_says(own[number]) for number in saying} - {None}) < 2:
        return finding
    differing = [number for number in saying if _says(own[number]) is not None]
    names = {number: agreement.whole.files[number].document.name for number in differing}
    worded = ", ".join(f"{_words(own[number])} in {name}" for number, name in names.items())
    winner = ranking.best(differing) if ranking else None
    if winner is None or ranking is None:
        why = "no order of precedence was found" if ranking is None else "the order of precedence does not decide it"
        return replace(finding, notes=(*finding.notes, f"The documents differ: {worded}. {why[:1].upper()}{why[1:]}."))
    name = names[winner]
    note = f"The documents differ: {worded}. {name} prevails ({ranking.said})."
    best = own[winner]
    evidence = tuple(replace(passage.shift(agreement.starts[winner]), file=name) for passage in best.evidence)
    rest = tuple(passage for passage in finding.evidence if passage.file != name)
    return replace(
        finding,
        found=best.found,
        side=best.side,
        value=best.value,
        soft=best.soft,
        evidence=(*evidence, *rest),
        notes=(*best.notes, note),
    )


def _says(finding: Finding) -> tuple[Found, float | None, str] | None:
    """What can differ between two files: whether it is so at all, and the amount. None where no amount is named."""
    if finding.found is Found.CONTRARY:
        return (Found.CONTRARY, None, "")
    if finding.value is None or finding.value.amount is None:
        return None
    return (Found.YES, finding.value.amount, finding.value.unit)


def _words(finding: Finding) -> str:
    if finding.found is Found.CONTRARY:
        return "the opposite"
    return f"“{' '.join(finding.value.text.split())}”" if finding.value else "it"
