"""Turns labels with quotes into labels with places in the text, so that no word of a contract is copied.

    python benchmarks/place.py FOLDER -o benchmarks/labels/NAME

Every FOLDER/*.json names its contract (``file``) and gives verbatim quotes. A contract of the corpus stays there. One
that lies beside its label file is our own, and is copied; of one in another folder only the name is kept. What is
written has ``spans`` in place of ``quotes``: start and end in the characters of the text file; in a PDF (``source``),
in the text that contractcheck reads from it without recognition, which is PDFium's. White space and hyphens in quotes
do not count. Of several places the first counts. Where a quote is not found, nothing is written, and each fault is told
without the words of the quote. ``--unread`` is for a contract that our reader cannot read yet: its labels are kept
without places, and it is not measured.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from labelled import CORPUS, text_of

from contractcheck.errors import UnreadableError
from contractcheck.playbooks.playbooks import read_playbook
from contractcheck.rulebook.rules import rule_files

SIDES = ("provider", "customer", "mutual", "unclear")
_UNSEEN = frozenset("\0\x02\xad\ufffe-\u2010\u2011")
# What a label file says of its contract, in this order.
_HEAD = ("file", "type", "provider", "customer", "processor", "controller", "playbook", "unread")


class Squeezed:
    """A text without white space and hyphens, which still knows where each character stood."""

    def __init__(self, text: str) -> None:
        self.at = [place for place, letter in enumerate(text) if not letter.isspace() and letter not in _UNSEEN]
        self.text = "".join(text[place] for place in self.at)

    def find(self, quote: str) -> list[int] | None:
        """Return start and end of the first place of a quote, or None."""
        wanted = "".join(letter for letter in quote if not letter.isspace() and letter not in _UNSEEN)
        found = self.text.find(wanted) if wanted else -1
        return None if found < 0 else [self.at[found], self.at[found + len(wanted) - 1] + 1]


def known_ids(data: dict[str, Any]) -> frozenset[str]:
    """Return the ids that a label file may use: the rows of its playbook, or the rules."""
    if data.get("playbook"):
        return frozenset(read_playbook(data["playbook"]).requirements)
    return frozenset(path.stem for path in rule_files())


def faults_of(name: str, item: dict[str, Any], known: frozenset[str]) -> list[str]:
    """Return what is wrong with the form of one label, one line each."""
    faults = []
    if name not in known:
        faults.append("no rule and no row is called so")
    if not isinstance(item.get("present"), bool):
        faults.append("'present' must be true or false")
    if item.get("present") and item.get("side") not in SIDES:
        faults.append(f"'side' must be one of {', '.join(SIDES)}")
    if item.get("conf", "sure") not in ("sure", "unsure"):
        faults.append("'conf' must be sure or unsure")
    if item.get("present") and item.get("referenced"):
        faults.append("what is present is not left to another document: 'referenced' must be false")
    if not isinstance(item.get("value"), int | float | None) and item.get("value") != "indefinite":
        faults.append("'value' must be a number or indefinite")
    return faults


def placed(data: dict[str, Any], text: str) -> tuple[dict[str, Any], list[str]]:
    """Return a label file with places for its quotes, and its faults."""
    squeezed, known = Squeezed(text), known_ids(data)
    items: dict[str, Any] = {}
    faults = []
    for name, item in data["items"].items():
        faults += [f"{name}: {fault}" for fault in faults_of(name, item, known)]
        told = item.get("present") or item.get("referenced") or item.get("redacted")
        kept: dict[str, Any] = {"present": item.get("present")}
        for key in ("referenced", "redacted"):
            if item.get(key):
                kept[key] = True
        if told and item.get("side"):
            kept["side"] = item["side"]
        if item.get("value") is not None:
            kept["value"] = item["value"]
        if item.get("conf", "sure") != "sure":
            kept["conf"] = item["conf"]
        quotes = item.get("quotes", ()) if told else ()
        spans = [] if data.get("unread") else [squeezed.find(quote) for quote in quotes]
        if item.get("present") and not quotes:
            faults.append(f"{name}: present, and no quote proves it")
        faults += [
            f"{name}: quote {number} of {len(spans)} is not in the text"
            for number, span in enumerate(spans, 1)
            if span is None
        ]
        if spans:
            kept["spans"] = spans
        items[name] = kept
    missing = [name for name in data.get("ids", ()) if name not in items]
    faults += [f"{name}: not labelled" for name in missing]
    head = {key: data[key] for key in _HEAD if key in data}
    return {**head, "items": items}, faults


def written(data: dict[str, Any]) -> str:
    """Return a label file's text: one label a line."""
    head = "".join(
        f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)},\n"
        for key, value in data.items()
        if key != "items"
    )
    rows = ",\n".join(
        f"  {json.dumps(name)}: {json.dumps(item, ensure_ascii=False)}" for name, item in data["items"].items()
    )
    return f'{{\n{head} "items": {{\n{rows}\n }}\n}}\n'


def contract_of(data: dict[str, Any], beside: Path) -> tuple[str, Path]:
    """Return how a label file is to name its contract, and where the contract is now."""
    file = CORPUS / data.get("source", data["file"])
    if file.is_file() and file.is_relative_to(CORPUS):
        return file.relative_to(CORPUS).as_posix(), file
    if (beside / file.name).is_file():
        return file.name, beside / file.name
    return f"../{file.parent.name}/{file.name}", file


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Turns labels with quotes into labels with places in the text.")
    parser.add_argument("folder", type=Path, help="label files with quotes")
    parser.add_argument("-o", "--out", type=Path, required=True, help="where label files with places go")
    parser.add_argument("--unread", nargs=2, action="append", default=[], metavar=("NAME", "REASON"))
    options = parser.parse_args(arguments)
    unread = dict(options.unread)
    files = sorted(options.folder.glob("*.json"))
    if not files:
        parser.error(f"there is no label file in {options.folder}")
    done: dict[str, dict[str, Any]] = {}
    copies: list[Path] = []
    bad = 0
    for path in files:
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            data["file"], contract = contract_of(data, path.parent)
            if path.stem in unread:
                data["unread"] = unread[path.stem]
            data, faults = placed(data, text_of(contract))
        except (KeyError, AttributeError, ValueError) as error:
            faults = [f"not a label file ({type(error).__name__}: {error})"]
        except (OSError, UnreadableError) as error:
            faults = [f"its contract cannot be read ({error})"]
        for fault in faults:
            print(f"{path.name}: {fault}", file=sys.stderr)
        bad += bool(faults)
        if not faults:
            done[path.name] = data
            if contract.parent == path.parent:
                copies.append(contract)
    if bad:
        print(f"nothing written: {bad} of {len(files)} label files have faults", file=sys.stderr)
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    for name, data in done.items():
        (options.out / name).write_text(written(data), encoding="utf-8")
    for contract in copies:
        (options.out / contract.name).write_bytes(contract.read_bytes())
    print(f"{len(done)} label files and {len(copies)} texts of our own written to {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
