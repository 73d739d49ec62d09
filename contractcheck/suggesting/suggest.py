"""Suggests edits: the playbook's wording as tracked changes in a Word file, or a rider for any other file.

The result is read again before it is handed out: what was put in must be found, and what was there must still be.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from contractcheck.checker import Checker, Examined
from contractcheck.contract import Contract
from contractcheck.errors import ContractcheckError, UnreadableError
from contractcheck.model import GAPS, Assessed, Found, Report, Severity, Verdict
from contractcheck.reading import kinds, read_bytes
from contractcheck.reading.options import ReadOptions, Revisions
from contractcheck.reading.word.docx import Place, paragraph_places
from contractcheck.suggesting.editing import Edit, Put, ways
from contractcheck.suggesting.model import By, Proposal, Suggested, Suggestion, Way
from contractcheck.suggesting.proposals import propose
from contractcheck.suggesting.rider import rider
from contractcheck.suggesting.sections import Sections
from contractcheck.suggesting.wording import Names

# Each attempt moves at least one proposal to its next way; a contract that needs more is left as the last one made it.
MAX_ATTEMPTS = 8
_IN_WORDS = (Way.VALUE, Way.REPLACE, Way.STRIKE)
_ORIGINAL = ReadOptions(revisions=Revisions.ORIGINAL)


def suggest(
    checker: Checker,
    examined: Examined,
    reports: Sequence[Report],
    by: By,
    *,
    severities: Collection[Severity] = tuple(Severity),
    only: Collection[str] = (),
) -> Suggested:
    """Return the contract with suggested edits, or a rider. The same input gives the same bytes.

    Args:
        checker: what examined the contract.
        examined: the contract as read in its final state.
        reports: its reports with waivers applied, one a playbook. A waived gap gets no suggestion.
        by: who makes the changes, and when.
        severities: the severities of gaps that are wanted.
        only: ids of requirements; none means all.

    Raises:
        UnreadableError: the file cannot be changed.
    """
    contract = examined.contract
    if contract is None or contract.source is None:
        raise UnreadableError("error", "the contract was not read")
    proposals, names = propose(checker, examined, reports, severities=severities, only=only)
    wordless = [one for one in proposals if not one.wording and one.verdict is not Verdict.UNWANTED]
    proposals = [one for one in proposals if one not in wordless]
    remarks = [f"there is no wording to propose for: {one.title} ({one.requirement})" for one in wordless]
    remarks += _remarks(reports, names, proposals)
    if not proposals:
        return Suggested(None, (), tuple(remarks))
    sections = Sections(contract, [row for report in reports for row in report.assessed])
    if not kinds.is_docx(contract.source.data):
        return rider(checker, reports, proposals, sections, names, by, tuple(remarks))
    return _Attempts(checker, examined, contract, contract.source.data, reports, by, proposals, sections).best(remarks)


class _Attempts:
    """Tries ways for the proposals until reading the result finds them, and finds all else as it was."""

    def __init__(
        self, checker: Checker, examined: Examined, contract: Contract, data: bytes, reports: Sequence[Report], by: By,
        proposals: Sequence[Proposal], sections: Sections,
    ) -> None:  # fmt: skip
        self._checker, self._data, self._by, self._sections = checker, data, by, sections
        self._contract, self._path = contract, contract.document.path
        self._reports, self._proposals = reports, proposals
        self._places: tuple[Place, ...] = paragraph_places(data, self._contract.document.name)
        self._rows = {row.finding.requirement: row for report in examined.reports for row in report.assessed}
        self._left: dict[str, list[Way]] = {one.requirement: list(ways(one)) for one in proposals}
        for one in proposals:
            if not self._may_cut(one):
                cut = (Way.REPLACE, Way.STRIKE)
                self._left[one.requirement] = [way for way in ways(one) if way not in cut]

    def best(self, remarks: Sequence[str]) -> Suggested:
        """Return the first attempt that holds, or the last one with remarks on what does not."""
        original = read_bytes(self._data, self._path, _ORIGINAL).text
        told: list[str] = []
        for attempt in range(MAX_ATTEMPTS):
            edit, puts = self._edited()
            data = edit.bytes()
            if read_bytes(data, self._path, _ORIGINAL).text != original:
                raise ContractcheckError(
                    f"{self._path}: the changes could not be made so that rejecting them restores the text"
                )
            after = self._checker.examine(
                self._path,
                data,
                provider=self._contract.named[0],
                customer=self._contract.named[1],
                reading=ReadOptions(),
            )
            rows = {row.finding.requirement: row for report in after.reports for row in report.assessed}
            lost = [put for put in puts if not _holds(put, rows)]
            worse = list(self._worse(rows))
            shifted = self._shifted(edit, data)
            last = attempt == MAX_ATTEMPTS - 1
            moved = False if last else self._move(puts, lost, worse, shifted=shifted)
            if not moved:
                told = [
                    f"after the changes this is judged {rows[row.finding.requirement].verdict.value}, "
                    f"before them {row.verdict.value}: {row.title} ({row.finding.requirement})"
                    for row in worse
                ]
                if shifted:
                    told.append("the suggested clauses change the numbers of others: check the cross-references")
                break
        if edit.signed:
            told.append("the file is signed: its signatures are not valid on a changed copy")
        missed = {id(put.proposal) for put in lost}
        told += [
            f"inserted, but not found when the copy was read back: {put.proposal.title} ({put.proposal.requirement})"
            for put in lost
            if put.way is not Way.COMMENT
        ]
        suggestions = tuple(
            Suggestion(put.proposal, put.way, put.place, found=id(put.proposal) not in missed) for put in puts
        )
        return Suggested(data, suggestions, (*remarks, *told))

    def _edited(self) -> tuple[Edit, list[Put]]:
        edit = Edit(self._data, self._contract, self._places, self._sections, self._by)
        puts: list[Put] = []
        rest: list[Proposal] = []
        for proposal in self._proposals:
            left = self._left[proposal.requirement]
            while left:
                if left[0] is Way.RIDER:
                    rest.append(proposal)
                    break
                put = edit.put(proposal, left[0])
                if put is not None:
                    puts.append(put)
                    break
                left.pop(0)
        puts += edit.rider(rest)
        return edit, puts

    def _move(self, puts: Sequence[Put], lost: Sequence[Put], worse: Sequence[Assessed], *, shifted: bool) -> bool:
        """Give up the ways that did not work. Returns whether any proposal goes another way now."""
        given_up = {put.proposal.requirement for put in lost if put.proposal.sole}
        if worse:
            given_up |= {put.proposal.requirement for put in puts if put.way in _IN_WORDS and self._near(put, worse)}
        if shifted:
            given_up |= {put.proposal.requirement for put in puts if put.way is Way.NUMBERED}
        moved = False
        for requirement in given_up:
            left = self._left[requirement]
            if len(left) > 1:
                left.pop(0)
                moved = True
        return moved

    def _near(self, put: Put, worse: Sequence[Assessed]) -> bool:
        own = put.proposal.finding.evidence[0]
        return any(
            piece.start < own.end + 2000 and own.start < piece.end + 2000
            for row in worse
            for piece in row.finding.evidence
        )

    def _may_cut(self, proposal: Proposal) -> bool:
        """Tell whether the words of a gap may be taken out: nothing that is in order rests on them."""
        own = [(piece.start, piece.end) for piece in proposal.finding.evidence]
        return not any(
            start < piece.end and piece.start < end
            for row in self._rows.values()
            if row.finding.requirement != proposal.requirement and row.finding.found is Found.YES
            for piece in row.finding.evidence
            for start, end in own
        )

    def _worse(self, rows: dict[str, Assessed]) -> Iterator[Assessed]:
        """Yield what was no gap before and is one now, or was told and is in doubt."""
        for requirement, row in self._rows.items():
            now = rows.get(requirement)
            if now is None or row.verdict in GAPS:
                continue
            if now.verdict in GAPS or (now.verdict is Verdict.UNSURE and row.verdict is Verdict.MET):
                yield row

    def _shifted(self, edit: Edit, data: bytes) -> bool:
        """Tell whether any paragraph that was there reads otherwise now, its number included."""
        text = read_bytes(data, self._path).text
        now = [(place, text[place.start : place.end]) for place in paragraph_places(data, self._contract.document.name)]
        new = list(edit.new)
        kept = []
        for place, words in now:
            match = next((one for one in new if words.removeprefix(place.label) == one), None)
            if match is None:
                kept.append(words)
            else:
                new.remove(match)
        before = [
            "" if place.index in edit.touched else self._contract.text[place.start : place.end]
            for place in self._places
        ]
        same = len(before) == len(kept) and all(
            not one or one == other for one, other in zip(before, kept, strict=False)
        )
        return not same


def _holds(put: Put, rows: dict[str, Assessed]) -> bool:
    """Tell whether reading the result finds what was put in, or no longer finds what was taken out."""
    row = rows.get(put.proposal.requirement)
    if row is None or put.way is Way.COMMENT:
        return True
    if put.way is Way.STRIKE:
        return row.verdict not in GAPS
    if put.proposal.unwanted:
        return True
    found = all(
        one.requirement not in rows or rows[one.requirement].finding.found is Found.YES
        for one in (put.proposal, *put.proposal.covers)
    )
    return found and (put.way is not Way.VALUE or row.verdict not in GAPS)


def _remarks(reports: Sequence[Report], names: Names, proposals: Sequence[Proposal]) -> Iterator[str]:
    """Say what the result does not hold, and what a reader must see to."""
    unsure = sum(row.verdict is Verdict.UNSURE for report in reports for row in report.assessed)
    if unsure:
        what = "1 requirement" if unsure == 1 else f"{unsure} requirements"
        yield f"{what} could not be decided: nothing is suggested for them"
    waived = sum(len(report.waived()) for report in reports)
    if waived:
        yield f"{waived} waived {'gap gets' if waived == 1 else 'gaps get'} no suggestion"
    if not names.known and any("Provider" in one.wording or "Customer" in one.wording for one in proposals):
        yield (
            "the contract does not show who provides and who receives: the wording says Provider and Customer; name"
            " them with --provider and --customer"
        )
    if names.pronouns:
        yield "the contract says “you” or “we”: read through the wording, some of it may have to be adapted"
