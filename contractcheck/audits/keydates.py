"""Expiry, renewal and the last day to give notice, computed from what the contract says, with the sum shown.

A date that cannot be computed comes out with the reason. Nothing here depends on today.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from contractcheck.audits.calendar_sums import UNKNOWN_UNIT, Length, day_in_words, length_of, minus, plus
from contractcheck.audits.startdate import Dated, start_date
from contractcheck.checker import Examined
from contractcheck.detection.values import INDEFINITE, REDACTED_TEXT
from contractcheck.language.quantities import quantities
from contractcheck.model import Dimension, Evidence, Finding, Found, Status

TERM, RENEWAL, NOTICE = "initial-term", "renewal", "renewal-opt-out-notice"
MAX_QUOTE = 300

_BEGINS = re.compile(r"\b(?:commenc\w*|begin\w*|start\w*|effective|from|as\s+of)\b[^.;]{0,40}$", re.IGNORECASE)
_ENDS = re.compile(
    r"\b(?:until|through|thru|expir\w*|end(?:s|ing|ed)?|terminat\w*|no\s+later\s+than|to)\b[^.;]{0,40}$", re.IGNORECASE
)
_BY_ITSELF = re.compile(
    r"\bautomatic|\bsuccessive|\b(?:year|month)[\s-](?:to|by)[\s-](?:year|month)|\bthereafter\b|\bunless\b|\bevergreen\b",
    re.IGNORECASE,
)
_EVERY = re.compile(r"\b(?P<unit>year|month)[\s-]+(?:to|by)[\s-]+(?:year|month)\b", re.IGNORECASE)
# "successive one-year terms", "renewal terms of two years each": the length of a renewal stands beside such words.
_MORE = re.compile(r"\b(?:successive|additional|further|renew\w*|extend\w*|extension|consecutive)\b", re.IGNORECASE)
_BESIDE = 60
_NOTICE_WORDS = re.compile(r"[’']?\s*(?:written\s+|prior\s+)*(?:notice|before|prior)")


class What(StrEnum):
    """The three dates that a contract manager needs."""

    EXPIRY = "expiry"
    RENEWAL = "renewal"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class KeyDate:
    """A date with the sum that made it, or the reason why there is none. ``repeats`` counts months, 0 for never."""

    what: What
    day: date | None
    arithmetic: str = ""
    reason: str = ""
    page: int | None = None
    clause: str = ""
    quote: str = ""
    repeats: int = 0

    def data(self) -> dict[str, Any]:
        """Return the date as JSON can hold it: ``day`` is "2027-03-31" or ""."""
        return asdict(self) | {"what": self.what.value, "day": self.day.isoformat() if self.day else ""}


def key_dates(examined: Examined) -> tuple[KeyDate, ...]:
    """Return expiry, renewal and notice of a contract, in this order; none for a document that was not read."""
    if examined.report.status is not Status.CHECKED or examined.contract is None:
        return ()
    findings = {finding.requirement: finding for finding in examined.findings}
    expiry = _expiry(findings.get(TERM), start_date(examined.contract))
    renewal = _renewal(findings.get(RENEWAL), expiry)
    return expiry, renewal, _notice(findings.get(NOTICE), expiry, renewal)


def _expiry(finding: Finding | None, start: Dated | None) -> KeyDate:
    unsaid = _unsaid(finding, "how long the contract lasts")
    if unsaid or finding is None:
        return _unknown(What.EXPIRY, unsaid, finding)
    for passage in finding.evidence:
        fixed = _date_beside(passage, _ENDS)
        if fixed is not None:
            sum_ = f"The contract gives the date: {day_in_words(fixed.day)} ({_place(passage)})."
            return KeyDate(What.EXPIRY, fixed.day, sum_, **_from(passage))
    value = finding.value
    if value is None or value.text == INDEFINITE:
        return _unknown(What.EXPIRY, "the contract runs until it is terminated: it has no length and no date", finding)
    if value.text == REDACTED_TEXT:
        return _unknown(What.EXPIRY, "the length of the term is cut out of the text", finding)
    passage = _said_in(finding, value.text)
    length = length_of(value)
    if length is None:
        return _unknown(What.EXPIRY, UNKNOWN_UNIT, finding)
    own = _date_beside(passage, _BEGINS)
    if own is not None:
        start = own
    if start is None:
        reason = f"the contract lasts {length}, but no date on which it begins was found in its opening words"
        return _unknown(What.EXPIRY, reason, finding)
    end = plus(start.day, length)
    if end is None:
        return _unknown(What.EXPIRY, f"the contract lasts {length}, which is beyond any calendar", finding)
    last = end - timedelta(days=1)
    where = f" (page {start.page})" if start.page is not None else ""
    sum_ = (
        f"{start.what} {day_in_words(start.day)}{where} + {length} ({_place(passage)}) = "
        f"{day_in_words(end)}; the last day is the day before, {day_in_words(last)}."
    )
    return KeyDate(What.EXPIRY, last, sum_, **_from(passage))


def _renewal(finding: Finding | None, expiry: KeyDate) -> KeyDate:
    if finding is not None and finding.found is Found.CONTRARY:
        return _unknown(What.RENEWAL, "the contract rules out renewal", finding)
    unsaid = _unsaid(finding, "that the contract can be renewed")
    if unsaid or finding is None:
        return _unknown(What.RENEWAL, unsaid, finding)
    words = " ".join(item.quote for item in finding.evidence)
    itself = bool(_BY_ITSELF.search(words))
    repeats = _every(words) if itself else 0
    how = "it renews by itself" if itself else "only if the option to renew is used"
    if repeats:
        how += f", then every {Length(repeats, 'month')}"
    if expiry.day is None:
        return _unknown(What.RENEWAL, f"the expiry is not known: {expiry.reason} ({how})", finding)
    day = expiry.day + timedelta(days=1)
    sum_ = f"The day after the expiry on {day_in_words(expiry.day)} = {day_in_words(day)} ({how})."
    return KeyDate(What.RENEWAL, day, sum_, repeats=repeats, **_from(finding.evidence[0]))


def _notice(finding: Finding | None, expiry: KeyDate, renewal: KeyDate) -> KeyDate:
    unsaid = _unsaid(finding, "how long before the end notice must be given")
    if unsaid or finding is None:
        return _unknown(What.NOTICE, unsaid, finding)
    value = finding.value
    if value is None or value.amount is None:
        cut = value is not None and value.text == REDACTED_TEXT
        reason = "the length of the notice is cut out of the text" if cut else "the notice has no length in figures"
        return _unknown(What.NOTICE, reason, finding)
    length = length_of(value)
    if length is None:
        return _unknown(What.NOTICE, UNKNOWN_UNIT, finding)
    if expiry.day is None:
        return _unknown(What.NOTICE, f"the expiry is not known: {expiry.reason} (the notice is {length})", finding)
    day = minus(expiry.day, length)
    passage = _said_in(finding, value.text)
    sum_ = (
        f"Expiry {day_in_words(expiry.day)} (see there) - {length} ({_place(passage)}) = {day_in_words(day)}"
        f"{'; public holidays are not counted' if length.unit == 'business-day' else ''}."
    )
    return KeyDate(What.NOTICE, day, sum_, repeats=renewal.repeats, **_from(passage))


def _unsaid(finding: Finding | None, what: str) -> str:
    """Why a finding says nothing that can be computed with, or ""."""
    if finding is None:
        return f"no rule looks for {what}"
    return {
        Found.YES: "",
        Found.REFERENCED: f"another document, which is not here, says {what}",
        Found.REDACTED: f"the words that say {what} are cut out of the text",
        Found.UNSURE: f"a passage may say {what}: read it",
        Found.CONTRARY: f"the contract leaves open {what}",
    }.get(finding.found, f"the contract was not found to say {what}")


def _unknown(what: What, reason: str, finding: Finding | None) -> KeyDate:
    if finding is not None and finding.evidence:
        return KeyDate(what, None, reason=reason, **_from(finding.evidence[0]))
    return KeyDate(what, None, reason=reason)


def _date_beside(passage: Evidence, lead: re.Pattern[str]) -> Dated | None:
    """The date in a passage that such words lead to."""
    for found in quantities(passage.quote, 0, len(passage.quote), Dimension.DATE):
        before = passage.quote[max(0, found.start - 80) : found.start]
        if found.amount is not None and lead.search(before) and not (lead is _BEGINS and _ENDS.search(before)):
            return Dated(
                date.fromordinal(int(found.amount)), passage.page if passage.paged else None, "The term begins on"
            )
    return None


def _every(words: str) -> int:
    """Months from one renewal to the next, or 0 where the words do not say."""
    found = _EVERY.search(words)
    if found:
        return 12 if found["unit"].lower() == "year" else 1
    for more in _MORE.finditer(words):
        low, high = max(0, more.start() - _BESIDE), min(len(words), more.end() + _BESIDE)
        for quantity in quantities(words, more.start(), high, Dimension.DURATION) or quantities(
            words, low, high, Dimension.DURATION
        ):
            after = words[quantity.end : quantity.end + 30].lower()
            months = {"month": 1, "quarter": 3, "year": 12}.get(quantity.unit, 0)
            if months and quantity.amount and not _NOTICE_WORDS.match(after):
                return round(quantity.amount * months)
    return 0


def _said_in(finding: Finding, words: str) -> Evidence:
    """The passage that holds these words, or the first one."""
    wanted = _squeezed(words)
    return next((item for item in finding.evidence if wanted in _squeezed(item.quote)), finding.evidence[0])


def _from(passage: Evidence) -> dict[str, Any]:
    page = passage.page if passage.paged else None
    return {"page": page, "clause": passage.clause, "quote": _squeezed(passage.quote)[:MAX_QUOTE]}


def _place(passage: Evidence) -> str:
    place = f"page {passage.page}" if passage.paged else f"paragraph {passage.paragraph}"
    return ", ".join(filter(None, [place, f"clause {passage.clause}" if passage.clause else ""]))


def _squeezed(text: str) -> str:
    return " ".join(text.split())
