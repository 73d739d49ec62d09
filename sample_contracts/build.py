"""Builds the sample contracts: ``source/NAME.txt`` becomes ``NAME.pdf``, with the same bytes on every run.

The markup of a source file is told in ``markup.py``. Run ``python -m sample_contracts.build`` in the root of the
checkout to build all of them, or name the ones to build.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import Encoding, Font, registerEncoding, registerFont, registerFontFamily
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus.tableofcontents import TableOfContents

from sample_contracts.markup import Block, Source, curled, parse, words

HERE = Path(__file__).resolve().parent
# The committed PDFs come from this version; another one may write other bytes for the same pages.
BUILT_WITH = "5.1.0"
MARGIN = 72.0
GUTTER = 20.0
HANG = 34.0
PAPER = {"letter": LETTER, "a4": A4}
FACES = {
    "serif": ("Times-Roman", "Times-Bold"),
    "sans": ("Helvetica", "Helvetica-Bold"),
    "hard-spaced": ("HardSpaced", "HardSpacedBold"),
}
NUMBER = re.compile(r"(?:(?:[A-Z]\.)?\d+(?:\.\d+)*\.?|\([a-z]+\))(?= )")
# The character that the hard-spaced face prints as a non-breaking space. No contract here uses it as itself.
HARD_SPACE = "\u00ac"


@dataclass(frozen=True)
class Styles:
    """The paragraph styles of one contract."""

    plain: ParagraphStyle
    bold: ParagraphStyle
    title: ParagraphStyle
    heading: ParagraphStyle
    centred: ParagraphStyle
    cell: ParagraphStyle


def styles_for(source: Source) -> Styles:
    """The styles that the settings ``face``, ``size`` and ``align`` ask for."""
    regular, strong = FACES[source.setting("face", "serif")]
    size = float(source.setting("size", "10.5"))
    align = TA_LEFT if source.setting("align", "justified") == "left" else TA_JUSTIFY
    plain = ParagraphStyle(
        "plain", fontName=regular, fontSize=size, leading=size * 1.32, spaceAfter=size * 0.6, alignment=align,
        bulletFontName=regular, bulletFontSize=size, allowWidows=0, allowOrphans=0,
    )  # fmt: skip
    bold = ParagraphStyle("bold", parent=plain, fontName=strong, bulletFontName=strong, alignment=TA_LEFT)
    return Styles(
        plain=plain,
        bold=bold,
        title=ParagraphStyle(
            "title", parent=bold, fontSize=size * 1.5, leading=size * 2, alignment=TA_CENTER, spaceAfter=size * 1.4
        ),
        heading=ParagraphStyle("heading", parent=bold, spaceBefore=size * 0.7, keepWithNext=1),
        centred=ParagraphStyle("centred", parent=plain, alignment=TA_CENTER),
        cell=ParagraphStyle(
            "cell", parent=plain, fontSize=size - 1.5, leading=size * 1.1, spaceAfter=0, alignment=TA_LEFT
        ),
    )


class Contract(BaseDocTemplate):  # type: ignore[misc]
    """Page frames, running heads and page numbers of one contract, and its table of contents."""

    def __init__(self, target: BytesIO, source: Source, pages: int) -> None:
        paper = PAPER[source.setting("paper", "letter")]
        super().__init__(
            target, pagesize=paper, invariant=1, pageCompression=0,
            title=source.settings["title"], author="contractcheck samples", lang="en",
        )  # fmt: skip
        self.source, self.pages = source, pages
        width, height = paper[0] - 2 * MARGIN, paper[1] - 2 * MARGIN
        half = (width - GUTTER) / 2
        one = [Frame(MARGIN, MARGIN, width, height, id="one", leftPadding=0, rightPadding=0)]
        two = [
            Frame(left, MARGIN, half, height, id=f"two{left}", leftPadding=0, rightPadding=0)
            for left in (MARGIN, MARGIN + half + GUTTER)
        ]
        self.addPageTemplates(
            [PageTemplate("one", one, onPage=self.furniture), PageTemplate("two", two, onPage=self.furniture)]
        )

    def furniture(self, canvas: Any, _template: Any) -> None:
        """Draw the running head and foot, unless the page is a cover."""
        if canvas.getPageNumber() == 1 and self.source.setting("cover", "no") == "yes":
            return
        regular, _ = FACES[self.source.setting("face", "serif")]
        canvas.setFont(regular, 8)
        width, height = self.pagesize
        number = {"page": canvas.getPageNumber(), "pages": self.pages}
        canvas.drawString(MARGIN, height - 44, self.source.setting("head", "").format(**number))
        canvas.drawCentredString(width / 2, 38, self.source.setting("foot", "").format(**number))

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - ReportLab calls this name
        """Tell the table of contents where a heading landed."""
        entry = getattr(flowable, "contents_entry", None)
        if entry is not None:
            self.notify("TOCEntry", (0, entry, self.page))


def flowables(source: Source) -> Iterator[Flowable]:
    """Lay out the blocks of a contract in order."""
    styles = styles_for(source)
    soft = tuple(source.setting("hyphenate", "").split())
    rows: list[list[str]] = []
    curly = source.setting("curly", "no") == "yes"
    space = HARD_SPACE if source.setting("face", "serif") == "hard-spaced" else "\u00a0"
    for block in (*source.blocks, Block("end", "")):
        block = Block(block.kind, (curled(block.text) if curly else block.text).replace("~", space))
        if block.kind == "row":
            rows.append([words(cell.strip(), soft) for cell in block.text.split("|")])
            continue
        if rows:
            yield from table(rows, styles)
            rows = []
        if block.kind == "order":
            yield from order(block.text, styles)
        elif block.kind != "end":
            yield from paragraph(block, styles, soft)


def paragraph(block: Block, styles: Styles, soft: tuple[str, ...]) -> Iterator[Flowable]:
    """One heading or paragraph, its clause number hanging to its left."""
    if block.kind == "annex":
        yield PageBreak()
    style = {
        "title": styles.title, "annex": styles.title, "heading": styles.heading, "centred": styles.centred,
    }.get(block.kind, styles.plain)  # fmt: skip
    number = NUMBER.match(block.text)
    indent = {"item": HANG, "inner": 2 * HANG}.get(block.kind, 0.0)
    if number and block.kind in ("body", "item", "inner", "heading"):
        style = ParagraphStyle("numbered", parent=style, leftIndent=indent + HANG, bulletIndent=indent)
        flowable = Paragraph(words(block.text[number.end() :].strip(), soft), style, bulletText=number.group())
    else:
        flowable = Paragraph(words(block.text, soft), ParagraphStyle("indented", parent=style, leftIndent=indent))
    if block.kind in ("annex", "heading"):
        flowable.contents_entry = words(block.text, ())
    yield flowable


def order(text: str, styles: Styles) -> Iterator[Flowable]:
    """The flowables for a line in square brackets. Raises ValueError for one that is not known."""
    name, _, rest = text.partition(" ")
    if name == "contents":
        contents = TableOfContents(dotsMinLevel=0)
        contents.levelStyles = [ParagraphStyle("entry", parent=styles.plain, alignment=TA_LEFT, spaceAfter=1)]
        yield contents
    elif name == "page":
        yield PageBreak()
    elif name in ("columns", "/columns"):
        yield NextPageTemplate("two" if name == "columns" else "one")
        yield PageBreak()
    elif name == "space":
        yield Spacer(1, float(rest))
    elif name == "signatures":
        yield KeepTogether(signatures([party.strip() for party in rest.split("|")], styles))
    else:
        raise ValueError(f"no such order: [{text}]")


def table(rows: list[list[str]], styles: Styles) -> Iterator[Flowable]:
    """A ruled table whose first row is its head and is repeated on every page."""
    marked = [[f"<b>{cell}</b>" for cell in rows[0]], *rows[1:]]
    cells = [[Paragraph(cell, styles.cell) for cell in row] for row in marked]
    grid = Table(cells, repeatRows=1, spaceBefore=4, spaceAfter=12)
    grid.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, colors.grey),
                ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ]
        )
    )
    yield grid


def signatures(parties: list[str], styles: Styles) -> list[Flowable]:
    """A signature block for each party, side by side."""
    lines = ["Signed for <b>{}</b>", "By: ______________________", "Name:", "Title:", "Date:"]
    cells = [[Paragraph(line.format(escape(party)), styles.cell) for party in parties] for line in lines]
    return [Spacer(1, 14), Table(cells, rowHeights=[30] + [22] * (len(lines) - 1))]


def register_hard_spaced() -> None:
    """Register Times with a true non-breaking space: ReportLab writes a plain space where it finds one."""
    encoding = Encoding("HardSpaced", "WinAnsiEncoding")
    encoding[ord(HARD_SPACE)] = "nbspace"
    registerEncoding(encoding)
    regular, strong = FACES["hard-spaced"]
    for name, face in ((regular, "Times-Roman"), (strong, "Times-Bold")):
        font = Font(name, face, "HardSpaced")
        font.encName = "WinAnsiEncoding"  # Python's codec for the other characters
        font.widths = list(font.widths)
        font.widths[ord(HARD_SPACE)] = font.widths[ord(" ")]
        registerFont(font)
    registerFontFamily(regular, normal=regular, bold=strong, italic=regular, boldItalic=strong)


def pdf(source: Source) -> bytes:
    """The PDF of a contract. It is laid out twice: the foot of a page may give the number of pages."""
    if source.setting("face", "serif") == "hard-spaced":
        register_hard_spaced()
    pages = 0
    for _ in range(2):
        target = BytesIO()
        document = Contract(target, source, pages)
        document.multiBuild(list(flowables(source)))
        pages = document.page
    return target.getvalue()


def main(names: list[str]) -> None:
    """Build the named samples, or all of them."""
    for path in sorted((HERE / "source").glob("*.txt")):
        if not names or path.stem in names:
            (HERE / f"{path.stem}.pdf").write_bytes(pdf(parse(path.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    main(sys.argv[1:])
