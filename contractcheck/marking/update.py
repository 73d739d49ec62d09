"""Incremental updates of a PDF: new and changed objects go behind the original, whose bytes stay as they are.

pypdf reads the file and writes single objects. Its own incremental writer is not used: it writes every page again that
inherits anything, puts a cross-reference stream behind files that have tables, forgets generation numbers, and does
not update encrypted files. Form: ISO 32000-1, 7.5.4 to 7.5.8.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import md5

from pypdf import PasswordType, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from contractcheck.errors import ContractcheckError
from contractcheck.marking.signing import may_annotate

_STARTXREF = re.compile(rb"startxref\s+(\d+)")
_STREAM_SECTION = re.compile(rb"\s*\d+\s+\d+\s+obj\b")
# What a trailer says about the file as a whole; the rest belongs to one cross-reference section.
_KEPT = ("/Root", "/Info", "/Encrypt")


class NotUpdatableError(Exception):
    """The file cannot be updated in place. ``str(error)`` says why, in words that stand after "because"."""


class Update:
    """What is to be written behind a PDF. Use it within ``reading_pdf``: broken files fail in many places.

    Args:
        data: the whole file.
        password: what opens it, or None.

    Raises:
        NotUpdatableError: its cross-reference table is broken, or it does not open with the password.
    """

    def __init__(self, data: bytes, password: str | None = None) -> None:
        self._data = data
        if not data.startswith(b"%PDF-"):
            raise NotUpdatableError("there are bytes before its first line")
        self._previous, self._has_table = _last_section(data)
        self.reader = PdfReader(io.BytesIO(data), password=password)
        opened_as = self.reader.decrypt(password or "") if self.reader.is_encrypted else None
        if opened_as is PasswordType.NOT_DECRYPTED:
            raise NotUpdatableError("its encryption is of an unknown kind")
        self._owner = opened_as is PasswordType.OWNER_PASSWORD
        self.root = _dictionary(self.reader.trailer.raw_get("/Root"))
        count = len(self.reader.pages)
        known = [number for section in self.reader.xref.values() for number in section]
        size = self.reader.trailer.get("/Size")
        if not count:
            raise NotUpdatableError("its pages cannot be found")
        claimed = int(size) if isinstance(size, NumberObject) else 0
        self._next = max(claimed, *known, *self.reader.xref_objStm, 1) + 1
        self._objects: dict[tuple[int, int], PdfObject] = {}

    def page(self, number: int) -> tuple[IndirectObject, DictionaryObject]:
        """Return the reference and the dictionary of a page, counted from 1. The dictionary is a copy."""
        page = self.reader.pages[number - 1]
        if page.indirect_reference is None:
            raise NotUpdatableError(f"page {number} is not an object of its own")
        return page.indirect_reference, DictionaryObject(dict(page.items()))

    def pages_root(self) -> tuple[IndirectObject, DictionaryObject]:
        """Return the reference and a copy of the topmost node of the page tree."""
        reference = self.root.raw_get("/Pages")
        if not isinstance(reference, IndirectObject):
            raise NotUpdatableError("its page tree is not an object of its own")
        return reference, DictionaryObject(dict(_dictionary(reference).items()))

    def catalog(self) -> tuple[IndirectObject, DictionaryObject]:
        """Return the reference and a copy of the catalog."""
        reference = self.reader.trailer.raw_get("/Root")
        if not isinstance(reference, IndirectObject):
            raise NotUpdatableError("its catalog is not an object of its own")
        return reference, DictionaryObject(dict(self.root.items()))

    def may_annotate(self) -> bool:
        """Whether the file lets us add notes: it is not locked, or its owner allows them, or we opened it as owner."""
        return self._owner or may_annotate(self.reader)

    def annotate(self, reference: IndirectObject, page: DictionaryObject, made: Iterable[IndirectObject]) -> None:
        """Put annotations on a page behind those that it has."""
        # One object may stand for several pages: what it got as the one it keeps as the other.
        earlier = self._objects.get((reference.idnum, reference.generation))
        page = earlier if isinstance(earlier, DictionaryObject) else page
        own = page.get("/Annots")
        own = own.get_object() if own is not None else None
        # Their references are kept, not what they refer to.
        kept = list.__iter__(own) if isinstance(own, ArrayObject) else ()
        page[NameObject("/Annots")] = ArrayObject([*kept, *made])
        self.put(reference, page)

    def reserve(self) -> IndirectObject:
        """Return a new reference, so that objects can name each other before they are written."""
        self._next += 1
        return IndirectObject(self._next - 1, 0, self.reader)

    def add(self, found: PdfObject) -> IndirectObject:
        """Add an object and return its reference."""
        reference = self.reserve()
        self.put(reference, found)
        return reference

    def put(self, reference: IndirectObject, found: PdfObject) -> None:
        """Write an object under a reference: a reserved one, or one of the original, whose object it replaces."""
        self._objects[reference.idnum, reference.generation] = found

    def written(self) -> bytes:
        """Return the original bytes with the update behind them."""
        out = io.BytesIO()
        out.write(self._data)
        if not self._data.endswith((b"\n", b"\r")):
            out.write(b"\n")
        places: dict[tuple[int, int], int] = {}
        for key in sorted(self._objects):
            places[key] = out.tell()
            self._write(out, key, self._objects[key])
        if self._has_table:
            self._write_table(out, places)
        else:
            self._write_stream(out, places)
        return out.getvalue()

    def _write(self, out: io.BytesIO, key: tuple[int, int], found: PdfObject, *, plain: bool = False) -> None:
        encryption = self.reader._encryption
        if encryption is not None and not plain:
            found = encryption.encrypt_object(found, *key)
        out.write(b"%d %d obj\n" % key)
        found.write_to_stream(out)
        out.write(b"\nendobj\n")

    def _trailer(self) -> DictionaryObject:
        trailer = DictionaryObject()
        for key in _KEPT:
            if key in self.reader.trailer:
                trailer[NameObject(key)] = self.reader.trailer.raw_get(key)
        trailer[NameObject("/Size")] = NumberObject(self._next)
        trailer[NameObject("/Prev")] = NumberObject(self._previous)
        first = self.reader.trailer.get("/ID")
        # The first half names the document; the keys of a locked file are made from it. The second names its state:
        # here it depends on the content, not on the time.
        if isinstance(first, ArrayObject) and first and isinstance(first[0], ByteStringObject | TextStringObject):
            state = md5(repr(sorted(self._objects)).encode() + self._data, usedforsecurity=False)
            halves = (first[0].original_bytes, state.digest())
            trailer[NameObject("/ID")] = ArrayObject(ByteStringObject(half) for half in halves)
        return trailer

    def _write_table(self, out: io.BytesIO, places: dict[tuple[int, int], int]) -> None:
        start = out.tell()
        out.write(b"xref\n")
        for run in _runs(places):
            out.write(b"%d %d\n" % (run[0][0], len(run)))
            for key in run:
                out.write(b"%010d %05d n\r\n" % (places[key], key[1]))
        out.write(b"trailer\n")
        self._trailer().write_to_stream(out)
        out.write(b"\nstartxref\n%d\n%%%%EOF\n" % start)

    def _write_stream(self, out: io.BytesIO, places: dict[tuple[int, int], int]) -> None:
        key = (self._next, 0)
        self._next += 1
        start = places[key] = out.tell()
        found = StreamObject()
        found.update(self._trailer())
        found[NameObject("/Type")] = NameObject("/XRef")
        found[NameObject("/W")] = ArrayObject([NumberObject(1), NumberObject(4), NumberObject(2)])
        index = [part for run in _runs(places) for part in (run[0][0], len(run))]
        found[NameObject("/Index")] = ArrayObject(NumberObject(part) for part in index)
        found.set_data(b"".join(struct.pack(">BIH", 1, places[one], one[1]) for one in sorted(places)))
        self._write(out, key, found, plain=True)  # never encrypted: it is what one begins to read with
        out.write(b"startxref\n%d\n%%%%EOF\n" % start)


def _last_section(data: bytes) -> tuple[int, bool]:
    """Where the last cross-reference section stands, and whether it is a table and not a stream."""
    found = list(_STARTXREF.finditer(data, max(0, len(data) - 2048)))
    if not found:
        raise NotUpdatableError("its end does not say where its objects are")
    start = int(found[-1][1])
    section = data[start : start + 40]
    if section.lstrip().startswith(b"xref"):
        return start, True
    if _STREAM_SECTION.match(section):
        return start, False
    raise NotUpdatableError("its end does not say correctly where its objects are")


def _runs(places: dict[tuple[int, int], int]) -> list[list[tuple[int, int]]]:
    """Group the objects by unbroken runs of their numbers."""
    runs: list[list[tuple[int, int]]] = []
    for key in sorted(places):
        if runs and key[0] == runs[-1][-1][0] + 1:
            runs[-1].append(key)
        else:
            runs.append([key])
    return runs


def _dictionary(found: PdfObject | None) -> DictionaryObject:
    found = found.get_object() if found is not None else None
    if not isinstance(found, DictionaryObject):
        raise NotUpdatableError("a part of its structure is missing")
    return found


@contextmanager
def reading_pdf() -> Iterator[None]:
    """Turn what pypdf meets broken files with, many kinds of errors, into one: the file is not updated in place."""
    try:
        yield
    except (NotUpdatableError, ContractcheckError):
        raise
    except (PyPdfError, OSError) as error:
        raise NotUpdatableError(f"its structure is broken ({type(error).__name__})") from error
    except Exception as error:
        raise NotUpdatableError(f"its structure is unusual ({type(error).__name__})") from error
