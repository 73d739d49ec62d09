"""Marks the labelled contracts and reads the copies back: do the highlights lie on the words that they prove?

    python benchmarks/marks.py                  the labelled contracts beside the checkout
    python benchmarks/marks.py --all            every PDF of the corpus besides
    python benchmarks/marks.py --out FOLDER     also keep the marked copies

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

from contractcheck.checker import Checker
from contractcheck.marking import Marked, mark_pdf
from contractcheck.marking.notes import Role
from contractcheck.marking.readback import bare, words_under

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"


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
    """Count the highlights that lie on their words, and print those that do not."""
    under = words_under(marked.data, [note.name for note in marked.notes])
    for note in marked.notes:
        kind = note.role.value
        counts[kind] += 1
        quote = bare(note.passage.quote)
        if under.get(note.name) == quote:
            counts[f"{kind} right"] += 1
        elif note.role is Role.EVIDENCE:
            print(f"  ASTRAY {show} page {note.passage.page}\n    quote {quote[:150]}\n    under {under.get(note.name, '')[:150]}")


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
        if found.document is None:
            counts["not read"] += 1
            continue
        marked = mark_pdf(data, found.document, found.reports)
        counts["contracts"] += 1
        counts["in place"] += marked.data.startswith(data)
        counts["sound"] += sound(marked.data)
        measure(marked, counts, path.name[:60])
        for remark in marked.remarks:
            print(f"  {path.name[:60]}: {remark}")
        if options.out:
            (options.out / path.with_suffix(".pdf").name).write_bytes(marked.data)
    for is_pdf, title in ((True, "PDF files"), (False, "plain text, printed to PDF by this script")):
        counts = totals[is_pdf]
        print(f"{title}: {counts['contracts']} marked, {counts['not read']} not read")
        print(f"  original bytes kept at the start of the copy: {counts['in place']} of {counts['contracts']}")
        if shutil.which("qpdf"):
            print(f"  no fault for qpdf --check: {counts['sound']} of {counts['contracts']}")
        for kind in ("evidence", "nearest"):
            print(f"  {kind}: {counts[f'{kind} right']} of {counts[kind]} marks have the very words of the quote under them")
    print(f"{time.perf_counter() - began:.0f} s")
    return 0 if all(counts["evidence right"] == counts["evidence"] for counts in totals.values()) else 1


def sound(data: bytes) -> bool:
    """Whether qpdf finds no fault in a copy; True where there is no qpdf."""
    if not shutil.which("qpdf"):
        return True
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        return subprocess.run(["qpdf", "--check", file.name], capture_output=True, check=False).returncode == 0  # noqa: S603, S607


if __name__ == "__main__":
    sys.exit(main())
