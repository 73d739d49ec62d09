"""What a report says of a contract as a whole: what was read, the kind, the parties; or why it was not checked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from contractcheck.contract import Contract
from contractcheck.model import (
    ContractFacts,
    Coverage,
    Document,
    Failure,
    FileFacts,
    Part,
    Parties,
    Party,
    Report,
    Status,
)
from contractcheck.model.pagenames import pages as page_names
from contractcheck.parties.plausible import is_role
from contractcheck.reading import file_label

STDIN = "-"


def facts_of(contract: Contract) -> ContractFacts:
    """Return the facts on a contract that was read."""
    document, parties = contract.document, contract.parties
    return ContractFacts(
        path=document.path,
        name=document.name,
        sha256=document.sha256,
        pages=len(document.pages),
        unread_pages=document.unread_pages,
        kind=contract.kind,
        provider=_name(parties.provider),
        customer=_name(parties.customer),
        parties_reason=parties.reason or _open_names(parties),
        notes=(*document.notes, *_strange_names(contract), *_lost_tables(contract)),
        files=tuple(_file(document, part) for part in document.parts if len(document.parts) > 1),
        paragraphs=0 if document.paged else len(document.paragraphs),
        unread_files=document.unread_files,
        coverage=contract.coverage,
    )


def _name(party: Party | None) -> str:
    """The name of a party. A form that says only "Customer" or "you" names nobody."""
    return party.name if party is not None and not is_role(party.name) else ""


def _open_names(parties: Parties) -> str:
    """Say that a contract calls a party by its role alone, or ""."""
    called = [f"“{one.name}”" for one in (parties.provider, parties.customer) if one is not None and is_role(one.name)]
    return f"The contract calls {' and '.join(called)} by the role alone and gives no name." if called else ""


def refused_facts(contract: Contract) -> ContractFacts:
    """Return the facts on a file that was read and is not a contract: nothing is said of parties or kind."""
    document = contract.document
    pages = Coverage(pages=len(document.pages))
    return ContractFacts(
        document.path,
        document.name,
        document.sha256,
        len(document.pages),
        document.unread_pages,
        "",
        "",
        "",
        "",
        coverage=pages,
    )


def _strange_names(contract: Contract) -> Iterator[str]:
    """Yield a warning for each name given by the user that the text does not hold."""
    text = contract.plain.casefold() if any(contract.named) else ""
    for name in contract.named:
        if name and name.casefold() not in text:
            yield f"The text does not name “{name}”. Check --provider and --customer."


def _lost_tables(contract: Contract) -> Iterator[str]:
    """Yield a note on ruled tables of a PDF that PDFium shows and that could not be taken apart into cells."""
    for one in contract.files or (contract,):
        lost = sorted(one.source.tables_lost) if one.source is not None else []
        if lost:
            where = f"{one.document.name}: " if contract.files else ""
            yield (
                f"{where}The ruled tables on {page_names(lost)} could not be taken apart: the PDF is damaged. "
                "Their words were read as running text."
            )


def _file(document: Document, part: Part) -> FileFacts:
    pages = sum(1 for page in document.pages if part.start <= page.start <= part.end)
    return FileFacts(part.name, part.sha256, pages, part.title)


def unreadable_report(
    path: str | Path, code: str, message: str, playbook: str, *, version: str = "", title: str = ""
) -> Report:
    """Return the report of a file that could not be checked, where not even a playbook could be loaded."""
    return Report(
        contract=ContractFacts(
            path=str(path),
            name=name_of(path),
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


def name_of(path: str | Path) -> str:
    """Return the name that a report shows for a path."""
    return "standard input" if str(path) == STDIN else file_label(Path(path).name or str(path))
