"""Attachments matched to the names that the body uses: "Schedule 2 (Service Levels)" is the file that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from contractcheck.language.labels import ANNEX, ANNEX_WORD, ATTACHMENT, annex_key
from contractcheck.model import Document, Outline

# A title stands at the top of its file: within so many characters.
TOP = 500
# The words in brackets or behind a dash that say what an attachment is about.
_ABOUT = re.compile(r"\s*[(\[–—:-]\s*[“\"]?(?P<words>[A-Z][A-Za-z&,’' -]{2,60})")
_LABEL = re.compile(rf"(?P<word>{ANNEX_WORD})\W{{1,3}}(?P<mark>[A-Z]|\d{{1,2}}|[IVX]{{1,5}})(?![\w])", re.IGNORECASE)
# The same in a file's name, where an underline or nothing may stand between: "sched2", "exhibit_a".
_IN_NAME = re.compile(
    rf"(?P<word>schedules|{ANNEX_WORD}|sched)[\s_.-]*(?P<mark>\d{{1,2}}|[ivx]{{1,5}}|[a-z])(?![a-z\d])",
    re.IGNORECASE,
)
# Documents that have a name of their own wherever they are: how they are written, and how the report calls them.
_KNOWN: tuple[tuple[str, str], ...] = (
    (
        r"data\s+(?:processing|protection)\s+(?:addendum|agreement|schedule|terms|appendix|annex)|\bDPA\b",
        "Data Processing Addendum",
    ),
    (r"service\s+levels?\s+(?:agreement|schedule|terms|addendum|appendix)|\bSLA\b", "Service Level Agreement"),
    (r"business\s+associate\s+(?:agreement|addendum|contract)|\bBAA\b", "Business Associate Agreement"),
    (r"statements?\s+of\s+work|\bSOW\b", "Statement of Work"),
    (r"order\s+form|service\s+order", "Order Form"),
    (r"non-?disclosure\s+agreement|confidentiality\s+agreement|\bNDA\b", "Non-Disclosure Agreement"),
    (r"(?:exit|transition)\s+plan", "Exit Plan"),
    (r"(?:information\s+)?security\s+(?:policy|requirements|schedule|standards?|addendum|annex)", "Security Policy"),
    (r"acceptable\s+use\s+policy|\bAUP\b", "Acceptable Use Policy"),
    (r"(?:price\s+list|pricing\s+schedule|fee\s+schedule|charges\s+schedule)", "Price List"),
    (r"business\s+continuity\s+plan|\bBCP\b", "Business Continuity Plan"),
)
KNOWN = tuple((re.compile(pattern, re.IGNORECASE), title) for pattern, title in _KNOWN)
# Words that say nothing of what an attachment is about.
_EMPTY = frozenset((*"the a an of to and for with this that agreement".split(), *ANNEX, ATTACHMENT))


@dataclass(frozen=True, slots=True)
class Named:
    """An attachment that the body names: as it names it, its label without spelling, and what it is about."""

    name: str
    key: str
    about: frozenset[str]


def names_in(outline: Outline, text: str) -> tuple[Named, ...]:
    """Return the attachments that a body names and does not hold, in the order of their first mention."""
    found: dict[str, tuple[int, Named]] = {}
    for row in outline.attachments:
        if not row.present:
            about = _ABOUT.match(text, row.end)
            named = Named(row.name, label_key(row.name), _words(about["words"]) if about else frozenset())
            found.setdefault(row.name.casefold(), (row.start, named))
    for pattern, title in KNOWN:
        match = pattern.search(text)
        if match is not None:
            words = " ".join(match.group().split())
            known = any(title.casefold() == name or words.casefold() == name for name in found)
            if not known:
                found[title.casefold()] = (match.start(), Named(words, "", _words(title)))
    return tuple(named for _, named in sorted(found.values(), key=lambda pair: pair[0]))


def titles_for(body: Sequence[Named], attachments: Sequence[Document]) -> tuple[str, ...]:
    """Return the name that the body gives to each attachment, "" where it names none that fits.

    A label at the top of the file counts most, then one in the file's name, then what the attachment is about. Each
    name goes to one file.
    """
    scores = sorted(
        (
            (-_fit(named, document), order, place)
            for order, named in enumerate(body)
            for place, document in enumerate(attachments)
            if _fit(named, document)
        ),
    )
    taken: dict[int, str] = {}
    used: set[int] = set()
    for _, order, place in scores:
        if order not in used and place not in taken:
            taken[place] = body[order].name
            used.add(order)
    return tuple(taken.get(place, "") for place in range(len(attachments)))


def _fit(named: Named, document: Document) -> float:
    """How well a name fits a file: 0 is not at all. Of two that are about it, the one with more words fits better."""
    top = document.text[:TOP]
    file = PurePath(document.name).stem
    if named.key:
        if named.key in _labels(top):
            return 4
        if named.key in _file_labels(file):
            return 3
        if _labels(top) and named.key not in _labels(top):
            return 0  # it says that it is another one
    known = [title for pattern, title in KNOWN if pattern.search(named.name) or _words(title) == named.about]
    for pattern, title in KNOWN:
        if title in known and (pattern.search(top) or pattern.search(re.sub(r"[_-]", " ", file))):
            return 2
    said = _words(re.sub(r"[_-]", " ", file)) | _words(top)
    wanted = named.about or (frozenset() if named.key else _words(named.name))
    return 1 + min(len(wanted), 9) / 10 if wanted and wanted <= said else 0


def label_key(name: str) -> str:
    """Return a label in one spelling ("SCHEDULE II" and "Schedule 2" are one), or "" where a name is no label."""
    match = _LABEL.fullmatch(name.strip())
    return _key(match) if match else ""


def _labels(text: str) -> set[str]:
    """The labels that stand at the start of a line: others are references."""
    return {_key(match) for line in text.splitlines() if (match := _LABEL.match(line.strip(" \t#*_")))}


def _file_labels(name: str) -> set[str]:
    return {_key(match) for match in _IN_NAME.finditer(name)}


def _key(match: re.Match[str]) -> str:
    return annex_key(match["word"], match["mark"])


def _words(text: str) -> frozenset[str]:
    """The words of a title, in the singular, without those that say nothing."""
    return frozenset(_stems(text)) - _EMPTY


def _stems(text: str) -> Iterator[str]:
    for word in re.findall(r"[a-z]{3,}", text.casefold()):
        yield word[:-1] if word.endswith("s") and not word.endswith("ss") else word
