"""The pages in front of a marked copy: what was checked, what the colours mean, and the gaps with links to their words.

Drawn by reportlab with the fonts that every viewer has. They know the characters of western Europe; others become "?".
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from contractcheck.marking.annotations import COLOURS, NEAREST
from contractcheck.marking.notes import ListedFinding, verdict_words, waived
from contractcheck.model import Evidence, Report, Verdict
from contractcheck.model.oneline import amount, cut, one_line
from contractcheck.model.terms import term
from contractcheck.reading.pdf.added import ADDED_PAGE
from contractcheck.report.view import view
from contractcheck.report.where import place

# Links in the drawn pages lead here; they are turned into links to the pages of the contract.
SCHEME = "passage:"
A4 = (595.0, 842.0)
# Pages of a size that people print are matched, so that the copy prints on one kind of paper.
_SMALLEST, _LARGEST = 480.0, 1000.0
_MARGIN = 48.0
# A party's name or a file's name longer than this says nothing more.
_FACT_LENGTH = 160
# More places than this for one line are read in the margin.
_MAX_PLACES = 4
_LEGEND = (
    (Verdict.MET, "met"),
    (Verdict.WEAK, "weak"),
    (Verdict.UNWANTED, "unfavourable or excluded"),
    (Verdict.UNSURE, "unsure: read it yourself"),
    (Verdict.NOT_APPLICABLE, "not asked for here"),
)
_MISSING = "nearest words to what is missing: not evidence"
_NO_PLACE = "no passage comes close to it"
_CLOSING = (
    "contractcheck finds wordings, not meanings. It is not legal advice. “Missing” means that no wording it knows was "
    "found. The page numbers are those of the contract without this list."
)


@dataclass(frozen=True)
class Listing:
    """The drawn pages as a PDF, and the passages that its links lead to: link ``passage:3`` leads to ``targets[3]``."""

    data: bytes
    targets: tuple[Evidence, ...]


def draw(reports: Sequence[Report], lines: Sequence[ListedFinding], size: tuple[float, float]) -> Listing:
    """Draw the list. ``size`` is that of the contract's first page as a reader sees it, in points."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer, Table

    if not all(_SMALLEST <= side <= _LARGEST for side in size):
        size = A4
    body = ParagraphStyle("body", fontName="Helvetica", fontSize=8.5, leading=10.8)
    small = ParagraphStyle("small", parent=body, fontSize=7.5, leading=9.5, textColor="#444444")
    head = ParagraphStyle("head", parent=body, fontName="Helvetica-Bold", fontSize=15, leading=19)
    width = size[0] - 2 * _MARGIN
    flat = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}
    targets: list[Evidence] = []

    def text(words: str, style: Any = body) -> Any:
        return Paragraph(_latin(words), style)

    story: list[Any] = [text("Gaps in this contract", head), Spacer(0, 8)]
    facts = Table([[text(f"<b>{name}</b>"), text(words)] for name, words in _facts(reports)], [70, width - 70])
    facts.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *_padding(0, 1)])
    story += [facts, Spacer(0, 6), _legend(text, small, width), Spacer(0, 10)]
    if lines:
        rows = [[text(f"<b>{name}</b>") for name in ("No.", "Term", "Verdict", "Where")]]
        rows += [
            [
                text(str(entry.number)),
                text(_term(entry, several=len(reports) > 1)),
                text(verdict_words(entry.item)),
                text(_where(entry, targets)),
            ]
            for entry in lines
        ]
        columns = [26.0, width - 26 - 82 - 150, 82.0, 150.0]
        table = Table(rows, columns, repeatRows=1)
        style: list[Any] = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, "#444444"),
            ("LINEBELOW", (0, 1), (-1, -1), 0.25, "#BBBBBB"),
            *_padding(4, 3),
        ]
        style += [
            ("BACKGROUND", (2, row), (2, row), _hex(COLOURS[entry.item.verdict]))
            for row, entry in enumerate(lines, start=1)
            if entry.item.verdict is not Verdict.MISSING
        ]
        table.setStyle(style)
        story.append(table)
    story += [Spacer(0, 10), text(_CLOSING, small)]
    out = io.BytesIO()

    def every(canvas: Any, template: Any) -> None:
        """Each added page says that it is one: whoever reads the copy again must not take it for the contract."""
        canvas.setFont("Helvetica", 7.5)
        canvas.setFillGray(0.27)
        canvas.drawString(_MARGIN, size[1] - 30, ADDED_PAGE)

    frame = Frame(_MARGIN, _MARGIN, width, size[1] - 2 * _MARGIN, **flat)
    template = BaseDocTemplate(out, pagesize=size, pageTemplates=[PageTemplate("all", [frame], every)], invariant=1)
    template.build(story)
    return Listing(out.getvalue(), tuple(targets))


