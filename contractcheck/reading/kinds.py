"""What kind of file some bytes are, told from the bytes themselves."""

from __future__ import annotations

import codecs
import re

WHAT_IS_READ = "PDF, Word (.docx), web pages, e-mail, images, Markdown and plain text are"

# The PDF standard asks for the header at byte 0; readers, PDFium among them, look for it in the first 1024 bytes.
PDF_HEADER_WITHIN = 1024

_AS_PDF = "save it as PDF and check that"
_AS_WORD = "save it as .docx or PDF and check that"
_UNPACK = "unpack it and check the files in it"

# The leading bytes of PNG, JPEG and TIFF.
IMAGES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
# Leading bytes of kinds that people mistake for a contract that can be read: what to call them, and what to do.
LEADING_BYTES: tuple[tuple[bytes, str, str], ...] = (
    (b"{\\rtf", "a rich text file (.rtf)", _AS_WORD),
    (b"\xffWPC", "a WordPerfect file (.wpd)", _AS_WORD),
    (b"%!PS", "a PostScript file", _AS_PDF),
    (b"GIF8", "an image (GIF)", _AS_PDF),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"\x78\x9f\x3e\x22", "an Outlook parcel (winmail.dat)", "ask the sender for the files in it"),
)

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# Names that promise a kind: the code where the file is none, and what to call it.
CLAIMS = {
    ".pdf": ("broken-pdf", "PDF"),
    ".docx": ("broken-docx", "Word file"),
    ".docm": ("broken-docx", "Word file"),
}
BROKEN_WORD = "the Word file is damaged: it cannot be opened"
# Names of parts of a Word file. Some programs write them with the slashes of Windows.
WORD_PARTS = (b"word/document", b"word\\document", b"word/_rels/")
# The names that stand inside the zip of each office format, near its start or in its directory at the end.
INSIDE_ZIP: tuple[tuple[bytes, str, str], ...] = (
    (b"xl/workbook", "an Excel file (.xlsx)", _AS_PDF),
    (b"ppt/presentation", "a PowerPoint file (.pptx)", _AS_PDF),
    (b"vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet (.ods)", _AS_PDF),
    (b"application/vnd.oasis.opendocument", "an OpenDocument file (.odt)", _AS_WORD),
    (b"application/epub+zip", "an e-book (.epub)", _AS_PDF),
    (b"Index/Document.iwa", "a Pages file (.pages)", _AS_WORD),
    (b"FixedDocSeq.fdseq", "an XPS file (.xps)", _AS_PDF),
)
# The names of the streams inside an OLE file, which the older office programs write. Outlook's messages are such files.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
INSIDE_OLE: tuple[tuple[str, str, str], ...] = (
    ("WordDocument", "an old Word file (.doc)", _AS_WORD),
    ("PowerPoint Document", "an old PowerPoint file (.ppt)", _AS_PDF),
    ("Workbook", "an old Excel file (.xls)", _AS_PDF),
)
_LOCKED_STREAM = "EncryptedPackage".encode("utf-16-le")
_MESSAGE_STREAM = "__properties_version1.0".encode("utf-16-le")
# The identifiers of signed and of enveloped data stand at the very start of a .p7m or .p7s file.
_PKCS7 = re.compile(rb"\A0.{1,8}\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07", re.DOTALL)

# How far to look for the start of a web page: comments and the head of a filing may stand before it.
_START_WITHIN = 32_768
# A page that says what it is. Before that stand at most the marks of a filing ("<DOCUMENT>", "<TYPE>EX-10.1").
_PAGE = re.compile(
    r"\A\s*(?:<\?[^>]{0,300}>)?(?:\s*<(?:SEC-|DOCUMENT|TYPE|SEQUENCE|FILENAME|DESCRIPTION|TEXT)[^\n]{0,300}\n)*"
    r"\s*<(?:!doctype\s+html|html\b)",
    re.IGNORECASE,
)
# A piece of a page, as content systems and mail programs give it out: it begins with a block and has several.
_PIECE = re.compile(
    r"\A\s*<(?:head|meta|title|style|body|main|article|section|header|nav|div|p|h[1-6]|ol|ul|dl|table|center|font)\b[^<>]*>",
    re.IGNORECASE,
)
_BLOCKS = re.compile(r"</(?:p|div|li|td|th|h[1-6]|ol|ul|dl|table|section|article|body)\s*>|<(?:p|br)\b", re.IGNORECASE)
_MIN_BLOCKS = 3
# Markdown may hold tags too. These marks are its own.
_MARKDOWN = re.compile(r"^ {0,3}#{1,6}[ \t]+\S|^\s*\*\*\S|\]\((?:https?:|/|#)", re.MULTILINE)
_XML = re.compile(r"\A\s*<\?(?:xml|mso-application)\b")

# The fields at the head of a message. A letter typed as text may begin with "From:" and "To:"; programs add others.
_FIELD = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,60}):[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*")
_ENVELOPE = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:From [^\r\n]*\r?\n)?\s*")
_WRITTEN_BY_PEOPLE = frozenset({b"from", b"to", b"subject", b"date", b"cc"})
_WRITTEN_BY_PROGRAMS = frozenset(
    (b"mime-version", b"message-id", b"received", b"return-path", b"content-type", b"delivered-to", b"dkim-signature")
)
_MAX_FIELDS = 400


