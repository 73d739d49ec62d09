"""The sentence of a finding, chosen by what was found, the verdict, the side and the reason; never by the rule alone.

A sentence that contradicts the quote beside it costs more trust than none. So a rule's own words are used only where
they say what was found: "missing" where nothing was, "contrary" where the opposite was, "weak" where the duty is soft.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from contractcheck.model import Evidence, Finding, Found, Side, Verdict
from contractcheck.rulebook.forms import Say


class Reason(StrEnum):
    """Why a verdict is what it is."""

    PLAIN = "what was found decides"
    UNWANTED_ROW = "the row asks that the contract does not say this"
    INFORMATION = "the row is told for information"
    NOT_READ = "not all was read"
    NEAR = "passages come near in words that the rules do not know"
    SOFT = "the duty is softened"
    MISMATCH = "words and digits disagree"
    NO_NUMBER = "no number is given where one belongs"
    BEYOND = "the number is beyond what is usual"
    ENDLESS = "no end is set where one belongs"
    CUT_NUMBER = "the number is cut out"
    BOUND_ALONE = "only the wrong side bears the duty"
    ENTITLED_ALONE = "only the wrong side has the right or the protection"


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict and its reason.

    ``usual`` is the limit of the row in words, where it sets one. ``unwanted`` is what the row says of its own fault.
    """

    verdict: Verdict
    reason: Reason = Reason.PLAIN
    usual: str = ""
    unwanted: str = ""


MISMATCH = "Words and digits disagree."
_NAMES = {Side.PROVIDER: "the provider", Side.CUSTOMER: "the customer"}
_UNREAD = {
    Found.REFERENCED: "The contract leaves this to a document that is not here. Ask for it and check it too.",
    Found.REDACTED: "The words are cut out of this copy. Check the original.",
    Found.UNSURE: "The wording comes close but is not plain. Read the passage yourself.",
}
_EFFORT = re.compile(
    r"\b(?:(?:(?:all|its|their|commercially|commercial|reasonable|diligent|good faith|best) )*(?:efforts?|endeavou?rs)"
    r"|(?:endeavou?rs?|attempts?|strives?|tries|try|seeks?|aims?|intends?) to"
    r"|(?:to the extent|as far as|where|wherever|if|when) (?:(?:reasonably|commercially) )?"
    r"(?:practicable|feasible|possible))\b",
    re.IGNORECASE,
)


def sentence(judged: Judged, finding: Finding, say: Say) -> str:
    """Return the sentence for a finding that was judged. ``say`` holds the row's words, else those of its rule."""
    value = finding.value.text if finding.value is not None else ""
    match judged.verdict, judged.reason:
        case _, Reason.NOT_READ:
            return "Nothing was found in what was read, and not all was read."
        case Verdict.UNSURE, Reason.NEAR:
            return "No wording that the rules know was found, but some passages come near. Read these passages."
        case Verdict.UNSURE, Reason.CUT_NUMBER:
            return "The number is cut out of this copy. Check the original."
        case Verdict.UNSURE, _:
            return _UNREAD[finding.found]
        case Verdict.MISSING, _:
            return say.missing
        case Verdict.UNWANTED, Reason.UNWANTED_ROW:
            # The rule's own sentence is for a contract that says the opposite: here it would tell an untruth.
            return judged.unwanted or "The contract says this. Under this playbook it should not."
        case Verdict.UNWANTED, _:
            return say.contrary
        case Verdict.NOT_APPLICABLE, _ if finding.found is Found.CONTRARY:
            return f"{say.contrary} For information only; not a gap."
        case Verdict.NOT_APPLICABLE, _:
            return "The contract says nothing about this. That is not a gap."
        case Verdict.MET, Reason.UNWANTED_ROW if finding.found is Found.CONTRARY:
            return "The contract rules this out."
        case Verdict.MET, Reason.UNWANTED_ROW:
            return "The contract does not say this."
        case Verdict.MET, _:
            return "The contract says this."
        case _, Reason.SOFT:
            return f"{say.weak} {_softened(finding.evidence)}"
        case _, Reason.MISMATCH:
            return MISMATCH
        case _, Reason.NO_NUMBER:
            return f"No number is given. Usual is {judged.usual}."
        case _, Reason.BEYOND:
            return f"The contract says {value}. Usual is {judged.usual}."
        case _, Reason.ENDLESS:
            return f"The contract sets no end. Usual is {judged.usual}."
        case _, Reason.BOUND_ALONE:
            return f"Only {_NAMES[finding.side]} is bound by this."
        case _, Reason.ENTITLED_ALONE:
            return f"Only {_NAMES[finding.side]} has this right or protection."
    raise AssertionError(f"no sentence for {finding.found}, {judged}")


def _softened(evidence: Iterable[Evidence]) -> str:
    """Name the words that soften a duty, as the quote has them."""
    for passage in evidence:
        found = _EFFORT.search(" ".join(passage.quote.split()))
        if found:
            return f"The words “{found.group().strip()}” soften the duty."
    return "The words that lead to the passage soften the duty."
