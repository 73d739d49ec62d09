"""Marks malformed, encrypted and odd PDFs: none may crash, and a mark lies on its words or the file is refused.

    python benchmarks/hardmarks.py           the folder hard-pdfs of the corpus beside the checkout
    python benchmarks/hardmarks.py FOLDER    any other folder of PDFs

These files are no contracts: the first lines of each page stand for evidence. A file that takes longer than a minute
counts as hung.
"""

from __future__ import annotations

import argparse
import re
import signal
import sys
from collections import Counter
from pathlib import Path
from types import FrameType

from labelled import may_print

from contractcheck.contract import Contract
from contractcheck.errors import ContractcheckError
from contractcheck.marking import mark_pdf
from contractcheck.marking.readback import bare, words_under
from contractcheck.model import (
    Assessed,
    ContractFacts,
    Document,
    Evidence,
    Finding,
    Found,
    Report,
    Severity,
    Status,
    Verdict,
)
from contractcheck.reading.options import Engine, ReadOptions

HARD = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "hard-pdfs"
LINE = re.compile(r"\S[^\r\n]{3,200}")
# Lines a page and pages a file that stand for evidence.
LINES, PAGES = 4, 30
SECONDS = 60


class HungError(Exception):
    """Marking did not end in time."""


def stand_in(document: Document) -> Report:
    """Return a report that quotes the first lines of each page."""
    items = []
    for page in document.pages[:PAGES]:
        found = list(LINE.finditer(document.text[page.start : page.end]))[:LINES] if page.read else []
        evidence = tuple(
            Evidence(page.number, "1", "", line.group(), page.start + line.start(), page.start + line.end())
            for line in found
        )
        if evidence:
            finding = Finding(f"lines-{page.number}", Found.YES, evidence=evidence)
            items.append(Assessed(finding, "Lines", "lines", Severity.HIGH, Verdict.WEAK, "Lines.", "", "", ()))
    facts = ContractFacts(
        document.path, document.name, document.sha256, len(document.pages), document.unread_pages, "", "", "", ""
    )
    return Report(facts, "lines", "1", "Lines", Status.CHECKED, assessed=tuple(items))


def try_one(file: Path, counts: Counter[str]) -> None:
    """Mark one file, count how it went, and print what went wrong."""
    try:
        data = file.read_bytes()
        contract = Contract.read(file, data, ReadOptions(ocr=Engine.NONE))
    except ContractcheckError:
        counts["not read"] += 1
        return
    if contract.document.media != "application/pdf":
        return
    try:
        marked = mark_pdf(contract, [stand_in(contract.document)])
    except ContractcheckError as error:
        counts["refused"] += 1
        print(f"  refused: {error}")
        return
    counts["marked"] += 1
    counts["written anew"] += bool(marked.rewritten)
    counts["in place"] += marked.data.startswith(data)
    under = words_under(marked.data, [note.name for note in marked.notes])
    for note in marked.notes:
        quote, found = bare(note.passage.quote), under.get(note.name, "")
        rest = iter(found)
        counts["marks"] += 1
        if not note.boxes:
            counts["marks in the corner"] += 1
        elif found == quote:
            counts["marks equal"] += 1
        elif all(char in rest for char in quote):
            counts["marks that cover more"] += 1
        else:
            counts["marks astray"] += 1
            if may_print(file):
                print(f"  astray: {file.name}, page {note.passage.page}: {quote[:60]!r} has {found[:60]!r}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=HARD)
    folder = parser.parse_args().folder
    if not folder.is_dir():
        print("the folder of hard PDFs is not beside the checkout: nothing was measured")
        return 0

    def stop(signal_: int, frame: FrameType | None) -> None:
        raise HungError

    signal.signal(signal.SIGALRM, stop)
    counts: Counter[str] = Counter()
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("_")):
        signal.alarm(SECONDS)
        try:
            try_one(file, counts)
        except HungError:
            counts["hung"] += 1
            print(f"  hung: {file.name}")
        except Exception as error:
            counts["crashed"] += 1
            print(f"  crashed: {file.name}: {type(error).__name__}: {error}")
        finally:
            signal.alarm(0)
    for name in (
        *("not read", "marked", "in place", "written anew", "refused", "crashed", "hung"),
        *("marks", "marks equal", "marks that cover more", "marks in the corner", "marks astray"),
    ):
        print(f"{name}: {counts[name]}")
    return 1 if counts["crashed"] or counts["hung"] or counts["marks astray"] else 0


if __name__ == "__main__":
    sys.exit(main())
