"""The rider: a Word document of its own with the proposed terms, for contracts that are no Word files."""

from __future__ import annotations

from collections.abc import Sequence

from contractcheck.checker import Checker
from contractcheck.model import Document, Found, Report, Verdict
from contractcheck.report.display import cut, shown
from contractcheck.report.wordfile import WordFile
from contractcheck.suggesting.model import Proposal, Suggested, Suggestion, Way
from contractcheck.suggesting.sections import Sections
from contractcheck.suggesting.wording import Names

# The words that a proposal is to replace are shown up to this length.
_OLD = 300
FOREWORD = (
    "These terms are proposed for the agreement named above. Below each term stands where it belongs. The words in"
    " small print are notes: take them out before the rider is signed."
)


def rider(
    checker: Checker,
    document: Document,
    reports: Sequence[Report],
    proposals: Sequence[Proposal],
    sections: Sections,
    names: Names,
    remarks: tuple[str, ...],
) -> Suggested:
    """Return a rider: the proposals, each with the place where it belongs. It is read again before it is returned."""
    contract = reports[0].contract
    name = shown(contract.name)
    file = WordFile(None, title=f"Rider to {name}")
    file.title(f"Rider to {name}")
    parties = [
        (role, party) for role, party in (("Provider", contract.provider), ("Customer", contract.customer)) if party
    ]
    if names.known and len(parties) == 2:
        provider, customer = names.called
        file.text(
            f"This rider belongs to the agreement between {shown(contract.provider)} (“{provider}”) and"
            f" {shown(contract.customer)} (“{customer}”)."
        )
    file.small(FOREWORD)
    suggestions = []
    for count, proposal in enumerate([one for one in proposals if one.wording], 1):
        place = _place(proposal, sections)
        file.heading(f"{count}. {shown(proposal.title)}", 2)
        file.text(proposal.wording)
        notes = [f"Where: {place}.", *(f"{one.title}: {one.message}" for one in (proposal, *proposal.covers))]
        notes += [f"Why: {proposal.why}"] if proposal.why else []
        for evidence in proposal.finding.evidence[:1]:
            notes.append(f"It is to take the place of: “{cut(evidence.quote, _OLD)}”")
        if "[" in proposal.wording:
            notes.append("Fill in or choose what stands in brackets.")
        file.small(" ".join(shown(note) for note in notes))
        suggestions.append((proposal, place))
    for proposal in proposals:
        if not proposal.wording:
            where = _place(proposal, sections)
            file.heading(f"To be taken out: {shown(proposal.title)}", 2)
            file.quote(cut(proposal.finding.evidence[0].quote, _OLD), where)
            file.small(shown(f"{proposal.message} Why: {proposal.why}"))
            suggestions.append((proposal, where))
    data = file.bytes()
    rows = {
        row.finding.requirement: row.finding.found
        for report in checker.examine("rider.docx", data).reports
        for row in report.assessed
    }
    made, told = [], list(remarks)
    for proposal, place in suggestions:
        asked = [one.requirement for one in (proposal, *proposal.covers) if one.requirement in rows]
        found = not proposal.wording or proposal.unwanted or all(rows[one] is Found.YES for one in asked)
        made.append(Suggestion(proposal, Way.RIDER, place, found))
        if not found:
            told.append(f"put in, but not found when the rider was read: {proposal.title} ({proposal.requirement})")
    return Suggested(data, tuple(made), tuple(told), rider=True)


def _place(proposal: Proposal, sections: Sections) -> str:
    for evidence in proposal.finding.evidence[:1] if proposal.verdict is not Verdict.MISSING else ():
        page = f" on page {evidence.page}" if evidence.paged else ""
        return f"clause {shown(evidence.clause)}{page}" if evidence.clause else f"the words{page or ' quoted below'}"
    section = sections.of(proposal.requirement, proposal.family)
    return f"at the end of {shown(section.name)}" if section else "no section fits by its heading: in this rider"
