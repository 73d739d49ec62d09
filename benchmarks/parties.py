"""Counts the right, wrong and untold pairs of parties in the hand-read contracts and the standard forms.

    python benchmarks/parties.py            the counts, and each pair that is wrong
    python benchmarks/parties.py --all      each contract with what was read

A pair is right where the provider and the customer are those of the label; untold where the report names neither
side; wrong otherwise. The names of the standard forms are those of their makers, or the role where the form leaves
the name open. Exit code 1 where a name is wrong. Where the corpus is absent this says so and ends with code 0.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from contractcheck.contract import Contract
from contractcheck.model import Parties, Party
from contractcheck.reading import read

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
GOLD, FORMS = CORPUS / "gold", CORPUS / "standard-forms"
# Whose form it is, by folder; other forms name roles alone.
MAKERS = {
    "actuallyreliable": "Actually Reliable LLC",
    "basecamp": "Basecamp, LLC; 37signals LLC",
    "basecamp-sla": "Basecamp; 37signals LLC",
    "github-corporate-terms": "GitHub, Inc.",
    "madscitech-sla": "Mad Scientist Technologies",
    "numtide": "Numtide LLC; Contractor",
    "spacelift-dpa": "Spacelift, Inc.",
    "tigris-sla": "Tigris Data, Inc.",
    "woomberg-sla": "Woomberg, LLC",
}
PROVIDERS = "Provider; Business Associate; Contractor"
CUSTOMERS = "Customer; Client; Company; Government"
_KINDS = (".md", ".pdf", ".docx")
_SMALL = frozenset("the inc llc ltd limited of and l p co ag b v n".split())


def words(text: str) -> frozenset[str]:
    """Return the words of a name without articles, legal forms and the plural."""
    plain = "".join(letter if letter.isalnum() else " " for letter in text.lower())
    return frozenset(word.removesuffix("s") for word in plain.split()) - _SMALL


def names(party: Party | None, label: str) -> bool:
    """Tell whether a party is one that the label names, and names nobody else."""
    if party is None:
        return False
    asked = words(label)
    parts = [words(part) for part in party.name.split(";")]
    return all(part and part <= asked for part in parts) or any(
        words(alias) and words(alias) <= asked for alias in party.aliases
    )


def judged(found: Parties, provider: str, customer: str) -> str:
    """Return "right", "untold" or "wrong" for a pair."""
    if found.provider is None and found.customer is None:
        return "untold"
    return "right" if names(found.provider, provider) and names(found.customer, customer) else "wrong"


def gold() -> Iterator[tuple[Path, str, str]]:
    """Yield the hand-read contracts with the parties of their labels."""
    for path in sorted(GOLD.glob("*.json")):
        label = json.loads(path.read_text(encoding="utf-8"))
        yield CORPUS / label["file"], label["provider"], label["customer"]


def forms() -> Iterator[tuple[Path, str, str]]:
    """Yield the standard forms with the names or roles that they print."""
    for path in sorted(FORMS.rglob("*")):
        if path.suffix in _KINDS and "_source" not in path.parts:
            folder = path.relative_to(FORMS).parts[0]
            yield path, MAKERS.get(folder, PROVIDERS), CUSTOMERS


def counted(items: Iterator[tuple[Path, str, str]], title: str, show: bool) -> int:
    """Print the counts for one set. Return how many pairs are wrong."""
    tally: Counter[str] = Counter()
    for path, provider, customer in items:
        found = Contract.of(read(path)).parties
        verdict = judged(found, provider, customer)
        tally[verdict] += 1
        if show or verdict == "wrong":
            pair = " / ".join(one.name if one is not None else "none" for one in (found.provider, found.customer))
            print(f"{verdict}: {path.name[:60]}: {pair}")
    print(f"{title}: {tally['right']} right, {tally['untold']} untold, {tally['wrong']} wrong of {tally.total()}")
    return tally["wrong"]


def main() -> int:
    """Count both sets."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--all", action="store_true", help="print each contract, not only those that are wrong")
    options = parser.parse_args()
    if not GOLD.exists():
        print("The corpus is not here: nothing is counted.")
        return 0
    wrong = counted(gold(), "hand-read contracts", options.all) + counted(forms(), "standard forms", options.all)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
