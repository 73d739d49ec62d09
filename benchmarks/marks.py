"""Marks the labelled contracts and reads the copies back: do the highlights lie on the words that they prove?

    python benchmarks/marks.py                  the labelled contracts beside the checkout
    python benchmarks/marks.py --all            every PDF of the corpus besides
    python benchmarks/marks.py --out FOLDER     also keep the marked copies, save those of sealed contracts

A highlight counts as right if the characters whose middle lies under it are those of the quote, white space apart.
Contracts that are plain text have no pages: they are printed to a PDF first, and counted apart.
"""

from __future__ import annotations

import argparse
import io
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from labelled import CORPUS, may_print

from contractcheck.checker import Checker
from contractcheck.marking import Marked, mark_pdf
from contractcheck.marking.readback import bare, words_under


def labelled() -> Iterator[tuple[Path, bool]]:
    """Yield the labelled contracts, and whether each is a PDF."""
    for label in sorted((CORPUS / "gold").glob("*.json")):
        path = CORPUS / json.loads(label.read_text(encoding="utf-8"))["file"]
        yield path, path.suffix.lower() == ".pdf"


def printed(text: str) -> bytes:
    """Print plain text to a PDF: one paragraph a line, wrapped, on A4."""
    from xml.sax.saxutils import escape

    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    style = ParagraphStyle("plain", fontName="Times-Roman", fontSize=10.5, leading=13)
    lines = [line.encode("cp1252", "replace").decode("cp1252").strip() for line in text.splitlines()]
    out = io.BytesIO()
    story = [Paragraph(escape(line), style) if line else Spacer(0, 6) for line in lines]
    SimpleDocTemplate(out, invariant=1).build(story)
    return out.getvalue()


def measure(marked: Marked, counts: Counter[str], show: str) -> None:
    """Count the marks that lie on their words, and print those that do not, or that cover more.

    ``show`` is the contract's name; "" for a sealed one, of which nothing is printed.
    """
    under = words_under(marked.data, [note.name for note in marked.notes])
    for note in marked.notes:
        kind = note.role.value
        found, quote = under.get(note.name, ""), bare(note.passage.quote)
        counts[kind] += 1
        counts[f"{kind} covered"] += is_within(quote, found)
        counts[f"{kind} equal"] += found == quote
        if found != quote and show:
            print(f"  not equal ({kind}): {show}, page {note.passage.page}")
            print(f"    quote: {quote[:100]}")
            print(f"    under: {found[:100]}")


def is_within(quote: str, found: str) -> bool:
    """Whether all characters of the quote are among those found, in their order."""
    rest = iter(found)
    return all(char in rest for char in quote)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="every PDF of the corpus, not only the labelled ones")
    parser.add_argument("--out", type=Path, help="keep the marked copies in this folder")
    options = parser.parse_args()
    if not CORPUS.is_dir():
        print("the corpus is not beside the checkout: nothing was measured")
        return 0
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
    checker = Checker("outsourcing")
    work = list(labelled())
    if options.all:
        known = {path for path, _ in work}
        more = [*(CORPUS / "cuad" / "pdf").glob("*.pdf"), *(CORPUS / "standard-forms").glob("*/*.pdf")]
        work += [(path, True) for path in sorted(more) if path not in known]
    totals = {True: Counter[str](), False: Counter[str]()}
    began = time.perf_counter()
    for path, is_pdf in work:
        data = path.read_bytes() if is_pdf else printed(path.read_text(encoding="utf-8"))
        found = checker.examine(path.with_suffix(".pdf").name, data)
        counts = totals[is_pdf]
        if found.contract is None:
            counts["not read"] += 1
            continue
        marked = mark_pdf(found.contract, found.reports)
        counts["contracts"] += 1
        counts["in place"] += marked.data.startswith(data)
        counts["sound"] += faults(marked.data) <= faults(data)
        show = path.name[:60] if may_print(path) else ""
        measure(marked, counts, show)
        for remark in marked.remarks if show else ():
            print(f"  {show}: {remark}")
        if options.out and show:
            (options.out / path.with_suffix(".pdf").name).write_bytes(marked.data)
    for is_pdf, title in ((True, "PDF files"), (False, "plain text, printed to PDF by this script")):
        counts = totals[is_pdf]
        print(f"{title}: {counts['contracts']} marked, {counts['not read']} not read")
        print(f"  original bytes kept at the start of the copy: {counts['in place']} of {counts['contracts']}")
        if shutil.which("qpdf"):
            print(f"  qpdf --check finds no more than in the original: {counts['sound']} of {counts['contracts']}")
        for kind in ("evidence", "nearest"):
            print(
                f"  {kind}: {counts[kind]} marks; {counts[f'{kind} covered']} cover all words of their quote, "
                f"{counts[f'{kind} equal']} cover nothing else"
            )
    print(f"{time.perf_counter() - began:.0f} s")
    return 0 if all(counts["evidence covered"] == counts["evidence"] for counts in totals.values()) else 1


def faults(data: bytes) -> int:
    """How many lines of warning qpdf has for a file; 0 where there is no qpdf."""
    if not shutil.which("qpdf"):
        return 0
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        said = subprocess.run(["qpdf", "--check", file.name], capture_output=True, check=False, text=True)  # noqa: S603, S607
    return len(said.stderr.splitlines())


if __name__ == "__main__":
    sys.exit(main())
