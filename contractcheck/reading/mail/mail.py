"""E-mail messages as programs save them (.eml, RFC 5322 and MIME), and web archives (.mht), which have the same form.

The message's words and each attachment that can be read become one document.
"""

from __future__ import annotations

import email
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

from contractcheck.errors import UnreadableError
from contractcheck.model import Document
from contractcheck.reading.mail.messages import Attached, Open, gather
from contractcheck.reading.options import AS_IT_IS, ReadOptions
from contractcheck.reading.text.text import read_text
from contractcheck.reading.web.html import decode, read_html

MEDIA = "message/rfc822"
# Parts of one message. Newsletters have a few dozen.
MAX_PARTS = 2000
# Parts inside parts. Mail programs nest four or five.
MAX_DEEP = 50
# The part of a header that is decoded: a subject or a file's name is never longer.
MAX_HEADER = 2000
# Of two forms of one text, plain and as a page, the page is read unless it says less than this share of the other.
SAME = 0.8

_WORD = re.compile(r"\w+")
# Proof of who sent the message, and reports on its delivery: no words of anybody.
_PASSED_OVER = frozenset(
    "application/pkcs7-signature application/x-pkcs7-signature application/pgp-signature application/pgp-keys"
    " message/delivery-status text/rfc822-headers text/vcard text/x-vcard".split()
)
_SAID = {"text/calendar": "an appointment, which is not read", "application/ics": "an appointment, which is not read"}


@dataclass
class _Found:
    """What a message holds, in its order."""

    bodies: list[Document] = field(default_factory=list)
    attached: list[Attached] = field(default_factory=list)
    pictures: int = 0


def read_mail(data: bytes, path: str, name: str, reading: ReadOptions, open_: Open) -> Document:
    """Read a message with its attachments. ``open_`` reads these. Raises UnreadableError."""
    try:
        # The older policy keeps header fields as they are: parsing a hostile one whole can take for ever.
        message = email.message_from_bytes(data, policy=policy.compat32)
        found = _Found()
        for part in _leaves(message, name):
            _sort(part, found, path, name, reading)
    except RecursionError:
        raise _too_deep(name) from None
    subject = decoded(str(message.get("Subject", "")))
    whole = Document(path, name, hashlib.sha256(data).hexdigest(), MEDIA, "", ())
    if message.get("Snapshot-Content-Location") and len(found.bodies) == 1 and not found.attached:
        return _archived(found.bodies[0], whole)
    bodies = with_subject(subject, found.bodies, path, name)
    document = gather(bodies, found.attached, whole, reading, open_)
    return with_pictures(document, found.pictures)


def with_subject(subject: str, bodies: list[Document], path: str, name: str) -> list[Document]:
    """Put the subject before the words of a message, as the title that it is. A message without words keeps none."""
    title = body(subject.encode(), "text/plain", "utf-8", path, name, AS_IT_IS) if bodies and subject else None
    return [title, *bodies] if title is not None else bodies


def with_pictures(document: Document, pictures: int) -> Document:
    """Say that pictures stand in the words of a message."""
    if not pictures:
        return document
    what = "A picture stands" if pictures == 1 else f"{pictures} pictures stand"
    return replace(document, notes=(*document.notes, f"{what} in the text of the message: not read."))


def body(data: bytes, kind: str, charset: str, path: str, name: str, reading: ReadOptions) -> Document | None:
    """The words of a message in one form, or None where there are none: an empty text, or bytes that are no text."""
    try:
        if kind == "text/html":
            return read_html(data, path, name, reading, charset)
        return read_text(decode(data, charset)[0].encode("utf-8", "replace"), path, name)
    except UnreadableError as error:
        if error.code in ("no-text", "unknown-kind"):
            return None
        raise


