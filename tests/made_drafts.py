"""The sample contracts in other kinds of file: Word's, with typed numbers or with Word's own; web pages; plain text."""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from sample_contracts.markup import BOLD, Block, Source, curled, parse

SOURCES = Path(__file__).resolve().parents[1] / "sample_contracts" / "source"
SAMPLES = sorted(path.stem for path in SOURCES.glob("*.txt"))
_TYPED = re.compile(r"(?P<one>\d{1,2})\.(?P<two>\d{1,2})?\.?\s+")
_TAGS = {"title": "h1", "heading": "h2", "annex": "h2"}


def source(name: str) -> Source:
    """A sample contract as it is written."""
    return parse((SOURCES / f"{name}.txt").read_text(encoding="utf-8"))


def sample(name: str, *, numbered: bool) -> bytes:
    """A sample contract as a Word file. ``numbered``: Word counts its clauses, where they are counted 1., 1.1."""
    source_ = source(name)
    document = docx.Document()
    list_ = _list(document) if numbered else 0
    counts = [0, 0]
    rows: list[list[str]] = []
    for block in source_.blocks:
        if rows and block.kind != "row":
            _table(document, rows)
            rows = []
        text = curled(block.text.replace("~", "\u00a0"))
        if block.kind == "row":
            rows.append([cell.strip() for cell in text.split("|")])
        elif block.kind == "order":
            for name_ in text.removeprefix("signatures").split("|") if text.startswith("signatures") else ():
                document.add_paragraph(f"Signed for {name_.strip()}")
                document.add_paragraph("Name: ____________   Title: ____________   Date: ____________")
        else:
            _block(document, block.kind, text, list_, counts)
    if rows:
        _table(document, rows)
    return saved(document, source_)


def saved(document: Any, source: Source | None = None) -> bytes:
    """The bytes of a document."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _block(document: Any, kind: str, text: str, list_: int, counts: list[int]) -> None:
    paragraph = document.add_paragraph(style="Heading 1" if kind in ("heading", "annex") else "Normal")
    match = _TYPED.match(text) if list_ else None
    if kind == "annex":
        counts[:] = [-99, -99]
    if match:
        wanted = [counts[0] + 1, 0] if match["two"] is None else [counts[0], counts[1] + 1]
        if [int(match["one"]), int(match["two"] or 0)] == wanted:
            counts[:] = wanted
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = 1 if match["two"] else 0
            properties.get_or_add_numId().val = list_
            text = text[match.end() :]
    for at, piece in enumerate(BOLD.split(text)):
        if piece:
            paragraph.add_run(piece).bold = True if at % 2 else None


def _table(document: Any, rows: list[list[str]]) -> None:
    table = document.add_table(len(rows), max(map(len, rows)))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=False):
            cell.text = words.replace("**", "")


def _list(document: Any) -> int:
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "900")
    for level, text in enumerate(("%1.", "%1.%2")):
        row = OxmlElement("w:lvl")
        row.set(qn("w:ilvl"), str(level))
        for name, content in (("start", "1"), ("numFmt", "decimal"), ("lvlText", text)):
            child = OxmlElement(f"w:{name}")
            child.set(qn("w:val"), content)
            row.append(child)
        indent = OxmlElement("w:ind")
        indent.set(qn("w:left"), "720")
        indent.set(qn("w:hanging"), "720")
        properties = OxmlElement("w:pPr")
        properties.append(indent)
        row.append(properties)
        abstract.append(row)
    numbering.insert(0, abstract)
    return int(numbering.add_num(900).numId)


def page(name: str) -> bytes:
    """A sample contract as a web page, its numbers typed."""
    body = []
    for block in _blocks(name):
        if isinstance(block, list):
            rows = ("".join(f"<td>{_strong(cell)}</td>" for cell in row) for row in block)
            body.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
        else:
            tag = _TAGS.get(block.kind, "p")
            body.append(f"<{tag}>{_strong(block.text)}</{tag}>")
    return ("<!DOCTYPE html>\n<html lang='en'><body>\n" + "\n".join(body) + "\n</body></html>\n").encode()


def text(name: str, *, width: int = 0) -> bytes:
    """A sample contract as plain text: a paragraph a line, or in lines of ``width`` characters; tabs between cells."""
    pieces = []
    for block in _blocks(name):
        if isinstance(block, list):
            pieces.append("\n".join("\t".join(BOLD.sub(r"\1", cell) for cell in row) for row in block))
        else:
            plain = BOLD.sub(r"\1", block.text)
            pieces.append("\n".join(textwrap.wrap(plain, width)) if width else plain)
    return ("\n\n".join(pieces) + "\n").encode()


def _blocks(name: str) -> Iterator[Block | list[list[str]]]:
    """The blocks of a sample that hold words, and its tables whole."""
    rows: list[list[str]] = []
    for block in (*source(name).blocks, Block("order", "")):
        words = curled(block.text.replace("~", "\u00a0"))
        if block.kind == "row":
            rows.append([cell.strip() for cell in words.split("|")])
            continue
        if rows:
            yield rows
            rows = []
        if block.kind != "order":
            yield Block(block.kind, words)
        elif words.startswith("signatures"):
            for party in words.removeprefix("signatures").split("|"):
                yield Block("body", f"Signed for {party.strip()}")
                yield Block("body", "Name: ____________   Title: ____________   Date: ____________")


def _strong(words: str) -> str:
    return BOLD.sub(r"<b>\1</b>", escape(words, quote=False))
