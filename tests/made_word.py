"""Word files made by hand for the tests: the XML that Word writes, without what nobody reads."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="{OFFICE}" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# Word and LibreOffice want it; contractcheck does not.
_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/{{main}}" ContentType="{_WORD}.document.main+xml"/>'
    + "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{name}+xml"/>'
        for name in ("styles", "numbering", "comments", "footnotes", "endnotes", "settings")
    )
    + "</Types>"
)
_ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "comments": "comments",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "settings": "settings",
}


def part(root: str, inside: str) -> str:
    """One part of a Word file."""
    return f"{_HEAD}<w:{root} {_SPACES}>{inside}</w:{root}>"


def word(body: str, *, whole: str = "", **parts: str) -> bytes:
    """A Word file. ``body`` is what stands in ``w:body``; the others are what stands in the part of that name.

    A name such as ``header1`` or ``footer1`` makes a part with the relation ``header1`` ("r:id"). ``whole`` replaces
    the main part.
    """
    files: dict[str, str | bytes] = {"word/document.xml": whole or part("document", f"<w:body>{body}</w:body>")}
    relations = []
    for name, inside in parts.items():
        kind = name.rstrip("0123456789")
        root = {"header": "hdr", "footer": "ftr"}.get(kind) or _ROOTS[kind]
        files[f"word/{name}.xml"] = part(root, inside)
        relations.append(f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{name}.xml"/>')
    files["word/_rels/document.xml.rels"] = _relations("".join(relations))
    return packed(files)


def importing(body: str, name: str, content: bytes) -> bytes:
    """A Word file with a part that Word imports when it opens it: ``<w:altChunk r:id="chunk"/>`` in the body."""
    relation = f'<Relationship Id="chunk" Type="{OFFICE}/aFChunk" Target="{name}"/>'
    return packed(
        {
            "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
            "word/_rels/document.xml.rels": _relations(relation),
            f"word/{name}": content,
        }
    )


def packed(files: Mapping[str, str | bytes], main: str = "word/document.xml") -> bytes:
    """A package of these files, with the relation that says which of them is the main one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "_rels/.rels", _relations(f'<Relationship Id="m" Type="{OFFICE}/officeDocument" Target="{main}"/>')
        )
        package.writestr("[Content_Types].xml", _TYPES.format(main=main.lstrip("/")))
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()


def p(*inside: str, style: str = "", number: tuple[int, int] | None = None, more: str = "") -> str:
    """A paragraph: pieces that begin with "<" stand as they are, the others are runs."""
    settings = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number is not None:
        settings += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    content = "".join(piece if piece.startswith("<") else r(piece) for piece in inside)
    return f"<w:p><w:pPr>{settings}{more}</w:pPr>{content}</w:p>"


def r(text: str, settings: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{settings}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def inserted(*inside: str, by: str = "Ann", tag: str = "ins") -> str:
    """Words that somebody put in."""
    return f'<w:{tag} w:id="1" w:author="{by}">' + "".join(x if x[0] == "<" else r(x) for x in inside) + f"</w:{tag}>"


def deleted(text: str, by: str = "Ann", tag: str = "del") -> str:
    """Words that somebody took out."""
    return f'<w:{tag} w:id="2" w:author="{by}"><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:{tag}>'


def table(*rows: tuple[str, ...] | str) -> str:
    """A table: a row is its cells, each a text or the XML of the whole cell; or the XML of the whole row."""

    def cell(content: str) -> str:
        return content if content.startswith("<w:tc>") else f"<w:tc>{p(content) if content else '<w:p/>'}</w:tc>"

    def row(cells: tuple[str, ...] | str) -> str:
        return cells if isinstance(cells, str) else f"<w:tr>{''.join(map(cell, cells))}</w:tr>"

    return f"<w:tbl>{''.join(map(row, rows))}</w:tbl>"


def levels(*rows: tuple[str, str], more: Mapping[int, str] | None = None) -> str:
    """The numbering part with one list, number 1: each level its form and its text ("decimal", "%1.")."""
    text = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{(more or {}).get(at, "")}'
        f'<w:lvlText w:val="{shown}"/></w:lvl>'
        for at, (form, shown) in enumerate(rows)
    )
    return f'<w:abstractNum w:abstractNumId="0">{text}</w:abstractNum>' + num(1)


def num(key: int, inside: str = "", of: int = 0) -> str:
    """A list that counts with another."""
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{inside}</w:num>'


def field(code: str, result: str) -> str:
    """A field: its code and its result."""

    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    return f"{char('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{char('separate')}{r(result)}{char('end')}"


def _relations(inside: str) -> str:
    return (
        f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}'
        "</Relationships>"
    )
