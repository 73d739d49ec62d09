"""What kind of file some bytes are, told from the bytes themselves."""

from __future__ import annotations

import re

WHAT_IS_READ = "PDF and plain text are"

# The PDF standard asks for the header at byte 0; readers, PDFium among them, look for it in the first 1024 bytes.
PDF_HEADER_WITHIN = 1024

# Leading bytes of kinds that people mistake for a contract that can be read, and what to call them.
LEADING_BYTES: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Office file (.doc, .xls)"),
    (b"{\\rtf", "a rich text file (.rtf)"),
    (b"%!PS", "a PostScript file"),
    (b"\x89PNG\r\n", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"II*\x00", "an image (TIFF)"),
    (b"MM\x00*", "an image (TIFF)"),
    (b"GIF8", "an image (GIF)"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
)

# The names that stand inside the zip of each office format, near its start or in its directory at the end.
INSIDE_ZIP: tuple[tuple[bytes, str], ...] = (
    (b"word/document", "a Word file (.docx)"),
    (b"xl/workbook", "an Excel file (.xlsx)"),
    (b"ppt/presentation", "a PowerPoint file (.pptx)"),
    (b"application/vnd.oasis.opendocument", "an OpenDocument file (.odt)"),
    (b"application/epub+zip", "an e-book (.epub)"),
)

_HTML = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
# How far to look for the start of a web page: comments may stand before it.
_HTML_WITHIN = 4096


def is_pdf(data: bytes) -> bool:
    """Whether the bytes claim to be a PDF. A text that merely mentions the header does not count."""
    head = data[:PDF_HEADER_WITHIN]
    at = head.find(b"%PDF-")
    # After the start, a header counts only as the first thing on a line or after bytes that are no text.
    return at == 0 or (at > 0 and (head[at - 1] in b"\r\n\x00" or not head[:at].isascii()))


def named_kind(data: bytes) -> str:
    """The name of a known kind that is not read, or "" where the bytes are none of them."""
    for lead, kind in LEADING_BYTES:
        if data.startswith(lead):
            return kind
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next((kind for mark, kind in INSIDE_ZIP if mark in data), "a zip archive")
    return "a web page (HTML)" if _HTML.match(data[:_HTML_WITHIN]) else ""