def _facts(reports: Sequence[Report]) -> list[tuple[str, str]]:
    first = view(reports[0])
    rows = [("File", first.contract.name), ("Provider", first.provider), ("Customer", first.customer)]
    for report in reports:
        one = view(report)
        rows += [("Playbook", one.playbook), ("Result", one.result)]
    rows += [(line.label, line.words) for line in first.coverage]
    rows += [("Note", note) for note in first.notes]
    return [(name, escape(cut(words, _FACT_LENGTH))) for name, words in rows]


def _legend(text: Any, style: Any, width: float) -> Any:
    """The colours with their words, and a dashed line for what is no evidence."""
    from reportlab.platypus import Table

    cells = [text(words, style) for _, words in _LEGEND]
    found = Table(
        [["Marks", *cells], ["", text(_MISSING, style)]],
        [70, *[(width - 70) / len(cells)] * len(cells)],
    )
    found.setStyle(
        [
            ("FONT", (0, 0), (0, 0), "Helvetica-Bold", 8.5),
            ("SPAN", (1, 1), (-1, 1)),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (1, 1), (2, 1), 0.9, _hex(NEAREST), 0, (2, 1.5)),
            *(("BACKGROUND", (at, 0), (at, 0), _hex(COLOURS[verdict])) for at, (verdict, _) in enumerate(_LEGEND, 1)),
            *_padding(3, 2),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
        ]
    )
    return found


def _term(entry: ListedFinding, *, several: bool) -> str:
    item = entry.item
    parts = [f"<b>{escape(term(item.title))}</b>", escape(one_line(item.message))]
    if item.finding.value is not None:
        parts.append(f"Value: {escape(amount(item.finding.value))}")
    if item.threshold:
        parts.append(f"Usual: {escape(one_line(item.threshold))}")
    if item.waiver is not None:
        parts.append(escape(waived(item.waiver)))
    if several:
        parts.append(f"Playbook: {escape(entry.playbook)}")
    return "<br/>".join(part for part in parts if part)


def _where(entry: ListedFinding, targets: list[Evidence]) -> str:
    """The places of a line as links. What is missing has only the nearest words."""
    if not entry.places:
        return _NO_PLACE
    links = []
    for passage in entry.places[:_MAX_PLACES]:
        links.append(f'<a href="{SCHEME}{len(targets)}" color="#1A4FA0">{escape(place(passage))}</a>')
        targets.append(passage)
    if len(entry.places) > _MAX_PLACES:
        links.append(f"and {len(entry.places) - _MAX_PLACES} more, marked {entry.number} in the margin")
    near = "" if entry.item.finding.evidence else "nearest: "
    return near + "<br/>".join(links)


def _padding(side: float, above: float) -> list[Any]:
    sides = {"LEFT": side, "RIGHT": side, "TOP": above, "BOTTOM": above}
    return [(f"{name}PADDING", (0, 0), (-1, -1), value) for name, value in sides.items()]


def _latin(text: str) -> str:
    return text.encode("cp1252", "replace").decode("cp1252")


def _hex(colour: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02X}" for part in colour)
