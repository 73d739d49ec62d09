"""Messages for the tests: .eml by the standard library, .msg by a small writer of OLE files (MS-CFB)."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

Tree = dict[str, "bytes | Tree"]
"""A storage: names of streams with their bytes, names of storages with what they hold."""


def eml(text: str = "", *attached: tuple[str, bytes | EmailMessage], page: str = "", subject: str = "") -> bytes:
    """A message as a program saves it."""
    return message(text, *attached, page=page, subject=subject).as_bytes(policy=SMTP)


def message(
    text: str = "", *attached: tuple[str, bytes | EmailMessage], page: str = "", subject: str = ""
) -> EmailMessage:
    """A message with attachments: bytes under a name, or a message."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "ann@example.com", "bob@example.com", subject
    made.set_content(text)
    if page:
        made.add_alternative(page, subtype="html")
    for name, content in attached:
        if isinstance(content, EmailMessage):
            made.add_attachment(content)
        else:
            made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made


def msg_tree(text: str = "", *attached: tuple[str, bytes | Tree], page: str = "", subject: str = "") -> Tree:
    """The streams of a message in Outlook's form. An attached tree is an attached message."""
    tree: Tree = {"__properties_version1.0": bytes(32)}
    for number, words in (("0037", subject), ("1000", text)):
        if words:
            tree[f"__substg1.0_{number}001F"] = words.encode("utf-16-le")
    if page:
        tree["__substg1.0_10130102"] = page.encode()
    for at, (name, content) in enumerate(attached):
        inner: Tree = {"__properties_version1.0": bytes(8), "__substg1.0_3707001F": name.encode("utf-16-le")}
        inner["__substg1.0_3701000D" if isinstance(content, dict) else "__substg1.0_37010102"] = content
        tree[f"__attach_version1.0_#{at:08X}"] = inner
    return tree


def msg(tree: Tree) -> bytes:
    """An OLE file of version 3 with these storages and streams."""
    entries: list[tuple[str, int, int, int, bytes]] = []  # name, kind, right neighbour, first child, content
    _enter("Root Entry", tree, entries, 5, _FREE)
    small, sectors = bytearray(), bytearray()
    mini_fat: list[int] = []
    fat: list[int] = []
    starts = []
    for _, kind, _, _, content in entries:
        if kind != 2 or not content:
            starts.append(_END)
        elif len(content) < _CUTOFF:
            starts.append(len(mini_fat))
            _chain(content, _MINI, small, mini_fat)
        else:
            starts.append(len(fat))
            _chain(content, _SECTOR, sectors, fat)
    size = len(small)
    starts[0] = len(fat) if size else _END
    if size:
        _chain(bytes(small), _SECTOR, sectors, fat)
    first_mini = len(fat) if mini_fat else _END
    mini_sectors = _chain(_table(mini_fat), _SECTOR, sectors, fat) if mini_fat else 0
    directory = b"".join(
        _entry(name, kind, right, child, start, size if kind == 5 else len(content))
        for (name, kind, right, child, content), start in zip(entries, starts, strict=True)
    )
    first_directory = len(fat)
    _chain(directory, _SECTOR, sectors, fat)
    count = 1
    while len(fat) + count > count * 128:
        count += 1
    places = list(range(len(fat), len(fat) + count))
    fat.extend([_FAT] * count)
    sectors += _table(fat)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, count, first_directory, 0, _CUTOFF, first_mini, mini_sectors, _END, 0)
    head += struct.pack("<109I", *(places + [_FREE] * (109 - count)))
    return head + bytes(sectors)


def _enter(
    name: str, content: bytes | Tree, entries: list[tuple[str, int, int, int, bytes]], kind: int, right: int
) -> int:
    """Add an entry and what it holds; the neighbours of one storage form a list to the right."""
    at = len(entries)
    if isinstance(content, bytes):
        entries.append((name, 2, right, _FREE, content))
        return at
    entries.append((name, kind, right, _FREE, b""))
    next_one = _FREE
    names: Sequence[str] = sorted(content, key=lambda one: (len(one), one.upper()), reverse=True)
    for inner in names:
        next_one = _enter(inner, content[inner], entries, 1, next_one)
    entries[at] = (name, kind, right, next_one, b"")
    return at


def _chain(content: bytes, size: int, into: bytearray, table: list[int]) -> int:
    count = -(-len(content) // size)
    first = len(table)
    table.extend([*range(first + 1, first + count), _END])
    into += content.ljust(count * size, b"\0")
    return count


def _table(numbers: list[int]) -> bytes:
    padded = numbers + [_FREE] * (-len(numbers) % 128)
    return struct.pack(f"<{len(padded)}I", *padded)


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    wide = name.encode("utf-16-le") + b"\0\0"
    head = wide.ljust(64, b"\0") + struct.pack("<HBBIII", len(wide), kind, 1, _FREE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
