"""(Document, findings) -> whether a playbook, or a row of one, concerns this contract at all."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from contractcheck.contract import Contract
from contractcheck.model import ClauseKind, Finding, Found
from contractcheck.playbooks.wanted import Applies, Trigger

# The title stands within this many characters of the first clause that is not a list of contents.
TITLE_CHARS = 700
_THERE = (Found.YES, Found.REFERENCED, Found.REDACTED)


class Subject:
    """What triggers look at: the words of a document, those of its title, and what the rules found.

    ``kind`` is the kind of agreement in plain words, as far as it could be told. It counts as part of the title.
    """

    def __init__(self, contract: Contract, findings: tuple[Finding, ...]) -> None:
        text = contract.plain
        begin = next((clause.start for clause in contract.clauses if clause.kind is not ClauseKind.CONTENTS), 0)
        self.kind = contract.kind
        self.title = _joined(text[begin : begin + TITLE_CHARS])
        self._plain = text
        self._found = {finding.requirement: finding.found for finding in findings}

    @cached_property
    def _text(self) -> str:
        return _joined(self._plain)

    @property
    def length(self) -> int:
        """The number of words, about."""
        return self._text.count(" ") + 1

    def named(self, words: tuple[str, ...], text: str) -> tuple[str, ...]:
        """Return those of the words that stand in a text."""
        return tuple(word for word in words if _pattern(word).search(text))

    def counts(self, words: tuple[str, ...]) -> dict[str, int]:
        """Return how often each of the words stands in the document; those that do not are left out."""
        counted = {word: sum(1 for _ in _pattern(word).finditer(self._text)) for word in words}
        return {word: count for word, count in counted.items() if count}

    def applies(self, when: Applies | None) -> bool:
        """Tell whether the triggers fire. Nothing to look for means that it applies."""
        if when is None:
            return True
        return (
            (not when.any or any(self._fires(trigger) for trigger in when.any))
            and all(self._fires(trigger) for trigger in when.all)
            and not any(self._fires(trigger) for trigger in when.none)
        )

    def _fires(self, trigger: Trigger) -> bool:
        if trigger.rule:
            return self._found.get(trigger.rule) in _THERE
        if trigger.title:
            return self._counts(trigger.title, f"{self.kind} | {self.title}", trigger.times)
        return self._counts(trigger.words, self._text, trigger.times)

    @staticmethod
    def _counts(words: tuple[str, ...], text: str, times: int) -> bool:
        count = 0
        for word in words:
            for _ in _pattern(word).finditer(text):
                count += 1
                if count >= times:
                    return True
        return False


def _joined(text: str) -> str:
    return " ".join(text.replace("’", "'").split())


@lru_cache(maxsize=2048)
def _pattern(word: str) -> re.Pattern[str]:
    """Small letters match in any case; a word with a capital matches as it is written. ``*`` is any ending."""
    parts = [re.escape(part).replace(r"\*", r"\w*").replace(r"\-", "[- ]?") for part in word.replace("’", "'").split()]
    flags = re.IGNORECASE if word == word.lower() else re.NOFLAG
    return re.compile(r"(?<!\w)" + r"\s".join(parts) + r"(?!\w)", flags)
