"""Writes a playbook to begin with: valid as it stands, with a word on every key."""

from __future__ import annotations

import re

from contractcheck.errors import ContractcheckError
from contractcheck.playbooks.playbooks import read_playbook

_HEAD = """\
# A playbook: what a contract should say for one purpose. Try it: contractcheck check CONTRACT --playbook {id}.yaml
# Lines that begin with # are not read. "contractcheck rules list" names the rules that a row can use.
id: {id}
title: {title}
version: "1"
purpose: >
  Say here, in a sentence or two, who should use this playbook and for which contracts.
{extends}
# side: customer             whose side is reviewed, unless --side says otherwise
# law: "Regulation (EU) 2016/679"     is put before every source below
# applies_when:              where this is not found, every row is not applicable
#   looked_for: what shows that this playbook applies, in words.
#   any:
#     - {{words: [personal data, data subject*], times: 3}}
#     - {{title: [data processing]}}

requirements:
"""
_ROWS = """\
  # The key of a row is what reports show. "rule" names the rule that finds it: by default the one with the row's key.
  breach-notification-deadline:
    severity: high           # critical, high, medium, low
    at_most: 72 hours        # at_least, at_most: a number and a unit. A value beyond is weaker than usual
    by: provider             # provider, customer, mutual, anyone: who must bear the duty
    # source: "Article 33(2)"
    # because: Why it matters here, in a sentence.
    # unwanted: true         it is a fault if the contract says this
    # for_information: true  neither presence nor absence is a fault
    # positions:
    #   preferred: {at_most: 24 hours, wording: "The Provider shall ... within 24 hours ..."}
    #   fallback: {at_most: 48 hours, wording: "The Provider shall ... within 48 hours ..."}
    #   walk_away: {at_most: 72 hours, wording: "The Provider shall ... within 72 hours ..."}
"""
_MORE = """\
  governing-law: {severity: medium}
  liability-cap: {severity: high}
"""
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def scaffold(id: str, extends: str | None = None) -> str:
    """Return the text of a new playbook. Raises ContractcheckError where the name will not do as an id."""
    if not _ID.fullmatch(id):
        raise ContractcheckError(f"{id}: an id has only lower-case letters, digits and hyphens, such as our-vendors")
    if extends:
        read_playbook(extends)
    line = f"extends: {extends}\n" if extends else ""
    title = id.replace("-", " ").capitalize()
    return _HEAD.format(id=id, title=title, extends=line) + _ROWS + ("" if extends else _MORE)
