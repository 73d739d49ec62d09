"""Whether a text is a contract at all: does it show parties, operative words and terms?

Signs are counted, each kind up to a few points. A hosting agreement scores ten and more; a shopping list, a guide to
a law or a newsletter stay below the line. What cannot be told counts as a contract: a wrong refusal costs more than a
report on a text that needed none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from contractcheck.language.anycase import AnyCase
from contractcheck.model import ClauseKind, Outline
from contractcheck.structure.speaking import own_words, spoken_of

# From so many points on a text is taken for a contract.
ENOUGH = 4
# With so many in its first pages nobody need look further.
SURE = 7
_FIRST_PAGES = 8000
# Signs are counted by so many words: a long book names a few agreements too.
_EVERY = 1000
# A long text with fewer of the commonest words of English is not in words that can be read: nothing is said of it.
_LONG = 300
_COMMON = AnyCase(r"\b(?:the|of|and|to|in|or|a|is|for|by)\b")
_MIN_COMMON = 0.08

# "this Agreement", "these Terms of Service", "the present contract", "this Order Form".
_ITSELF = AnyCase(
    r"\b(?:this|these|the\s+present|the\s+following)\s+(?:[\w’'&/,-]+\s+){0,6}?(?:agreement|contract|terms|addendum|deed|"
    r"lease|licen[cs]e|order(?:\sform)?|statement\s+of\s+work|sow|sla|conditions|amendment|undertaking|cover\s+page|"
    r"commitment|schedule|guaranty|guarantee|power\s+of\s+attorney)s?\b"
)
# "this guide", "this newsletter", "this Act": what a text calls itself that only speaks of contracts.
_OTHER = AnyCase(
    r"\b(?:this|these)\s+(?:[\w’'-]+\s+){0,2}?(?:guide|guidance|guidelines|article|handbook|leaflet|brochure|booklet|"
    r"fact\s?sheet|newsletter|notice|act|regulation|directive|statute|law|ordinance|manual|instructions|blog|post|page|"
    r"press\s+release|report|paper|invoice|invitation|minutes|resolution|questionnaire|study|book|issue|chapter)s?\b"
)
# Points against a text that speaks of contracts so often in a thousand words, and twice at least.
_SPEAKS = ((3.0, 8), (1.0, 4))
_TITLE_WITHIN = 300
# Points against a text with the title of a guide, a letter or an invoice, by how often it calls itself an agreement.
_TITLE_WEIGHS = {0: 8, 1: 3}
_OTHER_TITLE = re.compile(
    r"\b(?:guide\s+(?:to|on|for)|newsletter|invoice|curriculum\s+vitae|r[eé]sum[eé]|minutes\s+of|notice\s+(?:of|to)|"
    r"press\s+release|for\s+immediate\s+release|invitation\s+to\s+(?:tender|bid)|questions\s+(?:and|&)\s+answers|faq|"
    r"frequently\s+asked|handbook|instructions|user\s+manual|announce[sd]?\s+today|today\s+announced|explainer|recipe|"
    r"commentary|glossary|questionnaire|case\s+note|clause\s+(?:bank|library)|(?:model|sample|example|useful)\s+clauses|"
    r"playbook|checklist|cheat\s?sheet|lesson|tutorial|overview|introduction\s+to|white\s?paper|explained|answered|"
    r"(?:summary|review|analysis|comparison|list)\s+of|unit\s+\d|how\s+to|what\s+(?:is|to|you|every)|why\s+(?:you|your|it)|"
    r"(?:things|tips|mistakes|reasons|questions)\s+(?:to|for|that|about|you)|an?\s+act\b|act\s+\d{4}|agenda|"
    r"dear\s+(?:members?|readers?|subscribers?|residents?|sir|madam|mr|ms|mrs|dr))",
    re.IGNORECASE,
)
# A title that is the name of an agreement, in one of the first lines: "SERVICES AGREEMENT", "Lease".
_TITLE = re.compile(
    r"[\W_]*(?:[\w’'&/,.()-]+\s+){0,8}?(?:agreement|contract|lease|deed|addendum|terms(?:\s+(?:and|&)\s+conditions|\s+of\s+\w+)?|"
    r"licen[cs]e|statement\s+of\s+work|order\s+form|sla|nda|undertaking|conditions|cover\s+page)s?(?:\s*\([^)]{1,30}\))?[\W_]*",
    re.IGNORECASE,
)
_TITLE_LINES = 4
_AGREES = AnyCase(
    r"\b(?:hereby|agrees?\s+(?:to|that|as|with|not|by)|agreed\s+as\s+follows|undertakes?\s+to|in\s+consideration\s+of|"
    r"covenants?)\b"
)
_PARTY = AnyCase(r"(?<!third\s)(?<!third-)\bpart(?:y|ies)\b")
_DUTY = (
    r"\s+(?:\w+\s+)?(?:shall|will|must|may|agrees?|undertakes|acknowledges?|is\s+responsible|(?:is|are)\s+entitled)\b"
)
_ROLE_DUTY = AnyCase(
    r"\b(?:provider|supplier|vendor|contractor|consultant|licen[cs]or|licensee|manufacturer|seller|customer|client|buyer|"
    r"purchaser|subscriber|reseller|distributor|disclos(?:er|ing\s+party)|recipient|receiving\s+party|processor|controller|"
    r"franchis(?:ee|or)|party|parties|lessor|lessee|landlord|tenant|employee|agent|company|guarantors?)" + _DUTY
)
# With a capital a role is a party that the text has named: "the Supplier shall". Guides and articles write it small.
_DEFINED_DUTY = re.compile(
    r"\b(?:Provider|Supplier|Vendor|Contractor|Consultant|Licen[cs]or|Licensee|Manufacturer|Seller|Customer|Client|Buyer|"
    r"Purchaser|Subscriber|Reseller|Distributor|Discloser|Disclosing\s+Party|Recipient|Receiving\s+Party|Processor|Controller|"
    r"Franchisee|Franchisor|Party|Parties|Lessor|Lessee|Landlord|Tenant|Employee|Employer|Agent|Company)"
    r"\s+(?:\w+\s+)?(?:shall|will|must|may|agrees?|undertakes)\b"
)
_YOU_DUTY = AnyCase(r"\b(?:you|we)" + _DUTY)
# Holders of shares agree to file one form together: nobody owes anybody anything.
_FILING = re.compile(
    r"\bjoint(?:ly)?\s+(?:fil(?:ing|ed)|acquisition\s+statement)|filed\s+(?:jointly|on\s+behalf\s+of\s+each)",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"\bschedule\s+13\s?[dg]\b|\brule\s+13d-1|\bsection\s+13\b.{0,60}\bexchange\s+act\b", re.IGNORECASE | re.DOTALL
)
_FILING_TITLE = re.compile(r"\bJOINT\s+FILING\s+(?:AGREEMENT|STATEMENT)\b|\bJoint\s+Filing\s+(?:Agreement|Statement)\b")
_FILING_WITHIN = 1500
# The head of a report of this program: a folder of contracts may hold those of last year.
_REPORT = re.compile(
    r"\bGap\s+report\b|\b\d+\s+gaps?:\s+\d+\s+(?:critical|high|medium|low)\b|\bno\s+gaps\s+(?:under|in\s+what)\b"
)
_REPORT_WITHIN = 2000
_FILING_WORDS = 1500


@dataclass(frozen=True, slots=True)
class Signs:
    """What of an agreement a text shows, in points. ``other`` are points against it, ``another`` what it is."""

    parties: int
    terms: int
    binding: int
    other: int
    another: str = ""

    @property
    def points(self) -> int:
        """All points together."""
        return self.parties + self.terms + self.binding - self.other

    @property
    def lacking(self) -> str:
        """What is missing, in words, or "" where the text is taken for a contract."""
        if self.another:
            return self.another
        if self.points >= ENOUGH:
            return ""
        missing = [words for words, points in (("no parties", self.parties), ("no terms", self.binding)) if points < 2]
        return ", ".join(missing) or "no terms"


def signs_of(plain: str, text: str, outline: Outline, named: int, kind: str) -> Signs:
    """Return the signs in a text: those in its first pages where they are enough, else those in all of it.

    ``text`` is that of the document, with its marks: what it quotes does not count. ``named`` counts the parties that
    its opening names, ``kind`` is the kind of agreement in words. A text that is not in words that can be judged has
    enough signs.
    """
    begin = next((clause.start for clause in outline.clauses if clause.kind is not ClauseKind.CONTENTS), 0)
    pages = slice(begin, begin + _FIRST_PAGES)
    first = _counted(plain[pages], text[pages], outline, named, kind)
    if first.another or first.points >= SURE or len(plain) - begin <= _FIRST_PAGES:
        return first
    return _counted(plain, text, outline, named, kind)


def _counted(whole: str, text: str, outline: Outline, named: int, kind: str) -> Signs:
    plain = own_words(whole, text)
    split = plain.split()
    words = len(split)
    if _REPORT.search(whole, 0, _REPORT_WITHIN):
        return Signs(parties=0, terms=0, binding=0, other=0, another="a report on a contract")
    if words >= _LONG and _COMMON.count(plain) < _MIN_COMMON * words:
        return Signs(parties=0, terms=0, binding=ENOUGH, other=0)
    share = max(1.0, words / _EVERY)

    def counted(pattern: AnyCase, *steps: float) -> int:
        """One point for each step that the count by a thousand words reaches."""
        count = pattern.count(plain) / share
        return sum(count >= step for step in steps)

    signed = any(clause.kind is ClauseKind.SIGNATURE for clause in outline.clauses)
    numbered = sum(1 for clause in outline.clauses if clause.number and clause.kind is not ClauseKind.CONTENTS)
    itself, other = _ITSELF.count(plain), _OTHER.count(plain)
    front = " ".join(split[:_TITLE_WITHIN])[:_TITLE_WITHIN]
    titled = _has_title(plain)
    spoken = spoken_of(whole)
    against = next((points for rate, points in _SPEAKS if spoken > 1 and spoken >= rate * share), 0)
    filing = bool(_FILING_TITLE.search(front)) or (
        words < _FILING_WORDS and bool(_FILING.search(plain[:_FILING_WITHIN]) and _FORM.search(plain[:_FILING_WITHIN]))
    )
    return Signs(
        parties=min(named, 2) + counted(_PARTY, 2, 6) + signed,
        terms=(numbered >= 2) + bool(kind) + (3 if titled else 0),
        binding=counted(_ITSELF, 1, 2.5)
        + counted(_AGREES, 1, 2)
        + counted(_ROLE_DUTY, 1, 3, 5)
        + (3 if len(_DEFINED_DUTY.findall(plain)) / share >= 1 else 0)
        + counted(_YOU_DUTY, 3),
        other=against
        + (3 if other > itself else 0)
        + (_TITLE_WEIGHS.get(itself, 0) if _OTHER_TITLE.search(front) else 0),
        another="a joint filing, no terms" if filing else "",
    )


def _has_title(plain: str) -> bool:
    """Whether one of the first lines is the name of an agreement and no more. Its words begin with capitals."""
    lines = [line.strip() for line in plain.split("\n") if line.strip()][:_TITLE_LINES]
    return any(
        _TITLE.fullmatch(line) and all(not word[0].islower() for word in line.split() if len(word) > 3)
        for line in lines
    )
