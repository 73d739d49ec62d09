"""A Word document that is written from top to bottom: headings, tables, quotes, in the styles of a template."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from contractcheck.errors import TemplateError
from contractcheck.model.oneline import one_line

# Where a template wants the memo.
MARKER = "{report}"
# Fixed, so that the same report gives the same bytes. Zip archives know no day before it.
MADE = datetime(1980, 1, 1)
# A template is a page of letterhead. Anything larger is another file, named by mistake.
MAX_TEMPLATE = 20_000_000

_INK, _QUIET, _BAND = "1F2A37", "5B6675", "E8EDF2"
_FIELD = re.compile(r"\{([a-z]+)\}")
_XML_UNSAFE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class WordFile:
    """A document under way. Raises TemplateError where the template cannot be used."""

    def __init__(self, template: Path | None, *, title: str) -> None:
        import docx

        if template is None:
            self._doc = docx.Document()
            _dress(self._doc)
        else:
            self._doc = _opened(template)
        self._anchor = self._find_marker()
        self._body = self._doc.element.body
        core = self._doc.core_properties
        core.title, core.author, core.last_modified_by = _clean(title), "contractcheck", "contractcheck"
        core.created = core.modified = MADE
        core.comments, core.revision, core.language = "", 1, "en"

    # --- content --------------------------------------------------------------------------------------------------

    def title(self, words: str) -> None:
        """Add the title of the document."""
        self._paragraph(words, "Title")

    def heading(self, words: str, depth: int) -> None:
        """Add a heading; 1 is the highest."""
        self._paragraph(words, f"Heading {min(depth, 4)}")

    def text(self, words: str, *, leads: bool = False) -> None:
        """Add a paragraph. One that ``leads`` stays on the page of what it leads to."""
        self._paragraph(words, "Normal").paragraph_format.keep_with_next = leads or None

    def small(self, words: str) -> None:
        """Add a paragraph in small print."""
        from docx.shared import Pt, RGBColor

        run = self._paragraph(words, "Normal").runs[0]
        run.font.size, run.font.color.rgb = Pt(8.5), RGBColor.from_string(_QUIET)

    def bullet(self, words: str) -> None:
        """Add an item of a list."""
        self._paragraph(words, "List Bullet")

    def labelled(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Add a paragraph of labels in bold and what they stand for. Empty ones are left out."""
        told = [(name, words) for name, words in pairs if words]
        if not told:
            return
        paragraph = self._paragraph("", "Normal")
        for at, (name, words) in enumerate(told):
            paragraph.add_run(("   " if at else "") + name + ": ").bold = True
            paragraph.add_run(_clean(words))

    def quote(self, words: str, place: str) -> None:
        """Add words of the contract, and below them where they stand."""
        from docx.shared import Pt, RGBColor

        self._paragraph(f"“{_clean(words)}”", "Quote").paragraph_format.keep_with_next = True
        below = self._paragraph(place, "Quote")
        below.paragraph_format.space_before = Pt(0)
        for run in below.runs:
            run.italic, run.font.size, run.font.color.rgb = False, Pt(9), RGBColor.from_string(_QUIET)

    def wording(self, name: str, words: str) -> None:
        """Add wording to propose, in a frame."""
        table = self._table(1, 1)
        cell = table.cell(0, 0)
        _shade(cell, "F5F7FA")
        cell.paragraphs[0].add_run(name).bold = True
        cell.add_paragraph(_clean(words))
        self._paragraph("", "Normal").paragraph_format.space_after = 0

    def facts(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Add lines of a label and its words, as at the head of a memo."""
        table = self._table(len(pairs), 2, lines=False)
        for row, (name, words) in zip(table.rows, pairs, strict=True):
            row.cells[0].paragraphs[0].add_run(name).bold = True
            row.cells[1].paragraphs[0].add_run(_clean(words))
        _widths(table, (2.2, 14.2))
        self.rule()

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], caption: str) -> None:
        """Add a table. Its first row is repeated on every page; ``widths`` are in centimetres."""
        from docx.oxml import OxmlElement

        table = self._table(len(rows) + 1, len(head))
        _describe(table, caption)
        for cell, name in zip(table.rows[0].cells, head, strict=True):
            cell.paragraphs[0].add_run(name).bold = True
            _shade(cell, _BAND)
        repeated = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(repeated)
        for row, values in zip(list(table.rows)[1:], rows, strict=True):
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, value in zip(row.cells, values, strict=True):
                cell.paragraphs[0].add_run(_clean(value))
        _widths(table, widths)
        self._paragraph("", "Normal")

    def rule(self) -> None:
        """Add a line across the page."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "B8C2CC")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
        paragraph = self._paragraph("", "Normal")
        properties = paragraph._p.get_or_add_pPr()
        properties.insert_element_before(borders, "w:shd", "w:spacing", "w:ind", "w:jc", "w:rPr")

    # --- the template ---------------------------------------------------------------------------------------------

    def fill(self, fields: Mapping[str, str]) -> None:
        """Put words in the place of ``{name}`` in the template's text, tables, headers and footers."""
        places = [self._doc, *(part for one in self._doc.sections for part in (one.header, one.footer))]
        for place in places:
            cells = [cell for table in place.tables for row in table.rows for cell in row.cells]
            for paragraph in [*place.paragraphs, *(one for cell in cells for one in cell.paragraphs)]:
                _fill(paragraph, fields)

    def bytes(self) -> bytes:
        """Return the finished document."""
        if self._anchor is not None:
            self._anchor.getparent().remove(self._anchor)
        stream = io.BytesIO()
        self._doc.save(stream)
        return _timeless(stream.getvalue())

    def _find_marker(self) -> Any:
        for paragraph in self._doc.paragraphs:
            if paragraph.text.strip() == MARKER:
                return paragraph._p
        return None

    def _paragraph(self, words: str, style: str) -> Any:
        paragraph = self._doc.add_paragraph(_clean(words) if words else "", style=self._style(style))
        self._settle(paragraph._p)
        return paragraph

    def _table(self, rows: int, columns: int, *, lines: bool = True) -> Any:
        table = self._doc.add_table(rows, columns)
        if lines:
            _border(table)
        self._settle(table._tbl)
        return table

    def _settle(self, element: Any) -> None:
        """Move what was added at the end to where the template wants it."""
        if self._anchor is not None:
            self._anchor.addprevious(element)

    def _style(self, name: str) -> Any:
        """Return a style of the template, or the plainest one: a template need not have them all."""
        return name if name in {style.name for style in self._doc.styles} else None


def _opened(template: Path) -> Any:
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        if template.stat().st_size > MAX_TEMPLATE:
            raise TemplateError(f"{template}: the template is larger than {MAX_TEMPLATE // 1_000_000} MB")
        return docx.Document(str(template))
    except OSError as error:
        raise TemplateError(f"{template}: the template cannot be read: {error.strerror or 'not found'}") from error
    except TemplateError:
        raise
    except Exception as error:  # what python-docx raises on a damaged file depends on where it stumbles
        missing = isinstance(error, PackageNotFoundError) and not template.exists()
        raise TemplateError(
            f"{template}: {'there is no such template' if missing else 'is no Word document'}"
        ) from None


def _dress(doc: Any) -> None:
    """Give the document our own look: one typeface, quiet headings, numbered pages."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    sizes = {"Normal": 10.5, "Title": 20, "Heading 1": 14, "Heading 2": 12, "Heading 3": 11, "Heading 4": 10.5}
    sizes |= {"Quote": 10.5, "List Bullet": 10.5}
    for name, size in sizes.items():
        style = doc.styles[name]
        style.font.name, style.font.size = "Calibri", Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in [key for key in fonts.attrib if "Theme" in key]:
            del fonts.attrib[key]
        for key in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(key), "Calibri")
        style.font.color.rgb = RGBColor.from_string(_INK)
        style.paragraph_format.space_after = Pt(6)
    for name in ("Heading 1", "Heading 2", "Heading 3", "Heading 4"):
        doc.styles[name].paragraph_format.space_before = Pt(14 if name == "Heading 1" else 10)
        doc.styles[name].paragraph_format.keep_with_next = True
    title = doc.styles["Title"]
    for border in title.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)
    quote = doc.styles["Quote"].paragraph_format
    quote.left_indent = quote.right_indent = Cm(0.8)
    section = doc.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin = section.bottom_margin = Cm(2.2)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("Page ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run, words = OxmlElement("w:r"), OxmlElement("w:t")
    words.text = "1"
    run.append(words)
    field.append(run)
    paragraph._p.append(field)


def _fill(paragraph: Any, fields: Mapping[str, str]) -> None:
    text = paragraph.text
    if text.strip() == MARKER or not any(name in fields for name in _FIELD.findall(text)):
        return
    # Word splits what was typed into runs as it likes: the first one takes the filled text, and its look.
    filled = _FIELD.sub(lambda found: _clean(fields.get(found[1], found[0])), text)
    paragraph.runs[0].text = filled
    for run in paragraph.runs[1:]:
        run.text = ""


def _border(table: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "B8C2CC")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is not None:
        look.addprevious(borders)
    else:
        table._tbl.tblPr.append(borders)


def _describe(table: Any, caption: str) -> None:
    """Name the table for those who cannot see it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    named = OxmlElement("w:tblCaption")
    named.set(qn("w:val"), caption)
    table._tbl.tblPr.append(named)


def _widths(table: Any, widths: Sequence[float]) -> None:
    """Set the columns' widths in centimetres, and let the cells' words stand close to their lines."""
    from docx.shared import Cm, Pt

    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(2)


def _shade(cell: Any, colour: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _clean(words: str) -> str:
    """Return words on one line that XML can hold."""
    return _XML_UNSAFE.sub("", one_line(words))


def _timeless(data: bytes) -> bytes:
    """Write the archive anew with one day on all its entries: the clock would make every copy another file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            fresh = zipfile.ZipInfo(entry.filename, MADE.timetuple()[:6])
            fresh.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fresh, old.read(entry))
    return stream.getvalue()
