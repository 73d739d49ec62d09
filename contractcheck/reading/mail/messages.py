"""A message and what came with it -> one document. Shared by the readers of .eml and .msg files.

The names of attachments are words for the report. No path is ever made from one, and nothing is written to a disk.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from contractcheck.errors import UnreadableError
from contractcheck.model import Document
from contractcheck.reading import kinds
from contractcheck.reading.joining import File, join
from contractcheck.reading.options import ReadOptions

# Messages inside messages. Forwarded chains are attached two or three deep; more is an attack.
MAX_INSIDE = 5
# Attachments of one message that are read.
MAX_ATTACHMENTS = 100
# A message with fewer words than this says only what came with it.
FEW_WORDS = 200
MAX_NAME = 120

Open = Callable[[bytes, str, ReadOptions], Document]
"""Reads bytes of any kind: ``readers.read_bytes``. Handed in, so that this module need not know the other readers."""

_WORD = re.compile(r"\w+")
# Attachments of these kinds hold figures, pictures or appointments, hardly ever terms: not reading one casts no doubt.
_NO_TERMS = ("Excel", "PowerPoint", "spreadsheet", "an image", "an appointment", "data for programs")


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment: its name as the message gives it, and its content. ``said`` is why it cannot be read, if known."""

    name: str
    data: bytes
    said: str = ""


def gather(
    bodies: Sequence[Document],
    attached: Sequence[Attached],
    whole: Document,
    reading: ReadOptions,
    open_: Open,
    noun: str = "message",
) -> Document:
    """Read the attachments and join them to the message, or to what ``noun`` calls it.

    ``whole`` gives the path, name and sha256 of the message. What cannot be read is named in the notes. Raises
    UnreadableError: no-text, where nothing can be read; attachments-unread, where the message says next to nothing and
    none of its attachments can be read; too-deep.
    """
    name = whole.name
    if reading.inside >= MAX_INSIDE:
        raise UnreadableError("too-deep", f"{name}: {noun}s lie inside one another, more than {MAX_INSIDE} deep")
    files: list[File] = [File(replace(body, name=name)) for body in bodies]
    read, notes, doubtful = [], [], []
    for one in attached[:MAX_ATTACHMENTS]:
        label = label_of(one.name)
        try:
            if one.said:
                raise UnreadableError("unknown-kind", f"{label}: {one.said}")
            document = open_(one.data, label, replace(reading, inside=reading.inside + 1))
        except UnreadableError as error:
            reason = str(error).removeprefix(f"{label}: ")
            notes.append(f"Attachment {label} was not read: {reason}.")
            if not any(word in reason for word in _NO_TERMS) and not kinds.is_image(one.data):
                doubtful.append(label)
            continue
        parts = tuple(replace(part, path=whole.path) for part in document.parts)
        files.append(File(replace(document, path=whole.path, name=label, parts=parts)))
        read.append(label)
    if len(attached) > MAX_ATTACHMENTS:
        notes.append(f"The {noun} has {len(attached):,} attachments. Only {MAX_ATTACHMENTS} were read.")
        doubtful.append("the attachments beyond these")
    said = sum(len(_WORD.findall(body.text)) for body in bodies)
    if not files:
        raise UnreadableError("no-text", f"{name}: {' '.join([f'the {noun} holds no text.', *notes]).rstrip('.')}")
    if doubtful and not read and said < (FEW_WORDS if noun == "message" else 1):
        raise UnreadableError("attachments-unread", f"{name}: {' '.join(notes).rstrip('.')}")
    if read:
        notes.insert(0, f"Read as one: the {noun} and {', '.join(read)}." if bodies else f"Read: {', '.join(read)}.")
    elif not attached:
        notes.append("The e-mail has no attachments: its own text was read.")
    joined = join(files, whole, notes)
    return replace(joined, unread_files=(*joined.unread_files, *doubtful))


def label_of(name: str) -> str:
    """The name of an attachment as a report shows it: one line, no folders, not endless."""
    plain = " ".join(name.encode("utf-8", "replace").decode("utf-8").split())
    last = re.split(r"[/\\]", plain)[-1].strip(". ") or "(no name)"
    return last if len(last) <= MAX_NAME else last[: MAX_NAME - 1] + "…"
