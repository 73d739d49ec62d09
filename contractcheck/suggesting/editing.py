"""Puts proposals into a Word file as tracked changes, each in its way and at its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from contractcheck.contract import Contract
from contractcheck.model import Evidence, Found, Verdict
from contractcheck.model.oneline import one_line
from contractcheck.reading.word.docx import Place
from contractcheck.reading.word.package import Package
from contractcheck.reading.word.styles import Styles
from contractcheck.suggesting.comments import comment_lines
from contractcheck.suggesting.looks import Looks
from contractcheck.suggesting.model import By, Proposal, Way
from contractcheck.suggesting.package import WordZip, comments_of, with_comments
from contractcheck.suggesting.sections import Section, Sections, name_of
from contractcheck.suggesting.tracked import Tracker, plain_words
from contractcheck.suggesting.wordxml import MainPart

RIDER = "Rider: proposed terms"
# The room for "R12." in front of a term of the rider, in twentieths of a point.
HANGING = 720
# A number that was typed: what stands before its last part, that part, what follows, and the space after it.
_TYPED = re.compile(r"((?:(?:Section|Clause|Article)\s+)?(?:\d{1,3}\.)*)(\d{1,3})([.)]?)([ \t\u00a0]+)")
_ID = re.compile(rb'\bw:id="(\d{1,9})"')
# A quote that was cut for the report is no whole sentence.
_WHOLE = 590
# How many characters of a paragraph show whether it begins and ends as a sentence does.
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s*$")


@dataclass(frozen=True)
class Put:
    """A proposal that was put in: how, and where in a few words."""

    proposal: Proposal
    way: Way
    place: str


class Edit:
    """One attempt: the file, what was read from it, and the changes so far. Make a new one for each attempt."""

    def __init__(self, data: bytes, contract: Contract, places: Sequence[Place], sections: Sections, by: By) -> None:
        name = contract.document.name
        self._zip = WordZip(data, name)
        self.signed = self._zip.signed
        with Package(data, name) as package:
            self._main = package.main
            related = dict(package.related(package.main).values())
            self._comments = related.get("comments", "")
            self._part = MainPart(self._zip.read(self._main), package.parse(self._main))
            styles = Styles(package.parse(related["styles"]) if "styles" in related else None)
            numbering = package.parse(related["numbering"]) if "numbering" in related else None
        self._looks = Looks(self._part, contract.document, places, styles, numbering)
        self._contract, self._places, self._sections = contract, places, sections
        taken = [int(found) for found in _ID.findall(self._part.xml)]
        said = [int(found) for found in _ID.findall(self._zip.read(self._comments))] if self._comments else []
        self._tracker = Tracker(self._part, by, max(taken, default=0) + 1, max([*taken, *said], default=-1) + 1)
        self._last: dict[int, int] = {}
        self._cut: set[int] = set()
        self.touched: set[int] = set()
        self.new: list[str] = []

    # --- the ways -------------------------------------------------------------------------------------------------

    def put(self, proposal: Proposal, way: Way) -> Put | None:
        """Put a proposal in, in one way; None where it cannot go in that way."""
        match way:
            case Way.NUMBERED | Way.PLAIN:
                place = self._at_end_of_section(proposal, numbered=way is Way.NUMBERED)
            case Way.VALUE:
                place = self._figure(proposal)
            case Way.REPLACE | Way.STRIKE | Way.COMMENT:
                place = self._in_words(proposal, way)
            case Way.BESIDE:
                place = self._beside(proposal)
            case Way.RIDER:
                return None  # all of them together: see ``rider``
        return Put(proposal, way, place) if place else None

    def rider(self, proposals: Sequence[Proposal]) -> list[Put]:
        """Put the proposals that have no other place before the signatures, under a heading of their own."""
        if not proposals:
            return []
        signatures = self._sections.signatures()
        at, where = self._part.end, "at the end"
        like = self._looks.plainest()
        following = next((one for one in self._places if signatures is not None and one.end > signatures), None)
        if following is not None:
            at, where = self._part.ranges[following.index].whole.start, "before the signatures"
        heading = self._tracker.paragraph(like, RIDER, (), number=False, indent=0, bold=True)
        self._part.insert(at, heading)
        self.new.append(RIDER)
        done = []
        for count, proposal in enumerate(proposals, 1):
            place = f"in the rider {where}, under R{count}"
            text = f"R{count}.\t{one_line(proposal.wording)}"
            section = self._sections.of(proposal.requirement, proposal.family)
            why = "no section of the contract fits it by its heading"
            if section is not None or proposal.verdict is not Verdict.MISSING:
                why = "nearer to the clauses on its matter it could not stand as a term of its own"
            comment = comment_lines(proposal, f"Placed {place}: {why}.")
            self._part.insert(
                at, self._tracker.paragraph(like, text, comment, number=False, indent=HANGING, hanging=True)
            )
            self.new.append(text)
            done.append(Put(proposal, Way.RIDER, place))
        return done

    def bytes(self) -> bytes:
        """Return the Word file with all changes."""
        self._zip.write(self._main, self._part.bytes())
        if self._tracker.comments:
            name, xml = comments_of(self._zip, self._main, self._comments)
            self._zip.write(name, with_comments(xml, self._tracker.comments, self._tracker.by))
        return self._zip.packed()

    def _at_end_of_section(self, proposal: Proposal, *, numbered: bool) -> str:
        section = self._sections.of(proposal.requirement, proposal.family)
        if section is None:
            return ""
        inside = [place for place in self._places if section.start <= place.start < section.end]
        if not inside:
            return ""
        at = max(self._part.ranges[place.index].whole.end for place in inside)
        if not numbered:
            like, text, indent = (
                self._looks.body_of(inside),
                one_line(proposal.wording),
                self._looks.indent(self._looks.body_of(inside)),
            )
            said = f"at the end of {section.name}, without a number"
            comment = comment_lines(proposal, f"Placed {said}: no number changes.")
            self._part.insert(at, self._tracker.paragraph(like, text, comment, number=False, indent=indent))
            self.new.append(text)
            return said
        sibling = self._last_sibling(section, inside)
        if sibling is None:
            return ""
        element = self._part.paragraphs[sibling.index]
        typed = _TYPED.match(sibling.label or self._contract.text[sibling.start : sibling.end])
        if typed is None and not sibling.label:
            return ""
        text, label = one_line(proposal.wording), "the next number"
        if typed is not None:
            count = self._last.get(section.index, int(typed[2])) + 1
            self._last[section.index] = count
            label = f"{typed[1]}{count}"
            text = text if sibling.label else f"{label}{typed[3]}{typed[4]}{text}"
        said = f"at the end of {section.name}, as {label}"
        comment = comment_lines(proposal, f"Placed {said}. It is the last clause there, so no other number changes.")
        self._part.insert(at, self._tracker.paragraph(element, text, comment, number=True))
        self.new.append(text)
        return said

    def _figure(self, proposal: Proposal) -> str:
        value_ = proposal.finding.value
        if not proposal.figure or value_ is None or not value_.text:
            return ""
        for evidence in proposal.finding.evidence:
            found = [match.start() for match in re.finditer(re.escape(value_.text), evidence.quote)]
            if len(found) == 1:
                start = evidence.start + found[0]
                said = f"in {_clause(evidence)}: {proposal.figure} in place of {one_line(value_.text)}"
                comment = comment_lines(proposal, f"Changed {said}.")
                return said if self._rewrite(start, start + len(value_.text), proposal.figure, comment) else ""
        return ""

    def _in_words(self, proposal: Proposal, way: Way) -> str:
        evidence = proposal.finding.evidence[0]
        new = {Way.REPLACE: one_line(proposal.wording), Way.STRIKE: "", Way.COMMENT: None}[way]
        if way is not Way.COMMENT and (len(proposal.finding.evidence) > 1 or not self._is_sentence(evidence)):
            return ""
        said = (
            f"in {_clause(evidence)}: "
            + {
                Way.REPLACE: "in place of the words that are there",
                Way.STRIKE: "the words are taken out",
                Way.COMMENT: "a comment only: the same words also serve other terms, or cannot be taken out alone",
            }[way]
        )
        comment = comment_lines(proposal, f"Changed {said}." if new is not None else f"Not changed {said}.")
        return said if self._rewrite(evidence.start, evidence.end, new, comment) else ""

    def _beside(self, proposal: Proposal) -> str:
        """After the clause that holds the words. A list is not broken: then it is after the clause around the list."""
        if not proposal.wording:
            return ""
        evidence = proposal.finding.evidence[0]
        place = self._place_at(evidence.start)
        if place is None:
            return ""
        index = max((at for at, one in enumerate(self._contract.clauses) if one.start <= evidence.start), default=-1)
        clause = self._contract.clauses[index]
        if clause.parent >= 0 and not self._whole(place):
            end = self._sections.subtree_end(clause.parent)
            place = max((one for one in self._places if one.start < end), key=lambda one: one.start, default=place)
        like = self._part.paragraphs[place.index]
        at = self._part.ranges[place.index].whole.end
        said = f"after the words in {_clause(evidence) or name_of(clause)}, without a number"
        why = "Proposed to take the place of the words before it. They stay, for you to take out or adapt."
        comment = comment_lines(proposal, f"Placed {said}: no number changes. {why}")
        text = one_line(proposal.wording)
        self._part.insert(
            at, self._tracker.paragraph(like, text, comment, number=False, indent=self._looks.indent(like))
        )
        self.new.append(text)
        return said

    # --- what they stand on ---------------------------------------------------------------------------------------

    def _rewrite(self, start: int, end: int, new: str | None, comment: Sequence[str]) -> bool:
        place = self._place_at(start)
        # A paragraph is rewritten once: the second change would not find the words of the first.
        if place is None or end > place.end or place.index in self._cut:
            return False
        if self._part.ranges[place.index].outer is not None and plain_words(self._part.paragraphs[place.index]) is None:
            return False
        words = plain_words(self._part.paragraphs[place.index])
        lead = self._contract.text[place.start : place.end]
        if words is None or lead != place.label + words:
            return False
        base = place.start + len(place.label)
        if start < base:
            return False
        xml = self._tracker.rewritten(place.index, start - base, end - base, new, comment)
        if xml is None:
            return False
        self._part.replace(place.index, xml)
        self._cut.add(place.index)
        if new is not None:
            self.touched.add(place.index)
        return True

    def _place_at(self, offset: int) -> Place | None:
        return next((one for one in self._places if one.start <= offset < one.end), None)

    def _whole(self, place: Place) -> bool:
        text = self._contract.text[place.start : place.end].rstrip()
        return bool(_SENTENCE_END.search(text))

    def _is_sentence(self, evidence: Evidence) -> bool:
        """Tell whether a quote is one or more whole sentences: no item of a list, no piece that the report cut."""
        quote, text = evidence.quote, self._contract.text
        place = self._place_at(evidence.start)
        if place is None or len(quote) > _WHOLE or not quote[:1].isupper() or not _SENTENCE_END.search(quote):
            return False
        before = text[place.start + len(place.label) : evidence.start].rstrip()
        return not before or bool(_SENTENCE_END.search(before)) or bool(re.search(r"[\d)]\.?$", before))

    def _last_sibling(self, section: Section, inside: Sequence[Place]) -> Place | None:
        """Return the last clause of a section that a further one may follow: numbered, and a sentence of its own."""
        children = [one for one in self._contract.clauses if one.parent == section.index and one.number]
        if not children or len({one.level for one in children}) > 1:
            return None
        last = children[-1]
        found = next((one for one in inside if one.start <= last.start < one.end), None)
        if found is None or found.end < last.body:
            return None
        text = self._contract.text
        if not text[last.body : last.body + 1].isupper() and not last.heading:
            return None
        if not _SENTENCE_END.search(text[: section.end].rstrip()[-3:]):
            return None
        # "The Provider shall: 4.1 encrypt ..": what follows such words is no sentence of its own.
        own = self._sections.clauses[section.index]
        return None if text[own.body : children[0].start].rstrip().endswith((":", "-", "\u2014")) else found


def ways(proposal: Proposal) -> tuple[Way, ...]:
    """Return the ways to try for a proposal, the best first. The last one always works."""
    if proposal.verdict is Verdict.MISSING or not proposal.finding.evidence:
        return (Way.NUMBERED, Way.PLAIN, Way.RIDER)
    if proposal.unwanted or proposal.finding.found is Found.CONTRARY:
        return (Way.REPLACE, Way.BESIDE, Way.RIDER) if proposal.wording else (Way.STRIKE, Way.COMMENT)
    if proposal.figure:
        return (Way.VALUE, Way.BESIDE, Way.RIDER)
    return (Way.REPLACE, Way.BESIDE, Way.RIDER) if proposal.finding.soft else (Way.BESIDE, Way.RIDER)


def _clause(evidence: Evidence) -> str:
    if evidence.clause:
        return f"clause {one_line(evidence.clause)}"
    return f"paragraph {evidence.paragraph}" if evidence.paragraph else ""
