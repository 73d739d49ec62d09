"""The names that Word's XML uses, in the form in which lxml gives them, and small questions about elements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# lxml has no types of its own.
Element = Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741 - the prefix that every Word file uses
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"

VAL = W + "val"
BODY_WRAPPERS = frozenset(
    W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "del", "moveFrom")
)

_OFF = frozenset({"0", "false", "off"})


def value(parent: Element | None, name: str) -> str | None:
    """Return the ``w:val`` of the child ``w:name``, or None where there is no such child or it has no value."""
    child = None if parent is None else parent.find(W + name)
    return None if child is None else child.get(VAL)


def number(parent: Element | None, name: str) -> int | None:
    """Return the ``w:val`` of the child ``w:name`` as a number, or None where it has none."""
    return whole(value(parent, name))


def whole(text: str | None) -> int | None:
    """Return a whole number of at most nine digits, or None where ``text`` is none."""
    if text is None:
        return None
    digits = text.strip()
    if len(digits) <= 9 and digits.removeprefix("-").isdigit() and digits.isascii():
        return int(digits)
    return None


def switch(parent: Element | None, name: str) -> bool | None:
    """Return whether the switch ``w:name`` is on, or None where it is not set: ``<w:b/>`` is on, ``w:val="0"`` off."""
    child = None if parent is None else parent.find(W + name)
    return None if child is None else child.get(VAL, "1").lower() not in _OFF


def through(parent: Element, wanted: str) -> Iterator[Element]:
    """Yield the children of a name, also those inside content controls and other wrappers."""
    for child in parent:
        if child.tag == wanted:
            yield child
        elif child.tag in BODY_WRAPPERS:
            yield from through(child, wanted)
