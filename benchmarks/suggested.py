"""Suggests edits to every sample contract and every standard form that is a Word file, and counts what holds.

    python benchmarks/suggested.py [--list]

The samples are made into Word files twice: with typed numbers, and with Word's own. For each file it prints the gaps,
the suggestions by how they went in, and whether

    found      reading the copy with all changes accepted finds every requirement that was suggested
    original   reading it with all changes rejected gives the findings and the text of the contract
    untouched  no part of the file changed but the text, the comments, and the two lists that name the comments
    riders     the same samples as PDF: how many of the proposed terms are found when the rider is read

Ends with code 1 where one of them does not hold. The forms are left out, saying so, where they are absent.
"""

from __future__ import annotations

import argparse
import io
import sys
import zipfile
from collections import Counter
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from contractcheck.checker import Checker  # noqa: E402
from contractcheck.reading.options import ReadOptions, Revisions  # noqa: E402
from contractcheck.suggesting import By, suggest  # noqa: E402
from tests.made_drafts import SAMPLES, sample  # noqa: E402

FORMS = ROOT.parent / "shared" / "corpus" / "standard-forms"
BY = By("benchmark", datetime(2026, 11, 23))
MAY_CHANGE = {"word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Counts the suggested edits that hold.")
    parser.add_argument("--list", action="store_true", help="print every suggestion")
    options = parser.parse_args(arguments)
    files = [
        (f"{name} ({'Word numbers' if numbered else 'typed numbers'})", sample(name, numbered=numbered))
        for name in SAMPLES
        for numbered in (False, True)
    ]
    forms = sorted(FORMS.glob("*/*.docx"))
    if not forms:
        print(f"skipped the standard forms: they are not beside this checkout ({FORMS})")
    files += [(path.stem.strip(), path.read_bytes()) for path in forms]
    checker = Checker()
    total: Counter[str] = Counter()
    ways: Counter[str] = Counter()
    for name, data in files:
        examined = checker.examine("a.docx", data)
        done = suggest(checker, examined, examined.reports, BY)
        if done.data is None:
            continue
        original = checker.examine("a.docx", data, reading=ReadOptions(revisions=Revisions.ORIGINAL))
        rejected = checker.examine("a.docx", done.data, reading=ReadOptions(revisions=Revisions.ORIGINAL))
        restored = rejected.findings == original.findings
        if rejected.document is not None and original.document is not None:
            restored = restored and rejected.document.text == original.document.text
        old, new = _parts(data), _parts(done.data)
        untouched = {part for part in new if old.get(part) != new[part]} <= MAY_CHANGE
        worded = [one for one in done.suggestions if one.proposal.wording and not one.proposal.unwanted]
        found = sum(one.found for one in worded)
        after = checker.examine("a.docx", done.data)
        gaps = {gap.finding.requirement for gap in after.report.gaps()}
        total += Counter(
            files=1,
            gaps=len(examined.report.gaps()),
            suggestions=len(done.suggestions),
            worded=len(worded),
            found=found,
            closed=sum(one.proposal.requirement not in gaps for one in worded),
            original=restored,
            untouched=untouched,
        )
        ways += Counter(one.way.value for one in done.suggestions)
        print(
            f"{name[:60]:60} {len(examined.report.gaps()):3} gaps, {found} of {len(worded)} found,",
            "original kept," if restored else "ORIGINAL LOST,",
            "untouched" if untouched else "OTHER PARTS CHANGED",
        )
        for remark in done.remarks:
            print(f"    {remark}")
        for one in done.suggestions if options.list else ():
            print(f"    {one.way.value} {one.proposal.requirement}: {one.place}")
    riders = _riders(checker)
    print(f"== {total['files']} files, {total['gaps']} gaps, {total['suggestions']} suggestions: {dict(ways)}")
    print(f"wordings found when accepted: {total['found']} of {total['worded']}; no gap any more: {total['closed']}")
    print(f"findings and text as before when rejected: {total['original']} of {total['files']} files")
    print(f"other parts untouched: {total['untouched']} of {total['files']} files")
    print(f"riders: {riders['found']} of {riders['suggestions']} found in {riders['files']} riders")
    holds = total["found"] == total["worded"] and total["original"] == total["untouched"] == total["files"]
    return 0 if holds and riders["found"] == riders["suggestions"] else 1


def _riders(checker: Checker) -> Counter[str]:
    count: Counter[str] = Counter()
    for name in SAMPLES:
        path = ROOT / "sample_contracts" / f"{name}.pdf"
        examined = checker.examine(path)
        done = suggest(checker, examined, examined.reports, BY)
        count += Counter(files=1, suggestions=len(done.suggestions), found=sum(one.found for one in done.suggestions))
    return count


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


if __name__ == "__main__":
    sys.exit(main())
