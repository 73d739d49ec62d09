"""Measures the gate: which files are refused as "not a contract", among real contracts and among other texts.

    python benchmarks/gate.py            the table, and every file that was refused

Real contracts are all of ``cuad/pdf``, ``current-terms`` and ``standard-forms`` beside the checkout and the sample
contracts; what explains a form or licenses it (``_source``, explainers, playbooks) is no contract and is left out. The
other texts are those of ``tests/made_others.py`` and ``tests/made_quoting.py``. The gate was made while looking at all
of them. Ends with code 1 where a contract is refused that is not a joint filing or a press release, or another text
passes.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from contractcheck.contract import Contract  # noqa: E402
from contractcheck.errors import UnreadableError  # noqa: E402
from contractcheck.reading.options import Engine, ReadOptions  # noqa: E402
from tests.made_others import TEXTS as OTHERS  # noqa: E402
from tests.made_quoting import TEXTS as QUOTING  # noqa: E402

TEXTS = OTHERS | QUOTING

CORPUS = ROOT.parent / "shared" / "corpus"
if not CORPUS.is_dir():
    CORPUS = ROOT.parents[1] / "shared" / "corpus"
SETS = {
    "filed contracts": (CORPUS / "cuad" / "pdf", (".pdf",)),
    "current terms": (CORPUS / "current-terms", (".md",)),
    "standard forms": (CORPUS / "standard-forms", (".md", ".pdf", ".docx")),
    "samples": (ROOT / "sample_contracts", (".pdf", ".docx")),
}
NO_CONTRACTS = ("_source", "Explainer", "Playbook-of", "README")
# Filed as exhibits, and no contracts: agreements to file a form together, and a press release about a contract.
TRULY_NONE = ("JOINT FILING", "UNITEDNATIONALBANCORP_03_03_1999")
READING = ReadOptions(ocr=Engine.NONE)


def files(folder: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    """Yield the contracts of a set, by path."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.suffix.lower() in endings and not any(part in str(path) for part in NO_CONTRACTS):
            yield path


def main() -> int:
    """Print the table. Returns the exit code."""
    wrong = 0
    print(f"{'':20}{'files':>7}{'refused':>9}{'not read':>10}{'points':>10}{'ms a file':>11}")
    refused: list[tuple[str, str]] = []
    for name, (folder, endings) in SETS.items():
        count = lost = turned = 0
        lowest, spent = 99, 0.0
        for path in files(folder, endings):
            count += 1
            try:
                contract = Contract.read(path, None, READING)
            except UnreadableError:
                lost += 1
                continue
            _ = contract.parties, contract.kind
            began = time.process_time()
            signs = contract.signs
            spent += time.process_time() - began
            if signs.lacking:
                turned += 1
                none = any(part in path.name for part in TRULY_NONE)
                wrong += not none
                refused.append((path.name, signs.lacking + ("" if none else "  WRONG")))
            else:
                lowest = min(lowest, signs.points)
        if count:
            print(f"{name:20}{count:7}{turned:9}{lost:10}{f'{lowest} up':>10}{1000 * spent / count:11.1f}")
    passed = [name for name, text in TEXTS.items() if not Contract.read(f"{name}.txt", text.encode()).signs.lacking]
    print(f"{'other texts':20}{len(TEXTS):7}{len(TEXTS) - len(passed):9}")
    print("\nRefused")
    for name, why in refused:
        print(f"  {name[:90]}: {why}")
    for name in passed:
        print(f"  {name} passed  WRONG")
    return 1 if wrong or passed else 0


if __name__ == "__main__":
    sys.exit(main())
