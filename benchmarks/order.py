"""Reading order: which pages of the corpus are put into it, and what looking for them costs.

    python benchmarks/order.py [--folder FOLDER] [--show]

Prints the files with such pages and their numbers, and milliseconds of processor time a page: PDFium's own work, the
look at every page, and the work on those that the look marks. ``--show`` prints what moved, save in sealed contracts.
"""

from __future__ import annotations

import argparse
import difflib
import sys
import time
from pathlib import Path

import pypdfium2
from labelled import CORPUS, may_print

from contractcheck.model.pagenames import pages
from contractcheck.reading.pdf.order import is_suspect, ordered, printed


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Which pages are put into reading order, and what that costs.")
    parser.add_argument("--folder", type=Path, default=CORPUS / "cuad" / "pdf")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        print(f"skipped: there is no folder {options.folder}")
        return 0
    paths = sorted(options.folder.rglob("*.pdf"))
    total = marked = moved = 0
    spent = {"PDFium": 0.0, "look": 0.0, "order": 0.0}
    for path in paths:
        changed = []
        with pypdfium2.PdfDocument(path) as pdf:
            for number in range(1, len(pdf) + 1):
                start = time.process_time()
                page = pdf[number - 1]
                textpage = page.get_textpage()
                text = str(textpage.get_text_range())
                read = time.process_time()
                suspect = is_suspect(print_ := printed(textpage), text)
                looked = time.process_time()
                found = ordered(textpage, text, print_) if suspect else None
                done = time.process_time()
                spent["PDFium"] += read - start
                spent["look"] += looked - read
                spent["order"] += done - looked
                total += 1
                marked += suspect
                if found is not None and found.moved:
                    changed.append(number)
                    if options.show and may_print(path):
                        lines = [[line.strip() for line in one.splitlines()] for one in (text, found.text)]
                        print(*difflib.unified_diff(*lines, f"page {number}", path.name, lineterm="", n=1), sep="\n")
                textpage.close()
                page.close()
        moved += len(changed)
        if changed:
            print(f"{path.name[:70]}: {pages(changed)}")
    print(f"files: {len(paths)}, pages: {total}, marked by the look: {marked}, put into reading order: {moved}")
    print(
        "milliseconds a page: " + ", ".join(f"{name} {took / max(total, 1) * 1000:.2f}" for name, took in spent.items())
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
