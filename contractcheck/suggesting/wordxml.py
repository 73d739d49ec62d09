"""The main part of a Word file as bytes and as elements: where each paragraph lies, and new XML in its own words.

New pieces are put between the bytes that are there, so that nothing else changes.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from xml.parsers import expat

from lxml import etree

from contractcheck.reading.word.names import Element, W

_DECLARED = re.compile(r' xmlns(?::([\w.-]+))?="[^"]*"')
_FIRST_TAG = re.compile(r"<[^>]*>")


@dataclass
class Range:
    """The bytes of an element. ``outer`` is the outermost table or paragraph around it: itself where there is none."""

    start: int
    end: int = -1
    outer: Range | None = None

    @property
    def whole(self) -> Range:
        """What must not be cut: the outermost table or paragraph."""
        return self.outer or self


class MainPart:
    """``xml`` is the part as it lies in the file, ``root`` the same as the reader parsed it."""

    def __init__(self, xml: bytes, root: Element) -> None:
        # Other encodings are rare in Word files; in this one bytes can be spliced.
        if xml.startswith((b"\xff\xfe", b"\xfe\xff")):
            xml = re.sub(r'encoding="[^"]*"', 'encoding="UTF-8"', xml.decode("utf-16"), count=1).encode()
        self.xml = xml
        self.root = root
        self.paragraphs: list[Element] = list(root.iter(W + "p"))
        self.ranges = _ranges(xml)
        if len(self.ranges) != len(self.paragraphs):
            raise ValueError("the paragraphs of the main part cannot be told apart")
        self.end = _end_of_body(xml)
        self._edits: list[tuple[int, int, int, bytes]] = []
        self._taken = len(self._edits)

    def element(self, tag: str) -> Element:
        """Return a new element with the name spaces of the part around it: ``serialised`` writes it without them."""
        holder = etree.Element(self.root.tag, nsmap=self.root.nsmap)
        return etree.SubElement(holder, tag)

    def copy(self, element: Element) -> Element:
        """Return a copy of an element of the part, to be changed and serialised."""
        holder = etree.Element(self.root.tag, nsmap=self.root.nsmap)
        twin = deepcopy(element)
        twin.tail = None
        holder.append(twin)
        return twin

    def serialised(self, element: Element) -> bytes:
        """Return an element as XML that may stand anywhere in the part."""
        known = self.root.nsmap
        text: str = etree.tostring(element, encoding="unicode", with_tail=False)
        first = _FIRST_TAG.match(text)
        if first is None:
            return text.encode()
        kept = _DECLARED.sub(lambda match: "" if match[1] in known else match[0], first[0])
        return (kept + text[first.end() :]).encode()

    def insert(self, at: int, xml: bytes) -> None:
        """Put XML in at a byte. What is put in at the same byte stands in the order of the calls."""
        self._edits.append((at, at, len(self._edits), xml))

    def replace(self, index: int, xml: bytes) -> None:
        """Put another paragraph in the place of one."""
        lies = self.ranges[index]
        self._edits.append((lies.start, lies.end, len(self._edits), xml))

    def bytes(self) -> bytes:
        """Return the part with its edits."""
        pieces, at = [], 0
        for start, end, _, xml in sorted(self._edits):
            pieces += [self.xml[at:start], xml]
            at = end
        return b"".join([*pieces, self.xml[at:]])


def _ranges(xml: bytes) -> list[Range]:
    """Return where each ``w:p`` lies, in the order in which they begin."""
    parser = expat.ParserCreate(namespace_separator=" ")
    found: list[Range] = []
    open_: list[tuple[str, Range]] = []

    def begin(name: str, _: dict[str, str]) -> None:
        local = _local(name)
        if local in ("p", "tbl"):
            one = Range(parser.CurrentByteIndex, outer=open_[0][1] if open_ else None)
            open_.append((local, one))
            if local == "p":
                found.append(one)

    def finish(name: str) -> None:
        if _local(name) in ("p", "tbl"):
            _, one = open_.pop()
            one.end = xml.index(b">", parser.CurrentByteIndex) + 1

    parser.StartElementHandler, parser.EndElementHandler = begin, finish
    parser.Parse(xml, True)
    return found


def _end_of_body(xml: bytes) -> int:
    """Return where a paragraph may be added at the end: before the settings of the last section."""
    parser = expat.ParserCreate(namespace_separator=" ")
    depth, end, section = 0, -1, -1

    def begin(name: str, _: dict[str, str]) -> None:
        nonlocal depth, section
        depth += 1
        if depth == 3 and _local(name) == "sectPr":
            section = parser.CurrentByteIndex

    def finish(name: str) -> None:
        nonlocal depth, end
        if depth == 2 and _local(name) == "body":
            end = parser.CurrentByteIndex
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = begin, finish
    parser.Parse(xml, True)
    return section if section >= 0 else end


def _local(name: str) -> str:
    """Return the name of an element of word processing, whichever edition of the standard its name space is of."""
    space, _, local = name.rpartition(" ")
    return local if space.endswith(("/wordprocessingml/2006/main", "/wordprocessingml/main")) else ""
