"""Prints a comparison: text for the screen, Markdown, HTML, JSON."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from contractcheck.comparing.data import to_data
from contractcheck.comparing.model import Comparison, Edit, RedlinePiece
from contractcheck.comparing.redline import MARKS
from contractcheck.comparing.view import ComparisonView, Item, Quoted, Under, view
from contractcheck.model.oneline import markdown, one_line, printable
from contractcheck.report.terminal import INDENT, Terminal

TEMPLATES = Path(__file__).parent / "templates"
_ROLES = {Edit.KEEP: "", Edit.DELETE: "high", Edit.INSERT: "met"}


def as_json(found: Comparison) -> str:
    """Return a comparison as JSON."""
    return json.dumps(to_data(found), ensure_ascii=False, indent=2) + "\n"


def as_text(found: Comparison, width: int = 80, colour: bool = False) -> str:
    """Return a comparison as text for the screen."""
    return "\n".join(_text(view(found), Terminal(width, colour))) + "\n"


def as_markdown(found: Comparison) -> str:
    """Return a comparison as Markdown."""
    return _templated(found, "md")


def as_html(found: Comparison) -> str:
    """Return a comparison as a page of HTML."""
    return _templated(found, "html")


def _templated(found: Comparison, format: str) -> str:
    style = (TEMPLATES / "compare.css").read_text(encoding="utf-8")
    plain = format == "md"

    def finalize(value: Any) -> Any:
        if hasattr(value, "__html__"):
            return value
        return Markup(markdown(value)) if plain else printable(value)  # noqa: S704  (made harmless just here)

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(f"compare.{format}").render(
        view=view(found),
        style=Markup(style),  # noqa: S704  (our own file, not a contract's)
        style_hash="sha256-" + b64encode(sha256(style.encode()).digest()).decode("ascii"),
    )


def _text(shown_: ComparisonView, out: Terminal) -> Iterator[str]:
    yield out.title(f"{shown_.old} → {shown_.new}")
    yield out.field("Old", f"{shown_.old}, {shown_.old_pages}")
    yield out.field("New", f"{shown_.new}, {shown_.new_pages}")
    for warning in shown_.warnings:
        yield out.field("Note", warning, "error")
    yield out.field("Result", shown_.result, "title")
    yield out.field("Clauses", shown_.clauses)
    for line in shown_.parties:
        yield out.field("Parties", line)
    for under in shown_.under:
        yield from _under(under, out)
    if shown_.shown:
        yield from ("", "", out.heading("Clauses with evidence"))
        yield out.paragraph(f"Deleted: {''.join(MARKS[Edit.DELETE])}  Inserted: {''.join(MARKS[Edit.INSERT])}")
    for clause in shown_.shown:
        yield ""
        yield out.item(0, clause.place, clause.tag.upper(), "quiet")
        yield out.field("About", "; ".join(clause.titles), "", INDENT)
        yield from _redline(clause.pieces, out)
    if shown_.named:
        yield from ("", "", out.heading("Other clauses that changed", "quiet"), "")
        yield from (out.paragraph(line) for line in shown_.named)
    if shown_.following:
        yield from ("", "", out.heading("Only cross-references changed", "quiet"), "")
        yield out.paragraph(shown_.following)


def _under(under: Under, out: Terminal) -> Iterator[str]:
    yield ""
    yield out.field("Playbook", under.playbook)
    yield out.field("Gaps", under.gaps)
    for section in under.sections:
        yield from ("", "", out.heading(section.title, section.role))
        if section.note:
            yield out.paragraph(section.note)
        for number, item in enumerate(section.items, start=1):
            yield from _item(number, item, out)
    if under.values:
        yield from ("", "", out.heading("Values that changed"), "")
        for item in under.values:
            role = {"worse": "high", "better": "met"}.get(item.direction, "quiet")
            yield out.item(0, item.title, item.direction.upper(), role)
            limit = f" (usual: {item.threshold})" if item.threshold else ""
            yield out.paragraph(item.values + limit)
    if under.moved:
        yield from ("", "", out.heading("Gaps that moved", "quiet"), "")
        yield from (out.paragraph(line) for line in under.moved)


def _item(number: int, item: Item, out: Terminal) -> Iterator[str]:
    yield ""
    role = item.severity
    yield out.item(number, item.title, item.step.upper(), role)
    yield out.paragraph(f"{item.severity.capitalize()}. {item.message}")
    if item.note:
        yield out.paragraph(item.note)
    if item.values:
        yield out.field("Value", item.values + (f" ({item.direction})" if item.direction else ""), "", INDENT)
    for label, passage in (("Before", item.old), ("Now", item.new)):
        yield from _passage(label, passage, out)


def _passage(label: str, passage: Quoted | None, out: Terminal) -> Iterator[str]:
    if passage is None:
        yield out.field(label, "no passage", "", INDENT)
        return
    yield out.field(label, ("nearest: " if passage.nearest else "") + passage.place, "", INDENT)
    yield out.quote(passage.quote)


def _redline(pieces: Sequence[RedlinePiece], out: Terminal) -> Iterator[str]:
    """Wrap a redline. Marks stand in the text, so that it can be read without colour."""
    width = out.width - len(INDENT)
    line: list[tuple[str, str]] = []
    used = 0
    for word, role in _painted(pieces):
        if line and used + 1 + len(word) > width:
            yield INDENT + _joined(line, out)
            line, used = [], 0
        used += len(word) + (1 if line else 0)
        line.append((word, role))
    if line:
        yield INDENT + _joined(line, out)


def _painted(pieces: Iterable[RedlinePiece]) -> Iterator[tuple[str, str]]:
    for piece in pieces:
        before, after = MARKS[piece.edit]
        words = one_line(piece.text).split()
        for at, word in enumerate(words):
            text = (before if at == 0 else "") + word + (after if at == len(words) - 1 else "")
            yield text, _ROLES[piece.edit]


def _joined(line: Sequence[tuple[str, str]], out: Terminal) -> str:
    """Paint runs of words of one role together, the spaces between them included."""
    runs: list[tuple[list[str], str]] = []
    for word, role in line:
        if runs and runs[-1][1] == role:
            runs[-1][0].append(word)
        else:
            runs.append(([word], role))
    return " ".join(out.paint(" ".join(words), role) for words, role in runs)
