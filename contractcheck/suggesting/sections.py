"""Finds the section of a contract that a missing term belongs to, and where that section ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from contractcheck.contract import Contract
from contractcheck.model import Assessed, Clause, ClauseKind, Verdict

# Where a term belongs by the heading of the section: the first pair whose first pattern fits the requirement's id, or
# its family, and whose second one fits a heading. Earlier lines are the more particular ones.
_BELONGS = tuple(
    (re.compile(rf"\b(?:{ids})", re.IGNORECASE), re.compile(rf"\b(?:{heads})", re.IGNORECASE))
    for ids, heads in (
        ("breach-|gdpr-breach|hipaa-breach|incident", "(?:personal )?data breach|security (?:incident|breach)"),
        ("data-location|processing-locations|location-change|gdpr-transfer", "location|place of processing|transfers?"),
        ("insurance", "insurance"),
        ("indemnification", "indemni"),
        ("liability-cap|consequential|gdpr-liability", "liabilit|limits? on|limitation"),
        ("force-majeure", "force majeure|excusable|events? beyond"),
        ("governing-law", "(?:governing|applicable) law|law and|governing|jurisdiction"),
        ("dispute|escalation", "disputes?|arbitration|escalation|governance|law and"),
        ("assignment", "assign"),
        ("subcontract|gdpr-subprocessor|excluded-sub", "sub-?contract|sub-?process|third parties"),
        ("audit|security-audit|gdpr-audit|inspection|alternative-assurance", "audits?|records and|inspection"),
        ("ip-ownership", "intellectual|proprietary rights|ownership"),
        ("personnel|key-personnel|contact-persons", "personnel|staff|key persons|people|service team"),
        ("contact-persons|performance-review|working-language", "governance|service levels and"),
        ("change-control|volume", "changes?|change control|volumes?"),
        ("non-solicit|no-solicit", "non-?solicit|personnel|staff"),
        (
            "availab|response|support|maintenance|chronic|performance|service-(?:level|credit)|root-cause",
            "service levels?|support|availability|performance",
        ),
        ("service-warranty|compliance-with", "warrant|compliance|quality|standard of work"),
        ("acceptance", "acceptance|inspection|deliver"),
        ("disaster|continuity|recovery|data-backup", "continuity|disaster|back-?up|.*(?:continuity|security)"),
        ("exit-|transition|switching|effects|survival", "exit|consequences|transition|effects?|ending|.*terminat"),
        ("renewal|initial-term", "term\\b|renewal|duration|how long"),
        ("termination|cure", ".*terminat|ending|end of"),
        (
            "confidential|non-disclosure|use-restriction|need-to-know|standard-of-care|compelled|injunctive|nda",
            "confidential|non-?disclosure|secre",
        ),
        (
            "privacy|customer-data|data-ownership|data-return|gdpr|hipaa|ccpa",
            "data protection|personal data|privacy|(?:your|customer|client) (?:data|content)|data\\b",
        ),
        ("access-control|encryption|security|iso|physical|vulnerab", ".*\\bsecurity|safeguards|data\\b"),
        ("service-desc|demand|product|quality", "(?:the )?services?\\b|scope|products?"),
        ("breach-|data-|personnel-screening", ".*\\bsecurity|.*\\bdata\\b|privacy"),
    )
)
# So many terms of one family show that a section is theirs, whatever its heading says.
_VOTES = 2
_NO_PLACE = re.compile(r"(?:definitions?|interpretation|recitals?|background|notices?|signatures?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its place in the outline, its name for people, and the characters that it covers, sub-clauses too."""

    index: int
    name: str
    start: int
    end: int


class Sections:
    """The sections of one contract, and which terms stand in them."""

    def __init__(self, contract: Contract, assessed: Sequence[Assessed]) -> None:
        self.clauses = contract.clauses
        self._text = contract.text
        self.all = tuple(self._sections())
        self._votes: dict[str, Counter[int]] = {}
        for row in assessed:
            if row.verdict is Verdict.MET:
                for evidence in row.finding.evidence[:1]:
                    section = self.at(evidence.start)
                    if section is not None:
                        self._votes.setdefault(row.family, Counter())[section.index] += 1

    def at(self, place: int) -> Section | None:
        """Return the section that a character stands in."""
        return next((one for one in self.all if one.start <= place < one.end), None)

    def of(self, requirement: str, family: str) -> Section | None:
        """Return the section that a term belongs to, by its heading, else by where its family stands; or None."""
        votes = self._votes.get(family, Counter())
        for ids, heads in _BELONGS:
            if not ids.match(requirement) and not ids.match(family):
                continue
            fits = [one for one in self.all if heads.search(self.clauses[one.index].heading)]
            if fits:
                return max(fits, key=lambda one: (votes[one.index], -one.index))
        best = votes.most_common(1)
        if best and best[0][1] >= _VOTES and 2 * best[0][1] > sum(votes.values()):
            return next((one for one in self.all if one.index == best[0][0]), None)
        return None

    def signatures(self) -> int | None:
        """Return where the signatures begin, or the first annex where no signatures are told; None where neither is."""
        for kind in (ClauseKind.SIGNATURE, ClauseKind.ANNEX):
            found = next((clause for clause in self.clauses if clause.kind is kind), None)
            if found is not None:
                return found.start
        return None

    def subtree_end(self, index: int) -> int:
        """Return where a clause ends, its sub-clauses included."""
        own = self.clauses[index]
        for clause in self.clauses[index + 1 :]:
            if clause.level <= own.level or clause.kind in (ClauseKind.SIGNATURE, ClauseKind.ANNEX):
                return clause.start
        return len(self._text)

    def _sections(self) -> list[Section]:
        headed = [
            index
            for index, clause in enumerate(self.clauses)
            if clause.kind is ClauseKind.BODY and clause.heading and not _NO_PLACE.match(clause.heading)
        ]
        numbered = [index for index in headed if self.clauses[index].number]
        chosen = numbered or headed
        if not chosen:
            return []
        level = min(self.clauses[index].level for index in chosen)
        return [
            Section(index, name_of(self.clauses[index]), self.clauses[index].start, self.subtree_end(index))
            for index in chosen
            if self.clauses[index].level == level
        ]


def name_of(clause: Clause) -> str:
    """Return the name of a clause for people: its number and its heading."""
    number = " ".join((clause.path or clause.number).split())
    heading = " ".join(clause.heading.split())
    if number and heading and number != heading:
        return f"{number} ({heading})"
    return number or heading