def misnamed(name: str, data: bytes) -> tuple[str, str] | None:
    """Return code and message for a file that is not what its name says, or None.

    Text or a web page under the name of a PDF is a failed download or a stub far more often than a contract. Of a file
    with another name nothing is asked.
    """
    claimed = CLAIMS.get(name[name.rfind(".") :].lower()) if "." in name else None
    if not data or claimed is None:
        return None
    code, kind = claimed
    if not is_known(data):
        return code, f"this is not a {kind}, although its name says so"
    if code == "broken-docx" and named_kind(data) == "a zip archive" and not is_docx(data):
        return code, BROKEN_WORD
    return None


def is_pdf(data: bytes) -> bool:
    """Whether the bytes claim to be a PDF. A text that merely mentions the header does not count."""
    head = data[:PDF_HEADER_WITHIN]
    at = head.find(b"%PDF-")
    # After the start, a header counts only as the first thing on a line or after bytes that are no text.
    if at < 0:
        return len(data) > 2 and b"%PDF-".startswith(data)  # cut short within its first word
    return at == 0 or head[at - 1] in b"\r\n\x00" or not head[:at].isascii()


def is_docx(data: bytes) -> bool:
    """Whether the bytes are a zip archive with the parts of a Word file in it, macros or not."""
    return data.startswith(ZIP) and any(mark in data for mark in WORD_PARTS)


def is_html(data: bytes) -> bool:
    """Whether the bytes are a web page, or a piece of one. Markdown with tags in it is none."""
    if b"<" not in data[:_START_WITHIN] and b"<\x00" not in data[:_START_WITHIN]:
        return False
    head = _without_comments(_glance(data))
    if _PAGE.match(head):
        return True
    return bool(_PIECE.match(head)) and len(_BLOCKS.findall(head)) >= _MIN_BLOCKS and not _MARKDOWN.search(head)


def is_mail(data: bytes) -> bool:
    """Whether the bytes are an e-mail message or a web archive, as programs save them (.eml, .mht)."""
    at = _match_end(_ENVELOPE.match(data))
    names: set[bytes] = set()
    for _ in range(_MAX_FIELDS):
        field = _FIELD.match(data, at)
        if field is None:
            break
        names.add(field[1].lower())
        at = field.end()
    from_people, from_programs = names & _WRITTEN_BY_PEOPLE, names & _WRITTEN_BY_PROGRAMS
    return bool(from_people and from_programs) or {b"mime-version", b"content-type"} <= names


def is_outlook(data: bytes) -> bool:
    """Whether the bytes are a message as Outlook saves it (.msg)."""
    return data.startswith(OLE) and _MESSAGE_STREAM in data


def is_locked_office(data: bytes) -> bool:
    """Whether the bytes are an office file of today (.docx) that is protected by a password."""
    return data.startswith(OLE) and _LOCKED_STREAM in data


def is_image(data: bytes) -> bool:
    """Whether the bytes are an image of a kind that scanners and cameras make: PNG, JPEG, TIFF."""
    return data.startswith(IMAGES)


def is_known(data: bytes) -> bool:
    """Whether the bytes are of a kind that shows itself by its first bytes, read or not."""
    return is_pdf(data) or is_image(data) or is_locked_office(data) or bool(named_kind(data))


def named_kind(data: bytes) -> str:
    """The name of a known kind that is not read, or "" where the bytes are none of them."""
    return _named(data)[0]


def advice(data: bytes) -> str:
    """What to do with a kind that is not read ("save it as PDF and check that"), or "" where nothing is known."""
    return _named(data)[1]


def _named(data: bytes) -> tuple[str, str]:
    for lead, kind, what in LEADING_BYTES:
        if data.startswith(lead):
            return kind, what
    if data.startswith(ZIP):
        found = (row[1:] for row in INSIDE_ZIP if row[0] in data)
        return next(found, ("a zip archive", _UNPACK))
    if data.startswith(OLE):
        inside = (row[1:] for row in INSIDE_OLE if row[0].encode("utf-16-le") in data)
        return next(inside, ("an old Office file", _AS_WORD))
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "an image (WebP)", _AS_PDF
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        return "an image (HEIC)", _AS_PDF
    if _PKCS7.match(data[:64]):
        return "a signed or encrypted parcel (.p7m)", "open it with the program that signs, and check the file in it"
    if _XML.match(_glance(data)[:400]) and not is_html(data):
        return "an XML file", _AS_WORD
    return "", ""


def _without_comments(text: str) -> str:
    """The text without comments. One that does not end takes the rest with it."""
    pieces = []
    at = 0
    while (begin := text.find("<!--", at)) >= 0:
        pieces.append(text[at:begin])
        end = text.find("-->", begin)
        if end < 0:
            return "".join(pieces)
        at = end + 3
    return "".join([*pieces, text[at:]])


def _glance(data: bytes) -> str:
    """The beginning of what may be a text, good enough to look for marks in plain letters."""
    head = data[:_START_WITHIN]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "replace")
    if head[1:2] == b"\x00" or head[:1] == b"\x00":
        return head.decode("utf-16-le" if head[1:2] == b"\x00" else "utf-16-be", "replace")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def _match_end(match: re.Match[bytes] | None) -> int:
    return match.end() if match else 0
