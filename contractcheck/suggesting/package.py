"""The zip of a Word file with some of its parts replaced: the others keep their names, order and content."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from contractcheck.errors import UnreadableError
from contractcheck.model.oneline import one_line
from contractcheck.reading import kinds
from contractcheck.suggesting.model import By

# What is copied without being read: pictures, sounds, embedded files. A contract with more is another kind of file.
MAX_COPIED = 512 * 1024 * 1024
_TYPES = "[Content_Types].xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES_SPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# A part of the day when zip archives were invented: what is new must not carry the clock.
_MADE = (1980, 1, 1, 0, 0, 0)


class WordZip:
    """The parts of a Word file as bytes, by the names that the reader gives them. Nothing is written to a disk.

    Raises UnreadableError where the archive cannot be read.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
            raise self._broken(kinds.BROKEN_WORD) from None
        if sum(entry.file_size for entry in self._zip.infolist()) > MAX_COPIED:
            what = f"the Word file unpacks to more than {MAX_COPIED // 1024 // 1024} MB"
            raise UnreadableError("too-large", f"{name}: {what}: it is not copied")
        self._entries = {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in self._zip.infolist()}
        self._changed: dict[str, bytes] = {}

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._entries or part.lower() in self._changed

    @property
    def signed(self) -> bool:
        """Whether the file carries a digital signature: no change leaves it valid."""
        return any(name.startswith("_xmlsignatures/") for name in self._entries)

    def read(self, part: str) -> bytes:
        """Return the bytes of a part; b"" where there is none."""
        if part.lower() in self._changed:
            return self._changed[part.lower()]
        entry = self._entries.get(part.lower())
        return self._unpacked(entry) if entry is not None else b""

    def write(self, part: str, data: bytes) -> None:
        """Replace a part, or add it."""
        self._changed[part.lower()] = data

    def packed(self) -> bytes:
        """Return the archive. Unchanged parts have the bytes, the dates and the order that they had."""
        stream = io.BytesIO()
        written = set()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in self._zip.infolist():
                name = entry.filename.replace("\\", "/").lstrip("/").lower()
                data = self._changed.get(name)
                written.add(name)
                fresh = zipfile.ZipInfo(entry.filename, entry.date_time)
                fresh.compress_type = (
                    zipfile.ZIP_STORED if entry.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
                )
                fresh.external_attr, fresh.create_system = entry.external_attr, entry.create_system
                new.writestr(fresh, self._unpacked(entry) if data is None else data)
            for name, data in self._changed.items():
                if name not in written:
                    fresh = zipfile.ZipInfo(name, _MADE)
                    fresh.compress_type = zipfile.ZIP_DEFLATED
                    new.writestr(fresh, data)
        return stream.getvalue()

    def _unpacked(self, entry: zipfile.ZipInfo) -> bytes:
        try:
            with self._zip.open(entry) as file:
                data = file.read(min(entry.file_size, MAX_COPIED) + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, NotImplementedError, RuntimeError):
            raise self._broken(f"the Word file is broken: {entry.filename[:80]} cannot be unpacked") from None
        if len(data) > entry.file_size:
            raise self._broken(f"the Word file is broken: {entry.filename[:80]} is larger than it says")
        return data

    def _broken(self, what: str) -> UnreadableError:
        return UnreadableError("broken-docx", f"{self._name}: {what}")


def comments_of(package: WordZip, main: str, known: str) -> tuple[str, bytes]:
    """Return the name and the bytes of the comments part: the one ``known``, or a new one that is registered here."""
    if known:
        return known, package.read(known)
    folder = posixpath.dirname(main)
    number = 0
    while (part := posixpath.join(folder, f"comments{number or ''}.xml")) in package:
        number += 1
    strict = _STRICT in package.read(main)[:16_384]
    space, office = (_STRICT.decode(), _STRICT_OFFICE) if strict else (_W, _OFFICE)
    _relate(package, main, posixpath.basename(part), f"{office}/comments")
    types = package.read(_TYPES)
    override = f'<Override xmlns="{_TYPES_SPACE}" PartName={quoteattr("/" + part)} ContentType="{_COMMENTS}"/>'
    package.write(_TYPES, _appended(types, "Types", override, f'<Types xmlns="{_TYPES_SPACE}">'))
    return part, f'{_HEAD}<w:comments xmlns:w="{space}"></w:comments>'.encode()


def with_comments(xml: bytes, comments: Sequence[tuple[int, Sequence[str]]], by: By) -> bytes:
    """Return a comments part with more comments, each given as its id and its lines."""
    strict = _STRICT in xml[:16_384]
    space = _STRICT.decode() if strict else _W
    initials = "".join(word[:1] for word in by.author.split())[:4] or "c"
    pieces = []
    for key, lines in comments:
        paragraphs = "".join(
            f'<w:p><w:r><w:t xml:space="preserve">{escape(one_line(line))}</w:t></w:r></w:p>' for line in lines
        )
        who = f"w:author={quoteattr(by.author)} w:date={quoteattr(by.stamp)} w:initials={quoteattr(initials)}"
        pieces.append(f'<w:comment xmlns:w="{space}" w:id="{key}" {who}>{paragraphs}</w:comment>')
    return _appended(xml, "comments", "".join(pieces), f'<w:comments xmlns:w="{space}">')


def _relate(package: WordZip, main: str, target: str, kind: str) -> None:
    folder, base = posixpath.split(main)
    part = posixpath.join(folder, "_rels", f"{base}.rels")
    xml = package.read(part)
    taken = set(re.findall(rb'\bId\s*=\s*["\']([^"\']*)', xml))
    number = 1
    while f"rIdSuggested{number}".encode() in taken:
        number += 1
    relation = f'<Relationship xmlns="{_PACKAGE}" Id="rIdSuggested{number}" Type="{kind}" Target={quoteattr(target)}/>'
    package.write(part, _appended(xml, "Relationships", relation, f'<Relationships xmlns="{_PACKAGE}">'))


def _appended(xml: bytes, root: str, more: str, opening: str) -> bytes:
    """Put XML before the end of a part's root element, and leave every other byte as it is."""
    if not xml.strip():
        return f"{_HEAD}{opening}{more}</{opening[1:].split()[0]}>".encode()
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")):
        xml = re.sub(r'encoding="[^"]*"', 'encoding="UTF-8"', xml.decode("utf-16"), count=1).encode()
    ends = list(re.finditer(rb"</(?:[\w.-]+:)?" + root.encode() + rb"\s*>", xml))
    if ends:
        at = ends[-1].start()
        return xml[:at] + more.encode() + xml[at:]
    empty = re.search(rb"<((?:[\w.-]+:)?" + root.encode() + rb")(\s[^<]*?)?\s*/>", xml)
    if empty is None:
        raise ValueError(f"no {root} to add to")
    return (
        xml[: empty.start()]
        + b"<%b%b>%b</%b>" % (empty[1], empty[2] or b"", more.encode(), empty[1])
        + xml[empty.end() :]
    )