def decoded(text: str) -> str:
    """A header field in plain words, on one line. One that is broken or endless is given as it stands, cut short."""
    text = text[:MAX_HEADER]
    try:
        pieces = decode_header(text)
        words = "".join(
            piece if isinstance(piece, str) else decode(piece, charset or "")[0] for piece, charset in pieces
        )
    except (HeaderParseError, ValueError):
        words = text
    return " ".join(words.encode("utf-8", "replace").decode("utf-8").split())


def _leaves(message: Message, name: str) -> Iterator[Message | list[Message]]:
    """The parts without parts, in order. The forms of one text come as a list."""
    waiting: list[tuple[Message, int]] = [(message, 0)]
    count = 0
    while waiting:
        part, deep = waiting.pop()
        count += 1
        if deep > MAX_DEEP or count > MAX_PARTS:
            raise _too_deep(name)
        kind = part.get_content_type()
        inner = part.get_payload()
        if not isinstance(inner, list) or kind == "message/rfc822":
            yield part
        elif kind == "multipart/alternative":
            forms = [one for one in inner if isinstance(one, Message)]
            yield [form for one in forms for form in _forms(one, name, deep + 1)]
        else:
            waiting.extend((one, deep + 1) for one in reversed(inner) if isinstance(one, Message))


def _forms(message: Message, name: str, deep: int) -> Iterator[Message]:
    """The parts inside one form of a text: the text itself and its pictures."""
    if deep > MAX_DEEP:
        raise _too_deep(name)
    for leaf in _leaves(message, name):
        yield from leaf if isinstance(leaf, list) else [leaf]


def _sort(part: Message | list[Message], found: _Found, path: str, name: str, reading: ReadOptions) -> None:
    """Put a part where it belongs: words of the message, attachment, picture in the text."""
    if isinstance(part, list):
        texts = [one for one in part if _is_body(one)]
        read = [body(_content(one), one.get_content_type(), _charset(one), path, name, reading) for one in texts]
        best = _best([document for document in read if document is not None])
        found.bodies.extend([best] if best is not None else [])
        for one in part:
            if one not in texts:
                _sort(one, found, path, name, reading)
        return
    kind = part.get_content_type()
    if kind in _PASSED_OVER:
        return
    if _is_body(part):
        words = body(_content(part), kind, _charset(part), path, name, reading)
        found.bodies.extend([words] if words is not None else [])
    elif kind == "message/rfc822":
        inner = part.get_payload()
        message = inner[0] if isinstance(inner, list) and inner and isinstance(inner[0], Message) else None
        title = part.get_filename() or (str(message.get("Subject", "")) if message is not None else "")
        if message is not None:
            found.attached.append(Attached(decoded(title) or "attached message", message.as_bytes()))
    elif part.get_content_maintype() == "image" and part.get_content_disposition() != "attachment":
        found.pictures += 1
    else:
        found.attached.append(Attached(decoded(part.get_filename() or ""), _content(part), _SAID.get(kind, "")))


def _is_body(part: Message) -> bool:
    kind = part.get_content_type()
    plain = part.get_content_disposition() != "attachment" and not part.get_filename()
    return plain and kind in ("text/plain", "text/html")


def _best(forms: list[Document]) -> Document | None:
    """Of several forms of one text the page, which has tables and numbers, unless it says much less than another."""
    sizes = [len(_WORD.findall(form.text)) for form in forms]
    for form, size in zip(forms, sizes, strict=True):
        if form.media == "text/html" and size >= SAME * max(sizes):
            return form
    return max(zip(sizes, range(len(forms)), forms, strict=True))[2] if forms else None


def _content(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    return content if isinstance(content, bytes) else b""


def _charset(part: Message) -> str:
    return str(part.get_param("charset", "") or "")[:40]


def _archived(page: Document, whole: Document) -> Document:
    """A web page that a browser saved together with its pictures."""
    return replace(page, path=whole.path, name=whole.name, sha256=whole.sha256)


def _too_deep(name: str) -> UnreadableError:
    return UnreadableError("too-deep", f"{name}: the message has too many parts, one in the other")
