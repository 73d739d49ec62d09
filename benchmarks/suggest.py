"""Measures ``playbooks suggest``: is the playbook that it names first of the right family?

    python benchmarks/suggest.py            the count for each set
    python benchmarks/suggest.py --errors   each document that got a playbook of another family

Three sets: the hand-labelled contracts, the non-disclosure agreements of ContractNLI, the standard forms. What the
right family is follows from the kind of document alone, by its name (``EXPECTED``), and was written down before the
first measurement (92 %: no playbook for business associates was there yet). The contracts lie beside the checkout.
Where they are absent this says so and ends with code 0.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator

from labelled import CORPUS, may_print

from contractcheck.errors import UnreadableError
from contractcheck.playbooks.playbooks import playbook_ids, read_playbook
from contractcheck.playbooks.suggest import suggest

SHARE = 0.90
SERVICES = ("outsourcing", "outsourcing-bpo", "outsourcing-it", "outsourcing-knowledge", "outsourcing-manufacturing")
CLOUD = ("saas-vendor",)
# The first that matches the document's name. Hosting is IT outsourcing, and where it is sold on standard terms a cloud
# service: both are right.
EXPECTED: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\bbaa\b|business associate", ("hipaa-baa",)),
    (r"\bdpa\b|data[ -_]?processing|data[ -_]?protection|spacelift", ("gdpr-dpa",)),
    (r"mnda|mutual-nda|\bnda\b", ("nda",)),
    (r"\bsla\b|service-level|cloud[ -]terms|\bcsa\b|cloud-service|terms-of-service|tigris|woomberg", CLOUD),
    (r"hosting", (*SERVICES, *CLOUD)),
    (r"outsourcing|servic|consult|maintenance|\bpsa\b|\bpws\b|gtc|\bica\b|general terms|performance work", SERVICES),
)
# Not agreements: explanations, and the lists of terms that a user may add.
_SKIP = re.compile(r"explainer|playbook[ -]of|cover|setup|schedules-examples|readme|licen[cs]e\.", re.IGNORECASE)


def main() -> int:
    """Print the shares. Exit code 1 where a set stays below ``SHARE``."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="name each document that got a wrong family")
    chosen = parser.parse_args()
    if not CORPUS.is_dir():
        print(f"no contracts at {CORPUS}: nothing was measured")
        return 0
    playbooks = [read_playbook(id_) for id_ in playbook_ids()]
    failed = False
    total = right_in_all = 0
    for name, documents in (("gold", gold()), ("nda", ndas()), ("forms", forms())):
        right = count = 0
        for path, data, family in documents:
            try:
                first = suggest(path, playbooks, data)[0]
            except UnreadableError as error:
                print(f"  not read: {error}")
                continue
            count += 1
            good = first.playbook.id in family and first.score > 0
            right += good
            if chosen.errors and not good:
                reasons = " ".join(first.reasons) if may_print(path) else "(sealed)"
                print(f"  {path}: {first.playbook.id}, not {' or '.join(family)}: {reasons}")
        share = right / count if count else 0.0
        failed = failed or share < SHARE
        total, right_in_all = total + count, right_in_all + right
        print(f"{name:6} {right} of {count} ({share:.1%}) name the right family first")
    print(f"{'all':6} {right_in_all} of {total} ({right_in_all / total:.1%})")
    return 1 if failed else 0


def expected(name: str) -> tuple[str, ...]:
    """Return the playbooks that are right for a document of this name."""
    for pattern, family in EXPECTED:
        if re.search(pattern, name.replace("_", " "), re.IGNORECASE):
            return family
    return ()


def gold() -> Iterator[tuple[str, bytes, tuple[str, ...]]]:
    """The hand-labelled contracts. Their label files are named after the kind of document."""
    for label in sorted((CORPUS / "gold").glob("*.json")):
        path = CORPUS / json.loads(label.read_text(encoding="utf-8"))["file"]
        # msa-bonterms and msa-commonpaper are the cloud terms of those houses; tos-github is terms of service.
        name = label.stem.replace("msa-", "cloud terms ").replace("tos-", "terms-of-service ")
        yield path.name, path.read_bytes(), expected(name)


def ndas() -> Iterator[tuple[str, bytes, tuple[str, ...]]]:
    """The documents of ContractNLI's development set: all of them are non-disclosure agreements."""
    data = json.loads((CORPUS / "contractnli" / "dev.json").read_text(encoding="utf-8"))
    for number, document in enumerate(data["documents"]):
        yield f"nda-{number}.txt", document["text"].encode(), ("nda",)


def forms() -> Iterator[tuple[str, bytes, tuple[str, ...]]]:
    """The standard forms, cover pages and explanations aside."""
    root = CORPUS / "standard-forms"
    for path in sorted(root.rglob("*")):
        if path.suffix.lower() not in (".md", ".pdf") or not path.is_file() or _SKIP.search(path.name):
            continue
        folder = path.relative_to(root).parts[0].replace("github-corporate-terms", "terms-of-service")
        folder = folder.replace("numtide", "gtc").replace("actuallyreliable", "dpa")
        basecamp = "dpa" if folder == "basecamp" else folder
        yield path.name, path.read_bytes(), expected(basecamp)


if __name__ == "__main__":
    sys.exit(main())
