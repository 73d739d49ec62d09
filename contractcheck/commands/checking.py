"""The work of ``check`` on one document: what the child does, and what the command gets of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, is_dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from contractcheck import model
from contractcheck.commands.examining import INTERNAL, own_fault, tell_lost
from contractcheck.commands.illustrating import Gallery
from contractcheck.commands.options import PartyOptions, PlaybookOptions
from contractcheck.commands.progress import reading_on
from contractcheck.commands.selecting import hold_selection
from contractcheck.isolation.plain import Unpacker, pack
from contractcheck.model import Report
from contractcheck.reading.options import ReadOptions
from contractcheck.report.lines import Lines, lines_of
from contractcheck.report.selection import Selection

if TYPE_CHECKING:
    from contractcheck.checker import Examined
    from contractcheck.isolation.remote import Answer, Shown, Work
    from contractcheck.isolation.supervisor import Asked
    from contractcheck.report.illustrations import Illustrations


@dataclass(frozen=True)
class CheckWork:
    """What is done with each contract: the reports, and what illustrates them.

    ``contracts`` counts them all, ``illustrated`` asks for the words around the quotes and ``pictures`` for the pages,
    ``lines`` for where the lines of a text begin. ``attached`` are the attachments of the one contract there is then.
    """

    playbooks: PlaybookOptions
    parties: PartyOptions
    reading: ReadOptions
    attached: Sequence[str] = ()
    contracts: int = 1
    illustrated: bool = False
    pictures: bool = True
    lines: bool = False
    selection: Selection = field(default_factory=Selection)

    def begin(self, shown: Shown) -> Work:
        """Load the rules. Raises RuleError, and ContractcheckError where the selection names what is not there."""
        checker = self.playbooks.checker(reading_on(self.reading, shown))
        hold_selection(self.selection, checker)
        names = {"provider": self.parties.provider, "customer": self.parties.customer}

        def examine(file: str, data: bytes | None) -> tuple[Examined, ...]:
            if not self.attached:
                return checker.examine_states(file, data, **names)
            examined = checker.examine_package(file, self.attached, **names)
            tell_lost(file, examined)
            return (examined,)

        def work(order: dict[str, Any], body: bytes) -> Answer:
            if "file" not in order:
                return [[one.id, one.version, one.title] for one in checker.playbooks], b""
            file = order["file"]
            states = examine(file, body if order["given"] else None)
            gallery = Gallery(self.contracts, pictures=self.pictures) if self.illustrated else None
            if gallery:
                for examined in states:
                    gallery.add(file, examined)
            documents = [one.contract.document for one in states if one.contract] if self.lines else []
            starts = {document.sha256: lines_of(document) for document in documents}
            reports = tuple(report for examined in states for report in examined.reports)
            lost = any(examined.lost for examined in states)
            return pack((reports, gallery.art if gallery else {}, starts, lost)), b""

        return work


class Checked:
    """What came of the contracts: their illustrations and lines, and whether attachments were lost."""

    def __init__(self, child: Asked) -> None:
        from contractcheck.report.illustrations import Illustrations, Picture, Shot, Surroundings

        facts = [one for one in vars(model).values() if isinstance(one, type)]
        self._unpacker = Unpacker(
            one
            for one in (*facts, Illustrations, Picture, Shot, Surroundings, Lines)
            if is_dataclass(one) or issubclass(one, Enum)
        )
        self._child = child
        self._playbooks: list[list[str]] = child.ask({})[0]
        self.art: dict[str, Illustrations] = {}
        self.lines: dict[str, Lines] = {}
        self.lost = False

    def check(self, file: str, data: bytes | None) -> tuple[Report, ...]:
        """Return the reports on a contract. Raises LostError where the child did not survive it."""
        answer, _ = self._child.ask({"file": file, "given": data is not None}, data or b"", file=file)
        reports, art, lines, lost = self._unpacker.unpack(answer)
        self.art |= art
        self.lines |= {content: one for content, one in lines.items() if one is not None}
        self.lost |= lost
        return tuple(reports)

    def failed(self, file: str, error: Exception) -> tuple[Report, ...]:
        """Return the reports on a contract that was not checked, one a playbook."""
        from contractcheck.facts import unreadable_report
        from contractcheck.isolation.supervisor import FaultError, LostError

        code, message = INTERNAL, own_fault(error)
        if isinstance(error, FaultError | LostError):
            code, message = error.code, error.message
        return tuple(
            unreadable_report(file, code, message, id_, version=version, title=title)
            for id_, version, title in self._playbooks
        )
