"""Messages as Outlook saves them (.msg): an OLE file with a stream for each property. Source: MS-OXMSG, MS-OXPROPS."""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Iterator
from typing import Any

from contractcheck.errors import UnreadableError
from contractcheck.model import Document
from contractcheck.reading.mail.mail import SAME, body, with_pictures, with_subject
from contractcheck.reading.mail.messages import MAX_ATTACHMENTS, MAX_INSIDE, Attached, Open, gather
from contractcheck.reading.options import ReadOptions

MEDIA = "application/vnd.ms-outlook"
# The numbers of properties.
SUBJECT, WORDS, PAGE = "0037", "1000", "1013"
CONTENT, LONG_NAME, SHORT_NAME, SHOWN_NAME, CONTENT_ID = "3701", "3707", "3704", "3001", "3712"
# The types: text in UTF-16, text in the code page of the machine, bytes, an object.
UNICODE, NARROW, BYTES, OBJECT = "001F", "001E", "0102", "000D"
_ATTACHMENT = "__attach_version1.0_#"
_RTF_WORDS = "10090102"
MAX_KEY = 200
"""Bytes of what stands for a message in this file: content as short as this is compared with it."""


def read_outlook(data: bytes, path: str, name: str, reading: ReadOptions, open_: Open) -> Document:
    """Read a message with its attachments. ``open_`` reads these. Raises UnreadableError."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            message = _Message(ole, ole.listdir(streams=True, storages=True), [])
            whole = Document(path, name, hashlib.sha256(data).hexdigest(), MEDIA, "", ())
            return message.document(whole, reading, open_)
    except (OSError, ValueError, IndexError, KeyError, TypeError, struct.error, RecursionError):
        raise UnreadableError("broken-mail", f"{name}: the Outlook message is broken and cannot be opened") from None


class _Message:
    """One message in an OLE file: the file's own, or one that is attached. ``at`` is the storage that it lies in."""

    def __init__(self, ole: Any, entries: list[list[str]], at: list[str]) -> None:
        self._ole = ole
        self._at = at
        self._entries = [entry for entry in entries if entry[: len(at)] == at]

    def document(self, whole: Document, reading: ReadOptions, open_: Open) -> Document:
        """Read the words and the attachments."""
        if reading.inside >= MAX_INSIDE:
            raise UnreadableError("too-deep", f"{whole.name}: messages lie inside one another, too deep")
        subject = " ".join(self._text(self._at, SUBJECT).split())
        words = self._words(whole, reading)
        nested: dict[str, _Message] = {}
        attached, pictures = [], 0
        for folder in self._attachments():
            where = [*self._at, folder]
            label = next(
                (text for key in (LONG_NAME, SHORT_NAME, SHOWN_NAME) if (text := self._text(where, key).strip())), ""
            )
            content = self._stream(where, CONTENT + BYTES)
            storage = [*where, f"__substg1.0_{CONTENT}{OBJECT}"]
            if content is None and any(entry == storage for entry in self._entries):
                # Read by itself below: its streams lie in this file.
                key = f"message {len(nested)} in {whole.sha256}"
                nested[key] = _Message(self._ole, self._entries, storage)
                attached.append(Attached(label or "attached message", key.encode()))
            elif self._text(where, CONTENT_ID) and content is not None and _is_picture(content):
                pictures += 1
            else:
                attached.append(Attached(label, content or b""))

        def opened(content: bytes, name: str, options: ReadOptions) -> Document:
            inner = nested.get(content.decode("ascii", "replace")) if len(content) < MAX_KEY else None
            if inner is None:
                return open_(content, name, options)
            own = Document(whole.path, name, hashlib.sha256(content).hexdigest(), MEDIA, "", ())
            return inner.document(own, options, open_)

        bodies = with_subject(subject, words, whole.path, whole.name)
        return with_pictures(gather(bodies, attached, whole, reading, opened), pictures)

    def _words(self, whole: Document, reading: ReadOptions) -> list[Document]:
        plain = self._text(self._at, WORDS)
        page = self._stream(self._at, PAGE + BYTES) or self._text(self._at, PAGE).encode("utf-8", "replace")
        found = [
            body(data, kind, charset, whole.path, whole.name, reading)
            for data, kind, charset in (
                (page, "text/html", ""),
                (plain.encode("utf-8", "replace"), "text/plain", "utf-8"),
            )
        ]
        as_page, as_text = found
        if as_page is not None and (as_text is None or len(as_page.text) >= SAME * len(as_text.text)):
            return [as_page]
        if as_text is None and self._stream(self._at, _RTF_WORDS):
            message = f"{whole.name}: the words of the message are stored as rich text: save it as .eml or PDF"
            raise UnreadableError("unknown-kind", message)
        return [as_text] if as_text is not None else []

    def _attachments(self) -> Iterator[str]:
        """The names of the storages that hold the attachments."""
        depth = len(self._at)
        folders = dict.fromkeys(
            entry[depth] for entry in self._entries if len(entry) > depth and entry[depth].startswith(_ATTACHMENT)
        )
        yield from sorted(folders)[: MAX_ATTACHMENTS + 1]

    def _text(self, where: list[str], number: str) -> str:
        wide = self._stream(where, number + UNICODE)
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\x00")
        narrow = self._stream(where, number + NARROW)
        return (narrow or b"").decode("cp1252", "replace").rstrip("\x00")

    def _stream(self, where: list[str], key: str) -> bytes | None:
        path = [*where, f"__substg1.0_{key}"]
        if not self._ole.exists(path) or self._ole.get_type(path) != 2:  # 2: a stream
            return None
        with self._ole.openstream(path) as stream:
            return bytes(stream.read())


def _is_picture(content: bytes) -> bool:
    return content.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM"))
