"""Checks contracts: reads a file, finds what it says, judges it under a playbook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from contractcheck.assess import assess
from contractcheck.clauses import outline
from contractcheck.clean import clean
from contractcheck.detect import Detector
from contractcheck.errors import UnreadableError
from contractcheck.kinds import kind_of
from contractcheck.model import Cleaned, ContractFacts, Document, Failure, Finding, Outline, Parties, Report, Status
from contractcheck.parties import find_parties
from contractcheck.playbooks import load_playbook
from contractcheck.readers import printable, read
from contractcheck.rules import RuleSet, load_rules

DEFAULT_PLAYBOOK = "outsourcing"
STDIN = "-"


@dataclass(frozen=True)
class Examined:
    """A report, and what it was made from: nothing where the document could not be read.

    ``findings`` holds one finding a rule, those included that the playbook does not ask for.
    """

    report: Report
    findings: tuple[Finding, ...] = ()
    document: Document | None = None
    cleaned: Cleaned | None = None
    outline: Outline | None = None


class Checker:
    """Checks many contracts under one playbook. The rules are loaded and compiled once.

    Args:
        playbook: the id of a playbook that comes with the program, or the path of a playbook file.
        rules: a loaded set of rules, or a folder of rules; None means the rules that come with the program.

    Raises:
        RuleError: the rules or the playbook hold faults; the error names all of them with file and line.
    """

    def __init__(self, playbook: str | Path = DEFAULT_PLAYBOOK, *, rules: RuleSet | Path | None = None) -> None:
        self.rules = rules if isinstance(rules, RuleSet) else load_rules(rules)
        self.playbook = load_playbook(str(playbook), self.rules)
        self._detector = Detector(self.rules)

    def check(
        self,
        path: str | Path,
        data: bytes | None = None,
        *,
        provider: str | None = None,
        customer: str | None = None,
    ) -> Report:
        """Check one contract.

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

    def examine(
        self,
        path: str | Path,
        data: bytes | None = None,
        *,
        provider: str | None = None,
        customer: str | None = None,
    ) -> Examined:
        """Check one contract as ``check`` does, and return the text beside the report, for what reads more in it."""
        try:
            document = read(path, data)
        except UnreadableError as error:
            # The readers begin their line with the file's name. The report says it in a place of its own.
            return Examined(self.unreadable(path, error.code, str(error).removeprefix(f"{_name(path)}: ")))
        cleaned = clean(document)
        clauses = outline(document, cleaned)
        parties = find_parties(document, cleaned, clauses, provider, customer)
        findings = self._detector.detect(document, cleaned, clauses, parties)
        report = Report(
            contract=_facts(document, parties, kind_of(document, cleaned, clauses)),
            playbook=self.playbook.id,
            playbook_version=self.playbook.version,
            playbook_title=self.playbook.title,
            status=Status.CHECKED,
            assessed=assess(findings, self.playbook, self.rules),
        )
        return Examined(report, findings, document, cleaned, clauses)

    def unreadable(self, path: str | Path, code: str, message: str) -> Report:
        """Return the report of a file that could not be checked. ``code`` is stable, ``message`` is one line."""
        return unreadable_report(
            path, code, message, self.playbook.id, version=self.playbook.version, title=self.playbook.title
        )


def unreadable_report(
    path: str | Path, code: str, message: str, playbook: str, *, version: str = "", title: str = ""
) -> Report:
    """Return the report of a file that could not be checked, where not even a playbook could be loaded."""
    return Report(
        contract=ContractFacts(
            path=str(path),
            name=_name(path),
            sha256="",
            pages=0,
            unread_pages=(),
            kind="",
            provider="",
            customer="",
            parties_reason="",
        ),
        playbook=playbook,
        playbook_version=version,
        playbook_title=title,
        status=Status.UNREADABLE,
        error=Failure(code, message),
    )


def check(
    path: str | Path,
    playbook: str | Path = DEFAULT_PLAYBOOK,
    *,
    provider: str | None = None,
    customer: str | None = None,
    rules: RuleSet | Path | None = None,
) -> Report:
    """Check one contract under a playbook. For many contracts make one ``Checker`` and use it for all.

    Args:
        path: the file to read: a PDF or plain text, told by its content.
        playbook: the id of a playbook that comes with the program, or the path of a playbook file.
        provider: the name of the party that provides, where the contract does not make it plain.
        customer: the name of the party that receives.
        rules: a loaded set of rules, or a folder of rules; None means the rules that come with the program.

    Returns:
        A report: the facts about the contract and one assessed finding a requirement. Offsets are characters of the
        text that was read, pages count from 1. A file that cannot be read yields the status ``unreadable``.

    Raises:
        RuleError: the rules or the playbook hold faults; the error names all of them with file and line.
    """
    return Checker(playbook, rules=rules).check(path, provider=provider, customer=customer)


def _name(path: str | Path) -> str:
    return "standard input" if str(path) == STDIN else printable(Path(path).name or str(path))


def _facts(document: Document, parties: Parties, kind: str) -> ContractFacts:
    return ContractFacts(
        path=document.path,
        name=document.name,
        sha256=document.sha256,
        pages=len(document.pages),
        unread_pages=document.unread_pages,
        kind=kind,
        provider=parties.provider.name if parties.provider else "",
        customer=parties.customer.name if parties.customer else "",
        parties_reason=parties.reason,
    )
