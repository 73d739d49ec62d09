"""Holds the same standard form as Markdown, PDF, Word file and web page against each other.

    python benchmarks/forms.py              for each form: the share of requirements with the same ``found`` in all four
                                            kinds, with the same value, and with the same number of the clause
    python benchmarks/forms.py --keep DIR   also write the Word files and web pages that were made to a folder

The Markdown and the PDF are the publisher's. The Word file and the web page are made from the Markdown here: in the
Word file the clauses get Word's own numbering, in place of the typed numbers. Where the forms are absent this says so
and ends with code 0. It ends with code 1 where fewer than 98 % of the requirements are found alike.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from markdown_it import MarkdownIt
from markdown_it.token import Token

from contractcheck.checker import Checker
from contractcheck.model import Finding, Status

FORMS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "standard-forms"
# What must be found alike.
BAR = 0.98
# Folder, Markdown, PDF of the same version, the playbook for such an agreement. All are held against the common one
# too.
PAIRS = (
    ("bonterms-mnda", "Mutual-NDA.md", "Bonterms-Mutual-NDA-Version-1.pdf", "nda"),
    (
        "bonterms-dpa",
        "Data-Protection-Addendum.md",
        "Bonterms-Data-Protection-Addendum-DPA-Version-1.0.pdf",
        "gdpr-dpa",
    ),
    ("bonterms-baa", "BAA.md", "Bonterms-BAA-Version-1.0.pdf", "hipaa-baa"),
    ("bonterms-cloud-terms", "Cloud-Terms.md", "Bonterms-Cloud-Terms-Version-1.0.pdf", "saas-vendor"),
    (
        "bonterms-psa",
        "Professional-Services-Agreement V1.2.md",
        "Bonterms-Professional-Services-Agreement-PSA-Version-1.2.pdf",
        "outsourcing-knowledge",
    ),
)
COMMON = "outsourcing"

# A typed number at the start of a paragraph: "5.", "5.1.", "5.1", "(a)".
_TYPED = re.compile(r"(?:(\d{1,3})\.(?:(\d{1,3})\.?)?|\(([a-z])\))[\s\u00a0]+")


@dataclass
class _Numbers:
    """Word's numbering for a document: three levels, "5.", "5.1." and "(a)", and how far they have counted.

    The levels end in a full stop or not, as the form has them.
    """

    document: Any
    key: int = 0
    counts: list[int] = field(default_factory=lambda: [0, 0, 0])
    dotted: bool = True

    def begin(self) -> None:
        """Make the list."""
        numbering = self.document.part.numbering_part.element
        abstract = OxmlElement("w:abstractNum")
        abstract.set(qn("w:abstractNumId"), "900")
        second = "%1.%2." if self.dotted else "%1.%2"
        for level, (form, text) in enumerate((("decimal", "%1."), ("decimal", second), ("lowerLetter", "(%3)"))):
            row = OxmlElement("w:lvl")
            row.set(qn("w:ilvl"), str(level))
            for name, content in (("start", "1"), ("numFmt", form), ("lvlText", text)):
                child = OxmlElement(f"w:{name}")
                child.set(qn("w:val"), content)
                row.append(child)
            abstract.append(row)
        numbering.insert(0, abstract)
        self.key = int(numbering.add_num(900).numId)

    def take(self, paragraph: Any, text: str) -> str:
        """Give a paragraph Word's number if it is the next one, and return its text without the typed one."""
        match = _TYPED.match(text)
        if match is None:
            return text
        level = 2 if match[3] else 1 if match[2] else 0
        wanted = [*self.counts[:level], self.counts[level] + 1, *([0] * (2 - level))]
        printed = [
            int(match[1] or wanted[0]),
            int(match[2] or wanted[1]),
            ord(match[3]) - 96 if match[3] else wanted[2],
        ]
        if printed[: level + 1] != wanted[: level + 1]:
            return text
        self.counts = wanted
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = self.key
        return text[match.end() :]


def as_docx(markdown: str) -> bytes:
    """Make a Word file of a Markdown text: headings, paragraphs, lists, tables, bold type, Word's own numbers."""
    document = docx.Document()
    numbers = _Numbers(document, dotted=bool(re.search(r"^\W*\d+\.\d+\.", markdown, re.MULTILINE)))
    numbers.begin()
    tokens = _parsed(markdown)
    ordered: list[int] = []
    heading = 0
    label = ""
    table: list[list[Token]] = []
    for token in tokens:
        if token.type == "heading_open":
            heading = int(token.tag[1])
        elif token.type == "heading_close":
            heading = 0
        elif token.type in ("ordered_list_open", "bullet_list_open"):
            ordered.append(int(token.attrs.get("start", 1)) - 1 if token.type[0] == "o" else -1)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            ordered.pop()
        elif token.type == "list_item_open" and ordered:
            if ordered[-1] >= 0:
                ordered[-1] += 1
                label = f"{ordered[-1]}. "
        elif token.type == "tr_open":
            table.append([])
        elif token.type == "table_close":
            _add_table(document, table)
            table = []
        elif token.type == "inline" and table:
            table[-1].append(token)
        elif token.type == "inline":
            paragraph = document.add_heading(level=heading) if heading else document.add_paragraph()
            _add_runs(paragraph, token, numbers, label)
            label = ""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_html(markdown: str) -> bytes:
    """Make a web page of a Markdown text."""
    body = MarkdownIt("commonmark").enable("table").render(markdown)
    head = "<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'><title>Form</title></head><body>\n"
    return f"{head}{body}</body></html>\n".encode()


