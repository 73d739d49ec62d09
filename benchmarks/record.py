"""Runs other benchmarks and keeps what each printed, for RESULTS.md.

    python benchmarks/record.py scans forms     run these two, then put their words into RESULTS.md
    python benchmarks/record.py                 put what was kept into RESULTS.md

What a benchmark prints is kept in benchmarks/recorded, one file each, exactly as printed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
RECORDED = HERE / "recorded"
RESULTS = HERE / "RESULTS.md"
BEGIN, END = "<!-- recorded: begin -->", "<!-- recorded: end -->"
# Name -> the options it is run with, and what it measures.
KNOWN: dict[str, tuple[tuple[str, ...], str]] = {
    "speed": ((), "Speed: audits against PDFium's bare text extraction"),
    "scans": ((), "Scans: what recognition reads, against the same contracts with text"),
    "forms": ((), "Kinds of file: the same agreement as Markdown, PDF, Word file and web page"),
    "damage": ((), "Damage: findings of sound contracts that were damaged, on purpose, in the ways of real files"),
    "gate": ((), "The gate: what is refused as not a contract"),
    "hard": (("--applies",), "Malformed, encrypted, fuzzed and odd PDFs: what becomes of them"),
    "tables": (("--sample",), "Tables of service levels: every cell, in three kinds of file"),
    "marks": ((), "Marked copies: the words under each mark"),
    "drafts": ((), "Two drafts: planted changes that are found, and what is invented"),
    "pages": ((), "Pages: size, and time to the first view in a browser"),
    "nda": ((), "Non-disclosure agreements: statements of ContractNLI"),
    "presigning": ((), "Before signing: alarms on signed contracts"),
    "suggest": ((), "Which playbook suits a contract"),
}


def run(name: str) -> None:
    """Run a benchmark and keep what it prints. Raises CalledProcessError where it fails: then nothing is kept."""
    options, _ = KNOWN[name]
    done = subprocess.run(  # noqa: S603  (our own benchmarks)
        [sys.executable, str(HERE / f"{name}.py"), *options], check=True, stdout=subprocess.PIPE, text=True
    )
    if "skipped" in done.stdout.splitlines()[0]:
        print(f"{name}: {done.stdout.splitlines()[0]}")
        return
    RECORDED.mkdir(exist_ok=True)
    (RECORDED / f"{name}.txt").write_text(done.stdout.rstrip() + "\n", encoding="utf-8")
    print(f"{name}: kept")


def sections() -> str:
    """Return what was kept, each under the command that prints it."""
    parts = []
    for name, (options, title) in KNOWN.items():
        path = RECORDED / f"{name}.txt"
        if path.is_file():
            command = " ".join(["python", f"benchmarks/{name}.py", *options])
            parts.append(f"## {title}\n\n`{command}`\n\n```text\n{path.read_text(encoding='utf-8').rstrip()}\n```")
    return "\n\n".join(parts)


def put(text: str) -> str:
    """Return RESULTS.md with the kept sections at its end, in the place of those before."""
    before = text.partition(BEGIN)[0].rstrip()
    return f"{before}\n\n{BEGIN}\n\n{sections()}\n\n{END}\n"


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Runs other benchmarks and keeps what each printed, for RESULTS.md.")
    parser.add_argument("names", nargs="*", choices=[*KNOWN, []], metavar="NAME", help=", ".join(KNOWN))
    options = parser.parse_args(arguments)
    for name in options.names:
        run(name)
    RESULTS.write_text(put(RESULTS.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
