"""Texts that speak of contracts, as guides, articles and collections of clauses do, and the words that they quote.

A contract is in the voice of its parties: "this Agreement", "the Supplier shall". A text on contracts speaks to whoever
drafts or reads one: "most contracts", "a clause should", "use this wording where you act for the customer". The clauses
that it quotes are not its own.
"""

from __future__ import annotations

import re

from contractcheck.language.anycase import AnyCase

_SIDE = r"(?:supplier|customer|buyer|seller|vendor|client|provider|discloser|recipient|licen[cs]or|licensee)"
# In 406 filed contracts, 58 current terms and 23 forms no text says two of these in a thousand words.
_OF_CONTRACTS = AnyCase(
    r"\b(?:model|sample|example|typical|suggested|recommended|alternative|fall-?back|preferred)\s+"
    r"(?:clause|wording|language|position)s?\b"
    r"|\b(?:clause|contract|agreement)\s+(?:librar(?:y|ies)|banks?|playbooks?|checklists?|templates?|drafting|reviews?|"
    r"negotiations?)\b"
    r"|\b(?:your|most|many|good|bad|every|typical|real)\s+(?:contract|clause|lawyer|counsel|legal\s+team|nda|dpa)s?\b"
    r"|\b(?:most|many|typical|good|bad)\s+agreements?\b"
    r"|\b(?:the|a|an|this|such\s+a|these)\s+(?:clause|contract|agreement|wording)s?\s+(?:says?|should|ought|might|often|"
    r"usually|typically|does\s+not\s+say|tells?|reads?|looks?)\b"
    r"|\b(?:clause|contract|agreement)s\s+(?:say|should|ought|might|often|usually|typically|tell|read|look|need)\b"
    r"|\b(?:drafting|negotiation|negotiating|guidance|practice)\s+(?:notes?|tips?)\b|\bwhy\s+(?:it|this)\s+matters\b"
    r"|\b(?:lawyers?|drafters?|negotiators?|courts|counterpart(?:y|ies))\s+(?:often|usually|tend|look|like|ask)\b"
    r"|\b(?:use|insert|include|adapt|choose|consider|add|copy)\s+(?:this|these|one\s+of\s+(?:these|the)|the\s+following|an?)"
    r"\s+(?:\w+\s+)?(?:clause|wording|option|language)s?\b"
    rf"|\bact(?:ing)?\s+for\s+(?:the|a)\s+{_SIDE}\b|\bpro-{_SIDE}\b|\b{_SIDE}-friendly\b"
    r"|\b(?:not|no|for)\s+legal\s+advice\b"
)
_BRACKETED = re.compile(r"\[[^\[\]]{0,2000}\]")
# Code between fences or ticks, quotations with a mark at each line, and passages of some words in quotation marks.
_QUOTED = re.compile(
    r"^[ \t]*(?P<fence>`{3,}|~{3,}).*?^[ \t]*(?P=fence)|`[^`\n]+`|^[ \t]*>[^\n]*"
    r"|“[^”]{40,2000}”|(?<![\w.,;:!?)\"])\"(?=\w)[^\"]{40,2000}(?<=[\w.,;:!?)\]])\"(?!\w)",
    re.DOTALL | re.MULTILINE,
)
# Where less than this of the words is left, the quotation is the text.
_MIN_OWN, _MIN_WORDS = 0.2, 40


def spoken_of(plain: str) -> int:
    """How often a text speaks of contracts, in its own words: a form has notes to whoever fills it in, in brackets."""
    return _OF_CONTRACTS.count(_BRACKETED.sub(" ", plain))


def own_words(plain: str, text: str) -> str:
    """The plain text of a document without what it quotes. ``text`` is that of the document itself, with its marks."""
    if not any(mark in text for mark in '`>~“"'):
        return plain
    kept, at = [], 0
    for found in _QUOTED.finditer(text):
        kept.append(plain[at : found.start()])
        at = found.end()
    own = "".join([*kept, plain[at:]])
    words = len(own.split())
    return own if words >= max(_MIN_WORDS, _MIN_OWN * len(plain.split())) else plain
