"""Opens the zip of a Word file and parses its parts, within limits, before anything is unpacked.

Nothing in a package is run or fetched: no macro, no linked file, no entity of XML.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib

from lxml import etree

from contractcheck.errors import UnreadableError
from contractcheck.reading import kinds
from contractcheck.reading.word.names import PACKAGE, Element, W

# A Word file has some twenty parts, and one for each picture. The signature stands before each entry of the directory.
MAX_PARTS = 10_000
_ENTRY = b"PK\x01\x02"
# The text of 1,000 pages with all its marks stays below 40 MB of XML.
MAX_XML = 96 * 1024 * 1024
# XML of Word packs to a tenth or a twentieth. What packs far better, and is large, was made to fill the memory.
MAX_RATIO, RATIO_FROM = 200, 8 * 1024 * 1024

MAIN = "word/document.xml"
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)
# The name spaces stand at the top of a part; the words of the contract are left as they are.
_HEAD = 16_384
_DOCTYPE = re.compile(rb"<\x00?!\x00?D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E")


class Package:
    """The parts of one Word file. ``name`` is the file's name, for the line that says why it cannot be read."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._room = MAX_XML
        if data.count(_ENTRY) > MAX_PARTS:
            raise UnreadableError("too-large", f"{name}: the Word file has more than {MAX_PARTS:,} parts")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
            raise self._broken(kinds.BROKEN_WORD) from None
        # Some programs write the names with the slashes of Windows, or begin them with one.
        self._entries = {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in self._zip.infolist()}
        self.main = self._find_main()

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._entries

    def parse(self, part: str) -> Element | None:
        """Return the root of a part, or None where the package has no such part. Raises UnreadableError."""
        entry = self._entries.get(part.lower())
        if entry is None:
            return None
        xml = self._read(entry)
        if _DOCTYPE.search(xml, 0, _HEAD):
            raise self._broken(f"the Word file declares entities in {part}, as no Word file does: it is not read")
        if _STRICT in xml[:_HEAD]:
            head, rest = xml[:_HEAD], xml[_HEAD:]
            for strict, common in _TRANSITIONAL:
                head = head.replace(strict, common)
            xml = head + rest
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(xml, parser)
        except (etree.XMLSyntaxError, ValueError, LookupError):
            raise self._broken(f"the Word file is broken: {part} is not valid XML") from None
        if root.getroottree().docinfo.doctype:
            raise self._broken(f"the Word file declares entities in {part}, as no Word file does: it is not read")
        return root

    def data(self, part: str) -> bytes:
        """Return the bytes of a part, empty where the package has no such part. Raises UnreadableError."""
        entry = self._entries.get(part.lower())
        return b"" if entry is None else self._read(entry)

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Return what a part points at inside the package: id -> (the last word of the kind, the name of that part)."""
        folder, base = posixpath.split(part)
        root = self.parse(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for relation in () if root is None else root.iter(PACKAGE + "Relationship"):
            target = relation.get("Target", "").replace("\\", "/")
            if relation.get("TargetMode") != "External" and target:
                inside = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                kind = relation.get("Type", "").rsplit("/", 1)[-1]
                found[relation.get("Id", "")] = (kind, posixpath.normpath(inside))
        return found

    def _find_main(self) -> str:
        named = (target for kind, target in self.related("").values() if kind == "officeDocument")
        main = next((part for part in named if part in self), MAIN)
        if main not in self:
            raise self._broken("this zip archive holds no Word document (word/document.xml is missing)")
        return main

    def _read(self, entry: zipfile.ZipInfo) -> bytes:
        """Unpack one part, and no more than there is room for, whatever its entry says of its size."""
        if entry.file_size > self._room:
            raise self._too_large()
        if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            what = f"a part of the Word file unpacks to more than {MAX_RATIO} times its size, as no contract does"
            raise UnreadableError("too-large", f"{self._name}: {what}")
        try:
            with self._zip.open(entry) as file:
                xml = file.read(self._room + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, NotImplementedError, RuntimeError):
            # RuntimeError: the entry is encrypted, as zip programs do it and Word never does.
            raise self._broken(f"the Word file is broken: {entry.filename[:80]} cannot be unpacked") from None
        if len(xml) > self._room:
            raise self._too_large()
        self._room -= len(xml)
        return xml

    def _broken(self, what: str) -> UnreadableError:
        return UnreadableError("broken-docx", f"{self._name}: {what}")

    def _too_large(self) -> UnreadableError:
        limit = MAX_XML // 1024 // 1024
        return UnreadableError(
            "too-large", f"{self._name}: the Word file unpacks to more than {limit} MB, the most that is read"
        )
