"""Reads the names that several parties share: "each of Alder and Birch is a “Supplier”"."""

from __future__ import annotations

import re

from contractcheck.parties.mentions import mentions
from contractcheck.parties.names import Named
from contractcheck.parties.plausible import is_thing
from contractcheck.parties.preamble import NOT_PARTY

_QUOTE = r"[“\"](?:the\s)?(?P<{}>[A-Z][^“”\"]{{1,40}}?)[,.]?[”\"]"
# "Each of Alder and Birch is hereinafter referred to as a “Supplier” and collectively as the “Suppliers”".
_EACH_IS = re.compile(
    r"(?P<who>(?:\b[Ee]ach\sof\s|\b)[^.;“”\"]{2,160}?),?\s(?:is|are)\s(?:sometimes\s|each\s|both\s|together\s|collectively\s)*"
    r"(?:(?:hereinafter|hereafter|herein)\s)?(?:(?:each|together|collectively|individually|jointly)\s)*referred\sto\s"
    r"(?:(?:hereinafter|hereafter|herein|individually|each|collectively|together)\s)*as\s(?:an?\s|the\s)?"
    + _QUOTE.format("one")
    + r"(?:\s(?:and|or),?\s(?:(?:collectively|together|jointly|as|the|in\sthe\splural)[,\s]+){1,4}"
    + _QUOTE.format("all")
    + ")?"
)
# "(“Birch” and, together with Alder, the “Suppliers”)".
_WITH = re.compile(
    r"[“\"](?:the\s)?(?P<own>[^“”\"]{2,40})[”\"][,;]?\s(?:and,?\s)?(?:together|collectively|jointly)\swith\s"
    r"(?P<who>[^“”\"().;]{2,120}?),?\s(?:the\s)?"
    + _QUOTE.format("one")
    + r"(?:\sand\s(?:each|individually),?\san?\s"
    + _QUOTE.format("all")
    + ")?"
)
# "Alder and Birch (together, the “Suppliers”)".
_BEHIND = re.compile(
    r"(?P<who>[^.;“”\"()]{2,120})\s\((?:each,?\san?\s" + _QUOTE.format("all") + r"\sand,?\s)?"
    r"(?:collectively|together|jointly)(?:\sreferred\sto\sas)?,?\s(?:the\s)?" + _QUOTE.format("one")
)


def share_names(named: list[Named], front: str) -> None:
    """Give each party the names of the groups that the opening words put it in.

    A name for all of the parties ("the Parties") says nothing of any.
    """
    if len(named) < 3:
        return
    for pattern in (_WITH, _BEHIND, _EACH_IS):
        for match in pattern.finditer(front):
            words = [
                word
                for word in (match["one"], match["all"])
                if word and not is_thing(word) and not NOT_PARTY.search(word)
            ]
            who = match["who"] + (f" {match['own']}" if pattern is _WITH else "")
            members = [item for item in named if mentions(who, (item.name, *item.aliases))]
            if words and 1 < len(members) < len(named):
                for item in members:
                    item.aliases.extend(word for word in words if word not in item.aliases)
