"""Files -> one agreement: the body first, then the attachments under the names that it gives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from contractcheck.agreements.naming import label_key, names_in, titles_for
from contractcheck.contract import Contract
from contractcheck.errors import ContractcheckError, UnreadableError
from contractcheck.model import Attachment, Clause, ClauseKind, Cleaned, Outline, Span
from contractcheck.reading.joining import GAP, File, join
from contractcheck.reading.options import AS_IT_IS, ReadOptions

# A folder with more files is an archive, not an agreement.
MAX_FILES = 100


@dataclass(frozen=True)
class Agreement:
    """An agreement in several files. ``whole`` is all of them as one contract, its ``files`` the body and the rest.

    ``titles`` are the names that the body gives to its attachments, "" for the body and where it names none.
    ``starts`` is where each file begins in the whole. ``lost`` holds the sentence on each file that was not read.
    """

    whole: Contract
    titles: tuple[str, ...]
    starts: tuple[int, ...]
    lost: tuple[str, ...]


def read_agreement(
    main: str | Path,
    attachments: Sequence[str | Path],
    reading: ReadOptions = AS_IT_IS,
    named: tuple[str | None, str | None] = (None, None),
) -> Agreement:
    """Read the body and its attachments as one agreement.

    An attachment that cannot be read is named, and casts doubt on what is not found. Raises UnreadableError where the
    body cannot be read.
    """
    body = Contract.read(main, None, reading, named)
    contracts, lost = [], []
    for path in attachments:
        try:
            contracts.append(Contract.read(path, None, reading))
        except UnreadableError as error:
            lost.append((Path(path).name, str(error)))
    return join_files(body, contracts, lost)


def join_files(body: Contract, attachments: Sequence[Contract], lost: Sequence[tuple[str, str]] = ()) -> Agreement:
    """Join contracts that were read. ``lost`` holds name and reason of each file that could not be."""
    files = (body, *attachments)
    titles = ("", *titles_for(names_in(body.outline, body.text), [one.document for one in attachments]))
    notes = list(_notes(attachments, titles[1:])) + [f"Not read: {reason}." for _, reason in lost]
    joined = join([File(one.document, title) for one, title in zip(files, titles, strict=True)], notes=notes)
    joined = replace(joined, unread_files=(*joined.unread_files, *(name for name, _ in lost)))
    starts, pages = [0], [0]
    for one in files[:-1]:
        starts.append(starts[-1] + len(one.text) + len(GAP))
        pages.append(pages[-1] + len(one.document.pages))
    moved = [one.shift(by, pages=before) for one, by, before in zip(files, starts, pages, strict=True)]
    cleaned = Cleaned(
        tuple(line for one in moved for line in one.lines), tuple(span for one in moved for span in one.noise)
    )
    outline = _outline([one.outline for one in moved], titles)
    whole = Contract(joined, cleaned, outline, named=body.named, files=files)
    return Agreement(whole, titles, tuple(starts), tuple(reason for _, reason in lost))


def find_main(paths: Sequence[Path], reading: ReadOptions = AS_IT_IS) -> Path:
    """Tell which of several files is the body: the one that names most of the others, and is signed.

    Raises ContractcheckError where two would do, or none can be read.
    """
    if len(paths) > MAX_FILES:
        raise ContractcheckError(f"{paths[0].parent}: holds {len(paths)} files; an agreement has at most {MAX_FILES}")
    read_ones: list[tuple[Path, Contract]] = []
    for path in paths:
        try:
            read_ones.append((path, Contract.read(path, None, reading)))
        except UnreadableError:
            continue
    if not read_ones:
        raise ContractcheckError(f"{paths[0].parent if paths else '.'}: none of the files can be read")
    scores = {path: _likeness(path, contract, read_ones) for path, contract in read_ones}
    best = max(scores.values())
    first = [path for path, score in scores.items() if score == best]
    if len(first) > 1:
        names = " or ".join(path.name for path in first)
        raise ContractcheckError(f"{first[0].parent}: the body may be {names}: name it with --main")
    return first[0]


def _likeness(path: Path, contract: Contract, everyone: Sequence[tuple[Path, Contract]]) -> float:
    """How much a file is like a body: by the others that it names, by its signatures, and by its size."""
    others = [other.document for at, other in everyone if at != path]
    named = sum(1 for title in titles_for(names_in(contract.outline, contract.text), others) if title)
    signed = any(clause.kind is ClauseKind.SIGNATURE for clause in contract.clauses)
    headed = bool(contract.clauses and label_key(contract.clauses[0].number))
    size = len(contract.text) / sum(len(one.text) for _, one in everyone)
    return 4 * named + 1.5 * signed - 2 * headed + size


def _notes(attachments: Sequence[Contract], titles: Sequence[str]) -> list[str]:
    pairs = zip((one.document.name for one in attachments), titles, strict=True)
    said = [f"{name} is {title}" if title else f"{name} (the body names none that fits it)" for name, title in pairs]
    return [f"Read as one agreement with {'; '.join(said)}."] if said else []


def _outline(outlines: Sequence[Outline], titles: Sequence[str]) -> Outline:
    """Put the structures behind one another. What stands in an attachment is an annex, under its own numbers."""
    clauses: list[Clause] = []
    terms: dict[str, Span] = {}
    attached: dict[str, Attachment] = {}
    given = {title.casefold() for title in titles if title}
    labels = {label_key(title) for title in titles if title} - {""}
    for number, own in enumerate(outlines):
        before = len(clauses)
        clauses += [_below(clause, before, attached=number > 0) for clause in own.clauses]
        for term, span in own.terms.items():
            terms.setdefault(term, span)
        for row in own.attachments:
            present = row.present or row.name.casefold() in given or label_key(row.name) in labels
            # In an attachment "the Agreement" is the body, which is here.
            present = present or (number > 0 and row.name.endswith("Agreement"))
            attached.setdefault(row.name.casefold(), replace(row, present=present))
    return Outline(tuple(clauses), terms, tuple(sorted(attached.values(), key=lambda row: row.start)))


def _below(clause: Clause, before: int, *, attached: bool) -> Clause:
    """Return a clause as it stands behind ``before`` others; what stands in an attachment is an annex."""
    kind = clause.kind
    if attached and kind in (ClauseKind.BODY, ClauseKind.PREAMBLE):
        kind = ClauseKind.ANNEX
    return replace(clause, kind=kind, parent=clause.parent + before if clause.parent >= 0 else -1)
