"""Audits malformed, encrypted, fuzzed, huge and odd PDFs, and prints what became of them.

    python benchmarks/hard.py                  the folder hard-pdfs of the corpus beside the checkout
    python benchmarks/hard.py FOLDER           any other folder
    python benchmarks/hard.py --list           with the files that were checked, and what is said of each
    python benchmarks/hard.py --applies        without the gate: what is read of texts that are no contracts, too

Pages are not recognised. "all read" are files with words on each page that shows anything, and nothing left out:
samples of them were held against their pictures by eye. Ends with code 1 where reading a file crashed, hung or ran out
of memory.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from contractcheck.audits import tasks
from contractcheck.audits.audits import audit
from contractcheck.reading.options import Engine, ReadOptions

HARD = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "hard-pdfs"
FAULTS = tasks.BY_LIMIT


def outcome(result: dict[str, Any]) -> tuple[str, str]:
    """The status of a file and the reason, without names and numbers."""
    if result["status"] != "checked":
        return result["status"], result["error"]["code"]
    coverage = result["coverage"]
    said = [
        "pages not read" * bool(coverage["pages"]["unread"]),
        "parts not read" * bool(coverage["parts"]),
        "other languages" * bool(coverage["languages"]),
        ", ".join(sorted({f"words left out ({row['kind']})" for row in coverage["left_out"]})),
        "terms elsewhere" * bool(coverage["terms"]),
    ]
    return "checked", "; ".join(filter(None, said)) or "all read"


def main() -> int:
    """Print the table. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=HARD)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--applies", action="store_true")
    options = parser.parse_args()
    if not options.folder.is_dir():
        print("the folder of hard PDFs is not beside the checkout: nothing was measured")
        return 0
    with tempfile.TemporaryDirectory() as out:
        audit(
            options.folder,
            Path(out) / "out",
            include=("*.[pP][dD][fF]",),
            reading=ReadOptions(ocr=Engine.NONE),
            time_limit=60.0,
            applies=options.applies,
        )
        lines = (Path(out) / "out" / "results.jsonl").read_text(encoding="ascii").splitlines()
    results = [json.loads(line) for line in lines]
    counts = Counter(map(outcome, results))
    print(f"{len(results)} files\n\n{'outcome':18}{'reason':52}{'files':>6}")
    for (status, reason), count in sorted(counts.items(), key=lambda row: (row[0][0], -row[1])):
        print(f"{status:18}{reason:52}{count:6}")
    for result in results if options.list else ():
        if result["status"] == "checked":
            print(f"  {result['contract']['path']}: {outcome(result)[1]}")
    faults = sum(count for (_, reason), count in counts.items() if reason in FAULTS)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