def _parsed(markdown: str) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(markdown)


def _add_runs(paragraph: Any, inline: Token, numbers: _Numbers, label: str) -> None:
    """Put the words of a paragraph into runs. Its typed number goes, where Word's own takes its place."""
    pieces = list(_pieces(inline))
    whole = label + "".join(text for text, _ in pieces)
    rest = numbers.take(paragraph, whole)
    drop = len(whole) - len(rest) - len(label)
    if drop < 0:  # the number of a list that Word cannot count: it stays as text
        paragraph.add_run(label)
    for text, bold in pieces:
        kept = text[max(drop, 0) :]
        drop -= len(text)
        if kept:
            paragraph.add_run(kept).bold = bold or None


def _pieces(inline: Token) -> Iterator[tuple[str, bool]]:
    bold = False
    for child in inline.children or ():
        if child.type in ("strong_open", "strong_close"):
            bold = child.type == "strong_open"
        elif child.type in ("softbreak", "hardbreak"):
            yield "\n" if child.type == "hardbreak" else " ", bold
        elif child.content and child.type != "html_inline":
            yield child.content, bold


def _add_table(document: Any, rows: list[list[Token]]) -> None:
    table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, token in zip(row.cells, cells, strict=False):
            cell.text = "".join(text for text, _ in _pieces(token))


@dataclass(frozen=True)
class Compared:
    """One form under one playbook: for each requirement what was found in each kind of file."""

    name: str
    playbook: str
    found: dict[str, dict[str, Finding]]

    def differing(self, what: Callable[[Finding], str]) -> list[str]:
        """The requirements of which something is not told alike, each in one line."""
        told = {name: {kind: what(one) for kind, one in kinds.items()} for name, kinds in self.found.items()}
        return [
            f"{self.name} under {self.playbook}: {name}: "
            + ", ".join(f"{kind} {words or 'nothing'}" for kind, words in kinds.items())
            for name, kinds in told.items()
            if len(set(kinds.values())) > 1
        ]


def _found(finding: Finding) -> str:
    return finding.found.value


def _value(finding: Finding) -> str:
    return "" if finding.value is None else f"{finding.value.amount} {finding.value.unit}".strip()


def _clause(finding: Finding) -> str:
    return finding.evidence[0].clause if finding.evidence else ""


def compare(folder: str, files: dict[str, bytes], playbook: str) -> Compared:
    """Check one form in all its kinds."""
    checker = Checker(playbook, applies=True)
    found: dict[str, dict[str, Finding]] = {}
    for kind, data in files.items():
        report = checker.check(f"{folder}.{kind}", data)
        if report.status is not Status.CHECKED:
            raise SystemExit(f"{folder} as {kind}: {report.error}")
        for item in report.assessed:
            found.setdefault(item.finding.requirement, {})[kind] = item.finding
    return Compared(folder, playbook, found)


def main() -> int:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="write the files that were made to this folder")
    options = parser.parse_args()
    if not FORMS.is_dir():
        print(f"no standard forms at {FORMS}: nothing was measured")
        return 0
    rows = []
    for folder, markdown, pdf, playbook in PAIRS:
        text = (FORMS / folder / markdown).read_text(encoding="utf-8")
        files = {
            "md": text.encode(),
            "pdf": (FORMS / folder / pdf).read_bytes(),
            "docx": as_docx(text),
            "html": as_html(text),
        }
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            for kind in ("docx", "html"):
                (options.keep / f"{folder}.{kind}").write_bytes(files[kind])
        rows += [compare(folder, files, one) for one in (playbook, COMMON)]
    names = ("found", "value", "clause")
    asked = (_found, _value, _clause)
    differ = [[row.differing(one) for one in asked] for row in rows]
    print(f"{'form':<22}{'playbook':<23}{'asked':>6}" + "".join(f"{f'same {name}':>14}" for name in names))
    for row, lines in zip(rows, differ, strict=True):
        print(f"{row.name:<22}{row.playbook:<23}" + _shares(len(row.found), [len(one) for one in lines]))
    every = sum(len(row.found) for row in rows)
    lost = [sum(len(lines[at]) for lines in differ) for at in range(len(names))]
    print(f"{'all':<45}" + _shares(every, lost))
    for at, name in enumerate(names):
        for lines in differ:
            for line in lines[at]:
                print(f"  {name} differs: {line}")
    return 0 if every - lost[0] >= BAR * every else 1


def _shares(every: int, lost: list[int]) -> str:
    return f"{every:>6}" + "".join(f"{(every - one) / every:>14.1%}" for one in lost)


if __name__ == "__main__":
    sys.exit(main())
