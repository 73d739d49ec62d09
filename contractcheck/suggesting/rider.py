"""The rider: a Word document of its own with the proposed terms, for contracts that are no Word files.

Reasons stand in comments. In the text they would be read as terms.
"""

from __future__ import annotations

from collections.abc import Sequence

from contractcheck.checker import Checker
from contractcheck.model import Found, Report, Verdict
from contractcheck.model.oneline import cut, one_line
from contractcheck.reading.word.package import Package
from contractcheck.report.wordfile import WordFile
from contractcheck.suggesting.comments import comment_lines
from contractcheck.suggesting.model import By, Proposal, Suggested, Suggestion, Way
from contractcheck.suggesting.package import WordZip, comments_of, with_comments
from contractcheck.suggesting.sections import Sections
from contractcheck.suggesting.tracked import Tracker, plain_words
from contractcheck.suggesting.wording import Names
from contractcheck.suggesting.wordxml import MainPart

# The words that a proposal is to replace are shown up to this length.
_OLD = 300
FOREWORD = (
    "The line below each term says where it belongs in the agreement. The lines in small print and the comments are "
    "notes: remove them before the rider is signed."
)


def rider(
    checker: Checker,
    reports: Sequence[Report],
    proposals: Sequence[Proposal],
    sections: Sections,
    names: Names,
    by: By,
    remarks: tuple[str, ...],
) -> Suggested:
    """Return a rider: the proposals, each with the place where it belongs. It is read again before it is returned."""
    contract = reports[0].contract
    name = one_line(contract.name)
    file = WordFile(None, title=f"Rider to {name}")
    file.title(f"Rider to {name}")
    if names.known and contract.provider and contract.customer:
        provider, customer = names.called
        file.text(
            f"This rider belongs to the agreement between {one_line(contract.provider)} (“{provider}”) and"
            f" {one_line(contract.customer)} (“{customer}”)."
        )
    file.small(FOREWORD)
    written = [one for one in proposals if one.wording]
    struck = [one for one in proposals if not one.wording]
    comments: list[tuple[str, list[str]]] = []
    places: list[tuple[Proposal, str]] = []
    for count, proposal in enumerate(written, 1):
        place = _place(proposal, sections)
        file.heading(f"{count}. {one_line(proposal.title)}", 2)
        file.text(proposal.wording)
        file.small(f"Where: {place}.")
        lines = comment_lines(proposal, f"Where: {place}.")
        for evidence in proposal.finding.evidence[:1]:
            lines.append(f"It is to replace: “{cut(evidence.quote, _OLD)}”")
        comments.append((one_line(proposal.wording), lines))
        places.append((proposal, place))
    for proposal in struck:
        place = _place(proposal, sections)
        file.heading(f"To be deleted: {one_line(proposal.title)}", 2)
        old = cut(proposal.finding.evidence[0].quote, _OLD)
        file.quote(old, place)
        comments.append((f"“{old}”", comment_lines(proposal, f"Where: {place}.")))
        places.append((proposal, place))
    data = _commented(file.bytes(), comments, by)
    rows = {
        row.finding.requirement: row.finding.found
        for report in checker.examine("rider.docx", data).reports
        for row in report.assessed
    }
    made, told = [], list(remarks)
    for proposal, place in places:
        asked = [one.requirement for one in (proposal, *proposal.covers) if one.requirement in rows]
        found = not proposal.wording or proposal.unwanted or all(rows[one] is Found.YES for one in asked)
        made.append(Suggestion(proposal, Way.RIDER, place, found))
        if not found:
            told.append(f"inserted, but not found when it was read back: {proposal.title} ({proposal.requirement})")
    return Suggested(data, tuple(made), tuple(told), rider=True)


def _commented(data: bytes, comments: Sequence[tuple[str, list[str]]], by: By) -> bytes:
    """Put comments on paragraphs, which stand in the order of the comments."""
    file = WordZip(data, "rider.docx")
    with Package(data, "rider.docx") as package:
        main = package.main
        known = next((part for kind, part in package.related(main).values() if kind == "comments"), "")
        part = MainPart(file.read(main), package.parse(main))
    tracker = Tracker(part, by, 1, 0)
    waiting = list(comments)
    for index, paragraph in enumerate(part.paragraphs):
        if waiting and plain_words(paragraph) == waiting[0][0]:
            xml = tracker.rewritten(index, 0, len(waiting[0][0]), None, waiting[0][1])
            if xml is not None:
                part.replace(index, xml)
            waiting.pop(0)
    file.write(main, part.bytes())
    if tracker.comments:
        where, xml = comments_of(file, main, known)
        file.write(where, with_comments(xml, tracker.comments, by))
    return file.packed()


def _place(proposal: Proposal, sections: Sections) -> str:
    for evidence in proposal.finding.evidence[:1] if proposal.verdict is not Verdict.MISSING else ():
        page = f" on page {evidence.page}" if evidence.paged else ""
        return f"clause {one_line(evidence.clause)}{page}" if evidence.clause else f"the words{page or ' quoted here'}"
    section = sections.of(proposal.requirement, proposal.family)
    return f"at the end of {one_line(section.name)}" if section else "no section heading fits: in this rider"
