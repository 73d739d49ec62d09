"""Checks contracts: reads a file, finds what it says, judges it under a playbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from contractcheck.contract import Contract
from contractcheck.detection.again import look_again
from contractcheck.detection.detect import Detector
from contractcheck.detection.doubt import much_unread, with_doubt
from contractcheck.detection.spans import lay_findings
from contractcheck.errors import UnreadableError
from contractcheck.facts import facts_of, name_of, refused_facts, unreadable_report
from contractcheck.model import (
    ContractFacts,
    Failure,
    Finding,
    MarkKind,
    Report,
    Status,
)
from contractcheck.playbooks.applies import Subject
from contractcheck.playbooks.assess import assess, not_applicable
from contractcheck.playbooks.playbooks import Playbook, hold_against, read_playbook
from contractcheck.reading.options import AS_IT_IS, ReadOptions, Revisions
from contractcheck.rulebook.rules import RuleSet, load_rules
from contractcheck.secondlook.look import SecondLook

DEFAULT_PLAYBOOK = "outsourcing"
BEFORE_SIGNING = "presigning"
# The code of the error on a text that shows no sign of an agreement.
NOT_A_CONTRACT = "not-a-contract"


# Dates of the term are read under every playbook: whoever keeps a calendar of contracts asks for them.
_ALWAYS = frozenset({"initial-term", "renewal", "renewal-opt-out-notice"})


@dataclass(frozen=True)
class Examined:
    """The reports, one a playbook, and what they were made from: nothing where the document could not be read.

    ``findings`` holds one finding a rule, those included that no playbook asks for. ``lost`` says why attachments of a
    package were not read.
    """

    report: Report
    findings: tuple[Finding, ...] = ()
    contract: Contract | None = None
    reports: tuple[Report, ...] = ()
    lost: tuple[str, ...] = ()


class Checker:
    """Checks many contracts under one playbook or several. The rules are loaded and compiled once.

    Only the rules that the playbooks ask for are loaded.

    Args:
        playbook: the id of a playbook that comes with the program, or the path of a playbook file; or several of them.
        rules: a loaded set of rules, or a folder of rules; None means the rules that come with the program.
        side: "customer" or "provider", for whom the contracts are read; None for the side that each playbook names.
        applies: True to apply every playbook, whether its triggers fire or not.
        any_text: True to check a text that does not look like a contract; None to do so where ``applies`` is True.
        second_look: False to leave what the rules did not find to the rules alone, without the model.
        reading: how files are read: a password, the state of tracked changes, recognition of scans.

    Raises:
        RuleError: the rules or a playbook hold faults; the error names all of them with file and line.
    """

    def __init__(
        self,
        playbook: str | Path | Sequence[str | Path] = DEFAULT_PLAYBOOK,
        *,
        rules: RuleSet | Path | None = None,
        side: str | None = None,
        applies: bool = False,
        any_text: bool | None = None,
        second_look: bool = True,
        reading: ReadOptions = AS_IT_IS,
    ) -> None:
        chosen = [playbook] if isinstance(playbook, str | Path) else list(playbook)
        if not chosen:
            raise ValueError("no playbook is named")
        self.playbooks = tuple(read_playbook(str(one), side) for one in chosen)
        self.playbook = self.playbooks[0]
        if isinstance(rules, RuleSet):
            self.rules = rules
        else:
            asked = frozenset(rule for one in self.playbooks for rule in one.rules())
            self.rules = load_rules(rules, asked | _ALWAYS)
        self._by_id = {rule.id: rule for rule in self.rules.rules}
        for one in self.playbooks:
            hold_against(one, self._by_id)
        self._detector = Detector(self.rules)
        self._look = SecondLook() if second_look else None
        self._applies = applies
        self._any_text = applies if any_text is None else any_text
        self._reading = reading

    def prepare(self) -> None:
        """Take in what the rules look for, all of it: else a phrase is taken in when a contract holds its words.

        For whoever makes processes by forking this one, so that they share it.
        """
        self.rules.book.finder.complete()

    def check(
        self,
        path: str | Path,
        data: bytes | None = None,
        *,
        provider: str | None = None,
        customer: str | None = None,
    ) -> Report:
        """Check one contract under the first playbook.

        Args:
            path: the file to read. With ``data`` it is only the name that the report shows.
            data: the content of the file, where it is already in memory.
            provider: the name of the party that provides, where the contract does not make it plain.
            customer: the name of the party that receives.

        Returns:
            A report. A file that cannot be read yields a report with the status ``unreadable``, its ``error`` set
            and no findings: neither a clean contract nor one with gaps.
        """
        return self.examine(path, data, provider=provider, customer=customer).report

    def check_all(
        self,
        path: str | Path,
        data: bytes | None = None,
        *,
        provider: str | None = None,
        customer: str | None = None,
    ) -> tuple[Report, ...]:
        """Check one contract as ``check`` does, under every playbook, and return one report a playbook."""
        return self.examine(path, data, provider=provider, customer=customer).reports

    def check_text(self, text: str, name: str = "text") -> Report:
        """Check a text that is in memory under the first playbook. Offsets in the report are those of this very text.

        A text without words, or in another language, yields a report with the status ``unreadable``.
        """
        try:
            contract = Contract.of_text(text, name)
        except UnreadableError as error:
            return self._unread(name, error)[0]
        return self._examined(contract, self._detector.detect(contract)).report

    def examine(
        self,
        path: str | Path,
        data: bytes | None = None,
        *,
        provider: str | None = None,
        customer: str | None = None,
        reading: ReadOptions | None = None,
    ) -> Examined:
        """Check one contract under every playbook, reading it once, and return the text beside the reports.

        ``reading`` says how to read this one contract, where that differs from the others.
        """
        try:
            contract = Contract.read(path, data, reading or self._reading, (provider, customer))
        except UnreadableError as error:
            lost = self._unread(path, error)
            return Examined(lost[0], reports=lost)
        refused = self._refused(contract)
        if refused:
            return Examined(refused[0], reports=refused)
        return self._examined(contract, self._detector.detect(contract))

    def examine_package(
        self,
        main: str | Path,
        attachments: Sequence[str | Path],
        *,
        provider: str | None = None,
        customer: str | None = None,
    ) -> Examined:
        """Check an agreement that came as several files, as one: the body, and what is attached to it.

        Where the files differ, the one counts that the agreement says prevails. An attachment that cannot be read is
        named in ``lost``, and nothing that it could hold is called missing.
        """
        from contractcheck.agreements.agreements import read_agreement
        from contractcheck.agreements.precedence import settle

        try:
            agreement = read_agreement(main, attachments, self._reading, (provider, customer))
        except UnreadableError as error:
            lost = self._unread(main, error)
            return Examined(lost[0], reports=lost)
        whole = agreement.whole
        refused = self._refused(whole)
        if refused:
            return Examined(refused[0], reports=refused, lost=agreement.lost)
        own = [self._detector.detect(file.with_parties(whole.parties)) for file in whole.files]
        findings = settle(self._detector.detect(whole), own, agreement)
        lay_findings(whole, findings)
        return replace(self._examined(whole, findings), lost=agreement.lost)

    def _refused(self, contract: Contract) -> tuple[Report, ...]:
        """Return the reports on a text that is not a contract, or none where it looks like one.

        A text of which much was not read is never refused: what is missing may stand there.
        """
        coverage = contract.coverage
        if self._any_text or coverage.parts or much_unread(coverage) or not contract.signs.lacking:
            return ()
        error = Failure(NOT_A_CONTRACT, f"this does not look like a contract ({contract.signs.lacking})")
        facts = refused_facts(contract)
        return tuple(
            Report(facts, one.id, one.version, one.title, Status.NOT_A_CONTRACT, error) for one in self.playbooks
        )

    def _examined(self, contract: Contract, findings: tuple[Finding, ...]) -> Examined:
        if self._look is not None:
            findings = look_again(findings, contract, self._look)
        findings = with_doubt(findings, contract.coverage, self._by_id)
        subject = None if self._applies else Subject(contract, findings)
        facts = facts_of(contract)
        faults: tuple[Finding, ...] = ()
        if any(one.answered_by == BEFORE_SIGNING for one in self.playbooks):
            from contractcheck.presigning.finding import find_faults

            faults = find_faults(contract)
        reports = tuple(
            self._report(one, facts, faults if one.answered_by == BEFORE_SIGNING else findings, subject)
            for one in self.playbooks
        )
        return Examined(reports[0], findings, contract, reports)

    def examine_states(
        self,
        path: str | Path,
        data: bytes | None = None,
        *,
        provider: str | None = None,
        customer: str | None = None,
    ) -> tuple[Examined, ...]:
        """Examine one contract in each state that was asked for: in one, or in the original and in the final one.

        A file without open changes has one state only. Where there are two, the reports' names say which is which.
        """
        final = self.examine(path, data, provider=provider, customer=customer)
        changes = () if final.contract is None else final.contract.document.marks
        both = self._reading.revisions is Revisions.BOTH
        if not both or all(mark.kind is MarkKind.COMMENT for mark in changes):
            return (final,)
        reading = replace(self._reading, revisions=Revisions.ORIGINAL)
        original = self.examine(path, data, provider=provider, customer=customer, reading=reading)
        return _named(original, Revisions.ORIGINAL), _named(final, Revisions.FINAL)

    def _unread(self, path: str | Path, error: UnreadableError) -> tuple[Report, ...]:
        # The readers begin their line with the file's name. The report says it in a place of its own.
        return self.unreadable_all(path, error.code, str(error).removeprefix(f"{name_of(path)}: "))

    def unreadable(self, path: str | Path, code: str, message: str) -> Report:
        """Return the report of a file that could not be checked. ``code`` is stable, ``message`` is one line."""
        return self.unreadable_all(path, code, message)[0]

    def unreadable_all(self, path: str | Path, code: str, message: str) -> tuple[Report, ...]:
        """Return the reports of a file that could not be checked, one a playbook."""
        return tuple(
            unreadable_report(path, code, message, one.id, version=one.version, title=one.title)
            for one in self.playbooks
        )

    def _report(
        self, playbook: Playbook, facts: ContractFacts, findings: tuple[Finding, ...], subject: Subject | None
    ) -> Report:
        why_not = ""
        if subject is not None and not subject.applies(playbook.applies_when):
            why_not = not_applicable(playbook.applies_when)
            facts = replace(facts, notes=(*facts.notes, why_not))
        if playbook.answered_by == BEFORE_SIGNING:
            from contractcheck.presigning.judging import judge_faults

            assessed = judge_faults(findings, playbook, why_not)
        else:
            assessed = assess(findings, playbook, self.rules, subject)
        return Report(
            contract=facts,
            playbook=playbook.id,
            playbook_version=playbook.version,
            playbook_title=playbook.title,
            status=Status.CHECKED,
            assessed=assessed,
        )


def check(
    path: str | Path,
    playbook: str | Path = DEFAULT_PLAYBOOK,
    *,
    provider: str | None = None,
    customer: str | None = None,
    rules: RuleSet | Path | None = None,
    side: str | None = None,
) -> Report:
    """Check one contract under a playbook. For many contracts make one ``Checker`` and use it for all.

    Args:
        path: the file to read: a PDF or plain text, detected from its content.
        playbook: the id of a playbook that comes with the program, or the path of a playbook file.
        provider: the name of the party that provides, where the contract does not make it plain.
        customer: the name of the party that receives.
        rules: a loaded set of rules, or a folder of rules; None means the rules that come with the program.
        side: "customer" or "provider", for whom the contract is read; None for the side that the playbook names.

    Returns:
        A report: the facts about the contract and one assessed finding a requirement. Offsets are characters of the
        text that was read, pages count from 1. A file that cannot be read yields the status ``unreadable``.

    Raises:
        RuleError: the rules or the playbook hold faults; the error names all of them with file and line.
    """
    return Checker(playbook, rules=rules, side=side).check(path, provider=provider, customer=customer)


def _named(examined: Examined, state: Revisions) -> Examined:
    """The same with the state in the name of each report."""
    reports = tuple(
        replace(one, contract=replace(one.contract, name=f"{one.contract.name} ({state.value})"))
        for one in examined.reports
    )
    return replace(examined, report=reports[0], reports=reports)
